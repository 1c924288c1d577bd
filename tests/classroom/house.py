"""A class that is really served, by the product's own server in a thread of its own, with the
stand-in for the model. Requests are made by hand, as curious students make them.
"""

import asyncio
import http.client
import json
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from game.classroom.desk import Desk
from game.classroom.doors import Doors
from game.classroom.events import Settings
from game.classroom.folder import ClassFolder, make_folder
from game.classroom.lesson import find_lesson
from game.classroom.settings import new_settings
from game.classroom.web.server import ClassServer, make_server, serve
from tests.classroom.stand_ins import CODE, StandIn

PATIENCE = 30.0
LONG = {"brief": 1, "negotiate": 1, "commit": 3600, "reveal": 3600, "reflect": 3600}
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The sentence of a refusal."""
        return str(self.json["error"])

    @property
    def cookie(self) -> str:
        return self.headers.get("set-cookie", "").partition(";")[0]


@dataclass(frozen=True)
class Seat:
    """A student's seat, as its phone knows it."""

    name: str
    word: str
    cookie: str


def settings(students: int = 12, lesson: str = "B", **wanted: Any) -> Settings:
    """A class whose commit waits for the teacher."""
    made = {"seed": 5, "worlds": 1, **wanted}
    plain = new_settings(find_lesson(lesson), students, **made)
    return replace(plain, seconds=LONG, practice=False, pace=False, talk="free")


