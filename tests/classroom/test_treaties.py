"""Treaties: what may be offered, who signs, what binds, what a breach is, and how one is left."""

from typing import Any

import pytest

from agents.levers import LEVERS
from game.classroom import events as e
from game.classroom import fold, treaties
from game.classroom.lesson import PRESS, find_decision, lessons, teams
from game.classroom.state import BRIEF, COMMIT, DEBRIEF, NEGOTIATE, REFLECT, REVEAL
from game.classroom.views.projector import projector_view
from game.classroom.views.treaty import seen_by, treaties_part, treaty_view
from tests.classroom.classes import Room, in_class, open_room, refused

CAP = {"kind": "licence", "by": "us", "decision": "tools", "limit": 2}
FROZEN = {"kind": "no_new_sanction", "by": "us", "decision": "tools"}
FUND = {"kind": "joint_fund", "by": "us", "decision": "research", "limit": 3}
QUIET = {"kind": "keep_quiet", "by": "us", "limit": "neutral"}
TRUCE = {"kind": "accord", "deal": "truce"}


async def talking(students: int = 24, **wanted: Any) -> Room:
    """A class of one world that may make treaties."""
    room = await open_room("B", students, worlds=1, **{"practice": False, **wanted})
    await room.to(NEGOTIATE)
    return room


async def reveal(room: Room) -> e.Resolved:
    """The round is played; what the log says of it."""
    await room.to(REVEAL)
    return next(ev.body for ev in reversed(room.events) if isinstance(ev.body, e.Resolved))


def wall(room: Room) -> list[dict[str, Any]]:
    """The treaties on the wall."""
    return projector_view(room.desk, "")["worlds"][0]["treaties"]


# ---- the list of clauses


def test_every_clause_binds_decisions_that_exist_in_one_direction() -> None:
    for kind in treaties.clauses().values():
        for name in (*kind.most, *kind.least):
            assert find_decision(name).name == name
        assert not set(kind.most) & set(kind.least)
        assert kind.posture or kind.most or kind.least or kind.deals
        for deal in kind.deals:
            for seat in treaties.sides(deal):
                assert f"{seat}.sign_{deal}" in LEVERS


def test_clauses_have_something_to_bind_in_every_lesson_with_treaties() -> None:
    for lesson in lessons().values():
        sheets = [d.name for seat in lesson.seats() for d in lesson.sheet(seat)]
        for kind in treaties.clauses().values():
            if lesson.treaties and not (kind.posture or kind.deals):
                assert set(sheets) & {*kind.most, *kind.least}, (lesson.key, kind.kind)


def test_postures_set_the_models_lever_from_quiet_to_loud() -> None:
    values = [one.value for one in treaties.postures().values()]
    assert values == sorted(values)
    for card in treaties.postures():
        (order,) = treaties.posture_orders("us", card, 20)
        lever = LEVERS[order.lever]
        assert lever.low <= order.value <= lever.high
    deaf = next(seat for seat in teams() if f"{seat}.posture" not in LEVERS)
    assert treaties.posture_orders(deaf, "humble", 20) == []
    assert treaties.posture_orders("us", "", 20) == []


# ---- offers


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"parties": ["us"]}, "two teams or more"),
        ({"parties": ["cn", "huaw"]}, "yours among them"),
        ({"parties": ["us", "us"]}, "two teams or more"),
        ({"parties": ["us", "mars"]}, "make moves in this world"),
        ({"parties": ["us", PRESS]}, "make moves in this world"),
        ({"mode": "holy"}, "binding, monitored or secret"),
        ({"rounds": 0}, "1 to 10 rounds"),
        ({"rounds": 11}, "1 to 10 rounds"),
        ({"clauses": []}, "1 to 4 clauses"),
        ({"clauses": [CAP] * 5}, "1 to 4 clauses"),
        ({"clauses": [{"kind": "love"}]}, "no clause of that kind"),
        ({"clauses": [{**CAP, "by": "huaw"}]}, "binds one of the parties"),
        ({"clauses": [{**CAP, "by": ["us"]}]}, "binds one of the parties"),
        ({"clauses": [{**CAP, "decision": "research"}]}, "cannot bind that decision"),
        ({"clauses": [{**CAP, "limit": 6}]}, "0 to 5"),
        ({"clauses": [{**CAP, "limit": -1}]}, "0 to 5"),
        ({"clauses": [{**CAP, "limit": True}]}, "needs a step"),
        ({"clauses": [{**CAP, "limit": None}]}, "needs a step"),
        ({"clauses": [{**QUIET, "limit": "silent"}]}, "posture cards"),
        ({"clauses": [{"kind": "accord", "deal": "peace"}]}, "knows no agreement"),
        ({"clauses": [{"kind": "accord", "deal": "joint_tools"}]}, "Both governments"),
        ({"clauses": [TRUCE], "mode": "secret"}, "Agreements of governments are public"),
    ],
)
@in_class
async def test_what_does_not_fit_is_refused_with_a_sentence(
    wrong: dict[str, Any], words: str
) -> None:
    room = await talking()
    offer = {"parties": ["us", "cn"], "clauses": [CAP], "mode": "binding", "rounds": 2}
    with refused(room, words):
        room.give(room.pen("us"), "offer", **{**offer, **wrong})
    room.give(room.pen("us"), "offer", **offer)


