"""A team's move sheet and its goals on a phone."""

from typing import Any

from game.classroom import sheets
from game.classroom.lesson import find_team
from game.classroom.state import ClassState
from game.classroom.views.treaty import bounds
from game.classroom.views.words import in_force_text, step_texts
from game.language import tr


def goals_part(state: ClassState, world: str, seat: str) -> list[dict[str, Any]]:
    """A team's public goals with the points so far."""
    from agents import mandate
    from game.views.goals import HOW_TEXTS, value_text

    standing = state.standing(world)
    known = {key: (v, p) for key, v, p in (standing or {}).get("goals", {}).get(seat, [])}
    rows = []
    for goal in mandate.mandate(seat, state.settings.scenario):
        value, worth = known.get(goal.key, (None, None))
        rows.append(
            {
                "text": tr(goal.text),
                "how": tr(HOW_TEXTS[goal.how]),
                "why": tr(goal.why),
                "value": "" if value is None else value_text(goal, value),
                "full": value_text(goal, goal.hundred),
                "none": value_text(goal, goal.zero),
                "points": None if worth is None else round(worth),
            }
        )
    return rows


def sheet_part(state: ClassState, world: str, seat: str) -> list[dict[str, Any]]:
    """The team's move sheet: steps, what is in force, what the team proposes."""
    team = state.game.worlds[world].teams[seat]
    law = state.law(world)
    sheet = state.sheet(seat)
    middle = sheets.draft(sheet, team.proposals.values(), law)
    roles = {role.key: role.name for role in find_team(seat).roles}
    rows = []
    for decision in sheet:
        now = decision.nearest(law)
        ends = sheets.spread(decision, team.proposals.values())
        rows.append(
            {
                "key": decision.key,
                "title": tr(decision.title),
                "about": tr(decision.about),
                "role": tr(roles[decision.role]),
                "steps": step_texts(decision),
                "now": now,
                "now_text": in_force_text(decision, law),
                "exact": decision.stands(law, now),
                "grave": decision.grave,
                "draft": middle.get(decision.key),
                "spread": list(ends) if ends else None,
                "signed": None if team.signed is None else team.signed.get(decision.key),
                "bound": bounds(state, world, decision),
            }
        )
    return rows
