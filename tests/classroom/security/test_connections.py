"""Connections that say nothing, speak slowly or never listen cost little and end."""

import json
import socket
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from game.classroom.doors import COMMANDS_BURST, Limits
from game.classroom.web import connections, hub
from game.classroom.web.connections import Crowd
from game.classroom.web.server import make_server
from tests.classroom.feeds import opened, part_once, refused, until_closed
from tests.classroom.house import House, Seat, house, read_all
from tests.classroom.stand_ins import NOW

SOON = 0.4  # what the limits are in these tests. Units: s


@pytest.fixture
def hasty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A class whose server has little patience."""
    for name in ("HEAD_S", "READ_S", "CLOSE_S"):
        monkeypatch.setattr(connections, name, SOON)
    with house(tmp_path) as made:
        yield made


def _is_closed(line: socket.socket) -> bool:
    """Whether the other side hangs up by itself."""
    line.settimeout(10.0)
    try:
        while line.recv(65536):
            pass
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    return True


def test_who_says_nothing_is_hung_up_on(hasty: House) -> None:
    with hasty.line() as line:
        assert _is_closed(line)


def test_a_head_that_never_ends_is_hung_up_on(hasty: House) -> None:
    with hasty.line() as line:
        line.sendall(b"GET / HTTP/1.1\r\n")
        for n in range(100):  # slowly, but on and on
            time.sleep(SOON / 10)
            try:
                line.sendall(b"X-%d: 1\r\n" % n)
            except (BrokenPipeError, ConnectionResetError):
                break
        else:
            raise AssertionError("the server went on listening")
        assert _is_closed(line)


def test_a_second_head_that_never_ends_is_hung_up_on_too(hasty: House) -> None:
    with hasty.line() as line:
        request = f"GET /privacy HTTP/1.1\r\nHost: {hasty.address}\r\n\r\n".encode()
        line.sendall(request)
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
        line.sendall(b"GET / HTTP/1.1\r\nX")
        assert _is_closed(line)


def test_a_body_that_never_ends_is_hung_up_on(
    hasty: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from game.classroom.web import api

    monkeypatch.setattr(api, "BODY_S", SOON / 2)
    head = "".join(f"{name}: {value}\r\n" for name, value in hasty.own().items())
    with hasty.line() as line:
        line.sendall(
            f"POST /api/join HTTP/1.1\r\nHost: {hasty.address}\r\nContent-Length: 100\r\n"
            f"{head}\r\n{{".encode()
        )
        answer = read_all(line, 10.0)
        assert answer.startswith(b"HTTP/1.1 408")
        assert _is_closed(line)


def test_the_rest_of_a_refused_body_is_not_waited_for(hasty: House) -> None:
    with hasty.line() as line:
        line.sendall(
            f"PUT / HTTP/1.1\r\nHost: {hasty.address}\r\nContent-Length: 1000000\r\n\r\n".encode()
        )
        assert line.recv(65536).startswith(b"HTTP/1.1 405")
        assert _is_closed(line)


def test_who_asks_and_never_reads_is_let_go(hasty: House) -> None:
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", hasty.port))
        request = f"GET /privacy HTTP/1.1\r\nHost: {hasty.address}\r\n\r\n".encode()
        line.settimeout(1.0)
        try:
            for _ in range(20_000):
                line.sendall(request)
        except (TimeoutError, ConnectionResetError, BrokenPipeError):
            pass  # the server no longer reads either
        hasty.until(lambda: not hasty.http.server_state.connections, "the end of that connection")


def test_an_address_holds_so_many_connections_and_others_still_come_in(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.http.crowd.most = 20
        lines = [home.line("127.0.0.66") for _ in range(60)]
        home.until(lambda: len(home.http.server_state.connections) == 20, "the limit")
        assert home.get("/privacy", source="127.0.0.2").status == 200
        for line in lines:
            line.close()
        home.until(lambda: not home.http.server_state.connections, "the end of them")
        assert home.get("/privacy", source="127.0.0.66").status == 200
        home.until(lambda: not home.http.crowd._held, "the leave of all")


def test_sockets_count_in_the_crowd_until_they_close(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        seat = home.join()
        held = home.http.crowd._held
        with opened(home, seat, source="127.0.0.77") as feed:
            assert held["127.0.0.77"] == 1
            feed.recv(timeout=5.0)
        home.until(lambda: "127.0.0.77" not in held, "the leave")


def test_who_asks_too_fast_waits_and_others_do_not() -> None:
    now = [100.0]
    crowd = Crowd(rate=10.0, burst=5.0, now=lambda: now[0])
    for _ in range(5):
        crowd.asks("10.0.0.1")
        assert crowd.wait("10.0.0.1") == 0.0
    crowd.asks("10.0.0.1")
    assert crowd.wait("10.0.0.1") == pytest.approx(0.1)
    for _ in range(1000):
        crowd.asks("10.0.0.1")
    assert crowd.wait("10.0.0.1") == connections.LONGEST_WAIT_S
    assert crowd.wait("10.0.0.2") == 0.0
    now[0] += 200.0
    assert crowd.wait("10.0.0.1") == 0.0


def test_a_server_behind_a_proxy_holds_nobody_up() -> None:
    made = make_server(lambda scope, receive, send: None, proxied=True)  # type: ignore[arg-type, return-value]
    for _ in range(100_000):
        made.crowd.asks("127.0.0.1")
    assert made.crowd.wait("127.0.0.1") == 0.0


def test_requests_beyond_the_rate_are_answered_later_but_all_of_them(tmp_path: Path) -> None:
    """Twenty at once through one line, where five are free and a tenth of a second buys one."""
    with house(tmp_path) as home:
        crowd = home.http.crowd
        crowd._rate, crowd._burst = 10.0, 5.0
        request = f"GET /privacy HTTP/1.1\r\nHost: {home.address}\r\n\r\n".encode()
        with home.line("127.0.0.88") as line:
            line.sendall(20 * request)
            early = 0
            found = b""
            while found.count(b"HTTP/1.1 200") < 20:
                found += line.recv(65536)
                early = early or found.count(b"HTTP/1.1 200")
        assert early < 20
        assert home.get("/privacy", source="127.0.0.2").status == 200


def test_a_feed_outlives_the_patience_for_requests(hasty: House) -> None:
    seat = hasty.join()
    with opened(hasty, seat) as feed:
        feed.recv(timeout=5.0)
        time.sleep(4 * SOON)
        hasty.do(lambda: hasty.desk.tell("public", f"seat:{seat.name}"))
        hasty.do(lambda: hasty.desk.state.blank.add("phones"))
        hasty.do(lambda: hasty.desk.tell("public"))
        assert json.loads(feed.recv(timeout=5.0))["parts"]["class"]["blank"]


def test_who_speaks_on_the_feed_is_hung_up_on(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        for said in ("hello", b"\x00" * 100, "x" * 100_000):
            seat = home.join()
            feed = opened(home, seat)
            feed.send(said)
            assert until_closed(feed) in (1000, 1006, 1009)
        home.until(lambda: not home.server.hub.listeners, "the end of them")


def test_a_feed_that_nobody_answers_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from game.classroom.web import server

    monkeypatch.setattr(server, "PING_S", 0.2)
    monkeypatch.setattr(server, "PONG_S", 0.3)
    with house(tmp_path) as home:
        seat = home.join()
        with home.line() as line:  # a phone that has gone out of reach
            _feed_by_hand(home, seat, line)
            home.until(lambda: len(home.server.hub.listeners) == 1, "the feed")
            home.until(lambda: not home.server.hub.listeners, "the end of the feed")
            home.until(lambda: not home.desk.state.members[seat.name].here, "absence")


def _feed_by_hand(home: House, seat: Seat, line: socket.socket) -> None:
    """Open a feed on a bare connection, and read nothing of it."""
    line.sendall(
        f"GET /feed?page=student&seat={seat.name} HTTP/1.1\r\nHost: {home.address}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: {seat.cookie}\r\n"
        f"Origin: http://{home.address}\r\n\r\n".encode()
    )


def test_a_slow_reader_costs_one_state_not_a_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(hub.GAPS_S, "student", 0.0)
    with house(tmp_path) as home, socket.socket() as deaf:
        slow, quick = home.join(), home.join()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", home.port))
        _feed_by_hand(home, slow, deaf)
        with opened(home, quick) as feed:
            home.until(lambda: len(home.server.hub.listeners) == 2, "both feeds")

            def change(n: int) -> None:
                desk = home.desk
                desk.state.settings = replace(desk.state.settings, title=f"{n}" * 20_000)
                desk.tell("public")

            last = 300
            for n in range(1, last + 1):  # some thirty megabytes, were they all kept
                home.do(lambda n=n: change(n))
            shown = part_once(feed, "class", lambda part: part["title"].startswith(f"{last}{last}"))
            assert shown["title"] == f"{last}" * 20_000
            waiting = home.do(
                lambda: sum(
                    one.transport.get_write_buffer_size()
                    for one in home.http.server_state.connections
                )
            )
            assert waiting < 500_000


def test_a_flood_of_commands_is_slowed_for_that_seat_alone(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        loud, quiet = home.join(), home.join()
        home.server.door.limits = Limits(lambda: NOW)  # within one moment, however slow we are
        statuses = [home.give(loud, "speak", language="zh").status for _ in range(80)]
        burst = int(COMMANDS_BURST)
        assert statuses == [200] * burst + [429] * (80 - burst)
        assert home.give(quiet, "speak", language="zh").status == 200


def test_a_flood_of_looks_is_slowed_for_that_seat_alone(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        loud, quiet = home.join(), home.join()
        for path in ("snapshot", "feed"):
            home.server.door.limits = Limits(lambda: NOW)
            found = [
                home.get(f"/api/{path}?seat={loud.name}", loud.cookie).status for _ in range(80)
            ]
            assert found.count(429) == 80 - int(COMMANDS_BURST), path
        assert home.get(f"/api/snapshot?seat={quiet.name}", quiet.cookie).status == 200


def test_sockets_of_all_together_have_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MOST_SOCKETS", 2)
    with house(tmp_path) as home:
        seats = [home.join() for _ in range(3)]
        with opened(home, seats[0]), opened(home, seats[1]):
            assert refused(home, seats[2]) == 403
            assert home.get(f"/api/feed?seat={seats[2].name}", seats[2].cookie).status == 200
