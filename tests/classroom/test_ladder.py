"""What counts for a team that does not answer: each rung, announced before and on record after."""

import random
from collections.abc import Callable

import pytest

from agents.levers import LEVERS
from game.classroom import ladder
from game.classroom.events import Joined, Move
from game.classroom.lesson import find_decision, teams
from game.classroom.refusal import RefusedError
from game.classroom.state import COMMIT, REVEAL
from game.classroom.views import student
from game.classroom.views.results import public_result
from game.classroom.views.words import FALLBACKS, HOW
from tests.classroom.classes import Room, in_class, moving_seats, open_room

# Numbers of students that leave the first team of lesson B with one member, and with four.
SOLO, TEAM = 4, 24
GRAVE = {"chips": 4}  # of us.chips, where the second signature is asked for


def said(room: Room, seat: str = "us", world: str = "A") -> str:
    """What a phone of the team says before the end of the round."""
    return student.fallback_text(room.state, world, seat)


async def closed(room: Room, seat: str = "us", world: str = "A") -> Move:
    """What counted for a team once time has run out."""
    await room.wait(100.0, step=4.0)
    assert room.phase == REVEAL
    return room.world(world).rounds[-1].moves[seat]


async def class_of(size: str, number: int = 1) -> Room:
    """A class in which the first team is one student, several, or has been left by everybody."""
    students = SOLO if size == "solo" else TEAM
    room = await open_room("B", students, worlds=1, practice=False)
    await room.to(COMMIT, number)
    if size == "empty":
        room.leave(*room.crew("us"))
    return room


# ---- the rungs, one by one


