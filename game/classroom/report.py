"""The report of a class: one page that needs nothing else, on a screen or on paper.

It names no seat: teams act, and answers stand without names. It may be shared, so what students
wrote on their exit tickets is not in it: that is for the teacher, in the table of grades.

    report_worlds.py   each world: its line beside the twin, moves with reasons, causes, treaties
    report_debrief.py  flips, forecasts, the class as an experiment, forks, answers
    report_charts.py   the charts
    templates/         the page
"""

import hashlib
import time
from collections.abc import Iterable, Sequence
from typing import Any

from agents.levers import LEVERS
from agents.scenario import load
from game.classroom import debrief
from game.classroom import events as e
from game.classroom.fold import fold
from game.classroom.handouts import facts
from game.classroom.handouts.texts import texts
from game.classroom.languages import spoken
from game.classroom.lesson import find_decision
from game.classroom.paper import render
from game.classroom.record import forgotten
from game.classroom.report_debrief import (
    episodes_part,
    experiment_part,
    flip_part,
    flips_part,
    forecasts_part,
    polls_part,
)
from game.classroom.report_worlds import treatment, world_part
from game.classroom.state import ClassState, Flip
from game.classroom.views.debrief import TRANSFER
from game.classroom.views.words import team_name
from game.language import ENGLISH, ntr, tr
from game.views.words import lever_text, listed

DIGITS = 16


def report_page(log: Iterable[e.Event], language: str = ENGLISH) -> str:
    """The report of a class from its log. Raises: FoldError, or ValueError for a language."""
    events = forgotten(log)
    state = fold(events)
    with spoken(language):
        return render(
            "report.html", state,
            title=state.settings.title or tr(state.lesson.title),
            head=_head(state, events),
            taught=_taught(state),
            placed=_placed(state),
            worlds=[world_part(state, name) for name in state.game.worlds],
            flips=flips_part(state),
            forecasts=forecasts_part(state),
            experiment=experiment_part(state),
            episodes=episodes_part(state),
            polls=polls_part(state),
            left_out=[*map(tr, TRANSFER), *(tr(one.text) for one in texts().left_out)],
            sources=_sources(state),
            facts=facts.facts("source"),
            checks=_checks(state, events),
        )  # fmt: skip


def flip_page(state: ClassState, flip: Flip, language: str = ENGLISH) -> str:
    """One decision changed in hindsight as a page of its own."""
    with spoken(language):
        return render(
            "flip.html", state, title=tr("One decision changed"), flip=flip_part(state, flip)
        )


def log_checksum(log: Iterable[e.Event]) -> str:
    """Sixteen digits over the events of a log, as they were written."""
    found = hashlib.sha256()
    for event in log:
        found.update(f"{event.seq} {event.world} {event.round} {event.actor} ".encode())
        found.update(e.to_json(event.body))
    return found.hexdigest()[:DIGITS]


# ---- what was taught, and to whom


def _head(state: ClassState, log: Sequence[e.Event]) -> list[str]:
    """Short facts under the title."""
    settings = state.settings
    played = max((len(world.played) for world in state.game.worlds.values()), default=0)
    students = sum(1 for one in state.members.values() if not one.bot)
    bots = len(state.members) - students
    day = time.strftime("%Y-%m-%d", time.localtime(log[0].at)) if log[0].at > 0 else ""
    return [
        *([day] if day else []),
        tr("Lesson {letter}: {title}", letter=state.lesson.letter, title=tr(state.lesson.title)),
        ntr("{n} student", "{n} students", students),
        *([ntr("{n} bot", "{n} bots", bots)] if bots else []),
        ntr("{n} world", "{n} worlds", len(state.game.worlds)),
        ntr("{n} round of {quarters} quarters", "{n} rounds of {quarters} quarters", played,
            quarters=settings.quarters),
        tr("luck {seed}", seed=settings.seed),
        tr("made-up names") if settings.names == "neutral" else tr("real names"),
    ]  # fmt: skip


def _taught(state: ClassState) -> dict[str, Any]:
    lesson = state.lesson
    scenario = load(state.settings.scenario)
    return {
        "aim": tr(lesson.aim),
        "claim": tr(lesson.claim) if lesson.claim else "",
        "scenario": tr(scenario.title),
        "briefing": tr(lesson.story),
        "treatments": [
            [
                tr(one.title),
                listed(
                    f"{tr(LEVERS[key].name)} {lever_text(LEVERS[key], value)}"
                    for key, value in one.holds.items()
                )
                or tr("Treaties: {word}", word=tr("yes") if one.treaties else tr("no")),
            ]
            for one in lesson.treatments
            if state.settings.treatments
        ],
        "plan": [[f"{step.begin}–{step.end}", tr(step.what)] for step in lesson.plan],
    }


def _placed(state: ClassState) -> list[list[str]]:
    """Worlds, their treatments, and how many sat in each team."""
    rows = []
    for name, there in state.game.worlds.items():
        teams = [f"{team_name(seat)} {len(state.crew(name, seat))}" for seat in there.teams]
        rows.append([name, treatment(state, name) or "–", listed(teams)])
    return rows


# ---- what it rests on


def _sources(state: ClassState) -> list[list[str]]:
    """The levers of each decision that was changed, and where their effects come from."""
    names = {
        f"{one.seat}.{one.decision}"
        for world in state.game.worlds
        for one in debrief.changes(state, world)
    }
    rows = []
    for name in sorted(names):
        decision = find_decision(name)
        for key in decision.levers:
            lever = LEVERS[key]
            rows.append(
                [team_name(decision.seat), tr(lever.name), tr(lever.help), tr(lever.source)]
            )
    return rows


def _checks(state: ClassState, log: Sequence[e.Event]) -> dict[str, Any]:
    rounds = [
        [name, str(one.number), one.result["digest"], one.result["model"]]
        for name, there in state.game.worlds.items()
        for one in there.played
    ]
    return {
        "rounds": rounds,
        "versions": sorted({row[3] for row in rounds}),
        "events": f"{len(log):,}",
        "log": log_checksum(log),
        "code": state.code,
        "seed": state.settings.seed,
    }
