"""What would have come of other moves: pairs of futures with equal luck, and the fan."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.levers import INDEX, LEVERS, positions
from agents.parameters import PARAMETERS
from agents.state import layout
from game.analysis.metrics import known_metrics
from game.classroom import flips, played
from game.classroom.flips import QUANTILES, play_side, sides
from game.classroom.worlds import Moves, WorldError, flip, futures, open_world, play_round
from tests.classroom.class_games import (
    ANSWER,
    AWAY,
    CRISIS,
    EVERYTHING,
    LED,
    LESSON_A,
    LESSON_B,
    NOTHING,
    ROUNDS,
    TOUGH,
)

pytestmark = pytest.mark.usefixtures("kernel")

RUNS = 40
SOFT = Moves((("us.tool_control", 0.0), ("us.hbm_control", 0.0), ("us.chip_tpp", 1e6)))
SOFTER = (SOFT, *ROUNDS[1:])
END = played.load(LESSON_A.scenario).end


def last(rounds: tuple[Moves, ...]) -> int:
    """The last quarter of the last of some rounds."""
    return int(play_round(LESSON_A, rounds)["last"])


# ---- nothing changed


@pytest.mark.parametrize("rounds", [(), ROUNDS[:1], ROUNDS])
def test_without_a_change_both_games_are_the_same_in_every_bit(rounds: tuple[Moves, ...]) -> None:
    answer = flip(LESSON_A, rounds, rounds, RUNS)
    for metric in answer["metrics"].values():
        assert metric["own"] == metric["other"]
        assert (metric["median"], metric["p10"], metric["p90"]) == (0.0, 0.0, 0.0)
        assert metric["share_above"] == metric["rounds_end"]["share_above"] == 0.5
    assert answer["backfire"] is None
    own, other = (play_side(side, RUNS, END) for side in sides(LESSON_A, rounds, rounds))
    assert own.rows.tobytes() == other.rows.tobytes()


def test_a_fork_without_a_change_reproduces_the_class_game(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the luck of the game itself the futures are the game, autopilot and all."""
    monkeypatch.setattr(flips, "FIRST_RUN", played.GAME_RUN)
    game = played.play(LESSON_A, ROUNDS)
    own, other = sides(LESSON_A, ROUNDS, SOFTER)
    assert own.past.rows[-1].tobytes() == game.rows[0].tobytes()
    for quarters in (1, 4, 8, 12, 16):
        again = play_side(own, 1, own.past.now + quarters - 1)
        assert again.rows[0].tobytes() == game.rows[quarters].tobytes()
    forked = play_side(other, 1, game.now - 1)
    assert forked.rows[0].tobytes() == played.play(LESSON_A, SOFTER).row.tobytes()


# ---- equal luck


def test_a_change_alters_no_draw_of_luck() -> None:
    where = [slot.position + k for slot in layout(LESSON_A.buyers).luck()
             for k in range(slot.field.shape)]  # fmt: skip
    pair = sides(LESSON_A, ROUNDS, SOFTER)
    for until in (pair[0].past.now, last(ROUNDS[:2]), END):
        own, other = (play_side(side, RUNS, until) for side in pair)
        assert own.rows[:, where].tobytes() == other.rows[:, where].tobytes()
        assert own.rows.tobytes() != other.rows.tobytes()
    assert len(np.unique(own.rows[:, where], axis=0)) == RUNS


def test_a_future_is_the_same_however_many_there_are() -> None:
    side, _ = sides(LESSON_A, ROUNDS, SOFTER)
    few, many = (play_side(side, runs, END).record for runs in (5, RUNS))
    assert few.tobytes() == many[:5].tobytes()


def test_the_games_part_in_the_first_round_that_differs() -> None:
    changed = (*ROUNDS[:2], Moves((), LED), NOTHING)
    answer = flip(LESSON_A, ROUNDS, changed, RUNS)
    assert answer["first"] == last(ROUNDS[:2]) + 1
    assert answer["last"] == END
    own, other = sides(LESSON_A, ROUNDS, changed)
    game = played.play(LESSON_A, ROUNDS[:2])
    assert own.row.tobytes() == other.row.tobytes() == game.row.tobytes()


def test_orders_stay_in_force_after_the_last_round() -> None:
    own, other = (play_side(side, RUNS, END) for side in sides(LESSON_A, (TOUGH,), (SOFT,)))
    place = positions(LESSON_A.buyers)[INDEX["us.tool_control"]]
    assert set(own.rows[:, place]) == {1.0}
    assert set(other.rows[:, place]) == {0.0}


