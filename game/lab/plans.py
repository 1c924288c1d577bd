"""The plans of many points side by side, and those of their baselines.

A plan has a lever for every decision of the model, and a thousand points differ in a few of them: a
table holds what they share once. Orders of the experiment come first, a later one upon an earlier;
then factors, in their order; then the orders of a point of its own. An order that ends gives its
lever back to the order, path or mind that it had taken it from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from agents.levers import INDEX, LEVERS, ORDER
from agents.plan import Plan, Plans
from agents.scenario import Scenario
from game.lab.experiment import Experiment, Factor, Step

LONG_AGO, FOREVER = -(10**6), 10**6  # quarters


@dataclass(frozen=True)
class PlanTable:
    """Plans that differ in few levers: what they share, and what varies.

    Shapes: varied (n,) places in `agents.levers.ORDER`, which `shared` leaves to the minds; values
    (plans, n, quarters) float64, not-a-number where the seat's own mind decides.
    """

    shared: Plan
    varied: np.ndarray
    values: np.ndarray

    @cached_property
    def levers(self) -> np.ndarray:
        """The levers that any plan sets: places in ORDER. Shape: (levers,)."""
        used = ~np.isnan(self.shared.values).all(axis=0)
        used[self.varied] = True
        return np.flatnonzero(used)

    def take(self, places: np.ndarray) -> Plans:
        """Some of the plans, as the kernel takes them. Shape: places (n,)."""
        table = np.empty((len(places), self.shared.quarters, len(self.levers)))
        table[:] = self.shared.values[:, self.levers]
        columns = np.searchsorted(self.levers, self.varied)
        table[:, :, columns] = self.values[places].transpose(0, 2, 1)
        return Plans(self.shared.start, self.levers, table)

    def cut_off(self, quarter: int) -> "PlanTable":
        """The same plans with a total cut-off, allies included, from a quarter on."""
        harsh = self.shared.cut_off(quarter)
        forced = harsh.values[:, self.varied].T
        harsh.values[:, self.varied] = np.nan
        return PlanTable(harsh, self.varied, np.where(np.isnan(forced), self.values, forced))


def distinct(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each different row stands first, and which of them every row is.

    Shapes: rows (n, ...); returns (different,), in the order of first appearance, and (n,).
    """
    flat = np.ascontiguousarray(rows).reshape(len(rows), int(np.prod(rows.shape[1:])))
    seen: dict[bytes, int] = {}
    which = np.array([seen.setdefault(row.tobytes(), len(seen)) for row in flat], dtype=np.int64)
    return np.unique(which, return_index=True)[1], which


@lru_cache(maxsize=16)
def played(scenario: Scenario, horizon: int) -> Scenario:
    """The scenario as long as it is played; its paths hold on after its own end."""
    return replace(scenario, end=horizon)


@lru_cache(maxsize=16)
def _recorded(scenario: Scenario) -> np.ndarray:
    """The recorded path. Shape: (quarters, levers)."""
    return scenario.base_plan().values


def policies(
    experiment: Experiment, values: np.ndarray, steps: Sequence[tuple[Step, ...]] = ()
) -> tuple[PlanTable, np.ndarray]:
    """The plans of points, equal ones once, and which of them each point has.

    `steps` are the orders of every point of its own, or nothing. Shapes: values (points, factors)
    float64; returns which (points,).
    """
    held = [factor for factor in experiment.factors if factor.kind == "lever"]
    touched = {key for factor in held for key in factor.keys}
    touched |= {step.lever for own in (experiment.steps, *set(steps)) for step in own}
    table = _table(experiment, touched, len(values))
    delays = _quarters_of(experiment, values, "delay")
    lengths = _quarters_of(experiment, values, "length")
    _enter(table, table.values, experiment.steps, delays, lengths)
    for place, factor in enumerate(experiment.factors):
        if factor.kind == "lever":
            _hold(table, factor, values[:, place])
    for point, own in enumerate(steps):
        _enter(table, table.values[point : point + 1], own, {}, {})
    first, which = distinct(table.values)
    return replace(table, values=table.values[first]), which


