"""Futures in the background: the newest request wins, a first fan comes fast and is then refined.

A worker thread plays futures with the compiled kernel, which lets go of the interpreter, so the
window stays responsive. The kernel is compiled in a process of its own, since compiling holds the
interpreter; reading it from disk takes about half a second in the worker and holds the window for
less than a twentieth. The live world is never touched.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents import ensemble
from agents.plan import Plan
from agents.scenario import Scenario
from agents.study import run_study
from game.compiling import Compiler
from game.futures import Fan, Futures, Request, request_of

__all__ = ["Fan", "Forecaster", "Request", "Status", "request_of"]

FIRST = 100  # futures that are shown at once
USUAL = 1000  # futures that are computed as soon as the hand rests
MOST = 4000  # futures that are added while nothing else is asked for
BATCH = 250  # futures whose worlds are kept in memory together
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
        self._study: tuple[int, dict[str, np.ndarray]] | None = None
        self._study_asked: tuple[int, Callable[[], dict[str, np.ndarray]]] | None = None
        self._study_number = 0
        self._status = ("waiting", "")
        self._closed = False
        self._wanted = False
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
            self._wake.notify()

    def request(self, request: Request) -> int:
        """Ask; an older request is dropped. Returns the number of the request."""
        with self._wake:
            self._number += 1
            self._newest = request
            self._wake.notify()
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
        return Status(state, text, stale)

    def request_study(
        self, scenario: Scenario, plan: Plan, seed: int, seat: str, runs: int, buyers: int = 64
    ) -> int:
        """Ask for the paired differences of a whole game over so many worlds; see `study`."""

        def work() -> dict[str, np.ndarray]:
            return run_study(
                scenario,
                runs,
                seed,
                plan=plan,
                buyers=buyers,
                seat=seat,
                threads=self._threads,
            ).paired()

        with self._wake:
            self._study_number += 1
            self._study_asked = (self._study_number, work)
            self._wake.notify()
            return self._study_number

    def study(self) -> dict[str, np.ndarray] | None:
        """The newest study's paired differences by name, or None while there is none."""
        study = self._study
        return study[1] if study is not None and study[0] == self._study_number else None

    def close(self) -> None:
        """Stop the worker and the compiler; returns within a moment."""
        with self._wake:
            self._closed = True
            self._number += 1
            self._wake.notify()
        self._thread.join(timeout=5)
        self.compiler.stop()

    def wait(self, futures: int = FIRST, seconds: float = 60.0) -> Fan:
        """The answer to the newest request with at least so many futures. For scripts and tests.

        Raises: TimeoutError, or RuntimeError if there can be none.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            fan = self._fan
            if fan is not None and fan.number == self._number and fan.futures >= futures:
                return fan
            if self._status[0] == "failed":
                raise RuntimeError(self._status[1])
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
                study, self._study_asked = self._study_asked, None
            try:
                if not self._prepare():
                    return
                if study is not None:
                    self._study = (study[0], study[1]())
                if request is not None and number != done:
                    self._answer(number, request)
                done = number
                self._status = ("ready", "")
            except Exception as error:
                self._status = ("failed", f"The forecast stopped: {error}")
                done = number

    def _asked(self, done: int) -> bool:
        fresh = self._newest is not None and self._number != done
        return fresh or self._study_asked is not None or (self._wanted and not ensemble.compiled())

    def _prepare(self) -> bool:
        """Have the kernel in this process. Returns False if that cannot be or we are closed."""
        if ensemble.compiled():
            return True
        if not ensemble.cached() and not self._compile():
            return False
        self._status = ("loading", "Reading the simulation from disk.")
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
            rest = "about 30 s in all" if seconds < 30.0 else "longer on a busy machine"
            self._status = (
                "compiling",
                f"Preparing the simulation, once: {seconds:.0f} s, {rest}.",
            )
            time.sleep(_POLL)
        if process.returncode != 0:
            reason = self.compiler.failure()
            self._status = ("failed", f"The futures cannot be computed: {reason}. Play goes on.")
            return False
        if not ensemble.cached():
            self._status = ("failed", "The model has changed since the start; start again.")
            return False
        return True

    def _answer(self, number: int, request: Request) -> None:
        """Play futures batch by batch; publish at 100, at 1,000 and then every 1,000."""
        self._status = ("computing", "Computing futures.")
        began = time.perf_counter()
        futures = Futures(request, lambda: number != self._number)
        while futures.runs < self._most:
            goal = FIRST if futures.runs == 0 else (futures.runs // USUAL + 1) * USUAL
            while futures.runs < min(goal, self._most):
                size = min(BATCH, min(goal, self._most) - futures.runs)
                threads = self._threads if futures.runs < USUAL else 1
                if not futures.add(size, threads):
                    return
            self._fan = futures.fan(number, time.perf_counter() - began)
            if futures.runs >= USUAL:
                self._status = ("ready", "")
            if self._study_asked is not None and futures.runs >= USUAL:
                return
