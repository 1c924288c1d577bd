"""What a class asks of a model that is slow, wrong or gone."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from game.classroom import fold
from game.classroom.state import BRIEF, COMMIT, NEGOTIATE, OVER, RESOLVE, REVEAL
from game.classroom.to_model import setup_of
from game.classroom.views.console import console_view
from tests.classroom.classes import again, deciding, disk_room, in_class, open_room, refused
from tests.classroom.stand_ins import StandIn, stand_in_standing


@in_class
async def test_a_class_begins_only_once_its_worlds_are_open() -> None:
    model = StandIn()
    model.wait = asyncio.Event()
    room = await open_room("A", 12, model=model)
    with refused(room, "The model is being prepared"):
        room.clock("next")
    model.wait.set()
    await room.settle()
    room.clock("next")
    assert room.phase == BRIEF


@in_class
async def test_a_model_that_fails_is_told_and_asked_again() -> None:
    model = StandIn()
    room = await deciding(model=model)
    room.sign("us", research=4)
    model.fails = "the process died"
    await room.next()
    assert room.phase == RESOLVE
    assert "the process died" in room.desk.trouble
    assert console_view(room.desk, room.time.wall)["halted"]
    asked = model.asked
    await room.wait(20.0)
    assert model.asked == asked  # nobody hammers on it
    model.fails = ""
    room.clock("again")
    await room.wait(1.0)
    assert room.phase == REVEAL
    assert room.desk.trouble == ""
    assert not console_view(room.desk, room.time.wall)["halted"]
    assert room.world().rounds[-1].moves["us"].choices == {"research": 4}


@in_class
async def test_a_model_that_fails_in_the_lobby_is_not_asked_five_times_a_second() -> None:
    model = StandIn()
    model.fails = "no such scenario"
    room = await open_room("A", 12, model=model)
    asked = model.asked
    await room.wait(20.0)
    assert model.asked == asked
    assert "no such scenario" in room.desk.trouble
    model.fails = ""
    room.clock("again")
    await room.wait(2.0)
    await room.next()
    assert room.phase == BRIEF


@pytest.mark.parametrize("op", ["undo", "end"])
@in_class
async def test_an_answer_that_comes_too_late_changes_nothing(op: str) -> None:
    model = StandIn()
    room = await deciding(model=model)
    room.sign("us", research=4)
    model.wait = asyncio.Event()
    await room.next()
    assert room.phase == RESOLVE
    room.clock(op)
    model.wait.set()
    await room.wait(2.0)
    assert room.world().rounds == []
    assert room.phase == (COMMIT if op == "undo" else OVER)
    if op == "undo":
        assert room.team("us").signed == {"research": 4}
        await room.next()
        assert len(room.world().rounds) == 1
    assert fold.fold(room.events) == room.state


@in_class
async def test_an_opening_that_was_asked_for_other_settings_is_thrown_away() -> None:
    model = StandIn()
    model.wait = asyncio.Event()
    room = await open_room("A", 12, model=model)
    room.teach("settings", settings={"seed": 77})
    model.wait.set()
    await room.wait(2.0)
    setup = setup_of(room.state, "A")
    assert setup.seed == 77
    assert room.world().opening == stand_in_standing(setup, ())


class Counting(StandIn):
    """Remembers for which games fans were drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.fans: list[int] = []

    async def futures(self, setup: Any, rounds: Any, runs: int) -> dict[str, Any]:
        self.fans.append(len(rounds))
        return await super().futures()


@in_class
async def test_fans_are_drawn_after_each_round_after_going_back_and_after_a_restart(
    tmp_path: Path,
) -> None:
    model = Counting()
    room = await disk_room(tmp_path, model=model)
    await room.to(REVEAL, 1)
    await room.to(NEGOTIATE, 2)
    await room.wait(5.0)
    assert model.fans == [1]
    assert set(room.desk.rounds.fans) == {"A"}
    await room.to(REVEAL, 2)
    room.clock("undo")
    assert room.desk.rounds.fans == {}
    await room.wait(1.0)
    assert model.fans == [1, 2, 1]
    model = Counting()
    room = await again(room, 5.0, model)
    await room.wait(1.0)
    assert model.fans == [1]
    assert set(room.desk.rounds.fans) == {"A"}
    await room.desk.close()
