"""One seat for a learner: the checker, rewards, reproducible games, orders that replay."""

import subprocess
import sys
import warnings
from dataclasses import replace

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from agents import mandate
from agents.characters import PLAIN, SHUFFLED, cast, lead
from agents.ensemble import play
from agents.history import History
from agents.plan import Order, OrderError
from agents.scenario import ScenarioError, hold_seat, open_rows
from game.environments import HELD_OUT, SeatEnv, idle_score, minds_score
from game.gamelog import Setup
from game.session import Session

SMALL = {"scenario": "first-cut", "seat": "huaw", "buyers": 12}


def episode(env: SeatEnv, run: int, draws: int = 3) -> tuple[float, dict]:
    """Play a game of random actions; its return and its last info."""
    env.reset(options={"run": run})
    env.action_space.seed(draws)
    total, over, info = 0.0, False, {}
    while not over:
        _, reward, ended, truncated, info = env.step(env.action_space.sample())
        total, over = total + reward, ended or truncated
    return total, info


def played(env: SeatEnv, run: int, orders: tuple[Order, ...]) -> History:
    """The history that the orders of an episode give, from the opening on, in one call."""
    game, buyers = env.game, env.game.buyers
    openings = open_rows(game.loaded, buyers)
    row = openings[run % len(openings)].copy()
    lead(row, cast(game.luck, game.seats[0], game=run), buyers)
    hold_seat(row, game.seats[0], buyers)
    plan = game.loaded.base_plan()
    for order in orders:
        plan.set(order)
    values = play(row[None, :], plan, game.luck, np.array([run]), plan.start, plan.end)
    return History(plan.start, values)


@pytest.mark.parametrize("seat", ["huaw", "us"])
def test_the_checker_of_gymnasium_has_nothing_to_say(seat: str) -> None:
    env = gymnasium.make(
        "TwoStacks/Seat-v0", scenario="first-cut", seat=seat, buyers=12, render_mode="ansi"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped)


@pytest.mark.parametrize("options", [{}, {"quarters_per_step": 3}])
def test_orders_of_an_episode_replay_to_the_same_score(options: dict) -> None:
    env = SeatEnv(**SMALL, **options)
    for run in (5, HELD_OUT + 1):
        total, info = episode(env, run)
        history = played(env, run, env.orders())
        score = mandate.score(history, "huaw", "first-cut")[0]
        assert list(info["points"].values()) == score.tolist()
        assert total == pytest.approx(score.mean(), abs=1e-9)


def test_a_crisis_ends_the_game_and_halves_the_score() -> None:
    """Controls swung about in every quarter end October Seventh early."""
    env = SeatEnv("october-seventh", "us", buyers=12)
    total, _ = episode(env, 4)
    history = played(env, 4, env.orders())
    last = int(mandate.last_quarters(history)[0])
    assert history.column("ending")[0, last] == 5.0
    assert last < env.game.quarters - 1
    assert total == pytest.approx(mandate.score(history, "us", "october-seventh")[0].mean())
    with pytest.raises(gymnasium.error.ResetNeeded):
        env.step(env.action_space.sample())


@pytest.mark.parametrize(("characters", "way"), [("plain", PLAIN), ("drawn", SHUFFLED)])
def test_an_episode_of_run_0_is_a_game_of_the_window(characters: str, way: str) -> None:
    """With calibrated parameters, luck is the seed and the orders are a player's."""
    env = SeatEnv("draw-the-line", "us", buyers=12, parameters="calibrated", luck=11,
                  characters=characters)  # fmt: skip
    _, info = episode(env, 0)
    session = Session(Setup("draw-the-line", "us", 11, buyers=12, characters=way))
    while not session.over:
        for order in env.orders():
            if order.quarter == session.now:
                session.propose(order)
        session.end_quarter()
    score = mandate.score(session.history, "us", "draw-the-line")[0]
    assert list(info["points"].values()) == pytest.approx(score.tolist(), abs=1e-9)


def test_a_seed_gives_the_same_games_and_another_seed_others() -> None:
    env, other = SeatEnv(**SMALL), SeatEnv(**SMALL)
    first = [env.reset(seed=3)[1]["run"], *(env.reset()[1]["run"] for _ in range(3))]
    again = [other.reset(seed=3)[1]["run"], *(other.reset()[1]["run"] for _ in range(3))]
    assert first == again
    assert len({*first, env.reset(seed=4)[1]["run"]}) == 5
    assert max(first) < HELD_OUT


