"""How fast joining, signing and the reveal are: the targets L1 to L5 of the classroom."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.classroom.figures import Figure, p99_ms
from benchmarks.classroom.process import Server
from benchmarks.classroom.room import Room, room
from game.classroom import events as e
from game.classroom.log import Reader

JOIN_S = 10.0
SEND_S = 1.0
SOCKETS = 500


def figures() -> dict[str, Figure]:
    """Everything that is measured, with its target."""
    rows = (
        ("L1", "200 students join within 10 s: p99", "ms", 250.0),
        ("L2 draft", "200 students propose within 1 s: p99", "ms", 100.0),
        ("L2 sign", "every team signs within 1 s: p99", "ms", 100.0),
        ("L2 fan", "200 forecasts within 1 s while 1,000 futures are drawn: p99", "ms", 500.0),
        ("L3", "the reveal on 200 phones by WebSocket: p99", "ms", 300.0),
        ("L3 poll", "the reveal on 200 phones by polling: p99", "ms", 2500.0),
        ("L4 draft", "500 clients propose within 1 s: p99", "ms", 200.0),
        ("L4 reveal", "the reveal on 500 clients by WebSocket: p99", "ms", 600.0),
        ("L4 memory", "the server's memory with 500 clients", "MiB", 250.0),
        ("model", "the model process beside it", "MiB", 2000.0),
        ("L5", "a world is resolved, mean of six in a row", "ms", 1000.0),
        ("L5 all", "all six worlds of 200 students are resolved", "ms", 6000.0),
        ("L5 fan", "the first fan of 1,000 futures on the wall after the reveal", "ms", 3000.0),
        ("L5 fans", "the fans of all six worlds", "ms", 18000.0),
    )
    return {name: Figure(name, what, unit, target) for name, what, unit, target in rows}


@dataclass
class Load:
    """A measurement over some rounds."""

    server: Server
    found: dict[str, Figure]
    say: Callable[[str], None]
    students: int = 200
    rounds: int = 3
    polls: bool = False
    within: float = JOIN_S
    more: bool = True  # more devices in the last round

    async def run(self) -> None:
        """Join, then play rounds; in the last one with more sockets."""
        async with room(self.server, rounds=self.rounds + 1) as there:
            self.say("joining")
            joined = await there.come(self.students, self.within, self.polls)
            self.found["L1"].add(p99_ms(joined))
            await there.teacher.begin()
            for number in range(1, self.rounds + 1):
                if number == self.rounds and self.more and not self.polls:
                    self._more_devices(there)
                await self._round(there, number)

    def _more_devices(self, there: Room) -> None:
        """More browser windows of the same seats, up to 500 sockets."""
        for place in range(SOCKETS - len(there.students)):
            other = there.students[place % self.students].other_device()
            there.students.append(other)
            there.keep(other.page.stay())

    async def _round(self, there: Room, number: int) -> None:
        self.say(f"round {number}, {len(there.students)} clients")
        many = len(there.students) > self.students
        await there.teacher.until("commit")
        await there.all_in("commit")
        await asyncio.sleep(1.0)  # nothing else under way
        await self._measure(there, "L4 draft" if many else "L2 draft", there.drafts())
        await asyncio.sleep(1.0)
        seen: dict[int, float] = {}
        for place, one in enumerate(there.students):
            one.page.hear = lambda parts, at, place=place: _reveal(parts, at, seen, place)
        await self._measure(there, "L2 sign", there.signatures())
        await there.teacher.until("reveal", 120.0)
        fan = asyncio.ensure_future(self._fans(there))
        await there.all_in("reveal")
        await self._measure(there, "L2 fan", there.forecasts(self.students))
        self._read_log(number, seen, len(there.students), await fan)
        await there.teacher.next("reveal")
        await there.teacher.until("reflect")
        await there.teacher.next("reflect")

    async def _measure(self, there: Room, name: str, jobs: list[Awaitable[Any]]) -> None:
        before = [len(one.taken) for one in there.students]
        await there.spread(jobs, SEND_S)
        took = [
            taken.took
            for one, known in zip(there.students, before, strict=True)
            for taken in one.taken[known:]
        ]
        if len(took) != len(jobs):
            refused = [one.refused for one in there.students if one.refused]
            raise RuntimeError(f"{name}: {len(took)} of {len(jobs)} taken; {refused[:3]}")
        if not self.polls:
            self.found[name].add(p99_ms(took))

    async def _fans(self, there: Room) -> tuple[float, float]:
        """When the first and the last fan was on the wall. Units: seconds since 1970."""
        first = 0.0
        while True:
            fans = [world["fan"] is not None for world in there.teacher.wall.parts["worlds"]]
            if any(fans) and not first:
                first = time.time()
            if all(fans):
                return first, time.time()
            await asyncio.sleep(0.02)

    def _read_log(
        self, number: int, seen: dict[int, float], expected: int, fans: tuple[float, float]
    ) -> None:
        """What the log says of the round: when it was closed, played and shown."""
        closed = shown = 0.0
        played: list[float] = []
        with Reader(self.server.folder / "log.db") as log:
            for event in log.read_after():
                if event.round != number and not isinstance(event.body, e.Phase):
                    continue
                if isinstance(event.body, e.Phase) and event.body.round == number:
                    closed = event.at if event.body.phase == "resolve" else closed
                    shown = event.at if event.body.phase == "reveal" else shown
                if isinstance(event.body, e.Resolved):
                    played.append(event.at)
        if len(seen) != expected:
            raise RuntimeError(f"{len(seen)} of {expected} pages showed the reveal")
        many = expected > self.students
        name = "L3 poll" if self.polls else "L4 reveal" if many else "L3"
        self.found[name].add(p99_ms([at - shown for at in seen.values()]))
        if not self.polls:
            self.found["L5 all"].add(1000.0 * (shown - closed))
            self.found["L5"].add(1000.0 * (shown - closed) / len(played))
            self.found["L5 fan"].add(1000.0 * (fans[0] - shown))
            self.found["L5 fans"].add(1000.0 * (fans[1] - shown))
        if many:
            memory = self.server.memory()
            self.found["L4 memory"].add(memory["server"])
            self.found["model"].add(memory["model"])


def _reveal(parts: dict[str, Any], at: float, seen: dict[int, float], place: int) -> None:
    """Note when the result of a round was first on a page."""
    if "class" in parts and parts["class"]["phase"] == "reveal":
        seen.setdefault(place, at)
