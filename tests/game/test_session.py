"""A game in play: orders and refusals, costs that come true, undo, and the kernel's agreement."""

import numpy as np
import pytest

from agents.ensemble import play
from agents.levers import INDEX, LEVERS
from agents.names import US, quarter_index
from agents.plan import Order, OrderError
from agents.scenario import load as load_scenario
from agents.scenario import open_row, scenario_names
from agents.state import layout
from game.gamelog import SessionError, Setup
from game.opening import open_world
from game.savegame import play_script
from game.session import Session, checksum
from game.views.worlds import world_of
from tests.model_helpers import warm_kernel

OCTOBER = "october-seventh"
ORDERS = {
    "us": ("us.tool_control=0.8@2022Q4", "us.public_rd=20@2023Q2", "us.chip_tpp=2400@2024Q1"),
    "cn": ("cn.fab_fund=20@2022Q4", "cn.mineral_control=0.6@2023Q3"),
    "huaw": ("huaw.cluster_scale=2@2025Q4", "huaw.rd_basic=0.3@2026Q1"),
    "nvda": ("nvda.china_supply=0.5@2019Q1", "nvda.price_factor=0.9@2022Q1"),
}


def orders_of(seat: str) -> list[Order]:
    """A few orders of a seat, as a script would give them."""
    found = []
    for text in ORDERS[seat]:
        key, _, rest = text.partition("=")
        value, _, quarter = rest.partition("@")
        found.append(Order(seat, key, float(value), quarter_index(quarter)))
    return found


def game(seat: str = "us", scenario: str = OCTOBER, *, sandbox: bool = False) -> Session:
    """A new game."""
    return Session(Setup(scenario, seat, 7, sandbox))


def same_bits(a: np.ndarray, b: np.ndarray) -> bool:
    """Equal to the last bit, not-a-numbers included."""
    return np.ascontiguousarray(a).tobytes() == np.ascontiguousarray(b).tobytes()


# ---- the same game without a window


@pytest.mark.parametrize(
    ("scenario", "seat"),
    [(OCTOBER, "us"), (OCTOBER, "cn"), ("good-enough", "huaw"), ("history", "nvda")],
)
def test_kernel_gives_the_same_game_and_the_same_twin(scenario: str, seat: str) -> None:
    """What a window played and what a batch plays from the same orders are the same bits."""
    warm_kernel()
    session = game(seat, scenario)
    play_script(session, orders_of(seat))
    setting = session.scenario
    for controls, plan, history, row in (
        (True, session.plan, session.history, session.row),
        (False, session.twin_plan(), session.twin_history, session.twin_row),
    ):
        rows = open_row(setting, 64, controls=controls, seat=seat)[None].copy()
        played = play(rows, plan, 7, np.array([0]), setting.start, session.now - 1)
        assert same_bits(played, history.values)
        assert checksum(rows[0]) == checksum(row)
    assert session.turns[-1].checksum == checksum(session.row)


@pytest.mark.parametrize("scenario", scenario_names())
@pytest.mark.parametrize("controls", [True, False])
def test_opening_without_the_kernel_is_the_models_opening(scenario: str, controls: bool) -> None:
    """A first start opens from the very world that a study opens from."""
    warm_kernel()
    setting = load_scenario(scenario)
    seat = setting.default_seat
    mine = open_world(setting, 64, controls=controls, seat=seat)
    assert same_bits(mine.row, open_row(setting, 64, controls=controls, seat=seat))


# ---- orders


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (Order("us", "us.tool_controll", 0.5, 19), "'us.tool_control'"),
        (Order("cn", "cn.tool_fund", 5.0, 19), "The nearest lever of yours is 'us."),
        (Order("us", "us.tool_control", 1.5, 19), "nearest valid value is 1"),
        (Order("us", "us.tool_control", float("nan"), 19), "needs a number"),
        (Order("us", "us.tool_control", 0.5, 18), "nearest quarter is 2022Q4"),
        (Order("us", "us.tool_control", 0.5, 90), "nearest quarter is 2030Q4"),
    ],
)
def test_what_cannot_be_ordered_is_refused_with_the_nearest_choice(order: Order, says: str) -> None:
    """The sentence helps, and nothing has changed."""
    session = game()
    with pytest.raises(OrderError) as refusal:
        session.propose(order)
    assert says in str(refusal.value)
    assert session.proposals == ()


