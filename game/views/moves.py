"""What the sides did, read off the worlds: levers that moved, and chips that were launched."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from agents.levers import INDEX, LEVERS, Lever, positions
from agents.names import DESIGNERS, FULL_NAMES
from agents.state import World
from game.gamelog import Setup
from game.language import language, mark, ntr, tr
from game.session import Session
from game.views.words import actor_name, lever_text, lowered, number, side_of
from game.views.worlds import played, world_of

LEAST = 0.12  # of a lever's range: smaller steps are left out
_ICONS = {
    "Export controls": "shield-ban", "Alliance": "handshake", "Build-out": "factory",
    "Home market": "landmark", "Funds": "coins", "Research": "flask-conical",
    "Counter-controls": "ship", "Market": "trending-up", "Supply": "package",
}  # fmt: skip
_LEVERS = tuple(key for key, lever in LEVERS.items() if lever.actor != "world")
_LAUNCHERS = ("NVDA", "AMD", "HUAW", "CAMB")


@dataclass(frozen=True)
class Deed:
    """A step of a lever or a launch; `size` is how large it was, 0 to 1."""

    quarter: int
    actor: str
    side: str
    key: str
    kind: str  # "lever" or "launch"
    icon: str
    label: str
    detail: str
    size: float


_KEPT: dict[tuple[Setup, int, str, str], tuple[Deed, ...]] = {}


def share_of(lever: Lever, value: float) -> float:
    """Where a value lies in a lever's range, 0 to 1."""
    if lever.log_scale:
        span = np.log(lever.high / lever.low)
        return float(np.log(max(value, lever.low) / lever.low) / span)
    return (value - lever.low) / (lever.high - lever.low)


def deeds(session: Session) -> tuple[Deed, ...]:
    """Everything that was done since the past begins, oldest first.

    Small steps of a lever add up until they are worth telling; a player's own orders always are.
    """
    after = session.turns[-1].checksum if session.turns else ""
    key = (session.setup, len(session.turns), after, language())
    if key not in _KEPT:
        _KEPT.clear()
        _KEPT[key] = tuple(_find(session))
    return _KEPT[key]


def _find(session: Session) -> Iterator[Deed]:
    quarters, rows = played(session)
    own = {(turn.quarter, order.lever) for turn in session.turns for order in turn.orders}
    places = positions(session.setup.buyers)
    told = {key: float(rows[0][places[INDEX[key]]]) for key in _LEVERS} if rows else {}
    for quarter, before, after in zip(quarters[1:], rows, rows[1:], strict=False):
        for key in _LEVERS:
            now = float(after[places[INDEX[key]]])
            if now == told[key]:
                continue
            deed = step_of(quarter, LEVERS[key], told[key], now)
            if deed.size >= LEAST or (quarter, key) in own:
                told[key] = now
                yield deed
        yield from launches(quarter, world_of(before), world_of(after))


def step_of(quarter: int, lever: Lever, was: float, now: float) -> Deed:
    """A lever that moved."""
    size = abs(share_of(lever, now) - share_of(lever, was))
    name = tr(lever.name)
    if lever.actor not in ("us", "cn"):
        name = tr("{actor}: {deed}", actor=actor_name(lever.actor), deed=lowered(name))
    words = f"{name} {lever_text(lever, was)} → {lever_text(lever, now)}"
    if lever.deal:
        said = mark("{actor} is ready for a deal: {deal}")
        if now < was:
            said = mark("{actor} takes back its word on a deal: {deal}")
        words = tr(said, actor=actor_name(lever.actor), deal=lowered(tr(lever.name)))
    side, icon = side_of(lever.actor), _ICONS.get(lever.group, "flag")
    return Deed(quarter, lever.actor, side, lever.key, "lever", icon, words, tr(lever.help), size)


def launches(quarter: int, old: World, new: World) -> tuple[Deed, ...]:
    """New flagships that are clearly faster than the one before."""
    found = []
    for index, name in enumerate(DESIGNERS):
        was = float(old.designers[index]["perf16"][0])
        now = float(new.designers[index]["perf16"][0])
        if name not in _LAUNCHERS or was <= 0.0 or now < 1.15 * was:
            continue
        side = "us" if int(new.designers[index]["bloc"]) == 0 else "cn"
        label = tr(
            "{firm} launches a chip {times} times as fast",
            firm=tr(FULL_NAMES[name]),
            times=f"{now / was:.1f}",
        )
        detail = ntr(
            "{speed} TFLOP/s a package, {n} die.",
            "{speed} TFLOP/s a package, {n} dies.",
            round(float(new.designers[index]["dies"][0])),
            speed=number(now, 0),
        )
        found.append(Deed(quarter, name.lower(), side, f"launch.{name}", "launch", "cpu", label,
                          detail, min(1.0, now / was / 5)))  # fmt: skip
    return tuple(found)
