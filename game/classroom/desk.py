"""The desk of a class: the only writer. It takes events, keeps the state and runs the clock.

An event is applied at once and acknowledged once it is on disk. If the disk refuses, the state goes
back to what is on disk, the game pauses, and nobody is told that a move was taken.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future

from game.classroom import events as e
from game.classroom import fold, phases
from game.classroom.attendance import Attendance
from game.classroom.audience import audience_of, heard_by
from game.classroom.clock import ServerClock
from game.classroom.course import Course
from game.classroom.folder import ClassFolder
from game.classroom.log import EventLog, LogError
from game.classroom.refusal import RefusedError
from game.classroom.rounds import Model, Rounds
from game.classroom.state import LOBBY, OVER, ClassState, Clock
from game.classroom.trouble import Trouble
from game.language import NOTHING_SAID, Sentence, later, tr

LOGGER = logging.getLogger(__name__)

# Seconds: between ticks; between traces that the class is alive.
TICK_S = 0.2
TOUCH_S = 1.0


class Desk:
    """A class in play. `changed` is called with the audiences of what has come to disk."""

    def __init__(
        self, folder: ClassFolder, log: EventLog, state: ClassState, model: Model,
        clock: ServerClock | None = None,
    ) -> None:  # fmt: skip
        self.folder, self.log, self.state = folder, log, state
        self.clock = clock or ServerClock()
        self.changed: Callable[[Iterable[str]], None] = lambda audiences: None
        self.troubles = Trouble()
        self.halted = False  # the disk refuses: nothing is taken
        # Commands by actor and key: those that are not on disk yet, and those without an event.
        self._once: dict[tuple[str, str], tuple[int, Future[None]]] = {}
        self._new: tuple[str, str, int] = "", "", 0  # a key that was not found, and up to where
        self._last: Future[None] = _done()  # when everything so far is on disk
        self._touched = 0.0
        # Rises with everything that a page could show, also beyond what it was before a restart.
        self.version = int(self.clock.now() * 1000.0)
        self._first = self.version
        self._heard: dict[str, int] = {}  # audience to the version at which it last heard anything
        self.attendance = Attendance(self)
        self.course = Course(self)
        self.rounds = Rounds(self, model)
        self._loop: asyncio.AbstractEventLoop | None = None

    # ---- opening

    @classmethod
    def open(
        cls, folder: ClassFolder, settings: e.Settings, model: Model,
        clock: ServerClock | None = None,
    ) -> "Desk":  # fmt: skip
        """A new class. Raises: LogError if its file cannot be written."""
        clock = clock or ServerClock()
        first = e.Event(
            1, clock.now(), "*", 0, e.SERVER, e.TEACHER, "",
            e.Opened(settings, folder.code),
        )  # fmt: skip
        log = EventLog(folder.log)
        log.append([first]).result()
        return cls(folder, log, fold.begin(first), model, clock)

    @classmethod
    def reopen(cls, folder: ClassFolder, model: Model, clock: ServerClock | None = None) -> "Desk":
        """A class as it was left, the outage added to a clock that ran.

        Raises: LogError or FoldError if its log cannot be read.
        """
        log = EventLog(folder.log)
        kept = log.read_after()
        desk = cls(folder, log, fold.fold(kept), model, clock)
        ends_at = desk.state.clock.ends_at
        if ends_at is not None and desk.state.game.phase not in (LOBBY, OVER):
            left = max(0.0, ends_at - max(folder.last_alive(), kept[-1].at))
            ends_at = desk.clock.now() + left
            desk.submit(phases.started(desk.state.clock, "outage", ends_at)).result()
        desk.attendance.miss_everybody()
        return desk

    async def close(self) -> None:
        """Stop what runs and close the log."""
        await self.rounds.end()
        self.log.close()

    # ---- events

    def submit(
        self, *bodies: e.Body, actor: str = e.SERVER, world: str = "*", team: str = "",
        member: str = "", idem: str = "", parties: tuple[str, ...] = (),
    ) -> "Future[None]":  # fmt: skip
        """Take events together: applied now, on disk when the future is done. With a key that was
        taken before nothing happens once more. Raises: RefusedError while nothing can be saved.
        """
        if self.halted:
            raise RefusedError(self.trouble, 503)
        again = self.earlier(actor, idem)
        if again is not None:
            return again[1]
        made: list[e.Event] = []
        for body in bodies:
            seen = audience_of(body, world, team, member, parties)
            event = e.Event(
                self.state.seq + 1, self.clock.now(), world, self.state.game.round, actor, seen,
                idem if not made else "", body,
            )  # fmt: skip
            fold.apply(self.state, event)
            made.append(event)
        self.version += 1
        written = self.log.append(made)
        self._last = written
        if idem:
            self._once[actor, idem] = made[0].seq, written
        self._loop = self._loop or _running_loop()
        written.add_done_callback(lambda future: self._written(future, made))
        return written

    def earlier(self, actor: str, idem: str) -> "tuple[int, Future[None]] | None":
        """The same command if it was taken before: its event, and when that is on disk.

        Raises: RefusedError if the disk does not say.
        """
        if not idem:
            return None
        if (actor, idem) in self._once:
            return self._once[actor, idem]
        if self._new == (actor, idem, self.state.seq):  # asked a moment ago
            return None
        try:
            seq = self.log.find(actor, idem)
        except LogError as error:
            raise RefusedError(str(error), 503) from None
        if seq is not None:
            return seq, _done()
        self._new = actor, idem, self.state.seq
        return None

    def took(self, actor: str, idem: str) -> "Future[None]":
        """A command was carried out: its key counts from now on, also if it has no event of its
        own. What comes back is done when everything so far is on disk.
        """
        if idem:
            self._once[actor, idem] = self.state.seq, self._last
        return self._last

    async def settled(self, written: "Future[None]") -> None:
        """Wait until events are on disk. Raises: RefusedError if they were refused."""
        try:
            await asyncio.shield(asyncio.wrap_future(written))
        except LogError as error:
            raise RefusedError(
                tr("Not taken: the class cannot be saved ({why}). Tell your teacher.", why=error),
                503,
            ) from None

    def _written(self, written: "Future[None]", made: list[e.Event]) -> None:
        """In the writer's thread: tell the loop what came of events."""
        if self._loop is None or self._loop.is_closed():
            return
        error = written.exception()
        if error is None:
            self._loop.call_soon_threadsafe(self._taken, made)
        else:
            self._loop.call_soon_threadsafe(self._refused, error)

    def _taken(self, made: list[e.Event]) -> None:
        """Events are on disk: whoever shows something of them hears of it."""
        self._once.pop((made[0].actor, made[0].idem), None)
        self._hear({one for event in made for one in heard_by(event)})

    def _refused(self, why: BaseException) -> None:
        """The disk refused: back to what is on disk, and pause."""
        if self.halted:
            return
        self.halted = True
        self.troubles.fault = later(
            "The class cannot be saved: {why}. The game is paused, and nothing since then was "
            "taken. Make room on the disk, then try again.",
            why=why,
        )
        self.rounds.stop()
        self._once = {key: (seq, done) for key, (seq, done) in self._once.items() if _good(done)}
        with contextlib.suppress(LogError):  # `try_again` reads once more
            self._back_to_disk()
        self.tell(e.PUBLIC)

    def _back_to_disk(self) -> Clock:
        """What is not on disk has not happened. The clock stands still; what comes back is the one
        on disk. Raises: LogError.
        """
        self.state = fold.fold(self.log.read_after())
        known = self.state.clock
        self.state.clock = Clock(None, known.remaining(self.clock.now()), "disk")
        return known

    @property
    def trouble(self) -> str:
        """What the teacher must know, in the language of whoever reads it; usually nothing."""
        return str(self.troubles)

    def fail(self, fault: Sentence) -> None:
        """The class cannot go on by itself."""
        self.troubles.fault = fault
        self.tell(e.TEACHER)

    def warn(self, warning: Sentence) -> None:
        """Something that the teacher should know of, for a while."""
        if self.troubles.warn(warning, self.clock.steady()):
            self.tell(e.TEACHER)

    def tell(self, *audiences: str) -> None:
        """Something that is no event has changed: have pages look again."""
        self.version += 1
        self._hear(audiences)

    def _hear(self, audiences: Iterable[str]) -> None:
        for audience in audiences:
            self._heard[audience] = self.version
        self.changed(audiences)

    def heard(self, audiences: Iterable[str]) -> int:
        """The last version that changed anything for some audiences."""
        return max((self._heard.get(one, self._first) for one in audiences), default=self._first)

    def try_again(self) -> "Future[None] | None":
        """Go on after a fault; the game waits for the teacher. If the disk still refuses, what
        comes back fails, and all is as before. Raises: RefusedError if it cannot even be read.
        """
        self.troubles.fault = NOTHING_SAID
        if not self.halted:
            self.tell(e.PUBLIC)
            return None
        left = self.state.clock.left
        self.log.recover()
        try:
            known = self._back_to_disk()
        except LogError as error:
            raise RefusedError(str(error), 503) from None
        self.halted = False
        written = self.submit(phases.stopped(known, "pause", left))
        self.attendance.count_again()
        return written

    # ---- the clock

    async def run(self) -> None:
        """Tick until cancelled."""
        self._loop = asyncio.get_running_loop()
        self.rounds.prepare()
        while True:
            try:
                self.tick()
            except Exception as error:  # the clock goes on, whatever has happened
                LOGGER.exception("a tick of the clock failed")
                self.warn(later("A fault of the program: {why}. Look at the clock.", why=error))
            await asyncio.sleep(TICK_S)

    def tick(self) -> None:
        """Look at the clock once."""
        before = self.clock.tick()
        if self.troubles.passes(self.clock.steady()):
            self.tell(e.TEACHER)
        if self.halted:
            return
        if before is not None and self.state.clock.ends_at is not None:
            left = max(0.0, self.state.clock.ends_at - before)
            self.submit(phases.stopped(self.state.clock, "sleep", left))
        if not self._stays_alive():
            return
        self.attendance.notice()
        self.rounds.go_on()
        self.course.go_on()

    def _stays_alive(self) -> bool:
        """Leave a trace of now, for the length of an outage; whether the disk takes it."""
        if self.clock.steady() - self._touched >= TOUCH_S:
            self._touched = self.clock.steady()
            try:
                self.folder.touch()
            except OSError as error:
                self._refused(LogError(error.strerror or str(error)))
                return False
        return True


def _done() -> "Future[None]":
    done: Future[None] = Future()
    done.set_result(None)
    return done


def _good(done: "Future[None]") -> bool:
    return done.done() and done.exception() is None


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
