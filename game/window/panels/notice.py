"""A notice over the map: one sentence that goes away by itself."""

from __future__ import annotations

import pygame

from game.language import tr
from game.window.theme import COLOURS
from game.window.widgets import Widget
from game.window.widgets.base import Point

_SECONDS = 7.0


class Notice(Widget):
    """A sentence at the top of an area, for a few seconds."""

    role = "status"

    def __init__(self, area: pygame.Rect) -> None:
        super().__init__("notice", pygame.Rect(area.x, area.y, 0, 0), tr("Notice"))
        self.area = pygame.Rect(area)
        self.words = ""
        self.icon = "info"
        self._left = 0.0

    @property
    def value(self) -> str:
        """The sentence."""
        return self.words

    def say(self, words: str, icon: str) -> None:
        """Show another sentence."""
        self.words, self.icon, self._left = words, icon, _SECONDS

    def advance(self, seconds: float) -> None:
        """Let the sentence go."""
        self._left -= seconds
        if self._left <= 0:
            self.words = ""

    def hit(self, point: Point) -> bool:
        """It is never in the way."""
        return False

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the sentence."""
        if not self.words:
            return
        painter, px = self.painter, self.painter.px
        room = min(self.area.width - px(40), px(560))
        lines = painter.wrap(self.words, room - px(56), "small_strong")[:3]
        width = max(painter.text_width(line, "small_strong") for line in lines) + px(56)
        step = painter.line_height("small_strong")
        box = pygame.Rect(0, 0, width, len(lines) * step + px(18))
        box.midtop = self.area.centerx, self.area.y + px(60)
        painter.card(surface, box, COLOURS["raised"], COLOURS["line_strong"], 8, shadow=True)
        painter.icon(surface, self.icon, box.x + px(22), box.centery, 16, painter.accent)
        for index, line in enumerate(lines):
            y = box.y + px(9) + index * step + px(12)
            painter.text(surface, line, box.x + px(40), y, "small_strong")
