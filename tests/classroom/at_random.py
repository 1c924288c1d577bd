"""Somebody who lets a class do whatever comes to mind, refused or not."""

import random

from game.classroom.debrief import forecast_item
from game.classroom.lesson import teams
from game.classroom.refusal import RefusedError
from game.classroom.treaties import MODES, clauses, postures
from tests.classroom.classes import Room


class Class:
    """Somebody who lets a class do whatever comes to mind."""

    def __init__(self, room: Room, seed: int) -> None:
        self.room, self.luck = room, random.Random(seed)

    async def acts(self, count: int) -> None:
        for _ in range(count):
            act = self.luck.choice([*STUDENTS, *STUDENTS, *STUDENTS, *TEACHER])
            try:
                await act(self)
            except RefusedError:
                continue

    def somebody(self) -> str:
        return self.luck.choice(list(self.room.state.members))

    def choices(self, name: str) -> dict[str, int]:
        sheet = self.room.state.sheet(self.room.member(name).team)
        chosen = self.luck.sample(sheet, min(len(sheet), self.luck.randint(0, 4)))
        return {one.key: self.luck.randrange(len(one.options)) for one in chosen}

    def somebody_with_pen(self) -> str:
        pens = [team.pen for _, team in self.room.state.every_team() if team.pen]
        return self.luck.choice(pens or [self.somebody()])


async def proposes(one: Class) -> None:
    name = one.somebody()
    one.room.propose(name, **one.choices(name))


async def signs(one: Class) -> None:
    name = one.somebody_with_pen()
    number = one.room.state.game.round
    one.room.give(name, "sign", round=number, choices=one.choices(name))


async def seconds(one: Class) -> None:
    signed = [(w, t) for w, t in one.room.state.every_team() if t.signed is not None]
    if signed:
        world, team = one.luck.choice(signed)
        name = one.luck.choice(one.room.crew(team.seat, world.name) or [one.somebody()])
        if one.luck.choice(["second", "second", "unsign"]) == "second":
            one.room.second(name)
        else:
            one.room.give(team.pen, "unsign", round=one.room.state.game.round)


async def orders(one: Class) -> None:
    name = one.somebody()
    one.room.give(name, "standing", choices=one.choices(name))


async def chooses(one: Class) -> None:
    name = one.somebody()
    doctrines = teams()[one.room.member(name).team].doctrines
    if doctrines:
        one.room.give(name, "doctrine", doctrine=one.luck.choice(doctrines).key)


async def says(one: Class) -> None:
    one.room.give(
        one.somebody(), "say", round=one.room.state.game.round,
        posture=one.luck.choice(["", *postures()]), text=one.luck.choice(["", "So be it."]),
    )  # fmt: skip


async def offers(one: Class) -> None:
    name = one.somebody()
    member = one.room.member(name)
    world = one.room.world(member.world)
    other = one.luck.choice([t for t in world.teams if one.room.crew(t, world.name)])
    bound = [
        {"kind": kind.kind, "by": by, "decision": d.key, **({} if kind.frozen else {"limit": 2})}
        for kind in clauses().values()
        for by in (member.team, other)
        for d in one.room.state.sheet(by)
        if d.name in (*kind.most, *kind.least)
    ]
    quiet = {"kind": "keep_quiet", "by": member.team, "limit": "humble"}
    one.room.give(
        name, "offer", parties=[member.team, other], clauses=[one.luck.choice([quiet, *bound])],
        mode=one.luck.choice(MODES), rounds=one.luck.randint(1, 3),
    )  # fmt: skip


async def answers(one: Class) -> None:
    known = [(w, t) for w in one.room.state.game.worlds.values() for t in w.treaties.values()]
    if known:
        world, treaty = known[-1] if one.luck.random() < 0.5 else one.luck.choice(known)
        crew = [n for party in treaty.parties for n in one.room.crew(party, world.name)]
        op = one.luck.choice(["sign", "sign", "sign", "decline", "leave", "withdraw"])
        one.room.give(one.luck.choice(crew), "treaty", treaty=treaty.number, op=op)


async def notes(one: Class) -> None:
    one.room.give(one.somebody(), "note", to=one.luck.choice(["us", "cn", "press"]), note="talk")


async def predicts(one: Class) -> None:
    target = one.room.state.game.round + 1
    one.room.give(
        one.somebody(), "predict", round=target, item=forecast_item(one.room.state, target),
        up=one.luck.random() < 0.5, p=one.luck.choice([0.5, 0.7, 0.9]),
    )  # fmt: skip


async def polls(one: Class) -> None:
    poll, answer = one.luck.choice([("feelings", "proud"), ("guess", "40"), ("exit", "Fine.")])
    one.room.give(one.somebody(), "poll", poll=poll, answer=answer)


async def comes_and_goes(one: Class) -> None:
    if one.luck.random() < 0.2:
        one.room.join()
    elif one.luck.random() < 0.5:
        one.room.desk.attendance.went(one.somebody_with_pen())  # noticed after some seconds
    else:
        one.room.come_back(one.somebody())


async def goes_on(one: Class) -> None:
    if one.luck.random() < 0.5:
        await one.room.wait(one.luck.choice([3.0, 20.0, 90.0]), step=4.0)
    else:
        await one.room.next()


async def goes_back(one: Class) -> None:
    marks = one.room.state.marks
    if one.luck.random() < 0.5 and marks:
        one.room.clock("undo", mark=one.luck.choice([0, one.luck.choice(marks).seq]))
    else:
        one.room.clock("fork", round=one.luck.randint(1, 3))


async def turns_the_clock(one: Class) -> None:
    one.room.clock(one.luck.choice(["extend", "pause", "resume"]))


async def seats(one: Class) -> None:
    name = one.somebody()
    world = one.luck.choice(list(one.room.state.game.worlds))
    team = one.luck.choice(list(one.room.world(world).teams))
    op = one.luck.choice(["move", "mute", "unmute", "extra_time", "usual_time", "erase"])
    if op != "erase" or one.luck.random() < 0.3:
        one.room.teach("seat", op=op, member=name, world=world, team=team)


async def enters(one: Class) -> None:
    world = one.luck.choice(list(one.room.state.game.worlds))
    one.room.teach("enter", world=world, team="us", choices={"research": 2}, posture="threat")


async def switches(one: Class) -> None:
    what = one.luck.choice(["door", "projector", "show", "text"])
    item = one.luck.randint(1, max(one.room.state.number, 1))
    one.room.teach("switch", what=what, on=one.luck.random() < 0.5, world="A", item=item)


async def looks(one: Class) -> None:
    one.room.teach(one.luck.choice(["nudge", "peek"]), world="A", team="us")


async def changes(one: Class) -> None:
    wanted = one.luck.choice(
        [{"title": "T"}, {"clocks": True}, {"signatures": 1}, {"rounds": 4}, {"students": 20}]
    )
    one.room.teach("settings", settings=wanted)


STUDENTS = (
    proposes, proposes, signs, signs, seconds, orders, chooses, says, offers, answers, answers,
    notes, predicts, polls, comes_and_goes, goes_on, goes_on,
)  # fmt: skip
TEACHER = (goes_back, turns_the_clock, seats, enters, switches, looks, changes, goes_on, goes_on)
