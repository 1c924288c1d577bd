"""A hostile student with a laptop: everything at once, from one address, and what it has obtained.

It knows the code of the class and holds a seat of its own, as every student does. It runs in a
process of its own: `python -m tests.classroom.hostile` reads what it knows as JSON, and prints what
it has obtained.
"""

import asyncio
import contextlib
import json
import random
import secrets
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.classroom.phones import LOST, Student
from benchmarks.classroom.process import Server
from benchmarks.classroom.wire import Answer, Feed, Line, listen

ADDRESS = "127.0.0.66"
HALF_OPEN = 3000
XSS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)",
    "\"><svg onload=alert(1)>", "</script><script>alert(1)</script>", "{{7*7}}", "${7*7}",
    "';alert(1)//", "\u2028alert(1)", "<iframe src=//evil.example>",
)  # fmt: skip
ODD_BODIES = (
    b"[" * 8000, b"{", b"\xff\xfe\xfd", b'{"code": NaN}', b'{"round": ' + b"9" * 4000 + b"}",
    b'{"code": "' + b"A" * 7000 + b'"}', b"null", b'{"a":' * 1300 + b"1" + b"}" * 1300,
)  # fmt: skip


@dataclass
class Loot:
    """What it has obtained. Every list should stay empty."""

    seats: list[str] = field(default_factory=list)  # of others, that it could look into
    secrets: list[str] = field(default_factory=list)  # that came over a feed or in an answer
    commands: list[str] = field(default_factory=list)  # that were taken and should not have been
    pages: list[str] = field(default_factory=list)  # of the teacher
    faults: list[str] = field(default_factory=list)  # answers that say the program has failed
    tries: int = 0
    refused: int = 0
    dropped: int = 0


