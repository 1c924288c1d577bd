"""F8: a long lesson with two hundred students, and what the server holds on to."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.classroom.figures import Figure, load_average
from benchmarks.classroom.phones import Page, Student
from benchmarks.classroom.process import Server
from benchmarks.classroom.room import Room, room

SECONDS = {"brief": 2, "negotiate": 10, "commit": 30, "reveal": 10, "reflect": 10}
WARM_UP = 0.2  # share of the time after which growth is counted: caches are filled by then
SAMPLE_S = 5.0
PAUSE_S = 12.0  # between two commands of one student, on average
RECONNECT_S = 120.0  # between two losses of the network of one student, on average


@dataclass
class Sample:
    """What the server held at a moment. Units: minutes, MiB."""

    minutes: float
    server: float
    model: float
    files: int
    load: float


@dataclass
class Soak:
    """A lesson that goes on and on: at its end it is played again from its first round."""

    server: Server
    minutes: float
    students: int = 200
    within: float = 10.0
    say: Callable[[str], None] = lambda words: None
    samples: list[Sample] = field(default_factory=list)
    taken: int = 0
    lost: int = 0
    luck: random.Random = field(default_factory=lambda: random.Random(17))

    async def run(self) -> None:
        """Play for so long; `samples` say what was held meanwhile."""
        async with room(self.server, seconds=SECONDS, rounds=4) as there:
            await there.come(self.students, self.within)
            await there.teacher.begin()
            await there.all_in("commit")
            jobs = [there.keep(self._student(one)) for one in there.students]
            jobs.append(there.keep(self._teacher(there)))
            jobs.append(there.keep(self._visitors(there)))
            began = time.monotonic()
            while time.monotonic() - began < 60.0 * self.minutes:
                await asyncio.sleep(SAMPLE_S)
                self._sample((time.monotonic() - began) / 60.0)
                for job in jobs:
                    if job.done():
                        job.result()
            self.taken = sum(len(one.taken) for one in there.students)

    def _sample(self, minutes: float) -> None:
        memory = self.server.memory()
        found = Sample(
            minutes, memory["server"], memory["model"], self.server.files(), load_average()
        )
        self.samples.append(found)
        if len(self.samples) % 12 == 0:
            self.say(
                f"{minutes:6.1f} min  server {found.server:.1f} MiB  model {found.model:.0f} MiB  "
                f"{found.files} files  load {found.load:.1f}"
            )

    async def _student(self, one: Student) -> None:
        """Propose, sign, forecast, answer, and lose the network now and then."""
        while True:
            await asyncio.sleep(self.luck.expovariate(1.0 / PAUSE_S))
            if self.luck.random() < PAUSE_S / RECONNECT_S:
                one.page.leave()
                continue
            phase, me = one.phase, one.page.parts["me"]
            if phase in ("negotiate", "commit") and one.moves:
                await one.send("draft", round=one.round, choices=one.wish(self.luck))
            if phase == "commit" and one.has_pen:
                await one.send("sign", round=one.round, choices={})
            asked = me.get("forecast")
            if phase in ("reveal", "reflect") and asked:
                await one.send("predict", round=asked["round"], item=asked["item"], up=True, p=0.7)

    async def _teacher(self, there: Room) -> None:
        """Nudge, and play on from round 1 once the debrief has come."""
        while True:
            await asyncio.sleep(2.0)
            phase = there.teacher.page.parts["class"]["phase"]
            if phase in ("debrief", "over"):
                marks = there.teacher.page.parts["marks"]
                first = min((mark["mark"] for mark in marks), default=0)
                await there.teacher.send("clock", op="undo", mark=first)
                await asyncio.sleep(1.0)
                await there.teacher.send("clock", op="next", phase="lobby")
            else:
                await there.teacher.send("nudge", world="A", team="us")

    async def _visitors(self, there: Room) -> None:
        """Phones that come for a moment and go again without a word."""
        while True:
            await asyncio.sleep(0.5)
            one = self.luck.choice(there.students)
            page = Page(self.server.url, one.page.query, one.cookie)
            task = asyncio.ensure_future(page.stay())
            await asyncio.sleep(0.5)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    # ---- what came of it

    def settled(self) -> list[Sample]:
        """The samples after the warm-up."""
        return [one for one in self.samples if one.minutes >= WARM_UP * self.minutes]

    def growth(self) -> float:
        """How much more memory the server held at the end than after the warm-up. Units: MiB.

        Means of the first and the last fifth, since single moments say little.
        """
        found = self.settled()
        part = max(1, len(found) // 5)
        first = sum(one.server for one in found[:part]) / part
        return sum(one.server for one in found[-part:]) / part - first

    def files(self) -> int:
        """How many more files were open at the end than after the warm-up, at the least."""
        found = self.settled()
        part = max(1, len(found) // 5)
        return min(one.files for one in found[-part:]) - min(one.files for one in found[:part])

    def figures(self) -> list[Figure]:
        """With their targets."""
        made = (
            ("F8 memory", f"growth in {self.minutes:g} minutes", "MiB", 10.0, self.growth()),
            ("F8 files", "more files open at the end", "", 10.0, float(self.files())),
            ("F8 most", "most memory of the server", "MiB", 250.0,
             max(one.server for one in self.samples)),
        )  # fmt: skip
        found = []
        for name, what, unit, target, value in made:
            figure = Figure(name, what, unit, target)
            figure.add(value)
            found.append(figure)
        return found
