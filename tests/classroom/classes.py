"""Classes for the tests: a desk on a clock that only tests move, its teacher and its students."""

import asyncio
import copy
import functools
import itertools
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from game.classroom import commands, fold, seating
from game.classroom import events as e
from game.classroom.bots import Bots
from game.classroom.commands import teaching
from game.classroom.desk import Desk
from game.classroom.folder import ClassFolder, make_folder
from game.classroom.lesson import PRESS, find_lesson
from game.classroom.refusal import RefusedError
from game.classroom.settings import new_settings
from game.classroom.state import (
    COMMIT,
    DEBRIEF,
    LOBBY,
    RESOLVE,
    ClassState,
    Member,
    TeamState,
    WorldState,
)
from tests.classroom.stand_ins import CODE, NOW, FakeTime, MemoryLog, NoFolder, StandIn

DECIDE_S = 90.0  # of lesson B


class Room:
    """A class, its teacher and its students. All commands go through the desk as from a page."""

    def __init__(self, desk: Desk, time: FakeTime) -> None:
        self.desk, self.time = desk, time
        self._keys = itertools.count()
        self._names = itertools.count(1)

    @property
    def state(self) -> ClassState:
        return self.desk.state

    @property
    def phase(self) -> str:
        return self.state.game.phase

    @property
    def events(self) -> list[e.Event]:
        return list(self.desk.log.read_after())

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    def world(self, name: str = "A") -> WorldState:
        return self.state.game.worlds[name]

    def team(self, seat: str, world: str = "A") -> TeamState:
        return self.world(world).teams[seat]

    def crew(self, seat: str, world: str = "A") -> list[str]:
        return [member.name for member in self.state.crew(world, seat)]

    def pen(self, seat: str, world: str = "A") -> str:
        return self.team(seat, world).pen

    def mate(self, seat: str, world: str = "A") -> str:
        """A member who has not the pen."""
        return next(name for name in self.crew(seat, world) if name != self.pen(seat, world))

    def member(self, name: str) -> Member:
        return self.state.members[name]

    # ---- people

    def join(self, count: int = 1) -> list[str]:
        """Students come in as through the door."""
        names = []
        for _ in range(count):
            state, name = self.state, f"s{next(self._names)}"
            world, team = seating.open_place(state)
            joined = e.Joined(
                name, world, team, seating.role_for(state, world, team), "en",
                observer=state.game.phase not in (LOBBY, DEBRIEF),
            )  # fmt: skip
            self.desk.submit(joined, actor="door", world=world, team=team, member=name)
            names.append(name)
        return names

    def leave(self, *names: str) -> None:
        """Students are gone, and it is noticed."""
        for name in names:
            member = self.member(name)
            self.desk.submit(e.Presence(name, False), world=member.world)

    def come_back(self, *names: str) -> None:
        for name in names:
            self.desk.attendance.came(name)

    # ---- commands

    def give(self, name: str, command: str, key: str = "", **body: Any) -> "Future[None]":
        """A student's command."""
        key = key or f"key-{next(self._keys)}"
        return commands.run(self.desk, name, command, msgspec.json.encode(body), key)

    def teach(self, command: str, key: str = "", **body: Any) -> "Future[None]":
        """A command of the teacher."""
        key = key or f"key-{next(self._keys)}"
        return teaching.run(self.desk, command, msgspec.json.encode(body), key)

    def clock(self, op: str, **body: Any) -> "Future[None]":
        return self.teach("clock", op=op, **body)

    def sign(self, seat: str, world: str = "A", **choices: int) -> None:
        """Who has the pen signs a team's move."""
        self.give(self.pen(seat, world), "sign", round=self.state.game.round, choices=choices)

    def second(self, name: str) -> None:
        """A member signs as well what is signed now."""
        one = self.member(name)
        receipt = self.team(one.team, one.world).receipt
        self.give(name, "second", round=self.state.game.round, receipt=receipt)

    def propose(self, name: str, **choices: int) -> None:
        self.give(name, "draft", round=self.state.game.round, choices=choices)

    def treaty(
        self, one: str, other: str, clause: dict[str, Any], mode: str = "monitored", *,
        rounds: int = 2, world: str = "A", sign: bool = True,
    ) -> int:  # fmt: skip
        """A treaty of two teams; its number."""
        self.give(
            self.pen(one, world), "offer", parties=[one, other], clauses=[clause], mode=mode,
            rounds=rounds,
        )  # fmt: skip
        number = self.state.number
        if sign:
            self.give(self.pen(other, world), "treaty", treaty=number, op="sign")
        return number

    # ---- time

    async def settle(self) -> None:
        """Let the model answer."""
        for _ in range(40):
            await asyncio.sleep(0)

    async def wait(self, seconds: float, step: float = 1.0) -> None:
        """Time passes, and the desk looks at its clock as often as it does."""
        until = self.time.wall + seconds
        while self.time.wall < until - 1e-9:
            self.time.passes(min(step, until - self.time.wall))
            self.desk.tick()
            await self.settle()

    async def next(self) -> None:
        """The teacher presses the large button."""
        self.clock("next")
        if self.phase == RESOLVE:
            await self.settle()

    async def to(self, phase: str, number: int | None = None) -> None:
        """Go on until a phase (of a round) has begun."""
        for _ in range(200):
            if self.phase == phase and number in (None, self.state.game.round):
                return
            await self.next()
        raise AssertionError(f"the class is in {self.phase}, not in {phase}")

    async def play_round(self) -> None:
        """From wherever the class is to the reveal of the round."""
        await self.to("reveal")

    def bots(self, seed: int = 7) -> Bots:
        """A room of bots that take their seats by the door."""
        return Bots(self.desk, seed, hurry=0.0)


