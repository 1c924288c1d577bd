"""Analyses of futures: terms that sum, equal policies that do not differ, intervals that hold."""

from dataclasses import replace

import numpy as np
import pytest

from agents import ensemble
from agents.history import History
from agents.levers import INDEX, LEVERS
from agents.names import EVENTS
from game.analysis import tornado, waterfall
from game.analysis.compare import compare
from game.analysis.metrics import GAP, METRICS, find_metric, known_metrics
from game.analysis.paired import Variant, effect, play
from game.futures import KEPT, OWN, Futures, believer, request_of
from game.gamelog import Setup
from game.opening import Believe
from game.session import Session
from game.viewmodel import QUANTILES
from tests.model_helpers import warm_kernel

RUNS = 24


@pytest.fixture(scope="module")
def session() -> Session:
    """A game after three quarters, with three proposals."""
    warm_kernel()
    played = Session(Setup("october-seventh", "us", 7))
    for quarter in range(3):
        if quarter == 1:
            played.propose(played.order("us.tool_control", 0.5))
        played.end_quarter()
    for lever, value in (("us.hbm_control", 0.8), ("us.public_rd", 20.0), ("us.diplomacy", 1.0)):
        played.propose(played.order(lever, value))
    return played


@pytest.fixture(scope="module")
def law(session: Session) -> Variant:
    """The world as it stands under the law in force."""
    return Variant(
        session.row, session.plan.copy(), session.setup.seed, session.now, session.scenario.end
    )


def metric_index(key: str) -> int:
    """Where a metric stands among the known ones."""
    return [metric.key for metric in known_metrics()].index(key)


# ---- metrics and the fan of any of them


@pytest.mark.parametrize("key", [metric.key for metric in known_metrics()])
def test_fan_of_any_metric_matches_the_model(session: Session, key: str) -> None:
    """Its bands are the quantiles of what `play_many` records when asked for everything."""
    ask = replace(request_of(session, key), believe=None)
    futures = Futures(ask, lambda: False)
    for side in futures.sides:
        assert futures.reach(side, 40, 40, 1)
    fan = futures.fan(1, 0.0)
    whole, _ = ensemble.play_many(
        ask.row, ask.plan, ask.seed, 40, first=ask.first, last=ask.last, first_run=1
    )
    paths = find_metric(key).read_history(History(ask.first, whole).values)
    assert np.array_equal(fan.paths, paths)
    assert np.array_equal(fan.quantiles, np.quantile(paths, QUANTILES, axis=0))
    assert np.isfinite(fan.quantiles).all()


def test_a_metric_that_is_not_recorded_is_refused() -> None:
    """Those to come are not offered before the model has them."""
    assert all(metric.known for metric in known_metrics())
    with pytest.raises(KeyError):
        find_metric("happiness")
    share = METRICS["champion_share"]
    assert share.read_history(np.ones((2, 3, 400))).tolist() == [[1.0] * 3] * 2


def test_other_worlds_are_not_played_again_while_one_lever_moves(session: Session) -> None:
    """Dragging a control leaves the twin and the law in force as they are."""
    played: list[int] = []
    real = ensemble.play_many

    def counting(*what: object, **how: object) -> object:
        played.append(1)
        return real(*what, **how)  # type: ignore[arg-type]

    ask = request_of(session)
    futures = Futures(ask, lambda: False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ensemble, "play_many", counting)
        for side in futures.sides:
            futures.reach(side, 10, 10, 1)
        assert len(played) == 3
        moved = session.proposed_plan()
        moved.set(session.order("us.hbm_control", 0.2))
        other = replace(ask, plan=moved)
        again = Futures(other, lambda: False, futures.shelf)
        for side in again.sides:
            again.reach(side, 10, 10, 1)
        assert len(played) == 4, "only the player's own world was played"
    fresh = Futures(other, lambda: False)
    for side in fresh.sides:
        fresh.reach(side, 10, 10, 1)
    for side in fresh.sides:
        kept, new = again.fan(1, 0.0), fresh.fan(1, 0.0)
        assert np.array_equal(kept.paths_of(GAP, side), new.paths_of(GAP, side))


