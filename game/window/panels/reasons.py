"""The card of the why: a number and the terms that sum to it."""

from __future__ import annotations

import math
from collections.abc import Hashable

import pygame

from game.language import tr
from game.viewmodel import WhyView
from game.window.panels.cards import Card
from game.window.theme import COLOURS


class WhyCard(Card):
    """A number and the terms that sum to it, as bars to both sides of zero."""

    def __init__(self, rect: pygame.Rect, why: WhyView) -> None:
        super().__init__("why", rect, why.title)
        self.why = why

    @property
    def value(self) -> str:
        """The number and its terms in words."""
        terms = ", ".join(f"{term.label} {term.text}" for term in self.why.terms)
        return f"{self.why.total_text}: {terms}" if terms else self.why.total_text

    def state(self) -> Hashable:
        """The number, its terms, and which stands out."""
        return self.why, self._over()

    def _rows(self) -> tuple[int, int]:
        """Where the rows start and how high each is."""
        px = self.painter.px
        top = px(52)
        count = len(self.why.terms) + 1
        return top, min(px(24), max(px(14), (self.rect.height - top - px(10)) // max(1, count)))

    def _over(self) -> int | None:
        point = self.local_pointer
        if point is None:
            return None
        top, row = self._rows()
        index = (point[1] - top) // row
        return index if 0 <= index < len(self.why.terms) else None

    @property
    def hint(self) -> str:
        """What the term under the pointer stands for."""
        over = self._over()
        if over is not None:
            return self.why.terms[over].detail
        return self.value if self.focus_visible else ""

    def hint_anchor(self) -> pygame.Rect:
        """The row under the pointer."""
        over = self._over()
        if over is None:
            return self.visible_rect()
        top, row = self._rows()
        return self.on_window(pygame.Rect(0, top + over * row, self.rect.width, row))

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px, why = self.painter, self.painter.px, self.why
        self.title_block(canvas, why.title, why.subtitle)
        top, row = self._rows()
        left, right = px(16), self.rect.width - px(16)
        labels = max((painter.text_width(t.label, "small") for t in why.terms), default=0)
        labels = min(labels, round((right - left) * 0.5))
        values = [t.text for t in why.terms] + [why.total_text]
        value = max(painter.text_width(text, "body_strong") for text in values)
        bars = pygame.Rect(left + labels + px(10), top, 0, row * len(why.terms))
        bars.width = max(0, right - value - px(8) - bars.x)
        sizes = [abs(t.value) for t in why.terms if math.isfinite(t.value)]
        largest = max(sizes, default=0.0) or 1.0
        zero = self._zero(bars)
        painter.box(canvas, pygame.Rect(zero, top, px(1), bars.height), COLOURS["edge"], radius=0)
        for index, term in enumerate(why.terms):
            place = pygame.Rect(left, top + index * row, right - left, row)
            if index == self._over():
                painter.box(canvas, place.inflate(px(12), 0), COLOURS["raised"], None, 4)
                canvas.fill(COLOURS["edge"], (zero, place.y, px(1), row))
            middle = painter.middle(place, "small")
            soft = COLOURS["text_soft"]
            painter.text(canvas, term.label, left, middle, "small", soft, "left", labels)
            painter.text(canvas, term.text, right, middle, "small_strong", align="right")
            self._paint_bar(canvas, bars, zero, place, term.value / largest, term.role)
        self._paint_total(canvas, pygame.Rect(left, top + len(why.terms) * row, right - left, row))

    def _zero(self, bars: pygame.Rect) -> int:
        """The column of zero: where the largest bars of both sides fit."""
        values = [t.value for t in self.why.terms if math.isfinite(t.value)]
        low, high = abs(min([0.0, *values])), max([0.0, *values])
        return bars.x + round(bars.width * (low / (low + high) if low + high > 0 else 0.5))

    def _paint_bar(
        self, canvas: pygame.Surface, bars: pygame.Rect, zero: int, place: pygame.Rect,
        share: float, role: str,
    ) -> None:  # fmt: skip
        if not math.isfinite(share) or share == 0:
            return
        px = self.painter.px
        values = [t.value for t in self.why.terms if math.isfinite(t.value)]
        low, high = abs(min([0.0, *values])), max([0.0, *values])
        unit = bars.width * max(low, high) / (low + high)
        length, tall = max(2, round(abs(share) * unit)), min(px(10), place.height - px(4))
        x = zero + px(1) if share > 0 else zero - length
        block = pygame.Rect(x, place.centery - tall // 2, length, tall)
        colour = COLOURS.get(role, COLOURS["text_muted"])
        self.painter.box(canvas, block, colour, radius=2)

    def _paint_total(self, canvas: pygame.Surface, rect: pygame.Rect) -> None:
        if rect.bottom > self.rect.height - self.painter.px(4):
            return
        painter = self.painter
        canvas.fill(COLOURS["line"], (rect.x, rect.y + 1, rect.width, painter.px(1)))
        middle = painter.middle(rect, "small_strong") + painter.px(2)
        painter.text(canvas, tr("Sum"), rect.x, middle, "small_strong")
        painter.text(canvas, self.why.total_text, rect.right, middle, "small_strong", align="right")
