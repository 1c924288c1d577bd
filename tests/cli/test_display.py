"""A display is asked before a window opens: one that does not answer is none."""

import socket
import sys
from pathlib import Path

import pytest

from game.commands.display import display_found

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="X11 and Wayland")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No display at first."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_name_there_is_no_display() -> None:
    assert not display_found()


@pytest.mark.parametrize(
    "name", [":7654", "", "nonsense", ":", "127.0.0.1:40000.0", "localhost:99999", "/tmp/x:0"]
)
def test_a_display_that_does_not_answer_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DISPLAY", name)
    assert not display_found()


def test_a_display_that_answers_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{number}.0")
        assert display_found()
        monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
        assert not display_found()


def test_a_wayland_socket_is_a_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert not display_found()
    (tmp_path / "wayland-0").touch()
    assert display_found()