def test_holding_every_lever_where_it_stands_is_the_same_as_no_order() -> None:
    env = SeatEnv("good-enough", "huaw", buyers=12)
    run = HELD_OUT + 3
    env.reset(options={"run": run})
    total, over = 0.0, False
    while not over:
        _, reward, ended, truncated, _ = env.step(env.hold())
        total, over = total + reward, ended or truncated
    idle = idle_score(env.game, np.array([run]))
    assert total == pytest.approx(idle[0], abs=0.5)  # positions are rounded to steps


def test_the_mind_is_compared_in_the_same_worlds() -> None:
    env = SeatEnv("first-cut", "huaw", buyers=12)
    runs = np.arange(HELD_OUT, HELD_OUT + 6)
    minds, idle = minds_score(env.game, runs), idle_score(env.game, runs)
    assert (minds != idle).all()
    assert np.array_equal(minds, minds_score(env.game, runs, threads=2))
    plain = minds_score(replace(env.game, characters="plain"), runs)
    assert (plain != minds).any()


def test_what_is_hidden_is_seen_with_an_error_and_with_true_insight_without() -> None:
    believed = SeatEnv("october-seventh", "us", buyers=12)
    true = SeatEnv("october-seventh", "us", buyers=12, insight="true")
    seen, _ = believed.reset(options={"run": 1})
    exact, _ = true.reset(options={"run": 1})
    name = "HUAW.die_bank"
    ours = seen[believed.observation_names.index(name)]
    truth = exact[true.observation_names.index(name)]
    assert ours != truth
    assert ours == pytest.approx(truth, abs=0.5)  # a factor of e^2.5 on this scale
    assert "hbm_stock_cn" in true.observation_names
    assert "hbm_stock_cn" not in believed.observation_names
    shared = [n for n in believed.observation_names if n.startswith(("lever.", "best_perf"))]
    for n in shared:
        assert seen[believed.observation_names.index(n)] == exact[true.observation_names.index(n)]


def test_estimates_err_as_much_as_they_say() -> None:
    """Over many runs the error of an estimate has the spread that its file declares."""
    from agents.belief import insight_of
    from game.environments import VectorSeatEnv

    env = VectorSeatEnv(2000, "october-seventh", "us", buyers=12, parameters="calibrated",
                        characters="plain", threads=1)  # fmt: skip
    seen, _ = env.reset(options={"run": np.arange(2000)})
    at = env.observation_names.index("CN.algorithms")
    insight = insight_of(env.worlds.rows[0], "us")
    spread = 0.1 * (1.0 - 0.75 * insight) / 5.0  # beliefs.toml; OOM are divided by 5
    assert seen[:, at].std() == pytest.approx(spread, rel=0.08)
    for _ in range(3):
        seen = env.step(env.hold())[0]
    errors = env.sight.errors
    assert errors.std(axis=0) == pytest.approx(1.0, abs=0.08)
    assert abs(np.corrcoef(errors[:, 0], errors[:, 1])[0, 1]) < 0.1


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"scenario": "octobr-seventh"}, "the nearest is 'october-seventh'"),
        ({"seat": "huaaw"}, "huaaw"),
        ({"seat": "camb"}, "is not a seat of 'first-cut'"),
        ({"levers": ["us.tool_control"]}, "Huawei"),
        ({"levers": ["huaw.answer"]}, "usual course"),
        ({"levers": []}, "at least one lever"),
        ({"insight": "beleived"}, "the nearest is 'believed'"),
        ({"parameters": "doubtful"}, "accepted, calibrated"),
        ({"characters": "draw"}, "the nearest is 'drawn'"),
        ({"buyers": 3}, "take 12 or more"),
        ({"quarters_per_step": 0}, "outside 1 to 16"),
        ({"render_mode": "human"}, "ansi"),
    ],
)
def test_wrong_arguments_are_sentences(options: dict, text: str) -> None:
    with pytest.raises((ValueError, OrderError, ScenarioError), match=text):
        SeatEnv(**{**SMALL, **options})


def test_wrong_moves_are_sentences() -> None:
    env = SeatEnv(**SMALL)
    with pytest.raises(gymnasium.error.ResetNeeded):
        env.step(env.action_space.sample())
    with pytest.raises(ValueError, match="whole number from 0"):
        env.reset(options={"run": -1})
    env.reset(seed=1)
    with pytest.raises(ValueError, match="not finite"):
        env.step(np.full(env.action_space.shape, np.nan))


@pytest.mark.parametrize("library", ["gymnasium", "pettingzoo"])
def test_without_the_libraries_the_import_names_the_extra(library: str) -> None:
    code = f"import sys; sys.modules['{library}'] = None; import game.environments"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last == (
        f"ImportError: environments need {library}: install the extra 'learning', as in "
        "pip install 'two-stacks[learning]'"
    )
