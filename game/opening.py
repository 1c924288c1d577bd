"""Openings without the compiled kernel, and the years before a game begins, quarter by quarter.

A later scenario opens from the history run. Here the rules play it as ordinary Python, so that a
first start needs no compiler; the rows equal those of `agents.scenario.open_row`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from agents import names, scenario
from agents.ecosystem import Ecosystem
from agents.scenario import REFERENCE_RUN, REFERENCE_SEED, Scenario
from agents.state import layout


@dataclass(frozen=True)
class Opening:
    """The row a game opens from, and the rows after each quarter before it, oldest first."""

    row: np.ndarray
    past: tuple[np.ndarray, ...]
    past_start: int


@dataclass(frozen=True)
class Believe:
    """Worlds as somebody believes them: `rows(true row, first run, runs)` gives (runs, width).

    `key` names all that the rows depend on besides the true row.
    """

    key: str
    rows: Callable[[np.ndarray, int, int], np.ndarray]


def open_world(game: Scenario, buyers: int, *, controls: bool = True, seat: str = "") -> Opening:
    """The opening of a scenario with its past; as `open_row`, with controls=False for its twin."""
    since_start = game.twin_since >= game.start
    row, past, start = _opened(game.name, buyers, controls or since_start)
    row = row.copy()
    if seat:
        scenario.hold_seat(row, seat, buyers)
    return Opening(row, past, start)


@lru_cache(maxsize=8)
def _opened(
    name: str, buyers: int, controls: bool
) -> tuple[np.ndarray, tuple[np.ndarray, ...], int]:
    game = scenario.load(name)
    if not game.opens_from:
        return scenario.build_row(game, buyers, {}), (), game.start
    origin = scenario.load(game.opens_from)
    plan = origin.base_plan()
    if not controls:
        plan = origin.twin_plan(plan)
    first, before, start = _opened(origin.name, buyers, True)
    world = Ecosystem(first, plan, REFERENCE_SEED, REFERENCE_RUN)
    rows = list(before)
    for _ in range(origin.start, game.start):
        world.step()
        rows.append(world.freeze())
    row = rows[-1].copy()
    where = layout(buyers)
    for member in range(len(names.DESIGNERS)):
        row[where.position("designers", member, "cumulative_sales")] = 0.0
    row[where.position("outcome", 0, "sender_cumulative")] = 0.0
    return row, tuple(rows), start
