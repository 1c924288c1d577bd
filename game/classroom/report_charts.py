"""The charts of a class's report: lines beside the twin, fans, histograms, calibration.

Each says in its label what it shows; a table stands beside it. Values are in the model's units.
"""

from collections.abc import Iterable, Sequence

from agents.names import quarter_name
from game.analysis.metrics import Metric
from game.batch.svg import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Plane,
    axis_label,
    drawing,
    grid,
    nice_ticks,
    number,
    rule,
    text,
    years,
)
from game.classroom.views.words import change_text, number_text
from game.figures import quarter_text
from game.language import tr

OWN = 'stroke="var(--sovereign)" stroke-width="2.5"'
OTHER = 'stroke="var(--text)" stroke-width="1.75" stroke-dasharray="6 4"'
_GAP = 17.0  # between two labels at the end of lines


def _scale(metric: Metric) -> float:
    """What turns the model's unit into the one on the axis."""
    return 100.0 if metric.form == "percent" else 1.0


def _plane(metric: Metric, count: int, values: Iterable[float]) -> Plane:
    scaled = [value * _scale(metric) for value in values]
    low, high = min(scaled), max(scaled)
    if 0.0 < low < 0.5 * high:
        low = 0.0
    return Plane([float(i) for i in range(count)], low, high)


def _axes(plane: Plane, first: int) -> str:
    names = [quarter_name(first + i) for i in range(len(plane.places))]
    return grid(plane) + years(plane, names)


def _scaled(metric: Metric, values: Sequence[float]) -> list[float]:
    return [value * _scale(metric) for value in values]


def _ends(plane: Plane, metric: Metric, own: float, other: float | None) -> str:
    """The last values of two lines in their colours, kept from touching."""
    marked = [(own, "sovereign")] + ([] if other is None else [(other, "text")])
    places = [plane.y(value * _scale(metric)) for value, _ in marked]
    labels = list(places)
    if len(places) == 2 and abs(places[0] - places[1]) < _GAP:
        middle, sign = sum(places) / 2.0, 1.0 if places[0] > places[1] else -1.0
        labels = [middle + sign * _GAP / 2.0, middle - sign * _GAP / 2.0]
    x = plane.x(plane.places[-1])
    over = max(max(labels) - (HEIGHT - BOTTOM - 2.0), 0.0)
    parts = []
    for (value, colour), place, label in zip(marked, places, labels, strict=True):
        words = number_text(metric.key, value)
        parts.append(text(x + 9.0, label - over + 4.0, words, colour, size=13))
        parts.append(f'<circle cx="{x:.1f}" cy="{place:.1f}" r="3" fill="var(--{colour})"/>')
    return "".join(parts)


def lines(metric: Metric, first: int, own: Sequence[float], twin: Sequence[float]) -> str:
    """A number quarter by quarter, beside the world without controls. Both of the same length."""
    plane = _plane(metric, len(own), [*own, *twin])
    label = tr(
        "{number}: {own} at the end of {quarter}, without controls {twin}",
        number=tr(metric.label), own=number_text(metric.key, own[-1]),
        quarter=quarter_text(first + len(own) - 1), twin=number_text(metric.key, twin[-1]),
    )  # fmt: skip
    parts = [
        _axes(plane, first),
        plane.line(_scaled(metric, twin), OTHER),
        plane.line(_scaled(metric, own), OWN),
        _ends(plane, metric, own[-1], twin[-1]),
    ]
    return drawing(WIDTH, HEIGHT, label, parts)


def fan(
    metric: Metric, first: int, own: Sequence[Sequence[float]], other: Sequence[Sequence[float]]
) -> str:
    """Futures of a world as played, beside the median of the same world with a decision changed.

    `own` and `other` have a line for each quantile 5, 10, 25, 50, 75, 90, 95%.
    """
    middle, beside = own[3], other[3]
    plane = _plane(metric, len(middle), [*own[0], *own[6], *beside])
    label = tr(
        "{number}: median {own} at the end of {quarter}, with the change {other}",
        number=tr(metric.label), own=number_text(metric.key, middle[-1]),
        quarter=quarter_text(first + len(middle) - 1), other=number_text(metric.key, beside[-1]),
    )  # fmt: skip
    parts = [
        _axes(plane, first),
        plane.area(_scaled(metric, own[0]), _scaled(metric, own[6]), 0.22),
        plane.area(_scaled(metric, own[2]), _scaled(metric, own[4]), 0.30),
        plane.line(_scaled(metric, beside), OTHER),
        plane.line(_scaled(metric, middle), OWN),
        _ends(plane, metric, middle[-1], beside[-1]),
    ]
    return drawing(WIDTH, HEIGHT, label, parts)


def histogram(metric: Metric, edges: Sequence[float], counts: Sequence[int]) -> str:
    """How many pairs of futures ended with which difference, as played less changed."""
    scale, most = _scale(metric), max(counts)
    low, high = min(edges[0], 0.0) * scale, max(edges[-1], 0.0) * scale
    ticks = nice_ticks(low, high, 5)
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    floor = HEIGHT - BOTTOM

    def x(value: float) -> float:
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    bars = []
    for i, count in enumerate(counts):
        left, right = x(edges[i] * scale), x(edges[i + 1] * scale)
        wide, tall = max(right - left - 0.8, 0.6), count / most * (floor - TOP)
        bars.append(
            f'<rect x="{left:.1f}" y="{floor - tall:.1f}" width="{wide:.1f}" '
            f'height="{tall:.1f}" fill="var(--sovereign)" fill-opacity="0.75"/>'
        )
    label = tr(
        "{number}: differences of {n} pairs, nearly all from {low} to {high}",
        number=tr(metric.label), n=sum(counts), low=change_text(metric.key, edges[0]),
        high=change_text(metric.key, edges[-1]),
    )  # fmt: skip
    parts = [
        *bars,
        rule(LEFT, WIDTH - RIGHT, floor, floor, "line-strong"),
        rule(x(0.0), x(0.0), TOP, floor, "text"),
        *(axis_label(x(tick), number(tick)) for tick in ticks),
    ]
    return drawing(WIDTH, HEIGHT, label, parts)


def calibration(points: Sequence[tuple[float, int, float]]) -> str:
    """How often forecasts came true, by the chance that was given. Points: given, count, came."""
    plane = Plane([0.4, 1.0], 0.0, 100.0)
    dots = [
        f'<circle cx="{plane.x(p):.1f}" cy="{plane.y(100.0 * came):.1f}" '
        f'r="{4.0 + min(count, 64) ** 0.5:.1f}" fill="var(--sovereign)" fill-opacity="0.8"/>'
        for p, count, came in points
    ]
    told = ", ".join(
        tr("{said}%: {came}%", said=round(100 * p), came=round(100 * came)) for p, _, came in points
    )
    label = tr("Given chance and how often it came true: {points}", points=told)
    parts = [
        grid(plane),
        *(axis_label(plane.x(p), f"{round(100 * p)}%") for p in (0.5, 0.7, 0.9)),
        plane.line([40.0, 100.0], OTHER),
        *dots,
    ]
    return drawing(WIDTH, HEIGHT, label, parts)