@in_class
async def test_a_team_makes_three_offers_in_a_round() -> None:
    room = await talking()
    for _ in range(treaties.MOST_OFFERS):
        room.treaty("us", "cn", CAP, sign=False)
    with refused(room, "at most 3 offers"):
        room.treaty("us", "cn", CAP, sign=False)
    room.treaty("cn", "us", CAP, sign=False)
    await room.to(NEGOTIATE, 2)
    room.treaty("us", "cn", CAP, sign=False)


@in_class
async def test_offers_end_with_their_round() -> None:
    room = await talking()
    number = room.treaty("us", "cn", CAP, sign=False)
    await reveal(room)
    assert room.world().treaties[number].status == treaties.WITHDRAWN
    await room.to(NEGOTIATE, 2)
    with refused(room, "not waiting for your signature"):
        room.give(room.pen("cn"), "treaty", treaty=number, op="sign")


@in_class
async def test_treaties_have_their_time_and_their_parties() -> None:
    room = await talking()
    number = room.treaty("us", "cn", CAP, sign=False)
    with refused(room, "no such treaty of yours"):
        room.give(room.pen("huaw"), "treaty", treaty=number, op="sign")
    with refused(room, "not waiting for your signature"):
        room.give(room.pen("us"), "treaty", treaty=number, op="sign")
    with refused(room, "signed, declined, withdrawn or left"):
        room.give(room.pen("cn"), "treaty", treaty=number, op="burn")
    await room.to(REVEAL)
    for op in ("sign", "decline", "leave"):
        with refused(room, "before a round is closed"):
            room.give(room.pen("cn"), "treaty", treaty=number, op=op)
    with refused(room, "before a round is closed"):
        room.treaty("us", "cn", CAP)


@in_class
async def test_a_world_treated_without_treaties_has_none() -> None:
    room = await open_room("B", 24, practice=False)
    await room.to(NEGOTIATE)
    for name, world in room.state.game.worlds.items():
        if world.treatment == "treaties":
            room.treaty("us", "cn", CAP, world=name)
        else:
            with refused(room, "no treaties in this game"):
                room.treaty("us", "cn", CAP, world=name)
            assert treaties_part(room.state, name, "us") is None


@in_class
async def test_the_teacher_can_do_without_treaties_whatever_worlds_are_treated_with() -> None:
    room = await open_room("B", 24, practice=False)
    room.teach("settings", settings={"treaties": False})
    await room.to(NEGOTIATE)
    for name in room.state.game.worlds:
        with refused(room, "no treaties in this game"):
            room.treaty("us", "cn", CAP, world=name)


@in_class
async def test_what_a_treatment_holds_cannot_be_bound() -> None:
    room = await open_room("C", 24)
    await room.to(NEGOTIATE)
    with refused(room, "not on the sheet of this lesson"):
        room.treaty("us", "cn", CAP)


@pytest.mark.parametrize(("team", "op"), [("cn", "decline"), ("us", "decline"), ("us", "withdraw")])
@in_class
async def test_an_offer_is_declined_by_one_side_and_withdrawn_by_the_other(
    team: str, op: str
) -> None:
    room = await talking()
    number = room.treaty("us", "cn", CAP, sign=False)
    room.give(room.pen(team), "treaty", treaty=number, op=op)
    status = room.world().treaties[number].status
    assert status == (treaties.DECLINED if team == "cn" else treaties.WITHDRAWN)
    with refused(room, "not waiting for your signature"):
        room.give(room.pen("cn"), "treaty", treaty=number, op="sign")


@in_class
async def test_three_parties_must_all_sign_before_it_is_in_force() -> None:
    room = await talking()
    room.give(
        room.pen("us"), "offer", parties=["us", "cn", "row"], clauses=[CAP], mode="binding",
        rounds=2,
    )  # fmt: skip
    number = room.state.number
    for team, status in (("row", treaties.OFFERED), ("cn", treaties.ACTIVE)):
        room.give(room.pen(team), "treaty", treaty=number, op="sign")
        assert room.world().treaties[number].status == status


