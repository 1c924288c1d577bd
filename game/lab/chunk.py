"""A chunk of an experiment: some of its paired runs, played, as tables.

`play_chunk` is a pure function of its task: the same bytes in any thread, process or machine.
Runs of a chunk that have a world in common (the same plan, opening and luck) share it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from agents.ensemble import CHUNK, play
from agents.history import columns
from agents.names import quarter_name
from agents.study import LEVERAGE_QUARTERS
from game.lab.experiment import Experiment, Step
from game.lab.openings import opened, parameter_sets, world_bytes
from game.lab.outcomes import Recorded, backfired, measured, needed
from game.lab.plans import PlanTable, baselines, distinct, policies
from game.lab.tables import Text, columns_of, encode, followed, kept_quarters, made_by

if TYPE_CHECKING:
    from game.lab.design import DesignTable

MOST_RUNS, FEWEST_RUNS, WANTED_CHUNKS = 1024, 32, 64
# What the worlds and the histories of a chunk may take at most.
MOST_BYTES = 64_000_000
# What openings and a kernel call's worlds may take, unless one alone takes more.
BATCH_BYTES = 16_000_000


class StoppedError(Exception):
    """The chunk was given up before its end because the caller asked for it."""


@dataclass(frozen=True)
class Task:
    """What a chunk plays: small, and complete without any file.

    `steps` are the orders that each run's point has of its own, or nothing.
    Shapes: replications and points (runs,) int64, values (runs, factors) float64.
    """

    experiment: Experiment
    number: int
    replications: np.ndarray
    points: np.ndarray
    values: np.ndarray
    steps: tuple[tuple[Step, ...], ...] = ()


@dataclass(frozen=True)
class Part:
    """A chunk played: whole Parquet files, and what it took.

    `worlds` counts what was really played, shared ones once, with the branches of a late cut-off;
    `quarters` their quarters from the scenario's start on.
    """

    number: int
    runs: bytes
    paths: bytes | None
    pairs: int
    worlds: int
    quarters: int


def total_runs(experiment: Experiment, design: "DesignTable") -> int:
    """How many paired runs the whole experiment has."""
    return len(design.values) * experiment.replications


def chunk_runs(experiment: Experiment, total: int) -> int:
    """How many runs a chunk has: about 64 chunks, less where worlds or histories are large."""
    wanted = min(MOST_RUNS, max(FEWEST_RUNS, total // WANTED_CHUNKS))
    recorded = 2 * 8 * experiment.quarters * len(needed(measured(experiment)))
    largest = max(world_bytes(experiment.buyers), recorded)
    return max(1, min(wanted, MOST_BYTES // largest))


def task_of(experiment: Experiment, design: "DesignTable", number: int) -> Task:
    """The chunk of that number, from 0: run i is point order[i % points] of replication
    i // points."""
    total = total_runs(experiment, design)
    size = chunk_runs(experiment, total)
    runs = np.arange(number * size, min((number + 1) * size, total), dtype=np.int64)
    points = np.asarray(design.order, dtype=np.int64)[runs % len(design.values)]
    steps = tuple(design.steps[point] for point in points)
    # What the points were made from is in them: a chunk of many points by hand stays small.
    bare = replace(experiment, design=replace(experiment.design, given=()), source="")
    replications = runs // len(design.values)
    return Task(
        bare, number, replications, points, design.values[points], steps if any(steps) else ()
    )


@dataclass(frozen=True)
class _Side:
    """One of the two worlds of every pair. Shapes: plan and run (worlds,), which (runs,).

    `plan` is the plan of each world, `run` the first run of the chunk that has it.
    """

    plans: PlanTable
    plan: np.ndarray
    run: np.ndarray
    which: np.ndarray
    controls: bool

    @classmethod
    def of(cls, task: Task, plans: PlanTable, plan: np.ndarray, controls: bool) -> "_Side":
        """The worlds of runs that have these plans. Shape: plan (runs,)."""
        own = [f.kind == "parameter" for f in task.experiment.factors]
        numbers = task.values[:, np.array(own, dtype=bool)]
        run, which = distinct(np.column_stack([plan, task.replications, numbers]))
        return cls(plans, plan[run], run, which, controls)

    def records(self, experiment: Experiment) -> Recorded:
        """Room for what is recorded of the worlds."""
        wanted = measured(experiment)
        names = needed(wanted)
        cut = len(self.run) if any(outcome.name == "leverage" for outcome in wanted) else 0
        values = np.empty((len(self.run), experiment.quarters, len(names)))
        return Recorded(names, values, self.which, np.empty(cut))


