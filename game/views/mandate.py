"""What the seat held is asked to reach: points so far, distances, and a goal of its own."""

from agents import mandate, names
from agents.history import History
from agents.mandate import Goal
from agents.state import layout
from game.figures import dollars
from game.language import mark, tr
from game.session import Session
from game.viewmodel import GoalView, MandateView
from game.views.words import actor_name, number, percent, role_of

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


def history_of(session: Session) -> History:
    """The quarters played, or before the first the world as it was found."""
    if session.turns:
        return session.history
    where = layout(session.setup.buyers)
    begin, width = where.start["outcome"], where.kinds["outcome"].width
    values = session.row[begin : begin + width].copy()[None, None, :]
    return History(session.scenario.start - 1, values)


def secret_of(session: Session) -> str:
    """The key of the secret goal of the seat held."""
    return mandate.draw_secret(session.seat, session.setup.seed)


def mandate_view(session: Session) -> MandateView:
    """The mandate of the seat held, as the game stands: what it would be worth if it ended now."""
    history, name = history_of(session), session.scenario.name
    goals = mandate.mandate(session.seat, name, secret_of(session))
    points = mandate.score(history, session.seat, name, secret_of(session))[0]
    ended = history.column("ending")[0, -1] > 0.0
    halved = bool(history.column("ending")[0, -1] == names.ENDING_CRISIS)
    welfare = float(history.final("welfare")[0])
    return MandateView(
        seat=session.seat,
        seat_name=actor_name(session.seat),
        role=role_of(session.seat),
        goals=tuple(
            goal_view(goal, float(mandate.read(history, goal.metric, goal.how)[0]), float(worth))
            for goal, worth in zip(goals, points, strict=True)
        ),
        played=bool(session.turns),
        halved=halved,
        welfare=welfare,
        welfare_text=number(welfare, 0),
        note=_note(session, halved, ended),
    )


def _note(session: Session, halved: bool, ended: bool) -> str:
    if halved:
        return tr("A crisis took half of everybody's points.")
    if session.over or ended:
        return tr("Points at the end of the game")
    if not session.turns:
        return tr("Points of the world as you found it")
    return tr("Points if the game ended now")


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
