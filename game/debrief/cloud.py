"""One game among many that the minds play from the same opening."""

from dataclasses import dataclass

import numpy as np

from agents import mandate
from agents.history import History
from agents.levers import ACTORS
from agents.state import layout
from game.debrief.record import Record, Stop, replay

GAMES = 500


@dataclass(frozen=True)
class Cloud:
    """Points of the seat's goals in games among minds, and in the game itself.

    Shapes: points (games, goals), own (goals,); tension: the highest of each game (games,).
    """

    points: np.ndarray
    own: np.ndarray
    tension: np.ndarray
    own_tension: float

    @property
    def games(self) -> int:
        """How many games the minds played."""
        return len(self.points)

    def below(self, goal: int) -> float:
        """Share of the minds' games with fewer points in a goal; ties count half."""
        return share_below(self.points[:, goal], float(self.own[goal]))

    @property
    def means(self) -> np.ndarray:
        """Mean points of each game. Shape: (games,)."""
        return np.asarray(self.points.mean(axis=1))

    @property
    def own_mean(self) -> float:
        """Mean points of the game itself."""
        return float(self.own.mean())

    @property
    def regret(self) -> float:
        """How far the game's mean stays behind the best of the minds' games; below 0 if ahead."""
        return float(self.means.max()) - self.own_mean


def share_below(values: np.ndarray, own: float) -> float:
    """Share of values below one; ties count half. Shape: (n,)."""
    return float((values < own).mean() + 0.5 * (values == own).mean())


def cloud(record: Record, games: int = GAMES, stop: Stop | None = None) -> Cloud:
    """Let the minds play from the opening of a game to its full time, each with other luck."""
    row = left_to_minds(record)
    values = replay(
        record, row, record.scenario.base_plan(), games,
        last=record.scenario.end, first_run=1, stop=stop,
    )  # fmt: skip
    history = History(record.first, values)
    tension = mandate.read(history, "tension", "most")
    own_tension = float(mandate.read(record.history, "tension", "most")[0])
    own = record.points(record.history)[0]
    return Cloud(record.points(history), own, tension, own_tension)


def left_to_minds(record: Record) -> np.ndarray:
    """The opening of a game with no seat held. Shape: (width,)."""
    row = record.rows[0].copy()
    kind, member = ACTORS[record.seat]
    place = layout(record.buyers).position(kind, member, "held")
    row[place : place + 1].view(np.int64)[0] = 0
    return row
