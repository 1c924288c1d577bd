"""A lesson without any phone: the console alone, moves from paper sheets."""

from typing import Any

import pytest

from game.classroom import fold
from game.classroom.lesson import PRESS
from game.classroom.state import COMMIT, DEBRIEF, NEGOTIATE, OVER, REFLECT, REVEAL
from game.classroom.views.console import console_view
from game.classroom.views.projector import projector_view
from tests.classroom.classes import Room, in_class, open_room, refused
from tests.classroom.stand_ins import RealModel

SEATS = ("us", "cn", "huaw", "tool", "nvda", "row")
# What teams do, round by round: decisions, a posture, and a treaty before.
SCRIPT: tuple[dict[str, tuple[dict[str, int], str]], ...] = (
    {
        "us": ({"tools": 3, "research": 3}, "triumphant"),
        "cn": ({"fabs": 4, "research": 3}, "humble"),
        "huaw": ({"clusters": 3, "stock": 4}, ""),
        "tool": ({"follow": 1}, ""),
        "nvda": ({"effort": 3}, ""),
        "row": ({"fund": 2}, ""),
    },
    {
        "us": ({"tools": 3}, "neutral"),
        "cn": ({"minerals": 2}, "neutral"),
        "huaw": ({}, ""),
        "tool": ({"own": 1}, ""),
        "nvda": ({"variant": 1}, ""),
        "row": ({}, ""),
    },
    {seat: ({}, "") for seat in SEATS},
)
TREATY = {
    "parties": ["us", "cn"],
    "clauses": [{"kind": "no_new_sanction", "by": "us", "decision": "tools"}],
    "mode": "monitored",
    "rounds": 2,
}
# What only phones say: who is there, proposals, receipts; and who entered what.
OF_PHONES = {"joined", "proposed", "signed", "presence", "seated"}
OF_PAPER = {"entered"}


async def class_of(students: int, model: Any) -> Room:
    """A class of six teams, with or without anybody in them."""
    return await open_room(
        "B", 12, join=students, rounds=3, practice=False, worlds=1, model=model, statements=True,
        treaties=True, clocks=False,
    )  # fmt: skip


async def on_paper(model: Any) -> Room:
    """The script played from the console, with nobody in the room."""
    room = await class_of(0, model)
    for number, moves in enumerate(SCRIPT, start=1):
        await room.to(NEGOTIATE, number)
        if number == 2:
            room.teach("enter-treaty", world="A", **TREATY)
        await room.to(COMMIT, number)
        for seat, (choices, posture) in moves.items():
            room.teach("enter", world="A", team=seat, choices=choices, posture=posture)
        await room.to(REFLECT, number)
    return room


async def on_phones(model: Any) -> Room:
    """The same script, proposed and signed by students."""
    room = await class_of(12, model)
    for number, moves in enumerate(SCRIPT, start=1):
        await room.to(NEGOTIATE, number)
        if number == 2:
            room.treaty("us", "cn", TREATY["clauses"][0], "monitored")
        await room.to(COMMIT, number)
        for seat, (choices, posture) in moves.items():
            if posture:
                room.give(room.pen(seat), "say", round=number, posture=posture)
            room.propose(room.mate(seat), **choices)
            room.sign(seat, **choices)
        await room.to(REFLECT, number)
    return room


def digests(room: Room) -> list[str]:
    return [one.result["digest"] for one in room.world().rounds]


def orders(room: Room) -> list[dict[str, float]]:
    return [dict(one.orders) for one in room.world().rounds]


@pytest.mark.usefixtures("kernel")
@in_class
async def test_a_game_from_paper_is_the_game_from_phones() -> None:
    """Check 17: the same kinds in the log but for those that need phones, and the same digests of
    the model's own worlds."""
    paper, phones = await on_paper(RealModel()), await on_phones(RealModel())
    assert orders(paper) == orders(phones)
    assert digests(paper) == digests(phones)
    assert len(set(digests(paper))) == 3
    assert set(paper.kinds()) - OF_PAPER == set(phones.kinds()) - OF_PHONES
    hows = {move.how for one in paper.world().rounds for move in one.moves.values()}
    assert hows == {"entered"}
    own, other = paper.world().treaties, phones.world().treaties
    assert [(t.clauses, t.limits, t.status) for t in own.values()] == [
        (t.clauses, t.limits, t.status) for t in other.values()
    ]
    assert fold.fold(paper.events) == paper.state


@in_class
async def test_the_whole_lesson_works_from_the_console_alone() -> None:
    """Check 17: from the lobby over moves, treaty and debrief with a flip to the end; the console
    and the wall show it all."""
    room = await on_paper(None)
    assert not room.state.members
    assert "joined" not in room.kinds()
    wall = projector_view(room.desk, "")
    assert wall["worlds"][0]["result"]["round"] == 3
    await room.to(DEBRIEF)
    while room.phase != OVER:
        view = console_view(room.desk, room.time.wall)
        if room.state.game.stage == "flip":
            keys = [one["key"] for one in view["debrief"]["candidates"]]
            room.teach("flip", candidate=keys[0], step=0)
            await room.settle()
        await room.next()
    assert len(room.state.game.flips) == 1
    assert fold.fold(room.events) == room.state


@in_class
async def test_phones_and_paper_in_one_class() -> None:
    """One team has no phones: its sheet is typed in, the others sign, and the last entry counts."""
    room = await open_room("B", 12, worlds=1, practice=False)
    await room.to(COMMIT)
    room.sign("us", research=4)
    room.teach("enter", world="A", team="cn", choices={"fabs": 1})
    room.teach("enter", world="A", team="cn", choices={"fabs": 2})
    assert [t["status"] for t in console_view(room.desk, room.time.wall)["worlds"][0]["teams"]
            if t["seat"] in ("us", "cn")] == ["signed", "signed"]  # fmt: skip
    await room.to(REVEAL)
    moves = room.world().rounds[-1].moves
    assert (moves["us"].how, moves["cn"].how) == ("signed", "entered")
    assert moves["cn"].choices == {"fabs": 2}
    assert moves["cn"].signer == ""


@in_class
async def test_what_the_teacher_enters_obeys_the_same_rules() -> None:
    room = await open_room("B", 33, worlds=1, practice=False, statements=False)
    for wrong, phase, words in (
        ({"team": "us", "choices": {}}, NEGOTIATE, "entered while teams sign"),
        ({"team": "mars", "choices": {}}, COMMIT, "no such team"),
        ({"team": "us", "choices": {"nothing": 1}}, COMMIT, "no decision 'nothing'"),
        ({"team": "us", "choices": {"tools": 9}}, COMMIT, "from 0 to 5"),
        ({"team": "us", "choices": {}, "posture": "threat"}, COMMIT, "no public statements"),
        ({"team": PRESS, "choices": {}}, COMMIT, "nothing to say"),
    ):
        await room.to(phase, 1)
        with refused(room, words):
            room.teach("enter", world="A", **wrong)
    room.teach("enter", world="A", team=PRESS, choices={}, text="What about the miners?")
    assert room.events[-1].kind == "said"
    assert room.team(PRESS).signed is None
