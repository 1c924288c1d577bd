"""The world as the teams of a scenario find it, without the compiled model."""

from dataclasses import dataclass
from functools import lru_cache

from agents.levers import INDEX, LEVERS, positions
from agents.scenario import load
from game.analysis.metrics import find_metric
from game.classroom.views.words import PUBLIC_NUMBERS
from game.gamelog import Setup
from game.opening import open_world
from game.views.worlds import outcomes_of


@dataclass(frozen=True)
class Opening:
    """An opening. `law`: lever to value in force; `numbers`: what the wall shows, by metric."""

    quarter: int
    law: dict[str, float]
    numbers: dict[str, float]


@lru_cache(maxsize=4)
def opening_of(name: str) -> Opening:
    """The opening of a scenario. A lever stands where the first quarter's plan puts it, or where
    the world has it."""
    game, buyers = load(name), Setup(name, "").buyers
    row = open_world(game, buyers).row
    planned = game.base_plan().values[0]
    law = {}
    for key, place in zip(LEVERS, positions(buyers), strict=True):
        value = planned[INDEX[key]]
        law[key] = float(value if value == value else row[place])
    recorded = outcomes_of(row[None])[0]
    numbers = {key: float(find_metric(key).read_history(recorded)) for key in PUBLIC_NUMBERS}
    return Opening(game.start, law, numbers)
