"""Students and the teacher as scripts: they join, listen, and send with keys until it is taken."""

import asyncio
import json
import random
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from benchmarks.classroom.process import Server
from benchmarks.classroom.wire import Answer, Feed, Line, listen

TRY_AGAIN_S = 0.15
POLL_S = 2.0
# Answers after which a phone sends the same once more.
BUSY = (408, 429, 500, 502, 503)
LOST = (OSError, EOFError, TimeoutError)
Parts = dict[str, Any]


@dataclass
class Taken:
    """A command that the server has acknowledged. Units: `sent` and `at` seconds since 1970."""

    command: str
    key: str
    body: dict[str, Any]
    sent: float
    at: float
    tries: int

    @property
    def took(self) -> float:
        """From the first try to the acknowledgement."""
        return self.at - self.sent


@dataclass
class Page:
    """A page that shows something: its parts as they came, by WebSocket or by polling.

    `hear` is called with the parts that changed and when they were here.
    """

    url: str
    query: str
    cookie: str
    source: str = ""
    via: int = 0
    parts: Parts = field(default_factory=dict)
    version: int = -1
    messages: int = 0
    size: int = 0
    hear: Callable[[Parts, float], None] = lambda parts, at: None
    news: asyncio.Event = field(default_factory=asyncio.Event)
    feed: Feed | None = None
    refused: int = 0

    def _heard(self, data: bytes, at: float) -> None:
        self.messages += 1
        self.size += len(data)
        told = json.loads(data)
        if "parts" in told:
            self.parts.update(told["parts"])
            self.version = told["v"]
            self.hear(told["parts"], at)
            self.news.set()

    async def stay(self) -> None:
        """Listen, and open the feed again whenever it was lost, until cancelled."""
        while True:
            try:
                self.feed = await listen(
                    self.url,
                    f"/feed?{self.query}",
                    self.cookie,
                    self._heard,
                    source=self.source,
                    via=self.via,
                )
                await asyncio.shield(self.feed.closed)
            except ConnectionRefusedError:
                self.refused += 1
            except OSError:
                pass  # no server: again
            finally:
                self.leave()
            await asyncio.sleep(TRY_AGAIN_S * (0.5 + random.random()))

    def leave(self) -> None:
        """Close the feed."""
        if self.feed is not None:
            self.feed.close()
            self.feed = None

    async def poll(self, line: Line, every: float = POLL_S) -> None:
        """Poll until cancelled."""
        await asyncio.sleep(every * random.random())
        while True:
            began = time.monotonic()
            path = f"/api/feed?{self.query}&after={self.version}"
            try:
                answer = await line.ask("GET", path, headers={"Cookie": self.cookie})
                if answer.status == 200:
                    self._heard(answer.body, answer.at)
            except LOST:
                pass  # again at the next turn
            await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))

    async def until(self, true: Callable[[Parts], bool], limit: float = 60.0) -> Parts:
        """The parts once something is true of them. Raises: TimeoutError."""
        async with asyncio.timeout(limit):
            while not (self.parts and true(self.parts)):
                self.news.clear()
                await self.news.wait()
        return self.parts


