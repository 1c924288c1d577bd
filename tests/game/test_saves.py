"""Saved games in the window: going on, looking back, names, copies, deletion, and a killed game."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pygame
import pytest

from game import savegame, shelf
from game.gamelog import Setup
from game.recording import Recording
from game.session import Session
from game.window import settings
from game.window.driver import Driver
from game.window.live import LiveDesk
from game.window.player import make_stage
from game.window.screens.base import Push, Replace
from game.window.screens.loading import IRON, SEEING, LoadingScreen, new_game, open_desk
from game.window.screens.replay import ReplayScreen, replay_of
from game.window.screens.saves import SavesScreen
from game.window.screens.title import TitleScreen
from tests.game.test_app_game import NoForecast, make_driver, session_of

SIZE = (1280, 800)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the player with a game of four quarters."""
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    folder = settings.games_folder(make=True)
    assert folder is not None
    session = Session(Setup("october-seventh", "us", 7), autosave=folder / "mine.jsonl")
    session.propose(session.order("us.tool_control", 0.8))
    for _ in range(4):
        session.end_quarter()
    return folder


def open_saves() -> Driver:
    """The list over the title."""
    driver = make_driver()
    driver.player.stage.keep = True
    driver.player.follow(Replace(TitleScreen()))
    driver.click("saves")
    assert isinstance(driver.screen, SavesScreen)
    return driver


def names(folder: Path) -> set[str]:
    """What the games are called."""
    return {game.name for game in shelf.kept_games(folder)}


def write(driver: Driver, text: str) -> None:
    """Type another name into the entry."""
    entry = driver.widget("name")
    driver.screen.tree.focus(entry)
    for _ in range(60):
        driver.key("backspace")
    driver.type(text)


def test_a_game_is_renamed_copied_and_deleted_after_a_question(home: Path) -> None:
    driver = open_saves()
    write(driver, "The first")
    driver.click("rename")
    assert names(home) == {"The first"}
    write(driver, "The second")
    driver.click("copy")
    assert names(home) == {"The first", "The second"}
    driver.click("delete")
    driver.click("dialog.close")
    assert len(names(home)) == 2
    driver.click("delete")
    driver.click("delete.yes")
    assert len(names(home)) == 1
    driver.click("delete")
    driver.click("delete.yes")
    assert names(home) == set()
    driver.key("esc")
    assert driver.screen.name == "title"


def test_keys_alone_open_a_game(home: Path) -> None:
    driver = open_saves()
    driver.screen.tree.focus("games")
    driver.key("enter")
    driver.go("main")
    assert len(session_of(driver).turns) == 4


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"{}\n", b'{"kind": "two-stacks game"}\n', b"[" * 4000]
)
def test_a_foreign_file_is_named_and_left_alone(home: Path, data: bytes) -> None:
    strange = home / "strange.jsonl"
    strange.write_bytes(data)
    driver = open_saves()
    assert "mine" in driver.widget("games").node()["text"], "what can be played is chosen first"
    driver.screen.answer(driver.widget("games").choose(0) or driver.widget("games").choose(1))
    for game in driver.screen.games:  # type: ignore[attr-defined]
        driver.screen._choose(game.name)  # type: ignore[attr-defined]
        if game.name == "strange" and not game.problem:
            driver.click("open")
            loading = driver.screen
            assert isinstance(loading, LoadingScreen)
            loading.opening.thread.join(20)
            assert "strange.jsonl: " in loading.opening.problem
            driver.turn(0.1)
            driver.click("back")
        elif game.problem:
            assert not driver.widget("open").enabled
    assert strange.read_bytes() == data


def test_a_game_of_another_model_can_be_opened_without_checking(home: Path) -> None:
    path = home / "mine.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[0]["model"] = "another"
    for line in lines:
        if "ended" in line:
            line["checksum"] = "0" * 16
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n")
    before = path.read_bytes()
    driver = open_saves()
    driver.click("open")
    loading = driver.screen
    assert isinstance(loading, LoadingScreen)
    loading.opening.thread.join(20)
    driver.turn(0.1)
    assert "another one" in loading.opening.problem
    driver.click("anyhow")
    driver.until(lambda: driver.screen.name == "main", "the game")
    assert len(session_of(driver).turns) == 4
    kept = [one for one in home.iterdir() if ".damaged-" in one.name]
    assert [one.read_bytes() for one in kept] == [before]


def test_a_copy_is_kept_under_a_name_from_the_menu(home: Path) -> None:
    driver = open_saves()
    driver.click("open")
    driver.go("main")
    driver.key("esc")
    driver.click("open.keep")
    entry = driver.screen.tree.get("keep.name")
    entry.text, entry.caret = "", 0  # type: ignore[attr-defined]
    driver.screen.tree.focus(entry)
    driver.type("before the deal")
    driver.key("enter")
    assert names(home) == {"mine", "before the deal"}
    driver.end_quarters(1)
    assert shelf.glance(home / "mine.jsonl").quarters == 5
    assert shelf.glance(home / "before the deal.jsonl").quarters == 4


def test_an_iron_game_offers_no_copy_and_is_kept(home: Path) -> None:
    driver = make_driver()
    driver.player.stage.keep = True
    stage = driver.player.stage
    driver.player.follow(Replace(new_game(stage, "october-seventh", "us", 5, IRON)))
    driver.go("main")
    driver.end_quarters(1)
    assert session_of(driver).setup.iron
    driver.key("esc")
    shown = {widget.id for widget in driver.screen.tree.all_widgets()}
    assert not {"open.keep", "menu.undo"} & shown
    games = {game.name: game for game in shelf.kept_games(home)}
    assert games["october-seventh-us-001"].iron


# ---- looking back