def test_quarters_that_are_over_take_no_orders() -> None:
    """An order for the past names the quarter that is open."""
    session = game()
    session.end_quarter()
    with pytest.raises(OrderError, match=r"2022Q4 is over; the nearest quarter .* 2023Q1"):
        session.propose(Order("us", "us.tool_control", 0.5, 19))


def test_seat_that_a_scenario_lacks_is_refused() -> None:
    """The seats there are come with the refusal."""
    with pytest.raises(SessionError, match=r"is not a seat of 'october-seventh'.*us, cn, tool"):
        game("amd")


def test_proposal_becomes_law_only_when_the_quarter_ends() -> None:
    """Law and proposal are two things until then; withdrawing leaves no trace."""
    session = game()
    law = session.law("us.diplomacy")
    session.propose(session.order("us.diplomacy", 0.9))
    assert session.law("us.diplomacy") == law
    assert [(p.order.value, p.law) for p in session.proposals] == [(0.9, law)]
    session.withdraw("us.diplomacy")
    assert session.proposals == ()
    session.propose(session.order("us.diplomacy", 0.9))
    turn = session.end_quarter()
    assert [order.text() for order in turn.orders] == ["us.diplomacy=0.9@2022Q4"]
    assert session.law("us.diplomacy") == 0.9
    session.end_quarter()
    assert session.law("us.diplomacy") == 0.9, "an order holds until another one"


def test_moving_a_lever_back_to_the_law_withdraws_the_proposal() -> None:
    """A slider dragged there and back leaves nothing pending."""
    session = game()
    session.propose(session.order("us.diplomacy", 0.9))
    session.propose(session.order("us.diplomacy", session.law("us.diplomacy")))
    assert session.proposals == ()


def test_order_for_a_later_quarter_waits_for_it() -> None:
    """It is proposed until then and law from then on."""
    session = game()
    session.propose(session.order("us.public_rd", 25.0, session.now + 2))
    before = session.law("us.public_rd")
    assert session.end_quarter().orders == ()
    assert session.end_quarter().orders == ()
    assert session.law("us.public_rd") == before
    assert len(session.end_quarter().orders) == 1
    assert session.law("us.public_rd") == 25.0


def test_human_order_overrides_the_recorded_path() -> None:
    """In the history scenario both governments follow the record until the player steps in."""
    mine, record = game("us", "history"), game("us", "history")
    listed = quarter_index("2020Q1")
    while mine.now < listed:
        mine.end_quarter()
        record.end_quarter()
    assert mine.turns[-1].checksum == record.turns[-1].checksum
    assert record.law("us.entity_listing") > 0.0
    mine.propose(mine.order("us.entity_listing", 0.0))
    for _ in range(8):
        mine.end_quarter()
        record.end_quarter()
        assert mine.law("us.entity_listing") == 0.0
    assert record.law("us.entity_listing") > 0.0


# ---- costs


def test_costs_quoted_before_a_quarter_are_the_costs_paid_in_it() -> None:
    """Capital and spending differ, from a game without the orders, by what the panel said."""
    acting, waiting = game(), game()
    for lever, value in (("us.diplomacy", 1.0), ("us.enforcement", 1.0), ("us.public_rd", 28.0)):
        acting.propose(acting.order(lever, value))
    quoted = acting.cost
    acting.end_quarter()
    waiting.end_quarter()
    mine, other = (world_of(s.row).governments[US] for s in (acting, waiting))
    assert quoted.capital > 1.0
    assert other["capital"] - mine["capital"] == pytest.approx(quoted.capital, abs=1e-9)
    assert quoted.budget == pytest.approx((28.0 - 8.0) / 4.0)
    assert mine["spending"] - other["spending"] == pytest.approx(quoted.budget, abs=1e-9)


def test_costs_of_the_other_side_are_read_off_the_same_rules() -> None:
    """China's mineral controls cost it capital, its funds money."""
    session = game("cn")
    session.propose(session.order("cn.mineral_control", 1.0))
    assert session.cost.capital > 0.5
    session.withdraw_all()
    session.propose(session.order("cn.fab_fund", session.law("cn.fab_fund") + 8.0))
    assert session.cost.budget == pytest.approx(2.0)


