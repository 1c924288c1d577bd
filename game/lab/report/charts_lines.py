"""Lines with a 95% band: along a factor, over horizons, over more and more replications."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from game.batch.measures import Measure
from game.batch.svg import HEIGHT, WIDTH, Plane, axis_label, drawing, end_labels, grid, text
from game.lab.report.estimates import Estimate
from game.lab.report.shapes import interval, shown, wide


@dataclass(frozen=True)
class Place:
    """A place on the lower axis: where it is, what is written there ('' for nothing)."""

    at: float
    words: str = ""


def banded(
    measure: Measure,
    places: Sequence[Place],
    estimates: Sequence[Estimate],
    title: str,
    marks: bool = False,
    settled_from: int = 0,
) -> str:
    """A line through estimates with its band; `marks` adds a dot and an interval at each.

    Estimates before `settled_from` may run out of the drawing, so that what follows can be read.
    """
    values = _scaled(measure, estimates)
    judged = values[:, settled_from:]
    finite = judged[np.isfinite(judged)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if measure.unit == "%" and low >= 0.0 and high <= 100.0:
        low, high = (0.0, 100.0) if high > 50.0 else (0.0, max(high, 5.0))
    plane = Plane([p.at for p in places], low, high)
    inside = np.clip(values, plane.low, plane.high)
    middle, lower, upper = (row.tolist() for row in inside)
    parts = [grid(plane), _axis(plane, places)]
    if np.isfinite(inside[1:]).any():
        parts.append(plane.area(lower, upper, 0.24))
    parts.append(plane.line(middle, 'stroke="var(--sovereign)" stroke-width="2.5"'))
    if marks:
        parts += [_mark(plane, p.at, *inside[:, i].tolist()) for i, p in enumerate(places)]
    if math.isfinite(middle[-1]):
        parts.append(end_labels(plane, [(middle[-1], "sovereign")], measure))
    last = estimates[-1]
    label = f"{title}: {shown(measure, last.value)} {measure.unit} at the right end"
    if last.known:
        label += f", 95% interval {interval(measure, last)}"
    first = estimates[0]
    if math.isfinite(first.value):
        label += f"; {shown(measure, first.value)} at the left end"
    return drawing(WIDTH, HEIGHT, label, parts)


def _scaled(measure: Measure, estimates: Sequence[Estimate]) -> np.ndarray:
    """Shape: (3, estimates): value, low, high; an unknown end stands at the value."""
    rows = [
        (e.value, e.low if e.known else e.value, e.high if e.known else e.value) for e in estimates
    ]
    return np.array(rows).T * measure.scale


def _axis(plane: Plane, places: Sequence[Place]) -> str:
    """The words of places, where they do not touch the words before."""
    parts, free = [], -math.inf
    for place in places:
        x, half = plane.x(place.at), wide(place.words, 11) / 2
        if place.words and x - half >= free:
            parts.append(axis_label(x, place.words))
            free = x + half + 6
    return "".join(parts)


def _mark(plane: Plane, at: float, value: float, low: float, high: float) -> str:
    if not math.isfinite(value):
        return ""
    x = plane.x(at)
    return (
        f'<path d="M{x:.1f} {plane.y(low):.1f}V{plane.y(high):.1f}" stroke="var(--sovereign)" '
        f'stroke-width="1.5"/><circle cx="{x:.1f}" cy="{plane.y(value):.1f}" r="3.5" '
        'fill="var(--sovereign)"/>'
    )


def under(chart: str, words: str) -> str:
    """The same chart with the name of its lower axis under it."""
    bigger = f'viewBox="0 0 {WIDTH:g} {HEIGHT + 20:g}"'
    name = text(WIDTH / 2, HEIGHT + 14, words, "text-soft", "middle", 12)
    return chart.replace(f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}"', bigger).replace(
        "</svg>", f"{name}</svg>"
    )


def counted(counts: Sequence[int]) -> list[Place]:
    """Places on a logarithmic axis of counts, with round numbers and the last one written."""
    last = counts[-1]
    found = []
    for count in counts:
        head = int(f"{count:e}"[0])
        whole = count == head * 10 ** int(math.log10(count)) and head in {1, 2, 5}
        crowded = count != last and count * 1.25 > last
        words = f"{count:,}" if count == last or (whole and not crowded) else ""
        found.append(Place(math.log10(count), words))
    return found
