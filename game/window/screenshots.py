"""Draws docs/screens/: `python -m game.window.screenshots docs/screens [1280x800 ...]`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from game.window.screens.debrief_pages import PAGES

SIZES = ("1280x800", "1920x1080")
PLAYED: list[dict[str, object]] = [
    {"set": {"lever": "us.tool_control", "value": 0.5}},
    {"end_quarter": 4},
    {"set": {"lever": "us.public_rd", "value": 14}},
    {"end_quarter": 4},
    {"wait_for": "fan"},  # so that the fan can be held to it
    {"end_quarter": 1},
    {"set": {"lever": "us.tool_control", "value": 0.7}},
    {"set": {"lever": "us.chip_tpp", "value": 2400}},
    {"wait": 9},
    {"wait_for": "fan"},
]


def steps(size: str) -> list[dict[str, object]]:
    """The script that reaches every screen at a size."""
    width = size.partition("x")[0]
    return [
        {"size": size},
        {"wait_for": "world"},
        {"wait": 18},
        {"shot": f"title_{width}.png"},
        {"screen": "select"},
        {"wait": 2},
        {"wait_for": "fan"},
        {"wait": 0.5},
        {"shot": f"select_{width}.png"},
        {"screen": "main"},
        *PLAYED,
        {"shot": f"main_{width}.png"},
        {"hover": "ASEAN"},
        {"shot": f"main_region_{width}.png"},
        {"key": "m"},
        {"hover": "why"},
        {"shot": f"main_ghost_{width}.png"},
        {"key": "m"},
        {"key": "m"},
        {"hover": "topbar"},
        {"key": "f1"},
        {"shot": f"keys_{width}.png"},
        {"key": "esc"},
        {"key": "esc"},
        {"shot": f"menu_{width}.png"},
        {"click": "open.settings"},
        {"shot": f"settings_{width}.png"},
        *comfort(width),
        *brief(width),
        *reading(width),
        *supply(width),
        *foresight(width),
        *diplomacy(width),
        {"screen": "end"},
        {"wait_for": "study"},
        {"wait": 1},
        {"shot": f"end_{width}.png"},
        *debrief(width),
    ]


def brief(width: str) -> list[dict[str, object]]:
    """The brief of the quarter, from the main screen and back to it."""
    return [
        {"screen": "brief"},
        {"wait_for": "analyses"},
        {"wait": 0.5},
        {"shot": f"brief_{width}.png"},
        {"screen": "main"},
    ]


def debrief(width: str) -> list[dict[str, object]]:
    """The other pages of the debrief, after its first."""
    found: list[dict[str, object]] = []
    for number, page in enumerate(PAGES[1:], start=2):
        found += [{"key": str(number)}, {"wait": 0.5}, {"shot": f"end_{page.key}_{width}.png"}]
    return found


def chinese(size: str) -> list[dict[str, object]]:
    """The main ones of all screens, for a window that speaks Chinese."""
    width = size.partition("x")[0]
    rooms = ("brief", "chain", "line", "diplomacy", "foresight", "ledger", "encyclopaedia")
    visits: list[dict[str, object]] = []
    for room in rooms:
        visits += [{"screen": room}, {"wait_for": "analyses"}, {"wait": 0.5},
                   {"shot": f"{room}_zh_{width}.png"}, {"screen": "main"}]  # fmt: skip
    return [
        {"wait_for": "world"},
        {"wait": 18},
        {"shot": f"title_zh_{width}.png"},
        {"screen": "select"},
        {"wait": 2},
        {"wait_for": "fan"},
        {"shot": f"select_zh_{width}.png"},
        {"screen": "main"},
        *PLAYED,
        {"shot": f"main_zh_{width}.png"},
        {"key": "esc"},
        {"shot": f"menu_zh_{width}.png"},
        {"click": "open.settings"},
        {"shot": f"settings_zh_{width}.png"},
        {"key": "esc"},
        *visits,
        {"screen": "end"},
        {"wait_for": "study"},
        {"wait": 1},
        {"shot": f"end_zh_{width}.png"},
    ]


def presses(*keys: str) -> list[dict[str, object]]:
    """Keys pressed one after another."""
    return [{"key": key} for key in keys]


def comfort(width: str) -> list[dict[str, object]]:
    """Settings, shapes and contrast, the saved games and a look back, from the settings on."""
    return [
        {"click": "page.accessibility"},
        {"shot": f"accessibility_{width}.png"},
        {"click": "page.controls"},
        {"shot": f"controls_{width}.png"},
        {"key": "esc"},
        {"prefer": {"shapes": True}},
        {"wait": 1},
        {"shot": f"main_shapes_{width}.png"},
        {"prefer": {"high_contrast": True}},
        {"wait": 1},
        {"shot": f"main_contrast_{width}.png"},
        {"prefer": {"shapes": False, "high_contrast": False}},
        {"screen": "saves"},
        {"wait": 0.5},
        {"shot": f"saves_{width}.png"},
        {"key": "esc"},
        {"screen": "replay"},
        *presses("left", "left", "left", "left"),
        {"wait": 0.7},
        {"shot": f"replay_{width}.png"},
        {"key": "esc"},
    ]


def keep_samples(folder: Path) -> None:
    """Put two games and a file that is none into a folder, for the picture of the saved games."""
    from game.gamelog import Setup
    from game.session import Session

    folder.mkdir(parents=True)
    games = {
        "Before the second rule": Setup("october-seventh", "us", 7, sandbox=True),
        "One life": Setup("good-enough", "huaw", 3, iron=True),
    }
    for number, (name, setup) in enumerate(games.items(), start=1):
        session = Session(setup, autosave=folder / f"{name}.jsonl")
        while not session.over and len(session.turns) < 5 * number:
            session.end_quarter()
    (folder / "holiday.jsonl").write_bytes(b"\x89PNG")
    for path in folder.iterdir():
        os.utime(path, (1_791_000_000, 1_791_000_000))


def reading(width: str) -> list[dict[str, object]]:
    """The ledger and the encyclopaedia, from the main screen and back to it."""
    return [
        {"screen": "ledger"},
        {"hover": "chart.best"},
        {"shot": f"ledger_{width}.png"},
        {"click": "chart.best"},
        {"key": "left"},
        {"shot": f"ledger_large_{width}.png"},
        {"screen": "main"},
        {"screen": "encyclopaedia"},
        {"click": "search"},
        {"type": "nodes"},
        {"key": "enter"},
        {"key": "down"},
        {"wait": 0.5},
        {"shot": f"encyclopaedia_{width}.png"},
        {"screen": "main"},
    ]


def foresight(width: str) -> list[dict[str, object]]:
    """The foresight room with two policies, from the main screen and back to it."""
    return [
        {"screen": "foresight"},
        {"click": "policy.keep"},
        {"set": {"lever": "us.hbm_control", "value": 0.6}},
        {"click": "fan.metric"},
        {"click": "fan.metric"},
        {"wait_for": "analyses"},
        {"wait": 0.5},
        {"hover": "fan"},
        {"shot": f"foresight_{width}.png"},
        {"set": {"lever": "us.hbm_control", "value": 0}},
        {"click": "policy.forget"},
        {"click": "foresight.page"},
        {"key": "right"},
        {"click": "predict.note"},
        {"hover": "predict"},
        {"wait": 1},
        {"shot": f"predict_{width}.png"},
        {"screen": "main"},
    ]


def matters(size: str) -> list[dict[str, object]]:
    """An event that struck, and the question after it with where each answer leads."""
    width = size.partition("x")[0]
    return [
        {"end_quarter": 8},
        *presses("e", "e", "enter"),
        {"wait": 0.3},
        {"shot": f"event_{width}.png"},
        *presses("enter", "enter"),
        {"wait": 0.3},
        {"wait_for": "analyses"},
        {"key": "down"},
        {"wait": 0.3},
        {"shot": f"dilemma_{width}.png"},
    ]


def diplomacy(width: str) -> list[dict[str, object]]:
    """The room of diplomacy with an offer on the table, from the main screen and back to it."""
    return [
        {"screen": "diplomacy"},
        {"click": "deal.act"},
        {"wait": 0.5},
        {"shot": f"diplomacy_{width}.png"},
        {"click": "deal.act"},
        {"screen": "main"},
    ]


def supply(width: str) -> list[dict[str, object]]:
    """The supply chain and the licence line, from the main screen and back to it."""
    return [
        {"screen": "chain"},
        {"wait_for": "analyses"},
        {"click": "stage.hbm"},
        {"hover": "topbar"},
        {"shot": f"chain_{width}.png"},
        {"screen": "line"},
        {"click": "preset.2023Q4"},
        {"hover": "line.how"},
        {"shot": f"line_{width}.png"},
        {"click": "preset.law"},
        {"screen": "main"},
    ]


def lesson(size: str) -> list[dict[str, object]]:
    """The first lesson where it says to move the line."""
    width = size.partition("x")[0]
    keys = ("enter", "enter", "enter", "b", "enter", "l", "enter")
    return [
        {"click": "lesson"},
        {"screen": "main"},
        {"wait_for": "fan"},
        *presses(*keys),
        {"wait": 0.5},
        {"shot": f"lesson_{width}.png"},
    ]


def challenger(size: str) -> list[dict[str, object]]:
    """The script of the other side's main screen."""
    width = size.partition("x")[0]
    return [
        {"end_quarter": 10},
        {"set": {"lever": "cn.state_mandate", "value": 0.6}},
        {"wait": 1.5},
        {"wait_for": "fan"},
        {"shot": f"main_challenger_{width}.png"},
        {"screen": "line"},
        {"click": "line.trial"},
        {"click": "preset.2026Q1"},
        {"wait": 0.5},
        {"hover": "line.how"},
        {"shot": f"line_what_if_{width}.png"},
    ]


