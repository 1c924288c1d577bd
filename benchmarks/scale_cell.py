"""One cell of benchmarks/scale.py, in a process of its own so that its peak memory is its own."""

import json
import resource
import sys
import time
from collections.abc import Callable

import numpy as np

from agents.ensemble import kernel, play_many
from agents.history import columns
from agents.plan import Plan
from agents.scenario import Scenario, load, open_row
from agents.state import layout

SEED = 7
BUYERS, QUARTERS = 64, 34  # of a cell that varies something else
BLOCK = 4096  # runs of a study that are in memory at a time
RECORDED = ("gap_generations", "self_sufficiency", "gap_months")
ENOUGH_SECONDS = 1.0  # a cell is played again until it took so long, up to PASSES times
PASSES = 5


def _longer(scenario: Scenario, quarters: int) -> Plan:
    """The recorded path of the history, then nothing but the seats' own minds."""
    recorded = scenario.base_plan()
    plan = Plan(scenario.start, quarters)
    shared = min(quarters, recorded.quarters)
    plan.values[:shared] = recorded.values[:shared]
    return plan


def _places() -> np.ndarray:
    wanted = [c.place for c in columns().values() if c.name in RECORDED]
    return np.array(wanted)


def study(buyers: int, runs: int, quarters: int, threads: int) -> np.ndarray:
    """Play a study block by block, as `twostacks batch` does: sums of the last quarter's outcomes.

    Shape: (recorded,).
    """
    scenario = load("history")
    opening, plan = open_row(scenario, buyers), _longer(scenario, quarters)
    total = np.zeros(len(_places()))
    for first in range(0, runs, BLOCK):
        some = min(BLOCK, runs - first)
        history, _ = play_many(
            opening, plan, SEED, some, first_run=first, threads=threads, places=_places()
        )
        total += history[:, -1].sum(axis=0)
    return total


def best_seconds(work: Callable[[], object]) -> float:
    """Wall time of the fastest pass; the first one also warms the caches."""
    times: list[float] = []
    while len(times) < PASSES and (len(times) < 2 or sum(times) < ENOUGH_SECONDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
        if times[0] > 10 * ENOUGH_SECONDS:
            break
    return min(times)


def peak_bytes() -> int:
    """The most memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def measure(buyers: int, runs: int, quarters: int, threads: int) -> dict[str, float]:
    """Time and memory of one study. Opening a world and compiling are timed apart."""
    kernel()
    study(12, 1, 1, 1)
    idle = peak_bytes()
    begun = time.perf_counter()
    study(buyers, 1, 1, 1)
    ready = time.perf_counter() - begun
    seconds = best_seconds(lambda: study(buyers, runs, quarters, threads))
    return {
        "buyers": buyers,
        "runs": runs,
        "quarters": quarters,
        "threads": threads,
        "seconds": seconds,
        "opening_seconds": ready,
        "runs_per_second": runs / seconds,
        "ns_per_buyer_quarter": 1e9 * seconds * threads / (runs * quarters * buyers),
        "us_per_quarter": 1e6 * seconds * threads / (runs * quarters),
        "world_bytes": 8 * layout(buyers).width,
        "peak_bytes": peak_bytes(),
        "idle_bytes": idle,
    }


def developers(factor: float) -> dict[str, float | bool]:
    """The same study with `factor` times as many developers: its time, and what has changed.

    Welfare counts developers, and is left out of what must stay equal.
    """
    scenario = load("history")
    plan = _longer(scenario, QUARTERS)

    def play(times: float) -> np.ndarray:
        opening = open_row(scenario)
        pools = layout().views(opening[None, :]).pools[0]
        pools["headcount"] *= times
        pools["reachable"] *= times
        history, _ = play_many(opening, plan, SEED, 256, threads=1)
        return history

    kernel()
    seconds = best_seconds(lambda: play(factor))
    usual, many = play(1.0), play(factor)
    counts = [c for c in columns().values() if c.name.startswith("developers[")]
    about = np.array([c.place for c in counts])
    others = np.setdiff1d(np.arange(usual.shape[2]), [*about, columns()["welfare"].place])
    return {
        "factor": factor,
        "seconds": seconds,
        "developers_ratio": float(np.nanmean(many[:, -1, about] / usual[:, -1, about])),
        "others_equal": bool(np.array_equal(usual[..., others], many[..., others], equal_nan=True)),
    }


def nothing_breaks(quarters: int) -> dict[str, float]:
    """Outcomes that are finite after QUARTERS quarters and not after so many; none is right."""
    scenario = load("history")
    history, _ = play_many(open_row(scenario), _longer(scenario, quarters), SEED, 256, threads=1)
    finite = np.isfinite(history)
    early = finite[:, min(quarters, QUARTERS) - 1]
    return {"quarters": quarters, "broken_outcomes": int((early & ~finite[:, -1]).sum())}


CELLS = {"measure": measure, "developers": developers, "nothing_breaks": nothing_breaks}

if __name__ == "__main__":
    print(json.dumps(CELLS[sys.argv[1]](*map(int, sys.argv[2:]))))  # type: ignore[operator]
