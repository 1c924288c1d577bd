"""Jobs beside the fan: work that a room asks for, done one after another while the fan rests.

A job is a function of a `Leave`. Calling it says whether the answer is still wanted, and holds the
job up while the fan needs the processor; `play_many(stop=leave)` does so between chunks of worlds.
"""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from game.language import NOTHING_SAID, Sentence, later

KEPT = 48  # answers that are remembered; the oldest go first
_PEEK = 0.2  # seconds between looks while a job is held up

Work = Callable[["Leave"], Any]


class NotWantedError(Exception):
    """Raised inside a job whose answer nobody wants any more; see `Leave.go_on`."""


@dataclass(frozen=True)
class Progress:
    """How far a job is: `share` runs from 0 to 1, `reason` says why it failed."""

    state: str  # "waiting", "working", "done" or "failed"
    share: float = 0.0
    reason: Sentence = NOTHING_SAID

    @property
    def text(self) -> str:
        """Why it failed, in the language of the reader."""
        return str(self.reason)


class Leave:
    """What a job asks whether it may go on, and tells how far it is."""

    def __init__(self, jobs: "Jobs", number: int, key: Hashable) -> None:
        self._jobs = jobs
        self._number = number
        self._key = key

    def __call__(self) -> bool:
        """Whether to stop. Waits while the fan is hurried."""
        return self._jobs.hold(self._key, self._number)

    def go_on(self) -> None:
        """Raises: NotWantedError if the answer is not wanted any more."""
        if self():
            raise NotWantedError

    def done(self, part: float, whole: float) -> None:
        """Tell how much is done."""
        self._jobs.report(self._key, self._number, part / whole if whole else 1.0)


@dataclass
class _Job:
    number: int
    work: Work | None
    progress: Progress = Progress("waiting")
    answer: Any = None


class Jobs:
    """Jobs by key; the newest of a key wins. `free` says whether the fan leaves room for them.

    `wake` guards everything here and is told whenever `free` may have changed.
    """

    def __init__(self, wake: threading.Condition, free: Callable[[], bool]) -> None:
        self._wake = wake
        self._free = free
        self._jobs: dict[Hashable, _Job] = {}
        self._number = 0
        self._closed = False
        self._refusal: Sentence | None = None
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._thread.start()

    # ---- what others call; none of these waits

    def ask(self, key: Hashable, work: Work) -> int:
        """Ask for work; an older job of that key is dropped. Returns the job's number."""
        with self._wake:
            self._number += 1
            self._jobs.pop(key, None)
            self._jobs[key] = _Job(self._number, work)
            if self._refusal is not None:
                self._settle(key, Progress("failed", 0.0, self._refusal))
            for old in [k for k, job in self._jobs.items() if job.work is None][:-KEPT]:
                del self._jobs[old]
            self._wake.notify_all()
            return self._number

    def drop(self, key: Hashable) -> None:
        """Forget a job and its answer."""
        with self._wake:
            self._jobs.pop(key, None)
            self._wake.notify_all()

    def answer(self, key: Hashable) -> Any:
        """What the newest job of that key gave, or None while there is nothing."""
        job = self._jobs.get(key)
        return job.answer if job is not None else None

    def progress(self, key: Hashable) -> Progress | None:
        """How far the newest job of that key is; None if nobody asked."""
        job = self._jobs.get(key)
        return job.progress if job is not None else None

    @property
    def busy(self) -> bool:
        """Whether a job waits or is being done."""
        return any(job.work is not None for job in list(self._jobs.values()))

    def refuse(self, reason: Sentence, forever: bool) -> None:
        """Fail every job that waits with this sentence, and with `forever` those to come."""
        with self._wake:
            self._refusal = reason if forever else None
            for key, job in self._jobs.items():
                if job.work is not None:
                    self._settle(key, Progress("failed", 0.0, reason))
            self._wake.notify_all()

    def close(self) -> None:
        """Stop; returns within a moment unless a job does not ask for leave."""
        with self._wake:
            self._closed = True
            self._wake.notify_all()
        self._thread.join(timeout=5)

    # ---- what jobs ask

    def hold(self, key: Hashable, number: int) -> bool:
        """Wait while the fan is hurried; returns whether this job is to stop."""
        with self._wake:
            while self._wanted(key, number) and not self._free():
                self._wake.wait(_PEEK)
            return not self._wanted(key, number)

    def report(self, key: Hashable, number: int, share: float) -> None:
        """Note how far a job is."""
        with self._wake:
            if self._wanted(key, number):
                self._jobs[key].progress = Progress("working", min(1.0, max(0.0, share)))

    def _wanted(self, key: Hashable, number: int) -> bool:
        job = self._jobs.get(key)
        mine = job is not None and job.number == number and job.work is not None
        return mine and not self._closed

    # ---- the worker

    def _settle(self, key: Hashable, progress: Progress, answer: Any = None) -> None:
        job = self._jobs[key]
        job.work, job.progress, job.answer = None, progress, answer

    def _next(self) -> tuple[Hashable, _Job] | None:
        waiting = [(key, job) for key, job in self._jobs.items() if job.work is not None]
        return waiting[0] if waiting and self._free() else None

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._closed and self._next() is None:
                    self._wake.wait()
                found = None if self._closed else self._next()
                if found is None:
                    return
                key, job = found
                number, work = job.number, job.work
                job.progress = Progress("working")
            assert work is not None
            answer: Any = None
            try:
                answer = work(Leave(self, number, key))
                ending = Progress("done", 1.0)
            except NotWantedError:
                ending = Progress("failed", 0.0, later("It was not wanted any more."))
            except Exception as error:
                reason = later("It could not be computed: {error}", error=error)
                ending = Progress("failed", 0.0, reason)
            with self._wake:
                if self._wanted(key, number):
                    self._settle(key, ending, answer)
                self._wake.notify_all()
