"""Games that minds play among themselves, and what levers do in them."""

import numpy as np
import pytest

from agents import league, mandate, names
from agents.history import columns
from agents.lever_effects import LeverTrial, moves
from agents.levers import LEVERS
from agents.scenario import load, scenario_names
from agents.state import buyers_of, layout

GAMES = 40


@pytest.fixture(scope="module")
def played() -> league.League:
    """A small league."""
    return league.play_league(load("october-seventh"), GAMES, 7)


def test_the_same_seed_plays_the_same_games(played: league.League) -> None:
    again = league.play_league(load("october-seventh"), GAMES, 7, threads=1)
    other = league.play_league(load("october-seventh"), GAMES, 8)
    assert again.history.checksum() == played.history.checksum() != other.history.checksum()


def test_games_have_characters_of_their_own() -> None:
    rows = league.league_rows(load("october-seventh"), 20, 7)
    place = layout(buyers_of(rows)).position("governments", names.US, "hawkishness")
    assert len(set(rows[:, place].tolist())) > 1


def test_shares_are_shares(played: league.League) -> None:
    assert sum(played.endings().values()) == pytest.approx(1.0)
    for shares in (played.best_share(), played.worst_share()):
        assert set(shares) == set(played.scenario.seats)
        assert sum(shares.values()) == pytest.approx(1.0)


def test_endings_are_counted_by_kind(played: league.League) -> None:
    values = played.history.values.copy()
    place = columns()["ending"].place
    values[:, :, place] = 0.0
    values[: GAMES // 4, -2:, place] = names.ENDING_CRISIS
    values[GAMES // 4 : GAMES // 2, 5:, place] = names.ENDING_BARGAIN
    history = type(played.history)(played.history.start, values)
    changed = league.League(played.scenario, 7, history, played.scores)
    found = changed.endings()
    assert (found["crisis"], found["bargain"], found["time"]) == (0.25, 0.25, 0.5)


@pytest.mark.parametrize("name", scenario_names())
def test_no_seat_is_always_best_or_always_worst(name: str) -> None:
    found = league.play_league(load(name), GAMES, 7)
    if len(found.scores) < 2:
        pytest.skip("one seat alone")
    assert max(found.best_share().values()) < 1.0
    assert max(found.worst_share().values()) < 1.0


@pytest.mark.parametrize("name", scenario_names())
def test_most_goals_are_worth_middling_points_in_games_among_minds(name: str) -> None:
    found = league.play_league(load(name), 100, 11)
    medians = [
        float(np.median(mandate.score(found.history, seat, name), axis=0)[k])
        for seat in mandate.seats()
        for k in range(mandate.PUBLIC)
    ]
    middling = [25.0 <= median <= 75.0 for median in medians]
    assert sum(middling) > 0.8 * len(middling), sorted(medians)


def test_values_are_fitted_so_that_the_median_is_middling() -> None:
    goal = mandate.all_goals("us")[0]
    rng = np.random.default_rng(1)
    values = rng.normal(30.0, 4.0, 500)
    zero, hundred = league.fitted(goal, values)
    assert zero < 30.0 < hundred
    assert 100.0 * (30.0 - zero) / (hundred - zero) == pytest.approx(45.0, abs=5.0)
    flat = league.fitted(goal, np.full(500, 30.0))
    assert flat[1] - flat[0] >= 0.3 * abs(goal.hundred - goal.zero)


# ---- levers


def test_moves_stay_in_range_and_never_repeat_the_start() -> None:
    for lever in LEVERS.values():
        for start in (lever.low, lever.off, lever.high):
            found = [value for _, value in moves(lever, start)]
            assert found, lever.key
            assert start not in found
            assert all(lever.low <= value <= lever.high for value in found)


def test_a_lever_that_matters_is_told_from_one_that_does_not() -> None:
    trial = LeverTrial(load("october-seventh"), GAMES, 7)
    strong = trial.effect("cn.fab_fund")
    assert strong.measurable
    assert strong.change.startswith("one step")
    assert strong.games == GAMES
    # Nobody is asked anything in the recorded history: an answer does nothing there.
    idle = LeverTrial(load("history"), GAMES, 7).effect("cn.answer")
    assert not idle.measurable
    assert idle.size == 0.0
    assert trial.effect("tool.intelligence").measurable, "it sees more, if nothing else"
    assert trial.effect("cn.answer").measurable, "where a player is asked"
