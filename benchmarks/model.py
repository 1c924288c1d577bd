"""The model's speed and memory. Times are the best of several passes: neighbours only add time."""

import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

from agents.ecosystem import Ecosystem
from agents.ensemble import play_many
from agents.scenario import load, open_row

THREADS = 2
QUARTERS = 34  # 2018Q1 to 2026Q2
FUTURE_QUARTERS = 32
SEED = 7


def best_seconds(work: Callable[[], object], passes: int) -> float:
    """Wall time of the fastest pass, in seconds; one pass before it warms the caches."""
    work()
    times = []
    for _ in range(passes):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def _play(name: str, worlds: int, quarters: int) -> Callable[[], object]:
    scenario = load(name)
    return partial(
        play_many,
        open_row(scenario),
        scenario.base_plan(),
        SEED,
        worlds,
        last=scenario.start + quarters - 1,
        threads=THREADS,
    )


def runs_per_second(runs: int, passes: int) -> float:
    """Full runs of the history: default agents, 34 quarters, 2 threads."""
    return runs / best_seconds(_play("history", runs, QUARTERS), passes)


def futures_seconds(futures: int, passes: int) -> float:
    """So many futures of 32 quarters from October 2022, as behind a slider, 2 threads."""
    return best_seconds(_play("october-seventh", futures, FUTURE_QUARTERS), passes)


def mesa_quarter_seconds(passes: int) -> float:
    """One quarter of one world as Mesa agents: a mean over 34 quarters."""
    scenario = load("history")
    opening, plan = open_row(scenario), scenario.base_plan()

    def play() -> float:
        world = Ecosystem(opening, plan, SEED)
        begun = time.perf_counter()
        for _ in range(QUARTERS):
            world.step()
        return time.perf_counter() - begun

    play()
    return min(play() for _ in range(passes)) / QUARTERS


def worlds_1000_bytes() -> int:
    """The most memory that playing 1,000 worlds takes, with every outcome of 34 quarters kept."""
    work = _play("history", 1000, QUARTERS)
    work()
    tracemalloc.start()
    try:
        kept = work()
        peak = tracemalloc.get_traced_memory()[1]
        del kept
    finally:
        tracemalloc.stop()
    return peak


def cold_compile_seconds() -> float:
    """A new process that compiles the model with an empty cache, from its start to its end."""
    with tempfile.TemporaryDirectory() as empty:
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", "from agents import ensemble; ensemble.kernel()"],
            env={**os.environ, "TWOSTACKS_CACHE": empty},
            cwd=Path(__file__).resolve().parent.parent,
            check=True,
        )
        return time.perf_counter() - begun