def _table(experiment: Experiment, touched: set[str], plans: int) -> PlanTable:
    """So many plans that follow the recorded path, the touched levers apart."""
    scenario = played(experiment.scenario, experiment.horizon)
    shared = Plan(scenario.start, scenario.quarters, _recorded(scenario).copy())
    varied = np.array(sorted(INDEX[key] for key in touched), dtype=np.int64)
    values = np.repeat(shared.values[:, varied].T[None], plans, axis=0)
    shared.values[:, varied] = np.nan
    return PlanTable(shared, varied, values)


def _quarters_of(experiment: Experiment, values: np.ndarray, kind: str) -> dict[str, np.ndarray]:
    """What factors of a kind say of the orders that they name, in quarters. Shape: (points, 1)."""
    found: dict[str, np.ndarray] = {}
    for place, factor in enumerate(experiment.factors):
        if factor.kind == kind:
            whole = np.rint(values[:, place : place + 1]).astype(np.int64)
            for name in factor.keys:
                found[name] = found.get(name, 0) + whole
    return found


def _enter(
    table: PlanTable,
    values: np.ndarray,
    steps: tuple[Step, ...],
    delays: Mapping[str, np.ndarray],
    lengths: Mapping[str, np.ndarray],
) -> None:
    """Enter orders into plans: in every quarter the one that began last holds.

    Shape: values (plans, levers, quarters).
    """
    quarters = np.arange(table.shared.start, table.shared.end + 1)
    begun: dict[str, np.ndarray] = {}
    for step in steps:
        delay = delays.get(step.name, np.zeros((1, 1), np.int64))
        first = step.first + delay
        last = delay + (FOREVER if step.last is None else step.last)
        if step.name in lengths:
            last = first + lengths[step.name] - 1
        if LEVERS[step.lever].pulse:
            last = np.minimum(first, last)
        before = begun.get(step.lever, np.full((1, 1), LONG_AGO))
        active = (first <= quarters) & (quarters <= last) & (before <= first)
        begun[step.lever] = np.where(active, first, before)
        column = int(np.searchsorted(table.varied, INDEX[step.lever]))
        np.copyto(values[:, column], step.value, where=active)


def _hold(table: PlanTable, factor: Factor, levels: np.ndarray) -> None:
    """Hold the levers of a factor at each plan's own value. Shape: levels (plans,)."""
    start = table.shared.start
    first = start if factor.first is None else factor.first
    last = table.shared.end if factor.last is None else factor.last
    for key in factor.keys:
        end = first if LEVERS[key].pulse else last
        column = int(np.searchsorted(table.varied, INDEX[key]))
        table.values[:, column, max(first - start, 0) : max(end - start + 1, 0)] = levels[:, None]


def baselines(experiment: Experiment, policy: PlanTable) -> tuple[PlanTable, np.ndarray]:
    """The plans that the plans of points are compared with, and which of them each is.

    Shape: returns which (plans of the policy,).
    """
    if experiment.baseline.kind == "twin":
        return _twins(experiment, policy)
    steps = experiment.baseline.steps
    table = _table(experiment, {step.lever for step in steps}, 1)
    _enter(table, table.values, steps, {}, {})
    return table, np.zeros(len(policy.values), dtype=np.int64)


def _twins(experiment: Experiment, policy: PlanTable) -> tuple[PlanTable, np.ndarray]:
    """The plans as `Scenario.twin_plan` makes each: no controls, no recorded answers to them."""
    scenario = played(experiment.scenario, experiment.horizon)
    shared = scenario.twin_plan(policy.shared)
    kept = np.array([not LEVERS[ORDER[place]].control for place in policy.varied], dtype=bool)
    varied, values = policy.varied[kept], policy.values[:, kept]
    recorded = {entry["lever"] for entry in scenario.data.get("path", [])}
    for column, place in enumerate(varied):
        lever = LEVERS[ORDER[place]]
        if lever.key in recorded and lever.actor != "us":
            answers = values[:, column]
            answers[answers == _recorded(scenario)[:, place]] = np.nan
    first, which = distinct(values)
    return PlanTable(shared, varied, values[first]), which
