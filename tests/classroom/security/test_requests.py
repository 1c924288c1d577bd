"""What every request must be, and what every answer says."""

import json
from pathlib import Path

import pytest

from game.classroom.web.guard import LARGEST_BODY
from tests.classroom.feeds import refused
from tests.classroom.house import House, house
from tests.classroom.stand_ins import CODE

JOIN = json.dumps({"code": CODE}).encode()
EVERY_ANSWER = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
}


def _members(home: House) -> int:
    return home.do(lambda: len(home.desk.state.members))


def _seq(home: House) -> int:
    return home.do(lambda: home.desk.state.seq)


# ---- forged requests


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"origin": "http://localhost:1"}, 403),
        ({"origin": "http://localhost.evil.example:80"}, 403),
        ({"x_game": ""}, 403),
        ({"x_game": "0"}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"content_type": "multipart/form-data; boundary=x"}, 415),
        ({"content_type": ""}, 415),
        ({"host": "evil.example"}, 400),
        ({"host": "localhost"}, 400),
        ({"host": "localhost:1; script-src *"}, 400),
    ],
)
def test_forged_commands_are_refused_and_nothing_happens(
    home: House, headers: dict[str, str], status: int
) -> None:
    before = _members(home)
    answer = home.post("/api/join", JOIN, **headers)
    assert answer.status == status, answer
    assert answer.error.endswith(".")
    assert _members(home) == before


def test_a_command_of_a_page_is_taken_with_a_parameter_in_its_type(home: House) -> None:
    answer = home.post("/api/join", JOIN, content_type="Application/JSON; charset=utf-8")
    assert answer.status == 200


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW"]
)
@pytest.mark.parametrize("path", ["/", "/api/join", "/api/t/clock", "/api/snapshot"])
def test_other_methods_are_refused(home: House, method: str, path: str) -> None:
    before = _seq(home)
    assert home.ask(method, path, JOIN, home.own()).status == 405
    assert _seq(home) == before


def test_a_head_has_no_body_and_changes_nothing(home: House) -> None:
    answer = home.ask("HEAD", "/privacy")
    assert answer.status == 200
    assert answer.body == b""
    link = home.do(home.doors.teacher_link)
    home.ask("HEAD", "/api/join")
    assert home.get(f"/t/open/{link}").cookie.startswith("teacher=")


def test_a_get_never_gives_a_command(home: House) -> None:
    teacher = home.teacher()
    before = _seq(home)
    for path in ("/api/join", "/api/t/clock?op=end", "/api/t/settings", "/api/draft"):
        assert home.get(path, teacher).status in (404, 405)
    assert _seq(home) == before


@pytest.mark.parametrize(
    "origin", [None, "http://evil.example", "null", "https://localhost.evil.example"]
)
def test_a_feed_is_refused_to_other_pages(home: House, origin: str | None) -> None:
    seat = home.join()
    assert refused(home, seat, origin=origin) == 403
    assert refused(home, seat) == 101


@pytest.mark.parametrize("page", ["console", "wall", "student", "", "teacher"])
def test_a_feed_is_refused_to_those_who_may_not_see_the_page(home: House, page: str) -> None:
    seat = home.join()
    assert refused(home, page=page, cookie=seat.cookie) == 403


# ---- sizes and shapes


def test_a_body_that_is_too_long_is_refused(home: House) -> None:
    long = json.dumps({"code": "A" * LARGEST_BODY}).encode()
    assert home.post("/api/join", long).status == 413
    chunked = (
        f"POST /api/join HTTP/1.1\r\nHost: {home.address}\r\nOrigin: http://{home.address}\r\n"
        "X-Game: 1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
        "Connection: close\r\nIdempotency-Key: abcdefgh\r\n\r\n"
    ).encode()
    piece = b"1000\r\n" + b"A" * 4096 + b"\r\n"
    assert home.raw(chunked + 3 * piece + b"0\r\n\r\n").startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("length", ["-1", "+5", "1e3", "0x10", "5, 6", "", "9" * 30])
