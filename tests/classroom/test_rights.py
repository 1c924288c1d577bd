"""Who may do what, and when."""

from typing import Any

import pytest

from game.classroom.events import Joined
from game.classroom.lesson import find_team
from game.classroom.state import BRIEF, COMMIT, NEGOTIATE, REFLECT, REVEAL
from game.classroom.views import student
from tests.classroom.classes import deciding, in_class, open_room, refused


@in_class
async def test_a_newcomer_who_watches_does_nothing_in_the_name_of_the_team() -> None:
    """Check 6: what counts if time runs out is not rewritten by somebody who came in COMMIT."""
    room = await deciding(statements=True, talk="free")
    joined = Joined("late", "A", "us", "envoy", "en", observer=True)
    room.desk.submit(joined, actor="door", world="A", team="us", member="late")
    acts: list[tuple[str, dict[str, Any]]] = [
        ("standing", {"choices": {"research": 4}}),
        ("doctrine", {"doctrine": find_team("us").doctrines[0].key}),
        ("say", {"round": 1, "posture": "threat"}),
        ("say", {"round": 1, "text": "Aloud."}),
        ("note", {"to": "cn", "note": "deal"}),
    ]
    for command, body in acts:
        with refused(room, "You watch until the next round begins"):
            room.give("late", command, **body)
    await room.to(REFLECT)
    for command, body in (acts[0], acts[1], acts[3], acts[4]):
        room.give("late", command, **body)


@pytest.mark.parametrize("phase", [BRIEF, NEGOTIATE, COMMIT, REVEAL, REFLECT])
@in_class
async def test_proposals_and_signatures_have_their_time(phase: str) -> None:
    room = await open_room("B", 12, practice=False)
    await room.to(phase)
    who = room.pen("us")
    if phase in (BRIEF, NEGOTIATE, COMMIT):
        room.propose(who, research=2)
    else:
        with refused(room, "part of the round is over"):
            room.propose(who, research=2)
    for number in (0, 2):
        with refused(room, "part of the round is over"):
            room.give(who, "draft", round=number, choices={})
    if phase != COMMIT:
        with refused(room, "part of the round is over"):
            room.sign("us")


@in_class
async def test_the_press_makes_no_moves_but_speaks() -> None:
    room = await open_room("B", 33, worlds=1, practice=False)
    await room.to(COMMIT)
    editor = room.crew("press")[0]
    for command in ("draft", "sign"):
        with refused(room, "makes no moves"):
            room.give(editor, command, round=1, choices={})
    with refused(room, "makes no moves"):
        room.give(editor, "standing", choices={})
    with refused(room, "no doctrine"):
        room.give(editor, "doctrine", doctrine="hawk")
    room.give(editor, "say", round=1, text="Tools for nobody?")
    assert student.team_part(room.state, "A", "press")["seat"] == "press"


@in_class
async def test_the_muted_cannot_speak_but_play_on() -> None:
    room = await deciding(talk="free", statements=True)
    name = room.pen("us")
    room.teach("seat", op="mute", member=name)
    with refused(room, "muted you"):
        room.give(name, "say", round=1, posture="humble")
    with refused(room, "muted you"):
        room.give(name, "note", to="cn", note="talk")
    room.sign("us", research=2)
    room.teach("seat", op="unmute", member=name)
    room.give(name, "say", round=1, posture="humble")


@in_class
async def test_nothing_is_taken_from_phones_that_are_switched_off() -> None:
    room = await deciding()
    room.teach("switch", what="phones", on=True)
    with refused(room, "Screens are off"):
        room.sign("us")
    room.teach("switch", what="phones", on=False)
    room.sign("us")