def test_a_mind_goes_on_leading_after_the_last_round_only_if_its_team_is_away() -> None:
    away, back = (AWAY,), (AWAY, NOTHING)
    for rounds, moves in ((away, True), (back, False)):
        side, _ = sides(LESSON_A, rounds, rounds)
        futures = play_side(side, RUNS, END)
        place = positions(LESSON_A.buyers)[INDEX["cn.fab_fund"]]
        stood = played.play(LESSON_A, rounds).row[place]
        assert (len(set(futures.rows[:, place])) > 1) == moves
        assert moves or set(futures.rows[:, place]) == {stood}


# ---- what is said of the difference


def test_the_numbers_are_those_of_the_pairs() -> None:
    answer = flip(LESSON_A, ROUNDS, SOFTER, RUNS)
    own, other = (play_side(side, RUNS, END) for side in sides(LESSON_A, ROUNDS, SOFTER))
    end = last(ROUNDS) - answer["first"]
    for metric in known_metrics():
        told = answer["metrics"][metric.key]
        change = metric.read(own.record) - metric.read(other.record)
        assert told["better"] == metric.better
        for said, quarter in ((told, -1), (told["rounds_end"], end)):
            now = change[:, quarter]
            assert said["median"] == np.median(now)
            assert said["p10"] <= said["median"] <= said["p90"]
            assert said["share_above"] == np.mean(now > 0) + np.mean(now == 0) / 2
        assert told["rounds_end"]["quarter"] == last(ROUNDS)
        assert sum(told["histogram"]["counts"]) == RUNS
        assert len(told["histogram"]["edges"]) == len(told["histogram"]["counts"]) + 1
        for side in ("own", "other"):
            assert np.shape(told[side]) == (len(QUANTILES), END - answer["first"] + 1)
            assert (np.diff(told[side], axis=0) >= 0).all()


def test_one_odd_pair_leaves_the_others_their_bins() -> None:
    change = np.append(np.linspace(0.0, 1.0, 999), -100.0)
    counts, edges = flips._histogram(change)
    assert counts.sum() == 1000
    assert counts.max() < 100
    assert -1.0 < edges[0] < edges[-1] <= 1.0


def test_a_stricter_rule_costs_sales_and_makes_the_other_side_do_without() -> None:
    metrics = flip(LESSON_A, ROUNDS, SOFTER, RUNS)["metrics"]
    assert metrics["sender_revenue"]["median"] < 0.0
    assert metrics["threat_cn"]["median"] > 0.0
    assert metrics["self_sufficiency"]["share_above"] > 0.5


def test_backfire_is_counted_in_the_world_with_the_stricter_move() -> None:
    answer = flip(LESSON_A, ROUNDS, SOFTER, RUNS)
    told = answer["backfire"]
    assert told["with_move"] == "own"
    assert set(told["levers"]) == {"us.tool_control", "us.hbm_control", "us.chip_tpp"}
    gap, own_share = (answer["metrics"][k] for k in ("gap_generations", "self_sufficiency"))
    assert told["share"]["gap_generations"] == pytest.approx(1.0 - gap["share_above"])
    assert told["share"]["self_sufficiency"] == pytest.approx(own_share["share_above"])
    turned = flip(LESSON_A, SOFTER, ROUNDS, RUNS)["backfire"]
    assert turned["with_move"] == "other"
    assert turned["share"] == told["share"]


def test_only_a_control_of_the_sender_can_backfire() -> None:
    changed = (TOUGH, NOTHING, *ROUNDS[2:])
    assert flip(LESSON_A, ROUNDS, changed, RUNS)["backfire"] is None
    weaker = (*ROUNDS[:3], Moves((("us.enforcement", 0.75),)))
    told = flip(LESSON_A, ROUNDS, weaker, RUNS)["backfire"]
    assert (told["levers"], told["with_move"]) == (["us.enforcement"], "other")


def test_a_sender_that_is_away_changes_its_controls_too() -> None:
    away = Moves((), (("us", (), ()),))
    assert flip(LESSON_A, (TOUGH,), (away,), RUNS)["backfire"]["with_move"] == "own"


@pytest.mark.parametrize("setup", [LESSON_A, LESSON_B], ids=["october", "good-enough"])
def test_the_game_without_any_controls_parts_at_the_opening(setup: Any) -> None:
    rounds = (TOUGH, NOTHING)
    answer = flip(setup, rounds, None, RUNS)
    assert answer["first"] == open_world(setup)["quarter"]
    assert answer["backfire"]["with_move"] == "own"
    other = play_side(sides(setup, rounds, None)[1], RUNS, answer["last"])
    for key, lever in LEVERS.items():
        if lever.control:
            place = positions(setup.buyers)[INDEX[key]]
            assert set(other.rows[:, place]) == {lever.off}


