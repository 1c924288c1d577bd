"""The tornado of drivers: each lever a step down and up, each uncertain number at its edges."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pygame

from game.language import tr
from game.views.foresight import DriverView
from game.window.panels.cards import Card
from game.window.theme import COLOURS, Colour, mix
from game.window.widgets.base import Direction

_ROW = 38  # pixels at scale 1
_TOP = 104


class TornadoCard(Card):
    """Bars to both sides of what comes anyway, the longest first; up and down read them off."""

    own_directions: frozenset[Direction] = frozenset({"up", "down"})

    def __init__(self, rect: pygame.Rect) -> None:
        super().__init__("drivers", rect, tr("What drives it"))
        self.drivers: tuple[DriverView, ...] = ()
        self.subtitle = self.words = ""
        self.step: int | None = None

    def show(self, drivers: tuple[DriverView, ...], subtitle: str, words: str) -> None:
        """Show drivers, or what they wait for."""
        self.drivers, self.subtitle, self.words = drivers, subtitle, words

    @property
    def shown(self) -> tuple[DriverView, ...]:
        """As many drivers as there is room for."""
        px = self.painter.px
        return self.drivers[: max(0, (self.rect.height - px(_TOP + 12)) // px(_ROW))]

    @property
    def value(self) -> str:
        """The drivers in words, the strongest first."""
        parts = (f"{one.label} {one.effect_text}" for one in self.shown)
        return ", ".join(parts) or self.words

    def state(self) -> Hashable:
        """The drivers, what they wait for, and which stands out."""
        return self.drivers, self.subtitle, self.words, self._over()

    def _over(self) -> int | None:
        point, px = self.local_pointer, self.painter.px
        if point is not None:
            index = (point[1] - px(_TOP)) // px(_ROW)
            return index if 0 <= index < len(self.shown) else None
        if self.focus_visible and self.step is not None and self.shown:
            return min(len(self.shown) - 1, self.step)
        return None

    @property
    def hint(self) -> str:
        """What a driver is and what it does at both its ends."""
        over = self._over()
        return self.shown[over].detail if over is not None else ""

    def hint_anchor(self) -> pygame.Rect:
        """The row that is read off."""
        over, px = self._over(), self.painter.px
        if over is None:
            return self.visible_rect()
        return self.on_window(pygame.Rect(0, px(_TOP) + over * px(_ROW), self.rect.width, px(_ROW)))

    def key(self, key: int, modifiers: int) -> Any:
        """Read the drivers off with up and down; past the ends the focus moves on."""
        move = {pygame.K_UP: -1, pygame.K_DOWN: 1}.get(key)
        before = -1 if self.step is None else self.step
        after = before + (move or 0)
        if move is None or not 0 <= after < len(self.shown):
            return None
        self.step = after
        return super().press((0, 0))

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px = self.painter, self.painter.px
        used = painter.text_width(self.words, "small") if self.words else 0
        self.title_block(canvas, self.name, self.subtitle, used + px(8))
        muted, right = COLOURS["text_muted"], self.rect.width - px(16)
        if self.words:
            painter.text(canvas, self.words, right, px(25), "small", muted, "right")
        elif self.shown:
            self._paint_key(canvas)
        reach = max((self._reach(one) for one in self.shown), default=0.0) or 1.0
        for index, driver in enumerate(self.shown):
            row = pygame.Rect(px(16), px(_TOP) + index * px(_ROW), right - px(16), px(_ROW))
            if index == self._over():
                painter.box(canvas, row.inflate(px(12), 0), COLOURS["raised"], None, 4)
            self._paint_row(canvas, driver, row, reach)

    def _paint_key(self, canvas: pygame.Surface) -> None:
        legend: list[tuple[str, Colour, str]] = [
            (tr("lower"), COLOURS["text_muted"], "band"),
            (tr("higher"), self.painter.accent, "band"),
        ]
        right = self.rect.width - self.painter.px(16)
        self.painter.legend(canvas, legend, right, self.painter.px(25), "right", "micro")

    def _reach(self, driver: DriverView) -> float:
        values = (abs(driver.low) + driver.low_half, abs(driver.high) + driver.high_half)
        return max((value for value in values if math.isfinite(value)), default=0.0)

    def _paint_row(
        self, canvas: pygame.Surface, driver: DriverView, row: pygame.Rect, reach: float
    ) -> None:
        """The words above, the two ends and their bars below."""
        painter, px = self.painter, self.painter.px
        colour = COLOURS["text" if driver.kind == "lever" else "text_soft"]
        value = painter.text_width(driver.effect_text, "small_strong")
        line = row.y + px(14)
        painter.text(canvas, driver.label, row.x, line, "small", colour, "left",
                     row.width - value - px(10))  # fmt: skip
        painter.text(canvas, driver.effect_text, row.right, line, "small_strong", align="right")
        ends = " – ".join(text for text in (driver.low_text, driver.high_text) if text)
        words, muted = round(row.width * 0.36), COLOURS["text_muted"]
        painter.text(canvas, ends, row.x, line + px(15), "micro", muted, "left", words - px(8))
        half = (row.width - words) // 2
        zero, centre = row.x + words + half, line + px(11)
        soft = mix(COLOURS["card"], COLOURS["text_muted"], 0.8)
        pairs = ((driver.low, driver.low_half, soft, -1),
                 (driver.high, driver.high_half, painter.accent, 1))  # fmt: skip
        for mean, wide, shade, place in pairs:
            if math.isfinite(mean):
                self._paint_bar(canvas, (zero, centre + place * px(3)), (half - px(4)) / reach,
                                mean, wide, shade)  # fmt: skip
        canvas.fill(COLOURS["edge"], (zero, centre - px(8), px(1), px(16)))

    def _paint_bar(
        self, canvas: pygame.Surface, at: tuple[int, int], unit: float, mean: float, wide: float,
        colour: Colour,
    ) -> None:  # fmt: skip
        """One bar with its whisker, above or below the middle of its line."""
        px, (zero, y) = self.painter.px, at
        length = max(px(1), round(abs(mean) * unit))
        left = zero + px(1) if mean > 0 else zero - length
        self.painter.box(canvas, pygame.Rect(left, y - px(3), length, px(6)), colour, radius=2)
        end = zero + mean * unit
        reach = max(1, round(2 * wide * unit))
        canvas.fill(COLOURS["text"], (round(end - wide * unit), y, reach, px(1)))
