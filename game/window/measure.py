"""How fast the window is: its first frame, and the frames while a lever is dragged.

The frames are timed on the CPU time of the window's own thread, at 1920x1080, while the fan is
computed anew after every move; so other programs on the machine count little.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pygame

SIZE = (1920, 1080)
FRAMES, QUICK_FRAMES = 600, 150
STARTS, QUICK_STARTS = 5, 2
_ROOT = str(Path(__file__).resolve().parents[2])
_START = (
    f"import sys; sys.path.insert(0, {_ROOT!r}); import time; from game.window.app import App; "
    "app = App(7, (1920, 1080), keep=False); app.begin(app.first_screen(None, None, 7)); "
    "print(time.time()); import os; os._exit(0)"
)


def figures(quick: bool) -> dict[str, float]:
    """The window's figures by name, with the unit in the name."""
    frames = frame_milliseconds(QUICK_FRAMES if quick else FRAMES)
    return {
        "first_frame_warm_seconds": first_frame_seconds(QUICK_STARTS if quick else STARTS),
        "frame_p50_ms": percentile(frames, 0.50),
        "frame_p99_ms": percentile(frames, 0.99),
    }


def percentile(values: list[float], share: float) -> float:
    """The value that so large a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def first_frame_seconds(starts: int) -> float:
    """From the start of a process to the title's first frame: the median of a few starts."""
    environment = {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    times = []
    for _ in range(starts):
        began = time.time()
        done = subprocess.run(
            [sys.executable, "-c", _START],
            capture_output=True, text=True, check=True, env=environment, timeout=60,
        )  # fmt: skip
        times.append(float(done.stdout.split()[-1]) - began)
    return statistics.median(times)


def frame_milliseconds(frames: int) -> list[float]:
    """CPU time of each frame while a lever is dragged to and fro and the fan follows."""
    from game.window.driver import STEP, Driver, open_dummy
    from game.window.panels.policy import LeverSlider
    from game.window.player import Player, make_stage
    from game.window.screens.loading import new_game

    surface = open_dummy(SIZE)
    stage = make_stage(SIZE, 7, keep=False)
    player = Player(stage, new_game(stage, "october-seventh", "us", 7))
    try:
        driver = Driver(player, surface)
        driver.go("main")
        driver.end_quarters(4)
        driver.wait_for_fan()
        lever = next(w for w in driver.screen.tree.all_widgets() if isinstance(w, LeverSlider))
        rect, y = lever.rect, lever.focus_rect().centery
        driver.send(pygame.MOUSEBUTTONDOWN, pos=(rect.centerx, y), button=1)
        times = []
        for frame in range(frames + 30):
            x = rect.x + round(rect.width * abs((frame / 90) % 2 - 1))
            began = time.thread_time()
            driver.move((x, y))
            player.frame(STEP)
            player.draw(surface)
            times.append((time.thread_time() - began) * 1000)
            time.sleep(max(0.0, STEP - times[-1] / 1000))
        return times[30:]
    finally:
        player.close()


if __name__ == "__main__":
    for name, value in figures(quick="--quick" in sys.argv).items():
        print(f"{name} {value:.3f}")
