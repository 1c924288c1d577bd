"""What was seen becomes words: whether a phone can reach the laptop, and why not."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from game.classroom import network
from game.classroom.check import runner
from game.classroom.check.diagnosis import diagnose, laptop_fine
from game.classroom.check.observations import Observations, Phone
from game.classroom.interfaces import Found
from game.classroom.network import judge
from game.language import speaking
from tests.classroom.check.phones import LOCAL, VPN


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
