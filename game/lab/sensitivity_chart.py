"""A chart of one outcome's sensitivity: factors as bars with margins, and what luck adds."""

from collections.abc import Iterable, Iterator

from game.batch.svg import drawing, nice_ticks, number, rule, text
from game.lab.report.drawn import Chart
from game.lab.report.shapes import box, named, whisker
from game.lab.sensitivity import GIVEN, MORRIS, SOBOL, Effect, Sensitivity
from game.lab.variance import Spread

MOST = 14  # rows; more are in the table
WIDTH, ROW, TOP = 560.0, 36.0, 34.0
LEFT, RIGHT = 150.0, 470.0
KEYS = {
    SOBOL.name: "share of the variance: total order (light), first order (strong)",
    MORRIS.name: "mean size of the effect, {unit}; the dot is its spread",
    GIVEN.name: "share of the variance: first order",
}


def charts(found: Iterable[Sensitivity]) -> Iterator[Chart]:
    """A chart of every outcome."""
    for one in found:
        name = "".join(c if c.isalnum() else "-" for c in one.outcome).strip("-").lower()
        title = f"What moves {one.outcome}"
        yield Chart(f"sensitivity-{name}", title, "", f"{one.method.title}.", drawn(one, title))


def drawn(found: Sensitivity, title: str) -> str:
    """Bars from zero for the largest factors, their 95% margins as lines."""
    rows = found.effects[:MOST]
    size, margin = found.method.size, found.method.margin
    most = max(e.numbers[size] + e.numbers[margin] for e in rows)
    dots = [e.numbers["sigma"] for e in rows] if found.method is MORRIS else []
    ticks = nice_ticks(0.0, max(most, *dots, 1e-12) if dots else max(most, 1e-12), 4)
    bottom = TOP + ROW * len(rows)
    step = (RIGHT - LEFT) / (ticks[-1] - ticks[0])
    parts = [text(LEFT, 16, KEYS[found.method.name].format(unit=found.unit), "text-soft")]
    for tick in ticks:
        x = LEFT + tick * step
        parts.append(rule(x, x, TOP, bottom, "text-muted" if tick == 0.0 else "line"))
        parts.append(text(x, bottom + 17, number(tick), "text-muted", "middle", 11))
    for place, effect in enumerate(rows):
        parts += _row(found, effect, TOP + ROW * (place + 0.5), step)
    height = bottom + 30
    if found.spread is not None:
        parts += _luck(found.spread, height)
        height += 64
    told = "; ".join(f"{e.factor} {e.numbers[size]:.2g}" for e in rows[:5])
    return drawing(WIDTH, height, f"{title}, {found.method.title}. {told}", parts)


def _row(found: Sensitivity, effect: Effect, middle: float, step: float) -> Iterator[str]:
    numbers, method = effect.numbers, found.method
    value = max(numbers[method.size], 0.0)
    yield named(0, middle + 5, effect.factor, LEFT - 14, "text" if effect.clear else "text-muted")
    yield box(LEFT, middle - 9, value * step, 18, "sovereign", 0.4 if method is SOBOL else 0.85)
    if method is SOBOL:
        yield box(LEFT, middle - 4, max(numbers["first"], 0.0) * step, 8, "sovereign", 0.95)
    if method is MORRIS:
        x = LEFT + numbers["sigma"] * step
        yield (f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="4" fill="var(--incumbent)" '
               'stroke="var(--card)"/>')  # fmt: skip
    low = max(numbers[method.size] - numbers[method.margin], 0.0)
    high = max(numbers[method.size] + numbers[method.margin], 0.0)
    yield whisker(LEFT + low * step, LEFT + high * step, middle)
    shown = number(float(f"{value:.3g}")) if method is MORRIS else f"{value:.2f}"
    yield text(WIDTH, middle + 5, shown, "text" if effect.clear else "text-muted", "end", 14)


def _luck(spread: Spread, y: float) -> Iterator[str]:
    """One bar: where the variance of single runs comes from."""
    yield text(0, y + 25, "single runs", "text", size=13)
    x = LEFT
    for share, colour, opacity in (
        (spread.factors, "sovereign", 0.85),
        (spread.luck, "incumbent", 0.85),
        (spread.luck_by_point, "incumbent", 0.4),
    ):
        wide = share * (WIDTH - LEFT)
        yield box(x, y + 10, wide - 1, 20, colour, opacity)
        if wide > 34:
            yield text(x + wide / 2, y + 25, f"{100 * share:.0f}%", "ink", "middle", 12)
        x += wide
    x = LEFT
    for words, colour, opacity, room in (
        ("factors", "sovereign", 0.85, 76.0),
        ("luck and parameters", "incumbent", 0.85, 146.0),
        ("what they do differently by point", "incumbent", 0.4, 0.0),
    ):
        yield box(x, y + 42, 10, 10, colour, opacity)
        yield text(x + 16, y + 51, words, "text-soft", size=11)
        x += room
