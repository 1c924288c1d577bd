"""What a kill of the server costs: nothing that was acknowledged, and a few seconds.

Students storm the server with proposals, signatures and joins, and send everything again until it
is answered. At a random instant the process is killed, and started again with the same class.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.classroom.figures import Figure
from benchmarks.classroom.phones import LOST, Student
from benchmarks.classroom.process import Server
from benchmarks.classroom.room import Room, room
from benchmarks.classroom.wire import Line
from game.classroom import events as e
from game.classroom import fold, seating
from game.classroom.checksum import digest
from game.classroom.log import Reader

SECONDS = {"brief": 1, "negotiate": 1, "commit": 12, "reveal": 2, "reflect": 2}
STORM_S = (0.3, 2.0)
PAUSE_S = 0.3  # between two commands of one student, at most


@dataclass
class Outcome:
    """What the kills have cost. `problems` are sentences; there should be none."""

    kills: int = 0
    acknowledged: int = 0
    again: int = 0
    lost: int = 0
    doubled: int = 0
    problems: list[str] = field(default_factory=list)
    first_answer: list[float] = field(default_factory=list)
    all_back: list[float] = field(default_factory=list)
    clock_error: list[float] = field(default_factory=list)
    events: int = 0

    def figures(self) -> list[Figure]:
        """The same as figures with targets."""
        rows = (
            ("F1 lost", f"acknowledged moves lost, of {self.acknowledged}", "", 0.0, [self.lost]),
            ("F1 twice", "moves counted twice", "", 0.0, [self.doubled]),
            ("F2 first", "kill to the first answer", "s", 5.0, self.first_answer),
            ("F2 all", "kill to the page of everybody", "s", 5.0, self.all_back),
            ("F2 worst", "the same, the longest of all kills", "s", 5.0, [max(self.all_back)]),
            ("F2 clock", "error of the countdown", "s", 1.5, self.clock_error),
        )
        found = []
        for name, what, unit, target, values in rows:
            made = Figure(name, what, unit, target)
            for value in values:
                made.add(float(value))
            found.append(made)
        return [one for one in found if one.values]


@dataclass
class Crash:
    """Kills during one class."""

    server: Server
    outcome: Outcome
    students: int = 100
    luck: random.Random = field(default_factory=lambda: random.Random(11))
    say: Callable[[str], None] = lambda words: None

    async def run(self, kills: int) -> None:
        """Kill so many times, or as long as the class lasts; then close it and compare."""
        async with room(self.server, seconds=SECONDS, rounds=6) as there:
            await there.come(self.students, 1.0)
            await there.teacher.begin()
            await there.all_in("commit")
            storm = [there.keep(self._storm(one)) for one in there.students]
            while self.outcome.kills < kills and self._goes_on(there):
                await asyncio.sleep(self.luck.uniform(*STORM_S))
                joining = [there.keep(self._join(there)) for _ in range(2)]
                await asyncio.sleep(0.05)
                await self._kill(there)
                await asyncio.gather(*joining)
                self._compare(there.students)
                self.say(f"kill {self.outcome.kills}")
            for task in storm:
                task.cancel()
            await asyncio.gather(*storm, return_exceptions=True)
            self._compare(there.students)
            self.outcome.acknowledged += sum(len(one.taken) for one in there.students)
            self.outcome.again += sum(t.tries > 1 for one in there.students for t in one.taken)
        await self._close()

    def _goes_on(self, there: Room) -> bool:
        """Whether the class still plays, and has seats for newcomers."""
        phase = there.teacher.page.parts["class"]["phase"]
        seats = seating.MOST_STUDENTS - len(there.students)
        return phase not in ("debrief", "over") and seats > 2

    async def _join(self, there: Room) -> None:
        """A newcomer in the middle of it."""
        student = Student(self.server)
        await student.join()
        there.students.append(student)
        there.keep(student.page.stay())
        there.keep(self._storm(student))

    async def _storm(self, student: Student) -> None:
        """Propose on and on, and sign when it is the student's turn."""
        await student.page.until(bool)
        while True:
            await asyncio.sleep(self.luck.uniform(0.0, PAUSE_S))
            phase = student.phase
            if phase in ("brief", "negotiate", "commit") and student.moves:
                wish = student.wish(self.luck)
                await student.send("draft", round=student.round, choices=wish)
            if phase == "commit" and student.has_pen and self.luck.random() < 0.05:
                await student.send("sign", round=student.round, choices={})
            asked = student.page.parts["me"].get("forecast")
            if phase in ("reveal", "reflect") and asked:
                await student.send(
                    "predict", round=asked["round"], item=asked["item"], up=True, p=0.7
                )

    async def _kill(self, there: Room) -> None:
        """Kill, start again, and see when everybody is back."""
        pages = [one.page for one in there.students if one.page.parts]
        self.server.kill()
        killed = time.time()
        heard = {id(page): page.messages for page in pages}
        await self.server.start_in_thread()
        answered = await self._first_answer()
        await asyncio.gather(*(p.until(lambda _, p=p: p.messages > heard[id(p)]) for p in pages))
        self.outcome.kills += 1
        self.outcome.first_answer.append(answered - killed)
        self.outcome.all_back.append(time.time() - killed)
        self._check_clock(killed)

    async def _first_answer(self) -> float:
        line = Line(self.server.url)
        while True:
            try:
                answer = await line.ask("GET", "/privacy")
            except LOST:
                await asyncio.sleep(0.01)
                continue
            line.close()
            return answer.at

    def _log(self) -> list[e.Event]:
        with Reader(self.server.folder / "log.db") as log:
            return list(log.read_after())

    def _check_clock(self, killed: float) -> None:
        """The countdown goes on where it was: the outage was added, to the second."""
        ends_at: float | None = None
        for event in self._log():
            if isinstance(event.body, e.Phase):
                ends_at = event.body.ends_at
            elif isinstance(event.body, e.Ticked):
                if event.body.why == "outage" and event.at > killed and ends_at is not None:
                    left, was = (event.body.ends_at or 0.0) - event.at, ends_at - killed
                    self.outcome.clock_error.append(abs(left - max(0.0, was)))
                    return
                ends_at = event.body.ends_at

    def _compare(self, students: list[Student]) -> None:
        """Everything that was acknowledged is in the log, once."""
        log = self._log()
        self.outcome.events = len(log)
        keys = Counter((event.actor, event.idem) for event in log if event.idem)
        bodies = {(event.actor, event.idem): event.body for event in log if event.idem}
        joined = Counter(ev.body.member for ev in log if isinstance(ev.body, e.Joined))
        self.outcome.doubled += sum(count - 1 for count in (*keys.values(), *joined.values()))
        for student in students:
            if student.name and not joined[student.name]:
                self._lose(f"the seat {student.name}")
            for taken in student.taken:
                body = bodies.get((student.name, taken.key))
                wanted = taken.body.get("choices")
                if body is None or (wanted is not None and getattr(body, "choices", 0) != wanted):
                    self._lose(f"{taken.command} of {student.name}")
        for student in students:
            drafts = sum(isinstance(b, e.Proposed) for (who, _), b in bodies.items()
                         if who == student.name)  # fmt: skip
            told = sum(taken.command == "draft" for taken in student.taken)
            if drafts > told + 1:  # one may be on its way
                self.outcome.doubled += drafts - told - 1
        if digest(fold.fold(log)) != digest(fold.fold(log)):
            self.outcome.problems.append("two replays of one log differ")

    def _lose(self, what: str) -> None:
        self.outcome.lost += 1
        self.outcome.problems.append(f"after kill {self.outcome.kills}: lost {what}")

    async def _close(self) -> None:
        """Ctrl-C: the digest that the server says is that of its log."""
        _, said = await asyncio.to_thread(self.server.stop)
        log = self._log()
        if said.get("digest") != digest(fold.fold(log)) or said.get("events") != log[-1].seq:
            self.outcome.problems.append("the server's state is not that of its log")
        if "Traceback" in self.server.errors():
            self.outcome.problems.append(self.server.errors()[-2000:])
