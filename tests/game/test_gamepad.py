"""A gamepad does what the keyboard does; the tests post the events that SDL would."""

from typing import Any

import pygame
import pytest

from game.window.actions import bindings
from game.window.driver import Driver
from game.window.gamepad import REPEAT_AFTER, Gamepads, pressed_button
from game.window.player import Player
from game.window.screens.base import Stage
from game.window.screens.main import MainScreen
from game.window.screens.settings import SettingsScreen
from game.window.settings import Settings
from tests.game import view_samples as samples

A, B, X, Y, BACK, START, LB, RB, UP, DOWN, LEFT, RIGHT = 0, 1, 2, 3, 4, 6, 9, 10, 11, 12, 13, 14
SIZE = (1280, 800)
SHIFT = pygame.KMOD_SHIFT


def make_driver() -> Driver:
    """The main screen of a sample game."""
    liked = Settings(brief=False, animation=False)
    stage = Stage(SIZE, liked, keep=False, library=samples.sample_library())
    screen = MainScreen(samples.SampleDesk(samples.main_view()))
    return Driver(Player(stage, screen), pygame.Surface(SIZE))


def press(driver: Driver, button: int) -> None:
    """Press a controller's button and let it go."""
    for kind in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
        driver.send(kind, button=button, instance_id=3)
    driver.turn(1 / 60)


def focus(driver: Driver) -> str:
    """What has the focus."""
    focused = driver.screen.tree.focused
    return focused.id if focused is not None else ""


def test_the_pad_plays_a_quarter() -> None:
    driver = make_driver()
    desk = driver.screen.desk  # type: ignore[attr-defined]
    driver.screen.tree.focus("lever.us.tool_control")
    press(driver, RIGHT)
    assert [lever for lever, _ in desk.asked] == ["us.tool_control"]
    before = desk.asked[-1][1]
    press(driver, X)
    assert desk.asked[-1][1] != before, "X takes the proposal back to the law"
    press(driver, Y)
    assert desk.ended == 1


def test_groups_controls_menu_and_back() -> None:
    driver = make_driver()
    driver.screen.tree.focus("lever.us.tool_control")
    press(driver, RB)
    assert not focus(driver).startswith("lever.")
    press(driver, LB)
    assert focus(driver).startswith("lever.")
    first = focus(driver)
    press(driver, DOWN)
    assert focus(driver) != first
    press(driver, START)
    assert driver.screen.tree.dialog is not None
    assert driver.screen.tree.dialog.id == "menu"
    press(driver, B)
    assert driver.screen.tree.dialog is None
    press(driver, START)
    press(driver, DOWN)
    press(driver, A)
    assert isinstance(driver.screen, SettingsScreen)
    press(driver, B)
    assert driver.screen.name == "main"


