"""Cluster instead of node: what more chips at more power buy, by the model's own rule for pods."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from agents import lab
from agents.levers import LEVERS
from agents.names import CN, FULL_NAMES, HUAW, MARKET_CN, MARKET_US, NVDA, US
from agents.offer import HOST_COST
from game.language import tr
from game.session import Session
from game.viewmodel import LeverView
from game.views.policy import lever_view
from game.views.scratch import copy_of
from game.views.words import number
from game.views.worlds import world_of

FIELD = "cluster_scale"
_STEPS = 29
_build: Callable[..., None] = lab.build_pod


@dataclass(frozen=True)
class Pod:
    """A pod. Units: kW, PFLOP/s, mn USD (chips at list price with hosts)."""

    scale: float
    chips: float
    power: float
    performance: float
    cost: float


@dataclass(frozen=True)
class PodCurve:
    """A maker's pods from its smallest scale to its largest, the one in force and the proposed."""

    key: str
    name: str
    role: str
    pods: tuple[Pod, ...]
    law: Pod
    proposal: Pod
    text: str


@dataclass(frozen=True)
class PodView:
    """Both makers' pods. `lever` is the held seat's own; `note` says if scale is no choice yet."""

    champion: PodCurve
    rival: PodCurve
    lever: LeverView | None
    note: str
    summary: str


def pods(session: Session) -> PodView:
    """The trade-off as it stands."""
    seen = world_of(session.row)
    world = SimpleNamespace(
        economy=copy_of(seen.economy),
        governments={g: copy_of(seen.governments[g]) for g in (US, CN)},
        designers={d: copy_of(seen.designers[d]) for d in (HUAW, NVDA)},
        optics={m: float(seen.labs[m]["optics"]) for m in (MARKET_CN, MARKET_US)},
    )
    champion = _curve(session, world, HUAW, "huaw", MARKET_CN)
    rival = _curve(session, world, NVDA, "nvda", MARKET_US)
    key = f"{session.seat}.{FIELD}"
    fixed = champion.pods[0].power == champion.pods[-1].power
    return PodView(
        champion=champion,
        rival=rival,
        lever=_lever(session, key) if session.seat in ("huaw", "nvda") else None,
        note=tr("So far a pod is a box of eight chips: its scale is not yet a choice.")
        if fixed
        else "",
        summary=_summary(champion, rival),
    )


def _lever(session: Session, key: str) -> LeverView:
    waiting = [p for p in session.proposals
               if p.order.lever == key and p.order.quarter == session.now]  # fmt: skip
    return lever_view(session, LEVERS[key], waiting[0] if waiting else None)


def _summary(champion: PodCurve, rival: PodCurve) -> str:
    mine, other = champion.proposal, rival.proposal
    watts = (mine.power / mine.performance) / (other.power / other.performance)
    return tr(
        "{firm}: {times} times the performance of {rival}'s pod, {watts} times the power for each "
        "unit of it",
        firm=champion.name,
        rival=rival.name,
        watts=number(watts, 1),
        times=number(mine.performance / other.performance, 1),
    )


def _curve(session: Session, world: Any, member: int, seat: str, market: int) -> PodCurve:
    key = f"{seat}.{FIELD}"
    lever, law = LEVERS[key], session.law(key)
    proposed = [p.order.value for p in session.proposals
                if p.order.lever == key and p.order.quarter == session.now]  # fmt: skip
    scales = np.linspace(lever.low, lever.high, _STEPS).tolist()
    now = _pod(world, member, market, law)
    wanted = _pod(world, member, market, proposed[0] if proposed else law)
    name = tr(FULL_NAMES["HUAW" if member == HUAW else "NVDA"])
    return PodCurve(
        key=seat,
        name=name,
        role="sovereign" if market == MARKET_CN else "incumbent",
        pods=tuple(_pod(world, member, market, scale) for scale in scales),
        law=now,
        proposal=wanted,
        text=tr(
            "{firm}: {chips} chips, {power} kW, {flops} PF, ${cost}M",
            firm=name,
            chips=number(wanted.chips, 0),
            power=number(wanted.power, 0),
            flops=number(wanted.performance, 0),
            cost=number(wanted.cost, 1 if wanted.cost < 10.0 else 0),
        ),
    )


def _pod(world: Any, member: int, market: int, scale: float) -> Pod:
    """The pod of a scale, by `agents.lab.build_pod` on a scratch laboratory."""
    maker = SimpleNamespace(**vars(world.designers[member]))
    maker.cluster_scale = scale
    designers = {**world.designers, member: maker}
    here = SimpleNamespace(bloc=market, optics=world.optics[market])
    around = SimpleNamespace(
        economy=world.economy, governments=world.governments, designers=designers
    )
    _build(here, around)
    cost = here.pod_chips * (maker.price[0] + HOST_COST) / 1000.0
    return Pod(scale, here.pod_chips, here.pod_kw, here.pod_pflops, cost)
