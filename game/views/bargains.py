"""Deals that can be offered, kept or broken now: what they cost, what the others may say."""

import math
from dataclasses import dataclass
from typing import Any

from agents.bargaining import MOST_WISH, OFFER_WEIGHT, WISH_SLOPE
from agents.deals import BREAKING_COST, SIGNING_COST
from agents.levers import ACTORS, LEVERS
from agents.minds import DEAL_REASONS
from agents.names import DEALS
from agents.state import World
from game.futures import believer
from game.language import tr
from game.session import Session
from game.views.promises import SEATS, deal_name, sides_of
from game.views.words import actor_name, number, percent, quarter_label, role_of, signed

# Insight from which a service can name a number, and reads the other side's reasons. Game number.
_CLEAR = 0.25
_UNLIKELY, _POSSIBLE = 0.08, 0.22
_US_FIRMS = ("nvda", "amd", "tsmc", "lab_us")
_PARTIES = ("us", "cn", "tool", "chip")
_IN_FORCE, _OFFERED, _ASKED, _OPEN = "in force", "offered", "asked", "open"


@dataclass(frozen=True)
class DealView:
    """A deal as the seat held sees it.

    `state` is "in force", "offered" (by us), "asked" (of us) or "open". The action proposes
    `value` for `lever`; without a lever the deal is not the seat's to sign.
    """

    key: str
    name: str
    sides: tuple[str, str]
    between: str
    state: str
    state_text: str
    terms: str
    side_effect: str
    source: str
    cost_text: str
    odds_text: str
    deadline_text: str
    trust_text: str
    reasons: tuple[tuple[str, str], ...]
    reasons_text: str
    lever: str
    action: str
    action_icon: str
    value: float
    warning: str
    pending: bool
    disabled_reason: str


@dataclass(frozen=True)
class Signer:
    """A party to the grand bargain."""

    seat: str
    name: str
    role: str
    signs: bool
    text: str


@dataclass(frozen=True)
class BargainView:
    """The grand bargain: who signs, who would, and our own signature."""

    signers: tuple[Signer, ...]
    text: str
    lever: str
    action: str
    value: float
    pending: bool
    disabled_reason: str


def insight(session: Session, world: World) -> float:
    """How much of the others the seat's services see, 0 to 1; 1 with perfect intelligence."""
    if believer(session) is None:
        return 1.0
    kind, member = ACTORS[session.seat]
    if kind == "governments":
        return float(world.governments[member]["insight"])
    return 0.5 * float(world.governments[0 if session.seat in _US_FIRMS else 1]["insight"])


def odds_words(wish: float, seen: float) -> str:
    """A chance in a quarter: a band where the services see enough, a word where they do not."""
    if seen >= _CLEAR:
        half = 0.15 * (1.0 - seen)
        low, high = max(0.0, wish - half), min(1.0, wish + half)
        if high - low < 0.02:
            return tr("{chance} a quarter", chance=percent(wish))
        return tr("{low} to {high} a quarter", low=percent(low), high=percent(high))
    if wish < _UNLIKELY:
        return tr("unlikely")
    return tr("possible") if wish < _POSSIBLE else tr("likely")


def _with_offer(wish: float, deal: Any, side: int) -> float:
    """A wish as it would be with our signature on the table: the model's own scale."""
    if wish <= 0.0 or deal["why_offer"][side] > 0.0:
        return wish
    part = min(max(wish / MOST_WISH, 1e-6), 1.0 - 1e-6)
    score = math.log(part / (1.0 - part)) + WISH_SLOPE * OFFER_WEIGHT
    return MOST_WISH / (1.0 + math.exp(-score))


def deal_views(session: Session, world: World) -> dict[str, DealView]:
    """Every deal by its key."""
    proposed = {p.order.lever: p.order.value for p in session.proposals}
    return {deal: _deal(session, world, deal, proposed) for deal in DEALS}


def _signature(session: Session, seat: str, deal: str) -> bool:
    """Whether a seat's signature stands at the beginning of this quarter."""
    return session.law(f"{seat}.sign_{deal}") > 0.5


