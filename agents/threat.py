"""Controls, the threat they are felt to be, and the signals the sides send (R1, R26, R27)."""

import math

from agents.names import CN, HUAW, MARKET_CN, NVDA, ROW, TOOL, US
from agents.rule import clip, rule
from agents.terms import ban_felt

# Weights of the controls in the perceived threat (R1; MODEL 3.4, fitted by hand).
WEIGHT_ENTITY = 0.12
WEIGHT_FOUNDRY = 0.25
WEIGHT_TOOLS = 0.22
WEIGHT_CHIPS = 0.30
WEIGHT_TIGHTER = 0.18
WEIGHT_NEAR_TOTAL = 0.35
WEIGHT_HBM = 0.20
# The milder ones are not in R1; weighed by analogy. Guess.
WEIGHT_SERVICE = 0.05
WEIGHT_DESIGN_TOOLS = 0.06
WEIGHT_CLOUD = 0.04
# Performance above which the density limit of the October 2023 rule applies (TPP; 3A090).
DENSITY_FLOOR_TPP = 1600.0
# How fast an estimate of the rival follows what is seen, and what is said (1/qtr). Guess.
SEEN_SPEED = 0.30
SAID_SPEED = 0.15
# Speed at which allies replace restricted minerals (1/qtr; Alfaro et al. 2025, order of size).
MINERAL_SUBSTITUTION = 0.065
# The same for a bn USD a year spent on reserves and substitutes. Guess.
RESERVE_SPEED = 0.02
# Spending at which a service sees half of what rivals hide, and how fast it learns. Guess.
INSIGHT_HALF = 3.0
INSIGHT_SPEED = 0.15
# Rise of allied makers' cost at full restriction without substitutes (share). Guess.
MINERAL_BITE = 0.12


@rule
def total_performance(perf16, perf8):
    """Total processing performance: the larger of dense TOPS times bit length (3A090)."""
    return max(16.0 * perf16, 8.0 * perf8)


@rule
def caught(government, perf16, perf8, area, link, memory_bandwidth):
    """Whether a chip needs a licence: 1.0 or 0.0. Units: TFLOP/s, mm2, GB/s, TB/s."""
    tpp = total_performance(perf16, perf8)
    density = tpp / max(area, 1.0)
    by_line = tpp >= government.chip_tpp and link >= government.chip_link
    by_density = tpp >= DENSITY_FLOOR_TPP and density >= government.chip_density
    by_memory = memory_bandwidth >= government.chip_memory
    return 1.0 if by_line or by_density or by_memory else 0.0


@rule
def product_caught(government, designer, k):
    """Whether a designer's product needs a licence: 1.0 or 0.0."""
    return caught(
        government,
        designer.perf16[k],
        designer.perf8[k],
        designer.area[k],
        designer.link[k],
        designer.memory_bandwidth[k],
    )


@rule
def tool_denial(world):
    """Share of advanced tools denied: the US rule as far as toolmakers follow, or their own."""
    us = world.governments[US]
    makers = world.governments[TOOL]
    followed_part = 0.4 + 0.6 * makers.follows
    return max(us.tool_control * followed_part, makers.own_control)


@rule
def chip_pressure(world):
    """How much of the frontier the chip rule takes away, as one factor of the threat."""
    nvidia = world.designers[NVDA]
    us = world.governments[US]
    market = world.markets[MARKET_CN]
    flagship = product_caught(us, nvidia, 0)
    if flagship == 0.0:
        return 0.0
    loss = 1.0 - math.exp(-market.legal_advantage)
    tighter = clip((loss - 0.2) / 0.5, 0.0, 1.0)
    near_total = clip((loss - 0.80) / 0.15, 0.0, 1.0)
    kept = (
        (1.0 - WEIGHT_CHIPS)
        * (1.0 - WEIGHT_TIGHTER * tighter)
        * (1.0 - WEIGHT_NEAR_TOTAL * near_total)
    )
    return 1.0 - kept


@rule
def control_pressure(world):
    """Severity of all controls together, 0 to 1 (R1)."""
    us = world.governments[US]
    kept = 1.0 - chip_pressure(world)
    kept = kept * (1.0 - WEIGHT_ENTITY * us.entity_listing)
    kept = kept * (1.0 - WEIGHT_FOUNDRY * us.foundry_rule)
    kept = kept * (1.0 - WEIGHT_TOOLS * tool_denial(world))
    kept = kept * (1.0 - WEIGHT_HBM * us.hbm_control)
    kept = kept * (1.0 - WEIGHT_SERVICE * us.service_ban)
    kept = kept * (1.0 - WEIGHT_DESIGN_TOOLS * us.eda_control)
    kept = kept * (1.0 - WEIGHT_CLOUD * us.cloud_rule)
    return 1.0 - kept


@rule
def rung_in_force(government):
    """The rung of the control ladder that the law in force comes nearest to."""
    if government.chip_memory < 3.0:
        return 7.0
    if government.hbm_control >= 0.5:
        return 6.0
    if government.chip_tpp < 100000.0 and government.chip_link <= 0.0:
        return 5.0
    if government.chip_tpp < 100000.0:
        return 4.0
    if government.tool_control >= 0.3:
        return 3.0
    if government.foundry_rule >= 0.5:
        return 2.0
    return 1.0 if government.entity_listing >= 0.5 else 0.0


@rule
def feel_threat(government, world):
    """Threat follows controls: up fast, faster where the sender is loud, and down slowly."""
    # Calculated humility is meant to calm; that words act one for one (ratio) is a guess (R27).
    p = world.parameters
    pressure = control_pressure(world)
    government.last_pressure = government.pressure
    government.pressure = pressure
    government.ladder = rung_in_force(government)
    if government.bloc == CN:
        gap = pressure - government.threat
        up = world.governments[US].posture * p.threat_up
        government.threat += up * max(0.0, gap) - p.threat_down * max(0.0, -gap)
    else:
        minerals = government.minerals_felt * (1.0 - government.mineral_stock)
        felt = 0.5 * minerals + 0.2 * ban_felt(government, world)
        felt = clip(world.governments[CN].posture * felt, 0.0, 1.0)
        government.threat += 0.3 * (felt - government.threat)


@rule
def read_signals(government, world):
    """A rival's strength is judged from its chips, its champion's word and its government's."""
    firm = world.designers[NVDA if government.bloc == CN else HUAW]
    speaker = world.governments[US if government.bloc == CN else CN]
    seen = math.log(max(firm.perf16[0], 1.0))
    said = seen + math.log(max(speaker.posture * firm.posture, 0.05))
    government.rival_capability += SEEN_SPEED * (seen - government.rival_capability)
    government.rival_capability += SAID_SPEED * (said - government.rival_capability)


@rule
def substitute_minerals(government, world):
    """Mineral controls raise allied cost until allies have substitutes; they do not unlearn."""
    control = government.minerals_felt
    if government.bloc == CN or government.bloc == ROW:
        government.mineral_cost = 0.0
        return
    speed = MINERAL_SUBSTITUTION * control + RESERVE_SPEED * government.mineral_reserve
    government.mineral_stock += speed * (1.0 - government.mineral_stock)
    government.mineral_cost = MINERAL_BITE * control * (1.0 - government.mineral_stock)


@rule
def gather_intelligence(government, world):
    """What a service sees follows what is spent on it, slowly (bn USD a year)."""
    reach = government.intelligence / (government.intelligence + INSIGHT_HALF)
    government.insight += INSIGHT_SPEED * (reach - government.insight)
