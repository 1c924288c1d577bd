"""The world of dots with its layers, and the card of the region under the pointer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pygame

from game.figures import millions
from game.language import mark, tr
from game.viewmodel import ECOSYSTEMS, RegionView, RouteView, WorldView, ecosystem_names
from game.window.bars import ECOSYSTEM_FILLS
from game.window.painter import Painter
from game.window.theme import COLOURS, Colour
from game.window.widgets import HANDLED, Changed, Intent, Option, Widget
from game.window.widgets.base import Direction, Point
from game.window.widgets.tooltip import place_beside
from game.window.worldmap import Route, WorldMap

LAYERS = (
    Option("world", mark("Ecosystems"), tooltip=mark("Who builds on what, in your world.")),
    Option("twin", mark("No controls"),
           tooltip=mark("The same world with the same luck, without controls.")),
    Option("lines", mark("Supply lines"),
           tooltip=mark("Who delivers to whom, and what is blocked.")),
)  # fmt: skip
_KEYS = {
    "supply": mark("Supply line"),
    "sovereign": mark("Sovereign exports"),
    "open": mark("Open models"),
    "blocked": mark("Blocked by controls"),
}
_HUBS = {
    "Hsinchu": mark("Hsinchu"), "Shenzhen": mark("Shenzhen"), "Veldhoven": mark("Veldhoven"),
    "San Francisco": mark("San Francisco"), "Bengaluru": mark("Bengaluru"),
    "Riyadh": mark("Riyadh"), "Seoul": mark("Seoul"), "Sao Paulo": mark("São Paulo"),
    "Nairobi": mark("Nairobi"),
}  # fmt: skip


def layers() -> list[Option]:
    """The layers of the map."""
    return [one._replace(label=tr(one.label), tooltip=tr(one.tooltip)) for one in LAYERS]


_MAPS: dict[tuple[int, int, float, bool, Colour], WorldMap] = {}


def world_map(size: tuple[int, int], painter: Painter) -> WorldMap:
    """A map of this size; the last few are kept, since building one takes a while."""
    key = (*size, painter.scale, painter.shapes, COLOURS["sea"])
    found = _MAPS.pop(key, None)
    if found is None:
        dots = min(5200, max(2400, round(size[0] * size[1] / 72 / painter.scale**2)))
        found = WorldMap(*size, painter, dots)
    found.painter = painter
    _MAPS[key] = found
    while len(_MAPS) > 3:
        _MAPS.pop(next(iter(_MAPS)))
    return found


class World(Widget):
    """The map as one stop of the keyboard: left and right go from region to region."""

    role = "img"
    focusable = True
    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(self, rect: pygame.Rect, view: WorldView, painter: Painter) -> None:
        super().__init__("world", rect, tr("World map"))
        self.map = world_map(rect.size, painter)
        self.map.name_on_hover = False
        self.layer = "world"
        self.lit: str | None = None
        self.at = -1
        self.haste = 1.0  # how fast packets and flashes run
        self._seconds = 0.0
        self.view = view
        self.keep_clear: list[pygame.Rect] = []
        self._kept: list[pygame.Rect] | None = None
        self._shares: Mapping[str, Sequence[float]] = {}
        self._routes: tuple[Route, ...] | None = None

    # ---- data

    def show(self, view: WorldView, layer: str) -> None:
        """Show a world, or the same one in another layer; only what differs is drawn anew."""
        same_layer = layer == self.layer and bool(self._shares)
        self.view, self.layer = view, layer
        shares = view.shares
        if layer == "twin":
            shares = {region.key: region.twin_shares for region in view.regions}
        if shares != self._shares:
            self._shares = shares
            self.map.set_shares(shares, animate=same_layer)
        routes = tuple(_route(line, layer) for line in view.routes) if layer != "twin" else ()
        if routes != self._routes:
            self._routes = routes
            self.map.set_routes(routes)
        if self._kept != self.keep_clear:
            self._kept = list(self.keep_clear)
            names = {hub: tr(name) for hub, name in _HUBS.items()}
            self.map.set_labels(names, self.keep_clear)

    def key_entries(self) -> list[tuple[str, str]]:
        """The kinds of line on the map with their words."""
        kinds = {line.kind for line in self.view.routes} if self.layer != "twin" else set()
        return [(kind, tr(words)) for kind, words in _KEYS.items() if kind in kinds]

    @property
    def current(self) -> RegionView | None:
        """The region under the pointer, lit from elsewhere, or reached by the keys."""
        key = None
        if self.pointer is not None and self.hovered:
            key = self.map.region_at(self.pointer[0] - self.rect.x, self.pointer[1] - self.rect.y)
        elif self.focus_visible and 0 <= self.at < len(self.view.regions):
            key = self.view.regions[self.at].key
        key = key or self.lit
        return next((region for region in self.view.regions if region.key == key), None)

    @property
    def value(self) -> str | None:
        """The current region in words."""
        region = self.current
        return f"{region.name}: {region.detail}" if region is not None else None

    # ---- frames

    def advance(self, seconds: float) -> None:
        """Move flashes and packets on."""
        self._seconds += seconds * self.haste
        region = self.current
        self.map.hovered = region.key if region is not None else None

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the map and its key."""
        seconds, self._seconds = self._seconds, 0.0
        self.map.draw(surface, self.rect.x, self.rect.y, seconds)
        words = self.view.dot_text(len(self.map.dots.position))
        self.map.draw_key(surface, self.rect, self.key_entries(), words)
        self._draw_note(surface)
        if self.focus_visible:
            inner = self.rect.inflate(-self.painter.px(10), -self.painter.px(10))
            self.painter.focus_ring(surface, inner, 6)

    def _draw_note(self, surface: pygame.Surface) -> None:
        if self.layer != "twin":
            return
        painter, px = self.painter, self.painter.px
        words = tr("Same luck, no export controls")
        width = painter.text_width(words, "small") + px(44)
        box = pygame.Rect(self.rect.x + px(16), self.rect.bottom - px(38), width, px(26))
        painter.box(surface, box, COLOURS["panel"], COLOURS["line"], 6, 0.94)
        painter.icon(surface, "split", box.x + px(16), box.centery, 14, COLOURS["text_soft"])
        middle = painter.middle(box, "small")
        painter.text(surface, words, box.x + px(30), middle, "small", COLOURS["text_soft"])

    def draw_over(self, surface: pygame.Surface) -> None:
        """Draw the card of the current region, over everything else."""
        region = self.current
        if region is None or (self.lit == region.key and not (self.hovered or self.focus_visible)):
            return
        box = self.map.region_bounds(region.key).move(self.rect.topleft)
        draw_region_card(self.painter, surface, region, self.layer == "twin", box, self.rect)

    # ---- keys

    def press(self, point: Point) -> Intent | None:
        """Choose the region under the pointer."""
        region = self.current
        if region is None:
            return HANDLED
        self.at = self.view.regions.index(region)
        return Changed(self.id, region.key)

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Go from region to region with left and right."""
        step = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}.get(key)
        if step is None or not self.view.regions:
            return None
        self.at = (self.at + step) % len(self.view.regions)
        return HANDLED

    def node(self) -> dict[str, Any]:
        """Return the node with the layer."""
        return super().node() | {"text": self.layer, "count": len(self.view.regions)}


def _notes(region: RegionView) -> tuple[str, ...]:
    """What else is to be said of a region."""
    people = tr("{count} developers", count=millions(region.developers_million))
    return (people, region.change_text) if region.change_text else (people,)


def _route(line: RouteView, layer: str) -> Route:
    """A line of the view in the map's own terms; fewer packets where dots are the subject."""
    flow = line.flow if layer == "lines" else 0.6 * line.flow
    return Route(line.start, line.end, line.kind, flow)


