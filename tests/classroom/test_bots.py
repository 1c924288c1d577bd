"""Bots play whole lessons: like students they propose, sign, agree, forecast and vote."""

from collections import Counter
from typing import Any

import pytest

from game.classroom import fold
from game.classroom.bots import Bots
from game.classroom.state import COMMIT, DEBRIEF, LOBBY, OVER, RESOLVE
from tests.classroom.classes import Room, from_disk, in_class, open_room
from tests.classroom.stand_ins import RealModel


async def lead(room: Room, bots: Bots) -> None:
    """The teacher's part, with the clock of the class: nobody presses anything but Begin and the
    stages of the debrief."""
    while room.phase != OVER:
        if room.phase in (LOBBY, DEBRIEF):
            bots.look()
            bots.look()
            if room.state.game.stage == "flip":
                room.teach("flip")
                await room.settle()
            await room.next()
        else:
            for _ in range(200):
                room.time.passes(2.0)
                room.desk.tick()
                bots.look()
                await room.settle()
                if room.phase in (DEBRIEF, OVER):
                    break
        assert not room.desk.trouble


async def played(lesson: str, bots: int, model: Any = None, **wanted: Any) -> tuple[Room, Bots]:
    room = await open_room(lesson, bots, join=0, model=model, **wanted)
    crowd = Bots(room.desk, seed=3)
    crowd.join(bots)
    await lead(room, crowd)
    return room, crowd


def check_lesson(room: Room, bots: int) -> Counter[str]:
    """A lesson was played as one with students would be; how moves came to count."""
    settings = room.state.settings
    assert len(room.state.members) == bots
    hows: Counter[str] = Counter()
    for world in room.state.game.worlds.values():
        assert [one.number for one in world.rounds] == list(range(1, settings.rounds + 1))
        hows.update(move.how for one in world.rounds for move in one.moves.values())
    assert hows["signed"] > 0.6 * hows.total()
    predictions = room.state.game.predictions
    assert len(predictions) > 0.8 * bots * (settings.rounds - 1)
    assert all(one.came is not None for one in predictions)
    assert set(room.state.polls) >= {"feelings", "vote", "guess", "exit"}
    assert all(len(said) > 0.8 * bots for said in room.state.polls.values())
    assert room.state.game.flips
    assert fold.fold(from_disk(room.events)) == room.state
    return hows


@pytest.mark.parametrize("lesson", ["A", "B", "C"])
@in_class
async def test_bots_play_every_lesson_to_its_end(lesson: str) -> None:
    room, _ = await played(lesson, 14, pace=False, rounds=4)
    check_lesson(room, 14)
    made = [t for world in room.state.game.worlds.values() for t in world.treaties.values()]
    assert bool(made) == (lesson != "A")


@pytest.mark.slow
@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("lesson", ["A", "B", "C"])
@in_class
async def test_bots_play_every_lesson_with_the_model_itself(lesson: str) -> None:
    """Check 2 without its pages: real worlds, twins, causes and a flip."""
    room, _ = await played(lesson, 18, RealModel(), pace=False)
    check_lesson(room, 18)
    for world in room.state.game.worlds.values():
        digests = [one.result["digest"] for one in world.rounds]
        assert len(set(digests)) == len(digests)
        for one in world.rounds:
            assert set(one.result["causes"]) == set(one.result["standing"]["score"])


@in_class
async def test_bots_of_the_same_seed_do_the_same() -> None:
    def moves(room: Room) -> list[Any]:
        return [[m.choices for m in r.moves.values()] for r in room.world().rounds]

    one, _ = await played("A", 7, rounds=2, pace=False)
    other, _ = await played("A", 7, rounds=2, pace=False)
    assert moves(one) == moves(other)


@in_class
async def test_bots_answer_in_a_round_that_is_played_again() -> None:
    room = await open_room("A", 12, join=0, practice=False)
    bots = Bots(room.desk, seed=3, hurry=0.0)
    bots.join(12)
    hows = []
    for _ in range(2):
        await room.to(COMMIT, 1)
        for _ in range(3):
            bots.look()
        await room.to("reveal")
        hows.append(Counter(m.how for m in room.world().rounds[-1].moves.values())["signed"])
        room.clock("fork", round=1)
    assert hows[0] >= 4
    assert hows[1] >= 4


@in_class
async def test_bots_do_nothing_while_the_clock_is_paused_or_the_model_plays() -> None:
    room = await open_room("A", 12, join=0, practice=False)
    bots = Bots(room.desk, seed=3, hurry=0.0)
    bots.join(12)
    await room.to(COMMIT)
    room.clock("pause")
    before = len(room.events)
    bots.look()
    assert len(room.events) == before
    assert room.phase != RESOLVE


@in_class
async def test_bots_and_students_share_teams() -> None:
    """A bot with the pen waits for its human mates; a student's pen is nobody else's."""
    room = await open_room("A", 12, join=6, practice=False)
    bots = Bots(room.desk, seed=3, hurry=0.0)
    bots.join(6)
    await room.to(COMMIT)
    students = [name for name, m in room.state.members.items() if not m.bot]
    for _ in range(3):
        bots.look()
    teams = list(room.world().teams.values())
    assert all(team.signed is None for team in teams)
    for name in students:
        room.propose(name)
    for _ in range(3):
        bots.look()
    for team in teams:
        assert (team.signed is None) == (team.pen in students)
        if team.pen in students:
            room.give(team.pen, "sign", round=1, choices={})
    for _ in range(20):
        bots.look()
        await room.wait(1.0)
    assert room.phase != COMMIT
