"""A laptop that sleeps, a server that was away, and a crash at any moment."""

import os
from pathlib import Path

import pytest

from game.classroom import events as e
from game.classroom import fold, phases
from game.classroom.desk import Desk
from game.classroom.state import COMMIT, LOBBY, REVEAL
from tests.classroom.classes import (
    Room,
    again,
    deciding,
    disk_room,
    in_class,
    moving_seats,
    open_room,
)
from tests.classroom.stand_ins import FakeTime, MemoryLog, NoFolder, StandIn

# ---- sleep and outage


@pytest.mark.parametrize("steady_stops", [True, False])
@in_class
async def test_a_laptop_that_sleeps_pauses_the_clock(steady_stops: bool) -> None:
    """F6: ten minutes of sleep; the clocks are paused, not run out."""
    room = await deciding()
    await room.wait(20.0)
    room.time.sleeps(600.0, steady_stops=steady_stops)
    room.desk.tick()
    assert room.phase == COMMIT
    assert room.state.clock.paused
    assert room.state.clock.why == "sleep"
    assert room.state.clock.left == pytest.approx(70.0)
    await room.wait(300.0, step=4.0)
    assert room.phase == COMMIT
    room.clock("resume")
    await room.wait(69.0)
    assert room.phase == COMMIT
    await room.wait(4.0)
    assert room.phase == REVEAL


@in_class
async def test_a_slow_moment_is_no_sleep() -> None:
    room = await deciding()
    for _ in range(10):
        room.time.passes(4.9)
        room.desk.tick()
    assert not room.state.clock.paused
    assert "sleep" not in [ev.body.why for ev in room.events if isinstance(ev.body, e.Ticked)]


@in_class
async def test_an_outage_is_added_to_the_clock(tmp_path: Path) -> None:
    """F2: the countdown goes on where it was when the server was last alive."""
    room = await disk_room(tmp_path)
    await room.to(COMMIT)
    room.sign("us", research=3)
    await room.wait(30.0)
    alive = room.desk.folder.path / "alive"
    os.utime(alive, (room.time.wall, room.time.wall))
    before = room.state
    room = await again(room, 500.0)
    assert room.state.clock.why == "outage"
    assert room.state.clock.remaining(room.time.wall) == pytest.approx(60.0)
    assert room.state.game == before.game
    await room.wait(58.0)
    assert room.phase == COMMIT
    await room.wait(5.0)
    assert room.phase == REVEAL
    assert room.world().rounds[-1].moves["us"].choices == {"research": 3}
    await room.desk.close()


@in_class
async def test_after_an_outage_a_round_closes_as_it_did_and_can_be_open_again(
    tmp_path: Path,
) -> None:
    room = await disk_room(tmp_path)
    await room.to(COMMIT)
    for seat in moving_seats(room):
        room.sign(seat)
    await room.wait(1.0)
    before = room.state.clock
    assert (before.why, before.more) == (phases.ALL_SIGNED, pytest.approx(84.0))
    room = await again(room, 500.0)
    assert (room.state.clock.why, room.state.clock.more) == (before.why, before.more)
    await room.desk.close()


@in_class
async def test_without_a_trace_of_life_the_last_event_is_when_the_server_was_there(
    tmp_path: Path,
) -> None:
    room = await disk_room(tmp_path)
    await room.to(COMMIT)
    await room.wait(30.0)
    room.sign("us")
    (room.desk.folder.path / "alive").unlink()
    room = await again(room, 500.0)
    assert room.state.clock.remaining(room.time.wall) == pytest.approx(60.0)
    await room.desk.close()


@in_class
async def test_a_paused_clock_and_a_lobby_stay_as_they_were(tmp_path: Path) -> None:
    room = await disk_room(tmp_path)
    room = await again(room, 500.0)
    assert room.phase == LOBBY
    assert "clock" not in room.kinds()
    await room.to(COMMIT)
    await room.wait(10.0)
    room.clock("pause")
    room = await again(room, 500.0)
    assert room.state.clock.left == pytest.approx(80.0)
    await room.desk.close()


@in_class
async def test_after_a_restart_who_does_not_come_back_counts_as_gone(tmp_path: Path) -> None:
    room = await disk_room(tmp_path)
    await room.to(COMMIT)
    back, gone = room.crew("us")
    room = await again(room, 10.0)
    room.come_back(back)
    await room.wait(6.0)
    assert room.member(back).here
    assert not room.member(gone).here
    await room.desk.close()


@in_class
async def test_a_pen_that_was_away_before_the_restart_passes_too(tmp_path: Path) -> None:
    room = await disk_room(tmp_path)
    await room.to(COMMIT)
    holder, mate = room.pen("us"), room.mate("us")
    room.leave(holder)
    room = await again(room, 10.0)
    room.come_back(mate)
    await room.wait(80.0)
    assert room.pen("us") == mate
    await room.desk.close()


# ---- a crash at any moment


@pytest.mark.parametrize("cut", range(1, 8))
@in_class
async def test_a_round_that_was_being_closed_in_a_crash_is_played_to_its_end(
    cut: int, tmp_path: Path
) -> None:
    """F1: a log that ends after any event of the closing of a round: no move is lost."""
    whole = await open_room("C", 24)
    await whole.to(COMMIT)
    for world in ("A", "B"):
        whole.sign("us", world, research=4)
        whole.sign("cn", world, fabs=3)
    start = len(whole.events)
    await whole.to(REVEAL)
    kinds = [event.kind for event in whole.events[start:]]
    assert kinds[:6] == ["phase", "closed", "closed", "resolved", "resolved", "phase"]
    log = MemoryLog()
    log.events = whole.events[: start + cut]
    time = FakeTime(whole.time.wall + 30.0)
    desk = Desk(NoFolder(), log, fold.fold(log.events), StandIn(), time.clock())
    room = Room(desk, time)
    await room.wait(3.0)
    assert room.phase == REVEAL
    for world in ("A", "B"):
        (played,) = room.world(world).rounds
        assert played.moves["us"].choices == {"research": 4}
        assert played.result == whole.world(world).rounds[0].result
    assert fold.fold(room.events) == room.state
