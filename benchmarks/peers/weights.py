"""What buyers of a bloc weigh, for implementations that are made of Python objects."""

import math
from itertools import accumulate

from benchmarks.peers.law import (
    BLOCS,
    FIRMS_OF_A_BLOC,
    NETWORK_PULL,
    SWITCHING_COST,
    may_buy,
)

OTHERS = math.exp(-SWITCHING_COST)
Table = tuple[list[float], list[float]]  # sums of the others' weights; bonus of the present firm


def table(appeals: list[float], network: list[float], bloc: int, quarter: int) -> Table:
    """One table for all buyers of a bloc: a draw from the sums, after the bonus for staying."""
    pulls = [
        math.exp(NETWORK_PULL * network[other]) if may_buy(bloc, other, quarter) else 0.0
        for other in range(BLOCS)
    ]
    own = [pulls[f // FIRMS_OF_A_BLOC] * appeal for f, appeal in enumerate(appeals)]
    return list(accumulate(OTHERS * w for w in own)), [w * (1.0 - OTHERS) for w in own]


def tables(appeals: list[float], network: list[list[float]], quarter: int) -> list[Table]:
    """The table of every bloc."""
    return [table(appeals, network[bloc], bloc, quarter) for bloc in range(BLOCS)]
