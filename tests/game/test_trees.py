"""What a screen reader gets of the rooms, the settings, the saved games and a look back."""

import json
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from game.recording import Recording
from game.window import settings
from game.window.screens.base import Screen, Stage
from game.window.screens.brief import BriefScreen
from game.window.screens.chain import ChainScreen
from game.window.screens.diplomacy import DiplomacyScreen
from game.window.screens.foresight import ForesightScreen
from game.window.screens.line import LineScreen
from game.window.screens.main import MainScreen
from game.window.screens.replay import ReplayScreen
from game.window.screens.saves import SavesScreen
from game.window.screens.settings import PAGES, SettingsScreen
from game.window.screenshots import keep_samples
from tests.game import debrief_samples
from tests.game import view_samples as samples
from tests.game.test_goldens import frozen
from tests.game.test_screens import PLAIN, TREES, tree


def predictions() -> ForesightScreen:
    """The other page of the foresight room."""
    screen = ForesightScreen(frozen("foresight"))
    screen.page = "predict"
    return screen


def dialog(name: str) -> MainScreen:
    """The main screen under a dialog."""
    screen = MainScreen(frozen("main"))
    screen._dialog = name
    return screen


def page(name: str) -> Callable[[], Screen]:
    """A page of the settings."""
    return lambda: SettingsScreen(name)


SCREENS: dict[str, Callable[[], Screen]] = {
    "brief": lambda: BriefScreen(frozen("brief")),
    "chain": lambda: ChainScreen(frozen("chain")),
    "line": lambda: LineScreen(frozen("line")),
    "diplomacy": lambda: DiplomacyScreen(frozen("diplomacy")),
    "foresight": lambda: ForesightScreen(frozen("foresight")),
    "predictions": predictions,
    "menu": lambda: dialog("menu"),
    "keys": lambda: dialog("keys"),
    "saves": SavesScreen,
    "replay": lambda: ReplayScreen(Recording(debrief_samples.played())),
    **{f"settings_{key}": page(key) for key, *_ in PAGES},
}


@pytest.mark.parametrize("name", SCREENS)
def test_the_accessibility_tree_is_the_one_on_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Run with --update-goldens to accept a new one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(settings.HOME_VARIABLE, "home")
    if name == "saves":
        keep_samples(Path("home") / "games")
    screen = SCREENS[name]()
    screen.enter(Stage((1280, 800), PLAIN, keep=False, library=samples.sample_library()))
    for _ in range(3):
        screen.advance(0.05)
    screen.draw(pygame.Surface((1280, 800)))
    assert all(widget.name for widget in screen.tree.stops())
    found = [json.dumps(node, ensure_ascii=False) for node in tree(screen)]
    path = TREES / f"{name}.json"
    words = "[\n" + ",\n".join(found) + "\n]\n"
    if request.config.getoption("--update-goldens") or not path.exists():
        path.write_text(words, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == words
