"""What a student's phone shows: the class, the student, its team, its world. Sealed moves of other
teams are in none of it.
"""

from typing import Any

from agents.scenario import load
from game.classroom import ladder, phases, seating
from game.classroom.debrief import forecast_item
from game.classroom.lesson import PRESS, find_decision, find_team
from game.classroom.state import (
    COMMIT,
    DEBRIEF,
    LOBBY,
    OVER,
    PRACTICE_ROUND,
    REFLECT,
    REVEAL,
    ClassState,
    Prediction,
)
from game.classroom.views import debrief
from game.classroom.views.results import public_result, team_result
from game.classroom.views.sheet import goals_part
from game.classroom.views.words import (
    FALLBACKS,
    PUBLIC_NUMBERS,
    in_language,
    number_row,
    phase_text,
    round_text,
    step_text,
    team_card,
    team_name,
)
from game.figures import quarter_text
from game.language import tr
from game.views.words import listed


def class_part(state: ClassState) -> dict[str, Any]:
    """What is going on in the class."""
    game = state.game
    return {
        "title": state.settings.title or tr(state.lesson.title),
        "code": state.code,
        "lesson": tr(state.lesson.title),
        "phase": game.phase,
        "stage": game.stage,
        "phase_text": phase_text(state),
        "round": game.round,
        "round_text": round_text(state),
        "practice": state.practising,
        "blank": "phones" in state.blank,
        "statements": state.settings.statements,
        "talk": state.settings.talk,
    }


def clock_part(state: ClassState) -> dict[str, Any]:
    """The clock: running to `ends_at` by the server's time, paused, or none."""
    clock = state.clock
    return {"ends_at": clock.ends_at, "left": clock.left, "why": clock.why}


def me_part(state: ClassState, name: str) -> dict[str, Any]:
    """The student: seat, role, duties, what it has said so far."""
    member = state.members[name]
    team = state.team_of(name)
    role = next((r for r in find_team(member.team).roles if r.key == member.role), None)
    mine = [one for one in state.game.predictions if one.member == name]
    return {
        "name": name,
        "role": tr(role.name) if role else "",
        "aim": tr(role.aim) if role else "",
        "observer": member.observer,
        "muted": member.muted,
        "pen": team.pen == name,
        "extra_time": member.extra_time,
        "language": member.language,
        "duties": seating.duties(state, name),
        "proposal": team.proposals.get(name),
        "can_second": _can_second(state, name),
        "forecast": _forecast(state, name),
        "forecasts": debrief.score_of(mine),
        "answers": {poll: said[name] for poll, said in state.polls.items() if name in said},
    }


def _can_second(state: ClassState, name: str) -> bool:
    member, team = state.members[name], state.team_of(name)
    world = state.game.worlds[member.world]
    if state.game.phase != COMMIT or team.signed is None or team.signed_by == name:
        return False
    grave = phases.is_grave(state, world, team)
    return grave and not team.seconded_by and state.settings.signatures > 1


def _forecast(state: ClassState, name: str) -> dict[str, Any] | None:
    """The question of the moment, with the student's answer; nothing while there is none."""
    game = state.game
    if game.phase not in (REVEAL, REFLECT) or game.round == PRACTICE_ROUND:
        return None
    target = game.round + 1
    if target > state.settings.rounds:
        return None
    item = forecast_item(state, target)
    mine = next((p for p in game.predictions if (p.member, p.round) == (name, target)), None)
    row = number_row(item, None, None)
    return {
        "round": target,
        "item": item,
        "question": tr("After the next round, will this number be higher or lower?"),
        "label": row["label"],
        "unit": row["unit"],
        "mine": None if mine is None else {"up": mine.up, "p": mine.p},
    }


def team_part(state: ClassState, world: str, seat: str) -> dict[str, Any]:
    """The team: who is there, what is signed, what counts if it does not answer."""
    there = state.game.worlds[world]
    team, card = there.teams[seat], find_team(seat)
    crew = state.crew(world, seat)
    found: dict[str, Any] = {
        **team_card(seat),
        "line": tr(card.line),
        "members": [_mate(state, world, seat, one.name) for one in crew],
        "posture": team.posture,
    }
    if seat == PRESS:
        return found
    standing = state.standing(world) or {}
    return {
        **found,
        "status": _status(state, world, seat),
        "pen": team.pen,
        "signed_by": team.signed_by,
        "receipt": team.receipt,
        "grave": _grave(state, world, seat),
        "fallback": fallback_text(state, world, seat),
        "standing": team.standing,
        "doctrine": team.doctrine,
        "doctrines": [
            {"key": d.key, "name": tr(d.name), "line": tr(d.line)} for d in card.doctrines
        ],
        "score": standing.get("score", {}).get(seat),
        "goals": goals_part(state, world, seat),
        "capital": standing.get("capital", {}).get(seat),
        "two": state.settings.signatures > 1 and len(crew) > 1,
        "nudged": f"{world}.{seat}" in state.nudges,
    }


