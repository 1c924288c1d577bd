"""The desk: one event for one command, on disk before anybody hears of it; a disk that refuses."""

import contextlib
import random
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from game.classroom import commands, fold
from game.classroom import events as e
from game.classroom.desk import Desk
from game.classroom.log import EventLog, LogError, Reader
from game.classroom.refusal import RefusedError
from game.classroom.state import BRIEF, COMMIT, REFLECT, REVEAL
from tests.classroom.classes import Room, deciding, disk_room, in_class, open_room, refused
from tests.classroom.stand_ins import StandIn

NONSENSE = 250


# ---- one command, one event


@in_class
async def test_the_same_key_three_times_is_one_event() -> None:
    room = await deciding()
    who = room.pen("us")
    for command, body in (
        ("draft", {"round": 1, "choices": {"research": 1}}),
        ("sign", {"round": 1, "choices": {"research": 2}}),
        ("unsign", {"round": 1}),
        ("standing", {"choices": {}}),
        ("speak", {"language": "zh"}),
    ):
        before = len(room.events)
        answers = [room.give(who, command, key=f"{command}-key", **body) for _ in range(3)]
        assert len(room.events) == before + 1
        assert answers[0] is answers[1] is answers[2]
    room.give(room.mate("us"), "draft", key="draft-key", round=1, choices={})  # another's key


@in_class
async def test_a_key_counts_once_even_where_the_command_would_now_be_refused() -> None:
    """An answer that was lost on its way is asked for again when the phase is over."""
    room = await deciding()
    who = room.pen("us")
    room.give(who, "sign", key="mine-mine", round=1, choices={})
    await room.to(REFLECT)
    before = len(room.events)
    room.give(who, "sign", key="mine-mine", round=1, choices={})
    assert len(room.events) == before
    with refused(room, "is over"):
        room.give(who, "sign", round=1, choices={})


@pytest.mark.parametrize("op", ["next", "undo", "debrief", "extend", "end"])
@in_class
async def test_a_button_that_is_pressed_twice_works_once(op: str) -> None:
    room = await open_room("B", 12, practice=False)
    await room.to(BRIEF, 2)
    room.clock(op, key="button-1")
    before = len(room.events)
    room.clock(op, key="button-1")
    assert len(room.events) == before


@in_class
async def test_keys_are_remembered_by_the_log() -> None:
    room = await deciding()
    who = room.pen("us")
    room.give(who, "sign", key="mine-mine", round=1, choices={"research": 2})
    desk = Desk(
        room.desk.folder, room.desk.log, fold.fold(room.events), StandIn(), room.time.clock()
    )
    length = len(room.events)
    commands.run(desk, who, "sign", b'{"round":1,"choices":{}}', "mine-mine")
    assert len(room.events) == length


@pytest.mark.parametrize("op", ["next", "undo", "fork", "debrief", "end"])
@in_class
async def test_a_button_that_is_pressed_again_after_a_restart_works_once(op: str) -> None:
    room = await open_room("B", 12, practice=False)
    await room.to(BRIEF, 2)
    length = len(room.events)
    room.clock(op, key="button-1", round=1)
    made = [event for event in room.events[length:] if event.idem]
    assert [(event.actor, event.idem) for event in made] == [(e.TEACHER, "button-1")]
    await room.settle()
    after = len(room.events)
    clock = room.time.clock()
    desk = Desk(room.desk.folder, room.desk.log, fold.fold(room.events), StandIn(), clock)
    Room(desk, room.time).clock(op, key="button-1", round=1)
    assert len(room.events) == after


@in_class
async def test_the_end_of_the_practice_and_what_follows_it_come_to_disk_together() -> None:
    """A crash between them would leave the class before its practice."""
    room = await open_room("B", 12)
    await room.to(REFLECT, 0)
    groups: list[list[str]] = []
    append = room.desk.log.append

    def noted(events: Any) -> Any:
        groups.append([event.kind for event in events])
        return append(events)

    room.desk.log.append = noted  # type: ignore[method-assign]
    await room.next()
    assert groups == [["rewound", "phase"]]
    await room.to(REFLECT, 1)
    groups.clear()
    room.clock("fork", round=1)
    assert groups == [["rewound", "phase"]]


@pytest.mark.parametrize(
    ("command", "data"),
    [
        ("dance", b"{}"),
        ("sign", b"{"),
        ("sign", b"[]"),
        ("sign", b'{"round":1}'),
        ("sign", b'{"round":1,"choices":{"tools":1},"more":1}'),
        ("sign", b'{"round":1,"choices":{"tools":-1}}'),
        ("sign", b'{"round":1,"choices":{"tools":41}}'),
        ("sign", b'{"round":"one","choices":{}}'),
        ("sign", b'{"round":1,"choices":{"nothing":1}}'),
        ("say", b'{"round":1,"text":"' + b"x" * 141 + b'"}'),
        ("speak", b'{"language":"xx"}'),
        ("draft", b"\xff\xfe"),
    ],
)
@in_class
async def test_what_cannot_be_read_is_refused_and_changes_nothing(
    command: str, data: bytes
) -> None:
    room = await deciding()
    with refused(room):
        commands.run(room.desk, room.pen("us"), command, data, "some-key-1")
    with refused(room):
        commands.teaching.run(room.desk, command, data, "some-key-2")
    with refused(room, "no longer there"):
        commands.run(room.desk, "nobody", "speak", b'{"language":"en"}', "some-key-3")


