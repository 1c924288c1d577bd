"""Sealed is sealed: no page shows what is another team's, or of another time.

A page is made twice: from the class as it is, and from the same class in which everything that is
sealed for that page is another thing (moves, proposals, orders, doctrines, secret treaties,
treatments, the twin, forecasts). Both must be the same to the last byte.
"""

import asyncio
import contextlib
import copy
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace as with_fields

from game.classroom import debrief, fold, phases, treaties
from game.classroom import events as e
from game.classroom.lesson import PRESS, find_decision, teams
from game.classroom.refusal import RefusedError
from game.classroom.state import (
    COMMIT,
    DEBRIEF,
    OVER,
    REFLECT,
    REVEAL,
    ClassState,
    Round,
    WorldState,
)
from game.classroom.views import student
from game.classroom.views.pages import Pages, Parts
from tests.classroom.at_random import Class
from tests.classroom.classes import Room, in_class, open_room

GAMES, CHUNKS, IN_PASSING = 1000, 20, 4
OTHER_WORDS = "something else"


@dataclass(frozen=True)
class Eyes:
    """Who looks: a student by name, or the wall, which belongs to no team."""

    name: str = ""
    world: str = ""
    team: str = ""

    def page(self, room: Room, state: ClassState) -> Parts:
        """What is shown of a state."""
        desk = copy.copy(room.desk)
        desk.state = state
        pages = Pages(desk, "http://192.168.1.20:8000")
        return pages.student(self.name) if self.name else pages.projector("en")


WALL = Eyes()


def everybody(room: Room) -> list[Eyes]:
    return [WALL, *(Eyes(m.name, m.world, m.team) for m in room.state.members.values()
                    if not m.erased)]  # fmt: skip


# ---- the same class with other secrets


class Otherwise:
    """A copy of a class in which everything is different that some eyes must not see."""

    def __init__(self, state: ClassState, eyes: Eyes, luck: random.Random) -> None:
        self.eyes, self.luck = eyes, luck
        self.open = state.game.phase in (DEBRIEF, OVER)
        self.state = replace(
            state, game=state.game.copied(), members=copy.deepcopy(state.members), marks=[],
            episodes=[], peeked=["A.us"], polls=copy.deepcopy(state.polls), knocks={"k": "x"},
        )  # fmt: skip
        for world in self.state.game.worlds.values():
            self.change_teams(world)
            self.change_words(world)
            if not self.open:
                self.change_luck(world)
        self.change_students()

    def own(self, world: WorldState, seat: str) -> bool:
        return (world.name, seat) == (self.eyes.world, self.eyes.team)

    def another(self, seat: str) -> e.Choices:
        return {d.key: self.luck.randrange(len(d.options)) for d in self.state.sheet(seat)}

    def change_teams(self, world: WorldState) -> None:
        for seat, team in world.teams.items():
            if self.own(world, seat):
                continue
            was, done = team.signed, seat != PRESS and phases.signed(self.state, world, team)
            team.proposals = {"s999": self.another(seat)}
            if team.signed is not None:
                team.signed = self.another(seat)
                team.signed_by, team.receipt, team.salt = "s999", "ffffff", "ff" * 8
                team.seconded_by = "s998" if done else ""
            if seat != PRESS and phases.signed(self.state, world, team) != done:
                team.signed = {} if done else was  # all may see whether it is signed, not what
            team.standing, team.doctrine = self.another(seat), OTHER_WORDS
            team.last, team.misses, team.offers = self.another(seat), team.misses + 1, 2
        if world.closing is not None:
            world.closing = {s: self.other_move(world, s, m) for s, m in world.closing.items()}
        world.rounds = [self.other_round(world, one) for one in world.rounds]

    def other_move(self, world: WorldState, seat: str, move: e.Move) -> e.Move:
        return with_fields(move, choices=self.another(seat), salt="00")

    def other_round(self, world: WorldState, one: Round) -> Round:
        """Moves that were revealed stay; who lacked a second signature, and whose doctrine led,
        was never shown."""
        moves = {
            seat: move
            if self.own(world, seat)
            else with_fields(move, doctrine=OTHER_WORDS, unseconded=("tools",), signer="s999")
            for seat, move in one.moves.items()
        }
        hidden = {t.number for t in world.treaties.values() if self.hidden(world, t)}
        breaches = tuple(b for b in one.breaches if b[0] not in hidden)
        return replace(one, moves=moves, breaches=breaches)

    def hidden(self, world: WorldState, treaty: treaties.Treaty) -> bool:
        """Whether these eyes may not know that there is such a treaty."""
        party = world.name == self.eyes.world and self.eyes.team in treaty.parties
        public = treaty.made and treaty.mode != treaties.SECRET
        return not (party or public or self.open)

    def change_words(self, world: WorldState) -> None:
        for number, treaty in list(world.treaties.items()):
            if self.hidden(world, treaty):
                del world.treaties[number]
        own_world = world.name == self.eyes.world
        world.notes = [n for n in world.notes if own_world and self.eyes.team in (n.team, n.to)]
        for statement in world.statements.values():
            if statement.shown is not True and not self.own(world, statement.team):
                statement.text = statement.text and OTHER_WORDS

    def change_luck(self, world: WorldState) -> None:
        """Before the debrief: how a world is treated, and its twin."""
        fixed = self.state.lesson.fixed
        if fixed:
            world.treatment = {"on": "off", "off": "on"}.get(world.treatment, "")

        def otherwise(standing: dict[str, Any]) -> dict[str, Any]:
            held = dict.fromkeys(fixed, 0.123)
            return {**standing, "levers": {**standing["levers"], **held}}

        if world.opening is not None:
            world.opening = otherwise(world.opening)
        world.rounds = [
            replace(
                one, orders=(),
                result={**one.result, "twin": {}, "digest": "f" * 16, "seed": 999,
                        "standing": otherwise(one.result["standing"])},
            )
            for one in world.rounds
        ]  # fmt: skip

    def change_students(self) -> None:
        game, name = self.state.game, self.eyes.name
        for one in self.state.members.values():
            if one.name != name:
                one.muted, one.extra_time = not one.muted, not one.extra_time
                one.language = "zh"
                one.rounds = {99}
        if self.open:  # the class as a whole is shown, nobody's answer is
            for answers in self.state.polls.values():
                others = [who for who in answers if who != name]
                said = [answers[who] for who in others]
                self.luck.shuffle(said)
                answers.update(zip(others, said, strict=True))
            exits = self.state.polls.get("exit", {})
            exits.update({who: OTHER_WORDS for who in exits if who != name})
        else:
            game.predictions = [p for p in game.predictions if p.member == name]
            own = {poll: said for poll, said in self.state.polls.items() if name in said}
            self.state.polls = {poll: {name: said[name]} for poll, said in own.items()}


