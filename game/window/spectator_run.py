"""Opens the window on the wall of a class, or draws one picture of it without a display."""

from pathlib import Path

import pygame

from game.window import settings
from game.window.screens.projector import ProjectorScreen
from game.window.spectator import Spectator
from game.window.spectator_line import parse_link

SHOT_SIZE = (1280, 800)
SETTLED_S = 0.2  # until everything has its place
SEED = 7  # a stage has one; nothing here is played


def watch(words: str, size: tuple[int, int] | None, shot: Path | None, language: str | None) -> int:
    """Follow the wall that a link leads to until the window is closed; returns the exit status.

    The window and the class's texts speak the language asked for, or else the link's, or else the
    player's. Raises: WatchError if there is nothing to follow, DriverError for a picture that
    cannot be written.
    """
    link = parse_link(words)
    own = settings.Settings() if shot is not None else settings.load()
    spoken = language or link.language or own.language
    spectator = Spectator(link, spoken)
    spectator.connect()
    spectator.start()
    try:
        if shot is not None:
            _draw(spectator, size or SHOT_SIZE, shot, spoken)
            return 0
        from game.window.app import App

        return App(SEED, size, language=spoken).run(ProjectorScreen(spectator))
    finally:
        spectator.close()


def _draw(spectator: Spectator, size: tuple[int, int], shot: Path, language: str) -> None:
    from game.window.driver import Driver, open_dummy
    from game.window.player import Player, make_stage

    surface = open_dummy(size)
    player = Player(make_stage(size, SEED, keep=False, language=language),
                    ProjectorScreen(spectator))  # fmt: skip
    try:
        driver = Driver(player, surface)
        driver.play(SETTLED_S)
        driver.shot(shot)
    finally:
        player.close()
        pygame.quit()
