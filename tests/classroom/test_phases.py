"""The order of a class: rounds and their phases, the debrief, and worlds that end early."""

import asyncio

import pytest

from game.classroom import debrief, phases
from game.classroom.lesson import PHASES
from game.classroom.state import (
    COMMIT,
    DEBRIEF,
    LOBBY,
    NEGOTIATE,
    OVER,
    REFLECT,
    RESOLVE,
    REVEAL,
    STAGES,
)
from game.classroom.views.pages import Pages
from game.classroom.worlds import Setup
from tests.classroom.classes import deciding, in_class, open_room, refused
from tests.classroom.stand_ins import RealModel, StandIn

# ---- the order


@in_class
async def test_a_lesson_goes_through_its_phases_in_order() -> None:
    room = await open_room("B", 12, rounds=2, worlds=1)
    seen = [(room.state.game.round, room.phase, room.state.game.stage)]
    while room.phase != OVER:
        await room.next()
        seen.append((room.state.game.round, room.phase, room.state.game.stage))
    rounds = [(n, phase, "") for n in (0, 1, 2) for phase in PHASES]
    debrief = [(2, DEBRIEF, stage) for stage in STAGES if stage != "experiment"]
    assert seen == [(0, LOBBY, ""), *rounds, *debrief, (2, OVER, "")]


@in_class
async def test_treated_worlds_have_one_more_stage_in_the_debrief() -> None:
    room = await open_room("C", 24, rounds=1)
    assert len({world.treatment for world in room.state.game.worlds.values()}) == 2
    assert phases.stages(room.state) == STAGES


@in_class
async def test_the_teacher_cannot_skip_the_model_nor_go_beyond_the_end() -> None:
    model = StandIn()
    room = await open_room("B", 12, rounds=1, practice=False, model=model)
    await room.to(COMMIT)
    model.wait = asyncio.Event()
    room.clock("next")
    await room.settle()
    assert room.phase == RESOLVE
    with refused(room, "The model is playing the round"):
        room.clock("next")
    model.wait.set()
    await room.settle()
    assert room.phase == REVEAL
    await room.to(OVER)
    with refused(room, "The class is over"):
        room.clock("next")


@in_class
async def test_what_was_meant_for_a_phase_that_is_over_does_nothing() -> None:
    room = await deciding()
    with refused(room, "already moved on"):
        room.clock("next", phase=NEGOTIATE)
    room.clock("next", phase=COMMIT)


@in_class
async def test_two_devices_that_press_next_in_the_debrief_skip_no_stage() -> None:
    room = await open_room("B", 12, practice=False, rounds=1)
    await room.to(DEBRIEF)
    first, second = phases.stages(room.state)[:2]
    room.clock("next", phase=DEBRIEF, stage=first)
    with refused(room, "already moved on"):
        room.clock("next", phase=DEBRIEF, stage=first)
    assert room.state.game.stage == second
    room.clock("next", phase=DEBRIEF, stage=second)


@in_class
async def test_the_debrief_wants_a_round_that_was_played() -> None:
    room = await open_room("B", 12)
    for phase, number in ((LOBBY, 0), (REVEAL, 0), (COMMIT, 1)):
        await room.to(phase, number)
        with refused(room, "follows a round that was played"):
            room.clock("debrief")
    await room.to(NEGOTIATE, 2)
    room.clock("debrief")
    assert (room.phase, room.state.game.stage) == (DEBRIEF, STAGES[0])


# ---- worlds that end


@in_class
async def test_worlds_that_have_ended_wait_for_the_others() -> None:
    """A crisis in one world: the others play on; the debrief comes when all have ended."""

    def ends(setup: Setup, number: int) -> bool:
        first = dict(setup.holds)["us.tool_control"] > 0.0
        return number == (1 if first else 3)

    room = await open_room("C", 24, model=StandIn(ends), rounds=5)
    on = next(n for n, w in room.state.game.worlds.items() if w.treatment == "on")
    await room.to(REVEAL, 1)
    assert room.world(on).rounds[-1].result["ended"]
    assert not phases.game_over(room.state)
    await room.to(REVEAL, 2)
    late = room.world(on).rounds[-1]
    assert not late.went_on
    assert len(room.world(on).rounds) == 2
    await room.to(REFLECT, 3)
    assert phases.game_over(room.state)
    await room.next()
    assert room.phase == DEBRIEF


@pytest.mark.usefixtures("kernel")
@in_class
async def test_a_crisis_of_the_models_own_ends_one_world_and_the_class_goes_on() -> None:
    """The real model: both sides of world A do all they can to each other, in B nobody does."""
    room = await open_room("B", 24, seed=3, rounds=3, practice=False, model=RealModel())
    await room.to(COMMIT)
    for seat in ("us", "cn"):
        last = {d.key: len(d.options) - 1 for d in room.state.sheet(seat)}
        room.teach("enter", world="A", team=seat, choices=last, posture="threat")
    await room.to(REVEAL)
    assert room.world("A").rounds[-1].result["ended"]
    assert not room.world("B").rounds[-1].result["ended"]
    await room.to(DEBRIEF)
    one, other = room.world("A").rounds, room.world("B").rounds
    assert len({r.result["digest"] for r in one}) == 1
    assert len({r.result["digest"] for r in other}) == 3
    assert [r.went_on for r in one] == [True, False, False]
    while room.phase != OVER:
        Pages(room.desk, "").console("en")
        Pages(room.desk, "").projector("en")
        Pages(room.desk, "").student(room.crew("us", "A")[0])
        if room.state.game.stage == "flip":
            first = debrief.candidates(room.state, "A")[0]
            assert first.round == 1
            room.teach("flip", candidate=first.key, step=first.before)
            await room.settle()
        await room.next()
    assert room.desk.trouble == ""
    assert len(room.state.game.flips) == 1
