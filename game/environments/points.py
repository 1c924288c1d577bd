"""Points of a seat's public goals at any quarter, read from the few columns that they need."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from agents import mandate
from agents.history import History
from agents.mandate import Goal


@dataclass(frozen=True)
class Record(History):
    """A history of some columns only, named by `kept`, of which the first are stored.

    Shapes: values (runs, quarters, columns stored).
    """

    kept: tuple[str, ...] = ()

    def column(self, name: str) -> np.ndarray:
        """One outcome. Shape: (runs, quarters)."""
        return np.asarray(self.values[:, :, self.kept.index(name)])


@dataclass(frozen=True)
class _Listener(History):
    """A history that notes which columns are asked for."""

    heard: dict[str, None] = field(default_factory=dict)

    def column(self, name: str) -> np.ndarray:
        self.heard[name] = None
        return np.ones(self.values.shape[:2])


def public_goals(seat: str, scenario: str) -> tuple[Goal, ...]:
    """The goals a seat is scored by. Raises: ValueError if it has none."""
    goals = mandate.mandate(seat, scenario)
    if not goals:
        raise ValueError(
            f"'{seat}' has no mandate to be scored by; seats with one: {', '.join(mandate.seats())}"
        )
    return goals


@lru_cache(maxsize=64)
def columns_read(seat: str, scenario: str) -> Sequence[str]:
    """The columns of a history that the score of a seat reads."""
    public_goals(seat, scenario)
    listener = _Listener(0, np.zeros((1, 1, 1)))
    mandate.score(listener, seat, scenario)
    return tuple(listener.heard)


def points(record: History, seat: str, scenario: str, last: np.ndarray) -> np.ndarray:
    """Points of the public goals as they would stand if each game ended in its quarter `last`.

    Shapes: last (runs,); returns (runs, goals).
    """
    return mandate.score(record, seat, scenario, last=last)
