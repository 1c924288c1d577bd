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

    def _neat(self, factor: Factor, low: float, high: float) -> tuple[float, float]:
        levels = np.unique(self.cases.values[:, self.cases.names.index(factor.name)])
        shared = len(levels) <= min(LEVELS, len(np.unique(self.cases.groups)) // 2)
        if factor.values or factor.whole or shared:
            inside = levels[(levels >= low) & (levels <= high)]
            return (float(inside.min()) if math.isfinite(low) else low,
                    float(inside.max()) if math.isfinite(high) else high)  # fmt: skip
        return _rounded(factor, low), _rounded(factor, high)


def cases_of(
    results: "Results", rule: Backfire | None = None, parameters: bool = False
) -> Searched:
    """The runs of a study as cases of a rule, by default the experiment's own.

    Runs of one point are kept together when cases are halved; with `parameters`, runs of one
    parameter set.
    Raises: CommandError if nothing varies, or the outcome of the rule is not recorded.
    """
    rule = rule or results.experiment.backfire
    hits = backfired(rule, results.column(rule.outcome))
    point = results.column("point").astype(np.int64)
    inputs = [factor for factor in results.experiment.factors if np.ptp(_of(results, factor)) > 0.0]
    columns = [_of(results, factor)[point] for factor in inputs]
    groups, sets = point, 0
    if parameters:
        groups = results.column("parameter_set").astype(np.int64)
        sets = len(np.unique(groups))
        for factor, column in _parameters(groups, results.experiment.factors):
            inputs.append(factor)
            columns.append(column)
    if not inputs:
        more = "" if parameters else "; --parameters searches what history leaves open"
        raise CommandError(f"nothing varies over the runs of this study{more}")
    names = tuple(factor.name for factor in inputs)
    return Searched(Cases(names, np.column_stack(columns), hits, groups), tuple(inputs), rule, sets)


def _of(results: "Results", factor: Factor) -> np.ndarray:
    return results.design.values[:, results.design.names.index(factor.name)]


def _parameters(
    sets: np.ndarray, factors: tuple[Factor, ...]
) -> Iterable[tuple[Factor, np.ndarray]]:
    """The numbers of the model that differ over the runs and are no factor, run by run."""
    if (sets < 0).any():
        raise CommandError(
            "this study was played with the calibrated parameters alone; --parameters has nothing "
            'to search (parameters = "accepted" in the experiment does)'
        )
    taken = {factor.name for factor in factors}
    set_by_factor = {key for f in factors if f.kind == "parameter" for key in f.keys}
    for place, p in enumerate(PARAMETERS):
        column = accepted()[:, place][sets]
        if p.name in set_by_factor or np.ptp(column) == 0.0:
            continue
        name = p.name if p.name not in taken else f"{p.name} (parameter)"
        low, high = float(column.min()), float(column.max())
        yield Factor(name, "parameter", (p.name,), low, high, p.value, p.unit), column


def _rounded(factor: Factor, limit: float) -> float:
    """A limit to about a hundredth of its factor's range, or to two digits of its logarithm."""
    if not math.isfinite(limit):
        return limit
    if log_scale(factor):
        return float(f"{limit:.2g}")
    step = 10.0 ** math.floor(math.log10((factor.high - factor.low) / STEPS))
    return float(f"{round(limit / step) * step:.12g}")
