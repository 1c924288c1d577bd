"""How sure the averages are: running estimates, and what pairing saved."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from game.lab.report.estimates import Clusters, Estimate, mean, share
from game.lab.report.material import Material
from game.lab.report.naming import PAIRED_FROM

MOST_MARKS = 40


@dataclass(frozen=True)
class Running:
    """An estimate after more and more replications, or points where there is one replication."""

    over: Literal["replications", "points"]
    counts: tuple[int, ...]
    estimates: tuple[Estimate, ...]


def running(material: Material, values: np.ndarray, shares: bool) -> Running:
    """The running estimate of a mean or of a share. Shapes: values (runs,).

    The points are held fixed: the band is the error that more replications would lessen.
    """
    lucks = material.replications
    over: Literal["replications", "points"] = "replications" if lucks > 1 else "points"
    order = material.replication if lucks > 1 else np.arange(len(values))
    most = lucks if lucks > 1 else len(values)
    marks = np.unique(np.round(np.geomspace(2, most, MOST_MARKS)).astype(int)) if most > 1 else [1]
    found = []
    by = material.clusters_of(drawn=lucks == 1)
    for mark in marks:
        chosen = (order < mark) & np.isfinite(values)
        if not chosen.any():
            found.append(Estimate(np.nan, np.nan, np.nan))
        elif shares:
            found.append(share(values[chosen] > 0.5, by.of(chosen)))
        else:
            found.append(mean(values[chosen], by.of(chosen)))
    return Running(over, tuple(int(m) for m in marks), tuple(found))


def luck_part(material: Material, values: np.ndarray) -> float:
    """The part of the squared error that comes from luck and parameters, not from the points.

    Nan where the points are no sample or luck was not repeated. Shapes: values (runs,), finite.
    """
    by = material.clusters
    if by.draws is None or material.replications < 2:
        return float("nan")
    influence = (values - values.mean()) / len(values)
    luck = Clusters(by.replications, None).variance(influence)[0]
    whole = by.variance(influence)[0]
    return float(min(luck / whole, 1.0)) if whole > 0.0 else float("nan")


def pairing_gain(material: Material, name: str) -> float:
    """How many times more runs unpaired differences would take for the same error.

    Variance over replications of a run plus that of its baseline, over that of their difference;
    at each point, then averaged. Nan where it cannot be read; inf where equal luck leaves none.
    """
    column = PAIRED_FROM.get(name, (name, 1.0))[0]
    there = {outcome.name for outcome in material.outcomes if not outcome.paired}
    if not material.experiment.paired or column not in there or material.replications < 2:
        return float("nan")
    here = material.tables.column(column)
    base = material.tables.column(f"{column}.baseline")
    apart = _within(material, here) + _within(material, base)
    paired = _within(material, here - base)
    if apart == 0.0 or not np.isfinite(apart):
        return float("nan")
    return float(apart / paired) if paired > 0.0 else float("inf")


def _within(material: Material, values: np.ndarray) -> float:
    """Mean over points of the variance over replications."""
    runs = np.bincount(material.point, minlength=material.points)
    sums = np.bincount(material.point, values, minlength=material.points)
    means = sums / np.maximum(runs, 1)
    squares = np.bincount(material.point, (values - means[material.point]) ** 2)
    often = runs > 1
    return float((squares[often] / (runs[often] - 1)).mean()) if often.any() else float("nan")
