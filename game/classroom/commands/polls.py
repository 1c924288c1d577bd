"""What each student says alone: forecasts, answers in the debrief, a language."""

from collections.abc import Callable

from game.classroom import events as e
from game.classroom.commands.base import Answer, Caller, Name, Wire, Written
from game.classroom.debrief import candidates, forecast_item
from game.classroom.languages import LANGUAGES
from game.classroom.refusal import RefusedError
from game.classroom.state import DEBRIEF, OVER, REFLECT, REVEAL
from game.language import tr

# Probabilities that a forecast may have, and the words of the first poll.
CERTAINTIES = (0.5, 0.7, 0.9)
FEELINGS = (
    "proud", "powerful", "clever", "surprised", "cheated", "helpless", "worried", "bored",
)  # fmt: skip


class Predict(Wire, frozen=True):
    """A forecast for the next round."""

    round: int
    item: Name
    up: bool
    p: float


class Poll(Wire, frozen=True):
    """An answer in the debrief."""

    poll: Name
    answer: Answer


class Speak(Wire, frozen=True):
    """A language."""

    language: Name


def predict(who: Caller, body: Predict) -> Written:
    state = who.desk.state
    if who.phase not in (REVEAL, REFLECT) or body.round != state.game.round + 1:
        raise RefusedError(tr("Forecasts are made between rounds."))
    if body.item != forecast_item(state, body.round) or body.round > state.settings.rounds:
        raise RefusedError(tr("There is no such number to forecast."), 400)
    if body.p not in CERTAINTIES:
        raise RefusedError(tr("Say how sure you are: 50, 70 or 90 percent."), 400)
    return who.submit(e.Predicted(who.member.name, body.round, body.item, body.up, body.p))


def poll(who: Caller, body: Poll) -> Written:
    if who.phase not in (DEBRIEF, OVER):
        raise RefusedError(tr("Questions come in the debrief."))
    known = POLLS.get(body.poll)
    if known is None or not known(who, body.answer):
        raise RefusedError(tr("That answer does not fit the question."), 400)
    return who.submit(e.Polled(who.member.name, body.poll, body.answer.strip()))


def _is_share(who: Caller, answer: str) -> bool:
    return answer.isdecimal() and len(answer) <= 3 and int(answer) <= 100


def _is_decision(who: Caller, answer: str) -> bool:
    return any(answer == one.key for one in candidates(who.desk.state, who.world.name))


# What may be answered to each question.
POLLS: dict[str, Callable[[Caller, str], bool]] = {
    "feelings": lambda who, answer: answer in FEELINGS,
    "vote": _is_decision,
    "guess": _is_share,
    "verdict": _is_share,
    "exit": lambda who, answer: bool(answer.strip()),
}


def speak(who: Caller, body: Speak) -> Written:
    if body.language not in LANGUAGES:
        raise RefusedError(tr("There is no such language."), 400)
    return who.submit(e.Spoke(who.member.name, body.language))
