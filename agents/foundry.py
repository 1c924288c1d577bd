"""Nodes, tools, plants and yield: where the model's main channel runs (R7 to R10)."""

import math

from agents.names import ALLIED, CN, DOMESTIC, HUAW, IDM, SMIC, TOOL, TSMC, US
from agents.rule import clip, pay, rule
from agents.terms import compensate, unserviced
from agents.threat import tool_denial

# EUV at home is thought impossible before 2028Q1 (quarters since 2018Q1; MODEL R8).
EUV_EARLIEST = 40
# Highest node with EUV tools (node units; far beyond the horizon).
EUV_CEILING = 9.0
# Depth of the scale on which the ceiling is felt (node; MODEL R7).
NODE_DEPTH = 2.2
# Part of a large die in which a defect kills, cm2, of a 665 mm2 die (MODEL 2.4: about half).
CRITICAL_AREA = 3.325
# Clustering parameter of the negative binomial yield model (MODEL 2.4: 2 to 3).
CLUSTERING = 3.0
# Largest growth of the leader's capacity in a quarter (share; CoWoS 2023-24, order of size).
CAPACITY_RISE = 0.22
# Node from which plants count as 7 nm class, and share of revenue put into them. Guess; SMIC's
# capex is 87% of revenue (MODEL 1.3), nearly all of it for mature nodes.
FIRST_ADVANCED = -0.6
OWN_CAPEX = 0.04
# Tools for plants outside the model: growth (1/qtr), allied sales elsewhere, Chinese mature plants
# (bn USD/qtr in 2018; SEMI 13.1 bn a year), fear buying, and the home share of it (SEMI and Naura:
# 5% in 2018, 25% in 2024). Fitted by hand.
TOOL_MARKET_GROWTH = 0.018
OTHER_TOOLS = 12.0
MATURE_TOOLS = 2.2
TOOL_RUSH = 0.8
TOOL_FEAR = 1.2
HOME_BASE, HOME_QUALITY, HOME_RULE, HOME_MOST = 0.10, 0.5, 0.3, 0.9
MATURE_DENIED = 0.25
# The follower's advanced tools: what full denial and the home-tool rule take away, what home makers
# can deliver, tools installed in a quarter, and memory of the home share. Guess.
DENIED_BITE = 0.85
RULE_BITE = 0.5
HOME_ORDERS, HOME_FORCED = 0.6, 0.8
PLACED = 0.5
TOOL_MEMORY = 0.1
# Growth of foundries' other revenue (1/qtr; TSMC and SMIC reports 2018-2024), and wafers for the
# champion's phones over its other revenue (14% of TSMC's 34.6 bn in 2019).
LEADER_GROWTH = 0.030
FOLLOWER_GROWTH = 0.032
PHONE_WAFERS = 0.040
# Pace gained per unit of extra process work, its and yield work's cost over revenue, and pace that
# ten billion a year of toolmaker states' money adds. Guess.
PROCESS_GAIN = 0.25
RESEARCH_SHARE = 0.03
TOOL_FUND_PACE = 0.05
# Share of a maker's idle capacity given up in a quarter. Guess.
CAPACITY_FALL = 0.03


@rule
def yield_of(defect_density, critical_area):
    """Share of good dies, negative binomial. Units: 1/cm2, cm2. Source: MODEL 2.4."""
    base = 1.0 + critical_area * defect_density / CLUSTERING
    return 1.0 / (base * base * base)


@rule
def gross_dies(area):
    """Dies on a 300 mm wafer. Units: mm2. Source: MODEL 2.4."""
    return 70685.8 / area - 666.4 / math.sqrt(area)


@rule
def ceiling_room(node, ceiling):
    """Pace left below a ceiling: 1 far below, 0 at it (R7)."""
    x = clip((node + NODE_DEPTH) / (ceiling + NODE_DEPTH), 0.0, 1.0)
    cube = x * x * x
    return 1.0 - cube * cube


@rule
def captive_share(world):
    """Share of the follower's advanced wafers that has a customer with nowhere else to go."""
    champion = world.designers[HUAW]
    return clip(0.15 + 0.85 * (1.0 - champion.access), 0.0, 1.0)


