"""Whether a phone can reach the laptop, and why not: in words, with loopback clients as phones."""

import _thread
import errno
import io
import json
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import segno
from websockets.sync.client import connect

from game.classroom import network
from game.classroom.check import laptop, run_check, runner
from game.classroom.check.diagnosis import diagnose, laptop_fine
from game.classroom.check.observations import Observations, Phone
from game.classroom.check.page import Visits
from game.classroom.interfaces import Found
from game.classroom.network import Address, judge
from game.commands import interrupts
from game.language import speaking

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The laptop of these tests: its address in the Wi-Fi is one of loopback, and so are its phones.
LAPTOP = Address("127.0.0.5", "wlan0", "wifi", 24)
PHONE, ROUTER, SELF = "127.0.0.7", "127.9.9.9", "127.0.0.1"


# ---- what is seen becomes words


def seen(*found: Found, default: str = "192.168.1.20", **what: Any) -> Observations:
    """A laptop in a Wi-Fi that works, with what is named different."""
    every = tuple(judge(found or [Found("192.168.1.20", "wlan0", "wifi", 24)], default))
    usual = {
        "platform": "linux", "port": 8000, "opened": "open", "default_ip": default,
        "answered": tuple((a.ip, True) for a in network.usable(every)), "waited": 120.0,
    }  # fmt: skip
    return Observations(addresses=every, **{**usual, **what})


def phone(**what: Any) -> Phone:
    """A phone with which all is well, with what is named different."""
    usual = Phone(
        "192.168.1.33", "192.168.1.20:8000", reported=True, websocket=True, round_trip_ms=12.0
    )
    return replace(usual, **what)


WIFI = Found("192.168.1.20", "wlan0", "wifi", 24)
CABLE = Found("10.1.0.9", "eth0", "wired", 16)
VPN = Found("10.8.0.6", "tun0", "vpn")
LOCAL = Found("127.0.0.1", "lo", "loopback", 8)

TABLE: list[tuple[str, Observations, str, str]] = [
    # the code, what was seen, its grade, and a word that the teacher reads
    ("port_taken", seen(opened="taken"), "problem", "--port 8001"),
    ("port_denied", seen(opened="denied", port=80), "problem", "--port 8000"),
    ("no_network", seen(LOCAL, default=""), "problem", "in no network"),
    ("no_dhcp", seen(LOCAL, Found("169.254.3.4", "wlan0", "wifi", 16), default=""), "problem",
     "no router has given it an address"),
    ("only_virtual", seen(LOCAL, VPN, default="10.8.0.6"), "problem", "switch the VPN off"),
    ("wsl", seen(Found("172.29.16.5", "eth0", "wired", 20), default="172.29.16.5", platform="wsl"),
     "problem", "WSL"),
    ("self_blocked", seen(answered=(("192.168.1.20", False),)), "problem", "192.168.1.20"),
    ("ready", seen(waited=None), "fine", "ready"),
    ("phone_came", seen(phone=phone()), "fine", "192.168.1.33"),
    ("no_report", seen(phone=phone(reported=False, websocket=False, round_trip_ms=None)),
     "problem", "JavaScript"),
    ("unknown_host", seen(phone=phone(host="class.local", known_host=False)), "problem",
     "--name class.local"),
    ("no_websocket", seen(phone=phone(websocket=False)), "note", "every two seconds"),
    ("slow", seen(phone=phone(round_trip_ms=900.0)), "note", "900 ms"),
    ("proxy", seen(phone=phone(proxied=True)), "note", "proxy"),
    ("other_network", seen(phone=phone(ip="10.50.1.2")), "note", "10.50.1.2"),
    ("nobody", seen(), "problem", "120 seconds"),
    ("only_laptop", seen(own_visit=True), "problem", "this laptop itself"),
    ("https", seen(encrypted=True), "cause", "http://"),
    ("vpn_blocks", seen(VPN, WIFI, default="10.8.0.6"), "cause", "VPN"),
    ("cable", seen(CABLE, default="10.1.0.9"), "cause", "cable"),
    ("isolation", seen(), "cause", "client isolation"),
    ("phone_elsewhere", seen(), "cause", "mobile data"),
    ("firewall", seen(), "cause", "sudo ufw allow 8000/tcp"),
    ("firewall", seen(platform="windows"), "cause", "Windows Security"),
    ("firewall", seen(platform="macos"), "cause", "System Settings"),
    ("other_address", seen(WIFI, CABLE), "cause", "http://10.1.0.9:8000/"),
    ("login_page", seen(internet="portal"), "cause", "login page"),
    ("another_way", seen(), "note", "travel router"),
    ("vpn_on", seen(VPN, WIFI, default="10.8.0.6", phone=phone()), "note", "VPN"),
    ("public_address", seen(Found("8.8.4.4", "wlan0", "wifi", 24), default="8.8.4.4"), "note",
     "8.8.4.4"),
    ("portal", seen(internet="portal", phone=phone()), "note", "login"),
    ("no_internet", seen(default="", phone=phone()), "note", "stay connected"),
    ("no_internet", seen(internet="no", phone=phone()), "note", "stay connected"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "observed", "grade", "words"), TABLE)
