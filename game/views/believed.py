"""The world as the seat held sees it: its own side exactly, what others hide as best guesses."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from agents.belief import estimates, hidden
from agents.state import buyers_of, layout
from game.futures import believer
from game.session import Session
from game.views.worlds import played


@dataclass(frozen=True)
class Believed:
    """A world and what in it is a guess: (member, field). Shape: row (width,)."""

    row: np.ndarray
    guessed: frozenset[tuple[str, str]]


_KEPT: dict[Hashable, Believed] = {}


def believed(session: Session) -> Believed:
    """The world as it stands, hidden numbers replaced by the services' best guesses."""
    last = session.turns[-1].checksum if session.turns else ""
    key = session.setup, session.now, last
    if key not in _KEPT:
        _KEPT.clear()
        _KEPT[key] = _believe(session, session.row)
    return _KEPT[key]


_PASTS: dict[Hashable, list[np.ndarray]] = {}


def believed_past(session: Session) -> tuple[list[int], list[np.ndarray]]:
    """Quarters and worlds of the past and the game as the seat's services take them to have been.

    The last is the world as it is believed now.
    """
    last = session.turns[-1].checksum if session.turns else ""
    key = session.setup, session.now, last
    quarters, rows = played(session)
    if key not in _PASTS:
        _PASTS.clear()
        _PASTS[key] = [_believe(session, row).row for row in rows]
    return quarters, _PASTS[key]


def as_believed(session: Session, truth: np.ndarray) -> np.ndarray:
    """Any world of the game or of its twin, with the errors that the services make in its quarter.

    Shape: truth (width,).
    """
    return _believe(session, truth).row


def _believe(session: Session, truth: np.ndarray) -> Believed:
    if believer(session) is None:
        return Believed(truth, frozenset())
    row = truth.copy()
    where = layout(buyers_of(row[None, :]))
    kinds = {(member, one.field): one.kind for one in hidden() for member in one.members}
    guessed = set()
    for one in estimates(truth, session.seat, session.setup.seed):
        kind = kinds[one.member, one.field]
        if one.truth <= 0.0:
            continue  # what is not there yet is known not to be there
        member = where.kinds[kind].members.index(one.member)
        row[where.position(kind, member, one.field)] = one.best
        guessed.add((one.member, one.field))
    return Believed(row, frozenset(guessed))
