"""The seats no player holds: what they believe, what they do, and why (R28 to R30).

A mind only writes the levers of its own seat and its reasons. A plan may then overrule it. Who
leads a seat is data (`data/characters.toml`): traits from 0 to 1 that scale what is decided here,
with 0.5 as the plain character of the calibrated history.
"""

import math
from typing import Any

from agents.bargaining import consider, consider_bargain
from agents.names import CN, HUAW, MARKET_CN, NVDA, ROW, TOOL, TRUCE, US
from agents.rule import clip, rule
from agents.terms import eased
from agents.threat import rung_in_force

# How strongly each consideration weighs in the US mind's step (R28; guesses, on a logistic scale).
EVENT_WEIGHT = 0.8
LOBBY_WEIGHT = 0.35
STEP_RATE = 0.20
STEP_DOWN = 0.03
# The plain US character's readiness to step up, and the political capital it keeps. Guess.
PLAIN_US = 0.6
LEAST_CAPITAL = 15.0
# Retaliation: chance to answer a step, and how much (R29: 1 to 60 days; gallium 2023 to 2024).
ANSWER_CHANCE = 0.6
ANSWER_STEP = 0.2
# Allies: pull of US diplomacy, own threat, own sales, and China's minerals (R30; guesses).
ALLY_SPEED = 0.18
ALLY_DIPLOMACY = 0.9
ALLY_THREAT = 0.3
ALLY_SALES = 0.6
ALLY_MINERALS = 0.3
ALLY_LUCK = 0.03
ALLY_QUOTA = 0.3
WISH_TOOLMAKERS = 0.25
WISH_OTHERS = 0.35
# China's programme: what it does unthreatened, and how its funds split under threat (bn USD/yr and
# shares of the funds). Big Funds I to III by layer, order of size; guess.
MANDATE_BASE = 0.1
SUPPLY_ENOUGH = 0.35
DESIGN_BASE, DESIGN_PART = 0.5, 0.15
FAB_BASE, FAB_PART = 1.0, 0.35
TOOL_BASE, TOOL_PART = 0.5, 0.25
MEMORY_BASE, MEMORY_PART = 0.3, 0.25
RESEARCH_BASE, RESEARCH_RISE = 6.0, 4.0
# Threat from which power is discounted and home tools are required, and how steeply. Guess.
LATE_THREAT = 0.4
POWER_SLOPE = 1.5
TOOL_RULE_SLOPE, TOOL_RULE_MOST = 1.2, 0.6
OPEN_BASE, OPEN_SLOPE = 0.1, 0.6
# Rise of pressure that is felt as a step, what an answer adds elsewhere, and the chance that it
# also hits a foreign maker (Micron 2023, Nvidia 2024). Guess.
STEP_FELT = 0.03
ANTITRUST_STEP = 0.1
BAN_CHANCE, BAN_STEP = 0.3, 0.25
# Habits of firms: parts stored (quarters), openness, process work, price. Guess.
STORE_BASE, STORE_SLOPE = 1.0, 3.0
OPENNESS_BASE, OPENNESS_SLOPE = 0.1, 0.7
PROCESS_BASE, PROCESS_SLOPE = 0.04, 0.10
PRICE_STEP, PRICE_LOW, PRICE_HIGH = 0.02, 0.9, 1.1
LOBBY_BASE, LOBBY_SLOPE = 0.1, 0.4
RUNGS = 7
# How much readier sides are to strike at a tension of 100. Guess.
HEAT = 2.0

REASONS = {
    "US": ("why_lead", "why_hawk", "why_event", "why_lobby"),
    "CN": ("why_threat", "why_supply", "why_retaliation"),
    "TOOL": ("why_event", "why_threat", "why_lobby", "why_retaliation"),
    "CHIP": ("why_event", "why_threat", "why_lobby", "why_retaliation"),
    "ROW": ("why_event", "why_threat", "why_lobby", "why_retaliation"),
    "designers": ("why_threat", "why_revenue", "why_market"),
}

USUAL = "its usual course"  # foundries and laboratories that no player holds keep to it
REASON_TEXTS = {
    "why_lead": "the rival is nearer than the lead it aims for",
    "why_hawk": "its own disposition",
    "why_event": "a rival breakthrough, a boast or pressure from a partner",
    "why_lobby": "sales its own firms lose or would lose",
    "why_threat": "parts and tools denied to it",
    "why_supply": "how far home suppliers can serve the market",
    "why_retaliation": "an answer to the other side's step, or the weight of one",
    "why_revenue": "revenue",
    "why_market": "demand it could not serve",
}


