"""Who sits where, as the game itself would seat a class of so many."""

import random
from dataclasses import dataclass

from game.classroom import seating
from game.classroom.events import Settings
from game.classroom.lesson import Role, Team, find_lesson, find_team
from game.classroom.state import ClassState, Game, Member, TeamState, WorldState
from game.classroom.words import ANIMALS, COLOURS


@dataclass(frozen=True)
class Place:
    """A student's place. `duties` are the decisions that are its first."""

    name: str
    world: str
    team: Team
    role: Role
    duties: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A team of one world, and who sits there."""

    world: str
    team: Team
    places: tuple[Place, ...]


def seat(settings: Settings) -> tuple[Table, ...]:
    """Every table of a class, world by world; names on paper follow from its seed."""
    state = _empty(settings)
    for name in _names(settings.students, settings.seed):
        world, team = seating.open_place(state)
        role = seating.role_for(state, world, team)
        state.members[name] = Member(name, world, team, role, settings.language)
    tables = []
    for there in state.game.worlds.values():
        for seated in there.teams:
            crew = state.crew(there.name, seated)
            places = tuple(_place(state, member) for member in crew)
            if places:
                tables.append(Table(there.name, find_team(seated), places))
    return tuple(tables)


def _empty(settings: Settings) -> ClassState:
    seats = find_lesson(settings.lesson).seats()
    plan = seating.sizes(settings.students, settings.worlds, seats)
    worlds = {
        name: WorldState(name, teams={team: TeamState(team) for team in size})
        for name, size in zip(seating.NAMES, plan.worlds, strict=False)
    }
    return ClassState(settings, code="", game=Game(worlds=worlds))


def _names(students: int, seed: int) -> list[str]:
    """Seat names for those who play without a phone."""
    every = [f"{colour}-{animal}" for colour in COLOURS for animal in ANIMALS]
    return random.Random(seed).sample(every, students)


def _place(state: ClassState, member: Member) -> Place:
    team = find_team(member.team)
    role = next(one for one in team.roles if one.key == member.role)
    duties = tuple(seating.duties(state, member.name))
    return Place(member.name, member.world, team, role, duties)
