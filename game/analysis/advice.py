"""Three advisers, one belief: each reads the same believed futures, and each leans its own way.

Security takes the futures that are bad for our side, commerce the ones that are good for it,
science the middle. Whom to trust is for the player to learn: the audit tells how far each was off.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from agents import ensemble
from agents.belief import CHINESE, believed_rows
from agents.history import columns
from agents.plan import Plan
from game.language import mark

AHEAD = 4  # quarters until the quarter that is spoken of
RUNS = 200
FIRST_RUN = 5001  # futures of their own: not those of the fan


@dataclass(frozen=True)
class Adviser:
    """A voice: the outcome it watches and how far from the middle it reads it.

    `lean` is the share of futures that lie below its number when more is good for the sender.
    """

    key: str
    name: str
    outcome: str
    lean: float


ADVISERS = (
    Adviser("security", mark("Security adviser"), "gap_generations", 0.2),
    Adviser("commerce", mark("Commerce adviser"), "sender_revenue", 0.75),
    Adviser("science", mark("Science adviser"), "ai_gap_months", 0.5),
)


@dataclass(frozen=True)
class Counsel:
    """What an adviser expects: a value of its outcome in a quarter."""

    adviser: Adviser
    quarter: int
    value: float


@dataclass(frozen=True)
class Audit:
    """How an adviser has done: numbers given, and by how much they were too high on average."""

    adviser: Adviser
    count: int
    too_high: float


def counsel(
    row: np.ndarray,
    plan: Plan,
    seed: int,
    first: int,
    last: int,
    seat: str,
    runs: int = RUNS,
    *,
    perfect: bool = False,
) -> tuple[Counsel, ...]:
    """What the advisers of a seat expect a year ahead, or at the end if that is nearer.

    With `perfect` intelligence they read the true world. Shapes: row (width,), the world before
    quarter `first` is played.
    """
    target = min(first + AHEAD - 1, last)
    places = np.array([columns()[one.outcome].place for one in ADVISERS])
    history, _ = ensemble.play_many(
        np.repeat(row[None], runs, axis=0)
        if perfect
        else believed_rows(row, seat, seed, runs, FIRST_RUN),
        plan,
        seed,
        runs,
        first=first,
        last=target,
        first_run=FIRST_RUN,
        one_each=True,
        places=places,
        threads=1,
    )
    found = []
    for index, adviser in enumerate(ADVISERS):
        lean = 1.0 - adviser.lean if seat in CHINESE else adviser.lean
        found.append(Counsel(adviser, target, float(np.quantile(history[:, -1, index], lean))))
    return tuple(found)


def audit(
    rows: list[np.ndarray],
    plans: Sequence[Plan],
    seed: int,
    start: int,
    last: int,
    seat: str,
    outcomes: np.ndarray,
    most: int = 8,
    *,
    perfect: bool = False,
) -> tuple[Audit, ...]:
    """How the advisers' numbers of the last quarters compare with what came.

    Shapes: rows[i] (width,) and plans[i] are the world and the plan before quarter start + i,
    outcomes (quarters, columns).
    """
    errors: dict[str, list[float]] = {one.key: [] for one in ADVISERS}
    played = len(outcomes)
    for index in range(max(0, played - AHEAD - most), played - AHEAD + 1):
        for said in counsel(
            rows[index], plans[index], seed, start + index, last, seat, perfect=perfect
        ):
            real = outcomes[said.quarter - start, columns()[said.adviser.outcome].place]
            errors[said.adviser.key].append(said.value - float(real))
    return tuple(
        Audit(one, len(errors[one.key]), float(np.mean(errors[one.key] or [0.0])))
        for one in ADVISERS
    )
