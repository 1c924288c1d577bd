"""The log of a class says all of it: folded again it gives the same state, whatever happened."""

import random
from dataclasses import replace
from typing import Any, get_args

import pytest

from game.classroom import events as e
from game.classroom import fold
from game.classroom import words as seat_words
from game.classroom.debrief import forecast_item
from game.classroom.ladder import SIGNED
from game.classroom.lesson import find_lesson, teams
from game.classroom.record import forgotten
from game.classroom.refusal import RefusedError
from game.classroom.settings import new_settings
from game.classroom.state import COMMIT, DEBRIEF, LOBBY, OVER, REFLECT, REVEAL
from game.classroom.views.console import console_view
from game.classroom.views.student import statements
from game.classroom.views.talk import talk_part
from tests.classroom.at_random import Class
from tests.classroom.classes import Room, from_disk, in_class, open_room, refused
from tests.classroom.stand_ins import NOW, RealModel, StandIn

SETTINGS = new_settings(find_lesson("C"), 40, seed=3)
MOVE = e.Move({"tools": 2}, "signed", "s1", 3, 2, "humble", "", ("tools",), ("chips",), "ab12")
ONE_OF_EACH: tuple[e.Body, ...] = (
    e.Opened(SETTINGS, "KXR4TM"),
    e.Changed(SETTINGS),
    e.Joined("s1", "A", "us", "envoy", "zh", observer=True, bot=True),
    e.Seated({"s1": ("B", "cn"), "s2": ("A", "press")}),
    e.Knocked("k", "s1"),
    e.Admitted("k", True),
    e.Switched("s1"),
    e.Presence("s1", False),
    e.Flagged("s1", muted=True, extra_time=False),
    e.Spoke("s1", "zh"),
    e.Locked(True),
    e.Blanked("phones", True),
    e.Shown("B"),
    e.Nudged("us"),
    e.Erased("s1", "erased-9"),
    e.Peeked("us"),
    e.Prepared({"levers": {"us.tool_control": 0.25}, "numbers": {"tension": None}}),
    e.Phase(1, "commit", 90.0, NOW, ""),
    e.Ticked("pause", None, 12.5),
    e.Proposed("s1", 1, {"tools": 3}),
    e.Signed("s1", 1, {"tools": 3}, "abc123", "salt"),
    e.Seconded("s2", 1),
    e.Unsigned("s1", 1),
    e.Entered("us", 1, {}),
    e.Standing("s1", {"tools": 0}),
    e.Doctrine("s1", "hawk"),
    e.Penned("us", "s2"),
    e.Closed(1, {"us": MOVE}),
    e.Resolved(1, {"us": MOVE}, (("us.tool_control", 0.4),), ((7, "us"),), {"digest": "00"}),
    e.Rewound(4, "fork", True),
    e.Offered(7, "us", "s1", ("us", "cn"), ({"kind": "licence", "limit": 2},), "secret", 3),
    e.Answered(7, "cn", "s3", "sign", (None, 2)),
    e.Said(8, "us", "s1", 1, "humble", "We are behind <b>"),
    e.Approved(8, False),
    e.Noted("us", "s1", "cn", "talk", "free text 文"),
    e.Predicted("s1", 2, "tension", True, 0.7),
    e.Polled("s1", "exit", "=1+1"),
    e.Flipped(9, {"kind": "controls"}, {"runs": 1000}),
    e.Closing(),
)


@pytest.mark.parametrize("body", ONE_OF_EACH, ids=lambda body: type(body).__name__)
def test_every_kind_of_event_comes_back_from_the_log_as_it_was(body: e.Body) -> None:
    """Check 8: JSON round trip."""
    back = e.from_json(e.to_json(body))
    assert back == body
    assert type(back) is type(body)


def test_every_kind_of_event_is_tried_and_has_a_rule() -> None:
    """Check 8: a new kind needs a sample here and a rule in the fold."""
    kinds = set(get_args(e.Body))
    assert {type(body) for body in ONE_OF_EACH} == kinds
    assert set(fold._RULES) == kinds - {e.Opened}
    tags = [kind.__struct_config__.tag for kind in kinds]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("data", [b"{}", b'{"type":"nothing"}', b"[1]", b'{"type":"locked"}'])
def test_what_is_no_event_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        e.from_json(data)


