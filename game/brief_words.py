"""Analyst briefs in words: the finding, its conditions, how the present world stands to them."""

from agents.levers import ACTOR_NAMES, LEVERS
from game.briefs import Brief, Condition, Standing
from game.figures import dollars
from game.language import mark, tr
from game.views.words import lever_text, listed, number

# What holding the criterion of a brief means: outcome of a pair, and whether it is above zero.
_HAPPENED = {
    ("capability", True): mark("the chip gap ended narrower than {beside}"),
    ("capability", False): mark("the chip gap ended wider than {beside}"),
    ("autonomy", True): mark("China ended making more of its own stack than {beside}"),
    ("autonomy", False): mark("China ended making less of its own stack than {beside}"),
    ("revenue", True): mark("the sender's firms sold less than {beside}"),
    ("revenue", False): mark("the sender's firms sold more than {beside}"),
    ("ecosystem", True): mark("the ecosystems ended further apart than {beside}"),
    ("ecosystem", False): mark("the ecosystems ended closer together than {beside}"),
    ("leverage", True): mark("a late cut-off would have hurt China less than {beside}"),
    ("leverage", False): mark("a late cut-off would have hurt China more than {beside}"),
    ("lead_integral", True): mark("the chip gap was narrower over the years than {beside}"),
    ("lead_integral", False): mark("the chip gap was wider over the years than {beside}"),
    ("denial", True): mark("China ended with less computing power than {beside}"),
    ("denial", False): mark("China ended with more computing power than {beside}"),
}


# How far beyond zero: the amount with its unit, and what turns the model's number into it.
_AMOUNTS = {
    "capability": (mark("{n} generations"), 1.0),
    "autonomy": (mark("{n} percentage points"), 100.0),
    "ecosystem": (mark("{n} on a scale from 0 to 1"), 1.0),
    "leverage": (mark("{n} months"), 1.0),
    "lead_integral": (mark("{n} generation-years"), 1.0),
    "denial": (mark("{n} percent"), 100.0),
}


def statement_text(brief: Brief) -> str:
    """The finding in one sentence, in the reader's language."""
    return tr(
        "In {inside} of 100 runs inside this region {what}, against {outside} of 100 outside.",
        inside=_of_hundred(brief.density),
        outside=_of_hundred(brief.outside_rate),
        what=criterion_text(brief.outcome, brief.above, brief.mark, brief.baseline),
    )


def _of_hundred(share: float) -> str:
    """A share of a hundred runs; what is not all is never rounded up to all, nor nothing down."""
    whole = round(100.0 * share)
    if (whole == 100 and share < 1.0) or (whole == 0 and share > 0.0):
        return f"{100.0 * share:.1f}"
    return str(whole)


def criterion_text(outcome: str, above: bool, mark_: float, baseline: str) -> str:
    """What happened in the runs that a brief counts, as a part of a sentence."""
    told = _HAPPENED.get((outcome, above))
    if told is not None and (mark_ >= 0.0 if above else mark_ <= 0.0):
        beside = tr("without controls") if baseline == "twin" else tr("in the world beside it")
        what = tr(told, beside=beside)
        if mark_ == 0.0:
            return what
        if outcome == "revenue":
            amount = dollars(abs(mark_), ",.6g")
            return tr("{what} by more than {amount}", what=what, amount=amount)
        words, scale = _AMOUNTS[outcome]
        return tr("{what} by more than {amount}", what=what,
                  amount=tr(words, n=f"{abs(mark_) * scale:g}"))  # fmt: skip
    name = outcome.replace("_", " ")
    if above:
        return tr("{outcome} ended above {mark}", outcome=name, mark=f"{mark_:g}")
    return tr("{outcome} ended below {mark}", outcome=name, mark=f"{mark_:g}")


def condition_text(condition: Condition) -> str:
    """A condition in words, such as 'Lithography tools (United States): at least 40%'."""
    return tr("{what}: {value}", what=condition_name(condition), value=range_text(condition))


def condition_name(condition: Condition) -> str:
    """What a condition is about, such as 'Lithography tools (United States)'."""
    if condition.kind == "lever":
        lever = LEVERS[condition.key]
        return tr("{lever} ({seat})", lever=tr(lever.name), seat=tr(ACTOR_NAMES[lever.actor]))
    if condition.kind == "delay":
        return tr("Beginning of '{order}', quarters later", order=condition.key)
    if condition.kind == "length":
        return tr("Duration of '{order}', quarters", order=condition.key)
    return tr("Assumption '{name}'", name=condition.key)


def range_text(condition: Condition) -> str:
    """Between which values a condition holds, such as 'at least 40%'."""
    low, high = condition.low, condition.high
    if low is not None and high is not None:
        return tr("{low} to {high}", low=_shown(condition, low), high=_shown(condition, high))
    if low is not None:
        return tr("at least {low}", low=_shown(condition, low))
    assert high is not None
    return tr("at most {high}", high=_shown(condition, high))


def value_text(standing: Standing) -> str:
    """The present value of what a condition is about; a dash where it cannot be seen."""
    return "–" if standing.value is None else _shown(standing.condition, standing.value)


def _shown(condition: Condition, value: float) -> str:
    if condition.kind == "lever":
        return lever_text(LEVERS[condition.key], value)
    return number(value, 0) if value == round(value) else number(value, 3)


def standing_text(standing: Standing) -> str:
    """How the present world stands to a condition, in words."""
    if standing.value is None:
        return tr("cannot be seen")
    value = _shown(standing.condition, standing.value)
    if standing.met:
        return tr("now {value}: inside", value=value)
    return tr("now {value}: outside", value=value)


def conditions_text(brief: Brief) -> str:
    """All conditions side by side."""
    return listed(condition_text(condition) for condition in brief.conditions)
