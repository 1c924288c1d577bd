"""Small charts: stacked share bars, diverging bars, sparklines, and the readout of a cursor."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame

from game.window.axes import Formatter, Frame, format_signed
from game.window.drawing import blit_centred, disc, rounded_rect, shape
from game.window.painter import Painter
from game.window.raster import Canvas, bounds_of, columns, interpolate
from game.window.theme import COLOURS, ECOSYSTEMS, MARKS, Colour, mix

ECOSYSTEM_FILLS: tuple[Colour, ...] = tuple(
    mix(COLOURS[name], COLOURS["background"], 0.35) if name == "uncommitted" else COLOURS[name]
    for name in ECOSYSTEMS
)


def draw_share_bar(
    painter: Painter,
    surface: pygame.Surface,
    rect: pygame.Rect,
    shares: Sequence[float],
    colours: Sequence[Colour] = ECOSYSTEM_FILLS,
    radius: float = 3,
) -> None:
    """Draw parts of a whole side by side, scaled to fill the bar; bad numbers count as 0."""
    if rect.width <= 0 or rect.height <= 0:
        return
    parts = [max(0.0, share) if math.isfinite(share) else 0.0 for share in shares]
    total = sum(parts)
    bar = pygame.Surface(rect.size, pygame.SRCALPHA)
    bar.fill((*COLOURS["track"], 255))
    edges = [0]
    for part in np.cumsum(parts).tolist() if total > 0 else []:
        edges.append(round(part / total * rect.width))
    gap = painter.px(1)
    for colour, start, stop in zip(colours, edges, edges[1:], strict=False):
        if stop > start:
            bar.fill((*COLOURS["background"], 255), (start, 0, stop - start, rect.height))
            width = stop - start - (gap if stop < rect.width else 0)
            bar.fill((*colour, 255), (start, 0, max(1, width), rect.height))
    mask = rounded_rect(rect.width, rect.height, painter.px(radius), (255, 255, 255))
    bar.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    surface.blit(bar, rect.topleft)
    if painter.shapes and colours is ECOSYSTEM_FILLS:
        _draw_shapes(painter, surface, rect, edges)


def _draw_shapes(
    painter: Painter, surface: pygame.Surface, rect: pygame.Rect, edges: Sequence[int]
) -> None:
    """Draw each ecosystem's shape in its part of a bar, where there is room for it."""
    radius = rect.height * 0.36
    for name, start, stop in zip(ECOSYSTEMS, edges, edges[1:], strict=False):
        if stop - start >= 3.4 * radius:
            sprite = shape(MARKS[name], radius, COLOURS["ink"])
            blit_centred(surface, sprite, rect.x + (start + stop) / 2, rect.centery)


@dataclass(frozen=True)
class Bar:
    """One labelled quantity, above or below zero."""

    label: str
    value: float


