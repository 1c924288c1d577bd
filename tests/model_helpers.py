"""What the tests of the model share: openings, plans drawn at random, quarters one by one."""

import math
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agents import ensemble, kernel_cache, levers
from agents.ensemble import play, play_many
from agents.history import History
from agents.plan import Order, Plan
from agents.scenario import Scenario, load, open_row, scenario_names
from agents.state import DEFAULT_BUYERS, World, buyers_of, layout

SCENARIOS = tuple(scenario_names())
# Tolerance of the laws, relative.
LAW = 1e-9


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Let one process at a time in; where files cannot be locked, let everybody in."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def warm_kernel() -> None:
    """Load the kernel; of several test processes the first compiles it and the others wait."""
    if ensemble.compiled():
        return
    with only_one(kernel_cache.cache_root() / "tests.lock"):
        ensemble.kernel()


def opening(name: str, **options: Any) -> np.ndarray:
    """The opening row of a scenario. Shape: (width,)."""
    warm_kernel()
    return open_row(load(name), **options)


def base_plan(name: str) -> Plan:
    """The recorded path of a scenario."""
    return load(name).base_plan()


def worlds(name: str, plan: Plan | None = None, runs: int = 100, **options: Any) -> History:
    """Play a scenario many times. Options: seed, and those of `opening`."""
    seed = options.pop("seed", 7)
    row = options.pop("row", None)
    if row is None:
        row = opening(name, **options)
    history, _ = play_many(row, base_plan(name) if plan is None else plan, seed, runs)
    return History(load(name).start, history)


def with_orders(name: str, *orders: str) -> Plan:
    """The plan of a scenario with orders such as 'us.tool_control=0.4@2023Q1' entered."""
    from agents.plan import parse_order

    plan = base_plan(name)
    for text in orders:
        plan.set(parse_order(text, plan.start))
    return plan


def draw_value(lever: levers.Lever, luck: random.Random) -> float:
    """A value in a lever's range: an end, its off value, or anything between."""
    kind = luck.random()
    if kind < 0.15:
        return lever.low
    if kind < 0.30:
        return lever.high
    if kind < 0.40:
        return lever.off
    if lever.unit in {"0/1", "index"}:
        return float(luck.choice([lever.low, lever.high]))
    if lever.low > 0.0 and lever.high / lever.low > 50.0:
        return math.exp(luck.uniform(math.log(lever.low), math.log(lever.high)))
    if lever.high > 500.0:
        return min(lever.high, lever.low + math.exp(luck.uniform(-1.0, math.log(lever.high))))
    return luck.uniform(lever.low, lever.high)


def random_plan(name: str, seed: int, orders: int = 120) -> Plan:
    """The recorded path of a scenario with valid orders of every actor strewn over it."""
    luck = random.Random(f"{name} {seed}")
    plan = base_plan(name)
    for _ in range(orders):
        lever = levers.LEVERS[luck.choice(levers.ORDER)]
        value = min(max(draw_value(lever, luck), lever.low), lever.high)
        quarter = luck.randint(plan.start, plan.end)
        plan.set(Order(lever.actor, lever.key, value, quarter))
    return plan


def corner_plan(name: str, which: str, seed: int = 0) -> Plan:
    """A plan at the ends of the levers: 'low', 'high', 'off', 'cutoff' or 'mixed'."""
    luck = random.Random(f"{name} {which} {seed}")
    plan = base_plan(name)
    if which == "cutoff":
        return plan.cut_off(plan.start)
    if which == "off":
        return plan.without_controls()
    for key, lever in levers.LEVERS.items():
        ends = {"low": lever.low, "high": lever.high}
        plan.hold(key, ends[which] if which in ends else luck.choice([lever.low, lever.high]))
    return plan


CORNERS = ("low", "high", "off", "cutoff", "mixed")


@dataclass(frozen=True)
class Quarter:
    """One quarter of many worlds: their state before and after it, and the plan's row.

    The views are those of `Layout.views`: (worlds, members) records.
    """

    name: str
    before: World
    after: World
    rows_before: np.ndarray
    rows_after: np.ndarray


def quarters(
    row: np.ndarray, plan: Plan, seed: int, runs: int | np.ndarray, first: int | None = None
) -> Iterator[Quarter]:
    """Play worlds quarter by quarter. `row` is one opening or one for each run."""
    from agents.names import quarter_name

    warm_kernel()
    numbers = np.arange(runs, dtype=np.int64) if isinstance(runs, int) else runs
    rows = np.repeat(row[None, :], len(numbers), axis=0) if row.ndim == 1 else row.copy()
    where = layout(buyers_of(rows))
    for quarter in range(plan.start if first is None else first, plan.end + 1):
        before = rows.copy()
        play(rows, plan, seed, numbers, quarter, quarter)
        after = rows.copy()
        yield Quarter(quarter_name(quarter), where.views(before), where.views(after), before, after)


def bits(row: np.ndarray) -> np.ndarray:
    """The bit patterns of a row of numbers, so that equal means equal in every bit."""
    return np.ascontiguousarray(row).view(np.int64)


def differing(a: np.ndarray, b: np.ndarray, limit: int = 12) -> list[str]:
    """The fields in which two rows differ, with both values."""
    where = layout(buyers_of(a[None, :]))
    apart = set(np.flatnonzero(bits(a) != bits(b)).tolist())
    found = []
    for slot in where.slots():
        for i in range(slot.field.shape):
            if slot.position + i in apart:
                x, y = a[slot.position + i], b[slot.position + i]
                if slot.field.integer:
                    x, y = bits(a)[slot.position + i], bits(b)[slot.position + i]
                text = f"{slot.kind}.{slot.member_name}.{slot.field.name}[{i}]: {x!r} {y!r}"
                found.append(text)
    return found[:limit]


def close(a: Any, b: Any, scale: Any = 0.0) -> Any:
    """Whether numbers agree to the tolerance of the laws, against their own size or a scale."""
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.maximum(scale, 1e-6))
    return np.abs(a - b) <= LAW * size


def scenario(name: str) -> Scenario:
    """The scenario of that name."""
    return load(name)


__all__ = [
    "CORNERS",
    "DEFAULT_BUYERS",
    "LAW",
    "SCENARIOS",
    "Quarter",
    "base_plan",
    "bits",
    "close",
    "corner_plan",
    "differing",
    "draw_value",
    "opening",
    "quarters",
    "random_plan",
    "scenario",
    "warm_kernel",
    "with_orders",
    "worlds",
]
