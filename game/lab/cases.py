"""The cases of a study for scenario discovery: its factors, and the criterion run by run."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.parameters import PARAMETERS, accepted
from game.commands.problems import CommandError
from game.lab.discovery import Box, Cases
from game.lab.experiment import Backfire, Factor
from game.lab.factors import log_scale
from game.lab.outcomes import backfired

if TYPE_CHECKING:
    from game.lab.results import Results

LEVELS = 20  # so few values, each of several points, are levels
STEPS = 100  # a limit is given to about a hundredth of its factor's range


@dataclass(frozen=True)
class Searched:
    """The cases of a study. `inputs` are what a box may limit: factors of the study that vary, and
    numbers of the model in the runs' parameter sets; `sets` is how many such sets were played."""

    cases: Cases
    inputs: tuple[Factor, ...]
    rule: Backfire
    sets: int

    def find(self, name: str) -> Factor:
        """The input of that name."""
        return next(factor for factor in self.inputs if factor.name == name)

    def neat(self, box: Box) -> Box:
        """The same box with limits that can be read aloud: levels and whole numbers as they are,
        others to a hundredth of the range."""
        return {name: self._neat(self.find(name), *limits) for name, limits in box.items()}

    def _rounded(factor: Factor, limit: float) -> float:
    if not math.isfinite(limit):
        return limit
    if log_scale(factor):
        return float(f"{limit:.2g}")
    step = 10.0 ** math.floor(math.log10((factor.high - factor.low) / STEPS))
    return float(f"{round(limit / step) * step:.12g}")
