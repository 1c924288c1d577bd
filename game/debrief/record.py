"""A finished game as plain values: what an analysis needs, and nothing that changes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents import mandate
from agents.ensemble import play_many
from agents.history import History
from agents.levers import INDEX, positions
from agents.plan import Order, Plan
from agents.scenario import Scenario
from game.session import Session

Stop = Callable[[], bool]


@dataclass(frozen=True)
class Record:
    """A game as played. `rows[i]` is its world after i quarters; run 0 of `seed` is its luck."""

    scenario: Scenario
    seat: str
    seed: int
    buyers: int
    first: int
    last: int
    plan: Plan
    twin_plan: Plan
    rows: tuple[np.ndarray, ...]
    twin_rows: tuple[np.ndarray, ...]
    orders: tuple[Order, ...]
    history: History
    twin_history: History
    secret: str

    @property
    def quarters(self) -> int:
        """How many quarters were played."""
        return self.last - self.first + 1

    def lever(self, key: str, quarters: int) -> float:
        """Where a lever stood after so many quarters."""
        return float(self.rows[quarters][positions(self.buyers)[INDEX[key]]])

    def points(self, history: History) -> np.ndarray:
        """Points of the seat's goals. Shape: (runs, goals)."""
        return mandate.score(history, self.seat, self.scenario.name, self.secret)


def record_of(session: Session) -> Record:
    """The record of a game as it stands. Raises: ValueError before its first quarter."""
    if not session.turns:
        raise ValueError("no quarter has been played")
    return Record(
        scenario=session.scenario,
        seat=session.seat,
        seed=session.setup.seed,
        buyers=session.setup.buyers,
        first=session.scenario.start,
        last=session.now - 1,
        plan=session.plan.copy(),
        twin_plan=session.twin_plan().copy(),
        rows=tuple(session.rows),
        twin_rows=tuple(session.twin_rows),
        orders=tuple(order for turn in session.turns for order in turn.orders),
        history=session.history,
        twin_history=session.twin_history,
        secret=mandate.draw_secret(session.seat, session.setup.seed),
    )


def replay(
    record: Record,
    row: np.ndarray,
    plan: Plan,
    runs: int,
    *,
    first: int | None = None,
    last: int | None = None,
    first_run: int = 0,
    stop: Stop | None = None,
) -> np.ndarray:
    """Play a world on to the game's last quarter, or another; run 0 has the game's own luck.

    Shapes: row (width,); returns every outcome (runs, quarters, columns).
    """
    values, _ = play_many(
        row,
        plan,
        record.seed,
        runs,
        first=record.first if first is None else first,
        last=record.last if last is None else last,
        first_run=first_run,
        stop=stop,
    )
    return values


def joined(record: Record, first: int, values: np.ndarray) -> History:
    """A whole history: what was played before a quarter, then these outcomes of every run."""
    past = record.history.values[:, : first - record.first]
    past = np.repeat(past, len(values), axis=0)
    return History(record.first, np.concatenate([past, values], axis=1))


def bands(values: np.ndarray) -> np.ndarray:
    """5%, 50% and 95% points over runs. Shapes: values (runs, ...), returns (3, ...)."""
    return np.asarray(np.percentile(values, [5.0, 50.0, 95.0], axis=0))
