"""What events do to words between teams and to what each student says alone. See `fold.py`."""

from collections.abc import Callable
from typing import Any

from game.classroom import events as e
from game.classroom.state import ClassState, Flip, Note, Prediction, Statement, Treaty


def _offered(state: ClassState, event: e.Event, body: e.Offered) -> None:
    world = state.game.worlds[event.world]
    world.treaties[body.treaty] = Treaty(
        body.treaty, body.team, body.parties, body.clauses, body.mode, body.rounds,
        signed={body.team},
    )  # fmt: skip
    world.teams[body.team].offers += 1
    state.number = max(state.number, body.treaty)


def _answered(state: ClassState, event: e.Event, body: e.Answered) -> None:
    treaty = state.game.worlds[event.world].treaties[body.treaty]
    number = state.game.round
    if body.op == "sign":
        treaty.signed.add(body.team)
        if body.limits:
            treaty.limits, treaty.status, treaty.since = body.limits, "active", number
    elif body.op in ("decline", "withdraw"):
        treaty.status = "declined" if body.op == "decline" else "withdrawn"
        treaty.ended = number
    elif body.op == "leave":
        treaty.leaving[body.team] = body.member
    elif body.op == "second":
        treaty.status, treaty.ended = "withdrawn", number
        treaty.leaving.clear()


def _said(state: ClassState, event: e.Event, body: e.Said) -> None:
    world = state.game.worlds[event.world]
    if body.posture or body.text:  # of an erased student there may be neither
        world.statements[body.item] = Statement(
            body.item, body.team, body.member, body.round, body.posture, body.text,
            shown=None if body.text else True,
        )  # fmt: skip
    if body.posture:
        world.teams[body.team].posture = body.posture
    state.number = max(state.number, body.item)


def _approved(state: ClassState, event: e.Event, body: e.Approved) -> None:
    for world in state.game.worlds.values():
        if body.item in world.statements:
            world.statements[body.item].shown = body.shown


def _noted(state: ClassState, event: e.Event, body: e.Noted) -> None:
    if body.note or body.text:
        note = Note(body.team, body.member, body.to, body.note, body.text)
        state.game.worlds[event.world].notes.append(note)


# ---- each student


def _predicted(state: ClassState, event: e.Event, body: e.Predicted) -> None:
    world = state.members[body.member].world
    made = Prediction(body.member, world, body.round, body.item, body.up, body.p)
    kept = [
        one
        for one in state.game.predictions
        if (one.member, one.round) != (body.member, body.round)
    ]
    state.game.predictions = [*kept, made]


def _polled(state: ClassState, event: e.Event, body: e.Polled) -> None:
    if body.answer:
        state.polls.setdefault(body.poll, {})[body.member] = body.answer


def _flipped(state: ClassState, event: e.Event, body: e.Flipped) -> None:
    guesses = tuple(int(answer) for answer in state.polls.get("guess", {}).values())
    state.game.flips.append(Flip(body.flip, body.change, body.result, guesses))
    state.number = max(state.number, body.flip)


WORD_RULES: dict[type, Callable[[ClassState, e.Event, Any], None]] = {
    e.Offered: _offered,
    e.Answered: _answered,
    e.Said: _said,
    e.Approved: _approved,
    e.Noted: _noted,
    e.Predicted: _predicted,
    e.Polled: _polled,
    e.Flipped: _flipped,
}
