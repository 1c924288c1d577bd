"""A small experiment as a file, and its study in a folder, for the tests of what plays it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from game.lab.design import DesignTable, points
from game.lab.executors import make_executor
from game.lab.experiment import Experiment
from game.lab.head import head_files, study_of
from game.lab.reading import read_experiment
from game.lab.runner import Played, run_experiment
from game.lab.store import opened

TEXT = """title = "A small study"
scenario = "october-seventh"
horizon = "2023Q4"
buyers = 16
replications = 16
outcomes = ["gap_generations", "units[NVDA]", "capability", "crossover"]

[design]
kind = "sobol"
points = 8

[[factor]]
lever = "us.tool_control"

[[factor]]
parameter = "captive_pull"
"""
CHUNKS = 4  # of 32 runs


@dataclass(frozen=True)
class Asked:
    """An experiment with all that its folder needs."""

    experiment: Experiment
    design: DesignTable
    study: Mapping[str, Any]
    files: Mapping[str, bytes]

    @classmethod
    def of(cls, file: Path, text: str = TEXT) -> "Asked":
        """The experiment that such a text describes."""
        file.write_text(text, encoding="utf-8")
        experiment = read_experiment(file)
        design = points(experiment)
        return cls(experiment, design, study_of(experiment, design), head_files(experiment, design))

    def play(
        self,
        folder: Path,
        kind: str = "threads",
        workers: int = 2,
        limit: int | None = None,
        progress: Any = None,
    ) -> Played:
        """Play it, or what is missing of it, into a folder."""
        with (
            make_executor(kind, workers) as crew,
            opened(folder, self.study, self.files, resume=True) as store,
        ):
            return run_experiment(
                self.experiment, self.design, store, crew, limit=limit, progress=progress
            )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too, with its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
