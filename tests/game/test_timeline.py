"""The player's own orders stand on the timeline, whatever the others do in the same quarter."""

from agents.plan import Order
from game.session import Session, Setup
from game.views.timeline import timeline


def test_a_firms_own_orders_are_shown() -> None:
    session = Session(Setup("good-enough", "huaw"))
    wanted = [("huaw.openness", 0.85), ("huaw.rd_effort", 2.0)]
    for lever, value in wanted:
        session.propose(Order("huaw", lever, value, session.now))
        session.end_quarter()
    view = timeline(session)
    shown = {move.key.split("@")[0] for move in view.moves if move.lane == 0}
    assert {lever for lever, _ in wanted} <= shown
    assert view.lanes[0] == "Your side"
