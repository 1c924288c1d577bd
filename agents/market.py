"""How chips find buyers: terms, rationing, second choices, deliveries (R17 to R20)."""

from agents.names import (
    CN,
    HUAW,
    MARKET_CN,
    MARKET_ROW,
    MARKET_US,
    NVDA,
    ROW,
    US,
)
from agents.rule import clip, rule

# Share of unserved money that goes to the next best chip (R18).
SPILL_PRIVATE = 0.55
SPILL_STATE = 0.15
# Share of unspent money a buyer keeps for the next quarter (R18).
CARRY = 0.5
# Chips leave service at one twentieth a quarter (MODEL 3.8).
RETIRE = 1.0 / 20.0
# Grey-market price over list, and chance and size of a seizure at full enforcement. Guess.
GREY_PREMIUM = 1.5
BUST_CHANCE = 0.5
BUST_SHARE = 0.5
# Compute rented abroad: EFLOP/s per bn USD a quarter, relative to buying outright. Guess.
RENT_PER_PURCHASE = 0.12
# Power of hosts, network and cooling over that of the chips (R24: network .15-.30, PUE 1.25).
POWER_OVERHEAD = 1.6


@rule
def set_terms(market, world):
    """What a buyer here has to fear or is told, for each designer's chips (R17)."""
    p = world.parameters
    china = world.governments[CN]
    us = world.governments[US]
    for d in range(len(world.designers)):
        designer = world.designers[d]
        market.risk[d] = 0.0
        market.penalty_state[d] = 0.0
        market.penalty_private[d] = 0.0
        market.willing[d] = 1.0
        if d != NVDA and d != HUAW:
            market.penalty_state[d] = p.follower_gap
            market.penalty_private[d] = p.follower_gap
        if market.bloc == MARKET_CN and designer.bloc == 0:
            market.risk[d] = p.risk * china.threat
            market.penalty_state[d] += p.mandate_state * china.state_mandate
            told = p.mandate_private * china.private_guidance
            market.penalty_private[d] += told + 0.5 * china.antitrust
            market.willing[d] = designer.china_supply * (1.0 - china.import_block)
        if market.bloc == MARKET_US and designer.bloc == 1:
            market.penalty_state[d] += p.home_taste + 6.0 * us.entity_listing
            market.penalty_private[d] += p.home_taste + 6.0 * us.entity_listing
        if market.bloc == MARKET_ROW:
            abroad = world.governments[ROW]
            if designer.bloc == 1:
                distance = p.misalignment * (1.0 + abroad.alignment) + 2.0 * us.entity_listing
                market.penalty_state[d] += distance
                market.penalty_private[d] += distance
            else:
                market.willing[d] = 1.0 - 0.5 * us.country_quota
    market.power_room = 1.0


@rule
def clear_market(market, world):
    """Forget last quarter's flows."""
    for d in range(len(market.demand)):
        market.demand[d] = 0.0
        market.spill[d] = 0.0
        market.delivered[d] = 0.0
        market.value[d] = 0.0
        market.installed[d] = 0.0
        market.compute[d] = 0.0
        market.compute_new[d] = 0.0
    for k in range(2):
        market.state_value[k] = 0.0
        market.private_value[k] = 0.0
        market.train_value[k] = 0.0
        market.infer_value[k] = 0.0
    market.smuggled = 0.0
    market.seized = 0.0
    market.rented = 0.0


@rule
def expand_power(market, world):
    """Power for computing grows; grids can be built faster."""
    growth = 0.04
    if market.bloc == MARKET_CN:
        growth += 0.0004 * world.governments[CN].grid_build
    market.power_capacity += market.power_capacity * growth
    market.power_used -= RETIRE * market.power_used


@rule
def fit_power(market, world):
    """No more chips are delivered than can be powered (law 6)."""
    need = 0.0
    for d in range(len(market.demand)):
        need += market.demand[d] * market.watts[d]
    need = need * POWER_OVERHEAD / 1e6
    room = max(0.0, market.power_capacity - market.power_used)
    market.power_room = min(1.0, room / max(need, 1e-12))


@rule
def ration(designer, world):
    """Scarce chips are shared pro rata between markets; shortage moves the price (R18)."""
    p = world.parameters
    d = designer.index
    asked = 0.0
    for market in world.markets:
        asked += market.demand[d] * market.willing[d] * market.power_room
    stock = max(0.0, designer.inventory - designer.sold)
    served = min(1.0, stock / max(asked, 1e-12))
    for market in world.markets:
        market.served[d] = served * market.willing[d] * market.power_room
    left = stock - asked * served
    for market in world.markets:
        free = 1.0 if left > 1e-9 and market.legal[d] > 0.0 else 0.0
        market.spare[d] = free * market.willing[d] * market.power_room
    excess = clip((asked - stock) / max(designer.expected_demand, 0.1), -0.5, 1.0)
    designer.scarcity = clip(0.85 * designer.scarcity + 0.15 + 0.5 * p.kappa * excess, 0.8, 1.6)


@rule
def ration_again(designer, world):
    """Second choices share what first choices left."""
    d = designer.index
    first = 0.0
    second = 0.0
    for market in world.markets:
        first += market.demand[d] * market.served[d]
        second += market.spill[d]
    left = max(0.0, designer.inventory - designer.sold - first)
    served = min(1.0, left / max(second, 1e-12))
    for market in world.markets:
        market.spill_served[d] = served


@rule
def collect(designer, world):
    """The seller is paid; a licence fee goes to the US treasury; chips leave the store."""
    d = designer.index
    us = world.governments[US]
    for market in world.markets:
        units = market.delivered[d]
        net = units * market.net_price[d] / 1000.0
        fee = market.value[d] - net
        designer.cash += net
        us.cash += fee
        designer.sold += units
        designer.sales += net
        if market.bloc == MARKET_CN:
            designer.sales_cn += net
    designer.inventory = max(0.0, designer.inventory - designer.sold)
    designer.cumulative_sales += designer.sales
    designer.revenue = designer.legacy_revenue + designer.sales


@rule
def draw_power(market, world):
    """Delivered chips draw power from now on."""
    for d in range(len(market.delivered)):
        watts = market.delivered[d] * market.watts[d]
        if d == NVDA:
            watts += market.smuggled * world.designers[NVDA].watts[0]
        market.power_used += watts * POWER_OVERHEAD / 1e6