def draw_region_card(
    painter: Painter,
    surface: pygame.Surface,
    region: RegionView,
    twin: bool,
    anchor: pygame.Rect,
    bounds: pygame.Rect,
) -> pygame.Rect:
    """Draw a region's shares in both worlds beside its dots; return the card's rect."""
    px = painter.px
    width = px(252)
    lines = [
        line for part in _notes(region) for line in painter.wrap(part, width - px(28), "small")
    ]
    height = px(62) + 4 * px(19) + (len(lines) * px(16) + px(10) if lines else 0)
    inside = bounds.inflate(-2 * px(8), -2 * px(8))
    tight = anchor.inflate(-anchor.width // 4, -anchor.height // 4)
    box = place_beside((width, height), tight, inside, px(14))
    painter.card(surface, box, COLOURS["raised"], COLOURS["line_strong"], 8, shadow=True)
    left, right = box.x + px(14), box.right - px(14)
    painter.text(surface, region.name, left, box.y + px(25), "h3", max_width=width - px(28))
    muted, y = COLOURS["text_muted"], box.y + px(45)
    painter.text(surface, tr("your world"), right - px(62), y, "micro", muted, "right")
    painter.text(surface, tr("no controls"), right, y, "micro", muted, "right")
    for index, (name, key) in enumerate(zip(ecosystem_names(), ECOSYSTEMS, strict=True)):
        y += px(19)
        kind = "incumbent" if not painter.shapes else key
        if painter.shapes:
            painter.mark(surface, kind, left + px(5), y - px(4), 4.4)
        else:
            square = pygame.Rect(left, y - px(9), px(10), px(10))
            painter.box(surface, square, ECOSYSTEM_FILLS[index], None, 2)
        painter.text(surface, name, left + px(18), y, "small", COLOURS["text_soft"])
        mine, other = region.shares[index], region.twin_shares[index]
        styles = ("small", "small_strong") if twin else ("small_strong", "small")
        painter.text(surface, f"{mine:.0%}", right - px(62), y, styles[0], align="right")
        soft = COLOURS["text"] if twin else COLOURS["text_soft"]
        painter.text(surface, f"{other:.0%}", right, y, styles[1], soft, "right")
    for number, line in enumerate(lines):
        y += px(16) if number else px(22)
        painter.text(surface, line, left, y, "small", muted)
    return box
