"""Bars with intervals, one for each point that has a name."""

from collections.abc import Callable, Sequence

import numpy as np

from game.batch.measures import Measure
from game.batch.svg import drawing, nice_ticks, rule, text
from game.lab.report.estimates import Estimate
from game.lab.report.shapes import box, interval, named, shown, signed, tick_labels, whisker

MOST = 30  # rows; more are in the table
WIDTH, ROW, TOP, BOTTOM = 560.0, 40.0, 8.0, 28.0
LEFT, RIGHT = 196.0, 440.0


def bars(
    measure: Measure, rows: Sequence[tuple[str, Estimate]], title: str, sign: bool = False
) -> str:
    """A bar from zero for every point, its interval as a line."""
    rows = rows[:MOST]
    numbers = [v for _, e in rows for v in (e.value, e.low, e.high) if np.isfinite(v)]
    reach = [v * measure.scale for v in (*numbers, 0.0)]
    ticks = nice_ticks(min(reach), max(reach), 4)
    if measure.unit == "%" and min(reach) >= 0.0 and max(reach) <= 100.0:
        ticks = [0.0, 25.0, 50.0, 75.0, 100.0]
    step = (RIGHT - LEFT) / (ticks[-1] - ticks[0])
    height = TOP + ROW * len(rows) + BOTTOM

    def x(value: float) -> float:
        return LEFT + (value * measure.scale - ticks[0]) * step

    parts = []
    for tick in ticks:
        place = x(tick / measure.scale)
        strong = "text-muted" if tick == 0.0 else "line"
        parts.append(rule(place, place, TOP, height - BOTTOM, strong))
    parts.append(tick_labels(ticks, lambda t: x(t / measure.scale), height - 10))
    for i, (label, estimate) in enumerate(rows):
        parts.append(_row(measure, label, estimate, TOP + ROW * i, x, sign))
    told = "; ".join(f"{label} {shown(measure, e.value)}" for label, e in rows[:6])
    return drawing(WIDTH, height, f"{title}, {measure.unit}: {told}", parts)


def _row(
    measure: Measure,
    label: str,
    estimate: Estimate,
    y: float,
    x: Callable[[float], float],
    sign: bool,
) -> str:
    write = signed if sign else shown
    middle = y + ROW / 2
    parts = [named(0, middle + 5, label, LEFT - 12)]
    if np.isfinite(estimate.value):
        begin, end = sorted((x(0.0), x(estimate.value)))
        hue = "incumbent" if estimate.value < 0.0 else "sovereign"
        parts.append(box(begin, middle - 8, max(end - begin, 2.0), 16.0, hue, 0.8))
    if estimate.known:
        parts.append(whisker(x(estimate.low), x(estimate.high), middle))
    parts.append(text(WIDTH, middle - 1, write(measure, estimate.value), "text", "end", 14))
    parts.append(
        text(WIDTH, middle + 13, interval(measure, estimate, sign), "text-muted", "end", 11)
    )
    return "".join(parts)
