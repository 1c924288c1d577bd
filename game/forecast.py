"""Futures in the background: the newest request wins, a first fan comes fast and is then refined.

Between fans the forecaster does the jobs that rooms ask for; see `game.jobs`.

A worker thread plays futures with the compiled kernel, which lets go of the interpreter, so the
window stays responsive. The kernel is compiled in a process of its own, since compiling holds the
interpreter; reading it from disk takes about half a second in the worker and holds the window for
less than a twentieth. The live world is never touched.
"""

import threading
import time
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from agents import ensemble
from agents.characters import Character
from agents.plan import Plan
from agents.scenario import Scenario
from agents.study import run_study
from game.compiling import Compiler
from game.futures import Fan, Futures, Request, Shelf, request_of
from game.jobs import Jobs, Leave, Progress, Work
from game.language import NOTHING_SAID, Sentence, later

__all__ = ["Fan", "Forecaster", "Leave", "Progress", "Request", "Status", "request_of"]

FIRST = 100  # futures that are shown at once
USUAL = 1000  # futures that are computed as soon as the hand rests
MOST = 4000  # futures that are added while nothing else is asked for
BATCH = 250  # futures whose worlds are kept in memory together
STUDY = "study"  # the job of the whole game's paired differences
_POLL = 0.05  # seconds


@dataclass(frozen=True)
class Status:
    """What the worker does. `stale` says that the newest fan answers an older question."""

    state: str  # "waiting", "compiling", "loading", "computing", "ready" or "failed"
    text: str
    stale: bool


