"""How far each factor moves an outcome: swings of one factor at a time, fifths of a sample."""

from dataclasses import dataclass

import numpy as np

from game.lab.experiment import Factor
from game.lab.report.estimates import Estimate, difference
from game.lab.report.material import Material

LEAST = 2  # points on either side: with one nothing tells its error


@dataclass(frozen=True)
class Swing:
    """An outcome with a factor low and high. `alone` is the share of the variance between points
    that the factor explains by itself; nan where the design cannot say.

    Units: low and high are the mean outcome there; change is high less low, with its interval.
    """

    factor: Factor
    at_low: tuple[float, float]
    at_high: tuple[float, float]
    low: float
    high: float
    change: Estimate
    alone: float


def swings(material: Material, values: np.ndarray) -> list[Swing]:
    """The swings of an outcome, the largest first. Shapes: values (runs,)."""
    one = material.kind == "one-at-a-time"
    known = np.isfinite(values)
    found = []
    for factor in material.varied():
        swing = (_single if one else _fifths)(material, factor, values, known)
        if swing is not None:
            found.append(swing)
    return sorted(found, key=lambda s: -abs(s.high - s.low))


def usual_point(material: Material) -> int:
    """The point with every factor at its usual value, or nearest to it."""
    design = material.design
    usual = np.array([factor.usual for factor in material.experiment.factors])
    away = np.abs(design.values - usual) / np.maximum(np.ptp(design.values, axis=0), 1e-300)
    return int(away.sum(axis=1).argmin())


def _single(
    material: Material, factor: Factor, values: np.ndarray, known: np.ndarray
) -> Swing | None:
    """Lowest and highest value of a factor while all others are usual."""
    design = material.design
    usual = usual_point(material)
    column = design.names.index(factor.name)
    others = np.delete(design.values, column, axis=1)
    alone = np.flatnonzero((others == others[usual]).all(axis=1))
    mine = design.values[alone, column]
    if np.ptp(mine) == 0.0:
        return None
    low_point, high_point = int(alone[mine.argmin()]), int(alone[mine.argmax()])
    low, high = float(mine.min()), float(mine.max())
    lower, upper = (known & (material.point == p) for p in (low_point, high_point))
    return _swing(material, factor, values, lower, upper, ((low, low), (high, high)), np.nan)


def _fifths(
    material: Material, factor: Factor, values: np.ndarray, known: np.ndarray
) -> Swing | None:
    """The lowest and the highest fifth of a factor's values."""
    mine = material.factor_values(factor)
    ends = np.quantile(mine, [0.2, 0.8])
    lowest, highest = mine <= ends[0], mine >= ends[1]
    if ends[0] >= ends[1] or (material.kind != "grid" and min(lowest.sum(), highest.sum()) < LEAST):
        return None
    lower, upper = known & lowest[material.point], known & highest[material.point]
    spans = (
        (float(mine[lowest].min()), float(mine[lowest].max())),
        (float(mine[highest].min()), float(mine[highest].max())),
    )
    alone = _explained(material, mine, values, known)
    return _swing(material, factor, values, lower, upper, spans, alone)


def _swing(
    material: Material,
    factor: Factor,
    values: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    spans: tuple[tuple[float, float], tuple[float, float]],
    alone: float,
) -> Swing | None:
    if not lower.any() or not upper.any():
        return None
    change = difference(values, upper, lower, material.clusters)
    low, high = float(values[lower].mean()), float(values[upper].mean())
    return Swing(factor, *spans, low, high, change, alone)


def _explained(
    material: Material, mine: np.ndarray, values: np.ndarray, known: np.ndarray
) -> float:
    """First-order share: variance of the means over bins of a factor, over that between points.

    Mended for the number of bins (epsilon squared), so that a factor that does nothing gets
    about 0.
    """
    runs = np.bincount(material.point[known], minlength=material.points)
    total = np.bincount(material.point[known], values[known], minlength=material.points)
    there = runs > 0
    means = total[there] / runs[there]
    levels = np.unique(mine[there])
    bins = min(max(len(means) // 10, 2), 20)
    edges = np.quantile(mine[there], np.linspace(0.0, 1.0, bins + 1)[1:-1])
    place = (
        np.searchsorted(levels, mine[there])
        if len(levels) <= bins
        else np.searchsorted(edges, mine[there], side="right")
    )
    _, place = np.unique(place, return_inverse=True)
    groups = int(place.max()) + 1
    spread = float(((means - means.mean()) ** 2).sum())
    if groups < 2 or len(means) <= groups or spread == 0.0:
        return float("nan")
    middle = (np.bincount(place, means) / np.bincount(place))[place]
    within = float(((means - middle) ** 2).sum())
    within_each = within / (len(means) - groups)
    return max((spread - within - (groups - 1) * within_each) / spread, 0.0)
