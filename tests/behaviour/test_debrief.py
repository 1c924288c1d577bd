"""What a finished game can be asked, on small numbers of worlds."""

import numpy as np
import pytest

from agents.levers import INDEX, LEVERS
from agents.names import quarter_index
from agents.plan import Order
from agents.state import layout
from game.debrief.assumptions import MEASURES, assumptions, dials, opening
from game.debrief.cloud import cloud, left_to_minds, share_below
from game.debrief.ghost import LINES, backfire, ghost, stress_dates
from game.debrief.ledger import Made, Step, measured, moves_made, without, worths
from game.debrief.record import Record, bands, joined, record_of, replay
from game.gamelog import Setup
from game.session import Session


@pytest.fixture(scope="module")
def record() -> Record:
    """Twelve quarters with three orders."""
    session = Session(Setup("october-seventh", "us", 11, True, characters="shuffled"))
    for quarter in range(12):
        if quarter == 1:
            session.propose(session.order("us.tool_control", 1.0))
        if quarter == 2:
            session.propose(session.order("us.public_rd", 30.0))
            session.propose(session.order("us.hbm_control", 1.0))
        if not session.over:
            session.end_quarter()
    return record_of(session)


def test_run_nought_is_the_game_itself(record: Record) -> None:
    values = replay(record, record.rows[0], record.plan, 3)
    assert np.array_equal(values[0], record.history.values[0])
    assert not np.array_equal(values[1], values[0])
    twin = replay(record, record.twin_rows[0], record.twin_plan, 1)
    assert np.array_equal(twin[0], record.twin_history.values[0])


def test_a_game_goes_on_from_any_quarter(record: Record) -> None:
    first = record.first + 5
    values = replay(record, record.rows[5], record.plan, 2, first=first)
    whole = joined(record, first, values)
    assert np.array_equal(whole.values[0], record.history.values[0])
    assert whole.values.shape[1] == record.quarters


def test_nothing_is_known_before_the_first_quarter() -> None:
    with pytest.raises(ValueError, match="no quarter"):
        record_of(Session(Setup("october-seventh", "us", 7, True)))


# ---- the ghost world


def test_the_ghost_compares_the_game_with_its_twin(record: Record) -> None:
    found = ghost(record, pairs=20, stress_pairs=6)
    assert set(found.lines) == {key for key, *_ in LINES}
    mine, other = record.history, record.twin_history
    lead = mine.column("ai_gap_months")[0] - other.column("ai_gap_months")[0]
    assert found.lines["ai_lead"].own == pytest.approx(lead)
    compute = [h.column("compute_market[CN]")[0] for h in (mine, other)]
    assert found.lines["denial"].own == pytest.approx(1.0 - compute[0] / compute[1])
    for line in found.lines.values():
        low, middle, high = line.band
        assert (low <= middle).all()
        assert (middle <= high).all()
    assert found.lines["autonomy"].quarters.tolist() == stress_dates(record)
    assert np.abs(found.lines["autonomy"].own).max() <= 1.0


def test_without_controls_a_game_is_its_own_ghost(record: Record) -> None:
    same = Record(**{**record.__dict__, "plan": record.twin_plan, "rows": record.twin_rows})
    found = ghost(same, pairs=5, stress_pairs=3)
    for line in found.lines.values():
        assert line.own == pytest.approx(0.0)
        assert line.band == pytest.approx(0.0)
    assert all(one.chance == 0.0 for one in found.backfire.values())


def test_backfire_takes_four_quarters_running() -> None:
    longer, once, four = np.full(8, 3.0), np.full(8, 3.0), np.full(8, 3.0)
    once[2] = once[4] = -1.0
    four[3:7] = -1.0
    start = quarter_index("2023Q1")
    assert backfire(np.array([longer, once]), start).chance == 0.0
    found = backfire(np.array([four, longer, once, longer]), start)
    assert found.own == start + 3
    assert found.chance == 0.25
    assert found.dates == (start + 3, start + 3, start + 3)
    assert backfire(np.array([longer, four]), start).own == -1
    assert backfire(np.full((4, 8), -0.05), start).chance == 0.0, "rounding is no backfire"


# ---- the ledger


def test_orders_of_one_heading_are_one_move(record: Record) -> None:
    own = [made for made in moves_made(record) if made.own]
    assert sorted(tuple(step.lever for step in made.steps) for made in own) == [
        ("us.hbm_control",), ("us.public_rd",), ("us.tool_control",)
    ]  # fmt: skip
    assert all(made.seat == "us" for made in own)
    others = [made for made in moves_made(record) if not made.own]
    assert others
    assert all(LEVERS[step.lever].actor != "us" for made in others for step in made.steps)