# ---- who knows of it


@pytest.mark.parametrize("mode", treaties.MODES)
@in_class
async def test_who_knows_of_a_treaty(mode: str) -> None:
    room = await talking()
    number = room.treaty("us", "cn", CAP, mode, sign=False)
    treaty = room.world().treaties[number]
    third = [("us", True), ("cn", True), ("huaw", False), (PRESS, False), ("", False)]
    assert [(seat, seen_by(room.state, treaty, seat)) for seat, _ in third] == third
    assert wall(room) == []
    audiences = {ev.seen_by for ev in room.events if isinstance(ev.body, e.Offered | e.Answered)}
    assert audiences == {"team:A.us team:A.cn"}
    room.give(room.pen("cn"), "treaty", treaty=number, op="sign")
    public = mode != treaties.SECRET
    assert seen_by(room.state, treaty, "huaw") == public
    assert len(wall(room)) == int(public)
    assert room.events[-1].seen_by == ("world:A" if public else "team:A.us team:A.cn")
    await reveal(room)
    assert len(wall(room)) == int(public)
    await room.to(DEBRIEF)
    assert seen_by(room.state, treaty, "huaw")


@in_class
async def test_a_practice_treaty_works_like_any_other() -> None:
    """Lesson B has a practice treaty in round 0."""
    room = await talking(practice=True)
    await room.to(NEGOTIATE, 0)
    room.treaty("us", "cn", TRUCE)
    assert len(wall(room)) == 1
    told = await reveal(room)
    assert dict(told.orders)["us.sign_truce"] == 1.0


# ---- binding


@in_class
async def test_a_binding_treaty_refuses_moves_and_words_against_it() -> None:
    room = await talking(statements=True)
    number = room.treaty("us", "cn", CAP, "binding")
    room.treaty("us", "cn", QUIET, "binding")
    with refused(room, "asks for quiet words"):
        room.give(room.pen("us"), "say", round=1, posture="threat")
    room.give(room.pen("us"), "say", round=1, posture="humble")
    await room.to(COMMIT)
    with refused(room, f"forbids this move: treaty {number}"):
        room.sign("us", tools=3)
    with refused(room, f"forbids this move: treaty {number}"):
        room.teach("enter", world="A", team="us", choices={"tools": 3})
    with refused(room, "asks for quiet words"):
        room.teach("enter", world="A", team="us", choices={}, posture="threat")
    room.sign("us", tools=2)
    assert (await reveal(room)).breaches == ()


@pytest.mark.parametrize("how", ["draft", "standing", "signed before", "autopilot"])
@in_class
async def test_what_nobody_may_sign_is_held_back_whatever_counts(how: str) -> None:
    room = await talking()
    if how == "standing":
        room.give(room.pen("us"), "standing", choices={"tools": 4, "plants": 3})
    await room.to(COMMIT)
    if how == "draft":
        for name in room.crew("us"):
            room.propose(name, tools=4, plants=3)
    elif how == "signed before":
        room.sign("us", tools=4, plants=3)
    elif how == "autopilot":
        room.leave(*room.crew("us"))
        room.desk.submit(e.Prepared(room.world().opening | {"levers": {"us.tool_control": 1.0}}),
                         world="A")  # fmt: skip
    room.desk.submit(
        e.Offered(77, "cn", "x", ("cn", "us"), (CAP,), "binding", 2),
        e.Answered(77, "us", "y", "sign", (2,)), world="A",
    )  # fmt: skip
    told = await reveal(room)
    move = told.moves["us"]
    assert move.choices["tools"] == 2
    assert move.bound == ("tools",)
    assert told.breaches == ()
    assert (
        dict(told.orders)["us.tool_control"]
        == find_decision("us.tools").options[2].levers["us.tool_control"]
    )


@in_class
async def test_words_said_before_a_binding_treaty_are_toned_down_and_break_nothing() -> None:
    room = await talking(statements=True)
    room.give(room.pen("us"), "say", round=1, posture="threat")
    room.treaty("us", "cn", QUIET, "binding")
    told = await reveal(room)
    assert told.moves["us"].posture == "neutral"
    assert told.breaches == ()


@in_class
async def test_a_binding_minimum_is_kept_even_by_a_team_that_does_nothing() -> None:
    room = await talking()
    room.treaty("us", "cn", FUND, "binding")
    told = await reveal(room)
    assert told.moves["us"].choices == {"research": 3}
    assert told.breaches == ()


# ---- monitored and secret


