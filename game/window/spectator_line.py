"""Talks to a class over HTTP as the wall does: its link once for a cookie, then the feed."""

import json
import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    ProxyHandler,
    Request,
    build_opener,
)

from game.language import CODES, Sentence, later

COOKIE = "wall"
TIMEOUT_S = 5.0
MOST_BYTES = 4_000_000
NOTHING_NEW, SEE_OTHER, FORBIDDEN = 204, 303, 403
_HOST = re.compile(r"[\w.\-]+(:\d{1,5})?|\[[0-9a-fA-F:.]+\](:\d{1,5})?")
_PATH = re.compile(r"/p/([A-Za-z0-9_\-]{4,100})/?")


class WatchError(Exception):
    """A class cannot be watched; the text says why, in the language of whoever reads it.

    `shut` says that the class answers, but not to this link.
    """

    def __init__(self, words: Sentence, shut: bool = False) -> None:
        super().__init__(words)
        self.words, self.shut = words, shut

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True)
class Link:
    """The link of a wall. `language` is the one it names, if any."""

    origin: str
    key: str
    language: str = ""

    @property
    def host(self) -> str:
        """The part that a person reads."""
        return urlsplit(self.origin).netloc


def parse_link(words: str) -> Link:
    """The link that the console shows. Raises: WatchError for anything else."""
    whole = words.strip()
    if "://" not in whole:
        whole = f"http://{whole}"
    try:
        parts = urlsplit(whole)
        path = _PATH.fullmatch(parts.path)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        path, port_is_sound = None, False
    if (
        path is None
        or not port_is_sound
        or parts.scheme not in ("http", "https")
        or not _HOST.fullmatch(parts.netloc)
    ):
        raise WatchError(
            later(
                "'{link}' is not the link of a wall. The console shows it; it looks like "
                "http://192.168.1.20:8000/p/KEY",
                link=words[:100],
            )
        )
    asked = parse_qs(parts.query).get("lang", [""])[0]
    language = asked if asked in CODES else ""
    return Link(f"{parts.scheme}://{parts.netloc}", path[1], language)


@dataclass(frozen=True)
class Answer:
    """What the feed answered: parts that changed, and the server's time when it did.

    `offset` is the server's clock less ours, `trip` how long the answer took. Units: s.
    """

    version: int
    parts: Mapping[str, Any]
    offset: float | None
    trip: float


class _Stay(HTTPRedirectHandler):
    """Goes nowhere: the link answers with a cookie and a page that is not needed."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow no redirection."""


class Line:
    """The conversation with one class. Raises: WatchError wherever it does not go on."""

    def __init__(self, link: Link, steady: Callable[[], float] = time.monotonic) -> None:
        self.link, self._steady = link, steady
        self._jar = CookieJar()
        # No proxy: a class is on the network of the room.
        self._opener = build_opener(ProxyHandler({}), _Stay(), HTTPCookieProcessor(self._jar))

    def enter(self) -> None:
        """Come in by the link."""
        self._jar.clear()
        status, _, _ = self._get(f"/p/{self.link.key}")
        if not any(cookie.name == COOKIE for cookie in self._jar):
            raise self._shut() if status in (SEE_OTHER, FORBIDDEN) else self._stranger()

    def feed(self, after: int, language: str) -> Answer:
        """The wall if anything of it has changed after a version; else no parts."""
        query = urlencode({"page": "wall", "after": after, "lang": language})
        began = self._steady()
        status, headers, body = self._get(f"/api/feed?{query}")
        trip = self._steady() - began
        middle = began + trip / 2
        if status == NOTHING_NEW:
            return Answer(after, {}, _offset(headers.get("x-now"), middle), trip)
        if status == FORBIDDEN:
            raise self._shut()
        if status != 200:
            raise self._stranger()
        frame = self._read(body)
        return Answer(frame["v"], frame["parts"], _offset(frame.get("now"), middle), trip)

    def _read(self, body: bytes) -> dict[str, Any]:
        try:
            frame = json.loads(body)
        except (ValueError, RecursionError):
            raise self._stranger() from None
        sound = isinstance(frame, dict) and isinstance(frame.get("parts"), dict)
        if not sound or type(frame.get("v")) is not int:
            raise self._stranger()
        return dict(frame)

    def _get(self, path: str) -> tuple[int, Message, bytes]:
        request = Request(self.link.origin + path, headers={"Accept": "application/json"})
        try:
            try:
                answer = self._opener.open(request, timeout=TIMEOUT_S)
            except HTTPError as error:  # an answer of another kind is an answer
                answer = error
            with answer:
                body = answer.read(MOST_BYTES + 1)
        except (OSError, HTTPException, UnicodeError):
            raise WatchError(
                later(
                    "Nothing answers at {host}. Is the class open, and is this machine in the same "
                    "network?",
                    host=self.link.host,
                )
            ) from None
        if len(body) > MOST_BYTES:
            raise self._stranger()
        return int(answer.status or 0), answer.headers, body

    def _shut(self) -> WatchError:
        return WatchError(
            later(
                "This link does not open the wall. Take the one that the console shows: it is "
                "another one each time the class is opened."
            ),
            shut=True,
        )

    def _stranger(self) -> WatchError:
        return WatchError(
            later("What answers at {host} is not a class of Two Stacks.", host=self.link.host)
        )


def _offset(now: Any, ours: float) -> float | None:
    """The server's clock less ours, if it says its time."""
    try:
        found = float(now) - ours
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None
