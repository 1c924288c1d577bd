"""Charts of quantities over time: lines, and a fan of futures with its twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pygame

from game.language import mark, tr
from game.window.axes import TIME_AXIS, Axis, Frame, draw_x_labels, draw_y_labels, y_ticks
from game.window.drawing import blit_centred, disc
from game.window.painter import Painter
from game.window.plot import (
    Guide,
    Legend,
    Series,
    dash_of,
    draw_empty,
    draw_end_labels,
    draw_guide_labels,
    draw_legend,
    draw_marks,
    first_point,
    fitting_legend,
    guide_headroom,
    last_point,
    layout_plot,
    plot_curve,
    start_canvas,
)
from game.window.raster import Canvas, Dash, bounds_of
from game.window.theme import COLOURS, Colour, mix

__all__ = ["Fan", "Guide", "Series", "TimeSeries", "draw_fan", "draw_time_series"]

NO_DATA, NO_FORECAST = mark("No data yet"), mark("No forecast yet")
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class TimeSeries:
    """Lines over time. With ``end_labels`` names stand at the line ends instead of a legend."""

    series: Sequence[Series]
    x_axis: Axis = TIME_AXIS
    y_axis: Axis = field(default_factory=Axis)
    guides: Sequence[Guide] = ()
    legend: bool = True
    end_labels: bool = False
    empty_label: str = NO_DATA


@dataclass(frozen=True)
class Fan:
    """History, then bands of futures around a median, beside dashed lines for comparison.

    ``bands`` are (low, high) pairs, widest first. ``twin`` is dashed, ``law`` dotted; ``other`` is
    a second fan (low, median, high), drawn as lines. ``paths`` are single futures with the same
    luck, as (values, colour, dash), drawn over everything.
    """

    history_x: Sequence[float]
    history: Sequence[float]
    future_x: Sequence[float]
    bands: Sequence[tuple[Sequence[float], Sequence[float]]]
    median: Sequence[float]
    twin: Sequence[float] = ()
    twin_history: Sequence[float] = ()
    law: Sequence[float] = ()
    other: tuple[Sequence[float], Sequence[float], Sequence[float]] = ((), (), ())
    paths: Sequence[tuple[Sequence[float], Colour, Dash | None]] = ()
    colour: Colour = COLOURS["sovereign"]
    x_axis: Axis = TIME_AXIS
    y_axis: Axis = field(default_factory=Axis)
    now_label: str = "Now"
    median_label: str = "Median"
    band_label: str = "5–95%"
    twin_label: str = "No controls"
    law_label: str = "Law in force"
    other_label: str = "Policy A"
    empty_label: str = NO_FORECAST
    legend: bool = True

    def curves(self) -> list[Sequence[float]]:
        """Everything that has to fit between the limits."""
        edges = [side for pair in self.bands for side in pair]
        paths = [values for values, _, _ in self.paths]
        twin = [self.twin, self.twin_history]
        return [self.history, self.median, *twin, self.law, *self.other, *edges, *paths]


def draw_time_series(
    painter: Painter,
    surface: pygame.Surface,
    rect: pygame.Rect,
    chart: TimeSeries,
    background: Colour | None = None,
) -> Frame | None:
    """Draw lines over time and return where the data live; None if there is no room or no data."""
    background = COLOURS["card"] if background is None else background
    x_data = bounds_of([series.x for series in chart.series])
    y_data = bounds_of([series.y for series in chart.series])
    if x_data is None or y_data is None:
        draw_empty(painter, surface, rect, tr(chart.empty_label))
        return None
    legend = fitting_legend(painter, rect, _series_legend(chart))
    names = [series.name for series in chart.series] if chart.end_labels else []
    x_limits = chart.x_axis.limits(x_data, 0.0)
    y_limits = chart.y_axis.limits(y_data)
    guides = [guide for guide in chart.guides if x_limits[0] <= guide.x <= x_limits[1]]
    if chart.y_axis.high is None:
        y_limits = guide_headroom(painter, rect, guides, y_limits)
    frame = layout_plot(painter, rect, x_limits, y_limits, chart.y_axis, legend, names)
    if frame is None:
        return None
    canvas = start_canvas(painter, frame, chart.y_axis, background)
    for guide in guides:
        canvas.vertical(frame.x(guide.x) - frame.plot.x, COLOURS["text_muted"], 0.8, (2, 3))
    for series in chart.series:
        dash = dash_of(painter) if series.dashed else None
        curve = plot_curve(frame, series.x, series.y)
        canvas.line(curve, series.colour, series.width * painter.scale, 1.0, 0, dash)
    surface.blit(canvas.surface(), frame.plot.topleft)
    side = "left" if names else "right"
    ticks = y_ticks(painter, y_limits, frame.plot.height, chart.y_axis)
    draw_y_labels(painter, surface, frame, chart.y_axis, ticks, side)
    draw_x_labels(painter, surface, frame, chart.x_axis, [])
    draw_marks(painter, surface, frame, chart.series, background)
    draw_guide_labels(painter, surface, frame, guides, background)
    draw_end_labels(painter, surface, frame, chart.series if names else ())
    draw_legend(painter, surface, rect, frame, legend)
    return frame


def draw_fan(
    painter: Painter,
    surface: pygame.Surface,
    rect: pygame.Rect,
    chart: Fan,
    background: Colour | None = None,
) -> Frame | None:
    """Draw a fan of futures and return where the data live; None if there is no room or no data."""
    background = COLOURS["card"] if background is None else background
    x_data = bounds_of([chart.history_x, chart.future_x])
    y_data = bounds_of(chart.curves())
    if x_data is None or y_data is None:
        draw_empty(painter, surface, rect, tr(chart.empty_label))
        return None
    legend = fitting_legend(painter, rect, _fan_legend(chart, background))
    limits = chart.x_axis.limits(x_data, 0.0), chart.y_axis.limits(y_data)
    frame = layout_plot(painter, rect, *limits, chart.y_axis, legend, [])
    if frame is None:
        return None
    canvas = start_canvas(painter, frame, chart.y_axis, background)
    now = last_point(chart.history_x, chart.history) or first_point(chart.future_x, chart.median)
    _draw_fan_curves(painter, canvas, frame, chart)
    if now is not None:
        canvas.vertical(frame.x(now[0]) - frame.plot.x, COLOURS["text_muted"], 0.9, (2, 3))
    surface.blit(canvas.surface(), frame.plot.topleft)
    ticks = y_ticks(painter, frame.y_limits, frame.plot.height, chart.y_axis)
    draw_y_labels(painter, surface, frame, chart.y_axis, ticks)
    names = {now[0]: chart.now_label} if now is not None else {}
    x_axis = Axis(format=chart.x_axis.format, whole=chart.x_axis.whole, names=names)
    draw_x_labels(painter, surface, frame, x_axis, list(names))
    if now is not None:
        dot = disc(4 * painter.scale, COLOURS["text"], background, 1.5 * painter.scale)
        blit_centred(surface, dot, frame.x(now[0]), frame.y(now[1]))
    draw_legend(painter, surface, rect, frame, legend)
    return frame


def _series_legend(chart: TimeSeries) -> Legend:
    if chart.end_labels or not chart.legend:
        return []
    return [
        (series.name, series.colour, series.shape or ("dashed" if series.dashed else "line"))
        for series in chart.series
    ]


def _fan_legend(chart: Fan, background: Colour) -> Legend:
    if not chart.legend:
        return []
    legend: Legend = []
    if chart.median_label:
        legend.append((chart.median_label, mix(chart.colour, WHITE, 0.35), "line"))
    if chart.bands:
        legend.append((chart.band_label, mix(background, chart.colour, 0.45), "band"))
    if len(chart.twin):
        legend.append((chart.twin_label, COLOURS["text"], "dashed"))
    if len(chart.law):
        legend.append((chart.law_label, COLOURS["hybrid"], "dashed"))
    if len(chart.other[1]):
        legend.append((chart.other_label, COLOURS["hybrid"], "line"))
    return legend


def _joined(chart: Fan) -> tuple[list[float], list[float]]:
    """The twin's dates and values from its past into its future."""
    if len(chart.twin_history) != len(chart.history_x) or not len(chart.twin):
        return list(chart.future_x), list(chart.twin)
    dates = [*chart.history_x[:-1], *chart.future_x]
    return dates, [*chart.twin_history[:-1], *chart.twin]


