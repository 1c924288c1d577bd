"""Which addresses of this laptop can phones reach, and under which names do they call it?"""

import ipaddress
import os
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from game.classroom import interfaces
from game.classroom.interfaces import (
    LINK_LOCAL,
    LOOPBACK,
    MOBILE,
    VIRTUAL,
    VPN,
    WIFI,
    WIRED,
    Found,
)
from game.language import Sentence, later

# An address of documentation (RFC 5737). A datagram socket that is told of it sends nothing, but
# has chosen the interface that leads outside.
_OUTSIDE = ("203.0.113.1", 9)
_USUAL_PORTS = {80, 443}  # browsers leave these out of the Host header
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?(:\d{1,5})?")

_REASONS = {
    LOOPBACK: later("Only the laptop itself can reach it."),
    LINK_LOCAL: later("The laptop gave it to itself, because no router gave it one."),
    VPN: later("It belongs to a VPN, where the phones are not."),
    VIRTUAL: later("It belongs to virtual machines or containers inside the laptop."),
    MOBILE: later("It belongs to mobile data, where phones cannot call the laptop."),
}
_NEIGHBOURS = later("Browsers cannot open an IPv6 address that holds for one cable only.")


class HostError(ValueError):
    """A name that cannot stand in an address; the text says so."""


@dataclass(frozen=True)
class Address:
    """An address of this laptop, and why phones cannot use it, if they cannot.

    Units: `prefix` bits of its network, nothing if the system does not say. `kind` is "wifi",
    "wired", "mobile", "virtual", "vpn", "link-local" or "loopback".
    """

    ip: str
    interface: str
    kind: str
    prefix: int | None = None
    reason: Sentence | None = None

    @property
    def private(self) -> bool:
        """Whether it holds inside one house or school only."""
        return not ipaddress.ip_address(self.ip).is_global

    @property
    def network(self) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
        """The network it is in, if the system tells how large that is."""
        if self.prefix is None:
            return None
        return ipaddress.ip_network(f"{self.ip}/{self.prefix}", strict=False)

    def url(self, port: int) -> str:
        """What a phone opens."""
        return f"http://{_bracketed(self.ip)}{'' if port == 80 else f':{port}'}/"


def addresses() -> list[Address]:
    """Every address of this laptop: those that phones may reach first, the best of them first."""
    return judge(interfaces.found(), default_ip())


def usable(every: Iterable[Address]) -> list[Address]:
    """Those that phones may reach."""
    return [address for address in every if address.reason is None]


def default_ip() -> str:
    """The own address on the way outside, or nothing without such a way. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect(_OUTSIDE)
        except OSError:  # no route
            return ""
        return str(line.getsockname()[0])


def judge(found: Sequence[Found], default: str) -> list[Address]:
    """Put addresses in order, best first, and say why some are left out.

    The way outside comes first, then IPv4, then Wi-Fi. A virtual interface that is the way outside
    is a bridge to a real network.
    """
    every = list(found)
    if default and all(one.ip != default for one in every):
        every.append(Found(default, "", WIRED))
    judged = [_judged(one, default) for one in every]
    return sorted(
        judged,
        key=lambda a: (
            a.reason is not None, a.ip != default, ":" in a.ip, a.kind != WIFI, not a.private,
        ),
    )  # fmt: skip


def _judged(one: Found, default: str) -> Address:
    ip = ipaddress.ip_address(one.ip)
    kind, reason = one.kind, None
    if ip.is_loopback:
        kind = LOOPBACK
    elif kind == VIRTUAL and one.ip == default:
        kind = WIRED
    elif ip.is_link_local and kind in {WIFI, WIRED}:
        kind = LINK_LOCAL
        reason = _NEIGHBOURS if ip.version == 6 else None
    return Address(one.ip, one.interface, kind, one.prefix, reason or _REASONS.get(kind))


def hosts(every: Iterable[Address], port: int, names: Iterable[str] = ()) -> frozenset[str]:
    """Every Host header that a server on this port answers to; all others are turned away.

    Those are the own addresses, the host name with and without .local, localhost, and `names`. A
    name may bring a port of its own, or none, as behind a proxy that adds TLS.

    Raises: HostError for a name that is none.
    """
    own = ["localhost", "127.0.0.1", "[::1]", *(_bracketed(address.ip) for address in every)]
    own += _host_names(socket.gethostname())
    allowed = {f"{name}:{port}" for name in own}
    if port in _USUAL_PORTS:
        allowed.update(own)
    for name in names:
        plain = name.strip().lower()
        if not _NAME.fullmatch(plain):
            raise HostError(f"'{name}' is not a name of a host, such as class.example.org")
        allowed.update({plain} if ":" in plain else {plain, f"{plain}:{port}"})
    return frozenset(allowed)


def _host_names(name: str) -> list[str]:
    """The forms of a host name that phones may use; none if it cannot stand in an address."""
    whole = name.strip().rstrip(".").lower()
    if not _NAME.fullmatch(whole) or ":" in whole:
        return []
    first = whole.partition(".")[0]
    return list(dict.fromkeys([whole, first, f"{first}.local"]))


def listen(port: int, every: Iterable[Address]) -> list[socket.socket]:
    """Bound sockets on all interfaces: IPv4, and IPv6 where phones may reach such an address.

    Port 0 takes any free one, the same for both. Raises: OSError if the port is taken or denied.
    """
    families = {socket.AF_INET: "0.0.0.0"}
    if any(":" in address.ip for address in usable(every)):
        families[socket.AF_INET6] = "::"
    lines: list[socket.socket] = []
    try:
        for family, everywhere in families.items():
            line = socket.socket(family, socket.SOCK_STREAM)
            lines.append(line)
            if os.name == "posix":  # elsewhere it would let two programs take one port
                line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                line.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            line.bind((everywhere, port))
            line.listen(256)  # a class that reconnects at once; also finds out who else listens
            port = line.getsockname()[1]
    except OSError:
        for line in lines:
            line.close()
        raise
    return lines


def _bracketed(ip: str) -> str:
    return f"[{ip}]" if ":" in ip else ip
