"""What the teacher enters for teams without phones: moves and treaties from paper sheets."""

from typing import Annotated, Any

from msgspec import Meta

from game.classroom import events as e
from game.classroom import sheets, treaties
from game.classroom.commands.base import (
    OPEN,
    Choices,
    Name,
    Text,
    Wire,
    Written,
    by_teacher,
    check_team,
)
from game.classroom.commands.talk import refuse_loud
from game.classroom.desk import Desk
from game.classroom.lesson import PRESS
from game.classroom.refusal import RefusedError
from game.classroom.state import COMMIT
from game.language import tr


class Enter(Wire, frozen=True):
    """A team's move from paper, with what it says in public."""

    world: Name
    team: Name
    choices: Choices
    posture: Name = ""
    text: Text = ""


class EnterTreaty(Wire, frozen=True):
    """A treaty that all of its parties have signed on paper."""

    world: Name
    parties: Annotated[list[Name], Meta(max_length=6)]
    clauses: Annotated[list[dict[Name, Any]], Meta(max_length=8)]
    mode: Name
    rounds: int


def enter(desk: Desk, body: Enter, idem: str) -> Written:
    """Enter a team's move for it; of the press desk what it says."""
    state = desk.state
    check_team(desk, body.world, body.team)
    if state.game.phase != COMMIT:
        raise RefusedError(tr("Moves are entered while teams sign."))
    bodies: list[e.Body] = []
    if body.team != PRESS:
        bodies.append(e.Entered(body.team, state.game.round, _entered_choices(desk, body)))
    if body.posture or body.text:
        bodies.append(_entered_words(desk, body))
    if not bodies:
        raise RefusedError(tr("There is nothing to say yet."), 400)
    return by_teacher(desk, idem, *bodies, world=body.world, team=body.team)


def _entered_choices(desk: Desk, body: Enter) -> e.Choices:
    state = desk.state
    try:
        choices = sheets.check(state.sheet(body.team), body.choices)
    except sheets.SheetError as error:
        raise RefusedError(str(error), 400) from None
    forbidden = treaties.forbids(state.game.worlds[body.world], body.team, choices)
    if forbidden is not None:
        raise RefusedError(
            tr("A binding treaty forbids this move: treaty {n}.", n=forbidden.number)
        )
    return choices


def _entered_words(desk: Desk, body: Enter) -> e.Said:
    state = desk.state
    if body.posture:
        if not state.settings.statements:
            raise RefusedError(tr("There are no public statements in this game."), 403)
        if body.team == PRESS or body.posture not in treaties.postures():
            raise RefusedError(tr("There is no posture of that name."), 400)
        refuse_loud(state.game.worlds[body.world], body.team, body.posture)
    text = " ".join(body.text.split())
    number = state.number + 1
    return e.Said(number, body.team, e.TEACHER, state.game.round, body.posture, text)


def enter_treaty(desk: Desk, body: EnterTreaty, idem: str) -> Written:
    """Enter a treaty that was signed on paper: it is in force at once."""
    state = desk.state
    if body.world not in state.game.worlds or not body.parties:
        raise RefusedError(tr("There is no such team."), 404)
    if state.game.phase not in OPEN:
        raise RefusedError(tr("Treaties are made before a round is closed."))
    if not state.treaties_allowed(body.world):
        raise RefusedError(tr("There are no treaties in this game."), 403)
    try:
        clauses = treaties.check(
            state, body.world, body.parties[0], body.parties, body.clauses, body.mode, body.rounds
        )
    except treaties.TreatyError as error:
        raise RefusedError(str(error), 400) from None
    number, parties = state.number + 1, tuple(body.parties)
    limits = treaties.limits(state, body.world, clauses)
    offer = e.Offered(number, parties[0], e.TEACHER, parties, clauses, body.mode, body.rounds)
    signed = [
        e.Answered(number, party, e.TEACHER, "sign", limits if party == parties[-1] else ())
        for party in parties[1:]
    ]
    told = parties if body.mode == treaties.SECRET else ()
    return by_teacher(desk, idem, offer, *signed, world=body.world, parties=told)
