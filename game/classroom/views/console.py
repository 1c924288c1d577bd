"""What the teacher's console shows: who holds the class up, what happens if they do not answer, the
pace, doors, texts that wait, and what to say now. Sealed moves only where the teacher peeks.
"""

from typing import Any

from game.classroom import debrief, pace, phases
from game.classroom.commands.base import OPEN
from game.classroom.desk import Desk
from game.classroom.lesson import PRESS, find_decision, find_team, lessons
from game.classroom.state import (
    COMMIT,
    DEBRIEF,
    LOBBY,
    OVER,
    REFLECT,
    RESOLVE,
    REVEAL,
    ClassState,
    Mark,
)
from game.classroom.views import student
from game.classroom.views.debrief import candidate_text, flips_part, stage_part, treatment
from game.classroom.views.results import public_result
from game.classroom.views.talk import posture_cards
from game.classroom.views.treaty import offer_form, treaty_view
from game.classroom.views.words import (
    HOW,
    PHASES,
    PUBLIC_NUMBERS,
    STAGES,
    in_force_text,
    number_row,
    step_text,
    step_texts,
    team_card,
    team_name,
)
from game.debrief.dials import dials
from game.language import mark, ntr, tr

PACE = {
    pace.AHEAD: mark("Ahead of the plan"),
    pace.ON: mark("On time"),
    pace.BEHIND: mark("Behind the plan"),
    pace.NO_CLOCK: mark("The lesson has not begun"),
}
OFFERS = {
    pace.DROP: mark("Play one round fewer"),
    pace.SHORTEN: mark("Shorten the talks"),
    pace.ADD: mark("Play one round more"),
}
MOST_PROMPTS = 3
# What a teacher says at each stage of the debrief; `flipped` once a decision has been changed.
STAGE_PROMPTS = {
    "feelings": (
        mark("“Stand up. Leave your role on the chair. Sit down as yourself.”"),
        mark("“One word each.” Do not explain anything yet."),
    ),
    "timeline": (
        mark("“When did the first cost come? Whose was it?”"),
        mark("“When did somebody find a way round? What did it cost them?”"),
    ),
    "vote": (
        mark("“Which decision mattered most? Vote on your phones.”"),
        mark("If two are close, take the earlier one: it had more time to work."),
    ),
    "flip": (
        mark("“How likely is it that this decision helped the other side in the end? Type a "
             "number from 0 to 100.”"),
        mark("Play it only once they have typed their numbers."),
    ),
    "flipped": (
        mark("“Where is zero? On which side are more of the pairs?”"),
        mark("“What did you guess, and what came? What did you not think of?”"),
        mark("“May we now say that this decision caused it? In the model, or in the world?”"),
    ),
    "forecasts": (
        mark("“Of all that you called nine in ten, how much came?”"),
        mark("“What would you do otherwise next time?”"),
    ),
    "experiment": (
        mark("“These worlds were treated in different ways, by lot. What differs? What else "
             "differed?”"),
        mark("“How many worlds do we have? What would you say if you had a hundred?”"),
    ),
    "transfer": (
        mark("“Name one thing in your game that also stands on the source page. Name one that "
             "does not.”"),
        mark("“What does the model leave out? Which way would it push?”"),
    ),
    "exit": (mark("In silence, on the phone or on paper."),),
}  # fmt: skip


def console_view(desk: Desk, now: float) -> dict[str, Any]:
    """The whole console."""
    state = desk.state
    members = list(state.members.values())
    return {
        "class": {
            **student.class_part(state),
            "over": state.game.phase == "over",
            "locked": state.locked,
            "blank": sorted(state.blank),
            "shown": state.shown,
            "online": sum(1 for m in members if m.here),
            "students": len(members),
        },
        "clock": student.clock_part(state),
        "settings": settings_part(state),
        "trouble": desk.trouble,
        "halted": bool(desk.troubles),  # the class waits for somebody who tries again
        "model": desk.rounds.status,
        "next": next_text(state, now),
        "worlds": [_world(desk, name) for name in state.game.worlds],
        "knocks": [{"knock": k, "member": m} for k, m in state.knocks.items()],
        "texts": _texts(state),
        "pace": pace_part(state, now),
        "plan": [{"from": s.begin, "to": s.end, "what": tr(s.what)} for s in state.lesson.plan],
        "say": prompts(state),
        "marks": [_mark(state, mark) for mark in state.marks if mark.phase != RESOLVE][::-1],
        "postures": posture_cards() if state.settings.statements else [],
        "debrief": _debrief(desk),
    }