def reasons(member: str, agent: Any) -> list[tuple[str, float]]:
    """Why a seat chose as it did: (reason, weight) pairs, strongest first."""
    fields = [f for f in REASONS.get(member, REASONS["designers"]) if hasattr(agent, f)]
    if not fields:
        return [(USUAL, 1.0)]
    pairs = [(REASON_TEXTS[name], float(getattr(agent, name))) for name in fields]
    return sorted(pairs, key=lambda pair: -abs(pair[1]))


DEAL_REASONS = {
    "why_gain": "what the deal brings it",
    "why_cost": "what it gives up",
    "why_tension": "fear of a crisis",
    "why_trust": "the other side's word",
    "why_offer": "the other side has signed",
}


def deal_reasons(deal: Any, side: int) -> list[tuple[str, float]]:
    """Why a side of a deal would sign it or not: (reason, weight) pairs, strongest first."""
    pairs = [(text, float(getattr(deal, name)[side])) for name, text in DEAL_REASONS.items()]
    return sorted(pairs, key=lambda pair: -abs(pair[1]))


@rule
def logistic(x):
    """Logistic function."""
    return 1.0 / (1.0 + math.exp(-clip(x, -40.0, 40.0)))


@rule
def trait(value):
    """A trait from 0 to 1 as a factor: 1 for the plain character, 2 at most."""
    return 2.0 * value


@rule
def think(world):
    """Every seat without a player makes up its mind, from what it saw last quarter."""
    decide_sender(world.governments[US], world)
    decide_target(world.governments[CN], world)
    for government in world.governments:
        decide_alignment(government, world)
    for designer in world.designers:
        decide_firm(designer, world)
    if world.economy.event_rate > 0.0:
        for deal in world.deals:
            consider(deal, world)
        for government in world.governments:
            consider_bargain(government, world)


@rule
def heat(world):
    """How much readier than usual sides are to strike, as tension rises: 1 is usual."""
    economy = world.economy
    return 1.0 + HEAT * min(1.0, economy.event_rate) * economy.tension / 100.0


@rule
def decide_sender(government, world):
    """The US steps up when its lead looks thin, and rarely down when its firms lose too much."""
    p = world.parameters
    nvidia = world.designers[NVDA]
    champion = world.designers[HUAW]
    lead = (math.log(max(nvidia.perf16[0], 1.0)) - government.rival_capability) / 0.9555
    government.why_lead = logistic((p.lead_target - lead) / p.lead_spread)
    government.why_hawk = PLAIN_US * trait(government.hawkishness)
    launched = 1.0 if world.economy.quarter - champion.last_launch <= 1.0 else 0.0
    government.why_event = EVENT_WEIGHT * launched * max(0.0, champion.posture - 0.2)
    lobby = 0.0
    for designer in world.designers:
        lobby += designer.lobbying
    lost = clip(1.0 - nvidia.sales_cn / max(0.2 * nvidia.sales, 1e-9), 0.0, 1.0)
    government.why_lobby = LOBBY_WEIGHT * lost * (0.5 + lobby) * trait(government.greed)
    up = STEP_RATE * government.why_hawk * government.why_lead * (1.0 + government.why_event)
    up *= 2.0 - trait(government.patience)
    up *= heat(world) * (1.0 - world.deals[TRUCE].signed)
    down = STEP_DOWN * government.why_lobby / LOBBY_WEIGHT * (1.0 - government.why_lead)
    down *= trait(government.reciprocity)
    government.escalation_chance = clip(up, 0.0, 1.0)
    if government.held == 1:
        return
    rung = rung_in_force(government)
    spare = LEAST_CAPITAL * (2.0 - trait(government.risk))
    if government.luck_step < up and rung < RUNGS and government.capital > spare:
        take_rung(government, rung + 1.0)
    elif government.luck_step > 1.0 - down and rung > 0.0:
        take_rung(government, rung - 1.0)


@rule
def take_rung(government, rung):
    """Set the levers of one rung of the ladder: the historical order of measures."""
    government.entity_listing = 1.0 if rung >= 1.0 else 0.0
    government.foundry_rule = 1.0 if rung >= 2.0 else 0.0
    government.tool_control = 0.0
    if rung >= 3.0:
        government.tool_control = 0.35 + 0.15 * min(rung - 3.0, 3.0)
    government.chip_tpp = 4800.0 if rung >= 4.0 else 1000000.0
    government.chip_link = 600.0 if rung == 4.0 else 0.0
    government.chip_density = 5.92 if rung >= 5.0 else 1000.0
    government.hbm_control = 1.0 if rung >= 6.0 else 0.0
    government.chip_memory = 1.4 if rung >= 7.0 else 1000.0
    government.enforcement = clip(0.3 * (rung - 3.0), 0.0, 0.75)


@rule
def home_supply(world):
    """Value that home designers can deliver over what China's market wants to spend."""
    market = world.markets[MARKET_CN]
    supply = 0.0
    for designer in world.designers:
        if designer.bloc == 1:
            supply += (designer.produced + 0.3 * designer.inventory) * designer.price[0] / 1000.0
    return supply / max(market.budget, 1e-9)