@rule
def advance_node(foundry, world):
    """The leader keeps its pace; the follower's pace depends on tools, effort and customers."""
    p = world.parameters
    luck = 1.0 + 0.25 * foundry.luck_pace
    if foundry.bloc == 0:
        lag = 1.0 if foundry.index == TSMC else 0.9
        subsidy = 0.05 * clip(world.governments[US].fab_subsidy / 10.0, 0.0, 1.0)
        machines = TOOL_FUND_PACE * clip(world.governments[TOOL].tool_fund / 10.0, 0.0, 1.0)
        foundry.node += p.node_rate * (lag + subsidy + machines) * luck * effort_of(foundry)
        return
    china = world.governments[CN]
    tools = world.toolmakers[DOMESTIC]
    us = world.governments[US]
    denied = clip(tool_denial(world) + 0.15 * unserviced(us, world), 0.0, 1.0)
    tool_factor = 1.0 - p.tool_drag * denied * (1.0 - tools.quality)
    effort = china.threat + 0.02 * china.fab_fund + 2.0 * world.designers[HUAW].rd_process_spend
    pull = 1.0 - p.captive_pull * (1.0 - captive_share(world))
    room = ceiling_room(foundry.node, max(tools.ceiling, p.duv_ceiling))
    pace = p.smic_rate * tool_factor * (1.0 + p.smic_push * effort) * pull * room
    foundry.node += pace * luck * effort_of(foundry)


@rule
def effort_of(foundry):
    """What more work on the next node adds to its pace."""
    return 1.0 + PROCESS_GAIN * (foundry.process_effort - 1.0)


@rule
def pay_research(foundry, world):
    """Work on process and yield beyond the usual costs money; less than usual saves it."""
    more = foundry.process_effort + foundry.yield_effort - 2.0
    foundry.research = RESEARCH_SHARE * foundry.revenue * more
    pay(foundry, world.economy, foundry.research)


@rule
def improve_tools(toolmaker, world):
    """Home toolmakers get better with threat, money and sales; EUV may come late, or never."""
    if toolmaker.bloc == 0:
        return
    p = world.parameters
    china = world.governments[CN]
    push = 0.3 + 1.4 * china.threat + 0.03 * china.tool_fund
    learning = 0.004 * math.sqrt(max(toolmaker.sales, 0.0)) * (0.5 + china.tool_rule)
    toolmaker.quality += (p.process_pace * push + learning) * (1.0 - toolmaker.quality)
    toolmaker.quality = min(toolmaker.quality, 0.98)
    stock = china.knowledge / (china.knowledge + p.basic_half)
    toolmaker.euv_hazard = 0.0
    if world.economy.quarter >= EUV_EARLIEST and toolmaker.euv == 0.0:
        toolmaker.euv_hazard = p.euv_hazard * stock * (0.5 + china.threat)
        if toolmaker.luck_euv < toolmaker.euv_hazard:
            toolmaker.euv = 1.0
            toolmaker.ceiling = EUV_CEILING


@rule
def learn_yield(foundry, world):
    """Yield rises with wafers made, on Wright's curve, with an excursion now and then."""
    p = world.parameters
    if foundry.bloc == 0:
        foundry.defect_density = p.defect_floor
    else:
        doublings = 1.0 + foundry.experience / p.learning_wafers
        learned = math.exp(-2.0 * p.learning * math.log(doublings))
        foundry.defect_density = p.defect_floor + (p.defect_start - p.defect_floor) * learned
    excursion = math.exp(0.10 * foundry.luck_yield)
    foundry.yield_rate = clip(
        yield_of(foundry.defect_density, CRITICAL_AREA) * excursion, 0.0, 0.95
    )


@rule
def follower_capex(world):
    """Money for advanced plants at home: own means plus the state's push under threat."""
    p = world.parameters
    china = world.governments[CN]
    smic = world.foundries[SMIC]
    own = OWN_CAPEX * smic.revenue
    return own + (p.fab_push * china.threat * captive_share(world) + china.fab_fund) / 4.0 * 0.5


