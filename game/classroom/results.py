"""Where a world stands, and what a round has brought it, as plain values for the log of a class."""

import math
from functools import lru_cache
from typing import Any

import numpy as np

from agents import kernel_cache, mandate
from agents.history import columns
from agents.levers import INDEX, SEATS, positions
from agents.names import DEALS, GOVERNMENTS
from game.analysis.metrics import known_metrics
from game.classroom.causes import explain
from game.classroom.headlines import headlines
from game.classroom.lesson import teams
from game.classroom.played import Played, play
from game.classroom.worlds import Moves, Setup
from game.session import checksum as digest_of
from game.views.regions import region_shares
from game.views.worlds import outcomes_of, world_of

__all__ = ["digest_of", "plain", "result", "standing"]


def plain(value: Any) -> Any:
    """The same as JSON has it: lists, dicts and finite floats; None for what is no number."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


@lru_cache(maxsize=1)
def decided_levers() -> tuple[str, ...]:
    """Every lever that a decision of any team sets."""
    decisions = [decision for team in teams().values() for decision in team.decisions]
    return tuple(dict.fromkeys(lever for one in decisions for lever in one.levers))


def law(game: Played, lever: str) -> float:
    """Where a lever stands unless somebody changes it: as planned for this quarter, or as it is."""
    plan, place = game.plan, game.now - game.plan.start
    planned = plan.values[place, INDEX[lever]] if place < plan.quarters else np.nan
    if planned == planned:
        return float(planned)
    return float(game.row[positions(game.setup.buyers)[INDEX[lever]]])


def standing(game: Played) -> dict[str, Any]:
    """A Standing of `worlds.open_world`."""
    world = world_of(game.row)
    outcomes = outcomes_of(game.row[None])[0]
    found = {
        "quarter": game.now,
        "levers": {lever: law(game, lever) for lever in decided_levers()},
        "numbers": {one.key: one.read_history(outcomes) for one in known_metrics()},
        "goals": {seat: _goals(game, seat) for seat in game.setup.seats},
        "score": {seat: _score(game, seat) for seat in game.setup.seats},
        "capital": {
            seat: world.governments[place]["capital"]
            for place, seat in enumerate(SEATS[: len(GOVERNMENTS)])
        },
        "deals": {deal: world.deals[place]["signed"] for place, deal in enumerate(DEALS)},
        "regions": {region: list(parts) for region, parts in region_shares(world).items()},
    }
    return plain(found)


def _goals(game: Played, seat: str) -> list[list[Any]]:
    """The public goals of a seat, their values and points as if the game ended now."""
    goals = mandate.mandate(seat, game.scenario.name)
    if len(game.rows) == 1:
        return [[goal.key, None, None] for goal in goals]
    values = [mandate.read(game.history, goal.metric, goal.how)[0] for goal in goals]
    points = mandate.score(game.history, seat, game.scenario.name)[0]
    return [[g.key, v, p] for g, v, p in zip(goals, values, points, strict=True)]


def _score(game: Played, seat: str) -> float | None:
    """Mean points of a seat; nothing before the first quarter, or if it has no goals."""
    points = mandate.score(game.history, seat, game.scenario.name)[0]
    return float(points.mean()) if len(points) and len(game.rows) > 1 else None


def result(setup: Setup, rounds: tuple[Moves, ...]) -> dict[str, Any]:
    """The Result of the last of some rounds."""
    before, game = play(setup, rounds[:-1]), play(setup, rounds)
    begin = len(before.rows)
    causes, moved = explain(before, game)
    found = {
        "standing": standing(game),
        "first": before.now,
        "last": game.now - 1,
        "digest": digest_of(game.row),
        "model": kernel_cache.model_version(),
        "seed": setup.seed,
        "ended": game.ended,
        "series": _series(game.rows[begin:]),
        "twin": _series(game.twin_rows[begin:]),
        "causes": causes,
        "moved": moved,
        "headlines": headlines(before, game),
    }
    return plain(found)


def _series(rows: tuple[np.ndarray, ...]) -> dict[str, Any]:
    """Every metric, quarter by quarter."""
    outcomes = outcomes_of(np.stack(rows)) if rows else np.empty((0, len(columns())))
    return {one.key: one.read_history(outcomes) for one in known_metrics()}
