"""The end of a game: each measure against the twin with its band, and the turning points."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pygame

from game.language import tr
from game.viewmodel import EndView, OutcomeRow, TurningPoint
from game.window.drawing import blit_centred, disc
from game.window.panels.base import Panel
from game.window.theme import COLOURS, mix
from game.window.widgets import HANDLED, Intent
from game.window.widgets.base import Direction

_HEAD = 56

# Room for a band in words: the same in every row, so that all zero lines stand in one column.
BAND_WORDS = 176


class OutcomeTable(Panel):
    """The measures, one below the other: number, band against zero, and a sentence."""

    role = "table"
    focusable = True

    def __init__(self, rect: pygame.Rect, view: EndView) -> None:
        super().__init__("outcome", rect, tr("Your world less the world without controls"))
        self.view = view

    @property
    def value(self) -> str:
        """Every measure in words."""
        return " ".join(f"{row.label}: {row.text}. {row.sentence}" for row in self.view.rows)

    def state(self) -> Hashable:
        """The measures."""
        return self.view.rows, self.view.state_text

    def row_rect(self, index: int) -> pygame.Rect:
        """Where a measure stands on the canvas."""
        px, count = self.painter.px, max(1, len(self.view.rows))
        height = (self.rect.height - px(_HEAD) - px(8)) // count
        return pygame.Rect(px(20), px(_HEAD) + index * height, self.rect.width - px(40), height)

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px = self.painter, self.painter.px
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        room = self.rect.width - 2 * px(20)
        painter.text(canvas, self.name, px(20), px(26), "label", max_width=room)
        words, muted = self.view.state_text, COLOURS["text_muted"]
        painter.text(canvas, words, px(20), px(44), "small", muted, "left", room)
        for index, row in enumerate(self.view.rows):
            rect = self.row_rect(index)
            canvas.fill(COLOURS["line"], (rect.x, rect.y, rect.width, px(1)))
            self._paint_row(canvas, row, rect)

    def _paint_row(self, canvas: pygame.Surface, row: OutcomeRow, rect: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        first = px(176)
        line = painter.line_height("small")
        left = rect.x + first + px(20)
        width = rect.right - left
        words = painter.wrap(row.sentence, width, "small")[:3]
        content = px(34) + len(words) * line
        top = rect.y + max(px(8), (rect.height - content) // 2)
        self._paint_number(canvas, row, rect.x, top, first)
        self._paint_band(canvas, row, pygame.Rect(left, top, width, px(22)))
        y = top + px(40)
        soft = COLOURS["text_soft"]
        painter.paragraph(canvas, row.sentence, left, y, width, "small", soft, 3)

    def _paint_number(
        self, canvas: pygame.Surface, row: OutcomeRow, left: int, top: int, room: int
    ) -> None:
        painter, px = self.painter, self.painter.px
        painter.text(canvas, row.label, left, top + px(15), "body", COLOURS["text_soft"],
                     max_width=room)  # fmt: skip
        painter.text(canvas, row.text, left, top + px(42), "h2", max_width=room)
        muted = COLOURS["text_muted"]
        if row.positive_text:
            painter.text(
                canvas, row.positive_text, left, top + px(60), "micro", muted, "left", room
            )

    def _paint_band(self, canvas: pygame.Surface, row: OutcomeRow, rect: pygame.Rect) -> None:
        """Draw the band of paired futures and this game's own value against zero."""
        painter, px = self.painter, self.painter.px
        words = row.band_text if math.isfinite(row.low) else ""
        plot = pygame.Rect(rect.x, rect.y, rect.width - px(BAND_WORDS), rect.height)
        known = [v for v in (row.low, row.high, row.value, 0.0) if math.isfinite(v)]
        reach = max(abs(min(known)), abs(max(known))) * 1.12 or 1.0
        middle = plot.centery

        def x(value: float) -> int:
            return plot.x + round((value + reach) / (2 * reach) * (plot.width - 1))

        track = pygame.Rect(plot.x, middle - px(7), plot.width, px(14))
        painter.box(canvas, track, COLOURS["panel"], None, 4)
        if math.isfinite(row.low) and math.isfinite(row.high):
            low, high = x(row.low), x(row.high)
            band = pygame.Rect(low, middle - px(7), max(px(2), high - low), px(14))
            painter.box(canvas, band, mix(COLOURS["card"], painter.accent, 0.55), None, 4)
            muted, right = COLOURS["text_muted"], rect.right
            painter.text(canvas, words, right, middle + px(4), "micro", muted, "right")
        canvas.fill(COLOURS["edge"], (x(0.0), plot.y, px(1), plot.height))
        if math.isfinite(row.value):
            dot = disc(5 * painter.scale, COLOURS["text"], COLOURS["card"], 1.5 * painter.scale)
            blit_centred(canvas, dot, x(row.value), middle)


class TurningPoints(Panel):
    """The quarters in which the two worlds moved apart or together most."""

    role = "list"
    focusable = True
    own_directions: frozenset[Direction] = frozenset()

    def __init__(self, rect: pygame.Rect, points: tuple[TurningPoint, ...]) -> None:
        super().__init__("turning", rect, tr("Turning points"))
        self.points = points

    @property
    def value(self) -> str:
        """Every point in words."""
        return " ".join(f"{point.quarter}: {point.text}" for point in self.points)

    def state(self) -> Hashable:
        """The points."""
        return self.points

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px = self.painter, self.painter.px
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        room = self.rect.width - 2 * px(16)
        painter.text(canvas, self.name, px(16), px(25), "label", max_width=room)
        if not self.points:
            words, muted = tr("The two worlds went side by side."), COLOURS["text_muted"]
            painter.text(canvas, words, px(16), px(50), "small", muted, "left", room)
            return
        top, count = px(38), len(self.points)
        step = min(px(52), (self.rect.height - top - px(8)) // count)
        for index, point in enumerate(self.points):
            self._paint_point(canvas, point, pygame.Rect(px(16), top + index * step, room, step))

    def _paint_point(self, canvas: pygame.Surface, point: TurningPoint, rect: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        middle = rect.y + px(14)
        badge = disc(11 * painter.scale, mix(COLOURS["card"], painter.accent, 0.2),
                     painter.accent, 1.5 * painter.scale)  # fmt: skip
        blit_centred(canvas, badge, rect.x + px(11), middle)
        painter.icon(canvas, point.icon, rect.x + px(11), middle, 12, painter.accent)
        left = rect.x + px(32)
        baseline = middle + px(4)
        used = painter.text(canvas, point.quarter, left, baseline, "small_strong")
        x = left + max(used, px(58)) + px(10)
        lines = max(1, min(3, rect.height // painter.line_height("small")))
        painter.paragraph(canvas, point.text, x, baseline, rect.right - x, "small",
                          COLOURS["text_soft"], lines)  # fmt: skip

    def press(self, point: Any) -> Intent | None:
        """Only take the focus."""
        return HANDLED
