"""Goals of a mandate in words: their values, points and distances; no game is needed for it."""

from agents.mandate import Goal
from game.figures import dollars
from game.language import mark, tr
from game.viewmodel import GoalView
from game.views.words import number, percent

HOW_TEXTS = {
    "end": mark("at the end"),
    "mean": mark("on average"),
    "change": mark("change since the first quarter"),
    "growth": mark("change a year"),
    "most": mark("highest of the game"),
}
# Text for a value by unit, and its digits.
_UNITS = {
    "months": (mark("{n} months"), 1),
    "generations": (mark("{n} generations"), 2),
    "points": (mark("{n} points"), 0),
    "nodes": (mark("{n} nodes"), 1),
    "deals": (mark("{n} deals"), 1),
    "k packages/qtr": (mark("{n}k chips a quarter"), 1),
    "k wafers/month": (mark("{n}k wafers a month"), 0),
    "EFLOP/s a quarter": (mark("{n} EFLOP/s a quarter"), 0),
    "OOM a year": (mark("{n} orders of magnitude a year"), 2),
    "TWh/yr": (mark("{n} TWh a year"), 0),
}


def value_text(goal: Goal, value: float) -> str:
    """A value of a goal's metric with its unit."""
    if goal.unit == "share":
        return percent(value)
    if goal.unit == "bn USD/qtr":
        return tr("{money} a quarter", money=dollars(value, _digits(value)))
    if goal.unit == "ratio":
        return f"×{number(value)}"
    if goal.unit in _UNITS:
        text, digits = _UNITS[goal.unit]
        return tr(text, n=number(value, digits))
    return number(value)


def _digits(value: float) -> str:
    """How an amount is written: two figures or more. Units: bn USD."""
    size = abs(value)
    return ",.0f" if size >= 10.0 else ",.1f" if size >= 1.0 else ",.2f"


def goal_view(goal: Goal, value: float, worth: float) -> GoalView:
    """A goal at a value that is worth so many points."""
    left = (goal.hundred - value) * (1.0 if goal.hundred > goal.zero else -1.0)
    far = tr("{value} to go", value=value_text(goal, left)) if left > 0.0 else tr("reached")
    return GoalView(
        key=goal.key,
        text=tr(goal.text),
        points=worth,
        points_text=number(worth, 0),
        value_text=value_text(goal, value),
        full_text=value_text(goal, goal.hundred),
        none_text=value_text(goal, goal.zero),
        how_text=tr(HOW_TEXTS[goal.how]),
        distance_text=far,
        why=tr(goal.why),
        source=goal.source,
        secret=goal.secret,
    )
