"""Ecosystem share by bloc: one bar per region, in two columns."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pygame

from game.viewmodel import ECOSYSTEMS, RegionView, ecosystem_names
from game.window.bars import ECOSYSTEM_FILLS, draw_share_bar
from game.window.panels.base import Panel
from game.window.theme import COLOURS, MARKS, SURFACES
from game.window.widgets import HANDLED, Changed, Intent
from game.window.widgets.base import Direction, Point

_HEAD = 38
_EDGE = 16


class BlocTable(Panel):
    """Regions with the shares of the four ecosystems; up and down choose one."""

    role = "table"
    focusable = True
    own_directions: frozenset[Direction] = frozenset()

    def __init__(self, rect: pygame.Rect, regions: tuple[RegionView, ...], title: str) -> None:
        super().__init__("blocs", rect, title)
        self.regions = regions
        self.chosen: str | None = None
        self.lit: str | None = None

    @property
    def value(self) -> str | None:
        """The region that is chosen."""
        return self.chosen

    def state(self) -> Hashable:
        """Shares, and which rows stand out."""
        return self.name, self.regions, self.chosen, self._over(), self.lit

    def columns(self) -> int:
        """How many columns the rows stand in."""
        return 2 if self.rect.width >= self.painter.px(520) else 1

    def row_rect(self, index: int) -> pygame.Rect:
        """Where a row stands on the canvas: down the first column, then the second."""
        px, columns = self.painter.px, self.columns()
        count = -(-max(1, len(self.regions)) // columns)
        room = self.rect.height - px(_HEAD) - px(8)
        height = min(px(28), room // count)
        inner = self.rect.width - 2 * px(_EDGE)
        gap = px(18)
        width = (inner - gap * (columns - 1)) // columns
        column, row = divmod(index, count)
        left = px(_EDGE) + column * (width + gap)
        return pygame.Rect(left, px(_HEAD) + row * height, width, height)

    def _over(self) -> str | None:
        point = self.local_pointer
        return self.region_at(point) if point is not None else None

    def region_at(self, point: tuple[int, int]) -> str | None:
        """The region whose row is under a point of the canvas."""
        for index, region in enumerate(self.regions):
            if self.row_rect(index).inflate(self.painter.px(12), 0).collidepoint(point):
                return region.key
        return None

    @property
    def current(self) -> str | None:
        """The region under the pointer, or the chosen one while the focus is here."""
        return self._over() or (self.chosen if self.focused else None)

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the legend and the rows."""
        painter, px = self.painter, self.painter.px
        entries = [
            (name, fill, MARKS[key] if painter.shapes else "square")
            for name, key, fill in zip(ecosystem_names(), ECOSYSTEMS, ECOSYSTEM_FILLS, strict=True)
        ]
        right, room = self.rect.width - px(_EDGE), self.rect.width - 2 * px(_EDGE)
        used = painter.legend_width(entries)
        painter.text(canvas, self.name, px(_EDGE), px(25), "label", max_width=room - used - px(12))
        painter.legend(canvas, entries, right, px(25), "right")
        names = max((painter.text_width(r.name, "body") for r in self.regions), default=0)
        for index, region in enumerate(self.regions):
            self._paint_row(canvas, region, self.row_rect(index), names)

    def _paint_row(
        self, canvas: pygame.Surface, region: RegionView, rect: pygame.Rect, names: int
    ) -> None:
        painter, px = self.painter, self.painter.px
        lit = region.key in (self._over(), self.lit) or (
            self.focus_visible and region.key == self.chosen
        )
        if lit:
            around = rect.inflate(px(12), -px(2))
            painter.box(canvas, around, COLOURS[SURFACES[4]], COLOURS["line_strong"], 5)
        baseline = painter.middle(rect, "body")
        colour = COLOURS["text" if lit else "text_soft"]
        label = min(names, round(rect.width * 0.42))
        painter.text(canvas, region.name, rect.x, baseline, "body", colour, "left", label)
        value = px(40)
        tall = px(9)
        left = rect.x + label + px(14)
        bar = pygame.Rect(left, rect.centery - tall // 2, rect.right - value - left, tall)
        draw_share_bar(painter, canvas, bar, region.shares)
        role = region.leader if region.leader in COLOURS else "text"
        ink = COLOURS["text_soft"] if role == "uncommitted" else COLOURS[role]
        words = region.leader_text
        painter.text(canvas, words, rect.right, baseline, "body_strong", ink, "right", value)

    def press(self, point: Point) -> Intent | None:
        """Choose the row under the pointer."""
        region = self.region_at((point[0] - self.rect.x, point[1] - self.rect.y))
        return self._choose(region) if region is not None else HANDLED

    def _choose(self, region: str) -> Intent:
        self.chosen = None if region == self.chosen and not self.focus_visible else region
        return Changed(self.id, self.chosen)

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Choose with up and down, Home and End; beyond the ends the focus moves on."""
        keys = [region.key for region in self.regions]
        place = keys.index(self.chosen) if self.chosen in keys else -1
        steps = {pygame.K_UP: place - 1 if place >= 0 else -1, pygame.K_DOWN: place + 1}
        steps |= {pygame.K_HOME: 0, pygame.K_END: len(keys) - 1}
        target = steps.get(key)
        if target is None or not 0 <= target < len(keys):
            return None
        self.chosen = keys[target]
        return Changed(self.id, self.chosen)

    def node(self) -> dict[str, Any]:
        """Return the node with the chosen row's words."""
        words = [r for r in self.regions if r.key == self.chosen]
        return super().node() | {
            "text": words[0].detail if words else "",
            "count": len(self.regions),
        }
