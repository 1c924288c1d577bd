"""What is known of a class at a moment: it follows from the events so far, and from nothing else.

`Game` is what an undo takes back; people, doors and settings stay.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from game.classroom.events import Choices, Move, Settings
from game.classroom.lesson import PRESS, Decision, Lesson, find_lesson

LOBBY, BRIEF, NEGOTIATE, COMMIT = "lobby", "brief", "negotiate", "commit"
RESOLVE, REVEAL, REFLECT, DEBRIEF, OVER = "resolve", "reveal", "reflect", "debrief", "over"
# What the debrief goes through, in order; `experiment` only where worlds were treated.
STAGES = (
    "feelings", "timeline", "vote", "flip", "forecasts", "experiment", "transfer", "exit",
)  # fmt: skip
PRACTICE_ROUND = 0


@dataclass
class Member:
    """A student's place: what it is called, where it sits, and whether somebody is there."""

    name: str
    world: str
    team: str
    role: str
    language: str
    observer: bool = False
    here: bool = True
    bot: bool = False
    muted: bool = False
    extra_time: bool = False
    erased: bool = False
    rounds: set[int] = field(default_factory=set)  # those in which it was there at the close


@dataclass
class TeamState:
    """A team of one world. `pen` may sign; `last` is what counted in the round before."""

    seat: str
    pen: str = ""
    proposals: dict[str, Choices] = field(default_factory=dict)
    signed: Choices | None = None
    signed_by: str = ""
    seconded_by: str = ""
    entered: bool = False
    receipt: str = ""
    salt: str = ""
    standing: Choices | None = None
    doctrine: str = ""
    misses: int = 0
    last: Choices = field(default_factory=dict)
    posture: str = ""
    offers: int = 0


@dataclass
class Treaty:
    """A treaty. `status` is offered, active, declined, withdrawn, expired or breached.

    `since` is the round in which the last party signed; the practice is round 0. `leaving` are the
    teams that asked to leave, each with the member who did.
    """

    number: int
    by: str
    parties: tuple[str, ...]
    clauses: tuple[dict[str, Any], ...]
    mode: str
    rounds: int
    status: str = "offered"
    signed: set[str] = field(default_factory=set)
    leaving: dict[str, str] = field(default_factory=dict)
    limits: tuple[int | None, ...] = ()
    since: int | None = None
    ended: int = 0
    breached_by: str = ""

    @property
    def made(self) -> bool:
        """Whether every party has signed it, whatever became of it since."""
        return self.since is not None

    @property
    def last_round(self) -> int:
        """The last round in which it binds, once it is made."""
        return (self.since or 0) + self.rounds - 1


@dataclass
class Statement:
    """A public statement; its text is on the wall only once `shown`."""

    number: int
    team: str
    member: str
    round: int
    posture: str
    text: str
    shown: bool | None = None


@dataclass
class Note:
    """A note from one team to another."""

    team: str
    member: str
    to: str
    note: str
    text: str


class Kept:
    """Never changed once it is made: copies of what holds it share it."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


@dataclass(frozen=True)
class Round(Kept):
    """A round of one world as it was played."""

    number: int
    moves: dict[str, Move]
    orders: tuple[tuple[str, float], ...]
    breaches: tuple[tuple[int, str], ...]
    result: dict[str, Any]

    @property
    def went_on(self) -> bool:
        """Whether the world went on in it; one that has ended stays as it is."""
        return bool(self.result["last"] >= self.result["first"])


@dataclass
class WorldState:
    """One world of a class: its teams, treaties and the rounds played. `closing` is sealed."""

    name: str
    treatment: str = ""
    teams: dict[str, TeamState] = field(default_factory=dict)
    treaties: dict[int, Treaty] = field(default_factory=dict)
    statements: dict[int, Statement] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    closing: dict[str, Move] | None = None
    opening: dict[str, Any] | None = None

    @property
    def played(self) -> list[Round]:
        """Rounds that count: not the practice."""
        return [one for one in self.rounds if one.number != PRACTICE_ROUND]


@dataclass(frozen=True)
class Prediction(Kept):
    """A student's forecast, and what came once it is known."""

    member: str
    world: str
    round: int
    item: str
    up: bool
    p: float
    came: bool | None = None

    @property
    def brier(self) -> float | None:
        """Squared error of the probability given to what was said (Brier 1950); less is better."""
        return None if self.came is None else (self.p - (1.0 if self.came else 0.0)) ** 2


@dataclass
class Clock:
    """The clock of a phase by the server's time: running to `ends_at`, or paused with `left`.

    `more` is how much longer it would run, had not everybody signed. Units: s.
    """

    ends_at: float | None = None
    left: float | None = None
    why: str = ""
    more: float = 0.0

    def remaining(self, now: float) -> float | None:
        """Seconds left; nothing where no clock runs."""
        if self.left is not None:
            return self.left
        return None if self.ends_at is None else max(0.0, self.ends_at - now)

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self.left is not None


