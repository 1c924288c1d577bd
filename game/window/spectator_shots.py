"""Draws the wall for docs/screens/, from a class of bots that is played for it in two minutes.

`make screens` does it; `python -m game.window.spectator_shots docs/screens` draws these alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

# Name of a picture, moment of the class, page, language.
PICTURES = (
    ("lobby", "lobby", 0, "en"),
    ("talk", "negotiate", 0, "en"),
    ("moves", "commit", 0, "en"),
    ("moves_zh", "commit", 0, "zh"),
    ("reveal", "reveal", 0, "en"),
    ("causes", "reveal", 1, "en"),
    ("futures", "reflect", 0, "en"),
    ("worlds", "worlds_commit", 0, "en"),
    ("flip", "flip", 0, "en"),
)
SETTLED_S = 1.5  # until cards have turned


def draw_walls(folder: Path, sizes: Sequence[str]) -> None:
    """Play a class and draw its wall into a folder.

    Raises: RuntimeError if the class gets stuck, DriverError if a picture cannot be written.
    """
    from game.window.driver import Driver, open_dummy
    from game.window.player import Player, make_stage
    from game.window.screens.projector import ProjectorScreen
    from game.window.spectator_record import Still, record

    frames = record()
    for size in sizes:
        width, height = (int(part) for part in size.split("x"))
        surface = open_dummy((width, height))
        for name, moment, page, language in PICTURES:
            screen = ProjectorScreen(Still(frames[moment][language]))
            screen.page = page
            stage = make_stage((width, height), 7, keep=False, language=language)
            player = Player(stage, screen)
            try:
                driver = Driver(player, surface)
                driver.play(SETTLED_S)
                driver.shot(folder / f"wall_{name}_{width}.png")
            finally:
                player.close()


if __name__ == "__main__":
    from game.window.screenshots import parse_arguments

    draw_walls(*parse_arguments())
