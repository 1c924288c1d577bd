"""Clusters and laboratories: chips become systems, systems become capability (R24, R25)."""

import math

from agents.names import CN, HUAW, MARKET_CN, MARKET_US, NVDA
from agents.rule import clip, rule

# Largest share of peak a model run uses (Llama-3 0.40, MegaScale 0.55), before scale and software.
UTILISATION = 0.45
# Chips at which that is measured, and the loss with scale (MODEL 2.12).
SCALE_CHIPS = 1024.0
SCALE_LOSS = 0.05
# Failures per chip-hour and hours lost per failure (419 in 54 days on 16,384; repair time guessed).
FAILURE_RATE = 2.0e-5
REPAIR_HOURS = 1.0
# Power of one pod, kW, by quarter: a box of eight, then one copper-linked rack (NVL72 145 kW, 2026
# 190 kW); the champion's optical pods (Atlas 900 80 kW, CloudMatrix 559 kW). Source: clusters.csv.
RACK_QUARTER = 28
RACK_NEXT = 35
POD_BOX_KW = 10.2
POD_RACK_KW = 145.0
POD_NEXT_KW = 190.0
POD_OPTICAL_QUARTER = 29
POD_ATLAS_KW = 80.0
POD_OPTICAL_KW = 559.0
# Larger feeds where the grid is built faster: share per bn USD a year beyond the usual. Guess.
GRID_GAIN = 0.01
GRID_USUAL = 5.0
# Hosts, network and cooling over the chips' own power: copper and optical pods (clusters.csv).
OVERHEAD_COPPER = 1.68
OVERHEAD_OPTICAL = 1.82
# Best lab's part of its market's compute, and the part of that in its largest run. Guess; only
# ratios matter.
BEST_LAB_SHARE = 0.10
RUN_SHARE = 0.1
# Chance per quarter of another breakthrough, and its size against the first (MODEL 3.6).
JUMP_CHANCE = 0.02
JUMP_AGAIN = 0.25
# Steepness of the choice between home and foreign models (1/OOM) and its neutral gap. Guess.
MODEL_CHOICE = 3.0
MODEL_NEUTRAL = 0.9
# A laboratory's choices: progress per unit of extra algorithm work, computing that trial runs and
# porting take from the largest run, and how much faster others learn from open weights. Guess.
EFFORT_GAIN = 0.3
TRIAL_RUNS = 0.2
PORT_RUNS = 0.1
OPEN_DOOR = 1.0
# Share of a run lost when all free power is out of reach. Guess.
DARK_RUNS = 0.5
LN10 = 2.302585092994046


@rule
def scale_utilisation(chips, maturity):
    """Share of peak that a run on so many chips uses (MODEL 2.12)."""
    scale = math.exp(-SCALE_LOSS * math.log(max(chips, 1.0) / SCALE_CHIPS))
    goodput = 1.0 / (1.0 + chips * FAILURE_RATE * REPAIR_HOURS)
    return UTILISATION * maturity * scale * goodput


@rule
def build_pod(lab, world):
    """The largest pod is bounded by its power feed: copper racks here, optics there."""
    quarter = world.economy.quarter
    home = lab.bloc == MARKET_CN
    maker = world.designers[HUAW] if home else world.designers[NVDA]
    overhead = OVERHEAD_OPTICAL if home else OVERHEAD_COPPER
    power = POD_BOX_KW
    if home and quarter >= POD_OPTICAL_QUARTER:
        power = POD_OPTICAL_KW * maker.cluster_scale
    elif home and quarter >= 20:
        power = POD_ATLAS_KW * maker.cluster_scale
    elif not home and quarter >= RACK_NEXT:
        power = POD_NEXT_KW * maker.cluster_scale
    elif not home and quarter >= RACK_QUARTER:
        power = POD_RACK_KW * maker.cluster_scale
    if home:
        power *= 1.0 + GRID_GAIN * (world.governments[CN].grid_build - GRID_USUAL)
    lab.pod_kw = power * (1.0 + lab.optics)
    lab.pod_chips = lab.pod_kw * 1000.0 / (maker.watts[0] * overhead)
    lab.pod_pflops = lab.pod_chips * maker.perf16[0] / 1000.0


@rule
def train(lab, world):
    """The best lab turns its market's compute and its algorithms into capability (R25)."""
    p = world.parameters
    market = world.markets[lab.bloc]
    usable = 0.0
    for d in range(len(market.compute)):
        maturity = world.designers[d].software
        usable += market.compute[d] * (0.25 + 0.75 * maturity)
    usable += market.rented
    focus = p.lab_focus_cn if lab.bloc == MARKET_CN else 1.0
    chips = 0.0
    for d in range(len(market.installed)):
        chips += market.installed[d]
    lab.utilisation = scale_utilisation(chips * 1000.0 * BEST_LAB_SHARE * RUN_SHARE, 1.0)
    kept = 1.0 - TRIAL_RUNS * (lab.algorithm_effort - 1.0) - PORT_RUNS * lab.port_effort
    kept -= DARK_RUNS * market.shortage
    lab.compute = max(usable * BEST_LAB_SHARE * focus * lab.utilisation * kept, 1e-6)
    leader = world.labs[MARKET_US]
    effort = 1.0 + EFFORT_GAIN * (lab.algorithm_effort - 1.0)
    progress = p.algorithm_rate * effort * (1.0 + 0.2 * lab.luck_progress)
    if lab.bloc == MARKET_US:
        lab.algorithms += progress
    else:
        own = 0.85 if lab.bloc == MARKET_CN else 0.7
        gap = max(0.0, leader.algorithms - lab.algorithms)
        open_door = 1.0 + OPEN_DOOR * leader.open_models
        lab.algorithms += own * progress + p.diffusion * open_door * gap
    lab.capability = math.log(lab.compute) / LN10 + lab.algorithms


@rule
def break_through(economy, world):
    """Now and then an idea changes what compute is worth; it appears at the frontier lab first.

    The event lever: 1 now, 0 by chance, -1 not.
    """
    p = world.parameters
    lab = world.labs[MARKET_US]
    by_chance = economy.event_jump == 0.0 and economy.luck_jump < JUMP_CHANCE
    if economy.event_jump > 0.0 or by_chance:
        lab.algorithms += p.jump * (JUMP_AGAIN if economy.jump_happened > 0.0 else 1.0)
        economy.jump_happened = 1.0


@rule
def choose_models(lab, world):
    """Home models win their market as they come near the frontier."""
    ahead = world.labs[MARKET_US].capability - lab.capability
    lab.own_models = 1.0 / (
        1.0 + math.exp(clip(MODEL_CHOICE * (ahead - MODEL_NEUTRAL), -30.0, 30.0))
    )
    if lab.bloc == MARKET_US:
        lab.own_models = 1.0
