"""What each student did, counted from the log, and points that a teacher may take from it.

A round is one that was closed and not taken back; games that were left by a fork count as well, the
practice does not. A student is counted from the round of coming. In a round a student has taken
part who proposed, signed or seconded; where a team cannot or need not (the press desk, a move that
the teacher typed in), who was there.

    participation  60  the share of these rounds with a part in them; the exit ticket is one more
    calibration    20  falls with the Brier score (Brier 1950): 0 is full, 0.25, what half and half
                       always gives, is half, from 0.5 on nothing. From three settled forecasts on
    memo           20  left to the teacher

The points of a team are no part of it: they depend on luck and role.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from game.classroom import debrief
from game.classroom import events as e
from game.classroom.fold import fold
from game.classroom.ladder import ENTERED, SIGNED
from game.classroom.lesson import PRESS
from game.classroom.record import EXIT, forgotten, undone
from game.classroom.state import (
    BRIEF,
    LOBBY,
    NEGOTIATE,
    PRACTICE_ROUND,
    ClassState,
    Game,
    Prediction,
)

PARTICIPATION, CALIBRATION, MEMO = 60.0, 20.0, 20.0
LEAST_FORECASTS = 3
WORST_BRIER = 0.5
_STILL_OPEN = (LOBBY, BRIEF, NEGOTIATE)  # who comes now takes part in this round


@dataclass
class Round:
    """A round of a student's world. `number` may come twice, in a game and in its fork."""

    number: int
    here: bool
    part: bool
    proposed: e.Choices | None
    move: e.Move
    team: str
    signed: bool
    seconded: bool


@dataclass
class Student:
    """What a student did. `brier` is the mean over settled forecasts, if there are any."""

    seat: str
    world: str
    team: str
    role: str
    language: str
    rounds: list[Round] = field(default_factory=list)
    treaty_acts: int = 0
    statements: int = 0
    forecasts: int = 0
    right: int = 0
    brier: float | None = None
    exit_answer: str = ""
    exit_asked: bool = False

    @property
    def present(self) -> int:
        """Rounds in which the student was there at the close."""
        return sum(one.here for one in self.rounds)

    @property
    def proposals(self) -> int:
        """Rounds with a proposal."""
        return sum(one.proposed is not None for one in self.rounds)

    @property
    def signed(self) -> int:
        """Rounds whose move the student signed."""
        return sum(one.signed for one in self.rounds)

    @property
    def seconded(self) -> int:
        """Rounds in which the student was the second signature."""
        return sum(one.seconded for one in self.rounds)

    @property
    def took_part(self) -> float | None:
        """The share of rounds with a part in them, the exit ticket as one more."""
        parts = [one.part for one in self.rounds]
        if self.exit_asked:
            parts.append(bool(self.exit_answer))
        return sum(parts) / len(parts) if parts else None

    @property
    def participation(self) -> float | None:
        """Points for taking part; nothing for a student without a round."""
        return None if self.took_part is None else PARTICIPATION * self.took_part

    @property
    def calibration(self) -> float | None:
        """Points for forecasts; nothing where they are too few to judge."""
        return calibration_points(self.brier) if self.forecasts >= LEAST_FORECASTS else None

    @property
    def suggested(self) -> float | None:
        """Points of 80, the memo left out; without calibration taking part has its weight too."""
        if self.participation is None:
            return None
        if self.calibration is None:
            return self.participation * (PARTICIPATION + CALIBRATION) / PARTICIPATION
        return self.participation + self.calibration


def calibration_points(brier: float | None) -> float | None:
    """Points for a Brier score: full at 0, half at 0.25, none from 0.5 on."""
    return None if brier is None else CALIBRATION * max(0.0, 1.0 - brier / WORST_BRIER)


def students(log: Iterable[e.Event]) -> list[Student]:
    """Everybody who has a seat, in the order of coming; not those who were erased.

    Raises: FoldError for a log that does not hold together.
    """
    events = forgotten(log)
    state = fold(events)
    count = _Count(undone(events))
    for event in events:
        count.take(event)
    return [_student(state, count, name) for name, m in state.members.items() if not m.erased]


