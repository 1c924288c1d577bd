"""The lesson: to its end by keys alone and by mouse alone; its gate; how it is gone on with."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from game.tutorial import CHANGE, END, READ, WAITS, Lesson, Step, read_lesson
from game.window import settings
from game.window.driver import Driver, open_dummy
from game.window.lesson import KEYS, MOUSE, run_lesson
from game.window.panels.lesson import Bubble
from game.window.player import Player, make_stage
from game.window.rooms import ROOMS
from game.window.screens.base import Prefer, Teach
from game.window.screens.main import MainScreen
from game.window.screens.title import TitleScreen
from game.window.tutorial import Overlay, the_lesson
from tests.game import view_samples as samples

SIZE = (1280, 800)
_KEY_EVENTS = (pygame.KEYDOWN, pygame.KEYUP, pygame.TEXTINPUT)


@pytest.fixture
def open_driver() -> Iterator[Callable[..., Driver]]:
    """Opens the title, and closes what was opened."""
    players = []

    def make(size: tuple[int, int] = SIZE, keep: bool = False) -> Driver:
        surface = open_dummy(size)
        player = Player(make_stage(size, 7, keep=keep), TitleScreen())
        players.append(player)
        return Driver(player, surface)

    yield make
    for player in players:
        player.close()


def sample(lesson: Lesson, place: int = 0) -> tuple[Driver, Overlay]:
    """A lesson over a main screen with made-up views."""
    surface = open_dummy(SIZE)
    stage = make_stage(SIZE, 7, keep=False)
    player = Player(stage, MainScreen(samples.SampleDesk(samples.main_view())))
    player.overlay = Overlay(player, lesson, place)
    driver = Driver(player, surface)
    driver.play(0.1)
    return driver, player.overlay


def steps(*rows: Step) -> Lesson:
    return Lesson("draw-the-line", "us", 7, rows)


WORLD = Step("world", "main", READ, "The world", "Dots.", "world")
LEVER = Step("lever", "main", CHANGE, "A lever", "Move it.", "lever.us.public_rd")
LAST = Step("last", "main", READ, "Done", "That is all.")


# ---- the file


def test_the_lesson_has_some_twenty_short_steps() -> None:
    lesson = read_lesson()
    assert 14 <= len(lesson.steps) <= 24
    for step in lesson.steps:
        assert step.wait in WAITS
        assert len(step.text) <= 260, step.key
        assert len(step.title) <= 32, step.key
        assert step.target or step.wait in (READ, END)
    assert any(step.wait == CHANGE for step in lesson.steps)


def test_every_step_stands_on_a_screen_that_there_is() -> None:
    places = {room.key for room in ROOMS} | {"end"}
    needed = [step for step in read_lesson().steps if not step.optional]
    assert {step.at for step in needed} <= places
    assert [step for step in the_lesson().steps if not step.optional] == needed


def test_a_step_that_waits_for_nothing_known_is_refused() -> None:
    with pytest.raises(ValueError, match="waits for 'luck'"):
        Step("x", "main", "luck", "", "")
    with pytest.raises(ValueError, match="which does not exist"):
        steps(replace(WORLD, at="cellar")).on({"main"})
    optional = steps(replace(WORLD, at="cellar", optional=True), LAST).on({"main"})
    assert [step.key for step in optional.steps] == ["last"]


# ---- all of it


@pytest.mark.parametrize("hands", [KEYS, MOUSE])
def test_the_whole_lesson_runs_to_its_end(
    hands: str, open_driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_driver()
    sent: set[int] = set()
    plain = driver.send

    def send(kind: int, **what: object) -> None:
        sent.add(kind)
        plain(kind, **what)

    monkeypatch.setattr(driver, "send", send)
    seen: dict[str, bool] = {}
    turn = driver.turn

    def watch(seconds: float) -> None:
        turn(seconds)
        overlay = driver.player.overlay
        if overlay is not None and not overlay.aside and overlay.step is overlay.own_step:
            step = overlay.own_step
            seen[step.key] = seen.get(step.key, False) or not step.target or bool(overlay.hole)

    driver.turn = watch
    gone = run_lesson(driver, hands)
    lesson = the_lesson()
    assert gone == [step.key for step in lesson.steps]
    assert driver.player.overlay is None
    assert driver.screen.name == lesson.steps[-1].at
    assert driver.player.stage.settings.tutorial_done
    shown = {step.key for step in lesson.steps if step.wait != END}
    assert {key for key, held in seen.items() if held} == shown  # every target is on its screen
    if hands == KEYS:
        assert sent <= set(_KEY_EVENTS)
    else:
        assert not sent & set(_KEY_EVENTS)


# ---- the gate


def test_only_the_control_in_the_hole_answers_the_mouse() -> None:
    driver, overlay = sample(steps(LEVER, LAST))
    desk = driver.screen.desk  # type: ignore[attr-defined]
    driver.press(driver.screen.tree.get("end").rect.center)
    assert desk.ended == 0
    lever = driver.screen.tree.get("lever.us.public_rd")
    other = driver.screen.tree.get("lever.us.tool_control")
    driver.press((other.rect.centerx, other.rect.bottom - 10))
    assert desk.asked == []
    assert overlay.hole is not None
    assert overlay.hole.contains(lever.rect)
    driver.press((lever.rect.x + lever.rect.width // 3, lever.focus_rect().centery))
    assert [key for key, _ in desk.asked] == ["us.public_rd"]


def test_keys_do_only_what_the_step_waits_for() -> None:
    driver, overlay = sample(steps(LEVER, LAST))
    desk = driver.screen.desk  # type: ignore[attr-defined]
    for key in ("e", "m", "g", "space", "f1"):
        driver.key(key)
    assert desk.ended == 0
    assert driver.screen.name == "main"
    assert driver.screen.tree.dialog is None
    assert not overlay.may_go_on
    driver.key("down")
    assert driver.screen.tree.focused is driver.screen.tree.get("lever.us.public_rd")
    driver.key("right")
    assert [key for key, _ in desk.asked] == ["us.public_rd"]


def test_the_button_waits_for_the_deed() -> None:
    driver, overlay = sample(steps(LEVER, LAST))
    button = overlay.tree.get("lesson.next")
    assert not button.enabled
    driver.press(button.rect.center)
    assert overlay.place == 0
    lever = driver.screen.tree.get("lever.us.public_rd")
    driver.press((lever.rect.x + lever.rect.width // 3, lever.focus_rect().centery))
    driver.play(0.1)
    assert overlay.may_go_on
    driver.press(overlay.tree.get("lesson.next").rect.center)
    assert overlay.own_step is LAST


def test_names_are_made_up_where_that_is_wanted() -> None:
    driver, overlay = sample(steps(replace(LAST, text="China and the United States.")))
    driver.player.prefer(Prefer("names", "fictional"))
    overlay.refit()
    bubble = overlay.tree.get("lesson")
    assert isinstance(bubble, Bubble)
    assert "China" not in bubble.words
    assert "Dominion" in bubble.words


def test_back_goes_a_step_back() -> None:
    driver, overlay = sample(steps(WORLD, LAST), 1)
    driver.press(overlay.tree.get("lesson.back").rect.center)
    assert overlay.own_step is WORLD


def test_escape_twice_leaves_the_lesson_and_once_does_not() -> None:
    driver, overlay = sample(steps(WORLD, LAST))
    driver.key("esc")
    assert driver.player.overlay is overlay
    bubble = overlay.tree.get("lesson")
    assert isinstance(bubble, Bubble)
    assert bubble.note
    driver.key("esc")
    assert driver.player.overlay is None
    assert driver.screen.name == "main"  # the game goes on
    driver.key("g")
    assert driver.screen.name == "ledger"


def test_the_lesson_is_left_with_its_button_and_by_going_to_the_title() -> None:
    driver, overlay = sample(steps(WORLD, LAST))
    driver.press(overlay.tree.get("lesson.leave").rect.center)
    assert driver.player.overlay is None


def test_tab_goes_around_the_control_and_the_buttons() -> None:
    driver, overlay = sample(steps(LEVER, LAST))
    assert not overlay.on_buttons
    found = []
    for _ in range(4):
        driver.key("tab")
        found.append(overlay.tree.focused.id if overlay.on_buttons and overlay.tree.focused else "")
    assert set(found) == {"", "lesson.next", "lesson.back", "lesson.leave"}


def test_it_stands_aside_for_a_dialog() -> None:
    driver, overlay = sample(steps(LEVER, LAST))
    driver.screen.open_dialog("menu")
    driver.play(0.1)
    assert overlay.aside
    driver.key("esc")
    assert driver.screen.tree.dialog is None
    assert driver.player.overlay is overlay


def test_it_leads_to_the_room_of_a_step_first() -> None:
    read = Step("ledger", "ledger", READ, "Charts", "All of them.", "dates")
    driver, overlay = sample(steps(read, LAST))
    assert overlay.step.target == "room.ledger"
    driver.key("g")
    driver.play(0.1)
    assert driver.screen.name == "ledger"
    assert overlay.step is read
    assert overlay.hole is not None


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1180, 700)])
def test_the_bubble_stands_in_the_window_beside_its_control(size: tuple[int, int]) -> None:
    for step in (WORLD, LEVER, replace(WORLD, target="end"), replace(WORLD, target="fan")):
        driver, overlay = sample(steps(step, LAST))
        driver.resize(size)
        overlay.refit()
        driver.play(0.1)
        bubble = overlay.tree.get("lesson")
        assert pygame.Rect((0, 0), size).contains(bubble.rect)
        assert overlay.hole is not None
        assert not bubble.rect.colliderect(overlay.hole)
        for button in ("lesson.next", "lesson.back", "lesson.leave"):
            assert bubble.rect.contains(overlay.tree.get(button).rect)
            assert overlay.tree.get(button).rect.height >= driver.player.stage.painter.px(28)


def test_the_bubble_hides_nothing_that_is_to_be_seen_where_there_is_room() -> None:
    driver, overlay = sample(steps(replace(WORLD, target="fan", light=("blocs",)), LAST))
    bubble, blocs = overlay.tree.get("lesson"), driver.screen.tree.get("blocs")
    assert overlay.lit
    assert not bubble.rect.colliderect(blocs.rect)


def test_all_but_the_control_is_dimmed() -> None:
    driver, overlay = sample(steps(WORLD, LAST))
    dimmed = driver.surface.copy()
    driver.player.overlay = None
    driver.turn(0.0)
    end, world = driver.screen.tree.get("end"), driver.screen.tree.get("world")
    spot = end.rect.x + 6, end.rect.centery
    assert sum(dimmed.get_at(spot)[:3]) < 0.6 * sum(driver.surface.get_at(spot)[:3])
    corner = world.rect.x + 12, world.rect.centery
    assert overlay.hole is not None
    assert overlay.hole.collidepoint(corner)
    assert dimmed.get_at(corner) == driver.surface.get_at(corner)


# ---- first start, going on later


def test_a_first_start_begins_with_the_lesson(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_driver: Callable[..., Driver]
) -> None:
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    driver = open_driver(keep=True)
    assert driver.screen.entries[0][0] == "lesson"  # type: ignore[attr-defined]
    driver.key("enter")
    assert driver.player.overlay is not None
    driver.key("esc")
    driver.key("esc")


def test_a_lesson_that_was_left_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_driver: Callable[..., Driver]
) -> None:
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    driver = open_driver(keep=True)
    driver.player.follow(Teach())
    driver.until(lambda: driver.screen.name != "loading", "the game")
    overlay = driver.player.overlay
    assert overlay is not None
    overlay.place = overlay.lesson.place("why")
    overlay._begin()
    driver.key("e")  # not what the step waits for
    driver.player.overlay = None
    driver.key("e")
    now = driver.screen.desk.view.clock.now  # type: ignore[attr-defined]
    driver.player.close()

    later = open_driver(keep=True)
    assert settings.load().lesson_step == "why"
    later.player.follow(Teach())
    later.until(lambda: later.screen.name != "loading", "the game")
    assert later.screen.desk.view.clock.now == now  # type: ignore[attr-defined]
    assert later.player.overlay is not None
    assert later.player.overlay.own_step.key == "why"


def test_a_lesson_to_its_end_is_not_offered_first_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_driver: Callable[..., Driver]
) -> None:
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    driver = open_driver(keep=True)
    driver.player.overlay = Overlay(driver.player, steps(replace(LAST, at="title")))
    driver.player.overlay.stop(done=True)
    saved = settings.load()
    assert saved.tutorial_done
    assert saved.lesson_step == ""
    entries = [entry[0] for entry in driver.screen.entries]  # type: ignore[attr-defined]
    assert entries[0] != "lesson"
    assert "lesson" in entries
