"""The order of a round, what follows what, and when a part of it ends. Pure.

    lobby -> rounds of (brief, negotiate, commit, resolve, reveal, reflect) -> debrief -> over

The practice is round 0; after it everything goes back to the opening.
"""

from dataclasses import dataclass

from game.classroom.events import Ticked
from game.classroom.lesson import PHASES
from game.classroom.state import (
    BRIEF,
    COMMIT,
    DEBRIEF,
    LOBBY,
    OVER,
    PRACTICE_ROUND,
    REFLECT,
    RESOLVE,
    REVEAL,
    STAGES,
    ClassState,
    Clock,
    TeamState,
    WorldState,
)

# Seconds: after the last signature, and for answers that are still on their way at the deadline.
ALL_SIGNED_S = 5.0
GRACE_S = 1.5
# Neither is more than this part of the time to decide: a rehearsal's rounds take seconds.
MOST_PART = 0.1
# An absence of so many seconds passes the pen on, in the last so many seconds of a round.
PEN_ABSENT_S = 15.0
PEN_LAST_S = 30.0
# Why the clock of a round was shortened; why it was lengthened although everybody had signed.
ALL_SIGNED, HELD = "all_signed", "held"


@dataclass(frozen=True)
class Next:
    """What follows. `rewind` says that the practice is over."""

    round: int
    phase: str
    stage: str = ""
    rewind: bool = False


def first_round(state: ClassState) -> int:
    """The round that a class begins with."""
    return PRACTICE_ROUND if state.settings.practice else 1


def following(state: ClassState, fits: bool = True) -> Next:
    """What comes after what is going on now; no new round begins if it no longer `fits`."""
    game = state.game
    if game.phase == LOBBY:
        return Next(first_round(state), BRIEF)
    if game.phase == COMMIT:
        return Next(game.round, RESOLVE)
    if game.phase == RESOLVE:
        return Next(game.round, REVEAL)
    if game.phase == REFLECT:
        return _after_round(state, fits)
    if game.phase in PHASES:
        return Next(game.round, PHASES[PHASES.index(game.phase) + 1])
    if game.phase == DEBRIEF:
        left = stages(state)[stages(state).index(game.stage) + 1 :]
        return Next(game.round, DEBRIEF, left[0]) if left else Next(game.round, OVER)
    return Next(game.round, OVER)


def _after_round(state: ClassState, fits: bool) -> Next:
    if state.game.round == PRACTICE_ROUND:
        return Next(1, BRIEF, rewind=True)
    if state.game.round >= state.settings.rounds or game_over(state) or not fits:
        return Next(state.game.round, DEBRIEF, STAGES[0])
    return Next(state.game.round + 1, BRIEF)


def game_over(state: ClassState) -> bool:
    """Whether every world has ended before its time, so that no round is left to play."""
    worlds = state.game.worlds.values()
    return all(w.rounds and w.rounds[-1].result.get("ended") for w in worlds)


def stages(state: ClassState) -> tuple[str, ...]:
    """The stages of the debrief of a class."""
    treated = len({world.treatment for world in state.game.worlds.values()}) > 1
    return tuple(one for one in STAGES if one != "experiment" or treated)


def seconds_of(state: ClassState, phase: str) -> float | None:
    """How long a phase lasts; nothing where it waits for the teacher or the model."""
    if phase not in PHASES or not state.settings.clocks:
        return None
    return float(state.settings.seconds[phase])


def ready(team: TeamState, signatures: int, grave: bool) -> bool:
    """Whether a team's move is signed as it must be."""
    if team.entered:
        return True
    if team.signed is None:
        return False
    return bool(team.seconded_by) or signatures < 2 or not grave


def is_grave(state: ClassState, world: WorldState, team: TeamState) -> bool:
    """Whether what is signed holds a step that takes two signatures, and is not in force anyhow."""
    if team.signed is None or len(state.active(world.name, team.seat)) < 2:
        return False
    law = state.law(world.name)
    for decision in state.sheet(team.seat):
        step = team.signed.get(decision.key)
        if step is None or decision.grave is None or step < decision.grave:
            continue
        if not decision.stands(law, step):
            return True
    return False


def signed(state: ClassState, world: WorldState, team: TeamState) -> bool:
    """Whether a team is done."""
    return ready(team, state.settings.signatures, is_grave(state, world, team))


def waiting_for(state: ClassState) -> list[tuple[str, str]]:
    """The teams (world, seat) with somebody there that have not signed."""
    return [
        (world.name, team.seat)
        for world, team in state.every_team()
        if state.present(world.name, team.seat) and not signed(state, world, team)
    ]


def held_open(state: ClassState) -> bool:
    """Whether somebody with extra time has not signed yet: the round stays open for them."""
    late = set(waiting_for(state))
    return any(m.extra_time and (m.world, m.team) in late for m in state.members.values() if m.here)


def all_signed(state: ClassState) -> bool:
    """Whether every team with somebody there is done, and there is one."""
    somebody = any(state.present(world.name, team.seat) for world, team in state.every_team())
    return somebody and not waiting_for(state)


def ends_at(state: ClassState) -> float | None:
    """When what is going on ends by itself; nothing if it waits for somebody."""
    clock = state.clock
    if clock.paused or clock.ends_at is None or state.game.phase not in PHASES:
        return None
    if state.game.phase != COMMIT or clock.why == ALL_SIGNED:
        return clock.ends_at
    return None if held_open(state) else clock.ends_at + grace(state)


def stopped(clock: Clock, why: str, left: float | None) -> Ticked:
    """A clock that stands still. That a round was closing, or held open, is not forgotten."""
    return Ticked(_kept(clock, why), None, left, clock.more)


def started(clock: Clock, why: str, ends_at: float) -> Ticked:
    """A clock that goes on as what it was when it was stopped."""
    return Ticked(_kept(clock, why), ends_at, None, clock.more)


def _kept(clock: Clock, why: str) -> str:
    return clock.why if clock.why in (ALL_SIGNED, HELD) else why


def after_signing(state: ClassState) -> float:
    """How long a round stays open once every team has signed. Units: s."""
    return min(ALL_SIGNED_S, MOST_PART * state.settings.seconds[COMMIT])


def grace(state: ClassState) -> float:
    """How long answers that are on their way at the deadline are waited for. Units: s."""
    return min(GRACE_S, MOST_PART * state.settings.seconds[COMMIT])
