"""What the seat held is asked to reach: points so far, distances, and a goal of its own."""

from agents import mandate, names
from agents.history import History
from agents.state import layout
from game.language import tr
from game.session import Session
from game.viewmodel import MandateView
from game.views.goals import goal_view
from game.views.words import actor_name, number, role_of


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
