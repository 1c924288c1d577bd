"""What is measured of every pair of histories: names, units, meanings, and how.

An outcome is a column of a history at the horizon, or a comparison of a run with its baseline.
"""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from agents.history import columns
from agents.study import LEVERAGE_QUARTERS
from game.lab.experiment import Backfire, Experiment

CROSSOVER_QUARTERS = 4  # so long must a gap stay narrower before it counts as turned


@dataclass(frozen=True)
class Recorded:
    """What was recorded of one world of every pair; equal worlds stand once.

    `cut` is the AI gap at the horizon (months) of the same worlds under a late total cut-off,
    empty unless it is measured. Shapes: values (worlds, quarters, names), which (runs,) the world
    of each run, cut (worlds,).
    """

    names: tuple[str, ...]
    values: np.ndarray
    which: np.ndarray
    cut: np.ndarray

    def path(self, name: str) -> np.ndarray:
        """A column in every quarter. Shape: (runs, quarters)."""
        return self.values[:, :, self.names.index(name)][self.which]

    def final(self, name: str) -> np.ndarray:
        """A column at the horizon. Shape: (runs,)."""
        return self.values[:, -1, self.names.index(name)][self.which]

    def damage(self) -> np.ndarray:
        """What a late total cut-off would add to the AI gap, months. Shape: (runs,)."""
        return self.cut[self.which] - self.final("ai_gap_months")


@dataclass(frozen=True)
class Outcome:
    """Something measured. `needs` are the columns of a history that it is computed from; `compare`
    computes a paired one from (run, baseline) and is None for a column at the horizon."""

    name: str
    unit: str
    meaning: str
    needs: tuple[str, ...]
    compare: Callable[[Recorded, Recorded], np.ndarray] | None = None

    @property
    def paired(self) -> bool:
        """Whether it compares a run with its baseline."""
        return self.compare is not None


def _capability(run: Recorded, base: Recorded) -> np.ndarray:
    return base.final("gap_generations") - run.final("gap_generations")


def _autonomy(run: Recorded, base: Recorded) -> np.ndarray:
    return run.final("self_sufficiency") - base.final("self_sufficiency")


def _revenue(run: Recorded, base: Recorded) -> np.ndarray:
    return base.final("sender_cumulative") - run.final("sender_cumulative")


def _ecosystem(run: Recorded, base: Recorded) -> np.ndarray:
    return run.final("divergence") - base.final("divergence")


def _leverage(run: Recorded, base: Recorded) -> np.ndarray:
    return base.damage() - run.damage()


def _lead_integral(run: Recorded, base: Recorded) -> np.ndarray:
    return (base.path("gap_generations") - run.path("gap_generations")).sum(axis=1) / 4.0


def _crossover(run: Recorded, base: Recorded) -> np.ndarray:
    narrower = run.path("gap_generations") < base.path("gap_generations")
    if narrower.shape[1] < CROSSOVER_QUARTERS:
        return np.full(len(narrower), np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(narrower, CROSSOVER_QUARTERS, axis=1)
    stays = np.asarray(windows.all(axis=2))
    return np.where(stays.any(axis=1), stays.argmax(axis=1), np.nan)


def _denial(run: Recorded, base: Recorded) -> np.ndarray:
    return 1.0 - run.final("compute_market[CN]") / base.final("compute_market[CN]")


PAIRED: tuple[Outcome, ...] = (
    Outcome(
        "capability",
        "generations",
        "chip gap of the baseline less the run's at the horizon: above 0, the gap narrowed",
        ("gap_generations",),
        _capability,
    ),
    Outcome(
        "autonomy",
        "share",
        "China's self-sufficiency less the baseline's at the horizon",
        ("self_sufficiency",),
        _autonomy,
    ),
    Outcome(
        "revenue",
        "bn USD",
        "sender firms' cumulative revenue in the baseline less the run's: what the policy cost",
        ("sender_cumulative",),
        _revenue,
    ),
    Outcome(
        "ecosystem",
        "0-1",
        "divergence of the ecosystems less the baseline's at the horizon",
        ("divergence",),
        _ecosystem,
    ),
    Outcome(
        "leverage",
        "months",
        f"AI gap that a total cut-off {LEVERAGE_QUARTERS} quarters before the end would add in the "
        "baseline, less what it would add in the run: leverage used up",
        ("ai_gap_months",),
        _leverage,
    ),
    Outcome(
        "lead_integral",
        "generation-years",
        "chip gap of the baseline less the run's, summed over all quarters: above 0, the gap was "
        "narrower on balance",
        ("gap_generations",),
        _lead_integral,
    ),
    Outcome(
        "crossover",
        "quarters",
        "from the start to the first quarter from which the chip gap is narrower than the "
        f"baseline's for {CROSSOVER_QUARTERS} quarters; not-a-number if never",
        ("gap_generations",),
        _crossover,
    ),
    Outcome(
        "denial",
        "0-1",
        "1 less usable Chinese computing over the baseline's at the horizon; below 0, China has "
        "more",
        ("compute_market[CN]",),
        _denial,
    ),
)


@lru_cache(maxsize=1)
def outcomes() -> dict[str, Outcome]:
    """Everything that can be measured, by name: paired outcomes, then columns of a history."""
    table = {outcome.name: outcome for outcome in PAIRED}
    for name, column in columns().items():
        table[name] = Outcome(name, column.unit, column.meaning, (name,))
    return table


def find(name: str) -> Outcome:
    """The outcome of that name.

    Raises: KeyError naming the nearest outcome if there is none of that name.
    """
    if name not in outcomes():
        near = difflib.get_close_matches(name, outcomes(), n=1, cutoff=0.0)[0]
        raise KeyError(f"there is no outcome '{name}'; the nearest is '{near}'")
    return outcomes()[name]


def measured(experiment: Experiment) -> list[Outcome]:
    """The outcomes of an experiment and that of its backfire, once each.

    Without a baseline there is nothing to compare, and paired outcomes are left out.
    """
    names = dict.fromkeys((*experiment.outcomes, experiment.backfire.outcome))
    found = [find(name) for name in names]
    return [outcome for outcome in found if experiment.paired or not outcome.paired]


def needed(wanted: Iterable[Outcome]) -> tuple[str, ...]:
    """The columns of a history that these outcomes are computed from, once each."""
    return tuple(dict.fromkeys(name for outcome in wanted for name in outcome.needs))


def backfired(rule: Backfire, values: np.ndarray) -> np.ndarray:
    """Whether each run is what the experiment calls backfire; never where there is no number.

    Shapes: values and result (runs,).
    """
    return values > rule.mark if rule.above else values < rule.mark