def test_weighing_proposals_does_not_touch_the_world() -> None:
    """However often costs are asked for, the game goes on the same."""
    asked, silent = game(), game()
    for value in np.linspace(0.0, 1.0, 20):
        asked.propose(asked.order("us.tool_control", float(value)))
        _ = asked.cost, asked.proposals
    asked.withdraw_all()
    assert asked.end_quarter().checksum == silent.end_quarter().checksum


# ---- the twin


def test_twin_is_the_same_world_if_there_are_no_controls() -> None:
    """With every control off from the start, the ghost world differs by exactly nothing."""
    session = game()
    for lever in LEVERS.values():
        if lever.control and lever.actor == session.seat:
            session.propose(session.order(lever.key, lever.off))
    for _ in range(6):
        turn = session.end_quarter()
        assert turn.checksum == turn.twin_checksum


def test_controls_move_the_world_away_from_its_twin() -> None:
    """With the rule of October 2022 the two part, and China feels more threatened in ours."""
    session = game()
    for _ in range(4):
        turn = session.end_quarter()
    assert turn.checksum != turn.twin_checksum
    assert session.history.final("threat_cn")[0] > session.twin_history.final("threat_cn")[0]


# ---- undo and the end


def test_undo_brings_the_quarter_and_its_proposals_back() -> None:
    """The world is the one of before, and ending the quarter again leads to the same one."""
    session = game(sandbox=True)
    session.end_quarter()
    before = checksum(session.row)
    session.propose(session.order("us.hbm_control", 1.0))
    after = session.end_quarter()
    session.undo()
    assert checksum(session.row) == before
    assert [p.order.lever for p in session.proposals] == ["us.hbm_control"]
    assert session.end_quarter() == after
    session.undo()
    session.withdraw_all()
    assert session.end_quarter().checksum != after.checksum


def test_undo_is_for_sandboxes_only_and_not_before_the_start() -> None:
    """Both refusals say what to do."""
    kept = game()
    kept.end_quarter()
    with pytest.raises(SessionError, match="start a sandbox"):
        kept.undo()
    with pytest.raises(SessionError, match="nothing to take back"):
        game(sandbox=True).undo()


def test_game_ends_with_its_scenario() -> None:
    """After the last quarter there are neither orders nor quarters."""
    session = game("huaw", "good-enough")
    play_script(session, [])
    assert session.over
    assert len(session.turns) == session.scenario.quarters or session.ending
    assert len(session.history.quarters) == session.scenario.quarters
    with pytest.raises(SessionError, match="ended with 2035Q4"):
        session.end_quarter()
    with pytest.raises(SessionError, match="no orders are taken"):
        session.propose(session.order("huaw.openness", 1.0))


def test_same_setup_and_orders_give_the_same_game_and_another_seed_another() -> None:
    """A game is a pure function of opening, orders and seed."""
    games = [Session(Setup(OCTOBER, "us", seed)) for seed in (7, 7, 8)]
    for session in games:
        play_script(session, orders_of("us"), 6)
    sums = [session.turns[-1].checksum for session in games]
    assert sums[0] == sums[1] != sums[2]


def test_an_answer_is_given_in_the_twin_only_to_the_same_question() -> None:
    """Where the ghost world asks something else, or nothing, the answer says nothing there."""
    session = game("us", "good-enough")
    place = layout(session.setup.buyers).position("governments", 0, "dilemma")
    met = set()
    while not session.over:
        asked, other = (
            row[place : place + 1].view(np.int64)[0] for row in (session.row, session.twin_row)
        )
        if asked:
            session.propose(session.order("us.answer", 1.0))
        quarter = session.now
        session.end_quarter()
        if asked:
            told = session.twin_plan().values[quarter - session.plan.start, INDEX["us.answer"]]
            assert (told == 1.0) == (asked == other)
            met.add(bool(asked == other))
    assert False in met


def test_the_plans_are_those_of_their_time() -> None:
    """What was ordered later is not in an earlier plan."""
    session = game()
    session.end_quarter()
    session.propose(session.order("us.tool_control", 0.9))
    session.end_quarter()
    before, between, now = (p.values[-1, INDEX["us.tool_control"]] for p in session.plans)
    assert before != 0.9
    assert between != 0.9
    assert now == 0.9
