"""News under each other, newest first, as many as there is room for."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from game.language import tr
from game.viewmodel import NewsView
from game.window.panels.cards import Card, role_colour
from game.window.theme import COLOURS


class NewsList(Card):
    """What had happened by a quarter."""

    role = "log"

    def __init__(
        self, rect: pygame.Rect, news: tuple[NewsView, ...], title: str | None = None
    ) -> None:
        super().__init__("news", rect, tr("What had happened") if title is None else title)
        self.news = news

    @property
    def value(self) -> str:
        """Every item."""
        return " · ".join(item.text for item in self.news)

    def state(self) -> Hashable:
        """The items."""
        return self.news

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the items."""
        painter, px = self.painter, self.painter.px
        y = self.title_block(canvas, self.name, "") + px(10)
        left, room = px(42), self.rect.width - px(42) - px(16)
        muted = COLOURS["text_muted"]
        if not self.news:
            painter.text(canvas, tr("Nothing to report yet."), px(16), y + px(8), "small", muted)
        for item in self.news:
            lines = painter.wrap(item.text, room, "small")[:3]
            tall = px(15) + len(lines) * painter.line_height("small") + px(7)
            if y + tall > self.rect.height - px(4):
                break
            painter.icon(canvas, item.icon, px(25), y + px(8), 14, role_colour(item.role))
            painter.text(canvas, item.quarter, left, y + px(6), "micro", muted)
            base = y + px(6) + painter.line_height("small")
            for number, line in enumerate(lines):
                painter.text(
                    canvas, line, left, base + number * painter.line_height("small"), "small"
                )
            y += tall
