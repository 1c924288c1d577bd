"""The supply chain says what the worlds say, and its chokepoints are real reruns."""

import math

import numpy as np
import pytest

from agents import lab
from agents.belief import estimates
from agents.ecosystem import Ecosystem
from agents.levers import INDEX, LEVERS
from agents.names import ALLIED, DOMESTIC, HUAW, MARKET_CN, MARKET_US, SMIC, TSMC
from agents.scenario import load, scenario_names
from game.session import Session, Setup
from game.views.chain import BOTTLENECKS, chain_view
from game.views.chain_locks import LOCKS
from game.views.chain_measures import (
    CUTS,
    HORIZON,
    KEYS,
    chain_question,
    cut_off,
    find_effects,
    is_cut_off,
)
from game.views.ladder import ladder, node_name
from game.views.line import line_view
from game.views.worlds import world_of


@pytest.fixture(scope="module")
def session() -> Session:
    """The champion's seat, two quarters on."""
    game = Session(Setup("good-enough", "huaw", 7))
    game.end_quarter()
    game.end_quarter()
    return game


def never() -> bool:
    return False


def test_every_stage_shows_the_worlds_own_numbers(session: Session) -> None:
    view, world = chain_view(session), world_of(session.row)
    assert tuple(stage.key for stage in view.stages) == KEYS
    tools, wafers = view.stage("tools"), view.stage("wafers")
    assert tools.incumbent == float(world.toolmakers[ALLIED]["quality"])
    assert tools.sovereign == float(world.toolmakers[DOMESTIC]["quality"])
    smic = world.foundries[SMIC]
    assert wafers.sovereign == float(smic["capacity"] * smic["ai_share"])
    assert view.stage("hbm").incumbent == float(world.memory_makers[0]["stacks"])
    assert view.stage("cluster").sovereign == float(world.labs[MARKET_CN]["pod_pflops"])
    assert view.stage("cluster").incumbent == float(world.labs[MARKET_US]["pod_pflops"])
    use = view.stage("buyers")
    assert use.incumbent + use.sovereign == pytest.approx(
        float(world.markets[MARKET_CN]["compute"].sum())
    )
    layers = world.outcome["layer_self_sufficiency"]
    names = ("tools", "wafers", "hbm", "cluster", "software", "models")
    for value, key in zip(layers, names, strict=True):
        assert view.stage(key).self_sufficiency == float(value)
    assert math.isnan(view.stage("packaging").self_sufficiency)


def test_the_bottleneck_is_marked_where_it_is(session: Session) -> None:
    code = int(world_of(session.row).designers[HUAW]["bottleneck"])
    view = chain_view(session)
    marked = [stage.key for stage in view.stages if stage.bottleneck]
    assert marked == ([BOTTLENECKS[code]] if code else [])
    free = Session(Setup("october-seventh", "us", 7))
    assert int(world_of(free.row).designers[HUAW]["bottleneck"]) == 0
    assert not [stage.key for stage in chain_view(free).stages if stage.bottleneck]


def test_a_lock_stands_where_a_control_is_in_force(session: Session) -> None:
    view = chain_view(session)
    for stage in view.stages:
        shown = {lock.lever for lock in stage.locks}
        in_force = {key for key in LOCKS[stage.key] if session.law(key) != LEVERS[key].off}
        assert shown == in_force
    hbm = view.stage("hbm").locks[0]
    assert (hbm.lever, hbm.value_text) == ("us.hbm_control", "100%")


def test_a_cut_off_sets_its_levers_and_no_others(session: Session) -> None:
    for key, names in CUTS.items():
        harsh = cut_off(session.plan, key, session.now)
        at = session.now - session.plan.start
        moved = [
            name
            for name, column in INDEX.items()
            if not np.array_equal(
                harsh.values[at:, column], session.plan.values[at:, column], equal_nan=True
            )
        ]
        assert set(moved) <= set(names)
        assert np.array_equal(harsh.values[:at], session.plan.values[:at], equal_nan=True)
    assert is_cut_off(session, "hbm")
    assert not is_cut_off(session, "buyers")
    assert not is_cut_off(session, "packaging")


def test_before_the_futures_are_played_a_plain_word_stands_there(session: Session) -> None:
    view = chain_view(session, None, "Preparing the simulation.")
    assert view.state == "waiting"
    assert view.state_text == "Preparing the simulation."
    assert all(math.isnan(stage.choke) and not stage.choke_text for stage in view.stages)


def test_chokepoints_are_paired_reruns(session: Session) -> None:
    row = session.row.copy()
    effects = find_effects(chain_question(session), never)
    assert effects is not None
    assert effects.quarters == HORIZON
    assert effects.before == effects.after  # nothing is proposed: the same luck, the same world
    assert all(-0.1 < loss < 1.0 for loss in effects.losses.values())
    assert effects.losses["hbm"] == 0.0  # it is cut off already
    assert max(effects.losses.values()) > 0.02
    view = chain_view(session, effects)
    assert view.state == "ready"
    assert sum(stage.worst for stage in view.stages) == 1
    worst = next(stage for stage in view.stages if stage.worst)
    assert worst.choke == max(effects.losses.values())
    assert view.stage("hbm").choke_text == "already"
    assert "no control" in view.stage("packaging").choke_text
    assert np.array_equal(session.row, row, equal_nan=True)


