"""Small SVG charts for the reports: fans over time, and spreads around zero."""

import math
from collections.abc import Iterable, Sequence
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


def since_first(quarters: Sequence[str]) -> list[float]:
    """How many quarters each lies after the first. Quarters such as 2023Q4, in order."""
    numbers = [4 * int(name[:4]) + int(name[-1]) for name in quarters]
    return [float(n - numbers[0]) for n in numbers]


class Plane:
    """From places on the axis (rising; quarters, or anything else) and values to the drawing."""

    def __init__(self, places: Sequence[float], low: float, high: float) -> None:
        self.ticks = nice_ticks(low, high)
        self.low, self.high = self.ticks[0], self.ticks[-1]
        self.places = places
        self.step = (WIDTH - LEFT - RIGHT) / ((places[-1] - places[0]) or 1.0)

    def x(self, place: float) -> float:
        return LEFT + (place - self.places[0]) * self.step

    def y(self, value: float) -> float:
        return TOP + (self.high - value) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)

    def points(self, values: Sequence[float]) -> list[str]:
        pairs = zip(self.places, values, strict=True)
        return [f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in pairs if math.isfinite(y)]

    def line(self, values: Sequence[float], style: str) -> str:
        return f'<polyline points="{" ".join(self.points(values))}" fill="none" {style}/>'

    def area(self, lower: Sequence[float], upper: Sequence[float], opacity: float) -> str:
        outline = " ".join(self.points(upper) + self.points(lower)[::-1])
        return f'<polygon points="{outline}" fill="var(--sovereign)" fill-opacity="{opacity}"/>'


def fan(
    measure: Measure,
    quarters: Sequence[str],
    bands: np.ndarray,
    twin: np.ndarray | None,
    beside: str = "without controls",
) -> str:
    """Bands and median over time, with the dashed median of what they are held beside, if any.

    Shapes: bands (5, quarters) at QUANTILES, twin (quarters,).
    """
    bands = bands * measure.scale
    dashed = np.full(len(quarters), np.nan) if twin is None else twin * measure.scale
    plane = Plane(since_first(quarters), *_range(np.concatenate([bands.ravel(), dashed])))
    rows = [row.tolist() for row in bands]
    ends = [(rows[2][-1], "sovereign"), (float(dashed[-1]), "text")]
    parts = [
        grid(plane),
        years(plane, quarters),
        plane.area(rows[0], rows[4], 0.22),
        plane.area(rows[1], rows[3], 0.30),
        plane.line(
            dashed.tolist(), 'stroke="var(--text)" stroke-width="1.75" stroke-dasharray="6 4"'
        ),
        plane.line(rows[2], 'stroke="var(--sovereign)" stroke-width="2.5"'),
        end_labels(plane, ends if twin is not None else ends[:1], measure),
    ]
    label = (
        f"{measure.title}: median {measure.show(bands[2, -1] / measure.scale)} {measure.unit} at "
        f"the end of {quarters[-1]}"
    )
    if twin is not None:
        label += f", {beside} {measure.show(twin[-1])}"
    return drawing(WIDTH, HEIGHT, label, parts)


def drawing(width: float, height: float, label: str, parts: Iterable[str]) -> str:
    """A chart of that size; the label says what it shows to who cannot see it."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(label)}">'
        + "".join(parts)
        + "</svg>"
    )


def text(x: float, y: float, words: str, colour: str, anchor: str = "start", size: int = 12) -> str:
    """Words at a place, in one of the page's colours."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="var(--{colour})" font-size="{size}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def grid(plane: Plane) -> str:
    """Lines across the drawing, with their values."""
    right = WIDTH - RIGHT
    parts = []
    for tick in plane.ticks:
        colour = "line-strong" if abs(tick) < 1e-12 else "line"
        y = plane.y(tick)
        parts.append(
            f'<line x1="{LEFT}" x2="{right:g}" y1="{y:.1f}" y2="{y:.1f}" '
            f'stroke="var(--{colour})" stroke-width="1"/>'
        )
        parts.append(text(LEFT - 8, y + 4, number(tick), "text-muted", "end", 11))
    return "".join(parts)


def number(value: float) -> str:
    """A tick's number, as short as it can be."""
    for size, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= max(size, 1e4):
            return minus(f"{value / size:.4g}{letter}")
    if abs(value) >= 1000.0:
        return minus(f"{value:,.0f}")
    return minus(f"{0.0 if abs(value) < 1e-12 else value:.4g}")