def draw_diverging_bars(
    painter: Painter,
    surface: pygame.Surface,
    rect: pygame.Rect,
    bars: Sequence[Bar],
    formatter: Formatter = format_signed,
    positive: Colour = COLOURS["bad"],
    negative: Colour = COLOURS["incumbent"],
    limit: float | None = None,
) -> None:
    """Draw bars to both sides of a zero line, with labels left and values right."""
    if not bars:
        return
    label_width = max(painter.text_width(bar.label, "small") for bar in bars)
    label_width = min(label_width, round(rect.width * 0.45))
    value_width = max(painter.text_width(formatter(bar.value), "small_strong") for bar in bars)
    half = (rect.width - label_width - value_width - 2 * painter.px(12)) // 2
    if half < 2:
        return
    zero = rect.x + label_width + painter.px(12) + half
    row = min(painter.px(28), rect.height // len(bars))
    known = [abs(bar.value) for bar in bars if math.isfinite(bar.value)]
    largest = limit or max(known, default=0.0) or 1.0
    top = rect.y + (rect.height - row * len(bars)) // 2 if row * len(bars) < rect.height else rect.y
    pygame.draw.rect(surface, COLOURS["edge"], (zero, top, painter.px(1), row * len(bars)))
    for index, bar in enumerate(bars):
        area = pygame.Rect(rect.x, top + index * row, rect.width, row)
        baseline = painter.middle(area, "small")
        soft = COLOURS["text_soft"]
        painter.text(surface, bar.label, rect.x, baseline, "small", soft, "left", label_width)
        value = formatter(bar.value)
        painter.text(surface, value, rect.right, baseline, "small_strong", align="right")
        if math.isfinite(bar.value) and bar.value:
            length = max(2, round(min(1.0, abs(bar.value) / largest) * half))
            left = zero + painter.px(1) if bar.value > 0 else zero - length
            tall = min(painter.px(10), row - 2)
            block = pygame.Rect(left, area.centery - tall // 2, length, tall)
            painter.box(surface, block, positive if bar.value > 0 else negative, radius=2)


def draw_sparkline(
    painter: Painter,
    surface: pygame.Surface,
    rect: pygame.Rect,
    values: Sequence[float],
    colour: Colour,
    background: Colour | None = None,
    fill: bool = True,
) -> None:
    """Draw a line without axes, with a dot on its last point; nothing if there is no number."""
    limits = bounds_of([values])
    if limits is None or rect.width < 4 or rect.height < 4:
        return
    margin = painter.px(3)
    low, high = limits
    inner = rect.height - 2 * margin
    places = interpolate(
        range(len(values)), values, columns(0, len(values) - 1, rect.width - margin)
    )
    level = (high - places) / (high - low) if high > low else places * 0 + 0.5
    curve = margin + level * (inner - 1)
    canvas = Canvas(rect.width, rect.height, background or COLOURS["card"])
    if fill:
        canvas.area(curve, colour, 0.28)
    canvas.line(curve, colour, 1.8 * painter.scale)
    surface.blit(canvas.surface(), rect.topleft)
    known = np.flatnonzero(np.isfinite(curve))
    if known.size:
        dot = disc(2.4 * painter.scale, colour)
        x = rect.x + int(known[-1]) if len(values) > 1 else rect.centerx
        blit_centred(surface, dot, x, rect.y + float(curve[known[-1]]))


def draw_readout(
    painter: Painter,
    surface: pygame.Surface,
    frame: Frame,
    x: float,
    title: str,
    rows: Sequence[tuple[str, str, Colour]],
) -> pygame.Rect:
    """Draw a cursor at an x value with (name, value, colour) rows beside it; return the box."""
    column = round(frame.x(x))
    plot = frame.plot
    pygame.draw.line(surface, COLOURS["text_muted"], (column, plot.top), (column, plot.bottom - 1))
    names = [painter.text_width(name, "small") for name, _, _ in rows]
    values = [painter.text_width(value, "small_strong") for _, value, _ in rows]
    inner = max(names, default=0) + max(values, default=0) + painter.px(34)
    width = max(inner, painter.text_width(title, "small_strong")) + painter.px(20)
    height = painter.px(14) + painter.px(18) * (len(rows) + 1)
    left = column + painter.px(10)
    if left + width > plot.right:
        left = max(plot.left, column - painter.px(10) - width)
    box = pygame.Rect(left, plot.top, width, height)
    painter.card(surface, box, COLOURS["raised"], COLOURS["line_strong"], 8, shadow=True)
    baseline = box.y + painter.px(20)
    painter.text(surface, title, box.x + painter.px(10), baseline, "small_strong")
    for name, value, colour in rows:
        baseline += painter.px(18)
        key = pygame.Rect(box.x + painter.px(10), baseline - painter.px(9), *([painter.px(9)] * 2))
        painter.box(surface, key, colour, radius=2)
        soft = COLOURS["text_soft"]
        painter.text(surface, name, box.x + painter.px(26), baseline, "small", soft)
        right = box.right - painter.px(10)
        painter.text(surface, value, right, baseline, "small_strong", align="right")
    return box
