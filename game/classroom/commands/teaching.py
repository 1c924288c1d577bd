"""What the teacher may do: run the clock, seat people, go back, show texts. See also `paper`."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from game.classroom import events as e
from game.classroom import phases
from game.classroom import settings as class_settings
from game.classroom.commands import paper
from game.classroom.commands.base import Name, Wire, Written, by_teacher, check_team, read
from game.classroom.desk import Desk
from game.classroom.lesson import LessonError, find_lesson
from game.classroom.refusal import RefusedError
from game.classroom.seating import reseat
from game.classroom.state import (
    BRIEF,
    COMMIT,
    DEBRIEF,
    LOBBY,
    OVER,
    REFLECT,
    RESOLVE,
)
from game.language import tr

EXTENSION_S = 30.0
MOST_EXTENSION_S = 3600.0


class Clockwork(Wire, frozen=True):
    """Something done to the clock or to phases; `phase` is the one that it was meant for, and
    `stage` that of the debrief.
    """

    op: Name
    phase: Name = ""
    stage: Name = ""
    seconds: float = EXTENSION_S
    mark: int = 0
    round: int = 0


class Seat(Wire, frozen=True):
    """Something done to a student's seat."""

    op: Name
    member: Name
    world: Name = ""
    team: Name = ""


class Team(Wire, frozen=True):
    """A team of a world."""

    world: Name
    team: Name


class Switch(Wire, frozen=True):
    """A switch: the door, a screen, a world to show, a text to let onto the wall."""

    what: Name
    on: bool = True
    world: Name = ""
    item: int = 0


class Change(Wire, frozen=True):
    """Settings to be changed."""

    settings: Annotated[dict[Name, Any], Meta(max_length=20)]


class Flip(Wire, frozen=True):
    """A decision to be changed in hindsight; without one the game is played without controls."""

    candidate: Name = ""
    step: int = -1
    world: Name = ""
    assumptions: dict[Name, float] | None = None


def run(desk: Desk, command: str, data: bytes, idem: str) -> Written:
    """Carry a command of the teacher out; all of it is on disk when the result is done.

    Raises: RefusedError with a sentence; nothing has happened then.
    """
    if command not in TEACHER:
        raise RefusedError(tr("There is no command of that name."), 404)
    kind, rule = TEACHER[command]
    again = desk.earlier(e.TEACHER, idem)
    if again is not None:
        return again[1]
    body = read(data, kind)
    if desk.halted and command != "clock":
        raise RefusedError(desk.trouble, 503)
    written = rule(desk, body, idem)
    return desk.took(e.TEACHER, idem) if written is None else written


# ---- the clock


def clock(desk: Desk, body: Clockwork, idem: str) -> Written | None:
    """Start, next, extend, pause, resume, undo, fork, again, end."""
    rule = _CLOCK.get(body.op)
    if rule is None:
        raise RefusedError(tr("There is no command of that name."), 404)
    if desk.halted and body.op != "again":
        raise RefusedError(desk.trouble, 503)
    game = desk.state.game
    if body.phase not in ("", game.phase) or body.stage not in ("", game.stage):
        raise RefusedError(tr("The class has already moved on."))
    return rule(desk, body, idem)


def _next(desk: Desk, body: Clockwork, idem: str) -> None:
    if desk.state.game.phase == RESOLVE:
        raise RefusedError(tr("The model is playing the round; it takes a moment."))
    if desk.state.game.phase == OVER:
        raise RefusedError(tr("The class is over."))
    desk.course.advance(e.TEACHER, idem)


def _extend(desk: Desk, body: Clockwork, idem: str) -> Written:
    state, now = desk.state, desk.clock.now()
    if not 1.0 <= body.seconds <= MOST_EXTENSION_S:
        raise RefusedError(tr("A clock is extended by 1 second to an hour."), 400)
    left = state.clock.remaining(now)
    if left is None:
        raise RefusedError(tr("No clock is running."))
    held = state.game.phase == COMMIT and phases.all_signed(state)
    left += body.seconds + (0.0 if held else state.clock.more)
    if state.clock.paused:
        return by_teacher(desk, idem, e.Ticked(phases.HELD if held else "pause", None, left))
    return by_teacher(desk, idem, e.Ticked(phases.HELD if held else "extend", now + left, None))


def _pause(desk: Desk, body: Clockwork, idem: str) -> Written:
    running = desk.state.clock
    left = running.remaining(desk.clock.now())
    if left is None or running.paused:
        raise RefusedError(tr("No clock is running."))
    return by_teacher(desk, idem, phases.stopped(running, "pause", left))


def _resume(desk: Desk, body: Clockwork, idem: str) -> Written:
    paused = desk.state.clock
    if paused.left is None:
        raise RefusedError(tr("The clock is not paused."))
    ends_at = desk.clock.now() + paused.left
    return by_teacher(desk, idem, phases.started(paused, "resume", ends_at))


def _undo(desk: Desk, body: Clockwork, idem: str) -> None:
    marks = [one.seq for one in desk.state.marks if one.phase != RESOLVE]
    if not marks or body.mark not in (0, *marks):
        raise RefusedError(tr("There is nothing to go back to."))
    desk.course.undo(body.mark or marks[-1], idem)


def _fork(desk: Desk, body: Clockwork, idem: str) -> None:
    """Play on from the beginning of a round; the game so far stays on record."""
    before = [
        mark
        for mark in desk.state.marks
        if (mark.round == body.round - 1 and mark.phase == REFLECT)
        or (body.round == 1 and mark.phase == LOBBY)
    ]
    if not 1 <= body.round <= desk.state.game.round or not before:
        raise RefusedError(tr("That round has not been played."))
    back = desk.course.back_to(before[-1].seq, "fork", keep=True)
    desk.course.enter(phases.Next(body.round, BRIEF), back, actor=e.TEACHER, idem=idem)


