"""The pages of the gallery."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import pygame

from game.window.axes import format_percent
from game.window.focus import Tree
from game.window.gallery.charts import ChartCard, chart_cards
from game.window.gallery.controls import buttons, choices, sliders, switches, tabs
from game.window.gallery.samples import (
    LONG,
    MIXED,
    ROUTES,
    SHARES,
    Swatches,
    stub_dialog,
)
from game.window.painter import Painter
from game.window.theme import COLOURS, automatic_scale
from game.window.widgets import (
    CardPanel,
    Cell,
    Column,
    Dismissed,
    Intent,
    Option,
    Paragraph,
    Row,
    ScrollArea,
    Table,
    Tabs,
)
from game.window.worldmap import WorldMap, region_names


class Gallery:
    """One page of stub widgets, live or for a picture."""

    def __init__(self, options: argparse.Namespace, size: tuple[int, int]) -> None:
        scale = automatic_scale(*size, options.scale)
        self.painter = Painter(scale, reduce_motion=options.reduce_motion, shapes=options.shapes)
        self.size = size
        self.page = options.page
        self.tree = Tree(self.painter, pygame.Rect((0, 0), size))
        self.map: WorldMap | None = None
        self.seconds = 0.0
        build = {"widgets": self._widgets, "charts": self._charts, "map": self._map}
        build[self.page](options)
        if options.focus:
            self.tree.keyboard = True
            self.tree.focus(options.focus)
        if options.hover and self.map is None:
            self.tree.handle(_motion(self.tree.get(options.hover).rect.center))
        if options.dialog:
            self.draw(pygame.Surface(size))
            self.tree.open(stub_dialog(options.dialog))

    def take(self, events: Sequence[pygame.Event]) -> Sequence[pygame.Event]:
        """Answer events; return them."""
        for event in events:
            intent = self.tree.handle(event)
            if isinstance(intent, Dismissed) or (self.tree.dialog and _leaves(intent)):
                self.tree.close()
            if self.map is not None and event.type == pygame.MOUSEMOTION:
                self.map.hovered = self.map.region_at(*event.pos)
        return events

    def advance(self, seconds: float) -> None:
        """Move time on."""
        self.seconds = seconds
        self.tree.advance(seconds)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the page."""
        surface.fill(COLOURS["background"])
        if self.map is not None:
            self.map.draw(surface, 0, 0, self.seconds)
            keys = [("supply", "Supply line"), ("sovereign", "Sovereign exports")]
            keys.append(("blocked", "Blocked by controls"))
            self.map.draw_key(surface, self.map.rect, keys, "1 dot ≈ 9,500 developers")
        self.tree.draw(surface)

    def _rect(self, x: float, y: float, width: float, height: float) -> pygame.Rect:
        px = self.painter.px
        return pygame.Rect(px(x), px(y), px(width), px(height))

    # ---- widgets

    def _widgets(self, options: argparse.Namespace) -> None:
        self._column_of_levers()
        self._column_of_controls()
        self._column_of_lists()

    def _column_of_levers(self) -> None:
        rect, add = self._rect, self.tree.add
        add(CardPanel("levers", rect(16, 16, 312, 620), "Levers", subtitle="Law and proposal"))
        children = [*sliders(rect), *switches(rect), *choices(rect)]
        add(ScrollArea("area", rect(24, 70, 292, 556), "Levers", children))

    def _column_of_controls(self) -> None:
        rect, add = self._rect, self.tree.add
        add(CardPanel("buttons", rect(344, 16, 420, 300), "Buttons and tabs"))
        self.tree.extend([*buttons(rect), *tabs(rect)])
        subtitle = "Wrapped, mixed scripts, cut"
        card = rect(344, 332, 420, 304)
        add(CardPanel("words", card, "Text", badge="1,000 futures", subtitle=subtitle))
        add(Paragraph("p1", rect(360, 392, 388, 20), LONG))
        add(Paragraph("p2", rect(360, 484, 388, 20), MIXED, style="small"))
        add(Swatches("swatches", rect(360, 532, 388, 90), "Marks and chips"))

    def _column_of_lists(self) -> None:
        width = self.size[0] / self.painter.scale - 780 - 16
        rect = self._rect
        add = self.tree.add
        add(CardPanel("lists", rect(780, 16, width, 320), "Tables"))
        columns = [
            Column("Bloc", 1.3),
            Column("Share of developers", 2),
            Column("Stack", 1.2),
            Column("Lead", 0.6, "right"),
        ]
        names = ("incumbent", "sovereign", "open", "uncommitted")
        rows = []
        for name, shares in SHARES.items():
            best = names[shares.index(max(shares))]
            stack = Cell(best.capitalize(), mark=best)
            lead = Cell(format_percent(max(shares)), COLOURS[best])
            rows.append(Row(name, (name, Cell("", shares=shares), stack, lead)))
        add(
            Table("blocs", rect(788, 52, width - 16, 276), "Blocs", columns, rows, selected="China")
        )
        add(CardPanel("prose", rect(780, 352, width, 284), "Scrolling text"))
        words = Paragraph("long", rect(796, 396, width - 44, 20), "\n\n".join([LONG] * 4))
        add(ScrollArea("reader", rect(796, 392, width - 32, 230), "Long text", [words]))

    # ---- charts

    def _charts(self, options: argparse.Namespace) -> None:
        px = self.painter.px
        columns, rows, gap = 4, 3, px(12)
        width = (self.size[0] - gap * (columns + 1)) // columns
        height = (self.size[1] - gap * (rows + 1)) // rows
        for index, entry in enumerate(chart_cards()):
            x = gap + (index % columns) * (width + gap)
            y = gap + (index // columns) * (height + gap)
            place = pygame.Rect(x, y, width, height)
            self.tree.add(ChartCard(f"chart{index}", place, entry))

    # ---- map

    def _map(self, options: argparse.Namespace) -> None:
        self.map = WorldMap(*self.size, self.painter, options.dots)
        self.map.set_shares(SHARES)
        self.map.set_routes(ROUTES)
        hubs = [
            "Hsinchu",
            "Shenzhen",
            "Veldhoven",
            "San Francisco",
            "Bengaluru",
            "Riyadh",
            "Seoul",
            "Tokyo",
            "Beijing",
            "Shanghai",
            "London",
            "Nairobi",
            "Sao Paulo",
            "Singapore",
            "Hangzhou",
            "Osaka",
            "Paris",
            "Munich",
        ]
        layers = [
            Option("eco", "Ecosystems"),
            Option("compute", "Compute"),
            Option("l", "Supply lines"),
        ]
        tabs = self.tree.add(Tabs("tabs", self._rect(16, 14, 400, 34), "Layer", layers, "eco"))
        self.map.set_labels(hubs, [tabs.rect])
        if options.hover in region_names():
            self.map.hovered = options.hover


def _motion(point: tuple[int, int]) -> pygame.Event:
    return pygame.Event(pygame.MOUSEMOTION, pos=point, rel=(0, 0), buttons=(0, 0, 0))


def _leaves(intent: Intent | None) -> bool:
    return type(intent).__name__ == "Activated"
