"""The world of dots: regions by ecosystem, hubs, supply lines, hover and key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pygame

from game.window.dots import DotField
from game.window.drawing import blit_centred, disc
from game.window.labels import place_labels
from game.window.mapdata import NOWHERE, Projection, hub_names, map_data, region_names
from game.window.painter import Painter
from game.window.routes import ROUTE_COLOURS, Route, RouteLayer
from game.window.theme import COLOURS

__all__ = ["ROUTE_COLOURS", "Route", "WorldMap", "hub_names", "region_names"]

_REACH = 6  # pixels: how far from a coast the pointer still finds a region


class WorldMap:
    """A map of one size. Give it shares, routes and labels; draw it with the seconds passed.

    Positions given and returned are pixels from the map's top left corner.
    """

    def __init__(
        self, width: int, height: int, painter: Painter, dots: int = 4000, shapes: bool = False
    ) -> None:
        self.painter = painter
        self.rect = pygame.Rect(0, 0, width, height)
        self._projection = Projection(width, height)
        self._regions = self._projection.region_picture()
        base = self._projection.base_picture(painter.scale)
        shapes = shapes or painter.shapes
        self.dots = DotField(self._projection, self._regions, base, painter.scale, dots, shapes)
        self._routes = RouteLayer(self._projection, painter.scale, ())
        self._labels: list[tuple[str, str]] = []
        self._clear: list[pygame.Rect] = []
        self._label_layer: pygame.Surface | None = None
        self._outlines: dict[str, tuple[pygame.Surface, int, int]] = {}
        self._fresh = True
        self.hovered: str | None = None
        self.name_on_hover = True

    # ---- data

    def set_shares(self, shares: Mapping[str, Sequence[float]], animate: bool = True) -> int:
        """Show each region's (incumbent, sovereign, open, uncommitted) shares.

        Only as many dots change as must; they flash, except the first time. Returns how many
        changed. Raises: KeyError for an unknown region, ValueError for a wrong number of shares.
        """
        changed = self.dots.set_shares(shares, animate and not self._fresh)
        self._fresh = False
        return changed

    def set_routes(self, routes: Sequence[Route]) -> None:
        """Show these supply lines. Raises: KeyError for an unknown hub or kind."""
        self._routes = RouteLayer(self._projection, self.painter.scale, routes)

    def set_labels(
        self, labels: Mapping[str, str] | Sequence[str], keep_clear: Sequence[pygame.Rect] = ()
    ) -> None:
        """Name these hubs, most important first; labels that fit nowhere are left out.

        A mapping gives other words for a hub. Raises: KeyError for an unknown hub.
        """
        pairs = labels.items() if isinstance(labels, Mapping) else zip(labels, labels, strict=True)
        self._labels = [(hub, words) for hub, words in pairs if map_data().hub(hub) >= 0]
        self._clear = [pygame.Rect(rect) for rect in keep_clear]
        self._label_layer = None

    # ---- places

    def hub_position(self, name: str) -> tuple[float, float]:
        """Return where a hub lies. Raises: KeyError for an unknown hub."""
        data = map_data()
        x, y = self._projection.pixels(data.hub_position[[data.hub(name)]])[0]
        return float(x), float(y)

    def region_at(self, x: float, y: float) -> str | None:
        """Return the region under a point, or near it at a coast; None at sea or outside."""
        column, row = int(x), int(y)
        if not self.rect.collidepoint(column, row):
            return None
        left, top = max(0, column - _REACH), max(0, row - _REACH)
        window = self._regions[left : column + _REACH + 1, top : row + _REACH + 1]
        found = np.argwhere(window != NOWHERE)
        if not len(found):
            return None
        nearest = np.abs(found - np.array([column - left, row - top])).sum(1).argmin()
        return map_data().region_names[int(window[tuple(found[nearest])])]

    def region_bounds(self, region: str) -> pygame.Rect:
        """Return the box of a region's dots, without outliers, for placing a tooltip."""
        index = map_data().region_names.index(region)
        places = self.dots.position[self.dots.region == index]
        if not len(places):
            return pygame.Rect(self.rect.center, (1, 1))
        left, top = np.percentile(places, 4, axis=0).astype(int).tolist()
        right, bottom = np.percentile(places, 96, axis=0).astype(int).tolist()
        return pygame.Rect(left, top, right - left + 1, bottom - top + 1)

    # ---- drawing

    def draw(self, surface: pygame.Surface, x: int, y: int, seconds: float = 0.0) -> None:
        """Move animations on and draw the map with its top left corner at a point."""
        self.dots.advance(seconds)
        self._routes.advance(seconds)
        place = self.rect.move(x, y)
        if not surface.get_rect().contains(place):
            canvas = pygame.Surface(self.rect.size)
            self._draw_on(canvas)
            surface.blit(canvas, place)
            return
        self._draw_on(surface.subsurface(place))

    def _draw_on(self, canvas: pygame.Surface) -> None:
        still = self.painter.reduce_motion
        self.dots.draw(canvas, still)
        if self.hovered is not None:
            outline, left, top = self._outline(self.hovered)
            canvas.blit(outline, (left, top))
        self._routes.draw(canvas, still)
        if self._label_layer is None:
            self._label_layer = self._draw_labels()
        canvas.blit(self._label_layer, (0, 0))
        if self.hovered is not None and self.name_on_hover:
            self._draw_name(canvas, self.hovered)

    def _outline(self, region: str) -> tuple[pygame.Surface, int, int]:
        if region not in self._outlines:
            index = map_data().region_names.index(region)
            self._outlines[region] = self._projection.outline(
                index, self.painter.scale, COLOURS["text"]
            )
        return self._outlines[region]

    def label_rects(self) -> dict[str, pygame.Rect]:
        """Return where the labels that fit are written, by hub."""
        painter = self.painter
        sizes = [
            (painter.text_width(words, "small_strong") + painter.px(10), painter.px(18))
            for _, words in self._labels
        ]
        points = [self.hub_position(hub) for hub, _ in self._labels]
        bounds = self.rect.inflate(-painter.px(8), -painter.px(8))
        places = place_labels(sizes, points, bounds, self._clear, painter.px(5))
        hubs = [hub for hub, _ in self._labels]
        return {hub: place for hub, place in zip(hubs, places, strict=True) if place is not None}

    def _draw_labels(self) -> pygame.Surface:
        painter = self.painter
        layer = pygame.Surface(self.rect.size, pygame.SRCALPHA)
        rects, words = self.label_rects(), dict(self._labels)
        dot = disc(3.2 * painter.scale, COLOURS["text"], COLOURS["sea"], 1.2 * painter.scale)
        for hub, rect in rects.items():
            blit_centred(layer, dot, *self.hub_position(hub))
            self._draw_tag(layer, rect, words[hub])
        return layer

    def _draw_tag(self, surface: pygame.Surface, rect: pygame.Rect, words: str) -> None:
        painter = self.painter
        painter.box(surface, rect, COLOURS["sea"], None, 5, 0.8)
        baseline = painter.middle(rect, "small_strong")
        painter.text(surface, words, rect.centerx, baseline, "small_strong", align="center")

    def _draw_name(self, surface: pygame.Surface, region: str) -> None:
        painter = self.painter
        width = painter.text_width(region, "label") + painter.px(20)
        tag = pygame.Rect(0, 0, width, painter.px(24))
        tag.midbottom = self._crown(region, width)
        tag.clamp_ip(self.rect.inflate(-painter.px(12), -painter.px(12)))
        painter.card(surface, tag, COLOURS["raised"], COLOURS["line_strong"], 6)
        baseline = painter.middle(tag, "label")
        painter.text(surface, region, tag.centerx, baseline, "label", align="center")

    def _crown(self, region: str, width: int) -> tuple[int, int]:
        """Return a point above the middle of a region's dots."""
        places = self.dots.position[self.dots.region == map_data().region_names.index(region)]
        if not len(places):
            return self.rect.center
        middle = float(places[:, 0].mean())
        near = places[np.abs(places[:, 0] - middle) <= width / 2]
        top = near[:, 1].min() if len(near) else places[:, 1].min()
        return round(middle), round(float(top)) - self.painter.px(8)

    def draw_key(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        entries: Sequence[tuple[str, str]],
        dot_words: str = "",
    ) -> None:
        """Draw the key of (route kind, words) at a rect's bottom left, the dot's worth at right."""
        painter = self.painter
        height, bottom = painter.px(26), rect.bottom - painter.px(12)
        keys = [
            (words, ROUTE_COLOURS[kind], "dashed" if kind == "blocked" else "line")
            for kind, words in entries
        ]
        if keys:
            width = painter.legend_width(keys) + painter.px(24)
            box = pygame.Rect(rect.x + painter.px(16), bottom - height, width, height)
            painter.box(surface, box, COLOURS["panel"], COLOURS["line"], 6, 0.94)
            painter.legend(surface, keys, box.x + painter.px(12), painter.middle(box, "small"))
        if dot_words:
            width = painter.text_width(dot_words, "small") + painter.px(22)
            right = rect.right - painter.px(16)
            box = pygame.Rect(right - width, bottom - height, width, height)
            painter.box(surface, box, COLOURS["panel"], COLOURS["line"], 6, 0.94)
            soft, baseline = COLOURS["text_soft"], painter.middle(box, "small")
            painter.text(surface, dot_words, box.centerx, baseline, "small", soft, "center")