def leaks(room: Room, eyes: Eyes, luck: random.Random) -> list[str]:
    """The parts of a page that show something sealed."""
    own = eyes.page(room, room.state)
    other = eyes.page(room, Otherwise(room.state, eyes, luck).state)
    return [key for key in own if own[key] != other[key]]


async def game_of(seed: int) -> tuple[Class, random.Random]:
    """A class in which anything may happen, and the luck of who looks."""
    luck = random.Random(seed)
    room = await open_room(
        "ABC"[seed % 3], luck.choice([4, 7, 13]), seed=seed, practice=luck.random() < 0.2,
        statements=True, treaties=True, talk="free", rounds=2, clocks=False,
    )  # fmt: skip
    one = Class(room, seed)
    while luck.random() < 0.9 and room.phase != DEBRIEF:  # somewhere in the lesson
        await one.acts(4)
        with contextlib.suppress(RefusedError):  # the model may be preparing a world
            await room.next()
        await room.wait(1.0)
    return one, luck


SOME = [
    chunk if chunk < IN_PASSING else pytest.param(chunk, marks=pytest.mark.slow)
    for chunk in range(CHUNKS)
]


@pytest.mark.parametrize("chunk", SOME)
@in_class
async def test_no_page_shows_what_is_sealed(chunk: int) -> None:
    """Check 7: 1,000 games at random (200 in a default run), looked at by students and the wall."""
    for seed in range(chunk, GAMES, CHUNKS):
        one, luck = await game_of(seed)
        for _ in range(2):
            await one.acts(luck.randint(5, 40))
            for eyes in [WALL, *luck.sample(everybody(one.room)[1:], 2)]:
                assert leaks(one.room, eyes, luck) == [], (seed, one.room.phase, eyes)