@dataclass
class Hostile:
    """The student. `marks` are words that some teams seal, by team; no other may read them."""

    server: Server
    victims: list[str]
    marks: dict[str, list[str]]
    loot: Loot = field(default_factory=Loot)
    luck: random.Random = field(default_factory=lambda: random.Random(13))
    others: str = ADDRESS
    half_open: int = HALF_OPEN

    async def attack(self) -> None:
        """Everything at once, until cancelled."""
        self._lines: dict[int, Line] = {}
        self.sealed: list[bytes] = []
        self.me = Student(self.server, self.others)
        await self.me.join()
        own = await self._ask("GET", f"/api/snapshot?seat={self.me.name}", Cookie=self.me.cookie)
        team = own.json["parts"]["team"]["seat"]
        ours = self.marks.pop(team, [])
        sealed = {mark for marks in self.marks.values() for mark in marks} - set(ours)
        self.sealed = [mark.encode() for mark in sealed]
        kinds: list[Callable[[], Awaitable[None]]] = [
            self._guess_codes, self._guess_words, self._forge_cookies, self._read_others,
            self._flood, self._flood_looks, self._send_odd_things, self._other_pages,
            self._foreign_feeds, self._listen, self._speak_on_feeds, self._be_the_teacher,
            self._say_xss, self._ask_pages, self._pipeline,
        ]  # fmt: skip
        jobs = [asyncio.ensure_future(self._on_and_on(kind)) for kind in kinds]
        jobs.append(asyncio.ensure_future(self._half_open()))
        try:
            await asyncio.gather(*jobs)
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)

    async def _on_and_on(self, kind: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await kind()
            except LOST:
                self.loot.dropped += 1
            await asyncio.sleep(0.005)

    # ---- asking

    def _line(self) -> Line:
        task = id(asyncio.current_task())
        if task not in self._lines:
            self._lines[task] = Line(self.server.url, self.others)
        return self._lines[task]

    async def _ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> Answer:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self._line().ask(method, path, body, given, limit=10.0)
        self.loot.tries += 1
        self.loot.refused += answer.status >= 400
        if answer.status >= 500:
            self.loot.faults.append(f"{method} {path[:80]}: {answer.status}")
        self._search(answer.body, path)
        return answer

    def _search(self, data: bytes, where: str) -> None:
        for mark in self.sealed:
            if mark in data:
                self.loot.secrets.append(f"{mark!r} in {where[:80]}")

    async def _command(self, command: str, body: bytes, cookie: str, seat: str) -> Answer:
        return await self._ask(
            "POST", f"/api/{command}?seat={seat}", body, Cookie=cookie,
            Idempotency_Key=secrets.token_hex(8),
        )  # fmt: skip

    # ---- what it tries

    async def _guess_codes(self) -> None:
        code = "".join(self.luck.choices("ABCDEFGHJKMNPQRSTUVWXYZ23456789", k=6))
        body = json.dumps({"code": code}).encode()
        answer = await self._ask("POST", "/api/join", body, Idempotency_Key=secrets.token_hex(8))
        if answer.status == 200:
            self.loot.commands.append("joined with a guess")

    async def _guess_words(self) -> None:
        name = self.luck.choice(self.victims)
        body = {  # no seat has a word with three digits: a lucky guess would be no fault
            "code": self.server.code,
            "name": name,
            "word": f"copper-{self.luck.randint(100, 999)}",
        }
        answer = await self._ask("POST", "/api/rejoin", json.dumps(body).encode())
        if answer.status == 200:
            self.loot.seats.append(name)

    async def _forge_cookies(self) -> None:
        name = self.luck.choice(self.victims)
        own = self.me.cookie.partition("=")[2]
        for token in (own, name, secrets.token_urlsafe(16), "", "x" * 5000):
            cookie = f"seat-{name}={token}"
            answer = await self._ask("GET", f"/api/snapshot?seat={name}", Cookie=cookie)
            if answer.status == 200:
                self.loot.seats.append(name)
            answer = await self._command("draft", b'{"round": 1, "choices": {}}', cookie, name)
            if answer.status == 200:
                self.loot.commands.append(f"a draft for {name}")

    async def _read_others(self) -> None:
        name = self.luck.choice(self.victims)
        for path in (
            f"/s/{name}", f"/api/feed?seat={name}", f"/api/snapshot?page=student&seat={name}",
            "/api/snapshot?page=wall", "/api/snapshot?page=console", "/api/feed?page=console",
            "/t/files/log.db", "/t/files/grades.csv", "/t/files/report.html", "/static/x/../log.db",
        ):  # fmt: skip
            answer = await self._ask("GET", path, Cookie=self.me.cookie)
            if answer.status == 200:
                self.loot.pages.append(path)
        own = await self._ask("GET", f"/api/snapshot?seat={self.me.name}", Cookie=self.me.cookie)
        assert own.status in (200, 429)

    async def _flood(self) -> None:
        await self._command("speak", b'{"language": "zh"}', self.me.cookie, self.me.name)

    async def _flood_looks(self) -> None:
        await self._ask("GET", f"/api/feed?seat={self.me.name}", Cookie=self.me.cookie)

    async def _send_odd_things(self) -> None:
        body = self.luck.choice(ODD_BODIES)
        for command in ("join", "rejoin", f"draft?seat={self.me.name}", "t/clock", "device"):
            await self._ask("POST", f"/api/{command}", body, Cookie=self.me.cookie)
        for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
            await self._ask(method, "/api/join", b"")

    async def _other_pages(self) -> None:
        """Requests as another page in the victim's browser would make them."""
        body = json.dumps({"code": self.server.code}).encode()
        for headers in (
            {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"},
            {"X-Game": ""}, {"Content-Type": "text/plain"},
        ):  # fmt: skip
            answer = await self._by_hand(body, headers)
            if answer.startswith(b"HTTP/1.1 2"):
                self.loot.commands.append(f"joined with {headers}")

    async def _by_hand(self, body: bytes, headers: dict[str, str]) -> bytes:
        line = self._line()
        given = {
            "Host": line.address, "Origin": f"http://{line.address}", "X-Game": "1",
            "Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(8),
            "Content-Length": str(len(body)), "Connection": "close", **headers,
        }  # fmt: skip
        head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", line.port, local_addr=(self.others, 0)
        )
        try:
            writer.write(f"POST /api/join HTTP/1.1\r\n{head}\r\n".encode() + body)
            async with asyncio.timeout(10.0):
                return await reader.read()
        finally:
            writer.close()

    async def _feed(self, page: str, seat: str, cookie: str, origin: str = "") -> Feed | None:
        path = f"/feed?page={page}&seat={seat}"
        try:
            return await listen(
                self.server.url, path, cookie, lambda data, at: self._search(data, path),
                origin, self.others,
            )  # fmt: skip
        except ConnectionRefusedError:
            self.loot.refused += 1
            return None

    async def _foreign_feeds(self) -> None:
        name = self.luck.choice(self.victims)
        for page, seat, cookie, origin in (
            ("console", "", self.me.cookie, ""), ("wall", "", self.me.cookie, ""),
            ("student", name, self.me.cookie, ""),
            ("student", self.me.name, self.me.cookie, "http://evil.example"),
        ):  # fmt: skip
            feed = await self._feed(page, seat, cookie, origin)
            if feed is not None:
                self.loot.pages.append(f"{page} {seat} {origin}")
                feed.close()

    async def _listen(self) -> None:
        """Its own feed, as many times as it can."""
        feeds = [await self._feed("student", self.me.name, self.me.cookie) for _ in range(6)]
        await asyncio.sleep(0.5)
        for feed in feeds:
            if feed is not None:
                feed.close()

    async def _speak_on_feeds(self) -> None:
        feed = await self._feed("student", self.me.name, self.me.cookie)
        if feed is not None:
            for _ in range(50):
                feed.send(1, b"x" * 100)
            await asyncio.sleep(0.1)
            feed.close()

    async def _be_the_teacher(self) -> None:
        guess = f"{self.luck.randint(0, 999_999):06d}"
        answer = await self._ask("POST", "/api/device", json.dumps({"code": guess}).encode())
        if answer.status == 200:
            self.loot.pages.append("a device of the teacher")
        link = await self._ask("GET", f"/t/open/{secrets.token_urlsafe(16)}")
        if link.header("set-cookie"):
            self.loot.pages.append("a link of the teacher")
        for command, body in (
            ("clock", {"op": "end"}), ("peek", {"world": "A", "team": "us"}), ("device", {}),
            ("settings", {"settings": {"rounds": 1}}), ("delete", {"confirm": True}),
        ):  # fmt: skip
            answer = await self._ask(
                "POST", f"/api/t/{command}", json.dumps(body).encode(),
                Cookie=f"{self.me.cookie}; teacher={secrets.token_urlsafe(16)}",
            )  # fmt: skip
            if answer.status == 200:
                self.loot.commands.append(command)

    async def _say_xss(self) -> None:
        for text in XSS:
            body = json.dumps({"round": 1, "text": text, "posture": text[:40]}).encode()
            await self._command("say", body, self.me.cookie, self.me.name)
            note = json.dumps({"to": "cn", "note": text[:40], "text": text}).encode()
            await self._command("note", note, self.me.cookie, self.me.name)

    async def _ask_pages(self) -> None:
        for path in ("/", "/privacy", "/qr.svg", "/nowhere", f"/j/{self.server.code}", "/t", "/p"):
            answer = await self._ask("GET", path)
            if path in ("/t", "/p") and answer.status == 200:
                self.loot.pages.append(path)

    async def _pipeline(self) -> None:
        """Hundreds of requests without waiting for an answer, and none is read."""
        line = self._line()
        _, writer = await asyncio.open_connection(
            "127.0.0.1", line.port, local_addr=(self.others, 0)
        )
        request = f"GET /privacy HTTP/1.1\r\nHost: {line.address}\r\n\r\n".encode()
        writer.write(request * 200)
        await asyncio.sleep(1.0)
        writer.transport.abort()

    async def _half_open(self) -> None:
        """Thousands of connections that never finish their first sentence."""
        line = self._line()
        kept: list[asyncio.StreamWriter] = []
        try:
            while True:
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_connection(
                        "127.0.0.1", line.port, local_addr=(self.others, 0)
                    )
                    writer.write(b"GET / HTTP/1.1\r\nHost")
                    kept.append(writer)
                if len(kept) > self.half_open:
                    kept.pop(0).transport.abort()
                if len(kept) % 50 == 0:
                    await asyncio.sleep(0.05)
        finally:
            for writer in kept:
                writer.transport.abort()


async def _main(known: dict[str, Any]) -> Loot:
    server = Server(Path())
    server.url, server.code = known["url"], known["code"]
    one = Hostile(server, known["victims"], known["marks"], half_open=known["half_open"])
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(known["seconds"]):
            await one.attack()
    return one.loot


if __name__ == "__main__":
    from game.classroom.web.server import allow_many_files

    allow_many_files()
    print(json.dumps(asdict(asyncio.run(_main(json.load(sys.stdin))))))
