"""Whole games through the window's own code: by keys alone, by mouse alone, to the same world."""

from pathlib import Path
from typing import Any

import pygame
import pytest

from agents.levers import LEVERS
from game.forecast import Status
from game.session import Session
from game.window import settings
from game.window.driver import STEP, Driver
from game.window.library import Library
from game.window.live import LiveDesk
from game.window.panels.policy import LeverSlider
from game.window.player import Player
from game.window.screens.base import Stage
from game.window.screens.title import TitleScreen

SIZE = (1280, 800)
LEVER = "us.tool_control"
TARGET = 0.75


class NoForecast:
    """Answers like a forecaster that is still waiting for its kernel."""

    def __init__(self) -> None:
        self.asked = 0

    def request(self, request: Any) -> int:
        """Count."""
        self.asked += 1
        return self.asked

    def request_study(self, *what: Any) -> int:
        """Count."""
        return 1

    def latest(self) -> None:
        """Nothing."""

    def study(self) -> None:
        """Nothing."""

    def ask(self, *what: Any) -> int:
        """Count."""
        return 1

    def answer(self, key: Any) -> None:
        """Nothing."""

    def progress(self, key: Any) -> None:
        """Nothing."""

    def drop(self, key: Any) -> None:
        """Nothing to forget."""

    def status(self) -> Status:
        """Compiling for ever."""
        return Status("compiling", "Preparing the simulation, once: 7 s, about 30 s in all.", True)

    def close(self) -> None:
        """Nothing runs."""


def make_driver() -> Driver:
    """The title, with nothing saved and nothing forecast."""
    library = Library()
    library._forecaster = NoForecast()  # type: ignore[assignment]
    library.start = lambda: None  # type: ignore[method-assign]
    stage = Stage(SIZE, keep=False, library=library)
    return Driver(Player(stage, TitleScreen()), pygame.Surface(SIZE))


def session_of(driver: Driver) -> Session:
    """The game behind the screen."""
    desk = getattr(driver.screen, "desk", None)
    assert isinstance(desk, LiveDesk)
    return desk.session


def by_keys() -> Driver:
    """Play with keys alone."""
    driver = make_driver()
    driver.key("tab")
    driver.key("enter")
    driver.go("main")
    while getattr(driver.screen.tree.focused, "id", "") != f"lever.{LEVER}":
        driver.key("tab")
    slider = driver.screen.tree.focused
    assert isinstance(slider, LeverSlider)
    while abs(slider.value - TARGET) > 1e-9:
        driver.key("right" if slider.value < TARGET else "left")
    for _ in range(400):
        if driver.screen.name == "end":
            break
        if driver.screen.tree.dialog is not None:
            driver.key("esc")  # an event is read, a question put off
            continue
        driver.key("e")  # ends the quarter, goes on from what is shown of it, and from the brief
    return driver


def by_mouse() -> Driver:
    """Play with the mouse alone."""
    driver = make_driver()
    driver.click("new")
    driver.go("main")
    slider = driver.reveal(f"lever.{LEVER}")
    assert isinstance(slider, LeverSlider)
    y = slider.focus_rect().centery
    driver.drag(slider.focus_rect().center, (round(slider.x_of(TARGET)), y))
    for _ in range(400):
        if driver.screen.name == "end":
            break
        shown = getattr(driver.screen, "resolve", None) is not None
        open_now = driver.screen.tree.dialog
        if open_now is not None:  # an event is read, a question put off
            driver.click("matter.seen" if open_now.id == "event" else "dialog.close")
            continue
        driver.click("room.main" if driver.screen.name == "brief" else "world" if shown else "end")
        driver.turn(STEP)
    return driver


def test_keys_and_mouse_play_the_same_game_to_the_end() -> None:
    keys, mouse = by_keys(), by_mouse()
    assert keys.screen.name == mouse.screen.name == "end"
    one, other = session_of(keys), session_of(mouse)
    assert one.over
    assert [turn.checksum for turn in one.turns] == [turn.checksum for turn in other.turns]
    orders = [order for turn in one.turns for order in turn.orders]
    assert [(order.lever, order.value) for order in orders] == [(LEVER, TARGET)]
    plain = Session(one.setup)
    plain.propose(plain.order(LEVER, TARGET))
    while not plain.over:
        plain.end_quarter()
    assert plain.turns[-1].checksum == one.turns[-1].checksum


@pytest.mark.parametrize(
    ("scenario", "seat"), [("history", "cn"), ("good-enough", "nvda"), ("good-enough", "huaw")]
)
def test_every_kind_of_seat_opens_and_plays(scenario: str, seat: str) -> None:
    driver = make_driver()
    from game.window.screens.base import Replace
    from game.window.screens.loading import new_game

    driver.player.follow(Replace(new_game(driver.player.stage, scenario, seat, 3)))
    driver.go("main")
    shown = {w.lever.key for w in driver.screen.tree.all_widgets() if isinstance(w, LeverSlider)}
    assert shown
    assert shown <= {key for key, lever in LEVERS.items() if lever.actor == seat}
    driver.end_quarters(3)
    assert len(session_of(driver).turns) == 3


def test_the_fan_card_says_what_it_waits_for() -> None:
    driver = make_driver()
    driver.click("new")
    driver.go("main")
    card = driver.fan_card()
    assert card is not None
    assert card.badge()[0] == "preparing"
    assert "30 s" in card.value


def test_a_game_is_kept_and_can_be_continued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    driver = make_driver()
    driver.player.stage.keep = True
    driver.click("new")
    driver.go("main")
    driver.end_quarters(2)
    before = session_of(driver).turns[-1].checksum
    driver.go("title")
    driver.click("continue")
    driver.go("main")
    assert session_of(driver).turns[-1].checksum == before
    assert len(session_of(driver).turns) == 2


def test_proposals_cost_can_be_taken_back_and_become_law() -> None:
    driver = make_driver()
    driver.click("new")
    driver.go("main")
    session = session_of(driver)
    driver.set(LEVER, 0.9)
    assert [p.order.value for p in session.proposals] == [0.9]
    driver.key("r")
    assert session.proposals == ()
    driver.set(LEVER, 0.9)
    driver.end_quarters(1)
    assert session.law(LEVER) == 0.9


def test_made_up_names_reach_every_word_of_the_screen() -> None:
    from game.window.screens.base import Prefer

    driver = make_driver()
    driver.click("new")
    driver.go("main")
    driver.player.follow(Prefer("names", "fictional"))
    driver.end_quarters(4)
    words = " ".join(str(node) for node in driver.screen.tree.nodes())
    assert "Coalition" in words
    assert "Nvidia" not in words
    assert "Huawei" not in words
