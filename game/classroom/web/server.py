"""The server of a class put together, and run until somebody stops it."""

import asyncio
import contextlib
import gc
import math
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from uvicorn.server import HANDLED_SIGNALS

from game.classroom import events as e
from game.classroom.desk import Desk
from game.classroom.doors import Doors
from game.classroom.views.pages import Pages
from game.classroom.web import files
from game.classroom.web.api import Api, answered, broken, not_found
from game.classroom.web.connections import Crowd, ImpatientProtocol, ImpatientSocket
from game.classroom.web.door import Door
from game.classroom.web.guard import Guard
from game.classroom.web.hub import Hub
from game.classroom.web.pages import HtmlPages

# Seconds: that sockets get at the end; between pings, and for the answer to one, so that a phone
# which is out of reach is away after fifteen.
GOODBYE_S = 1
PING_S = 5.0
PONG_S = 10.0
OPEN_FILES = 8192
LARGEST_HEAD = 16 * 1024


@dataclass
class ClassServer:
    """A class with its doors and pages. `url` is what students type; `hosts` the names known.

    `stop` ends the server; with `deleting` the class is deleted then.
    """

    desk: Desk
    doors: Doors
    url: str
    hosts: Collection[str]
    secure: bool = False
    stop: Callable[[], None] = lambda: None
    deleting: bool = False

    def __post_init__(self) -> None:
        self.pages = Pages(self.desk, self.url)
        self.hub = Hub(self.desk, self.pages)
        self.door = Door(self.desk, self.doors, self.hub, secure=self.secure)
        self.api = Api(self.door, self.hub)
        self.html = HtmlPages(self.door, self.hub, self.api, self.url)
        for knock in list(self.desk.state.knocks):  # who knocked before a restart knocks again
            self.desk.submit(e.Admitted(knock, False))

    def app(self) -> ASGIApp:
        """The application, guarded."""
        made = Starlette(
            routes=self._routes(),
            lifespan=self._lifespan,
            exception_handlers={HTTPException: not_found, 500: broken},
        )
        return Guard(made, self.hosts)

    def _routes(self) -> list[Route | WebSocketRoute]:
        html, api, door = self.html, self.api, self.door

        def post(path: str, handler: Any) -> Route:
            return Route(path, answered(handler, api.language), methods=["POST"])

        def get(path: str, handler: Any) -> Route:
            return Route(path, answered(handler, api.language))

        return [
            Route("/", html.join),
            Route("/j/{code}", html.join),
            Route("/s/{name}", html.student),
            Route("/t", html.console),
            Route("/t/open/{link}", html.open),
            Route("/t/rehearsal", html.rehearsal),
            Route("/p", html.wall),
            Route("/p/{key}", html.open_wall),
            Route("/privacy", html.privacy),
            Route("/accessibility", html.accessibility),
            Route("/qr.svg", html.qr),
            Route("/static/{stamp}/{name}", html.static),
            *files.routes(self),
            post("/api/join", door.join),
            post("/api/rejoin", door.rejoin),
            post("/api/device", door.add_device),
            get("/api/knock/{knock}", door.knocked),
            post("/api/t/admit", api.for_teacher(door.admit)),
            post("/api/t/device", api.for_teacher(door.device)),
            post("/api/t/{command}", api.teacher),
            post("/api/{command}", api.student),
            get("/api/snapshot", api.snapshot),
            get("/api/feed", api.feed),
            WebSocketRoute("/feed", api.socket),
        ]

    @contextlib.asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(self.desk.run(), name="desk"),
            asyncio.create_task(self.hub.sweep(), name="sweep"),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def allow_many_files() -> None:
    """As many sockets as the system lets us have: 500 clients need more than the usual 256."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class StoppableServer(uvicorn.Server):
    """A server that only stops on Ctrl-C or SIGTERM: what is around it is closed afterwards."""

    crowd: Crowd

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals stop the server. They are not raised once more, which would end the process."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {one: signal.signal(one, self.handle_exit) for one in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


def make_server(
    app: ASGIApp, *, certificate: str = "", key: str = "", proxied: bool = False
) -> StoppableServer:
    """A server for an application, plain or with TLS; it listens on sockets given to `serve`."""
    allow_many_files()
    # Everybody comes from the same address where a proxy is in front; it has limits of its own.
    crowd = Crowd(most=OPEN_FILES, rate=math.inf, burst=math.inf) if proxied else Crowd()
    config = uvicorn.Config(
        app, http=type("Http", (ImpatientProtocol,), {"crowd": crowd}), ws=ImpatientSocket,
        lifespan="on", access_log=False, log_level="error", server_header=False, date_header=False,
        timeout_graceful_shutdown=GOODBYE_S, timeout_keep_alive=20, ws_max_size=1024,
        ws_per_message_deflate=False, ws_ping_interval=PING_S, ws_ping_timeout=PONG_S,
        h11_max_incomplete_event_size=LARGEST_HEAD, proxy_headers=proxied,
        forwarded_allow_ips="127.0.0.1" if proxied else "",
        ssl_certfile=certificate or None, ssl_keyfile=key or None, backlog=1024,
    )  # fmt: skip
    made = StoppableServer(config)
    made.crowd = crowd
    return made


def _collect_seldom() -> None:
    """Let the collector of cycles alone with what is there, and have it look seldom at what comes.

    A look at everything stops the class for a tenth of a second, and finds next to nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 50, 1_000)


async def serve(
    server: uvicorn.Server, sockets: Sequence[socket.socket],
    ready: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Serve until stopped; `ready` is called once students can come."""

    async def announce() -> None:
        while not server.started:
            await asyncio.sleep(0.01)
        ready()

    telling = asyncio.create_task(announce())
    _collect_seldom()
    try:
        await server.serve(sockets=list(sockets))
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