@dataclass
class Student:
    """A phone. Every command has a key, and is sent again until it is answered for good."""

    server: Server
    source: str = ""
    name: str = ""
    word: str = ""
    cookie: str = ""
    taken: list[Taken] = field(default_factory=list)
    refused: list[tuple[str, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.line = Line(self.server.url, self.source, self.server.via)
        self.join_key = secrets.token_hex(12)
        self.page = Page(self.server.url, "", "", self.source, self.server.via)

    async def _until_answered(self, ask: Callable[[], Awaitable[Answer]]) -> tuple[Answer, int]:
        tries = 0
        while True:
            tries += 1
            try:
                answer = await ask()
                if answer.status not in BUSY:
                    return answer, tries
            except LOST:
                pass  # the same once more
            await asyncio.sleep(TRY_AGAIN_S * (0.5 + random.random()))

    async def join(self, language: str = "en") -> Answer:
        """Take a seat. Raises: RuntimeError if there is none."""
        body = json.dumps({"code": self.server.code, "language": language}).encode()
        headers = {"Idempotency-Key": self.join_key}
        answer, _ = await self._until_answered(
            lambda: self.line.ask("POST", "/api/join", body, headers)
        )
        if answer.status != 200:
            raise RuntimeError(f"no seat: {answer.status} {answer.body.decode()}")
        self.name, self.word = answer.json["name"], answer.json["word"]
        self.cookie = answer.header("set-cookie").partition(";")[0]
        self.page.query, self.page.cookie = f"page=student&seat={self.name}", self.cookie
        return answer

    async def send(self, command: str, **body: Any) -> Answer:
        """Give a command until it is taken or refused."""
        key, data = secrets.token_hex(12), json.dumps(body).encode()
        headers = {"Cookie": self.cookie, "Idempotency-Key": key}
        path, sent = f"/api/{command}?seat={self.name}", time.time()
        answer, tries = await self._until_answered(
            lambda: self.line.ask("POST", path, data, headers)
        )
        if answer.status == 200:
            self.taken.append(Taken(command, key, body, sent, answer.at, tries))
        else:
            self.refused.append((command, answer.status, answer.body.decode(errors="replace")))
        return answer

    def other_device(self) -> "Student":
        """One more browser window of the same seat."""
        other = Student(self.server, self.source, self.name, self.word, self.cookie)
        other.page.query, other.page.cookie = self.page.query, self.cookie
        return other

    # ---- what a student wants

    def wish(self, luck: random.Random) -> dict[str, int]:
        """A proposal: a step up or down in one or two decisions of the sheet."""
        rows = self.page.parts.get("sheet") or []
        chosen = luck.sample(rows, min(len(rows), 2))
        return {
            row["key"]: min(max(row["now"] + luck.choice((-1, 1)), 0), len(row["steps"]) - 1)
            for row in chosen
        }

    @property
    def moves(self) -> bool:
        """Whether its team makes moves."""
        return bool(self.page.parts.get("sheet"))

    @property
    def has_pen(self) -> bool:
        """Whether it signs in this round."""
        return bool(self.page.parts.get("me", {}).get("pen")) and self.moves

    @property
    def phase(self) -> str:
        """What is going on, as the phone shows it."""
        return str(self.page.parts.get("class", {}).get("phase", ""))

    @property
    def round(self) -> int:
        """The round, as the phone shows it."""
        return int(self.page.parts.get("class", {}).get("round", 0))


@dataclass
class Teacher:
    """The console, and the wall."""

    server: Server
    cookie: str = ""

    def __post_init__(self) -> None:
        self.line = Line(self.server.url)
        self.page = Page(self.server.url, "page=console", "")
        self.wall = Page(self.server.url, "page=wall", "")

    async def open(self) -> None:
        """Use the one-time link."""
        answer = await self.line.ask("GET", urlsplit(self.server.console).path)
        self.cookie = answer.header("set-cookie").partition(";")[0]
        self.page.cookie = self.wall.cookie = self.cookie

    async def send(self, command: str, **body: Any) -> Answer:
        """Give a command once."""
        headers = {"Cookie": self.cookie, "Idempotency-Key": secrets.token_hex(12)}
        data = json.dumps(body).encode()
        return await self.line.ask("POST", f"/api/t/{command}", data, headers)

    async def set(self, **settings: Any) -> None:
        """Change settings. Raises: RuntimeError if they are refused."""
        answer = await self.send("settings", settings=settings)
        if answer.status != 200:
            raise RuntimeError(answer.body.decode())

    async def begin(self, limit: float = 120.0) -> None:
        """Begin, once the model has opened the worlds. Raises: TimeoutError, RuntimeError."""
        async with asyncio.timeout(limit):
            while True:
                answer = await self.send("clock", op="next", phase="lobby")
                if answer.status == 200:
                    return
                if answer.status != 503:
                    raise RuntimeError(answer.body.decode())
                await asyncio.sleep(0.2)

    async def next(self, phase: str) -> None:
        """Go on from a phase. Raises: RuntimeError if that is refused."""
        answer = await self.send("clock", op="next", phase=phase)
        if answer.status != 200:
            raise RuntimeError(answer.body.decode())

    async def until(self, phase: str, limit: float = 60.0) -> Mapping[str, Any]:
        """The console once a phase is there. Raises: TimeoutError."""
        return await self.page.until(lambda parts: parts["class"]["phase"] == phase, limit)
