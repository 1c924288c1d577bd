"""The clock of a round: when it ends, who holds it, and what a pause does to it."""

import pytest

from game.classroom import fold, phases
from game.classroom.desk import Desk
from game.classroom.lesson import PHASES
from game.classroom.state import COMMIT, REFLECT, REVEAL
from game.classroom.views import student
from tests.classroom.classes import (
    DECIDE_S,
    Room,
    deciding,
    in_class,
    moving_seats,
    open_room,
    refused,
)
from tests.classroom.stand_ins import NoFolder, StandIn


def sign_all(room: Room, *, but: str = "") -> None:
    for seat in moving_seats(room):
        if seat != but:
            room.sign(seat)


# ---- the clock of a round


@in_class
async def test_every_phase_ends_by_itself_on_time_and_the_round_after_a_grace() -> None:
    room = await open_room("B", 12, practice=False)
    await room.next()
    for phase, seconds in room.state.settings.seconds.items():
        assert room.phase == phase
        grace = phases.GRACE_S if phase == COMMIT else 0.0
        await room.wait(seconds + grace - 0.5, step=0.5)
        assert room.phase == phase
        await room.wait(0.5)
        assert room.phase != phase


@in_class
async def test_a_round_ends_five_seconds_after_the_last_signature() -> None:
    room = await deciding()
    sign_all(room, but="cn")
    await room.wait(10.0)
    assert room.state.clock.remaining(room.time.wall) == pytest.approx(DECIDE_S - 10.0)
    room.sign("cn")
    await room.wait(1.0)
    assert room.state.clock.why == phases.ALL_SIGNED
    assert room.state.clock.remaining(room.time.wall) == pytest.approx(phases.ALL_SIGNED_S)
    await room.wait(phases.ALL_SIGNED_S - 0.5, step=0.5)
    assert room.phase == COMMIT
    await room.wait(1.0)
    assert room.phase == REVEAL


@in_class
async def test_a_signature_is_not_taken_back_while_the_round_closes() -> None:
    room = await deciding()
    sign_all(room, but="cn")
    room.give(room.pen("us"), "unsign", round=1)
    assert room.team("us").signed is None
    room.sign("us")
    room.sign("cn")
    await room.wait(1.0)
    with refused(room, "the round is closing"):
        room.give(room.pen("us"), "unsign", round=1)


@in_class
async def test_teams_without_anybody_are_not_waited_for() -> None:
    room = await deciding()
    sign_all(room, but="cn")
    room.leave(*room.crew("cn"))
    await room.wait(1.0)
    assert room.state.clock.why == phases.ALL_SIGNED


@in_class
async def test_who_comes_back_while_the_round_closes_has_the_usual_time() -> None:
    """Phones sleep: a team whose phones wake a moment late is not closed out."""
    room = await deciding()
    sign_all(room, but="cn")
    crew = room.crew("cn")
    room.leave(*crew)
    await room.wait(3.0)
    assert room.state.clock.why == phases.ALL_SIGNED
    room.come_back(crew[0])
    await room.wait(1.0)
    assert room.state.clock.remaining(room.time.wall) == pytest.approx(DECIDE_S - 4.0)
    await room.wait(10.0)
    assert room.phase == COMMIT
    room.leave(crew[0])
    await room.wait(7.0)
    assert room.phase == REVEAL


@pytest.mark.parametrize("how", ["pause", "sleep", "full disk", "restart"])
@in_class
async def test_what_everybodys_signature_cut_off_is_given_back_also_after_a_pause(
    how: str,
) -> None:
    room = await deciding(24)
    sign_all(room)
    await room.wait(1.0)
    assert room.state.clock.remaining(room.time.wall) == pytest.approx(phases.ALL_SIGNED_S)
    left = DECIDE_S - 1.0
    if how == "pause":
        room.clock("pause")
        await room.wait(60.0)
    elif how == "sleep":
        room.time.sleeps(60.0, steady_stops=True)
        room.desk.tick()
        assert room.state.clock.paused
    elif how == "full disk":
        room.desk.log.full = True
        room.propose(room.mate("us"))
        await room.settle()
        room.desk.log.full = False
        room.clock("again")
    else:
        desk = Desk(NoFolder(), room.desk.log, fold.fold(room.events), StandIn(), room.time.clock())
        room = Room(desk, room.time)
    if how != "restart":
        room.clock("resume")
    assert room.state.clock.why == phases.ALL_SIGNED
    with refused(room, "the round is closing"):
        room.give(room.pen("us"), "unsign", round=1)
    room.sign("us", chips=4)  # a grave step, and nobody has seconded it
    await room.wait(0.2, step=0.2)
    assert room.state.clock.remaining(room.time.wall) == pytest.approx(left, abs=0.5)
    room.second(room.mate("us"))
    await room.wait(7.0)
    assert room.phase == REVEAL


@in_class
async def test_a_pause_while_the_round_closes_is_time_to_think_again() -> None:
    room = await deciding()
    sign_all(room)
    await room.wait(2.0)
    room.clock("pause")
    room.give(room.pen("us"), "unsign", round=1)
    room.clock("extend", seconds=30.0)
    assert room.state.clock.left == pytest.approx(DECIDE_S - 2.0 + 30.0, abs=0.5)
    room.sign("us", research=4)
    room.clock("extend", seconds=30.0)  # although everybody has signed
    left = room.state.clock.left
    room.clock("resume")
    await room.wait(40.0)
    assert room.state.clock.remaining(room.time.wall) == pytest.approx(left - 40.0)


