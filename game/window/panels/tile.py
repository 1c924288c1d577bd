"""A tile: a large button with a title, a line beside it, and a few lines below."""

from __future__ import annotations

from typing import Unpack

import pygame

from game.window.theme import COLOURS, Colour, mix
from game.window.widgets import Button
from game.window.widgets.base import Common


class Tile(Button):
    """One of several things to choose; the chosen one carries a bar in its colour."""

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        *,
        kicker: str = "",
        text: str = "",
        colour: Colour | None = None,
        selected: bool = False,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, kind="segment", selected=selected, **common)
        self.kicker, self.text = kicker, text
        self.colour = colour

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the tile."""
        painter, px, rect = self.painter, self.painter.px, self.rect
        lively = self.selected or (self.hovered and self.enabled)
        colour = self.colour or painter.accent
        fill = mix(COLOURS["card"], colour, 0.10) if self.selected else COLOURS["card"]
        fill = COLOURS["raised"] if self.hovered and not self.selected else fill
        border = colour if self.selected else COLOURS["line_strong" if lively else "line"]
        painter.card(surface, rect, fill, border)
        left, room = rect.x + px(16), rect.width - 2 * px(16)
        if self.selected:
            bar = pygame.Rect(rect.x, rect.y + px(10), px(3), rect.height - 2 * px(10))
            painter.box(surface, bar, colour, None, 1.5)
        aside = painter.text_width(self.kicker, "small") if self.kicker else 0
        top = rect.y + px(25)
        painter.text(surface, self.name, left, top, "label", max_width=room - aside - px(10))
        muted, right = COLOURS["text_muted"], rect.right - px(16)
        painter.text(surface, self.kicker, right, top, "small", muted, "right")
        lines = max(0, (rect.height - px(40)) // painter.line_height("small"))
        if self.text and lines:
            soft = COLOURS["text_soft"]
            y = top + px(20)
            painter.paragraph(surface, self.text, left, y, room, "small", soft, lines)
        self.draw_ring(surface, 8)


class MenuButton(Button):
    """A button of the title's menu: its words stand at the left, over whatever lies behind."""

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the button."""
        painter, px, rect = self.painter, self.painter.px, self.rect
        primary = self.kind == "primary"
        fill, border, ink = self.colours()
        back = fill or COLOURS["panel"]
        alpha = 1.0 if primary else 0.82
        painter.box(surface, rect, back, border or (None if primary else COLOURS["line"]), 8, alpha)
        painter.icon(surface, self.icon or "play", rect.x + px(26), rect.centery, 18, ink)
        room = rect.width - px(64)
        middle = painter.middle(rect, "label")
        painter.text(surface, self.name, rect.x + px(48), middle, "label", ink, "left", room)
        self.draw_ring(surface, 8)
