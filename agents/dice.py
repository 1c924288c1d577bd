"""Luck as data: every draw is a pure function of (seed, run, quarter, stream, agent).

A field named luck_... is a stream; an agent's name is its identity. Neither the order of calls nor
the presence of other agents or streams changes a draw, so twin worlds share their luck exactly.
The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
1, 2, 3", SC 2011), checked against the published test vectors.
"""

import math
import zlib
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numba.extending import register_jitable

from agents.rule import rule
from agents.state import Kind, layout

TABLE_SIZE = 1024
WORD_TO_PLACE = (TABLE_SIZE - 1) / 4294967296.0
DISTRIBUTIONS = ("uniform", "normal", "gumbel", "beta")

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_TWO, _THREE, _FOUR, _FIVE, _SIX, _SEVEN, _EIGHT, _NINE = (np.uint64(i) for i in range(2, 10))


@rule
def philox_round(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """One round of Philox4x32."""
    p0 = _M0 * (c0 & _LOW)
    p1 = _M1 * (c2 & _LOW)
    return (p1 >> _HALF) ^ c1 ^ (k0 & _LOW), p1 & _LOW, (p0 >> _HALF) ^ c3 ^ (k1 & _LOW), p0 & _LOW


@register_jitable(inline="always")
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """Four random 32-bit words from a counter and a key; uint64 scalars or arrays alike.

    The ten rounds are written out, and inlined where they are used: only then does the kernel draw
    eight counters at a time.
    """
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0 + _W0, k1 + _W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0 + _TWO * _W0, k1 + _TWO * _W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0 + _THREE * _W0, k1 + _THREE * _W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0 + _FOUR * _W0, k1 + _FOUR * _W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0 + _FIVE * _W0, k1 + _FIVE * _W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0 + _SIX * _W0, k1 + _SIX * _W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0 + _SEVEN * _W0, k1 + _SEVEN * _W1)
    c0, c1, c2, c3 = philox_round(c0, c1, c2, c3, k0 + _EIGHT * _W0, k1 + _EIGHT * _W1)
    return philox_round(c0, c1, c2, c3, k0 + _NINE * _W0, k1 + _NINE * _W1)


def _beta_quantiles(points: np.ndarray) -> np.ndarray:
    """Quantiles of Beta(2, 5): its distribution function is a polynomial, inverted on a grid.

    The powers are the C library's: numpy's own differ in the last bit from processor to processor.
    """
    x = np.linspace(0.0, 1.0, 200_001)
    rest = (1.0 - x).tolist()
    fifth, sixth = (np.array([r**n for r in rest]) for n in (5, 6))
    below = 1.0 - sixth - 6.0 * x * fifth
    return np.interp(points, below, x)


@lru_cache(maxsize=1)
def quantile_tables() -> np.ndarray:
    """Quantiles of every distribution at mid-points. Shape: (distributions, TABLE_SIZE)."""
    points = (np.arange(TABLE_SIZE) + 0.5) / TABLE_SIZE
    normal = NormalDist()
    tables = np.empty((len(DISTRIBUTIONS), TABLE_SIZE))
    tables[0] = points
    tables[1] = [normal.inv_cdf(float(u)) for u in points]
    tables[2] = [-math.log(-math.log(float(u))) for u in points]
    tables[3] = _beta_quantiles(points)
    return tables


@rule
def shape_draw(word: Any, table: Any) -> Any:
    """Turn a 32-bit word into a draw: a uniform, or a quantile read between two entries."""
    position = word * WORD_TO_PLACE
    i = int(position)
    return table[i] + (table[i + 1] - table[i]) * (position - i)


def name_code(name: str) -> int:
    """A stable 32-bit number for a name."""
    return zlib.crc32(name.encode())


@dataclass(frozen=True)
class Streams:
    """What the dice fill, as arrays: one entry for each block of up to four numbers, fuller first.

    Shapes: all (blocks,): agent and stream codes uint64, first position and count, distribution;
    but reach (4,), the number of blocks that have a first, second, third and fourth number.
    """

    agent: np.ndarray
    stream: np.ndarray
    position: np.ndarray
    count: np.ndarray
    distribution: np.ndarray
    reach: np.ndarray


