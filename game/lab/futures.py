"""The futures that policies are played in: luck, parameter sets and uncertain numbers.

Future k is replication k of the experiment. Numbers of the rules that the experiment varies are
drawn for each future by Latin hypercube; so all policies meet the same futures.
"""

import io
from collections.abc import Callable
from concurrent.futures import as_completed
from dataclasses import dataclass, replace

import numpy as np

from game.commands.problems import CommandError
from game.lab.chunk import MOST_RUNS, WANTED_CHUNKS, Part, Task, chunk_runs
from game.lab.design import from_unit
from game.lab.executors import Crew
from game.lab.experiment import Experiment, Factor
from game.lab.search import Goal


def decided(experiment: Experiment) -> tuple[Factor, ...]:
    """The factors that a policy decides."""
    return tuple(factor for factor in experiment.factors if factor.kind != "parameter")


def uncertain(experiment: Experiment) -> tuple[Factor, ...]:
    """The factors that nobody decides."""
    return tuple(factor for factor in experiment.factors if factor.kind == "parameter")


@dataclass(frozen=True)
class Futures:
    """Some futures of an experiment. Shape: numbers (futures, uncertain factors)."""

    experiment: Experiment
    goals: tuple[Goal, ...]
    first: int
    numbers: np.ndarray

    @classmethod
    def drawn(
        cls, experiment: Experiment, goals: tuple[Goal, ...], first: int, count: int
    ) -> "Futures":
        """Futures from one on. Equal experiments and numbers give equal futures."""
        factors = uncertain(experiment)
        numbers = np.empty((count, 0))
        if factors:
            from scipy.stats import qmc

            random = np.random.default_rng([experiment.seed, first])
            sampler = qmc.LatinHypercube(d=len(factors), seed=random)
            numbers = from_unit(sampler.random(count), factors)
        names = tuple(goal.outcome for goal in goals)
        bare = replace(
            experiment,
            outcomes=names,
            backfire=replace(experiment.backfire, outcome=names[0]),
            design=replace(experiment.design, given=()),
            paths="none",
            source="",
        )
        return cls(bare, goals, first, numbers)

    def play(
        self, policies: np.ndarray, crew: Crew, heard: Callable[[int], None] | None = None
    ) -> np.ndarray:
        """Play policies in all futures; `heard` is told of every number of runs that is done.

        Shapes: policies (n, decided factors); returns (n, futures, goals).
        Raises: CommandError if an outcome has no value in some run.
        """
        tasks = self._tasks(policies, crew.workers)
        found = np.empty((len(self.numbers) * len(policies), len(self.goals)))
        waiting = {crew.play(task): task for task in tasks}
        for done in as_completed(waiting):
            rows = waiting[done].number + np.arange(len(waiting[done].points))
            found[rows] = self._read(done.result())
            if heard is not None:
                heard(len(rows))
        shape = (len(self.numbers), len(policies), len(self.goals))
        return np.ascontiguousarray(found.reshape(shape).swapaxes(0, 1))

    def _tasks(self, policies: np.ndarray, workers: int) -> list[Task]:
        """Future by future, so that policies share their baselines; a task's number is its first
        run."""
        count = len(policies)
        total = count * len(self.numbers)
        runs = np.arange(total, dtype=np.int64)
        future, point = runs // count, runs % count
        values = np.empty((total, len(self.experiment.factors)))
        own = np.array([f.kind == "parameter" for f in self.experiment.factors], dtype=bool)
        values[:, own], values[:, ~own] = self.numbers[future], policies[point]
        size = min(chunk_runs(self.experiment, MOST_RUNS * WANTED_CHUNKS), -(-total // workers))
        return [
            Task(self.experiment, begin, self.first + future[part], point[part], values[part])
            for begin in range(0, total, size)
            for part in [slice(begin, begin + size)]
        ]

    def _read(self, part: Part) -> np.ndarray:
        from pyarrow import parquet

        table = parquet.read_table(io.BytesIO(part.runs), columns=[g.outcome for g in self.goals])
        found = np.column_stack([
            table.column(goal.outcome).to_numpy().astype(np.float64) for goal in self.goals
        ])  # fmt: skip
        for goal, known in zip(self.goals, np.isfinite(found).all(axis=0), strict=True):
            if not known:
                raise CommandError(
                    f"'{goal.outcome}' has no value in some runs, so policies cannot be ranked by "
                    "it; name another objective"
                )
        return found
