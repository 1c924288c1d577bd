"""A team's move: proposals, signatures, what counts if it does not answer."""

import hashlib
import secrets

import msgspec

from game.classroom import events as e
from game.classroom import phases, sheets, treaties
from game.classroom.commands.base import (
    OPEN,
    Caller,
    Choices,
    Name,
    Wire,
    Written,
    check_round,
    check_seated,
)
from game.classroom.lesson import PRESS, find_team
from game.classroom.refusal import RefusedError
from game.classroom.state import COMMIT, DEBRIEF, OVER
from game.language import tr


class Propose(Wire, frozen=True):
    """A proposal for the team's move."""

    round: int
    choices: Choices


class Sign(Wire, frozen=True):
    """The signature under the team's move."""

    round: int
    choices: Choices


class Second(Wire, frozen=True):
    """A second signature. The receipt says what is signed with it."""

    round: int
    receipt: Name


class Round(Wire, frozen=True):
    """A signature taken back."""

    round: int


class StandingOrder(Wire, frozen=True):
    """What counts if the team does not answer."""

    choices: Choices


class ChooseDoctrine(Wire, frozen=True):
    """How the team's mind leads while the team is away."""

    doctrine: Name


def _check_choices(who: Caller, choices: dict[str, int]) -> e.Choices:
    if who.team.seat == PRESS:
        raise RefusedError(tr("The press desk makes no moves."), 403)
    try:
        return sheets.check(who.desk.state.sheet(who.team.seat), choices)
    except sheets.SheetError as error:
        raise RefusedError(str(error), 400) from None


def propose(who: Caller, body: Propose) -> Written:
    check_round(who, body.round, OPEN)
    choices = _check_choices(who, body.choices)
    return who.submit(e.Proposed(who.member.name, body.round, choices))


def sign(who: Caller, body: Sign) -> Written:
    check_round(who, body.round, (COMMIT,))
    choices = _check_choices(who, body.choices)
    if who.team.pen != who.member.name:
        raise RefusedError(tr("Somebody else of your team has the pen in this round."), 403)
    broken = treaties.forbids(who.world, who.team.seat, choices)
    if broken is not None:
        raise RefusedError(
            tr("A binding treaty forbids this move: treaty {n}.", n=broken.number), 409
        )
    salt = secrets.token_hex(8)
    return who.submit(e.Signed(who.member.name, body.round, choices, receipt(choices, salt), salt))


def receipt(choices: e.Choices, salt: str) -> str:
    """Six digits that prove later which move was signed: the start of SHA-256 of move and salt."""
    move = msgspec.json.encode(dict(sorted(choices.items()))) + salt.encode()
    return hashlib.sha256(move).hexdigest()[:6]


def second(who: Caller, body: Second) -> Written:
    check_round(who, body.round, (COMMIT,))
    if who.team.signed is None:
        raise RefusedError(tr("There is nothing signed yet."))
    if who.team.signed_by == who.member.name:
        raise RefusedError(tr("The second signature must be another member's."), 403)
    if body.receipt != who.team.receipt:
        raise RefusedError(tr("The move has been signed anew. Look at it before you sign as well."))
    return who.submit(e.Seconded(who.member.name, body.round))


def unsign(who: Caller, body: Round) -> Written:
    check_round(who, body.round, (COMMIT,))
    if who.team.signed is None or who.team.pen != who.member.name:
        raise RefusedError(tr("Only who has the pen can take the signature back."), 403)
    clock = who.desk.state.clock
    if clock.why == phases.ALL_SIGNED and not clock.paused:
        raise RefusedError(tr("Every team has signed; the round is closing."))
    return who.submit(e.Unsigned(who.member.name, body.round))


def standing(who: Caller, body: StandingOrder) -> Written:
    if who.phase in (DEBRIEF, OVER):
        raise RefusedError(tr("The game is over."))
    check_seated(who)
    return who.submit(e.Standing(who.member.name, _check_choices(who, body.choices)))


def doctrine(who: Caller, body: ChooseDoctrine) -> Written:
    if who.phase in (DEBRIEF, OVER):
        raise RefusedError(tr("The game is over."))
    check_seated(who)
    known = [one.key for one in find_team(who.team.seat).doctrines]
    if body.doctrine not in known:
        raise RefusedError(tr("There is no doctrine of that name."), 400)
    return who.submit(e.Doctrine(who.member.name, body.doctrine))