def test_futures_start_from_what_is_believed(session: Session) -> None:
    """Each future from a row of its own; batches continue where the last one ended."""
    place = ensemble.layout(64).position("governments", 1, "threat")

    def rows(row: np.ndarray, first_run: int, runs: int) -> np.ndarray:
        believed = np.repeat(row[None], runs, axis=0)
        believed[:, place] = np.linspace(0.0, 1.0, 50)[first_run : first_run + runs]
        return believed

    ask = replace(request_of(session), believe=None)
    believing = replace(ask, believe=Believe("guess", rows))
    whole, parts = Futures(believing, lambda: False), Futures(believing, lambda: False)
    whole.reach(OWN, 20, 20, 1)
    parts.reach(OWN, 20, 7, 2)
    for futures in (whole, parts):
        for side in futures.sides:
            futures.reach(side, 20, 20, 1)
    one, other = whole.fan(1, 0.0), parts.fan(1, 0.0)
    assert np.array_equal(one.paths_of("threat_cn"), other.paths_of("threat_cn"))
    truth = Futures(ask, lambda: False)
    for side in truth.sides:
        truth.reach(side, 20, 20, 1)
    assert not np.array_equal(truth.fan(1, 0.0).paths_of("threat_cn"), one.paths_of("threat_cn"))


def test_the_game_asks_from_what_its_seat_believes(session: Session) -> None:
    """The twin with the same errors; what the seat sees of its own side is exact."""
    believe = believer(session)
    assert believe is not None
    own, twin = (believe.rows(row, 1, 40) for row in (session.row, session.twin_row))
    where = ensemble.layout(64)
    unsure = np.flatnonzero(np.ptp(own, axis=0) > 0.0)
    # What is on its way has other chances in another world; how hard it strikes has the same luck.
    coming = {where.position("events", e, "due") for e in range(len(EVENTS))}
    kept = [place for place in unsure if place not in coming]
    assert len(kept) > 5
    same = [place for place in kept if session.row[place] == session.twin_row[place]]
    assert np.array_equal(own[:, same], twin[:, same])
    nvidia = where.position("designers", 0, "arch")
    assert not np.ptp(own[:, nvidia])
    assert request_of(session).believe is not None
    seeing = Session(Setup("october-seventh", "us", 7, perfect=True))
    assert request_of(seeing).believe is None


# ---- two policies


def test_equal_policies_differ_by_exactly_nothing(session: Session) -> None:
    """The same plan as A and as B: every pair is zero, and neither is better."""
    ask = request_of(session, kept=session.proposed_plan())
    futures = Futures(ask, lambda: False)
    for side in futures.sides:
        futures.reach(side, 30, 30, 1)
    change = futures.fan(1, 0.0).change_of(GAP, KEPT)
    assert not change.any()
    found = compare(change, 1)
    assert (found.mean, found.half, found.low, found.high) == (0.0, 0.0, 0.0, 0.0)
    assert found.share_better == 0.5


def test_comparison_counts_pairs_and_knows_the_side() -> None:
    """Three of four pairs higher; what is better depends on the metric."""
    change = np.array([1.0, 2.0, 3.0, -2.0])
    up, down, open_question = (compare(change, better) for better in (1, -1, 0))
    assert up.mean == 1.0
    assert up.half == pytest.approx(1.96 * change.std(ddof=1) / 2.0)
    assert (up.share_better, down.share_better) == (0.75, 0.25)
    assert np.isnan(open_question.share_better)


# ---- why


@pytest.mark.parametrize("question", ["proposals", "answers", "controls"])
def test_terms_of_a_waterfall_sum_to_the_total(
    session: Session, law: Variant, question: str
) -> None:
    """For every metric in every quarter, to a billionth."""
    proposed = session.proposed_plan()
    orders = [proposal.order for proposal in session.proposals]
    if question == "proposals":
        found = waterfall.rerun(*waterfall.by_proposal(law, orders), runs=RUNS)
        assert found.keys == ("us.hbm_control", "us.diplomacy", "us.public_rd")
    elif question == "answers":
        found = waterfall.rerun(*waterfall.by_answer(law, proposed, "us"), runs=RUNS)
        assert found.keys[:2] == ("direct", "cn")
    else:
        found = waterfall.rerun(*_since_parting(session, law), runs=RUNS)
        assert "us.tool_control" in found.keys
    total = sum(term.mean for term in found.terms)
    assert np.abs(total - found.total.mean).max() < 1e-9
    assert np.abs(found.total.mean).max() > 0.0
    assert found.runs == RUNS


