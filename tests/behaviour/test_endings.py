"""How games end: each of the ends can be brought about, and minds bring about several."""

import numpy as np
import pytest

from agents.ensemble import play_many
from agents.history import History
from agents.names import (
    CANN,
    CUDA,
    ENDING_AUTONOMY,
    ENDING_BARGAIN,
    ENDING_CRISIS,
    ENDING_HEGEMONY,
    MARKETS,
    OPEN,
)
from agents.plan import Plan
from agents.state import DEFAULT_BUYERS, layout
from tests.model_helpers import base_plan, opening

NAME = "october-seventh"


def plan_of(orders: dict[str, float], name: str = NAME) -> Plan:
    """A game with events in which these levers stand still."""
    plan = base_plan(name)
    plan.hold("world.event_rate", 1.0)
    for key, value in orders.items():
        plan.hold(key, value)
    return plan


def endings(plan: Plan, runs: int = 30, row: np.ndarray | None = None) -> np.ndarray:
    """How each game ended by its last quarter. Shape: (runs,)."""
    history, _ = play_many(opening(NAME) if row is None else row, plan, 7, runs)
    return History(plan.start, history).final("ending")


def test_the_bargain_needs_all_four_in_the_same_quarter() -> None:
    everybody = {f"{seat}.sign_bargain": 1.0 for seat in ("us", "cn", "tool", "chip")}
    assert (endings(plan_of(everybody)) == ENDING_BARGAIN).all()
    for seat in ("us", "cn", "tool", "chip"):
        held_out = plan_of({**everybody, f"{seat}.sign_bargain": 0.0})
        assert not (endings(held_out) == ENDING_BARGAIN).any(), seat


def test_a_cut_off_and_a_full_answer_end_in_a_crisis() -> None:
    """Everything at once, on both sides, in the middle of the game; or autonomy comes first."""
    plan = plan_of({})
    middle = plan.start + 10
    harsh = plan.cut_off(middle)
    for key in ("cn.mineral_control", "cn.market_ban", "cn.antitrust", "cn.import_block"):
        for quarter in range(middle + 1, plan.end + 1):
            harsh.pulse(key, 1.0, quarter)
    met = endings(harsh)
    assert (met == ENDING_CRISIS).mean() > 0.3
    assert np.isin(met, (ENDING_CRISIS, ENDING_AUTONOMY)).mean() > 0.8


def test_a_long_cut_off_and_full_funds_end_in_autonomy() -> None:
    """China makes its own tools, wafers, memory and chips when it has to and pays for it."""
    funds = {"cn.design_fund": 40.0, "cn.fab_fund": 40.0, "cn.tool_fund": 40.0}
    more = {"cn.memory_fund": 40.0, "cn.tool_rule": 1.0, "cn.state_mandate": 1.0}
    plan = plan_of({**funds, **more, "cn.private_guidance": 1.0, "smic.home_tools": 1.0})
    plan = plan.cut_off(plan.start)
    found = endings(plan)
    assert (found == ENDING_AUTONOMY).mean() > 0.3
    assert not (endings(plan_of({}).without_controls()) == ENDING_AUTONOMY).any()


def led_by(share: float, armed: bool) -> np.ndarray:
    """An opening in which one stack has this share everywhere; `armed` if it had not before."""
    row = opening(NAME)
    where = layout(DEFAULT_BUYERS)
    for pool in range(len(MARKETS)):
        start = where.position("pools", pool, "share")
        row[start : start + 4] = 0.0
        row[start + CUDA] = share
        row[start + OPEN] = 1.0 - share
        row[start + CANN] = 0.0
    row[where.position("economy", 0, "dominance")] = 0.0 if armed else -1.0
    return row


def test_hegemony_has_to_be_won() -> None:
    """Four quarters of four fifths everywhere end the game, but not if it began that way."""
    free = plan_of({}).without_controls()
    assert (endings(free, row=led_by(0.95, armed=True)) == ENDING_HEGEMONY).all()
    assert not (endings(free, row=led_by(0.95, armed=False)) == ENDING_HEGEMONY).any()


def test_hegemony_is_won_back_by_orders() -> None:
    """A stack that just lost China's developers gets them back when everything is sold again."""
    plan = plan_of({"cn.import_block": 0.0, "cn.state_mandate": 0.0, "cn.private_guidance": 0.0})
    plan = plan.without_controls()
    for key, value in {
        "nvda.china_supply": 1.0, "nvda.openness": 1.0, "nvda.price_factor": 0.7,
        "huaw.openness": 0.0, "cn.open_source": 0.0, "nvda.posture": 1.5, "huaw.posture": 0.3,
    }.items():  # fmt: skip
        plan.hold(key, value)
    row = led_by(0.79, armed=True)
    assert (endings(plan, row=row) == ENDING_HEGEMONY).mean() > 0.5


def test_the_first_ending_stays() -> None:
    everybody = {f"{seat}.sign_bargain": 1.0 for seat in ("us", "cn", "tool", "chip")}
    plan = plan_of(everybody)
    history, rows = play_many(opening(NAME), plan, 7, 5, keep_worlds=True)
    found = History(plan.start, history).column("ending")
    assert (found == ENDING_BARGAIN).all()
    where = layout(DEFAULT_BUYERS)
    assert rows is not None
    ended = where.views(rows).economy["ended"][:, 0]
    assert (ended == plan.start).all()


def test_the_calibrated_history_has_no_end_of_its_own() -> None:
    history, _ = play_many(opening("history"), base_plan("history"), 7, 20)
    assert not History(base_plan("history").start, history).column("ending").any()


@pytest.mark.parametrize("name", ["october-seventh", "good-enough"])
def test_games_among_minds_end_in_several_ways(name: str) -> None:
    """Most by time, some by a crisis, few of them at once; `pytest -s` prints the shares."""
    from agents.league import play_league
    from agents.scenario import load

    league = play_league(load(name), 500)
    found = league.endings()
    print(name, {kind: round(share, 3) for kind, share in found.items()})
    assert found["time"] > 0.4
    assert 0.03 < found["crisis"] < 0.3
    assert sum(share > 0.0 for share in found.values()) >= 3
    ending = league.history.column("ending")
    assert (ending[:, 1] == ENDING_CRISIS).mean() < 0.05


def test_welfare_counts_computing_for_all_and_fears_tension() -> None:
    plan = plan_of({"world.event_rate": 0.0})
    poor = plan.cut_off(plan.start + 4)
    rows = opening(NAME)
    paths = []
    for one in (plan, poor):
        history, _ = play_many(rows, one, 7, 40)
        paths.append(History(plan.start, history).column("welfare"))
    assert (paths[0] > 0.0).all()
    assert paths[1][:, -1].mean() < paths[0][:, -1].mean()
