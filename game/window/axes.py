"""Axes: round ticks, number formats, labels that neither overlap nor leave the chart."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pygame

from game.language import CHINESE, language
from game.window.painter import Painter
from game.window.theme import COLOURS

Formatter = Callable[[float], str]
MINUS = "−"
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LARGEST = 1e15


def nice_step(span: float, most: int, whole: bool = False) -> float:
    """Return the smallest round step that fits into a span at most ``most`` times."""
    rough = max(span, 1e-12) / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    steps = [step * power for step in _STEPS if not (whole and step == 2.5)]
    fits = (step for step in steps if math.floor(span / step + 1e-9) <= most)
    step = next(fits, 10 * power)
    return max(1.0, step) if whole else step


def nice_ticks(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    """Return at most ``most`` + 1 round numbers between two limits, smallest first."""
    if not (math.isfinite(low) and math.isfinite(high)) or high < low:
        return []
    step = nice_step(high - low, most, whole)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 12) + 0.0 for index in range(first, last + 1)]


# From where on a number is shortened, by what it is divided, and what is written after it.
_LARGE = ((1e12, 1e12, "T"), (1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))
_LARGE_CHINESE = ((1e12, 1e12, "万亿"), (1e8, 1e8, "亿"), (1e4, 1e4, "万"))


def format_number(value: float) -> str:
    """Return a number short enough for an axis, with a true minus sign."""
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    for limit, unit, suffix in _LARGE_CHINESE if language() == CHINESE else _LARGE:
        if size >= limit:
            return f"{value / unit:.3g}{suffix}".replace("-", MINUS)
    return f"{round(value, 6):.4g}".replace("-", MINUS)


def format_percent(value: float) -> str:
    """Return a share of one as a whole percentage."""
    return f"{value:.0%}".replace("-", MINUS) if math.isfinite(value) else "–"


def format_signed(value: float) -> str:
    """Return a number with two decimals and its sign."""
    return f"{value:+.2f}".replace("-", MINUS) if math.isfinite(value) else "–"


def format_year(value: float) -> str:
    """Return the year of a date given as a year with a fraction."""
    return f"{math.floor(value + 1e-6):d}" if math.isfinite(value) else "–"


@dataclass(frozen=True)
class Axis:
    """One axis: limits (None = from the data), format, and names for special values."""

    low: float | None = None
    high: float | None = None
    format: Formatter = format_number
    whole: bool = False
    include_zero: bool = False
    names: Mapping[float, str] = field(default_factory=dict)
    baseline: float | None = None

    def limits(self, data: tuple[float, float] | None, margin: float = 0.06) -> tuple[float, float]:
        """Return the axis limits for data limits; never empty, never infinite."""
        low, high = data if data is not None else (0.0, 1.0)
        if self.include_zero:
            low, high = min(low, 0.0), max(high, 0.0)
        low, high = (min(_LARGEST, max(-_LARGEST, limit)) for limit in (low, high))
        space = (high - low) * margin
        if high - low <= 1e-12 * max(1.0, abs(high)):
            space = 0.5 if margin == 0 else max(abs(high) * 0.1, 0.5)
        pads = (0.0 if self.include_zero and low == 0 else space, space)
        low = low - pads[0] if self.low is None else self.low
        high = high + pads[1] if self.high is None else self.high
        return (low, high) if high > low else (low, low + max(1.0, abs(low) * 1e-6))

    def label(self, value: float) -> str:
        """Return the name or the formatted number of a value."""
        return self.names.get(value, self.format(value))


TIME_AXIS = Axis(format=format_year, whole=True)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions at least a gap apart, as near to the wanted ones as order allows.

    Positions stay between the limits while there is room for all.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed: list[float] = []
    for index in order:
        lowest = placed[-1] + gap if placed else low
        placed.append(max(wanted[index], lowest))
    ceiling = high
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = min(placed[place], ceiling)
        ceiling = placed[place] - gap
    result = [0.0] * len(wanted)
    for place, index in enumerate(order):
        result[index] = placed[place]
    return result


@dataclass(frozen=True)
class Frame:
    """Where a drawn chart's data live on its surface, for cursors and overlays."""

    plot: pygame.Rect
    x_limits: tuple[float, float]
    y_limits: tuple[float, float]

    def x(self, value: float) -> float:
        """Return the column of a value. Units: pixels on the surface."""
        low, high = self.x_limits
        return self.plot.x + (value - low) / (high - low) * (self.plot.width - 1)

    def y(self, value: float) -> float:
        """Return the row of a value. Units: pixels on the surface."""
        low, high = self.y_limits
        return self.plot.y + (high - value) / (high - low) * (self.plot.height - 1)

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in the plot; never for numbers that are not finite."""
        (left, right), (low, high) = self.x_limits, self.y_limits
        return left <= x <= right and low <= y <= high

    def value_at(self, x: float) -> float:
        """Return the x value under a column."""
        low, high = self.x_limits
        share = (x - self.plot.x) / max(1, self.plot.width - 1)
        return low + min(1.0, max(0.0, share)) * (high - low)


def y_ticks(painter: Painter, limits: tuple[float, float], height: int, axis: Axis) -> list[float]:
    """Return the y ticks, named ones first, that leave air between their labels."""
    line = painter.line_height("micro")
    most = max(1, min(5, int(height / (line * 2.0))))
    named = [name for name in axis.names if limits[0] <= name <= limits[1]]
    scale = (height - 1) / (limits[1] - limits[0])
    kept: list[float] = []
    for tick in [*named, *nice_ticks(*limits, most, axis.whole)]:
        if all(abs(tick - other) * scale >= line for other in kept):
            kept.append(tick)
    return sorted(kept)


def draw_y_labels(
    painter: Painter,
    surface: pygame.Surface,
    frame: Frame,
    axis: Axis,
    ticks: Sequence[float],
    side: str = "right",
) -> None:
    """Write the tick labels beside the plot, kept between its top and bottom."""
    plot = frame.plot
    half = painter.px(4)
    for tick in ticks:
        y = min(max(frame.y(tick), plot.top + half), plot.bottom - half)
        x = plot.right + painter.px(8) if side == "right" else plot.left - painter.px(8)
        align = "left" if side == "right" else "right"
        name, colour = axis.label(tick), COLOURS["text_muted"]
        painter.text(surface, name, x, y + half, "micro", colour, align)  # type: ignore[arg-type]


def draw_x_labels(
    painter: Painter, surface: pygame.Surface, frame: Frame, axis: Axis, special: Sequence[float]
) -> list[pygame.Rect]:
    """Write tick labels under the plot, special ones first, and return where they went."""
    plot = frame.plot
    most = max(1, int(plot.width / (painter.px(26) * 2)))
    taken: list[pygame.Rect] = []
    baseline = plot.bottom + painter.px(14)
    ticks = nice_ticks(*frame.x_limits, most, axis.whole)
    for value in [*special, *ticks]:
        if not frame.x_limits[0] - 1e-9 <= value <= frame.x_limits[1] + 1e-9:
            continue
        name = axis.label(value)
        width = painter.text_width(name, "micro")
        left = round(frame.x(value) - width / 2)
        left = max(plot.left, min(left, plot.right - width))
        rect = pygame.Rect(left, baseline - painter.px(11), width, painter.px(14))
        if width > plot.width or rect.inflate(painter.px(12), 0).collidelist(taken) >= 0:
            continue
        colour = COLOURS["text_soft"] if value in special else COLOURS["text_muted"]
        painter.text(surface, name, left, baseline, "micro", colour)
        taken.append(rect)
    return taken
