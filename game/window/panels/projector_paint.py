"""What every part of the wall is drawn with: type for a room, teams' signs, cards."""

from __future__ import annotations

import functools
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import pygame

from game.window import drawing, text
from game.window.painter import Painter
from game.window.panels.base import Panel
from game.window.text import Align
from game.window.theme import COLOURS, STYLES, Colour, Weight

# Pixels on a wall of 1920x1080. Nothing that a room must read is smaller than TEXT.
WIDTH, HEIGHT = 1920, 1080
TEXT, LARGE, HEAD, TITLE = 32, 40, 52, 72
LEADING = 1.3
CAPITALS = 0.73  # of the size of a font: the height of its capitals
OVERSAMPLING = 4

_SIDES: dict[str, tuple[str, ...]] = {
    "incumbent": ("us", "nvda", "tsmc"),
    "sovereign": ("cn", "huaw", "smic"),
    "open": ("row",),
    "hybrid": ("tool",),
}
SEAT_COLOURS = {seat: colour for colour, seats in _SIDES.items() for seat in seats}

Outline = tuple[tuple[float, float], ...]


def _regular(corners: int, turn: float) -> Outline:
    angles = [math.radians(turn + 360 * k / corners) for k in range(corners)]
    return tuple((math.cos(a), math.sin(a)) for a in angles)


def _star() -> Outline:
    points = []
    for k in range(10):
        angle, radius = math.radians(-90 + 36 * k), 1.1 if k % 2 == 0 else 0.45
        points.append((radius * math.cos(angle), radius * math.sin(angle)))
    return tuple(points)


# Outlines of about equal visual size in a circle of radius 1; a circle has none.
OUTLINES: dict[str, Outline] = {
    "square": ((-0.84, -0.84), (0.84, -0.84), (0.84, 0.84), (-0.84, 0.84)),
    "triangle": ((0, -1.0), (1.05, 0.85), (-1.05, 0.85)),
    "diamond": ((0, -1.1), (0.95, 0), (0, 1.1), (-0.95, 0)),
    "hexagon": _regular(6, 0),
    "pentagon": _regular(5, -90),
    "star": _star(),
    "cross": (
        (-0.35, -1), (0.35, -1), (0.35, -0.35), (1, -0.35), (1, 0.35), (0.35, 0.35), (0.35, 1),
        (-0.35, 1), (-0.35, 0.35), (-1, 0.35), (-1, -0.35), (-0.35, -0.35),
    ),
    "bubble": (
        (-1, -0.9), (1, -0.9), (1, 0.45), (0.05, 0.45), (-0.45, 1), (-0.45, 0.45), (-1, 0.45),
    ),
}  # fmt: skip


@functools.lru_cache(256)
def sign(shape: str, radius: int, colour: Colour, ring: Colour | None = None) -> pygame.Surface:
    """A team's sign; one that is not known is a circle. Units: pixels."""
    size = round(radius * 2.5) + 4
    big = pygame.Surface((size * OVERSAMPLING, size * OVERSAMPLING), pygame.SRCALPHA)
    big.fill((*(ring or colour), 0))
    edge = max(2.0, radius * 0.16) if ring is not None else 0.0
    for grow, fill in ((edge, ring), (0.0, colour)):
        if fill is not None:
            _fill(big, shape, (radius + grow) * OVERSAMPLING, fill)
    return pygame.transform.smoothscale(big, (size, size))


def _fill(canvas: pygame.Surface, shape: str, radius: float, colour: Colour) -> None:
    middle = canvas.get_width() / 2
    outline = OUTLINES.get(shape)
    if outline is None:
        pygame.draw.circle(canvas, colour, (middle, middle), radius * 0.95)
        return
    points = [(middle + x * radius, middle + y * radius) for x, y in outline]
    pygame.draw.polygon(canvas, colour, points)


def seat_colour(seat: str) -> Colour:
    """The colour of a team: that of its side."""
    return COLOURS[SEAT_COLOURS.get(seat, "text")]