@dataclass(frozen=True)
class Flip(Kept):
    """A decision changed in hindsight, with what a thousand paired futures said.

    `guesses` are those of the class from before it was played. Units: percent.
    """

    number: int
    change: dict[str, Any]
    result: dict[str, Any]
    guesses: tuple[int, ...] = ()


@dataclass
class Game:
    """Everything that an undo takes back."""

    round: int = 0
    phase: str = LOBBY
    stage: str = ""
    worlds: dict[str, WorldState] = field(default_factory=dict)
    predictions: list[Prediction] = field(default_factory=list)
    flips: list[Flip] = field(default_factory=list)

    def copied(self) -> Self:
        """The same once more. What the model said of openings never changes, and is shared."""
        told = [world.opening for world in self.worlds.values() if world.opening is not None]
        return copy.deepcopy(self, {id(opening): opening for opening in told})


@dataclass
class Mark:
    """A moment that one can go back to. `seq` is the last event before it."""

    seq: int
    round: int
    phase: str
    game: Game


@dataclass
class Episode:
    """A game that was left for another one, kept for comparison."""

    number: int
    left_at: int
    game: Game


@dataclass
class ClassState:
    """A class."""

    settings: Settings
    code: str
    seq: int = 0
    began: float = 0.0
    first_joined: float = 0.0
    members: dict[str, Member] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)  # names that were replaced: nobody gets them
    game: Game = field(default_factory=Game)
    clock: Clock = field(default_factory=Clock)
    marks: list[Mark] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)
    polls: dict[str, dict[str, str]] = field(default_factory=dict)
    knocks: dict[str, str] = field(default_factory=dict)
    locked: bool = False
    blank: set[str] = field(default_factory=set)
    shown: str = ""
    nudges: dict[str, float] = field(default_factory=dict)
    peeked: list[str] = field(default_factory=list)
    number: int = 0  # the last one given to a treaty, statement or flip
    begun: dict[int, float] = field(default_factory=dict)  # round: when it began
    finished: dict[int, float] = field(default_factory=dict)  # round: how long it took, s

    @property
    def lesson(self) -> Lesson:
        """The lesson that is held."""
        return find_lesson(self.settings.lesson)

    @property
    def practising(self) -> bool:
        """Whether what is played now will be thrown away."""
        return self.game.round == PRACTICE_ROUND and self.game.phase not in (LOBBY, DEBRIEF, OVER)

    @property
    def names_given(self) -> set[str]:
        """The names of all seats that there are, or were before they were erased."""
        return {*self.members, *self.erased}

    def team_of(self, member: str) -> TeamState:
        """The team that a student sits in."""
        one = self.members[member]
        return self.game.worlds[one.world].teams[one.team]

    def crew(self, world: str, team: str) -> list[Member]:
        """The members of a team, in the order in which they came; not those who were erased."""
        return [
            m for m in self.members.values() if m.team == team and m.world == world and not m.erased
        ]

    def active(self, world: str, team: str) -> list[Member]:
        """Those who may take part, whether they are there or not: no newcomer who still watches."""
        return [m for m in self.crew(world, team) if not m.observer]

    def present(self, world: str, team: str) -> list[Member]:
        """Those who are there and may take part."""
        return [m for m in self.active(world, team) if m.here]

    def every_team(self) -> Iterator[tuple[WorldState, TeamState]]:
        """Every team that moves, world by world; not the press."""
        for world in self.game.worlds.values():
            for team in world.teams.values():
                if team.seat != PRESS:
                    yield world, team

    def sheet(self, seat: str) -> tuple[Decision, ...]:
        """The move sheet of a team."""
        return () if seat == PRESS else self.lesson.sheet(seat)

    def treaties_allowed(self, world: str) -> bool:
        """Whether teams of a world may sign treaties."""
        treated = self.lesson.treatment(self.game.worlds[world].treatment)
        barred = treated is not None and treated.treaties is False
        return self.settings.treaties and not barred

    def standing(self, world: str) -> dict[str, Any] | None:
        """A world as its teams last saw it (`worlds.Standing`); nothing before it is opened."""
        there = self.game.worlds[world]
        return there.rounds[-1].result["standing"] if there.rounds else there.opening

    def law(self, world: str) -> dict[str, float]:
        """What is in force in a world: lever to value."""
        standing = self.standing(world)
        return {} if standing is None else dict(standing["levers"])

    def snapshot(self) -> Game:
        """A copy of what an undo takes back."""
        return self.game.copied()
