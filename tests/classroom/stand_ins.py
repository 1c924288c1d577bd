"""Stand-ins for what a class needs: its clock, its log, its folder, and the model.

That of the model knows no economics. It remembers what was ordered and makes numbers of it, so that
the rules of a class can be tried thousands of times; what the model itself says is tried elsewhere.
"""

import asyncio
import functools
import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from agents.levers import LEVERS
from game.classroom import events as e
from game.classroom import worlds
from game.classroom.clock import ServerClock
from game.classroom.debrief import PUBLIC_NUMBERS
from game.classroom.lesson import teams
from game.classroom.log import LogError
from game.classroom.worlds import Moves, Setup

NOW = 1_900_000_000.0  # when the classes of the tests are held
CODE = "KXR4TM"
DECIDED = sorted({k for t in teams().values() for d in t.decisions for k in d.levers})
GOVERNMENTS = ("us", "cn", "tool", "row")


class FakeTime:
    """Time that passes when a test says so. A sleep of the laptop stops the steady clock or not."""

    def __init__(self, now: float = NOW) -> None:
        self.wall, self.steady = now, 0.0

    def clock(self) -> ServerClock:
        return ServerClock(lambda: self.wall, lambda: self.steady)

    def passes(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    def sleeps(self, seconds: float, *, steady_stops: bool) -> None:
        self.wall += seconds
        self.steady += 0.0 if steady_stops else seconds


class MemoryLog:
    """A log without a disk, which can be made to refuse."""

    def __init__(self) -> None:
        self.events: list[e.Event] = []
        self.full = False

    def append(self, events: Sequence[e.Event]) -> "Future[None]":
        done: Future[None] = Future()
        if self.full:
            done.set_exception(LogError("the disk is full"))
        else:
            self.events += events
            done.set_result(None)
        return done

    def read_after(self, seq: int = 0) -> list[e.Event]:
        return [event for event in self.events if event.seq > seq]

    def find(self, actor: str, key: str) -> int | None:
        given = (event for event in self.events if (event.actor, event.idem) == (actor, key))
        return next((event.seq for event in given), None)

    def recover(self) -> None:
        pass

    def close(self) -> None:
        pass


class NoFolder:
    """A folder without files. `alive` is when the server was last there."""

    def __init__(self) -> None:
        self.code, self.alive = CODE, 0.0

    def touch(self) -> None:
        pass

    def last_alive(self) -> float:
        return self.alive


# ---- the model


def _number(*words: object) -> float:
    """A number between 0 and 1 that follows from some words."""
    return int.from_bytes(hashlib.sha256(repr(words).encode()).digest()[:6], "big") / 2**48


@functools.lru_cache(maxsize=4096)
def stand_in_standing(setup: Setup, rounds: tuple[Moves, ...]) -> dict[str, Any]:
    """A Standing of `worlds.open_world` in which levers stand where they were ordered."""
    levers = {key: LEVERS[key].off for key in DECIDED}
    for moves in rounds:
        levers |= {key: value for key, value in moves.orders if key in levers}
    levers |= {key: value for key, value in setup.holds if key in levers}
    past = (setup, rounds)
    found = {
        "quarter": 19 + setup.quarters * len(rounds),
        "levers": levers,
        "numbers": {key: _number(past, key) for key in PUBLIC_NUMBERS},
        "goals": {seat: [] for seat in setup.seats},
        "score": {seat: 100.0 * _number(past, seat) for seat in setup.seats},
        "capital": dict.fromkeys(GOVERNMENTS, 50.0),
        "deals": {},
    }
    return json.loads(json.dumps(found))


@functools.lru_cache(maxsize=4096)
def stand_in_round(setup: Setup, rounds: tuple[Moves, ...]) -> dict[str, Any]:
    """A Result of `worlds.play_round`."""
    before, now = stand_in_standing(setup, rounds[:-1]), stand_in_standing(setup, rounds)
    changes = {key: now["numbers"][key] - before["numbers"][key] for key in PUBLIC_NUMBERS}
    first = before["quarter"]
    path = range(setup.quarters)
    found = {
        "standing": now,
        "first": first,
        "last": first + setup.quarters - 1,
        "digest": f"{int(_number(setup, rounds) * 2**48):016x}",
        "model": "stand-in",
        "seed": setup.seed,
        "ended": 0,
        "series": {key: [now["numbers"][key]] * len(path) for key in PUBLIC_NUMBERS},
        "twin": {key: [_number("twin", key, setup, rounds, q) for q in path] for key in changes},
        "causes": {seat: [["luck", 1.0]] for seat in setup.seats},
        "moved": {key: [["luck", change]] for key, change in changes.items()},
        "headlines": [],
    }
    return json.loads(json.dumps(found))


class StandIn:
    """The stand-in as `rounds.Model`. `ends` are worlds (by seed) that end in a round.

    `wait` holds an answer back until it is set; `asked` counts questions.
    """

    status = "ready"

    def __init__(self, ends: Callable[[Setup, int], bool] = lambda setup, number: False) -> None:
        self.ends, self.asked = ends, 0
        self.wait: asyncio.Event | None = None
        self.fails = ""

    async def _thinks(self) -> None:
        self.asked += 1
        if self.wait is not None:
            await self.wait.wait()
        if self.fails:
            raise RuntimeError(self.fails)

    async def open_world(self, setup: Setup) -> dict[str, Any]:
        await self._thinks()
        return stand_in_standing(setup, ())

    async def play_round(self, setup: Setup, rounds: tuple[Moves, ...]) -> dict[str, Any]:
        await self._thinks()
        over = next((n for n in range(1, len(rounds) + 1) if self.ends(setup, n)), len(rounds))
        found = stand_in_round(setup, rounds[:over])
        if over < len(rounds):  # nothing is played any more
            last = {"first": found["last"] + 1, "last": found["last"]}
            nothing = {key: [] for key in PUBLIC_NUMBERS}
            found = {**found, **last, "series": nothing, "twin": nothing}
        return {**found, "ended": int(self.ends(setup, over))}

    async def futures(self, *_: Any) -> dict[str, Any]:
        flat = [[0.0]] * 3
        return {"quantiles": [0.1, 0.5, 0.9], "metrics": dict.fromkeys(PUBLIC_NUMBERS, flat)}

    async def flip(
        self, setup: Setup, rounds: Any, changed: Any, runs: int, *, assumptions: Any = ()
    ) -> dict[str, Any]:
        await self._thinks()
        return {"runs": runs, "first": 19, "last": 30, "metrics": {}, "backfire": None}


class RealModel:
    """The model itself in this process, with fewer futures. Wants the fixture `kernel`."""

    status = "ready"
    RUNS = 24

    async def open_world(self, setup: Setup) -> dict[str, Any]:
        return worlds.open_world(setup)

    async def play_round(self, setup: Setup, rounds: tuple[Moves, ...]) -> dict[str, Any]:
        return worlds.play_round(setup, rounds)

    async def futures(self, setup: Setup, rounds: tuple[Moves, ...], runs: int) -> dict[str, Any]:
        return worlds.futures(setup, rounds, self.RUNS)

    async def flip(
        self, setup: Setup, rounds: Any, changed: Any, runs: int, *, assumptions: Any = ()
    ) -> dict[str, Any]:
        return worlds.flip(setup, rounds, changed, self.RUNS, None, assumptions)
