"""Whether a window can be shown here, found out before anything tries."""

import os
import re
import socket
import sys
from pathlib import Path

NO_SCREEN = {"dummy", "offscreen"}
SECONDS = 2.0  # to wait for a display on another machine


def display_found() -> bool:
    """Whether a window can be shown here."""
    if os.environ.get("SDL_VIDEODRIVER") in NO_SCREEN:
        return False
    if sys.platform in {"win32", "darwin"}:
        return True
    return _wayland(os.environ.get("WAYLAND_DISPLAY", "")) or _x11(os.environ.get("DISPLAY", ""))


def _wayland(name: str) -> bool:
    folder = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"))
    return bool(name) and (folder / name).exists()


def _x11(name: str) -> bool:
    """Whether an X server answers under a name such as ':0' or 'host:10.0'."""
    match = re.fullmatch(r"(?P<host>[^:]*|/.*):(?P<number>\d+)(\.\d+)?", name)
    if match is None:
        return False
    host, number = match["host"], int(match["number"])
    if host and host != "unix":
        return not host.startswith("/") and _answers(socket.AF_INET, (host, 6000 + number))
    path = f"/tmp/.X11-unix/X{number}"
    return _answers(socket.AF_UNIX, path) or _answers(socket.AF_UNIX, f"\0{path}")


def _answers(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(SECONDS)
        try:
            line.connect(address)
        except (OSError, OverflowError):
            return False
    return True
