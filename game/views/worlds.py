"""Reading worlds: typed records of a row, and what a series of worlds says quarter by quarter."""

from collections.abc import Callable, Sequence

import numpy as np

from agents.names import CHIP, TOOL, US
from agents.state import World, buyers_of, layout
from game.session import Session
from game.views.words import quarter_x

Reader = Callable[[World], float]


def world_of(row: np.ndarray) -> World:
    """A row as records: `world.governments[i]["capital"]`, `world.outcome["divergence"]`."""
    rows = row[None, :]
    views = layout(buyers_of(rows)).views(rows)
    parts = {name: getattr(views, name)[0] for name in World._fields}
    for single in ("parameters", "economy", "outcome"):
        parts[single] = parts[single][0]
    return World(**parts)


def outcomes_of(rows: np.ndarray) -> np.ndarray:
    """The record of worlds. Shapes: rows (worlds, width), returns (worlds, columns)."""
    where = layout(buyers_of(rows))
    begin = where.start["outcome"]
    return rows[:, begin : begin + where.kinds["outcome"].width]


def outcome(name: str, member: int | None = None) -> Reader:
    """Reads one outcome of a world."""
    if member is None:
        return lambda world: float(world.outcome[name])
    return lambda world: float(world.outcome[name][member])


def alignment(world: World) -> float:
    """How far allies follow the US controls: mean of toolmaker and chip states."""
    states = world.governments
    return float(0.5 * (states[TOOL]["alignment"] + states[CHIP]["alignment"]))


def tool_denial(world: World) -> float:
    """Share of advanced tools really denied: as `agents.threat.tool_denial` reckons it."""
    states = world.governments
    return float(states[US]["tool_control"] * (0.4 + 0.6 * states[TOOL]["alignment"]))


def played(session: Session, *, twin: bool = False) -> tuple[list[int], list[np.ndarray]]:
    """Quarters and worlds of the past and the game, oldest first; the opening is the past's last.

    The twin's begin where the two worlds part.
    """
    rows = session.twin_rows if twin else session.rows
    past = (session.twin_past if twin else session.past) or tuple(rows[:1])
    quarters = [session.scenario.start - len(past) + i for i in range(len(past))]
    quarters += [session.scenario.start + i for i in range(len(rows) - 1)]
    worlds = [*past, *rows[1:]]
    if not twin:
        return quarters, worlds
    since = max(session.scenario.twin_since, session.past_start) - 1
    first = next((i for i, quarter in enumerate(quarters) if quarter >= since), len(quarters))
    return quarters[first:], worlds[first:]


def series(
    session: Session, reader: Reader, *, twin: bool = False
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """A number over time: years and values."""
    quarters, rows = played(session, twin=twin)
    return (
        tuple(quarter_x(quarter) for quarter in quarters),
        tuple(reader(world_of(row)) for row in rows),
    )


def before(session: Session) -> np.ndarray:
    """The world one quarter ago, or the world as it stands if there is none."""
    rows: Sequence[np.ndarray] = [*session.past[:-1], *session.rows]
    return rows[-2] if len(rows) > 1 else rows[-1]
