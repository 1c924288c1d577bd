"""The pen of a team: who signs, and when it passes to the next one."""

from game.classroom import phases
from game.classroom.state import COMMIT, NEGOTIATE, REFLECT
from tests.classroom.classes import DECIDE_S, deciding, in_class, open_room, refused


@in_class
async def test_the_pen_goes_round_among_those_who_are_there() -> None:
    room = await open_room("B", 24, worlds=1, practice=False)
    holders = []
    for number in range(1, 6):
        await room.to(COMMIT, number)
        holders.append(room.pen("us"))
        await room.to(REFLECT)
    crew = room.crew("us")
    assert len(crew) == 4
    assert holders == [crew[(crew.index(holders[0]) + n) % 4] for n in range(5)]
    absent = crew[(crew.index(holders[-1]) + 1) % 4]
    room.leave(absent)
    await room.to(COMMIT, 6)
    assert room.pen("us") == crew[(crew.index(holders[-1]) + 2) % 4]


@in_class
async def test_only_who_has_the_pen_signs_and_takes_back() -> None:
    room = await deciding(24)
    mate = room.mate("us")
    with refused(room, "has the pen"):
        room.give(mate, "sign", round=1, choices={})
    room.sign("us", research=1)
    with refused(room, "Only who has the pen"):
        room.give(mate, "unsign", round=1)
    with refused(room, "must be another member's"):
        room.second(room.pen("us"))


@in_class
async def test_the_pen_of_somebody_who_has_gone_passes_near_the_end() -> None:
    room = await deciding(24)
    holder = room.pen("us")
    room.desk.attendance.went(holder)
    await room.wait(DECIDE_S - phases.PEN_LAST_S - 2.0)
    assert not room.member(holder).here
    assert room.pen("us") == holder
    await room.wait(3.0)
    assert room.pen("us") != holder
    assert room.member(room.pen("us")).here
    room.sign("us", research=3)


@in_class
async def test_a_short_absence_does_not_cost_the_pen() -> None:
    room = await deciding(24)
    await room.wait(DECIDE_S - 20.0)
    holder = room.pen("us")
    room.desk.attendance.went(holder)
    await room.wait(phases.PEN_ABSENT_S - 2.0)
    assert room.pen("us") == holder
    room.come_back(holder)
    await room.wait(4.0)
    assert room.pen("us") == holder


@in_class
async def test_without_clocks_the_pen_passes_after_the_absence_alone() -> None:
    room = await deciding(24, clocks=False)
    holder = room.pen("us")
    room.desk.attendance.went(holder)
    await room.wait(phases.PEN_ABSENT_S + 2.0)
    assert room.pen("us") != holder


@in_class
async def test_a_pen_does_not_pass_once_the_move_is_signed_nor_to_nobody() -> None:
    room = await deciding(24)
    room.sign("us")
    signer, lone = room.pen("us"), room.pen("cn")
    room.desk.attendance.went(signer)
    for name in room.crew("cn"):
        room.desk.attendance.went(name)
    await room.wait(DECIDE_S - 5.0)
    assert room.pen("us") == signer
    assert room.pen("cn") == lone


@in_class
async def test_a_team_that_was_empty_has_a_pen_as_soon_as_somebody_may_take_part() -> None:
    room = await open_room("B", 3, worlds=1, practice=False, join=0)
    room.join(3)
    await room.to(NEGOTIATE)
    for name in room.crew("cn"):
        room.teach("seat", op="erase", member=name)
    assert room.pen("cn") == ""
    while not room.crew("cn"):
        room.join()
    (late,) = room.crew("cn")
    with refused(room, "You watch until the next round"):
        room.propose(late)
    await room.to(COMMIT)
    assert room.pen("cn") == late
    room.sign("cn", fabs=3)
