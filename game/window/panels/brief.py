"""The cards of the brief: why each number moved, and what advisers expect."""

from __future__ import annotations

import math
from collections.abc import Hashable

import pygame

from game.language import tr
from game.views.brief import AdviserView, BriefView, Cause, EstimateView
from game.window.panels.cards import Card
from game.window.panels.topbar import tone_colour
from game.window.theme import COLOURS

_HEAD = 62
_LINE = 19


class CausesCard(Card):
    """Each number of the seat with its change and the causes whose terms sum to it."""

    role = "table"

    def __init__(self, rect: pygame.Rect, view: BriefView) -> None:
        super().__init__("brief.why", rect, tr("Why the numbers moved"))
        self.view = view

    @property
    def value(self) -> str:
        """Every change with its causes, in words."""
        rows = [self._words(cause) for cause in self.view.causes]
        return " ".join(rows) or self.waiting

    @property
    def waiting(self) -> str:
        """Why there is nothing to show."""
        if self.view.state == "first":
            return tr("Nothing has been played yet: the first quarter is yours.")
        return tr("The quarter is being played again, party by party.")

    @staticmethod
    def _words(cause: Cause) -> str:
        terms = ", ".join(f"{term.label} {term.text}" for term in cause.terms)
        return f"{cause.label} {cause.text} ({cause.change_text}): {terms}."

    @property
    def hint(self) -> str:
        """How the terms are found."""
        return self.view.note

    def state(self) -> Hashable:
        """The causes."""
        return self.view.causes, self.view.state

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px = self.painter, self.painter.px
        self.title_block(canvas, self.name, tr("Terms sum to the change"))
        if not self.view.causes:
            soft, width = COLOURS["text_soft"], self.rect.width - px(32)
            painter.paragraph(canvas, self.waiting, px(16), px(80), width, "small", soft, 3)
            return
        rows = sum(1 + max(1, len(cause.terms)) for cause in self.view.causes)
        gaps = len(self.view.causes) * px(12)
        room = self.rect.height - px(_HEAD) - px(8) - gaps
        line = max(px(15), min(px(26), room // max(1, rows)))
        y = px(_HEAD)
        for cause in self.view.causes:
            if y + line > self.rect.height:
                break
            self._paint_cause(canvas, cause, y, line)
            y += line * (1 + max(1, len(cause.terms))) + px(12)

    def _paint_cause(self, canvas: pygame.Surface, cause: Cause, top: int, line: int) -> None:
        painter, px = self.painter, self.painter.px
        left, right = px(16), self.rect.width - px(16)
        row = pygame.Rect(left, top, right - left, line)
        middle = painter.middle(row, "body_strong")
        used = painter.text(
            canvas,
            cause.change_text,
            right,
            middle,
            "body_strong",
            tone_colour(cause.tone),
            "right",
        )
        room = right - left - used - px(10)
        name = painter.text(canvas, cause.label, left, middle, "body_strong", max_width=room)
        muted = COLOURS["text_muted"]
        spare = room - name - px(8)
        painter.text(canvas, cause.text, left + name + px(8), middle, "small", muted, "left", spare)
        if not cause.terms:
            still = painter.middle(row.move(0, line), "small")
            painter.text(canvas, tr("Nothing moved it."), left + px(10), still, "small", muted)
        largest = max((abs(term.value) for term in cause.terms), default=0.0) or 1.0
        for index, term in enumerate(cause.terms):
            place = row.move(0, (index + 1) * line)
            self._paint_term(canvas, place, term.label, term.text, term.value / largest, term.role)

    def _paint_term(
        self, canvas: pygame.Surface, place: pygame.Rect, label: str, text: str, share: float,
        role: str,
    ) -> None:  # fmt: skip
        painter, px = self.painter, self.painter.px
        middle = painter.middle(place, "small")
        soft, value = COLOURS["text_soft"], px(64)
        painter.text(canvas, text, place.right, middle, "small", soft, "right", value)
        bars = pygame.Rect(0, 0, round(place.width * 0.26), px(8))
        bars.midright = (place.right - value - px(6), place.centery)
        room = bars.x - place.x - px(20)
        painter.text(canvas, label, place.x + px(10), middle, "small", soft, "left", room)
        canvas.fill(COLOURS["edge"], (bars.centerx, bars.y - px(2), px(1), bars.height + px(4)))
        if math.isfinite(share) and share != 0.0:
            length = max(px(2), round(abs(share) * (bars.width // 2 - px(2))))
            x = bars.centerx + px(1) if share > 0 else bars.centerx - length
            block = pygame.Rect(x, bars.y, length, bars.height)
            painter.box(canvas, block, COLOURS.get(role, COLOURS["text_muted"]), None, 2)


class AdvisersCard(Card):
    """Three voices: a number each, and how far each was off so far."""

    role = "log"

    def __init__(self, rect: pygame.Rect, advisers: tuple[AdviserView, ...], words: str) -> None:
        super().__init__("brief.advisers", rect, tr("Advisers"))
        self.advisers, self.words = advisers, words

    @property
    def value(self) -> str:
        """What they say."""
        said = [f"{one.name}: {one.text} {one.record}" for one in self.advisers]
        return " ".join(said) or self.words

    @property
    def hint(self) -> str:
        """What to make of them."""
        return tr(
            "All three read the same futures, those that your side believes possible. Each leans "
            "its own way; the record shows how."
        )

    def state(self) -> Hashable:
        """What they say."""
        return self.advisers, self.words

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px = self.painter, self.painter.px
        y = self.title_block(canvas, self.name, "") + px(8)
        left, width = px(42), self.rect.width - px(42) - px(16)
        soft, muted = COLOURS["text_soft"], COLOURS["text_muted"]
        if not self.advisers:
            painter.paragraph(canvas, self.words, px(16), y + px(12), width, "small", soft, 3)
            return
        for one in self.advisers:
            if y + px(56) > self.rect.height:
                break
            painter.icon(canvas, one.icon, px(25), y + px(6), 15, painter.accent)
            painter.text(canvas, one.name, left, y + px(11), "small_strong", max_width=width)
            tall = painter.paragraph(canvas, one.text, left, y + px(28), width, "small", soft, 2)
            room = self.rect.height - y - px(28) - tall
            lines = 2 if room > px(40) else 1
            tall += painter.paragraph(
                canvas, one.record, left, y + px(28) + tall, width, "micro", muted, lines
            )
            y += px(28) + tall + px(6)


class EstimatesCard(Card):
    """What our services believe of what the other side hides: a guess and a band for each."""

    role = "table"

    def __init__(self, rect: pygame.Rect, estimates: tuple[EstimateView, ...]) -> None:
        super().__init__("brief.estimates", rect, tr("What our services believe"))
        self.estimates = estimates

    @property
    def value(self) -> str:
        """Every estimate in words."""
        return " ".join(f"{e.owner}, {e.name}: {e.text} ({e.band})." for e in self.estimates)

    @property
    def hint(self) -> str:
        """How to read the bands."""
        return tr(
            "Four bands out of five should hold the truth. Spending on intelligence narrows them; "
            "what a rival says of itself may shift them."
        )

    def state(self) -> Hashable:
        """The estimates."""
        return self.estimates

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px = self.painter, self.painter.px
        top = self.title_block(canvas, self.name, tr("Best guess and 80% band")) + px(4)
        left, right = px(16), self.rect.width - px(16)
        line = px(34)
        soft, muted = COLOURS["text_soft"], COLOURS["text_muted"]
        for index, one in enumerate(self.estimates):
            row = pygame.Rect(left, top + index * line, right - left, line)
            if row.bottom > self.rect.height - px(6):
                break
            first, second = row.y + px(14), row.y + px(28)
            used = painter.text(canvas, one.text, right, first, "small_strong", align="right")
            room = row.width - used - px(10)
            painter.text(canvas, one.name, left, first, "small", soft, "left", room)
            used = painter.text(canvas, one.band, right, second, "micro", muted, "right")
            painter.text(
                canvas, one.owner, left, second, "micro", muted, "left", row.width - used - px(10)
            )
