"""Any number of students on worlds, teams and roles, without arithmetic by the teacher. Pure."""

from collections import Counter
from dataclasses import dataclass

from game.classroom.lesson import MOST_DECISIONS, PRESS, Lesson, find_team
from game.classroom.state import ClassState

MOST_STUDENTS = 200
MOST_TEAMS = 6
MOST_IN_TEAM = 5
MOST_IN_TEAM_LARGE = 6
NAMES = "ABCDEF"
# From so many students on: one more world (a world has 12 to 36 of them).
_WORLDS_FROM = (1, 37, 73, 97, 121, 161)
_PAIRED_FROM = 12  # students from which a lesson with treatments has two worlds at least


@dataclass(frozen=True)
class Sizes:
    """How many students sit where: team to size, for each world."""

    worlds: tuple[dict[str, int], ...]

    @property
    def total(self) -> int:
        """Everybody."""
        return sum(sum(world.values()) for world in self.worlds)


def worlds_for(students: int, lesson: Lesson | None = None) -> int:
    """How many worlds a class of so many students is split into."""
    count = sum(1 for first in _WORLDS_FROM if students >= first)
    treated = lesson is not None and bool(lesson.treatments)
    return max(count, 2) if treated and students >= _PAIRED_FROM else max(count, 1)


def split(students: int, worlds: int) -> list[int]:
    """Students of each world, as even as can be."""
    return [students // worlds + (1 if w < students % worlds else 0) for w in range(worlds)]


def teams_for(students: int, seats: tuple[str, ...]) -> int:
    """How many teams a world has: one student in each up to five, then two or more in each."""
    most = min(MOST_TEAMS, len(seats))
    if students <= 5:
        return max(1, min(students, most))
    return max(min(3, most), min(most, students // 2))


def sizes(students: int, worlds: int, seats: tuple[str, ...]) -> Sizes:
    """The whole plan: who is left over once teams are full goes to the press desk."""
    return Sizes(tuple(_world(n, seats) for n in split(students, worlds)))


def _world(students: int, seats: tuple[str, ...]) -> dict[str, int]:
    count = teams_for(students, seats)
    if students < 3 * MOST_TEAMS:
        return _even(students, seats[:count])
    most = MOST_IN_TEAM if students <= count * (MOST_IN_TEAM + 1) else MOST_IN_TEAM_LARGE
    each = min(students // count, most)
    left = students - each * count
    if left == 1 and each < most:  # a team has room for whoever would sit at the press desk alone
        return _even(students, seats[:count])
    plan = dict.fromkeys(seats[:count], each)
    return {**plan, PRESS: left} if left else plan


def _even(students: int, seats: tuple[str, ...]) -> dict[str, int]:
    return {
        seat: students // len(seats) + (1 if place < students % len(seats) else 0)
        for place, seat in enumerate(seats)
    }


# ---- one student at a time


def open_place(state: ClassState) -> tuple[str, str]:
    """Where the next to come sits: in the thinnest team of the thinnest world, by the plan."""
    settings = state.settings
    plan = sizes(max(settings.students, 1), settings.worlds, state.lesson.seats())
    there = Counter((m.world, m.team) for m in state.members.values() if not m.erased)
    names = list(state.game.worlds)
    filled = {name: sum(n for (w, _), n in there.items() if w == name) for name in names}
    world = min(names, key=lambda name: (filled[name], names.index(name)))
    wanted = plan.worlds[names.index(world)]
    short = [seat for seat in wanted if there[world, seat] < wanted[seat]]
    order = list(wanted)
    if short:
        return world, min(short, key=lambda seat: (there[world, seat], order.index(seat)))
    open_teams = [seat for seat in order if seat != PRESS] or order
    return world, min(open_teams, key=lambda seat: (there[world, seat], order.index(seat)))


def reseat(
    state: ClassState, worlds: int, lesson: Lesson | None = None
) -> dict[str, tuple[str, str]]:
    """Who moves where so that those who came fit the plan for their number; the fewest possible,
    and nobody where teams are about as planned: people have found their tables.

    `worlds` and `lesson` are those that the class is about to have.
    """
    people = [m for m in state.members.values() if not m.erased]
    plan = sizes(len(people), min(worlds, max(len(people), 1)), (lesson or state.lesson).seats())
    room = Counter(
        {
            (name, seat): size
            for name, world in zip(NAMES, plan.worlds, strict=False)
            for seat, size in world.items()
        }
    )
    if _near(Counter((m.world, m.team) for m in people), room):
        return {}
    homeless = []
    for member in people:
        if room[member.world, member.team] > 0:
            room[member.world, member.team] -= 1
        else:
            homeless.append(member)
    places = [place for place, free in room.items() for _ in range(free)]
    moved: dict[str, tuple[str, str]] = {}
    for member in homeless:
        near = next((p for p in places if p[0] == member.world), places[0])
        places.remove(near)
        moved[member.name] = near
    return moved


def _near(there: Counter[tuple[str, str]], plan: Counter[tuple[str, str]]) -> bool:
    """Whether the planned teams are there and no others, about as large and as even as planned."""
    found = {place: size for place, size in there.items() if place[1] != PRESS}
    wanted = {place: size for place, size in plan.items() if place[1] != PRESS}
    if found.keys() != wanted.keys() or max(found.values()) - min(found.values()) > 1:
        return False
    return all(
        size - 1 <= found[place] <= max(size, MOST_IN_TEAM) for place, size in wanted.items()
    )


def role_for(state: ClassState, world: str, team: str) -> str:
    """The role of a newcomer: the first of the team's that the fewest have."""
    roles = [role.key for role in find_team(team).roles]
    taken = Counter(member.role for member in state.crew(world, team))
    return min(roles, key=lambda key: (taken[key], roles.index(key)))


def duties(state: ClassState, member: str) -> list[str]:
    """The decisions that are a student's first: its role's, and a share of nobody's."""
    one = state.members[member]
    sheet = state.sheet(one.team)
    crew = [m for m in state.crew(one.world, one.team) if not m.observer] or [one]
    held = {m.role for m in crew}
    own = [d.key for d in sheet if d.role == one.role]
    orphans = [d.key for d in sheet if d.role not in held]
    names = [m.name for m in crew]
    if one.name in names:
        own += orphans[names.index(one.name) :: len(crew)]
    if not own and sheet:  # a doubled role of a short sheet
        own = [sheet[names.index(one.name) % len(sheet)].key] if one.name in names else []
    return own[:MOST_DECISIONS] if len(crew) > 1 else [d.key for d in sheet]
