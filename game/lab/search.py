"""Policies that hold up: a search over levers for several objectives under uncertainty.

Every policy is played in the same futures (luck and numbers of the rules), and each outcome counts
twice: its mean, and the value that all but the worst share of futures are at least as good as. No
policy of the front found is worse in one of these without being better in another. What a search
picks looks better than it is, so the front is judged again in futures that it has never seen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from game.lab.design import from_unit
from game.lab.experiment import Factor

FEWEST, MOST = 8, 100  # policies of a generation
NSGA2_AIMS = 3  # with more aims than this fronts need reference directions
# From policies (policies, levers) in the units of the levers to outcomes (policies, futures, goals)
Evaluate = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Goal:
    """An outcome that a policy is judged by, and whether more of it is wanted, or less."""

    outcome: str
    larger: bool

    @property
    def sign(self) -> float:
        """1 where more is wanted, -1 where less is."""
        return 1.0 if self.larger else -1.0


@dataclass(frozen=True)
class Front:
    """What a search found. Shapes: policies (n, levers); aims (n, goals, 2) as `aims_of`."""

    method: str
    generations: int
    evaluations: int
    policies: np.ndarray
    aims: np.ndarray


@dataclass(frozen=True)
class Judged:
    """A front in futures that the search has not seen.

    `optimism` is by how much the search saw its front better than it is, in the mean over policies;
    `holds` whether a policy is on the front still; `regret` the most that it gives away against the
    best policy for a future and an outcome, as a share of that outcome's range; `compromise` and
    `least_regret` are places in the front.
    Shapes: aims (n, goals, 2), optimism (goals, 2), holds and regret (n,).
    """

    aims: np.ndarray
    optimism: np.ndarray
    holds: np.ndarray
    regret: np.ndarray
    compromise: int
    least_regret: int


def aims_of(outcomes: np.ndarray, goals: tuple[Goal, ...], worst: float) -> np.ndarray:
    """The mean of every outcome, and the value that 1 - worst of futures are at least as good as.

    Shapes: outcomes (policies, futures, goals); returns (policies, goals, 2).
    """
    means = outcomes.mean(axis=1)
    tails = np.empty_like(means)
    for k, goal in enumerate(goals):
        share = worst if goal.larger else 1.0 - worst
        # Medians of what a sample says of a tail do not drift with its size.
        tails[:, k] = np.quantile(outcomes[:, :, k], share, axis=1, method="median_unbiased")
    return np.stack([means, tails], axis=2)


def search(
    levers: tuple[Factor, ...],
    goals: tuple[Goal, ...],
    evaluate: Evaluate,
    *,
    evaluations: int,
    worst: float,
    seed: int,
    heard: Callable[[int, int], None] | None = None,
) -> Front:
    """Search for policies that nothing beats: NSGA-II, or NSGA-III for more than three aims.

    `heard` is told before each generation which it is, of how many.
    Sources: Deb et al. (2002); Deb and Jain (2014).
    """
    size = min(MOST, max(FEWEST, round((2.0 * evaluations) ** 0.5)))
    method, algorithm, size = _algorithm(levers, 2 * len(goals), size, seed)
    generations, played = max(1, evaluations // size), 0
    _set_up(algorithm, len(levers), 2 * len(goals), generations, seed)
    generation = 0
    while algorithm.has_next():
        if heard is not None:
            heard(generation, generations)
        asked = algorithm.ask()
        if asked is None or len(asked) == 0:
            break  # every policy that there is has been tried
        aims = aims_of(evaluate(from_unit(asked.get("X"), levers)), goals, worst)
        asked.set("F", _costs(aims, goals))
        algorithm.tell(infills=asked)
        played += len(asked)
        generation += 1
    units, costs = algorithm.pop.get("X"), algorithm.pop.get("F")
    best = unbeaten(costs)
    best = best[np.lexsort((*units[best].T, costs[best, 0]))]
    signs = np.array([goal.sign for goal in goals])[:, None]
    aims = -signs * costs[best].reshape(len(best), len(goals), 2)
    return Front(method, generation, played, from_unit(units[best], levers), aims)


def _costs(aims: np.ndarray, goals: tuple[Goal, ...]) -> np.ndarray:
    """Aims as a search wants them, the smaller the better. Shape: (policies, aims)."""
    signs = np.array([goal.sign for goal in goals])[:, None]
    return np.asarray(-signs * aims).reshape(len(aims), -1)


def unbeaten(costs: np.ndarray) -> np.ndarray:
    """The policies that no other is as good as in all aims and better in one. Shape: (n, aims)."""
    no_worse = (costs[:, None] <= costs[None]).all(axis=2)
    better = (costs[:, None] < costs[None]).any(axis=2)
    return np.flatnonzero(~(no_worse & better).any(axis=0))


def _algorithm(levers: tuple[Factor, ...], aims: int, size: int, seed: int) -> tuple[str, Any, int]:
    """The search, and how many policies a generation of it has."""
    from pymoo.config import Config

    Config.warnings["not_compiled"] = False
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.algorithms.moo.nsga3 import NSGA3
    from pymoo.core.repair import Repair
    from pymoo.util.ref_dirs import get_reference_directions
    from scipy.stats import qmc

    class Snapped(Repair):  # type: ignore[misc]
        """Levels and whole numbers have one place each: none is played twice."""

        def _do(self, problem: Any, unit: np.ndarray, **_: Any) -> np.ndarray:
            return snapped(unit, levers)

    if aims > NSGA2_AIMS:
        parts = 1
        while _directions(aims, parts + 1) <= size:
            parts += 1
        directions = get_reference_directions("das-dennis", aims, n_partitions=parts)
        size = max(size, len(directions))
    first = qmc.LatinHypercube(d=len(levers), seed=np.random.default_rng(seed)).random(size)
    first = np.unique(snapped(first, levers), axis=0)
    settings = {"pop_size": size, "sampling": first, "repair": Snapped()}
    if aims > NSGA2_AIMS:
        return "NSGA-III", NSGA3(directions, **settings), size
    return "NSGA-II", NSGA2(**settings), size


def _directions(aims: int, parts: int) -> int:
    """How many directions there are that split a whole into parts among the aims."""
    from math import comb

    return comb(aims + parts - 1, parts)


def _set_up(algorithm: Any, levers: int, aims: int, generations: int, seed: int) -> None:
    from pymoo.core.problem import Problem

    problem = Problem(n_var=levers, n_obj=aims, xl=0.0, xu=1.0)
    algorithm.setup(problem, termination=("n_gen", generations), seed=seed, verbose=False)


def snapped(unit: np.ndarray, levers: tuple[Factor, ...]) -> np.ndarray:
    """Coordinates in the unit cube, those of levels at the middle of their bins.

    Shape: (policies, levers).
    """
    unit = np.array(unit, dtype=np.float64)
    for k, lever in enumerate(levers):
        levels = len(lever.values) or (round(lever.high - lever.low) + 1 if lever.whole else 0)
        if levels:
            unit[:, k] = (np.minimum(np.floor(unit[:, k] * levels), levels - 1) + 0.5) / levels
    return unit


def judge(front: Front, fresh: np.ndarray, goals: tuple[Goal, ...], worst: float) -> Judged:
    """A front in fresh futures. Shape: fresh (policies, futures, goals)."""
    aims = aims_of(fresh, goals, worst)
    signs = np.array([goal.sign for goal in goals])
    costs = _costs(aims, goals)
    holds = np.zeros(len(costs), dtype=bool)
    holds[unbeaten(costs)] = True
    regret = regrets(fresh * signs)
    return Judged(
        aims,
        (signs[:, None] * (front.aims - aims)).mean(axis=0),
        holds,
        regret,
        nearest_to_ideal(costs),
        int(np.argmin(regret)),
    )


def nearest_to_ideal(costs: np.ndarray) -> int:
    """The policy nearest to the best of every aim, each from 0 (best of the front) to 1 (worst).

    Shape: costs (policies, aims).
    """
    low = costs.min(axis=0)
    span = costs.max(axis=0) - low
    shares = (costs - low) / np.where(span > 0.0, span, 1.0)
    return int(np.argmin((shares**2).sum(axis=1)))


def regrets(gains: np.ndarray) -> np.ndarray:
    """The most that each policy gives away against the best for a future and an outcome.

    As a share of the outcome's range over all policies and futures. Shapes: gains (policies,
    futures, goals), the larger the better; returns (policies,). Source: Savage (1951).
    """
    given = gains.max(axis=0) - gains
    span = gains.max(axis=(0, 1)) - gains.min(axis=(0, 1))
    return np.asarray((given / np.where(span > 0.0, span, 1.0)).max(axis=(1, 2)))
