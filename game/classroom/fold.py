"""How a class follows from its events. Pure, and the only place that changes a `ClassState`: a
small function for each kind of event, in `fold_class.py`, `fold_rounds.py` and `fold_words.py`.

The server, the replay, the tests and the reports all fold the same log.
"""

from collections.abc import Callable, Iterable
from typing import Any

from game.classroom import events as e
from game.classroom import seating
from game.classroom.fold_class import CLASS_RULES, open_worlds
from game.classroom.fold_rounds import ROUND_RULES, FoldError
from game.classroom.fold_words import WORD_RULES
from game.classroom.pens import next_pen
from game.classroom.state import ClassState

__all__ = ["FoldError", "apply", "begin", "fold", "next_pen"]


def fold(log: Iterable[e.Event]) -> ClassState:
    """The state after a log, whoever wrote it. Raises: FoldError if it does not hold together."""
    state: ClassState | None = None
    for event in log:
        try:
            _check_size(event.body)
            state = begin(event) if state is None else apply(state, event)
        except FoldError:
            raise
        except Exception as error:  # of a log that nobody's server has written
            raise FoldError(f"event {event.seq} does not follow: {error!r}") from error
    if state is None:
        raise FoldError("the log is empty")
    return state


def _check_size(body: e.Body) -> None:
    """Raises: FoldError for a class that is larger than any can be."""
    if isinstance(body, e.Opened | e.Changed):
        worlds, students = body.settings.worlds, body.settings.students
        if not (1 <= worlds <= len(seating.NAMES) and 0 <= students <= seating.MOST_STUDENTS):
            raise FoldError(f"a class of {students} students in {worlds} worlds cannot be held")


def begin(event: e.Event) -> ClassState:
    """The state after the first event. Raises: FoldError if that does not open a class."""
    if not isinstance(event.body, e.Opened):
        raise FoldError("the log does not begin with the opening of a class")
    body = event.body
    state = ClassState(body.settings, body.code, seq=event.seq, began=event.at)
    open_worlds(state, body.settings)
    return state


def apply(state: ClassState, event: e.Event) -> ClassState:
    """Take one event into account; the same state is returned. Raises: FoldError out of order."""
    if event.seq <= state.seq:
        raise FoldError(f"event {event.seq} comes after event {state.seq}")
    _RULES[type(event.body)](state, event, event.body)
    state.seq = event.seq
    return state


_RULES: dict[type, Callable[[ClassState, e.Event, Any], None]] = {
    **CLASS_RULES,
    **ROUND_RULES,
    **WORD_RULES,
}
