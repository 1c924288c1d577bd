"""Deals: what it takes to sign one, what each does, and what it costs to break one."""

import numpy as np
import pytest

from agents.ecosystem import Ecosystem
from agents.ensemble import play_many
from agents.history import History, columns
from agents.levers import LEVERS
from agents.minds import deal_reasons
from agents.names import CN, DEALS, ROW, TOOL, TRUCE, US
from agents.plan import Plan
from agents.state import DEFAULT_BUYERS, layout
from tests.model_helpers import SCENARIOS, Quarter, base_plan, opening, quarters

NAME = "october-seventh"
SIGNERS = {deal: [key for key in LEVERS if key.endswith(f".sign_{deal}")] for deal in DEALS}


def calm(name: str = NAME) -> Plan:
    """A plan without events, in which minds sign nothing."""
    plan = base_plan(name)
    plan.hold("world.event_rate", 0.0)
    return plan


def signing(deal: str, plan: Plan | None = None, first: int = 0, last: int = 999) -> Plan:
    """A plan in which both sides sign a deal from one quarter to another, and then withdraw."""
    plan = calm() if plan is None else plan
    for key in SIGNERS[deal]:
        for i in range(plan.quarters):
            plan.pulse(key, 1.0 if first <= i <= last else 0.0, plan.start + i)
    return plan


def steps(plan: Plan, runs: int = 4, seat: str = "") -> list[Quarter]:
    """The quarters of a few worlds."""
    return list(quarters(opening(NAME, seat=seat), plan, 7, runs))


def record(quarter: Quarter, deal: str) -> np.ndarray:
    """A deal in every world after a quarter."""
    return quarter.after.deals[:, DEALS.index(deal)]


def played(plan: Plan, runs: int = 60) -> History:
    history, _ = play_many(opening(NAME), plan, 7, runs)
    return History(plan.start, history)


def paired(plan: Plan, deal: str, name: str) -> float:
    """Mean effect of a deal on an outcome over the last year, same luck with and without it."""
    effect = played(signing(deal, plan.copy())).column(name) - played(plan).column(name)
    return float(effect[:, -4:].mean())


@pytest.mark.parametrize("deal", DEALS)
def test_a_deal_needs_both_signatures(deal: str) -> None:
    assert len(SIGNERS[deal]) == 2
    for key in SIGNERS[deal]:
        plan = calm()
        plan.hold(key, 1.0)
        assert not played(plan, 3).column(f"deals[{deal}]").any()
    assert played(signing(deal), 3).column(f"deals[{deal}]")[:, :4].all()


@pytest.mark.parametrize("name", SCENARIOS)
def test_without_signatures_nothing_changes(name: str) -> None:
    """What a deal knows of itself (trust, past breaches) moves no other number, to the last bit."""
    row = opening(name)
    plan = base_plan(name)
    plan.hold("world.event_rate", 0.0)
    for deal in DEALS:
        signing(deal, plan, last=-1)
    other = row.copy()
    where = layout(DEFAULT_BUYERS)
    for k in range(len(DEALS)):
        other[where.position("deals", k, "trust")] = 0.05 * k
        other[where.position("deals", k, "broken")] = 3.0
        for side in ("effect", "signed"):
            row[where.position("deals", k, side)] = 0.0
            other[where.position("deals", k, side)] = 0.0
    one, _ = play_many(row, plan, 7, 10)
    two, _ = play_many(other, plan, 7, 10)
    assert np.array_equal(one, two, equal_nan=True)
    assert not one[:, :, columns()["deals[truce]"].place].any()


def test_the_calibrated_history_signs_nothing() -> None:
    plan = base_plan("history")
    history, _ = play_many(opening("history"), plan, 7, 30)
    for deal in DEALS:
        assert not history[:, :, columns()[f"deals[{deal}]"].place].any(), deal


def test_a_deal_lapses_after_four_quarters_unless_both_sign_again() -> None:
    """Withdrawing when the year is over breaks nothing; signing then brings another year."""
    after = steps(signing("truce", first=2, last=5))
    lapsed = [record(q, "truce") for q in after]
    assert [bool(r["signed"].all()) for r in lapsed[:8]] == [False] * 2 + [True] * 4 + [False] * 2
    assert (lapsed[6]["broken"] == 0.0).all()
    assert (lapsed[6]["ended_as"] == 1).all()
    renewed = record(steps(signing("truce", first=2))[6], "truce")
    assert renewed["signed"].all()
    assert (renewed["expires"] == base_plan(NAME).start + 10).all()