@in_class
async def test_a_round_that_is_held_open_is_so_after_a_pause_too() -> None:
    room = await deciding()
    sign_all(room)
    await room.wait(2.0)
    room.clock("extend", seconds=60.0)
    room.clock("pause")
    room.clock("resume")
    await room.wait(40.0)
    assert room.phase == COMMIT


@in_class
async def test_an_unseconded_grave_step_is_waited_for() -> None:
    room = await deciding(24)
    sign_all(room, but="us")
    room.sign("us", chips=4)
    await room.wait(10.0)
    assert room.state.clock.why == ""
    assert phases.waiting_for(room.state) == [("A", "us")]
    room.second(room.mate("us"))
    await room.wait(1.0)
    assert room.state.clock.why == phases.ALL_SIGNED


@in_class
async def test_a_second_signature_is_under_the_move_that_was_seen() -> None:
    """The signer signs something else while the other one's finger comes down."""
    room = await deciding(24)
    mate = room.mate("us")
    room.sign("us", chips=4)
    seen = student.team_part(room.state, "A", "us")["receipt"]
    room.sign("us", chips=4, allies=3)
    with refused(room, "has been signed anew"):
        room.give(mate, "second", round=1, receipt=seen)
    with refused(room):
        room.give(mate, "second", round=1)
    room.give(mate, "second", round=1, receipt=room.team("us").receipt)
    assert room.team("us").seconded_by == mate


@in_class
async def test_the_teacher_extends_as_often_as_it_takes() -> None:
    room = await deciding()
    for n in range(1, 20):
        room.clock("extend", seconds=60.0)
        assert room.state.clock.remaining(room.time.wall) == pytest.approx(DECIDE_S + 60.0 * n)
    for wrong in (0.0, -5.0, 3601.0):
        with refused(room, "extended by"):
            room.clock("extend", seconds=wrong)


@in_class
async def test_a_round_that_the_teacher_holds_open_stays_open_though_all_have_signed() -> None:
    room = await deciding()
    sign_all(room)
    await room.wait(2.0)
    room.clock("extend", seconds=60.0)
    await room.wait(40.0)
    assert room.phase == COMMIT
    room.give(room.pen("us"), "unsign", round=1)
    room.sign("us", research=4)
    await room.wait(40.0)
    assert room.phase == REVEAL
    assert room.world().rounds[-1].moves["us"].choices == {"research": 4}


@in_class
async def test_a_pause_stops_the_clock_and_a_resume_gives_back_what_was_left() -> None:
    room = await deciding()
    await room.wait(30.0)
    room.clock("pause")
    await room.wait(600.0, step=4.0)
    assert room.phase == COMMIT
    assert room.state.clock.left == pytest.approx(60.0)
    with refused(room, "No clock is running"):
        room.clock("pause")
    room.clock("extend", seconds=30.0)
    assert room.state.clock.left == pytest.approx(90.0)
    room.clock("resume")
    with refused(room, "is not paused"):
        room.clock("resume")
    await room.wait(89.0)
    assert room.phase == COMMIT
    await room.wait(3.0)
    assert room.phase == REVEAL


# ---- extra time and no clocks


@in_class
async def test_extra_time_holds_the_close_for_one_team_and_tells_nobody() -> None:
    room = await deciding()
    slow = room.crew("cn")[0]
    room.teach("seat", op="extra_time", member=slow)
    other = room.crew("us")[0]
    assert student.me_part(room.state, slow)["extra_time"]
    sign_all(room, but="cn")
    await room.wait(200.0, step=4.0)
    assert room.phase == COMMIT
    assert "extra" not in repr(student.team_part(room.state, "A", "us"))
    assert not student.me_part(room.state, other)["extra_time"]
    room.sign("cn")
    await room.wait(7.0)
    assert room.phase == REVEAL


@pytest.mark.parametrize("why", ["signed", "gone", "usual time again"])
@in_class
async def test_extra_time_holds_no_longer_than_it_must(why: str) -> None:
    room = await deciding()
    slow = room.crew("cn")[0]
    room.teach("seat", op="extra_time", member=slow)
    if why == "signed":
        room.sign("cn")
    elif why == "gone":
        room.leave(slow)
    else:
        room.teach("seat", op="usual_time", member=slow)
    await room.wait(DECIDE_S + 2.0)
    assert room.phase == REVEAL


@in_class
async def test_without_clocks_everything_waits_for_the_teacher() -> None:
    room = await open_room("B", 12, clocks=False, practice=False)
    for phase in PHASES:
        await room.next()
        if phase == COMMIT:
            sign_all(room)
        await room.wait(1200.0, step=4.0)
        assert room.phase == phase
        assert room.state.clock.remaining(room.time.wall) is None
        if phase == COMMIT:
            await room.next()
            assert room.phase == REVEAL
            break
    with refused(room, "No clock is running"):
        room.clock("extend")


@in_class
async def test_clocks_can_be_taken_away_and_given_back_in_the_middle() -> None:
    room = await deciding()
    room.teach("settings", settings={"clocks": False})
    await room.wait(400.0, step=4.0)
    assert room.phase == COMMIT
    room.teach("settings", settings={"clocks": True})
    await room.next()
    await room.wait(41.0)
    assert room.phase == REFLECT