def _since_parting(session: Session, law: Variant) -> tuple[waterfall.Stage, list[waterfall.Stage]]:
    plan = session.plan
    parting = waterfall.Parting(
        session.rows[0], session.twin_rows[0], plan, session.twin_plan(plan), session.scenario.start
    )
    return waterfall.by_control(law, parting)


def test_waterfalls_begin_and_end_in_worlds_that_are_known(session: Session, law: Variant) -> None:
    """The last stage is the proposed policy itself; the past played again is the game's own."""
    proposed = session.proposed_plan()
    orders = [proposal.order for proposal in session.proposals]
    _, stages = waterfall.by_proposal(law, orders)
    assert np.array_equal(stages[-1].variant.plan.values, proposed.values, equal_nan=True)
    start, stages = waterfall.by_answer(law, proposed, "us")
    assert start.less is start.variant, "nothing is changed at the start"
    assert np.array_equal(stages[-1].variant.plan.values, proposed.values, equal_nan=True)
    start, stages = _since_parting(session, law)
    assert np.array_equal(start.variant.row, session.twin_row, equal_nan=True)
    assert np.array_equal(stages[-1].variant.row, session.row, equal_nan=True)


def test_a_proposal_that_is_law_anyhow_adds_nothing(session: Session, law: Variant) -> None:
    """Equal plans give exactly zero."""
    now = session.order("us.tool_control", session.law("us.tool_control"))
    found = waterfall.rerun(*waterfall.by_proposal(law, [now]), runs=RUNS)
    assert not found.terms[0].mean.any()
    assert not found.total.mean.any()


# ---- what drives it


def test_tornado_moves_each_driver_alone_and_ranks_them(law: Variant) -> None:
    """A lever's effect is that of the plan with it alone; the strongest come first."""
    levers = [(LEVERS[key], 0.4) for key in ("us.tool_control", "us.hbm_control", "us.diplomacy")]
    found = tornado.drive(law, levers, ["zeta", "imitation"], runs=RUNS)
    gap, last = metric_index(GAP), -1
    ranked = found.ranked(gap, last)
    reach = [driver.reach(gap, last) for driver in ranked]
    assert reach == sorted(reach, reverse=True)
    assert {driver.kind for driver in ranked} == {"lever", "parameter"}
    tool = next(driver for driver in found.drivers if driver.key == "us.tool_control")
    assert (tool.low_value, tool.high_value) == pytest.approx((0.3, 0.5))
    plan = law.plan.copy()
    plan.values[law.first - plan.start :, INDEX["us.tool_control"]] = 0.5
    alone = effect(play(law.under(plan), RUNS), play(law, RUNS))
    assert tool.high is not None
    assert np.array_equal(tool.high.mean, alone.mean)


def test_a_lever_at_its_end_has_one_side(law: Variant) -> None:
    """Nothing is invented beyond the range."""
    found = tornado.drive(law, [(LEVERS["us.diplomacy"], 1.0)], [], runs=4)
    driver = found.drivers[0]
    assert driver.high is None
    assert driver.low is not None
    assert np.isnan(driver.high_value)
    low, high = tornado.parameter_edges("zeta")
    assert low < high


def test_interval_is_that_of_the_paired_differences() -> None:
    """Common luck cancels: a constant shift has no uncertainty."""
    before = np.random.default_rng(3).normal(size=(50, 2, 3))
    shifted = effect(before + 0.25, before)
    assert shifted.mean == pytest.approx(np.full((2, 3), 0.25))
    assert shifted.half == pytest.approx(np.zeros((2, 3)), abs=1e-12)
