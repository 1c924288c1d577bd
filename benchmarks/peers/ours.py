"""SW-1 as this project writes its models: rules on records, luck from a counter, one kernel.

Firms, blocs and buyers are records; rules are plain functions under `rule`; the kernel plays chunks
of worlds in threads, and every draw is a pure function of (seed, quarter, agent). Buyers of a bloc
stand together and choose by an alias table of their bloc (Walker 1977) plus a bonus for staying,
which together are the law's weights exactly. Who of 64 buyers chooses is one word: two random words
and'ed, since the chance is a quarter.
"""

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numba
import numpy as np
from numba.cpython.unsafe.numbers import trailing_zeros

from agents.rule import rule
from benchmarks.peers.law import (
    BLOCS,
    CHOICE_CHANCE,
    COST,
    FIRMS,
    FIRMS_OF_A_BLOC,
    FORBIDDEN,
    MARKUP,
    MARKUP_BY_SHARE,
    NETWORK_PULL,
    OPENING_CASH,
    QUALITY_GAIN,
    RESEARCH_RATE,
    RESEARCH_SHARE,
    SALES_MARGIN,
    SANCTIONS_FROM,
    SWITCHING_COST,
    Size,
    Statistics,
    first_quality,
)
from benchmarks.peers.side import CORES

CHUNK = 16  # worlds in one call of the kernel
assert CHOICE_CHANCE == 0.25, "choosers are drawn by two words"

# A hash of a counter is the luck: the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
STEP = np.uint64(0x9E3779B97F4A7C15)
FACTOR_1, FACTOR_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
SHIFT_1, SHIFT_2, SHIFT_3, TO_53_BITS = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
ONE, QUARTER_BITS = np.uint64(1), np.uint64(36)
WORD = 64
COUNTERS_OF_A_WORD = np.uint64(WORD + 2)
UNIT = 1.0 / 9007199254740992.0

QUALITY = np.array([first_quality(f) for f in range(FIRMS)])
ALLOWED = np.ones((2, BLOCS, BLOCS))  # before and under sanctions: buyers' bloc, firms' bloc
for _buyers, _firms in FORBIDDEN:
    ALLOWED[1, _buyers, _firms] = 0.0
STAY = math.exp(SWITCHING_COST) - 1.0  # what the present firm weighs more than any other

FIRM = np.dtype([(name, "f8") for name in ("quality", "cash", "price", "appeal", "sales")])
BLOC = np.dtype(
    [
        ("buyers", "i8"),
        ("served", "i8", (FIRMS,)),  # its buyers by firm
        ("weight", "f8", (FIRMS,)),
        ("limit", "f8", (FIRMS,)),  # the alias table: below the limit the firm itself,
        ("either", "i8", (2 * FIRMS,)),  # above it the second of its two entries here
        ("bonus", "f8", (FIRMS,)),
        ("low", "i8", (FIRMS,)),
        ("high", "i8", (FIRMS,)),
    ]
)


@rule
def word(key: Any, counter: Any) -> Any:
    """A random word of 64 bits, the same for the same key and counter."""
    z = key + counter * STEP
    z = (z ^ (z >> SHIFT_1)) * FACTOR_1
    z = (z ^ (z >> SHIFT_2)) * FACTOR_2
    return z ^ (z >> SHIFT_3)


@rule
def unit(key: Any, counter: Any) -> Any:
    """A uniform number from 0 to 1."""
    return np.int64(word(key, counter) >> TO_53_BITS) * UNIT


@rule
def research(firm: Any, luck: Any, size_of_step: Any) -> None:
    """A firm spends a part of its cash on research, which may raise its quality."""
    spend = RESEARCH_SHARE * max(firm.cash, 0.0)
    firm.cash -= spend
    if luck < 1.0 - math.exp(-RESEARCH_RATE * spend):
        firm.quality *= 1.0 + QUALITY_GAIN * size_of_step


@rule
def set_price(firm: Any, buyers: Any) -> None:
    """The larger a firm's share of buyers, the larger its markup."""
    firm.price = COST * (1.0 + MARKUP + MARKUP_BY_SHARE * firm.sales / buyers)
    ratio = firm.quality / firm.price
    firm.appeal = ratio * ratio


@rule
def weigh(bloc: Any, firms: Any, allowed: Any) -> Any:
    """What each firm weighs in a bloc's eyes if it is the buyer's own; returns the sum."""
    total = 0.0
    for other in range(BLOCS):
        first = other * FIRMS_OF_A_BLOC
        served = 0
        for f in range(first, first + FIRMS_OF_A_BLOC):
            served += bloc.served[f]
        pull = allowed[other] * math.exp(NETWORK_PULL * served / bloc.buyers)
        for f in range(first, first + FIRMS_OF_A_BLOC):
            bloc.weight[f] = pull * firms[f].appeal
            total += bloc.weight[f]
    return total


@rule
def build_alias(bloc: Any, total: Any) -> None:
    """An alias table of the bloc's weights, so that one draw finds a firm."""
    lows, highs = 0, 0
    for f in range(FIRMS):
        bloc.bonus[f] = bloc.weight[f] * (STAY / total)
        bloc.weight[f] *= FIRMS / total
        bloc.limit[f] = 1.0
        bloc.either[2 * f] = f
        bloc.either[2 * f + 1] = f
        if bloc.weight[f] < 1.0:
            bloc.low[lows] = f
            lows += 1
        else:
            bloc.high[highs] = f
            highs += 1
    while lows > 0 and highs > 0:
        lows -= 1
        small, large = bloc.low[lows], bloc.high[highs - 1]
        bloc.limit[small] = bloc.weight[small]
        bloc.either[2 * small + 1] = large
        bloc.weight[large] -= 1.0 - bloc.weight[small]
        if bloc.weight[large] < 1.0:
            highs -= 1
            bloc.low[lows] = large
            lows += 1


