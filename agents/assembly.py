"""From wafers to packages: dies, HBM and packaging, the scarcest of which decides (R11, R21)."""

import math

from agents.foundry import gross_dies
from agents.names import CHIP, CN, HUAW, IDM, TSMC, US
from agents.rule import clip, pay, rule
from agents.terms import plants_welcome

# Wafer price at N7, k USD, its rise per node to N5 and the follower's premium (nodes.csv).
WAFER_PRICE = 9.35
WAFER_RISE = 0.45
FOLLOWER_PREMIUM = 1.45
# HBM price, k USD a stack, and packaging with test, k USD a package (MODEL 2.4).
HBM_PRICE = 0.30
PACKAGE_PRICE = 0.60
# Leading node from which 7 nm capacity is easily had through front companies (2.9M dies came in
# 2023-24, none is known before the leader reached N5), and their price over the list. Guess.
LEAK_NODE = 1.0
LEAK_PREMIUM = 1.3
# Node of the dearest wafer accelerators are made on (N3 in 2026; chips.csv).
DEAREST_NODE = 2.0
# Quarter from which home HBM is possible (2026Q1; SemiAnalysis) and its ceiling, k stacks.
HBM_EARLIEST = 32
HBM_CEILING = 8000.0
# What money and threat do for home HBM: quarters gained per bn USD a year, share built without
# threat, and the push behind growth. Guess.
HBM_HEAD_START = 0.5
HBM_UNDRIVEN = 0.25
PUSH_BASE, PUSH_THREAT, PUSH_FUND = 0.2, 0.4, 0.025
# Memory of expected demand (1/qtr) and what a firm plans above it.
DEMAND_MEMORY = 0.5
PLAN_AHEAD = 1.15
# Share of a gap in the store of dies that is ordered at once. Guess.
REFILL = 0.3
# Share of finished stock written off in a quarter.
WRITE_OFF = 0.01
# Largest rise and fall of HBM and packaging capacity in a quarter (2023-24, order of size).
SUPPLY_RISE = 0.22
# How much faster memory may grow with ten billion a year of chip states' money. Guess.
FUND_RISE = 0.5
SUPPLY_FALL = 0.03


@rule
def wafer_price(node, follower):
    """Price of an advanced wafer, k USD. Source: CSET 2020, FT 2024."""
    price = WAFER_PRICE * math.exp(WAFER_RISE * clip(node, -1.0, 3.0))
    return price * FOLLOWER_PREMIUM if follower > 0.0 else price


@rule
def open_foundries(designer, world):
    """How much of the leading foundries' output is open to a designer."""
    us = world.governments[US]
    chips = world.governments[CHIP]
    served = world.foundries[TSMC].china_supply
    if designer.bloc == 0:
        designer.access = 1.0
    elif designer.index == HUAW:
        designer.access = served * (1.0 - us.foundry_rule)
    else:
        rule_in_force = 1.0 if us.chip_tpp < 100000.0 else 0.0
        aligned = 0.5 + 0.3 * chips.follows
        designer.access = served * (1.0 - rule_in_force * aligned)


@rule
def plan_output(designer, world):
    """A designer plans for the demand it expects, a little more when parts may be cut off."""
    demand = 0.0
    for market in world.markets:
        demand += market.demand[designer.index]
    if demand > 0.0:
        designer.expected_demand += DEMAND_MEMORY * (demand - designer.expected_demand)
    stock = 0.25 * designer.expected_demand
    wanted = PLAN_AHEAD * designer.expected_demand + stock - designer.inventory
    designer.wanted = max(wanted, 0.2)


@rule
def store_rush(designer, world):
    """How much more than usual a Chinese designer buys ahead when a ban is expected (R21)."""
    p = world.parameters
    if designer.bloc == 0:
        return 1.0
    return 1.0 + p.stockpile * world.economy.expected_tightening


@rule
def dies_needed(designer, rush):
    """Dies a designer wants to buy this quarter: for its plan and for its store, k."""
    per_package = designer.dies[0]
    target = designer.stock_target * designer.wanted * per_package * rush
    short = target - designer.die_bank
    return max(0.0, designer.wanted * per_package + REFILL * max(0.0, short) + min(0.0, short))


