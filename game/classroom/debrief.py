"""What a class can ask of its own game afterwards: the decisions that changed most, the forecasts,
and the effect of a treatment over its worlds. Pure.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, variance

from game.classroom.lesson import find_decision
from game.classroom.state import ClassState, Prediction, Round, WorldState

MOST_CANDIDATES = 8
# The numbers on the wall and on phones, in this order.
PUBLIC_NUMBERS = (
    "gap_generations", "ai_gap_months", "self_sufficiency", "developer_share_sovereign", "tension",
    "sender_revenue",
)  # fmt: skip
_HALVINGS, _SLICES = 50, 200  # of the search for a point of Student's t


@dataclass(frozen=True)
class Candidate:
    """A decision of the class's own game: `key` is `A.r3.us.tools`; steps before and after."""

    world: str
    round: int
    seat: str
    decision: str
    before: int
    after: int

    @property
    def key(self) -> str:
        """How it is named in votes and flips."""
        return f"{self.world}.r{self.round}.{self.seat}.{self.decision}"

    @property
    def size(self) -> float:
        """How far it went, as a share of its sheet."""
        steps = len(find_decision(f"{self.seat}.{self.decision}").options)
        return abs(self.after - self.before) / (steps - 1)


def changes(state: ClassState, world: str) -> list[Candidate]:
    """Every decision of a world that changed something, oldest first."""
    there = state.game.worlds[world]
    found = []
    law = dict(there.opening["levers"]) if there.opening else {}
    for one in there.rounds:
        for seat, move in one.moves.items() if one.went_on else ():
            for key, step in move.choices.items():
                decision = find_decision(f"{seat}.{key}")
                before = decision.nearest(law)
                if before != step:
                    found.append(Candidate(world, one.number, seat, key, before, step))
        law = one.result["standing"]["levers"]
    return found


def candidates(state: ClassState, world: str) -> list[Candidate]:
    """The decisions that the class votes on: those that went farthest, in the order of the game."""
    largest = sorted(changes(state, world), key=lambda one: -one.size)[:MOST_CANDIDATES]
    return sorted(largest, key=lambda one: (one.round, one.seat, one.decision))


def find_candidate(state: ClassState, key: str) -> Candidate | None:
    """A changed decision by its key, such as `A.r3.us.tools`."""
    world = key.partition(".")[0]
    if world not in state.game.worlds:
        return None
    return next((one for one in changes(state, world) if one.key == key), None)


def by_votes(state: ClassState) -> list[tuple[Candidate, int]]:
    """All candidates with their votes, most votes first; of as many in the order of the game."""
    given = Counter(state.polls.get("vote", {}).values())
    found = [
        (one, given[one.key]) for world in state.game.worlds for one in candidates(state, world)
    ]
    return sorted(found, key=lambda pair: -pair[1])


def most_voted(state: ClassState) -> Candidate | None:
    """The decision with most votes; nothing without a vote."""
    ranked = by_votes(state)
    return ranked[0][0] if ranked and ranked[0][1] else None


# ---- forecasts


def forecast_item(state: ClassState, number: int) -> str:
    """The number that is forecast for a round: they take turns from the lesson's own, which is
    asked first, after round 1 for round 2."""
    own = state.lesson.forecast
    items = (own, *(key for key in PUBLIC_NUMBERS if key != own))
    return items[(number - 2) % len(items)]


@dataclass(frozen=True)
class Score:
    """How some forecasts did. `brier` is the mean squared error; 0.25 is what 50% always gives."""

    count: int
    right: int
    brier: float | None


def score(predictions: Iterable[Prediction]) -> Score:
    """The Brier score of settled forecasts."""
    settled = [one for one in predictions if one.brier is not None]
    if not settled:
        return Score(0, 0, None)
    right = sum(1 for one in settled if one.came)
    return Score(len(settled), right, fmean(one.brier or 0.0 for one in settled))


def calibration(predictions: Iterable[Prediction]) -> list[tuple[float, int, float]]:
    """For each certainty: how often it was given, and how often it came true."""
    settled = [one for one in predictions if one.came is not None]
    found = []
    for p in sorted({one.p for one in settled}):
        some = [one for one in settled if one.p == p]
        found.append((p, len(some), sum(1 for one in some if one.came) / len(some)))
    return found


# ---- worlds that were treated differently


@dataclass(frozen=True)
class Effect:
    """The difference of two treatments in one number over the class's worlds.

    The interval is 90%, Welch's t; nothing where a side has fewer than two worlds.
    """

    metric: str
    first: str
    second: str
    values: tuple[tuple[float, ...], tuple[float, ...]]
    difference: float
    interval: tuple[float, float] | None


def effect(state: ClassState, metric: str) -> Effect | None:
    """The first treatment of a lesson less the second; nothing unless both were played."""
    arms = [one.key for one in state.lesson.treatments]
    groups = [_ends(state, arm, metric) for arm in arms[:2]]
    if len(groups) < 2 or not all(groups):
        return None
    one, other = groups
    difference = fmean(one) - fmean(other)
    return Effect(metric, arms[0], arms[1], (tuple(one), tuple(other)), difference,
                  _welch(one, other, difference))  # fmt: skip


def _ends(state: ClassState, treatment: str, metric: str) -> list[float]:
    worlds: Sequence[WorldState] = [
        world for world in state.game.worlds.values() if world.treatment == treatment
    ]
    lasts: list[Round] = [world.rounds[-1] for world in worlds if world.rounds]
    return [float(one.result["standing"]["numbers"][metric]) for one in lasts]


def _welch(
    one: Sequence[float], other: Sequence[float], difference: float
) -> tuple[float, float] | None:
    """A 90% interval (Welch 1947). Nothing for a side of one."""
    if len(one) < 2 or len(other) < 2:
        return None
    parts = [variance(side) / len(side) for side in (one, other)]
    total = sum(parts)
    if total <= 0.0:
        return difference, difference
    freedom = total**2 / sum(
        part**2 / (len(side) - 1) for part, side in zip(parts, (one, other), strict=True)
    )
    half = student_95(freedom) * math.sqrt(total)
    return difference - half, difference + half


@lru_cache(maxsize=256)
def student_95(freedom: float) -> float:
    """The 95% point of Student's t, for one degree of freedom or more, whole or not.

    With t = sqrt(freedom) tan(angle) its density is that of the cosine to the power freedom - 1.
    Source: the density, as in Johnson, Kotz and Balakrishnan 1995, chapter 28.
    """
    whole = math.gamma(freedom / 2.0) * math.sqrt(math.pi) / math.gamma((freedom + 1.0) / 2.0)
    low, high = 0.0, math.pi / 2.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if _cosine_integral(middle, freedom - 1.0) < 0.45 * whole:
            low = middle
        else:
            high = middle
    return math.sqrt(freedom) * math.tan(low)


def _cosine_integral(angle: float, power: float) -> float:
    """The integral of the cosine to a power from 0 to an angle, by Simpson's rule."""
    width = angle / _SLICES
    heights = [max(math.cos(place * width), 0.0) ** power for place in range(_SLICES + 1)]
    return width / 3.0 * (heights[0] + heights[-1] + 4.0 * sum(heights[1:-1:2])
                          + 2.0 * sum(heights[2:-1:2]))  # fmt: skip