def event(seq: int, body: e.Body, world: str = "*") -> e.Event:
    return e.Event(seq, NOW + seq, world, 0, e.SERVER, e.PUBLIC, "", body)


def test_a_log_that_does_not_hold_together_is_refused_with_words() -> None:
    opened = event(1, e.Opened(SETTINGS, "KXR4TM"))
    for log, words in (
        ([], "the log is empty"),
        ([event(1, e.Locked(True))], "does not begin with the opening"),
        ([opened, event(1, e.Locked(True))], "event 1 comes after event 1"),
        ([opened, event(2, e.Rewound(1, "undo"))], "goes back to 1, which is no mark"),
    ):
        with pytest.raises(fold.FoldError, match=words):
            fold.fold(log)


# ---- games at random


def same_state(room: Room) -> None:
    """The live state is what follows from the log, and from what is read back of it."""
    assert fold.fold(room.events) == room.state
    assert fold.fold(from_disk(room.events)) == room.state


async def at_random(seed: int, looks: int = 6) -> Room:
    """A class that has done whatever came to mind; its log was right each time one looked."""
    luck = random.Random(seed)
    room = await open_room(
        luck.choice("ABC"), luck.choice([4, 9, 14, 40]), seed=seed, practice=seed % 2 == 0,
        statements=True, treaties=True, talk="free", rounds=3,
    )  # fmt: skip
    one = Class(room, seed)
    for _ in range(looks):
        await one.acts(300 // looks)
        same_state(room)
    return room


@pytest.mark.parametrize("seed", range(30))
@in_class
async def test_the_log_says_the_same_again(seed: int) -> None:
    """Check 8: undo, fork, practice, late joiners, erased ones: log and live state agree."""
    assert len((await at_random(seed)).events) > 60


@in_class
async def test_games_at_random_see_nearly_everything() -> None:
    """Check 8: the games above are worth something only if all of this happens in some of them."""
    kinds: set[str] = set()
    seen: set[str] = set()
    for seed in range(100, 114):
        room = await at_random(seed, looks=1)
        kinds |= set(room.kinds())
        seen |= {t.status for w in room.state.game.worlds.values() for t in w.treaties.values()}
        seen |= {event.body.why for event in room.events if isinstance(event.body, e.Rewound)}
        seen.add(room.phase)
        seen |= {m.how for w in room.state.game.worlds.values() for r in w.rounds
                 for m in r.moves.values()}  # fmt: skip
    assert {"undo", "fork", "practice"} <= seen
    assert {"active", "expired", "declined", "withdrawn"} <= seen
    assert {"signed", "entered", "draft", "standing", "carry", "autopilot"} <= seen
    assert {DEBRIEF} <= seen
    doors = {"knocked", "admitted", "switched", "spoke", "flipped"}
    tags = {str(kind.__struct_config__.tag) for kind in get_args(e.Body)}
    assert tags - kinds <= doors | {"ended"}


@in_class
async def test_states_folded_twice_share_nothing_that_can_change() -> None:
    """Check 8: a state may be changed further without touching another one of the same log."""
    room = await open_room("B", 14)
    await Class(room, 2).acts(200)
    log = room.events
    one, other = fold.fold(log), fold.fold(log)
    name = next(iter(one.members))
    fold.apply(one, event(one.seq + 1, e.Erased(name, "erased"), "A"))
    assert name in other.members
    assert other == fold.fold(log)


# ---- going back


async def signed_class(**wanted: Any) -> Room:
    """A class of one world whose teams have written orders, proposed and signed in round 1."""
    room = await open_room("B", 14, worlds=1, **{"practice": False, **wanted})
    await room.to(COMMIT)
    for name in room.crew("us"):
        room.propose(name, research=3)
    room.give(room.crew("cn")[0], "standing", choices={"fabs": 2})
    room.sign("us", research=4)
    return room


@in_class
async def test_an_undo_restores_signatures_and_drafts() -> None:
    room = await signed_class()
    before = room.state.snapshot()
    await room.to(REVEAL)
    assert room.world().rounds
    room.clock("undo")
    assert room.phase == COMMIT
    assert room.state.game == before
    assert room.team("us").signed == {"research": 4}
    assert set(room.team("us").proposals) == set(room.crew("us"))
    assert room.state.clock.paused
    assert room.state.clock.left == 60.0
    same_state(room)


@in_class
async def test_an_undo_keeps_people_doors_and_what_was_said_in_polls() -> None:
    room = await signed_class()
    await room.to(REVEAL)
    (late,) = room.join()
    gone = room.crew("cn")[0]
    room.leave(gone)
    room.teach("switch", what="door", on=True)
    room.clock("undo")
    assert late in room.state.members
    assert not room.member(gone).here
    assert room.state.locked


@in_class
async def test_an_undo_leads_back_mark_by_mark_to_the_lobby() -> None:
    room = await open_room("B", 6)
    await room.to(REVEAL, 2)
    while room.state.marks:
        before = len(room.state.marks)
        room.clock("undo")
        assert len(room.state.marks) < before
        same_state(room)
    assert room.phase == LOBBY
    with pytest.raises(RefusedError, match="nothing to go back to"):
        room.clock("undo")
    await room.to(REVEAL, 0)


@in_class
async def test_the_practice_is_thrown_away_but_orders_and_doctrines_stay() -> None:
    room = await open_room("B", 6)
    await room.to("negotiate", 0)
    key = teams()["us"].doctrines[0].key
    room.give(room.crew("us")[0], "standing", choices={"research": 4})
    room.give(room.crew("us")[1], "doctrine", doctrine=key)
    await room.to(COMMIT, 0)
    room.sign("cn", fabs=4)
    first = room.pen("cn")
    await room.to(REFLECT, 0)
    assert [one.number for one in room.world().rounds] == [0]
    await room.next()
    assert (room.phase, room.state.game.round) == ("brief", 1)
    assert room.world().rounds == []
    assert room.state.game.predictions == []
    assert room.team("cn").last == {}
    assert room.team("us").standing == {"research": 4}
    assert room.team("us").doctrine == key
    assert room.pen("cn") != first  # the pen goes on
    assert not room.state.practising
    same_state(room)


async def played(room: Room, moves: list[dict[str, int]]) -> list[str]:
    """Play rounds in which one team signs; the digests of the rounds."""
    first = room.state.game.round
    for place, choices in enumerate(moves):
        await room.to(COMMIT, max(first, 1) + place)
        room.sign("us", **choices)
        await room.to(REFLECT)
    return [one.result["digest"] for one in room.world().rounds]


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("model", [StandIn, RealModel])
@in_class
async def test_a_fork_shares_its_rounds_bit_for_bit_and_keeps_the_old_game(model: type) -> None:
    """Check 8: a fork with no change is the same game; with one, what came before is the same."""
    room = await open_room("B", 6, practice=False, model=model())
    moves = [{"research": 3}, {"research": 1}, {"tools": 2}]
    own = await played(room, moves)
    rounds = list(room.world().rounds)
    room.clock("fork", round=2)
    assert (room.phase, room.state.game.round) == ("brief", 2)
    assert room.world().rounds == rounds[:1]
    (episode,) = room.state.episodes
    assert episode.game.worlds["A"].rounds == rounds
    assert await played(room, moves[1:]) == own
    room.clock("fork", round=2)
    other = await played(room, [{"research": 4}, {"tools": 2}])
    assert other[0] == own[0]
    assert other[1] != own[1]
    assert other[2] != own[2]
    assert len(room.state.episodes) == 2
    same_state(room)


@in_class
async def test_only_rounds_that_were_played_can_be_played_again() -> None:
    room = await open_room("B", 6)
    for number, phase in ((0, COMMIT), (2, COMMIT)):
        await room.to(phase, number)
        for wrong in (0, number + 1, 99):
            with pytest.raises(RefusedError, match="has not been played"):
                room.clock("fork", round=wrong)
    room.clock("fork", round=2)
    assert (room.phase, room.state.game.round) == ("brief", 2)
    room.clock("fork", round=1)
    assert (room.phase, room.state.game.round) == ("brief", 1)


@in_class
async def test_an_erased_name_is_nowhere_any_more_even_after_going_back() -> None:
    room = await signed_class()
    one = room.team("us").signed_by
    await room.to(REFLECT)
    room.give(one, "predict", round=2, item=forecast_item(room.state, 2), up=True, p=0.9)
    await room.to(REFLECT, 2)
    room.clock("fork", round=2)
    await room.to(DEBRIEF)
    room.give(one, "poll", poll="exit", answer="I was here")
    room.teach("seat", op="erase", member=one)
    assert room.state.erased == {one}  # so that nobody gets the name again
    assert f"'{one}'" not in repr(replace(room.state, erased=set()))
    for _ in range(4):
        room.clock("undo")
        assert f"'{one}'" not in repr(replace(room.state, erased=set()))
    (erased,) = [m for m in room.state.members.values() if m.erased]
    assert "exit" not in room.state.polls
    assert erased.name not in room.crew("us")
    same_state(room)


@pytest.mark.parametrize("shown", [None, True, False])
@in_class
async def test_what_an_erased_student_wrote_is_on_no_page_any_more(shown: bool | None) -> None:
    """The state is at once what a log without the student would give, also after going back."""
    room = await open_room("B", 12, worlds=1, practice=False, statements=True, talk="free")
    await room.to(COMMIT)
    one, other = room.crew("us")
    for body in ({"text": "Loud."}, {"text": "Loud.", "posture": "neutral"}):
        room.give(one, "say", round=1, **body)
        if shown is not None:
            room.teach("switch", what="text", item=room.state.number, on=shown)
    room.give(one, "note", to="cn", text="Loud.")
    room.give(one, "note", to="cn", note="talk", text="Loud.")
    room.give(other, "note", to="cn", text="Quiet.")
    assert ("Loud." in repr(statements(room.state, "A"))) == bool(shown)
    await room.to(COMMIT, 2)
    room.clock("fork", round=2)
    await room.to(DEBRIEF)
    room.give(one, "poll", poll="exit", answer="Loud.")
    room.give(one, "poll", poll="feelings", answer="proud")
    assert "Loud." in repr(console_view(room.desk, room.time.wall))
    assert "Loud." in repr(talk_part(room.state, "A", "cn"))
    room.teach("seat", op="erase", member=one)
    assert "Loud." not in repr(room.state)
    assert console_view(room.desk, room.time.wall)["debrief"]["exit"] == []
    assert [said.posture for said in room.world().statements.values()] == ["neutral"]
    assert [(note.note, note.text) for note in room.world().notes] == [
        ("talk", ""),
        ("", "Quiet."),
    ]
    assert list(room.state.polls) == ["feelings"]
    same_state(room)
    without = replace(fold.fold(forgotten(room.events)), erased=set())
    assert without == replace(room.state, erased=set())
    room.clock("undo")
    assert "Loud." not in repr(room.state)


@in_class
async def test_the_name_of_an_erased_student_is_never_given_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else a log without the student would be one without the newcomer."""
    monkeypatch.setattr(seat_words, "COLOURS", ["amber"])
    monkeypatch.setattr(seat_words, "ANIMALS", [f"animal{n}" for n in range(9)])
    room = await open_room("B", 12, join=0)
    bots = room.bots()
    for _ in range(8):
        bots.join(1)
        room.teach("seat", op="erase", member=bots.names[-1])
    assert len(set(bots.names)) == 8
    bots.join(1)
    same_state(room)
    assert bots.names[-1] in fold.fold(forgotten(room.events)).members


@in_class
async def test_the_pen_of_an_erased_student_passes_at_once() -> None:
    room = await signed_class()
    holder, mate = room.pen("us"), room.mate("us")
    room.teach("seat", op="erase", member=holder)
    assert room.pen("us") == mate
    room.sign("us", research=2)


@in_class
async def test_a_class_that_is_over_can_still_be_taken_back() -> None:
    room = await signed_class()
    await room.to(DEBRIEF)
    room.clock("end")
    assert room.phase == OVER
    with refused(room, "The class is over"):
        room.clock("end")
    room.clock("undo")
    assert room.phase == DEBRIEF
    room.clock("undo")
    assert room.phase == REFLECT
    same_state(room)


@in_class
async def test_an_end_that_was_pressed_by_mistake_costs_nothing_of_the_open_round() -> None:
    room = await signed_class()
    room.propose(room.mate("cn"), fabs=3)
    before = room.state.snapshot()
    room.clock("end")
    room.clock("undo")
    assert room.phase == COMMIT
    assert room.state.game == before
    assert room.state.clock.paused
    same_state(room)
    await room.to(REFLECT)
    assert room.world().rounds[-1].moves["us"].how == SIGNED