@rule
def order_wafers(foundry, world):
    """Designers ask for wafers where they may; Samsung and Intel make none in the model."""
    foundry.wafers_asked = 0.0
    if foundry.index == IDM:
        return
    good = gross_dies(700.0) * foundry.yield_rate
    asked = 0.0
    for designer in world.designers:
        dies = dies_needed(designer, store_rush(designer, world))
        if foundry.bloc == 0:
            asked += dies * designer.access / max(good, 1.0)
        elif designer.bloc == 1:
            asked += dies * (1.0 - designer.access) / max(good, 1.0)
    foundry.wafers_asked = asked


@rule
def deliver_dies(foundry, world):
    """Wafers are shared pro rata; front companies buy for the champion where nobody looks."""
    if foundry.index == IDM:
        return
    p = world.parameters
    follower = float(foundry.bloc)
    good = max(gross_dies(700.0) * foundry.yield_rate, 1.0)
    lost = 1.0 - world.economy.event_quake * (1.0 - follower)
    possible = foundry.capacity * 3.0 * foundry.ai_share * lost * (1.0 - foundry.outage)
    leak = 0.0
    champion = world.designers[HUAW]
    if foundry.bloc == 0:
        enforcement = world.governments[US].enforcement
        closed = 1.0 - champion.access
        leak = p.leak * (1.0 - enforcement) * closed * dies_needed(champion, 1.0) / good
        leak *= 1.0 + world.economy.grey_leak
        if foundry.node < LEAK_NODE:
            leak = 0.0
    wanted = foundry.wafers_asked + leak
    served = min(1.0, possible / max(wanted, 1e-9))
    price = wafer_price(min(foundry.node, DEAREST_NODE), follower)
    for designer in world.designers:
        dies = dies_needed(designer, store_rush(designer, world))
        share = designer.access if foundry.bloc == 0 else 1.0 - designer.access
        if foundry.bloc == 1 and designer.bloc == 0:
            share = 0.0
        got = dies * share * served
        take_dies(designer, foundry, got, got / good * price / 1000.0, 0.0)
    if leak > 0.0:
        got = leak * served * good
        take_dies(champion, foundry, got, LEAK_PREMIUM * got / good * price / 1000.0, 1.0)
    foundry.wafers_ai = wanted * served
    foundry.experience += foundry.yield_effort * (
        foundry.wafers_ai + (possible / max(foundry.ai_share, 0.01) - possible) * 0.5 * follower
    )


@rule
def take_dies(designer, foundry, dies, cost, leaked):
    """A designer receives dies (k) and pays for them (bn USD)."""
    designer.die_bank += dies
    if foundry.bloc == 0:
        designer.dies_foreign += dies
        designer.dies_leaked += dies * leaked
    else:
        designer.dies_domestic += dies
    pay(designer, foundry, cost)
    foundry.revenue += cost
    if designer.index == HUAW:
        foundry.revenue_champion += cost


@rule
def stacks_needed(designer, rush):
    """HBM stacks a designer wants to buy this quarter, k."""
    need = designer.wanted * designer.stacks[0]
    target = designer.stock_target * need * rush
    return max(0.0, need + 0.5 * (target - designer.hbm_bank))


@rule
def stacks_abroad(designer, world):
    """HBM stacks it may buy from allied makers: all, or what the control leaves, k."""
    if designer.bloc == 0:
        return stacks_needed(designer, 1.0)
    us = world.governments[US]
    aligned = us.hbm_control * (0.7 + 0.3 * world.governments[CHIP].follows)
    leak = 0.12 * (1.0 - us.enforcement) * (1.0 + world.economy.grey_leak)
    open_share = clip(1.0 - aligned + leak, 0.0, 1.0)
    rush = store_rush(designer, world)
    return stacks_needed(designer, 1.0 + 2.0 * (rush - 1.0)) * open_share