def test_the_game_without_any_controls_is_the_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flips, "FIRST_RUN", played.GAME_RUN)
    for setup in (LESSON_A, LESSON_B):
        game = played.play(setup, ROUNDS)
        other = play_side(sides(setup, ROUNDS, None)[1], 1, game.now - 1)
        assert other.rows[0].tobytes() == game.twin_rows[-1].tobytes()


# ---- assumptions


def test_an_assumption_holds_in_both_worlds_and_in_their_past() -> None:
    chosen = next(p for p in PARAMETERS if p.name == "captive_pull")
    place = layout(LESSON_A.buyers).position("parameters", 0, chosen.name)
    assumed = ((chosen.name, chosen.high),)
    changed = (*ROUNDS[:2], NOTHING, NOTHING)
    pair = sides(LESSON_A, ROUNDS, changed, assumed)
    for side in pair:
        assert {row[place] for row in side.past.rows} == {chosen.high}
        assert set(play_side(side, RUNS, END).rows[:, place]) == {chosen.high}
    assert pair[0].row.tobytes() != sides(LESSON_A, ROUNDS, changed)[0].row.tobytes()
    told, plain = (flip(LESSON_A, ROUNDS, changed, RUNS, None, a) for a in (assumed, ()))
    assert told["metrics"]["self_sufficiency"] != plain["metrics"]["self_sufficiency"]
    usual = ((chosen.name, chosen.value),)
    assert flip(LESSON_A, ROUNDS, changed, RUNS, None, usual) == plain


@pytest.mark.parametrize("assumed", [("captive_pul", 1.0), ("captive_pull", float("nan"))])
def test_an_assumption_that_cannot_be_made_is_refused(assumed: tuple[str, float]) -> None:
    with pytest.raises(WorldError, match="captive_pul"):
        flip(LESSON_A, ROUNDS, SOFTER, RUNS, None, (assumed,))


# ---- what cannot be asked


def test_a_game_of_another_length_is_refused() -> None:
    with pytest.raises(WorldError, match="4 rounds, not 1"):
        flip(LESSON_A, ROUNDS, (SOFT,), RUNS)


def test_what_would_differ_only_after_the_end_is_refused() -> None:
    rounds = (EVERYTHING, NOTHING)
    with pytest.raises(WorldError, match="over before round 2"):
        flip(CRISIS, rounds, (EVERYTHING, TOUGH), RUNS)
    assert flip(CRISIS, rounds, (NOTHING, NOTHING), RUNS)["metrics"]["tension"]["median"] > 0.0


def test_a_horizon_before_the_change_is_refused() -> None:
    changed = (*ROUNDS[:3], TOUGH)
    with pytest.raises(WorldError, match="last quarter"):
        flip(LESSON_A, ROUNDS, changed, RUNS, last(ROUNDS[:2]))
    assert flip(LESSON_A, ROUNDS, changed, RUNS, last(ROUNDS))["last"] == last(ROUNDS)


# ---- the fan


def test_the_fan_goes_on_from_the_game_to_the_end_of_the_scenario() -> None:
    answer = futures(LESSON_A, ROUNDS, RUNS)
    game = play_round(LESSON_A, ROUNDS)
    assert (answer["runs"], answer["first"], answer["last"]) == (RUNS, game["last"] + 1, END)
    for metric in known_metrics():
        paths = np.array(answer["metrics"][metric.key])
        assert paths.shape == (len(QUANTILES), END - game["last"])
        assert (np.diff(paths, axis=0) >= 0).all()
    now = game["standing"]["numbers"]["self_sufficiency"]
    first = np.array(answer["metrics"]["self_sufficiency"])[:, 0]
    assert abs(first - now).max() < 0.1


def test_the_fan_depends_on_what_was_ordered() -> None:
    assert futures(LESSON_A, ROUNDS, RUNS) == futures(LESSON_A, ROUNDS, RUNS)
    assert futures(LESSON_A, ROUNDS, RUNS) != futures(LESSON_A, (*ROUNDS[:3], ANSWER), RUNS)
    assert futures(LESSON_A, (), RUNS)["first"] == open_world(LESSON_A)["quarter"]


def test_a_game_that_is_over_has_no_futures() -> None:
    for setup, rounds in ((CRISIS, (EVERYTHING,)), (replace(LESSON_A, quarters=33), (NOTHING,))):
        answer = futures(setup, rounds, RUNS)
        assert answer["last"] == answer["first"] - 1
        assert all(path == [] for paths in answer["metrics"].values() for path in paths)


def test_answers_are_plain_and_survive_a_log() -> None:
    for answer in (
        flip(LESSON_A, ROUNDS, SOFTER, RUNS),
        flip(LESSON_A, ROUNDS, None, RUNS),
        futures(LESSON_A, ROUNDS, RUNS),
    ):
        assert json.loads(json.dumps(answer, allow_nan=False)) == answer
