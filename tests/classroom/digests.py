"""Digests of scripted games of a class, held against a file: the same on every Python.

The last bit of an exponential depends on the C library and on what the processor can do; the file
says with which `arithmetic` it was made, and on another one only the numbers are compared.

To accept other ones: `python -m tests.classroom.digests`, and say in CHANGELOG under "Results
change" why.
"""

import hashlib
import json
import math
from pathlib import Path
from typing import Any

from game.classroom.lesson import Lesson, lessons
from game.classroom.worlds import Moves, Setup, play_round
from tests.classroom.class_games import LED, all_decided

FILE = Path(__file__).parent / "digests.json"
AGAIN = "results changed; if on purpose: python -m tests.classroom.digests"


def games(lesson: Lesson) -> dict[str, Setup]:
    """A world of a lesson for each of its treatments that hold levers, or one."""
    held = {one.key: tuple(one.holds.items()) for one in lesson.treatments if one.holds}
    return {
        f"{lesson.key}, {key}": Setup(
            lesson.scenario, lesson.seats()[:6], 2026, lesson.quarters_per_round, holds
        )
        for key, holds in (held or {"as it is": ()}).items()
    }


def script(lesson: Lesson, setup: Setup) -> tuple[Moves, ...]:
    """Rounds in which everybody moves, some are away, and they come back."""

    def all_take(step: int, seats: tuple[str, ...] = setup.seats) -> Moves:
        orders = all_decided(lesson, step).orders
        return Moves(tuple((k, v) for k, v in orders if k.partition(".")[0] in seats))

    away = Moves(all_take(1, ("us",)).orders, LED)
    rounds = (
        all_take(0),
        away,
        Moves(),
        all_take(1),
        Moves(),
        all_take(1, ("tool",)),
        all_take(-1),
    )
    return rounds[: lesson.rounds]


def play_all() -> dict[str, dict[str, Any]]:
    """The digest after every round of every game, and the last numbers."""
    found = {}
    for lesson in lessons().values():
        for name, setup in games(lesson).items():
            rounds = script(lesson, setup)
            results = [play_round(setup, rounds[:end]) for end in range(1, len(rounds) + 1)]
            found[name] = {
                "digests": [result["digest"] for result in results],
                "numbers": results[-1]["standing"]["numbers"],
            }
    return found


def arithmetic() -> str:
    """Eight digits over what this machine makes of exponentials, logarithms and roots."""
    points = [0.001 * k * k for k in range(1, 2000)]
    values = [f(x) for x in points for f in (math.exp, math.log, math.sqrt, math.log1p) if x < 700]
    return hashlib.sha256(" ".join(map(float.hex, values)).encode()).hexdigest()[:8]


def main() -> None:
    """Play every game and keep what came of it."""
    old = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    new = json.dumps({"arithmetic": arithmetic(), "games": play_all()}, indent=1) + "\n"
    FILE.write_text(new, encoding="utf-8")
    print(f"{FILE.name}: {'unchanged' if new == old else 'rewritten'}")


if __name__ == "__main__":
    main()
