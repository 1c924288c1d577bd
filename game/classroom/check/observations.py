"""What a check sees of the network, and the shape of what it says. Values only."""

import ipaddress
from dataclasses import asdict, dataclass
from typing import Any

from game.classroom.interfaces import VPN
from game.classroom.network import Address, usable

LINUX, MACOS, WINDOWS, WSL = "linux", "macos", "windows", "wsl"
OPEN, TAKEN, DENIED = "open", "taken", "denied"  # whether the port could be opened
UNASKED, YES, NO, PORTAL = "unasked", "yes", "no", "portal"  # whether there is an internet
# What WSL gives its virtual machine; phones cannot call that.
_WSL_NETWORK = ipaddress.ip_network("172.16.0.0/12")


@dataclass(frozen=True)
class Phone:
    """One phone's visit. Units: `round_trip_ms` milliseconds.

    `reported` says whether its script told what follows, `websocket` whether the live channel
    opened, `known_host` whether the game would answer to the name that the phone used.
    """

    ip: str
    host: str
    known_host: bool = True
    proxied: bool = False
    reported: bool = False
    websocket: bool = False
    round_trip_ms: float | None = None


@dataclass(frozen=True)
class Observations:
    """All that was seen. Units: `waited` seconds; nothing if no phone was asked for.

    `answered` says of own addresses whether the laptop could open its own page there; `own_visit`
    whether a browser on the laptop opened it; `encrypted` whether somebody tried https.
    """

    platform: str
    port: int
    opened: str
    addresses: tuple[Address, ...]
    default_ip: str = ""
    answered: tuple[tuple[str, bool], ...] = ()
    internet: str = UNASKED
    waited: float | None = None
    phone: Phone | None = None
    own_visit: bool = False
    encrypted: bool = False

    @property
    def usable(self) -> list[Address]:
        """The addresses that phones may reach, the best first."""
        return usable(self.addresses)

    @property
    def best(self) -> Address | None:
        """The address that the phone is shown."""
        return next(iter(self.usable), None)

    @property
    def others(self) -> list[Address]:
        """Further addresses that phones may reach, by another way into the laptop."""
        best = self.best
        return [a for a in self.usable if best is not None and a.interface != best.interface]

    @property
    def behind_vpn(self) -> bool:
        """Whether all that leaves the laptop goes through a VPN."""
        return any(a.ip == self.default_ip and a.kind == VPN for a in self.addresses)

    @property
    def self_blocked(self) -> bool:
        """Whether the laptop cannot open its own page at the address that phones are shown."""
        return self.best is not None and dict(self.answered).get(self.best.ip) is False

    @property
    def inside_wsl(self) -> bool:
        """Whether this runs in a virtual machine of Windows that has a network of its own."""
        best = self.best
        return (
            self.platform == WSL
            and best is not None
            and ipaddress.ip_address(best.ip) in _WSL_NETWORK
        )

    def plain(self) -> dict[str, Any]:
        """The same as plain values."""
        told = asdict(self)
        told["addresses"] = [
            {
                "ip": address.ip,
                "interface": address.interface,
                "kind": address.kind,
                "prefix": address.prefix,
                "private": address.private,
                "reason": str(address.reason) if address.reason else None,
            }
            for address in self.addresses
        ]
        told["answered"] = dict(self.answered)
        return told


FINE, NOTE, PROBLEM, CAUSE = "fine", "note", "problem", "cause"


@dataclass(frozen=True)
class Finding:
    """What is the case, why it matters and what to do, each in a plain sentence or two.

    `grade` is "fine", "note", "problem", or "cause" for what may be behind a problem.
    """

    code: str
    grade: str
    what: str
    why: str = ""
    do: str = ""
