"""What drives a number: each lever a step up and down, each uncertain number at its edges."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from agents.levers import INDEX, Lever
from agents.parameters import PARAMETERS, accepted
from agents.plan import Plan
from agents.state import buyers_of, layout
from game.analysis.paired import Effect, Variant, effect, play

RUNS = 96  # futures of each variant
EDGES = (10.0, 90.0)  # percentiles of the parameter sets that met the recorded facts
_PART = 0.1  # of a lever's range is a step
_RATIO = 1.25  # a step of a lever whose steps are ratios


@dataclass(frozen=True)
class Driver:
    """A lever or an uncertain number, at a lower and a higher value; nan where it cannot go.

    `low` and `high` are what it changes, None where the value is not possible.
    """

    kind: str  # "lever" or "parameter"
    key: str
    value: float
    low_value: float
    high_value: float
    low: Effect | None
    high: Effect | None

    def reach(self, metric: int, quarter: int) -> float:
        """The larger of its two effects."""
        effects = [one for one in (self.low, self.high) if one is not None]
        return max((abs(one.at(metric, quarter)[0]) for one in effects), default=0.0)


@dataclass(frozen=True)
class Tornado:
    """Drivers in no order, with the number of futures of each."""

    drivers: tuple[Driver, ...]
    runs: int

    def ranked(self, metric: int, quarter: int, kind: str = "") -> list[Driver]:
        """Drivers of a kind, the strongest first; those that change nothing are left out."""
        chosen = [one for one in self.drivers if kind in ("", one.kind)]
        strong = [one for one in chosen if one.reach(metric, quarter) > 0.0]
        return sorted(strong, key=lambda one: -one.reach(metric, quarter))


def lever_step(lever: Lever, value: float) -> tuple[float, float]:
    """Where a lever stands a step lower and a step higher; nan at an end of its range."""
    if lever.unit == "0/1":
        low, high = lever.low, lever.high
    elif lever.log_scale:
        low, high = value / _RATIO, value * _RATIO
    else:
        step = max(lever.step, _PART * (lever.high - lever.low))
        low, high = value - step, value + step
    low, high = max(lever.low, low), min(lever.high, high)
    return (low if low < value else np.nan), (high if high > value else np.nan)


def drive(
    base: Variant,
    levers: Sequence[tuple[Lever, float]],
    parameters: Sequence[str],
    runs: int = RUNS,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Tornado:
    """Move each driver alone, with the same luck. `levers` come with where each stands now."""
    usual = play(base, runs, stop)
    drivers: list[Driver] = []
    whole = len(levers) + len(parameters)

    def moved(variant: Variant | None) -> Effect | None:
        return None if variant is None else effect(play(variant, runs, stop), usual)

    def add(kind: str, key: str, value: float, ends: tuple[float, float],
            variants: tuple[Variant | None, Variant | None]) -> None:  # fmt: skip
        drivers.append(Driver(kind, key, value, *ends, *map(moved, variants)))
        if progress is not None:
            progress(len(drivers), whole)

    for lever, value in levers:
        ends = lever_step(lever, value)
        pair = tuple(_with_lever(base, lever.key, end) for end in ends)
        add("lever", lever.key, value, ends, (pair[0], pair[1]))
    for name in parameters:
        ends = parameter_edges(name)
        pair = tuple(_with_parameter(base, name, end) for end in ends)
        add("parameter", name, _default(name), ends, (pair[0], pair[1]))
    return Tornado(tuple(drivers), runs)


def _default(name: str) -> float:
    return next(p.value for p in PARAMETERS if p.name == name)


def parameter_edges(name: str) -> tuple[float, float]:
    """The edges of what the recorded facts leave open."""
    column = [p.name for p in PARAMETERS].index(name)
    low, high = np.percentile(accepted()[:, column], EDGES)
    return float(low), float(high)


def _with_lever(base: Variant, key: str, value: float) -> Variant | None:
    if np.isnan(value):
        return None
    plan: Plan = base.plan.copy()
    plan.values[base.first - plan.start :, INDEX[key]] = value
    return base.under(plan)


def _with_parameter(base: Variant, name: str, value: float) -> Variant:
    place = layout(buyers_of(base.row[None])).position("parameters", 0, name)

    def change(rows: np.ndarray) -> np.ndarray:
        rows[:, place] = value
        return rows

    return replace(base, change=change)
