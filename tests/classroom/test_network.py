"""Which addresses of a laptop phones can reach, on Linux, macOS and Windows in three languages."""

import errno
import ipaddress
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from game.classroom import interfaces, network
from game.classroom.interfaces import Found
from game.classroom.network import Address, HostError, judge, usable
from game.classroom.opened import Plan, _url
from game.language import speaking

TOLD = Path(__file__).parent / "told"  # typed after published outputs, with addresses for examples
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")


def told(name: str) -> str:
    return (TOLD / name).read_text(encoding="utf-8")


def mac() -> list[Found]:
    wifi = interfaces.parse_hardware_ports(told("networksetup_macos.txt"))
    return interfaces.parse_ifconfig(told("ifconfig_macos.txt"), wifi)


# ---- what the systems say


def test_a_mac_tells_wifi_cable_its_own_hotspot_vpn_and_virtual_machines_apart() -> None:
    four = {(f.ip, f.interface, f.kind, f.prefix) for f in mac() if ":" not in f.ip}
    assert four == {
        ("127.0.0.1", "lo0", "loopback", 8),
        ("192.168.1.20", "en0", "wifi", 24),
        ("10.2.0.9", "en7", "wired", 16),
        ("192.168.2.1", "bridge100", "wifi", 24),
        ("192.168.64.1", "bridge101", "virtual", 24),
        ("10.8.0.6", "utun4", "vpn", 32),
    }


def test_a_mac_names_lasting_ipv6_addresses_only() -> None:
    six = [(f.ip, f.prefix) for f in mac() if f.interface == "en0" and ":" in f.ip]
    assert six == [("fe80::14a4:5b3c:9f1e:7a12", 64), ("2001:db8:12::50", 64)]


def test_ifconfig_of_linux_is_read_too() -> None:
    text = (
        "eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n"
        "        inet 192.168.1.20  netmask 255.255.254.0  broadcast 192.168.1.255\n"
        "        inet6 2001:db8::5  prefixlen 64  scopeid 0x0<global>\n"
    )
    assert interfaces.parse_ifconfig(text) == [
        Found("192.168.1.20", "eth0", "wired", 23),
        Found("2001:db8::5", "eth0", "wired", 64),
    ]


def test_windows_in_english() -> None:
    assert interfaces.parse_ipconfig(told("ipconfig_english.txt")) == [
        Found("fe80::a9f1:22c:8d52:1ab", "Tailscale", "vpn"),
        Found("100.101.102.103", "Tailscale", "vpn", 32),
        Found("192.168.137.1", "Local Area Connection* 2", "wifi", 24),
        Found("2001:db8:12::50", "Wi-Fi", "wifi"),
        Found("fe80::1d2e:3f40:5162:7384", "Wi-Fi", "wifi"),
        Found("192.168.1.20", "Wi-Fi", "wifi", 24),
        Found("fe80::8dd7:ed66:121f:c37f", "vEthernet (Default Switch)", "virtual"),
        Found("172.29.16.1", "vEthernet (Default Switch)", "virtual", 20),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "ipconfig_german.txt",
            [
                Found("192.168.56.1", "VirtualBox Host-Only Network", "virtual", 24),
                Found("10.20.30.40", "WLAN", "wifi", 21),
                Found("169.254.17.3", "Ethernet", "wired", 16),
            ],
        ),
        ("ipconfig_chinese.txt", [Found("192.168.31.88", "WLAN", "wifi", 24)]),
    ],
)
def test_windows_in_other_languages(name: str, expected: list[Found]) -> None:
    found = interfaces.parse_ipconfig(told(name))
    assert [f for f in found if ":" not in f.ip] == expected
    assert all(f.ip.startswith("fe80") for f in found if ":" in f.ip)


def test_linux_names_lasting_ipv6_addresses_only() -> None:
    assert interfaces.parse_if_inet6(told("if_inet6_linux.txt")) == [
        ("::1", "lo", 128),
        ("2001:db8:12::50", "wlan0", 64),
        ("fe80::200:5eff:fe00:5320", "wlan0", 64),
    ]


@pytest.mark.parametrize(
    ("name", "files", "kind"),
    [
        ("wlp3s0", {"phy80211/name": "phy0", "device/x": ""}, "wifi"),
        ("anything", {"wireless/x": ""}, "wifi"),
        ("enp0s31f6", {"device/x": ""}, "wired"),
        ("bond0", {"uevent": "DEVTYPE=bond\n"}, "wired"),
        ("office", {"uevent": "DEVTYPE=wireguard\nINTERFACE=office\n"}, "vpn"),
        ("vpn0", {"tun_flags": "0x1001"}, "vpn"),
        ("wwp0s20", {"uevent": "DEVTYPE=wwan\n", "device/x": ""}, "mobile"),
        ("mybridge", {"bridge/x": ""}, "virtual"),
        ("docker0", {}, "virtual"),
        ("eth0", {}, "wired"),
        ("lo", {}, "loopback"),
    ],
)
def test_linux_tells_kinds_by_what_stands_in_sys(
    tmp_path: Path, name: str, files: dict[str, str], kind: str
) -> None:
    for file, text in files.items():
        path = tmp_path / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert interfaces.linux_kind(name, tmp_path) == kind