@pytest.mark.parametrize("mode", [treaties.MONITORED, treaties.SECRET])
@pytest.mark.parametrize(
    ("clause", "keeps", "breaks"),
    [
        (CAP, {"tools": 2}, {"tools": 3}),
        (FUND, {"research": 3}, {"research": 2}),
        (FROZEN, {}, {"tools": 1}),
    ],
)
@in_class
async def test_a_breach_is_seen_in_the_moves_and_told_as_the_mode_says(
    mode: str, clause: dict[str, Any], keeps: dict[str, int], breaks: dict[str, int]
) -> None:
    for choices, broken in ((keeps, False), (breaks, True)):
        room = await talking()
        number = room.treaty("us", "cn", clause, mode, rounds=3)
        await room.to(COMMIT)
        room.sign("us", **choices)
        told = await reveal(room)
        assert told.breaches == (((number, "us"),) if broken else ())
        treaty = room.world().treaties[number]
        assert treaty.status == (treaties.BREACHED if broken else treaties.ACTIVE)
        assert treaty.breached_by == ("us" if broken else "")
        shown = projector_view(room.desk, "")["worlds"][0]["result"]["breaches"]
        assert len(shown) == int(broken and mode == treaties.MONITORED)


@in_class
async def test_each_side_that_breaks_a_treaty_is_named() -> None:
    room = await talking()
    room.give(
        room.pen("us"), "offer", parties=["us", "cn"], mode="monitored", rounds=2,
        clauses=[CAP, {"kind": "subsidy_cap", "by": "cn", "decision": "fabs", "limit": 1}],
    )  # fmt: skip
    number = room.state.number
    room.give(room.pen("cn"), "treaty", treaty=number, op="sign")
    await room.to(COMMIT)
    room.sign("us", tools=4)
    room.sign("cn", fabs=4)
    assert (await reveal(room)).breaches == ((number, "us"), (number, "cn"))
    assert len(projector_view(room.desk, "")["worlds"][0]["result"]["breaches"]) == 2
    assert room.world().treaties[number].breached_by == "us"


@in_class
async def test_doing_nothing_breaks_a_minimum() -> None:
    room = await talking()
    number = room.treaty("us", "cn", FUND, "monitored")
    assert (await reveal(room)).breaches == ((number, "us"),)


@in_class
async def test_loud_words_break_a_monitored_promise_of_quiet_ones() -> None:
    room = await talking(statements=True)
    number = room.treaty("us", "cn", QUIET, "monitored")
    room.give(room.pen("us"), "say", round=1, posture="triumphant")
    assert (await reveal(room)).breaches == ((number, "us"),)


@in_class
async def test_what_is_frozen_is_what_stood_when_the_last_party_signed() -> None:
    room = await talking()
    await room.to(COMMIT)
    room.sign("us", tools=3)
    await room.to(NEGOTIATE, 2)
    number = room.treaty("us", "cn", FROZEN, "binding", rounds=3)
    assert room.world().treaties[number].limits == (3,)
    await room.to(COMMIT)
    with refused(room, "forbids"):
        room.sign("us", tools=4)
    room.sign("us", tools=1)
    await room.to(COMMIT, 3)
    room.sign("us", tools=3)  # the limit stays what it was at the signing


# ---- the end of treaties


@in_class
async def test_a_treaty_holds_for_its_rounds_and_not_longer() -> None:
    room = await talking()
    number = room.treaty("us", "cn", CAP, "binding", rounds=2)
    for round_number in (1, 2):
        await room.to(COMMIT, round_number)
        with refused(room, "forbids"):
            room.sign("us", tools=3)
        assert room.world().treaties[number].status == treaties.ACTIVE
        await room.to(REFLECT)
    treaty = room.world().treaties[number]
    assert (treaty.status, treaty.ended) == (treaties.EXPIRED, 2)
    await room.to(COMMIT, 3)
    room.sign("us", tools=3)


@in_class
async def test_leaving_takes_two_members_and_frees_the_team_at_once() -> None:
    room = await talking()
    number = room.treaty("us", "cn", CAP, "binding", rounds=5)
    one, other = room.crew("us")[:2]
    room.give(one, "treaty", treaty=number, op="leave")
    assert room.world().treaties[number].status == treaties.ACTIVE
    with refused(room, "Another member of your team"):
        room.give(one, "treaty", treaty=number, op="leave")
    room.give(other, "treaty", treaty=number, op="leave")
    treaty = room.world().treaties[number]
    assert (treaty.status, treaty.breached_by) == (treaties.WITHDRAWN, "")
    with refused(room, "not in force"):
        room.give(other, "treaty", treaty=number, op="leave")
    await room.to(COMMIT)
    room.sign("us", tools=4)
    assert (await reveal(room)).breaches == ()