def minus(text: str) -> str:
    """Numbers with a real minus sign, for the page."""
    return text.replace("-", "\N{MINUS SIGN}")


def years(plane: Plane, quarters: Sequence[str]) -> str:
    """Where years begin. The plane's places are quarters since the first."""
    first, last = quarters[0], quarters[-1]
    starts = [y for y in range(int(first[:4]), int(last[:4]) + 1) if f"{y}Q1" >= first]
    every = next(n for n in (1, 2, 5, 10, 20) if len(starts) / n <= 7 or n == 20)
    parts = []
    for year in starts:
        if year % every == 0:
            x = plane.x(since_first([first, f"{year}Q1"])[1])
            parts.append(axis_label(x, str(year)))
    return "".join(parts)


def axis_label(x: float, words: str) -> str:
    """A mark on the lower axis with what stands there."""
    return (
        text(x, HEIGHT - 6, words, "text-muted", "middle", 11)
        + f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{HEIGHT - BOTTOM:g}" '
        f'y2="{HEIGHT - BOTTOM + 4:g}" stroke="var(--line-strong)"/>'
    )


def end_labels(plane: Plane, ends: Sequence[tuple[float, str]], measure: Measure) -> str:
    """Values at the end of one or two lines with their colours, kept from touching.

    Units: the values are scaled already.
    """
    x = plane.x(plane.places[-1])
    places = [plane.y(value) for value, _ in ends]
    labels = places.copy()
    if len(ends) == 2:
        upper, lower = (0, 1) if places[0] <= places[1] else (1, 0)
        gap = max(17.0 - (places[lower] - places[upper]), 0.0)
        labels[upper] -= gap / 2
        labels[lower] += gap / 2
    over = max(max(labels) - (HEIGHT - BOTTOM - 2), 0.0)
    parts = []
    for (value, colour), place, label, radius in zip(ends, places, labels, (3.5, 3), strict=False):
        words = minus(measure.show(value / measure.scale))
        parts.append(text(x + 9, label - over + 4, words, colour, size=14))
        parts.append(f'<circle cx="{x:.1f}" cy="{place:.1f}" r="{radius}" fill="var(--{colour})"/>')
    return "".join(reversed(parts))


def rule(x1: float, x2: float, y1: float, y2: float, colour: str) -> str:
    """A thin straight line."""
    place = f'x1="{x1:g}" x2="{x2:g}" y1="{y1:g}" y2="{y2:g}"'
    return f'<line {place} stroke="var(--{colour})"/>'


def spread(measure: Measure, values: np.ndarray) -> str:
    """A paired difference: 5-95% and 25-75% bands and the median around zero.

    Shapes: values (runs,).
    """
    width, height, middle = 600.0, 56.0, 20.0
    marks = (np.percentile(values, QUANTILES) * measure.scale).tolist()
    reach = nice_ticks(0.0, max(abs(marks[0]), abs(marks[4])) or 1.0, 2)[-1]

    def x(value: float) -> float:
        return width / 2 + value / reach * (width / 2 - 30)

    def bar(begin: float, end: float, thick: float, opacity: float) -> str:
        long = max(x(end) - x(begin), 2.0)
        return (
            f'<rect x="{x(begin):.1f}" y="{middle - thick / 2:g}" width="{long:.1f}" '
            f'height="{thick:g}" rx="4" fill="var(--sovereign)" fill-opacity="{opacity}"/>'
        )

    parts = [
        rule(0, width, middle, middle, "line-strong"),
        rule(x(0), x(0), 2, height - 18, "text-muted"),
        bar(marks[0], marks[4], 16.0, 0.28),
        bar(marks[1], marks[3], 16.0, 0.45),
        f'<rect x="{x(marks[2]) - 1.5:.1f}" y="{middle - 13:g}" width="3" height="26" rx="1.5" '
        'fill="var(--sovereign)"/>',
    ]
    for value in (-reach, 0.0, reach):
        sign = "+" if value > 0 else ""
        parts.append(
            text(x(value), height - 3, f"{sign}{number(value)}", "text-muted", "middle", 11)
        )
    low, median, high = (measure.show_signed(marks[i] / measure.scale) for i in (0, 2, 4))
    label = f"{measure.title}: median {median} {measure.unit}, 5-95% of runs {low} to {high}"
    return drawing(width, height, label, parts)
