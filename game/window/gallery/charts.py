"""The charts of the gallery, with ordinary and with awkward data."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pygame

from game.window.axes import Axis, format_percent, format_signed
from game.window.bars import Bar, draw_diverging_bars, draw_readout, draw_sparkline
from game.window.charts import Fan, Guide, Series, TimeSeries, draw_fan, draw_time_series
from game.window.painter import Painter
from game.window.theme import COLOURS
from game.window.widgets import CardPanel

Draw = Callable[[Painter, pygame.Surface, pygame.Rect], object]
QUARTERS = np.arange(44) / 4 + 2016.5
NAMES = ("incumbent", "sovereign", "open")


class ChartEntry(NamedTuple):
    """A card of the gallery."""

    title: str
    subtitle: str
    draw: Draw


class ChartCard(CardPanel):
    """A card around one chart."""

    def __init__(self, identifier: str, rect: pygame.Rect, entry: ChartEntry) -> None:
        super().__init__(identifier, rect, entry.title, subtitle=entry.subtitle)
        self._draw_chart = entry.draw

    def draw(self, surface: pygame.Surface) -> None:
        """Draw card and chart."""
        super().draw(surface)
        self._draw_chart(self.painter, surface, self.content)


def _shares() -> list[Series]:
    noise = np.random.default_rng(7).normal(0, 1, (3, 44)).cumsum(1) * 0.0035
    steps = np.arange(44)
    sovereign = 0.06 + 0.27 / (1 + np.exp(-(steps - 24) / 5.2)) + noise[0]
    open_share = 0.07 + 0.08 * (steps / 44) ** 1.3 + noise[1]
    lines = (0.86 - sovereign - open_share + 0.07 * steps / 44, sovereign, open_share)
    shapes = ("disc", "diamond", "triangle")
    return [
        Series(name.capitalize(), QUARTERS.tolist(), line.tolist(), COLOURS[name], shape)
        for name, line, shape in zip(NAMES, lines, shapes, strict=True)
    ]


def _fan(width: float = 1.0, sample: bool = False) -> Fan:
    generator = np.random.default_rng(11)
    shock = generator.normal(0, 0.085, (1000, 32)) * (0.5 + np.arange(32) / 32) * width
    paths = 1.25 + np.cumsum(shock - 0.02, axis=1)
    paths[:, 0] = 1.25
    levels = np.percentile(paths, [5, 12.5, 25, 37.5, 50, 62.5, 75, 87.5, 95], axis=0)
    past = np.linspace(0, 1, 21)
    history = 1.25 + 0.2 * np.sin(np.linspace(-2.4, 0, 21)) + 0.12 * (1 - past)
    return Fan(
        history_x=(2022.5 + past * 5).tolist(),
        history=history.tolist(),
        future_x=(2027.5 + np.arange(32) / 4).tolist(),
        bands=[(levels[i].tolist(), levels[8 - i].tolist()) for i in range(4)],
        median=levels[4].tolist(),
        twin=(levels[4] + np.linspace(0, 0.35, 32)).tolist(),
        paths=[(paths[5].tolist(), COLOURS["text"], None)] if sample else (),
        y_axis=Axis(names={0.0: "Parity"}, baseline=0.0, format=lambda v: f"{v:+g}"),
    )


def _line(values: list[float], **axis: float | bool) -> TimeSeries:
    places = [2020 + index / 4 for index in range(len(values))]
    series = [Series("Compute", places, values, COLOURS["incumbent"])]
    return TimeSeries(series, y_axis=Axis(**axis))  # type: ignore[arg-type]


def _time(chart: TimeSeries) -> Draw:
    return lambda painter, surface, rect: draw_time_series(painter, surface, rect, chart)


def _forecast(chart: Fan) -> Draw:
    return lambda painter, surface, rect: draw_fan(painter, surface, rect, chart)


def _with_readout(painter: Painter, surface: pygame.Surface, rect: pygame.Rect) -> None:
    chart = TimeSeries(_shares(), y_axis=Axis(format=format_percent), end_labels=True)
    frame = draw_time_series(painter, surface, rect, chart)
    if frame is not None:
        rows = [(line.name, format_percent(line.y[25]), line.colour) for line in chart.series]
        draw_readout(painter, surface, frame, 2022.75, "Q4 2022", rows)


def _bars(painter: Painter, surface: pygame.Surface, rect: pygame.Rect) -> None:
    values = {
        "Forced substitution": 0.31,
        "Redirected R&D": 0.17,
        "Tool lock-out": -0.22,
        "Higher unit cost": -0.12,
        "State-owned buyers": 0.12,
        "Unknown": math.nan,
    }
    bars = [Bar(label, value) for label, value in values.items()]
    draw_diverging_bars(painter, surface, rect, bars, format_signed)


def _sparklines(painter: Painter, surface: pygame.Surface, rect: pygame.Rect) -> None:
    walk = np.random.default_rng(2).normal(0, 1, 40).cumsum()
    gap = np.where((np.arange(40) > 12) & (np.arange(40) < 18), np.nan, walk)
    rows = (walk, gap, np.full(9, 3.0), np.array([1.0]), np.array([]), np.array([0.0, 1, -4, 9]))
    step = rect.height // len(rows)
    for index, values in enumerate(rows):
        place = pygame.Rect(rect.x, rect.y + index * step, rect.width, step - painter.px(4))
        draw_sparkline(painter, surface, place, values.tolist(), COLOURS["open"])


def chart_cards() -> list[ChartEntry]:
    """Return every chart, awkward data last."""
    percent = Axis(format=format_percent, include_zero=True)
    shares = TimeSeries(_shares(), y_axis=percent, guides=[Guide(2022.75, "Oct 2022 rule")])
    large = _line([10 ** (8 + index / 6) for index in range(24)])
    wave = [math.sin(index / 3) * -40 - 12 for index in range(24)]
    holes = [math.nan if index % 9 in (3, 4) else wave[index] for index in range(24)]
    holes[4] = math.nan
    holes[21] = math.nan
    return [
        ChartEntry("AI developers by stack", "Share of all developers", _time(shares)),
        ChartEntry("Foresight: frontier lead", "Generations", _forecast(_fan())),
        ChartEntry("Direct labels and readout", "Names at the line ends", _with_readout),
        ChartEntry("Why it backfires", "Generations gained by 2033", _bars),
        ChartEntry("One sampled future", "Over the fan", _forecast(_fan(1.6, sample=True))),
        ChartEntry("Sparklines", "Gaps, constant, one point, none", _sparklines),
        ChartEntry("Large numbers", "Dollars", _time(large)),
        ChartEntry("Negative", "With a zero line", _time(_line(wave, baseline=0.0))),
        ChartEntry("Gaps", "Missing quarters and lone points", _time(_line(holes))),
        ChartEntry("Constant", "No range at all", _time(_line([3.0] * 12))),
        ChartEntry("One point", "And nothing else", _time(_line([1250.0]))),
        ChartEntry("Nothing yet", "No data", _time(TimeSeries([]))),
    ]
