"""Whole classes, played by bots through the desk in a few seconds and kept on disk for tests."""

import asyncio
import secrets
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

from game.classroom import bots, commands, debrief, worlds
from game.classroom import events as e
from game.classroom.bots import Bots
from game.classroom.commands import teaching
from game.classroom.desk import Desk
from game.classroom.doors import Doors
from game.classroom.folder import ClassFolder, make_folder
from game.classroom.lesson import find_decision, find_lesson
from game.classroom.settings import new_settings
from game.classroom.state import DEBRIEF, LOBBY, OVER, RESOLVE

CODE = "KXR4TM"
TITLE = "Econ 101, Ms Smith"
SPOKEN = "<script>alert(1)</script> China will build its own"
EXIT_TEXT = '=HYPERLINK("x") we paid, <b>later</b>'
PAIRS = 24  # of a flip: enough to draw


class InProcess:
    """The model without a process of its own, and with fewer futures."""

    status = "ready"

    async def open_world(self, setup: worlds.Setup) -> dict[str, Any]:
        return worlds.open_world(setup)

    async def play_round(
        self, setup: worlds.Setup, rounds: tuple[worlds.Moves, ...]
    ) -> dict[str, Any]:
        return worlds.play_round(setup, rounds)

    async def futures(self, *_: Any) -> dict[str, Any]:
        return {}

    async def flip(
        self,
        setup: worlds.Setup,
        rounds: tuple[worlds.Moves, ...],
        changed: tuple[worlds.Moves, ...] | None,
        runs: int,
        *,
        assumptions: tuple[tuple[str, float], ...] = (),
    ) -> dict[str, Any]:
        return worlds.flip(setup, rounds, changed, PAIRS, None, assumptions)


@dataclass
class Played:
    """A class on disk: its folder, the seats of its students, and a token and word of each."""

    folder: ClassFolder
    seats: list[str]
    doors: dict[str, tuple[str, str]]

    def moved(self, home: Path) -> "Played":
        """A copy in another home."""
        path = home / "classes" / self.folder.path.name
        shutil.copytree(self.folder.path, path)
        return Played(ClassFolder(path), self.seats, self.doors)


class Table:
    """Somebody who leads a class of bots by hand."""

    def __init__(self, desk: Desk, seed: int = 3) -> None:
        self.desk, self.bots = desk, Bots(desk, seed, hurry=0.0)

    async def until(self, done: Callable[[], bool]) -> None:
        for _ in range(4000):
            if done():
                return
            assert not self.desk.trouble, self.desk.trouble
            await asyncio.sleep(0.005)
        raise AssertionError("the class did not go on")

    async def next(self) -> None:
        """Press the large button."""
        self.desk.course.advance()
        await self.until(lambda: self.desk.state.game.phase != RESOLVE)

    async def round(self, **beside: Callable[["Table"], None]) -> None:
        """Play on until forecasts for the next round are made; `beside` is done in a phase."""
        while True:
            phase = self.desk.state.game.phase
            if phase in beside:
                beside[phase](self)
            for _ in range(3):
                self.bots.look()
            if phase == "reflect":
                return
            await self.next()

    def afresh(self) -> None:
        """After going back: bots that have done nothing in these rounds yet."""
        self.bots = Bots(self.desk, self.bots.seed + 1, hurry=0.0, names=self.bots.names)

    def pen(self, team: str, world: str = "A") -> str:
        """Who signs for a team."""
        return self.desk.state.game.worlds[world].teams[team].pen

    def give(self, seat: str, command: str, **body: Any) -> None:
        """A command of one student."""
        commands.run(self.desk, seat, command, msgspec.json.encode(body), secrets.token_hex(8))

    def teach(self, command: str, **body: Any) -> None:
        """A command of the teacher."""
        teaching.run(self.desk, command, msgspec.json.encode(body), secrets.token_hex(8))

    async def flip(self, candidate: str = "", step: int = -1) -> None:
        """Change a decision in hindsight."""
        self.desk.rounds.flip(candidate, step)
        await self.until(lambda: not self.desk.rounds.flipping)
        assert not self.desk.trouble, self.desk.trouble

    async def debrief(self) -> None:
        """Go through the debrief, with two flips and texts of exit tickets."""
        desk = self.desk
        while desk.state.game.phase != OVER:
            self.bots.look()
            if desk.state.game.stage == "flip":
                one = debrief.candidates(desk.state, next(iter(desk.state.game.worlds)))[0]
                await self.flip(one.key, one.before)
                await self.flip()
            if desk.state.game.stage == "exit":
                self.give(self.bots.names[0], "poll", poll="exit", answer=EXIT_TEXT)
            await self.next()


