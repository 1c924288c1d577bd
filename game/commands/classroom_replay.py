"""`twostacks classroom replay`: plays every round of a class again and compares."""

import argparse
from typing import TYPE_CHECKING, Any

from game.commands.classroom_logs import add_class, find, read, tell
from game.commands.model import ready_kernel
from game.commands.output import Progress
from game.commands.parser import Parser

if TYPE_CHECKING:
    from game.classroom.replaying import Difference, Replay

NOT_THE_SAME = 1


def add_replay(parser: Parser) -> None:
    """Declare what `replay` takes."""
    add_class(parser)
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    parser.examples("classroom replay last", "classroom replay class.db --json")


def run_replay(arguments: argparse.Namespace) -> int:
    """Play every resolved round again and compare; 1 if one comes out otherwise."""
    from game.classroom.checksum import digest
    from game.classroom.replaying import replay

    found = find(arguments.klass)
    events, state = read(found)
    ready_kernel(arguments.quiet)
    progress = Progress("Rounds", arguments.quiet)
    try:
        played = replay(events, progress.heard)
    finally:
        progress.close()
    told = {
        "class": found.name,
        "events": played.events,
        "digest": digest(state),
        "rounds": played.rounds,
        "same": played.same,
        "model_then": played.then,
        "model_now": played.now,
        "differences": [_difference(one) for one in played.differences],
    }
    tell(arguments, told, _text(found.name, played))
    return NOT_THE_SAME if played.differences else 0


def _difference(one: "Difference") -> dict[str, Any]:
    return {
        "event": one.seq, "world": one.world, "round": one.round, "what": one.what,
        "logged": one.logged, "found": one.found,
    }  # fmt: skip


def _text(name: str, played: "Replay") -> str:
    if not played.rounds:
        return f"{name}: {played.events} events; no round has been resolved yet."
    lines = [
        f"{name}: {played.same} of {played.rounds} rounds came out the same, world by world, "
        "practice and rounds taken back too."
    ]
    for one in played.differences:
        lines.append(
            f"World {one.world}, round {one.round} (event {one.seq}), {one.what}: "
            f"{one.logged} in the log, {one.found} now."
        )
    others = [version for version in played.then if version != played.now]
    if others:
        lines.append(
            f"The class was played with model {', '.join(others)}; this one is {played.now}."
        )
    else:
        lines.append(f"Model {played.now}, then as now.")
    return "\n".join(lines)