def test_one_side_may_let_a_deal_lapse_at_its_end() -> None:
    plan = signing("minerals", first=0)
    plan.pulse("cn.sign_minerals", 0.0, plan.start + 4)
    ended = record(steps(plan)[4], "minerals")
    assert (ended["broken"] == 0.0).all()
    assert (ended["signed"] == 0.0).all()


@pytest.mark.parametrize("deal", DEALS)
def test_withdrawing_early_breaks_a_deal(deal: str) -> None:
    """Trust falls, tension rises, the breaker pays; the other side is not to blame."""
    guilty = SIGNERS[deal][0]
    kept = signing(deal)
    plan = kept.copy()
    plan.pulse(guilty, 0.0, plan.start + 2)
    one, two = steps(kept)[2], steps(plan)[2]
    member = LEVERS[guilty].member
    assert (record(two, deal)["broken"] == 1.0).all()
    assert (record(two, deal)["broken_by"] == member + 1).all()
    assert (record(two, deal)["trust"] < 0.6 * record(one, deal)["trust"]).all()
    assert (two.after.economy["tension"] > one.after.economy["tension"] + 3.0).all()
    capital = [q.after.governments["capital"][:, member] for q in (one, two)]
    assert (capital[1] <= capital[0]).all()
    assert (capital[1] < capital[0] - 5.0).any()


def test_a_new_control_breaks_a_truce() -> None:
    """Signatures are not enough: the US acts against it by a new step, China by a new answer."""
    for order, member in (("us.hbm_control", US), ("cn.mineral_control", CN)):
        plan = signing("truce")
        plan.hold(order, 0.0)
        for i in range(6, plan.quarters):
            plan.pulse(order, 1.0, plan.start + i)
        before, after = steps(plan)[5], steps(plan)[6]
        assert record(before, "truce")["signed"].all()
        assert (record(after, "truce")["broken_by"] == member + 1).all()


def test_an_ally_that_turns_away_breaks_joint_controls() -> None:
    plan = signing("joint_tools")
    for i in range(plan.quarters):
        plan.pulse("tool.alignment", 0.7 if i < 5 else 0.3, plan.start + i)
    after = steps(plan, seat="tool")
    assert record(after[4], "joint_tools")["signed"].all()
    assert (record(after[5], "joint_tools")["broken_by"] == TOOL + 1).all()


def restricted() -> Plan:
    """Controls and counter-measures that stand still, so that the deals have something to ease."""
    plan = calm()
    for key, value in {
        "us.tool_control": 0.8, "us.hbm_control": 0.8, "us.service_ban": 0.5,
        "us.chip_tpp": 2000.0, "us.country_quota": 0.5, "us.diplomacy": 0.2,
        "cn.mineral_control": 0.8, "cn.market_ban": 0.5, "cn.antitrust": 0.5,
    }.items():  # fmt: skip
        plan.hold(key, value)
    return plan


@pytest.mark.parametrize(
    ("deal", "outcome", "sign"),
    [
        ("truce", "ally_revenue", 1),
        ("truce", "tension", -1),
        ("joint_tools", "alignment[TOOL]", 1),
        ("joint_tools", "fiscal_cost_us", 1),
        ("joint_tools", "pressure", 1),
        ("joint_memory", "alignment[CHIP]", 1),
        ("joint_memory", "hbm_stock_cn", -1),
        ("package", "alignment[ROW]", 1),
        ("package", "smuggled", -1),
        ("package", "compute_market[ROW]", 1),
        ("package", "developer_by_pool[ROW]", -1),
        ("minerals", "alignment[TOOL]", -1),
        ("minerals", "ally_revenue", 1),
        ("minerals", "cap_adv", 1),
        ("access", "alignment[CHIP]", -1),
        ("access", "hbm_stock_cn", 1),
        ("corridor", "alignment[ROW]", -1),
        ("corridor", "smuggled", 1),
        ("corridor", "developer_by_pool[ROW]", 1),
    ],
)
def test_a_deal_does_what_its_lever_says(deal: str, outcome: str, sign: int) -> None:
    assert sign * paired(restricted(), deal, outcome) > 0.0


