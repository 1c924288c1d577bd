"""The command `twostacks`: finds the sub-command, turns what goes wrong into a sentence.

Nothing heavy is imported here; each sub-command imports what it needs when it runs.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from game.commands import interrupts
from game.commands.problems import CommandError, nearest

WRONG_INPUT = 2
FAULT = 1
BROKEN_PIPE = 141  # 128 + SIGPIPE, as a shell counts

COMMANDS = {
    "scenarios": "list the scenarios: quarters, seats, the question each asks",
    "levers": "list every lever: key, range, unit, what it does",
    "run": "run many worlds, each beside its twin without controls",
    "batch": "play an experiment from a file: many points, many runs, tables in a folder",
    "sensitivity": "which factors of a study move an outcome, and how much is luck",
    "discover": "under which conditions the runs of a study backfire",
    "search": "search for policies that hold up for several objectives under uncertainty",
    "report": "make a page, pictures and a summary of a study that batch has played",
    "validate": "compare the history run with recorded facts",
    "league": "let the minds play among themselves: how games end, what every seat reaches",
    "play": "open the window",
    "classroom": "hold a class: students join on their own phones",
    "bench": "measure speed and memory on this machine",
    "replay": "play a saved game again and check that it comes out the same",
}

HELP = """usage: twostacks COMMAND [...]

Two Stacks: a strategy game and a policy simulation about export controls on AI chips.

commands:
{commands}

  twostacks COMMAND --help   shows what a command takes, with examples
  twostacks --version        names the version

examples:
  twostacks play
  twostacks run good-enough --runs 200 --seed 7
  twostacks levers us"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if arguments is None:
            interrupts.listen()
        status = _dispatch(words)
        sys.stdout.flush()
    except CommandError as problem:
        print(f"twostacks: {problem}", file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        if arguments is None:
            interrupts.leave()
        interrupts.say_stopped()
        return interrupts.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as fault:
        if os.environ.get("TWOSTACKS_DEBUG"):
            raise
        print(
            f"twostacks: a fault of the program, not of yours: {type(fault).__name__}: {fault}\n"
            "Please report it with the command; TWOSTACKS_DEBUG=1 shows where it happened.",
            file=sys.stderr,
        )
        return FAULT
    return status


def _dispatch(words: list[str]) -> int:
    name = words[0] if words else "--help"
    if name in {"-h", "--help", "help"}:
        listed = "\n".join(f"  {key:<10} {text}" for key, text in COMMANDS.items())
        print(HELP.format(commands=listed))
        return 0
    if name == "--version":
        print(f"twostacks {_version()}")
        return 0
    if name not in COMMANDS:
        choice = nearest(name, COMMANDS)
        raise CommandError(
            f"there is no command '{name}'; the nearest is '{choice}' (see: twostacks --help)"
        )
    from game.commands.parser import Parser

    command: Any = import_module(f"game.commands.{name}")
    parser = Parser(prog=f"twostacks {name}", description=COMMANDS[name].capitalize() + ".")
    command.add_arguments(parser)
    try:
        status: int = command.run(parser.parse_args(words[1:]))
    except SystemExit as leaving:  # argparse has printed its help
        return int(leaving.code or 0)
    return status


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("two-stacks")
    except PackageNotFoundError:
        return "from a checkout"