def test_a_bridge_that_nothing_uses_is_down(tmp_path: Path) -> None:
    (tmp_path / "docker0").mkdir()
    (tmp_path / "docker0" / "operstate").write_text("down\n")
    assert not interfaces.linux_up("docker0", tmp_path)
    (tmp_path / "docker0" / "operstate").write_text("unknown\n")
    assert interfaces.linux_up("docker0", tmp_path)


@only_linux
def test_this_machine_answers_as_ip_does() -> None:
    found = interfaces.found()
    assert Found("127.0.0.1", "lo", "loopback", 8) in found
    try:
        listed = subprocess.run(["ip", "-o", "-4", "addr"], capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("there is no tool to compare with")
    words = [line.split() for line in listed.stdout.splitlines()]
    up = {(w[1], w[3]) for w in words if interfaces.linux_up(w[1]) and w[2] == "inet"}
    assert {(f.interface, f"{f.ip}/{f.prefix}") for f in found if ":" not in f.ip} == up


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_without_the_tools_of_the_system_the_host_name_tells_the_addresses(
    monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    def missing(*command: Any, **how: Any) -> None:
        raise FileNotFoundError(command)

    def resolve(*name: Any, **how: Any) -> list[Any]:
        return [(0, 0, 0, "", (ip, 0)) for ip in ("192.168.1.20", "192.168.1.20", "fe80::1%7")]

    monkeypatch.setattr(subprocess, "run", missing)
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert [f.ip for f in interfaces.found(platform)] == ["192.168.1.20", "fe80::1"]


def test_a_tool_that_hangs_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interfaces, "PATIENCE", 0.2)
    assert interfaces._told(sys.executable, "-c", "import time; time.sleep(30)") == ""


# ---- which of them phones reach


def test_the_way_outside_comes_first_then_ipv4_then_wifi() -> None:
    found = [
        Found("2001:db8::5", "eth0", "wired", 64),
        Found("10.0.0.5", "eth1", "wired", 8),
        Found("192.168.1.20", "wlan0", "wifi", 24),
        Found("10.1.0.5", "eth0", "wired", 16),
    ]
    assert [a.ip for a in judge(found, "10.1.0.5")] == [
        "10.1.0.5", "192.168.1.20", "10.0.0.5", "2001:db8::5",
    ]  # fmt: skip
    assert next(a.ip for a in judge(found, "")) == "192.168.1.20"


@pytest.mark.parametrize(
    ("found", "kind", "word"),
    [
        (Found("127.0.0.1", "lo", "loopback"), "loopback", "only the laptop itself"),
        (Found("169.254.3.4", "wlan0", "wifi"), "link-local", "no router"),
        (Found("fe80::1", "wlan0", "wifi"), "link-local", "ipv6"),
        (Found("10.8.0.6", "tun0", "vpn"), "vpn", "vpn"),
        (Found("fe80::2", "utun3", "vpn"), "vpn", "vpn"),
        (Found("172.17.0.1", "docker0", "virtual"), "virtual", "virtual machines"),
        (Found("100.70.1.2", "wwan0", "mobile"), "mobile", "mobile data"),
    ],
)
def test_what_no_phone_reaches_is_left_out_with_a_reason(
    found: Found, kind: str, word: str
) -> None:
    lan = Found("192.168.1.20", "wlan0", "wifi", 24)
    judged = judge([found, lan], default="")
    assert [a.ip for a in usable(judged)] == ["192.168.1.20"]
    assert judged[-1].kind == kind
    assert word in str(judged[-1].reason).lower()


def test_a_vpn_is_left_out_even_if_all_traffic_goes_through_it() -> None:
    found = [Found("10.8.0.6", "tun0", "vpn"), Found("192.168.1.20", "wlan0", "wifi", 24)]
    assert [a.ip for a in usable(judge(found, "10.8.0.6"))] == ["192.168.1.20"]


def test_a_virtual_interface_that_leads_outside_is_a_bridge_to_a_real_network() -> None:
    found = [Found("192.168.1.20", "vEthernet (External)", "virtual", 24)]
    assert usable(judge(found, "")) == []
    assert [a.ip for a in usable(judge(found, "192.168.1.20"))] == ["192.168.1.20"]


def test_the_way_outside_counts_even_if_the_system_names_no_interface() -> None:
    assert [a.ip for a in usable(judge([], "192.168.1.20"))] == ["192.168.1.20"]


def test_reasons_are_put_into_words_in_the_readers_language() -> None:
    reason = judge([Found("10.8.0.6", "tun0", "vpn")], "")[0].reason
    english = str(reason)
    with speaking("qps"):
        assert str(reason) != english


@pytest.mark.parametrize(
    ("ip", "private"),
    [("192.168.1.20", True), ("10.0.0.1", True), ("100.70.1.2", True), ("fd00::2", True),
     ("8.8.8.8", False), ("2a00:1450::1", False)],
)  # fmt: skip
def test_private_addresses(ip: str, private: bool) -> None:
    assert Address(ip, "wlan0", "wifi").private is private


def test_what_a_phone_opens() -> None:
    assert Address("192.168.1.20", "wlan0", "wifi").url(8000) == "http://192.168.1.20:8000/"
    assert Address("192.168.1.20", "wlan0", "wifi").url(80) == "http://192.168.1.20/"
    assert Address("fd00::2", "wlan0", "wifi").url(8000) == "http://[fd00::2]:8000/"


def test_the_network_of_an_own_address_where_the_system_tells() -> None:
    known, mute = Address("192.168.1.20", "wlan0", "wifi", 23), Address("192.168.7.7", "a", "wifi")
    assert known.network == ipaddress.ip_network("192.168.0.0/23")
    assert mute.network is None


@only_linux
def test_the_network_of_this_machine_itself() -> None:
    own = next(one for one in network.addresses() if one.ip == "127.0.0.1")
    assert own.network == ipaddress.ip_network("127.0.0.0/8")


def test_a_machine_without_a_way_outside_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(line: Any, address: Any) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    class Line(socket.socket):
        connect = refuse

    monkeypatch.setattr(socket, "socket", Line)
    assert network.default_ip() == ""


# ---- the address that students type


@pytest.mark.parametrize("secure", [False, True])
def test_the_address_on_the_wall_and_in_the_qr_is_one_of_the_class(
    tmp_path: Path, secure: bool
) -> None:
    found = [Address("192.168.1.20", "wlan0", "wifi")]
    plan = Plan(certificate=str(tmp_path / "cert.pem") if secure else "")
    scheme = "https" if secure else "http"
    assert _url(plan, found, 8000) == f"{scheme}://192.168.1.20:8000"
    assert _url(plan, [], 8000) == f"{scheme}://localhost:8000"
    assert _url(Plan(names=["class.example.org"]), found, 80).startswith("http://class.example.org")


# ---- names that the server answers to


def test_the_server_answers_to_its_own_names_and_to_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Teacher-PC")
    every = [Address("192.168.1.20", "wlan0", "wifi"), Address("fd00::2", "wlan0", "wifi")]
    assert network.hosts(every, 8000) == {
        "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "192.168.1.20:8000", "[fd00::2]:8000",
        "teacher-pc:8000", "teacher-pc.local:8000",
    }  # fmt: skip


def test_the_port_that_browsers_leave_out_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "mac.local")
    allowed = network.hosts([Address("192.168.1.20", "en0", "wifi")], 80)
    assert {"192.168.1.20", "192.168.1.20:80", "mac.local", "mac"} <= allowed


