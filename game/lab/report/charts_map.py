"""The map: an outcome over two factors, its value in every cell."""

import math
from html import escape

import numpy as np

from game.batch.measures import Measure
from game.batch.svg import drawing, number, text
from game.lab.report.maps import FEWEST_RUNS, Axis, Grid
from game.lab.report.naming import plain_unit
from game.lab.report.shapes import STEPS, box, named, on_colour, shown

WIDTH, LEFT, TOP = 560.0, 76.0, 30.0
TALLEST, GAP = 54.0, 2.0


def heat_map(measure: Measure, grid: Grid, title: str, diverging: bool) -> str:
    """Cells in steps of one hue for shares, of two hues around zero for differences.

    A cell with fewer than FEWEST_RUNS runs is hatched and has no value.
    """
    rows, columns = grid.means.shape
    wide = (WIDTH - LEFT) / columns
    high = min(TALLEST, max(wide * 0.8, 26.0))
    bottom = TOP + rows * high
    enough = grid.means[grid.runs >= FEWEST_RUNS]
    reach = float(np.abs(enough).max()) if diverging and enough.size else 1.0
    few = f"few-{grid.x.factor.name}-{grid.y.factor.name}-{measure.name}"
    parts = [_hatching(few)]
    for row in range(rows):
        for column in range(columns):
            x, y = LEFT + column * wide, bottom - (row + 1) * high
            value, runs = float(grid.means[row, column]), int(grid.runs[row, column])
            step = _step(value, reach or 1.0, diverging)
            parts.append(_cell(measure, value, runs, step, (x, y, wide - GAP, high - GAP), few))
    parts += [_rows(grid.y, high, bottom), _columns(grid.x, wide, bottom)]
    parts.append(named(0, 14, f"\N{UPWARDS ARROW} {_words(grid.y)}", WIDTH, "text-soft", 12))
    words = f"{_words(grid.x)} \N{RIGHTWARDS ARROW}"
    parts.append(named(LEFT, bottom + 38, words, WIDTH - LEFT, "text-soft", 12))
    parts.append(_scale(measure, reach or 1.0, diverging, bottom + 54, few))
    return drawing(WIDTH, bottom + 88, _said(measure, grid, title), parts)


def _words(axis: Axis) -> str:
    unit = plain_unit(axis.factor.unit)
    return f"{axis.factor.name}, {unit}" if unit else axis.factor.name


def _step(value: float, reach: float, diverging: bool) -> tuple[str, float]:
    """The hue of a value and how strong it is."""
    if not math.isfinite(value):
        return "line", 0.0
    place = min(int(abs(value) / reach * len(STEPS)), len(STEPS) - 1)
    hue = "incumbent" if diverging and value < 0.0 else "sovereign"
    return hue, STEPS[place]


def _cell(
    measure: Measure,
    value: float,
    runs: int,
    step: tuple[str, float],
    place: tuple[float, float, float, float],
    few: str,
) -> str:
    x, y, wide, high = place
    middle = x + wide / 2
    told = f"{runs:,} runs"
    if runs < FEWEST_RUNS or not math.isfinite(value):
        return (
            f'<g><title>{told}: too few</title><rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" '
            f'height="{high:.1f}" rx="2" fill="url(#{few})"/></g>'
        )
    hue, opacity = step
    colour = on_colour(opacity)
    tall = high >= 38.0
    words = text(middle, y + high / 2 + (0 if tall else 4.5), shown(measure, value), colour,
                 "middle", 13)  # fmt: skip
    if tall:
        words += text(middle, y + high / 2 + 15, f"n {number(runs)}", colour, "middle", 10)
    return f"<g><title>{told}</title>{box(x, y, wide, high, hue, opacity)}{words}</g>"


def _hatching(few: str) -> str:
    return (
        f'<defs><pattern id="{few}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line x1="0" x2="0" y1="0" y2="6" '
        'stroke="var(--line-strong)" stroke-width="1.5"/></pattern></defs>'
    )


def _marks(axis: Axis) -> list[tuple[float, str]]:
    """Where the numbers stand, in cells from the first: at the middle of levels, between bins."""
    if axis.apart:
        return [
            (i + 0.5, number(low) if low == high else f"{low:g}-{high:g}")
            for i, (low, high) in enumerate(axis.edges)
        ]
    ends = [axis.edges[0][0], *(high for _, high in axis.edges)]
    return [(float(i), number(float(f"{end:.3g}"))) for i, end in enumerate(ends)]


def _rows(axis: Axis, high: float, bottom: float) -> str:
    parts = []
    for place, words in _marks(axis):
        y = bottom - place * high
        parts.append(text(LEFT - 8, y + 4 - GAP / 2, words, "text-muted", "end", 11))
    return "".join(parts)


def _columns(axis: Axis, wide: float, bottom: float) -> str:
    parts = []
    marks = _marks(axis)
    for i, (place, words) in enumerate(marks):
        last = i == len(marks) - 1 and not axis.apart
        x = LEFT + place * wide - (GAP if last else 0.0)
        anchor = "end" if last else "middle"
        parts.append(text(x, bottom + 16, words, "text-muted", anchor, 11))
    return "".join(parts)


def _scale(measure: Measure, reach: float, diverging: bool, y: float, few: str) -> str:
    """What the colours mean, and the hatching."""
    hues = [("sovereign", opacity) for opacity in STEPS]
    if diverging:
        hues = [("incumbent", opacity) for opacity in reversed(STEPS)] + hues
    low, each = (-reach if diverging else 0.0), 26.0 if diverging else 44.0
    parts = [box(LEFT + i * each, y, each - 1, 12, *hue) for i, hue in enumerate(hues)]
    ends = (0, len(STEPS), 2 * len(STEPS)) if diverging else range(len(STEPS) + 1)
    for i in ends:
        value = low + i * reach / len(STEPS)
        words = shown(measure, value) + (f" {measure.unit}" if i == max(ends) else "")
        anchor = "start" if i == max(ends) else "middle"
        x = LEFT + i * each - (4 if anchor == "start" else 0)
        parts.append(text(x, y + 27, words, "text-muted", anchor, 11))
    x = WIDTH - 128
    parts.append(
        f'<rect x="{x:g}" y="{y:.1f}" width="24" height="12" rx="2" fill="url(#{few})"/>'
        + text(x + 30, y + 10, f"under {FEWEST_RUNS} runs", "text-muted", size=11)
    )
    return "".join(parts)


def _said(measure: Measure, grid: Grid, title: str) -> str:
    """The gist in words: where it is least and most."""
    told = f"{title} over {grid.x.factor.name} and {grid.y.factor.name}"
    known = np.where(grid.runs >= FEWEST_RUNS, grid.means, np.nan)
    if not np.isfinite(known).any():
        return f"{told}: too few runs in every cell"
    for word, place in (("least", np.nanargmin(known)), ("most", np.nanargmax(known))):
        row, column = np.unravel_index(int(place), known.shape)
        told += (
            f"; {word} {shown(measure, float(known[row, column]))} {measure.unit} at "
            f"{grid.x.factor.name} {_edge(grid.x, int(column))} and "
            f"{grid.y.factor.name} {_edge(grid.y, int(row))}"
        )
    return escape(told, quote=False)


def _edge(axis: Axis, place: int) -> str:
    low, high = axis.edges[place]
    return number(low) if low == high else f"{low:.3g} to {high:.3g}"