def settings_part(state: ClassState) -> dict[str, Any]:
    """The settings, and the lessons to choose from."""
    settings = state.settings
    return {
        **{name: getattr(settings, name) for name in settings.__struct_fields__},
        "treatments": {},
        "lessons": [
            {"key": one.key, "text": f"{one.letter}. {tr(one.title)}"} for one in lessons().values()
        ],
        "aim": tr(state.lesson.aim),
        "treated": bool(settings.treatments),
    }


def next_text(state: ClassState, now: float) -> str:
    """What the large button does."""
    follows = phases.following(state, pace.fits(state, now))
    if state.game.phase == "lobby":
        return tr("Begin")
    if state.game.phase == COMMIT:
        return tr("Close and reveal")
    if follows.rewind:
        return tr("End the practice, begin round 1")
    if follows.phase == DEBRIEF and follows.stage:
        return tr("Go to: {what}", what=tr(STAGES[follows.stage]))
    if follows.phase == "brief":
        return tr("Begin round {n}", n=follows.round)
    if follows.phase == "over":
        return tr("End the class")
    return tr("Go to: {what}", what=tr(PHASES[follows.phase]))


def _world(desk: Desk, name: str) -> dict[str, Any]:
    state = desk.state
    there = state.game.worlds[name]
    numbers = (state.standing(name) or {}).get("numbers", {})
    return {
        "name": name,
        "ready": there.opening is not None,
        "treatment": treatment(state, name) if state.game.phase in (DEBRIEF, "over") else "",
        "teams": [_team(state, name, seat) for seat in there.teams],
        "numbers": [number_row(m, numbers.get(m), None) for m in PUBLIC_NUMBERS] if numbers else [],
        "treaties": [treaty_view(state, one, "") for one in there.treaties.values()],
        "result": public_result(state, name)
        if there.rounds and state.game.phase in (REVEAL, REFLECT)
        else None,
        "treaties_on": state.treaties_allowed(name),
        "form": offer_form(state, name)
        if state.treaties_allowed(name) and state.game.phase in OPEN
        else None,
    }


def _team(state: ClassState, world: str, seat: str) -> dict[str, Any]:
    there = state.game.worlds[world]
    team = there.teams[seat]
    crew = state.crew(world, seat)
    found: dict[str, Any] = {
        **team_card(seat),
        "people": [
            {
                "name": m.name,
                "here": m.here,
                "role": _role(seat, m.role),
                "proposed": m.name in team.proposals,
                "muted": m.muted,
                "extra_time": m.extra_time,
                "observer": m.observer,
                "pen": team.pen == m.name,
            }
            for m in crew
        ],
        "here": sum(1 for m in crew if m.here),
        "of": len(crew),
    }
    if seat == PRESS:
        return found
    peeked = f"{world}.{seat}" in state.peeked
    return {
        **found,
        "proposed": len(team.proposals),
        "status": student._status(state, world, seat),
        "signed_by": team.signed_by,
        "missing": _missing(state, world, seat),
        "nudged": f"{world}.{seat}" in state.nudges,
        "sheet": _entry_sheet(state, world, seat) if state.game.phase == COMMIT else [],
        "peek": _peeked(state, world, seat) if peeked else None,
    }


def _role(seat: str, key: str) -> str:
    role = next((one.name for one in find_team(seat).roles if one.key == key), "")
    return tr(role) if role else ""


def _missing(state: ClassState, world: str, seat: str) -> str:
    """What happens if the team does not sign."""
    from game.classroom import ladder

    there = state.game.worlds[world]
    if state.game.phase == LOBBY:
        written = there.teams[seat].standing is not None
        return tr(HOW[ladder.STANDING]) if written else tr("no standing order yet")
    move = ladder.move_of(state, there, there.teams[seat])
    return "" if move.how in ("signed", "entered") else tr(HOW[move.how])


def _entry_sheet(state: ClassState, world: str, seat: str) -> list[dict[str, Any]]:
    """The sheet for moves that the teacher enters: steps, and what is in force."""
    law = state.law(world)
    return [
        {
            "key": d.key,
            "title": tr(d.title),
            "steps": step_texts(d),
            "now_text": in_force_text(d, law),
        }
        for d in state.sheet(seat)
    ]


def _peeked(state: ClassState, world: str, seat: str) -> list[str]:
    team = state.game.worlds[world].teams[seat]
    found = []
    for key, step in (team.signed or {}).items():
        decision = find_decision(f"{seat}.{key}")
        found.append(f"{tr(decision.title)}: {step_text(decision, step)}")
    return found or [tr("Nothing is signed yet.")]


