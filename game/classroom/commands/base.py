"""What every command rests on: who gives it, what comes over the wire, refusals with a sentence."""

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from game.classroom import events as e
from game.classroom.desk import Desk
from game.classroom.refusal import RefusedError
from game.classroom.state import BRIEF, COMMIT, NEGOTIATE, Member, TeamState, WorldState
from game.language import tr

Name = Annotated[str, Meta(max_length=40)]
Text = Annotated[str, Meta(max_length=e.LONGEST_TEXT)]
Answer = Annotated[str, Meta(max_length=e.LONGEST_ANSWER)]
Step = Annotated[int, Meta(ge=0, le=40)]
Choices = Annotated[dict[Name, Step], Meta(max_length=20)]
Written = Future[None]
T = TypeVar("T")

OPEN = (BRIEF, NEGOTIATE, COMMIT)  # while a round can still be shaped


class Wire(Struct, frozen=True, forbid_unknown_fields=True):
    """A command as it comes over the wire."""


def read(data: bytes, kind: type[T]) -> T:
    """What came over the wire. Raises: RefusedError if it is none of that kind."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        raise RefusedError(tr("The message cannot be read. Load the page again."), 400) from None


@dataclass(frozen=True)
class Caller:
    """Who gives a command: a member with its team and world."""

    desk: Desk
    member: Member
    team: TeamState
    world: WorldState
    idem: str

    @property
    def phase(self) -> str:
        """What is going on."""
        return self.desk.state.game.phase

    def submit(self, *bodies: e.Body, parties: tuple[str, ...] = ()) -> Written:
        """Events of this member."""
        return self.desk.submit(
            *bodies, actor=self.member.name, world=self.world.name, team=self.team.seat,
            member=self.member.name, idem=self.idem, parties=parties,
        )  # fmt: skip


def caller(desk: Desk, name: str, idem: str) -> Caller:
    """The member of that name as one who gives a command. Raises: RefusedError if there is none."""
    member = desk.state.members.get(name)
    if member is None or member.erased:
        raise RefusedError(tr("This seat is no longer there. Join again."), 403)
    world = desk.state.game.worlds[member.world]
    return Caller(desk, member, world.teams[member.team], world, idem)


def check_round(who: Caller, number: int, allowed: tuple[str, ...]) -> None:
    """Raises: RefusedError if that part of that round is not open to this member."""
    if who.phase not in allowed or number != who.desk.state.game.round:
        raise RefusedError(tr("This part of the round is over."))
    check_seated(who)


def check_seated(who: Caller) -> None:
    """Raises: RefusedError for a newcomer who still watches, and does not act for the team."""
    if who.member.observer:
        raise RefusedError(tr("You watch until the next round begins."), 403)


# ---- the teacher


def by_teacher(desk: Desk, idem: str, *bodies: e.Body, **where: Any) -> Written:
    """Events of the teacher."""
    return desk.submit(*bodies, actor=e.TEACHER, idem=idem, **where)


def check_team(desk: Desk, world: str, team: str) -> None:
    """Raises: RefusedError if there is no such team."""
    there = desk.state.game.worlds.get(world)
    if there is None or team not in there.teams:
        raise RefusedError(tr("There is no such team."), 404)