@rule
def choose(bloc: Any, firm_of: Any, buyer: Any, draw: Any) -> None:
    """A buyer stays or moves; written without branches, which nobody could predict."""
    present = np.int64(firm_of[buyer])
    bonus = bloc.bonus[present]
    place = draw * (1.0 + bonus) - bonus
    slot = max(place, 0.0) * FIRMS
    f = np.int64(slot)
    chosen = bloc.either[2 * f + (slot - f >= bloc.limit[f])]
    chosen = chosen if place >= 0.0 else present
    firm_of[buyer] = chosen
    bloc.served[present] -= 1
    bloc.served[chosen] += 1


@rule
def choices(bloc: Any, firm_of: Any, key: Any, first: Any) -> Any:
    """A quarter of a bloc's buyers choose anew; returns the next free counter."""
    counter = first
    for begin in range(0, len(firm_of), WORD):
        choosers = word(key, counter) & word(key, counter + ONE)
        left = bloc.buyers - begin
        if left < WORD:
            choosers &= (ONE << np.uint64(max(left, 0))) - ONE
        while choosers != np.uint64(0):
            bit = trailing_zeros(choosers)
            choosers &= choosers - ONE
            draw = unit(key, counter + np.uint64(2) + np.uint64(bit))
            choose(bloc, firm_of, begin + np.int64(bit), draw)
        counter += COUNTERS_OF_A_WORD
    return counter


@rule
def account(firms: Any, blocs: Any, buyers: Any, record: Any) -> None:
    """Firms are paid, and the quarter is written down."""
    record[:] = 0.0
    for f in range(FIRMS):
        firm = firms[f]
        sales = 0
        for bloc in blocs:
            sales += bloc.served[f]
        firm.sales = sales
        firm.cash += SALES_MARGIN * (2000.0 / buyers) * (firm.price - COST) * firm.sales
        record[f // FIRMS_OF_A_BLOC] += firm.sales / buyers
        record[BLOCS] += firm.quality / FIRMS


@rule
def start(firms: Any, blocs: Any, firm_of: Any, buyers: Any, key: Any) -> None:
    """Firms as in the law; every buyer has any firm alike."""
    for f in range(FIRMS):
        firms[f].quality, firms[f].cash, firms[f].sales = QUALITY[f], OPENING_CASH, 0.0
    counter = np.uint64(0)
    for b in range(BLOCS):
        bloc = blocs[b]
        bloc.buyers = (buyers - b + BLOCS - 1) // BLOCS
        bloc.served[:] = 0
        for i in range(bloc.buyers):
            f = np.int64(unit(key, counter) * FIRMS)
            counter += ONE
            firm_of[b, i] = f
            bloc.served[f] += 1
            firms[f].sales += 1.0


def _play(firms, blocs, firm_of, seeds, buyers, history, concentration):  # type: ignore[no-untyped-def]
    """Play worlds. Shapes: firms (60,), blocs (5,), firm_of (5, buyers of a bloc), seeds (worlds,),
    history (worlds, quarters, 6), concentration (worlds,)."""
    for r in range(len(seeds)):
        key = word(ONE, np.uint64(seeds[r]))
        start(firms, blocs, firm_of, buyers, key)
        for t in range(history.shape[1]):
            counter = np.uint64(t + 1) << QUARTER_BITS
            for f in range(FIRMS):
                research(firms[f], unit(key, counter), unit(key, counter + ONE))
                set_price(firms[f], buyers)
                counter += np.uint64(2)
            for b in range(BLOCS):
                total = weigh(blocs[b], firms, ALLOWED[int(t >= SANCTIONS_FROM), b])
                build_alias(blocs[b], total)
                counter = choices(blocs[b], firm_of[b], key, counter)
            account(firms, blocs, buyers, history[r, t])
        concentration[r] = 0.0
        for f in range(FIRMS):
            share = firms[f].sales / buyers
            concentration[r] += share * share


@lru_cache(maxsize=1)
def kernel() -> Callable[..., None]:
    """The compiled kernel; not kept on disk, where an edit of the law would not be noticed."""
    made: Callable[..., None] = numba.njit(nogil=True, error_model="numpy")(_play)
    return made


class Ours:
    """The kernel over chunks of worlds in threads."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.version = f"numba {numba.__version__}"
        self.single(0)

    def chunk(self, first: int, runs: int) -> list[Statistics]:
        """Worlds played one behind the other on one core."""
        history = np.empty((runs, self.size.quarters, BLOCS + 1))
        concentration = np.empty(runs)
        most = (self.size.buyers + BLOCS - 1) // BLOCS
        kernel()(
            np.zeros(FIRMS, FIRM),
            np.zeros(BLOCS, BLOC),
            np.zeros((BLOCS, most), np.uint8),
            np.arange(first, first + runs),
            self.size.buyers,
            history,
            concentration,
        )
        rows: list[Statistics] = np.column_stack([history[:, -1], concentration]).tolist()
        return rows

    def single(self, seed: int) -> Statistics:
        """One run on one core."""
        return self.chunk(seed, 1)[0]

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Chunks of worlds in threads; the kernel holds no lock of Python's."""
        begins = range(first, first + runs, CHUNK)
        with ThreadPoolExecutor(CORES) as pool:
            chunks = pool.map(lambda b: self.chunk(b, min(CHUNK, first + runs - b)), begins)
            return [row for chunk in chunks for row in chunk]
