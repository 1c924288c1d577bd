"""Still widgets: cards, headings and paragraphs."""

from __future__ import annotations

from typing import Unpack

import pygame

from game.window.theme import COLOURS, Colour, mix
from game.window.widgets.base import Common, Widget


class CardPanel(Widget):
    """A card with a title, an optional subtitle and badge; ``content`` is free for drawing."""

    role = "region"

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        *,
        subtitle: str = "",
        badge: str = "",
        badge_colour: Colour = COLOURS["sovereign"],
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, **common)
        self.subtitle = subtitle
        self.badge = badge
        self.badge_colour = badge_colour

    @property
    def content(self) -> pygame.Rect:
        """The part under the titles. Units: pixels."""
        px = self.painter.px
        top = px(54) if self.subtitle else px(38)
        left, right, bottom = px(16), px(16), px(14)
        width, height = self.rect.width - left - right, self.rect.height - top - bottom
        return pygame.Rect(self.rect.x + left, self.rect.y + top, max(0, width), max(0, height))

    def draw(self, surface: pygame.Surface) -> None:
        """Draw card, titles and badge."""
        painter, rect = self.painter, self.rect
        painter.card(surface, rect)
        room = rect.width - 2 * painter.px(16)
        if self.badge:
            width = painter.text_width(self.badge, "micro") + painter.px(16)
            pill = pygame.Rect(
                rect.right - painter.px(14) - width, rect.y + painter.px(12), width, painter.px(18)
            )
            fill = mix(COLOURS["card"], self.badge_colour, 0.16)
            painter.box(surface, pill, fill, None, 9)
            baseline = painter.middle(pill, "micro")
            colour = self.badge_colour
            painter.text(surface, self.badge, pill.centerx, baseline, "micro", colour, "center")
            room -= width + painter.px(8)
        x = rect.x + painter.px(16)
        top = rect.y + painter.px(25)
        painter.text(surface, self.name, x, top, "label", max_width=room)
        if self.subtitle:
            muted, full = COLOURS["text_muted"], rect.width - 2 * painter.px(16)
            painter.text(
                surface, self.subtitle, x, rect.y + painter.px(42), "small", muted, "left", full
            )


class Heading(Widget):
    """A section heading with an icon in the accent colour."""

    role = "heading"

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        *,
        icon: str | None = None,
        style: str = "label",
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, **common)
        self.icon = icon
        self.style = style

    def draw(self, surface: pygame.Surface) -> None:
        """Draw icon and words."""
        painter, left = self.painter, self.rect.x
        if self.icon is not None:
            x, y = left + painter.px(8), self.rect.centery
            painter.icon(surface, self.icon, x, y, 16, painter.accent)
            left += painter.px(24)
        room = self.rect.right - left
        baseline = painter.middle(self.rect, self.style)
        painter.text(surface, self.name, left, baseline, self.style, max_width=room)


class Paragraph(Widget):
    """Wrapped text. Its rect's height follows the text when it is laid out."""

    role = "paragraph"

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        *,
        style: str = "body",
        colour: Colour | None = None,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, **common)
        self.style = style
        self.colour = colour

    def layout(self) -> None:
        """Take the height that the text needs."""
        lines = self.painter.wrap(self.name, self.rect.width, self.style)
        self.rect.height = len(lines) * self.painter.line_height(self.style)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the lines."""
        painter = self.painter
        baseline = self.rect.y + round(painter.line_height(self.style) * 0.72)
        painter.paragraph(
            surface, self.name, self.rect.x, baseline, self.rect.width, self.style, self.colour
        )