def test_what_was_seen_is_said_in_words(
    code: str, observed: Observations, grade: str, words: str
) -> None:
    (finding,) = [f for f in diagnose(observed) if f.code == code]
    assert finding.grade == grade
    assert words in " ".join((finding.what, finding.why, finding.do))
    assert finding.what.endswith(".")


def test_the_table_above_has_every_finding_that_the_code_knows() -> None:
    folder = Path(runner.__file__).parent
    text = "".join(path.read_text() for path in folder.glob("*.py"))
    known = {part.split('"')[1] for part in text.split("Finding(\n")[1:]}
    assert known == {code for code, *_ in TABLE}


def codes(observed: Observations) -> list[str]:
    return [finding.code for finding in diagnose(observed)]


def test_a_phone_with_which_all_is_well_leaves_nothing_else_to_say() -> None:
    assert codes(seen(phone=phone())) == ["phone_came"]


def test_a_phone_in_the_network_of_any_own_address_is_at_home() -> None:
    assert codes(seen(WIFI, CABLE, phone=phone(ip="10.1.44.3"))) == ["phone_came"]


def test_a_phone_is_not_called_a_stranger_where_the_size_of_the_network_is_unknown() -> None:
    unknown = Found("192.168.1.20", "Wi-Fi", "wifi", None)
    assert codes(seen(unknown, phone=phone(ip="10.50.1.2"))) == ["phone_came"]


def test_a_phone_that_came_shows_that_the_laptop_is_not_blocked() -> None:
    blocked = seen(answered=(("192.168.1.20", False),), phone=phone())
    assert codes(blocked) == ["phone_came"]


@pytest.mark.parametrize(
    ("observed", "first"),
    [
        (seen(), ["isolation", "phone_elsewhere"]),
        (seen(platform="windows"), ["firewall", "isolation"]),
        (seen(platform="macos"), ["isolation", "phone_elsewhere", "firewall"]),
        (seen(default=""), ["phone_elsewhere", "isolation"]),
        (seen(internet="portal"), ["login_page", "isolation"]),
        (seen(VPN, WIFI, default="10.8.0.6"), ["vpn_blocks", "isolation"]),
        (seen(CABLE, default="10.1.0.9"), ["cable"]),
        (seen(WIFI, CABLE), ["isolation", "phone_elsewhere", "other_address"]),
        (seen(platform="windows", encrypted=True), ["https", "firewall"]),
    ],
)
def test_the_likeliest_cause_comes_first(observed: Observations, first: list[str]) -> None:
    causes = [finding.code for finding in diagnose(observed) if finding.grade == "cause"]
    assert causes[: len(first)] == first


def test_a_second_address_of_the_same_wifi_is_no_other_way_in() -> None:
    observed = seen(WIFI, Found("fd00::2", "wlan0", "wifi", 64))
    assert "other_address" not in codes(observed)