def test_names_of_the_teacher_are_answered_with_and_without_the_port() -> None:
    allowed = network.hosts([], 8000, ["Class.Example.org", "game.example.org:8443"])
    assert {"class.example.org", "class.example.org:8000", "game.example.org:8443"} <= allowed
    assert "game.example.org" not in allowed


@pytest.mark.parametrize("name", ["", "http://class.example.org", "two words", "a/b", "*", "x\ny"])
def test_what_is_no_name_is_refused_by_name(name: str) -> None:
    with pytest.raises(HostError, match="is not a name of a host"):
        network.hosts([], 8000, [name])


def test_a_host_name_that_cannot_stand_in_an_address_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Anna's Büro")
    assert network.hosts([], 8000) == {"localhost:8000", "127.0.0.1:8000", "[::1]:8000"}


# ---- ports


def test_a_port_that_is_taken_is_an_error_and_leaves_nothing_open() -> None:
    first = network.listen(0, [])
    port = first[0].getsockname()[1]
    with pytest.raises(OSError, match=r".") as refused:
        network.listen(port, [])
    assert refused.value.errno == errno.EADDRINUSE
    first[0].close()
    network.listen(port, [])[0].close()


@pytest.mark.skipif(not Path("/proc/net/if_inet6").exists(), reason="needs IPv6")
def test_ipv6_is_served_on_the_same_port_where_phones_may_use_it() -> None:
    lines = network.listen(0, [Address("fd00::2", "wlan0", "wifi")])
    try:
        assert [line.family for line in lines] == [socket.AF_INET, socket.AF_INET6]
        assert len({line.getsockname()[1] for line in lines}) == 1
    finally:
        for line in lines:
            line.close()
    (only,) = network.listen(0, [Address("192.168.1.20", "wlan0", "wifi")])
    assert only.family == socket.AF_INET
    only.close()
