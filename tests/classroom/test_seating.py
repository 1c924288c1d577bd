"""Any number of students on worlds, teams and roles."""

import random
from collections import Counter

import pytest

from game.classroom import seating
from game.classroom.lesson import MOST_DECISIONS, PRESS, find_lesson, find_team, lessons
from game.classroom.refusal import RefusedError
from game.classroom.settings import new_settings
from game.classroom.state import BRIEF, COMMIT, LOBBY, NEGOTIATE
from tests.classroom.classes import Room, in_class, moving_seats, open_room, refused
from tests.classroom.stand_ins import StandIn

SEATS = find_lesson("A").seats()
# The table of the specification: from how many students on, worlds, teams, and students in a team.
TABLE = (
    (1, (1, 1), (1, 5), (1, 1)),
    (6, (1, 1), (3, 6), (2, 3)),
    (18, (1, 1), (6, 6), (3, 5)),
    (37, (2, 2), (6, 6), (3, 5)),
    (73, (3, 4), (6, 6), (4, 5)),
    (121, (5, 6), (6, 6), (4, 6)),
)

# On both sides of every border of the table.
COUNTS = (1, 2, 3, 5, 6, 7, 12, 17, 18, 19, 30, 31, 36, 37, 72, 73, 97, 118, 121, 161, 200)


def row_of(students: int) -> tuple[int, tuple[int, int], tuple[int, int], tuple[int, int]]:
    return [row for row in TABLE if students >= row[0]][-1]


def check_table(students: int, worlds: list[dict[str, int]]) -> None:
    """Sizes of teams by world are those of the table."""
    _, count, teams, members = row_of(students)
    assert sum(sum(world.values()) for world in worlds) == students
    assert count[0] <= len(worlds) <= count[1]
    for world in worlds:
        playing = {seat: n for seat, n in world.items() if seat != PRESS and n}
        assert teams[0] <= len(playing) <= teams[1]
        assert members[0] <= min(playing.values()) <= max(playing.values()) <= members[1]
        assert max(playing.values()) - min(playing.values()) <= 1
        if world.get(PRESS, 0) == 1:  # nobody sits there alone, unless all teams are full
            assert min(playing.values()) == seating.MOST_IN_TEAM
    sizes = [sum(world.values()) for world in worlds]
    assert max(sizes) - min(sizes) <= 1
    if len(worlds) > 1:
        assert min(sizes) >= 12
        assert max(sizes) <= 36


def test_every_head_count_is_seated_by_the_table() -> None:
    """Check 9: totals and sizes for 1 to 200 students."""
    for students in range(1, 201):
        worlds = seating.worlds_for(students)
        check_table(students, list(seating.sizes(students, worlds, SEATS).worlds))


@pytest.mark.parametrize("students", [1, 5, 11, 12, 13, 24, 36, 37, 73, 97, 121, 161, 200])
def test_treated_lessons_have_two_worlds_as_soon_as_both_can_be_played(students: int) -> None:
    for lesson in lessons().values():
        settings = new_settings(lesson, students, seed=students)
        plan = seating.sizes(students, settings.worlds, SEATS)
        assert plan.total == students
        if not lesson.treatments:
            assert settings.treatments == {}
            assert settings.worlds == seating.worlds_for(students)
        elif students >= 12:
            assert settings.worlds >= 2
            assert min(sum(world.values()) for world in plan.worlds) >= 6
            arms = Counter(settings.treatments.values())
            assert set(arms) == {one.key for one in lesson.treatments}
            assert max(arms.values()) - min(arms.values()) <= 1
        else:
            assert settings.treatments == {}


def test_which_world_is_treated_is_drawn_by_lot_and_stays() -> None:
    """Every world is treated about as often as not, and keeps its lot when worlds are added."""
    court = find_lesson("C")
    first = Counter()
    for seed in range(1, 201):
        drawn = [new_settings(court, n, seed=seed).treatments for n in (24, 80, 200)]
        small, middle, large = drawn
        assert small.items() <= middle.items() <= large.items()
        first[small["A"]] += 1
    assert 70 <= first["on"] <= 130


# ---- a class fills


async def started(students: int, expected: int | None = None, lesson: str = "A") -> Room:
    """A class of which so many came, in its first round."""
    room = await open_room(lesson, expected or 30, join=0)
    for _ in range(students):
        room.join()
        if room.state.settings.students < len(room.state.members):
            room.desk.tick()
    await room.settle()
    await begin(room)
    return room


async def begin(room: Room) -> None:
    """Press the button, once more if worlds have to be prepared anew."""
    for _ in range(3):
        room.desk.tick()
        await room.settle()
        try:
            room.clock("next")
        except RefusedError:
            continue
        assert room.phase == BRIEF
        return
    raise AssertionError("the class does not begin")