def test_a_move_left_out_leaves_later_orders_of_its_lever() -> None:
    session = Session(Setup("october-seventh", "us", 3, True))
    for value in (0.8, 0.2, 1.0):
        session.propose(session.order("us.tool_control", value))
        session.end_quarter()
    record = record_of(session)
    made = next(m for m in moves_made(record) if m.quarter == record.first + 1)
    column = without(record, made).values[:, INDEX["us.tool_control"]]
    assert column[:3].tolist() == [0.8, 0.8, 1.0]


def test_a_move_that_changes_nothing_is_worth_nothing(record: Record) -> None:
    idle = Made("us", record.first + 2, (Step("us.public_rd", 30.0, 30.0),), True)
    plan = without(record, idle)
    values = [replay(record, record.rows[2], p, 2, first=record.first + 2)
              for p in (plan, record.plan)]  # fmt: skip
    assert np.array_equal(values[0], values[1])


def test_every_large_move_has_a_worth_with_a_band(record: Record) -> None:
    heard: list[tuple[int, int]] = []
    found = worths(record, runs=6, progress=lambda part, whole: heard.append((part, whole)))
    assert len(found) == len(moves_made(record)) == heard[-1][0] == heard[-1][1]
    for worth in found:
        assert worth.own.shape == (len(measured()) + 1,)
        assert (worth.band[0] <= worth.band[2]).all()
    own = [worth for worth in found if worth.made.own]
    assert all(np.abs(worth.own).max() > 0.0 for worth in own)


# ---- the cloud


def test_the_cloud_is_played_by_minds_to_its_full_time(record: Record) -> None:
    row = left_to_minds(record)
    place = layout(record.buyers).position("governments", 0, "held")
    assert row[place : place + 1].view(np.int64)[0] == 0
    found = cloud(record, games=20)
    assert found.points.shape == (20, 4)
    assert found.own == pytest.approx(record.points(record.history)[0])
    assert found.points.min() >= 0.0
    assert found.points.max() <= 100.0
    assert found.regret == pytest.approx(found.means.max() - found.own.mean())


def test_shares_count_ties_as_half() -> None:
    values = np.array([10.0, 20.0, 20.0, 30.0])
    assert share_below(values, 20.0) == 0.5
    assert share_below(values, 0.0) == 0.0
    assert share_below(values, 99.0) == 1.0


# ---- assumptions


def test_the_calibrated_opening_is_the_games_own(record: Record) -> None:
    same = opening(record, {}, True)
    assert np.array_equal(same, record.rows[0], equal_nan=True)
    other = opening(record, {"learning": 0.5}, True)
    assert not np.array_equal(other, record.rows[0], equal_nan=True)


def test_dials_are_turned_to_both_ends(record: Record) -> None:
    found = assumptions(record, pairs=4)
    assert [dial.parameter for dial in found] == [parameter for parameter, _ in dials()]
    middles = np.array([dial.band[1] for dial in found])
    assert (middles == middles[0]).all(), "as calibrated, all dials are the same world"
    gap = record.history.final("gap_generations") - record.twin_history.final("gap_generations")
    assert found[0].own[1][0] == pytest.approx(gap[0])
    assert any(not np.array_equal(dial.band[0], dial.band[2]) for dial in found)
    assert found[0].band.shape == (3, 3, len(MEASURES))


def test_a_flip_is_a_change_of_sign(record: Record) -> None:
    dial = assumptions(record, pairs=4)[0]
    steady = np.ones((3, 3, len(MEASURES)))
    turned = steady.copy()
    turned[2, 1, 0] = -1.0
    assert not type(dial)(dial.parameter, "", dial.own, steady).flips(0)
    assert type(dial)(dial.parameter, "", dial.own, turned).flips(0)
    assert not type(dial)(dial.parameter, "", dial.own, turned).flips(1)


def test_bands_are_percentiles_over_runs() -> None:
    found = bands(np.arange(101.0)[:, None] * np.array([1.0, -1.0]))
    assert found[:, 0].tolist() == [5.0, 50.0, 95.0]
    assert found[:, 1].tolist() == [-95.0, -50.0, -5.0]


def test_orders_are_kept(record: Record) -> None:
    assert all(isinstance(order, Order) for order in record.orders)
    assert len(record.orders) == 3
