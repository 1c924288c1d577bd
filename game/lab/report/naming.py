"""What outcomes, factors and baselines are called on the page, and how their numbers are shown."""

import math
from dataclasses import replace

import numpy as np

from agents.history import columns
from agents.levers import ACTOR_NAMES, LEVERS
from agents.names import quarter_name
from agents.parameters import PARAMETERS
from game.batch.measures import BACKFIRE, KEY_METRICS, Measure
from game.batch.svg import number
from game.lab.experiment import Backfire, Baseline, Experiment, Factor

_KNOWN = {m.name: m for m in (*KEY_METRICS, *(question.measure for question in BACKFIRE))}
_ASKED = {question.measure.name: question.asks for question in BACKFIRE}
_OF_THE_LAB = {
    "lead_integral": Measure(
        "lead_integral", "Lead over the years", "generation-years", 2,
        about="The baseline's chip gap less the run's, added up over the years: above zero the "
        "controls narrowed the gap on balance.",
    ),
    "crossover": Measure(
        "crossover", "Crossover", "quarters", 0,
        about="Quarters until the chip gap stays narrower than the baseline's for a year.",
    ),
    "denial": Measure(
        "denial", "Denial", "0-1", 2,
        about="One less China's usable computing power over the baseline's.",
    ),
}  # fmt: skip
# The paired difference of one column: the column, and the sign of run less baseline.
PAIRED_FROM = {
    "capability": ("gap_generations", -1.0),
    "autonomy": ("self_sufficiency", 1.0),
    "revenue": ("sender_cumulative", -1.0),
    "ecosystem": ("divergence", 1.0),
}


def measure_of(name: str, unit: str, values: np.ndarray) -> Measure:
    """How an outcome is shown: enough digits for these values, and never too many.

    Shapes: values of any shape, in the model's unit; what is not finite is left out.
    """
    measure = {**_KNOWN, **_OF_THE_LAB}.get(name)
    if measure is None:
        column = columns().get(name)
        shown, scale = ("%", 100.0) if unit == "share" else (unit, 1.0)
        measure = Measure(name, _title(name), shown, 0, scale, column.meaning if column else "")
    elif name in _ASKED:
        measure = replace(measure, about=_ASKED[name])
    return fitting(measure, values)


def fitting(measure: Measure, values: np.ndarray) -> Measure:
    """The same measure with a scale and digits that suit these values."""
    finite = np.abs(values[np.isfinite(values)])
    size = float(np.percentile(finite, 95)) * measure.scale if finite.size else 0.0
    for large, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if size >= large:
            unit = f"{word} {measure.unit}".removesuffix(" -")
            return replace(measure, scale=measure.scale / large, unit=unit, digits=1)
    if 0.0 < size < 1e-4:
        unit = f"millionths of {measure.unit}".removesuffix(" of -")
        return fitting(replace(measure, scale=measure.scale * 1e6, unit=unit), values)
    if size == 0.0:
        return measure
    power = math.floor(math.log10(size))
    return replace(measure, digits=min(max(measure.digits, min(1 - power, 6)), max(3 - power, 0)))


def _title(name: str) -> str:
    """A column's name in words: 'units[NVDA]' becomes 'Units, NVDA'."""
    head, _, member = name.partition("[")
    words = head.replace("_", " ").removesuffix(" cn").removesuffix(" us")
    for ending, land in (("_cn", ", China"), ("_us", ", US")):
        words += land if head.endswith(ending) else ""
    return words[0].upper() + words[1:] + (f", {member.rstrip(']')}" if member else "")


def plain_unit(unit: str) -> str:
    """A unit as it follows a number: nothing for shares and switches."""
    return "" if unit in {"0-1", "0/1", "-", ""} else unit


def level(factor: Factor, value: float) -> str:
    """A value of a factor in short, with its unit."""
    return f"{number(_rounded(factor, value))} {plain_unit(factor.unit)}".strip()


def _rounded(factor: Factor, value: float) -> float:
    """A value no finer than a hundredth of its factor's range: the ends of samples are ragged."""
    if factor.values or factor.high <= factor.low or value in {factor.low, factor.high}:
        return value
    return round(value, -math.floor(math.log10((factor.high - factor.low) / 100.0)))


def span(factor: Factor, low: float, high: float) -> str:
    """A range of a factor in short, with its unit."""
    ends = (number(_rounded(factor, end)) for end in (low, high))
    return f"{' to '.join(ends)} {plain_unit(factor.unit)}".strip()


def reach(factor: Factor, ends: tuple[float, float]) -> str:
    """A range, or a level where both ends are equal."""
    return level(factor, ends[0]) if ends[0] == ends[1] else span(factor, *ends)


def factor_words(factor: Factor) -> str:
    """What a factor sets, in words: levers by their names, parameters by their meaning."""
    if factor.kind == "lever":
        names = [f"{LEVERS[key].name} ({ACTOR_NAMES[LEVERS[key].actor]})" for key in factor.keys]
        return ", ".join(names)
    if factor.kind == "parameter":
        return next((p.meaning for p in PARAMETERS if p.name == factor.keys[0]), factor.keys[0])
    what = ", ".join(f"'{key}'" for key in factor.keys)
    return f"how much later {what} begins" if factor.kind == "delay" else f"how long {what} holds"


def factor_source(factor: Factor) -> str:
    """Where its range comes from."""
    if factor.kind == "lever":
        return "; ".join(LEVERS[key].source for key in factor.keys)
    if factor.kind == "parameter":
        return next((p.source for p in PARAMETERS if p.name == factor.keys[0]), "")
    return "set in the experiment file"


def beside(baseline: Baseline) -> str:
    """The baseline as it stands in a sentence."""
    return {
        "twin": "without controls",
        "path": "on the recorded path",
        "orders": f"under '{baseline.name}'",
        "none": "",
    }[baseline.kind]


def than(text: str, baseline: Baseline) -> str:
    """A sentence about the twin without controls, said of this baseline."""
    if baseline.kind == "twin":
        return text
    return text.replace("without earlier controls", "in the baseline").replace(
        "without controls", "in the baseline"
    )


def in_sentence(measure: Measure) -> str:
    """A title as it stands within a sentence: names keep their capitals."""
    first = measure.title.split()[0].removesuffix("'s")
    if first in {"China", "SMIC", "AI"} or first[1:].lower() != first[1:]:
        return measure.title
    return measure.title[0].lower() + measure.title[1:]


def criterion(backfire: Backfire, measure: Measure) -> str:
    """What the experiment calls backfire, in words."""
    side = "above" if backfire.above else "below"
    mark = number(backfire.mark * measure.scale)
    return f"{in_sentence(measure)} is {side} {mark} {plain_unit(measure.unit)}".strip()


def horizon(experiment: Experiment) -> str:
    """The last quarter played."""
    return quarter_name(experiment.horizon)
