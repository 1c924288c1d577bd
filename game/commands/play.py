"""`twostacks play`: opens the window; without a display it plays a demonstration game instead.

With --watch the window is the wall of a class.
"""

import argparse
import os
from importlib import import_module
from pathlib import Path
from typing import Any

from game.commands.display import display_found
from game.commands.model import check_seat, find_scenario
from game.commands.parser import Parser, path, seed, window_size
from game.commands.problems import CommandError, as_sentence, existing_file
from game.language import CODES

DEMO_SCENARIO = "october-seventh"
DEMO_FOLDER = Path("two-stacks-demo")


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add(
        "scenario",
        nargs="?",
        metavar="SCENARIO",
        help="start this scenario at once; without it the title screen opens",
    )
    add("--seat", metavar="SEAT", help="the seat you hold; each scenario has a default")
    add("--seed", type=seed, default=7, metavar="N", help="the luck of the game (7)")
    add("--tutorial", action="store_true", help="begin with the first lesson, or go on with it")
    add("--lang", choices=CODES, metavar="LANG", help="language of the window: en or zh")
    add("--size", type=window_size, metavar="WxH", help="size of the window, as 1280x800")
    add("--script", type=path, metavar="FILE", help="drive the window with the steps of a file")
    add("--shot", type=path, metavar="PNG", help="draw without a display, save a picture, leave")
    add("--watch", metavar="URL", help="show the wall of a class, by the link of its console")
    add("--out", type=path, default=DEMO_FOLDER, metavar="DIR", help="folder of the demonstration")
    parser.examples(
        "play", "play good-enough --seat huaw --seed 7", "play october-seventh --size 1920x1080",
        "play --watch http://192.168.1.20:8000/p/KEY",
    )  # fmt: skip
    parser.epilog = (
        f"{parser.epilog}\n\nWithout a display a demonstration game is played and its pictures, "
        f"its report and its log\nare written to a folder (./{DEMO_FOLDER}, or --out)."
    )


def run(arguments: argparse.Namespace) -> int:
    """Open the window, or play the demonstration, and return the exit status."""
    _check(arguments)
    if arguments.watch is not None:
        return _watch(arguments)
    if arguments.shot is not None:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        return _window(arguments)
    if display_found():
        return _window(arguments)
    if arguments.script is not None:
        raise CommandError("there is no display to play a script on; add --shot PNG to draw one")
    print("There is no display to open a window on, so here is a demonstration game.", flush=True)
    from game.commands.demo import play_demo

    scenario = find_scenario(arguments.scenario or DEMO_SCENARIO)
    return play_demo(
        scenario, arguments.seat or scenario.default_seat, arguments.seed, arguments.out
    )


def _check(arguments: argparse.Namespace) -> None:
    """Check everything that can be checked before a window opens."""
    if arguments.watch is not None:
        _check_watch(arguments)
    if arguments.tutorial and arguments.scenario is not None:
        raise CommandError("the first lesson has its own scenario; leave out the name of one")
    if arguments.scenario is not None:
        scenario = find_scenario(arguments.scenario)
        if arguments.seat is not None:
            check_seat(arguments.seat, scenario)
    elif arguments.seat is not None:
        raise CommandError("--seat needs a scenario, as in: twostacks play good-enough --seat huaw")
    if arguments.script is not None:
        existing_file(arguments.script)
    if arguments.shot is not None:
        if arguments.shot.suffix.lower() != ".png":
            raise CommandError(f"'{arguments.shot}' must end in .png")
        if not arguments.shot.absolute().parent.is_dir():
            raise CommandError(f"there is no folder '{arguments.shot.parent}' for the picture")


def _check_watch(arguments: argparse.Namespace) -> None:
    """Who watches does not play. Raises: CommandError for what belongs to a game."""
    given = {
        "a scenario": arguments.scenario is not None,
        "--seat": arguments.seat is not None,
        "--script": arguments.script is not None,
        "--tutorial": arguments.tutorial,
    }
    for words, is_given in given.items():
        if is_given:
            raise CommandError(
                f"--watch shows the wall of a class and plays nothing; leave out {words}"
            )


def _watch(arguments: argparse.Namespace) -> int:
    """Show the wall of a class."""
    if arguments.shot is not None:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
    elif not display_found():
        raise CommandError(
            "there is no display to show the wall on; add --shot PNG to draw it once"
        )
    window = _import_window("spectator_run")
    with as_sentence(
        _import_window("spectator_line").WatchError, _import_window("driver").DriverError
    ):
        status: int = window.watch(arguments.watch, arguments.size, arguments.shot, arguments.lang)
    return status


def _import_window(module: str) -> Any:
    """A module of the window. Raises: CommandError if the window cannot be opened here."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        return import_module(f"game.window.{module}")
    except ImportError as error:
        raise CommandError(f"the window cannot be opened: {error}") from None


def _window(arguments: argparse.Namespace) -> int:
    """Hand over to the window."""
    app = _import_window("app")
    status: int | None = app.main(
        scenario=arguments.scenario,
        seat=arguments.seat,
        seed=arguments.seed,
        size=arguments.size,
        script=arguments.script,
        shot=arguments.shot,
        language=arguments.lang,
        lesson=arguments.tutorial,
    )
    return status or 0
