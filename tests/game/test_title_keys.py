"""On the title Return starts a game before anything is focused."""

import pygame

from game.window.screens.base import Push, Stage
from game.window.screens.title import TitleScreen


def test_return_starts_the_first_entry() -> None:
    screen = TitleScreen()
    screen.enter(Stage((1280, 800), keep=False))
    move = screen.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0))
    assert isinstance(move, Push)
    screen.stage.library.close()
