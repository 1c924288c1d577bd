"""Whose moves, whose minds and how much luck changed a number in a round: paired reruns of it.

The round is played many times with every lever where it stood before (what was under way, and what
the scenario's record and the treatment set), then with the moves of one team after the other, then
with those of the minds, each time with the same luck. The means give the terms; what the real round
had beyond the last mean is its own luck, events included. The terms sum to the change; the order of
the teams is part of the answer. A team that is away moves through its mind.
"""

from collections.abc import Callable, Collection
from functools import lru_cache, partial

import numpy as np

from agents import ensemble, mandate
from agents.history import History
from agents.levers import LEVERS, SEATS, positions
from agents.plan import Plan, Plans
from game.analysis.metrics import find_metric
from game.classroom.played import Played, began

RUNS = 64
FIRST_RUN = 1  # run 0 is the game itself
UNDER_WAY, MINDS, LUCK = "under_way", "minds", "luck"
MOVED = (
    "gap_generations", "ai_gap_months", "self_sufficiency", "developer_share_sovereign", "tension",
    "sender_revenue",
)  # fmt: skip
Terms = list[tuple[str, float]]
Reader = Callable[[History], np.ndarray]  # a number of every run. Shape: (runs,)


def explain(before: Played, after: Played) -> tuple[dict[str, Terms], dict[str, Terms]]:
    """What changed the score of every team, and what changed the headline metrics, in a round.

    The score of a game without a quarter is that of the world as it was found.
    """
    stages = _stages(before, after)
    scores = {seat: partial(score, seat, after.scenario.name) for seat in after.setup.seats}
    numbers = {key: partial(_number, key) for key in MOVED}

    def terms(read: Reader) -> Terms:
        start, end = (float(read(game.history)[0]) for game in (before, after))
        steps = np.diff([_mean(read, stage, start) for _, stage in stages], prepend=start)
        found = [(name, float(step)) for (name, _), step in zip(stages, steps, strict=True)]
        return [*found, (LUCK, end - start - float(steps.sum()))]

    return (
        {seat: terms(read) for seat, read in scores.items()},
        {key: terms(read) for key, read in numbers.items()},
    )


def score(seat: str, scenario: str, history: History) -> np.ndarray:
    """Mean points of a seat's public goals in every run. Shape: (runs,)."""
    points = mandate.score(history, seat, scenario)
    return np.asarray(points.sum(axis=1) / max(points.shape[1], 1))


def _number(key: str, history: History) -> np.ndarray:
    return find_metric(key).read_history(history.values[:, -1])


def _mean(read: Reader, stage: History | None, otherwise: float) -> float:
    return otherwise if stage is None else float(read(stage).mean())


# ---- the reruns


def _stages(before: Played, after: Played) -> list[tuple[str, History | None]]:
    """The reruns by the cause that each adds to the one before; none if no quarter was played."""
    seats = after.setup.seats
    minds = tuple(seat for seat in SEATS if seat not in seats)
    added = [(UNDER_WAY, ()), *((seat, (seat,)) for seat in seats), (MINDS, minds)]
    if len(after.rows) == len(before.rows):
        return [(name, None) for name, _ in added]
    free: set[str] = set()
    plans: list[Plan] = []
    places = []
    for _, movers in added:
        free |= set(movers)
        plan = _frozen(before, after, free)
        if not plans or not np.array_equal(plan.values, plans[-1].values, equal_nan=True):
            plans.append(plan)
        places.append(len(plans) - 1)
    histories = _rerun(before, after, plans)
    return [(name, histories[place]) for (name, _), place in zip(added, places, strict=True)]


def _frozen(before: Played, after: Played, free: Collection[str]) -> Plan:
    """The round's plan in which every seat but the free ones leaves its levers where they stood, or
    where they were planned to stand anyhow."""
    quarters = slice(before.now - after.plan.start, after.now - after.plan.start)
    law = before.plan.values[quarters]
    stood = before.row[list(positions(after.setup.buyers))]
    stays = np.where(np.isnan(law) & ~_pulses(), stood, law)
    bound = [lever.actor in SEATS and lever.actor not in free for lever in LEVERS.values()]
    values = np.where(bound, stays, after.plan.values[quarters])
    return Plan(before.now, after.now - before.now, values)


@lru_cache(maxsize=1)
def _pulses() -> np.ndarray:
    """Which levers hold for one quarter only. Shape: (levers,)."""
    return np.array([lever.pulse for lever in LEVERS.values()])


def _rerun(before: Played, after: Played, plans: list[Plan]) -> list[History]:
    """The game up to the end of the round under each plan, with the same luck."""
    setup, runs = after.setup, np.arange(FIRST_RUN, FIRST_RUN + RUNS, dtype=np.int64)
    row = began(before.row, before, after.rounds[-1])
    outcomes = ensemble.play(
        np.repeat(row[None], RUNS * len(plans), axis=0), Plans.of(plans), setup.seed,
        np.tile(runs, len(plans)), before.now, after.now - 1,
        which=np.repeat(np.arange(len(plans)), RUNS),
    )  # fmt: skip
    rounds = [History(before.now, part) for part in np.split(outcomes, len(plans))]
    if len(before.rows) == 1:
        return rounds
    past = History(before.history.start, np.repeat(before.history.values, RUNS, axis=0))
    return [past.followed_by(one) for one in rounds]