def draw(script: list[dict[str, object]], size: str, seat: str, language: str, to: Path) -> None:
    """Follow a script in a window of its own. Raises: ScriptError, DriverError."""
    from game.window.driver import Driver, open_dummy
    from game.window.player import Player, make_stage
    from game.window.screens.base import Screen
    from game.window.screens.loading import new_game
    from game.window.screens.title import TitleScreen
    from game.window.script import follow

    width, height = (int(part) for part in size.split("x"))
    surface = open_dummy((width, height))
    stage = make_stage((width, height), 7, keep=False, language=language)
    first: Screen = TitleScreen()
    if seat:
        first = new_game(stage, "october-seventh", seat, 7)
    player = Player(stage, first)
    try:
        driver = Driver(player, surface)
        if seat:
            driver.go("main")
        follow(driver, [next(iter(step.items())) for step in script], to, "screenshots")
    finally:
        player.close()


def scripts(size: str) -> list[tuple[list[dict[str, object]], str, str]]:
    """Every script with the seat whose game it begins in, if any, and its language."""
    return [
        (steps(size), "", "en"),
        (lesson(size), "", "en"),
        (challenger(size), "cn", "en"),
        (matters(size), "us", "en"),
        (chinese(size), "", "zh"),
    ]


def parse_arguments() -> tuple[Path, Sequence[str]]:
    """The folder of the command line, made if it is not there, and the sizes of its pictures."""
    parser = argparse.ArgumentParser(description="Draw the pictures of a folder again.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/screens"))
    parser.add_argument("sizes", nargs="*", metavar="WxH", help=f"{' and '.join(SIZES)} by default")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    return wanted.folder, wanted.sizes or SIZES


def main() -> int:
    """Draw every picture into a folder; returns the exit status."""
    from game.window.colour_blind import simulate_file
    from game.window.driver import DriverError
    from game.window.script import ScriptError
    from game.window.settings import HOME_VARIABLE
    from game.window.spectator_shots import draw_walls

    folder, sizes = parse_arguments()
    home = tempfile.TemporaryDirectory()  # no picture shows what this machine's player has kept
    os.environ[HOME_VARIABLE] = home.name
    keep_samples(Path(home.name) / "games")
    try:
        for size in sizes:
            width = size.partition("x")[0]
            for script, seat, language in scripts(size):
                draw(script, size, seat, language, folder)
            main_picture = folder / f"main_{width}.png"
            simulate_file(main_picture, folder / f"main_deutan_{width}.png", "deutan")
        draw_walls(folder, sizes)
    except (ScriptError, DriverError, RuntimeError) as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 2
    for path in sorted(folder.glob("*.png")):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