@rule
def build_capacity(foundry, world):
    """Plants grow with money and with the tools that can be had (R10)."""
    p = world.parameters
    asked = foundry.wafers_asked
    if foundry.index == IDM:
        return
    if foundry.bloc == 0:
        made = foundry.capacity * 3.0 * foundry.ai_share
        rise = CAPACITY_RISE * foundry.capex_effort
        change = clip((asked - made) / max(made, 0.01), -CAPACITY_FALL, rise)
        grown = foundry.capacity * change
        foundry.capacity += grown
        cost = 0.0
        if grown > 0.0:
            cost = grown * p.capacity_cost
        foundry.capex = cost
        pay(foundry, world.toolmakers[ALLIED], cost)
        world.toolmakers[ALLIED].sales += cost
        return
    build_follower(foundry, world)


@rule
def build_follower(foundry, world):
    """The follower buys tools abroad while it can, stores them, and builds with what it has."""
    p = world.parameters
    if foundry.node < FIRST_ADVANCED:
        foundry.capex = 0.0
        return
    home = world.toolmakers[DOMESTIC]
    china = world.governments[CN]
    money = follower_capex(world) * foundry.capex_effort
    forced = max(china.tool_rule, foundry.home_tools)
    rush = 1.0 + p.stockpile * world.economy.expected_tightening
    foreign = money * rush * (1.0 - DENIED_BITE * tool_denial(world))
    foreign *= 1.0 - RULE_BITE * forced
    domestic = money * home.quality * (HOME_ORDERS + HOME_FORCED * forced)
    foundry.tool_stock += (foreign + domestic) / p.capacity_cost
    placed = PLACED * foundry.tool_stock
    foundry.tool_stock -= placed
    foundry.capacity += placed
    foundry.domestic_tools += TOOL_MEMORY * (
        domestic / max(foreign + domestic, 1e-9) - foundry.domestic_tools
    )
    foundry.capex = foreign + domestic
    pay(foundry, world.toolmakers[ALLIED], foreign)
    pay(foundry, home, domestic)
    world.toolmakers[ALLIED].sales += foreign
    world.toolmakers[ALLIED].sales_cn += foreign
    home.sales += domestic
    home.sales_cn += domestic


@rule
def sell_other_tools(toolmaker, world):
    """Toolmakers also serve plants outside the model; China's mature plants stock up early."""
    p = world.parameters
    economy = world.economy
    growth = math.exp(TOOL_MARKET_GROWTH * economy.quarter)
    china = world.governments[CN]
    rush = 1.0 + TOOL_RUSH * p.stockpile * economy.expected_tightening
    rush += TOOL_FEAR * china.threat
    mature = MATURE_TOOLS * growth * rush
    quality = world.toolmakers[DOMESTIC].quality
    home_part = clip(
        HOME_BASE + HOME_QUALITY * quality + HOME_RULE * china.tool_rule, 0.0, HOME_MOST
    )
    if toolmaker.bloc == 0:
        cost = 1.0 + world.governments[TOOL].mineral_cost
        open_part = mature * (1.0 - home_part)
        denied = MATURE_DENIED * tool_denial(world)
        abroad = open_part * (1.0 - denied) / cost
        rest = OTHER_TOOLS * growth / cost
        toolmaker.sales = abroad + rest
        toolmaker.sales_cn = abroad
        pay(economy, toolmaker, abroad + rest)
        compensate(toolmaker, open_part * denied, world)
    else:
        toolmaker.sales = mature * home_part
        toolmaker.sales_cn = toolmaker.sales
        pay(economy, toolmaker, toolmaker.sales)


@rule
def earn_other_revenue(foundry, world):
    """Foundries also serve customers outside the model; the champion's phones among them."""
    growth = LEADER_GROWTH if foundry.bloc == 0 else FOLLOWER_GROWTH
    foundry.other_revenue = foundry.other_revenue * math.exp(growth)
    champion = world.designers[HUAW]
    phones = 0.0
    if foundry.index == TSMC:
        phones = PHONE_WAFERS * champion.legacy_potential * champion.access
    foundry.revenue = foundry.other_revenue + phones
    foundry.revenue_champion = phones
    pay(champion, foundry, phones)
    pay(world.economy, foundry, foundry.other_revenue)