def _texts(state: ClassState) -> list[dict[str, Any]]:
    """Texts that wait to be let onto the wall."""
    return [
        {"item": one.number, "world": name, "team": team_name(one.team), "text": one.text}
        for name, there in state.game.worlds.items()
        for one in there.statements.values()
        if one.text and one.shown is None
    ]


def pace_part(state: ClassState, now: float) -> dict[str, Any]:
    """How the lesson stands in words, and the offer of the pace clock."""
    found = pace.pace(state, now)
    ends = pace.slot_ends(state)
    words = ""
    if found.state != pace.NO_CLOCK and state.game.phase not in (DEBRIEF, "over"):
        minutes = max(0, int(found.debrief_s // 60))
        words = ntr("Time for a debrief of {n} minute", "Time for a debrief of {n} minutes",
                    minutes)  # fmt: skip
        if found.rounds_left:
            words = tr(
                "Time for {rounds} and {debrief}",
                rounds=ntr("{n} more round", "{n} more rounds", found.rounds_left),
                debrief=ntr("a debrief of {n} minute", "a debrief of {n} minutes", minutes),
            )
    return {
        "state": found.state,
        "text": tr(PACE[found.state]),
        "words": words,
        "ends_at": ends,
        "offer": found.offer,
        "offer_text": tr(OFFERS[found.offer]) if found.offer else "",
        "rounds_left": found.rounds_left,
    }


def prompts(state: ClassState) -> list[str]:
    """What a teacher could say now: questions that follow from what teams did, and in the debrief
    the words for the stage.
    """
    if state.game.phase in (DEBRIEF, OVER):
        return stage_prompts(state)
    found: list[str] = []
    for name, there in state.game.worlds.items():
        where = tr("World {name}: ", name=name) if len(state.game.worlds) > 1 else ""
        if not there.rounds:
            continue
        last = there.rounds[-1]
        for number, team in last.breaches:
            found.append(
                where + tr("Ask {team} why they broke treaty {n}.", team=team_name(team), n=number)
            )
        for seat, move in last.moves.items():
            if move.how in ("standing", "carry"):
                found.append(where + tr("{team} did not answer: ask what stopped them.",
                                        team=team_name(seat)))  # fmt: skip
        moved = sorted(
            (c for c in debrief.changes(state, name) if c.round == last.number),
            key=lambda c: -c.size,
        )
        if moved:
            one = moved[0]
            title = tr(find_decision(f"{one.seat}.{one.decision}").title)
            found.append(
                where + tr("Ask who saw this coming: {team} changed {what}.",
                           team=team_name(one.seat), what=title)
            )  # fmt: skip
    return found[:MOST_PROMPTS]


def stage_prompts(state: ClassState) -> list[str]:
    """What a teacher says at the stage of the debrief that is on."""
    stage = state.game.stage
    if stage == "flip" and state.game.flips:
        stage = "flipped"
    return [tr(one) for one in STAGE_PROMPTS.get(stage, ())]


def _mark(state: ClassState, one: Mark) -> dict[str, Any]:
    stage = one.game.stage
    if stage:
        return {"mark": one.seq, "round": one.round, "text": f"{tr(PHASES[DEBRIEF])}: "
                f"{tr(STAGES[stage])}"}  # fmt: skip
    when = tr("Practice") if one.round == 0 else tr("Round {n}", n=one.round)
    text = tr(PHASES[one.phase])
    return {"mark": one.seq, "round": one.round, "text": f"{when}: {text}"}


def _debrief(desk: Desk) -> dict[str, Any]:
    """What the teacher needs in the debrief: candidates to flip, flips, answers."""
    state = desk.state
    many = len(state.game.worlds) > 1
    shown = state.shown if state.shown in state.game.worlds else next(iter(state.game.worlds))
    return {
        "stage": stage_part(state, shown) if state.game.phase in (DEBRIEF, "over") else None,
        "candidates": [
            {
                "key": c.key,
                "text": candidate_text(c, many),
                "votes": votes,
                "steps": step_texts(find_decision(f"{c.seat}.{c.decision}")),
                "before": c.before,
                "after": c.after,
            }
            for c, votes in debrief.by_votes(state)
        ],
        **flips_part(state),
        "running": desk.rounds.flipping,
        "answers": {poll: len(said) for poll, said in state.polls.items()},
        "exit": list(state.polls.get("exit", {}).values()),
        "dials": [
            {"name": one.name, "question": tr(question), "low": one.low, "high": one.high}
            for one, question in dials()
        ],
        "played": sorted({r.number for w in state.game.worlds.values() for r in w.played}),
    }
