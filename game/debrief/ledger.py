"""Which moves of whom mattered: the game played again without one move at a time, same luck."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from agents.levers import INDEX, LEVERS
from agents.plan import Plan
from game.analysis.metrics import Metric, known_metrics
from game.debrief.record import Record, Stop, bands, joined, replay
from game.views.moves import share_of

RUNS = 100
MOST_OWN = 8
MOST_OTHERS = 12
# A deal is signed and left in one step: it counts less when the largest moves are picked.
DEAL_PART = 0.4
# Of a lever's range: smaller steps of a mind add up until they are a move.
LEAST = 0.12


@dataclass(frozen=True)
class Step:
    """A lever that was moved."""

    lever: str
    before: float
    after: float

    @property
    def size(self) -> float:
        """How far, as a share of its range."""
        lever = LEVERS[self.lever]
        return abs(share_of(lever, self.after) - share_of(lever, self.before))


@dataclass(frozen=True)
class Made:
    """A move: everything that a seat changed in a quarter under one heading."""

    seat: str
    quarter: int
    steps: tuple[Step, ...]
    own: bool

    @property
    def size(self) -> float:
        """Its steps together."""
        parts = (DEAL_PART if LEVERS[step.lever].deal else 1.0 for step in self.steps)
        return sum(part * step.size for part, step in zip(parts, self.steps, strict=True))


@dataclass(frozen=True)
class Worth:
    """What a move did by the end, the game less the game without it.

    `own` with the game's luck, `band` its 5%, 50% and 95% points with other luck from the same
    quarter on. Shapes: own (metrics,), band (3, metrics): `known_metrics`, then the seat's mean
    points.
    """

    made: Made
    own: np.ndarray
    band: np.ndarray


def moves_made(record: Record) -> list[Made]:
    """The largest moves of the player and of everybody else, oldest first."""
    own = sorted(_own(record), key=lambda made: -made.size)[:MOST_OWN]
    others = sorted(_others(record), key=lambda made: -made.size)[:MOST_OTHERS]
    return sorted([*own, *others], key=lambda made: (made.quarter, not made.own, made.seat))


def _own(record: Record) -> Iterator[Made]:
    """Orders of a quarter, those of one group of levers together."""
    found: dict[tuple[int, str], list[Step]] = {}
    for order in record.orders:
        before = record.lever(order.lever, order.quarter - record.first)
        step = Step(order.lever, before, order.value)
        found.setdefault((order.quarter, LEVERS[order.lever].group), []).append(step)
    for (quarter, _), steps in found.items():
        yield Made(record.seat, quarter, tuple(steps), True)


def _others(record: Record) -> Iterator[Made]:
    """Steps of every other seat in a quarter, as its mind or the record took them."""
    keys = [key for key, lever in LEVERS.items() if lever.actor not in ("world", record.seat)]
    told = {key: record.lever(key, 0) for key in keys}
    for quarter in range(record.first, record.last + 1):
        found: dict[str, list[Step]] = {}
        for key in keys:
            now = record.lever(key, quarter - record.first + 1)
            step = Step(key, told[key], now)
            if LEVERS[key].pulse:
                if now != 0.0:
                    found.setdefault(LEVERS[key].actor, []).append(Step(key, 0.0, now))
            elif step.size >= LEAST:
                told[key] = now
                found.setdefault(LEVERS[key].actor, []).append(step)
        for seat, steps in found.items():
            yield Made(seat, quarter, tuple(steps), False)


def without(record: Record, made: Made) -> Plan:
    """The plan without one move; later orders of the player stay as they were."""
    plan = record.plan.copy()
    row = made.quarter - plan.start
    for step in made.steps:
        column = INDEX[step.lever]
        if LEVERS[step.lever].pulse:
            plan.values[row, column] = 0.0
            continue
        later = [
            order.quarter
            for order in record.orders
            if order.lever == step.lever and order.quarter > made.quarter
        ]
        end = min(later, default=plan.end + 1) - plan.start
        plan.values[row:end, column] = step.before
    return plan


def measured() -> tuple[Metric, ...]:
    """The metrics that effects are read of; the mean of the seat's points comes after them."""
    return known_metrics()


def worths(
    record: Record,
    runs: int = RUNS,
    stop: Stop | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Worth]:
    """What every large move did by the end of the game."""
    moves = moves_made(record)
    played: dict[int, np.ndarray] = {}
    found = []
    for number, made in enumerate(moves, start=1):
        row = record.rows[made.quarter - record.first]
        if made.quarter not in played:
            played.clear()
            played[made.quarter] = _ends(record, row, record.plan, made.quarter, runs, stop)
        other = _ends(record, row, without(record, made), made.quarter, runs, stop)
        change = played[made.quarter] - other
        found.append(Worth(made, change[0], bands(change)))
        if progress is not None:
            progress(number, len(moves))
    return found


def _ends(
    record: Record, row: np.ndarray, plan: Plan, first: int, runs: int, stop: Stop | None
) -> np.ndarray:
    """Every metric at the end of the game, then the mean points. Shape: (runs, metrics + 1)."""
    values = replay(record, row, plan, runs, first=first, stop=stop)
    read = [metric.read_history(values[:, -1]) for metric in measured()]
    points = record.points(joined(record, first, values)).mean(axis=1)
    return np.stack([*read, points], axis=-1)
