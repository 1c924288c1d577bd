"""A panel: painted once, shown from its picture until what it shows has changed."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Unpack

import pygame

from game.window.drawing import PanelCache
from game.window.theme import COLOURS
from game.window.widgets import Widget
from game.window.widgets.base import Common


class Panel(Widget):
    """A rectangle with a picture. ``paint`` draws on a canvas whose origin is the panel's corner.

    ``state`` is everything that the picture depends on besides size and scale.
    """

    role = "region"
    background = "background"

    def __init__(
        self, identifier: str, rect: pygame.Rect, name: str, **common: Unpack[Common]
    ) -> None:
        super().__init__(identifier, rect, name, **common)
        self.cache = PanelCache()

    @property
    def area(self) -> pygame.Rect:
        """The panel on its own canvas."""
        return pygame.Rect((0, 0), self.rect.size)

    @property
    def local_pointer(self) -> tuple[int, int] | None:
        """The pointer on the panel's own canvas."""
        if self.pointer is None:
            return None
        return self.pointer[0] - self.rect.x, self.pointer[1] - self.rect.y

    def state(self) -> Hashable:
        """What the picture depends on."""
        return ()

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the picture."""

    def _paint(self, canvas: pygame.Surface) -> None:
        canvas.fill(COLOURS[self.background])
        self.paint(canvas)

    def draw(self, surface: pygame.Surface) -> None:
        """Show the picture."""
        self.cache.blit(surface, self.id, self.rect, self.state(), self._paint)
        self.draw_ring(surface, 8)

    def on_window(self, rect: pygame.Rect) -> pygame.Rect:
        """A rect of the canvas as a rect of the window."""
        return rect.move(self.rect.topleft)