@rule
def decide_target(government, world):
    """China protects and funds its own as it feels threatened, and answers steps (R29)."""
    p = world.parameters
    supply = home_supply(world)
    government.why_threat = government.threat
    government.why_supply = logistic(p.guidance_steep * (supply - SUPPLY_ENOUGH))
    rise = max(0.0, government.pressure - government.last_pressure)
    government.why_retaliation = rise
    if government.held == 1:
        return
    threat = government.threat * trait(government.risk)
    government.state_mandate = clip(MANDATE_BASE + p.mandate_slope * threat, 0.0, 1.0)
    government.private_guidance = threat * government.why_supply
    funds = p.fund_slope * threat
    government.design_fund = DESIGN_BASE + DESIGN_PART * funds
    government.fab_fund = FAB_BASE + FAB_PART * funds
    government.tool_fund = TOOL_BASE + TOOL_PART * funds
    government.memory_fund = MEMORY_BASE + MEMORY_PART * funds
    government.public_rd = RESEARCH_BASE + RESEARCH_RISE * threat * trait(government.patience)
    government.power_subsidy = clip(POWER_SLOPE * (threat - LATE_THREAT), 0.0, 1.0)
    government.tool_rule = clip(TOOL_RULE_SLOPE * (threat - LATE_THREAT), 0.0, TOOL_RULE_MOST)
    open_code = OPEN_BASE + OPEN_SLOPE * threat * trait(government.openness_trait)
    government.open_source = clip(open_code, 0.0, 1.0)
    rise *= 1.0 - world.deals[TRUCE].signed
    chance = ANSWER_CHANCE * trait(government.hawkishness) * heat(world)
    if rise > STEP_FELT and government.luck_answer < chance:
        step = ANSWER_STEP * trait(government.hawkishness)
        government.mineral_control = clip(government.mineral_control + step, 0.0, 1.0)
        government.antitrust = clip(government.antitrust + ANTITRUST_STEP, 0.0, 1.0)
        if government.luck_answer < BAN_CHANCE:
            government.market_ban = clip(government.market_ban + BAN_STEP, 0.0, 1.0)


@rule
def decide_alignment(government, world):
    """Allies drift towards the US as it works on them, and away as their own sales suffer (R30)."""
    if government.bloc < TOOL:
        return
    us = world.governments[US]
    china = world.governments[CN]
    maker = world.toolmakers[0]
    exposure = maker.sales_cn / max(maker.sales, 1e-9)
    wish = WISH_TOOLMAKERS if government.bloc == TOOL else WISH_OTHERS
    strict = max(us.tool_control, us.hbm_control)
    government.why_event = ALLY_DIPLOMACY * us.diplomacy * strict
    government.why_threat = ALLY_THREAT * government.threat
    government.why_lobby = -ALLY_SALES * exposure * strict
    if government.bloc == ROW:
        government.why_lobby = -ALLY_QUOTA * us.country_quota
    exposed = 1.0 - government.mineral_stock
    government.why_retaliation = -ALLY_MINERALS * eased(china.mineral_control, world) * exposed
    if government.held == 1:
        return
    goal = (
        wish * trait(government.hawkishness)
        + government.why_event * trait(government.reciprocity)
        + government.why_threat
        + government.why_lobby * trait(government.greed)
        + government.why_retaliation
    )
    step = ALLY_SPEED * (goal - government.alignment) + ALLY_LUCK * government.luck_ally
    government.alignment = clip(government.alignment + step, 0.0, 1.0)


@rule
def decide_firm(designer, world):
    """A firm without a player keeps simple habits: store under threat, open when it is behind."""
    if designer.held == 1:
        return
    if designer.bloc == 1:
        china = world.governments[CN]
        designer.stock_target = STORE_BASE + STORE_SLOPE * china.threat * trait(designer.risk)
        behind = china.threat * (1.0 - designer.software)
        opened = OPENNESS_BASE + OPENNESS_SLOPE * behind * trait(designer.openness_trait)
        designer.openness = clip(opened, 0.0, 1.0)
        designer.rd_process = clip(PROCESS_BASE + PROCESS_SLOPE * china.threat, 0.0, 0.3)
        short = 1.0 if designer.bottleneck > 0.0 else 0.0
        designer.price_factor = clip(
            designer.price_factor + PRICE_STEP * (short - 0.5), PRICE_LOW, PRICE_HIGH
        )
    else:
        lost = clip(world.markets[MARKET_CN].legal_advantage, 0.0, 1.0)
        designer.lobbying = (LOBBY_BASE + LOBBY_SLOPE * lost) * trait(designer.greed)
