"""The model in a process of its own, asked from the server's event loop.

The server never imports the model's compiler: questions and answers are plain values (`worlds.py`).
They are answered one after another. A process that dies is replaced, and its question asked again;
since answers are pure functions of questions, nobody can tell.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ParamSpec, TypeVar

from game import workers
from game.classroom import worlds
from game.classroom.worlds import Levers, Moves, Setup

NICE = 10  # the server goes first
COLD, COMPILING, READY = "cold", "compiling", "ready"

P = ParamSpec("P")
T = TypeVar("T")


class ModelError(RuntimeError):
    """The model's process cannot answer; the text says why."""


class Model:
    """The model of a server. Ask from one event loop only.

    `status` is "cold" before the process is begun, "compiling" until it has answered for the first
    time, and "ready".
    Raises: ModelError if the process has died twice over one question, or after `close`; what
    `worlds.py` says for questions that have no answer.
    """

    def __init__(self) -> None:
        self.status = COLD
        self._pool: ProcessPoolExecutor | None = None
        self._closed = False

    async def warm(self) -> str:
        """Begin the process and have the rules read, or compiled, which takes about half a minute.

        Returns the version of the rules.
        """
        version: str = await self._ask(worlds.prepare)
        return version

    async def open_world(self, setup: Setup) -> dict[str, Any]:
        """See `worlds.open_world`."""
        return await self._ask(worlds.open_world, setup)

    async def play_round(self, setup: Setup, rounds: tuple[Moves, ...]) -> dict[str, Any]:
        """See `worlds.play_round`."""
        return await self._ask(worlds.play_round, setup, rounds)

    async def futures(
        self, setup: Setup, rounds: tuple[Moves, ...], runs: int = 1000
    ) -> dict[str, Any]:
        """See `worlds.futures`."""
        return await self._ask(worlds.futures, setup, rounds, runs)

    async def flip(
        self,
        setup: Setup,
        rounds: tuple[Moves, ...],
        changed: tuple[Moves, ...] | None,
        runs: int = 1000,
        last: int | None = None,
        assumptions: Levers = (),
    ) -> dict[str, Any]:
        """See `worlds.flip`."""
        return await self._ask(worlds.flip, setup, rounds, changed, runs, last, assumptions)

    def close(self) -> None:
        """End the process at once; questions that wait are not answered."""
        self._closed = True
        if self._pool is not None:
            self._let_go(self._pool)
        self.status = COLD

    # ---- the process

    async def _ask(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A question's answer; asked once more if the process dies over it."""
        for attempt in (1, 2):
            if self._closed:
                break
            pool = self._running()
            try:
                with workers.deaf():
                    future = pool.submit(job, *args, **kwargs)
                answer = await asyncio.wrap_future(future)
            except BrokenProcessPool:
                self._let_go(pool)
                if attempt == 2 and not self._closed:
                    raise ModelError("the model's process died twice over a question") from None
            else:
                self.status = READY
                return answer
        raise ModelError("the model is closed")

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self.status = COMPILING
            self._pool = ProcessPoolExecutor(
                1, multiprocessing.get_context("spawn"), workers.begin, (NICE,)
            )
        return self._pool

    def _let_go(self, pool: ProcessPoolExecutor) -> None:
        """End the processes of a pool, which may have been replaced already."""
        if self._pool is pool:
            self._pool = None
        # From Python 3.14 on: terminate_workers().
        for process in list((pool._processes or {}).values()):
            process.terminate()
        pool.shutdown(wait=False)  # what waits fails with the process, and is asked again
