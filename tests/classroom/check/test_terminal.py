"""What the terminal shows during a check: the code, and addresses that are left out."""

import io
from dataclasses import replace

import pytest
import segno

from game.classroom.check import run_check, runner
from game.classroom.interfaces import Found
from game.classroom.network import judge
from tests.classroom.check.phones import LOCAL


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
