"""Promises of governments: deals signed, renewed, lapsed or broken, and what moved tension.

Read off the worlds of a game, quarter by quarter; nothing is estimated here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from agents import deals
from agents.levers import ACTORS, LEVERS
from agents.names import CN, DEALS, MARKET_CN, TRUCE, US
from agents.state import World
from game.language import mark, tr
from game.session import Session
from game.views.words import actor_name, number, quarter_label, signed
from game.views.worlds import played, world_of

SEATS = ("us", "cn", "tool", "chip", "row")  # in the order of the governments
SIGNED, RENEWED, LAPSED, BROKEN = "signed", "renewed", "lapsed", "broken"
WHAT = {
    SIGNED: mark("Signed"),
    RENEWED: mark("Renewed"),
    LAPSED: mark("Lapsed"),
    BROKEN: mark("Broken"),
}
_BROKEN = 2  # code of `ended_as`
assert all(ACTORS[seat] == ("governments", place) for place, seat in enumerate(SEATS))


@dataclass(frozen=True)
class Promise:
    """Something that became of a deal. `by` is the seat that broke it, or empty."""

    quarter: int
    deal: str
    kind: str
    sides: tuple[str, str]
    by: str
    trust_before: float
    trust: float
    kept: int

    @property
    def name(self) -> str:
        """The deal."""
        return deal_name(self.deal)

    @property
    def quarter_text(self) -> str:
        """When."""
        return quarter_label(self.quarter)

    @property
    def what(self) -> str:
        """What became of it, and who is to blame."""
        if self.by:
            return tr("Broken by {who}", who=actor_name(self.by))
        return tr(WHAT[self.kind])

    @property
    def between(self) -> str:
        """Both sides."""
        one, other = self.sides
        return tr("{one} and {other}", one=actor_name(one), other=actor_name(other))

    @property
    def consequence(self) -> str:
        """What followed from it."""
        if self.kind == BROKEN:
            rise = deals.TRUCE_BROKEN if self.deal == "truce" else deals.DEAL_BROKEN
            return tr(
                "Trust {before} to {after}, tension {rise}",
                before=_points(self.trust_before),
                after=_points(self.trust),
                rise=signed(rise, 0),
            )
        if self.kind == SIGNED:
            return tr("In force for a year; capital {cost}", cost=signed(-deals.SIGNING_COST, 0))
        if self.kind == RENEWED:
            return tr("Another year; trust {after}", after=_points(self.trust))
        return tr("Kept for {n} quarters; nobody to blame", n=self.kept)

    @property
    def text(self) -> str:
        """The whole in a sentence."""
        return tr(
            "{quarter}: {deal}, {sides}. {what}. {consequence}.",
            quarter=quarter_label(self.quarter), deal=self.name, sides=self.between,
            what=self.what, consequence=self.consequence,
        )  # fmt: skip


def _points(share: float) -> str:
    return number(100.0 * share, 0)


def deal_name(deal: str) -> str:
    """The name of a deal."""
    return tr(next(one.name for one in LEVERS.values() if one.field == f"sign_{deal}"))


def sides_of(world: World, deal: str) -> tuple[str, str]:
    """The seats of both sides."""
    record = world.deals[DEALS.index(deal)]
    return SEATS[int(record["side_a"])], SEATS[int(record["side_b"])]


def promises(session: Session) -> tuple[Promise, ...]:
    """Everything that became of deals in this game, newest first."""
    quarters, rows = played(session)
    worlds = [world_of(row) for row in rows]
    found: list[Promise] = []
    for quarter, before, after in zip(quarters[1:], worlds, worlds[1:], strict=False):
        found += turns(quarter, before, after)
    return tuple(reversed(found))


def turns(quarter: int, before: World, after: World) -> Iterator[Promise]:
    """What became of deals in one quarter."""
    for place, deal in enumerate(DEALS):
        was, now = before.deals[place], after.deals[place]
        kind, by = _turn(was, now)
        if kind:
            yield Promise(
                quarter, deal, kind, sides_of(after, deal), by,
                float(was["trust"]), float(now["trust"]), int(was["kept"]),
            )  # fmt: skip


def _turn(was: Any, now: Any) -> tuple[str, str]:
    """What became of one deal, and who broke it."""
    before, after = bool(was["signed"]), bool(now["signed"])
    if after and not before:
        return SIGNED, ""
    if before and not after:
        if now["ended_as"] == _BROKEN:
            return BROKEN, SEATS[int(now["broken_by"]) - 1]
        return LAPSED, ""
    if after and now["expires"] > was["expires"]:
        return RENEWED, ""
    return "", ""


# ---- tension


@dataclass(frozen=True)
class TensionTerm:
    """What moved tension in a quarter. Units: points."""

    label: str
    change: float


def tension_terms(before: World, after: World) -> tuple[TensionTerm, ...]:
    """What moved tension in the last quarter, as `agents.deals.swing_tension` reckons it.

    The last term is what is left of the whole change: broken deals and events. The terms sum to it.
    """
    was, now = (float(world.economy["tension"]) for world in (before, after))
    heat = min(1.0, float(after.economy["event_rate"]))
    states = after.governments
    raised = was + _broken(before, after)
    hot = 1.0 + deals.SPIRAL * heat * raised / 100.0
    steps = [deals.STEP * float(state["measures"] - state["last_measures"]) for state in states]
    steps = [
        float(state["posture"]) * hot * step if step > 0.0 else deals.RELIEF * step
        for state, step in zip(states, steps, strict=True)
    ]
    total = sum(steps)
    scale = min(1.0, deals.MOST_RISE / abs(total)) if total else 0.0
    luck = deals.INCIDENT * float(after.economy["luck_incident"]) * raised / 100.0
    standing = deals.FRICTION_US * float(states[US]["measures"])
    standing += deals.FRICTION_CN * float(states[CN]["measures"])
    seized = float(before.markets[MARKET_CN]["seized"])
    seized = deals.SEIZURE * min(1.0, seized / deals.MANY_SEIZED)
    calm = sum(
        (deals.TRUCE_CALMS if place == TRUCE else deals.DEAL_CALMS) * float(deal["signed"])
        for place, deal in enumerate(after.deals)
    )
    terms = [
        (tr("New measures of {who}", who=actor_name("us")), scale * steps[US]),
        (tr("New measures of {who}", who=actor_name("cn")), scale * steps[CN]),
        (tr("New measures of allies"), scale * sum(steps[2:])),
        (tr("Measures that stand"), standing),
        (tr("Seized shipments"), seized),
        (tr("Incidents"), luck),
        (tr("Time"), -deals.TENSION_FADES * raised),
        (tr("Deals kept"), -calm),
        (tr("Broken deals"), _broken(before, after)),
    ]
    rest = now - was - sum(change for _, change in terms)
    terms.append((tr("Events, and the ends of the scale"), rest))
    return tuple(TensionTerm(label, change) for label, change in terms if abs(change) >= 0.05)


def _broken(before: World, after: World) -> float:
    """Points that broken deals added."""
    rise = 0.0
    for place in range(len(DEALS)):
        if after.deals[place]["broken"] > before.deals[place]["broken"]:
            rise += deals.TRUCE_BROKEN if place == TRUCE else deals.DEAL_BROKEN
    return rise
