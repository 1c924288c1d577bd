"""What the laptop can find out alone: its addresses, its port, its own page, a way outside."""

import errno
import http.client
import ipaddress
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from game.classroom import network
from game.classroom.check.observations import (
    DENIED,
    LINUX,
    MACOS,
    NO,
    PORTAL,
    TAKEN,
    WINDOWS,
    WSL,
    YES,
)  # fmt: skip
from game.classroom.network import Address

PATIENCE = 3.0  # seconds for one own address, and for the one question to a name server
_KERNEL = Path("/proc/sys/kernel/osrelease")
_SOME_NAME = "example.org"  # kept for examples (RFC 2606)


def platform_name(platform: str = sys.platform, kernel: Path = _KERNEL) -> str:
    """ "linux", "macos", "windows", or "wsl" for a Linux inside Windows."""
    if platform == "win32":
        return WINDOWS
    if platform == "darwin":
        return MACOS
    inside = kernel.exists() and "microsoft" in kernel.read_text().lower()
    return WSL if inside else LINUX


def port_problem(error: OSError) -> str:
    """ "taken" or "denied", by the error of opening a port. Raises: the error if it is another."""
    if error.errno == errno.EADDRINUSE:
        return TAKEN
    if isinstance(error, PermissionError):
        return DENIED
    raise error


def answers(address: Address, port: int, path: str) -> bool:
    """Whether the laptop can open one of its own pages at one of its own addresses."""
    line = http.client.HTTPConnection(address.ip, port, timeout=PATIENCE)
    try:
        line.request("GET", path)
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def own_answers(every: Sequence[Address], port: int, path: str) -> tuple[tuple[str, bool], ...]:
    """Which addresses that phones may reach the laptop itself can open."""
    return tuple((a.ip, answers(a, port, path)) for a in network.usable(every))


def ask_internet(patience: float = PATIENCE) -> str:
    """Look up one name: "yes", "no", or "portal" where a private address stands for all names."""
    heard: list[str] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(_SOME_NAME, 80, type=socket.SOCK_STREAM)
        except socket.gaierror:
            return
        heard.extend(str(answer[4][0]) for answer in found)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(patience)
    if not heard:
        return NO
    return YES if any(ipaddress.ip_address(ip).is_global for ip in heard) else PORTAL
