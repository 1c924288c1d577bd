"""The pages of the gallery."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import pygame

from game.window.axes import format_percent
from game.window.focus import Tree
from game.window.gallery.charts import ChartCard, chart_cards
from game.window.gallery.samples import (
    LONG,
    ROUTES,
    SHARES,
    Swatches,
    billions,
    stub_dialog,
)
from game.window.painter import Painter
from game.window.theme import COLOURS, automatic_scale
from game.window.widgets import (
    Button,
    CardPanel,
    Cell,
    Column,
    Dismissed,
    Heading,
    Intent,
    Option,
    Paragraph,
    Row,
    ScrollArea,
    Select,
    Slider,
    Table,
    Tabs,
    TextEntry,
    Toggle,
    Widget,
    digits_only,
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
        rect = self._rect
        add = self.tree.add
        add(CardPanel("levers", rect(16, 16, 312, 620), "Levers", subtitle="Law and proposal"))
        children: list[Widget] = [
            Heading("h1", rect(32, 76, 270, 24), "Export controls", icon="shield-ban"),
            Slider(
                "limit",
                rect(32, 108, 270, 36),
                "Chip performance limit",
                74,
                0,
                100,
                law=62,
                tooltip="Chips above this limit cannot be sold to the challenger. It slows "
                "them for two years, then speeds up substitution.",
            ),
            Slider("breadth", rect(32, 152, 270, 36), "Entity-list breadth", 45, 0, 100),
            Slider(
                "locked",
                rect(32, 196, 270, 36),
                "Outbound investment screen",
                30,
                0,
                100,
                enabled=False,
                disabled_reason="Needs a law of 2028 before it can be used.",
            ),
            Toggle("euv", rect(32, 240, 270, 28), "Block EUV lithography", True),
            Toggle("spares", rect(32, 270, 270, 28), "Block servicing and spares", True, law=False),
            Toggle(
                "off",
                rect(32, 300, 270, 28),
                "Cloud access rule",
                False,
                enabled=False,
                disabled_reason="No ally supports it yet.",
            ),
            Heading("h2", rect(32, 344, 270, 24), "Domestic build-out", icon="factory"),
            Slider(
                "subsidy",
                rect(32, 376, 270, 36),
                "Fab subsidies, per year",
                34,
                0,
                100,
                format_value=billions,
            ),
            Slider(
                "chips",
                rect(32, 420, 270, 36),
                "Chips per licence (log)",
                1000,
                10,
                100_000,
                law=200,
                logarithmic=True,
            ),
            Select(
                "stance",
                rect(32, 472, 270, 52),
                "Stance towards neutral buyers",
                [
                    Option("open", "Open licences"),
                    Option("case", "Case by case"),
                    Option("deny", "Presumption of denial"),
                ],
                "case",
                law="open",
            ),
            Select(
                "row",
                rect(32, 536, 270, 30),
                "Opponent",
                [Option(1, "Patient"), Option(2, "Bold")],
                1,
            ),
            TextEntry("seed", rect(32, 580, 270, 52), "Seed", "42", accept=digits_only),
            TextEntry("empty", rect(32, 644, 270, 52), "Room code", placeholder="e.g. K7Q2"),
        ]
        self.tree.add(ScrollArea("area", rect(24, 70, 292, 556), "Levers", children))

    def _column_of_controls(self) -> None:
        rect = self._rect
        add = self.tree.add
        add(CardPanel("buttons", rect(344, 16, 420, 300), "Buttons and tabs"))
        kinds = ("primary", "accent", "ghost", "danger")
        for index, kind in enumerate(kinds):
            x, y = 360 + (index % 2) * 196, 58 + (index // 2) * 46
            add(Button(kind, rect(x, y, 186, 36), kind.capitalize(), kind=kind, icon="check"))  # type: ignore[arg-type]
        add(
            Button(
                "disabled",
                rect(360, 150, 186, 36),
                "Enact next quarter",
                kind="primary",
                enabled=False,
                disabled_reason="Nothing has changed.",
            )
        )
        add(Button("narrow", rect(556, 150, 90, 36), "A label too long for it"))
        for index, icon in enumerate(("pause", "play", "fast-forward")):
            add(
                Button(
                    f"speed{index}",
                    rect(656 + index * 32, 152, 30, 30),
                    icon,
                    icon=icon,
                    icon_only=True,
                    kind="segment",
                    selected=index == 1,
                )
            )
        layers = [
            Option("eco", "Ecosystems"),
            Option("compute", "Compute"),
            Option("lines", "Supply lines"),
        ]
        add(Tabs("tabs", rect(360, 204, 388, 34), "Map layer", layers, "eco"))
        pages = [
            Option("a", "Foresight", "chart-line"),
            Option("b", "Ledger", "table"),
            Option("c", "Wire"),
        ]
        add(Tabs("under", rect(360, 256, 388, 36), "Page", pages, "b", look="underline"))
        add(
            CardPanel(
                "words",
                rect(344, 332, 420, 304),
                "Text",
                badge="1,000 futures",
                subtitle="Wrapped, mixed scripts, cut",
            )
        )
        add(Paragraph("p1", rect(360, 392, 388, 20), LONG))
        zh = "出口管制在两年内减缓了挑战者，随后加速了替代：昇腾芯片，7 nm 制程。Mixed runs work."
        add(Paragraph("p2", rect(360, 484, 388, 20), zh, style="small"))
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
