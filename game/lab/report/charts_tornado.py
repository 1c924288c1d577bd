"""The tornado: an outcome with each factor low and with it high."""

from collections.abc import Sequence

from game.batch.measures import Measure
from game.batch.svg import drawing, nice_ticks, number, rule, text
from game.lab.report.effects import Swing
from game.lab.report.naming import level, span
from game.lab.report.shapes import box, interval, named, shown, signed, tick_labels

MOST = 12  # rows; more are in the table
WIDTH, ROW, TOP, BOTTOM = 560.0, 50.0, 26.0, 30.0
LEFT, RIGHT = 176.0, 444.0  # of the bars; words stand on both sides


def tornado(measure: Measure, found: Sequence[Swing], usual: float, ends: tuple[str, str]) -> str:
    """Two bars for each factor, from the usual value to that with the factor low or high.

    Units: `usual` in the model's; `ends` says what low and high mean, such as 'lowest fifth'.
    """
    rows = list(found[:MOST])
    values = [usual, *(v for s in rows for v in (s.low, s.high))]
    ticks = nice_ticks(min(values) * measure.scale, max(values) * measure.scale, 4)
    height = TOP + ROW * len(rows) + BOTTOM
    step = (RIGHT - LEFT) / (ticks[-1] - ticks[0])

    def x(value: float) -> float:
        return LEFT + (value * measure.scale - ticks[0]) * step

    parts = [_key(ends)]
    for tick in ticks:
        place = LEFT + (tick - ticks[0]) * step
        parts.append(rule(place, place, TOP, height - BOTTOM, "line"))
    parts.append(tick_labels(ticks, lambda t: x(t / measure.scale), height - BOTTOM + 16))
    for i, swing in enumerate(rows):
        y = TOP + ROW * i
        parts.append(_words(swing, measure, y))
        for value, colour, top in ((swing.low, "incumbent", 9), (swing.high, "sovereign", 23)):
            begin, end = sorted((x(usual), x(value)))
            parts.append(box(begin, y + top, max(end - begin, 2.0), 12.0, colour, 0.9))
    parts.append(rule(x(usual), x(usual), TOP, height - BOTTOM, "text"))
    label = f"{measure.title}, {measure.unit}. " + "; ".join(
        f"{s.factor.name}: {shown(measure, s.low)} in its {ends[0]}, "
        f"{shown(measure, s.high)} in its {ends[1]}"
        for s in rows[:4]
    )
    return drawing(WIDTH, height, label, parts)


def _key(ends: tuple[str, str]) -> str:
    return (
        box(LEFT, 4, 12, 12, "incumbent", 0.9)
        + text(LEFT + 18, 14, ends[0], "text-soft", size=12)
        + box(LEFT + 132, 4, 12, 12, "sovereign", 0.9)
        + text(LEFT + 150, 14, ends[1], "text-soft", size=12)
    )


def _words(swing: Swing, measure: Measure, y: float) -> str:
    factor = swing.factor
    if swing.at_low[0] == swing.at_low[1] and swing.at_high[0] == swing.at_high[1]:
        about = f"{number(swing.at_low[0])} or {level(factor, swing.at_high[0])}"
    else:
        about = span(factor, swing.at_low[0], swing.at_high[1])
    colour = "text" if swing.change.settles(0.0) else "text-muted"
    return (
        rule(0, WIDTH, y + ROW - 5, y + ROW - 5, "line")
        + named(0, y + 19, factor.name, LEFT - 12)
        + named(0, y + 34, about, LEFT - 12, "text-muted", 11)
        + text(WIDTH, y + 19, signed(measure, swing.change.value), colour, "end", 14)
        + text(WIDTH, y + 34, interval(measure, swing.change, True), "text-muted", "end", 11)
    )
