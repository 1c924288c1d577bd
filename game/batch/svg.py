"""Small SVG charts for the reports: fans over time, and spreads around zero."""

import math
from collections.abc import Sequence
from html import escape

import numpy as np

from game.batch.measures import Measure

QUANTILES = (5.0, 25.0, 50.0, 75.0, 95.0)

WIDTH, HEIGHT = 520.0, 236.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 64.0, 10.0, 28.0


def nice_ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round numbers that cover low to high, about so many of them."""
    span = (high - low) or max(abs(high), 1.0)
    rough = span / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = min((m * power for m in (1.0, 2.0, 2.5, 5.0, 10.0)), key=lambda s: abs(s - rough))
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [i * step for i in range(first, max(last, first + 1) + 1)]


def _range(values: np.ndarray) -> tuple[float, float]:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if 0.0 < low < 0.5 * high:
        low = 0.0
    if low < high < 0.0 and high > 0.5 * low:
        high = 0.0
    return low, high


class _Plane:
    """From quarters and values to places in the drawing."""

    def __init__(self, quarters: int, low: float, high: float) -> None:
        self.ticks = nice_ticks(low, high)
        self.low, self.high = self.ticks[0], self.ticks[-1]
        self.step = (WIDTH - LEFT - RIGHT) / max(quarters - 1, 1)

    def x(self, quarter: float) -> float:
        return LEFT + quarter * self.step

    def y(self, value: float) -> float:
        return TOP + (self.high - value) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)

    def points(self, values: Sequence[float]) -> list[str]:
        return [f"{self.x(i):.1f},{self.y(v):.1f}" for i, v in enumerate(values)]

    def line(self, values: Sequence[float], style: str) -> str:
        return f'<polyline points="{" ".join(self.points(values))}" fill="none" {style}/>'

    def area(self, lower: Sequence[float], upper: Sequence[float], opacity: float) -> str:
        outline = " ".join(self.points(upper) + self.points(lower)[::-1])
        return f'<polygon points="{outline}" fill="var(--sovereign)" fill-opacity="{opacity}"/>'


def fan(measure: Measure, quarters: Sequence[str], bands: np.ndarray, twin: np.ndarray) -> str:
    """Bands and median over time, with the twin's dashed median.

    Shapes: bands (5, quarters) at QUANTILES, twin (quarters,).
    """
    bands, twin = bands * measure.scale, twin * measure.scale
    plane = _Plane(len(quarters), *_range(np.concatenate([bands.ravel(), twin])))
    rows = [row.tolist() for row in bands]
    parts = [
        _grid(plane),
        _years(plane, quarters),
        plane.area(rows[0], rows[4], 0.22),
        plane.area(rows[1], rows[3], 0.30),
        plane.line(
            twin.tolist(), 'stroke="var(--text)" stroke-width="1.75" stroke-dasharray="6 4"'
        ),
        plane.line(rows[2], 'stroke="var(--sovereign)" stroke-width="2.5"'),
        _end_labels(plane, len(quarters), rows[2][-1], float(twin[-1]), measure),
    ]
    label = (
        f"{measure.title}: median {measure.show(bands[2, -1] / measure.scale)} {measure.unit} at "
        f"the end of {quarters[-1]}, without controls {measure.show(twin[-1] / measure.scale)}"
    )
    return _svg(WIDTH, HEIGHT, label, parts)


def _svg(width: float, height: float, label: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(label)}">'
        + "".join(parts)
        + "</svg>"
    )


def _text(x: float, y: float, text: str, colour: str, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="var(--{colour})" font-size="{size}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _grid(plane: _Plane) -> str:
    right = WIDTH - RIGHT
    parts = []
    for tick in plane.ticks:
        colour = "line-strong" if abs(tick) < 1e-12 else "line"
        y = plane.y(tick)
        parts.append(
            f'<line x1="{LEFT}" x2="{right:g}" y1="{y:.1f}" y2="{y:.1f}" '
            f'stroke="var(--{colour})" stroke-width="1"/>'
        )
        parts.append(_text(LEFT - 8, y + 4, number(tick), "text-muted", "end", 11))
    return "".join(parts)


def number(value: float) -> str:
    """A tick's number, as short as it can be."""
    if abs(value) >= 1000.0:
        return minus(f"{value:,.0f}")
    return minus(f"{0.0 if abs(value) < 1e-12 else value:.4g}")