def filled(room: Room) -> list[dict[str, int]]:
    return [
        {seat: len(room.crew(seat, name)) for seat in world.teams if room.crew(seat, name)}
        for name, world in room.state.game.worlds.items()
    ]


def check_pens(room: Room) -> None:
    """Every team with somebody has somebody to sign, who sits there and is there if anybody is."""
    for world, team in room.state.every_team():
        crew = [m.name for m in room.state.active(world.name, team.seat)]
        assert (team.pen in crew) if crew else (team.pen == ""), (world.name, team.seat)


@pytest.mark.parametrize("students", COUNTS)
@in_class
async def test_whoever_comes_is_seated_by_the_table_when_the_game_begins(students: int) -> None:
    """Check 9: thirty were expected; the teacher does no arithmetic, whoever comes."""
    room = await started(students)
    check_table(students, filled(room))
    check_pens(room)
    roles = {(m.world, m.team): [] for m in room.state.members.values()}
    for member in room.state.members.values():
        roles[member.world, member.team].append(member.role)
    for (_, team), taken in roles.items():
        known = [role.key for role in find_team(team).roles]
        counts = Counter(taken)
        assert set(taken) <= set(known)
        if team != PRESS:
            assert max(counts[key] for key in known) - min(counts[key] for key in known) <= 1


@in_class
async def test_as_few_as_possible_move_when_the_game_begins() -> None:
    room = await open_room("A", 30, join=30)
    before = {name: (m.world, m.team) for name, m in room.state.members.items()}
    await room.next()
    assert before == {name: (m.world, m.team) for name, m in room.state.members.items()}
    for planned, come in ((28, 24), (28, 25), (28, 30), (30, 28), (30, 29)):
        room = await open_room("A", planned, join=come)
        before = {name: (m.world, m.team) for name, m in room.state.members.items()}
        await room.next()
        after = {name: (m.world, m.team) for name, m in room.state.members.items()}
        assert after == before, (planned, come)  # nobody leaves the table that the lobby showed
    room = await open_room("A", 30, join=7)
    before = {name: (m.world, m.team) for name, m in room.state.members.items()}
    await room.next()
    after = {name: (m.world, m.team) for name, m in room.state.members.items()}
    sizes = Counter(after.values())
    assert sum(1 for name in after if before[name] != after[name]) == 3  # three teams are too many
    assert sorted(sizes.values()) == [2, 2, 3]


@in_class
async def test_a_number_of_worlds_that_the_teacher_chose_stays() -> None:
    room = await open_room("A", 30, join=50, worlds=3)
    await begin(room)
    assert [sum(world.values()) for world in filled(room)] == [17, 17, 16]
    room = await open_room("A", 30, join=2, worlds=3)
    await begin(room)
    assert [sum(world.values()) for world in filled(room)] == [1, 1]


@in_class
async def test_fewer_than_were_expected_play_in_fewer_worlds() -> None:
    room = await open_room("A", 80, join=20)
    assert len(room.state.game.worlds) == 3
    await begin(room)
    check_table(20, filled(room))
    room = await open_room("C", 30, join=8)  # too few for two worlds: nothing is treated
    assert set(room.world("A").treatment) == set(room.state.settings.treatments["A"])
    with pytest.raises(RefusedError, match="being prepared"):
        room.clock("next")
    await room.settle()
    room.desk.tick()
    await room.settle()
    room.clock("next")
    assert list(room.state.game.worlds) == ["A"]
    assert room.world("A").treatment == ""
    check_table(8, filled(room))


@pytest.mark.parametrize("seed", range(100))
@in_class
async def test_coming_and_going_in_any_order(seed: int) -> None:
    """Check 9: nobody is renumbered, leavers keep their seats, latecomers go where few are."""
    luck = random.Random(seed)
    room = await open_room(luck.choice("ABC"), 30, join=0, practice=False, seed=seed + 1)
    coming = luck.randint(1, 60)
    while len(room.state.members) < coming:
        room.join(luck.randint(1, 4))
        if luck.random() < 0.3:
            room.leave(luck.choice(list(room.state.members)))
        room.desk.tick()
        await room.settle()
    everybody = list(room.state.members)
    await begin(room)
    check_pens(room)
    assert list(room.state.members) == everybody
    seats = {name: (m.world, m.team, m.role) for name, m in room.state.members.items()}
    for _ in range(30):
        act = luck.random()
        if act < 0.4 and len(room.state.members) < 200:
            worlds = Counter(m.world for m in room.state.members.values())
            sizes = Counter((m.world, m.team) for m in room.state.members.values())
            (late,) = room.join()
            one = room.member(late)
            assert worlds[one.world] == min(worlds.values())
            others = [sizes[one.world, team] for team in moving_seats(room, one.world)]
            assert sizes[one.world, one.team] <= min(others)
            seats[late] = (one.world, one.team, one.role)
        elif act < 0.7:
            room.leave(luck.choice(list(room.state.members)))
        elif act < 0.85:
            room.come_back(luck.choice(list(room.state.members)))
        else:
            await room.next()
        check_pens(room)
        now = {name: (m.world, m.team, m.role) for name, m in room.state.members.items()}
        assert now == seats


