"""Why numbers moved in a quarter: terms that sum to the change, given to who moved."""

import numpy as np
import pytest

from agents.state import DEFAULT_BUYERS, layout
from game.analysis.quarter import LUCK, OWN, RECORD, explain
from game.session import Session, Setup

WHERE = layout(DEFAULT_BUYERS)


def reader(name: str, member: int = 0):  # type: ignore[no-untyped-def]
    place = WHERE.position("outcome", 0, name) + member
    return lambda row: float(row[place])


def moves(session: Session, *names: str):  # type: ignore[no-untyped-def]
    return explain(
        session.rows[-2], session.row, session.plan, session.setup.seed, session.now - 1,
        session.seat, [reader(name) for name in names], record=session.scenario.base_plan(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def session() -> Session:
    game = Session(Setup("october-seventh", "us"))
    for _ in range(3):
        game.end_quarter()
    game.propose(game.order("us.tool_control", 1.0))
    game.propose(game.order("us.public_rd", 40.0))
    game.end_quarter()
    return game


def test_the_terms_sum_to_the_change(session: Session) -> None:
    names = ("gap_generations", "self_sufficiency", "sender_revenue", "fiscal_cost_us", "pressure")
    for name, move in zip(names, moves(session, *names), strict=True):
        total = sum(value for _, value in move.terms)
        assert total == pytest.approx(move.after - move.before, abs=1e-9), name
        assert move.after == reader(name)(session.row)


def test_what_the_player_ordered_is_given_to_the_player(session: Session) -> None:
    (spent, pressure) = moves(session, "fiscal_cost_us", "pressure")
    for move in (spent, pressure):
        own = dict(move.terms)[OWN]
        assert own > 0.0
        assert own == max((value for _, value in move.terms), key=abs)


def test_a_quarter_without_orders_gives_the_player_nothing(session: Session) -> None:
    quiet = Session(Setup("october-seventh", "us"))
    quiet.end_quarter()  # in which the rule of October 2022 itself takes effect
    (pressure,) = moves(quiet, "pressure")
    assert dict(pressure.terms)[OWN] == pytest.approx(0.0, abs=1e-12)
    assert dict(pressure.terms)[RECORD] > 0.05
    for move in moves(quiet, "gap_generations", "sender_revenue"):
        assert dict(move.terms)[OWN] == pytest.approx(0.0, abs=1e-12)
        assert np.isfinite(dict(move.terms)[LUCK])
