"""Antialiased shapes, shadows, icons and the emblem: made once with numpy, cached as surfaces."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from game.assets import asset
from game.window.theme import COLOURS, Colour

Array = NDArray[np.float64]
BLACK: Colour = (0, 0, 0)
ICON_OVERSAMPLING = 2


def surface_from(colour: Colour | Array, coverage: Array) -> pygame.Surface:
    """Return a straight-alpha surface. Shapes: coverage (w, h) in 0-1, colour (3,) or (w, h, 3)."""
    surface = pygame.Surface(coverage.shape, pygame.SRCALPHA)
    pixels = pygame.surfarray.pixels3d(surface)
    pixels[:] = np.clip(np.asarray(colour, float), 0, 255).astype(np.uint8)
    del pixels
    alpha = pygame.surfarray.pixels_alpha(surface)
    alpha[:] = np.clip(coverage * 255 + 0.5, 0, 255).astype(np.uint8)
    del alpha
    return surface


def rounded_distance(width: int, height: int, radius: float) -> Array:
    """Return each pixel centre's signed distance to a rounded rectangle's edge. Shape: (w, h)."""
    radius = min(radius, width / 2, height / 2)
    x = np.abs(np.arange(width)[:, None] + 0.5 - width / 2) - (width / 2 - radius)
    y = np.abs(np.arange(height)[None, :] + 0.5 - height / 2) - (height / 2 - radius)
    outside = np.hypot(np.maximum(x, 0), np.maximum(y, 0))
    return np.asarray(outside + np.minimum(np.maximum(x, y), 0) - radius)


def cover(distance: Array) -> Array:
    """Return the share of each pixel inside, from signed distances. Units: pixels."""
    return np.clip(0.5 - distance, 0, 1)


@functools.lru_cache(2048)
def rounded_rect(
    width: int,
    height: int,
    radius: float,
    fill: Colour | None,
    border: Colour | None = None,
    border_width: float = 1,
    alpha: float = 1.0,
) -> pygame.Surface:
    """Return a rounded rectangle; without a fill only its border. Units: pixels."""
    distance = rounded_distance(max(1, width), max(1, height), radius)
    coverage, inner = cover(distance), cover(distance + border_width)
    if fill is None:
        return surface_from(border or BLACK, (coverage - inner) * alpha)
    if border is None:
        return surface_from(fill, coverage * alpha)
    share = inner[..., None]
    colour = np.asarray(fill, float) * share + np.asarray(border, float) * (1 - share)
    return surface_from(colour, coverage * alpha)


def _grid(radius: float, shift_x: float = 0.0, shift_y: float = 0.0) -> tuple[Array, Array]:
    """Return offsets from the centre of an odd square that holds a shape of this radius."""
    size = int(np.ceil(radius + 1)) * 2 + 1
    offset: Array = np.arange(size, dtype=np.float64) + (0.5 - size / 2)
    return offset[:, None] - shift_x, offset[None, :] - shift_y


@functools.lru_cache(1024)
def disc(
    radius: float,
    colour: Colour,
    ring: Colour | None = None,
    ring_width: float = 1.5,
    shift: tuple[float, float] = (0.0, 0.0),
    alpha: float = 1.0,
) -> pygame.Surface:
    """Return a disc centred on an odd square, moved by a part of a pixel. Units: pixels."""
    x, y = _grid(radius, *shift)
    distance = np.hypot(x, y) - radius
    if ring is None:
        return surface_from(colour, cover(distance) * alpha)
    share = cover(distance + ring_width)[..., None]
    blended = np.asarray(colour, float) * share + np.asarray(ring, float) * (1 - share)
    return surface_from(blended, cover(distance) * alpha)


def _diamond(x: Array, y: Array, radius: float) -> Array:
    return np.asarray((np.abs(x) + np.abs(y)) * np.sqrt(0.5) - radius * 0.84)


def _triangle(x: Array, y: Array, radius: float) -> Array:
    slant = np.sqrt(0.75) * np.abs(x) - 0.5 * y - radius * 0.58
    return np.asarray(np.maximum(slant, y - radius * 0.72 + 0 * x))


def _square(x: Array, y: Array, radius: float) -> Array:
    return np.asarray(np.maximum(np.abs(x), np.abs(y)) - radius * 0.82)


def _ring(x: Array, y: Array, radius: float) -> Array:
    thickness = max(1.1, radius * 0.46)
    return np.asarray(np.abs(np.hypot(x, y) - radius + thickness / 2) - thickness / 2)


def _disc(x: Array, y: Array, radius: float) -> Array:
    return np.asarray(np.hypot(x, y) - radius)


def _tick(x: Array, y: Array, radius: float) -> Array:
    return np.asarray(np.hypot(x, y) - radius * 0.45)


_SHAPES: dict[str, Callable[[Array, Array, float], Array]] = {
    "disc": _disc,
    "diamond": _diamond,
    "triangle": _triangle,
    "square": _square,
    "ring": _ring,
    "tick": _tick,
}
SHAPE_NAMES = tuple(_SHAPES)


@functools.lru_cache(1024)
def shape(kind: str, radius: float, colour: Colour) -> pygame.Surface:
    """Return a mark of one of ``SHAPE_NAMES``, all of equal visual size. Units: pixels.

    Raises: KeyError for an unknown kind.
    """
    x, y = _grid(radius * 1.2)
    return surface_from(colour, cover(_SHAPES[kind](x, y, radius)))


@functools.lru_cache(64)
def shadow(
    width: int, height: int, radius: float, blur: int, alpha: float = 0.45
) -> pygame.Surface:
    """Return a soft shadow that reaches twice the blur beyond each side. Units: pixels.

    It is computed at a quarter of the size, which nobody can see in a blur.
    """
    full = (width + 4 * blur, height + 4 * blur)
    x = (np.arange(-(-full[0] // 4))[:, None] + 0.5) * 4 - full[0] / 2
    y = (np.arange(-(-full[1] // 4))[None, :] + 0.5) * 4 - full[1] / 2
    x, y = np.abs(x) - (width / 2 - radius), np.abs(y) - (height / 2 - radius)
    outside = np.hypot(np.maximum(x, 0), np.maximum(y, 0))
    distance = outside + np.minimum(np.maximum(x, y), 0) - radius
    coverage = alpha * np.clip(0.5 - distance / (2 * blur), 0, 1) ** 2
    return pygame.transform.smoothscale(surface_from(BLACK, coverage), full)


def tinted(alpha: Array, colour: Colour) -> pygame.Surface:
    """Return a surface of one colour. Shape: alpha (w, h) in 0-255."""
    return surface_from(colour, alpha / 255)


@functools.lru_cache(1024)
def icon(name: str, size: int, colour: Colour) -> pygame.Surface:
    """Return a square icon. Units: pixels. Raises: FileNotFoundError for an unknown name."""
    large = size * ICON_OVERSAMPLING
    path = str(asset(f"icons/{name}.svg"))
    drawing = pygame.image.load_sized_svg(path, (large, large))
    small = pygame.transform.smoothscale(drawing.convert_alpha(), (size, size))
    return tinted(pygame.surfarray.array_alpha(small).astype(float), colour)


@functools.lru_cache(16)
def emblem(size: int) -> pygame.Surface:
    """Return the game's sign: one line that splits in two. Units: pixels."""
    times = 4
    edge = size * times
    canvas = pygame.Surface((edge, edge), pygame.SRCALPHA)
    share = np.linspace(0, 1, 160)
    fork = np.clip((share - 0.34) / 0.66, 0, 1)
    curve = 0.34 * fork * fork * (3 - 2 * fork)
    x = edge * (0.08 + 0.84 * share)
    for name, sign in (("incumbent", -1), ("sovereign", 1)):
        for point in zip(x, edge * (0.5 + sign * curve), strict=True):
            pygame.draw.circle(canvas, COLOURS[name], point, edge * 0.062)
    for left in x[fork <= 0]:
        pygame.draw.circle(canvas, COLOURS["text"], (left, edge * 0.5), edge * 0.062)
    return pygame.transform.smoothscale(canvas, (size, size))


