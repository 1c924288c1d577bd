"""Futures of variants of one question, run for run with the same luck, as means with intervals."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from agents import ensemble
from agents.plan import Plan
from game.analysis.metrics import known_metrics, recorded_places
from game.opening import Believe

FIRST_RUN = 1  # run 0 is the game itself
CONFIDENCE = 1.96  # standard errors on either side of a mean that hold 95%


@dataclass(frozen=True)
class Variant:
    """A world with a plan, played from quarter `first` to `last`, from rows as they are believed.

    `change` alters the rows that the futures start from; it gets and returns (runs, width).
    """

    row: np.ndarray
    plan: Plan
    seed: int
    first: int
    last: int
    believe: Believe | None = None
    change: Callable[[np.ndarray], np.ndarray] | None = None

    def under(self, plan: Plan) -> "Variant":
        """The same world under another plan."""
        return replace(self, plan=plan)

    def openings(self, runs: int) -> np.ndarray:
        """The rows to start from. Shape: (runs, width)."""
        if self.believe is not None:
            rows = self.believe.rows(self.row, FIRST_RUN, runs)
        else:
            rows = np.repeat(self.row[None], runs, axis=0)
        return rows if self.change is None else self.change(rows)


@dataclass(frozen=True)
class Effect:
    """A mean difference and half the width of its 95% interval, by quarter and metric.

    Shapes: (quarters, len(known_metrics())).
    """

    mean: np.ndarray
    half: np.ndarray

    def at(self, metric: int, quarter: int) -> tuple[float, float]:
        """The mean and the half width of one metric in one quarter of the futures."""
        return float(self.mean[quarter, metric]), float(self.half[quarter, metric])


def play(variant: Variant, runs: int, stop: Callable[[], bool] | None = None) -> np.ndarray:
    """Every metric of so many futures. Shape: (runs, quarters, len(known_metrics()))."""
    record, _ = ensemble.play_many(
        variant.openings(runs),
        variant.plan,
        variant.seed,
        runs,
        first=variant.first,
        last=variant.last,
        first_run=FIRST_RUN,
        threads=max(1, os.cpu_count() or 1),
        one_each=True,
        places=recorded_places(),
        stop=stop,
    )
    return np.stack([metric.read(record) for metric in known_metrics()], axis=-1)


def effect(after: np.ndarray, before: np.ndarray) -> Effect:
    """What changed from one variant to another, pair by pair.

    Shapes: (runs, quarters, metrics); the first dimension may differ, the shorter one counts.
    """
    pairs = min(len(after), len(before))
    change = after[:pairs] - before[:pairs]
    spread = change.std(axis=0, ddof=1) if pairs > 1 else np.full(change.shape[1:], np.nan)
    return Effect(change.mean(axis=0), CONFIDENCE * spread / np.sqrt(pairs))
