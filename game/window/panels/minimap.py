"""A small world on a card, for the choice of a game."""

from __future__ import annotations

import pygame

from game.viewmodel import ECOSYSTEMS, WorldView, ecosystem_names
from game.views.words import listed
from game.window.bars import ECOSYSTEM_FILLS
from game.window.panels.world import world_map
from game.window.theme import COLOURS, MARKS
from game.window.widgets import Widget


class MiniMap(Widget):
    """The world as a scenario opens."""

    role = "img"

    def __init__(self, rect: pygame.Rect, title: str) -> None:
        super().__init__("minimap", rect, title)
        self.view: WorldView | None = None
        self._seconds = 0.0

    @property
    def value(self) -> str | None:
        """The regions in words."""
        if self.view is None:
            return None
        names = dict(zip(ECOSYSTEMS, ecosystem_names(), strict=True))
        return listed(f"{r.name}: {names[r.leader]} {r.leader_text}" for r in self.view.regions)

    def picture(self) -> pygame.Rect:
        """Where the map is."""
        px = self.painter.px
        return pygame.Rect(
            self.rect.x + px(2), self.rect.y + px(38), self.rect.width - px(4),
            self.rect.height - px(72),
        )  # fmt: skip

    def show(self, view: WorldView | None) -> None:
        """Show a world, or nothing yet."""
        if view is self.view:
            return
        self.view = view
        if view is not None:
            small = world_map(self.picture().size, self.painter)
            small.set_routes(())
            small.set_labels(())
            small.hovered = None
            small.set_shares(view.shares)

    def advance(self, seconds: float) -> None:
        """Let flashes fade."""
        self._seconds += seconds

    def draw(self, surface: pygame.Surface) -> None:
        """Draw card, map and legend."""
        painter, px = self.painter, self.painter.px
        painter.card(surface, self.rect, COLOURS["sea"], COLOURS["line"])
        place = self.picture()
        seconds, self._seconds = self._seconds, 0.0
        world_map(place.size, painter).draw(surface, place.x, place.y, seconds)
        left, room = self.rect.x + px(16), self.rect.width - 2 * px(16)
        painter.text(surface, self.name, left, self.rect.y + px(25), "label", max_width=room)
        entries = [
            (name, fill, MARKS[key] if painter.shapes else "disc")
            for name, key, fill in zip(ecosystem_names(), ECOSYSTEMS, ECOSYSTEM_FILLS, strict=True)
        ]
        if painter.legend_width(entries, "micro") > room:
            entries = entries[:3]
        y = self.rect.bottom - px(13)
        painter.legend(surface, entries, self.rect.centerx, y, "center", "micro")
