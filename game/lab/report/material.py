"""What every section of the report reads: the runs of a study, and which belong together."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agents.levers import LEVERS
from game.batch.measures import Measure
from game.lab.design import DesignTable
from game.lab.experiment import Experiment, Factor
from game.lab.outcomes import Outcome, measured
from game.lab.report.estimates import Clusters
from game.lab.report.naming import measure_of
from game.lab.results import Results

# Points that were drawn from ranges; in the others the points are all that was asked about.
DRAWN = ("latin-hypercube", "sobol", "saltelli", "morris")
BY_NAME = ("list", "history")


@dataclass(frozen=True)
class Material:
    """A study read back. Shapes: point, replication, main, hits (runs,), in the order of run i.

    `main` is the outcome of the experiment's own criterion, `hits` whether the criterion holds.
    """

    tables: Results
    point: np.ndarray
    replication: np.ndarray
    main: np.ndarray
    hits: np.ndarray

    @property
    def folder(self) -> Path:
        """Where the study lies."""
        return self.tables.folder

    @property
    def experiment(self) -> Experiment:
        """What was asked for."""
        return self.tables.experiment

    @property
    def design(self) -> DesignTable:
        """Its points."""
        return self.tables.design

    @property
    def kind(self) -> str:
        """The kind of its design."""
        return self.experiment.design.kind

    @property
    def points(self) -> int:
        """How many points the design has."""
        return len(self.design.values)

    @property
    def replications(self) -> int:
        """How many replications have begun."""
        return len(np.unique(self.replication))

    @property
    def clusters(self) -> Clusters:
        """Which runs are not independent of one another."""
        return self.clusters_of(self.kind in DRAWN)

    def clusters_of(self, drawn: bool) -> Clusters:
        """The same, with the points as a sample or as all that was asked about."""
        if not drawn:
            return Clusters(self.replication, None)
        together = 1
        if self.kind in {"saltelli", "morris"} and self.experiment.design.points:
            together = max(self.points // self.experiment.design.points, 1)
        return Clusters(self.replication, self.point // together)

    @property
    def outcomes(self) -> list[Outcome]:
        """What was measured."""
        return measured(self.experiment)

    def measure(self, name: str, values: np.ndarray) -> Measure:
        """How an outcome is shown with these values."""
        unit = next(outcome.unit for outcome in self.outcomes if outcome.name == name)
        return measure_of(name, unit, values)

    @property
    def main_measure(self) -> Measure:
        """How the outcome of the criterion is shown."""
        return self.measure(self.experiment.backfire.outcome, self.main)

    def factor_values(self, factor: Factor) -> np.ndarray:
        """A factor's value at every point. Shape: (points,)."""
        return self.design.values[:, self.design.names.index(factor.name)]

    def varied(self) -> Iterator[Factor]:
        """The factors that have more than one value over the points."""
        for factor in self.experiment.factors:
            values = self.factor_values(factor)
            if np.ptp(values) > 0.0:
                yield factor

    def labels(self) -> list[str]:
        """A name for every point."""
        found = []
        for i, label in enumerate(self.design.labels):
            before, _, key = label.rpartition(" ")
            if self.kind == "history" and key in LEVERS:  # 'without us.chip_tpp'
                label = f"{before} {LEVERS[key].name}"
            found.append(label or f"point {i + 1}")
        return found

    def differences(self) -> Iterator[tuple[Outcome, np.ndarray]]:
        """Every outcome beside its baseline: paired ones as recorded, others run less baseline."""
        if not self.experiment.paired:
            return
        for outcome in self.outcomes:
            values = self.tables.column(outcome.name)
            if not outcome.paired:
                values = values - self.tables.column(f"{outcome.name}.baseline")
            yield outcome, values


def read(tables: Results) -> Material:
    """The material of a study with at least one finished run."""
    point = tables.column("point").astype(np.int64)
    replication = tables.column("replication").astype(np.int64)
    main = tables.column(tables.experiment.backfire.outcome)
    return Material(tables, point, replication, main, tables.column("backfire") > 0.5)
