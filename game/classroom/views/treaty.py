"""Treaties on a page: clauses in sentences, who may do what, and what an offer can be made of."""

from typing import Any

from agents.levers import LEVERS
from game.classroom import treaties
from game.classroom.lesson import PRESS, Decision, find_decision
from game.classroom.state import DEBRIEF, OVER, ClassState, Treaty
from game.classroom.views.words import step_text, step_texts, team_name
from game.language import mark, tr

MODES = {
    treaties.BINDING: mark("Binding: a move against it is refused"),
    treaties.MONITORED: mark("Monitored: a breach is told to everybody"),
    treaties.SECRET: mark("Secret: known to its parties until the debrief"),
}
STATUS = {
    "offered": mark("on offer"),
    "active": mark("in force"),
    "declined": mark("declined"),
    "withdrawn": mark("withdrawn"),
    "expired": mark("expired"),
    "breached": mark("broken"),
}
AT_LEAST = mark("Treaty {n}: at least {step}.")


def clause_text(one: dict[str, Any], limit: int | None) -> str:
    """A clause as a sentence."""
    kind = treaties.clauses()[one["kind"]]
    if one["kind"] == treaties.ACCORD:
        lever = LEVERS[f"{treaties.sides(one['deal'])[0]}.sign_{one['deal']}"]
        return tr(kind.text, deal=tr(lever.name))
    by = team_name(one["by"])
    if kind.posture:
        return tr(kind.text, by=by, step=tr(treaties.postures()[one["limit"]].title))
    decision = find_decision(f"{one['by']}.{one['decision']}")
    step = limit if limit is not None else one.get("limit")
    told = step_text(decision, step) if step is not None else ""
    return tr(kind.text, by=by, decision=tr(decision.title), step=told)


def treaty_view(state: ClassState, treaty: Treaty, seat: str) -> dict[str, Any]:
    """A treaty as one of its parties, or anybody, sees it."""
    limits = treaty.limits or (None,) * len(treaty.clauses)
    own = seat in treaty.parties
    waiting = treaty.status == treaties.OFFERED and own
    left = treaty.last_round - state.game.round + 1 if treaty.made else treaty.rounds
    return {
        "number": treaty.number,
        "by": team_name(treaty.by),
        "parties": [team_name(one) for one in treaty.parties],
        "mode": tr(MODES[treaty.mode]),
        "status": treaty.status,
        "status_text": tr(STATUS[treaty.status]),
        "clauses": [
            clause_text(one, limit) for one, limit in zip(treaty.clauses, limits, strict=True)
        ],
        "rounds": left,
        "can_sign": waiting and seat not in treaty.signed,
        "can_decline": waiting and seat != treaty.by,
        "can_withdraw": waiting and seat == treaty.by,
        "can_leave": own and treaty.status == treaties.ACTIVE and seat not in treaty.leaving,
        "leaving": treaty.leaving.get(seat, "") if own else "",
        "breached_by": team_name(treaty.breached_by) if treaty.breached_by else "",
    }


def bounds(state: ClassState, world: str, decision: Decision) -> list[str]:
    """What treaties in force say of a team's decision, as sentences."""
    found = []
    for treaty in treaties.active(state.game.worlds[world]):
        for one, limit in zip(treaty.clauses, treaty.limits, strict=True):
            if (one.get("by"), one.get("decision")) != (decision.seat, decision.key):
                continue
            if limit is None:
                continue
            caps = decision.name in treaties.clauses()[one["kind"]].most
            text = mark("Treaty {n}: go no further than {step}.") if caps else AT_LEAST
            found.append(tr(text, n=treaty.number, step=step_text(decision, limit)))
    return found


def seen_by(state: ClassState, treaty: Treaty, seat: str) -> bool:
    """Whether a team may know of a treaty: parties do; others once it is public."""
    if seat in treaty.parties or state.game.phase in (DEBRIEF, OVER):
        return True
    return treaty.made and treaty.mode != treaties.SECRET


def treaties_part(state: ClassState, world: str, seat: str) -> dict[str, Any] | None:
    """The treaties of a world that a team may know of, and what an offer can be made of."""
    if not state.treaties_allowed(world):
        return None
    there = state.game.worlds[world]
    known = [one for one in there.treaties.values() if seen_by(state, one, seat)]
    found: dict[str, Any] = {"list": [treaty_view(state, one, seat) for one in known[::-1]]}
    if seat == PRESS:
        return found
    left = treaties.MOST_OFFERS - there.teams[seat].offers
    return {**found, "offers_left": left, "form": offer_form(state, world, seat)}


def offer_form(state: ClassState, world: str, seat: str = "") -> dict[str, Any]:
    """What an offer can be made of: partners of a team, kinds of clauses, how it binds."""
    teams = [one for one in state.game.worlds[world].teams if one not in (seat, PRESS)]
    kinds = [_kind(state, world, one) for one in treaties.clauses().values()]
    return {
        "modes": [{"key": key, "text": tr(text)} for key, text in MODES.items()],
        "partners": [
            {"seat": one, "name": team_name(one)} for one in teams if state.crew(world, one)
        ],
        "own": {"seat": seat, "name": team_name(seat)} if seat else None,
        "kinds": [one for one in kinds if _usable(one)],
        "most_clauses": treaties.MOST_CLAUSES,
        "most_rounds": treaties.MOST_ROUNDS,
    }


def _usable(kind: dict[str, Any]) -> bool:
    """Whether a kind of clause has anything to bind in this lesson."""
    return any(kind.get(what) for what in ("postures", "deals", "decisions"))


def _kind(state: ClassState, world: str, kind: treaties.Clause) -> dict[str, Any]:
    """A kind of clause with what it may bind, for a form."""
    found: dict[str, Any] = {"key": kind.kind, "title": tr(kind.title), "text": tr(kind.text)}
    if kind.posture:
        cards = treaties.postures().values()
        found["postures"] = [{"key": p.key, "title": tr(p.title)} for p in cards]
        return found
    if kind.deals:
        found["deals"] = [
            {
                "key": deal,
                "title": tr(LEVERS[f"{treaties.sides(deal)[0]}.sign_{deal}"].name),
                "help": tr(LEVERS[f"{treaties.sides(deal)[0]}.sign_{deal}"].help),
                "sides": list(treaties.sides(deal)),
            }
            for deal in kind.deals
            if all(seat in state.game.worlds[world].teams for seat in treaties.sides(deal))
        ]
        return found
    found["frozen"] = kind.frozen
    found["decisions"] = [
        {
            "seat": decision.seat,
            "key": decision.key,
            "title": tr(decision.title),
            "steps": [] if kind.frozen else step_texts(decision),
        }
        for name in (*kind.most, *kind.least)
        for decision in (find_decision(name),)
        if decision.seat in state.game.worlds[world].teams
        and decision in state.sheet(decision.seat)
    ]
    return found
