"""What the bars of the supply chain show: one number of each stack a stage, read off worlds."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents.levers import INDEX, LEVERS
from agents.names import (
    ALLIED,
    CHIPS,
    DOMESTIC,
    HBM,
    HUAW,
    MARKET_CN,
    MARKET_US,
    MODELS,
    NVDA,
    SMIC,
    SOFTWARE,
    TOOLS,
    TSMC,
    WAFERS,
)
from agents.plan import Plan
from agents.state import World, buyers_of, layout
from game.language import mark, tr
from game.rehearsal import RUNS, Question, Stop, question, rehearse
from game.session import Session
from game.views.words import number, percent

KEYS = ("tools", "wafers", "hbm", "packaging", "cluster", "software", "models", "buyers")
THOUSANDS = mark("{n}k")
HORIZON = 8  # quarters that rehearsals look ahead
_LAYERS = {
    "tools": TOOLS, "wafers": WAFERS, "hbm": HBM, "cluster": CHIPS, "software": SOFTWARE,
    "models": MODELS,
}  # fmt: skip
# The levers that cut a stage off, each set to its strictest value. Nothing reaches packaging.
CUTS = {
    "tools": ("us.tool_control", "us.service_ban", "tool.alignment"),
    "wafers": ("us.foundry_rule", "chip.alignment"),
    "hbm": ("us.hbm_control",),
    "cluster": ("us.chip_tpp", "us.chip_link", "us.chip_density", "us.chip_memory"),
    "software": ("us.eda_control",),
    "models": ("us.cloud_rule",),
    "buyers": ("us.enforcement",),
}

Pair = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Measure:
    """The number a stage shows of both stacks, its words and where it stands in the model."""

    label: str
    help: str
    unit: str
    read: Callable[[World], Pair]

    def read_one(self, row: np.ndarray) -> tuple[float, float]:
        """Both numbers of one world."""
        first, second = self.read(layout(buyers_of(row[None, :])).views(row[None, :]))
        return float(first[0]), float(second[0])

    def words(self, value: float) -> str:
        """The number with its unit."""
        if self.unit == "share":
            return percent(value)
        if self.unit == THOUSANDS and value >= 999.5:
            return tr("{n}M", n=number(value / 1000.0, 1))
        digits = 0 if abs(value) >= 100 or value == 0.0 else 1
        return tr(self.unit, n=number(value, digits))

    def plain(self, value: float) -> str:
        """The number without its unit, for a table."""
        if self.unit in ("share", THOUSANDS):
            return self.words(value)
        return number(value, 0 if abs(value) >= 100 or value == 0.0 else 1)


def _quality(world: World) -> Pair:
    quality = world.toolmakers["quality"]
    return quality[:, ALLIED], quality[:, DOMESTIC]


def _wafers(world: World) -> Pair:
    wafers = world.foundries["capacity"] * world.foundries["ai_share"]
    return wafers[:, TSMC], wafers[:, SMIC]


def _stacks(world: World) -> Pair:
    stacks = world.memory_makers["stacks"]
    return stacks[:, 0], stacks[:, 1]


def _packages(world: World) -> Pair:
    made, bloc = world.designers["produced"], world.designers["bloc"]
    return (made * (bloc == 0)).sum(axis=1), (made * (bloc == 1)).sum(axis=1)


def _pods(world: World) -> Pair:
    pods = world.labs["pod_pflops"]
    return pods[:, MARKET_US], pods[:, MARKET_CN]


def _software(world: World) -> Pair:
    mature = world.designers["software"]
    return mature[:, NVDA], mature[:, HUAW]


def _training(world: World) -> Pair:
    compute = world.labs["compute"]
    return compute[:, MARKET_US], compute[:, MARKET_CN]


def _in_use(world: World) -> Pair:
    compute = world.markets["compute"][:, MARKET_CN]
    home = world.designers["bloc"] == 1
    return (compute * ~home).sum(axis=1), (compute * home).sum(axis=1)


MEASURES = {
    "tools": Measure(
        mark("Quality, share of the frontier"),
        mark("How good each side's chip-making tools are, against the frontier."),
        "share", _quality,
    ),
    "wafers": Measure(
        mark("Accelerator wafers, k a month"),
        mark("Wafers of 7 nm class and below that are set aside for accelerators, TSMC and SMIC."),
        THOUSANDS, _wafers,
    ),
    "hbm": Measure(
        mark("HBM stacks, k a quarter"),
        mark("Capacity for high-bandwidth memory, allied and Chinese makers."),
        THOUSANDS, _stacks,
    ),
    "packaging": Measure(
        mark("Packages made, k a quarter"),
        mark("What designers of both sides had assembled last quarter."),
        THOUSANDS, _packages,
    ),
    "cluster": Measure(
        mark("Largest pod, PFLOP/s"),
        mark("Peak of the largest pod, Nvidia's and Huawei's, dense 16 bit."),
        mark("{n} PF"), _pods,
    ),
    "software": Measure(
        mark("Maturity of the stack"),
        mark("How mature Nvidia's and Huawei's software is; 100% needs no porting."),
        "share", _software,
    ),
    "models": Measure(
        mark("Training compute, EFLOP/s"),
        mark("What the best laboratory of either side trains with."),
        mark("{n} EF"), _training,
    ),
    "buyers": Measure(
        mark("In use in China, EFLOP/s"),
        mark("Accelerators in use in China, foreign and Chinese, dense 16 bit."),
        mark("{n} EF"), _in_use,
    ),
}  # fmt: skip


def self_sufficiency(world: World, key: str) -> float:
    """China's share of a stage that is its own; NaN where the model has no figure."""
    if key in _LAYERS:
        return float(world.outcome["layer_self_sufficiency"][_LAYERS[key]])
    if key == "buyers":
        compute = world.markets[MARKET_CN]["compute"]
        home = compute[world.designers["bloc"] == 1].sum()
        return float(home / max(float(compute.sum()), 1e-9))
    return math.nan