def test_a_length_that_is_none_is_refused(home: House, length: str) -> None:
    head = (
        f"POST /api/join HTTP/1.1\r\nHost: {home.address}\r\nOrigin: http://{home.address}\r\n"
        f"X-Game: 1\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n"
        "Connection: close\r\n\r\n"
    ).encode()
    status = home.raw(head, wait=2.0)[9:12]
    assert status in (b"400", b"413"), status


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"7",
        b'"text"',
        b"\xff\xfe",
        b'{"code": "\xc3\x28"}',
        b'{"code": "\\ud800"}',
        b'{"code": NaN}',
        b'{"code": 1e999}',
        b'{"code": ' + b"9" * 4000 + b"}",
        b"[" * 8000,
        b'{"a":' * 1300 + b"1" + b"}" * 1300,
        b'{"code": {"code": {}}}',
        b'{"code": "ABCDEF", "admin": true}',
        b'{"code": "' + b"A" * 41 + b'"}',
        b'{"__class__": "os.system"}',
    ],
)
@pytest.mark.parametrize("path", ["/api/join", "/api/rejoin", "/api/device"])
def test_malformed_bodies_are_refused(home: House, path: str, body: bytes) -> None:
    answer = home.post(path, body, source="127.0.0.41")
    assert answer.status == 400, answer
    assert answer.error.endswith(".")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 8000,
        b'{"round": 1, "choices": {"tools": 1e300}}',
        b'{"round": 1, "choices": {"tools": -1}}',
        b'{"round": 1, "choices": {"tools": NaN}}',
        b'{"round": 1.5, "choices": {}}',
        b'{"round": true, "choices": {}}',
        b'{"round": ' + b"9" * 4000 + b', "choices": {}}',
        b'{"round": 1, "choices": {"' + b"k" * 41 + b'": 1}}',
        b'{"round": 1, "choices": {' + b",".join(b'"k%d": 1' % n for n in range(21)) + b"}}",
        b'{"round": 1, "choices": []}',
        b'{"other": 1}',
        b'{"parties": ["us"], "clauses": [' + b"[" * 3000 + b'], "mode": "secret", "rounds": 1}',
    ],
)
def test_malformed_commands_are_refused(home: House, body: bytes) -> None:
    seat = home.join()
    before = _seq(home)
    for command in ("draft", "sign", "standing", "offer", "say", "predict", "poll", "nothing"):
        answer = home.post(f"/api/{command}?seat={seat.name}", body, seat.cookie)
        assert answer.status in (400, 404, 409), (command, answer)
    assert _seq(home) == before


@pytest.mark.parametrize("command", ["clock", "seat", "switch", "settings", "enter", "flip"])
def test_the_teacher_is_not_trusted_with_odd_bodies_either(home: House, command: str) -> None:
    teacher = home.teacher()
    before = _seq(home)
    for body in (b"[" * 60_000, b'{"op": 1}', b"", b'{"settings": {"rounds": 1e300}}', b"\x00"):
        assert home.post(f"/api/t/{command}", body, teacher).status == 400
    assert _seq(home) == before


@pytest.mark.parametrize("after", ["--5", "9" * 5000, "１２３", "²", "1e9", "-", "", "0x1", "\x00"])
def test_odd_numbers_in_an_address_are_no_fault(home: House, after: str) -> None:
    from urllib.parse import quote

    seat = home.join()
    path = f"/api/feed?seat={seat.name}&after={quote(after)}"
    assert home.get(path, seat.cookie).status in (200, 204)


def test_heads_have_a_limit(home: House) -> None:
    begin = f"GET / HTTP/1.1\r\nHost: {home.address}\r\n".encode()
    assert home.raw(begin + b"X-Long: " + b"a" * 40_000).startswith(b"HTTP/1.1 400")
    many = "".join(f"X-{n}: 1\r\n" for n in range(5000)).encode()
    assert home.raw(begin + many).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST /api/join HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
    ],
)
def test_what_is_no_request_gets_nothing(home: House, data: bytes) -> None:
    answer = home.raw(data, wait=0.5)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400"), answer
    assert home.get("/privacy").status == 200


