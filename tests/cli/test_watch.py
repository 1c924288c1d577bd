"""`twostacks play --watch`: a picture of a wall, or a sentence and status 2; never a traceback."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from game.window.spectator_record import Frames, load
from tests.cli.conftest import Said

FRAMES: Frames = load(Path(__file__).parents[1] / "game" / "projector" / "samples.json.gz")
KEY = "abcdEFGH1234"
Command = Callable[..., Said]


class Wall(BaseHTTPRequestHandler):
    """A class that shows one frame, in the language that is asked for."""

    def do_GET(self) -> None:
        """Answer."""
        if self.path.startswith("/p/"):
            self.send_response(303)
            if self.path == f"/p/{KEY}":
                self.send_header("Set-Cookie", "wall=x; Path=/")
            self.end_headers()
            return
        if "after=-1" not in self.path:
            self.send_response(204)
            self.end_headers()
            return
        frame = FRAMES["commit"]["zh" if "lang=zh" in self.path else "en"]
        frame["parts"]["clock"] = {"ends_at": None, "left": 42.0}  # stands, in every picture alike
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(frame).encode())

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def link() -> Iterator[str]:
    """The link of a wall."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Wall)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/p/{KEY}"
    server.shutdown()
    server.server_close()


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a PNG."""
    head = path.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


@pytest.mark.parametrize("size", ["1280x800", "1920x1080"])
def test_a_picture_of_the_wall_is_drawn_without_a_display(
    process: Command, link: str, tmp_path: Path, size: str
) -> None:
    said = process("play", "--watch", link, "--shot", "wall.png", "--size", size)
    assert (said.status, said.err) == (0, "")
    assert size_of(tmp_path / "wall.png") == tuple(map(int, size.split("x")))


def test_the_language_is_the_one_asked_for_or_the_links(
    process: Command, link: str, tmp_path: Path
) -> None:
    pictures = {}
    for name, words in {
        "asked": ("--watch", link, "--lang", "zh"),
        "linked": ("--watch", f"{link}?lang=zh"),
        "both": ("--watch", f"{link}?lang=zh", "--lang", "en"),
    }.items():
        said = process("play", *words, "--shot", f"{name}.png")
        assert said.status == 0, said.err
        pictures[name] = (tmp_path / f"{name}.png").read_bytes()
    assert pictures["asked"] == pictures["linked"] != pictures["both"]


def refused(said: Said, words: str) -> None:
    """One sentence on the error stream, and status 2."""
    assert said.status == 2
    assert said.out == ""
    assert said.err.startswith("twostacks: ")
    assert said.err.count("\n") == 1
    assert words in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "words", ["", "hello", "http://teacher:8000/t", "http://teacher:8000/p/", "ftp://x/p/abcdef"]
)
def test_what_is_no_link_is_refused(twostacks: Command, words: str) -> None:
    refused(twostacks("play", "--watch", words, "--shot", "x.png"), "is not the link of a wall")


def test_where_no_class_is_open_that_is_said(twostacks: Command) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = twostacks("play", "--watch", f"http://127.0.0.1:{port}/p/{KEY}", "--shot", "x.png")
    refused(said, f"Nothing answers at 127.0.0.1:{port}")
    said = twostacks("play", "--watch", f"http://nowhere.invalid:8000/p/{KEY}", "--shot", "x.png")
    refused(said, "Nothing answers at nowhere.invalid:8000")


def test_a_link_of_another_time_is_told(twostacks: Command, link: str) -> None:
    said = twostacks("play", "--watch", link.replace(KEY, "another-key"), "--shot", "x.png")
    refused(said, "does not open the wall")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("good-enough",), "leave out a scenario"),
        (("--seat", "us"), "leave out --seat"),
        (("--tutorial",), "leave out --tutorial"),
        (("--script", "x.toml"), "leave out --script"),
        (("--shot", "x.jpg"), "must end in .png"),
        (("--shot", "nowhere/x.png"), "there is no folder"),
    ],
)
def test_who_watches_does_not_play(
    twostacks: Command, link: str, more: tuple[str, ...], words: str
) -> None:
    refused(twostacks("play", *more, "--watch", link), words)


def test_without_a_display_it_says_what_to_do(
    twostacks: Command, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    refused(twostacks("play", "--watch", link), "add --shot PNG")


def test_a_picture_that_cannot_be_written_is_told(
    process: Command, link: str, tmp_path: Path
) -> None:
    (tmp_path / "wall.png").mkdir()
    refused(process("play", "--watch", link, "--shot", "wall.png"), "cannot be written")