def _mate(state: ClassState, world: str, seat: str, name: str) -> dict[str, Any]:
    member = state.members[name]
    team = state.game.worlds[world].teams[seat]
    role = next((r.name for r in find_team(seat).roles if r.key == member.role), "")
    return {
        "name": name,
        "role": tr(role) if role else "",
        "here": member.here,
        "proposed": name in team.proposals,
        "observer": member.observer,
    }


def _status(state: ClassState, world: str, seat: str) -> str:
    """Of a team's move: open, second (another signature is needed) or signed."""
    there = state.game.worlds[world]
    team = there.teams[seat]
    if team.signed is None:
        return "open"
    return "signed" if phases.signed(state, there, team) else "second"


def _grave(state: ClassState, world: str, seat: str) -> list[str]:
    """What signed grave steps are called."""
    team = state.game.worlds[world].teams[seat]
    found = []
    for decision in state.sheet(seat):
        step = (team.signed or {}).get(decision.key)
        if step is not None and decision.grave is not None and step >= decision.grave:
            found.append(f"{tr(decision.title)}: {step_text(decision, step)}")
    return found


def fallback_text(state: ClassState, world: str, seat: str) -> str:
    """What counts for a team if time ran out now, in words."""
    if seat == PRESS or state.game.phase in (DEBRIEF, OVER):
        return ""
    there = state.game.worlds[world]
    move = ladder.move_of(state, there, there.teams[seat])
    nothing = move.how == ladder.CARRY and not move.choices
    said = [tr(FALLBACKS["nothing" if nothing else move.how])]
    if move.unseconded:
        steps = listed(tr(find_decision(f"{seat}.{key}").title) for key in move.unseconded)
        said.append(tr("Without a second signature this stays as it is: {steps}.", steps=steps))
    if move.bound:
        steps = listed(tr(find_decision(f"{seat}.{key}").title) for key in move.bound)
        said.append(tr("A binding treaty holds this back: {steps}.", steps=steps))
    return " ".join(said)


def world_part(state: ClassState, world: str) -> dict[str, Any]:
    """The world as everybody in it sees it."""
    there = state.game.worlds[world]
    standing = state.standing(world)
    scenario = load(state.settings.scenario)
    before = there.opening if len(there.rounds) == 1 else None
    if len(there.rounds) > 1:
        before = there.rounds[-2].result["standing"]
    numbers = (standing or {}).get("numbers", {})
    earlier = (before or {}).get("numbers", {})
    many = len(state.game.worlds) > 1
    return {
        "name": tr("World {name}", name=world) if many else "",
        "date": quarter_text((standing or {}).get("quarter", scenario.start)),
        "story": tr(state.lesson.story) if not there.rounds else "",
        "numbers": [number_row(m, numbers.get(m), earlier.get(m)) for m in PUBLIC_NUMBERS]
        if numbers
        else [],
        "teams": [team_line(state, world, seat) for seat in there.teams],
        "headlines": headlines(state, world),
        "statements": statements(state, world),
    }


def team_line(state: ClassState, world: str, seat: str) -> dict[str, Any]:
    """A team as others see it: whether it has signed, never what, nor if that needs a second."""
    team = state.game.worlds[world].teams[seat]
    done = state.game.phase == COMMIT and (team.signed is not None or team.entered)
    return {
        **team_card(seat),
        "people": len(state.crew(world, seat)),
        "signed": done,
        "posture": team.posture,
    }


def headlines(state: ClassState, world: str) -> list[dict[str, str]]:
    """What the model says happened in the last round."""
    rounds = state.game.worlds[world].rounds
    if not rounds:
        return []
    return [
        {
            "date": quarter_text(one["quarter"]),
            "icon": one["icon"],
            "side": one["side"],
            "text": in_language(one["text"]),
        }
        for one in rounds[-1].result["headlines"]
    ]


def statements(state: ClassState, world: str) -> list[dict[str, Any]]:
    """What teams said in public in this round, as far as it is on the wall."""
    from game.classroom.treaties import postures

    cards = postures()
    return [
        {
            "team": team_name(one.team),
            "seat": one.team,
            "posture": tr(cards[one.posture].title) if one.posture in cards else "",
            "text": one.text if one.shown else "",
        }
        for one in state.game.worlds[world].statements.values()
        if one.round == state.game.round and (one.posture or one.shown)
    ]


def result_part(state: ClassState, world: str, seat: str) -> dict[str, Any] | None:
    """The last round: the moves of everybody, and what they did to this team."""
    rounds = state.game.worlds[world].rounds
    if not rounds or state.game.phase == LOBBY:
        return None
    return {**public_result(state, world), **team_result(state, world, seat)}


def settled(state: ClassState, name: str) -> dict[str, Any] | None:
    """What became of the student's last forecast."""
    done: list[Prediction] = [
        one for one in state.game.predictions if one.member == name and one.came is not None
    ]
    if not done:
        return None
    last = max(done, key=lambda one: one.round)
    return {
        "label": number_row(last.item, None, None)["label"],
        "up": last.up,
        "p": last.p,
        "came": last.came,
        "round": last.round,
    }