def _end(desk: Desk, body: Clockwork, idem: str) -> Written:
    if desk.state.game.phase == OVER:
        raise RefusedError(tr("The class is over."))
    return by_teacher(desk, idem, e.Closing())


def _debrief(desk: Desk, body: Clockwork, idem: str) -> None:
    """Go to the debrief now; a round that is still open is left unplayed."""
    state = desk.state
    played = any(world.played for world in state.game.worlds.values())
    if state.game.phase in (LOBBY, RESOLVE, DEBRIEF, OVER) or not played:
        raise RefusedError(tr("The debrief follows a round that was played."))
    follows = phases.Next(state.game.round, DEBRIEF, phases.stages(state)[0])
    desk.course.enter(follows, actor=e.TEACHER, idem=idem)


def _again(desk: Desk, body: Clockwork, idem: str) -> Written | None:
    return desk.try_again()


_CLOCK: dict[str, Callable[[Desk, Clockwork, str], Written | None]] = {
    "next": _next,
    "extend": _extend,
    "pause": _pause,
    "resume": _resume,
    "undo": _undo,
    "fork": _fork,
    "debrief": _debrief,
    "end": _end,
    "again": _again,
}


# ---- people


def seat(desk: Desk, body: Seat, idem: str) -> Written:
    """Move, mute, unmute, give or take extra time, erase."""
    member = desk.state.members.get(body.member)
    if member is None:
        raise RefusedError(tr("There is no such seat."), 404)
    if body.op == "move":
        check_team(desk, body.world, body.team)
        places = {member.name: (body.world, body.team)}
        return by_teacher(desk, idem, e.Seated(places), world=body.world, member=member.name)
    made: dict[str, e.Body] = {
        "mute": e.Flagged(member.name, muted=True),
        "unmute": e.Flagged(member.name, muted=False),
        "extra_time": e.Flagged(member.name, extra_time=True),
        "usual_time": e.Flagged(member.name, extra_time=False),
        "erase": e.Erased(member.name, f"erased-{desk.state.seq + 1}"),
    }
    if body.op not in made:
        raise RefusedError(tr("There is no command of that name."), 404)
    return by_teacher(desk, idem, made[body.op], world=member.world, member=member.name)


def nudge(desk: Desk, body: Team, idem: str) -> Written:
    """Remind a team."""
    check_team(desk, body.world, body.team)
    return by_teacher(desk, idem, e.Nudged(body.team), world=body.world, team=body.team)


def peek(desk: Desk, body: Team, idem: str) -> Written:
    """Look at a sealed move; it stays on record."""
    check_team(desk, body.world, body.team)
    return by_teacher(desk, idem, e.Peeked(body.team), world=body.world, team=body.team)


def switch(desk: Desk, body: Switch, idem: str) -> Written:
    """The door, blank screens, the world on the wall, texts."""
    if body.what == "door":
        return by_teacher(desk, idem, e.Locked(body.on))
    if body.what in ("projector", "phones"):
        return by_teacher(desk, idem, e.Blanked(body.what, body.on))
    if body.what == "show" and body.world in ("*", *desk.state.game.worlds):
        return by_teacher(desk, idem, e.Shown(body.world))
    if body.what == "text":
        known = [w for w in desk.state.game.worlds.values() if body.item in w.statements]
        if known:
            return by_teacher(desk, idem, e.Approved(body.item, body.on), world=known[0].name)
    raise RefusedError(tr("There is no command of that name."), 404)


# ---- settings and hindsight


def change(desk: Desk, body: Change, idem: str) -> Written:
    """Change settings; before the game worlds and seats follow."""
    lobby = desk.state.game.phase == LOBBY
    try:
        wanted = msgspec.convert(
            {**msgspec.to_builtins(desk.state.settings), **body.settings}, e.Settings
        )
        keys = {key: getattr(wanted, key) for key in body.settings if hasattr(wanted, key)}
        made = class_settings.changed(desk.state.settings, keys, lobby)
    except LessonError as error:
        raise RefusedError(str(error), 400) from None
    except msgspec.MsgspecError as error:
        raise RefusedError(tr("A setting cannot be like that: {why}.", why=error), 400) from None
    bodies: list[e.Body] = [e.Changed(made)]
    before = desk.state.settings
    if lobby and (made.lesson != before.lesson or made.worlds < before.worlds):
        places = reseat(desk.state, made.worlds, find_lesson(made.lesson))
        bodies += [e.Seated(places)] if places else []
    written = by_teacher(desk, idem, *bodies)
    if lobby:
        desk.rounds.prepare()
    return written


def flip(desk: Desk, body: Flip, idem: str) -> None:
    """Play the class's own game with one decision changed."""
    desk.rounds.flip(body.candidate, body.step, body.world, body.assumptions)


TEACHER: dict[str, tuple[type[Struct], Callable[[Desk, Any, str], Written | None]]] = {
    "clock": (Clockwork, clock),
    "seat": (Seat, seat),
    "nudge": (Team, nudge),
    "peek": (Team, peek),
    "switch": (Switch, switch),
    "settings": (Change, change),
    "enter": (paper.Enter, paper.enter),
    "flip": (Flip, flip),
    "enter-treaty": (paper.EnterTreaty, paper.enter_treaty),
}
