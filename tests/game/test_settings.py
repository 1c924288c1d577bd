"""The settings screen: every page, a change at once, and keys bound anew."""

from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from game.window import settings
from game.window.driver import Driver
from game.window.player import Player
from game.window.screens.base import Stage
from game.window.screens.main import MainScreen
from game.window.screens.settings import PAGES, SettingsScreen
from game.window.settings import Settings
from game.window.widgets import ScrollArea
from tests.game import view_samples as samples

SIZES = [(1280, 800), (1920, 1080), (640, 400)]


def make_driver(page: str = "display", liked: Settings | None = None) -> Driver:
    """The settings over a sample game."""
    liked = replace(liked or Settings(), brief=False, animation=False)
    stage = Stage((1280, 800), liked, keep=False, library=samples.sample_library())
    player = Player(stage, MainScreen(samples.SampleDesk(samples.main_view())))
    driver = Driver(player, pygame.Surface((1280, 800)))
    from game.window.screens.base import Push

    player.follow(Push(SettingsScreen(page)))
    driver.turn(0.02)
    return driver


def liked(driver: Driver) -> Settings:
    """The settings in force."""
    return driver.player.stage.settings


@pytest.mark.parametrize("page", [key for key, _, _ in PAGES])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_page_stands_inside_the_window(
    page: str, scale: float, size: tuple[int, int]
) -> None:
    driver = make_driver(page, Settings(scale=scale))
    driver.player.resize(size)
    window = pygame.Rect((0, 0), size)
    stops = driver.screen.tree.stops()
    for widget in stops:
        shown = widget.visible_rect()
        assert shown.size == (0, 0) or window.contains(shown), widget.id
        assert widget.name, widget.id
    shown = [widget.visible_rect() for widget in stops if not isinstance(widget, ScrollArea)]
    shown = [rect for rect in shown if rect.width and rect.height]
    for number, rect in enumerate(shown):
        assert rect.collidelistall(shown[number + 1 :]) == []


@pytest.mark.parametrize("page", [key for key, _, _ in PAGES])
def test_keys_alone_reach_every_control(page: str) -> None:
    driver = make_driver(page)
    stops = {widget.id for widget in driver.screen.tree.stops()}
    seen = set()
    for _ in stops:
        driver.key("tab")
        focused = driver.screen.tree.focused
        assert focused is not None
        seen.add(focused.id)
    assert seen == stops
    assert driver.screen.tree.reachable() == stops


def test_every_setting_has_a_control() -> None:
    shown = set()
    for page, _, _ in PAGES:
        driver = make_driver(page)
        shown |= {
            w.id.partition(".")[2] for w in driver.screen.tree.stops() if w.id.startswith("set.")
        }
    hidden = {"framebuffer", "keys", "pads", "tutorial_done", "lesson_step"}
    assert shown == set(settings.Settings.__dataclass_fields__) - hidden


def test_what_is_chosen_is_seen_in_a_sample() -> None:
    driver = make_driver("accessibility")
    place = driver.widget("preview").rect
    before = driver.surface.subsurface(place).copy()
    driver.click("set.shapes")
    driver.play(0.2)
    after = driver.surface.subsurface(place)
    assert pygame.image.tobytes(before, "RGB") != pygame.image.tobytes(after, "RGB")
    driver.click("page.game")
    assert "preview" not in {widget.id for widget in driver.screen.tree.all_widgets()}


def test_a_change_applies_at_once_and_stays_where_it_was() -> None:
    driver = make_driver("accessibility")
    driver.click("set.shapes")
    assert liked(driver).shapes
    assert driver.player.stage.painter.shapes
    assert driver.screen.name == "settings"
    driver.click("page.sound")
    slider = driver.widget("set.music")
    y = slider.focus_rect().centery
    driver.drag(slider.focus_rect().center, (slider.rect.right, y))
    assert liked(driver).music == 1.0
    driver.key("esc")
    assert driver.screen.name == "main"


def test_a_key_is_bound_and_does_its_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    driver = make_driver("controls")
    driver.player.stage.keep = True
    driver.click("bind.key.end_quarter")
    driver.key("x")
    assert liked(driver).bindings.words("end_quarter") == "X"
    assert settings.load().bindings.words("end_quarter") == "X"
    driver.key("esc")
    desk = driver.screen.desk  # type: ignore[attr-defined]
    driver.key("e")
    assert desk.ended == 0
    driver.key("x")
    assert desk.ended == 1
    driver.key("f1")
    assert "X: End the quarter" in driver.screen.tree.get("keys.table").value


def test_a_key_that_is_taken_is_asked_about() -> None:
    driver = make_driver("controls")
    driver.click("bind.key.end_quarter")
    driver.key("r")
    dialog = driver.screen.tree.dialog
    assert dialog is not None
    assert dialog.id == "taken"
    assert "Take every proposal back" in dialog.body
    driver.click("dialog.close")
    assert liked(driver).keys == ()
    driver.click("bind.key.end_quarter")
    driver.key("r")
    driver.click("bind_swap")
    held = liked(driver).bindings
    assert (held.words("end_quarter"), held.words("revert")) == ("R", "E")
    driver.click("reset.keys")
    assert liked(driver).keys == ()


def test_the_key_that_opens_the_question_is_not_the_answer() -> None:
    driver = make_driver("controls")
    driver.screen.tree.focus(driver.reveal("bind.key.pause"))
    down = {"key": pygame.K_RETURN, "mod": 0, "unicode": "", "scancode": 0}
    driver.send(pygame.KEYDOWN, **down)
    driver.send(pygame.KEYDOWN, **down)  # the same key, held down
    assert driver.screen.raw_keys
    driver.send(pygame.KEYUP, **down)
    driver.key("p")
    assert liked(driver).bindings.words("pause") == "P"


def test_esc_leaves_a_key_as_it_is_and_stays_esc() -> None:
    driver = make_driver("controls")
    driver.click("bind.key.pause")
    driver.key("esc")
    assert driver.screen.name == "settings"
    assert liked(driver).keys == ()
    assert not driver.widget("bind.key.back").enabled


def test_a_pad_button_is_bound_by_pressing_it() -> None:
    driver = make_driver("controls")
    driver.click("bind.pad.revert")
    driver.send(pygame.CONTROLLERBUTTONDOWN, button=5, instance_id=0)
    assert liked(driver).bindings.pad_of("revert") == "guide"
    assert driver.screen.tree.dialog is None


def test_letters_are_typed_even_when_they_are_bound() -> None:
    from game.window.screens.base import Replace
    from game.window.screens.select import SelectScreen

    bound = settings.Settings().bindings.bind_key("press", pygame.K_5)
    driver = make_driver("game", Settings(keys=bound.keys))
    select = SelectScreen()
    select._preview = lambda: None  # type: ignore[method-assign]
    driver.player.follow(Replace(select))
    driver.screen.tree.focus("seed")
    driver.key("5")
    driver.type("5")
    assert driver.screen.name == "select"
    assert driver.widget("seed").value == "75"
