"""Two policies against each other: futures with the same luck, subtracted one by one."""

from dataclasses import dataclass

import numpy as np

from game.analysis.paired import CONFIDENCE


@dataclass(frozen=True)
class Comparison:
    """Policy B less policy A at a date: the mean, its 95% interval, and where B is better.

    `low` and `high` are the 5% and 95% points of the pairs themselves. `share_better` counts ties
    as half; it is nan for a metric of which the model does not say what is better.
    """

    mean: float
    half: float
    low: float
    high: float
    share_higher: float
    share_better: float
    pairs: int


def compare(change: np.ndarray, better: int) -> Comparison:
    """Compare two policies by their paired differences, B less A. Shape: (pairs,)."""
    pairs = len(change)
    spread = float(change.std(ddof=1)) if pairs > 1 else float("nan")
    higher = float((change > 0.0).mean() + 0.5 * (change == 0.0).mean())
    low, high = np.quantile(change, (0.05, 0.95))
    share = {1: higher, -1: 1.0 - higher}.get(better, float("nan"))
    half = CONFIDENCE * spread / float(np.sqrt(pairs))
    return Comparison(float(change.mean()), half, float(low), float(high), higher, share, pairs)