async def open_room(
    lesson: str = "B", students: int = 12, *, join: int | None = None, model: Any = None,
    log: Any = None, folder: Any = None, time: FakeTime | None = None, **wanted: Any,
) -> Room:  # fmt: skip
    """A class that waits for its first round, with as many students as are expected."""
    time = time or FakeTime()
    settings = new_settings(find_lesson(lesson), students, **{"seed": 5, **wanted})
    clock, folder = time.clock(), folder or NoFolder()
    first = e.Event(1, clock.now(), "*", 0, e.SERVER, e.TEACHER, "", e.Opened(settings, CODE))
    log = log or MemoryLog()
    log.append([first]).result()
    desk = Desk(folder, log, fold.begin(first), model or StandIn(), clock)
    room = Room(desk, time)
    room.join(students if join is None else join)
    desk.rounds.prepare()
    await room.settle()
    return room


async def deciding(students: int = 12, **wanted: object) -> Room:
    """A class of one world in which teams decide."""
    room = await open_room("B", students, worlds=1, **{"practice": False, **wanted})
    await room.to(COMMIT)
    return room


def in_class(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """A test that needs the server's loop."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


@contextmanager
def refused(room: Room, words: str | None = None) -> Iterator[None]:
    """Whatever is asked is refused with a sentence, and nothing has changed by it."""
    before, length = copy.deepcopy(room.state), len(room.events)
    with pytest.raises(RefusedError, match=words) as caught:
        yield
    assert room.state == before
    assert len(room.events) == length
    said = str(caught.value)
    assert said.endswith("."), said


def moving_seats(room: Room, world: str = "A") -> list[str]:
    """The teams of a world that make moves and have somebody."""
    return [s for s in room.world(world).teams if s != PRESS and room.crew(s, world)]


def from_disk(log: list[e.Event]) -> list[e.Event]:
    """A log as it is read back from disk."""
    return [msgspec.structs.replace(one, body=e.from_json(e.to_json(one.body))) for one in log]


# ---- on disk


async def disk_room(home: Path, time: FakeTime | None = None, model: Any = None) -> Room:
    """A class in a real file."""
    time = time or FakeTime()
    settings = new_settings(find_lesson("B"), 12, worlds=1, practice=False, seed=5)
    folder = make_folder(CODE, home, NOW)
    room = Room(Desk.open(folder, settings, model or StandIn(), time.clock()), time)
    room.join(12)
    room.desk.rounds.prepare()
    await room.settle()
    return room


async def again(room: Room, outage: float, model: Any = None) -> Room:
    """The same class once more, after the server was away."""
    await room.desk.close()
    time = FakeTime(room.time.wall + outage)
    folder = ClassFolder(room.desk.folder.path)
    return Room(Desk.reopen(folder, model or StandIn(), time.clock()), time)
