"""Two charts of scenario discovery: what the search passed, and the box over two inputs."""

import math
from collections.abc import Iterator

import numpy as np

from game.batch.svg import drawing, nice_ticks, number, rule, text
from game.lab.cases import Searched
from game.lab.discovery import Discovery, score, sides, without
from game.lab.experiment import Factor
from game.lab.factors import log_scale
from game.lab.report.drawn import Chart
from game.lab.report.naming import plain_unit
from game.lab.report.shapes import wide

WIDTH, HEIGHT = 560.0, 372.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 18.0, 34.0, 52.0
MOST_MARKS = 1200
CELLS = 20  # at most so many distinct values are drawn as levels, shaken apart


def charts(found: Discovery, searched: Searched, seed: int) -> Iterator[Chart]:
    """What the search passed, and the box, where there is one."""
    rule = searched.rule
    side = "above" if rule.above else "below"
    about = f"Of interest: runs in which {rule.outcome} is {side} {rule.mark:g} at the end."
    if found.trail:
        svg = trade_off(found, searched.cases.base_rate)
        yield Chart("discovery-search", "Regions that the search passed", "", about, svg)
    if found.box:
        svg = over_two(found, searched, seed)
        yield Chart("discovery-box", "The region over the inputs it limits most", "", about, svg)


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _axes(names: tuple[str, str], marks: tuple[list[tuple[float, str]], ...]) -> list[str]:
    """Grid lines with their words; marks are places from 0 to 1."""
    parts = []
    for share, words in marks[0]:
        parts.append(rule(_x(share), _x(share), TOP, HEIGHT - BOTTOM, "line"))
        parts.append(text(_x(share), HEIGHT - BOTTOM + 17, words, "text-muted", "middle", 11))
    for share, words in marks[1]:
        parts.append(rule(LEFT, WIDTH - RIGHT, _y(share), _y(share), "line"))
        parts.append(text(LEFT - 8, _y(share) + 4, words, "text-muted", "end", 11))
    parts.append(text(_x(0.5), HEIGHT - 12, names[0], "text-soft", "middle", 12))
    parts.append(text(LEFT, TOP - 16, f"\N{UPWARDS ARROW} {names[1]}", "text-soft"))
    return parts


def _dot(share_x: float, share_y: float, radius: float, look: str) -> str:
    return f'<circle cx="{_x(share_x):.1f}" cy="{_y(share_y):.1f}" r="{radius:g}" {look}/>'


