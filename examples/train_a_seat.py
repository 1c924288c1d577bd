"""Train one seat with the cross-entropy method and compare it with the seat's own mind.

    python examples/train_a_seat.py --scenario good-enough --seat huaw

The policy is linear in a few observations. Candidates are drawn from a normal distribution, all
play the same worlds, and the distribution moves to the best of them. What is reported comes from
worlds that training never draws: other luck, and other characters in the other seats.
"""

import argparse
import json
import os
import sys

import numpy as np

from game.environments import HELD_OUT, VectorSeatEnv, idle_score, minds_score

FEATURES = ("time", "tension", "pressure", "ai_gap_months", "self_sufficiency")
CANDIDATES, ELITE, EPISODES = 48, 10, 16
SPREAD, LEAST_SPREAD, SMOOTHING = 0.5, 0.02, 0.7  # of weights; a lever's whole range is 2


def act(env: VectorSeatEnv, weights: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Actions of linear policies. Shapes: weights (worlds, levers, 1 + features)."""
    columns = [env.observation_names.index(name) for name in FEATURES]
    inputs = np.concatenate([np.ones((len(seen), 1)), seen[:, columns]], axis=1)
    actions = np.einsum("wlf,wf->wl", weights, inputs)
    return np.clip(actions, -1.0, 1.0).astype(np.float32)


def play(env: VectorSeatEnv, weights: np.ndarray, runs: np.ndarray) -> np.ndarray:
    """Scores of games, 0 to 100. Shapes: weights (worlds, levers, 1 + features), runs (worlds,)."""
    seen, _ = env.reset(options={"run": runs})
    score, playing = np.zeros(env.num_envs), np.ones(env.num_envs, dtype=bool)
    while playing.any():
        seen, rewards, ended, truncated, _ = env.step(act(env, weights, seen))
        score += np.where(playing, rewards, 0.0)
        playing &= ~(ended | truncated)
    return score


def train(env: VectorSeatEnv, generations: int, seed: int, quiet: bool) -> np.ndarray:
    """Weights found from where levers stand at first. Shape: (levers, 1 + features)."""
    random = np.random.default_rng(seed)
    middle = np.zeros((len(env.controls), 1 + len(FEATURES)))
    env.reset(seed=seed)
    middle[:, 0] = np.clip(env.hold()[0], -0.9, 0.9)
    spread = np.full_like(middle, SPREAD)
    for generation in range(generations):
        drawn = middle + spread * random.standard_normal((CANDIDATES, *middle.shape))
        runs = np.tile(random.integers(1, HELD_OUT, EPISODES), CANDIDATES)
        scores = play(env, np.repeat(drawn, EPISODES, axis=0), runs).reshape(CANDIDATES, -1)
        best = drawn[np.argsort(scores.mean(axis=1))[-ELITE:]]
        middle += SMOOTHING * (best.mean(axis=0) - middle)
        spread += SMOOTHING * (np.maximum(best.std(axis=0), LEAST_SPREAD) - spread)
        if not quiet and generation % 10 == 9:
            text = f"generation {generation + 1} of {generations}: mean {scores.mean():.1f} points"
            print(text, file=sys.stderr)
    return middle


def summary(scores: np.ndarray) -> dict[str, list[float]]:
    """Mean and median, each with its 95% interval by resampling games."""
    random = np.random.default_rng(0)
    again = random.choice(scores, (2000, len(scores)))
    return {
        name: [float(of(scores)), *np.percentile(of(again, axis=1), [2.5, 97.5]).tolist()]
        for name, of in (("mean", np.mean), ("median", np.median))
    }


def main() -> int:
    """Train, compare, report; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--scenario", default="good-enough", help="as in twostacks scenarios (good-enough)")
    add("--seat", default="huaw", help="a seat of it that has a mandate (huaw)")
    add("--generations", type=int, default=60, help="steps of the search (60)")
    add("--games", type=int, default=500, help="held-out games of the comparison (500)")
    add("--seed", type=int, default=7, help="luck of the search (7)")
    add("--threads", type=int, default=os.cpu_count() or 1, help="threads (all cores)")
    add("--quick", action="store_true", help="a few seconds: shows that it runs, no more")
    add("--json", action="store_true", help="one JSON object")
    add("--quiet", action="store_true", help="no progress on standard error")
    given = parser.parse_args()
    generations, games = (3, 40) if given.quick else (given.generations, given.games)
    if min(generations, games, given.threads) < 1:
        parser.error("generations, games and threads are whole numbers from 1")
    place = {"scenario": given.scenario, "seat": given.seat, "threads": given.threads}
    try:
        env = VectorSeatEnv(CANDIDATES * EPISODES, **place)
    except ValueError as wrong:
        parser.error(str(wrong))
    policy = train(env, generations, given.seed, given.quiet)
    held_out = np.arange(HELD_OUT, HELD_OUT + games)
    judge = VectorSeatEnv(games, **place)
    scores = {
        "learner": play(judge, np.repeat(policy[None], games, axis=0), held_out),
        "mind": minds_score(env.game, held_out, given.threads),
        "idle": idle_score(env.game, held_out, given.threads),
    }
    won = float((scores["learner"] > scores["mind"]).mean())
    report = {name: summary(found) for name, found in scores.items()}
    if given.json:
        print(json.dumps({**place, "seed": given.seed, "generations": generations, "games": games,
                          "better_than_mind": won, **report}))  # fmt: skip
        return 0
    print(f"{given.seat} in {given.scenario}, {games} held-out games, points of 100 (95% interval)")
    for name, found in report.items():
        parts = [
            f"{key} {m:.1f} ({low:.1f} to {high:.1f})" for key, (m, low, high) in found.items()
        ]
        print(f"{name:8s} {'   '.join(parts)}")
    print(f"better than the mind in the same world in {won:.0%} of games")
    return 0


if __name__ == "__main__":
    sys.exit(main())
