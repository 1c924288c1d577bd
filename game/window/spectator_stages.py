"""The stages of a debrief on the wall, as frozen values read from the feed."""

import math
from dataclasses import dataclass
from typing import Any

from game.window.spectator_read import filled
from game.window.spectator_view import NumberView, TreatyView


@dataclass(frozen=True)
class Feeling:
    """A word, and how many chose it."""

    key: str
    text: str
    count: int


@dataclass(frozen=True)
class Feelings:
    """How it was."""

    words: tuple[Feeling, ...]
    answered: int


@dataclass(frozen=True)
class TwinNumber:
    """A number of the world without controls."""

    key: str
    text: str


@dataclass(frozen=True)
class PlayedRound:
    """A round: its quarters, the largest moves, numbers after it, and those without controls."""

    round: int
    dates: str
    moves: tuple[str, ...]
    numbers: tuple[NumberView, ...]
    twin: tuple[TwinNumber, ...]


@dataclass(frozen=True)
class Timeline:
    """What happened, round by round."""

    rounds: tuple[PlayedRound, ...]
    secret: tuple[TreatyView, ...]
    treatment: str


@dataclass(frozen=True)
class Candidate:
    """A decision that can be voted for."""

    key: str
    text: str
    votes: int


@dataclass(frozen=True)
class Vote:
    """Which decision mattered most."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Mean:
    """What the class thinks, on average."""

    count: int
    mean: str


@dataclass(frozen=True)
class Guess:
    """What the class thinks of a decision before it is played; nothing more once it is."""

    decision: str
    open: bool
    count: int
    mean: str


@dataclass(frozen=True)
class Histogram:
    """How often a difference came out: counts between edges, one edge more than counts."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def sound(self) -> bool:
        """Whether it can be drawn."""
        edges = self.edges
        return (
            len(edges) == len(self.counts) + 1
            and len(self.counts) > 0
            and not any(math.isnan(edge) for edge in edges)
            and all(count >= 0 for count in self.counts)
            and edges[-1] > edges[0]
        )


@dataclass(frozen=True)
class Difference:
    """A number in the class's game less the same in the changed one, over many paired futures."""

    key: str
    label: str
    unit: str
    form: str
    median: str
    low: str
    high: str
    above: str
    histogram: Histogram


@dataclass(frozen=True)
class Backfire:
    """How often the other side ends better with the stricter controls."""

    key: str
    label: str
    share: str


@dataclass(frozen=True)
class FlipView:
    """The same game with one decision changed, and what the class had guessed of it."""

    guess: Mean
    number: int
    text: str
    runs: str
    first: str
    last: str
    rows: tuple[Difference, ...]
    backfire: tuple[Backfire, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Flips:
    """Every flip of the class, the newest last."""

    guess: Guess
    flips: tuple[FlipView, ...]


@dataclass(frozen=True)
class Score:
    """How forecasts did."""

    count: int
    right: int
    brier: str


@dataclass(frozen=True)
class Calibration:
    """How often what was said with a certainty came true."""

    said: str
    count: int
    came: str


@dataclass(frozen=True)
class Forecasts:
    """The class's forecasts."""

    score: Score
    calibration: tuple[Calibration, ...]
    coin: str


@dataclass(frozen=True)
class Arm:
    """A world and what it was treated with."""

    world: str
    treatment: str


@dataclass(frozen=True)
class Effect:
    """A number under both treatments, and the difference."""

    key: str
    label: str
    unit: str
    values: tuple[tuple[str, ...], ...]
    difference: str
    interval: tuple[str, ...]


@dataclass(frozen=True)
class Experiment:
    """The worlds as an experiment."""

    arms: tuple[str, ...]
    worlds: tuple[Arm, ...]
    rows: tuple[Effect, ...]
    few: str


@dataclass(frozen=True)
class Transfer:
    """And the real world?"""

    points: tuple[str, ...]
    claim: str
    verdict: Mean


@dataclass(frozen=True)
class Exit:
    """The exit ticket."""

    question: str
    answered: int


Stage = Feelings | Timeline | Vote | Flips | Forecasts | Experiment | Transfer | Exit
STAGES: dict[str, type[Stage]] = {
    "feelings": Feelings,
    "timeline": Timeline,
    "vote": Vote,
    "flip": Flips,
    "forecasts": Forecasts,
    "experiment": Experiment,
    "transfer": Transfer,
    "exit": Exit,
}


def stage_view(data: Any) -> Stage | None:
    """The stage that is on; None for none, or one that is not known here."""
    name = data.get("stage") if isinstance(data, dict) else None
    kind = STAGES.get(name) if isinstance(name, str) else None
    return None if kind is None else filled(kind, data)
