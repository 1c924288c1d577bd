"""`python -m benchmarks.environments`: steps of learners' worlds per second of CPU time.

Each step is one quarter of October Seventh with 64 buyers, in which every lever is held where it
stands; observation and reward included. The best of several passes after one that warms up.
"""

import json
import os
import sys
import time
from collections.abc import Callable

from game.environments import SeatEnv, VectorSeatEnv

WORLDS = (1, 64, 1024, 8192)
STEPS = 24  # fewer than a whole game, so that no pass holds more openings than another


def single() -> Callable[[], int]:
    """A pass of the single environment; it returns how many steps it took."""
    env = SeatEnv("october-seventh", "us", parameters="calibrated", characters="plain")

    def work() -> int:
        env.reset(options={"run": 1})
        for _ in range(STEPS):
            env.step(env.hold())
        return STEPS

    return work


def many(worlds: int, threads: int) -> Callable[[], int]:
    """A pass of the vector environment."""
    env = VectorSeatEnv(worlds, "october-seventh", "us", threads=threads)
    env.reset(seed=1)

    def work() -> int:
        steps = max(1, STEPS * 64 // max(64, worlds))
        for _ in range(steps):
            env.step(env.hold())
        return steps * worlds

    return work


def steps_per_second(work: Callable[[], int], passes: int, clock: Callable[[], float]) -> float:
    """The most steps per second that a pass reached."""
    work()
    best = 0.0
    for _ in range(passes):
        begun = clock()
        steps = work()
        best = max(best, steps / (clock() - begun))
    return best


def main() -> int:
    """Measure and print, as a table or with --json as one object; returns the exit status."""
    passes = 2 if "--quick" in sys.argv else 5
    figures = {"seat": steps_per_second(single(), passes, time.process_time)}
    for worlds in WORLDS:
        figures[f"vector_{worlds}"] = steps_per_second(many(worlds, 1), passes, time.process_time)
    cores = os.cpu_count() or 1
    figures[f"vector_8192_wall_{cores}_threads"] = steps_per_second(
        many(8192, cores), passes, time.perf_counter
    )
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        print(f"{name:28s} {value:10,.0f} steps/s   x {value / figures['seat']:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
