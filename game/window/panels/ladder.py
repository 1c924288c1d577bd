"""The ladder of process nodes: one track for each foundry, with the good dies it makes."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from game.language import tr
from game.views.ladder import FoundryView, LadderView
from game.window.panels.cards import Card
from game.window.theme import COLOURS, mix
from game.window.widgets import HANDLED, Intent
from game.window.widgets.base import Direction


class LadderCard(Card):
    """Where every foundry stands between 28 nm and the frontier; left and right go through them."""

    role = "img"
    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(self, rect: pygame.Rect, view: LadderView) -> None:
        super().__init__("chain.ladder", rect, tr("Node ladder"))
        self.ladder = view
        self.at = 0

    @property
    def value(self) -> str:
        """The foundry at hand in words."""
        return self.ladder.foundries[self.at].detail

    @property
    def hint(self) -> str:
        """The foundry at hand: under the pointer, or reached by the keys."""
        point = self.local_pointer
        if point is not None and self.hovered:
            over = next((i for i, row in enumerate(self._rows()) if row.collidepoint(point)), None)
            return "" if over is None else self.ladder.foundries[over].detail
        return self.value

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Go from foundry to foundry."""
        step = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}.get(key)
        if step is None:
            return None
        self.at = (self.at + step) % len(self.ladder.foundries)
        return HANDLED

    def state(self) -> Hashable:
        """The ladder."""
        return self.ladder

    def _rows(self) -> list[pygame.Rect]:
        """Where the foundries' tracks stand on the canvas."""
        px, count = self.painter.px, len(self.ladder.foundries)
        top, bottom = px(80), self.rect.height - px(34)
        tall = min(px(92), (bottom - top) // count)
        return [pygame.Rect(px(16), top + i * tall, self.rect.width - px(32), tall)
                for i in range(count)]  # fmt: skip

    def _x(self, node: float) -> int:
        """The column of a node."""
        px, rungs = self.painter.px, self.ladder.rungs
        left, right = px(16) + px(12), self.rect.width - px(16) - px(14)
        first, last = rungs[0][0] - 0.4, rungs[-1][0] + 0.3
        share = (node - first) / (last - first)
        return round(left + min(1.0, max(0.0, share)) * (right - left))

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px = self.painter, self.painter.px
        self.title_block(canvas, self.name, self.ladder.summary)
        rows = self._rows()
        foot = rows[-1].bottom
        soft = COLOURS["text_soft"]
        for rung, name in self.ladder.rungs:
            x = self._x(rung)
            canvas.fill(COLOURS["line"], (x, px(76), 1, foot - px(76)))
            painter.text(canvas, name, x, px(70), "micro", soft, "center")
        painter.text(canvas, "nm", self.rect.width - px(8), px(70), "micro",
                     COLOURS["text_muted"], "right")  # fmt: skip
        self._paint_ceiling(canvas, foot)
        for row, foundry in zip(rows, self.ladder.foundries, strict=True):
            self._paint_foundry(canvas, row, foundry)

    def _paint_ceiling(self, canvas: pygame.Surface, foot: int) -> None:
        """How far the Chinese foundry's tools reach."""
        painter, px = self.painter, self.painter.px
        if self.ladder.ceiling > self.ladder.rungs[-1][0] + 0.3:
            return
        x, colour = self._x(self.ladder.ceiling), COLOURS["sovereign"]
        for y in range(px(76), foot, px(8)):
            canvas.fill(colour, (x, y, 1, px(4)))
        words = self.ladder.ceiling_text
        width = painter.text_width(words, "micro")
        left = min(max(x - width // 2, px(16)), self.rect.width - px(16) - width)
        painter.text(canvas, words, left, foot + px(15), "micro", colour)

    def _paint_foundry(
        self, canvas: pygame.Surface, row: pygame.Rect, foundry: FoundryView
    ) -> None:
        painter, px = self.painter, self.painter.px
        colour, background = COLOURS[foundry.role], COLOURS["card"]
        base = row.y + px(18)
        words = tr("{node}, {good} good dies", node=foundry.node_text, good=foundry.yield_text)
        room = row.width - painter.text_width(words, "small_strong") - px(10)
        for text, x, align, style in (
            (foundry.name, row.x, "left", "small"),
            (words, row.right, "right", "small_strong"),
        ):
            wide = painter.text_width(text, style)
            left = x if align == "left" else x - wide
            wide = min(wide, room) if align == "left" else wide
            canvas.fill(background, (left - px(2), base - px(11), wide + px(4), px(15)))
            painter.text(canvas, text, left, base, style, max_width=wide + 1)
        y = base + px(18)
        start, end, before = self._x(-9.0), self._x(foundry.node), self._x(foundry.before)
        track = pygame.Rect(start, y - px(2), self._x(99.0) - start, px(4))
        painter.box(canvas, track, COLOURS["track"], None, 2)
        track.width = max(px(2), end - start)
        painter.box(canvas, track, mix(background, colour, 0.7), None, 2)
        if end - before > px(7):
            canvas.fill(COLOURS["text_muted"], (before, y - px(6), px(2), px(12)))
        painter.mark(canvas, foundry.role, end, y, 6.4, background)
        good = pygame.Rect(start, y + px(12), track.right - start, px(5))
        good.width = self._x(99.0) - start
        if good.bottom + px(4) < row.bottom:
            painter.box(canvas, good, COLOURS["track"], None, 2)
            good.width = max(px(2), round(good.width * foundry.yield_share))
            painter.box(canvas, good, mix(background, COLOURS["good"], 0.8), None, 2)