@dataclass
class House:
    """The class, and ways to knock at it."""

    folder: ClassFolder
    how: Settings | None
    model: StandIn = field(default_factory=StandIn)
    port: int = 0
    _ready: "Future[None]" = field(default_factory=Future)
    _ended: "Future[None]" = field(default_factory=Future)

    def __enter__(self) -> "House":
        self._thread = threading.Thread(target=self._run, name="house", daemon=True)
        self._thread.start()
        self._ready.result(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(setattr, self.http, "should_exit", True)
        self._thread.join(PATIENCE)
        self._ended.result(PATIENCE)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
            self._ended.set_result(None)
        except BaseException as error:
            for future in (self._ready, self._ended):
                if not future.done():
                    future.set_exception(error)

    async def _serve(self) -> None:
        line = socket.create_server(("127.0.0.1", self.port), backlog=256)
        self.port = int(line.getsockname()[1])
        self.address = f"localhost:{self.port}"
        self.loop = asyncio.get_running_loop()
        if self.how is not None:
            self.desk = Desk.open(self.folder, self.how, self.model)
        else:
            self.desk = Desk.reopen(self.folder, self.model)
        self.doors = Doors(self.folder.doors)
        hosts = {self.address, f"127.0.0.1:{self.port}"}
        self.server = ClassServer(self.desk, self.doors, f"http://{self.address}", hosts)
        self.http = make_server(self.server.app())
        try:
            await serve(self.http, [line], lambda: self._ready.set_result(None))
        finally:
            await self.desk.close()
            self.doors.close()

    # ---- inside

    def do(self, job: Callable[[], T]) -> T:
        """Something done in the server's own thread."""

        async def there() -> T:
            return job()

        return asyncio.run_coroutine_threadsafe(there(), self.loop).result(PATIENCE)

    def until(self, true: Callable[[], Any], what: str = "it") -> None:
        """Wait until something is so. Raises: AssertionError if it never is."""
        ends = time.monotonic() + PATIENCE
        while not self.do(true):
            assert time.monotonic() < ends, f"{what} has not happened"
            time.sleep(0.02)

    # ---- outside

    def ask(
        self, method: str, path: str, body: bytes | None = None,
        headers: Mapping[str, str] | None = None, source: str = "127.0.0.1",
    ) -> Answer:  # fmt: skip
        """One request exactly as it is given. A Host is added if there is none."""
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE, source_address=(source, 0)
        )
        try:
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            given = {"host": self.address, **{k.lower(): v for k, v in (headers or {}).items()}}
            if body is not None:
                given.setdefault("content-length", str(len(body)))
            for name, value in given.items():
                line.putheader(name, value)
            line.endheaders(body)
            answer = line.getresponse()
            found = {k.lower(): v for k, v in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            line.close()

    def get(self, path: str, cookie: str = "", **more: Any) -> Answer:
        return self.ask("GET", path, headers={"cookie": cookie} if cookie else {}, **more)

    def own(self, cookie: str = "", key: str = "") -> dict[str, str]:
        """The headers that a page of the class sends with a command."""
        found = {
            "origin": f"http://{self.address}",
            "x-game": "1",
            "content-type": "application/json",
            "idempotency-key": key or secrets.token_hex(12),
        }
        return {**found, "cookie": cookie} if cookie else found

    def post(
        self, path: str, body: Any, cookie: str = "", key: str = "", source: str = "127.0.0.1",
        **headers: str,
    ) -> Answer:  # fmt: skip
        """A command as a page of the class sends it, with some headers changed."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {**self.own(cookie, key), **{k.replace("_", "-"): v for k, v in headers.items()}}
        return self.ask("POST", path, data, {k: v for k, v in given.items() if v}, source)

    def raw(self, data: bytes, source: str = "127.0.0.1", wait: float = 5.0) -> bytes:
        """Bytes sent by hand, and all that came back until the other side closed or fell silent."""
        with self.line(source) as line:
            line.sendall(data)
            return read_all(line, wait)

    def line(self, source: str = "127.0.0.1") -> socket.socket:
        """A bare connection."""
        return socket.create_connection(
            ("127.0.0.1", self.port), timeout=PATIENCE, source_address=(source, 0)
        )

    # ---- people

    def join(self, source: str = "127.0.0.1", key: str = "") -> Seat:
        """Take a seat. Raises: AssertionError if there is none."""
        answer = self.post("/api/join", {"code": CODE, "language": "en"}, key=key, source=source)
        assert answer.status == 200, answer
        return Seat(answer.json["name"], answer.json["word"], answer.cookie)

    def give(self, seat: Seat, command: str, key: str = "", **body: Any) -> Answer:
        """A student's command."""
        return self.post(f"/api/{command}?seat={seat.name}", body, seat.cookie, key)

    def teacher(self) -> str:
        """The cookie of the teacher's browser, by a link of its own."""
        link = self.do(self.doors.teacher_link)
        return self.get(f"/t/open/{link}").cookie

    def teach(self, cookie: str, command: str, **body: Any) -> Answer:
        """A command of the teacher."""
        return self.post(f"/api/t/{command}", body, cookie)

    def seat_in(self, seat: str, people: list[Seat]) -> list[Seat]:
        """Those of some people who sit in a team."""
        members = self.do(lambda: dict(self.desk.state.members))
        return [one for one in people if members[one.name].team == seat]

    def to_commit(self, cookie: str) -> None:
        """Begin, and wait until moves may be signed."""
        ends = time.monotonic() + PATIENCE
        while self.teach(cookie, "clock", op="next", phase="lobby").status == 503:
            assert time.monotonic() < ends
            time.sleep(0.05)
        for phase in ("brief", "negotiate"):
            self.teach(cookie, "clock", op="next", phase=phase)
        self.until(lambda: self.desk.state.game.phase == "commit", "commit")


def read_all(line: socket.socket, wait: float = 5.0) -> bytes:
    """What comes until the other side closes, or says nothing for so long."""
    line.settimeout(wait)
    found = b""
    try:
        while piece := line.recv(65536):
            found += piece
    except (TimeoutError, ConnectionResetError):
        pass
    return found


@contextmanager
def house(path: Path, how: Settings | None = None, **more: Any) -> Iterator[House]:
    """A new class that is served until the with statement ends."""
    folder = make_folder(CODE, path)
    with House(folder, how or settings(), **more) as made:
        yield made
