"""What became of a round: the moves flipped over, treaties checked, and why numbers moved."""

from typing import Any

from game.classroom.ladder import AUTOPILOT
from game.classroom.lesson import PRESS, Decision, find_team
from game.classroom.state import ClassState, Round, WorldState
from game.classroom.treaties import SECRET
from game.classroom.views.words import (
    HOW,
    PUBLIC_NUMBERS,
    change_text,
    in_force_text,
    number_row,
    step_text,
    team_card,
    team_name,
)
from game.language import mark, tr
from game.views.words import signed

MOST_CAUSES = 3
CAUSES = {
    "under_way": mark("What was under way"),
    "minds": mark("Seats that nobody plays"),
    "luck": mark("Luck and events"),
}


def cause_text(key: str) -> str:
    """What a cause is called: a team's moves, or one of the others."""
    if key in CAUSES:
        return tr(CAUSES[key])
    return tr("Moves of {team}", team=team_name(key))


def largest(causes: list[list[Any]]) -> list[tuple[str, float]]:
    """The causes that moved most, what is left of the others as one; they sum to the change."""
    ordered = sorted(((str(k), float(v)) for k, v in causes), key=lambda one: -abs(one[1]))
    shown = ordered[:MOST_CAUSES]
    rest = sum(value for _, value in ordered[MOST_CAUSES:])
    return [*shown, ("", rest)] if len(ordered) > MOST_CAUSES else shown


def cards(state: ClassState, world: WorldState, one: Round) -> list[dict[str, Any]]:
    """Every team's move, open: what changed, and how it came to count."""
    law, law_after = _law_before(world, one), dict(one.result["standing"]["levers"])
    found = []
    for seat, move in one.moves.items():
        if seat == PRESS:
            continue
        decisions = find_team(seat).decisions
        secret = set(state.lesson.fixed)  # how a world is treated
        if move.how == AUTOPILOT:  # what the model's own mind did
            rows = [
                _told(d, law, d.nearest(law_after), in_force_text(d, law_after))
                for d in decisions
                if secret.isdisjoint(d.levers)
            ]
            rows = [row for row in rows if row["before"] != row["after"]]
        else:
            rows = [
                _told(d, law, move.choices[d.key], step_text(d, move.choices[d.key]))
                | {"bound": d.key in move.bound}
                for d in decisions
                if d.key in move.choices and not d.stands(law, move.choices[d.key])
            ]
        found.append(
            {
                **team_card(seat),
                "how": move.how,
                "how_text": tr(HOW[move.how]),
                "moves": rows,
                "posture": move.posture,
                "salt": move.salt,
            }
        )
    return found


def _told(decision: Decision, law: dict[str, float], step: int, after: str) -> dict[str, Any]:
    """A decision that moved from what was in force."""
    return {
        "title": tr(decision.title),
        "before": in_force_text(decision, law),
        "after": after,
        "more": step > decision.nearest(law),
        "bound": False,
    }


def _law_before(world: WorldState, one: Round) -> dict[str, float]:
    place = world.rounds.index(one)
    last = world.rounds[place - 1].result["standing"] if place else world.opening
    return dict((last or {}).get("levers", {}))


def public_result(state: ClassState, world: str) -> dict[str, Any]:
    """The last round of a world as everybody sees it."""
    there = state.game.worlds[world]
    last = there.rounds[-1]
    before = there.rounds[-2].result["standing"] if len(there.rounds) > 1 else there.opening
    earlier = (before or {}).get("numbers", {})
    now = last.result["standing"]["numbers"]
    return {
        "round": last.number,
        "cards": cards(state, there, last),
        "numbers": [number_row(m, now[m], earlier.get(m)) for m in PUBLIC_NUMBERS],
        "moved": [_moved(m, last.result["moved"][m]) for m in last.result["moved"]],
        "breaches": [
            tr("{team} broke treaty {n}", team=team_name(team), n=number)
            for number, team in last.breaches
            if there.treaties[number].mode != SECRET
        ],
        "ended": bool(last.result.get("ended")),
    }


def _moved(metric: str, causes: list[list[Any]]) -> dict[str, Any]:
    row = number_row(metric, None, None)
    total = sum(float(value) for _, value in causes)
    return {
        "key": metric,
        "label": row["label"],
        "total": change_text(metric, total),
        "causes": [_cause(metric, key, value) for key, value in largest(causes)],
    }


def _cause(metric: str, key: str, value: float) -> dict[str, Any]:
    text = cause_text(key) if key else tr("All else")
    return {"text": text, "change": change_text(metric, value), "value": value}


def team_result(state: ClassState, world: str, seat: str) -> dict[str, Any]:
    """Why a team's score moved in the last round."""
    there = state.game.worlds[world]
    last = there.rounds[-1]
    causes = last.result["causes"].get(seat)
    if not causes:
        return {"causes": [], "score": None, "score_change": ""}
    total = sum(float(value) for _, value in causes)
    return {
        "causes": [
            {
                "text": cause_text(key) if key else tr("All else"),
                "change": signed(value, 1),
                "value": value,
            }
            for key, value in largest(causes)
        ],
        "score": last.result["standing"]["score"].get(seat),
        "score_change": signed(total, 1),
    }
