"""Plays a class of bots and keeps what its wall shows at each moment, for pictures and tests.

`python -m game.window.spectator_record FILE.json.gz` plays one and writes the file, in a minute or
two. The frames are those of the feed; only address, code and clock are made the same each time.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.language import Sentence
from game.window.settings import HOME_VARIABLE
from game.window.spectator import Seen
from game.window.spectator_view import wall_view

if TYPE_CHECKING:
    from game.classroom.desk import Desk
    from game.classroom.opened import OpenClass

LESSON, STUDENTS, WORLDS, ROUNDS, SEED = "c", 48, 2, 3, 7
LANGUAGES = ("en", "zh")
SECONDS = {"brief": 1, "negotiate": 3, "commit": 5, "reveal": 1, "reflect": 30}
LONGEST_S = 600.0
STEP_S = 0.05
TOLD_ROUND = 2  # the round whose moments are kept
WORDS = "We ask for talks, and for nothing more."
ADDRESS, CODE, LEFT_S = "http://192.168.1.20:8000", "KXR4TM", 42.0

Frame = dict[str, Any]
Frames = dict[str, dict[str, Frame]]  # by moment and language


def record() -> Frames:
    """Play a class; returns its frames. Raises: RuntimeError if it gets stuck."""
    from msgspec.structs import replace

    from game.classroom.lesson import find_lesson
    from game.classroom.opened import Plan, open_class
    from game.classroom.settings import new_settings

    made = new_settings(
        find_lesson(LESSON), STUDENTS, worlds=WORLDS, rounds=ROUNDS, seed=SEED, language="en"
    )
    settings = replace(made, seconds=dict(SECONDS), pace=False, practice=False)
    plan = Plan(settings=settings, port=0, browser=False, loopback=True)
    frames: Frames = {}
    faults: list[BaseException] = []

    async def beside(opened: OpenClass) -> None:
        try:
            await asyncio.wait_for(_Recorder(opened, frames).play(), LONGEST_S)
        except (Exception, asyncio.CancelledError) as error:
            faults.append(error)

    with _own_home():
        asyncio.run(open_class(plan, beside, lambda opened: None))
    if faults:
        raise RuntimeError("the class did not come to its end") from faults[0]
    return frames


@contextmanager
def _own_home() -> Iterator[None]:
    """A home for one class, so that it is kept nowhere."""
    before = os.environ.get(HOME_VARIABLE)
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        try:
            yield
        finally:
            if before is None:
                del os.environ[HOME_VARIABLE]
            else:
                os.environ[HOME_VARIABLE] = before


class Still:
    """A source for a screen that always shows one frame."""

    def __init__(self, frame: Frame, trouble: Sentence | None = None) -> None:
        self.seen = Seen(wall_view(frame["parts"]), trouble)
        self._now = float(frame["now"])

    def now(self) -> float:
        """The time of the frame."""
        return self._now

    def speak(self, language: str) -> None:
        """The frame has its language."""

    def close(self) -> None:
        """There is nothing to stop."""


class _Recorder:
    """A teacher who leads a class of bots, and keeps the wall's frames."""

    def __init__(self, opened: OpenClass, frames: Frames) -> None:
        self.opened, self.frames = opened, frames

    @property
    def desk(self) -> Desk:
        """The desk of the class."""
        return self.opened.desk

    def keep(self, name: str) -> None:
        """Keep what the wall shows now."""
        from game.classroom.web.hub import WALL, Listener

        hub = self.opened.server.hub
        self.frames[name] = {}
        for code in LANGUAGES:
            listener = Listener(WALL, "", code)
            frame = json.loads(hub.frame(listener, hub.view(listener)))
            self.frames[name][code] = the_same(frame)

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait for a moment."""
        while not ready():
            if self.desk.trouble:
                raise RuntimeError(str(self.desk.trouble))
            await asyncio.sleep(STEP_S)

    async def play(self) -> None:
        """Lead the class from the first seat to the exit ticket."""
        from game.classroom.bots import Bots

        room = Bots(self.desk)
        room.join(STUDENTS)
        bots = asyncio.create_task(room.play())
        try:
            await self.until(self._prepared)
            self.keep("lobby")
            self.desk.course.advance()
            for number in range(1, ROUNDS + 1):
                await self._round(number)
            await self._debrief()
        finally:
            bots.cancel()
            await asyncio.gather(bots, return_exceptions=True)

    def _prepared(self) -> bool:
        return all(world.opening is not None for world in self.desk.state.game.worlds.values())

    def _in(self, phase: str, number: int) -> Callable[[], bool]:
        def there() -> bool:
            game = self.desk.state.game
            return (game.phase, game.round) == (phase, number)

        return there

    @property
    def world(self) -> str:
        """The world that is shown alone: the first in which the controls are held on."""
        state = self.desk.state
        first = state.lesson.treatments[0].key
        return next(w.name for w in state.game.worlds.values() if w.treatment == first)

    def _command(self, command: str, **body: Any) -> None:
        """Give a command as the console does. Raises: RefusedError."""
        from game.classroom.commands import teaching

        words = json.dumps(body).encode("utf-8")
        teaching.run(self.desk, command, words, secrets.token_hex(8))

    def _both(self, name: str) -> None:
        """Keep the wall with all worlds, and with one alone."""
        self.keep(f"worlds_{name}")
        self._command("switch", what="show", world=self.world)
        self.keep(name)
        self._command("switch", what="show", world="*")

    async def _round(self, number: int) -> None:
        told = number == TOLD_ROUND
        await self.until(self._in("brief", number))
        if told or number == 1:
            self._both("brief" if told else "first")
        await self.until(self._in("negotiate", number))
        if told:
            await asyncio.sleep(SECONDS["negotiate"] * 0.7)
            self._talk()
            self._both("negotiate")
        await self.until(self._in("commit", number))
        if told:
            await self.until(self._half_signed)
            self._both("commit")
        await self.until(self._in("reveal", number))
        if told:
            self._both("reveal")
        await self.until(self._in("reflect", number))
        await self.until(lambda: len(self.desk.rounds.fans) == WORLDS)
        if told:
            self._both("reflect")
        await asyncio.sleep(SECONDS["reflect"] * 0.5)  # bots say what they expect
        self.desk.course.advance()

    def _talk(self) -> None:
        """Let a team say something in its own words, and two sign a treaty on paper."""
        from game.classroom import events as e

        state, world = self.desk.state, self.world
        number = state.number + 1
        said = e.Said(number, "row", e.TEACHER, state.game.round, "humble", WORDS)
        self.desk.submit(said, actor=e.TEACHER, world=world, team="row")
        self._command("switch", what="text", item=number)
        quiet = {"kind": "keep_quiet", "by": "cn", "limit": "neutral"}
        self._command("enter-treaty", world=world, parties=["cn", "tool"], clauses=[quiet],
                      mode="monitored", rounds=3)  # fmt: skip

    def _half_signed(self) -> bool:
        world = self.desk.state.game.worlds[self.world]
        signed = sum(1 for team in world.teams.values() if team.signed is not None)
        return signed >= len(world.teams) // 2

    async def _debrief(self) -> None:
        from game.classroom.state import DEBRIEF, OVER

        await self.until(lambda: self.desk.state.game.phase == DEBRIEF)
        self._command("switch", what="show", world=self.world)
        while self.desk.state.game.phase != OVER:
            stage = self.desk.state.game.stage
            await asyncio.sleep(1.0)  # bots answer
            if stage == "flip":
                self.keep("flip_guess")
                self._command("flip", world=self.world)
                await self.until(lambda: not self.desk.rounds.flipping)
            self.keep(stage)
            self.desk.course.advance()
        self.keep("over")


def the_same(frame: Frame) -> Frame:
    """A frame with the address, the code and the clock that every recording has."""
    parts = frame["parts"]
    parts["class"] |= {"join": ADDRESS, "code": CODE}
    frame["now"] = 0.0
    if parts["clock"]["ends_at"] is not None:
        parts["clock"]["ends_at"] = LEFT_S
    return frame


def load(path: Path) -> Frames:
    """Frames from a file. Raises: OSError."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        frames: Frames = json.load(file)
    return frames


def save(frames: Frames, path: Path) -> None:
    """Write frames, the same bytes for the same frames. Raises: OSError."""
    words = json.dumps(frames, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(words.encode("utf-8"), mtime=0))


if __name__ == "__main__":
    save(record(), Path(sys.argv[1]))