def minus(text: str) -> str:
    """Numbers with a real minus sign, for the page."""
    return text.replace("-", "\N{MINUS SIGN}")


def _years(plane: _Plane, quarters: Sequence[str]) -> str:
    starts = [i for i, quarter in enumerate(quarters) if quarter.endswith("Q1")]
    every = next(n for n in (1, 2, 5, 10, 20) if len(starts) / n <= 7 or n == 20)
    parts = []
    for i in starts:
        if int(quarters[i][:4]) % every:
            continue
        parts.append(_text(plane.x(i), HEIGHT - 6, quarters[i][:4], "text-muted", "middle", 11))
        parts.append(
            f'<line x1="{plane.x(i):.1f}" x2="{plane.x(i):.1f}" y1="{HEIGHT - BOTTOM:g}" '
            f'y2="{HEIGHT - BOTTOM + 4:g}" stroke="var(--line-strong)"/>'
        )
    return "".join(parts)


def _end_labels(plane: _Plane, quarters: int, median: float, twin: float, measure: Measure) -> str:
    """The two medians at the horizon, pushed apart when they would touch."""
    x = plane.x(quarters - 1)
    places = [plane.y(median), plane.y(twin)]
    upper, lower = (0, 1) if places[0] <= places[1] else (1, 0)
    gap = 17.0 - (places[lower] - places[upper])
    labels = places.copy()
    if gap > 0:
        labels[upper] -= gap / 2
        labels[lower] += gap / 2
    over = labels[lower] - (HEIGHT - BOTTOM - 2)
    if over > 0:
        labels = [y - over for y in labels]
    values = [minus(measure.show(v / measure.scale)) for v in (median, twin)]
    return (
        f'<circle cx="{x:.1f}" cy="{places[1]:.1f}" r="3" fill="var(--text)"/>'
        f'<circle cx="{x:.1f}" cy="{places[0]:.1f}" r="3.5" fill="var(--sovereign)"/>'
        + _text(x + 9, labels[0] + 4, values[0], "sovereign", size=14)
        + _text(x + 9, labels[1] + 4, values[1], "text", size=14)
    )


def _rule(x1: float, x2: float, y1: float, y2: float, colour: str) -> str:
    place = f'x1="{x1:g}" x2="{x2:g}" y1="{y1:g}" y2="{y2:g}"'
    return f'<line {place} stroke="var(--{colour})"/>'


def spread(measure: Measure, values: np.ndarray) -> str:
    """A paired difference: 5-95% and 25-75% bands and the median around zero.

    Shapes: values (runs,).
    """
    width, height, middle = 600.0, 56.0, 20.0
    marks = (np.percentile(values, QUANTILES) * measure.scale).tolist()
    reach = nice_ticks(0.0, max(abs(marks[0]), abs(marks[4]), 1e-9), 2)[-1]

    def x(value: float) -> float:
        return width / 2 + value / reach * (width / 2 - 30)

    def bar(begin: float, end: float, thick: float, opacity: float) -> str:
        long = max(x(end) - x(begin), 2.0)
        return (
            f'<rect x="{x(begin):.1f}" y="{middle - thick / 2:g}" width="{long:.1f}" '
            f'height="{thick:g}" rx="4" fill="var(--sovereign)" fill-opacity="{opacity}"/>'
        )

    parts = [
        _rule(0, width, middle, middle, "line-strong"),
        _rule(x(0), x(0), 2, height - 18, "text-muted"),
        bar(marks[0], marks[4], 16.0, 0.28),
        bar(marks[1], marks[3], 16.0, 0.45),
        f'<rect x="{x(marks[2]) - 1.5:.1f}" y="{middle - 13:g}" width="3" height="26" rx="1.5" '
        'fill="var(--sovereign)"/>',
    ]
    for value in (-reach, 0.0, reach):
        sign = "+" if value > 0 else ""
        parts.append(
            _text(x(value), height - 3, f"{sign}{number(value)}", "text-muted", "middle", 11)
        )
    low, median, high = (measure.show_signed(marks[i] / measure.scale) for i in (0, 2, 4))
    label = f"{measure.title}: median {median} {measure.unit}, 5-95% of runs {low} to {high}"
    return _svg(width, height, label, parts)