class OtherMoves(Otherwise):
    """Only what teams decide is different; of all else the teacher knows."""

    def __init__(self, state: ClassState, luck: random.Random) -> None:
        self.eyes, self.luck = WALL, luck
        self.state = replace(state, game=state.game.copied())
        for world in self.state.game.worlds.values():
            kept = {seat: (set(t.proposals), t.misses) for seat, t in world.teams.items()}
            self.change_teams(world)
            for seat, team in world.teams.items():
                names, team.misses = kept[seat]
                team.proposals = {name: self.another(seat) for name in names}

    def hidden(self, world: WorldState, treaty: treaties.Treaty) -> bool:
        return False


def console(room: Room, state: ClassState) -> Parts:
    desk = copy.copy(room.desk)
    desk.state = state
    return Pages(desk, "").console("en")


@in_class
async def test_the_console_shows_who_has_signed_but_no_move_without_a_peek() -> None:
    """Check 7: peeking is off, and logged when it is used."""
    for seed in range(24):
        one, luck = await game_of(seed)
        await one.acts(luck.randint(5, 40))
        state = one.room.state
        state.peeked.clear()
        for _, team in state.every_team():
            team.signed_by = "s999" if team.signed is not None else ""
            team.standing = team.standing or {}
        after = console(one.room, OtherMoves(state, luck).state)
        assert console(one.room, state) == after, seed
    room = await busy_room()
    room.teach("peek", world="A", team="us")
    assert console(room, room.state) != console(room, OtherMoves(room.state, luck).state)


# ---- the test is able to fail


def rounds_of(state: ClassState, world: str) -> list[Round]:
    return state.game.worlds[world].rounds


# What a page could show by mistake, of every team of a world.
MISTAKES: dict[str, Callable[[ClassState, str], Any]] = {
    "proposals": lambda s, w: [len(t.proposals) for t in s.game.worlds[w].teams.values()],
    "moves": lambda s, w: [t.signed for t in s.game.worlds[w].teams.values()],
    "receipts": lambda s, w: [t.receipt for t in s.game.worlds[w].teams.values()],
    "closed moves": lambda s, w: repr(s.game.worlds[w].closing),
    "standing orders": lambda s, w: [t.standing for t in s.game.worlds[w].teams.values()],
    "doctrines": lambda s, w: [t.doctrine for t in s.game.worlds[w].teams.values()],
    "treaties": lambda s, w: len(s.game.worlds[w].treaties),
    "breaches": lambda s, w: [len(r.breaches) for r in rounds_of(s, w)],
    "notes": lambda s, w: len(s.game.worlds[w].notes),
    "texts": lambda s, w: [one.text for one in s.game.worlds[w].statements.values()],
    "treatments": lambda s, w: s.game.worlds[w].treatment,
    "law": lambda s, w: s.law(w),
    "the twin": lambda s, w: [r.result["twin"] for r in rounds_of(s, w)],
    "forecasts": lambda s, w: len(s.game.predictions),
    "second signatures": lambda s, w: [m.unseconded for r in rounds_of(s, w)
                                       for m in r.moves.values()],
    "private marks": lambda s, w: [m.extra_time for m in s.members.values()],
}  # fmt: skip


async def busy_room() -> Room:
    """A class in which there is something of everything that can be sealed."""
    room = await open_room("C", 24, treaties=True, talk="free")
    await room.to("negotiate", 1)
    quiet = {"kind": "keep_quiet", "by": "cn", "limit": "neutral"}
    room.treaty("cn", "huaw", quiet, "secret", rounds=3)
    room.give(room.pen("cn"), "say", round=1, posture="threat", text="We wait for nobody.")
    await room.to(COMMIT)
    room.sign("cn", minerals=4)  # nobody seconds it
    await room.to(REFLECT)
    for seat in ("us", "cn"):
        item = debrief.forecast_item(room.state, 2)
        room.give(room.crew(seat)[0], "predict", round=2, item=item, up=True, p=0.9)
    await room.to("negotiate", 2)
    room.treaty("us", "cn", {"kind": "keep_quiet", "by": "us", "limit": "humble"}, sign=False)
    room.give(room.pen("cn"), "note", to="huaw", text="Between us.")
    room.give(room.pen("cn"), "say", round=2, text="Soon.")
    room.teach("seat", op="extra_time", member=room.pen("cn"))
    await room.to(COMMIT)
    for seat in ("us", "cn"):
        room.propose(room.crew(seat)[0], research=4)
        room.sign(seat, research=3)
        room.give(room.pen(seat), "standing", choices={"basic": 1})
        room.give(room.pen(seat), "doctrine", doctrine=teams()[seat].doctrines[0].key)
    return room


