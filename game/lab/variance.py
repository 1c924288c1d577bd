"""How much of the spread of an outcome is policy, and how much luck and open parameters.

Equal replications have equal luck and equal parameters at every point, so the runs of a study are a
table of points by replications with one run in each cell.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Spread:
    """Shares of the variance over single runs: what the factors make, what luck and parameters make
    at all points alike, and what they make differently from point to point. `leftover` is the share
    of luck in the variance of the means that were analysed."""

    factors: float
    luck: float
    luck_by_point: float
    leftover: float


def spread(table: np.ndarray) -> Spread | None:
    """Where the variance of single runs comes from, by a two-way analysis of variance.

    None where there is one replication only, or no variance. Shapes: table (points, replications),
    finite.
    """
    points, replications = table.shape
    if points < 2 or replications < 2:
        return None
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    rest = table - rows[:, None] - columns[None, :] + table.mean()
    both = float((rest**2).sum()) / ((points - 1) * (replications - 1))
    means = float(rows.var(ddof=1))
    factors = max(means - both / replications, 0.0)
    luck = max(float(columns.var(ddof=1)) - both / points, 0.0)
    every = factors + luck + both
    if every <= 0.0:
        return None
    leftover = min(both / replications / means, 1.0) if means > 0.0 else 1.0
    return Spread(factors / every, luck / every, both / every, leftover)
