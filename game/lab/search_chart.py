"""The policies of a front side by side: what each decides, and what comes of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from game.batch.svg import drawing, minus, rule, text
from game.lab.experiment import Factor
from game.lab.factors import log_scale
from game.lab.report.drawn import Chart
from game.lab.report.naming import level, measure_of, plain_unit
from game.lab.report.shapes import fitted, wide
from game.lab.search import Goal, Judged

STEP, HEIGHT = 104.0, 424.0
SIDE, TOP, BOTTOM = 62.0, 118.0, 26.0
GAP = 46.0  # between what is decided and what comes of it


@dataclass(frozen=True)
class _Axis:
    """One line down the drawing: its words, its ends in words, and every policy's place on it."""

    name: str
    what: str
    unit: str
    low: str
    high: str
    shares: np.ndarray


def charts(
    levers: tuple[Factor, ...],
    policies: np.ndarray,
    goals: tuple[Goal, ...],
    units: tuple[str, ...],
    judged: Judged,
    tail: str,
) -> Iterator[Chart]:
    """Every policy as a line over its levers and its outcomes in fresh futures; `tail` is what the
    robust value is called."""
    decide = [_lever(factor, policies[:, k]) for k, factor in enumerate(levers)]
    gain = []
    for k, (goal, unit) in enumerate(zip(goals, units, strict=True)):
        steady = np.allclose(judged.aims[:, k, 0], judged.aims[:, k, 1])
        for j, what in enumerate(("in every future",) if steady else ("mean", tail)):
            gain.append(_outcome(goal, unit, judged.aims[:, k, j], what))
    about = (
        "Each line is a policy that no other of the search beats. Up is more of a lever, and what "
        "was wanted of an outcome. Outcomes in fresh futures."
    )
    svg = lines(decide, gain, judged)
    yield Chart("policies", "Policies that hold up: what they decide, what comes of it", "", about,
                svg)  # fmt: skip


def _lever(factor: Factor, values: np.ndarray) -> _Axis:
    low, high = factor.low, factor.high
    if factor.values:
        low, high = min(factor.values), max(factor.values)
    ends, at = np.array([low, high]), values
    if log_scale(factor) and low > 0.0:
        ends, at = np.log(ends), np.log(values)
    shares = (at - ends[0]) / ((ends[1] - ends[0]) or 1.0)
    unit = plain_unit(factor.unit)
    name = factor.name.replace("_", " ")
    low_words, high_words = (level(factor, v).removesuffix(unit).strip() for v in (low, high))
    return _Axis(name, "", unit, low_words, high_words, shares)


def _outcome(goal: Goal, unit: str, values: np.ndarray, what: str) -> _Axis:
    measure = measure_of(goal.outcome, unit, values)
    ends = [float(values.min()), float(values.max())]
    if not goal.larger:
        ends.reverse()
    shares = (values - ends[0]) / ((ends[1] - ends[0]) or 1.0)
    words = [minus(measure.show(end).removesuffix(measure.unit).strip()) for end in ends]
    title = goal.outcome.replace("_", " ")
    return _Axis(title, what, plain_unit(measure.unit), words[0], words[1], shares)


def lines(decide: list[_Axis], gain: list[_Axis], judged: Judged) -> str:
    """The drawing: axes from left to right, marked policies on top of the others."""
    axes = [*decide, *gain]
    places = [SIDE + STEP * k + (GAP if k >= len(decide) else 0.0) for k in range(len(axes))]
    width = max(places[-1] + SIDE, 620.0)
    parts = [_heading(places, len(decide))]
    parts += [_axis(x, axis) for x, axis in zip(places, axes, strict=True)]
    marked = (judged.least_regret, judged.compromise)
    for policy in range(len(judged.regret)):
        if policy not in marked:
            parts.append(_line(places, axes, policy, "incumbent", 1.2, 0.4))
    if judged.least_regret != judged.compromise:
        parts.append(_line(places, axes, judged.least_regret, "open", 3.0, 1.0, "7 4"))
    parts.append(_line(places, axes, judged.compromise, "sovereign", 3.0, 1.0))
    parts.append(_key(judged))
    return drawing(width, HEIGHT, f"{len(judged.regret)} policies over {len(axes)} axes", parts)


def _heading(places: list[float], levers: int) -> str:
    words = (
        (places[0] - SIDE + 8, "what a policy decides"),
        (places[levers] - SIDE + 8, "what comes of it"),
    )
    told = [text(x, 42, said, "text-soft", size=13) for x, said in words]
    middle = places[levers] - SIDE - 6
    return "".join([*told, rule(middle, middle, 30, HEIGHT - 6, "line-strong")])


def _axis(x: float, axis: _Axis) -> str:
    below = [words for words in (axis.what, axis.unit) if words]
    return "".join([
        rule(x, x, TOP, HEIGHT - BOTTOM, "line-strong"),
        text(x, TOP - 52, fitted(axis.name, STEP - 6, 11), "text", "middle", 11),
        *(
            text(x, TOP - 38 + 13 * k, fitted(words, STEP - 6, 10), "text-muted", "middle", 10)
            for k, words in enumerate(below)
        ),
        text(x, TOP - 7, axis.high, "text-soft", "middle", 10),
        text(x, HEIGHT - BOTTOM + 15, axis.low, "text-soft", "middle", 10),
    ])  # fmt: skip


def _line(
    places: list[float],
    axes: list[_Axis],
    policy: int,
    colour: str,
    thick: float,
    opacity: float,
    dashes: str = "",
) -> str:
    points = " ".join(
        f"{x:.1f},{_y(float(axis.shares[policy])):.1f}"
        for x, axis in zip(places, axes, strict=True)
    )
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="var(--{colour})" '
        f'stroke-width="{thick:g}" stroke-opacity="{opacity:g}" stroke-linejoin="round"{broken}/>'
    )


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)


def _key(judged: Judged) -> str:
    """What the marked lines are."""
    entries = [("compromise", "sovereign", "", 3.0), ("least regret", "open", "7 4", 3.0)]
    if judged.least_regret == judged.compromise:
        entries = [("compromise, and least regret", "sovereign", "", 3.0)]
    if len(judged.regret) > len(entries):
        entries.append(("other policies of the front", "incumbent", "", 1.2))
    parts, x = [], 8.0
    for words, colour, dashes, thick in entries:
        broken = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts.append(
            f'<line x1="{x:g}" x2="{x + 26:g}" y1="12" y2="12" stroke="var(--{colour})" '
            f'stroke-width="{thick:g}"{broken}/>'
        )
        parts.append(text(x + 33, 16, words, "text-soft", size=12))
        x += 33 + wide(words, 12) + 22
    return "".join(parts)
