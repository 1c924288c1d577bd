"""A dummy display for everything that draws."""

import os
from collections.abc import Iterator

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

import pygame
import pytest

from game.window import text


@pytest.fixture(scope="session", autouse=True)
def display() -> Iterator[None]:
    """Open the dummy display once: surfaces are converted to its format."""
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((1280, 800))
    yield
    pygame.quit()


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was too long for its place and has been cut short, from here on."""
    found: list[str] = []
    plain = text.ellipsize

    def watch(words: str, weight: text.Weight, pixels: int, width: int) -> str:
        fits = plain(words, weight, pixels, width)
        if fits != words:
            found.append(words)
        return fits

    monkeypatch.setattr(text, "ellipsize", watch)
    return found
