"""The map: what the model's three pools of developers mean for eleven regions.

The model has developers in the US, in China and in the rest of the world. The first two are a
region each. The third is spread over nine regions by constant weights and tilts: a way of drawing,
not a result. The weighted mean of the nine is the pool, to the last digit that matters.
"""

from functools import lru_cache

import numpy as np

from agents.names import (
    CANN,
    CUDA,
    HUAW,
    MARKET_CN,
    MARKET_ROW,
    MARKET_US,
    NVDA,
    OPEN,
    US,
)
from agents.state import World
from game.figures import millions
from game.language import mark, tr
from game.session import Session
from game.viewmodel import ECOSYSTEM_NAMES, ECOSYSTEMS, RegionView, RouteView, WorldView
from game.views.words import listed, percent, points
from game.views.worlds import before, tool_denial, world_of

Shares = tuple[float, float, float, float]

# Weight: share of the developers outside the US and China (GitHub's and SlashData's counts by
# country, order of size). Tilts of (incumbent, sovereign, open, uncommitted) against the pool's
# mean: guesses from trade ties; a 2 means about twice as common as on average.
SPREAD: dict[str, tuple[float, tuple[float, float, float, float]]] = {
    mark("Europe"): (0.27, (1.15, 0.35, 1.25, 0.85)),
    mark("Chip Belt"): (0.12, (1.25, 0.40, 0.85, 0.80)),
    mark("India"): (0.20, (1.00, 0.50, 1.30, 1.00)),
    mark("ASEAN"): (0.10, (0.90, 1.70, 0.95, 1.05)),
    mark("Gulf & Levant"): (0.06, (1.00, 1.80, 0.80, 0.95)),
    mark("Latin America"): (0.09, (1.00, 0.90, 1.00, 1.15)),
    mark("Eurasia"): (0.07, (0.60, 4.00, 0.80, 1.05)),
    mark("Africa & other"): (0.06, (0.80, 2.00, 0.90, 1.40)),
    mark("Oceania"): (0.03, (1.25, 0.25, 1.00, 0.85)),
}
REGIONS = (mark("North America"), mark("China"), *SPREAD)
NOTE = mark(
    "Regions outside the US and China share one pool of developers in the model; how it is spread "
    "over them is drawn with constant weights. No borders are shown."
)


def pool_shares(world: World, market: int) -> Shares:
    """A pool's developers by ecosystem, those who could start but have not as uncommitted."""
    pool = world.pools[market]
    reachable = max(float(pool["reachable"]), float(pool["headcount"]), 1e-9)
    started = float(pool["headcount"]) / reachable
    stack = pool["share"]
    return (
        started * float(stack[CUDA]),
        started * float(stack[CANN] + stack[CANN + 1]),
        started * float(stack[OPEN]),
        1.0 - started,
    )


@lru_cache(maxsize=256)
def spread_pool(mean: Shares) -> dict[str, Shares]:
    """Shares of the nine regions whose weighted mean is the pool's."""
    weights = np.array([weight for weight, _ in SPREAD.values()])
    table = weights[:, None] * np.array([tilt for _, tilt in SPREAD.values()]) * np.array(mean)
    columns = np.array(mean)
    for _ in range(200):
        table *= np.divide(weights, table.sum(axis=1))[:, None]
        sums = table.sum(axis=0)
        table *= np.divide(columns, sums, out=np.zeros(4), where=sums > 0.0)
    shares = table / weights[:, None]
    return {
        name: (float(a), float(b), float(c), float(d))
        for name, (a, b, c, d) in zip(SPREAD, shares, strict=True)
    }


def region_shares(world: World) -> dict[str, Shares]:
    """Shares of all eleven regions."""
    return {
        "North America": pool_shares(world, MARKET_US),
        "China": pool_shares(world, MARKET_CN),
        **spread_pool(pool_shares(world, MARKET_ROW)),
    }


def _people(world: World) -> dict[str, float]:
    """Developers, in millions, who work with accelerators or could."""
    pools = [max(float(p["reachable"]), float(p["headcount"])) for p in world.pools]
    rest = {name: weight * pools[MARKET_ROW] for name, (weight, _) in SPREAD.items()}
    return {"North America": pools[MARKET_US], "China": pools[MARKET_CN], **rest}


def world_view(session: Session) -> WorldView:
    """The map as it stands."""
    world = world_of(session.row)
    now, then = region_shares(world), region_shares(world_of(before(session)))
    twin = region_shares(world_of(session.twin_row))
    people = _people(world)
    regions = tuple(
        _region(name, now[name], then[name], twin[name], people[name]) for name in REGIONS
    )
    return WorldView(regions, routes(world), sum(people.values()), tr(NOTE))


def _region(name: str, now: Shares, then: Shares, twin: Shares, people: float) -> RegionView:
    leader = max(range(3), key=lambda k: now[k])
    parts = listed(
        f"{tr(label)} {percent(share)}" for label, share in zip(ECOSYSTEM_NAMES, now, strict=True)
    )
    change = now[leader] - then[leader]
    return RegionView(
        key=name,
        name=tr(name),
        shares=now,
        twin_shares=twin,
        developers_million=people,
        leader=ECOSYSTEMS[leader],
        leader_text=percent(now[leader]),
        change_text=tr("{change} since last quarter", change=points(change)),
        detail=tr(
            "{shares}. {developers}; without controls, {stack} {share}.",
            shares=parts,
            developers=tr("{count} developers", count=millions(people)),
            stack=tr(ECOSYSTEM_NAMES[leader]),
            share=percent(twin[leader]),
        ),
    )


def routes(world: World) -> tuple[RouteView, ...]:
    """Supply lines, open or blocked as the model has them."""
    china, america = world.markets[MARKET_CN], world.governments[US]
    value = max(float(china["value"].sum()), 1e-9)
    imports = float(china["value"][: NVDA + 3].sum()) / value
    abroad = world.markets[MARKET_ROW]["delivered"]
    exports = float(abroad[HUAW:].sum()) / max(float(abroad.sum()), 1e-9)
    lines = [
        ("Veldhoven", "Hsinchu", 1.0, 0.5, tr("Lithography tools")),
        ("Hsinchu", "San Francisco", 1.0, 0.5, tr("Leading-edge chips")),
        ("Seoul", "San Francisco", 1.0, 0.5, tr("High-bandwidth memory")),
        ("Veldhoven", "Shanghai", 1.0 - tool_denial(world), 0.5, tr("Chip-making tools")),
        ("Hsinchu", "Shenzhen", float(world.designers[HUAW]["access"]), 0.5, tr("Foundry output")),
        ("Seoul", "Hefei", 1.0 - float(america["hbm_control"]), 0.5, tr("High-bandwidth memory")),
        ("San Francisco", "Beijing", imports, 0.05,
         tr("Accelerators: share of China's purchases")),
    ]  # fmt: skip
    shown = [
        RouteView(
            a, b, "supply" if flow >= least else "blocked", flow,
            tr("{what}: {share}", what=text, share=percent(flow)),
        )
        for a, b, flow, least, text in lines
    ]  # fmt: skip
    if exports > 0.005:
        for end in ("Riyadh", "Jakarta", "Moscow"):
            text = tr("Chinese accelerators abroad: {share} of purchases", share=percent(exports))
            shown.append(RouteView("Shenzhen", end, "sovereign", exports, text))
    return tuple(shown)
