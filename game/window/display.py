"""The window itself: opened, measured, named."""

from __future__ import annotations

import os
import statistics
import time

import pygame

from game.language import tr
from game.window.drawing import emblem

CAPTION = "Two Stacks"
SMALLEST = (640, 400)
SLOW_FLIP = 0.005  # seconds
_FLIPS = 10
_VARIABLE = "SDL_FRAMEBUFFER_ACCELERATION"


def prepare(software: bool) -> None:
    """Set what must be set before the display is initialised."""
    os.environ.setdefault("SDL_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR", "0")
    os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
    if software:
        os.environ.setdefault(_VARIABLE, "0")


def default_size() -> tuple[int, int]:
    """Most of the desktop, and never more than it."""
    width, height = max(pygame.display.get_desktop_sizes(), default=(1280, 800))
    if width <= 0 or height <= 0:
        return 1280, 800
    if width >= 1920 and height >= 1080:
        return round(width * 0.88), round(height * 0.86)
    return min(width, 1440), min(height - 60 if height > 760 else height, 860)


def open_window(size: tuple[int, int], whole: bool = False) -> pygame.Surface:
    """Open the window, or change its size; it may take the whole screen instead."""
    if whole:
        surface = pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
    else:
        surface = pygame.display.set_mode(size, pygame.RESIZABLE)
    pygame.display.set_caption(CAPTION)
    return surface


def leave_whole_screen(size: tuple[int, int]) -> pygame.Surface:
    """A window again: made anew, since not every system gives one that has grown its size back."""
    pygame.display.quit()
    pygame.display.init()
    dress()
    return open_window(size)


def dress() -> None:
    """Give the window its icon."""
    pygame.display.set_icon(emblem(64))


def flip_seconds(flips: int = _FLIPS) -> float:
    """How long showing a frame takes: the median of a few."""
    times = []
    for _ in range(flips):
        began = time.perf_counter()
        pygame.display.flip()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def renderer_words(accelerated: bool) -> str:
    """How the window is shown, and how long that takes, for a player who wonders."""
    way = tr("accelerated") if accelerated else tr("plain")
    driver = pygame.display.get_driver()
    milliseconds = f"{1000 * flip_seconds(3):.1f}"
    return tr("{driver}, {way}, {ms} ms to show a frame", driver=driver, way=way, ms=milliseconds)


def without_acceleration(size: tuple[int, int]) -> pygame.Surface:
    """Open the window again without the framebuffer's acceleration: faster where no GPU helps."""
    os.environ[_VARIABLE] = "0"
    pygame.display.quit()
    pygame.display.init()
    dress()
    return open_window(size)


def fastest(surface: pygame.Surface) -> tuple[pygame.Surface, bool]:
    """The window in the faster of SDL's two ways, and whether that is with acceleration."""
    if os.environ.get(_VARIABLE) == "0" or pygame.display.get_driver() in ("dummy", "offscreen"):
        return surface, True
    with_it = flip_seconds()
    if with_it <= SLOW_FLIP:
        return surface, True
    size = surface.get_size()
    surface = without_acceleration(size)
    if flip_seconds() <= with_it:
        return surface, False
    del os.environ[_VARIABLE]
    pygame.display.quit()
    pygame.display.init()
    dress()
    return open_window(size), True
