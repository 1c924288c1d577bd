"""What a team may say beside its treaties: a posture, texts for the wall, notes to others."""

from typing import Any

from game.classroom import treaties
from game.classroom.commands.talk import FACE, FREE, NOTES
from game.classroom.lesson import PRESS
from game.classroom.state import ClassState
from game.classroom.views.texts import NOTE_TEXTS
from game.classroom.views.words import team_name
from game.language import mark, tr

POSTURE_HELP = mark("Public words are an input of the model: loud ones alarm, humble ones calm.")


def talk_part(state: ClassState, world: str, seat: str) -> dict[str, Any]:
    """What a team may say in public and to others, and what it was told.

    `texts` says whether texts may be written for the wall; `choices` are notes that can be sent.
    """
    there = state.game.worlds[world]
    press, talk = seat == PRESS, state.settings.talk
    return {
        "postures": posture_cards() if state.settings.statements and not press else [],
        "help": tr(POSTURE_HELP),
        "posture": there.teams[seat].posture,
        "texts": press or (state.settings.statements and talk != FACE),
        "said": _said(state, world, seat),
        "choices": [] if talk == FACE else [note(key) for key in NOTES],
        "free": talk == FREE,
        "partners": [{"seat": s, "name": team_name(s)} for s in there.teams if s != seat],
        "notes": [
            {
                "from": team_name(one.team),
                "seat": one.team,
                "note": tr(NOTE_TEXTS[one.note]) if one.note in NOTE_TEXTS else "",
                "text": one.text,
            }
            for one in there.notes
            if one.to == seat
        ],
    }


def posture_cards() -> list[dict[str, str]]:
    """The cards of public speech, from quiet to loud."""
    return [
        {"key": one.key, "title": tr(one.title), "line": tr(one.line)}
        for one in treaties.postures().values()
    ]


def note(key: str) -> dict[str, str]:
    """A note that can be sent where teams do not write freely."""
    return {"key": key, "text": tr(NOTE_TEXTS[key])}


def _said(state: ClassState, world: str, seat: str) -> list[dict[str, Any]]:
    """The team's texts of this round; `shown` is nothing while the teacher has not read them."""
    return [
        {"text": one.text, "shown": one.shown}
        for one in state.game.worlds[world].statements.values()
        if one.team == seat and one.round == state.game.round and one.text
    ]
