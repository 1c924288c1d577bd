"""A display of our own under Xvfb with the game on it, and hands: xdotool."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pygame

from game.window import png

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "xdotool", "xwininfo", "import")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
REST = 0.25  # seconds after a key or a click, in which the window answers


class Desktop:
    """A display with the game on it; `play` are the arguments of `twostacks play`."""

    def __init__(self, number: int, folder: Path, *play: str) -> None:
        self.environment = {
            **os.environ, "DISPLAY": f":{number}", "SDL_VIDEODRIVER": "x11",
            "SDL_AUDIODRIVER": "dummy", "SDL_VIDEO_WINDOW_POS": "0,0",
            "TWOSTACKS_HOME": str(folder),
        }  # fmt: skip
        self.folder = folder
        self.server = subprocess.Popen(
            ["Xvfb", f":{number}", "-screen", "0", "1280x800x24", "-noreset"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.until(lambda: self.ask("xwininfo", "-root").returncode == 0)
        self.start(*play)

    def start(self, *play: str) -> None:
        """Start the game."""
        self.game = subprocess.Popen(
            [sys.executable, "-m", "game", "play", *play, "--size", "1280x800"],
            cwd=ROOT, env=self.environment,
        )  # fmt: skip
        self.until(lambda: "Two Stacks" in self.ask("xwininfo", "-root", "-tree").stdout)

    def kill(self) -> None:
        """End the game without asking it."""
        self.game.send_signal(signal.SIGKILL)
        self.game.wait(timeout=20)

    def ask(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a tool on the display."""
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )

    def until(self, ready: Callable[[], bool], seconds: float = 90.0) -> None:
        """Wait for something to be so. Raises: TimeoutError."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if ready():
                return
            time.sleep(0.1)
        raise TimeoutError

    # ---- hands

    def key(self, *names: str) -> None:
        """Press keys, as X calls them."""
        self.ask("xdotool", "key", "--delay", "60", *names)
        time.sleep(REST)

    def click(self, point: tuple[int, int]) -> None:
        """Click a point."""
        self.ask("xdotool", "mousemove", "--sync", str(point[0]), str(point[1]))
        self.ask("xdotool", "click", "1")
        time.sleep(REST)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag from a point to a point."""
        self.ask("xdotool", "mousemove", "--sync", str(start[0]), str(start[1]))
        self.ask("xdotool", "mousedown", "1")
        self.ask("xdotool", "mousemove", "--sync", str(end[0]), str(end[1]))
        time.sleep(REST)
        self.ask("xdotool", "mouseup", "1")
        time.sleep(REST)

    def look(self, path: Path) -> pygame.Surface:
        """What stands on the display; the file is left there."""
        self.ask("import", "-window", "root", str(path))
        return pygame.image.load(path)

    def picture(self, path: Path) -> pygame.Surface:
        """What stands on the display, kept as a small file."""
        surface = self.look(path)
        png.save(surface, path)
        return surface

    # ---- what the game has kept

    def log(self) -> list[dict[str, object]]:
        """The lines of the newest game's log."""
        games = sorted((self.folder / "games").glob("*.jsonl"))
        lines = games[-1].read_text().splitlines() if games else []
        found = []
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:  # the last line is being written
                break
        return found

    def quarters(self) -> int:
        """How many quarters the log holds."""
        return sum("checksum" in json.dumps(line) for line in self.log()[1:])

    def close(self) -> None:
        """End what was started here."""
        for process in (self.game, self.server):
            process.terminate()
            process.wait(timeout=20)


def display_number(first: int) -> int:
    """A display that no other worker of pytest uses."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return first + int(worker.removeprefix("gw") or 0)