def test_a_firewall_that_stops_the_laptop_itself_is_said_once() -> None:
    found = diagnose(seen(platform="windows", answered=(("192.168.1.20", False),)))
    assert [f.code for f in found if "Windows Security" in f.do] == ["self_blocked"]


def test_no_phone_is_asked_for_where_none_could_come() -> None:
    assert codes(seen(opened="taken", waited=None)) == ["port_taken"]
    assert codes(seen(LOCAL, default="", waited=None)) == ["no_network"]


@pytest.mark.parametrize(
    ("observed", "fine"),
    [
        (seen(), True),
        (seen(opened="taken"), False),
        (seen(LOCAL, default=""), False),
        (seen(answered=(("192.168.1.20", False),)), False),
    ],
)
def test_whether_the_laptop_has_done_its_part(observed: Observations, fine: bool) -> None:
    assert laptop_fine(observed) is fine


def test_findings_are_in_the_language_of_the_reader() -> None:
    english = diagnose(seen())
    with speaking("qps"):
        accented = diagnose(seen())
    pairs = list(zip(english, accented, strict=True))
    assert all(one.what != other.what and one.code == other.code for one, other in pairs)


# ---- what the laptop finds out alone


@pytest.mark.parametrize(
    ("system", "kernel", "name"),
    [
        ("linux", "6.8.0-45-generic", "linux"),
        ("linux", "5.15.153.1-microsoft-standard-WSL2", "wsl"),
        ("darwin", "", "macos"),
        ("win32", "", "windows"),
    ],
)
def test_platforms(tmp_path: Path, system: str, kernel: str, name: str) -> None:
    (tmp_path / "osrelease").write_text(kernel)
    assert laptop.platform_name(system, tmp_path / "osrelease") == name


def test_errors_of_opening_a_port() -> None:
    assert laptop.port_problem(OSError(errno.EADDRINUSE, "in use")) == "taken"
    assert laptop.port_problem(PermissionError(errno.EACCES, "denied")) == "denied"
    with pytest.raises(OSError, match="no memory"):
        laptop.port_problem(OSError(errno.ENOMEM, "no memory"))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(["93.184.215.14"], "yes"), (["10.0.0.1"], "portal"), ([], "no"), (None, "no")],
)
def test_the_internet_is_asked_for_one_name(
    monkeypatch: pytest.MonkeyPatch, answer: list[str] | None, expected: str
) -> None:
    def resolve(*name: Any, **how: Any) -> list[Any]:
        if answer is None:
            raise socket.gaierror(socket.EAI_AGAIN, "no name server")
        if not answer:
            time.sleep(1.0)
        return [(0, 0, 0, "", (ip, 80)) for ip in answer]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert laptop.ask_internet(patience=0.2) == expected


def test_an_address_where_nobody_listens_does_not_answer() -> None:
    (line,) = network.listen(0, [])
    port = line.getsockname()[1]
    line.close()
    assert laptop.own_answers([LAPTOP], port, "/ping") == (("127.0.0.5", False),)


# ---- the whole command, with phones on loopback


@dataclass
class Client:
    """A phone: what it does once the page is there. It keeps what went wrong for the test."""

    act: Callable[["Client", int], None]
    ip: str = PHONE
    host: str = "127.0.0.5"
    wrong: list[BaseException] = field(default_factory=list)
    answers: dict[str, httpx.Response] = field(default_factory=dict)

    def start(self, port: int) -> threading.Thread:
        thread = threading.Thread(target=self._run, args=(port,))
        thread.start()
        return thread

    def _run(self, port: int) -> None:
        try:
            wait_for(port)
            self.act(self, port)
        except BaseException as problem:  # handed to the test
            self.wrong.append(problem)

    def http(self, port: int) -> httpx.Client:
        transport = httpx.HTTPTransport(local_address=self.ip)
        name = f"{self.host}:{port}"
        return httpx.Client(
            transport=transport, base_url=f"http://127.0.0.5:{port}", headers={"Host": name}
        )