class Forecaster:
    """Answers requests in the background. Close it, or use it in a with statement."""

    def __init__(self, most: int = MOST, threads: int | None = None) -> None:
        self.compiler = Compiler()
        self._most = most
        self._threads = threads
        self._wake = threading.Condition()
        self._newest: Request | None = None
        self._number = 0
        self._fan: Fan | None = None
        self._shelf = Shelf()
        self._status: tuple[str, Sentence] = ("waiting", NOTHING_SAID)
        self._closed = False
        self._wanted = False
        self._rested = 0  # the request whose fan has the usual futures, or can have none
        self._jobs = Jobs(self._wake, self._at_rest)
        self._thread = threading.Thread(target=self._work, name="forecast", daemon=True)
        self._thread.start()

    def __enter__(self) -> "Forecaster":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- what the window calls; none of these waits

    def warm(self) -> None:
        """Have the kernel ready before the first request: compiled beside, or read from disk."""
        with self._wake:
            self._wanted = True
            self._wake.notify_all()

    def request(self, request: Request) -> int:
        """Ask; an older request is dropped. Returns the number of the request."""
        with self._wake:
            self._number += 1
            self._newest = request
            self._wake.notify_all()
            return self._number

    def latest(self) -> Fan | None:
        """The newest fan there is; `status().stale` says whether it answers the newest request."""
        return self._fan

    def status(self) -> Status:
        """What the worker does at the moment."""
        state, text = self._status
        fan = self._fan
        stale = fan is None or fan.number != self._number
        if state == "ready" and stale and self._newest is not None:
            state = "computing"
        return Status(state, str(text), stale)

    def ask(self, key: Hashable, work: Work) -> int:
        """Ask for work beside the fan: a function of a `Leave` that returns any value but None.

        It runs in the worker after the fan's first 1,000 futures, one job after another; an older
        job of the same key is dropped. Texts of an answer would be in English: return numbers.
        """
        number = self._jobs.ask(key, work)
        self.warm()
        return number

    def answer(self, key: Hashable) -> Any:
        """What the newest job of that key gave, or None while there is nothing."""
        return self._jobs.answer(key)

    def progress(self, key: Hashable) -> Progress | None:
        """How far the newest job of that key is, and why it failed; None if nobody asked."""
        return self._jobs.progress(key)

    def drop(self, key: Hashable) -> None:
        """Forget a job and its answer."""
        self._jobs.drop(key)

    def request_study(
        self,
        scenario: Scenario,
        plan: Plan,
        seed: int,
        seat: str,
        runs: int,
        buyers: int = 64,
        last: int | None = None,
        leaders: Mapping[str, Character] | None = None,
    ) -> int:
        """Ask for the paired differences of a whole game over so many worlds; see `study`."""

        def work(leave: Leave) -> dict[str, np.ndarray]:
            def progress(part: int, whole: int) -> None:
                leave.done(part, whole)
                leave.go_on()

            return run_study(
                scenario,
                runs,
                seed,
                plan=plan,
                buyers=buyers,
                seat=seat,
                threads=self._threads,
                progress=progress,
                last=last,
                leaders=leaders,
            ).paired()

        return self.ask(STUDY, work)

    def study(self) -> dict[str, np.ndarray] | None:
        """The newest study's paired differences by name, or None while there is none."""
        found: dict[str, np.ndarray] | None = self.answer(STUDY)
        return found

    def close(self) -> None:
        """Stop the workers and the compiler; returns within a moment."""
        with self._wake:
            self._closed = True
            self._number += 1
            self._wake.notify_all()
        self._thread.join(timeout=5)
        self._jobs.close()
        self.compiler.stop()

    def wait(self, futures: int = FIRST, seconds: float = 60.0) -> Fan:
        """The answer to the newest request with at least so many futures. For scripts and tests.

        Raises: TimeoutError, or RuntimeError if there can be none.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            fan = self._fan
            if fan is not None and fan.number == self._number and fan.paired >= futures:
                return fan
            if self._status[0] == "failed":
                raise RuntimeError(str(self._status[1]))
            time.sleep(0.002)
        raise TimeoutError(f"no fan of {futures} futures after {seconds:g} seconds")

    # ---- the worker

    def _work(self) -> None:
        done = 0
        while True:
            with self._wake:
                while not self._closed and not self._asked(done):
                    self._wake.wait()
                if self._closed:
                    return
                number, request = self._number, self._newest
            try:
                if not self._prepare():
                    self._jobs.refuse(self._status[1], forever=True)
                    return
                self._rest(done)
                if request is not None and number != done:
                    self._answer(number, request)
                self._status = ("ready", NOTHING_SAID)
            except Exception as error:
                self._status = ("failed", later("The forecast stopped: {error}", error=error))
                if not ensemble.compiled():
                    self._wanted = False
                    self._jobs.refuse(self._status[1], forever=False)
            done = number
            self._rest(number)

    def _asked(self, done: int) -> bool:
        fresh = self._newest is not None and self._number != done
        return fresh or (self._wanted and not ensemble.compiled())

    def _rest(self, number: int) -> None:
        """Let jobs run: the fan of this request has what it needs at once."""
        with self._wake:
            self._rested = number
            self._wake.notify_all()

    def _at_rest(self) -> bool:
        """Whether jobs may run: the kernel is here and no fan is hurried."""
        return ensemble.compiled() and self._rested == self._number

    def _prepare(self) -> bool:
        """Have the kernel in this process. Returns False if that cannot be or we are closed."""
        if ensemble.compiled():
            return True
        if not ensemble.cached() and not self._compile():
            return False
        self._status = ("loading", later("Reading the simulation from disk."))
        ensemble.kernel()
        self._wanted = False
        return True

    def _compile(self) -> bool:
        """Compile in another process and wait. Returns whether the kernel is on disk then."""
        self.compiler.start()
        process = self.compiler.process
        assert process is not None
        while process.poll() is None:
            if self._closed:
                return False
            seconds = time.monotonic() - self.compiler.started
            words = later(
                "Preparing the simulation, once: {n} s, about 30 s in all."
                if seconds < 30.0
                else "Preparing the simulation, once: {n} s, longer on a busy machine.",
                n=f"{seconds:.0f}",
            )
            self._status = ("compiling", words)
            time.sleep(_POLL)
        if process.returncode != 0:
            words = later(
                "The futures cannot be computed: {reason}. Play goes on.",
                reason=self.compiler.failure(),
            )
            self._status = ("failed", words)
            return False
        if not ensemble.cached():
            words = later("The model has changed since the start; start again.")
            self._status = ("failed", words)
            return False
        return True

    def _answer(self, number: int, request: Request) -> None:
        """Play futures: 100 and half as many beside, 1,000 of one's own, 1,000 of all, more."""
        self._status = ("computing", later("Computing futures."))
        seconds = 0.0  # without the time in which jobs were given way
        futures = Futures(request, lambda: number != self._number, self._shelf)
        for goals in self._goals(futures.sides):
            began = time.perf_counter()
            for side, goal in goals.items():
                threads = self._threads if goal <= USUAL else 1
                if not futures.reach(side, min(goal, self._most), BATCH, threads):
                    return
            seconds += time.perf_counter() - began
            self._fan = futures.fan(number, seconds)
            if min(goals.values()) >= USUAL and len(goals) == len(futures.sides):
                self._status = ("ready", NOTHING_SAID)
                self._rest(number)
                self._give_way(number)

    def _goals(self, sides: tuple[str, ...]) -> Iterator[dict[str, int]]:
        """Which sides are to have how many futures, step by step; a fan is shown after each."""
        own = sides[0]
        yield {side: FIRST if side == own else FIRST // 2 for side in sides}
        if self._most > FIRST:
            yield {own: USUAL}
        for goal in range(USUAL, self._most + USUAL, USUAL):
            yield dict.fromkeys(sides, goal)

    def _give_way(self, number: int) -> None:
        """Wait until the jobs are done before the fan is refined further."""
        with self._wake:
            while number == self._number and self._jobs.busy:
                self._wake.wait()
