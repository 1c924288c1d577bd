"""The card of the why: a number and the terms that sum to it."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pygame

from game.language import tr
from game.viewmodel import WhyView
from game.window.panels.cards import Card
from game.window.theme import COLOURS
from game.window.widgets.base import Direction


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
        if not any(any(sign in t.text for sign in "123456789") for t in why.terms):
            largest = math.inf  # what rounds to nothing has no bars
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


class WaterfallCard(WhyCard):
    """Terms that stand on each other: each begins where the one before ended; whiskers hold 95%.

    ``words`` say what the card waits for. Up and down read the terms off.
    """

    own_directions: frozenset[Direction] = frozenset({"up", "down"})

    def __init__(self, rect: pygame.Rect, why: WhyView | None, words: str) -> None:
        super().__init__(rect, why or _NOTHING)
        self.words = words
        self.step: int | None = None

    def show(self, why: WhyView | None, words: str) -> None:
        """Show other terms, or what they wait for."""
        self.why, self.words = why or _NOTHING, words

    @property
    def value(self) -> str:
        """The number and its terms in words, or what they wait for."""
        return super().value if self.why.terms else self.words

    def state(self) -> Hashable:
        """The terms, what they wait for, and which stands out."""
        return self.why, self.words, self._over()

    def _rows(self) -> tuple[int, int]:
        _, row = super()._rows()
        return self.painter.px(94), max(1, min(row, self._room() // (len(self.why.terms) + 1)))

    def _room(self) -> int:
        return self.rect.height - self.painter.px(94 + 10)

    def _over(self) -> int | None:
        over = super()._over()
        if over is None and self.focus_visible and self.step is not None and self.why.terms:
            return min(len(self.why.terms) - 1, self.step)
        return over

    def key(self, key: int, modifiers: int) -> Any:
        """Read the terms off with up and down; past the ends the focus moves on."""
        move = {pygame.K_UP: -1, pygame.K_DOWN: 1}.get(key)
        before = -1 if self.step is None else self.step
        after = before + (move or 0)
        if move is None or not 0 <= after < len(self.why.terms):
            return None
        self.step = after
        return super().press((0, 0))

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card, or what it waits for."""
        painter, px = self.painter, self.painter.px
        muted, width = COLOURS["text_muted"], self.rect.width - 2 * px(16)
        if self.why.terms:
            super().paint(canvas)
        else:
            self.title_block(canvas, tr("Why"), "")
            soft = COLOURS["text_soft"]
            painter.paragraph(canvas, self.words, px(16), px(110), width, "small", soft, 3)
        if self.why.terms and self.words:
            painter.text(canvas, self.words, px(16) + width, px(25), "small", muted, "right")

    def _edges(self) -> list[float]:
        """Where each term begins, and where the last one ends."""
        edges = [0.0]
        for term in self.why.terms:
            edges.append(edges[-1] + (term.value if math.isfinite(term.value) else 0.0))
        return edges

    def _span(self) -> tuple[float, float]:
        """The values that have to fit, whiskers and all."""
        edges = self._edges()
        reach = [edge + side * term.half for edge, term in zip(edges[1:], self.why.terms,
                 strict=True) for side in (-1, 1) if math.isfinite(term.half)]  # fmt: skip
        low, high = min([*edges, *reach]), max([*edges, *reach])
        return (low, high) if high > low else (low - 1.0, high + 1.0)

    def _column(self, bars: pygame.Rect, value: float) -> int:
        low, high = self._span()
        return bars.x + round((value - low) / (high - low) * max(0, bars.width - 1))

    def _zero(self, bars: pygame.Rect) -> int:
        return self._column(bars, 0.0)

    def _paint_bar(
        self, canvas: pygame.Surface, bars: pygame.Rect, zero: int, place: pygame.Rect,
        share: float, role: str,
    ) -> None:  # fmt: skip
        top, row = self._rows()
        index = (place.y - top) // row
        begin, end = self._edges()[index : index + 2]
        left, right = sorted((self._column(bars, begin), self._column(bars, end)))
        px = self.painter.px
        tall = min(px(12), place.height - px(4))
        block = pygame.Rect(left, place.centery - tall // 2, max(px(2), right - left), tall)
        self.painter.box(canvas, block, COLOURS.get(role, COLOURS["text_muted"]), radius=2)
        half = self.why.terms[index].half
        if half > 0.0:
            low, high = (self._column(bars, end + side * half) for side in (-1, 1))
            canvas.fill(COLOURS["text"], (low, place.centery, max(1, high - low), px(1)))
            for x in (low, high):
                canvas.fill(COLOURS["text"], (x, place.centery - px(3), px(1), px(7)))
        if index + 1 < len(self.why.terms):
            step = self._column(bars, end), place.centery, px(1), row
            canvas.fill(COLOURS["line_strong"], step)


_NOTHING = WhyView("why", "", "", 0.0, "", ())