def wait_for(port: int) -> None:
    """Return once the server of a check answers; it must within ten seconds."""
    until = time.monotonic() + 10.0
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1.0).close()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def as_browser(client: Client, port: int) -> None:
    """What the page's script does in a phone."""
    with client.http(port) as http:
        client.answers["page"] = http.get("/")
        client.answers["ping"] = http.get("/ping")
        origin = f"http://{client.host}:{port}"
        with connect(
            f"ws://{client.host}:{port}/socket",
            origin=origin,
            sock=socket.create_connection(("127.0.0.5", port), 5.0, (client.ip, 0)),
        ) as live:
            heard = live.recv(5.0)
        client.answers["report"] = http.post(
            "/report",
            json={"websocket": heard == "hello", "round_trip_ms": 3.5},
            headers={"X-Game": "1", "Origin": origin},
        )


def only_looks(client: Client, port: int) -> None:
    """A phone whose script does not run."""
    with client.http(port) as http:
        client.answers["page"] = http.get("/")


def free_port() -> int:
    (line,) = network.listen(0, [])
    port = int(line.getsockname()[1])
    line.close()
    return port


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone whose page is open is not waited for: these never report, and open `/` last."""
    monkeypatch.setattr(runner, "_REPORT_S", 0.1)


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """The laptop of these tests: its way outside is its Wi-Fi."""
    monkeypatch.setattr(network, "default_ip", lambda: LAPTOP.ip)


def check(*clients: Client, seconds: float = 20.0, **how: Any) -> int:
    """Run the command with these phones about."""
    port = free_port()
    threads = [client.start(port) for client in clients]
    status = run_check(port, seconds, addresses=[LAPTOP], **how)
    for thread in threads:
        thread.join()
    for client in clients:
        if client.wrong:
            raise client.wrong[0]
    return status


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


# ---- the page


def browse(act: Callable[[Client, int], None]) -> Client:
    """Do something with the page of a check that is running."""
    client = Client(act)
    assert check(client) == 0
    return client


@pytest.mark.usefixtures("impatient")
def test_the_page_comes_with_nothing_from_outside_and_a_policy_that_forbids_it() -> None:
    def load(client: Client, port: int) -> None:
        with client.http(port) as http:
            for path in ("/page.css", "/page.js", "/"):
                client.answers[path] = http.get(path)

    client = browse(load)
    for answer in client.answers.values():
        assert answer.status_code == 200
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "//" not in answer.text.replace("://${location.host}", "").replace("// Tests", "")
    page = client.answers["/"].text
    assert PHONE in page
    assert "<script src=" in page
    assert "<style" not in page
    assert " style=" not in page
    assert "onclick" not in page


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("header", "language"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("fr,en;q=0.8", "en"), ("fr", "en"), ("", "en")],
)
def test_the_page_speaks_the_language_of_the_phone(header: str, language: str) -> None:
    def load(client: Client, port: int) -> None:
        with client.http(port) as http:
            client.answers["page"] = http.get("/", headers={"Accept-Language": header})

    assert f'<html lang="{language}">' in browse(load).answers["page"].text


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ('{"websocket": true, "round_trip_ms": 1}', {}, 403),
        ('{"websocket": true, "round_trip_ms": 1}',
         {"X-Game": "1", "Origin": "http://evil.example"}, 403),
        ('{"websocket": true, "round_trip_ms": 1}', {"X-Game": "1", "Origin": "null"}, 403),
        ("not json", {"X-Game": "1"}, 400),
        ('{"websocket": true}', {"X-Game": "1"}, 400),
        ('{"websocket": true, "round_trip_ms": -1}', {"X-Game": "1"}, 400),
        ('{"websocket": true, "round_trip_ms": 1, "more": 1}', {"X-Game": "1"}, 400),
        ('{"websocket": true, "round_trip_ms": 1' + " " * 2000 + "}", {"X-Game": "1"}, 413),
    ],
)  # fmt: skip
def test_reports_that_are_none_are_refused_and_count_for_nothing(
    body: str, headers: dict[str, str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def send(client: Client, port: int) -> None:
        with client.http(port) as http:
            client.answers["report"] = http.post("/report", content=body, headers=headers)
            http.get("/")

    assert browse(send).answers["report"].status_code == status
    assert "did not come back" in capsys.readouterr().out


@pytest.mark.usefixtures("impatient")
def test_another_page_cannot_open_the_live_channel() -> None:
    def spy(client: Client, port: int) -> None:
        with client.http(port) as http:
            client.answers["socket"] = http.get(
                "/socket",
                headers={
                    "Upgrade": "websocket", "Connection": "Upgrade", "Origin": "http://evil.example",
                    "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                },
            )  # fmt: skip
            http.get("/")

    assert browse(spy).answers["socket"].status_code == 403


@pytest.mark.browser
@pytest.mark.parametrize("blocked", [False, True])
def test_a_real_browser_under_a_name_that_is_not_local(browser: "Browser", blocked: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    requests: list[str] = []
    complaints: list[str] = []
    lines = network.listen(0, [])
    port = lines[0].getsockname()[1]
    visits = Visits([], network.hosts([], port, ["teacher"]))
    visits.own = frozenset()  # the browser runs beside the server, and is a phone here
    with runner._serving(visits, lines):
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        if blocked:
            page.add_init_script("window.WebSocket = class { constructor() { throw 1 } }")
        page.goto(f"http://teacher:{port}/")
        page.get_by_text("Done. This phone can play.").wait_for()
        live = page.text_content("#live")
        width = page.evaluate("document.documentElement.scrollWidth")
        flaws = Axe().run(page).response["violations"]
        page.close()
    assert flaws == []
    assert live == ("does not open; the game asks for news instead" if blocked else "opens")
    assert width <= 320
    assert complaints == []
    assert all(url.startswith(f"http://teacher:{port}/") for url in requests)
    assert visits.phone is not None
    assert visits.phone.websocket is not blocked
    assert visits.phone.known_host
    assert 0.0 < (visits.phone.round_trip_ms or 0.0) < 5000.0


# ---- the code on the terminal


class Terminal(io.StringIO):
    """A terminal of a given encoding, or a file."""

    def __init__(self, encoding: str, tty: bool = True) -> None:
        super().__init__()
        self._encoding, self._tty = encoding, tty

    @property
    def encoding(self) -> str:
        return self._encoding

    def isatty(self) -> bool:
        return self._tty


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.usefixtures("wide")
def test_the_code_on_the_terminal_is_that_of_the_address() -> None:
    url = "http://192.168.1.20:8000/"
    drawn = runner.qr_text(url, Terminal("utf-8"))
    rows = [line.replace("\x1b[97;40m", "").replace("\x1b[0m", "") for line in drawn.splitlines()]
    light = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    pixels: list[list[int]] = []
    for row in rows:
        pixels += [[light[sign][half] for sign in row] for half in (0, 1)]
    code = [list(row) for row in segno.make(url, micro=False).matrix_iter(border=2)]
    assert pixels[: len(code)] == code


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize(
    ("out", "term", "columns"),
    [
        (Terminal("utf-8", tty=False), "xterm", "80"),
        (Terminal("ascii"), "xterm", "80"),
        (Terminal("utf-8"), "dumb", "80"),
        (Terminal("utf-8"), "xterm", "20"),
    ],
)
def test_where_a_code_cannot_be_shown_the_address_must_do(
    monkeypatch: pytest.MonkeyPatch, out: Terminal, term: str, columns: str
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLUMNS", columns)
    assert runner.qr_text("http://192.168.1.20:8000/", out) == ""


def test_left_out_addresses_are_shown_with_their_reason(capsys: pytest.CaptureFixture[str]) -> None:
    docker = Found("172.17.0.1", "docker0", "virtual", 16)
    every = judge([docker, Found("127.0.0.5", "wlan0", "wifi", 24), LOCAL], "")
    every = [replace(a, reason=None, kind="wifi") if a.ip == "127.0.0.5" else a for a in every]
    assert run_check(0, 0.3, addresses=every) == 1
    out = capsys.readouterr().out
    assert "172.17.0.1 (docker0) is left out. It belongs to virtual machines" in out
    assert "127.0.0.1" not in out
