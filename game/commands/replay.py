"""`twostacks replay`: plays a saved game again and checks that every quarter comes out the same."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from game.commands.output import print_json
from game.commands.parser import Parser, add_json, path
from game.commands.problems import as_sentence, existing_file

if TYPE_CHECKING:
    from game.savegame import Replay


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", type=path, metavar="FILE", help="a saved game")
    add_json(parser)
    parser.examples("replay two-stacks-demo/game.jsonl", "replay game.jsonl --json")


def run(arguments: argparse.Namespace) -> int:
    """Play the game again, print what it holds, and return the exit status."""
    existing_file(arguments.file)
    from game.savegame import replay
    from game.session import SessionError

    with as_sentence(SessionError):
        played = replay(arguments.file)
    if arguments.json:
        print_json(asdict(played))
    else:
        print(text(played))
    return 0


def text(played: "Replay") -> str:
    """What was played again, in a few lines."""
    setup = played.setup
    lines = [f"{played.title} ({setup.scenario}), seat {setup.seat}, seed {setup.seed}"]
    if played.quarters == 0:
        lines.append("No quarter has been played yet.")
    else:
        end = "finished" if played.finished else "not finished"
        lines.append(
            f"{played.quarters} quarters, {played.first} to {played.last}, {end}; "
            f"{played.orders} orders, {played.undone} quarters taken back"
        )
        lines.append(f"Every quarter came out the same. Checksum {played.checksum}.")
    if played.notice:
        lines.append(played.notice)
    return "\n".join(lines)
