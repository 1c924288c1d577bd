"""What events do to the game: phases and clocks, moves, rounds, going back. See `fold.py`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from game.classroom import events as e
from game.classroom import ladder
from game.classroom.pens import mend_pens, next_pen
from game.classroom.state import (
    BRIEF,
    LOBBY,
    OVER,
    REFLECT,
    RESOLVE,
    ClassState,
    Clock,
    Episode,
    Mark,
    Round,
    TeamState,
    WorldState,
)


class FoldError(ValueError):
    """A log that does not hold together; the text names the event."""


def _prepared(state: ClassState, event: e.Event, body: e.Prepared) -> None:
    state.game.worlds[event.world].opening = body.standing


# ---- phases and clocks


def _phase(state: ClassState, event: e.Event, body: e.Phase) -> None:
    game = state.game
    _mark(state, event)
    if body.phase == BRIEF:
        _finish(state, event.at)
        state.begun[body.round] = event.at
    game.round, game.phase, game.stage = body.round, body.phase, body.stage
    state.clock = Clock(body.ends_at, None if body.ends_at is not None else body.seconds)
    state.nudges.clear()
    if body.phase != RESOLVE:  # a round is closed among those who could take part in it
        for member in state.members.values():
            member.observer = False
        mend_pens(state)
    if body.phase == BRIEF:
        _begin_round(state)


def _finish(state: ClassState, now: float) -> None:
    """How long a round took. One that was left and come back to keeps its time."""
    number = state.game.round
    if state.game.phase != LOBBY and number in state.begun:
        state.finished.setdefault(number, now - state.begun[number])


def _begin_round(state: ClassState) -> None:
    """A new round: sheets are empty, the pen goes round."""
    state.peeked.clear()
    for world in state.game.worlds.values():
        world.closing = None
        for team in world.teams.values():
            _unsign(team)
            team.proposals, team.posture, team.offers = {}, "", 0
            team.pen = next_pen(state, world, team)


def _unsign(team: TeamState) -> None:
    team.signed, team.entered = None, False
    team.signed_by = team.seconded_by = team.receipt = team.salt = ""


def _ticked(state: ClassState, event: e.Event, body: e.Ticked) -> None:
    state.clock = Clock(body.ends_at, body.left, body.why, body.more)


def _rewound(state: ClassState, event: e.Event, body: e.Rewound) -> None:
    place = next((i for i, mark in enumerate(state.marks) if mark.seq == body.mark), None)
    if place is None:
        raise FoldError(f"event {event.seq} goes back to {body.mark}, which is no mark")
    if body.keep:
        number = len(state.episodes) + 1
        state.episodes.append(Episode(number, state.game.round, state.snapshot()))
    if body.why == "practice":
        _finish(state, event.at)
    left = state.game.worlds
    state.game = state.marks[place].game.copied()
    del state.marks[place:]
    state.clock = Clock(None, None, "waiting")
    for name, world in state.game.worlds.items():
        for seat, was in left[name].teams.items():
            team = world.teams.setdefault(seat, TeamState(seat))
            if body.why == "practice":  # what was agreed in it for the game stays
                team.standing, team.doctrine, team.pen = was.standing, was.doctrine, was.pen
            crew = [m.name for m in state.crew(name, seat)]
            team.proposals = {who: one for who, one in team.proposals.items() if who in crew}
    mend_pens(state)
    whole = state.game.round + (state.game.phase == REFLECT)  # the rounds before it stay played
    kept = (n for n in state.finished if n < whole or body.why == "practice")
    state.finished = {number: state.finished[number] for number in kept}


def _mark(state: ClassState, event: e.Event) -> None:
    """A moment to go back to: as it was just before an event."""
    game = state.game
    state.marks.append(Mark(event.seq - 1, game.round, game.phase, state.snapshot()))


def _closing(state: ClassState, event: e.Event, body: e.Closing) -> None:
    if state.game.phase != OVER:
        _mark(state, event)
    state.game.phase, state.game.stage = OVER, ""
    state.clock = Clock()


# ---- moves


def _proposed(state: ClassState, event: e.Event, body: e.Proposed) -> None:
    state.team_of(body.member).proposals[body.member] = body.choices


def _signed(state: ClassState, event: e.Event, body: e.Signed) -> None:
    team = state.team_of(body.member)
    _unsign(team)
    team.signed, team.signed_by = body.choices, body.member
    team.receipt, team.salt = body.receipt, body.salt


def _seconded(state: ClassState, event: e.Event, body: e.Seconded) -> None:
    state.team_of(body.member).seconded_by = body.member


def _unsigned(state: ClassState, event: e.Event, body: e.Unsigned) -> None:
    _unsign(state.team_of(body.member))


def _entered(state: ClassState, event: e.Event, body: e.Entered) -> None:
    team = state.game.worlds[event.world].teams[body.team]
    _unsign(team)
    team.signed, team.entered = body.choices, True


def _standing(state: ClassState, event: e.Event, body: e.Standing) -> None:
    state.team_of(body.member).standing = body.choices


def _doctrine(state: ClassState, event: e.Event, body: e.Doctrine) -> None:
    state.team_of(body.member).doctrine = body.doctrine


def _penned(state: ClassState, event: e.Event, body: e.Penned) -> None:
    state.game.worlds[event.world].teams[body.team].pen = body.member


# ---- rounds


def _closed(state: ClassState, event: e.Event, body: e.Closed) -> None:
    world = state.game.worlds[event.world]
    world.closing = body.moves
    for seat, move in body.moves.items():
        team = world.teams[seat]
        team.misses = team.misses + 1 if ladder.missed(move.how) else 0
        if move.how != ladder.AUTOPILOT:
            team.last = dict(move.choices)
    for member in state.members.values():
        if member.world == event.world and _took_part(state, member.name):
            member.rounds.add(body.round)


def _took_part(state: ClassState, name: str) -> bool:
    """Whether a student is there, or had a hand in the round before its phone went to sleep."""
    team = state.team_of(name)
    return state.members[name].here or name in (*team.proposals, team.signed_by, team.seconded_by)


def _resolved(state: ClassState, event: e.Event, body: e.Resolved) -> None:
    world = state.game.worlds[event.world]
    world.closing = None
    world.rounds.append(Round(body.round, body.moves, body.orders, body.breaches, body.result))
    for number, team in body.breaches:
        treaty = world.treaties[number]
        treaty.status, treaty.ended = "breached", body.round
        treaty.breached_by = treaty.breached_by or team
    for treaty in world.treaties.values():
        if treaty.status == "active" and body.round >= treaty.last_round:
            treaty.status, treaty.ended = "expired", body.round
        if treaty.status == "offered":
            treaty.status, treaty.ended = "withdrawn", body.round
    _settle(state, world, body.round)


def _settle(state: ClassState, world: WorldState, number: int) -> None:
    """Forecasts of the round before come true, or not. A world that has ended settles nothing."""
    last = world.rounds[-1]
    before = world.rounds[-2].result["standing"] if len(world.rounds) > 1 else world.opening
    if before is None or not last.went_on:
        return
    now, then = last.result["standing"]["numbers"], before["numbers"]
    state.game.predictions = [
        replace(one, came=(now[one.item] > then[one.item]) == one.up)
        if one.came is None
        and (one.world, one.round) == (world.name, number)
        and None not in (now[one.item], then[one.item])
        else one
        for one in state.game.predictions
    ]


ROUND_RULES: dict[type, Callable[[ClassState, e.Event, Any], None]] = {
    e.Prepared: _prepared,
    e.Phase: _phase,
    e.Ticked: _ticked,
    e.Rewound: _rewound,
    e.Closing: _closing,
    e.Proposed: _proposed,
    e.Signed: _signed,
    e.Seconded: _seconded,
    e.Unsigned: _unsigned,
    e.Entered: _entered,
    e.Standing: _standing,
    e.Doctrine: _doctrine,
    e.Penned: _penned,
    e.Closed: _closed,
    e.Resolved: _resolved,
}