def _deal(session: Session, world: World, deal: str, proposed: dict[str, float]) -> DealView:
    record = world.deals[DEALS.index(deal)]
    sides = sides_of(world, deal)
    own = session.seat if session.seat in sides else ""
    lever = f"{own}.sign_{deal}" if own else ""
    other = (sides[0] if own == sides[1] else sides[1]) if own else ""
    state = _state(session, record, deal, own, other)
    law = _signature(session, own, deal) if own else False
    wanted = proposed.get(lever, float(law)) > 0.5 if own else False
    action, icon, warning = _action(record, state, law, wanted, session.now)
    declared = next(one for one in LEVERS.values() if one.field == f"sign_{deal}")
    reasons, words = _reasons(session, world, record, sides, own)
    return DealView(
        key=deal,
        name=deal_name(deal),
        sides=sides,
        between=tr("{one} and {other}", one=actor_name(sides[0]), other=actor_name(sides[1])),
        state=state,
        state_text=_state_text(state, record, sides, session, deal),
        terms=tr(declared.help),
        side_effect=tr(declared.side_effect),
        source=tr(declared.source),
        cost_text=tr(
            "{cost} capital for each side when it is signed", cost=signed(-SIGNING_COST, 0)
        ),
        odds_text=_odds(session, world, record, sides, own, state),
        deadline_text=_deadline(record, state),
        trust_text=tr("{trust} of 100", trust=number(100.0 * float(record["trust"]), 0)),
        reasons=reasons,
        reasons_text=words,
        lever=lever,
        action=action if own else "",
        action_icon=icon,
        value=0.0 if wanted else 1.0,
        warning=warning,
        pending=own != "" and wanted != law,
        disabled_reason=_closed(session, own),
    )


def _closed(session: Session, own: str) -> str:
    if session.over:
        return tr("The game is over.")
    return "" if own else tr("Only the two sides of a deal can sign it.")


def _state(session: Session, record: Any, deal: str, own: str, other: str) -> str:
    if record["signed"]:
        return _IN_FORCE
    if own and _signature(session, own, deal):
        return _OFFERED
    return _ASKED if own and _signature(session, other, deal) else _OPEN


def _state_text(
    state: str, record: Any, sides: tuple[str, str], session: Session, deal: str
) -> str:
    if state == _IN_FORCE:
        return tr("In force since {quarter}", quarter=quarter_label(int(record["since"])))
    if state == _OFFERED:
        return tr("Offered by you")
    if state == _ASKED:
        return tr("Waits for you")
    signers = [seat for seat in sides if _signature(session, seat, deal)]
    if signers:
        return tr("Offered by {who}", who=actor_name(signers[0]))
    return tr("Not signed")


def _action(record: Any, state: str, law: bool, wanted: bool, now: int) -> tuple[str, str, str]:
    """Label and icon of the button, and what to be warned of."""
    if wanted != law:
        return (tr("Do not sign after all") if wanted else tr("Keep it after all")), "undo-2", ""
    if state == _IN_FORCE:
        if now >= int(record["expires"]):
            return tr("Let it lapse"), "hourglass", ""
        warning = tr("Withdrawing now breaks it: {cost} capital, less trust, more tension.",
                     cost=signed(-BREAKING_COST, 0))  # fmt: skip
        return tr("Break it"), "unlink", warning
    if state == _OFFERED:
        return tr("Withdraw"), "undo-2", ""
    return (tr("Sign") if state == _ASKED else tr("Offer")), "handshake", ""


def _deadline(record: Any, state: str) -> str:
    if state == _IN_FORCE:
        return tr("Lapses in {quarter} unless both sign again",
                  quarter=quarter_label(int(record["expires"])))  # fmt: skip
    if state == _OFFERED:
        return tr("Stands until taken up or withdrawn")
    return tr("Holds for four quarters once signed")


