"""A study read back for analysis, finished or stopped: column by column, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from game.commands.problems import CommandError, nearest
from game.lab.design import DesignTable, points
from game.lab.experiment import Experiment
from game.lab.head import DESIGN, SOURCE, asked_of
from game.lab.reading import read_experiment
from game.lab.store import differences, finished_chunks, in_short, part_path, read_study

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BUDGET = 16_000_000  # numbers held while quantiles of paths are taken: 64 MB


@dataclass(frozen=True)
class Results:
    """The finished runs of a study. `study` is study.json as a value; `chunks` are the numbers of
    the finished chunks."""

    folder: Path
    study: dict[str, Any]
    experiment: Experiment
    design: DesignTable
    chunks: tuple[int, ...]

    @classmethod
    def open(cls, folder: Path) -> "Results":
        """The study in a folder.

        Raises: CommandError if there is none, or no finished run in it, or the experiment beside
        it is another one.
        """
        study = read_study(folder)
        if study is None:
            what = "holds no study" if folder.is_dir() else "is no folder of a study"
            raise CommandError(f"'{folder}' {what}; make one with: twostacks batch FILE --out DIR")
        chunks = finished_chunks(folder, study)
        if not chunks:
            raise CommandError(
                f"the study in '{folder}' has no finished run yet; go on with --resume"
            )
        experiment = read_experiment(folder / SOURCE)
        told = in_short(differences(study["experiment"], asked_of(experiment)))
        if told:
            raise CommandError(
                f"'{folder / SOURCE}' no longer says what was played (then and now: {told}); put "
                "it back as it was, or read the study with the version that played it"
            )
        design = points(experiment)
        drawn = [numbers(folder / DESIGN, factor.column) for factor in experiment.factors]
        values = np.stack(drawn, axis=1) if drawn else design.values
        return cls(folder, study, experiment, replace(design, values=values), tuple(chunks))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that the experiment names."""
        return self.experiment.outcomes

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of every column of the table of runs."""
        return {c["name"]: c["unit"] for c in self.study["columns"] if c["table"] == "runs"}

    @cached_property
    def meanings(self) -> dict[str, str]:
        """The meaning of every column of the table of runs."""
        return {c["name"]: c["meaning"] for c in self.study["columns"] if c["table"] == "runs"}

    @property
    def runs(self) -> int:
        """How many paired runs are finished."""
        size, total = self.study["chunk_runs"], self.study["runs"]
        return sum(min(size, total - number * size) for number in self.chunks)

    @property
    def balanced(self) -> bool:
        """Whether every point was played equally often, with the same luck."""
        played = np.bincount(self._replication)
        return bool((played[played > 0] == self.study["points"]).all())

    @cached_property
    def _point(self) -> np.ndarray:
        return self.column("point").astype(np.int32)

    @cached_property
    def _replication(self) -> np.ndarray:
        return self.column("replication").astype(np.int32)

    def column(self, name: str) -> np.ndarray:
        """A column of the table of runs, in the order in which runs are played. Shape: (runs,).

        Raises: CommandError naming the nearest column; or if a part is damaged.
        """
        self._check("runs", name)
        values = np.empty(self.runs)
        begin = 0
        for part in self._parts("runs"):
            found = numbers(part, name)
            values[begin : begin + len(found)] = found
            begin += len(found)
        return values

    def by_point(self, name: str) -> np.ndarray:
        """A column by point and by those replications that every point has finished.

        Shape: (points, replications).
        """
        whole = np.flatnonzero(np.bincount(self._replication) == self.study["points"])
        place = np.full(self.study["replications"], -1)
        place[whole] = np.arange(len(whole))
        column = place[self._replication]
        kept = column >= 0
        table = np.full((self.study["points"], len(whole)), np.nan)
        table[self._point[kept], column[kept]] = self.column(name)[kept]
        return table

    def paths(self, name: str, baseline: bool = False) -> tuple[list[str], np.ndarray]:
        """Quantiles (5, 25, 50, 75, 95%) over runs of an outcome, quarter by quarter.

        Returns the names of the quarters and an array of shape (5, quarters).
        Raises: CommandError if the study has no such table, or no such column in it.
        """
        column = f"{name}.baseline" if baseline else name
        self._check("paths", column)
        quarters = self._kept_quarters()
        bands = np.empty((len(QUANTILES), len(quarters)))
        together = max(BUDGET // self.runs, 1)
        for first in range(0, len(quarters), together):
            here = slice(first, min(first + together, len(quarters)))
            values = np.empty((here.stop - first, self.runs), np.float32)
            begin = 0
            for part in self._parts("paths"):
                rows = numbers(part, column).reshape(-1, len(quarters))
                values[:, begin : begin + len(rows)] = rows[:, here].T
                begin += len(rows)
            for place, row in enumerate(values, start=first):
                bands[:, place] = np.nanquantile(row, QUANTILES, overwrite_input=True)
        return quarters, bands

    def _kept_quarters(self) -> list[str]:
        """The quarters of the table of paths: every run has the same, in order."""
        first = next(self._parts("paths"))
        names: list[str] = _read(first, "quarter").to_pylist()
        return names[: len(set(names))]

    def _parts(self, table: str) -> Iterator[Path]:
        return (part_path(self.folder, table, number) for number in self.chunks)

    def _check(self, table: str, name: str) -> None:
        known = [
            c["name"] for c in self.study["columns"] if c["table"] == table and c["kind"] != "text"
        ]
        if not known:
            raise CommandError(
                f"the study in '{self.folder}' keeps no {table}: its experiment says "
                'paths = "none"'
            )
        if name not in known:
            raise CommandError(
                f"the study in '{self.folder}' has no column '{name}' among its {table}; the "
                f"nearest is '{nearest(name, known)}'"
            )


def numbers(path: Path, name: str) -> np.ndarray:
    """A column of numbers of a Parquet file. Raises: CommandError if the file is damaged."""
    # Not by to_numpy, which imports pandas.
    return np.concatenate([np.from_dlpack(chunk) for chunk in _read(path, name).chunks])


def _read(path: Path, name: str) -> Any:
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(path) as file:
            return file.read(columns=[name], use_threads=False).column(name)
    except (OSError, ArrowException) as error:
        raise CommandError(
            f"'{path}' is damaged ({error}); remove it, and twostacks batch with --resume makes it "
            "again"
        ) from None
