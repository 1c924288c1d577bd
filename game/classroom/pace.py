"""The clock of a lesson that must end with its debrief. Pure: it is asked with a time.

A round begins only if, by what rounds have taken so far, the least debrief still fits behind it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from game.classroom.lesson import PHASES
from game.classroom.state import DEBRIEF, LOBBY, OVER, PRACTICE_ROUND, REFLECT, ClassState

# Seconds: what a round takes beside its phases (the model, the teacher's words), and what is kept
# in hand. How many of the last rounds are looked at.
BETWEEN_S = 15.0
IN_HAND_S = 45.0
LOOK_BACK = 3
# A round's talks may be shortened to this part to make one more fit.
SHORT_TALKS = 0.5

AHEAD, ON, BEHIND, NO_CLOCK = "ahead", "on", "behind", "none"
DROP, SHORTEN, ADD = "drop", "shorten", "add"


@dataclass(frozen=True)
class Pace:
    """How a lesson stands. `rounds_left` fit after the one in play, with the least debrief behind.

    `debrief_s` is what the debrief then has. `offer` is what would help, or nothing. Units: s.
    """

    state: str
    left_s: float
    debrief_s: float
    rounds_left: int
    planned_left: int
    offer: str = ""


def slot_ends(state: ClassState) -> float | None:
    """When the lesson must be over: as the teacher said, or its minutes after the first came in."""
    if state.settings.ends_at is not None:
        return state.settings.ends_at
    began = state.first_joined or min(state.begun.values(), default=0.0)
    return began + 60.0 * state.settings.minutes if began else None


def round_takes(planned: float, taken: Sequence[float]) -> float:
    """What the next round is expected to take, cautiously: more, the more rounds have differed."""
    recent = list(taken)[-LOOK_BACK:]
    if not recent:
        return planned + BETWEEN_S
    mean = fmean(recent)
    spread = math.sqrt(fmean((one - mean) ** 2 for one in recent))
    return max(mean + spread, 0.5 * planned)


def expected(state: ClassState, now: float) -> float:
    """What the next round of a class is expected to take."""
    planned = float(sum(state.settings.seconds.values()))
    taken = dict(state.finished)
    if state.game.phase == REFLECT:
        rest = state.clock.remaining(now) or 0.0
        taken[state.game.round] = now - state.begun[state.game.round] + rest
    practice = [took for number, took in taken.items() if number == PRACTICE_ROUND]
    played = [took for number, took in sorted(taken.items()) if number != PRACTICE_ROUND]
    return round_takes(planned, played or practice)


def fits(state: ClassState, now: float) -> bool:
    """Whether one more round may begin now: the least debrief must still fit behind it."""
    ends = slot_ends(state)
    if ends is None or not state.settings.pace or not state.settings.clocks:
        return True
    least = 60.0 * state.lesson.least_debrief_minutes
    return now + expected(state, now) + IN_HAND_S + least <= ends


def pace(state: ClassState, now: float) -> Pace:
    """How the lesson stands, and what would help."""
    ends, game = slot_ends(state), state.game
    planned = max(0, state.settings.rounds - max(game.round, 0))
    if game.phase in (LOBBY, DEBRIEF, OVER):
        planned = state.settings.rounds if game.phase == LOBBY else 0
    if ends is None:
        return Pace(NO_CLOCK, 0.0, 0.0, planned, planned)
    left = ends - now
    each, present = expected(state, now), _rest_of_round(state, now)
    least = 60.0 * state.lesson.least_debrief_minutes
    room = left - present - least - IN_HAND_S
    fit = max(0, min(planned, int(room // each))) if room > 0.0 else 0
    debrief = left - present - fit * each
    wanted = 60.0 * state.lesson.debrief_minutes
    if game.phase == DEBRIEF:
        return Pace(ON if left >= 0.0 else BEHIND, left, left, 0, 0)
    if fit < planned:
        talks = SHORT_TALKS * state.settings.seconds["negotiate"]
        short = max(each - talks, 0.5 * each)
        gains = room > 0.0 and int(room // short) > fit
        return Pace(BEHIND, left, debrief, fit, planned, SHORTEN if gains else DROP)
    spare = debrief - wanted - each - IN_HAND_S
    if spare > 0.0 and game.phase != LOBBY and _room_in_scenario(state):
        return Pace(AHEAD, left, debrief, fit, planned, ADD)
    return Pace(ON, left, debrief, fit, planned)


def _rest_of_round(state: ClassState, now: float) -> float:
    """What is left of the round in play. Units: s."""
    game = state.game
    if game.phase in (LOBBY, DEBRIEF, OVER):
        practice = state.settings.practice and game.phase == LOBBY
        return expected(state, now) if practice else 0.0
    after = list(PHASES)
    rest = after[after.index(game.phase) + 1 :] if game.phase in after else ["reveal", "reflect"]
    here = state.clock.remaining(now) or 0.0
    return here + sum(state.settings.seconds[name] for name in rest)


def _room_in_scenario(state: ClassState) -> bool:
    from agents.scenario import load

    quarters = load(state.settings.scenario).quarters
    return (state.settings.rounds + 1) * state.settings.quarters <= quarters
