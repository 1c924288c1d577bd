"""Words between teams: treaties, public statements, notes."""

from collections.abc import Callable
from typing import Annotated, Any

from msgspec import Meta

from game.classroom import events as e
from game.classroom import treaties
from game.classroom.commands.base import (
    OPEN,
    Caller,
    Name,
    Text,
    Wire,
    Written,
    check_round,
    check_seated,
)
from game.classroom.lesson import PRESS
from game.classroom.refusal import RefusedError
from game.classroom.state import DEBRIEF, REFLECT, REVEAL, Treaty, WorldState
from game.language import tr

# Notes that can be sent where teams do not write freely: keys of views/texts.py.
NOTES = ("talk", "deal", "thanks", "no", "stop", "why")
FACE, FREE = "face", "free"
_TALK = (*OPEN, REVEAL, REFLECT, DEBRIEF)


class Offer(Wire, frozen=True):
    """A treaty."""

    parties: Annotated[list[Name], Meta(max_length=6)]
    clauses: Annotated[list[dict[Name, Any]], Meta(max_length=8)]
    mode: Name
    rounds: int


class Reply(Wire, frozen=True):
    """What a party does with a treaty."""

    treaty: int
    op: Name


class Say(Wire, frozen=True):
    """A public statement."""

    round: int
    posture: Name = ""
    text: Text = ""


class SendNote(Wire, frozen=True):
    """A note to another team."""

    to: Name
    note: Name = ""
    text: Text = ""


def offer(who: Caller, body: Offer) -> Written:
    state = who.desk.state
    if who.phase not in OPEN or who.member.observer:
        raise RefusedError(tr("Treaties are made before a round is closed."))
    if not state.treaties_allowed(who.world.name):
        raise RefusedError(tr("There are no treaties in this game."), 403)
    if who.team.offers >= treaties.MOST_OFFERS:
        raise RefusedError(
            tr("A team makes at most {n} offers in a round.", n=treaties.MOST_OFFERS)
        )
    try:
        clauses = treaties.check(
            state, who.world.name, who.team.seat, body.parties, body.clauses, body.mode,
            body.rounds,
        )  # fmt: skip
    except treaties.TreatyError as error:
        raise RefusedError(str(error), 400) from None
    made = e.Offered(
        state.number + 1, who.team.seat, who.member.name, tuple(body.parties), clauses, body.mode,
        body.rounds,
    )  # fmt: skip
    return who.submit(made, parties=made.parties)


def reply(who: Caller, body: Reply) -> Written:
    seat = who.team.seat
    treaty = who.world.treaties.get(body.treaty)
    if treaty is None or seat not in treaty.parties:
        raise RefusedError(tr("There is no such treaty of yours."), 404)
    if who.phase not in OPEN or who.member.observer:
        raise RefusedError(tr("Treaties are made before a round is closed."))
    rule = _REPLIES.get(body.op)
    if rule is None:
        raise RefusedError(tr("A treaty can be signed, declined, withdrawn or left."), 400)
    bodies = rule(who, treaty)
    public = treaty.mode != treaties.SECRET and bool(bodies[-1].limits or treaty.made)
    return who.submit(*bodies, parties=() if public else treaty.parties)


def _answer(
    who: Caller, treaty: Treaty, op: str, limits: tuple[int | None, ...] = ()
) -> e.Answered:
    return e.Answered(treaty.number, who.team.seat, who.member.name, op, limits)


def _sign_treaty(who: Caller, treaty: Treaty) -> list[e.Answered]:
    if treaty.status != treaties.OFFERED or who.team.seat in treaty.signed:
        raise RefusedError(tr("This treaty is not waiting for your signature."))
    last = set(treaty.parties) == {*treaty.signed, who.team.seat}
    limits = treaties.limits(who.desk.state, who.world.name, treaty.clauses) if last else ()
    return [_answer(who, treaty, "sign", limits)]


def _decline(who: Caller, treaty: Treaty) -> list[e.Answered]:
    if treaty.status != treaties.OFFERED:
        raise RefusedError(tr("This treaty is not on offer."))
    own = treaty.by == who.team.seat
    return [_answer(who, treaty, "withdraw" if own else "decline")]


def _leave(who: Caller, treaty: Treaty) -> list[e.Answered]:
    if treaty.status != treaties.ACTIVE:
        raise RefusedError(tr("This treaty is not in force."))
    state = who.desk.state
    alone = len(state.active(who.world.name, who.team.seat)) < 2 or state.settings.signatures < 2
    asker = treaty.leaving.get(who.team.seat)
    if asker not in (None, who.member.name):
        return [_answer(who, treaty, "second")]
    if asker is not None and not alone:
        raise RefusedError(tr("Another member of your team must sign as well."), 403)
    leave = _answer(who, treaty, "leave")
    return [leave, _answer(who, treaty, "second")] if alone else [leave]


_REPLIES: dict[str, Callable[[Caller, Treaty], list[e.Answered]]] = {
    "sign": _sign_treaty,
    "decline": _decline,
    "withdraw": _decline,
    "leave": _leave,
}


def say(who: Caller, body: Say) -> Written:
    state = who.desk.state
    check_round(who, body.round, _TALK)
    if who.member.muted:
        raise RefusedError(tr("The teacher has muted you."), 403)
    if not state.settings.statements and who.team.seat != PRESS:
        raise RefusedError(tr("There are no public statements in this game."), 403)
    if body.posture and (who.team.seat == PRESS or body.posture not in treaties.postures()):
        raise RefusedError(tr("There is no posture of that name."), 400)
    if body.posture and who.phase not in OPEN:
        raise RefusedError(tr("The posture of this round is fixed by now."))
    text = " ".join(body.text.split())
    if text and state.settings.talk == FACE and who.team.seat != PRESS:
        raise RefusedError(tr("In this class teams speak face to face."), 403)
    if not text and not body.posture:
        raise RefusedError(tr("There is nothing to say yet."), 400)
    refuse_loud(who.world, who.team.seat, body.posture)
    return who.submit(
        e.Said(state.number + 1, who.team.seat, who.member.name, body.round, body.posture, text)
    )


def refuse_loud(world: WorldState, team: str, posture: str) -> None:
    """Raises: RefusedError if a binding treaty asks for quieter words."""
    broken = treaties.too_loud(world, team, posture)
    if broken is not None:
        words = tr("A binding treaty asks for quiet words: treaty {n}.", n=broken.number)
        raise RefusedError(words)


def note(who: Caller, body: SendNote) -> Written:
    check_seated(who)
    talk = who.desk.state.settings.talk
    if talk == FACE:
        raise RefusedError(tr("In this class teams speak face to face."), 403)
    if who.member.muted:
        raise RefusedError(tr("The teacher has muted you."), 403)
    if body.to not in who.world.teams or body.to == who.team.seat:
        raise RefusedError(tr("There is no such team."), 404)
    text = " ".join(body.text.split())
    if (text and talk != FREE) or (body.note not in NOTES and not text):
        raise RefusedError(tr("Choose one of the notes."), 400)
    return who.submit(e.Noted(who.team.seat, who.member.name, body.to, body.note, text))
