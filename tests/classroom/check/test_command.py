"""The whole command, with phones on loopback."""

import _thread
import json
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from game.classroom import network
from game.classroom.check import run_check, runner
from game.classroom.network import judge
from game.commands import interrupts
from tests.classroom.check.phones import (
    LAPTOP,
    LOCAL,
    PHONE,
    ROUTER,
    SELF,
    VPN,
    Client,
    as_browser,
    check,
    only_looks,
)


def test_a_phone_comes_and_the_command_says_so_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    begun = time.monotonic()
    client = Client(as_browser)
    assert check(client, seconds=60.0) == 0
    assert time.monotonic() - begun < 20.0
    out = capsys.readouterr().out
    assert "http://127.0.0.5:" in out
    assert out.endswith(
        "Good: A phone reached the laptop, from 127.0.0.7.\n"
        "  Phones in the same network will do so too.\n"
    )
    assert client.answers["report"].status_code == 204


def test_nobody_comes(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(seconds=0.6) == 1
    out = capsys.readouterr().out
    assert "Problem: No phone opened the page in 1 second." in out
    assert out.index("client isolation") < out.index("mobile data") < out.index("firewall")


def test_json_holds_what_was_seen_and_what_it_means_and_nothing_else_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check(Client(as_browser), as_json=True) == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert [finding["code"] for finding in told["findings"]] == ["phone_came"]
    assert set(told["findings"][0]) == {"code", "grade", "what", "why", "do"}
    phone_seen = told["observations"]["phone"]
    assert phone_seen["ip"] == PHONE
    assert phone_seen["websocket"] is True
    assert phone_seen["round_trip_ms"] == 3.5
    assert told["observations"]["answered"] == {"127.0.0.5": True}
    assert told["observations"]["addresses"][0]["kind"] == "wifi"
    assert told["url"] in said.err  # the person at the laptop has to know it


def test_the_laptop_alone(capsys: pytest.CaptureFixture[str]) -> None:
    begun = time.monotonic()
    assert run_check(0, 60.0, only_self=True, addresses=[LAPTOP]) == 0
    assert time.monotonic() - begun < 10.0
    assert capsys.readouterr().out.strip().startswith("Good: The laptop is ready.")


def test_the_laptop_alone_has_not_done_its_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check(0, 60.0, only_self=True, addresses=judge([LOCAL, VPN], "10.8.0.6")) == 1
    assert "switch the VPN off" in capsys.readouterr().out


def test_without_an_address_nobody_is_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    begun = time.monotonic()
    assert run_check(0, 60.0, addresses=judge([LOCAL], "")) == 1
    assert time.monotonic() - begun < 10.0
    assert "The laptop is in no network." in capsys.readouterr().out


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = network.listen(0, [])
    port = line.getsockname()[1]
    assert run_check(port, 60.0, addresses=[LAPTOP]) == 1
    assert f"already uses port {port}" in capsys.readouterr().out
    line.close()


@pytest.mark.usefixtures("impatient")
def test_a_phone_whose_script_does_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(Client(only_looks)) == 0
    assert "its answer did not come back" in capsys.readouterr().out


def test_a_phone_whose_live_channel_is_filtered(capsys: pytest.CaptureFixture[str]) -> None:
    def filtered(client: Client, port: int) -> None:
        with client.http(port) as http:
            http.get("/")
            report = {"websocket": False, "round_trip_ms": 20.0}
            http.post("/report", json=report, headers={"X-Game": "1"})

    assert check(Client(filtered)) == 0
    assert "live channel does not open" in capsys.readouterr().out


def test_a_phone_behind_a_router_of_another_network(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(Client(as_browser, ip=ROUTER)) == 0
    assert "127.9.9.9, is in another network" in capsys.readouterr().out


def test_a_phone_that_calls_the_laptop_by_a_strange_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check(Client(as_browser, host="wall.example.org")) == 0
    assert "--name wall.example.org" in capsys.readouterr().out
    assert check(Client(as_browser, host="wall.example.org"), names=["wall.example.org"]) == 0
    assert "--name" not in capsys.readouterr().out


@pytest.mark.usefixtures("impatient")
def test_a_phone_behind_a_proxy(capsys: pytest.CaptureFixture[str]) -> None:
    def through_proxy(client: Client, port: int) -> None:
        with client.http(port) as http:
            http.headers["Via"] = "1.1 filter.school.example"
            http.headers["X-Forwarded-For"] = "203.0.113.9"
            http.get("/")

    assert check(Client(through_proxy), as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["observations"]["phone"]["ip"] == PHONE  # what a header claims is not believed
    assert "proxy" in [finding["code"] for finding in told["findings"]]


def test_the_laptops_own_browser_is_no_phone(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(Client(as_browser, ip=SELF), seconds=2.0) == 1
    assert "Only this laptop itself opened the page" in capsys.readouterr().out


def test_a_phone_that_tries_https_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    def encrypted(client: Client, port: int) -> None:
        with socket.create_connection(("127.0.0.5", port), 5.0, (client.ip, 0)) as line:
            line.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(32))
            line.recv(1000)

    assert check(Client(encrypted), seconds=2.0) == 1
    said = capsys.readouterr()
    assert "https in place of http" in said.out
    assert said.err == ""


@pytest.mark.usefixtures("impatient")
def test_control_signs_in_a_strangers_name_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def rude(client: Client, port: int) -> None:
        with socket.create_connection(("127.0.0.5", port), 5.0, (client.ip, 0)) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: \xc2\x9b31mred" + b"x" * 500 + b"\r\n\r\n")
            line.recv(1000)

    assert check(Client(rude)) == 0
    out = capsys.readouterr().out
    assert "31mred" in out
    assert "\x9b" not in out
    assert "x" * 100 not in out


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ctrl-C is taken note of, as in the program."""
    monkeypatch.setattr(interrupts, "_asked", False)
    before = signal.getsignal(signal.SIGINT)
    interrupts.listen()
    yield
    signal.signal(signal.SIGINT, before)


def _is_heard() -> None:
    _thread.interrupt_main()


def _is_dropped_by_python() -> None:
    interrupts._asked = True  # all that is left where it comes in the midst of certain callbacks


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("ctrl_c", [_is_heard, _is_dropped_by_python])
def test_ctrl_c_ends_the_waiting_and_says_what_was_seen(
    ctrl_c: Callable[[], None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waits, plain = threading.Event(), runner._wait

    def wait(*given: Any) -> None:
        waits.set()
        plain(*given)

    def press(client: Client, port: int) -> None:
        assert waits.wait(10.0)
        ctrl_c()

    monkeypatch.setattr(runner, "_wait", wait)

    begun = time.monotonic()
    assert check(Client(press), seconds=60.0) == 130
    assert time.monotonic() - begun < 10.0
    assert "No phone opened the page" in capsys.readouterr().out


def test_a_live_channel_that_stays_open_does_not_hold_the_end_up() -> None:
    def clings(client: Client, port: int) -> None:
        as_browser(client, port)

    def holds_on(client: Client, port: int) -> None:
        with socket.create_connection(("127.0.0.5", port), 5.0, ("127.0.0.8", 0)) as line:
            line.sendall(
                f"GET /socket HTTP/1.1\r\nHost: 127.0.0.5:{port}\r\nUpgrade: websocket\r\n"
                "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
            )
            while line.recv(1000):
                continue

    begun = time.monotonic()
    assert check(Client(clings), Client(holds_on)) == 0
    assert time.monotonic() - begun < 8.0


def test_waiting_is_shown_a_line_each_quarter_of_a_minute(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps: list[int] = []

    class Noted(runner.Progress):
        def heard(self, done: int, total: int) -> None:
            steps.append(self.steps)
            super().heard(done, total)

    def come_late(client: Client, port: int) -> None:
        time.sleep(0.6)
        as_browser(client, port)

    monkeypatch.setattr(runner, "Progress", Noted)
    assert check(Client(come_late), seconds=120.0) == 0
    assert set(steps) == {8}
