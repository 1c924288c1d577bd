"""The furniture of a chart: plot area, grid, curves, marks, labels and legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame

from game.window.axes import Axis, Frame, spread, y_ticks
from game.window.drawing import blit_centred, disc, shape
from game.window.painter import Painter
from game.window.raster import Array, Canvas, Dash, columns, finite_runs, interpolate
from game.window.theme import COLOURS, Colour

Legend = list[tuple[str, Colour, str]]
_SMALLEST_PLOT = 12  # pixels
_LOW_PLOT = 56  # pixels at scale 1: lower plots do without legend and guide labels


@dataclass(frozen=True)
class Series:
    """A named line; gaps are NaN. ``shape`` is one of ``drawing.SHAPE_NAMES``, or no mark."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    colour: Colour
    shape: str | None = None
    dashed: bool = False
    width: float = 2.2


@dataclass(frozen=True)
class Guide:
    """A dotted line at one date, with a label."""

    x: float
    label: str = ""


def layout_plot(
    painter: Painter,
    rect: pygame.Rect,
    x_limits: tuple[float, float],
    y_limits: tuple[float, float],
    y_axis: Axis,
    legend: Legend,
    end_names: Sequence[str],
) -> Frame | None:
    """Return the plot area that leaves room for all labels."""
    bottom = painter.px(20) + painter.px(18) * len(legend_rows(painter, legend, rect.width))
    height = rect.height - bottom
    ticks = y_ticks(painter, y_limits, height, y_axis)
    widest = max((painter.text_width(y_axis.label(tick), "micro") for tick in ticks), default=0)
    gutter = widest + painter.px(8)
    plot = pygame.Rect(rect.x, rect.y, rect.width - gutter, height)
    if end_names:
        names = max(painter.text_width(name, "micro") for name in end_names) + painter.px(12)
        plot.x, plot.width = rect.x + gutter, rect.width - gutter - names
    if plot.width < _SMALLEST_PLOT or plot.height < _SMALLEST_PLOT:
        return None
    return Frame(plot, x_limits, y_limits)


def start_canvas(painter: Painter, frame: Frame, y_axis: Axis, background: Colour) -> Canvas:
    """Return a canvas with the grid on it."""
    plot = frame.plot
    canvas = Canvas(plot.width, plot.height, background)
    for tick in y_ticks(painter, frame.y_limits, plot.height, y_axis):
        canvas.horizontal(frame.y(tick) - plot.y, COLOURS["line"])
    if y_axis.baseline is not None:
        canvas.horizontal(frame.y(y_axis.baseline) - plot.y, COLOURS["edge"], 0.8)
    return canvas


def plot_curve(frame: Frame, x: Sequence[float], y: Sequence[float]) -> Array:
    """Return one row per plot column, in pixels from the plot's top."""
    values = interpolate(x, y, columns(*frame.x_limits, frame.plot.width))
    low, high = frame.y_limits
    return np.asarray((high - values) / (high - low) * (frame.plot.height - 1) + 0.5)


def dash_of(painter: Painter) -> Dash:
    """Return the dashes of a twin's line at this scale."""
    return painter.px(5), painter.px(4)


def first_point(x: Sequence[float], y: Sequence[float]) -> tuple[float, float] | None:
    """Return the first point without NaN, or None."""
    pairs = zip(x, y, strict=False)
    return next(((a, b) for a, b in pairs if math.isfinite(a) and math.isfinite(b)), None)


def last_point(x: Sequence[float], y: Sequence[float]) -> tuple[float, float] | None:
    """Return the last point without NaN, or None."""
    count = min(len(x), len(y))
    return first_point(list(x)[:count][::-1], list(y)[:count][::-1])


def draw_marks(
    painter: Painter,
    surface: pygame.Surface,
    frame: Frame,
    all_series: Sequence[Series],
    background: Colour,
) -> None:
    """Put each series' shape on its last point and once along the way."""
    low, high = frame.x_limits
    for index, series in enumerate(all_series):
        if series.shape is None:
            _mark_single_points(painter, surface, frame, series)
            continue
        last = last_point(series.x, series.y)
        if last is None:
            continue
        along = low + (high - low) * (0.12 + 0.10 * (index % 5))
        height = float(interpolate(series.x, series.y, [along])[0])
        for x, y, radius in ((along, height, 3.2), (*last, 4.0)):
            if frame.holds(x, y):
                place = frame.x(x), frame.y(y)
                size = radius * painter.scale
                blit_centred(surface, disc(size + 1.6 * painter.scale, background), *place)
                blit_centred(surface, shape(series.shape, size, series.colour), *place)


