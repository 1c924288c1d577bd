"""The wire: what really happened in the model, newest first."""

from agents.levers import LEVERS
from agents.state import World
from game.language import mark, tr
from game.session import Session
from game.viewmodel import NewsView
from game.views.events import event_news
from game.views.milestones import milestones
from game.views.moves import Deed, deeds
from game.views.promises import BROKEN, LAPSED, SIGNED, Promise, turns
from game.views.words import SIDE_ROLES, actor_name, percent, quarter_label, signed
from game.views.worlds import played, world_of

KEPT_QUARTERS = 4
MOST = 12
ROUTINE, NOTABLE, IMPORTANT = 1, 2, 3
_STEP = 0.1  # a share is news when it passes a tenth

_PASSED = (
    (
        "self_sufficiency",
        mark("China makes more than {share} of its own technology"),
        mark("China makes less than {share} of its own technology"),
    ),
    (
        "developer_share_sovereign",
        mark("More than {share} of AI developers build on the sovereign stacks"),
        mark("Less than {share} of AI developers build on the sovereign stacks"),
    ),
)

_PROMISE_SIGNS = {
    SIGNED: ("handshake", NOTABLE),
    LAPSED: ("hourglass", NOTABLE),
    BROKEN: ("unlink", IMPORTANT),
}


def promise_words(promise: Promise) -> str:
    """What became of a deal, as a headline."""
    one, other = (actor_name(seat) for seat in promise.sides)
    if promise.kind == BROKEN:
        return tr("{who} breaks a deal: {deal}", who=actor_name(promise.by), deal=promise.name)
    if promise.kind == SIGNED:
        return tr("{one} and {other} sign a deal: {deal}", one=one, other=other, deal=promise.name)
    if promise.kind == LAPSED:
        return tr("A deal of {one} and {other} lapses: {deal}", one=one, other=other,
                  deal=promise.name)  # fmt: skip
    return tr("{one} and {other} renew a deal: {deal}", one=one, other=other, deal=promise.name)


def news(session: Session) -> tuple[NewsView, ...]:
    """What happened in the last year, newest first."""
    now = session.now
    items = [
        deed_news(deed, session.seat)
        for deed in deeds(session)
        if deed.quarter >= now - KEPT_QUARTERS
    ]
    quarters, rows = played(session)
    worlds = [world_of(row) for row in rows[-KEPT_QUARTERS - 1 :]]
    for quarter, before, after in zip(
        quarters[-len(worlds) + 1 :], worlds, worlds[1:], strict=False
    ):
        items += passed_marks(quarter, before, after)
        items += milestones(quarter, before, after)
        items += event_news(quarter, before, after, session.seat)
    items.sort(key=lambda pair: (-pair[0], -pair[1].importance, pair[1].key))
    return tuple(item for _, item in items[:MOST])


def deed_news(deed: Deed, seat: str) -> tuple[int, NewsView]:
    """A deed as news for a seat, and when it was done. Units: quarters since 2022 Q1."""
    if deed.kind == "launch":
        weight = NOTABLE
        words = tr("{deed}. {detail}", deed=deed.label, detail=deed.detail)
    else:
        lever = LEVERS[deed.key]
        others = deed.actor != seat and lever.actor in ("us", "cn")
        pointed = lever.group in ("Export controls", "Counter-controls")
        weight = IMPORTANT if others and pointed and deed.size >= 0.2 else ROUTINE
        words = deed.label
        if deed.actor in ("us", "cn"):
            words = tr("{actor}: {deed}", actor=actor_name(deed.actor), deed=deed.label)
    return deed.quarter, NewsView(
        f"{deed.key}@{deed.quarter}", quarter_label(deed.quarter), deed.icon, deed.side,
        SIDE_ROLES[deed.side], weight, words,
    )  # fmt: skip


def passed_marks(quarter: int, before: World, after: World) -> list[tuple[int, NewsView]]:
    """Numbers that passed a mark in a quarter."""
    found = []

    def add(key: str, icon: str, side: str, weight: int, words: str) -> None:
        item = NewsView(f"{key}@{quarter}", quarter_label(quarter), icon, side,
                        SIDE_ROLES[side], weight, words)  # fmt: skip
        found.append((quarter, item))

    was, now = (float(w.outcome["gap_generations"]) for w in (before, after))
    if was * now < 0.0:
        words = tr(
            "China's best package is the fastest: the gap stands at {gap} generations"
            if now < 0
            else "The US lead is back: the gap stands at {gap} generations",
            gap=signed(now),
        )
        add("parity", "scale", "cn" if now < 0 else "us", IMPORTANT, words)
    for key, more, less in _PASSED:
        was, now = (float(w.outcome[key]) for w in (before, after))
        if int(was / _STEP) != int(now / _STEP):
            share = percent(max(int(was / _STEP), int(now / _STEP)) * _STEP)
            icon = "trending-up" if now > was else "trending-down"
            add(key, icon, "cn", NOTABLE, tr(more if now > was else less, share=share))
    for promise in turns(quarter, before, after):
        icon, weight = _PROMISE_SIGNS.get(promise.kind, ("handshake", ROUTINE))
        add(f"deal.{promise.deal}", icon, "world", weight, promise_words(promise))
    was, now = (float(w.economy["boom"]) for w in (before, after))
    if now > 1.2 * max(was, 0.05):
        add("boom", "zap", "world", NOTABLE, tr("Demand for AI accelerators jumps"))
    return found