def play(home: Path, script: Callable[[Table], Awaitable[None]], **settings: Any) -> Played:
    """Play a class by a script. `settings` are those of `new_settings`, and `lesson`."""

    async def run() -> Played:
        folder = make_folder(CODE, home / "classes")
        lesson = find_lesson(settings.pop("lesson", "C"))
        wanted = new_settings(
            lesson,
            settings.pop("students", 26),
            seed=11,
            clocks=False,
            title=TITLE,
            talk="free",
            **settings,
        )
        desk = Desk.open(folder, wanted, InProcess())
        doors = Doors(folder.doors)
        table = Table(desk)
        table.bots.join(wanted.students)
        opened = {name: doors.let_in(name) for name in table.bots.names}
        desk.rounds.prepare()
        await table.until(lambda: all(w.opening for w in desk.state.game.worlds.values()))
        await script(table)
        await desk.close()
        doors.close()
        return Played(folder, list(table.bots.names), opened)

    with patch.object(bots, "OFFERS", 0.0):  # treaties are those of the script
        return asyncio.run(run())


def make_treaties(table: Table) -> None:
    """A monitored treaty that will be broken, a secret one that holds, one that nobody signs."""
    frozen = {"kind": "no_new_sanction", "by": "cn", "decision": "minerals"}
    quiet = {"kind": "keep_quiet", "by": "row", "limit": "neutral"}
    for parties, clause, mode in (
        (["cn", "us"], frozen, "monitored"),
        (["tool", "row"], quiet, "secret"),
        (["huaw", "nvda"], {"kind": "keep_quiet", "by": "huaw", "limit": "humble"}, "binding"),
    ):
        one, other = parties
        table.give(table.pen(one), "offer", parties=parties, clauses=[clause], mode=mode, rounds=3)
        if mode != "binding":
            number = table.desk.state.number
            table.give(table.pen(other), "treaty", treaty=number, op="sign")
    table.give(table.pen("cn"), "say", round=1, text=SPOKEN)
    table.teach("switch", what="text", item=table.desk.state.number, on=True)
    table.give(table.pen("us"), "say", round=1, text="never shown")


def break_it(table: Table) -> None:
    """One side does what its treaty rules out; the teacher types it in, as from paper."""
    law = table.desk.state.law("A")
    decision = find_decision("cn.minerals")
    step = decision.nearest(law) + 1
    table.teach("enter", world="A", team="cn", choices={"minerals": step}, posture="threat")


async def whole_lesson(table: Table) -> None:
    """Three rounds with everything that can happen: absence, latecomers, undo, a fork, erasure."""
    desk, names = table.desk, table.bots.names
    away = names[3]
    await table.next()
    await table.round(negotiate=make_treaties)
    # The second round is closed too early, taken back and played again; one student is away.
    desk.submit(e.Presence(away, False), world=desk.state.members[away].world)
    await table.next()
    await table.round()
    table.teach("clock", op="undo", mark=desk.state.marks[-4].seq)
    table.afresh()
    table.bots.join(1)
    await table.round(commit=break_it)
    desk.submit(e.Presence(away, True), world=desk.state.members[away].world)
    await table.next()
    await table.round()
    # The third round is played a second time; the first game stays on record.
    table.teach("clock", op="fork", round=3)
    table.afresh()
    await table.round()
    assert len(desk.state.episodes) == 1
    await table.next()
    assert desk.state.game.phase == DEBRIEF
    await table.debrief()
    table.teach("seat", op="erase", member=names[5])


async def only_lobby(table: Table) -> None:
    """Nobody has begun."""
    assert table.desk.state.game.phase == LOBBY
