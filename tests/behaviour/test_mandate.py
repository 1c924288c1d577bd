"""Mandates: what a seat is asked to reach, and how many points a history is worth."""

import tomllib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents import mandate, names
from agents.history import History, columns
from agents.mandate import Goal, MandateError
from agents.scenario import scenario_names

PLAYABLE = ("us", "cn", "tool", "chip", "row", "nvda", "huaw", "smic", "tsmc", "lab_us", "lab_cn")


def history(quarters: int = 8, runs: int = 1, **values: Any) -> History:
    """A history that is nothing but these columns. Brackets are written as two underscores."""
    table = np.zeros((runs, quarters, len(columns())))
    for name, value in values.items():
        table[:, :, columns()[name].place] = value
    return History(0, table)


def goal(**changes: Any) -> Goal:
    """A goal worth 0 points at 10 and 100 points at 20."""
    plain = Goal("us", "k", "t", "tension", "end", 10.0, 20.0, "points", "w", "s")
    return replace(plain, **changes)


def test_every_seat_has_three_public_goals_and_candidates_for_a_secret_one() -> None:
    assert set(mandate.seats()) == set(PLAYABLE)
    for seat in PLAYABLE:
        goals = mandate.all_goals(seat)
        assert [g.secret for g in goals[:3]] == [False] * 3
        assert len(goals) >= 6
        assert all(g.secret for g in goals[3:])
        assert len({(g.metric, g.how) for g in goals}) == len(goals), seat
        for one in goals:
            assert one.text
            assert one.why
            assert one.unit
            assert one.source


def test_every_scenario_has_values_for_every_goal() -> None:
    for name in scenario_names():
        for seat in mandate.seats():
            for plain, fitted in zip(
                mandate.all_goals(seat), mandate.all_goals(seat, name), strict=True
            ):
                assert plain.key == fitted.key
                same_way = (plain.hundred > plain.zero) == (fitted.hundred > fitted.zero)
                assert same_way, f"{name}: {seat}.{plain.key} turned round"


def test_the_secret_goal_is_the_seeds_own_and_every_candidate_is_drawn() -> None:
    assert mandate.draw_secret("us", 7) == mandate.draw_secret("us", 7)
    for seat in mandate.seats():
        drawn = {mandate.draw_secret(seat, seed) for seed in range(60)}
        assert drawn == {g.key for g in mandate.all_goals(seat) if g.secret}
        shown = mandate.mandate(seat, secret=mandate.draw_secret(seat, 7))
        assert [g.secret for g in shown] == [False, False, False, True]


@pytest.mark.parametrize(
    ("value", "points"), [(0.0, 0.0), (10.0, 0.0), (15.0, 50.0), (20.0, 100.0), (30.0, 100.0)]
)
def test_points_run_from_zero_to_hundred(value: float, points: float) -> None:
    assert mandate.points(goal(), np.array([value]))[0] == pytest.approx(points)


def test_a_goal_may_want_little() -> None:
    little = goal(zero=20.0, hundred=10.0)
    assert mandate.points(little, np.array([12.0]))[0] == pytest.approx(80.0)


@pytest.mark.parametrize(
    ("how", "value"), [("end", 7.0), ("mean", 3.5), ("change", 7.0), ("growth", 4.0), ("most", 9.0)]
)
def test_ways_to_read_a_metric(how: str, value: float) -> None:
    line = np.arange(8.0)
    line[3] = 9.0 if how == "most" else 3.0
    read = mandate.read(history(tension=line), "tension", how)
    assert read[0] == pytest.approx(value)


def test_a_game_that_ended_early_is_read_at_its_end() -> None:
    ended = history(tension=np.arange(8.0), ending=[0, 0, 0, 4, 4, 4, 4, 4])
    assert mandate.last_quarters(ended)[0] == 3
    assert mandate.read(ended, "tension", "end")[0] == 3.0
    assert mandate.read(ended, "tension", "mean")[0] == pytest.approx(1.5)


def test_a_crisis_takes_half_from_everybody() -> None:
    calm = {"ai_gap_months": 11.0, "sender_revenue": 100.0}
    peace = mandate.score(history(**calm), "us")
    crisis = mandate.score(history(**calm, ending=[0, 0, 0, 0, 0, 0, 0, 5]), "us")
    assert peace[0, :2].min() > 0.0
    assert crisis == pytest.approx(0.5 * peace)


def test_formulas_read_what_they_say() -> None:
    sales = {"sender_revenue": 50.0, "sales[NVDA]": 20.0, "sales[AMD]": 4.0, "sales[ASIC]": 1.0}
    assert mandate.metric(history(**sales), "toolmaker_sales")[0, -1] == pytest.approx(25.0)
    compute = {"compute_market[US]": 6.0, "compute_market[CN]": 3.0, "compute_market[ROW]": 1.0}
    assert mandate.metric(history(**compute), "compute_share_cn")[0, -1] == pytest.approx(0.3)
    assert mandate.metric(history(**compute), "compute_share_row")[0, -1] == pytest.approx(0.1)
    paid = {"value_cn_by[NVDA]": 1.0, "value_cn_by[HUAW]": 3.0}
    assert mandate.metric(history(**paid), "china_share_huaw")[0, -1] == pytest.approx(0.75)
    chips = {"best_perf[NVDA]": 2600.0, "best_perf[HUAW]": 1000.0}
    assert mandate.metric(history(**chips), "chip_gap_huaw")[0, -1] == pytest.approx(1.0, abs=1e-3)
    for name in mandate.FORMULAS:
        assert np.isfinite(mandate.metric(history(), name)).all(), name
        assert mandate.meaning(name)


def test_somebody_earns_a_title_whatever_happens() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        game = History(0, rng.random((1, 8, len(columns()))))
        for seat in mandate.seats():
            assert mandate.title_of(game, seat).text
    crisis = history(ending=[0] * 7 + [names.ENDING_CRISIS])
    assert mandate.title_of(crisis, "us").name == "Long Night"


GOOD = """
[[goal]]
seat = "us"
key = "a"
text = "t"
metric = "tension"
how = "end"
zero = 1.0
hundred = 2.0
unit = "u"
why = "w"
source = "s"
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('metric = "tension"', 'metric = "tensoin"'), "nearest is 'tension'"),
        (('how = "end"', 'how = "often"'), "'often' is none of"),
        (('seat = "us"', 'seat = "uk"'), "no seat 'uk'"),
        (("hundred = 2.0", "hundred = 1.0"), "different values"),
        (("zero = 1.0", ""), "zero"),
        (("zero = 1.0", "zero = 1.0"), "1 public goals"),
    ],
)
def test_a_wrong_entry_is_named(change: tuple[str, str], said: str) -> None:
    with pytest.raises(MandateError, match=said):
        mandate.read_mandates(tomllib.loads(GOOD.replace(*change)))