def _odds(
    session: Session, world: World, record: Any, sides: tuple[str, str], own: str, state: str
) -> str:
    if session.law("world.event_rate") <= 0.0:
        return tr("Minds sign no deals in this game")
    if not _thought(world):
        return tr("Not known yet")
    seen = insight(session, world)
    wishes = {
        side: float(record[name]) for side, name in zip(sides, ("wish_a", "wish_b"), strict=True)
    }
    if state == _IN_FORCE:
        return tr("In force")
    if own:
        other = 1 if own == sides[0] else 0
        if state == _ASKED:
            return tr("{who} has signed", who=actor_name(sides[other]))
        words = odds_words(_with_offer(wishes[sides[other]], record, other), seen)
        return tr("{who}: {odds}", who=actor_name(sides[other]), odds=words)
    return tr(
        "{one}: {odds}; {other}: {others}",
        one=actor_name(sides[0]), odds=odds_words(wishes[sides[0]], seen),
        other=actor_name(sides[1]), others=odds_words(wishes[sides[1]], seen),
    )  # fmt: skip


def _thought(world: World) -> bool:
    """Whether minds have weighed deals yet: they begin when a game has begun."""
    return bool((world.deals["why_gain"] != 0.0).any())


def _reasons(
    session: Session, world: World, record: Any, sides: tuple[str, str], own: str
) -> tuple[tuple[tuple[str, str], ...], str]:
    """Why the other side would sign or not, as far as it is known, and whose reasons they are."""
    side = 1 if own == sides[0] or not own else 0
    who = actor_name(sides[side])
    if insight(session, world) < _CLEAR or not _thought(world):
        return (), tr("Why {who} would sign or not: not known. Intelligence would tell.", who=who)
    pairs = [(tr(text), float(record[name][side])) for name, text in DEAL_REASONS.items()]
    pairs = sorted((one for one in pairs if abs(one[1]) >= 0.005), key=lambda one: -abs(one[1]))
    shown = tuple((text, signed(weight, 2)) for text, weight in pairs)
    return shown, tr("Why {who} would sign or not", who=who)


def wanted_deal(session: Session, seat: str, world: World) -> str:
    """What a government asks for: what it has signed already, or would sign soonest."""
    place = SEATS.index(seat)
    asked, best, wish = [], "", _POSSIBLE
    for number_, deal in enumerate(DEALS):
        record = world.deals[number_]
        sides = sides_of(world, deal)
        if seat not in sides or record["signed"]:
            continue
        if _signature(session, seat, deal):
            asked.append(deal_name(deal))
        own = float(record["wish_a" if int(record["side_a"]) == place else "wish_b"])
        if own > wish:
            best, wish = deal_name(deal), own
    if asked:
        return tr("Offers: {deals}", deals=tr(", ").join(asked))
    if seat == session.seat:
        return tr("You have no offer on the table")
    if insight(session, world) < _CLEAR:
        return tr("What it wants is not known")
    return tr("Would like: {deal}", deal=best) if best else tr("Asks for nothing")


# ---- the grand bargain


def bargain_view(session: Session, world: World) -> BargainView:
    """Who signs the grand bargain, and who would."""
    own = session.seat if session.seat in _PARTIES else ""
    lever = f"{own}.sign_bargain" if own else ""
    seen = insight(session, world)
    signers = []
    for seat in _PARTIES:
        signs = session.law(f"{seat}.sign_bargain") > 0.5
        wish = float(world.governments[SEATS.index(seat)]["wish_bargain"])
        if signs:
            text = tr("signs")
        elif seat == own:
            text = tr("you have not signed")
        else:
            odds = odds_words(wish, seen) if _thought(world) else tr("not known yet")
            text = tr("would sign: {odds}", odds=odds)
        signers.append(Signer(seat, actor_name(seat), role_of(seat), signs, text))
    law = session.law(lever) > 0.5 if own else False
    proposed = {p.order.lever: p.order.value for p in session.proposals}
    wanted = proposed.get(lever, float(law)) > 0.5 if own else False
    if wanted != law:
        action = tr("Do not sign after all") if wanted else tr("Keep it after all")
    else:
        action = tr("Withdraw") if law else tr("Sign")
    count = sum(one.signs for one in signers)
    return BargainView(
        signers=tuple(signers),
        text=tr("{n} of 4 sign. All four in the same quarter end the game.", n=count),
        lever=lever,
        action=action if own else "",
        value=0.0 if wanted else 1.0,
        pending=own != "" and wanted != law,
        disabled_reason=_closed(session, own),
    )
