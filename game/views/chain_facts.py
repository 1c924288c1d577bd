"""What is said of a stage: who supplies, how long it takes, and what replaces it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents import assembly, foundry, market
from agents.names import (
    ALLIED,
    CANN,
    CN,
    CUDA,
    DOMESTIC,
    FULL_NAMES,
    HUAW,
    MARKET_CN,
    MARKET_US,
    NVDA,
    SMIC,
    TSMC,
)
from agents.state import World
from game.language import tr
from game.session import Session
from game.views.believed import believed_past
from game.views.words import money, number, percent, points, quarter_label
from game.views.worlds import tool_denial

YEAR = 4

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scene:
    """A world and the one a year before it."""

    now: World
    year_ago: World


def year_before(session: Session) -> np.ndarray:
    """The world of a year ago as it is believed to have been, or the oldest that is known."""
    _, rows = believed_past(session)
    return rows[max(0, len(rows) - 1 - YEAR)]


def facts(scene: Scene, key: str) -> Facts:
    """(heading, text) in the order they are shown."""
    supplies, lead, substitutes = _FACTS[key](scene)
    return (
        (tr("Suppliers"), supplies),
        (tr("Lead time"), lead),
        (tr("Substitutes"), substitutes),
    )


def _k(value: float) -> str:
    """Thousands, short."""
    return number(value, 0 if abs(value) >= 100 or value == 0.0 else 1)


def _tools(scene: Scene) -> tuple[str, str, str]:
    world = scene.now
    allied, home = world.toolmakers[ALLIED], world.toolmakers[DOMESTIC]
    change = float(home["quality"] - scene.year_ago.toolmakers[DOMESTIC]["quality"])
    euv = (
        tr("A home EUV tool works.")
        if float(home["euv"]) > 0.5
        else tr("No home EUV tool yet; not before {quarter}.",
                quarter=quarter_label(foundry.EUV_EARLIEST))
    )  # fmt: skip
    return (
        tr("Sales in China last quarter: allied makers {allied}, Chinese makers {home}. "
           "{denied} of advanced tools are denied.",
           allied=money(float(allied["sales_cn"])), home=money(float(home["sales_cn"])),
           denied=percent(tool_denial(world))),
        tr("{share} of the tools in store become capacity in a quarter.",
           share=percent(foundry.PLACED)),
        tr("Chinese tools reach {quality} of the frontier, {change} in a year. {euv}",
           quality=percent(float(home["quality"])), change=points(change), euv=euv),
    )  # fmt: skip


def _wafers(scene: Scene) -> tuple[str, str, str]:
    world = scene.now
    leader, follower = world.foundries[TSMC], world.foundries[SMIC]
    grown = float(follower["capacity"] - scene.year_ago.foundries[SMIC]["capacity"])
    home = [d for d in world.designers if int(d["bloc"]) == 1]
    sums = {name: sum(float(d[name]) for d in home)
            for name in ("dies_foreign", "dies_leaked", "dies_domestic", "die_bank")}  # fmt: skip
    return (
        tr("Accelerator wafers last quarter: {leader} {first}k, {follower} {second}k.",
           leader=tr(FULL_NAMES["TSMC"]), follower=tr(FULL_NAMES["SMIC"]),
           first=_k(float(leader["wafers_ai"])), second=_k(float(follower["wafers_ai"]))),
        tr("{follower} runs {capacity}k advanced wafers a month, {change}k more than a year ago; "
           "the leader grows by {rise} a quarter at most.",
           follower=tr(FULL_NAMES["SMIC"]), capacity=_k(float(follower["capacity"])),
           change=_k(grown), rise=percent(foundry.CAPACITY_RISE)),
        tr("Chinese designers got {home}k dies at home, {foreign}k abroad, of which {leaked}k "
           "through front companies; {bank}k lie in store.",
           home=_k(sums["dies_domestic"]), foreign=_k(sums["dies_foreign"]),
           leaked=_k(sums["dies_leaked"]), bank=_k(sums["die_bank"])),
    )  # fmt: skip


def _hbm(scene: Scene) -> tuple[str, str, str]:
    world = scene.now
    allied, home_maker = world.memory_makers[0], world.memory_makers[1]
    fund = float(world.governments[CN]["memory_fund"])
    first = max(0, int(assembly.HBM_EARLIEST - assembly.HBM_HEAD_START * fund))
    home = [d for d in world.designers if int(d["bloc"]) == 1]
    bank, abroad, here = (
        sum(float(d[name]) for d in home) for name in ("hbm_bank", "hbm_foreign", "hbm_domestic")
    )
    lead = (
        tr("Home HBM is made; allied capacity grows by {rise} a quarter at most.",
           rise=percent(assembly.SUPPLY_RISE))
        if float(home_maker["stacks"]) > 0.0
        else tr("Home HBM not before {quarter}, as funded now; allied capacity grows by {rise} a "
                "quarter at most.",
                quarter=quarter_label(first), rise=percent(assembly.SUPPLY_RISE))
    )  # fmt: skip
    return (
        tr("Sold last quarter: allied makers {allied}k stacks, Chinese makers {home}k.",
           allied=_k(float(allied["sold"])), home=_k(float(home_maker["sold"]))),
        lead,
        tr("Chinese designers bought {abroad}k stacks abroad and {here}k at home; {bank}k lie in "
           "store.", abroad=_k(abroad), here=_k(here), bank=_k(bank)),
    )  # fmt: skip


def _packaging(scene: Scene) -> tuple[str, str, str]:
    world = scene.now
    wanted = sum(float(d["wanted"]) for d in world.designers if int(d["bloc"]) == 0)
    return (
        tr("{leader} can package {room}k a quarter; allied designers wanted {wanted}k.",
           leader=tr(FULL_NAMES["TSMC"]), room=_k(float(world.foundries[TSMC]["packages"])),
           wanted=_k(wanted)),
        tr("Packaging follows orders, by {rise} a quarter at most.",
           rise=percent(assembly.SUPPLY_RISE)),
        tr("In China packaging follows dies and memory: the model sets it no limit of its own."),
    )  # fmt: skip


def _cluster(scene: Scene) -> tuple[str, str, str]:
    world = scene.now
    here, there = world.labs[MARKET_CN], world.labs[MARKET_US]
    champion = world.designers[HUAW]
    due = max(int(world.economy["quarter"]), int(champion["last_launch"] + champion["cadence"]))
    return (
        tr("Pods: {rival} {first} chips at {power} kW, {champion} {second} chips at {drawn} kW.",
           rival=tr(FULL_NAMES["NVDA"]), first=number(float(there["pod_chips"]), 0),
           power=number(float(there["pod_kw"]), 0), champion=tr(FULL_NAMES["HUAW"]),
           second=number(float(here["pod_chips"]), 0), drawn=number(float(here["pod_kw"]), 0)),
        tr("{champion}'s next chip is due in {quarter} at the earliest.",
           champion=tr(FULL_NAMES["HUAW"]), quarter=quarter_label(due)),
        tr("A larger pod stands in for a faster chip: {times} times the rival pod's performance at "
           "{watts} times its power for each unit.",
           times=number(float(world.outcome["cluster_pflops_ratio"]), 1),
           watts=number(float(world.outcome["cluster_watts_ratio"]), 1)),
    )  # fmt: skip


def _software(scene: Scene) -> tuple[str, str, str]:
    world = scene.now
    people = world.outcome["developers"]
    change = float(world.designers[HUAW]["software"] - scene.year_ago.designers[HUAW]["software"])
    share = world.pools[MARKET_CN]["share"]
    return (
        tr("Developers, in millions: {incumbent} {first}, Chinese stacks {second}.",
           incumbent=tr(FULL_NAMES["CUDA"]), first=number(float(people[CUDA]), 1),
           second=number(float(people[CANN] + people[CANN + 1]), 1)),
        tr("Maturity of {champion}'s stack: {change} in a year.",
           champion=tr(FULL_NAMES["HUAW"]), change=points(change)),
        tr("{share} of China's developers write for Chinese stacks.",
           share=percent(float(share[CANN] + share[CANN + 1]))),
    )  # fmt: skip


def _models(scene: Scene) -> tuple[str, str, str]:
    world = scene.now
    months = float(world.outcome["ai_gap_months"])
    return (
        tr("Training compute of the best laboratory: US {first} EFLOP/s, China {second}.",
           first=number(float(world.labs[MARKET_US]["compute"]), 1),
           second=number(float(world.labs[MARKET_CN]["compute"]), 1)),
        tr("China's best laboratory is {months} months behind.", months=number(months, 0)),
        tr("{rented} EFLOP/s are rented abroad; home models serve {share} of China's market.",
           rented=number(float(world.markets[MARKET_CN]["rented"]), 1),
           share=percent(float(world.labs[MARKET_CN]["own_models"]))),
    )  # fmt: skip


def _buyers(scene: Scene) -> tuple[str, str, str]:
    world = scene.now
    china, outcome = world.markets[MARKET_CN], world.outcome
    return (
        tr("Bought in China last quarter: {value}; {nvidia} sold {part} of it.",
           value=money(float(outcome["value_cn"])), nvidia=tr(FULL_NAMES["NVDA"]),
           part=money(float(china["value"][NVDA]))),
        tr("{share} of the chips in use are retired in a quarter.", share=percent(market.RETIRE)),
        tr("State buyers take {state} home chips, private ones {private}; {smuggled}k chips were "
           "smuggled in.",
           state=percent(float(outcome["state_domestic"])),
           private=percent(float(outcome["private_domestic"])),
           smuggled=_k(float(china["smuggled"]))),
    )  # fmt: skip


_FACTS: dict[str, Callable[[Scene], tuple[str, str, str]]] = {
    "tools": _tools,
    "wafers": _wafers,
    "hbm": _hbm,
    "packaging": _packaging,
    "cluster": _cluster,
    "software": _software,
    "models": _models,
    "buyers": _buyers,
}
