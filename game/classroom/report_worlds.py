"""What a class's report says of one world: its line beside the twin, its rounds, its treaties."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from game.analysis.metrics import find_metric
from game.classroom import debrief, report_charts
from game.classroom.lesson import PRESS, find_decision
from game.classroom.state import ClassState, Round, Treaty, WorldState
from game.classroom.treaties import postures
from game.classroom.views.results import cause_text
from game.classroom.views.treaty import MODES, STATUS, clause_text
from game.classroom.views.words import (
    HOW,
    PUBLIC_NUMBERS,
    change_text,
    in_language,
    number_text,
    step_text,
    team_name,
)
from game.figures import quarter_text
from game.language import tr
from game.views.words import listed, signed


def world_part(state: ClassState, name: str) -> dict[str, Any]:
    """Everything of one world."""
    there = state.game.worlds[name]
    return {
        "name": name,
        "treatment": treatment(state, name),
        "charts": [_chart(there, key) for key in PUBLIC_NUMBERS] if there.played else [],
        "timeline": timeline(there),
        "rounds": [_round(state, there, one) for one in there.played],
        "treaties": [_treaty(one) for one in there.treaties.values()],
    }


def treatment(state: ClassState, world: str) -> str:
    """What a world was treated with."""
    found = state.lesson.treatment(state.game.worlds[world].treatment)
    return tr(found.title) if found else ""


# ---- the line of a world


def _chart(there: WorldState, key: str) -> dict[str, Any]:
    metric = find_metric(key)
    own = [value for one in there.played for value in one.result["series"][key]]
    twin = [value for one in there.played for value in one.result["twin"][key]]
    first = there.played[0].result["first"]
    return {
        "label": tr(metric.label),
        "unit": tr(metric.unit),
        "svg": Markup(report_charts.lines(metric, first, own, twin)) if own else "",
    }


def timeline(there: WorldState) -> dict[str, Any]:
    """The public numbers at the opening and after each round, the twin's beside them."""
    opening = (there.opening or {}).get("numbers", {})
    rows = []
    for key in PUBLIC_NUMBERS:
        metric = find_metric(key)
        cells = [
            [number_text(key, one.result["standing"]["numbers"][key]), _twin(one, key)]
            for one in there.played
        ]
        start = [number_text(key, opening.get(key)), ""]
        rows.append({"label": tr(metric.label), "unit": tr(metric.unit), "cells": [start, *cells]})
    return {"head": [_when(one) for one in there.played], "rows": rows}


def _twin(one: Round, key: str) -> str:
    series = one.result["twin"][key]
    return tr("without controls {value}", value=number_text(key, series[-1])) if series else ""


def _when(one: Round) -> str:
    first, last = one.result["first"], one.result["last"]
    if last < first:
        return tr("Round {n}: nothing was left to play", n=one.number)
    return tr(
        "Round {n}, {first} to {last}",
        n=one.number, first=quarter_text(first), last=quarter_text(last),
    )  # fmt: skip


# ---- one round


def _round(state: ClassState, there: WorldState, one: Round) -> dict[str, Any]:
    changed = [c for c in debrief.changes(state, there.name) if c.round == one.number]
    teams = [seat for seat in one.moves if seat != PRESS]
    return {
        "number": one.number,
        "title": _when(one),
        "moves": [_move(one, seat, [c for c in changed if c.seat == seat]) for seat in teams],
        "news": [
            {"date": quarter_text(item["quarter"]), "text": in_language(item["text"])}
            for item in one.result["headlines"]
        ],
        "said": [
            {"team": team_name(said.team), "text": said.text}
            for said in there.statements.values()
            if said.round == one.number and said.shown and said.text
        ],
        "breaches": [
            tr("{team} broke treaty {n}", team=team_name(team), n=number)
            for number, team in one.breaches
        ],
        "causes": _ledger(one.result["causes"], team_name, lambda seat, v: signed(v, 1)),
        "moved": _ledger(
            one.result["moved"], lambda key: tr(find_metric(key).label), change_text
        ),
        "ended": bool(one.result.get("ended")),
    }  # fmt: skip


def _move(one: Round, seat: str, changed: Sequence[debrief.Candidate]) -> dict[str, Any]:
    move = one.moves[seat]
    notes = [
        *(
            tr("{decision} was held back by a binding treaty", decision=title(seat, key))
            for key in move.bound
        ),
        *(
            tr("{decision} lacked a second signature", decision=title(seat, key))
            for key in move.unseconded
        ),
    ]
    card = postures().get(move.posture)
    return {
        "team": team_name(seat),
        "changes": [_change(c) for c in changed],
        "how": tr(HOW[move.how]),
        "fallback": move.how not in ("signed", "entered"),
        "present": tr("{n} there, {m} proposed", n=move.present, m=move.proposed),
        "posture": tr(card.title) if card else "",
        "notes": notes,
    }


def title(seat: str, key: str) -> str:
    """What a decision is called."""
    return tr(find_decision(f"{seat}.{key}").title)


def _change(one: debrief.Candidate) -> str:
    decision = find_decision(f"{one.seat}.{one.decision}")
    return tr(
        "{decision}: from {before} to {after}",
        decision=tr(decision.title), before=step_text(decision, one.before),
        after=step_text(decision, one.after),
    )  # fmt: skip


def _ledger(found: dict[str, Any], name: Any, write: Any) -> dict[str, Any]:
    """Causes of changes as a table: a row for each number, a column for each cause."""
    causes = list(dict.fromkeys(str(key) for row in found.values() for key, _ in row))
    rows = []
    for key, terms in found.items():
        values = {str(cause): float(value) for cause, value in terms}
        if values:
            cells = [write(key, values.get(cause, 0.0)) for cause in causes]
            rows.append([name(key), *cells, write(key, sum(values.values()))])
    head = [cause_text(cause) for cause in causes]
    return {"head": [*head, tr("Together")], "rows": rows}


# ---- treaties


def _treaty(one: Treaty) -> dict[str, Any]:
    limits = one.limits or (None,) * len(one.clauses)
    status = tr(STATUS[one.status])
    if one.breached_by:
        status = tr("broken by {team} in round {n}", team=team_name(one.breached_by), n=one.ended)
    return {
        "number": one.number,
        "parties": listed(team_name(seat) for seat in one.parties),
        "mode": tr(MODES[one.mode]),
        "clauses": [clause_text(c, limit) for c, limit in zip(one.clauses, limits, strict=True)],
        "held": _held(one),
        "status": status,
    }


def _held(one: Treaty) -> str:
    if not one.since:
        return tr("never in force")
    last = one.ended or one.last_round
    return tr("rounds {first} to {last}", first=one.since, last=last)
