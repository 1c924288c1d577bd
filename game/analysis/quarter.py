"""Why numbers moved in the quarter just played: reruns of it that let one party move after another.

The quarter is played many times with every lever where it stood before (what was under way), then
with what the scenario's record sets, then with the player's orders, then with the moves of one
party after the other, each with the same luck. The means give the terms; what the real quarter had
beyond the last mean is its own luck, events included. The terms sum to the change exactly; the
order of the parties is part of the answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from agents import ensemble
from agents.levers import INDEX, LEVERS, positions
from agents.plan import Plan
from agents.state import buyers_of

RUNS = 64
FIRST_RUN = 1  # run 0 is the game itself
UNDER_WAY, RECORD, OWN, LUCK = "under_way", "record", "own", "luck"
# Parties in the order in which they move, after the player.
PARTIES: Mapping[str, tuple[str, ...]] = {
    "us": ("us",),
    "cn": ("cn",),
    "allies": ("tool", "chip", "row"),
    "firms": ("nvda", "amd", "huaw", "camb", "tsmc", "smic", "lab_us", "lab_cn"),
}
Reader = Callable[[np.ndarray], float]  # a world's row to a number


@dataclass(frozen=True)
class Move:
    """A number's change over a quarter and its terms by cause, which sum to it."""

    before: float
    after: float
    terms: tuple[tuple[str, float], ...]

    @property
    def change(self) -> float:
        """By how much it changed."""
        return self.after - self.before


def explain(
    before: np.ndarray,
    after: np.ndarray,
    plan: Plan,
    seed: int,
    quarter: int,
    seat: str,
    readers: Sequence[Reader],
    runs: int = RUNS,
    stop: Callable[[], bool] | None = None,
    record: Plan | None = None,
) -> tuple[Move, ...]:
    """A quarter's change of each number, cause by cause; `record` is the scenario's own path, which
    nobody ordered. Shapes: before, after (width,).
    """
    sets = [(UNDER_WAY, ()), (RECORD, ()), (OWN, (seat,))]
    sets += [(name, tuple(s for s in seats if s != seat)) for name, seats in PARTIES.items()]
    sets = [(name, seats) for name, seats in sets if seats or name in (UNDER_WAY, RECORD)]
    free: tuple[str, ...] = ()
    means: list[tuple[str, list[float]]] = []
    for name, seats in sets:
        if stop is not None and stop():
            break
        free += seats
        path = None if name == UNDER_WAY else record
        frozen = _frozen(before, plan, quarter, free, path)
        rows = _played(before, frozen, seed, quarter, runs)
        means.append((name, [float(np.mean([read(row) for row in rows])) for read in readers]))
    moves = []
    for index, read in enumerate(readers):
        last = start = read(before)
        terms = []
        for name, values in means:
            terms.append((name, values[index] - last))
            last = values[index]
        end = read(after)
        moves.append(Move(start, end, (*terms, (LUCK, end - last))))
    return tuple(moves)


def _frozen(
    row: np.ndarray, plan: Plan, quarter: int, free: Sequence[str], record: Plan | None
) -> Plan:
    """One quarter of a plan in which every seat but the free ones leaves its levers alone, or where
    the record has them."""
    values = plan.values[quarter - plan.start][None].copy()
    places = positions(buyers_of(row[None]))
    for key, lever in LEVERS.items():
        if lever.actor != "world" and lever.actor not in free and not lever.pulse:
            values[0, INDEX[key]] = row[places[INDEX[key]]]
            path = np.nan if record is None else record.values[quarter - record.start, INDEX[key]]
            if path == path:
                values[0, INDEX[key]] = path
    return Plan(quarter, 1, values)


def _played(row: np.ndarray, plan: Plan, seed: int, quarter: int, runs: int) -> np.ndarray:
    """The worlds after the quarter. Shape: (runs, width)."""
    rows = np.repeat(row[None], runs, axis=0)
    numbers = np.arange(FIRST_RUN, FIRST_RUN + runs, dtype=np.int64)
    ensemble.play(rows, plan, seed, numbers, quarter, quarter)
    return rows