def half_proposes(room: Room) -> None:
    crew = room.crew("us")
    for name in crew[: (len(crew) + 1) // 2]:
        room.propose(name, research=4, tools=1)


def less_than_half_proposes(room: Room) -> None:
    room.propose(room.crew("us")[0], research=4)


def writes_standing_order(room: Room) -> None:
    room.give(room.crew("us")[0], "standing", choices={"research": 3, "basic": 2})


def chooses_doctrine(room: Room) -> None:
    key = teams()["us"].doctrines[0].key
    room.give(room.crew("us")[0], "doctrine", doctrine=key)


def nothing(room: Room) -> None:
    pass


# Who is there, what the team did, which rung counts and with which steps. An empty team that has
# proposed nothing has only the autopilot.
RUNGS: list[tuple[str, list[Callable[[Room], None]], str, dict[str, int]]] = [
    ("solo", [half_proposes], ladder.DRAFT, {"research": 4, "tools": 1}),
    ("solo", [half_proposes, writes_standing_order], ladder.DRAFT, {"research": 4, "tools": 1}),
    ("solo", [writes_standing_order], ladder.STANDING, {"research": 3, "basic": 2}),
    ("solo", [nothing], ladder.CARRY, {}),
    ("team", [half_proposes], ladder.DRAFT, {"research": 4, "tools": 1}),
    ("team", [less_than_half_proposes], ladder.CARRY, {}),
    (
        "team",
        [less_than_half_proposes, writes_standing_order],
        ladder.STANDING,
        {"research": 3, "basic": 2},
    ),
    ("team", [writes_standing_order], ladder.STANDING, {"research": 3, "basic": 2}),
    ("team", [nothing], ladder.CARRY, {}),
    ("empty", [nothing], ladder.AUTOPILOT, {}),
]


@pytest.mark.parametrize(("size", "acts", "how", "choices"), RUNGS)
@in_class
async def test_what_counts_is_announced_and_on_record(
    size: str, acts: list[Callable[[Room], None]], how: str, choices: dict[str, int]
) -> None:
    """Check 6: a rung for each team, its words on the phone before and its reason after."""
    room = await class_of(size)
    for act in acts:
        act(room)
    before = said(room)
    words = "nothing" if how == ladder.CARRY and not choices else how
    assert before == FALLBACKS[words]
    move = await closed(room)
    assert (move.how, move.choices) == (how, choices)
    assert move.present == len(room.state.present("A", "us"))
    card = next(c for c in public_result(room.state, "A")["cards"] if c["seat"] == "us")
    assert card["how_text"] == HOW[how]


@pytest.mark.parametrize("size", ["solo", "team"])
@in_class
async def test_a_team_that_left_an_order_and_no_draft_is_led_by_its_doctrine(size: str) -> None:
    """Check 6: once everybody has gone a standing order does not count."""
    room = await class_of(size)
    for act in (writes_standing_order, chooses_doctrine):
        act(room)
    room.leave(*room.crew("us"))
    assert said(room) == FALLBACKS["autopilot"]
    move = await closed(room)
    assert (move.how, move.choices) == (ladder.AUTOPILOT, {})
    assert move.doctrine == teams()["us"].doctrines[0].key


@pytest.mark.parametrize("proposes", [half_proposes, less_than_half_proposes])
@in_class
async def test_a_draft_counts_though_every_phone_has_gone_to_sleep(
    proposes: Callable[[Room], None],
) -> None:
    """What phones said before they slept holds, for a grave step too."""
    room = await class_of("team")
    proposes(room)
    room.propose(room.crew("us")[0], research=4, **GRAVE)
    promised = ladder.DRAFT if proposes is half_proposes else ladder.CARRY
    assert ladder.move_of(room.state, room.world(), room.team("us")).how == promised
    room.leave(*room.state.members)
    assert said(room).startswith(FALLBACKS["draft"])
    move = await closed(room)
    assert (move.how, move.choices["research"], move.present) == (ladder.DRAFT, 4, 0)
    assert "chips" not in move.choices
    assert room.team("us").misses == 0
    assert room.world().rounds[-1].moves["cn"].how == ladder.AUTOPILOT


@pytest.mark.parametrize("size", ["solo", "team"])
@in_class
async def test_the_last_move_counts_once_more_and_then_the_mind_takes_over(size: str) -> None:
    """Check 6: carry-over twice, autopilot after two misses, and back with the first answer."""
    room = await class_of(size)
    room.sign("us", research=4, plants=2)
    found = [await closed(room)]
    for number in (2, 3, 4):
        await room.to(COMMIT, number)
        if number < 4:
            assert said(room) == FALLBACKS["carry"]
        found.append(await closed(room))
    hows = [move.how for move in found]
    assert hows == [ladder.SIGNED, ladder.CARRY, ladder.CARRY, ladder.AUTOPILOT]
    assert found[1].choices == found[2].choices == {"research": 4, "plants": 2}
    await room.to(COMMIT, 5)
    half_proposes(room)
    assert said(room) == FALLBACKS["draft"]
    assert (await closed(room)).how == ladder.DRAFT
    assert room.team("us").misses == 0


@in_class
async def test_a_standing_order_counts_for_two_rounds_only() -> None:
    """Check 6: a team that never answers is on autopilot from the third round on."""
    room = await class_of("team")
    writes_standing_order(room)
    hows = []
    for number in (1, 2, 3):
        await room.to(COMMIT, number)
        hows.append((await closed(room)).how)
    assert hows == [ladder.STANDING, ladder.STANDING, ladder.AUTOPILOT]


def test_no_decision_is_a_single_act_that_a_carried_move_would_do_again() -> None:
    """Check 6: a carried move holds no one-off actions, since no sheet has any."""
    steps = [d for team in teams().values() for d in team.decisions]
    assert not [lever for one in steps for lever in one.levers if LEVERS[lever].pulse]


# ---- second signatures


@pytest.mark.parametrize("how", [ladder.SIGNED, ladder.DRAFT, ladder.STANDING])
@in_class
async def test_a_grave_step_without_a_second_signature_stays_undone_and_says_so(how: str) -> None:
    room = await class_of("team")
    if how == ladder.SIGNED:
        room.sign("us", research=4, **GRAVE)
    elif how == ladder.DRAFT:
        for name in room.crew("us"):
            room.propose(name, research=4, **GRAVE)
    else:
        room.give(room.crew("us")[0], "standing", choices={"research": 4, **GRAVE})
    title = find_decision("us.chips").title
    undone = f"Without a second signature this stays as it is: {title}."
    assert said(room) == f"{FALLBACKS[how]} {undone}"
    move = await closed(room)
    assert (move.how, move.choices, move.unseconded) == (how, {"research": 4}, ("chips",))


@in_class
async def test_a_seconded_grave_step_counts_and_is_carried_on() -> None:
    room = await class_of("team")
    room.sign("us", **GRAVE)
    room.second(room.mate("us"))
    assert said(room) == FALLBACKS["signed"]
    assert (await closed(room)).choices == GRAVE
    await room.to(COMMIT, 2)
    move = await closed(room)
    assert (move.how, move.choices, move.unseconded) == (ladder.CARRY, GRAVE, ())


@pytest.mark.parametrize("why", ["alone", "one signature", "entered", "in force"])
@in_class
async def test_a_grave_step_needs_no_second_signature_where_nobody_could_or_need_give_it(
    why: str,
) -> None:
    room = await open_room(
        "B", SOLO if why == "alone" else TEAM, worlds=1, practice=False,
        signatures=1 if why == "one signature" else 2,
    )  # fmt: skip
    await room.to(COMMIT)
    if why == "entered":
        room.teach("enter", world="A", team="us", choices=GRAVE)
    else:
        room.sign("us", **GRAVE)
    if why == "in force":
        room.second(room.mate("us"))
        await closed(room)
        await room.to(COMMIT, 2)
        room.sign("us", **GRAVE)
    move = await closed(room)
    assert (move.choices, move.unseconded) == (GRAVE, ())


@in_class
async def test_an_erased_or_watching_member_is_nobody_who_could_second() -> None:
    room = await open_room("B", 6, practice=False)  # teams of two
    await room.to(COMMIT)
    room.teach("seat", op="erase", member=room.mate("us"))
    watch(room, "late")
    room.sign("us", **GRAVE)
    move = await closed(room)
    assert (move.choices, move.unseconded) == (GRAVE, ())


def watch(room: Room, name: str) -> None:
    """A newcomer of the first team."""
    joined = Joined(name, "A", "us", "envoy", "en", observer=True)
    room.desk.submit(joined, actor="door", world="A", team="us", member=name)


@in_class
async def test_a_newcomer_who_watches_changes_nothing_of_what_was_announced() -> None:
    """Check 6: half of those present had a hand in the draft, and latecomers are not asked."""
    room = await open_room("B", 6, practice=False)
    await room.to(COMMIT)
    room.propose(room.pen("us"), research=4)
    for name in ("late", "later"):
        watch(room, name)
    assert said(room) == FALLBACKS["draft"]
    move = await closed(room)
    assert (move.how, move.choices) == (ladder.DRAFT, {"research": 4})
    assert not room.member("late").observer  # from the reveal on


# ---- states at random


def act_at_random(room: Room, luck: random.Random) -> None:
    """Somebody does something, or is refused."""
    members = list(room.state.members.values())
    one = luck.choice(members)
    sheet = room.state.sheet(one.team)
    chosen = luck.sample(sheet, min(len(sheet), luck.randint(0, 3)))
    choices = {d.key: luck.randrange(len(d.options)) for d in chosen}
    number = room.state.game.round
    act = luck.choice(["draft", "draft", "sign", "second", "unsign", "standing", "leave", "back"])
    try:
        if act == "leave":
            room.leave(one.name)
        elif act == "back":
            room.come_back(one.name)
        elif act == "second":
            room.second(one.name)
        elif act == "unsign":
            room.give(one.name, act, round=number)
        elif act == "standing":
            room.give(one.name, act, choices=choices)
        else:
            room.give(one.name, act, round=number, choices=choices)
    except RefusedError:
        return


@pytest.mark.parametrize("seed", range(40))
@in_class
async def test_the_phone_says_before_what_then_happens(seed: int) -> None:
    """Check 6: in any state, the sentence before the deadline is what the round was closed with."""
    luck = random.Random(seed)
    room = await open_room("B", luck.choice([3, 5, 7, 14, 26]), seed=seed + 1, practice=False)
    for number in range(1, 5):
        await room.to(COMMIT, number)
        for _ in range(luck.randint(0, 40)):
            act_at_random(room, luck)
        if luck.random() < 0.3:
            room.join()
        told = {seat: said(room, seat) for seat in moving_seats(room)}
        promised = {s: ladder.move_of(room.state, room.world(), room.team(s)) for s in told}
        await room.next()
        for seat, move in room.world().rounds[-1].moves.items():
            if seat not in told:
                continue
            assert move == promised[seat]
            sentence = FALLBACKS[move.how] if move.how != ladder.CARRY or move.choices else ""
            assert told[seat].startswith(sentence or FALLBACKS["nothing"])
            assert ("second signature" in told[seat]) == bool(move.unseconded)