def test_a_truce_keeps_the_us_mind_from_stepping_up() -> None:
    """Hawks on both sides: with the truce in force the ladder does not rise."""
    row = opening(NAME)
    row[layout(DEFAULT_BUYERS).position("governments", US, "hawkishness")] = 1.0
    free = list(quarters(row, calm(), 7, 60))
    bound = list(quarters(row, signing("truce"), 7, 60))
    climbed = [q[-1].after.governments["ladder"][:, US].mean() for q in (free, bound)]
    assert climbed[0] > climbed[1] + 0.5


def test_minerals_felt_fall_while_a_truce_holds() -> None:
    one = steps(restricted())[5].after.governments["mineral_cost"][:, TOOL]
    two = steps(signing("truce", restricted()))[5].after.governments["mineral_cost"][:, TOOL]
    assert (two < 0.6 * one).all()


def in_play(name: str = NAME, **traits: float) -> np.ndarray:
    """An opening whose governments all have these traits."""
    row = opening(name)
    for member in range(ROW + 1):
        for trait, value in traits.items():
            row[layout(DEFAULT_BUYERS).position("governments", member, trait)] = value
    return row


def shares(row: np.ndarray, runs: int = 150) -> History:
    plan = base_plan(NAME)
    plan.hold("world.event_rate", 1.0)
    history, _ = play_many(row, plan, 7, runs)
    return History(plan.start, history)


def test_minds_of_different_characters_sign_differently() -> None:
    doves = shares(in_play(hawkishness=0.1, reciprocity=0.9, patience=0.9))
    hawks = shares(in_play(hawkishness=0.9, reciprocity=0.1, patience=0.1))
    assert doves.column("deals[truce]").mean() > 2.0 * hawks.column("deals[truce]").mean()
    assert doves.column("tension").mean() < hawks.column("tension").mean() - 5.0


def test_minds_sign_every_deal_in_some_game() -> None:
    history = shares(opening(NAME))
    for deal in DEALS:
        assert history.column(f"deals[{deal}]").any(), deal


def test_minds_give_reasons_for_both_sides() -> None:
    plan = base_plan(NAME)
    plan.hold("world.event_rate", 1.0)
    game = Ecosystem(opening(NAME), plan, seed=7, run=2)
    for _ in range(6):
        game.step()
    for deal in game.world.deals:
        for side in (0, 1):
            pairs = deal_reasons(deal, side)
            assert len(pairs) == 5
            assert all(np.isfinite(weight) for _, weight in pairs)
            assert [abs(w) for _, w in pairs] == sorted([abs(w) for _, w in pairs], reverse=True)
        assert 0.0 <= deal.wish_a <= 0.5
        assert 0.0 <= deal.wish_b <= 0.5
    assert any(weight for _, weight in deal_reasons(game.world.deals[TRUCE], 0))


def test_a_held_seat_signs_only_by_order() -> None:
    plan = base_plan(NAME)
    plan.hold("world.event_rate", 1.0)
    last = list(quarters(opening(NAME, seat="us"), plan, 7, 40))[-1]
    for deal in ("truce", "joint_tools", "joint_memory", "package"):
        assert not last.after.governments[f"sign_{deal}"][:, US].any()
    assert not last.after.governments["sign_bargain"][:, US].any()


def test_the_us_pays_allies_what_it_promised_and_money_is_conserved() -> None:
    """Compensation is new money of the US treasury that reaches the toolmakers."""
    with_it = steps(signing("joint_tools", restricted()))
    without = steps(restricted())
    spent = [q[6].after.governments["spending"][:, US] for q in (with_it, without)]
    assert (spent[0] > spent[1]).all()
    total = with_it[-1].after.outcome["cash_total"][:, 0]
    assert np.allclose(total, with_it[0].before.outcome["cash_total"][:, 0], atol=1e-5, rtol=0.0)


def test_steps_raise_tension() -> None:
    plan = calm()
    plan.hold("us.hbm_control", 0.0)
    plan.hold("us.tool_control", 0.3)
    for i in range(8, plan.quarters):
        plan.pulse("us.hbm_control", 1.0, plan.start + i)
        plan.pulse("us.tool_control", 1.0, plan.start + i)
    still = calm()
    still.hold("us.hbm_control", 0.0)
    still.hold("us.tool_control", 0.3)
    gap = played(plan).column("tension") - played(still).column("tension")
    assert gap[:, 7].mean() == 0.0
    assert gap[:, 8].mean() > 5.0