def look_back(driver: Driver) -> ReplayScreen:
    """The look back on the chosen game."""
    driver.click("replay")
    driver.until(lambda: driver.screen.name == "replay", "the recording")
    assert isinstance(driver.screen, ReplayScreen)
    return driver.screen


def test_every_quarter_shows_what_was_shown_then(home: Path) -> None:
    screen = look_back(open_saves())
    live = Session(Setup("october-seventh", "us", 7))
    live.propose(live.order("us.tool_control", 0.8))
    fresh = Recording(live)
    assert fresh.length == 0
    for quarter in range(5):
        screen.go_to(quarter)
        assert screen.view.clock == Recording(live).view(quarter).clock
        assert screen.view.world == Recording(live).view(quarter).world
        assert screen.view.stats == Recording(live).view(quarter).stats
        if quarter < 4:
            live.end_quarter()
    last = screen.recording.steps[-1]
    assert last.checksum == savegame.replay(home / "mine.jsonl").checksum
    assert [step.orders for step in screen.recording.steps] == [0, 1, 0, 0, 0]


def test_mouse_and_keys_move_through_the_game(home: Path) -> None:
    driver = open_saves()
    before = (home / "mine.jsonl").read_bytes()
    screen = look_back(driver)
    driver.key("left")
    assert screen.at == 3
    driver.key("home")
    assert screen.at == 0
    driver.click("more")
    assert screen.at == 1
    y = screen.scrubber._track_y()
    driver.drag((round(screen.scrubber.x_of(1)), y), (round(screen.scrubber.x_of(3)), y))
    assert screen.at == 3
    driver.click("first")
    driver.screen.tree.focus("scrub")
    driver.key("space")
    assert screen.playing
    driver.key("4")
    driver.play(3.0)
    assert (screen.at, screen.playing) == (4, False)
    driver.key("esc")
    assert driver.screen.name == "saves"
    assert (home / "mine.jsonl").read_bytes() == before


def test_playing_on_from_earlier_is_another_game(home: Path) -> None:
    driver = open_saves()
    screen = look_back(driver)
    screen.go_to(2)
    driver.click("fork")
    driver.until(lambda: driver.screen.name == "main", "the game")
    session = session_of(driver)
    assert session.setup.sandbox
    whole = savegame.load(home / "mine.jsonl", autosave=False)
    assert [t.checksum for t in session.turns] == [t.checksum for t in whole.turns[:2]]
    driver.end_quarters(1)
    assert len(names(home)) == 2
    assert shelf.glance(home / "mine.jsonl").quarters == 4


def test_a_game_in_play_can_be_looked_back_on(home: Path) -> None:
    driver = open_saves()
    driver.click("open")
    driver.go("main")
    desk = driver.screen.desk  # type: ignore[attr-defined]
    driver.player.follow(Push(replay_of(desk)))
    assert isinstance(driver.screen, ReplayScreen)
    driver.key("left")
    driver.key("esc")
    assert driver.screen.name == "main"
    driver.end_quarters(1)
    assert len(session_of(driver).turns) == 5


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (640, 400)])
@pytest.mark.parametrize("kind", ["saves", "replay"])
def test_nothing_stands_on_anything_and_keys_reach_all(
    home: Path, kind: str, size: tuple[int, int]
) -> None:
    driver = open_saves()
    if kind == "replay":
        look_back(driver).go_to(2)
    driver.resize(size)
    window, tree = pygame.Rect((0, 0), size), driver.screen.tree
    shown = [widget for widget in tree.stops() if widget.id != "layer"]
    for number, widget in enumerate(shown):
        assert window.contains(widget.visible_rect()), widget.id
        hit = widget.visible_rect().collidelistall([w.visible_rect() for w in shown[number + 1 :]])
        assert hit == [], widget.id
    stops = {widget.id for widget in tree.stops()}
    assert tree.reachable() == stops


# ---- a game that is killed

_KILLED = """
import os, signal, sys
os.environ["SDL_VIDEODRIVER"] = "dummy"
import pygame
from game.window.driver import Driver, open_dummy
from game.window.player import Player, make_stage
from game.window.screens.loading import new_game
surface = open_dummy((1280, 800))
stage = make_stage((1280, 800), 7, True)
driver = Driver(Player(stage, new_game(stage, "october-seventh", "us", 7)), surface)
driver.go("main")
driver.set("us.tool_control", 0.8)
driver.end_quarters(3)
driver.set("us.tool_control", 0.2)
print(driver.screen.desk.session.turns[-1].checksum, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_next_start_goes_on_from_the_quarter_before_the_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", _KILLED], cwd=Path(__file__).parents[2], capture_output=True,
        text=True, check=False, env=dict(os.environ),
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    checksum = done.stdout.split()[-1]
    driver = make_driver()
    driver.player.stage.keep = True
    driver.player.follow(Replace(TitleScreen()))
    assert driver.widget("continue").name == "Continue in Q3 2023"
    driver.key("enter")
    driver.go("main")
    session = session_of(driver)
    assert [turn.orders != () for turn in session.turns] == [True, False, False]
    assert session.turns[-1].checksum == checksum
    assert session.law("us.tool_control") == 0.8
    driver.end_quarters(1)
    assert savegame.replay(next((tmp_path / "games").glob("*.jsonl"))).quarters == 4


def test_a_sandbox_can_be_started_in_which_all_is_seen() -> None:
    stage = make_stage((1280, 800), 7, keep=False)
    stage.library._forecaster = NoForecast()  # type: ignore[assignment]
    desk = open_desk(stage, "october-seventh", "us", 5, mode=SEEING)
    assert isinstance(desk, LiveDesk)
    assert desk.session.setup.sandbox
    assert desk.session.setup.perfect
