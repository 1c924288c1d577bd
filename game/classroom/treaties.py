"""What treaties may say, whether moves keep them, and how long they hold.

A treaty is a few clauses of a closed list (`data/treaties.toml`). Each binds one decision of one
party to steps of its sheet, or its public posture, or signs an agreement that the model knows.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from agents.levers import LEVERS
from agents.names import DEAL_SIDES, DEALS
from agents.plan import Order
from game.classroom.events import Choices, Move
from game.classroom.lesson import DATA, PRESS, Decision, find_decision
from game.classroom.state import ClassState, Treaty, WorldState
from game.language import tr

BINDING, MONITORED, SECRET = "binding", "monitored", "secret"
MODES = (BINDING, MONITORED, SECRET)
OFFERED, ACTIVE, EXPIRED, BREACHED = "offered", "active", "expired", "breached"
DECLINED, WITHDRAWN = "declined", "withdrawn"
MOST_OFFERS = 3  # of a team in a round
MOST_CLAUSES = 4
MOST_ROUNDS = 10
ACCORD = "accord"
_NO_MOVE = Move({}, "")


class TreatyError(ValueError):
    """A treaty that cannot be offered or signed; the text says why."""


@dataclass(frozen=True)
class Clause:
    """A kind of clause: which decisions it may bind, and in which direction."""

    kind: str
    title: str
    text: str
    frozen: bool = False
    posture: bool = False
    most: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    deals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Posture:
    """A card of public speech, and what it sets the model's lever to (ratio)."""

    key: str
    title: str
    line: str
    value: float


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads((DATA / "treaties.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def clauses() -> dict[str, Clause]:
    """The kinds of clauses there are."""
    lists = ("most", "least", "deals")
    found = {}
    for row in _data()["clause"]:
        made = Clause(**{**row, **{key: tuple(row.get(key, ())) for key in lists}})
        found[made.kind] = made
    return found


@lru_cache(maxsize=1)
def postures() -> dict[str, Posture]:
    """The posture cards, from quiet to loud."""
    return {row["key"]: Posture(**row) for row in _data()["posture"]}


def posture_orders(seat: str, posture: str, quarter: int) -> list[Order]:
    """What a card sets in the model; nothing for a seat whose words the model does not read."""
    key = f"{seat}.posture"
    if key not in LEVERS or posture not in postures():
        return []
    return [Order(seat, key, postures()[posture].value, quarter)]


# ---- what may be offered


def check(
    state: ClassState, world: str, team: str, parties: Iterable[str],
    offered: Iterable[Mapping[str, Any]], mode: str, rounds: int,
) -> tuple[dict[str, Any], ...]:  # fmt: skip
    """The clauses of an offer as they go into the log.

    Raises: TreatyError saying what does not fit.
    """
    there = state.game.worlds[world]
    names = tuple(parties)
    if team not in names or len(set(names)) < 2 or len(set(names)) != len(names):
        raise TreatyError(tr("A treaty needs two teams or more, yours among them."))
    if any(one not in there.teams or one == PRESS for one in names):
        raise TreatyError(tr("A treaty binds teams that make moves in this world."))
    if mode not in MODES:
        raise TreatyError(tr("A treaty is binding, monitored or secret."))
    if isinstance(rounds, bool) or not 1 <= rounds <= MOST_ROUNDS:
        raise TreatyError(tr("A treaty holds for 1 to {n} rounds.", n=MOST_ROUNDS))
    found = tuple(_clause(state, names, dict(one)) for one in offered)
    if not 1 <= len(found) <= MOST_CLAUSES:
        raise TreatyError(tr("A treaty has 1 to {n} clauses.", n=MOST_CLAUSES))
    if mode == SECRET and any(one["kind"] == ACCORD for one in found):
        raise TreatyError(tr("Agreements of governments are public: no secret treaty has one."))
    return found


def _clause(state: ClassState, parties: tuple[str, ...], one: dict[str, Any]) -> dict[str, Any]:
    kind = clauses().get(str(one.get("kind")))
    if kind is None:
        raise TreatyError(tr("There is no clause of that kind."))
    if kind.kind == ACCORD:
        return _accord(parties, one)
    by = one.get("by")
    if by not in parties:
        raise TreatyError(tr("A clause binds one of the parties."))
    if kind.posture:
        loudest = str(one.get("limit"))
        if loudest not in postures():
            raise TreatyError(tr("Quiet words need one of the posture cards."))
        return {"kind": kind.kind, "by": by, "limit": loudest}
    decision = _decision(state, kind, str(by), str(one.get("decision")))
    made: dict[str, Any] = {"kind": kind.kind, "by": by, "decision": decision.key}
    if not kind.frozen:
        step = one.get("limit")
        if isinstance(step, bool) or not isinstance(step, int):
            raise TreatyError(tr("A clause needs a step of its decision."))
        if not 0 <= step < len(decision.options):
            most = len(decision.options) - 1
            raise TreatyError(tr("A clause needs a step of its decision: 0 to {n}.", n=most))
        made["limit"] = step
    return made


def _decision(state: ClassState, kind: Clause, by: str, key: str) -> Decision:
    if f"{by}.{key}" not in (*kind.most, *kind.least):
        raise TreatyError(tr("A clause of this kind cannot bind that decision."))
    known = {one.key: one for one in state.sheet(by)}
    if key not in known:
        raise TreatyError(tr("That decision is not on the sheet of this lesson."))
    return known[key]


def _accord(parties: tuple[str, ...], one: dict[str, Any]) -> dict[str, Any]:
    deal = str(one.get("deal"))
    if deal not in clauses()[ACCORD].deals:
        raise TreatyError(tr("The model knows no agreement of that name."))
    if not set(sides(deal)) <= set(parties):
        raise TreatyError(tr("Both governments of an agreement must be parties of the treaty."))
    return {"kind": ACCORD, "deal": deal}


def sides(deal: str) -> tuple[str, str]:
    """The two seats of an agreement that the model knows."""
    one, other = DEAL_SIDES[DEALS.index(deal)]
    return one.lower(), other.lower()


# ---- when it becomes active


def limits(
    state: ClassState, world: str, agreed: Iterable[Mapping[str, Any]]
) -> tuple[int | None, ...]:
    """The step that each clause binds to, what is frozen taken from what is in force."""
    law = state.law(world)
    found: list[int | None] = []
    for one in agreed:
        if clauses()[one["kind"]].frozen:
            found.append(find_decision(f"{one['by']}.{one['decision']}").nearest(law))
        else:
            step = one.get("limit")
            found.append(step if isinstance(step, int) else None)
    return tuple(found)


def active(world: WorldState) -> list[Treaty]:
    """The treaties in force."""
    return [treaty for treaty in world.treaties.values() if treaty.status == ACTIVE]


def deal_orders(world: WorldState, round_number: int, quarter: int) -> list[Order]:
    """Signatures under the model's agreements, as treaties give them or take them back."""
    wanted: dict[str, float] = {}
    for treaty in world.treaties.values():
        for one in treaty.clauses:
            if one["kind"] == ACCORD and treaty.made:
                for seat in sides(one["deal"]):
                    key = f"{seat}.sign_{one['deal']}"
                    on = treaty.status == ACTIVE and round_number <= treaty.last_round
                    wanted[key] = max(wanted.get(key, 0.0), 1.0 if on else 0.0)
    return [Order(LEVERS[key].actor, key, value, quarter) for key, value in wanted.items()]


# ---- whether moves keep it


def whole(state: ClassState, world: str, team: str, choices: Choices) -> Choices:
    """Where every decision of a team would stand: its move, and what is in force otherwise."""
    law = state.law(world)
    return {one.key: one.nearest(law) for one in state.sheet(team)} | choices


def _broken(one: Mapping[str, Any], limit: int | None, steps: Choices, posture: str) -> bool:
    kind = clauses()[one["kind"]]
    if kind.posture:
        order = list(postures())
        return bool(posture) and order.index(posture) > order.index(str(one["limit"]))
    step = steps.get(str(one.get("decision")))
    if limit is None or step is None:
        return False
    return step > limit if _caps(kind, one) else step < limit


def _caps(kind: Clause, one: Mapping[str, Any]) -> bool:
    """Whether a clause says "at most"; else it says "at least"."""
    return f"{one['by']}.{one['decision']}" in kind.most


def _breaks(treaty: Treaty, team: str, steps: Choices, posture: str) -> bool:
    return any(
        one.get("by") == team and _broken(one, limit, steps, posture)
        for one, limit in zip(treaty.clauses, treaty.limits, strict=True)
    )


def forbids(world: WorldState, team: str, choices: Choices) -> Treaty | None:
    """The binding treaty that a chosen step would break, or nothing."""
    for treaty in active(world):
        if treaty.mode == BINDING and _breaks(treaty, team, choices, ""):
            return treaty
    return None


def too_loud(world: WorldState, team: str, posture: str) -> Treaty | None:
    """The binding treaty that a posture would break, or nothing."""
    for treaty in active(world):
        if treaty.mode == BINDING and _breaks(treaty, team, {}, posture):
            return treaty
    return None


def held_back(
    state: ClassState, world: WorldState, team: str, choices: Choices
) -> tuple[Choices, tuple[str, ...]]:
    """A move within what binding treaties allow, and the decisions that they held back.

    For moves that nobody signed, or that were signed before the treaty: later on a signature under
    a forbidden one is refused at once.
    """
    kept, bound = dict(choices), []
    for treaty in active(world):
        if treaty.mode != BINDING:
            continue
        for one, limit in zip(treaty.clauses, treaty.limits, strict=True):
            steps = whole(state, world.name, team, kept)
            if one.get("by") == team and limit is not None and _broken(one, limit, steps, ""):
                kept[str(one["decision"])] = limit
                bound.append(str(one["decision"]))
    return kept, tuple(bound)


def held_posture(world: WorldState, team: str, posture: str) -> str:
    """A posture no louder than binding treaties allow: it may have been shown before they were."""
    order = list(postures())
    for treaty in active(world):
        for one in treaty.clauses if treaty.mode == BINDING else ():
            if one.get("by") == team and _broken(one, None, {}, posture):
                posture = min(posture, str(one["limit"]), key=order.index)
    return posture


def breaches(
    state: ClassState, world: WorldState, moves: Mapping[str, Move]
) -> list[tuple[int, str]]:
    """The treaties that the moves of a round break, and by whom."""
    found = []
    for treaty in active(world):
        for team in treaty.parties:
            move = moves.get(team, _NO_MOVE)
            steps = whole(state, world.name, team, move.choices)
            if _breaks(treaty, team, steps, move.posture):
                found.append((treaty.number, team))
    return found
