"""Two policies against each other: what each proposes, and the difference, future by future."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

import pygame

from game.language import tr
from game.views.foresight import CompareView
from game.window.panels.base import Panel
from game.window.panels.cards import Card
from game.window.theme import COLOURS, Colour, mix
from game.window.widgets import Button, Widget

KEEP, TAKE, FORGET = "policy.keep", "policy.take", "policy.forget"


class RoomHead(Panel):
    """The room's name, and below it how many futures it rests on."""

    role = "heading"

    def __init__(self, rect: pygame.Rect, words: str) -> None:
        super().__init__("foresight.head", rect, tr("Foresight"))
        self.words = words

    @property
    def value(self) -> str:
        """How many futures there are, and whether they are fresh."""
        return self.words

    def state(self) -> Hashable:
        """The words."""
        return self.words

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the words."""
        painter, px, muted = self.painter, self.painter.px, COLOURS["text_muted"]
        painter.text(canvas, self.name, 0, px(24), "h2", max_width=self.rect.width)
        painter.text(canvas, self.words, 0, px(45), "small", muted, "left", self.rect.width)


class CompareCard(Card):
    """Policy A, kept, and policy B, the proposals as they are, with their difference."""

    def __init__(self, rect: pygame.Rect, view: CompareView, date: str) -> None:
        super().__init__("compare", rect, tr("Two policies"))
        self.view = view
        self.date = date

    @property
    def value(self) -> str:
        """The comparison in words."""
        view = self.view
        parts = (view.mean_text, view.interval_text, view.share_text)
        return ". ".join(part for part in parts if part)

    @property
    def hint(self) -> str:
        """How far the pairs are apart."""
        return f"{self.view.interval_text}. {self.view.spread_text}." if self.view.mean_text else ""

    def state(self) -> Hashable:
        """The comparison."""
        return self.view, self.date

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px, view = self.painter, self.painter.px, self.view
        self.title_block(canvas, self.name, "")
        width = self.rect.width - 2 * px(16)
        if not view.kept:
            words = tr(
                "Keep the proposals as policy A, then move levers: this card says how the two "
                "differ, future by future with the same luck."
            )
            soft = COLOURS["text_soft"]
            painter.paragraph(canvas, words, px(16), px(52), width, "small", soft, 4)
            return
        y = px(46)
        for letter, words, colour in (
            ("A", view.a_text, COLOURS["hybrid"]), ("B", view.b_text, COLOURS["sovereign"]),
        ):  # fmt: skip
            self._paint_policy(canvas, letter, words, colour, y)
            y += px(20)
        if view.mean_text:
            self._paint_difference(canvas, y + px(10))
        else:
            muted = COLOURS["text_muted"]
            painter.text(canvas, tr("The futures of A are on their way."), px(16), y + px(20),
                         "small", muted, "left", width)  # fmt: skip

    def _paint_policy(
        self, canvas: pygame.Surface, letter: str, words: str, colour: Colour, y: int
    ) -> None:
        painter, px = self.painter, self.painter.px
        badge = pygame.Rect(px(16), y - px(11), px(16), px(15))
        painter.box(canvas, badge, mix(COLOURS["card"], colour, 0.25), None, 3)
        middle = painter.middle(badge, "micro")
        painter.text(canvas, letter, badge.centerx, middle, "micro", colour, "center")
        room = self.rect.width - px(40) - px(16)
        painter.text(canvas, words, px(40), y, "small", COLOURS["text_soft"], "left", room)

    def _paint_difference(self, canvas: pygame.Surface, y: int) -> None:
        """The mean as a number, the pairs as a bar, and how often B is better."""
        painter, px, view = self.painter, self.painter.px, self.view
        colour = COLOURS[{"good": "good", "bad": "bad"}.get(view.tone, "text")]
        used = painter.text(canvas, view.mean_text, px(16), y + px(20), "h2", colour)
        left = px(16) + used + px(8)
        muted, room = COLOURS["text_muted"], self.rect.width - left - px(16)
        words = tr("B less A, {date}", date=self.date)
        painter.text(canvas, words, left, y + px(19), "micro", muted, "left", room)
        self._paint_band(canvas, pygame.Rect(px(16), y + px(30), self.rect.width - px(32), px(16)))
        soft = COLOURS["text_soft"]
        painter.text(canvas, view.share_text, px(16), y + px(62), "small", soft, "left",
                     self.rect.width - 2 * px(16))  # fmt: skip

    def _paint_band(self, canvas: pygame.Surface, rect: pygame.Rect) -> None:
        """Nine of ten pairs as a bar, the 95% interval of the mean bright on it, and zero."""
        view, px = self.view, self.painter.px
        values = (0.0, view.low, view.high, view.mean - view.half, view.mean + view.half)
        if not all(map(math.isfinite, values)):
            return
        low, high = min(values), max(values)
        span = (high - low) or 1.0

        def column(value: float) -> int:
            return rect.x + round((value - low) / span * (rect.width - px(2)))

        self.painter.box(canvas, pygame.Rect(rect.x, rect.centery - 1, rect.width, 2),
                         COLOURS["track"], None, 1)  # fmt: skip
        for first, last, tall, colour in (
            (view.low, view.high, px(8), mix(COLOURS["card"], COLOURS["sovereign"], 0.5)),
            (view.mean - view.half, view.mean + view.half, px(12), COLOURS["text"]),
        ):
            wide = max(px(3), column(last) - column(first))
            bar = pygame.Rect(column(first), rect.centery - tall // 2, wide, tall)
            self.painter.box(canvas, bar, colour, radius=3)
        canvas.fill(COLOURS["edge"], (column(0.0), rect.y - px(2), px(1), rect.height + px(4)))
        align = "right" if column(0.0) > rect.centerx else "left"
        away = -px(4) if align == "right" else px(4)
        self.painter.text(canvas, "0", column(0.0) + away, rect.y + px(2), "micro",
                          COLOURS["text_muted"], align)  # type: ignore[arg-type]  # fmt: skip


def policy_buttons(card: pygame.Rect, px: Callable[[float], int], kept: bool) -> list[Widget]:
    """The buttons at the foot of the card."""
    tall, y = px(30), card.bottom - px(30 + 12)
    left, width, gap = card.x + px(16), card.width - 2 * px(16), px(8)
    if not kept:
        return [Button(KEEP, pygame.Rect(left, y, width, tall), tr("Keep as policy A"),
                       icon="copy")]  # fmt: skip
    third = (width - 2 * gap) // 3
    words = ((KEEP, tr("Keep B as A"), tr("The proposals as they are become policy A")),
             (TAKE, tr("Back to A"), tr("Propose policy A again")),
             (FORGET, tr("Forget A"), tr("Compare no longer")))  # fmt: skip
    return [
        Button(name, pygame.Rect(left + index * (third + gap), y, third, tall), label, tooltip=tip)
        for index, (name, label, tip) in enumerate(words)
    ]
