"""Light copies of agents, on which the model's own rules may be tried without touching a game."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from agents.state import SINGLES, World
from game.views.worlds import world_of

KINDS = ("parameters", "economy", "governments", "designers", "foundries", "toolmakers")


def copy_of(record: Any) -> SimpleNamespace:
    """One agent's record as an object with plain attributes, as a rule takes it."""
    return SimpleNamespace(**{name: record[name].tolist() for name in record.dtype.names})


def scratch_world(row: np.ndarray, kinds: tuple[str, ...] = KINDS) -> SimpleNamespace:
    """These kinds of agents of a world, copied. Shape: row (width,)."""
    world: World = world_of(row)
    parts: dict[str, Any] = {}
    for kind in kinds:
        part = getattr(world, kind)
        parts[kind] = copy_of(part) if kind in SINGLES else [copy_of(one) for one in part]
    return SimpleNamespace(**parts)
