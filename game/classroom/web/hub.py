"""The feed: every page hears that something of its own has changed, and gets what it shows anew.

A page is sent whole once, then only the parts that changed. Nothing queues up for a slow reader: it
gets the newest state when it is ready for it. Sockets take turns, so that a move waits for a few
of them and not for all. Students who have neither socket nor poll are away.
"""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from game.classroom import events as e
from game.classroom.audience import team_audience
from game.classroom.desk import Desk
from game.classroom.events import PUBLIC
from game.classroom.views.pages import Pages, Parts

# Seconds: between two messages to one page, more where a page is large and changes with everybody;
# between heartbeats; after which a poll is out of date.
GAPS_S = {"student": 0.25, "wall": 0.25, "console": 0.5}
CROWD = 250  # pages that listen, beyond which all of them hear less often
EACH_TURN = 8  # pages in a turn of the loop: more, and moves wait; fewer, and pages do in a storm
HEARTBEAT_S = 10.0
POLL_S = 6.0
SWEEP_S = 2.0
SOCKETS_EACH = 3  # of one seat
MOST_SOCKETS = 1200
STUDENT, CONSOLE, WALL = "student", "console", "wall"
MOVED, FULL, GONE = 4409, 4429, 4403  # why a socket is closed


@dataclass(eq=False)
class Listener:
    """A page that listens: what it shows, to whom, and what it was sent last."""

    page: str
    who: str
    language: str
    dirty: asyncio.Event = field(default_factory=asyncio.Event)
    sent: Parts = field(default_factory=dict)
    closing: int = 0


class Hub:
    """All pages that listen."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self.desk, self.pages = desk, pages
        self.listeners: set[Listener] = set()
        self._by_who: dict[str, set[Listener]] = defaultdict(set)  # "" is the wall and the console
        self._polled: dict[str, float] = {}
        self._turns = asyncio.Semaphore(EACH_TURN)
        desk.changed = self.wake

    # ---- what has changed for whom

    def wake(self, audiences: Iterable[str]) -> None:
        """Something changed for these audiences."""
        some = set(audiences)
        if PUBLIC in some:
            hearing = self.listeners
        else:
            hearing = {one for name in self._names(some) for one in self.pages_of(name)}
            walls = not some.isdisjoint(self._wall())
            hearing |= {one for one in self.pages_of("") if walls or one.page == CONSOLE}
        for listener in hearing:
            listener.dirty.set()

    def _names(self, audiences: set[str]) -> set[str]:
        """The students who belong to any of some audiences."""
        told = [one.partition(":") for one in audiences]
        seats = {who for kind, _, who in told if kind == "seat"}
        worlds = {who for kind, _, who in told if kind == "world"}
        teams = {tuple(who.split(".")) for kind, _, who in told if kind == "team"}
        if not worlds and not teams:
            return seats
        return seats | {
            name
            for name, one in self.desk.state.members.items()
            if one.world in worlds or (one.world, one.team) in teams
        }

    def _wall(self) -> set[str]:
        return {PUBLIC, e.WALL, *(f"world:{name}" for name in self.desk.state.game.worlds)}

    def audiences(self, name: str) -> set[str]:
        """What a student belongs to."""
        member = self.desk.state.members.get(name)
        if member is None:
            return {PUBLIC}
        team = team_audience(member.world, member.team)
        return {PUBLIC, f"world:{member.world}", team, f"seat:{name}"}

    def version(self, page: str, who: str) -> int:
        """The last version that changed anything for a page."""
        if page == CONSOLE:
            return self.desk.version
        return self.desk.heard(self.audiences(who) if page == STUDENT else self._wall())

    def view(self, listener: Listener) -> Parts:
        """What a page shows now. Raises: KeyError for a seat that is gone."""
        if listener.page == STUDENT:
            return self.pages.student(listener.who)
        if listener.page == CONSOLE:
            return self.pages.console(listener.language)
        return self.pages.projector(listener.language)

    # ---- sockets

    async def listen(self, socket: WebSocket, listener: Listener) -> None:
        """Serve a socket until it closes, or says something: it has nothing to say."""
        if len(self.listeners) >= MOST_SOCKETS or self._full(listener):
            await socket.close(FULL)
            return
        self.add(listener)
        if listener.page == STUDENT:
            self.desk.attendance.came(listener.who)
        listener.dirty.set()
        try:
            await socket.accept()
            await _first_of(self._write(socket, listener), socket.receive())
        except WebSocketDisconnect:
            pass  # it went while something was sent
        finally:
            self._leave(listener)

    def add(self, listener: Listener) -> None:
        """Tell a page what concerns it, from now on."""
        self.listeners.add(listener)
        self._by_who[listener.who].add(listener)

    def pages_of(self, who: str) -> set[Listener]:
        """The pages of a seat that listen; of nobody's seat the wall and the console."""
        return self._by_who.get(who, set())

    def _full(self, listener: Listener) -> bool:
        return listener.page == STUDENT and len(self.pages_of(listener.who)) >= SOCKETS_EACH

    async def _write(self, socket: WebSocket, listener: Listener) -> None:
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_S):  # wait_for of 3.11 loses cancellations
                    await listener.dirty.wait()
            except TimeoutError:
                await socket.send_text(f'{{"hb":{self.desk.clock.now():.3f}}}')
                continue
            async with self._turns:
                await asyncio.sleep(0)  # whatever else has come goes first
            # Nothing waits from here on to the view: it shows all that it was woken for.
            listener.dirty.clear()
            if listener.closing:
                await socket.close(listener.closing)
                return
            try:
                parts = self.view(listener)
            except KeyError:
                await socket.close(GONE)
                return
            fresh = {k: part for k, part in parts.items() if listener.sent.get(k) != part}
            if fresh:
                listener.sent = parts
                await socket.send_bytes(self.frame(listener, fresh))
            crowd = max(1.0, len(self.listeners) / CROWD)
            await asyncio.sleep(GAPS_S[listener.page] * crowd)

    def frame(self, listener: Listener, parts: Parts) -> bytes:
        """Parts of a page as one message."""
        version = self.version(listener.page, listener.who)
        body = b",".join(b'"%s":%s' % (key.encode(), part) for key, part in parts.items())
        return b'{"v":%d,"now":%.3f,"parts":{%s}}' % (version, self.desk.clock.now(), body)

    def send_away(self, name: str, why: int) -> None:
        """Close the sockets of a seat."""
        for listener in self.pages_of(name):
            listener.closing = why
            listener.dirty.set()

    # ---- who is there

    def _leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        left = self._by_who[listener.who]
        left.discard(listener)
        if not left:
            del self._by_who[listener.who]
            if listener.page == STUDENT:
                self._gone(listener.who)

    def polled(self, name: str) -> None:
        """A student asked for news."""
        self._polled[name] = self.desk.clock.steady()
        self.desk.attendance.came(name)

    def _gone(self, name: str) -> None:
        since = self.desk.clock.steady() - self._polled.get(name, -POLL_S)
        if not self.pages_of(name) and since >= POLL_S:
            self._polled.pop(name, None)
            self.desk.attendance.went(name)

    async def sweep(self) -> None:
        """Notice who no longer polls, until cancelled."""
        while True:
            await asyncio.sleep(SWEEP_S)
            for name in list(self._polled):
                self._gone(name)


async def _first_of(*jobs: Coroutine[Any, Any, Any]) -> None:
    """Wait until one of some jobs is done, and end the others. Raises what that one raised."""
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