@dataclass(frozen=True)
class Wall:
    """Draws for a room. Lengths and sizes are given in pixels of a wall of 1920x1080."""

    unit: float
    painter: Painter

    @classmethod
    def of(cls, painter: Painter, size: tuple[int, int]) -> Wall:
        """The wall in a window of a size."""
        return cls(min(size[0] / WIDTH, size[1] / HEIGHT), painter)

    def px(self, length: float) -> int:
        """A length in pixels of the window, at least 1 unless it is 0."""
        return max(1, round(length * self.unit)) if length else 0

    def chart_painter(self) -> Painter:
        """A painter whose smallest type is the room's."""
        scale = TEXT * self.unit / STYLES["micro"].size
        return replace(self.painter, scale=scale)

    # ---- words

    def text(
        self,
        surface: pygame.Surface,
        words: str,
        x: float,
        baseline: float,
        size: float = TEXT,
        colour: Colour | None = None,
        align: Align = "left",
        width: int | None = None,
        weight: Weight = "medium",
    ) -> int:
        """Draw one line, x and baseline in pixels of the surface; returns its width."""
        colour = COLOURS["text"] if colour is None else colour
        pixels = self.px(size)
        return text.draw(surface, words, (x, baseline), weight, pixels, colour, align, width)

    def width(self, words: str, size: float = TEXT, weight: Weight = "medium") -> int:
        """The width of one line in pixels of the window."""
        return text.width(words, weight, self.px(size))

    def lines(
        self, words: str, width: int, size: float = TEXT, weight: Weight = "medium"
    ) -> tuple[str, ...]:
        """The lines of a text in so many pixels of the window."""
        return text.wrap(words, weight, self.px(size), max(1, width))

    def step(self, size: float = TEXT) -> int:
        """The distance between two lines."""
        return self.px(size * LEADING)

    def paragraph(
        self,
        surface: pygame.Surface,
        words: str,
        x: int,
        top: int,
        width: int,
        size: float = TEXT,
        colour: Colour | None = None,
        most: int | None = None,
        weight: Weight = "medium",
    ) -> int:
        """Draw wrapped words from a top edge; returns their height. A cut text says so."""
        lines = list(self.lines(words, width, size, weight))
        if most is not None and len(lines) > most:
            lines = [*lines[: most - 1], text.unwrap(lines[most - 1 :])]
        step = self.step(size)
        for number, line in enumerate(lines):
            baseline = self.baseline(top + number * step, step, size)
            self.text(surface, line, x, baseline, size, colour, "left", width, weight)
        return step * len(lines)

    def baseline(self, top: int, height: int, size: float = TEXT) -> int:
        """The baseline that centres capitals in a stretch from top, so many pixels high."""
        return round(top + height / 2 + self.px(size) * CAPITALS / 2)

    def fitting(
        self, words: str, width: int, sizes: Sequence[float], weight: Weight = "medium"
    ) -> float:
        """The first of some sizes, largest first, at which a line fits; else the last."""
        return next((s for s in sizes if self.width(words, s, weight) <= width), sizes[-1])

    # ---- things

    def card(self, surface: pygame.Surface, rect: pygame.Rect, fill: str = "card") -> None:
        """Draw a card."""
        self.painter.box(
            surface, rect, COLOURS[fill], COLOURS["line"], 14 * self.unit / self.painter.scale,
            border_width=2 * self.unit / self.painter.scale,
        )  # fmt: skip

    def bar(self, surface: pygame.Surface, rect: pygame.Rect, colour: Colour) -> None:
        """Draw a bar with small round corners."""
        self.painter.box(surface, rect, colour, None, 5 * self.unit / self.painter.scale)

    def icon(
        self, surface: pygame.Surface, name: str, x: float, y: float, size: float, colour: Colour
    ) -> None:
        """Draw an icon around a point."""
        drawing.blit_centred(surface, drawing.icon(name, self.px(size), colour), x, y)

    def sign(
        self,
        surface: pygame.Surface,
        shape: str,
        seat: str,
        x: float,
        y: float,
        radius: float = 18,
        hollow: bool = False,
    ) -> None:
        """Draw a team's sign around a point, or only its outline on a card."""
        colour = seat_colour(seat)
        fill, ring = (COLOURS["card"], colour) if hollow else (colour, None)
        sprite = sign(shape, self.px(radius), fill, ring)
        drawing.blit_centred(surface, sprite, x, y)


class WallPanel(Panel):
    """A part of the wall. `said` is all of it in words, for a reader of screens."""

    focusable = True

    def __init__(self, identifier: str, rect: pygame.Rect, name: str, wall: Wall) -> None:
        super().__init__(identifier, rect, name)
        self.wall = wall

    def said(self) -> Sequence[str]:
        """What it shows, sentence by sentence."""
        return ()

    @property
    def value(self) -> str:
        """What it shows, in words."""
        return " ".join(words for words in self.said() if words)

    def state(self) -> Hashable:
        """What the picture depends on: its words."""
        return self.value

    def title(self, canvas: pygame.Surface, words: str) -> int:
        """Draw a card with its title over the whole panel; returns where the rest begins."""
        wall, px = self.wall, self.wall.px
        wall.card(canvas, self.area)
        baseline = wall.baseline(px(16), px(44))
        soft, room = COLOURS["text_soft"], self.rect.width - 2 * px(28)
        wall.text(canvas, words, px(28), baseline, TEXT, soft, "left", room, "semibold")
        return px(68)
