"""`twostacks bench`: speed and memory on this machine; the measuring is in `benchmarks/`."""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from game.commands.output import print_json, table
from game.commands.parser import Parser, add_json
from game.commands.problems import CommandError

ROOT = Path(__file__).resolve().parents[2]


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("--quick", action="store_true", help="fewer repetitions: a few seconds, rougher numbers")
    add("--cold", action="store_true", help="also compile the model from nothing (half a minute)")
    add_json(parser)
    parser.examples("bench", "bench --quick", "bench --cold --json")


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the figures, and return the exit status."""
    from game.commands.model import ready_kernel

    measure = _measuring_code()
    ready_kernel(quiet=False)

    def say(what: str) -> None:
        if sys.stderr.isatty():
            print(f"\rmeasuring {what} \x1b[K", end="", file=sys.stderr, flush=True)

    figures: dict[str, float | None] = measure.measure(arguments.quick, arguments.cold, say)
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    if arguments.json:
        print_json(figures)
    else:
        rows = [
            [name, "-" if value is None else f"{value:,.5g}"] for name, value in figures.items()
        ]
        print(table(["figure", "value"], rows))
        print(f"\nhow to read them: {ROOT / 'benchmarks' / 'README.md'}")
    return 0


def _measuring_code() -> Any:
    """The module that measures.

    Raises: CommandError where there is none, as in an installed package.
    """
    if not (ROOT / "benchmarks" / "measure.py").is_file():
        raise CommandError(
            "bench measures in a checkout of the source; an installed package leaves out the "
            "folder benchmarks/"
        )
    sys.path.insert(0, str(ROOT))
    try:
        return import_module("benchmarks.measure")
    finally:
        sys.path.remove(str(ROOT))
