"""What single pages need beside the kit: treaty clauses, effects of levers, sides of a court."""

import random
from dataclasses import dataclass

from markupsafe import Markup

from agents.levers import LEVERS
from game.classroom import treaties
from game.classroom.handouts.kit import Kit
from game.classroom.handouts.words import numbered, say
from game.classroom.lesson import Team, find_decision, find_team
from game.language import tr
from game.views.promises import deal_name

BLANK = Markup('<span class="blank"></span>')


@dataclass(frozen=True)
class ClauseRow:
    """A kind of clause with blanks to fill, and what it may bind: a team and its decisions."""

    title: str
    text: Markup
    binds: tuple[tuple[Team, tuple[str, ...]], ...]


def clauses(kit: Kit) -> list[ClauseRow]:
    """The clauses that fit the sheets of a lesson, and the teams that somebody sits in."""
    found = []
    seats = {team.seat for team in kit.teams}
    for kind in treaties.clauses().values():
        binds: dict[str, list[str]] = {}
        for name in (*kind.most, *kind.least):
            decision = find_decision(name)
            if decision.seat in seats and decision in kit.lesson.sheet(decision.seat):
                binds.setdefault(decision.seat, []).append(tr(decision.title))
        for deal in kind.deals:
            one, other = treaties.sides(deal)
            if {one, other} <= seats:
                name = tr(
                    "{deal} with {team}", deal=deal_name(deal), team=kit.name(find_team(other))
                )
                binds.setdefault(one, []).append(name)
        if binds or kind.posture:
            rows = tuple((find_team(seat), tuple(titles)) for seat, titles in binds.items())
            text = say(kind.text, by=BLANK, step=BLANK, decision=BLANK, deal=BLANK)
            found.append(ClauseRow(tr(kind.title), text, rows))
    return found


@dataclass(frozen=True)
class Effect:
    """What a lever of a decision does in the model, at what side effect, after which example."""

    name: str
    help: Markup
    side_effect: Markup
    source: Markup


def effects(kit: Kit, team: Team) -> list[tuple[str, tuple[Effect, ...]]]:
    """What each decision of a team does: its title, and an effect for each of its levers."""
    return [
        (tr(decision.title), tuple(_effect(key) for key in decision.levers))
        for decision in (kit.lesson.sheet(team.seat) if team.decisions else ())
    ]


def _effect(key: str) -> Effect:
    lever, origin = LEVERS[key], f"levers.toml {key}"
    return Effect(
        tr(lever.name),
        numbered(tr(lever.help), origin),
        numbered(tr(lever.side_effect), origin),
        numbered(tr(lever.source), origin),
    )


def court(kit: Kit) -> tuple[list[Team], list[Team]]:
    """Which teams prosecute and which defend, by lot."""
    teams = [team for team in kit.teams if team.decisions]
    random.Random(kit.settings.seed).shuffle(teams)
    half = (len(teams) + 1) // 2
    return teams[:half], teams[half:]
