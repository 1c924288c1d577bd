"""The page that one phone opens, and what is noted of its visit. Nothing is kept on disk."""

import asyncio
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
from jinja2 import Environment, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.protocols.http.h11_impl import H11Protocol

from game.classroom.check.observations import Phone
from game.classroom.network import Address
from game.language import ENGLISH, LANGUAGES, speaking, tr

PING = "/ping"
_FOLDER = Path(__file__).parent
_LARGEST_REPORT = 1000  # bytes
_LONGEST_HOST = 80  # characters that are shown of a name
_SOCKET_OPEN_FOR = 10.0  # seconds that the live channel of the test stays open
_TLS_HELLO = b"\x16\x03"  # how a browser begins that expects https
_PROXY_HEADERS = ("via", "x-forwarded-for", "forwarded")
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page's script tells. Units: `round_trip_ms` milliseconds, the middle of several."""

    websocket: bool
    round_trip_ms: Annotated[float, msgspec.Meta(ge=0.0, le=600_000.0)]


class Visits:
    """Who came, by address. Written by the server's thread, read by the one that waits.

    `own` are the addresses of the laptop, `hosts` the names that the game would answer to.
    """

    def __init__(self, own: Iterable[Address], hosts: Collection[str]) -> None:
        self.own = frozenset({"127.0.0.1", "::1", *(address.ip for address in own)})
        self.hosts = hosts
        self.own_visit = False
        self.encrypted = False
        self.came = threading.Event()
        self.reported = threading.Event()
        self._phones: dict[str, Phone] = {}

    def opened(self, line: HTTPConnection) -> None:
        """Somebody has opened the page."""
        ip = _ip(line)
        if ip in self.own:
            self.own_visit = True
        elif ip not in self._phones:
            host = line.headers.get("host", "")
            proxied = any(header in line.headers for header in _PROXY_HEADERS)
            known = host.lower() in self.hosts
            self._phones[ip] = Phone(ip, _printable(host), known_host=known, proxied=proxied)
            self.came.set()

    def told(self, line: HTTPConnection, report: Report) -> None:
        """The script of a page has told what it found."""
        self.opened(line)
        phone = self._phones.get(_ip(line))
        if phone is not None:
            self._phones[phone.ip] = replace(
                phone,
                reported=True,
                websocket=report.websocket,
                round_trip_ms=report.round_trip_ms,
            )
            self.reported.set()

    def tried_https(self, ip: str) -> None:
        """Somebody spoke to us as if we had a certificate."""
        self.encrypted = self.encrypted or ip not in self.own

    @property
    def phone(self) -> Phone | None:
        """The phone that tells most: the first to report, else the first to come."""
        phones = list(self._phones.values())
        return next((p for p in phones if p.reported), next(iter(phones), None))


def _ip(line: HTTPConnection) -> str:
    return line.client.host if line.client else ""


def _printable(host: str) -> str:
    """A name that a stranger sent, safe to print on a terminal."""
    return "".join(sign for sign in host[:_LONGEST_HOST] if sign.isprintable())


# ---- the server


def make_app(visits: Visits, language: str = ENGLISH) -> ASGIApp:
    """The test page's server; `language` is spoken to phones that ask for none we have."""
    html = (_FOLDER / "page.html").read_text(encoding="utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(html)

    async def page(request: Request) -> Response:
        visits.opened(request)
        code = wanted(request.headers.get("accept-language", ""), language)
        with speaking(code):
            return HTMLResponse(template.render(lang=code, seen_ip=_ip(request), **_words()))

    async def ping(request: Request) -> Response:
        return PlainTextResponse("")

    async def no_icon(request: Request) -> Response:
        return Response(status_code=204)

    async def report(request: Request) -> Response:
        return await _take_report(request, visits)

    routes = [
        Route("/", page),
        Route(PING, ping),
        Route("/report", report, methods=["POST"]),
        Route("/favicon.ico", no_icon),
        Route("/page.js", _file("page.js", "text/javascript")),
        Route("/page.css", _file("page.css", "text/css")),
        WebSocketRoute("/socket", _greet),
    ]
    return _with_headers(Starlette(routes=routes))


def wanted(header: str, otherwise: str) -> str:
    """The first language of an Accept-Language header that we have."""
    codes = (part.split(";")[0].strip().partition("-")[0].lower() for part in header.split(","))
    return next((code for code in codes if code in LANGUAGES), otherwise)


def _words() -> dict[str, str]:
    """Every text of the page, in the language in force."""
    return {
        "title": tr("Connection test"),
        "reached": tr("This phone has reached the laptop."),
        "testing": tr("Testing the rest..."),
        "address": tr("The laptop sees this phone as"),
        "speed": tr("There and back"),
        "unit": tr("milliseconds"),
        "live": tr("Live channel"),
        "live_open": tr("opens"),
        "live_closed": tr("does not open; the game asks for news instead"),
        "done": tr("Done. This phone can play. You may close this page."),
        "lost": tr("The answer did not get back to the laptop. Reload this page."),
        "no_script": tr("Please switch JavaScript on: the game needs it."),
    }


def _file(name: str, media_type: str) -> Callable[[Request], Any]:
    body = (_FOLDER / name).read_bytes()

    async def send(request: Request) -> Response:
        return Response(body, media_type=media_type)

    return send


def _of_this_page(line: HTTPConnection) -> bool:
    """Whether a request comes from a page of this server, as far as the browser tells."""
    origin = line.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == line.headers.get("host")


async def _take_report(request: Request, visits: Visits) -> Response:
    """The phone's report, by the same rules as the game's own commands: what a filter breaks there
    it breaks here."""
    if not _of_this_page(request) or request.headers.get("x-game") != "1":
        return PlainTextResponse("", status_code=403)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_REPORT:
            return PlainTextResponse("", status_code=413)
    try:
        told = msgspec.json.decode(body, type=Report)
    except msgspec.DecodeError:
        return PlainTextResponse("", status_code=400)
    visits.told(request, told)
    return Response(status_code=204)


async def _greet(socket: WebSocket) -> None:
    """Open the live channel, say one thing, and wait until the phone has closed it."""
    if not _of_this_page(socket):
        await socket.close()
        return
    await socket.accept()
    try:
        await socket.send_text("hello")
        await asyncio.wait_for(socket.receive(), _SOCKET_OPEN_FOR)
    except (WebSocketDisconnect, TimeoutError):
        return


def _with_headers(app: ASGIApp) -> ASGIApp:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await app(scope, receive, with_headers if scope["type"] == "http" else send)

    return wrapped


def listening_for_https(visits: Visits) -> type[H11Protocol]:
    """Plain http that notices browsers that try https, which the log of a server hides."""

    class Listening(H11Protocol):
        def data_received(self, data: bytes) -> None:
            if data.startswith(_TLS_HELLO) and self.client is not None:
                visits.tried_https(self.client[0])
            super().data_received(data)

    return Listening
