"""A real window under Xvfb, driven by xdotool: `pytest -m window tests/window`."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "xdotool", "xwininfo", "import")
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in TOOLS), reason="needs Xvfb, xdotool, imagemagick"
    ),
]


class Desktop:
    """A display of our own with the game on it."""

    def __init__(self, number: int, folder: Path) -> None:
        self.environment = {
            **os.environ, "DISPLAY": f":{number}", "SDL_VIDEODRIVER": "x11",
            "SDL_AUDIODRIVER": "dummy", "SDL_VIDEO_WINDOW_POS": "0,0",
            "TWOSTACKS_HOME": str(folder),
        }  # fmt: skip
        self.folder = folder
        self.server = subprocess.Popen(
            ["Xvfb", f":{number}", "-screen", "0", "1280x800x24"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.until(lambda: self.ask("xwininfo", "-root").returncode == 0)
        self.game = subprocess.Popen(
            [sys.executable, "-m", "game", "play", "october-seventh", "--size", "1280x800"],
            cwd=ROOT, env=self.environment,
        )  # fmt: skip
        self.until(lambda: "Two Stacks" in self.ask("xwininfo", "-root", "-tree").stdout)

    def ask(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a tool on the display."""
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )

    def until(self, ready: object, seconds: float = 90.0) -> None:
        """Wait for something to be so."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if ready():  # type: ignore[operator]
                return
            time.sleep(0.2)
        raise TimeoutError

    def log(self) -> list[dict[str, object]]:
        """The lines of the game's log."""
        games = sorted((self.folder / "games").glob("*.jsonl"))
        return [json.loads(line) for line in games[-1].read_text().splitlines()] if games else []

    def quarters(self) -> int:
        """How many quarters the log holds."""
        return sum("checksum" in json.dumps(line) for line in self.log()[1:])

    def close(self) -> None:
        """End what was started here."""
        for process in (self.game, self.server):
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture
def desktop(tmp_path: Path, worker_id: str) -> Iterator[Desktop]:
    number = 90 + int(re.sub(r"\D", "", worker_id) or 0)
    desktop = Desktop(number, tmp_path / "home")
    yield desktop
    desktop.close()


def test_a_quarter_is_played_by_mouse_and_by_keys(desktop: Desktop) -> None:
    desktop.until(lambda: bool(desktop.log()))  # the game is on disk as soon as it is open
    time.sleep(1.5)
    desktop.ask("xdotool", "mousemove", "--sync", "172", "728", "click", "1")
    desktop.until(lambda: desktop.quarters() == 1, 20)
    desktop.ask("xdotool", "key", "e")
    desktop.until(lambda: desktop.quarters() == 2, 20)
    desktop.ask("xdotool", "key", "Escape")
    time.sleep(0.5)
    desktop.ask("xdotool", "key", "Escape")
    desktop.ask("xdotool", "key", "4")
    desktop.until(lambda: desktop.quarters() >= 3, 30)
    assert desktop.game.poll() is None


def test_the_window_survives_other_sizes(desktop: Desktop) -> None:
    desktop.until(lambda: bool(desktop.log()))
    for width, height in ((900, 600), (1180, 720), (1280, 800)):
        found = re.search(r"0x[0-9a-f]+(?= \"Two Stacks\")",
                          desktop.ask("xwininfo", "-root", "-tree").stdout)  # fmt: skip
        assert found is not None
        desktop.ask("xdotool", "windowsize", found[0], str(width), str(height))
        time.sleep(0.8)
    assert desktop.game.poll() is None