def trade_off(found: Discovery, base_rate: float) -> str:
    """Coverage against density of every box that the search passed, and of the one reported."""
    quarters = [(share, f"{100 * share:.0f}%") for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    of = "coverage: share of all cases of interest that lie inside"
    parts = _axes((of, "density: share of the runs inside that are of interest"),
                  (quarters, quarters))  # fmt: skip
    parts.append(
        f'<line x1="{_x(0):.1f}" x2="{_x(1):.1f}" y1="{_y(base_rate):.1f}" '
        f'y2="{_y(base_rate):.1f}" stroke="var(--text-muted)" stroke-dasharray="5 4"/>'
    )
    above = _y(base_rate) - 7 if base_rate < 0.9 else _y(base_rate) + 16
    all_runs = f"all runs: {100 * base_rate:.0f}%"
    parts.append(text(_x(0) + 6, above, all_runs, "text-muted", size=11))
    look = 'fill="var(--incumbent)" fill-opacity="0.55"'
    parts += [_dot(s.coverage, s.density, 4, look) for _, s in found.trail]
    end = found.score
    parts.append(_dot(end.coverage, end.density, 6, 'fill="var(--sovereign)"'))
    parts.append(
        _dot(end.coverage, end.density, 10,
             'fill="none" stroke="var(--sovereign)" stroke-width="2"')
    )  # fmt: skip
    left = end.coverage > 0.3
    below = _y(end.density) + (24 if end.density > 0.12 else -18)
    x, anchor = _x(end.coverage) + (-6 if left else 6), "end" if left else "start"
    parts.append(text(x, below, "the box reported", "sovereign", anchor, 13))
    label = (
        f"Boxes that the search passed. Reported: coverage {100 * end.coverage:.0f}%, density "
        f"{100 * end.density:.0f}%, all runs {100 * base_rate:.0f}%"
    )
    return drawing(WIDTH, HEIGHT, label, parts)


class _Axis:
    """An input from 0 to 1, in its logarithm where that is how it was spread."""

    def __init__(self, factor: Factor, values: np.ndarray) -> None:
        self.factor, self.log = factor, log_scale(factor) and float(values.min()) > 0.0
        shown = np.log10(values) if self.log else values
        self.low, self.high = float(shown.min()), float(shown.max())
        self.levels = np.unique(values)
        self.inset = 0.5 / len(self.levels) if self.discrete else 0.04

    def share(self, value: float) -> float:
        at = math.log10(value) if self.log else value
        span = (self.high - self.low) or 1.0
        return self.inset + (1.0 - 2.0 * self.inset) * (at - self.low) / span

    def limits(self, box: tuple[float, float]) -> tuple[float, float]:
        """A box's limits, kept inside the drawing; levels reach half-way to their neighbours."""
        low, high = box
        if self.discrete:
            smaller, larger = self.levels[self.levels < low], self.levels[self.levels > high]
            low = (
                float(smaller.max() + low) / 2 if smaller.size and math.isfinite(low) else -math.inf
            )
            high = (
                float(larger.min() + high) / 2 if larger.size and math.isfinite(high) else math.inf
            )
        return (self.share(low) if math.isfinite(low) else 0.0,
                self.share(high) if math.isfinite(high) else 1.0)  # fmt: skip

    @property
    def discrete(self) -> bool:
        return len(self.levels) <= CELLS

    def marks(self) -> list[tuple[float, str]]:
        if self.discrete and len(self.levels) <= 7:
            ticks = self.levels.tolist()
        elif self.log:
            steps = (1.0, 2.0, 5.0) if self.high - self.low < 2.5 else (1.0,)
            exponents = range(math.floor(self.low), math.ceil(self.high) + 1)
            round_ = [step * 10.0**exponent for exponent in exponents for step in steps]
            ticks = [t for t in round_ if self.low - 1e-9 <= math.log10(t) <= self.high + 1e-9]
        else:
            inside = nice_ticks(self.low, self.high, 5)
            slack = 1e-9 * (self.high - self.low)
            ticks = [t for t in inside if self.low - slack <= t <= self.high + slack]
        return [(self.share(tick), number(tick)) for tick in ticks]

    def shaken(self, values: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """Places of values; levels are spread a little, or all would lie on one line."""
        shares = np.array([self.share(float(value)) for value in values])
        if not self.discrete:
            return shares
        places = [self.share(float(level)) for level in self.levels]
        gap = float(np.diff(places).min()) if len(places) > 1 else 0.5
        return shares + random.uniform(-0.36, 0.36, len(shares)) * gap

    @property
    def name(self) -> str:
        unit = plain_unit(self.factor.unit)
        return f"{self.factor.name}, {unit}" if unit else self.factor.name


def decisive(found: Discovery, searched: Searched) -> tuple[str, str]:
    """The two inputs whose limits the box needs most; others where it limits fewer."""
    lead = found.score.lead
    losses: dict[str, float] = dict.fromkeys(searched.cases.names, 0.0)
    for side in sides(found.box):
        loss = lead - score(without(found.box, side), searched.cases).lead
        losses[side[0]] = max(losses[side[0]], loss)
    first, *rest = sorted(losses, key=lambda name: -losses[name])
    return first, rest[0] if rest else first


def over_two(found: Discovery, searched: Searched, seed: int) -> str:
    """The box over its two most limited inputs, with a sample of the cases.

    One input: the cases are shaken apart along the other axis, which means nothing.
    """
    cases, random = searched.cases, np.random.default_rng(seed)
    names = decisive(found, searched)
    alone = names[0] == names[1]
    columns = [cases.values[:, cases.names.index(name)] for name in names]
    axes = [_Axis(searched.find(name), column) for name, column in zip(names, columns, strict=True)]
    spans = [axis.limits(found.box.get(name, (-math.inf, math.inf)))
             for name, axis in zip(names, axes, strict=True)]  # fmt: skip
    if alone:
        spans[1] = (0.0, 1.0)
    parts = _axes((axes[0].name, "" if alone else axes[1].name),
                  (axes[0].marks(), [] if alone else axes[1].marks()))  # fmt: skip
    whole = not (searched.sets or alone or axes[0].discrete or axes[1].discrete)
    places, shares = _marked(searched, whole)
    chosen = random.permutation(len(places))[:MOST_MARKS]
    places, shares = places[chosen], shares[chosen]
    across = axes[0].shaken(columns[0][places], random)
    up = (random.uniform(0.03, 0.97, len(places)) if alone
          else axes[1].shaken(columns[1][places], random))  # fmt: skip
    size = 3.4 if whole else 2.4
    for x, y, share in zip(across.tolist(), up.tolist(), shares.tolist(), strict=True):
        parts.append(_dot(x, y, size, _look(share)))
    (x0, x1), (y0, y1) = spans
    parts.append(
        f'<rect x="{_x(x0):.1f}" y="{_y(y1):.1f}" width="{_x(x1) - _x(x0):.1f}" '
        f'height="{_y(y0) - _y(y1):.1f}" rx="3" fill="var(--text)" fill-opacity="0.07" '
        'stroke="var(--text)" stroke-width="2"/>'
    )
    parts.append(_key(whole))
    label = f"The box over {names[0]}" + ("" if alone else f" and {names[1]}")
    return drawing(WIDTH, HEIGHT, label, parts)


def _marked(searched: Searched, whole: bool) -> tuple[np.ndarray, np.ndarray]:
    """The cases that are drawn, and how much of each is of interest: every case for itself, or one
    for all runs of a point, where they would lie upon one another."""
    cases = searched.cases
    if not whole:
        return np.arange(cases.size), cases.hits.astype(float)
    _, first, group = np.unique(cases.groups, return_index=True, return_inverse=True)
    return first, np.bincount(group, weights=cases.hits) / np.bincount(group)


def _look(share: float) -> str:
    """A mark that is the fuller the larger the share of interest."""
    edge = "sovereign" if share >= 0.5 else "incumbent"
    return (
        f'fill="var(--sovereign)" fill-opacity="{0.85 * share:.2f}" stroke="var(--{edge})" '
        'stroke-opacity="0.6"'
    )


def _key(whole: bool) -> str:
    """What the marks mean, from the right."""
    words = [("other runs", 0.0), ("of interest", 1.0)]
    if whole:
        words = [("no run of a point", 0.0), ("half", 0.5), ("all of interest", 1.0)]
    parts, x = [], WIDTH - RIGHT
    for told, share in words:
        x -= wide(told, 11) + 4
        parts.append(text(x, TOP - 16, told, "text-soft", size=11))
        parts.append(f'<circle cx="{x - 9:g}" cy="{TOP - 20:g}" r="3.5" {_look(share)}/>')
        x -= 26
    return "".join(parts)
