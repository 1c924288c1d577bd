"""The parts of the main screen, made for one window and one view."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pygame

from game.language import mark, tr
from game.viewmodel import ECOSYSTEMS, LeverView, MainView, RegionView
from game.window.painter import Painter
from game.window.panels.blocs import BlocTable
from game.window.panels.cards import ChartCard
from game.window.panels.foresight import FanCard
from game.window.panels.policy import (
    HelpCard,
    LeverSlider,
    LeverSwitch,
    PolicyFoot,
    PolicyHead,
    policy_area,
)
from game.window.panels.rail import make_rail
from game.window.panels.reasons import WhyCard
from game.window.panels.ticker import Ticker
from game.window.panels.timeline import Timeline
from game.window.panels.topbar import (
    NAMES_WIDTH,
    SpeedFrame,
    StatTile,
    TopBar,
    speed_buttons,
    tile_widths,
)
from game.window.panels.world import World, layers
from game.window.rooms import MAIN
from game.window.screens.layout import Layout
from game.window.widgets import Button, ScrollArea, Tabs, Widget

BLOC_TITLES = {"twin": mark("Ecosystem share by bloc, no controls")}
BLOC_TITLE = mark("Ecosystem share by bloc")


@dataclass
class PolicyParts:
    """The left column."""

    head: PolicyHead
    area: ScrollArea
    help: HelpCard
    foot: PolicyFoot
    revert: Button
    end: Button

    def widgets(self) -> list[Widget]:
        """In the order that Tab follows."""
        return [self.head, self.area, self.help, self.foot, self.revert, self.end]

    def show(self, view: MainView, lever: str | None) -> None:
        """Show a view; the help is about one lever."""
        policy = view.policy
        self.head.policy = self.foot.policy = policy
        known = {one.key: one for one in levers_of(view)}
        for widget in self.area.children:
            if isinstance(widget, LeverSlider | LeverSwitch):
                widget.show(known[widget.lever.key])
        key = lever if lever in known else next(iter(known), None)
        self.help.lever = known[key] if key is not None else None
        self.end.name, self.end.disabled_reason = policy.end_label, policy.end_disabled_reason
        self.end.enabled = not policy.end_disabled_reason
        self.revert.enabled = bool(policy.pending)
        self.revert.disabled_reason = "" if policy.pending else tr("Nothing has changed.")


@dataclass
class TopParts:
    """The bar at the top."""

    bar: TopBar
    tiles: list[StatTile]
    frame: SpeedFrame
    speeds: list[Button]
    gear: Button

    def widgets(self) -> list[Widget]:
        """In the order that Tab follows."""
        return [self.bar, *self.tiles, self.frame, *self.speeds, self.gear]

    def show(self, view: MainView, speed: str) -> None:
        """Show a view and the speed."""
        self.bar.view = view
        for tile, stat in zip(self.tiles, view.stats, strict=False):
            tile.show(stat)
        for button in self.speeds:
            button.selected = button.id == f"speed.{speed}"


@dataclass
class Parts:
    """Everything on the main screen."""

    policy: PolicyParts
    top: TopParts
    world: World
    tabs: Tabs
    timeline: Timeline
    blocs: BlocTable
    chart: ChartCard
    fan: FanCard
    why: WhyCard
    wire: Ticker
    rail: list[Widget]

    def widgets(self) -> list[Widget]:
        """In the order that Tab follows."""
        centre: list[Widget] = [self.world, self.tabs, self.timeline, self.blocs]
        right: list[Widget] = [self.chart, self.fan, self.why]
        return [
            *self.policy.widgets(),
            *centre,
            *right,
            *self.rail,
            *self.top.widgets(),
            self.wire,
        ]

    def show(self, view: MainView, layer: str) -> None:
        """Show a view in a layer of the map."""
        if view.world is not self.world.view or layer != self.world.layer:
            self.world.show(view.world, layer)
        self.timeline.view = view.timeline
        twin = layer == "twin"
        self.blocs.regions = tuple(_twin(r) if twin else r for r in view.world.regions)
        self.blocs.name = tr(BLOC_TITLES.get(layer, BLOC_TITLE))
        self.chart.view, self.why.why = view.charts[0], view.why_future or view.why
        self.fan.fan, self.fan.headlines = view.fan, view.headlines
        self.wire.show(view.news)


def levers_of(view: MainView) -> list[LeverView]:
    """Every lever of the seat."""
    groups = (*view.policy.groups, *view.policy.more)
    return [lever for group in groups for lever in group.levers]


def _twin(region: RegionView) -> RegionView:
    """A region as it is in the twin world."""
    shares = region.twin_shares
    best = max(range(len(shares) - 1), key=lambda index: shares[index])
    return replace(
        region, shares=shares, leader=ECOSYSTEMS[best], leader_text=f"{shares[best]:.0%}"
    )


def make_parts(painter: Painter, layout: Layout, view: MainView, layer: str, more: bool) -> Parts:
    """Place every part in a window."""
    world = World(layout.world, view.world, painter)
    tabs = Tabs("layer", layout.world, tr("Map layer"), layers(), layer)
    tabs.painter = painter
    px = painter.px
    corner = layout.world.move(px(16), px(14)).topleft
    width = min(tabs.natural_width(), layout.world.width - px(32))
    tabs.rect = pygame.Rect(*corner, width, px(34))
    foot = pygame.Rect(0, layout.world.height - px(44), layout.world.width, px(44))
    world.keep_clear = [tabs.rect.move(-layout.world.x, -layout.world.y), foot]
    world.show(view.world, layer)
    return Parts(
        _policy(painter, layout, view, more),
        _top(painter, layout, view),
        world,
        tabs,
        Timeline(layout.timeline, view.timeline, tr("Moves and counter-moves")),
        BlocTable(layout.blocs, view.world.regions, tr(BLOC_TITLE)),
        ChartCard("developers", layout.chart, view.charts[0]),
        FanCard(layout.fan, view.fan, view.headlines),
        WhyCard(layout.why, view.why_future or view.why),
        Ticker(layout.wire, view.news),
        make_rail(painter, layout.rail, MAIN),
    )


def _policy(painter: Painter, layout: Layout, view: MainView, more: bool) -> PolicyParts:
    px, left, policy = painter.px, layout.left, view.policy
    head = pygame.Rect(left.x, left.y, left.width, px(50))
    foot = pygame.Rect(left.x, left.bottom - px(104), left.width, px(104))
    help_height = px(146) if left.height > px(640) else px(112)
    help_rect = pygame.Rect(
        left.x + px(12), foot.y - help_height - px(10), left.width - px(24), help_height
    )
    levers = pygame.Rect(left.x, head.bottom, left.width, help_rect.y - px(8) - head.bottom)
    end = pygame.Rect(left.x + px(68), foot.y + px(50), left.width - px(88), px(36))
    back = pygame.Rect(left.x + px(20), end.y, px(40), px(36))
    return PolicyParts(
        PolicyHead(head, policy),
        policy_area(painter, policy, levers, more),
        HelpCard(help_rect),
        PolicyFoot(foot, policy),
        Button("revert", back, tr("Take back every change"), icon="rotate-ccw", icon_only=True),
        Button("end", end, policy.end_label, kind="primary", icon="check",
               tooltip=tr("Make the proposals law and play the quarter (E)")),
    )  # fmt: skip


def make_top_bar(
    painter: Painter, rect: pygame.Rect, view: MainView
) -> tuple[TopBar, list[StatTile], Button]:
    """The bar with the seat's numbers and the button of the menu."""
    px, left = painter.px, painter.px(NAMES_WIDTH)
    bar = TopBar(rect, left, view)
    bar.painter = painter
    gear = Button("menu", pygame.Rect(rect.width - px(50), px(11), px(34), px(34)),
                  tr("Menu and settings (Esc)"), icon="settings", icon_only=True)  # fmt: skip
    end = bar.clock_rect().x - px(4)
    tiles, x = [], left
    for index, (stat, width) in enumerate(
        zip(view.stats, tile_widths(painter, view.stats, end - left), strict=True)
    ):
        tiles.append(StatTile(pygame.Rect(x, px(8), width, px(40)), stat, index == 0))
        x += width
    return bar, tiles, gear


def _top(painter: Painter, layout: Layout, view: MainView) -> TopParts:
    px = painter.px
    bar, tiles, gear = make_top_bar(painter, layout.top, view)
    speeds = speed_buttons(painter.scale, gear.rect.x - px(18), px(12))
    frame = speeds[0].rect.unionall([b.rect for b in speeds]).inflate(px(8), px(8))
    return TopParts(bar, tiles, SpeedFrame("speed.frame", frame, tr("Clock")), speeds, gear)