def test_headers_cannot_be_smuggled_into_an_answer(home: House) -> None:
    for path in (
        "/j/AAA%0d%0aSet-Cookie:%20teacher=x",
        "/s/x%0d%0aSet-Cookie:%20teacher=x",
        "/t/open/x%0d%0aSet-Cookie:%20teacher=x",
        "/p/x%0d%0aLocation:%20http://evil.example",
        "/t/open/x?then=http://evil.example",
    ):
        answer = home.get(path)
        assert "teacher=x" not in str(answer.headers)
        assert answer.headers.get("location", "/") in ("/", "/t", "/p")


# ---- files


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/../server.py",
        "/static/x/..%2fserver.py",
        "/static/x/%2e%2e%2fserver.py",
        "/static/x/....//server.py",
        "/static/x//etc/passwd",
        "/static/x/style.css%00.py",
        "/static/x/style.css/../../../log.db",
        "/static/../../log.db",
        "/static/x/..\\server.py",
        "/static/",
        "/log.db",
        "/doors.db",
        "/.git/config",
    ],
)
def test_no_path_leads_out_of_the_static_files(home: House, path: str) -> None:
    answer = home.get(path)
    assert answer.status == 404, answer
    assert b"import" not in answer.body


def test_files_of_the_class_are_the_teachers(home: House) -> None:
    seat = home.join()
    for name in ("grades.csv", "report.html", "log.db", "kit.zip"):
        for cookie in ("", seat.cookie, "teacher=", "teacher=é"):
            assert home.get(f"/t/files/{name}", cookie).status == 403, name


# ---- answers


def test_every_answer_has_its_headers(home: House) -> None:
    seat, teacher = home.join(), home.teacher()
    answers = {
        path: home.get(path, f"{seat.cookie}; {teacher}")
        for path in (
            "/", f"/j/{CODE}", f"/s/{seat.name}", "/s/nobody", "/t", "/p", "/privacy", "/qr.svg",
            "/nowhere", "/api/snapshot", f"/api/snapshot?seat={seat.name}", "/api/t/nothing",
            f"/api/feed?seat={seat.name}", "/t/open/x", "/t/files/log.db",
        )
    }  # fmt: skip
    answers["join"] = home.post("/api/join", JOIN)
    answers["refused"] = home.post("/api/join", JOIN, origin="http://evil.example")
    answers["host"] = home.post("/api/join", JOIN, host="evil.example")
    answers["method"] = home.ask("PUT", "/")
    for path, answer in answers.items():
        for name, value in EVERY_ANSWER.items():
            assert answer.headers.get(name) == value, (path, name)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy, path
        assert "unsafe" not in policy, path
        assert "evil" not in policy, path
        assert answer.headers["cache-control"] == "no-store", path
        assert "server" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(home: House) -> None:
    joined = home.post("/api/join", JOIN).headers["set-cookie"]
    assert "HttpOnly" in joined
    assert "SameSite=lax" in joined
    link = home.do(home.doors.teacher_link)
    opened = home.get(f"/t/open/{link}").headers["set-cookie"]
    assert "HttpOnly" in opened
    assert "SameSite=strict" in opened


@pytest.mark.parametrize("cookie", ["wall=é", "teacher=é", "teacher=" + "a" * 8000, "=;=;;", "a"])
def test_odd_cookies_are_no_keys(home: House, cookie: str) -> None:
    for path in ("/p", "/t", "/", "/api/snapshot?page=wall", "/api/snapshot?page=console"):
        answer = home.ask("GET", path, headers={"cookie": cookie})
        assert answer.status in (200, 403), (path, answer)
        assert answer.status == 403 or path == "/"


def test_a_page_of_the_class_is_never_a_fault(tmp_path: Path) -> None:
    """No answer of this file's kind is a 500: the server would have told of it."""
    with house(tmp_path) as home:
        for path in (
            "/",
            "/p",
            "/t",
            "/s/x%00",
            "/s/%ff%fe",
            "/j/%ff",
            "/p/%c3%a9",
            "/qr.svg?x=%00",
        ):
            assert home.get(path).status < 500, path
