"""Does the answer hang on an assumption? One number of the rules at a time, at both its ends."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents.characters import lead, leaders
from agents.ensemble import play_many
from agents.history import columns
from agents.parameters import Parameter
from agents.plan import Plan
from agents.scenario import open_row
from game.debrief.dials import dials
from game.debrief.record import Record, Stop, bands
from game.language import mark

PAIRS = 100
MEASURES = (
    ("chip", mark("Chip lead gained, generations"), "gap_generations", 1.0),
    ("ai", mark("AI lead gained, months"), "ai_gap_months", 1.0),
    ("autonomy", mark("Self-sufficiency gained, points"), "self_sufficiency", 1.0),
    ("revenue", mark("Sales lost, bn USD"), "sender_cumulative", -1.0),
)


@dataclass(frozen=True)
class Dial:
    """A number of the rules at its low end, as calibrated, and at its high end.

    Shapes: own (3, measures): with the game's luck; band (3, 3, measures): for each setting the 5%,
    50% and 95% points over pairs.
    """

    parameter: Parameter
    question: str
    own: np.ndarray
    band: np.ndarray

    def flips(self, measure: int) -> bool:
        """Whether the middle of the pairs has another sign at one end than as calibrated."""
        low, middle, high = (float(self.band[k, 1, measure]) for k in range(3))
        return low * middle < 0.0 or high * middle < 0.0


def assumptions(
    record: Record,
    pairs: int = PAIRS,
    stop: Stop | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Dial]:
    """Play the game's orders again in worlds whose rules differ in one number."""
    chosen = dials()
    plain = _changes(record, {}, pairs, stop)
    found = []
    for number, (parameter, question) in enumerate(chosen, start=1):
        ends = [
            _changes(record, {parameter.name: value}, pairs, stop)
            for value in (parameter.low, parameter.high)
        ]
        settings = (ends[0], plain, ends[1])
        own = np.array([change[0] for change in settings])
        found.append(Dial(parameter, question, own, np.array([bands(c) for c in settings])))
        if progress is not None:
            progress(number, len(chosen))
    return found


def _changes(record: Record, values: dict[str, float], pairs: int, stop: Stop | None) -> np.ndarray:
    """What the controls changed by the end, pair by pair. Shape: (pairs, measures)."""
    sides = [
        _ends(record, opening(record, values, controls), plan, pairs, stop)
        for controls, plan in ((True, record.plan), (False, record.twin_plan))
    ]
    signs = np.array([sign for *_, sign in MEASURES])
    return np.asarray((sides[0] - sides[1]) * signs)


def _ends(record: Record, row: np.ndarray, plan: Plan, pairs: int, stop: Stop | None) -> np.ndarray:
    places = np.array([columns()[name].place for _, _, name, _ in MEASURES])
    values, _ = play_many(
        row, plan, record.seed, pairs, first=record.first, last=record.last, places=places,
        stop=stop,
    )  # fmt: skip
    return np.asarray(values[:, -1])


def opening(record: Record, values: dict[str, float], controls: bool) -> np.ndarray:
    """The game's opening in a world with other numbers, led by the same characters."""
    row = open_row(
        record.scenario, record.buyers, controls=controls, seat=record.seat, values=values
    )
    lead(row, leaders(record.rows[0], record.buyers), record.buyers)
    return row
