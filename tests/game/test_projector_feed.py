"""The spectator of a class: what it believes of a server, and what it says when one is none."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import isnan
from typing import Any

import pytest

from game.language import speaking
from game.window import spectator
from game.window.spectator import Spectator
from game.window.spectator_line import Link, WatchError, parse_link
from game.window.spectator_read import MOST_ROWS, MOST_SIGNS
from game.window.spectator_stages import Feelings, Flips, stage_view
from game.window.spectator_view import WallView, wall_view

KEY = "abcdEFGH1234_-xy"


class Class:
    """A server that answers as a class does, as far as a wall asks."""

    def __init__(self) -> None:
        self.parts: dict[str, Any] = {"class": {"phase": "lobby", "code": "KXR4TM"}, "worlds": []}
        self.version = 1
        self.ahead = 100.0  # of its clock before ours
        self.key = KEY
        self.status = 200
        self.body: bytes | None = None
        self.asked: list[str] = []
        self.server: ThreadingHTTPServer
        self.port = 0

    def open(self) -> str:
        """Begin, on the same port again if it was open before; returns the link."""
        told = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                told.answer(self)

            def log_message(self, *words: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{self.port}/p/{self.key}"

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer the link, or the feed."""
        self.asked.append(request.path)
        if request.path.startswith("/p/"):
            request.send_response(303)
            request.send_header("Location", "/p")
            if request.path == f"/p/{self.key}":
                request.send_header("Set-Cookie", f"wall={self.key}; HttpOnly; Path=/")
            request.end_headers()
            return
        if f"wall={self.key}" not in request.headers.get("Cookie", ""):
            request.send_response(403)
            request.end_headers()
            return
        now = time.monotonic() + self.ahead
        after = int(request.path.partition("after=")[2].partition("&")[0])
        if self.body is None and self.status == 200 and after >= self.version:
            request.send_response(204)
            request.send_header("X-Now", str(now))
            request.end_headers()
            return
        frame = {"v": self.version, "now": now, "parts": self.parts}
        request.send_response(self.status)
        request.end_headers()
        request.wfile.write(json.dumps(frame).encode() if self.body is None else self.body)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask often."""
    monkeypatch.setattr(spectator, "POLL_S", 0.02)
    monkeypatch.setattr(spectator, "LONGEST_WAIT_S", 0.08)


@pytest.fixture
def room() -> Iterator[Class]:
    """A class that is open."""
    made = Class()
    made.open()
    yield made
    made.close()


@pytest.fixture
def watch(room: Class) -> Iterator[Callable[[], Spectator]]:
    """Begins to watch the class."""
    begun: list[Spectator] = []

    def begin() -> Spectator:
        one = Spectator(parse_link(f"http://127.0.0.1:{room.port}/p/{room.key}"), "en")
        one.connect()
        one.start()
        begun.append(one)
        return one

    yield begin
    for one in begun:
        one.close()


def until(ready: Callable[[], bool]) -> None:
    """Wait a little."""
    end = time.monotonic() + 5.0
    while not ready():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.005)


# ---- the link


@pytest.mark.parametrize(
    ("words", "link"),
    [
        (f"http://192.168.1.20:8000/p/{KEY}", Link("http://192.168.1.20:8000", KEY)),
        (f"  192.168.1.20:8000/p/{KEY}  ", Link("http://192.168.1.20:8000", KEY)),
        (f"https://class.school.edu/p/{KEY}/", Link("https://class.school.edu", KEY)),
        (f"http://teacher:8000/p/{KEY}?lang=zh", Link("http://teacher:8000", KEY, "zh")),
        (f"http://teacher:8000/p/{KEY}?lang=xx", Link("http://teacher:8000", KEY)),
        (f"http://[fe80::1]:8000/p/{KEY}", Link("http://[fe80::1]:8000", KEY)),
    ],
)
def test_the_link_of_the_console_is_read(words: str, link: Link) -> None:
    assert parse_link(words) == link


@pytest.mark.parametrize(
    "words",
    [
        "", "hello", "http://teacher:8000", "http://teacher:8000/p", "http://teacher:8000/p/",
        f"http://teacher:8000/t/{KEY}", f"ftp://teacher/p/{KEY}", f"file:///p/{KEY}",
        f"http://teacher:99999999/p/{KEY}", f"http://teacher:x/p/{KEY}", f"http:///p/{KEY}",
        f"http://a b/p/{KEY}", f"http://user@teacher/p/{KEY}", f"http://[/p/{KEY}",
        f"http://teacher/p/{KEY}\r\nX: 1", f"http://teacher/p/{KEY}/more", f"http://teacher:0/p/{KEY}",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_one_looks_like(words: str) -> None:
    with pytest.raises(WatchError, match=r"is not the link of a wall.*/p/KEY"):
        parse_link(words)


# ---- coming in


def test_the_key_is_given_once_and_the_cookie_opens_the_feed(
    room: Class, watch: Callable[[], Spectator]
) -> None:
    seen = watch().seen
    assert seen.view.room.code == "KXR4TM"
    assert seen.trouble is None
    until(lambda: len(room.asked) > 3)
    assert [path for path in room.asked if KEY in path] == [f"/p/{KEY}"]
    assert "page=wall" in room.asked[1]
    assert "lang=en" in room.asked[1]


def test_a_wrong_key_is_told(room: Class) -> None:
    link = parse_link(f"http://127.0.0.1:{room.port}/p/not-the-right-one")
    with pytest.raises(WatchError, match="does not open the wall"):
        Spectator(link, "en").connect()


def test_no_server_is_told(room: Class) -> None:
    link = parse_link(f"http://127.0.0.1:{room.port}/p/{KEY}")
    room.close()
    try:
        with pytest.raises(WatchError, match=rf"Nothing answers at 127.0.0.1:{room.port}"):
            Spectator(link, "en").connect()
    finally:
        room.open()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>"), (200, b""), (200, b"[]"), (200, b"{}"), (200, b"[" * 100_000),
        (200, b'{"v": "1", "parts": {}}'), (200, b'{"v": 1, "parts": []}'), (200, b"\xff\xfe"),
        (200, b" " * 4_000_001), (404, b"{}"), (500, b"{}"), (302, b""),
    ],
)  # fmt: skip
def test_what_is_no_class_is_told(room: Class, status: int, body: bytes) -> None:
    room.status, room.body = status, body
    link = parse_link(f"http://127.0.0.1:{room.port}/p/{KEY}")
    with pytest.raises(WatchError, match="not a class of Two Stacks"):
        Spectator(link, "en").connect()


# ---- following


def test_what_changes_is_seen_and_the_rest_stays(
    room: Class, watch: Callable[[], Spectator]
) -> None:
    one = watch()
    room.parts = {"class": {"phase": "brief", "code": "KXR4TM", "online": 12}}
    room.version = 2
    until(lambda: one.seen.view.room.phase == "brief")
    room.parts, room.version = {"clock": {"ends_at": 12.5}}, 3
    until(lambda: one.seen.view.clock.ends_at == 12.5)
    assert one.seen.view.room.online == 12


def test_what_does_not_change_makes_no_new_view(
    room: Class, watch: Callable[[], Spectator]
) -> None:
    one = watch()
    seen = one.seen
    count = len(room.asked)
    until(lambda: len(room.asked) > count + 5)
    assert one.seen is seen


def test_the_clock_is_the_servers(room: Class, watch: Callable[[], Spectator]) -> None:
    one = watch()
    assert one.now() == pytest.approx(time.monotonic() + 100.0, abs=0.3)
    room.parts, room.version = {"clock": {"ends_at": time.monotonic() + 142.0, "left": None}}, 2
    until(lambda: one.seen.view.clock.ends_at is not None)
    assert one.seen.view.clock.remaining(one.now()) == pytest.approx(42.0, abs=0.3)


def test_a_connection_that_is_lost_is_told_and_comes_back(
    room: Class, watch: Callable[[], Spectator]
) -> None:
    one = watch()
    room.close()
    until(lambda: one.seen.trouble is not None)
    assert "Nothing answers" in str(one.seen.trouble)
    assert one.seen.view.room.code == "KXR4TM", "the last picture stays"
    assert one.now() == pytest.approx(time.monotonic() + 100.0, abs=0.3), "the clock goes on"
    room.parts["class"]["phase"] = "commit"
    room.version = 0  # another server counts from the start
    room.open()
    until(lambda: one.seen.trouble is None)
    assert one.seen.view.room.phase == "commit"
    with speaking("qps"):
        assert "Nothing answers" not in str(one.seen.trouble)


def test_a_link_that_no_longer_opens_is_told(room: Class, watch: Callable[[], Spectator]) -> None:
    one = watch()
    room.key = "another-key-now"
    until(lambda: one.seen.trouble is not None)
    assert "Take the one that the console shows" in str(one.seen.trouble)
    room.key = KEY
    until(lambda: one.seen.trouble is None)


def test_another_language_is_asked_for_at_once(room: Class, watch: Callable[[], Spectator]) -> None:
    one = watch()
    one.speak("zh")
    until(lambda: any("lang=zh" in path for path in room.asked))
    first = next(path for path in room.asked if "lang=zh" in path)
    assert "after=-1" in first


def test_closing_does_not_wait_for_the_next_look(
    room: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spectator, "POLL_S", 60.0)
    monkeypatch.setattr(spectator, "PATIENCE_S", 30.0)
    one = Spectator(parse_link(f"http://127.0.0.1:{room.port}/p/{KEY}"), "en")
    one.connect()
    one.start()
    one.close()
    assert not one._thread.is_alive()
    count = len(room.asked)
    time.sleep(0.1)
    assert len(room.asked) == count


# ---- what is believed


def view_of(**parts: Any) -> WallView:
    """The wall from parts."""
    return wall_view(parts)


def test_a_feed_with_nothing_in_it_is_an_empty_wall() -> None:
    view = wall_view({})
    assert (view.room.code, view.room.online, view.worlds, view.debrief) == ("", 0, (), None)
    assert view.clock.remaining(5.0) is None


@pytest.mark.parametrize("junk", [None, 1, "x", [], {}, True, [[[]]], {"a": {"b": [1]}}, -1e400])
def test_junk_in_any_part_is_nothing(junk: Any) -> None:
    names = ("class", "clock", "worlds", "debrief", "claim")
    for name in names:
        wall_view({name: junk})
    world = dict.fromkeys(
        ("key", "numbers", "teams", "series", "fan", "dates", "result", "treaties"), junk
    )
    (read,) = view_of(worlds=[world]).worlds
    assert isinstance(read.key, str)
    for stage in ("feelings", "timeline", "vote", "flip", "forecasts", "experiment", "transfer"):
        fields = ("words", "rounds", "candidates", "flips", "score", "rows", "points", "guess")
        assert stage_view({"stage": stage, **dict.fromkeys(fields, junk)}) is not None


def test_texts_and_lists_have_a_most() -> None:
    teams = [{"name": "x" * 10_000, "people": 10**400}] * 10_000
    (world,) = view_of(worlds=[{"teams": teams}]).worlds
    assert len(world.teams) == MOST_ROWS
    assert len(world.teams[0].name) == MOST_SIGNS
    assert world.teams[0].people == 0
    assert len(view_of(worlds=[{}] * 50).worlds) == 6


def test_texts_have_no_signs_that_fonts_do_not_take() -> None:
    view = view_of(claim="a\x00b\nc\ud800d\u202ee\x1b[31m")
    assert view.claim == "a b c?d e [31m"


def test_numbers_are_finite_or_none() -> None:
    (world,) = view_of(
        worlds=[{"series": {"gap": [1, 2.5, None, "x", float("inf"), 10**400, True]}}]
    ).worlds
    assert world.series["gap"][:2] == (1.0, 2.5)
    assert all(isnan(value) for value in world.series["gap"][2:])
    assert view_of(clock={"ends_at": float("nan")}).clock.ends_at is None


def test_a_stage_is_read_by_its_name() -> None:
    stage = stage_view({"stage": "feelings", "words": [{"text": "proud", "count": 3}]})
    assert isinstance(stage, Feelings)
    assert (stage.words[0].text, stage.words[0].count) == ("proud", 3)
    assert stage_view({"stage": "another"}) is None
    assert stage_view({"stage": ["flip"]}) is None


@pytest.mark.parametrize(
    ("edges", "counts", "sound"),
    [
        ([0, 1, 2], [3, 4], True),
        ([0, 1], [3, 4], False),
        ([], [], False),
        ([0, None, 2], [3, 4], False),
        ([2, 1, 0], [3, 4], False),
        ([0, 1, 2], [3, -4], False),
    ],
)
def test_only_a_sound_histogram_is_drawn(edges: Any, counts: Any, sound: bool) -> None:
    row = {"histogram": {"edges": edges, "counts": counts}}
    stage = stage_view({"stage": "flip", "flips": [{"rows": [row]}]})
    assert isinstance(stage, Flips)
    assert stage.flips[0].rows[0].histogram.sound is sound
