"""A class's world: what opens, what moves do, who decides when a team is away, what is held."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents import kernel_cache, names
from agents.levers import ACTORS, INDEX, LEVERS, positions
from agents.plan import Order, OrderError
from agents.state import layout
from game.analysis.metrics import known_metrics
from game.classroom import played
from game.classroom.lesson import lessons
from game.classroom.results import digest_of
from game.classroom.worlds import Moves, Setup, WorldError, open_world, play_round
from game.gamelog import SessionError
from game.gamelog import Setup as Game
from game.session import Session
from tests.classroom.class_games import (
    ANSWER,
    AWAY,
    HELD_OFF,
    HELD_ON,
    LED,
    LESSON_A,
    NOTHING,
    ROUNDS,
    SIX,
    TOUGH,
    all_decided,
)

pytestmark = pytest.mark.usefixtures("kernel")


def stands(row: np.ndarray, lever: str) -> float:
    """Where a lever stands in a world."""
    return float(row[positions(LESSON_A.buyers)[INDEX[lever]]])


def field(row: np.ndarray, seat: str, name: str) -> float:
    """A field of a seat in a world."""
    return float(row[layout(LESSON_A.buyers).position(*ACTORS[seat], name)])


def law_after(setup: Setup, *rounds: Moves) -> dict[str, float]:
    """What is in force after some rounds."""
    return dict(play_round(setup, rounds)["standing"]["levers"])


# ---- opening


def test_a_world_opens_with_the_rule_of_its_scenario_and_without_points() -> None:
    standing = open_world(LESSON_A)
    assert standing["quarter"] == names.quarter_index("2022Q4")
    law = standing["levers"]
    assert (law["us.tool_control"], law["us.chip_tpp"], law["us.chip_link"]) == (0.6, 4800.0, 600.0)
    assert set(standing["numbers"]) == {metric.key for metric in known_metrics()}
    assert all(math.isfinite(value) for value in standing["numbers"].values())
    assert set(standing["goals"]) == set(standing["score"]) == set(SIX)
    assert all(len(goals) == 3 for goals in standing["goals"].values())
    assert all(goal[1:] == [None, None] for goals in standing["goals"].values() for goal in goals)
    assert set(standing["score"].values()) == {None}
    assert set(standing["capital"]) == {"us", "cn", "tool", "chip", "row"}
    assert set(standing["deals"]) == set(names.DEALS)


def test_the_law_has_every_lever_of_every_decision() -> None:
    law = open_world(LESSON_A)["levers"]
    for lesson in lessons().values():
        for seat in lesson.seats():
            for decision in lesson.sheet(seat):
                assert set(decision.levers) <= set(law)


@pytest.mark.parametrize(
    ("setup", "error"),
    [
        (replace(LESSON_A, seats=("chip",)), SessionError),
        (replace(LESSON_A, scenario="october"), ValueError),
        (replace(LESSON_A, holds=(("us.nothing", 1.0),)), OrderError),
        (replace(LESSON_A, holds=(("us.tool_control", 7.0),)), OrderError),
    ],
)
def test_a_world_that_cannot_be_is_refused_in_a_sentence(
    setup: Setup, error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"\w+ \w+"):
        open_world(setup)


# ---- one game, whoever plays it


def test_a_class_of_one_team_plays_the_game_of_the_window() -> None:
    session = Session(Game("october-seventh", "us", seed=7))
    for quarter in range(8):
        if quarter == 0:
            session.propose(session.order("us.tool_control", 1.0))
        if quarter == 4:
            session.propose(session.order("us.public_rd", 20.0))
        session.end_quarter()
    setup = Setup("october-seventh", ("us",), seed=7, quarters=4)
    rounds = (Moves((("us.tool_control", 1.0),)), Moves((("us.public_rd", 20.0),)))
    game = played.play(setup, rounds)
    assert digest_of(game.row) == session.turns[-1].checksum
    assert digest_of(game.twin_rows[-1]) == session.turns[-1].twin_checksum
    assert play_round(setup, rounds)["digest"] == session.turns[-1].checksum


def test_a_round_is_the_same_whoever_plays_it_and_when() -> None:
    played.play.cache_clear()
    first = play_round(LESSON_A, ROUNDS)
    played.play.cache_clear()
    for end in range(1, len(ROUNDS)):
        play_round(LESSON_A, ROUNDS[:end])
    assert play_round(LESSON_A, ROUNDS) == first


def test_a_result_is_signed_by_the_model_and_the_luck() -> None:
    result = play_round(LESSON_A, ROUNDS[:1])
    assert result["model"] == kernel_cache.model_version()
    assert result["seed"] == 7
    assert len(result["digest"]) == 16
    assert result["digest"] != play_round(replace(LESSON_A, seed=8), ROUNDS[:1])["digest"]


# ---- orders


def test_orders_hold_until_they_are_changed() -> None:
    law = law_after(LESSON_A, TOUGH, NOTHING)
    assert (law["us.tool_control"], law["us.hbm_control"]) == (1.0, 1.0)
    assert law_after(LESSON_A, TOUGH, AWAY)["us.tool_control"] == 0.4
    quiet = law_after(LESSON_A, NOTHING)
    assert (quiet["us.tool_control"], quiet["us.hbm_control"]) == (0.6, 0.0)


def test_orders_change_the_world_from_their_first_quarter_on() -> None:
    one, other = (play_round(LESSON_A, (moves,)) for moves in (NOTHING, TOUGH))
    assert one["series"]["tension"][0] != other["series"]["tension"][0]
    assert len(one["series"]["tension"]) == one["last"] - one["first"] + 1 == 4


def test_orders_may_come_in_any_quarter_of_the_scenario() -> None:
    order = Order("us", "us.tool_control", 1.0, names.quarter_index("2023Q4"))
    plan = played.plan_of(LESSON_A, (NOTHING, Moves(((order.lever, order.value),))))
    column = plan.values[:, INDEX[order.lever]]
    assert column[order.quarter - plan.start - 1] != 1.0
    assert (column[order.quarter - plan.start :] == 1.0).all()


def test_an_answer_to_a_dilemma_holds_for_one_quarter() -> None:
    game = played.play(LESSON_A, (Moves((("us.answer", 2.0),)),))
    answers = game.plan.values[:, INDEX["us.answer"]]
    assert answers[0] == 2.0
    assert np.isnan(answers[1:]).all()


@pytest.mark.parametrize(
    ("moves", "error"),
    [
        (Moves((("us.nonsense", 1.0),)), OrderError),
        (Moves((("us.tool_control", 2.0),)), OrderError),
        (Moves((("us.tool_control", math.nan),)), OrderError),
        (Moves((("chip.alignment", 1.0),)), WorldError),
        (Moves((), (("smic", (), ()),)), WorldError),
        (Moves((), (("cn", (), (("cn.grid_build", 1e6),)),)), OrderError),
        (Moves((), (("cn", (), (("us.tool_control", 1.0),)),)), OrderError),
    ],
)
def test_moves_that_cannot_be_made_are_refused_in_a_sentence(
    moves: Moves, error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"\w+ \w+"):
        play_round(LESSON_A, (moves,))


@pytest.mark.parametrize("lesson", lessons().values(), ids=lambda lesson: lesson.key)
def test_every_team_of_every_lesson_can_move_all_that_is_on_its_sheet(lesson: Any) -> None:
    seats = lesson.seats()
    setup = Setup(lesson.scenario, seats, seed=3, quarters=lesson.quarters_per_round)
    lowest, highest = (all_decided(lesson, step) for step in (0, -1))
    result = play_round(setup, (lowest, highest))
    assert set(result["causes"]) == set(seats)
    law = result["standing"]["levers"]
    for lever, value in highest.orders:
        assert law[lever] == value
    assert all(len(goals) == 3 for goals in result["standing"]["goals"].values())
    for seat in seats:
        assert play_round(replace(setup, seats=(seat,)), (NOTHING,))["standing"]["score"][seat] >= 0


# ---- who is away


def test_the_mind_of_a_team_that_is_away_decides_and_its_levers_stay_when_people_come_back() -> (
    None
):
    before = law_after(LESSON_A, TOUGH, ANSWER)
    away = law_after(LESSON_A, TOUGH, ANSWER, AWAY)
    back = law_after(LESSON_A, TOUGH, ANSWER, AWAY, NOTHING)
    assert before["cn.fab_fund"] == 30.0
    assert away["cn.fab_fund"] not in (30.0, 0.0)
    for lever in (key for key in away if key.startswith(("cn.", "huaw."))):
        assert back[lever] == away[lever]
    longer = law_after(LESSON_A, TOUGH, ANSWER, AWAY, Moves((), LED))
    assert longer["cn.fab_fund"] != away["cn.fab_fund"]


def test_orders_after_the_return_count() -> None:
    law = law_after(LESSON_A, ANSWER, AWAY, Moves((("cn.fab_fund", 20.0),)))
    assert law["cn.fab_fund"] == 20.0


def test_a_doctrine_leads_by_its_traits_and_levers_while_the_team_is_away() -> None:
    plain = Moves((), (("cn", (), ()),))
    led = played.play(LESSON_A, (Moves((), LED),))
    assert stands(led.row, "cn.grid_build") == 10.0
    assert (field(led.row, "cn", "hawkishness"), field(led.row, "cn", "risk")) == (0.9, 0.5)
    assert digest_of(led.row) != digest_of(played.play(LESSON_A, (plain,)).row)
    back = played.play(LESSON_A, (Moves((), LED), NOTHING))
    assert field(back.row, "cn", "hawkishness") == 0.5


def test_a_seat_that_is_away_without_a_doctrine_is_a_seat_of_nobody() -> None:
    away = Moves((), (("cn", (), ()), ("row", (), ())))
    nobody = replace(LESSON_A, seats=("us", "huaw", "tool", "nvda"))
    one, other = play_round(LESSON_A, (away, away)), play_round(nobody, (NOTHING, NOTHING))
    assert one["digest"] == other["digest"]


# ---- what a treatment holds


@pytest.mark.parametrize("setup", [HELD_ON, HELD_OFF], ids=["on", "off"])
def test_a_treatment_is_stronger_than_orders_and_record(setup: Setup) -> None:
    opened = open_world(setup)["levers"]
    loud = Moves(tuple((key, LEVERS[key].cutoff) for key, _ in setup.holds))
    softer = Moves(tuple((key, LEVERS[key].off) for key, _ in setup.holds))
    game = played.play(setup, (loud, softer, Moves((), (("us", (), ()),))))
    for key, value in setup.holds:
        assert opened.get(key, value) == value
        assert {stands(row, key) for row in game.rows[1:]} == {value}


def test_a_world_without_controls_is_its_own_twin() -> None:
    result = play_round(HELD_OFF, (ANSWER, NOTHING))
    assert result["series"] == result["twin"]


def test_the_twin_has_no_controls_and_otherwise_the_same_orders() -> None:
    rounds = (Moves((*TOUGH.orders, *ANSWER.orders)), NOTHING)
    for setup in (LESSON_A, HELD_ON):
        game = played.play(setup, rounds)
        for row in game.twin_rows[1:]:
            assert all(stands(row, key) == one.off for key, one in LEVERS.items() if one.control)
            assert stands(row, "cn.fab_fund") == 30.0
        result = play_round(setup, rounds)
        assert result["series"]["threat_cn"][-1] > result["twin"]["threat_cn"][-1]
