"""Follows the wall of a class beside the window: a thread that asks, and the newest it has seen.

It gives no commands. What the window draws is one frozen value, replaced as a whole.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from game.language import Sentence
from game.window.spectator_line import Answer, Line, Link, WatchError
from game.window.spectator_view import WallView, wall_view

POLL_S = 1.0
LONGEST_WAIT_S = 8.0  # between two tries while nothing answers
PATIENCE_S = 1.0  # for the thread to end
SAMPLES = 8  # answers from which the server's clock is read


@dataclass(frozen=True)
class Seen:
    """The wall as it was last seen. `trouble` says why nothing newer comes; `since` (by our steady
    clock) when that began, or when the connection last came back.
    """

    view: WallView
    trouble: Sentence | None = None
    since: float | None = None


class Source(Protocol):
    """What a screen needs of a spectator."""

    @property
    def seen(self) -> Seen:
        """The newest."""

    def now(self) -> float:
        """Seconds by the server's clock."""

    def speak(self, language: str) -> None:
        """Ask for texts in a language from now on."""

    def close(self) -> None:
        """Stop."""


class Spectator:
    """A class that is watched. Call `connect`, then `start`; `seen` may be read at any time."""

    def __init__(
        self, link: Link, language: str, *, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._line = Line(link, steady)
        self._steady = steady
        self._language = language
        self._parts: dict[str, Any] = {}
        self._after = -1
        self._clocks: deque[tuple[float, float]] = deque(maxlen=SAMPLES)  # trip, offset
        self._seen: Seen | None = None
        self._stop = threading.Event()
        self._nudge = threading.Event()
        self._thread = threading.Thread(target=self._run, name="spectator", daemon=True)

    @property
    def seen(self) -> Seen:
        """The newest."""
        assert self._seen is not None, "connect first"
        return self._seen

    def now(self) -> float:
        """Seconds by the server's clock: by the answer that took least time to come."""
        return self._steady() + (min(self._clocks)[1] if self._clocks else 0.0)

    # ---- from the window

    def connect(self) -> None:
        """Come in and look once. Raises: WatchError."""
        self._line.enter()
        self._take(self._line.feed(-1, self._language))

    def start(self) -> None:
        """Follow from now on."""
        self._thread.start()

    def speak(self, language: str) -> None:
        """Ask for texts in a language from now on."""
        if language != self._language:
            self._language = language
            self._nudge.set()

    def close(self) -> None:
        """Stop; an answer that is under way is waited for only a moment."""
        self._stop.set()
        self._nudge.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE_S)

    # ---- the thread

    def _run(self) -> None:
        wait, spoken = POLL_S, self._language
        while not self._stop.is_set():
            self._nudge.wait(wait)
            self._nudge.clear()
            if self._stop.is_set():
                return
            if spoken != self._language:
                spoken, self._after = self._language, -1
            wait = self._look(spoken, wait)

    def _look(self, language: str, wait: float) -> float:
        """Ask once; returns the seconds until the next time."""
        lost = self.seen.trouble is not None
        try:
            if lost:  # another server may answer now: come in anew and take everything
                self._line.enter()
            self._take(self._line.feed(-1 if lost else self._after, language))
        except WatchError as error:
            self._lose(error)
            return min(LONGEST_WAIT_S, 2 * wait)
        return POLL_S

    def _take(self, answer: Answer) -> None:
        before = self._seen
        if before is not None and before.trouble is not None:
            self._clocks.clear()  # it may be another server's
        if answer.offset is not None:
            self._clocks.append((answer.trip, answer.offset))
        view = before.view if before is not None else None
        if answer.parts or view is None:
            self._parts.update(answer.parts)
            view = wall_view(self._parts)
        self._after = answer.version
        if before is None:
            self._seen = Seen(view)
        elif before.trouble is not None:
            self._seen = Seen(view, None, self._steady())
        elif view is not before.view:
            self._seen = replace(before, view=view)

    def _lose(self, error: WatchError) -> None:
        before = self.seen
        if before.trouble is None:
            self._seen = Seen(before.view, error.words, self._steady())
        else:
            self._seen = replace(before, trouble=error.words)
