"""A lesson without anybody: bots in every seat, clocks made short, and somebody who looks at the
three screens through the same server as a class would.
"""

import asyncio
import http.client
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import websockets

from game.classroom import pace
from game.classroom.bots import Bots
from game.classroom.debrief import most_voted
from game.classroom.opened import OpenClass
from game.classroom.refusal import RefusedError
from game.classroom.state import DEBRIEF, LOBBY, OVER
from game.language import tr

# Seconds of the phases of a rehearsal that nobody watches, and of a stage of its debrief.
SHORT = {"brief": 1, "negotiate": 1, "commit": 3, "reveal": 1, "reflect": 1}
STAGE_S = 0.5
STEP_S = 0.05
LONGEST_S = 600.0


@dataclass
class Watched:
    """What somebody saw on a screen: how many messages came, and how large the page was."""

    page: str
    messages: int = 0
    bytes: int = 0


@dataclass
class Rehearsal:
    """What a rehearsal came to."""

    students: int = 0
    rounds: int = 0
    seconds: float = 0.0
    signed: int = 0
    moves: int = 0
    forecasts: int = 0
    flips: int = 0
    problem: str = ""
    screens: list[Watched] = field(default_factory=list)


async def rehearse(opened: OpenClass, bots: int, done: Rehearsal) -> None:
    """Play a whole lesson with bots; `done` says what came of it, or what went wrong."""
    began = time.monotonic()
    desk = opened.desk
    room = Bots(desk)
    room.join(bots)
    screens = _Screens(opened, done.screens)
    tasks = [asyncio.create_task(room.play()), asyncio.create_task(screens.watch(room.names[:3]))]
    try:
        await asyncio.wait_for(_lead(opened, done), LONGEST_S)
    except TimeoutError:
        phase = desk.state.game.phase
        done.problem = tr("The rehearsal did not come to its end: {what}.", what=phase)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            done.problem = str(task.exception())
    done.seconds = time.monotonic() - began
    _count(opened, done)


async def _lead(opened: OpenClass, done: Rehearsal) -> None:
    """Do what a teacher does: begin, and go through the debrief with one decision changed."""
    desk = opened.desk
    while desk.state.game.phase == LOBBY:
        try:
            desk.course.advance()
        except RefusedError:  # the model is being prepared
            await asyncio.sleep(STEP_S)
        _fail_on_trouble(opened)
    while desk.state.game.phase != OVER:
        await asyncio.sleep(STEP_S)
        _fail_on_trouble(opened)
        if desk.state.game.phase != DEBRIEF:
            continue
        await asyncio.sleep(STAGE_S)
        if desk.state.game.stage == "flip":
            await _flip(opened)
        desk.course.advance()


async def _flip(opened: OpenClass) -> None:
    """Change the decision with the most votes, or take away the controls."""
    desk = opened.desk
    one = most_voted(desk.state)
    desk.rounds.flip(one.key if one else "", one.before if one else -1)
    while desk.rounds.flipping:
        await asyncio.sleep(STEP_S)
        _fail_on_trouble(opened)


def _fail_on_trouble(opened: OpenClass) -> None:
    if opened.desk.trouble:
        raise RuntimeError(opened.desk.trouble)


def _count(opened: OpenClass, done: Rehearsal) -> None:
    state = opened.desk.state
    done.students = len(state.members)
    rounds = [one for world in state.game.worlds.values() for one in world.played]
    done.rounds = max((one.number for one in rounds), default=0)
    moves = [move for one in rounds for move in one.moves.values()]
    done.moves = len(moves)
    done.signed = sum(1 for move in moves if move.how == "signed")
    done.forecasts = len(state.game.predictions)
    done.flips = len(state.game.flips)
    if done.rounds < state.settings.rounds and pace.fits(state, opened.desk.clock.now()):
        ended = any(one.result.get("ended") for one in rounds)
        if not ended and not done.problem:
            done.problem = tr("Only {n} rounds were played.", n=done.rounds)


class _Screens:
    """Somebody who opens console, wall and three phones through the server, and reads the feed."""

    def __init__(self, opened: OpenClass, seen: list[Watched]) -> None:
        self.opened, self.seen = opened, seen
        self.port = opened.port
        self.host = f"localhost:{self.port}"

    async def watch(self, phones: list[str]) -> None:
        """Watch until cancelled."""
        link = urlsplit(self.opened.link).path
        teacher = await asyncio.to_thread(self._cookie, link)
        pages = [("console", "", teacher), ("wall", "", teacher)]
        for name in phones:
            token, _ = self.opened.server.doors.let_in(name)
            pages.append(("student", name, f"seat-{name}={token}"))
        await asyncio.gather(*(self._listen(*page) for page in pages))

    def _cookie(self, path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"Host": self.host})
        answer = connection.getresponse()
        answer.read()
        return (answer.getheader("set-cookie") or "").partition(";")[0]

    async def _listen(self, page: str, seat: str, cookie: str) -> None:
        seen = Watched(page)
        self.seen.append(seen)
        paths = {"console": "/t", "wall": "/p"}
        seen.bytes = await asyncio.to_thread(self._size, paths.get(page, f"/s/{seat}"), cookie)
        url = f"ws://{self.host}/feed?page={page}&seat={seat}"
        async with websockets.connect(
            url, origin=websockets.Origin(f"http://{self.host}"),
            additional_headers={"Cookie": cookie},
        ) as feed:  # fmt: skip
            async for message in feed:
                json.loads(message)
                seen.messages += 1

    def _size(self, path: str, cookie: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"Host": self.host, "Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return len(body)