@pytest.mark.parametrize("mistake", MISTAKES)
@in_class
async def test_a_page_that_shows_it_would_be_noticed(
    mistake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check 7: each kind of secret, put on a page on purpose, is found there."""
    room, luck = await busy_room(), random.Random(1)
    if mistake == "closed moves":
        room.desk.rounds.model.wait = asyncio.Event()
        await room.next()
    eyes = [WALL, Eyes(room.crew("row")[0], "A", "row")]
    assert [leaks(room, one, luck) for one in eyes] == [[], []]
    honest = student.world_part

    def leaky(state: ClassState, world: str) -> dict[str, Any]:
        return {**honest(state, world), "oops": MISTAKES[mistake](state, world)}

    monkeypatch.setattr(student, "world_part", leaky)
    assert [leaks(room, one, luck) for one in eyes] == [["worlds"], ["world"]]
    await room.desk.rounds.end()


# ---- the log


def audience_of(event: e.Event, state: ClassState) -> set[str]:
    """Who may see an event: a table of its own, to hold the log against."""
    body, world = event.body, event.world
    sealed = (e.Proposed, e.Signed, e.Seconded, e.Unsigned, e.Standing, e.Doctrine)
    if isinstance(body, sealed) or (isinstance(body, e.Said) and body.text):
        return {f"team:{world}.{team_then(state, event)}"}
    if isinstance(body, e.Entered | e.Penned | e.Nudged):
        return {f"team:{world}.{body.team}"}
    if isinstance(body, e.Predicted | e.Polled | e.Spoke | e.Switched | e.Flagged):
        return {f"seat:{body.member}"}
    if isinstance(body, e.Noted):
        return {f"team:{world}.{body.team}", f"team:{world}.{body.to}"}
    if isinstance(body, e.Offered):
        return {f"team:{world}.{party}" for party in body.parties}
    if isinstance(body, e.Joined | e.Presence | e.Said):
        return {f"world:{world}"}
    public = (e.Seated, e.Locked, e.Blanked, e.Shown, e.Phase, e.Ticked, e.Rewound, e.Approved,
              e.Flipped, e.Closing)  # fmt: skip
    return {e.PUBLIC} if isinstance(body, public) else {e.TEACHER}


def team_then(state: ClassState, event: e.Event) -> str:
    body: Any = event.body
    return body.team if isinstance(body, e.Said) else state.members[body.member].team


@in_class
async def test_no_event_reaches_anybody_who_may_not_see_it() -> None:
    """Check 7: the audience written into the log is nobody's but those who may see the event."""
    kinds: set[str] = set()
    for seed in range(16):
        one, _ = await game_of(seed)
        await one.acts(200)
        state = fold.begin(one.room.events[0])
        for event in one.room.events[1:]:
            seen = set(event.seen_by.split())
            if isinstance(event.body, e.Answered):
                treaty = state.game.worlds[event.world].treaties[event.body.treaty]
                parties = {f"team:{event.world}.{p}" for p in treaty.parties}
                done = treaty.made or event.body.limits
                public = treaty.mode != treaties.SECRET and done
                assert seen == ({f"world:{event.world}"} if public else parties)
            else:
                assert seen == audience_of(event, state), event
            kinds.add(event.kind)
            fold.apply(state, event)
    assert {"proposed", "signed", "standing", "offered", "answered", "closed", "noted"} <= kinds


# ---- and before their time


@in_class
async def test_what_was_sealed_is_shown_when_its_time_has_come() -> None:
    """Check 7: the other side: reveal and debrief open moves, treaties, treatments and the twin."""
    room = await busy_room()
    eyes = Eyes(room.crew("row")[0], "A", "row")

    def shown() -> bytes:
        return b"".join(eyes.page(room, room.state).values())

    assert b"Sanctions held" not in shown()
    assert b"twin" not in shown()
    await room.to(REVEAL)
    cards = msgspec.json.decode(eyes.page(room, room.state)["result"])["cards"]
    moves = {card["seat"]: [row["title"] for row in card["moves"]] for card in cards}
    assert moves["us"] == moves["cn"] == [find_decision("us.research").title]
    await room.to(DEBRIEF)
    while room.state.game.stage != "timeline":
        await room.next()
    part = msgspec.json.decode(eyes.page(room, room.state)["debrief"])
    assert part["treatment"].startswith("Sanctions held")
    assert part["rounds"][0]["twin"]
    (secret,) = part["secret"]
    assert secret["parties"] == ["China", "Huawei"]
