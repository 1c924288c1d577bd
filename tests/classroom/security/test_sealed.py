"""Sealed moves stay sealed: whatever another team has proposed, signed or ordered for a case of
absence, no page of anybody else is different by one byte.

The same class is played twice, with the same luck, up to a moment in a round; then one team seals
one thing in the one, and another thing in the other.
"""

import asyncio
import random

import pytest

from game.classroom import events as e
from game.classroom import sheets
from game.classroom.ladder import SIGNED
from game.classroom.lesson import find_team
from game.classroom.views.pages import Pages
from tests.classroom.classes import Room, moving_seats, open_room

SEEDS = range(24)
SEALED = ("Proposed", "Signed", "Seconded", "Unsigned", "Standing", "Doctrine", "Entered", "Closed")


async def _played(seed: int) -> Room:
    """A class of two worlds that has come into the commit of some round."""
    luck = random.Random(seed)
    room = await open_room(
        luck.choice(("A", "B", "C")), luck.randint(14, 40), seed=seed, worlds=2, rounds=3,
        signatures=luck.choice((1, 2)),
    )  # fmt: skip
    await room.to("commit", luck.randint(0, 2))
    people = sorted(room.state.members)
    for name in luck.sample(people, len(people) // 2):
        if room.member(name).team != "press":
            room.propose(name)
    return room


def _move(room: Room, seat: str, luck: random.Random) -> dict[str, int]:
    """A move of any steps, also of such that need a second signature."""
    sheet = room.state.sheet(seat)
    return sheets.check(sheet, {one.key: luck.randrange(len(one.options)) for one in sheet})


def _views(room: Room, world: str, seat: str) -> dict[str, object]:
    """Every page of everybody who is not in a team: what it shows and what would be sent."""
    pages = Pages(room.desk, "http://class")
    found: dict[str, object] = {
        name: pages.student(name)
        for name, member in room.state.members.items()
        if (member.world, member.team) != (world, seat)
    }
    for shown in ("*", "A", "B"):
        room.state.shown = shown
        found[f"wall {shown}"] = pages.projector("en")
    return found


def _seal(room: Room, world: str, seat: str, seed: int) -> None:
    """A team proposes, signs, and orders what counts if it does not answer."""
    luck = random.Random(seed)
    pen, choices = room.pen(seat, world), _move(room, seat, luck)
    for name in room.crew(seat, world):
        room.propose(name, **_move(room, seat, luck))
    room.give(pen, "standing", choices=_move(room, seat, luck))
    doctrines = [one.key for one in find_team(seat).doctrines]
    if doctrines:
        room.give(pen, "doctrine", doctrine=luck.choice(doctrines))
    room.give(pen, "sign", round=room.state.game.round, choices=choices)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_other_page_differs_by_what_is_sealed(seed: int) -> None:
    async def seen(variant: int) -> tuple[dict[str, object], Room]:
        room = await _played(seed)
        luck = random.Random(seed)
        world = luck.choice(("A", "B"))
        seat = luck.choice(moving_seats(room, world))
        _seal(room, world, seat, variant)
        return _views(room, world, seat), room

    (one, first), (other, second) = (asyncio.run(seen(variant)) for variant in (1, 2))
    assert one.keys() == other.keys()
    assert len(one) > 10
    sealed = [_sealed(room) for room in (first, second)]
    assert sealed[0] != sealed[1]  # they did seal different things
    for page, shown in one.items():
        assert shown == other[page], page


def _sealed(room: Room) -> list[object]:
    return [event.body for event in room.events if type(event.body).__name__ in SEALED]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_console_does_not_differ_either_unless_the_teacher_peeks(seed: int) -> None:
    async def seen(variant: int, peek: bool) -> dict[str, bytes]:
        room = await _played(seed)
        seat = moving_seats(room)[0]
        _seal(room, "A", seat, variant)
        if peek:
            room.teach("peek", world="A", team=seat)
        return Pages(room.desk, "http://class").console("en")

    plain = [asyncio.run(seen(variant, False)) for variant in (1, 2)]
    assert plain[0] == plain[1]
    peeked = [asyncio.run(seen(variant, True)) for variant in (1, 2)]
    assert peeked[0] != peeked[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_events_of_sealed_moves_are_for_the_team_alone(seed: int) -> None:
    async def play() -> Room:
        room = await _played(seed)
        for world in ("A", "B"):
            for seat in moving_seats(room, world):
                _seal(room, world, seat, seed)
        await room.next()
        return room

    room = asyncio.run(play())
    assert room.phase == "reveal"
    seen_by: dict[str, set[str]] = {}
    for event in room.events:
        if type(event.body).__name__ in SEALED:
            actor = room.state.members.get(event.actor)
            whose = f"team:{event.world}.{actor.team}" if actor else "teacher"
            assert event.seen_by == whose, event
            seen_by.setdefault(type(event.body).__name__, set()).add(event.seen_by)
    assert {"Proposed", "Signed", "Standing", "Closed"} <= seen_by.keys()
    assert seen_by["Closed"] == {e.TEACHER}
    moves = [m for w in room.state.game.worlds.values() for m in w.rounds[-1].moves.values()]
    assert any(move.how == SIGNED for move in moves)
