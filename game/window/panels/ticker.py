"""The wire: news that run along the foot of the window, or pages of it when motion is reduced."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pygame

from game.language import tr
from game.viewmodel import NewsView
from game.window.drawing import surface_from
from game.window.theme import COLOURS, TICKER_SPEED, Colour
from game.window.widgets import HANDLED, Intent, Widget
from game.window.widgets.base import Direction, Point

HEIGHT = 36
_GAP = 26
_PAGE_SECONDS = 6.0


class Ticker(Widget):
    """News in a line. The pointer or the focus stops it; left and right go from item to item."""

    role = "log"
    focusable = True
    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(self, rect: pygame.Rect, news: tuple[NewsView, ...]) -> None:
        super().__init__("wire", rect, tr("Wire"))
        self.news = news
        self.at = 0
        self.offset = 0.0
        self._page_time = 0.0
        self._strip: pygame.Surface | None = None

    # ---- data

    def show(self, news: tuple[NewsView, ...]) -> None:
        """Show other news; a changed list starts from its newest item."""
        if news != self.news:
            self.news, self.at, self.offset, self._strip = news, 0, 0.0, None

    def layout(self) -> None:
        """Forget the strip drawn at another size."""
        self._strip = None

    @property
    def value(self) -> str | None:
        """The current item."""
        return self.news[self.at % len(self.news)].text if self.news else None

    @property
    def paged(self) -> bool:
        """Whether single items are shown instead of a moving line."""
        return self.painter.reduce_motion or self.focus_visible

    def advance(self, seconds: float) -> None:
        """Move the line on, unless somebody reads it."""
        if self.hovered or not self.news:
            return
        if self.paged:
            self._page_time += 0.0 if self.focus_visible else seconds
            if self._page_time >= _PAGE_SECONDS:
                self._page_time = 0.0
                self.at = (self.at + 1) % len(self.news)
            return
        self.offset += TICKER_SPEED * self.painter.scale * seconds

    # ---- drawing

    def _lane(self) -> pygame.Rect:
        px = self.painter.px
        left = px(20) + px(20) + self.painter.text_width(self.name, "label") + px(16)
        return pygame.Rect(
            self.rect.x + left, self.rect.y + px(1), self.rect.width - left - px(12),
            self.rect.height - px(1),
        )  # fmt: skip

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the sign and the news."""
        painter, px = self.painter, self.painter.px
        surface.fill(COLOURS["panel"], self.rect)
        surface.fill(COLOURS["line"], (self.rect.x, self.rect.y, self.rect.width, px(1)))
        painter.icon(surface, "radar", self.rect.x + px(28), self.rect.centery, 16, painter.accent)
        middle = painter.middle(self.rect, "label")
        painter.text(surface, self.name, self.rect.x + px(42), middle, "label")
        if not self.news:
            words, muted = tr("Nothing to report yet."), COLOURS["text_muted"]
            painter.text(surface, words, self._lane().x, middle, "small", muted)
        elif self.paged:
            self._draw_page(surface)
        else:
            self._draw_line(surface)
        if self.focus_visible:
            painter.focus_ring(surface, self.rect.inflate(-px(10), -px(10)), 6)

    def _draw_page(self, surface: pygame.Surface) -> None:
        painter, px, lane = self.painter, self.painter.px, self._lane()
        item = self.news[self.at % len(self.news)]
        colour = COLOURS.get(item.role, COLOURS["text_muted"])
        painter.icon(surface, item.icon, lane.x + px(8), lane.centery, 14, colour)
        count = tr("{place} of {n}", place=self.at % len(self.news) + 1, n=len(self.news))
        used = painter.text_width(count, "small")
        middle, muted = painter.middle(lane, "small"), COLOURS["text_muted"]
        painter.text(surface, count, lane.right - px(8), middle, "small", muted, "right")
        room = lane.width - used - px(50)
        words = f"{item.quarter} · {item.text}"
        painter.text(surface, words, lane.x + px(24), middle, "small", max_width=room)

    def _draw_line(self, surface: pygame.Surface) -> None:
        lane = self._lane()
        strip = self._strip or self._draw_strip()
        self._strip = strip
        before = surface.get_clip()
        surface.set_clip(lane.clip(before))
        width = strip.get_width()
        x = lane.x - round(self.offset) % width
        while x < lane.right:
            surface.blit(strip, (x, lane.y))
            x += width
        surface.set_clip(before)
        self._draw_fade(surface, lane)

    def _draw_fade(self, surface: pygame.Surface, lane: pygame.Rect) -> None:
        """Let words come and go softly at both ends."""
        width = self.painter.px(28)
        left, right = _veils(width, lane.height, COLOURS["panel"])
        surface.blit(left, lane.topleft)
        surface.blit(right, (lane.right - width, lane.y))

    def _draw_strip(self) -> pygame.Surface:
        """Draw every item side by side, once."""
        painter, px, lane = self.painter, self.painter.px, self._lane()
        widths = [painter.text_width(self._words(item), "body") for item in self.news]
        total = sum(widths) + len(widths) * (px(24) + 2 * px(_GAP))
        strip = pygame.Surface((max(total, lane.width), lane.height))
        strip.fill(COLOURS["panel"])
        x, area = 0, strip.get_rect()
        for item, width in zip(self.news, widths, strict=True):
            colour = COLOURS.get(item.role, COLOURS["text_muted"])
            painter.icon(strip, item.icon, x + px(8), area.centery, 15, colour)
            middle, soft = painter.middle(area, "body"), COLOURS["text_soft"]
            painter.text(strip, self._words(item), x + px(24), middle, "body", soft)
            x += px(24) + width + px(_GAP)
            dot = pygame.Rect(0, 0, px(4), px(4))
            dot.center = (x, area.centery)
            painter.box(strip, dot, COLOURS["line_strong"], None, 2)
            x += px(_GAP)
        return strip

    @staticmethod
    def _words(item: NewsView) -> str:
        return item.text

    # ---- keys

    def press(self, point: Point) -> Intent | None:
        """Only take the focus."""
        return HANDLED

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Go from item to item with left and right."""
        step = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}.get(key)
        if step is None or not self.news:
            return None
        self.at = (self.at + step) % len(self.news)
        return HANDLED

    def node(self) -> dict[str, Any]:
        """Return the node with every item's words."""
        return super().node() | {"text": " · ".join(item.text for item in self.news)}


@functools.lru_cache(8)
def _veils(width: int, height: int, colour: Colour) -> tuple[pygame.Surface, pygame.Surface]:
    """Two strips of the panel's colour: one that fades to the right, one to the left."""
    share = 1 - (np.arange(width) + 0.5) / width
    coverage = np.repeat(share[:, None], height, axis=1)
    return surface_from(colour, coverage), surface_from(colour, coverage[::-1])