@rule
def sell_memory(maker, world):
    """HBM makers serve their orders pro rata and expand towards them."""
    asked = 0.0
    for designer in world.designers:
        if maker.bloc == 0:
            asked += stacks_abroad(designer, world)
        elif designer.bloc == 1:
            asked += max(0.0, stacks_needed(designer, 1.0) - designer.hbm_foreign)
    maker.asked = asked
    served = min(1.0, maker.stacks * (1.0 - maker.outage) / max(asked, 1e-9))
    cost = HBM_PRICE / 1000.0
    if maker.bloc == 0:
        cost = cost * (1.0 + world.governments[CHIP].mineral_cost)
    maker.sold = 0.0
    for designer in world.designers:
        got = 0.0
        if maker.bloc == 0:
            got = stacks_abroad(designer, world) * served
            designer.hbm_foreign += got
        elif designer.bloc == 1:
            got = max(0.0, stacks_needed(designer, 1.0) - designer.hbm_foreign) * served
            designer.hbm_domestic += got
        designer.hbm_bank += got
        maker.sold += got
        pay(designer, maker, got * cost)
    maker.experience += maker.sold


@rule
def grow_memory(maker, world):
    """Allied HBM grows with orders; home HBM starts late and grows with threat and money."""
    p = world.parameters
    maker.stacks += maker.coming
    maker.coming = 0.0
    if maker.bloc == 0:
        fund = clip(world.governments[CHIP].memory_fund / 10.0, 0.0, 1.0)
        rise = SUPPLY_RISE * (1.0 + FUND_RISE * fund + plants_welcome(world))
        change = clip((maker.asked - maker.stacks) / maker.stacks, -SUPPLY_FALL, rise)
        maker.stacks += maker.stacks * change
        return
    china = world.governments[CN]
    head_start = HBM_HEAD_START * china.memory_fund
    if world.economy.quarter < HBM_EARLIEST - head_start:
        return
    if maker.stacks <= 0.0:
        maker.stacks = p.hbm_start * (HBM_UNDRIVEN + (1.0 - HBM_UNDRIVEN) * china.threat)
        return
    push = PUSH_BASE + PUSH_THREAT * china.threat + PUSH_FUND * china.memory_fund
    room = 1.0 - maker.stacks / HBM_CEILING
    maker.stacks += maker.stacks * p.hbm_growth * push * room


@rule
def assemble(designer, world):
    """Output is the least of dies, HBM and packages; what is left stays in the banks (R11)."""
    by_dies = designer.die_bank / designer.dies[0]
    by_memory = designer.hbm_bank / designer.stacks[0]
    made = min(designer.wanted, by_dies, by_memory)
    designer.bottleneck = 0.0
    if made < 0.98 * designer.wanted:
        designer.bottleneck = 1.0 if by_dies <= by_memory else 2.0
    if designer.bloc == 0:
        tsmc = world.foundries[TSMC]
        total = 0.0
        for other in world.designers:
            if other.bloc == 0:
                total += other.wanted
        share = tsmc.packages * designer.wanted / max(total, 1e-9)
        if share < made:
            made = share
            designer.bottleneck = 3.0
    made = max(0.0, made)
    designer.produced = made
    designer.die_bank = max(0.0, designer.die_bank - made * designer.dies[0])
    designer.hbm_bank = max(0.0, designer.hbm_bank - made * designer.stacks[0])
    designer.scrapped = WRITE_OFF * designer.inventory
    designer.inventory += made - designer.scrapped
    pay(designer, world.economy, made * PACKAGE_PRICE * designer.dies[0] / 1000.0)


@rule
def grow_packaging(foundry, world):
    """Advanced packaging follows orders."""
    total = 0.0
    for designer in world.designers:
        if designer.bloc == foundry.bloc:
            total += designer.wanted
    if foundry.index != IDM and foundry.packages > 0.0:
        rise = SUPPLY_RISE * foundry.package_effort
        change = clip((total - foundry.packages) / foundry.packages, -SUPPLY_FALL, rise)
        foundry.packages += foundry.packages * change


@rule
def clear_counters(designer, world):
    """Forget last quarter's flows."""
    designer.dies_foreign = 0.0
    designer.dies_leaked = 0.0
    designer.dies_domestic = 0.0
    designer.hbm_foreign = 0.0
    designer.hbm_domestic = 0.0
    designer.sold = 0.0
    designer.sales = 0.0
    designer.sales_cn = 0.0
