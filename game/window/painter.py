"""The painter: every drawing call of widgets and screens at one scale, in one accent colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pygame

from game.window import drawing, text
from game.window.actions import Bindings
from game.window.text import Align
from game.window.theme import (
    COLOURS,
    FOCUS_GAP,
    FOCUS_WIDTH,
    MARKS,
    RADIUS_MEDIUM,
    STYLES,
    Colour,
    mix,
)

LEGEND_GAP = 16


@dataclass
class Painter:
    """Scale, accent and the reader's wishes. Lengths given to its methods are at scale 1
    only where a docstring says so; rects and positions are physical pixels."""

    scale: float = 1.0
    accent: Colour = COLOURS["incumbent"]
    reduce_motion: bool = False
    shapes: bool = False
    bindings: Bindings = field(default_factory=Bindings)
    pad: bool = False  # whether a gamepad was used last
    ticker: bool = True  # whether the wire runs along the foot

    def prompt(self, action: str) -> str:
        """The key of an action in words, or its pad button while a pad is in use."""
        return self.bindings.words(action, self.pad)

    def px(self, length: float) -> int:
        """Return a length at scale 1 in physical pixels, at least 1 unless it is 0."""
        return max(1, round(length * self.scale)) if length else 0

    def text(
        self,
        surface: pygame.Surface,
        string: str,
        x: float,
        baseline: float,
        style: str = "body",
        colour: Colour | None = None,
        align: Align = "left",
        max_width: int | None = None,
    ) -> int:
        """Draw one line and return its width."""
        colour = COLOURS["text"] if colour is None else colour
        size, weight, _ = STYLES[style]
        position = (x, baseline)
        pixels = self.px(size)
        return text.draw(surface, string, position, weight, pixels, colour, align, max_width)

    def text_width(self, string: str, style: str = "body") -> int:
        """Return the width of one line."""
        return text.width(string, STYLES[style].weight, self.px(STYLES[style].size))

    def line_height(self, style: str = "body") -> int:
        """Return the distance between two baselines."""
        return self.px(STYLES[style].line)

    def middle(self, rect: pygame.Rect, style: str = "body") -> int:
        """Return the baseline that centres a line's capitals in a rect."""
        return round(rect.centery + self.px(STYLES[style].size) * 0.36)

    def wrap(self, string: str, width: int, style: str = "body") -> tuple[str, ...]:
        """Return the lines of a paragraph."""
        return text.wrap(string, STYLES[style].weight, self.px(STYLES[style].size), max(1, width))

    def paragraph(
        self,
        surface: pygame.Surface,
        string: str,
        x: float,
        baseline: float,
        width: int,
        style: str = "body",
        colour: Colour | None = None,
        max_lines: int | None = None,
    ) -> int:
        """Draw wrapped text and return its height; a cut text ends with an ellipsis."""
        lines = list(self.wrap(string, width, style))
        if max_lines is not None and len(lines) > max_lines:
            lines = [*lines[: max_lines - 1], text.unwrap(lines[max_lines - 1 :])]
        step = self.line_height(style)
        colour = COLOURS["text_soft"] if colour is None else colour
        for index, line in enumerate(lines):
            self.text(surface, line, x, baseline + index * step, style, colour, "left", width)
        return step * len(lines)

    def icon(
        self,
        surface: pygame.Surface,
        name: str,
        x: float,
        y: float,
        size: float = 16,
        colour: Colour | None = None,
    ) -> None:
        """Draw an icon around a point. Units: size at scale 1."""
        colour = COLOURS["text_soft"] if colour is None else colour
        drawing.blit_centred(surface, drawing.icon(name, self.px(size), colour), x, y)

    def box(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        fill: Colour | None,
        border: Colour | None = None,
        radius: float = RADIUS_MEDIUM,
        alpha: float = 1.0,
        border_width: float = 1,
    ) -> None:
        """Draw a rounded rectangle. Units: radius and border width at scale 1."""
        if rect.width <= 0 or rect.height <= 0:
            return
        sprite = drawing.rounded_rect(
            rect.width, rect.height, self.px(radius), fill, border, self.px(border_width), alpha
        )
        surface.blit(sprite, rect.topleft)

    def card(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        fill: Colour | None = None,
        border: Colour | None = None,
        radius: float = RADIUS_MEDIUM,
        shadow: bool = False,
    ) -> None:
        """Draw a card, with a soft shadow if it floats. Units: radius at scale 1."""
        fill = COLOURS["card"] if fill is None else fill
        border = COLOURS["line"] if border is None else border
        if shadow:
            blur = self.px(10)
            sprite = drawing.shadow(rect.width, rect.height, self.px(radius), blur)
            surface.blit(sprite, (rect.x - 2 * blur, rect.y - 2 * blur + self.px(4)))
        self.box(surface, rect, fill, border, radius)

    def focus_ring(self, surface: pygame.Surface, rect: pygame.Rect, radius: float = 6) -> None:
        """Draw the white ring of the focused control. Units: radius at scale 1."""
        around = rect.inflate(2 * self.px(FOCUS_GAP), 2 * self.px(FOCUS_GAP))
        self.box(surface, around, None, COLOURS["focus"], radius + FOCUS_GAP, 1.0, FOCUS_WIDTH)

    def mark(
        self,
        surface: pygame.Surface,
        ecosystem: str,
        x: float,
        y: float,
        radius: float = 4.6,
        halo: Colour | None = None,
        colour: Colour | None = None,
    ) -> None:
        """Draw an ecosystem's own shape, on a halo if given. Units: radius at scale 1."""
        size = radius * self.scale
        if halo is not None:
            drawing.blit_centred(surface, drawing.disc(size + 1.6 * self.scale, halo), x, y)
        fill = COLOURS[ecosystem] if colour is None else colour
        drawing.blit_centred(surface, drawing.shape(MARKS[ecosystem], size, fill), x, y)

    def chip(
        self,
        surface: pygame.Surface,
        string: str,
        x: float,
        y: float,
        colour: Colour,
        icon: str | None = None,
        surroundings: Colour | None = None,
    ) -> int:
        """Draw a pill 24 high with its top left corner at a point and return its width."""
        surroundings = COLOURS["card"] if surroundings is None else surroundings
        rect = pygame.Rect(round(x), round(y), self.chip_width(string, icon), self.px(24))
        fill, border = mix(surroundings, colour, 0.12), mix(surroundings, colour, 0.45)
        self.box(surface, rect, fill, border, 12)
        left = rect.x + self.px(10)
        if icon is not None:
            self.icon(surface, icon, rect.x + self.px(14), rect.centery, 12, colour)
            left = rect.x + self.px(24)
        self.text(surface, string, left, self.middle(rect, "small"), "small")
        return rect.width

    def chip_width(self, string: str, icon: str | None = None) -> int:
        """Return the width of a pill."""
        return self.text_width(string, "small") + self.px(34 if icon is not None else 20)

    def legend(
        self,
        surface: pygame.Surface,
        entries: Sequence[tuple[str, Colour, str]],
        x: float,
        baseline: float,
        align: Align = "left",
        style: str = "small",
    ) -> int:
        """Draw (label, colour, shape) entries in one row and return its width.

        A shape is one of ``drawing.SHAPE_NAMES``, ``line``, ``dashed`` or ``band``.
        """
        total = self.legend_width(entries, style)
        if align != "left":
            x -= total if align == "right" else total / 2
        for label, colour, kind in entries:
            self._legend_key(surface, kind, colour, x, baseline - self.px(4))
            x += self._key_width(kind)
            x += self.text(surface, label, x, baseline, style, COLOURS["text_soft"])
            x += self.px(LEGEND_GAP)
        return total

    def legend_width(self, entries: Sequence[tuple[str, Colour, str]], style: str = "small") -> int:
        """Return the width of a legend row."""
        widths = [self._key_width(kind) + self.text_width(name, style) for name, _, kind in entries]
        return sum(widths) + self.px(LEGEND_GAP) * max(0, len(widths) - 1)

    def _key_width(self, kind: str) -> int:
        return self.px(20 if kind in ("line", "dashed", "band") else 15)

    def _legend_key(
        self, surface: pygame.Surface, kind: str, colour: Colour, x: float, y: float
    ) -> None:
        left = round(x)
        if kind == "line":
            self.box(surface, self._bar(left, y, 14, 3), colour, radius=1)
        elif kind == "band":
            self.box(surface, self._bar(left, y, 14, 9), colour, radius=2)
        elif kind == "dashed":
            for step in (0, 8):
                self.box(surface, self._bar(left + self.px(step), y, 6, 2), colour, radius=1)
        else:
            sprite = drawing.shape(kind, 4.6 * self.scale, colour)
            drawing.blit_centred(surface, sprite, x + self.px(5), y)

    def _bar(self, left: int, middle: float, width: float, height: float) -> pygame.Rect:
        tall = self.px(height)
        return pygame.Rect(left, round(middle - tall / 2), self.px(width), tall)
