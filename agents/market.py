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
from agents.terms import eased, lean, quota_felt

# Share of unserved money that goes to the next best chip (R18).
SPILL_PRIVATE = 0.55
SPILL_STATE = 0.15
# Share of unspent money a buyer keeps for the next quarter (R18).
CARRY = 0.5
# Spending drawn forward before a ban, per unit of stockpiling, and the part of it that is missing
# in each quarter afterwards (H20 orders of 2025Q1, order of size). Guess.
DRAWN_FORWARD = 0.25
REPAID = 0.4
# Chips leave service at one twentieth a quarter (MODEL 3.8).
RETIRE = 1.0 / 20.0
# Largest share of a buyer's money that goes into smuggling, and into rent abroad. Guess.
EVASION_LIMIT = 0.4
# Grey-market price over list, and chance and size of a seizure at full enforcement. Guess.
GREY_PREMIUM = 1.5
BUST_CHANCE = 0.5
BUST_SHARE = 0.5
# Compute that a quarter's rent brings over what the same money would buy. Guess: the installed base
# of a year or so is rented, and rents are below cost in a glut.
RENT_PER_PURCHASE = 1.2
# Power of hosts, network and cooling over that of the chips (R24: network .15-.30, PUE 1.25).
POWER_OVERHEAD = 1.6
# Growth of power for computing (1/qtr) and what grid building adds per bn USD a year. Guess.
POWER_GROWTH = 0.04
POWER_PER_BN = 0.0004
# Distance (utility) that the Entity List puts between its members and buyers in the US and in third
# countries, and the share of third countries' demand cut at full quotas. Guess.
LISTED_ABROAD = 6.0
LISTED_THIRD = 2.0
QUOTA_BITE = 0.5
# Distance (utility) that a full lean of third countries' public buyers adds or takes. Guess.
TILT = 2.0


@rule
def set_terms(market, world):
    """What a buyer here has to pay, to fear or is told, for each designer's chips (R17)."""
    p = world.parameters
    china = world.governments[CN]
    us = world.governments[US]
    for d in range(len(world.designers)):
        designer = world.designers[d]
        small = p.follower_gap if d != NVDA and d != HUAW else 0.0
        told_state = small
        told_private = small
        market.risk[d] = 0.0
        market.willing[d] = 1.0
        if market.bloc == MARKET_CN and designer.bloc == 0:
            market.risk[d] = p.risk * china.threat
            told_state += p.mandate_state * china.state_mandate - designer.favour
            probes = 0.5 * eased(china.antitrust, world)
            told_private += p.mandate_private * china.private_guidance + probes
            told_private -= designer.favour
            market.willing[d] = designer.china_supply * (1.0 - china.import_block)
        elif market.bloc == MARKET_US and designer.bloc == 1:
            told_state += p.home_taste + LISTED_ABROAD * us.entity_listing
            told_private += p.home_taste + LISTED_ABROAD * us.entity_listing
        elif market.bloc == MARKET_ROW and designer.bloc == 1:
            third = world.governments[ROW]
            distance = p.misalignment * (0.5 + 2.0 * third.follows)
            distance += TILT * (third.stack_tilt + lean(world))
            told_state += distance + LISTED_THIRD * us.entity_listing
            told_private += distance + LISTED_THIRD * us.entity_listing
        elif market.bloc == MARKET_ROW:
            market.willing[d] = 1.0 - QUOTA_BITE * quota_felt(world)
        common = market.network[d] - p.beta * market.ln_cost[d]
        market.appeal_state[d] = common - told_state
        market.appeal_private[d] = common - told_private


@rule
def clear_market(market, world):
    """Forget last quarter's flows; what is in use ages."""
    for d in range(len(market.demand)):
        market.demand[d] = 0.0
        market.spill[d] = 0.0
        market.value[d] = 0.0
        market.installed[d] *= 1.0 - RETIRE
        market.compute[d] *= 1.0 - RETIRE
    for k in range(2):
        market.state_value[k] = 0.0
        market.private_value[k] = 0.0
        market.train_value[k] = 0.0
        market.infer_value[k] = 0.0
    market.smuggled = 0.0
    market.smuggled_compute = 0.0
    market.seized = 0.0
    market.rented = 0.0


@rule
def expand_power(market, world):
    """Power for computing grows; grids can be built faster."""
    growth = POWER_GROWTH
    if market.bloc == MARKET_CN:
        growth += POWER_PER_BN * world.governments[CN].grid_build
    market.power_capacity += market.power_capacity * growth
    market.power_used -= RETIRE * market.power_used


@rule
def fit_power(market, world):
    """No more chips are delivered than can be powered; smuggled ones come first (law 6)."""
    need = 0.0
    for d in range(len(market.demand)):
        need += market.demand[d] * market.willing[d] * market.watts[d]
    smuggled = market.smuggled * world.designers[NVDA].watts[0]
    room = power_room(market) - smuggled
    market.power_room = clip(room / max(need, 1e-12), 0.0, 1.0)


@rule
def power_room(market):
    """Power that is left for new chips, W per thousand chips, hosts and cooling taken off."""
    free = max(0.0, market.power_capacity - market.power_used) * (1.0 - market.shortage)
    return free * 1e6 / POWER_OVERHEAD


@rule
def fit_power_again(market, world):
    """Second choices get the power that first choices left."""
    drawn = market.smuggled * world.designers[NVDA].watts[0]
    need = 0.0
    for d in range(len(market.demand)):
        drawn += market.demand[d] * market.served[d] * market.watts[d]
        if market.spare[d] > 0.0:
            need += market.spill[d] * market.spill_part[d] / market.spare[d] * market.watts[d]
    part = clip((power_room(market) - drawn) / max(need, 1e-12), 0.0, 1.0)
    for d in range(len(market.demand)):
        market.spill_part[d] *= part


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
        market.spill_part[d] = market.spare[d] * served


@rule
def deliver(market, world):
    """What was bought is delivered and goes into use; smuggled chips are somebody's Nvidia."""
    for d in range(len(market.value)):
        units = market.value[d] * market.per_bn[d]
        power = units * market.perf[d] / 1000.0
        market.delivered[d] = units
        market.compute_new[d] = power
        market.installed[d] += units
        market.compute[d] += power
    market.installed[NVDA] += market.smuggled
    market.compute[NVDA] += market.smuggled_compute
    market.compute_new[NVDA] += market.smuggled_compute


@rule
def collect(designer, world):
    """The seller is paid; a licence fee goes to the US treasury; chips leave the store."""
    d = designer.index
    us = world.governments[US]
    asked = 0.0
    for market in world.markets:
        asked += market.demand[d]
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
    short = (asked - designer.sold) / max(designer.expected_demand, 0.1)
    designer.why_market = clip(short, -1.0, 1.0)
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
