"""What the wall shows: public facts only, for one world or for all of them side by side."""

from typing import Any

from agents.scenario import load
from game.analysis.metrics import find_metric
from game.classroom.debrief import forecast_item
from game.classroom.desk import Desk
from game.classroom.state import DEBRIEF, LOBBY, OVER, REFLECT, REVEAL, ClassState
from game.classroom.views import student
from game.classroom.views.debrief import stage_part
from game.classroom.views.results import public_result
from game.classroom.views.treaty import seen_by, treaty_view
from game.classroom.views.words import PUBLIC_NUMBERS
from game.figures import quarter_text
from game.language import tr

FAN = (0.1, 0.5, 0.9)  # the quantiles of a fan that are drawn


def projector_view(desk: Desk, url: str) -> dict[str, Any]:
    """The whole wall."""
    state = desk.state
    shown = [state.shown] if state.shown in state.game.worlds else list(state.game.worlds)
    return {
        "class": {
            **student.class_part(state),
            "blank": "projector" in state.blank,
            "online": sum(1 for m in state.members.values() if m.here),
            "join": url,
            "open": not state.locked and state.game.phase != OVER,
        },
        "clock": student.clock_part(state),
        "worlds": [_world(desk, name) for name in shown],
        "debrief": stage_part(state, shown[0]) if state.game.phase in (DEBRIEF, OVER) else None,
        "claim": tr(state.lesson.claim) if state.lesson.claim else "",
        "forecast": forecast(state),
    }


def forecast(state: ClassState) -> str:
    """The number that students forecast at the moment; nothing while there is none."""
    target = state.game.round + 1
    if state.game.phase != REFLECT or not 1 < target <= state.settings.rounds:
        return ""
    return tr(find_metric(forecast_item(state, target)).label)


def _world(desk: Desk, name: str) -> dict[str, Any]:
    state = desk.state
    there = state.game.worlds[name]
    known = [one for one in there.treaties.values() if seen_by(state, one, "") and one.made]
    return {
        **student.world_part(state, name),
        "key": name,
        "series": series(state, name),
        "regions": (state.standing(name) or {}).get("regions", {}),
        "fan": fan_part(desk.rounds.fans.get(name)) if there.rounds else None,
        "dates": dates(state, name),
        "treaties": [treaty_view(state, one, "") for one in known],
        "result": public_result(state, name)
        if there.rounds and state.game.phase in (REVEAL, REFLECT)
        else None,
        "waiting": state.game.phase == LOBBY,
    }


def fan_part(fan: dict[str, Any] | None) -> dict[str, list[list[float]]] | None:
    """The low, middle and high path of every public number over the futures that were played."""
    if fan is None:
        return None
    places = [list(fan["quantiles"]).index(share) for share in FAN]
    return {
        metric: [fan["metrics"][metric][place] for place in places] for metric in PUBLIC_NUMBERS
    }


def dates(state: ClassState, name: str) -> list[str]:
    """The quarters from the opening to the end of the scenario."""
    opening = state.game.worlds[name].opening
    scenario = load(state.settings.scenario)
    first = opening["quarter"] - 1 if opening else scenario.start - 1
    return [quarter_text(quarter) for quarter in range(first, scenario.end + 1)]


def series(state: ClassState, name: str) -> dict[str, list[float]]:
    """The public numbers quarter by quarter since the opening."""
    there = state.game.worlds[name]
    opening = (there.opening or {}).get("numbers", {})
    return {
        metric: [
            *([opening[metric]] if metric in opening else []),
            *(value for one in there.rounds for value in one.result["series"][metric]),
        ]
        for metric in PUBLIC_NUMBERS
    }
