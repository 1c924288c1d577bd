"""A class in play for a measurement: the teacher, the students and their pages."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.classroom.phones import Page, Student, Teacher
from benchmarks.classroom.process import Server
from benchmarks.classroom.wire import Line

# Seconds of phases that a script ends by itself, and of those that nothing is measured in.
WAITS, PASSES = 3600, 1
SECONDS = {
    "brief": PASSES, "negotiate": PASSES, "commit": WAITS, "reveal": WAITS, "reflect": WAITS,
}  # fmt: skip


@dataclass
class Room:
    """Everybody who is there. `tasks` keep their pages up to date."""

    server: Server
    teacher: Teacher
    students: list[Student] = field(default_factory=list)
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)
    luck: random.Random = field(default_factory=lambda: random.Random(7))

    def keep(self, job: Any) -> "asyncio.Task[None]":
        """Have something done until the room is left."""
        task = asyncio.ensure_future(job)
        self.tasks.append(task)
        return task

    async def come(self, count: int, within: float, polls: bool = False) -> list[float]:
        """So many students join within some seconds and open their pages: how long joining took.

        Units: s.
        """
        fresh = [Student(self.server) for _ in range(count)]
        self.students += fresh

        async def join(student: Student) -> float:
            await asyncio.sleep(self.luck.uniform(0.0, within))
            began = asyncio.get_running_loop().time()
            await student.join()
            took = asyncio.get_running_loop().time() - began
            page = student.page
            self.keep(
                page.poll(Line(self.server.url, via=self.server.via)) if polls else page.stay()
            )
            return took

        times = await asyncio.gather(*(join(one) for one in fresh))
        await self.all_see(lambda page: bool(page.parts))
        return list(times)

    async def all_see(self, true: Callable[[Page], bool], limit: float = 60.0) -> None:
        """Wait until something is true of every student's page. Raises: TimeoutError."""
        pages = [one.page for one in self.students]
        await asyncio.gather(*(p.until(lambda parts, p=p: true(p), limit) for p in pages))

    async def all_in(self, phase: str, limit: float = 60.0) -> None:
        """Wait until every page shows a phase. Raises: TimeoutError."""
        await self.all_see(lambda page: page.parts["class"]["phase"] == phase, limit)

    async def spread(self, jobs: Iterable[Awaitable[Any]], within: float) -> None:
        """Do things at moments drawn within some seconds."""

        async def later(job: Awaitable[Any]) -> None:
            await asyncio.sleep(self.luck.uniform(0.0, within))
            await job

        await asyncio.gather(*(later(job) for job in jobs))

    def drafts(self) -> list[Awaitable[Any]]:
        """A proposal of every student whose team makes moves."""
        return [
            one.send("draft", round=one.round, choices=one.wish(self.luck))
            for one in self.students
            if one.moves
        ]

    def signatures(self) -> list[Awaitable[Any]]:
        """The signature of every team; a move that changes nothing needs no second one."""
        pens = {one.name: one for one in self.students if one.has_pen}
        return [one.send("sign", round=one.round, choices={}) for one in pens.values()]

    def forecasts(self, most: int) -> list[Awaitable[Any]]:
        """A forecast of each of the first students."""
        found = []
        for one in self.students[:most]:
            asked = one.page.parts["me"]["forecast"]
            if asked is not None:
                found.append(
                    one.send("predict", round=asked["round"], item=asked["item"], up=True, p=0.7)
                )
        return found


@contextlib.asynccontextmanager
async def room(server: Server, **settings: Any) -> AsyncIterator[Room]:
    """A room with the teacher in it; left with all lines closed."""
    teacher = Teacher(server)
    await teacher.open()
    await teacher.set(**{"seconds": SECONDS, "practice": False, "pace": False, **settings})
    made = Room(server, teacher)
    made.keep(teacher.page.stay())
    made.keep(teacher.wall.stay())
    try:
        yield made
    finally:
        for task in made.tasks:
            task.cancel()
        await asyncio.gather(*made.tasks, return_exceptions=True)
        for line in (teacher.line, *(one.line for one in made.students)):
            line.close()
