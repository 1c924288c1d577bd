"""Who is there: when an absence counts, and whose presence does."""

from game.classroom.state import REVEAL
from tests.classroom.classes import deciding, in_class


@in_class
async def test_an_absence_counts_after_some_seconds_and_a_return_at_once() -> None:
    room = await deciding()
    name = room.mate("us")
    room.desk.attendance.went(name)
    await room.wait(4.0)
    assert room.member(name).here
    room.come_back(name)
    await room.wait(4.0)
    assert room.member(name).here
    room.desk.attendance.went(name)
    await room.wait(6.0)
    assert not room.member(name).here
    room.come_back(name)
    assert room.member(name).here
    assert room.kinds().count("presence") == 2


@in_class
async def test_who_took_part_was_there_though_the_phone_slept_at_the_end() -> None:
    room = await deciding()
    worked, slept = room.crew("us")
    room.propose(worked, research=1)
    room.leave(worked, slept)
    await room.to(REVEAL)
    assert room.member(worked).rounds == {1}
    assert room.member(slept).rounds == set()
    assert room.member(room.crew("cn")[0]).rounds == {1}
