"""How teams, steps, numbers and fallbacks of a class are put into words."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from agents.levers import ACTOR_NAMES, LEVERS
from game.analysis.metrics import find_metric
from game.classroom.debrief import PUBLIC_NUMBERS as PUBLIC_NUMBERS
from game.classroom.lesson import PRESS, Decision, find_decision, find_team
from game.classroom.state import ClassState
from game.language import ENGLISH, language, mark, tr
from game.renaming import rename_text
from game.views.words import lever_text, money, money_change, number, percent, points, signed

# A made-up name with its article where a sentence begins.
_SENTENCE = re.compile(r"(^|[.!?:] )the (?=[A-Z])")

# What a number is counted in, in a word: where its text does not say so, and little room is left.
SHORT_UNITS = {
    "gap_generations": mark("generations"),
    "ai_gap_months": mark("months"),
    "tension": mark("0 to 100"),
}
FALLBACKS = {
    "signed": mark("Your team's move is signed. It counts."),
    "entered": mark("The teacher has entered your team's move. It counts."),
    "draft": mark("If time runs out, your team's draft counts."),
    "standing": mark("If time runs out, your team's standing order counts."),
    "carry": mark("If time runs out, your last move counts once more."),
    "autopilot": mark("If time runs out, your team's doctrine decides for it."),
    "nothing": mark("If time runs out, everything stays as it is."),
}
HOW = {
    "signed": mark("signed"),
    "entered": mark("entered by the teacher"),
    "draft": mark("by draft"),
    "standing": mark("by standing order"),
    "carry": mark("as last time"),
    "autopilot": mark("autopilot"),
}
PHASES = {
    "lobby": mark("Waiting for everybody"),
    "brief": mark("Brief"),
    "negotiate": mark("Talk"),
    "commit": mark("Decide"),
    "resolve": mark("The model plays"),
    "reveal": mark("What happened"),
    "reflect": mark("Look ahead"),
    "debrief": mark("Debrief"),
    "over": mark("The class is over"),
}
STAGES = {
    "feelings": mark("How was it?"),
    "timeline": mark("What happened, round by round"),
    "vote": mark("Which decision mattered most?"),
    "flip": mark("The same game with one decision changed"),
    "forecasts": mark("Your forecasts"),
    "experiment": mark("Your worlds as an experiment"),
    "transfer": mark("And the real world?"),
    "exit": mark("Exit ticket"),
}


def said(state: ClassState, text: str) -> str:
    """A text with the names of the class: real ones, or made up."""
    return rename_text(text) if state.settings.names == "neutral" else text


def renamed(state: ClassState, value: Any) -> Any:
    """A view with the names of the class; keys stay, since they are written small."""
    if state.settings.names != "neutral":
        return value
    if isinstance(value, str):
        return _SENTENCE.sub(lambda found: f"{found[1]}The ", rename_text(value))
    if isinstance(value, dict):
        return {key: renamed(state, item) for key, item in value.items()}
    return [renamed(state, item) for item in value] if isinstance(value, list) else value


def team_name(seat: str) -> str:
    """What a team is called."""
    return tr(ACTOR_NAMES[seat]) if seat != PRESS else tr(find_team(PRESS).name)


def team_card(seat: str) -> dict[str, str]:
    """A team's name, part and shape."""
    team = find_team(seat)
    return {"seat": seat, "name": team_name(seat), "part": tr(team.name), "shape": team.shape}


def step_text(decision: Decision, step: int) -> str:
    """What a step of a decision is called."""
    option = decision.options[step]
    if option.label:
        return tr(option.label)
    ((key, value),) = option.levers.items()
    return lever_text(LEVERS[key], value)


def step_texts(decision: Decision) -> list[str]:
    """What all steps of a decision are called."""
    return list(_step_texts(decision.name, language()))


@lru_cache(maxsize=1024)
def _step_texts(name: str, code: str) -> tuple[str, ...]:
    decision = find_decision(name)
    return tuple(step_text(decision, step) for step in range(len(decision.options)))


def in_force_text(decision: Decision, law: Mapping[str, float]) -> str:
    """What is in force of a decision: the step, or what lies between steps."""
    step = decision.nearest(law)
    return step_text(decision, step) if decision.stands(law, step) else law_text(decision, law)


def law_text(decision: Decision, law: Mapping[str, float]) -> str:
    """What is in force where it is none of the steps."""
    if len(decision.levers) > 1:
        return tr("between steps")
    key = decision.levers[0]
    return lever_text(LEVERS[key], law.get(key, LEVERS[key].off))


def number_text(metric: str, value: float | None) -> str:
    """A metric's value."""
    if value is None:
        return "–"
    write = {"percent": percent, "money": money, "signed": signed}.get(
        find_metric(metric).form, number
    )
    return write(value)


def change_text(metric: str, change: float) -> str:
    """A metric's change."""
    form = find_metric(metric).form
    write = {"percent": points, "money": money_change}.get(form, signed)
    return write(change)


def number_row(metric: str, value: float | None, before: float | None) -> dict[str, Any]:
    """A metric with its change since the round before; `form` says how a page writes others."""
    shown = find_metric(metric)
    change = None if value is None or before is None else value - before
    return {
        "key": metric,
        "label": tr(shown.label),
        "unit": tr(shown.unit),
        "short": tr(SHORT_UNITS[metric]) if metric in SHORT_UNITS else "",
        "form": shown.form,
        "text": number_text(metric, value),
        "change": "" if change is None else change_text(metric, change),
        "up": None if change is None or abs(change) < 1e-12 else change > 0.0,
    }


def in_language(texts: Mapping[str, str]) -> str:
    """A text that the model's process left in every language of the class."""
    from game.catalogues import pseudo
    from game.language import PSEUDO

    if language() == PSEUDO:
        return pseudo(texts[ENGLISH])
    return texts.get(language(), texts[ENGLISH])


def phase_text(state: ClassState) -> str:
    """What is going on."""
    game = state.game
    return tr(STAGES[game.stage]) if game.stage else tr(PHASES[game.phase])


def round_text(state: ClassState) -> str:
    """Which round it is."""
    if state.practising:
        return tr("Practice round")
    if state.game.round < 1:
        return ""
    return tr("Round {n} of {all}", n=state.game.round, all=state.settings.rounds)
