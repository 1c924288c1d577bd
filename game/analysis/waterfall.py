"""Why a number moves: reruns that add one cause after another, each with the same luck.

The change from the first stage to the last is the sum of the changes from stage to stage, so the
terms add up to the total exactly. Their sizes depend on the order, which is part of the answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from agents import ensemble
from agents.levers import INDEX, LEVERS, SEATS, positions
from agents.plan import Order, Plan
from agents.state import buyers_of
from game.analysis.paired import Effect, Variant, effect, play

RUNS = 200  # futures of each stage
DIRECT = "direct"
BEFORE = "before"
ANSWERS = "answers"
GAME_RUN = 0  # the luck that the game itself has


@dataclass(frozen=True)
class Stage:
    """A cause and the worlds with it and all before it. `less` are worlds to be subtracted."""

    key: str
    variant: Variant
    less: Variant | None = None


@dataclass(frozen=True)
class Waterfall:
    """What each cause adds. Shapes of each effect: (quarters, metrics)."""

    keys: tuple[str, ...]
    terms: tuple[Effect, ...]
    total: Effect
    runs: int


def rerun(
    start: Stage,
    stages: Sequence[Stage],
    runs: int = RUNS,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Waterfall:
    """Play every stage and take the differences from one to the next."""
    first = before = _values(start, runs, stop)
    terms = []
    for index, stage in enumerate(stages):
        after = _values(stage, runs, stop)
        terms.append(effect(after, before))
        before = after
        if progress is not None:
            progress(index + 1, len(stages))
    keys = tuple(stage.key for stage in stages)
    return Waterfall(keys, tuple(terms), effect(before, first), runs)


def _values(stage: Stage, runs: int, stop: Callable[[], bool] | None) -> np.ndarray:
    values = play(stage.variant, runs, stop)
    return values if stage.less is None else values - play(stage.less, runs, stop)


# ---- what the player's proposals change


def by_proposal(law: Variant, orders: Sequence[Order]) -> tuple[Stage, list[Stage]]:
    """From the law in force, one proposal after the other."""
    plan, stages = law.plan, []
    for order in orders:
        plan = plan.copy()
        plan.set(order)
        stages.append(Stage(order.lever, law.under(plan)))
    return Stage("", law), stages


# ---- who answers them


def by_answer(law: Variant, proposed: Plan, seat: str) -> tuple[Stage, list[Stage]]:
    """What the proposals change while nobody answers, then what each seat's answers add.

    A seat that does not answer leaves its levers where they stand now.
    """
    minds = [one for one in SEATS if one != seat]
    frozen = [key for one in minds for key in LEVERS if LEVERS[key].actor == one]
    start = law.under(_fixed(law, law.plan, frozen))
    stages = [Stage(DIRECT, law.under(_fixed(law, proposed, frozen)), start)]
    free: list[str] = []
    for mind in minds:
        free.append(mind)
        held = [key for key in frozen if LEVERS[key].actor not in free]
        pair = (law.under(_fixed(law, plan, held)) for plan in (proposed, law.plan))
        stages.append(Stage(mind, *pair))
    return Stage("", start, start), stages


def _fixed(law: Variant, plan: Plan, keys: Sequence[str]) -> Plan:
    """A plan in which levers that nobody has ordered stay where they stand in the true world."""
    fixed = plan.copy()
    places = positions(buyers_of(law.row[None]))
    steps = fixed.values[law.first - fixed.start :]
    for key in keys:
        column = steps[:, INDEX[key]]
        column[np.isnan(column)] = law.row[places[INDEX[key]]]
    return fixed


# ---- what the controls have changed since the worlds parted


@dataclass(frozen=True)
class Parting:
    """The openings and plans of a game and of its twin, both from quarter `start`."""

    row: np.ndarray
    twin_row: np.ndarray
    plan: Plan
    twin_plan: Plan
    start: int


def by_control(now: Variant, parting: Parting) -> tuple[Stage, list[Stage]]:
    """From the world without controls: what came before the game, each control, the answers."""
    plan = parting.twin_plan.copy()
    begin = Stage("", _replayed(now, parting, parting.twin_row, plan))
    stages = []
    if not np.array_equal(parting.row, parting.twin_row):
        stages.append(Stage(BEFORE, _replayed(now, parting, parting.row, plan)))
    for key, lever in LEVERS.items():
        own = parting.plan.values[:, INDEX[key]]
        if lever.control and not _same(own, plan.values[:, INDEX[key]]):
            plan = plan.copy()
            plan.values[:, INDEX[key]] = own
            stages.append(Stage(key, _replayed(now, parting, parting.row, plan)))
    if not _same(plan.values, parting.plan.values):
        stages.append(Stage(ANSWERS, _replayed(now, parting, parting.row, parting.plan)))
    return begin, stages


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))


def _replayed(now: Variant, parting: Parting, row: np.ndarray, plan: Plan) -> Variant:
    """The world as it would stand now: the past with the game's own luck."""
    rows = row[None].copy()
    if now.first > parting.start:
        runs = np.array([GAME_RUN], dtype=np.int64)
        ensemble.play(rows, plan, now.seed, runs, parting.start, now.first - 1)
    return replace(now, row=rows[0], plan=plan)