def _sufficiencies(worlds: World, key: str) -> float:
    """The same, averaged over worlds."""
    if key in _LAYERS:
        layers = worlds.outcome["layer_self_sufficiency"][:, 0, _LAYERS[key]]
        return float(layers.mean())
    if key == "buyers":
        foreign, home = _in_use(worlds)
        return float((home / np.maximum(foreign + home, 1e-9)).mean())
    return math.nan


@dataclass(frozen=True)
class Effects:
    """What rehearsals found, as numbers.

    `losses`: per stage, the share of China's new usable compute that a cut-off takes, against the
    law as it is. `before` and `after`: per stage (incumbent, sovereign, self-sufficiency) at the
    horizon, with the law as it is and with the proposals; `compute` and `proposed_compute`: what
    China's buyers can newly use until then, EFLOP/s.
    """

    quarters: int
    runs: int
    losses: dict[str, float]
    before: dict[str, tuple[float, float, float]]
    after: dict[str, tuple[float, float, float]]
    compute: float
    proposed_compute: float


def is_cut_off(session: Session, key: str) -> bool:
    """Whether every lever that reaches a stage already stands at its strictest."""
    return key in CUTS and all(session.law(name) == strictest(name) for name in CUTS[key])


def strictest(name: str) -> float:
    """Where a cut-off sets a lever."""
    lever = LEVERS[name]
    return lever.cutoff if lever.control else lever.high


def cut_off(plan: Plan, key: str, quarter: int) -> Plan:
    """The same plan with a stage cut off from a quarter on."""
    harsh = plan.copy()
    for name in CUTS[key]:
        harsh.values[quarter - harsh.start :, INDEX[name]] = strictest(name)
    return harsh


def chain_question(session: Session) -> Question:
    """Law, proposals, and one cut-off of each stage."""
    law = session.plan.copy()
    plans = {"law": law, "proposed": session.proposed_plan()}
    plans |= {key: cut_off(law, key, session.now) for key in CUTS}
    return question(session, plans, HORIZON)


def find_effects(ask: Question, stop: Stop) -> Effects | None:
    """Play every plan of the question; None if it is to stop."""
    played = rehearse(ask, stop)
    if played is None:
        return None
    base = float(played["law"].compute.mean())
    losses = {
        key: 1.0 - float(played[key].compute.mean()) / base if base > 0.0 else math.nan
        for key in CUTS
    }
    before, after = (_stand(played[name].rows) for name in ("law", "proposed"))
    proposed = float(played["proposed"].compute.mean())
    return Effects(ask.last - ask.first + 1, RUNS, losses, before, after, base, proposed)


def _stand(rows: np.ndarray) -> dict[str, tuple[float, float, float]]:
    worlds = layout(buyers_of(rows)).views(rows)
    found = {}
    for key, measure in MEASURES.items():
        incumbent, sovereign = measure.read(worlds)
        share = _sufficiencies(worlds, key)
        found[key] = (float(incumbent.mean()), float(sovereign.mean()), share)
    return found
