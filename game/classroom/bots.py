"""Bots that sit in seats like students: they propose, sign, forecast and vote, each with luck of
its own. They give the same commands as a phone does, and are refused like one.
"""

import asyncio
import random
import secrets
from dataclasses import dataclass, field
from typing import Any

import msgspec

from game.classroom import commands, debrief, seating, sheets, treaties, words
from game.classroom import events as e
from game.classroom.commands.polls import CERTAINTIES, FEELINGS
from game.classroom.desk import Desk
from game.classroom.lesson import PRESS
from game.classroom.refusal import RefusedError
from game.classroom.state import COMMIT, DEBRIEF, NEGOTIATE, REFLECT, Member

LOOK_S = 0.1
# How often a bot does something that it could: answer at all, offer a treaty, sign one.
ANSWERS, OFFERS, SIGNS = 0.9, 0.15, 0.5


@dataclass
class Bots:
    """A room of bots. `hurry` is the part of a phase after which they are done."""

    desk: Desk
    seed: int = 7
    hurry: float = 0.5
    names: list[str] = field(default_factory=list)
    _luck: random.Random = field(init=False)
    _done: set[tuple[str, int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._luck = random.Random(self.seed)

    def join(self, count: int) -> None:
        """Take so many seats."""
        state = self.desk.state
        for _ in range(count):
            world, team = seating.open_place(state)
            name = words.new_name(state.names_given)
            role = seating.role_for(state, world, team)
            joined = e.Joined(name, world, team, role, state.settings.language, bot=True)
            self.desk.submit(joined, actor="door", world=world, team=team, member=name)
            self.names.append(name)

    async def play(self) -> None:
        """Play along until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_S)

    def look(self) -> None:
        """Every bot does what it wants to do now."""
        game = self.desk.state.game
        due = {NEGOTIATE: self._talk, COMMIT: self._decide, REFLECT: self._forecast,
               DEBRIEF: self._vote}.get(game.phase)  # fmt: skip
        if due is None or self.desk.halted:
            return
        for name in self.names:
            member = self.desk.state.members.get(name)
            if member is not None and not member.observer and self._ripe(name):
                due(member)

    def _ripe(self, name: str) -> bool:
        """Whether a bot has thought for long enough in this phase: each takes its own time."""
        clock, game = self.desk.state.clock, self.desk.state.game
        if clock.paused:
            return False
        whole = self.desk.state.settings.seconds.get(game.phase, 0)
        left = clock.remaining(self.desk.clock.now())
        who = self.names.index(name)  # names are drawn anew each time, places are not
        wait = random.Random(f"{self.seed} {who} {game.round} {game.phase}").random()
        return left is None or whole - left >= wait * self.hurry * whole

    def _once(self, name: str, what: str) -> bool:
        """Whether a bot has not done this yet in this phase; it is taken as done."""
        key = name, self._now(), what
        if key in self._done:
            return False
        self._done.add(key)
        return True

    def _now(self) -> int:
        """Which phase this is of all that there were: a round that is played again is another."""
        return self.desk.state.marks[-1].seq

    def _give(self, name: str, command: str, **body: Any) -> bool:
        """Give a command as a phone would; a refusal is an answer too."""
        try:
            commands.run(self.desk, name, command, msgspec.json.encode(body), secrets.token_hex(8))
        except RefusedError:
            return False
        return True

    # ---- what they do

    def _talk(self, member: Member) -> None:
        state = self.desk.state
        there = state.game.worlds[member.world]
        number = state.game.round
        team = there.teams[member.team]
        if team.pen != member.name or member.team == PRESS or not self._once(member.name, "talk"):
            return
        if state.settings.statements:
            card = self._luck.choice(list(treaties.postures()))
            self._give(member.name, "say", round=number, posture=card)
        if not state.treaties_allowed(member.world):
            return
        for one in list(there.treaties.values()):
            waiting = one.status == treaties.OFFERED and member.team in one.parties
            if waiting and member.team not in one.signed and self._luck.random() < SIGNS:
                self._give(member.name, "treaty", treaty=one.number, op="sign")
        others = [s for s in there.teams if s not in (member.team, PRESS)]
        if others and self._luck.random() < OFFERS:
            self._offer(member, self._luck.choice(others))

    def _offer(self, member: Member, other: str) -> None:
        clauses = [
            {"kind": kind.kind, "by": by, "decision": name.partition(".")[2]}
            for kind in treaties.clauses().values()
            if kind.frozen
            for name in (*kind.most, *kind.least)
            for by in (name.partition(".")[0],)
            if by in (member.team, other)
            and any(d.key == name.partition(".")[2] for d in self.desk.state.sheet(by))
        ]
        if clauses:
            self._give(
                member.name, "offer", parties=[member.team, other],
                clauses=[self._luck.choice(clauses)], mode=self._luck.choice(treaties.MODES),
                rounds=2,
            )  # fmt: skip

    def _decide(self, member: Member) -> None:
        state = self.desk.state
        if member.team == PRESS:
            return
        number = state.game.round
        there = state.game.worlds[member.world]
        team = there.teams[member.team]
        if self._once(member.name, "propose") and self._luck.random() < ANSWERS:
            self._give(member.name, "draft", round=number, choices=self._wish(member))
        if team.signed is not None:
            if team.signed_by != member.name and not team.seconded_by:
                self._give(member.name, "second", round=number, receipt=team.receipt)
            return
        present = [m.name for m in state.present(member.world, member.team)]
        asked = all(
            (n, self._now(), "propose") in self._done or n in team.proposals for n in present
        )
        if team.pen == member.name and asked and self._once(member.name, "sign"):
            law = state.law(member.world)
            draft = sheets.draft(state.sheet(member.team), team.proposals.values(), law)
            if not self._give(member.name, "sign", round=number, choices=draft):
                self._give(member.name, "sign", round=number, choices={})

    def _wish(self, member: Member) -> dict[str, int]:
        """One or two steps away from what is in force, in a decision or two."""
        law = self.desk.state.law(member.world)
        sheet = list(self.desk.state.sheet(member.team))
        chosen = self._luck.sample(sheet, min(len(sheet), self._luck.choice((1, 2))))
        found = {}
        for decision in chosen:
            step = decision.nearest(law) + self._luck.choice((-1, 0, 1, 1))
            found[decision.key] = min(max(step, 0), len(decision.options) - 1)
        return found

    def _forecast(self, member: Member) -> None:
        state = self.desk.state
        target = state.game.round + 1
        if state.game.round < 1 or target > state.settings.rounds:
            return
        if self._once(member.name, "forecast"):
            self._give(
                member.name, "predict", round=target, item=debrief.forecast_item(state, target),
                up=self._luck.random() < 0.5, p=self._luck.choice(CERTAINTIES),
            )  # fmt: skip

    def _vote(self, member: Member) -> None:
        stage = self.desk.state.game.stage
        if not self._once(member.name, "answer"):
            return
        if stage == "feelings":
            self._give(member.name, "poll", poll="feelings", answer=self._luck.choice(FEELINGS))
        elif stage == "vote":
            open_to = debrief.candidates(self.desk.state, member.world)
            if open_to:
                self._give(member.name, "poll", poll="vote", answer=self._luck.choice(open_to).key)
        elif stage == "flip":
            self._give(member.name, "poll", poll="guess", answer=str(self._luck.randint(10, 90)))
        elif stage == "exit":
            self._give(member.name, "poll", poll="exit", answer="A bot has nothing to add.")
