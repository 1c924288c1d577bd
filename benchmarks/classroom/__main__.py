"""`python -m benchmarks.classroom`: load, kills, a bad network, long lessons; loopback only."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from typing import Any

from benchmarks.classroom import first, load, slow
from benchmarks.classroom.crash import Crash, Outcome
from benchmarks.classroom.figures import Figure, table
from benchmarks.classroom.process import server
from benchmarks.classroom.soak import Soak
from game.classroom.web.server import allow_many_files

Say = Callable[[str], None]


def measure_load(arguments: argparse.Namespace, say: Say) -> list[Figure]:
    """L1 to L5, over some lives of the server."""
    found = load.figures()
    for number in range(arguments.passes):
        for polls in (False, True):
            say(f"pass {number + 1} of {arguments.passes}, {'polling' if polls else 'WebSocket'}")
            with server("--students", "200", "--seed", "7") as one:
                rounds = 1 if polls else arguments.rounds
                asyncio.run(load.Load(one, found, say, rounds=rounds, polls=polls).run())
    return [one for one in found.values() if one.values]


def measure_crash(arguments: argparse.Namespace, say: Say) -> list[Figure]:
    """F1 and F2. Raises: RuntimeError if anything was lost."""
    outcome = Outcome()
    while outcome.kills < arguments.kills:
        with server("--students", str(arguments.students), "--seed", "7") as one:
            crash = Crash(one, outcome, students=arguments.students, say=say)
            asyncio.run(crash.run(arguments.kills))
    if outcome.problems:
        raise RuntimeError("\n".join(outcome.problems[:20]))
    say(f"{outcome.acknowledged} acknowledged, {outcome.again} of them after another try")
    return outcome.figures()


def measure_slow(arguments: argparse.Namespace, say: Say) -> list[Figure]:
    """F7: how long a round takes over a bad network."""
    with server("--students", "12", "--seed", "7") as one:
        found = asyncio.run(slow.play(one, 12, arguments.latency, arguments.loss))
    say(str(found))
    made = Figure("F7", "a round over a bad network, from joining to the forecast", "s", 300.0)
    made.add(found.seconds)
    twice = Figure("F7 twice", f"moves counted twice, of {found.sent}", "", 0.0)
    twice.add(float(found.doubled))
    return [made, twice]


def measure_soak(arguments: argparse.Namespace, say: Say) -> list[Figure]:
    """F8: what a long lesson leaves behind."""
    with server("--students", str(arguments.students), "--seed", "7") as one:
        soak = Soak(one, arguments.minutes, arguments.students, say=say)
        asyncio.run(soak.run())
    say(f"{soak.taken} commands taken")
    return soak.figures()


def measure_first(_: argparse.Namespace, say: Say) -> list[Figure]:
    """Acceptance: a class inside soon after the installation."""
    return first.measure(say)


def parser() -> argparse.ArgumentParser:
    """What the command takes."""
    made = argparse.ArgumentParser(prog="python -m benchmarks.classroom", description=__doc__)
    made.add_argument("--json", action="store_true", help="one JSON object")
    kinds = made.add_subparsers(dest="kind", required=True)

    def kind(name: str, measure: Any, about: str) -> argparse.ArgumentParser:
        one = kinds.add_parser(name, help=about)
        one.set_defaults(measure=measure)
        return one

    one = kind("load", measure_load, "how fast joining, signing and the reveal are")
    one.add_argument("--passes", type=int, default=3, help="lives of the server (3)")
    one.add_argument("--rounds", type=int, default=3, help="rounds in each (3)")
    one = kind("crash", measure_crash, "what kills of the server cost")
    one.add_argument("--kills", type=int, default=50, help="how often (50)")
    one.add_argument("--students", type=int, default=160, help="how many at first (160)")
    one = kind("slow", measure_slow, "a round over a bad network, without WebSockets")
    one.add_argument("--latency", type=float, default=3.0, help="seconds there and back (3)")
    one.add_argument("--loss", type=float, default=0.05, help="share that is lost (0.05)")
    one = kind("soak", measure_soak, "whether a long lesson leaks")
    one.add_argument("--minutes", type=float, default=5.0, help="how long (5)")
    one.add_argument("--students", type=int, default=200, help="how many (200)")
    kind("first", measure_first, "from a new environment to the first student (network)")
    return made


def main() -> None:
    """Measure, and print what was found."""
    arguments = parser().parse_args()
    allow_many_files()

    def say(words: str) -> None:
        print(words, file=sys.stderr, flush=True)

    figures = arguments.measure(arguments, say)
    if arguments.json:
        print(json.dumps([one.plain() for one in figures], indent=2))
    else:
        print(table(figures))


if __name__ == "__main__":
    main()
