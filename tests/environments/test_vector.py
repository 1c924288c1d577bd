"""Thousands of worlds at once give what as many single ones give, and a table of seats as well."""

import warnings

import gymnasium
import numpy as np
import pytest
from gymnasium.wrappers.vector import RecordEpisodeStatistics

from agents.scenario import scenario_names
from game.environments import HELD_OUT, SeatEnv, TableEnv, VectorSeatEnv

WORLDS = 5


@pytest.mark.parametrize(
    ("scenario", "seat", "steps", "threads"),
    [("october-seventh", "us", 40, 1), ("first-cut", "huaw", 20, 2)],
)
def test_each_world_is_that_of_a_single_environment(
    scenario: str, seat: str, steps: int, threads: int
) -> None:
    """Games that end at different times included: the next step opens another."""
    many = VectorSeatEnv(WORLDS, scenario, seat, buyers=12, threads=threads)
    single = [SeatEnv(scenario, seat, buyers=12) for _ in range(WORLDS)]
    seen, _ = many.reset(seed=20)
    over = np.zeros(WORLDS, dtype=bool)
    for i, env in enumerate(single):
        assert np.array_equal(env.reset(seed=20 + i)[0], seen[i])
    many.action_space.seed(1)
    endings = set()
    for step in range(steps):
        actions = many.action_space.sample()
        if step % 2:
            actions = many.hold()  # calmer, so that some games last
        seen, rewards, ended, truncated, info = many.step(actions)
        for i, env in enumerate(single):
            if over[i]:
                alone = (*env.reset(), 0.0, False, False)
                alone = (alone[0], *alone[2:], alone[1])
            else:
                alone = env.step(actions[i])
            assert np.array_equal(alone[0], seen[i])
            assert alone[1:4] == (rewards[i], ended[i], truncated[i])
            assert alone[4]["run"] == info["run"][i]
        over = ended | truncated
        endings |= {(step, i) for i in np.flatnonzero(over)}
    assert endings
    assert len({step for step, _ in endings}) > 1 or scenario == "first-cut"


def test_threads_and_slices_change_nothing() -> None:
    def returns(threads: int) -> np.ndarray:
        env = VectorSeatEnv(70, "first-cut", "us", buyers=12, threads=threads)
        env.reset(seed=3)
        env.action_space.seed(3)
        total = np.array([env.step(env.action_space.sample())[1] for _ in range(20)])
        env.close()
        return total

    assert np.array_equal(returns(1), returns(3))


def test_wrappers_of_gymnasium_know_the_mode() -> None:
    made = gymnasium.make_vec(
        "TwoStacks/Seat-v0", num_envs=3, vectorization_mode="vector_entry_point",
        scenario="draw-the-line", seat="nvda", buyers=12,
    )  # fmt: skip
    env = RecordEpisodeStatistics(made)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env.reset(seed=1)
        for _ in range(8):
            _, _, ended, truncated, info = env.step(env.action_space.sample())
    assert (ended | truncated).all()
    points = np.mean(list(info["points"].values()), axis=0)
    assert info["episode"]["r"] == pytest.approx(points, abs=1e-4)
    assert info["episode"]["l"].tolist() == [8, 8, 8]


def test_runs_asked_for_are_played() -> None:
    env = VectorSeatEnv(3, "draw-the-line", "us", buyers=12)
    _, info = env.reset(options={"run": [7, HELD_OUT, HELD_OUT + 1]})
    assert info["run"].tolist() == [7, HELD_OUT, HELD_OUT + 1]
    with pytest.raises(ValueError, match="or 3 of them"):
        env.reset(options={"run": [1, 2]})


def test_the_checkers_of_pettingzoo_have_nothing_to_say() -> None:
    from pettingzoo.test import parallel_api_test, parallel_seed_test

    def table() -> TableEnv:
        return TableEnv("first-cut", buyers=12)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parallel_api_test(table(), 40)
        parallel_seed_test(table, 40)


def test_a_table_of_one_is_the_single_environment() -> None:
    table = TableEnv("first-cut", ["huaw"], buyers=12)
    alone = SeatEnv("first-cut", "huaw", buyers=12)
    alone.action_space.seed(2)
    both = table.reset(seed=9)[0]["huaw"], alone.reset(seed=9)[0]
    assert np.array_equal(*both)
    while table.agents:
        action = alone.action_space.sample()
        seen, reward, ended, truncated, _ = table.step({"huaw": action})
        single = alone.step(action)
        assert np.array_equal(seen["huaw"], single[0])
        assert (reward["huaw"], ended["huaw"], truncated["huaw"]) == single[1:4]
    assert table.orders() == alone.orders()


def test_all_seats_act_at_one_table() -> None:
    table = TableEnv("first-cut", buyers=12)
    table.reset(seed=2)
    assert set(table.agents) == {"us", "cn", "tool", "huaw", "tsmc", "smic"}
    actions = {seat: np.ones(table.action_space(seat).shape) for seat in table.agents}
    table.step(actions)
    highest = {order.lever: order.value for order in table.orders()}
    assert highest["us.tool_control"] == highest["cn.state_mandate"] == 1.0
    assert highest["smic.capex_effort"] == 2.0


def test_wrong_tables_are_sentences() -> None:
    with pytest.raises(ValueError, match="the nearest is 'huaw'"):
        TableEnv("first-cut", ["us", "huaw"], levers={"hua": []}, buyers=12)
    table = TableEnv("first-cut", ["huaw"], buyers=12)
    with pytest.raises(ValueError, match="reset"):
        table.step({})
    with pytest.raises(ValueError, match="whole number from 0"):
        table.reset(options={"run": -3})
    many = VectorSeatEnv(3, "first-cut", "huaw", buyers=12)
    many.reset(seed=1)
    with pytest.raises(ValueError, match="of shape"):
        many.step(many.action_space.sample()[:2])


@pytest.mark.parametrize("scenario", scenario_names())
def test_observations_are_of_the_order_of_one_in_every_scenario(scenario: str) -> None:
    env = VectorSeatEnv(2, scenario, buyers=12, parameters="calibrated", insight="true")
    seen, _ = env.reset(seed=5)
    for _ in range(env.game.quarters):
        assert env.observation_space.contains(seen)
        assert np.abs(seen).max() < 7.0  # they are clipped at 10
        seen = env.step(env.hold())[0]
