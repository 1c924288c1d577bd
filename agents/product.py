"""Chips: when they launch, what they can do, what they cost, and chips under a line (R12, R14)."""

import math

from agents.names import (
    FLAGSHIP,
    PREVIOUS,
    SMIC,
    TSMC,
    US,
    VARIANT,
)
from agents.rule import clip, rule
from agents.threat import product_caught, total_performance

# A firm launches only what beats its flagship by this much (ln TFLOP/s). Guess.
LAUNCH_GAIN = 0.20
# Packaging: from which quarter a package may hold two and four large dies (B200 2024Q4, 910C
# 2025Q1; four dies announced for late 2027, in volume 2028), and how much later in China (quarters;
# guess). Quarters since 2018Q1.
TWO_DIES = 27
FOUR_DIES = 40
FOUR_DIES_LATER = 4
# Price line: k USD at 125 TFLOP/s, and its slope in ln performance (V100 to GB200, chips.csv).
PRICE_ANCHOR = 11.5
LN_ANCHOR = 4.8283137373023015
PRICE_SLOPE = 0.42
# A vendor stays below the licence-notice line: half the TPP line, 0.54 of the density line
# (3A090.b against 3A090.a: 2400/4800 and 3.2/5.92).
NOTICE_TPP = 0.5
NOTICE_DENSITY = 0.54
# Margin that a redesigned chip keeps to the line it is designed under (H20: 2368 of 2400).
MARGIN = 0.985
# Quarters between a rule and the chip designed under it: the second quarter of the rule.
REDESIGN_QUARTERS = 2.0


@rule
def usable_node(designer, world):
    """Node on which a designer can have large dies made: the leader's with a lag, or at home."""
    p = world.parameters
    leader = world.foundries[TSMC].node - p.node_rate * p.node_lag
    if designer.bloc == 0 or designer.access > 0.5:
        return leader
    return world.foundries[SMIC].node


@rule
def dies_allowed(quarter, bloc):
    """Large dies that packaging can join in one package."""
    if quarter >= FOUR_DIES + FOUR_DIES_LATER * bloc:
        return 4.0
    if quarter >= TWO_DIES:
        return 2.0
    return 1.0


@rule
def die_performance(arch, node, omega, omega_late):
    """Dense BF16 of one large die, ln TFLOP/s: skill plus what the node adds (R12)."""
    early = min(node, 1.0)
    late = max(0.0, node - 1.0)
    return arch + omega * early + omega_late * late


@rule
def price_line(ln_performance):
    """Usual price of a chip, k USD, by its dense BF16, ln TFLOP/s. Source: chips.csv."""
    return PRICE_ANCHOR * math.exp(PRICE_SLOPE * (ln_performance - LN_ANCHOR))


@rule
def copy_product(designer, source, target):
    """One product slot becomes a copy of another."""
    designer.perf16[target] = designer.perf16[source]
    designer.perf8[target] = designer.perf8[source]
    designer.memory_bandwidth[target] = designer.memory_bandwidth[source]
    designer.link[target] = designer.link[source]
    designer.watts[target] = designer.watts[source]
    designer.area[target] = designer.area[source]
    designer.dies[target] = designer.dies[source]
    designer.stacks[target] = designer.stacks[source]
    designer.price[target] = designer.price[source]


@rule
def launch(designer, world):
    """When its cadence is up and the gain is worth it, a designer launches a new flagship."""
    p = world.parameters
    quarter = world.economy.quarter
    if quarter - designer.last_launch < designer.cadence:
        return
    node = usable_node(designer, world)
    dies = dies_allowed(quarter, designer.bloc)
    die = die_performance(designer.arch, node, p.omega, p.omega_late)
    performance = math.exp(die) * dies
    if math.log(performance / designer.perf16[FLAGSHIP]) < LAUNCH_GAIN:
        return
    copy_product(designer, FLAGSHIP, PREVIOUS)
    gain = math.log(performance / designer.perf16[PREVIOUS])
    designer.perf16[FLAGSHIP] = performance
    eight_bit = 2.0 if (designer.bloc == 0 and quarter >= 16) or quarter >= 32 else 1.0
    designer.perf8[FLAGSHIP] = performance * eight_bit
    home_memory = 1.0
    if designer.bloc == 1:
        home_memory = 1.0 - 0.3 * world.governments[US].hbm_control
    designer.memory_bandwidth[FLAGSHIP] *= math.exp(0.75 * gain * home_memory)
    designer.link[FLAGSHIP] *= math.exp(0.55 * gain)
    watts = 480.0 * math.exp(0.42 * math.log(performance / 312.0) - 0.15 * node)
    designer.watts[FLAGSHIP] = clip(watts, 60.0, 6000.0)
    designer.area[FLAGSHIP] = dies * min(815.0, designer.area[PREVIOUS] / designer.dies[PREVIOUS])
    designer.dies[FLAGSHIP] = dies
    designer.stacks[FLAGSHIP] = (5.0 if designer.bloc == 0 else 4.0) * dies
    designer.node_used = node
    designer.last_launch = quarter


@rule
def set_prices(designer, world):
    """List prices follow the market's price line, the firm's own factor, and shortage (R18)."""
    factor = designer.price_base * designer.price_factor * designer.scarcity
    for k in range(len(designer.price)):
        designer.ln_perf[k] = math.log(max(designer.perf16[k], 1.0))
        designer.ln_memory[k] = math.log(100.0 * max(designer.memory_bandwidth[k], 0.001))
        designer.price[k] = price_line(designer.ln_perf[k]) * factor


@rule
def design_variant(designer, world):
    """A vendor offers the best chip under the licence line, a quarter or two after it (R14)."""
    us = world.governments[US]
    if designer.bloc == 1 or designer.compliant_variants < 0.5:
        return
    flagship = product_caught(us, designer, 0)
    if flagship == 0.0:
        designer.variant_wait = 0.0
        return
    current = product_caught(us, designer, 2)
    if current > 0.0 or designer.perf16[VARIANT] <= 1.0:
        designer.variant_wait += 1.0
        if designer.variant_wait >= REDESIGN_QUARTERS:
            cut_down(designer, us)
            designer.variant_wait = 0.0


@rule
def cut_down(designer, us):
    """Redesign the variant: cut the link where that is enough, else performance and memory."""
    copy_product(designer, FLAGSHIP, VARIANT)
    tpp = total_performance(designer.perf16[0], designer.perf8[0])
    dense = tpp / designer.area[0] >= us.chip_density
    if designer.link[0] >= us.chip_link and us.chip_link > 0.0 and not dense:
        designer.link[VARIANT] = 0.7 * us.chip_link
    else:
        notice = NOTICE_TPP if us.chip_density < 100.0 else 1.0
        allowed = us.chip_tpp * notice * MARGIN
        by_density = us.chip_density * NOTICE_DENSITY * designer.area[0] * MARGIN
        allowed = min(allowed, max(by_density, 1600.0 * MARGIN))
        ratio = min(1.0, allowed / tpp)
        designer.perf16[VARIANT] *= ratio
        designer.perf8[VARIANT] *= ratio
        designer.watts[VARIANT] *= 0.4 + 0.6 * ratio
    if designer.memory_bandwidth[VARIANT] >= us.chip_memory:
        designer.memory_bandwidth[VARIANT] = MARGIN * us.chip_memory
