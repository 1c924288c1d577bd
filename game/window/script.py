"""Scripts that drive the window: a TOML file of `[[step]]` tables, or a JSON list of objects.

Each step has one key; `docs/screens/README.md` lists them:
screen, click, hover, key, type, set, end_quarter, dialog, wait, wait_for, size, prefer, shot.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pygame

from game.window.driver import STEP, Driver, DriverError, open_dummy
from game.window.player import Player, make_stage
from game.window.screens.base import Prefer, Screen, Teach

if TYPE_CHECKING:
    from game.window.app import App

WRONG_INPUT = 2
SMALLEST = (640, 400)


class ScriptError(ValueError):
    """A script that cannot be followed; the text names the step."""


def read_script(path: Path) -> list[tuple[str, Any]]:
    """The steps of a file. Raises: ScriptError naming the file and the step."""
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError(f"{path}: cannot be read ({error})") from None
    except (ValueError, RecursionError) as error:
        raise ScriptError(f"{path}: {error}") from None
    steps = data.get("step", data.get("steps")) if isinstance(data, dict) else data
    if not isinstance(steps, list) or not steps:
        raise ScriptError(f"{path}: there is no step; write [[step]] and below it screen = 'main'")
    return [_step(path, number, step) for number, step in enumerate(steps, start=1)]


def _step(path: Path, number: int, step: Any) -> tuple[str, Any]:
    if not isinstance(step, dict) or len(step) != 1:
        raise ScriptError(f"{path}: step {number} needs exactly one key, such as click = 'new'")
    ((name, value),) = step.items()
    if name not in ACTIONS:
        near = difflib.get_close_matches(name, ACTIONS, n=1, cutoff=0.0)[0]
        raise ScriptError(f"{path}: step {number}: no '{name}'; the nearest is '{near}'")
    return name, value


def follow(driver: Driver, steps: list[tuple[str, Any]], folder: Path, source: str) -> None:
    """Do what the steps say. Raises: ScriptError naming the step that cannot be done."""
    for number, (name, value) in enumerate(steps, start=1):
        try:
            ACTIONS[name](driver, value, folder)
        except (DriverError, TypeError, ValueError, KeyError, OverflowError) as error:
            raise ScriptError(f"{source}: step {number} ({name}): {error}") from None


def _words(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise DriverError(f"needs {what} as a text, not {value!r}")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 600:
        raise DriverError(f"needs a number from 0 to 600, not {value!r}")
    return float(value)


def _set(driver: Driver, value: Any, folder: Path) -> None:
    if not isinstance(value, dict) or not {"lever", "value"} == set(value):
        raise DriverError("needs a lever and a value: { lever = 'us.public_rd', value = 20 }")
    if isinstance(value["value"], bool) or not isinstance(value["value"], int | float):
        raise DriverError(f"the value must be a number, not {value['value']!r}")
    driver.set(_words(value["lever"], "a lever"), float(value["value"]))


def parse_size(value: Any) -> tuple[int, int]:
    """A size such as 1280x800. Raises: DriverError."""
    match = re.fullmatch(r"(\d{3,4})x(\d{3,4})", _words(value, "a size"))
    if match is None:
        raise DriverError(f"'{value}' is not a size; write one as 1280x800")
    width, height = int(match[1]), int(match[2])
    if width < SMALLEST[0] or height < SMALLEST[1]:
        raise DriverError(f"the smallest window is {SMALLEST[0]}x{SMALLEST[1]}, not {value}")
    return width, height


def _prefer(driver: Driver, value: Any, folder: Path) -> None:
    if not isinstance(value, dict):
        raise DriverError("needs settings, as in { shapes = true }")
    for key, wish in value.items():
        driver.player.prefer(Prefer(key, wish))
    driver.play(STEP)


def _wait_for(driver: Driver, value: Any, folder: Path) -> None:
    if value == "fan":
        driver.wait_for_fan()
    elif value == "study":
        driver.wait_for_study()
    elif value == "analyses":
        driver.wait_for_analyses()
    elif value == "world":
        driver.player.stage.library.wait()
        driver.play(0.5)
    else:
        raise DriverError(f"'{value}' is not 'fan', 'analyses', 'study' or 'world'")


def _shot(driver: Driver, value: Any, folder: Path) -> None:
    path = folder / _words(value, "a file")
    path.parent.mkdir(parents=True, exist_ok=True)
    driver.shot(path)


def _tutorial(driver: Driver, value: Any, folder: Path) -> None:
    from game.window.lesson import run_lesson

    run_lesson(driver, _words(value, "'keys' or 'mouse'"))


Action = Callable[[Driver, Any, Path], None]
ACTIONS: dict[str, Action] = {
    "screen": lambda d, v, f: d.go(_words(v, "a screen")),
    "click": lambda d, v, f: d.click(_words(v, "an id")),
    "hover": lambda d, v, f: d.hover(_words(v, "an id")),
    "key": lambda d, v, f: d.key(_words(v, "a key")),
    "type": lambda d, v, f: d.type(_words(v, "words")),
    "set": _set,
    "end_quarter": lambda d, v, f: d.end_quarters(1 if v is True else int(_number(v))),
    "dialog": lambda d, v, f: d.dialog(_words(v, "a dialog")),
    "wait": lambda d, v, f: d.play(_number(v)),
    "wait_for": _wait_for,
    "size": lambda d, v, f: d.resize(parse_size(v)),
    "prefer": _prefer,
    "tutorial": _tutorial,
    "shot": _shot,
}


def run_script(
    scenario: str | None,
    seat: str | None,
    seed: int,
    size: tuple[int, int],
    script: Path | None,
    shot: Path,
    language: str | None = None,
    lesson: bool = False,
) -> int:
    """Drive the window without a display, save a picture at the end; returns the exit status."""
    from game.window.screens.loading import new_game
    from game.window.screens.title import TitleScreen

    try:
        steps = read_script(script) if script is not None else []
        surface = open_dummy(size)
        stage = make_stage(size, seed, keep=False, language=language)
        first: Screen = TitleScreen()
        if scenario is not None:
            first = new_game(stage, scenario, seat, seed)
        player = Player(stage, first)
        try:
            driver = Driver(player, surface)
            if lesson:
                player.follow(Teach())
            _settle(driver, scenario is not None or lesson, bool(steps))
            follow(driver, steps, shot.absolute().parent, str(script))
            driver.shot(shot)
        finally:
            player.close()
            pygame.quit()
    except (ScriptError, DriverError) as error:
        print(f"twostacks: {error}", file=sys.stderr)
        return WRONG_INPUT
    return 0


def _settle(driver: Driver, game: bool, scripted: bool) -> None:
    """Have something to see before the first step, or before the only picture."""
    if game:
        driver.go("main")
        if not scripted:
            driver.wait_for_fan()
    else:
        driver.player.stage.library.wait()
        driver.play(0.2 if scripted else 20.0)


def show_script(app: App, first: Screen, script: Path) -> int:
    """Follow a script in the window, at the pace of the clock; returns the exit status."""
    try:
        steps = read_script(script)
        app.begin(first)
        driver = Driver(app.player, app.surface)
        driver.turn = lambda _: app.turn(app.clock.tick(60) / 1000)
        follow(driver, steps, Path.cwd(), str(script))
    except (ScriptError, DriverError) as error:
        print(f"twostacks: {error}", file=sys.stderr)
        return WRONG_INPUT
    finally:
        if hasattr(app, "player"):
            app.player.close()
        pygame.quit()
    return 0
