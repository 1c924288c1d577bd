"""A class on this machine for a browser: the server runs in a thread of its own, the test leads."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from game.classroom import commands
from game.classroom.bots import Bots
from game.classroom.desk import Desk
from game.classroom.events import Settings
from game.classroom.folder import ClassFolder
from game.classroom.lesson import find_lesson
from game.classroom.opened import OpenClass, Plan, open_class
from game.classroom.settings import new_settings
from game.classroom.state import ClassState

T = TypeVar("T")
HOST = "teacher.test"  # plain http on a name is no secure context, as in a classroom
SECONDS = {"brief": 600, "negotiate": 600, "commit": 600, "reveal": 600, "reflect": 600}
PATIENCE = 60.0


def settings(lesson: str = "B", students: int = 8, **wanted: Any) -> Settings:
    """The settings of a class whose clocks leave a test all the time that it needs."""
    known = {"seed": 7, "practice": False, "seconds": SECONDS, "pace": False, "minutes": 240}
    return new_settings(find_lesson(lesson), students, **{**known, **wanted})


@dataclass
class Room:
    """An open class. `do` runs something where the class lives; `wait` waits until it is so."""

    settings: Settings | None
    folder: ClassFolder | None = None
    port: int = 0
    opened: OpenClass = field(init=False)
    bots: Bots | None = None

    def __enter__(self) -> "Room":
        self._ready: Future[OpenClass] = Future()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self.opened = self._ready.result(timeout=PATIENCE)
        self.wait(lambda state: all(w.opening for w in state.game.worlds.values()))
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the server, if it still runs."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
            self._thread.join(timeout=PATIENCE)

    def _run(self) -> None:
        try:
            asyncio.run(self._open())
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            raise

    async def _open(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()

        async def beside(opened: OpenClass) -> None:
            self._ready.set_result(opened)
            await self._over.wait()

        plan = Plan(
            settings=self.settings, folder=self.folder, port=self.port, names=[HOST],
            browser=False, loopback=True,
        )  # fmt: skip
        await open_class(plan, beside, said=lambda opened: None)

    def again(self) -> "Room":
        """The same class at the same address, for after it was closed."""
        return Room(None, self.opened.folder, self.opened.port)

    # ---- where the class lives

    @property
    def desk(self) -> Desk:
        return self.opened.desk

    def do(self, rule: Callable[[Desk], T]) -> T:
        """What a rule says of the desk, asked in the server's own thread."""

        async def ask() -> T:
            return rule(self.desk)

        return asyncio.run_coroutine_threadsafe(ask(), self._loop).result(timeout=PATIENCE)

    def wait(self, what: Callable[[ClassState], Any], seconds: float = PATIENCE) -> None:
        """Until something is so. Raises: AssertionError if it does not come."""
        until = time.monotonic() + seconds
        while not self.do(lambda desk: what(desk.state)):
            if time.monotonic() > until:
                raise AssertionError(f"not so after {seconds} s: {self.phase}")
            time.sleep(0.05)

    @property
    def phase(self) -> str:
        """Round, phase and stage."""
        return self.do(lambda d: f"{d.state.game.round} {d.state.game.phase} {d.state.game.stage}")

    def go(self, phase: str, stage: str = "") -> None:
        """Go on until a phase, or a stage of the debrief, is on."""
        for _ in range(60):
            game = self.do(lambda desk: (desk.state.game.phase, desk.state.game.stage))
            if game == (phase, stage or game[1]):
                return
            if game[0] == "resolve":
                self.wait(lambda state: state.game.phase != "resolve")
            else:
                self.do(lambda desk: desk.course.advance())
        raise AssertionError(f"{phase} never came")

    def give(self, name: str, command: str, **body: Any) -> None:
        """A command of a student, as from its phone."""
        key = f"{name}{time.monotonic_ns()}"
        self.do(lambda desk: commands.run(desk, name, command, msgspec.json.encode(body), key))

    def join(self, count: int) -> list[str]:
        """Bots that take seats; they do what they are told."""
        if self.bots is None:
            self.bots = Bots(self.desk, hurry=0.0)
        before = len(self.bots.names)
        self.do(lambda desk: self.bots.join(count))  # type: ignore[union-attr]
        return self.bots.names[before:]

    def look(self, times: int = 3) -> None:
        """Every bot does what it wants to do in this phase."""
        for _ in range(times):
            self.do(lambda desk: self.bots.look())  # type: ignore[union-attr]

    # ---- addresses

    @property
    def url(self) -> str:
        """What students type."""
        return self.opened.url

    def link(self) -> str:
        """A new one-time link of the teacher, under a name that is not this machine's own."""
        return f"{self.url}/t/open/{self.do(lambda desk: self.opened.server.doors.teacher_link())}"

    def seat(self) -> tuple[str, str]:
        """A seat and its token, as if a phone had joined."""
        (name,) = self.join(1)
        self.do(lambda desk: self.bots.names.remove(name))  # type: ignore[union-attr]
        return name, self.token(name)

    def token(self, name: str) -> str:
        """A token for a seat."""
        return self.do(lambda desk: self.opened.server.doors.let_in(name)[0])
