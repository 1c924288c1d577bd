"""SW-1's parts on NumPy arrays, for implementations that think in columns."""

import numpy as np

from benchmarks.peers import law
from benchmarks.peers.law import BLOCS, FIRMS, FIRMS_OF_A_BLOC

QUALITY = np.array([law.first_quality(f) for f in range(FIRMS)])
HOME = np.arange(FIRMS) // FIRMS_OF_A_BLOC
# Before and under sanctions. Shape: (2, buyers' bloc, firm).
ALLOWED = np.array(
    [
        [[law.may_buy(b, HOME[f], quarter) for f in range(FIRMS)] for b in range(BLOCS)]
        for quarter in (0, law.SANCTIONS_FROM)
    ],
    float,
)
OTHERS = np.exp(-law.SWITCHING_COST)


def allowed(quarter: int) -> np.ndarray:
    """Who may buy from whom. Shape: (blocs, firms)."""
    return ALLOWED[int(quarter >= law.SANCTIONS_FROM)]


def research(quality, cash, chance):  # type: ignore[no-untyped-def]
    """Firms spend and innovate, in place."""
    spend = law.RESEARCH_SHARE * np.maximum(cash, 0.0)
    cash -= spend
    success = chance.random(quality.shape) < 1.0 - np.exp(-law.RESEARCH_RATE * spend)
    quality *= np.where(success, 1.0 + law.QUALITY_GAIN * chance.random(quality.shape), 1.0)


def prices(sales, buyers):  # type: ignore[no-untyped-def]
    """Prices by last quarter's sales."""
    return law.COST * (1.0 + law.MARKUP + law.MARKUP_BY_SHARE * sales / buyers)


def profit(price, sales, buyers):  # type: ignore[no-untyped-def]
    """What a quarter's sales bring."""
    return law.SALES_MARGIN * (2000.0 / buyers) * (price - law.COST) * sales


def weights(quality, price, network, quarter):  # type: ignore[no-untyped-def]
    """What each firm weighs for each bloc if it is the present one. Shape: (..., blocs, firms)."""
    appeal = (quality / price)[..., None, :] ** 2
    return appeal * np.exp(law.NETWORK_PULL * network[..., HOME]) * allowed(quarter)


def choose(cell, firm_of, own, chance):  # type: ignore[no-untyped-def]
    """Who chooses, and which firm; buyers that stay are left out.

    Shapes: cell (buyers,), the row of `own` that a buyer sees; own (cells, firms); both returned
    (movers,).
    """
    sums = np.cumsum(OTHERS * own, axis=1)
    total = sums[:, -1].copy()
    line = (sums / total[:, None] + np.arange(len(own))[:, None]).ravel()
    some = np.flatnonzero(chance.random(cell.size) < law.CHOICE_CHANCE)
    at, present = cell[some], firm_of[some]
    bonus = (1.0 - OTHERS) * own[at, present] / total[at]
    draw = chance.random(some.size) * (1.0 + bonus) - bonus
    moves = draw >= 0.0
    at = at[moves]
    found = np.searchsorted(line, np.minimum(draw[moves], 1.0 - 1e-9) + at, side="right")
    return some[moves], np.minimum(found - at * FIRMS, FIRMS - 1)


def count(bloc, firm_of):  # type: ignore[no-untyped-def]
    """Sales of each firm, and each bloc's network. Shapes: (firms,), (blocs, blocs)."""
    served = np.bincount(bloc * FIRMS + firm_of, minlength=BLOCS * FIRMS).reshape(BLOCS, FIRMS)
    network = served.reshape(BLOCS, BLOCS, FIRMS_OF_A_BLOC).sum(2)
    return served.sum(0), network / network.sum(1, keepdims=True)


def record(sales, quality, buyers):  # type: ignore[no-untyped-def]
    """What is written down of a quarter. Shape: (6,)."""
    return np.append(sales.reshape(BLOCS, FIRMS_OF_A_BLOC).sum(1) / buyers, quality.mean())
