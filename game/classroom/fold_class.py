"""What events do to the class itself: settings, people, doors and screens. See `fold.py`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from msgspec.structs import replace as with_fields

from game.classroom import events as e
from game.classroom import seating
from game.classroom.lesson import PRESS
from game.classroom.pens import mend_pens
from game.classroom.record import EXIT
from game.classroom.state import LOBBY, ClassState, Clock, Game, Member, TeamState, WorldState


def open_worlds(state: ClassState, before: e.Settings) -> None:
    """The worlds that the settings ask for. What is still right of those there were stays."""
    settings = state.settings
    seats = state.lesson.seats()
    plan = seating.sizes(max(settings.students, 1), settings.worlds, seats)
    worlds = {}
    for name, sizes in zip(seating.NAMES, plan.worlds, strict=False):
        same = settings.lesson == before.lesson
        world = state.game.worlds.get(name, WorldState(name)) if same else WorldState(name)
        crews = {m.team for m in state.members.values() if m.world == name}
        held = [s for s in (*seats[: seating.MOST_TEAMS], PRESS) if s in sizes or s in crews]
        world.teams = {seat: world.teams.get(seat, TeamState(seat)) for seat in held}
        treatment = settings.treatments.get(name, "")
        if not _opens_alike(before, settings) or treatment != world.treatment:
            world.opening, world.treatment = None, treatment
        worlds[name] = world
    state.game.worlds = worlds
    state.shown = state.shown if state.shown in worlds else "*"


def _opens_alike(before: e.Settings, now: e.Settings) -> bool:
    """Whether worlds begin as they did, but for their treatment."""
    return all(
        getattr(before, name) == getattr(now, name)
        for name in ("lesson", "scenario", "seed", "quarters")
    )


def _changed(state: ClassState, event: e.Event, body: e.Changed) -> None:
    before, state.settings = state.settings, body.settings
    if state.game.phase == LOBBY:
        open_worlds(state, before)
    if before.clocks and not body.settings.clocks:
        state.clock = Clock()


# ---- people


def _joined(state: ClassState, event: e.Event, body: e.Joined) -> None:
    state.members[body.member] = Member(
        body.member, event.world, body.team, body.role, body.language, body.observer, bot=body.bot
    )
    state.first_joined = state.first_joined or event.at
    world = state.game.worlds[event.world]
    world.teams.setdefault(body.team, TeamState(body.team))
    team = world.teams[body.team]
    if not team.pen and not body.observer:
        team.pen = body.member


def _seated(state: ClassState, event: e.Event, body: e.Seated) -> None:
    for name, (world, team) in body.places.items():
        one = state.members[name]
        one.world, one.team, one.role = world, team, ""
        state.game.worlds[world].teams.setdefault(team, TeamState(team))
        one.role = seating.role_for(state, world, team)
    for there in state.game.worlds.values():
        for seat, left in there.teams.items():
            crew = [m.name for m in state.crew(there.name, seat)]
            left.proposals = {who: what for who, what in left.proposals.items() if who in crew}
    mend_pens(state)


def _presence(state: ClassState, event: e.Event, body: e.Presence) -> None:
    state.members[body.member].here = body.here


def _flagged(state: ClassState, event: e.Event, body: e.Flagged) -> None:
    one = state.members[body.member]
    one.muted = one.muted if body.muted is None else body.muted
    one.extra_time = one.extra_time if body.extra_time is None else body.extra_time


def _spoke(state: ClassState, event: e.Event, body: e.Spoke) -> None:
    state.members[body.member].language = body.language


def _erased(state: ClassState, event: e.Event, body: e.Erased) -> None:
    one = state.members.pop(body.member)
    one.name, one.erased, one.here = body.name, True, False
    state.members[body.name] = one
    state.erased.add(body.member)
    games = [state.game, *(m.game for m in state.marks), *(one.game for one in state.episodes)]
    for game in games:
        _silence(game, body.member)
        _rename(game, body.member, body.name)
    mend_pens(state)
    for poll, answers in list(state.polls.items()):
        said = answers.pop(body.member, "")
        if said and poll != EXIT:
            answers[body.name] = said
        elif not answers:
            del state.polls[poll]
    state.knocks = {knock: who for knock, who in state.knocks.items() if who != body.member}


def _silence(game: Game, name: str) -> None:
    """Take out what a student wrote freely, as `record.forgotten` does. Cards stay."""
    for world in game.worlds.values():
        for said in [one for one in world.statements.values() if one.member == name and one.text]:
            said.text, said.shown = "", said.shown is not False
            if not said.posture:
                del world.statements[said.number]
        for note in world.notes:
            note.text = "" if note.member == name else note.text
        world.notes = [note for note in world.notes if note.note or note.text]


def _rename(game: Game, old: str, new: str) -> None:
    """Replace a student's name wherever a game has it, also in moments that one may go back to."""

    def named(name: str) -> str:
        return new if name == old else name

    for world in game.worlds.values():
        for team in world.teams.values():
            team.proposals = {named(who): one for who, one in team.proposals.items()}
            team.pen, team.signed_by = named(team.pen), named(team.signed_by)
            team.seconded_by = named(team.seconded_by)
        for treaty in world.treaties.values():
            treaty.leaving = {team: named(who) for team, who in treaty.leaving.items()}
        for statement in world.statements.values():
            statement.member = named(statement.member)
        for note in world.notes:
            note.member = named(note.member)
        if world.closing is not None:
            world.closing = _signed_by(world.closing, named)
        world.rounds = [replace(one, moves=_signed_by(one.moves, named)) for one in world.rounds]
    game.predictions = [replace(one, member=named(one.member)) for one in game.predictions]


def _signed_by(moves: dict[str, e.Move], named: Callable[[str], str]) -> dict[str, e.Move]:
    return {seat: with_fields(move, signer=named(move.signer)) for seat, move in moves.items()}


# ---- doors and screens


def _knocked(state: ClassState, event: e.Event, body: e.Knocked) -> None:
    state.knocks[body.knock] = body.member


def _admitted(state: ClassState, event: e.Event, body: e.Admitted) -> None:
    state.knocks.pop(body.knock, None)


def _locked(state: ClassState, event: e.Event, body: e.Locked) -> None:
    state.locked = body.locked


def _blanked(state: ClassState, event: e.Event, body: e.Blanked) -> None:
    (state.blank.add if body.on else state.blank.discard)(body.what)


def _shown(state: ClassState, event: e.Event, body: e.Shown) -> None:
    state.shown = body.world


def _nudged(state: ClassState, event: e.Event, body: e.Nudged) -> None:
    state.nudges[f"{event.world}.{body.team}"] = event.at


def _peeked(state: ClassState, event: e.Event, body: e.Peeked) -> None:
    state.peeked.append(f"{event.world}.{body.team}")


def _nothing(state: ClassState, event: e.Event, body: Any) -> None:
    """What is only to be on record."""


CLASS_RULES: dict[type, Callable[[ClassState, e.Event, Any], None]] = {
    e.Changed: _changed,
    e.Joined: _joined,
    e.Seated: _seated,
    e.Presence: _presence,
    e.Flagged: _flagged,
    e.Spoke: _spoke,
    e.Switched: _nothing,
    e.Erased: _erased,
    e.Knocked: _knocked,
    e.Admitted: _admitted,
    e.Locked: _locked,
    e.Blanked: _blanked,
    e.Shown: _shown,
    e.Nudged: _nudged,
    e.Peeked: _peeked,
}