def sketch(room: Room) -> tuple[str, list[int], int]:
    """All that could have changed, but for the moments that one may go back to."""
    state = replace(room.state, marks=[])
    return repr(state), [mark.seq for mark in room.state.marks], len(room.events)


@pytest.mark.parametrize("seed", range(4))
@in_class
async def test_whatever_is_refused_has_changed_nothing(seed: int) -> None:
    """Nonsense of all kinds, from everybody, at every moment."""
    luck = random.Random(seed)
    room = await open_room("B", 12, statements=True, talk="free", rounds=2)
    words = ["us", "cn", "A", "", "x", "binding", "sign", "threat", "talk", "exit", "s1"]
    fields = ["round", "choices", "posture", "text", "treaty", "op", "to", "note", "poll", "answer",
              "item", "up", "p", "language", "doctrine", "parties", "clauses", "mode", "rounds",
              "world", "team", "member", "what", "on", "seconds", "mark"]  # fmt: skip
    values: list[Any] = [
        0,
        1,
        -1,
        0.7,
        True,
        None,
        {},
        [],
        [{}],
        ["us", "cn"],
        {"tools": 1},
        *words,
    ]
    accepted = 0
    for n in range(600):
        name = luck.choice(list(commands.STUDENT))
        body = {key: luck.choice(values) for key in luck.sample(fields, 2)}
        body |= {"round": room.state.game.round} if luck.random() < 0.5 else {}
        before = sketch(room)
        try:
            if n % 3:
                room.give(luck.choice(list(room.state.members)), name, **body)
            else:
                room.teach(luck.choice([*commands.teaching.TEACHER]), **body)
            accepted += 1
        except RefusedError:
            assert sketch(room) == before
        if n % 20 == 0:
            with contextlib.suppress(RefusedError):
                await room.next()
    assert accepted < NONSENSE / 2
    assert fold.fold(room.events) == room.state


# ---- a disk that refuses


@in_class
async def test_a_full_disk_stops_the_class_and_takes_nothing() -> None:
    """F5: no answer is given, the game pauses, nothing is half taken; then it goes on."""
    room = await deciding()
    await room.wait(10.0)
    kept, who = len(room.events), room.pen("us")
    room.desk.log.full = True
    written = room.give(who, "sign", key="lost-lost", round=1, choices={"research": 4})
    with pytest.raises(RefusedError, match="the disk is full"):
        await room.desk.settled(written)
    await room.settle()
    assert room.desk.halted
    assert "the disk is full" in room.desk.trouble
    assert room.team("us").signed is None
    with refused(room, "cannot be saved"):
        room.give(who, "draft", round=1, choices={})
    with refused(room, "cannot be saved"):
        room.teach("nudge", world="A", team="us")
    with refused(room, "cannot be saved"):
        room.clock("next")
    await room.wait(300.0, step=4.0)
    assert room.phase == COMMIT
    room.desk.log.full = False
    await room.desk.settled(room.clock("again"))
    assert not room.desk.halted
    assert room.desk.trouble == ""
    assert room.state.clock.left == pytest.approx(80.0, abs=1.0)
    assert len(room.events) == kept + 1
    room.give(who, "sign", key="lost-lost", round=1, choices={"research": 4})
    assert room.team("us").signed == {"research": 4}
    assert fold.fold(room.events) == room.state


@in_class
async def test_a_disk_that_still_refuses_changes_nothing_again() -> None:
    room = await deciding()
    room.desk.log.full = True
    room.give(room.pen("us"), "sign", round=1, choices={})
    await room.settle()
    written = room.clock("again")
    with pytest.raises(RefusedError, match="the disk is full"):
        await room.desk.settled(written)
    await room.settle()
    assert room.desk.halted
    assert fold.fold(room.events).game == room.state.game


@in_class
async def test_who_comes_while_the_disk_refuses_is_there_afterwards() -> None:
    room = await deciding()
    name = room.mate("us")
    room.leave(name)
    room.desk.log.full = True
    room.give(room.pen("us"), "sign", round=1, choices={})
    await room.settle()
    room.come_back(name)
    assert not room.member(name).here
    room.desk.log.full = False
    room.clock("again")
    await room.settle()
    assert room.member(name).here


@in_class
async def test_a_log_that_cannot_be_written_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(LogError):
        EventLog(tmp_path / "nowhere" / "log.db")
    (tmp_path / "log.db").write_bytes(b"this is no database at all, but text" * 50)
    with pytest.raises(LogError):
        EventLog(tmp_path / "log.db")


@in_class
async def test_events_on_disk_are_never_changed_and_read_back_alike(tmp_path: Path) -> None:
    room = await disk_room(tmp_path)
    await room.to(REVEAL)
    live = room.state
    await room.desk.close()
    path = room.desk.folder.log
    with Reader(path) as reader:
        kept = list(reader.read_after())
    assert fold.fold(kept) == live
    with sqlite3.connect(path) as db:
        for change in ("DELETE FROM event", "UPDATE event SET actor = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                db.execute(change)
