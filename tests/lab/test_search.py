"""The search for policies: a known front is found, judged afresh, drawn; the model's futures."""

from xml.etree import ElementTree

import numpy as np
import pytest

from game.commands.problems import CommandError
from game.lab.executors import make_executor
from game.lab.experiment import Factor
from game.lab.futures import Futures
from game.lab.pictures import picture
from game.lab.search import (
    Front,
    Goal,
    aims_of,
    judge,
    nearest_to_ideal,
    regrets,
    search,
    snapped,
    unbeaten,
)
from game.lab.search_chart import charts
from tests.lab.samples import experiment, lever_factor, parameter_factor

GOALS = (Goal("gain", True), Goal("cost", False))
LEVERS = (
    Factor("effort", "length", ("effort",), 0.0, 10.0, 5.0, "bn USD"),
    Factor("waste", "length", ("waste",), 0.0, 1.0, 0.5, "share"),
    Factor("kind", "length", ("kind",), 0.0, 3.0, 0.0, "0/1", whole=True),
)


def toy(policies: np.ndarray, futures: int = 40, first: int = 0) -> np.ndarray:
    """Effort buys gain at a cost; waste only costs; kind 2 is the best of four. Luck is added."""
    effort, waste, kind = policies.T
    luck = np.random.default_rng(first).normal(0.0, 0.1, futures)
    gain = effort - 3.0 * waste - (kind - 2.0) ** 2
    cost = effort**2 / 10.0 + waste
    return np.stack([gain[:, None] + luck, np.repeat(cost[:, None], futures, axis=1)], axis=2)


def found(seed: int = 7) -> Front:
    return search(LEVERS, GOALS, toy, evaluations=1500, worst=0.1, seed=seed)


@pytest.fixture(scope="module")
def front() -> Front:
    return found()


def test_a_known_front_is_found(front: Front) -> None:
    effort, waste, kind = front.policies.T
    assert len(effort) >= 15
    assert waste.max() < 0.05
    assert (kind == 2.0).all()
    assert effort.min() < 1.0
    assert effort.max() > 9.0


def test_the_search_is_a_function_of_its_seed(front: Front) -> None:
    again, other = found(), found(8)
    assert np.array_equal(again.policies, front.policies)
    assert np.array_equal(again.aims, front.aims)
    assert not np.array_equal(other.policies, front.policies)


def test_no_more_policies_are_tried_than_asked_for(front: Front) -> None:
    assert front.method == "NSGA-III"
    assert 1200 <= front.evaluations <= 1500


def test_few_policies_are_tried_once_each() -> None:
    levers = (Factor("a", "length", ("a",), 0, 2, 0, "", values=(0.0, 1.0, 2.0)),)
    seen: list[float] = []

    def count(policies: np.ndarray) -> np.ndarray:
        seen.extend(policies[:, 0].tolist())
        return policies[:, None, :].repeat(4, axis=1)

    front = search(levers, GOALS[:1], count, evaluations=100, worst=0.1, seed=1)
    assert sorted(seen) == [0.0, 1.0, 2.0]
    assert front.method == "NSGA-II"
    assert front.policies.tolist() == [[2.0]]


def test_robust_is_the_bad_end_of_each_objective() -> None:
    outcomes = np.stack([np.arange(101.0)] * 2, axis=1)[None]
    means, tails = aims_of(outcomes, GOALS, 0.1)[0].T
    assert means.tolist() == [50.0, 50.0]
    assert tails == pytest.approx([10.0, 90.0], abs=1.0)


def test_levels_take_the_middle_of_their_bins() -> None:
    unit = np.array([[0.33, 0.5, 0.0], [0.1, 0.2, 1.0]])
    places = snapped(unit, LEVERS)
    assert places[:, :2].tolist() == unit[:, :2].tolist()
    assert places[:, 2].tolist() == [0.125, 0.875]


def test_what_nothing_beats_is_kept() -> None:
    costs = np.array([[0.0, 3.0], [1.0, 1.0], [1.0, 2.0], [3.0, 0.0], [1.0, 1.0]])
    assert unbeaten(costs).tolist() == [0, 1, 3, 4]
    assert nearest_to_ideal(costs) == 1


def test_regret_is_what_the_worst_future_would_have_had_otherwise() -> None:
    gains = np.array([[[0.0], [10.0]], [[4.0], [7.0]], [[5.0], [0.0]]])
    assert regrets(gains) == pytest.approx([0.5, 0.3, 1.0])


def test_fresh_futures_show_how_far_the_search_flattered_itself(front: Front) -> None:
    fresh = toy(front.policies, 200, first=1)
    worse = fresh - np.array([0.5, 0.0])
    gain, cost = judge(front, worse, GOALS, 0.1).optimism
    assert gain[0] == pytest.approx(0.5, abs=0.06)
    assert cost == pytest.approx([0.0, 0.0])
    judged = judge(front, fresh, GOALS, 0.1)
    assert judged.holds.mean() > 0.9
    assert 2.0 < front.policies[judged.compromise, 0] < 8.0


def test_the_picture_has_a_line_for_every_policy(front: Front) -> None:
    judged = judge(front, toy(front.policies, first=1), GOALS, 0.1)
    (chart,) = charts(LEVERS, front.policies, GOALS, ("-", "bn USD"), judged, "90% at least")
    root = ElementTree.fromstring(picture(chart, "a test"))
    lines = list(root.iter("{http://www.w3.org/2000/svg}polyline"))
    assert len(lines) == len(front.policies)
    assert "nan" not in chart.svg


SMALL = experiment(
    factors=(lever_factor("us.tool_control"), parameter_factor("captive_pull")),
    replications=3,
    buyers=16,
    horizon=24,
)


def test_policies_meet_the_same_futures_however_they_are_split() -> None:
    goals = (Goal("gap_generations", False), Goal("capability", False))
    policies = np.array([[0.0], [0.4], [1.0], [0.4]])
    futures = Futures.drawn(SMALL, goals, 0, 3)
    with make_executor("threads", 1) as one, make_executor("threads", 3) as three:
        whole = futures.play(policies, one)
        split = futures.play(policies, three)
        alone = futures.play(policies[2:3], one)
        later = Futures.drawn(SMALL, goals, 3, 3).play(policies, one)
    assert whole.shape == (4, 3, 2)
    assert np.array_equal(whole, split)
    assert np.array_equal(whole[1], whole[3])
    assert np.array_equal(whole[2], alone[0])
    assert not np.array_equal(whole[0], whole[2])
    assert not np.array_equal(whole, later)


def test_uncertain_numbers_are_spread_over_the_futures() -> None:
    factor = SMALL.factors[1]
    numbers = Futures.drawn(SMALL, (GOALS[0],), 0, 10).numbers[:, 0]
    tenths = np.floor(10.0 * (numbers - factor.low) / (factor.high - factor.low))
    assert sorted(tenths.tolist()) == list(range(10))


def test_an_outcome_without_a_value_cannot_rank() -> None:
    futures = Futures.drawn(SMALL, (Goal("crossover", False),), 0, 3)
    with make_executor("threads", 1) as crew, pytest.raises(CommandError, match="no value in some"):
        futures.play(np.array([[1.0]]), crew)