def _student(state: ClassState, count: "_Count", name: str) -> Student:
    member = state.members[name]
    answers = state.polls.get(EXIT, {})
    mine = [one for one in forecasts(state) if one.member == name]
    score = debrief.score(mine)
    return Student(
        name, member.world, member.team, member.role, member.language,
        rounds=count.rounds.get(name, []),
        treaty_acts=count.treaty_acts.get(name, 0),
        statements=count.statements.get(name, 0),
        forecasts=score.count, right=score.right, brier=score.brier,
        exit_answer=answers.get(name, ""),
        exit_asked=count.exit_asked or bool(answers),
    )  # fmt: skip


def forecasts(state: ClassState) -> list[Prediction]:
    """The forecasts of every game of a class, each once where games share it."""
    games: Sequence[Game] = [*(one.game for one in state.episodes), state.game]
    return list(dict.fromkeys(p for game in games for p in game.predictions))


# ---- counting


class _Count:
    """Goes through a log, and remembers who did what in which round."""

    def __init__(self, gone: set[int]) -> None:
        self.rounds: dict[str, list[Round]] = {}
        self.treaty_acts: dict[str, int] = {}
        self.statements: dict[str, int] = {}
        self.exit_asked = False
        self._gone = gone
        self._place: dict[str, tuple[str, str]] = {}
        self._from: dict[str, int] = {}
        self._here: dict[str, bool] = {}
        self._phase, self._round = LOBBY, PRACTICE_ROUND
        self._forget_acts()

    def _forget_acts(self) -> None:
        self._proposed: dict[str, e.Choices] = {}
        self._seconded: set[str] = set()

    def take(self, event: e.Event) -> None:
        """Count one event."""
        self._people(event)
        if isinstance(event.body, e.Rewound) and event.body.keep:
            self._forget_acts()  # of the round that was left open
        if event.seq in self._gone:
            return
        body = event.body
        if isinstance(body, e.Phase):
            self._phase, self._round = body.phase, body.round
            self.exit_asked |= body.stage == EXIT
        elif isinstance(body, e.Closed):
            self._close(event.world, body)
        elif self._round != PRACTICE_ROUND:
            self._act(event, body)

    def _people(self, event: e.Event) -> None:
        """Who sits where, since when, and who is there: no undo takes that back."""
        body = event.body
        if isinstance(body, e.Joined):
            self._place[body.member] = event.world, body.team
            self._here[body.member] = True
            late = self._phase not in _STILL_OPEN
            self._from[body.member] = max(1, self._round + 1 if late else self._round)
        elif isinstance(body, e.Seated):
            self._place.update(body.places)
        elif isinstance(body, e.Presence):
            self._here[body.member] = body.here

    def _act(self, event: e.Event, body: e.Body) -> None:
        who = event.actor
        if isinstance(body, e.Proposed):
            self._proposed[body.member] = body.choices
        elif isinstance(body, e.Seconded):
            self._seconded.add(body.member)
        elif isinstance(body, e.Offered | e.Answered):
            _one_more(self.treaty_acts, who)
        elif isinstance(body, e.Said):
            _one_more(self.statements, who)

    def _close(self, world: str, body: e.Closed) -> None:
        if body.round == PRACTICE_ROUND:
            return
        for name, (where, team) in self._place.items():
            if where != world or body.round < self._from[name]:
                continue
            move = body.moves.get(team, e.Move({}, ""))
            here = self._here[name]
            signed = move.how == SIGNED and move.signer == name
            proposed = self._proposed.pop(name, None)
            idle = here and (team == PRESS or move.how == ENTERED)
            seconded = name in self._seconded
            part = proposed is not None or signed or seconded or idle
            found = Round(body.round, here, part, proposed, move, team, signed, seconded)
            self.rounds.setdefault(name, []).append(found)
            self._seconded.discard(name)


def _one_more(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1
