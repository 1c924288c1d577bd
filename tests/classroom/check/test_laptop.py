"""What the laptop finds out alone."""

import errno
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from game.classroom import network
from game.classroom.check import laptop
from tests.classroom.check.phones import LAPTOP


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
