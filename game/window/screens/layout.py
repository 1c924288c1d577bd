"""Where the parts of the main screen stand in a window of any size."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.window.painter import Painter
from game.window.panels import policy, rail, ticker, topbar

RIGHT = 332
MAP_SHARE = 0.52  # of the centre's width: the projection's own shape
TIMELINE = 122
BLOCS = 220
_MAP_LEAST = 240


@dataclass(frozen=True)
class Layout:
    """Units: pixels of the window."""

    top: pygame.Rect
    rail: pygame.Rect
    wire: pygame.Rect
    left: pygame.Rect
    world: pygame.Rect
    timeline: pygame.Rect
    blocs: pygame.Rect
    chart: pygame.Rect
    fan: pygame.Rect
    why: pygame.Rect


def lay_out(painter: Painter, size: tuple[int, int]) -> Layout:
    """Divide the window: the side columns are fixed, the centre takes the rest."""
    px = painter.px
    width, height = size
    top = pygame.Rect(0, 0, width, px(topbar.HEIGHT))
    foot = px(ticker.HEIGHT) if painter.ticker else 0
    wire = pygame.Rect(0, height - foot, width, foot)
    middle = wire.y - top.bottom
    side = pygame.Rect(0, top.bottom, px(rail.WIDTH), middle)
    left = pygame.Rect(side.right, top.bottom, px(policy.WIDTH), middle)
    right = pygame.Rect(width - px(RIGHT), top.bottom, px(RIGHT), middle)
    centre = pygame.Rect(left.right + px(1), top.bottom, 0, middle)
    centre.width = right.left - px(1) - centre.x
    blocs_height = px(BLOCS)
    most = round(centre.width * MAP_SHARE)
    least = px(_MAP_LEAST)
    world_height = max(least, min(most, middle - blocs_height - px(TIMELINE)))
    rest = middle - world_height - blocs_height
    if rest > px(190):  # a very tall window: the table may grow too
        blocs_height += min(px(120), rest - px(190))
    world = pygame.Rect(centre.x, centre.y, centre.width, world_height)
    blocs = pygame.Rect(centre.x, centre.bottom - blocs_height, centre.width, blocs_height)
    timeline = pygame.Rect(
        centre.x, world.bottom + px(1), centre.width, blocs.y - px(1) - world.bottom - px(1)
    )
    chart, fan, why = _cards(painter, right)
    return Layout(top, side, wire, left, world, timeline, blocs, chart, fan, why)


def _cards(painter: Painter, column: pygame.Rect) -> tuple[pygame.Rect, pygame.Rect, pygame.Rect]:
    """Divide the right column into three cards."""
    px = painter.px
    gap = px(12)
    inner = column.inflate(-2 * gap, -2 * gap)
    room = inner.height - 2 * gap
    heights = [round(room * share) for share in (0.295, 0.425)]
    chart = pygame.Rect(inner.x, inner.y, inner.width, heights[0])
    fan = pygame.Rect(inner.x, chart.bottom + gap, inner.width, heights[1])
    top = fan.bottom + gap
    return chart, fan, pygame.Rect(inner.x, top, inner.width, inner.bottom - top)
