"""Where in the space of two factors, or along one, an outcome is how large."""

from dataclasses import dataclass

import numpy as np

from game.lab.experiment import Factor
from game.lab.factors import log_scale
from game.lab.report.estimates import Estimate, mean, share
from game.lab.report.material import Material

MOST_BINS = 8
FEWEST_RUNS = 20  # in a cell; fewer are drawn hatched, without a number


@dataclass(frozen=True)
class Axis:
    """A factor cut into bins, or into its levels where it has few.

    Shapes: places (points,) the bin of each point; `edges` holds (low, high) of every bin, of whole
    numbers both included.
    """

    factor: Factor
    places: np.ndarray
    edges: tuple[tuple[float, float], ...]

    @property
    def apart(self) -> bool:
        """Whether each bin is one value or a few whole ones, so that none touches the next."""
        return self.factor.whole or all(low == high for low, high in self.edges)


@dataclass(frozen=True)
class Grid:
    """An outcome over two factors. Shapes: means and runs (bins of y, bins of x); nan if empty."""

    x: Axis
    y: Axis
    means: np.ndarray
    runs: np.ndarray


def axis(material: Material, factor: Factor, bins: int) -> Axis:
    """A factor in so many bins of equal width, or of equal ratio for thresholds."""
    values = material.factor_values(factor)
    levels = np.unique(values)
    if len(levels) <= max(bins, 3) or (material.kind == "grid" and len(levels) <= 12):
        edges = tuple((float(v), float(v)) for v in levels)
        return Axis(factor, np.searchsorted(levels, values), edges)
    low, high = factor.low, factor.high
    if factor.whole:
        several = np.array_split(np.arange(low, high + 0.5), bins)
        places = np.searchsorted([some[0] for some in several], values, side="right") - 1
        return Axis(factor, places, tuple((float(s[0]), float(s[-1])) for s in several))
    logs = log_scale(factor) and low > 0.0
    marks = np.geomspace(low, high, bins + 1) if logs else np.linspace(low, high, bins + 1)
    places = np.clip(np.searchsorted(marks, values, side="right") - 1, 0, len(marks) - 2)
    pairs = zip(marks[:-1].tolist(), marks[1:].tolist(), strict=True)
    return Axis(factor, places, tuple(pairs))


def bins_for(points: int, factors: int = 2) -> int:
    """How many bins a factor gets, so that a cell of so many factors holds some ten points."""
    return int(np.clip(np.floor((points / 10.0) ** (1.0 / factors)), 3, MOST_BINS))


def grid(material: Material, pair: tuple[Factor, Factor], values: np.ndarray) -> Grid:
    """An outcome over two factors, the first along x. Shapes: values (runs,)."""
    bins = bins_for(material.points)
    x, y = (axis(material, factor, bins) for factor in pair)
    known = np.isfinite(values)
    cell = (y.places * len(x.edges) + x.places)[material.point[known]]
    size = len(x.edges) * len(y.edges)
    runs = np.bincount(cell, minlength=size)
    sums = np.bincount(cell, values[known], minlength=size)
    means = np.divide(sums, runs, out=np.full(size, np.nan), where=runs > 0)
    shape = (len(y.edges), len(x.edges))
    return Grid(x, y, means.reshape(shape), runs.reshape(shape))


def along(
    material: Material, factor: Factor, values: np.ndarray, shares: bool
) -> tuple[Axis, list[Estimate | None]]:
    """A share or a mean in every bin of one factor; None where there are no runs."""
    line = axis(material, factor, 12 if material.points >= 120 else bins_for(material.points, 1))
    place = line.places[material.point]
    found: list[Estimate | None] = []
    for k in range(len(line.edges)):
        chosen = (place == k) & np.isfinite(values)
        by = material.clusters.of(chosen)
        if not chosen.any():
            found.append(None)
        elif shares:
            found.append(share(values[chosen] > 0.5, by))
        else:
            found.append(mean(values[chosen], by))
    return line, found