def _mark_single_points(
    painter: Painter, surface: pygame.Surface, frame: Frame, series: Series
) -> None:
    """Show points without neighbours, which a line cannot."""
    values = np.asarray(series.y, float)
    dot = disc(series.width * painter.scale, series.colour)
    for run in finite_runs(values):
        if run.stop - run.start == 1 and run.start < len(series.x):
            x, y = series.x[run.start], float(values[run.start])
            if frame.holds(x, y):
                blit_centred(surface, dot, frame.x(x), frame.y(y))


def guide_headroom(
    painter: Painter, rect: pygame.Rect, guides: Sequence[Guide], limits: tuple[float, float]
) -> tuple[float, float]:
    """Return y limits that leave a line's height free above the data for guide labels."""
    height = rect.height - painter.px(20)
    if not any(guide.label for guide in guides) or height < painter.px(_LOW_PLOT):
        return limits
    share = painter.line_height("micro") / height
    return limits[0], limits[1] + (limits[1] - limits[0]) * share / (1 - share)


def draw_guide_labels(
    painter: Painter,
    surface: pygame.Surface,
    frame: Frame,
    guides: Sequence[Guide],
    background: Colour,
) -> None:
    """Write each guide's label beside its top, on the side with room, unless it meets another."""
    taken: list[pygame.Rect] = []
    plot = frame.plot
    for guide in guides:
        width = painter.text_width(guide.label, "micro")
        x = frame.x(guide.x)
        left = x + painter.px(6)
        if left + width > plot.right:
            left = x - painter.px(6) - width
        rect = pygame.Rect(round(left), plot.top, width, painter.px(14))
        room = left >= plot.left and plot.height >= painter.px(_LOW_PLOT)
        if guide.label and room and rect.collidelist(taken) < 0:
            surface.fill(background, rect)
            baseline = plot.top + painter.px(10)
            painter.text(surface, guide.label, left, baseline, "micro", COLOURS["text_soft"])
            taken.append(rect)


def draw_end_labels(
    painter: Painter, surface: pygame.Surface, frame: Frame, all_series: Sequence[Series]
) -> None:
    """Write names at the line ends, spread so that none overlap."""
    ends = [(series, last_point(series.x, series.y)) for series in all_series]
    shown = [(series, point) for series, point in ends if point is not None and series.name]
    half = painter.px(4)
    limits = frame.plot.top + half, frame.plot.bottom - half
    wanted = [frame.y(point[1]) for _, point in shown]
    places = spread(wanted, painter.line_height("micro"), *limits)
    for (series, _), y in zip(shown, places, strict=True):
        x = frame.plot.right + painter.px(10)
        painter.text(surface, series.name, x, y + half, "micro", series.colour)


def legend_rows(painter: Painter, legend: Legend, width: int) -> list[Legend]:
    """Return the legend broken into rows that fit a width."""
    rows: list[Legend] = []
    for entry in legend:
        if rows and painter.legend_width([*rows[-1], entry], "micro") <= width:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def fitting_legend(painter: Painter, rect: pygame.Rect, legend: Legend) -> Legend:
    """Return the legend, or none where it would leave the plot too low to read."""
    rows = len(legend_rows(painter, legend, rect.width))
    left_over = rect.height - painter.px(20) - painter.px(18) * rows
    return legend if left_over >= painter.px(_LOW_PLOT) else []


def draw_legend(
    painter: Painter, surface: pygame.Surface, rect: pygame.Rect, frame: Frame, legend: Legend
) -> None:
    """Draw the legend under the date labels."""
    for index, row in enumerate(legend_rows(painter, legend, rect.width)):
        baseline = frame.plot.bottom + painter.px(34) + index * painter.px(18)
        painter.legend(surface, row, rect.x, baseline, "left", "micro")


def draw_empty(painter: Painter, surface: pygame.Surface, rect: pygame.Rect, message: str) -> None:
    """Say in the middle of a rect that there is nothing to show."""
    baseline = painter.middle(rect, "small")
    muted = COLOURS["text_muted"]
    painter.text(surface, message, rect.centerx, baseline, "small", muted, "center", rect.width)
