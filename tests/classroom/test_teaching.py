"""What the teacher does beside the clock: peeks, nudges, doors, switches, texts for the wall."""

from typing import Any

import pytest

from game.classroom import events as e
from game.classroom.state import COMMIT, NEGOTIATE, REVEAL
from game.classroom.views.console import console_view
from game.classroom.views.student import statements
from tests.classroom.classes import Room, deciding, in_class, refused


@in_class
async def test_a_peek_is_on_record_and_lasts_for_its_round() -> None:
    def peeked(room: Room) -> Any:
        (world,) = console_view(room.desk, room.time.wall)["worlds"]
        return next(t for t in world["teams"] if t["seat"] == "us")["peek"]

    room = await deciding()
    room.sign("us", research=4)
    assert peeked(room) is None
    room.teach("peek", world="A", team="us")
    assert len(peeked(room)) == 1
    assert room.kinds().count("peeked") == 1
    await room.to(COMMIT, 2)
    room.sign("us", research=1)
    assert peeked(room) is None


@in_class
async def test_who_knocks_is_on_the_console_until_answered_or_erased() -> None:
    room = await deciding()
    one, other = room.crew("us")
    for knock, member in (("k1", one), ("k2", other), ("k3", "")):
        room.desk.submit(e.Knocked(knock, member), actor="door")
    assert room.state.knocks == {"k1": one, "k2": other, "k3": ""}
    room.desk.submit(e.Admitted("k3", True), actor=e.TEACHER)
    room.teach("seat", op="erase", member=other)
    assert room.state.knocks == {"k1": one}
    assert {ev.seen_by for ev in room.events if ev.kind in ("knocked", "admitted")} == {e.TEACHER}


@in_class
async def test_a_nudge_is_for_the_moment() -> None:
    room = await deciding()
    room.teach("nudge", world="A", team="us")
    assert room.state.nudges
    assert room.events[-1].seen_by == "team:A.us"
    await room.next()
    assert not room.state.nudges


@in_class
async def test_switches_switch_and_what_is_unknown_is_refused() -> None:
    room = await deciding()
    room.teach("switch", what="door", on=True)
    room.teach("switch", what="projector", on=True)
    room.teach("switch", what="show", world="A")
    assert (room.state.locked, room.state.blank, room.state.shown) == (True, {"projector"}, "A")
    for wrong in ({"what": "lamp"}, {"what": "show", "world": "Z"}, {"what": "text", "item": 9}):
        with refused(room, "no command"):
            room.teach("switch", **wrong)
    with refused(room, "no command"):
        room.clock("backwards")
    with refused(room, "no command"):
        room.teach("seat", op="burn", member=room.pen("us"))


@in_class
async def test_a_text_is_on_the_wall_only_once_the_teacher_lets_it() -> None:
    room = await deciding(talk="free", statements=True)
    who = room.pen("us")
    room.give(who, "say", round=1, posture="humble", text="  We are   behind. ")
    number = room.state.number
    shown = statements(room.state, "A")
    assert [(one["posture"], one["text"]) for one in shown] == [("Humble", "")]
    assert room.events[-1].seen_by == "team:A.us"
    room.teach("switch", what="text", item=number, on=True)
    assert statements(room.state, "A")[0]["text"] == "We are behind."
    room.teach("switch", what="text", item=number, on=False)
    assert statements(room.state, "A")[0]["text"] == ""
    assert room.world().statements[number].shown is False


@pytest.mark.parametrize("talk", ["face", "notes", "free"])
@in_class
async def test_what_teams_may_write_is_the_teachers_choice(talk: str) -> None:
    room = await deciding(talk=talk, statements=True)
    who = room.pen("us")
    for command, body, allowed in (
        ("note", {"to": "cn", "note": "deal"}, talk != "face"),
        ("note", {"to": "cn", "text": "Let us talk."}, talk == "free"),
        ("say", {"round": 1, "text": "Aloud."}, talk != "face"),
        ("say", {"round": 1, "posture": "neutral"}, True),
    ):
        if allowed:
            room.give(who, command, **body)
        else:
            with refused(room):
                room.give(who, command, **body)
    for to in ("us", "mars"):
        with refused(room):
            room.give(who, "note", to=to, note="deal")
    with refused(room):
        room.give(who, "say", round=1, posture="", text="   ")
    with refused(room, "no posture"):
        room.give(who, "say", round=1, posture="silent")


@in_class
async def test_the_posture_is_fixed_once_the_round_is_closed() -> None:
    room = await deciding(statements=True, talk="free")
    room.give(room.pen("us"), "say", round=1, posture="threat")
    await room.to(REVEAL)
    assert room.world().rounds[-1].moves["us"].posture == "threat"
    assert dict(room.world().rounds[-1].orders)["us.posture"] == 1.5
    with refused(room, "fixed by now"):
        room.give(room.pen("us"), "say", round=1, posture="humble")
    room.give(room.pen("us"), "say", round=1, text="No comment.")
    await room.to(NEGOTIATE, 2)
    assert room.team("us").posture == ""
