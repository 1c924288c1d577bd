"""What the wall of a class shows, as frozen values read from the feed's parts.

The names of fields are those of `game.classroom.views`; texts come ready, in the language that was
asked for. Units: seconds of the server's clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from game.window.spectator_read import filled, read

LOBBY, BRIEF, NEGOTIATE, COMMIT, RESOLVE, REVEAL, REFLECT, DEBRIEF, OVER = (
    "lobby", "brief", "negotiate", "commit", "resolve", "reveal", "reflect", "debrief", "over",
)  # fmt: skip
PRESS = "press"
MOST_WORLDS = 6


@dataclass(frozen=True)
class ClassView:
    """The class: what is going on, and how to come in."""

    title: str
    code: str
    phase: str
    stage: str
    phase_text: str
    round: int
    round_text: str
    practice: bool
    blank: bool
    online: int
    join: str
    open: bool


@dataclass(frozen=True)
class ClockView:
    """Running to `ends_at`, or standing with so much `left`, or neither."""

    ends_at: float | None
    left: float | None

    def remaining(self, now: float) -> float | None:
        """Seconds that are left by the server's clock; None without a clock."""
        if self.left is not None:
            return max(0.0, self.left)
        return None if self.ends_at is None else max(0.0, self.ends_at - now)

    @property
    def paused(self) -> bool:
        """Whether it stands."""
        return self.left is not None


@dataclass(frozen=True)
class NumberView:
    """A public number with its change since the round before."""

    key: str
    label: str
    unit: str
    form: str
    text: str
    change: str
    up: bool | None


@dataclass(frozen=True)
class TeamView:
    """A team, and whether its move is signed."""

    seat: str
    name: str
    part: str
    shape: str
    people: int
    signed: bool


@dataclass(frozen=True)
class HeadlineView:
    """Something that happened."""

    date: str
    icon: str
    side: str
    text: str


@dataclass(frozen=True)
class StatementView:
    """What a team said in public, as far as it may be shown."""

    team: str
    seat: str
    posture: str
    text: str


@dataclass(frozen=True)
class TreatyView:
    """A treaty that everybody may know of."""

    number: int
    parties: tuple[str, ...]
    mode: str
    status: str
    status_text: str
    clauses: tuple[str, ...]
    breached_by: str


@dataclass(frozen=True)
class MoveView:
    """One decision of a move, before and after."""

    title: str
    before: str
    after: str
    more: bool
    bound: bool


@dataclass(frozen=True)
class CardView:
    """A team's move, open, and how it came to count."""

    seat: str
    name: str
    part: str
    shape: str
    how: str
    how_text: str
    moves: tuple[MoveView, ...]
    posture: str


@dataclass(frozen=True)
class CauseView:
    """A cause of a change, with its part of it."""

    text: str
    change: str
    value: float


@dataclass(frozen=True)
class MovedView:
    """Why a number moved in the last round."""

    key: str
    label: str
    total: str
    causes: tuple[CauseView, ...]


@dataclass(frozen=True)
class ResultView:
    """The last round."""

    round: int
    cards: tuple[CardView, ...]
    moved: tuple[MovedView, ...]
    breaches: tuple[str, ...]
    ended: bool


@dataclass(frozen=True)
class WallWorld:
    """A world. `series` run from the opening; `fan` has a low, a middle and a high path after them,
    `dates` the quarters of both. `regions` are shares of developers, as the map draws them.
    """

    key: str
    name: str
    date: str
    story: str
    numbers: tuple[NumberView, ...]
    teams: tuple[TeamView, ...]
    headlines: tuple[HeadlineView, ...]
    statements: tuple[StatementView, ...]
    treaties: tuple[TreatyView, ...]
    series: dict[str, tuple[float, ...]]
    regions: dict[str, tuple[float, ...]]
    fan: dict[str, tuple[tuple[float, ...], ...]]
    dates: tuple[str, ...]
    result: ResultView | None

    @property
    def players(self) -> tuple[TeamView, ...]:
        """The teams that sign moves."""
        return tuple(team for team in self.teams if team.seat != PRESS)

    def team(self, name: str) -> TeamView | None:
        """A team by its name."""
        return next((team for team in self.teams if team.name == name), None)


@dataclass(frozen=True)
class WallView:
    """The whole wall."""

    room: ClassView
    clock: ClockView
    worlds: tuple[WallWorld, ...]
    debrief: Any  # a stage of `spectator_stages`, or None
    claim: str

    @property
    def many(self) -> bool:
        """Whether several worlds stand side by side."""
        return len(self.worlds) > 1


def wall_view(parts: Mapping[str, Any]) -> WallView:
    """The wall from the parts of the feed, whatever they hold."""
    from game.window.spectator_stages import stage_view

    worlds = read(tuple[WallWorld, ...], parts.get("worlds"))
    return WallView(
        filled(ClassView, parts.get("class")), filled(ClockView, parts.get("clock")),
        worlds[:MOST_WORLDS], stage_view(parts.get("debrief")), read(str, parts.get("claim")),
    )  # fmt: skip
