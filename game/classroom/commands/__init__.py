"""What students may ask for: each command is checked and becomes events, or is refused with a
sentence. Nothing else changes a class from a student's side.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from game.classroom.commands import moves, polls, talk
from game.classroom.commands.base import Caller, Written, caller, read
from game.classroom.desk import Desk
from game.classroom.refusal import RefusedError
from game.language import tr


def run(desk: Desk, name: str, command: str, data: bytes, idem: str) -> Written:
    """Carry a command out; it is on disk when the result is done.

    Raises: RefusedError with a sentence; nothing has happened then.
    """
    if command not in STUDENT:
        raise RefusedError(tr("There is no command of that name."), 404)
    again = desk.earlier(name, idem)
    if again is not None:
        return again[1]
    kind, rule = STUDENT[command]
    body = read(data, kind)
    who = caller(desk, name, idem)
    if desk.halted:
        raise RefusedError(tr("The game is paused because it cannot be saved."), 503)
    if "phones" in desk.state.blank:
        raise RefusedError(tr("Screens are off for the moment."))
    return rule(who, body)


STUDENT: dict[str, tuple[type[Struct], Callable[[Caller, Any], Written]]] = {
    "draft": (moves.Propose, moves.propose),
    "sign": (moves.Sign, moves.sign),
    "second": (moves.Second, moves.second),
    "unsign": (moves.Round, moves.unsign),
    "standing": (moves.StandingOrder, moves.standing),
    "doctrine": (moves.ChooseDoctrine, moves.doctrine),
    "offer": (talk.Offer, talk.offer),
    "treaty": (talk.Reply, talk.reply),
    "say": (talk.Say, talk.say),
    "note": (talk.SendNote, talk.note),
    "predict": (polls.Predict, polls.predict),
    "poll": (polls.Poll, polls.poll),
    "speak": (polls.Speak, polls.speak),
}
