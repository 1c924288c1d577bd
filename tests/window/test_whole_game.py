"""Whole games in a real window, by keys alone and by mouse alone, from the title to the debrief.

A second game without a window is played with the same keys and clicks. It says where things stand,
and its world must be the world of the window. `TWOSTACKS_PICTURES=docs/screens` keeps pictures.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest

from game.savegame import load, replay
from game.session import Session
from game.window import settings
from game.window.driver import Driver, open_dummy
from game.window.library import Library
from game.window.player import Player
from game.window.screens.base import Stage
from game.window.screens.title import TitleScreen
from tests.game.test_app_game import NoForecast
from tests.window.desktop import MISSING, Desktop, display_number

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(bool(MISSING), reason="needs Xvfb, xdotool, imagemagick"),
]
SIZE = (1280, 800)
X_NAMES = {"tab": "Tab", "enter": "Return", "esc": "Escape", "left": "Left", "right": "Right",
           "up": "Up", "down": "Down", "space": "space", "shift+tab": "shift+Tab"}  # fmt: skip
MOST_APART = 0.08  # of the pixels: futures and moving things differ, another screen more
PLAIN_KEY = "Shift_L"  # goes on from what is shown of a quarter, and does nothing else


class Pair:
    """A real window, and the same game beside it without one."""

    def __init__(self, desktop: Desktop, pictures: Path) -> None:
        self.desktop = desktop
        self.pictures = pictures
        library = Library()
        library._forecaster = NoForecast()  # type: ignore[assignment]
        stage = Stage(SIZE, keep=True, library=library)
        self.shadow = Driver(Player(stage, TitleScreen()), pygame.Surface(SIZE))

    @property
    def screen(self) -> Any:
        """The screen of the game without a window."""
        return self.shadow.screen

    @property
    def session(self) -> Session:
        """The game without a window."""
        found: Session = self.screen.desk.session
        return found

    def alike(self) -> bool:
        """Whether the window shows the screen that the game beside it is at."""
        with tempfile.TemporaryDirectory() as folder:
            shown = pygame.surfarray.array3d(self.desktop.look(Path(folder) / "now.png"))
        self.shadow.play(0.1)
        beside = pygame.surfarray.array3d(self.shadow.surface)
        apart = abs(shown[::4, ::4].astype(int) - beside[::4, ::4]).max(axis=2)
        return float((apart > 40).mean()) < MOST_APART

    def picture(self, name: str) -> None:
        """Keep what the window shows, once it is the right screen."""
        self.desktop.until(self.alike, 40.0)
        surface = self.desktop.picture(self.pictures / f"{name}.png")
        assert surface.get_size() == SIZE

    def key(self, name: str) -> None:
        """Press a key in both."""
        self.desktop.key(X_NAMES.get(name, name))
        self.shadow.key(name)

    def tab_to(self, identifier: str) -> None:
        """Press Tab until a widget has the focus."""
        for _ in range(150):
            if getattr(self.screen.tree.focused, "id", "") == identifier:
                return
            self.key("tab")
        raise AssertionError(f"Tab does not reach {identifier}")

    def click(self, identifier: str) -> None:
        """Click a widget in both."""
        widget = self.shadow.widget(identifier)
        assert widget.enabled, identifier
        point = widget.focus_rect().clip(widget.visible_rect()).center
        self.desktop.click((round(point[0]), round(point[1])))
        self.shadow.press(point)

    def drag(self, lever: str, value: float) -> None:
        """Drag a slider in both, towards a value."""
        slider: Any = self.shadow.widget(f"lever.{lever}")
        y = slider.focus_rect().centery
        start, end = (round(slider.x_of(slider.value)), y), (round(slider.x_of(value)), y)
        self.desktop.drag(start, end)
        self.shadow.drag(start, end, steps=1)

    def wait_for_game(self, quarters: int = 0) -> None:
        """Wait until the game is open in both, with so many quarters played."""
        self.shadow.until(lambda: self.screen.name == "main", "the game")
        self.desktop.until(lambda: bool(self.desktop.log()))
        self.desktop.until(lambda: self.desktop.quarters() == quarters)
        time.sleep(2.0)

    def played(self) -> None:
        """Wait until the window has played as many quarters as the game beside it."""
        wanted = len(self.session.turns)
        self.desktop.until(lambda: self.desktop.quarters() == wanted)
        time.sleep(0.3)

    def matter(self) -> str:
        """The dialog that the quarter's end has put before the player, or nothing."""
        self.shadow.play(0.1)
        if self.screen.name != "main" or self.screen.tree.dialog is None:
            return ""
        self.desktop.until(self.alike)
        return str(self.screen.tree.dialog.id)

    def check(self, folder: Path) -> None:
        """The window's log, played again, and the game beside it are the same world."""
        (path,) = (folder / "games").glob("*.jsonl")
        again = replay(path)
        window = load(path, autosave=False)
        assert again.finished
        assert window.over
        assert again.checksum == window.turns[-1].checksum == self.session.turns[-1].checksum
        assert [turn.checksum for turn in window.turns] == [
            turn.checksum for turn in self.session.turns
        ]
        assert [turn.orders for turn in window.turns] == [
            turn.orders for turn in self.session.turns
        ]
        plain = Session(window.setup)
        for turn in window.turns:
            for order in turn.orders:
                plain.propose(order)
            plain.end_quarter()
        assert plain.turns[-1].checksum == again.checksum


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go."""
    folder = Path(os.environ.get("TWOSTACKS_PICTURES", str(tmp_path / "pictures"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def pair(tmp_path: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """Both games at their titles."""
    number = display_number(70)
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path / "beside"))
    open_dummy(SIZE)
    desktop = Desktop(number, tmp_path / "home")
    try:
        pair = Pair(desktop, pictures)
        yield pair
        pair.shadow.player.close()
    finally:
        desktop.close()
        pygame.quit()


def test_a_whole_game_by_keys_alone_killed_in_the_middle(pair: Pair, tmp_path: Path) -> None:
    desktop = pair.desktop
    pair.picture("real_keys_1_title")
    _choose_by_keys(pair)
    for number in range(60):
        if number in (1, 4, 6):
            _propose_by_keys(pair, "us.tool_control" if number < 5 else "us.public_rd")
        if number in (2, 3, 4, 5):
            pair.key({2: "c", 3: "l", 4: "f", 5: "g"}[number])
            if number == 3:
                pair.picture("real_keys_3_line")
            pair.key("esc")
        if number == 4:
            pair.picture("real_keys_2_main")
        if number == 5:
            _kill_and_go_on(pair)
        pair.key("e")
        pair.played()
        if pair.screen.name == "main":  # what is shown of the quarter
            desktop.key(PLAIN_KEY)
            pair.shadow.key("m")
        if pair.screen.name == "end":
            break
        if number == 6:
            time.sleep(12.0)
            pair.picture("real_keys_4_brief")
        assert pair.screen.name == "brief"
        pair.key("enter")
        while matter := pair.matter():
            pair.key("2" if matter == "dilemma" else "enter")
    assert pair.screen.name == "end"
    time.sleep(25.0)
    pair.picture("real_keys_5_debrief")
    pair.check(tmp_path / "home")


def _choose_by_keys(pair: Pair) -> None:
    """From the title to the shortest game."""
    library = pair.shadow.player.stage.library
    library.start()
    library.wait()
    pair.tab_to("scenarios")
    pair.key("enter")
    pair.desktop.until(pair.alike)
    pair.tab_to("scenario.draw-the-line")
    pair.key("enter")
    pair.tab_to("start")
    pair.key("enter")
    pair.wait_for_game()


def _propose_by_keys(pair: Pair, lever: str) -> None:
    """Three steps to the right on a lever."""
    pair.tab_to(f"lever.{lever}")
    for _ in range(3):
        pair.key("right")


def _kill_and_go_on(pair: Pair) -> None:
    """End the window as a crash would; the next start offers the game at its last quarter."""
    desktop = pair.desktop
    quarters = desktop.quarters()
    desktop.kill()
    desktop.start()
    time.sleep(6.0)
    desktop.picture(pair.pictures / "real_keys_continue.png")
    desktop.key("Return")  # the first entry: continue
    desktop.until(lambda: desktop.quarters() == quarters)
    pair.screen.tree.focus(None)  # nothing has the focus in a window that has just opened
    time.sleep(2.0)
    desktop.until(pair.alike, 40.0)


def test_a_whole_game_by_mouse_alone(pair: Pair, tmp_path: Path) -> None:
    desktop = pair.desktop
    pair.shadow.player.stage.library.start()
    pair.shadow.player.stage.library.wait()
    pair.desktop.until(pair.alike)
    pair.click("scenarios")
    pair.desktop.until(pair.alike)
    pair.click("scenario.draw-the-line")
    pair.picture("real_mouse_1_select")
    pair.click("start")
    pair.wait_for_game()
    for number in range(60):
        if number in (1, 4):
            pair.drag("us.chip_tpp", 2400.0 if number == 1 else 12000.0)
        if number in (2, 3, 4):
            pair.click(f"room.{('chain', 'foresight', 'ledger')[number - 2]}")
            time.sleep(3.0)
            pair.picture(f"real_mouse_{number}_{('chain', 'foresight', 'ledger')[number - 2]}")
            pair.click("room.back")
        pair.click("end")
        pair.played()
        if pair.screen.name == "main":
            desktop.click((640, 20))  # goes on from what is shown of the quarter
            pair.shadow.press((640, 20))
        if pair.screen.name == "end":
            break
        pair.click("room.main")
        while matter := pair.matter():
            pair.click("choice.2" if matter == "dilemma" else "matter.seen")
    assert pair.screen.name == "end"
    time.sleep(20.0)
    pair.picture("real_mouse_5_debrief")
    pair.check(tmp_path / "home")