def test_the_buttons_are_shown_when_a_pad_is_taken_up() -> None:
    driver = make_driver()
    before = driver.surface.copy()
    place = (SIZE[0] // 2, SIZE[1] - 4)
    press(driver, 77)
    assert driver.player.prompts.left == 0.0, "an unknown button takes nothing up"
    press(driver, RB)
    assert driver.player.prompts.left > 0.0
    assert driver.surface.get_at(place) != before.get_at(place)
    driver.play(7.0)
    assert driver.player.prompts.left == 0.0
    press(driver, LB)
    assert driver.player.prompts.left == 0.0, "they are not shown again while it stays in hand"
    driver.key("tab")
    press(driver, RB)
    assert driver.player.prompts.left > 0.0


def test_prompts_follow_the_last_device() -> None:
    driver = make_driver()
    press(driver, BACK)
    table = driver.screen.tree.get("keys.table")
    assert "Y: End the quarter" in table.value
    driver.key("esc")
    driver.key("f1")
    table = driver.screen.tree.get("keys.table")
    assert "E: End the quarter" in table.value


def test_a_stick_is_a_row_of_buttons_and_repeats_while_it_is_held() -> None:
    pads = Gamepads()

    def move(value: int) -> list[pygame.Event]:
        event = pygame.Event(pygame.CONTROLLERAXISMOTION, axis=1, value=value, instance_id=0)
        return pads.take(event, bindings()) or []

    assert [(e.type, e.key) for e in move(30000)] == [(pygame.KEYDOWN, pygame.K_DOWN)]
    assert move(25000) == []
    assert pads.advance(REPEAT_AFTER / 2) == []
    assert [e.key for e in pads.advance(REPEAT_AFTER)] == [pygame.K_DOWN]
    assert [(e.type, e.key) for e in move(2000)] == [(pygame.KEYUP, pygame.K_DOWN)]
    assert pads.advance(1.0) == []
    assert [e.key for e in move(-32768)] == [pygame.K_UP]


@pytest.mark.parametrize(
    ("event", "key", "modifiers"),
    [
        ({"type": "CONTROLLERBUTTONDOWN", "button": Y}, pygame.K_e, 0),
        (
            {"type": "CONTROLLERAXISMOTION", "axis": 5, "value": 32767},
            pygame.K_RIGHT,
            pygame.KMOD_SHIFT,
        ),
        ({"type": "CONTROLLERAXISMOTION", "axis": 3, "value": 32767}, pygame.K_PAGEDOWN, 0),
        ({"type": "JOYBUTTONDOWN", "button": 3}, pygame.K_e, 0),
        ({"type": "JOYBUTTONDOWN", "button": 7}, pygame.K_F10, 0),
        ({"type": "JOYHATMOTION", "hat": 0, "value": (0, 1)}, pygame.K_UP, 0),
        ({"type": "JOYAXISMOTION", "axis": 0, "value": -1.0}, pygame.K_LEFT, 0),
    ],
)
def test_controllers_and_plain_joysticks_give_the_same_keys(
    event: dict[str, Any], key: int, modifiers: int
) -> None:
    kind = getattr(pygame, event.pop("type"))
    found = Gamepads().take(pygame.Event(kind, instance_id=1, **event), bindings())
    assert found is not None
    assert [(e.type, e.key, e.mod) for e in found] == [(pygame.KEYDOWN, key, modifiers)]


def test_the_echo_of_a_controller_as_a_joystick_counts_once() -> None:
    pads = Gamepads()
    pad = pygame.Event(pygame.CONTROLLERBUTTONDOWN, button=A, instance_id=5)
    echo = pygame.Event(pygame.JOYBUTTONDOWN, button=A, instance_id=5)
    assert len(pads.take(pad, bindings()) or []) == 1
    assert pads.take(echo, bindings()) == []


def test_a_pad_that_is_pulled_out_lets_its_buttons_go() -> None:
    pads = Gamepads()
    pads.take(pygame.Event(pygame.CONTROLLERBUTTONDOWN, button=DOWN, instance_id=2), bindings())
    gone = pads.take(pygame.Event(pygame.CONTROLLERDEVICEREMOVED, instance_id=2), bindings())
    assert [(e.type, e.key) for e in gone or []] == [(pygame.KEYUP, pygame.K_DOWN)]
    assert pads.advance(5.0) == []


@pytest.mark.parametrize("index", [0, 99, -1])
def test_a_device_that_cannot_be_opened_is_left_alone(index: int) -> None:
    pads = Gamepads()
    for kind in (pygame.CONTROLLERDEVICEADDED, pygame.JOYDEVICEADDED):
        assert pads.take(pygame.Event(kind, device_index=index), bindings()) == []
    assert pads.names == {}


def test_unknown_buttons_and_axes_do_nothing() -> None:
    pads = Gamepads()
    for event in (
        pygame.Event(pygame.CONTROLLERBUTTONDOWN, button=77, instance_id=0),
        pygame.Event(pygame.CONTROLLERAXISMOTION, axis=9, value=30000, instance_id=0),
        pygame.Event(pygame.JOYBALLMOTION, ball=0, rel=(3, 3), instance_id=8),
    ):
        assert pads.take(event, bindings()) == []
        assert pressed_button(event) == ""
    assert pads.take(pygame.Event(pygame.MOUSEMOTION, pos=(0, 0)), bindings()) is None


def test_bound_buttons_do_what_they_were_bound_to() -> None:
    bound = bindings().bind_pad("end_quarter", "rightstick")
    event = pygame.Event(pygame.CONTROLLERBUTTONDOWN, button=8, instance_id=0)
    found = Gamepads().take(event, bound)
    assert [e.key for e in found or []] == [pygame.K_e]