# ---- one at a time


@in_class
async def test_a_latecomer_watches_until_the_next_part_and_a_full_member_then() -> None:
    room = await open_room("A", 12, practice=False)
    await room.to(NEGOTIATE)
    (late,) = room.join()
    assert room.member(late).observer
    with refused(room, "You watch"):
        room.propose(late, research=1)
    await room.to(COMMIT)
    assert not room.member(late).observer
    room.propose(late)


@in_class
async def test_the_teacher_moves_a_student_and_pens_follow() -> None:
    room = await open_room("A", 12)
    await room.to(COMMIT)
    name = room.pen("us")
    room.propose(name, research=2)
    room.teach("seat", op="move", member=name, world="A", team="cn")
    one = room.member(name)
    assert (one.world, one.team) == ("A", "cn")
    assert one.role in [role.key for role in find_team("cn").roles]
    assert name not in room.team("us").proposals
    check_pens(room)
    with refused(room, "no such team"):
        room.teach("seat", op="move", member=name, world="Z", team="cn")
    with refused(room, "no such seat"):
        room.teach("seat", op="move", member="nobody", world="A", team="cn")


@in_class
async def test_nobody_has_more_than_four_decisions_unless_alone() -> None:
    """Role-split: at most four decisions a student, every decision somebody's where it fits."""
    for students in (6, 14, 30):
        room = await open_room("B", students, worlds=1)
        await room.next()
        for seat in [s for s in room.world().teams if s != PRESS and room.crew(s)]:
            sheet = {one.key for one in room.state.sheet(seat)}
            own = [set(seating.duties(room.state, name)) for name in room.crew(seat)]
            assert all(1 <= len(mine) <= MOST_DECISIONS for mine in own)
            assert set().union(*own) <= sheet
            if len(sheet) <= MOST_DECISIONS * len(own) and len(own) > 2:
                assert set().union(*own) == sheet, seat
    room = await open_room("B", 3, worlds=1)
    assert len(seating.duties(room.state, room.crew("us")[0])) == len(room.state.sheet("us"))


@in_class
async def test_worlds_are_added_while_more_come_in_than_were_expected() -> None:
    room = await open_room("A", 30, join=30)
    room.desk.tick()
    assert list(room.state.game.worlds) == ["A"]
    room.join(7)
    await room.wait(2.0)
    assert list(room.state.game.worlds) == ["A", "B"]
    assert room.world("B").opening is not None
    (late,) = room.join()
    assert room.member(late).world == "B"
    assert room.phase == LOBBY


@in_class
async def test_what_was_written_in_the_lobby_survives_changed_settings() -> None:
    room = await open_room("A", 12)
    name = room.crew("us")[0]
    room.give(name, "standing", choices={"research": 3})
    asked = room.desk.rounds.model.asked
    room.teach("settings", settings={"title": "Econ 101", "rounds": 3})
    assert room.team("us").standing == {"research": 3}
    assert room.pen("us") == name
    assert room.member(name).team == "us"
    await room.settle()
    assert room.desk.rounds.model.asked == asked  # nothing has to be prepared anew


@in_class
async def test_another_lesson_brings_its_own_settings_worlds_and_openings() -> None:
    model = StandIn()
    room = await open_room("A", 26, model=model, title="Econ 101", signatures=1)
    opening = room.world("A").opening
    room.teach("settings", settings={"lesson": "C"})
    await room.settle()
    settings, court = room.state.settings, find_lesson("C")
    assert (settings.lesson, settings.scenario) == (court.key, court.scenario)
    assert (settings.treaties, settings.practice) == (court.treaties, court.practice)
    assert (settings.title, settings.signatures, settings.students) == ("Econ 101", 1, 26)
    assert set(room.state.game.worlds) == {"A", "B"}
    assert {w.treatment for w in room.state.game.worlds.values()} == {"on", "off"}
    assert room.world("A").opening != opening
    await begin(room)
    check_pens(room)
    assert all(12 <= sum(world.values()) <= 14 for world in filled(room))