def test_cutting_off_chips_takes_most_where_foreign_chips_are_most() -> None:
    session = Session(Setup("october-seventh", "us", 7))
    effects = find_effects(chain_question(session), never)
    assert effects is not None
    assert max(effects.losses, key=lambda key: effects.losses[key]) == "cluster"
    assert effects.losses["cluster"] > 0.2


def test_a_proposal_shows_before_and_after() -> None:
    session = Session(Setup("good-enough", "huaw", 7))
    session.propose(session.order("huaw.cluster_scale", 2.0))
    effects = find_effects(chain_question(session), never)
    assert effects is not None
    before, after = effects.before["cluster"][1], effects.after["cluster"][1]
    assert after == pytest.approx(2.0 * before, rel=0.05)
    assert effects.before["tools"] == pytest.approx(effects.after["tools"], rel=0.02)
    rows = chain_view(session, effects).stage("cluster").effects
    assert [row.label for row in rows] == ["Allied", "Chinese", "At home", "Compute"]
    assert rows[1].change.startswith("+")


def test_work_that_is_not_wanted_any_more_stops(session: Session) -> None:
    assert find_effects(chain_question(session), lambda: True) is None


def test_the_ladder_stands_on_the_models_nodes(session: Session) -> None:
    world, view = world_of(session.row), ladder(session)
    for f, foundry in enumerate(view.foundries):
        assert foundry.node == float(world.foundries[f]["node"])
        assert foundry.yield_share == float(world.foundries[f]["yield_rate"])
    assert view.foundries[TSMC].node > view.foundries[SMIC].node
    assert view.foundries[SMIC].before <= view.foundries[SMIC].node
    names = [node_name(node) for node in (-2.3, -1.0, 0.0, 0.97, 1.0, 2.0, 3.4)]
    assert names == ["28 nm", "14 nm", "7 nm", "5 nm", "5 nm", "3 nm", "2 nm"]
    assert [name for _, name in view.rungs][:6] == ["28", "14", "7", "5", "3", "2"]


def test_pods_are_what_the_rule_builds(session: Session) -> None:
    view = chain_view(session).pods
    model = Ecosystem(session.row, session.plan)
    for curve, market in ((view.champion, MARKET_CN), (view.rival, MARKET_US)):
        built = model.world.labs[market]
        lab.build_pod(built, model.world)  # type: ignore[no-untyped-call]
        assert curve.law.performance == built.pod_pflops
        assert curve.law.power == built.pod_kw
        powers = [pod.power for pod in curve.pods]
        assert powers == sorted(powers)
    assert view.lever is not None
    assert view.lever.key == "huaw.cluster_scale"
    first, last = view.champion.pods[0], view.champion.pods[-1]
    assert last.power / first.power == pytest.approx(8.0)
    assert last.cost / first.cost == pytest.approx(last.chips / first.chips)


def test_a_seat_without_pods_has_no_slider() -> None:
    view = chain_view(Session(Setup("october-seventh", "us", 7))).pods
    assert view.lever is None


def test_what_the_other_side_hides_is_shown_as_a_guess() -> None:
    session = Session(Setup("good-enough", "us", 7))
    world = world_of(session.row)
    guesses = {
        (one.member, one.field): one.best
        for one in estimates(session.row, "us", session.setup.seed)
    }
    view = chain_view(session)
    tools, wafers = view.stage("tools"), view.stage("wafers")
    assert tools.sovereign == guesses["NAURA", "quality"]
    assert tools.sovereign != float(world.toolmakers[DOMESTIC]["quality"])
    smic = world.foundries[SMIC]
    assert wafers.sovereign == pytest.approx(guesses["SMIC", "capacity"] * float(smic["ai_share"]))
    for stage in (tools, wafers):
        assert stage.sovereign_text.startswith("≈")
        assert not stage.incumbent_text.startswith("≈")
        assert "best guess" in stage.help
    assert tools.incumbent == float(world.toolmakers[ALLIED]["quality"])
    assert view.past("tools").sovereign[-1] == tools.sovereign


def test_ones_own_side_is_seen_as_it_is(session: Session) -> None:
    assert not any("≈" in stage.sovereign_text for stage in chain_view(session).stages)
    assert chain_question(session).believe is not None


@pytest.mark.parametrize("scenario", scenario_names())
def test_every_scenario_and_seat_has_both_rooms(scenario: str) -> None:
    for seat in load(scenario).seats:
        game = Session(Setup(scenario, seat, 7))
        view, line = chain_view(game), line_view(game, {})
        assert len(view.stages) == len(KEYS)
        assert all(stage.facts and stage.measure for stage in view.stages)
        assert (view.pods.lever is not None) == (seat in ("huaw", "nvda"))
        assert line.held == (seat == "us")
        assert len(line.redesigns) == 3