def blit_centred(
    surface: pygame.Surface, sprite: pygame.Surface, x: float, y: float
) -> pygame.Rect:
    """Draw a sprite around a point and return where it went."""
    corner = (round(x - sprite.get_width() / 2), round(y - sprite.get_height() / 2))
    return surface.blit(sprite, corner)


class PanelCache:
    """Surfaces of panels, each drawn again only when its key changes."""

    def __init__(self) -> None:
        self._panels: dict[str, tuple[Hashable, pygame.Surface]] = {}
        self.redraws = 0

    def blit(
        self,
        surface: pygame.Surface,
        name: str,
        rect: pygame.Rect,
        key: Hashable,
        draw: Callable[[pygame.Surface], Any],
    ) -> None:
        """Show a panel; ``draw`` gets an opaque surface of the rect's size, filled with panel."""
        full_key = (rect.size, key)
        held = self._panels.get(name)
        if held is None or held[0] != full_key:
            canvas = pygame.Surface(rect.size)
            canvas.fill(COLOURS["panel"])
            draw(canvas)
            held = self._panels[name] = (full_key, canvas)
            self.redraws += 1
        surface.blit(held[1], rect.topleft)

    def clear(self) -> None:
        """Forget every panel, as after a change of scale or language."""
        self._panels.clear()