def _streams_of(kind: Kind, start: int) -> tuple[np.ndarray, ...]:
    """The streams of one kind of agent, member by member; its first number stands at `start`."""
    blocks = [
        (
            name_code(f"{f.name}#{first // 4}"),
            kind.offset(f.name) + first,
            min(4, f.shape - first),
            DISTRIBUTIONS.index(f.draw),
        )
        for f in kind.fields
        if f.draw
        for first in range(0, f.shape, 4)
    ]
    stream, offset, count, distribution = np.array(blocks, np.int64).reshape(-1, 4).T
    members = len(kind.members) if blocks else 0
    agent = [name_code(f"{kind.name}.{member}") for member in kind.members[:members]]
    begin = start + np.arange(members) * kind.width
    return (
        np.repeat(np.array(agent, np.uint64), len(blocks)),
        np.tile(stream.astype(np.uint64), members),
        (begin[:, None] + offset).ravel(),
        np.tile(count, members),
        np.tile(distribution, members),
    )


@lru_cache(maxsize=16)
def streams(buyers: int) -> Streams:
    """The streams of a world with so many buyers."""
    where = layout(buyers)
    parts = [_streams_of(kind, where.start[name]) for name, kind in where.kinds.items()]
    whole = [np.concatenate(column) for column in zip(*parts, strict=True)]
    agent, stream, position, count, distribution = whole
    order = np.argsort(-count, kind="stable")
    reach = np.array([(count > lane).sum() for lane in range(4)], np.int64)
    return Streams(
        agent[order], stream[order], position[order], count[order], distribution[order], reach
    )


@rule
def roll_row(  # type: ignore[no-untyped-def]
    row, scratch, quarter, run, seed, agent, stream, position, reach, distribution, tables
):
    """Fill the luck of one world for one quarter; words first, so that the loop vectorises.

    Shapes: row (width,), scratch (4, blocks) uint64.
    """
    low = np.uint64(seed & 0xFFFFFFFF)
    high = np.uint64((seed >> 32) & 0xFFFFFFFF)
    moment, number = np.uint64(quarter), np.uint64(run)
    word0, word1, word2, word3 = scratch[0], scratch[1], scratch[2], scratch[3]
    for b in range(len(agent)):
        word0[b], word1[b], word2[b], word3[b] = philox(
            agent[b], stream[b], moment, number, low, high
        )
    for lane in range(4):
        words = scratch[lane]
        for b in range(reach[lane]):
            row[position[b] + lane] = shape_draw(words[b], tables[distribution[b]])


@dataclass(frozen=True)
class Dice:
    """The luck of a study: a seed. Run r and quarter q then have luck of their own."""

    seed: int

    def row(self, buyers: int, run: int, quarter: int) -> tuple[np.ndarray, np.ndarray]:
        """Positions and values of one world's luck in one quarter; plain NumPy, no compiler.

        Shapes: both (draws,).
        """
        s = streams(buyers)
        ones = np.ones(len(s.agent), np.uint64)
        low, high = self.seed & 0xFFFFFFFF, (self.seed >> 32) & 0xFFFFFFFF
        words = np.stack(
            philox(
                s.agent,
                s.stream,
                ones * np.uint64(quarter),
                ones * np.uint64(run),
                ones * np.uint64(low),
                ones * np.uint64(high),
            ),
            axis=1,
        )
        place = words * WORD_TO_PLACE
        i = place.astype(np.int64)
        table = quantile_tables()
        kind = s.distribution[:, None]
        low_value = table[kind, i]
        values = low_value + (table[kind, i + 1] - low_value) * (place - i)
        used = np.arange(4)[None, :] < s.count[:, None]
        positions = s.position[:, None] + np.arange(4)[None, :]
        return positions[used], values[used]
