"""How a class's world ends, what it is worth by then, and that a log can keep all of it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from agents import names
from game.classroom.worlds import Moves, open_world, play_round
from tests.classroom.class_games import CRISIS, EVERYTHING, LESSON_A, NOTHING, ROUNDS, TOUGH

pytestmark = pytest.mark.usefixtures("kernel")


# ---- how it ends


def crisis() -> dict[str, Any]:
    """A world in which both sides do everything at once: tension ends it within the round."""
    return play_round(CRISIS, (EVERYTHING,))


def test_a_crisis_ends_the_round_where_it_comes_and_takes_half_of_the_points() -> None:
    result = crisis()
    assert result["ended"] == names.ENDING_CRISIS
    assert result["last"] < result["first"] + 3
    assert len(result["series"]["tension"]) == result["last"] - result["first"] + 1
    assert result["series"]["tension"][-1] == 100.0
    assert result["standing"]["quarter"] == result["last"] + 1
    assert "Crisis" in result["headlines"][-1]["text"]["en"]
    for seat, goals in result["standing"]["goals"].items():
        mean = sum(points for _, _, points in goals) / 3
        assert result["standing"]["score"][seat] == pytest.approx(mean)
        assert mean <= 50.0


def test_rounds_after_the_end_change_nothing_and_say_so() -> None:
    first, later = crisis(), play_round(CRISIS, (EVERYTHING, NOTHING, TOUGH))
    assert later["standing"] == first["standing"]
    assert (later["digest"], later["ended"]) == (first["digest"], first["ended"])
    assert later["last"] == later["first"] - 1 == first["last"]
    assert set(map(tuple, later["series"].values())) == {()}
    assert later["headlines"] == []
    terms = [change for moved in (later["causes"], later["moved"]) for one in moved.values()
             for _, change in one]  # fmt: skip
    assert set(terms) == {0.0}


def test_a_game_stops_at_the_last_quarter_of_its_scenario() -> None:
    setup = replace(LESSON_A, quarters=20)
    results = [play_round(setup, (NOTHING,) * count) for count in (1, 2, 3)]
    assert results[1]["last"] == results[2]["last"] == names.quarter_index("2030Q4")
    assert results[2]["series"]["tension"] == []
    assert results[2]["ended"] == 0


# ---- points


def test_goals_are_read_over_the_whole_game() -> None:
    results = [play_round(LESSON_A, ROUNDS[:count]) for count in (1, 2)]
    gaps = [value for result in results for value in result["series"]["ai_gap_months"]]
    lead = next(goal for goal in results[1]["standing"]["goals"]["us"] if goal[0] == "lead")
    assert lead[1] == pytest.approx(sum(gaps) / len(gaps))


def test_numbers_are_those_of_the_last_quarter() -> None:
    result = play_round(LESSON_A, ROUNDS[:2])
    for key, values in result["series"].items():
        assert result["standing"]["numbers"][key] == values[-1]


def test_deals_that_both_sides_sign_are_in_force() -> None:
    signed = Moves((("us.sign_truce", 1.0), ("cn.sign_truce", 1.0)))
    assert open_world(LESSON_A)["deals"]["truce"] == 0.0
    assert play_round(LESSON_A, (signed,))["standing"]["deals"]["truce"] == 1.0


def test_what_comes_out_is_plain_and_survives_a_log() -> None:
    for value in (open_world(LESSON_A), play_round(LESSON_A, ROUNDS), crisis()):
        assert json.loads(json.dumps(value, allow_nan=False)) == value
