"""Means, shares and differences with intervals that know which runs are not independent.

All points of one replication have the same luck and the same parameters, and all replications of
one point the same dials. The error of an average is therefore reckoned from sums over replications
and over points (two-way clustered, Cameron, Gelbach and Miller 2011), with Student's t for few
clusters. Where the points are all that was asked about (a list, a grid), only luck is a sample.
"""

from dataclasses import dataclass

import numpy as np

COVER = 0.95


@dataclass(frozen=True)
class Estimate:
    """A number with its 95% interval; the ends are nan where nothing was repeated."""

    value: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether it has an interval."""
        return bool(np.isfinite(self.low) and np.isfinite(self.high))

    def settles(self, mark: float) -> bool:
        """Whether the interval lies on one side of a mark."""
        return self.known and not self.low <= mark <= self.high


@dataclass(frozen=True)
class Clusters:
    """Which runs belong together. Shapes: each (runs,); `draws` is None where points are fixed.

    `replications` have equal luck; `draws` are points drawn from a range, or blocks of them that
    were drawn together.
    """

    replications: np.ndarray
    draws: np.ndarray | None

    def of(self, chosen: np.ndarray) -> "Clusters":
        """The same for some of the runs."""
        return Clusters(
            self.replications[chosen], None if self.draws is None else self.draws[chosen]
        )

    def variance(self, influence: np.ndarray) -> tuple[float, float]:
        """Variance of the sum of every run's part in the error, and its degrees of freedom.

        Shapes: influence (runs,). Nan and 0 where nothing was repeated.
        """
        luck, lucks = _between(self.replications, influence)
        if self.draws is None:
            return (luck, lucks - 1.0) if lucks > 1 else (np.nan, 0.0)
        drawn, draws = _between(self.draws, influence)
        if draws < 2:
            return (luck, lucks - 1.0) if lucks > 1 else (np.nan, 0.0)
        if lucks < 2:
            return drawn, draws - 1.0
        cells = self.draws * (int(self.replications.max()) + 1) + self.replications
        both = luck + drawn - _between(cells, influence)[0]
        return max(both, luck, drawn), min(lucks, draws) - 1.0


def _between(cluster: np.ndarray, influence: np.ndarray) -> tuple[float, int]:
    """Sum of the squares of the sums over clusters, mended for few of them, and how many."""
    sums = np.bincount(cluster, weights=influence)[np.bincount(cluster) > 0]
    many = len(sums)
    return float((sums * sums).sum()) * (many / (many - 1.0) if many > 1 else 0.0), many


def student(freedom: float) -> float:
    """Half the width of a 95% interval, in standard errors."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + COVER / 2))


def mean(values: np.ndarray, clusters: Clusters) -> Estimate:
    """Mean over runs. Shapes: values (runs,), finite."""
    middle = float(values.mean())
    variance, freedom = clusters.variance((values - middle) / len(values))
    return _around(middle, variance, freedom)


def difference(values: np.ndarray, upper: np.ndarray, lower: np.ndarray, by: Clusters) -> Estimate:
    """Mean over some runs less the mean over others. Shapes: all (runs,); the choices are bool.

    Where all runs of either side agree on a yes or no, the error is that of the two shares, their
    Wilson intervals put together. Source: Newcombe 1998, method 10.
    """
    above, below = float(values[upper].mean()), float(values[lower].mean())
    influence = np.zeros(len(values))
    influence[upper] = (values[upper] - above) / upper.sum()
    influence[lower] = -(values[lower] - below) / lower.sum()
    chosen = upper | lower
    found = _around(above - below, *by.of(chosen).variance(influence[chosen]))
    if not np.isin(values, (0.0, 1.0)).all():
        return found
    if found.known and {above, below} <= {0.0, 1.0}:
        more, less = (share(values[side] > 0.5, by.of(side)) for side in (upper, lower))
        down = np.hypot(more.value - more.low, less.high - less.value)
        up = np.hypot(more.high - more.value, less.value - less.low)
        found = Estimate(found.value, float(found.value - down), float(found.value + up))
    return Estimate(
        found.value, max(found.low, -1.0), min(found.high, 1.0)
    )  # no shares are further


def _around(value: float, variance: float, freedom: float) -> Estimate:
    if not freedom > 0.0:
        return Estimate(value, np.nan, np.nan)
    half = student(freedom) * float(np.sqrt(variance))
    return Estimate(value, value - half, value + half)


def share(hits: np.ndarray, clusters: Clusters) -> Estimate:
    """Share of runs, with Wilson's interval for as many independent runs as the error is worth.

    Where all runs agree, one cluster counts as one run: 20 replications without a hit do not prove
    that there is none. Shapes: hits (runs,) bool.
    """
    part = float(hits.mean())
    variance, freedom = clusters.variance((hits - part) / len(hits))
    if not freedom > 0.0:
        return Estimate(part, np.nan, np.nan)
    spread = part * (1.0 - part)
    worth = min(spread / variance, len(hits)) if variance > 0.0 else len(hits)
    if spread == 0.0:
        worth = freedom + 1.0
    z = student(freedom)
    centre = (part + z * z / (2.0 * worth)) / (1.0 + z * z / worth)
    half = z / (1.0 + z * z / worth) * np.sqrt(spread / worth + (z / (2.0 * worth)) ** 2)
    low, high = max(centre - half, 0.0), min(centre + half, 1.0)
    return Estimate(part, float(min(low, part)), float(max(high, part)))