def play_chunk(task: Task, stop: Callable[[], bool] | None = None) -> Part:
    """Play the runs of a task, each beside its baseline.

    Raises: StoppedError if `stop` says so between two blocks of worlds.
    """
    experiment = task.experiment
    sides = _sides(task)
    records = [side.records(experiment) for side in sides]
    size = max(1, BATCH_BYTES // world_bytes(experiment.buyers))
    for begin in range(0, len(task.points), size):
        end = min(begin + size, len(task.points))
        rows = which = np.empty(0)
        for k, (side, record) in enumerate(zip(sides, records, strict=True)):
            if k == 0 or side.controls != sides[k - 1].controls:
                rows, which = opened(
                    experiment,
                    task.replications[begin:end],
                    task.values[begin:end],
                    controls=side.controls,
                )
            new = np.flatnonzero((begin <= side.run) & (side.run < end))
            for place in range(0, len(new), min(CHUNK, size)):
                if stop is not None and stop():
                    raise StoppedError
                worlds = new[place : place + min(CHUNK, size)]
                openings = rows[which[side.run[worlds] - begin]]
                _play_block(task, side, worlds, openings, record)
    return _part(task, records)


def _sides(task: Task) -> list[_Side]:
    """The worlds of the runs, and of their baselines where there are any."""
    experiment = task.experiment
    _, first, place = np.unique(task.points, return_index=True, return_inverse=True)
    steps = [task.steps[i] for i in first] if task.steps else []
    plans, of_point = policies(experiment, task.values[first], steps)
    plan = of_point[place]
    sides = [_Side.of(task, plans, plan, True)]
    if experiment.paired:
        others, of_policy = baselines(experiment, plans)
        scenario = experiment.scenario
        without = experiment.baseline.kind == "twin" and scenario.twin_since < scenario.start
        sides.append(_Side.of(task, others, of_policy[plan], not without))
    return sides


def _play_block(
    task: Task, side: _Side, worlds: np.ndarray, rows: np.ndarray, record: Recorded
) -> None:
    """Play worlds that stand in a row, and once more with a late cut-off where that is measured.

    Shapes: worlds (n,), rows (n, width).
    """
    experiment = task.experiment
    start, last, seed = experiment.scenario.start, experiment.horizon, experiment.seed
    places = np.array([columns()[name].place for name in record.names], dtype=np.int64)
    luck = task.replications[side.run[worlds]] + 1
    used, which = np.unique(side.plan[worlds], return_inverse=True)
    which = which.astype(np.int64)
    plans = side.plans.take(used)
    here = slice(worlds[0], worlds[-1] + 1)
    if not len(record.cut):
        play(rows, plans, seed, luck, start, last, record.values[here], places, which)
        return
    late = cut_quarter(experiment)
    early = play(rows, plans, seed, luck, start, late - 1, None, places, which)
    harsh = side.plans.cut_off(late).take(used)
    ai_gap = np.array([columns()["ai_gap_months"].place])
    end = play(rows.copy(), harsh, seed, luck, late, last, None, ai_gap, which)
    rest = play(rows, plans, seed, luck, late, last, None, places, which)
    record.values[here] = np.concatenate([early, rest], axis=1)
    record.cut[here] = end[:, -1, 0]


def cut_quarter(experiment: Experiment) -> int:
    """The first quarter of the late total cut-off, counted from 2018Q1."""
    late = max(experiment.scenario.start + 1, experiment.horizon - LEVERAGE_QUARTERS + 1)
    return min(late, experiment.horizon)


def _part(task: Task, records: list[Recorded]) -> Part:
    experiment = task.experiment
    described = columns_of(experiment)
    runs = _runs_table(task, records)
    paths = None
    if experiment.paths != "none":
        table = _paths_table(task, records)
        paths = encode([c for c in described if c.table == "paths"], table)
    worlds = sum(len(record.values) for record in records)
    branches = sum(len(record.cut) for record in records)
    quarters = worlds * experiment.quarters
    quarters += branches * (experiment.horizon - cut_quarter(experiment) + 1)
    made = encode([c for c in described if c.table == "runs"], runs)
    return Part(task.number, made, paths, len(task.points), worlds + branches, quarters)


def _runs_table(task: Task, records: list[Recorded]) -> dict[str, np.ndarray | Text]:
    experiment = task.experiment
    count = len(task.points)
    same = np.zeros(count, dtype=np.int16)
    table: dict[str, np.ndarray | Text] = {
        "point": task.points,
        "replication": task.replications,
        "run": task.replications + 1,
        "seed": np.full(count, experiment.seed),
        "parameter_set": parameter_sets(experiment, task.replications),
        "model": Text(same, [made_by()]),
        "scenario": Text(same, [experiment.scenario.name]),
    }
    for factor, values in zip(experiment.factors, task.values.T, strict=True):
        table[factor.column] = values
    for outcome in measured(experiment):
        if outcome.compare is not None:
            table[outcome.name] = outcome.compare(*records)
            continue
        for record, ending in zip(records, ("", ".baseline"), strict=False):
            table[outcome.name + ending] = record.final(outcome.name)
    judged = table.get(experiment.backfire.outcome)
    if isinstance(judged, np.ndarray):
        table["backfire"] = backfired(experiment.backfire, judged)
    return table


def _paths_table(task: Task, records: list[Recorded]) -> dict[str, np.ndarray | Text]:
    experiment = task.experiment
    quarters = kept_quarters(experiment)
    places = np.array(quarters) - experiment.scenario.start
    count = len(task.points)
    table: dict[str, np.ndarray | Text] = {
        "point": np.repeat(task.points, len(quarters)),
        "replication": np.repeat(task.replications, len(quarters)),
        "quarter": Text(
            np.tile(np.arange(len(quarters)), count), [quarter_name(q) for q in quarters]
        ),
    }
    for outcome in followed(experiment):
        for record, ending in zip(records, ("", ".baseline"), strict=False):
            followed_path = record.path(outcome.name)[:, places].ravel()
            table[outcome.name + ending] = followed_path.astype(np.float32)
    return table