def _draw_fan_curves(painter: Painter, canvas: Canvas, frame: Frame, chart: Fan) -> None:
    scale, bright = painter.scale, mix(chart.colour, WHITE, 0.35)
    dots: Dash = (painter.px(2), painter.px(4))

    def stroke(
        values: Sequence[float], colour: Colour, width: float, alpha: float, dash: Dash | None
    ) -> None:
        curve = plot_curve(frame, chart.future_x, values)
        canvas.line(curve, colour, width * scale, alpha, 0, dash)

    for index, (low, high) in enumerate(chart.bands):
        alpha = 0.16 + 0.04 * max(0, index - 1)
        edges = plot_curve(frame, chart.future_x, low), plot_curve(frame, chart.future_x, high)
        canvas.band(*edges, chart.colour, alpha)
    low, middle, high = chart.other
    for edge in (low, high):
        stroke(edge, COLOURS["hybrid"], 1.2, 0.8, None)
    twin = plot_curve(frame, *_joined(chart))
    canvas.line(twin, COLOURS["text"], 1.6 * scale, 0.95, 0, dash_of(painter))
    stroke(middle, COLOURS["hybrid"], 2.2, 1.0, None)
    stroke(chart.median, bright, 2.2, 1.0, None)
    stroke(chart.law, COLOURS["hybrid"], 1.8, 1.0, dots)
    for values, colour, dash in chart.paths:
        stroke(values, colour, 1.5, 0.95, dash)
    canvas.line(plot_curve(frame, chart.history_x, chart.history), COLOURS["text"], 2.2 * scale)