@in_class
async def test_two_parties_that_both_ask_to_leave_do_not_undo_each_other() -> None:
    room = await talking()
    number = room.treaty("us", "cn", CAP, rounds=5)
    ours, theirs = room.crew("us")[:2], room.crew("cn")[:2]
    for name in (ours[0], theirs[0]):
        room.give(name, "treaty", treaty=number, op="leave")
    treaty = room.world().treaties[number]
    assert treaty.leaving == {"us": ours[0], "cn": theirs[0]}
    for seat, asker in (("us", ours[0]), ("cn", theirs[0])):
        seen = treaty_view(room.state, treaty, seat)
        assert (seen["leaving"], seen["can_leave"]) == (asker, False)
    assert treaty_view(room.state, treaty, "huaw")["leaving"] == ""
    room.teach("seat", op="erase", member=theirs[0])
    assert theirs[0] not in treaty.leaving.values()
    room.give(ours[1], "treaty", treaty=number, op="leave")
    assert (treaty.status, treaty.leaving) == (treaties.WITHDRAWN, {})
    assert fold.fold(room.events) == room.state


@pytest.mark.parametrize("why", ["alone", "one signature"])
@in_class
async def test_leaving_takes_one_where_there_is_no_second(why: str) -> None:
    students, signatures = (4, 2) if why == "alone" else (24, 1)
    room = await talking(students, signatures=signatures)
    number = room.treaty("us", "cn", CAP)
    room.give(room.pen("us"), "treaty", treaty=number, op="leave")
    assert room.world().treaties[number].status == treaties.WITHDRAWN


@in_class
async def test_an_agreement_of_governments_is_signed_in_the_model_and_taken_back() -> None:
    room = await talking()
    room.treaty("us", "cn", TRUCE, rounds=2)
    signed = []
    for number in (1, 2, 3):
        await room.to(REVEAL, number)
        orders = dict(room.world().rounds[-1].orders)
        signed.append((orders["us.sign_truce"], orders["cn.sign_truce"]))
    assert signed == [(1.0, 1.0), (1.0, 1.0), (0.0, 0.0)]


@in_class
async def test_an_agreement_that_was_left_is_taken_back_in_the_same_round() -> None:
    room = await talking(4)
    number = room.treaty("us", "cn", TRUCE, rounds=5)
    await room.to(BRIEF, 2)
    room.give(room.pen("cn"), "treaty", treaty=number, op="leave")
    assert dict((await reveal(room)).orders)["cn.sign_truce"] == 0.0


# ---- signed on paper


@pytest.mark.parametrize("mode", treaties.MODES)
@in_class
async def test_a_treaty_from_paper_is_the_same_as_one_from_phones(mode: str) -> None:
    """Check 17: two rooms, one with phones and one with paper; the treaty says the same."""
    phones, paper = await talking(), await talking()
    number = phones.treaty("us", "cn", FROZEN, mode)
    paper.teach(
        "enter-treaty", world="A", parties=["us", "cn"], clauses=[FROZEN], mode=mode, rounds=2
    )
    assert paper.world().treaties == phones.world().treaties
    own = [ev for ev in paper.events if isinstance(ev.body, e.Offered | e.Answered)]
    public = mode != treaties.SECRET
    assert [ev.kind for ev in own] == ["offered", "answered"]
    assert ("team:" in own[-1].seen_by) != public
    assert number == 1


@in_class
async def test_paper_treaties_obey_the_rules_and_come_whole_or_not_at_all() -> None:
    room = await talking()
    right = {
        "world": "A",
        "parties": ["us", "cn"],
        "clauses": [CAP],
        "mode": "binding",
        "rounds": 2,
    }
    for wrong, words in (
        ({"world": "Z"}, "no such team"),
        ({"parties": []}, "no such team"),
        ({"parties": ["us"]}, "two teams or more"),
        ({"clauses": []}, "1 to 4 clauses"),
    ):
        with refused(room, words):
            room.teach("enter-treaty", **{**right, **wrong})
    await room.to(REVEAL)
    with refused(room, "before a round is closed"):
        room.teach("enter-treaty", **right)
    room = await open_room("A", 12)
    await room.to(NEGOTIATE)
    with refused(room, "no treaties in this game"):
        room.teach("enter-treaty", **right)


def test_every_decision_that_a_clause_may_bind_is_on_a_sheet() -> None:
    on_sheets = {d.name for team in teams().values() for d in team.decisions}
    for kind in treaties.clauses().values():
        assert {*kind.most, *kind.least} <= on_sheets
