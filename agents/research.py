"""How firms budget R&D, find improvements and copy the frontier (R2, R3, R5, R6)."""

import math

from agents.names import CAMB, CN, HUAW, US
from agents.rule import clip, pay, rule

# R&D is sticky: share of the gap to the target closed in a quarter, up and down (R2).
RD_UP = 0.25
RD_DOWN = 0.03
# What investors grant a firm for a louder word: R&D money per unit of posture (R27). Guess.
INVESTOR_PULL = 0.15
# R&D gained in the US by open visas (share, against the usual half-open). Guess.
VISA_PULL = 0.3
# Part of the design fund that becomes architecture work (the rest is waste and overhead). Guess.
FUND_USE = 0.3
# Share of revenue seen anew each quarter (a year's memory).
REVENUE_MEMORY = 0.25


@rule
def find_chance(zeta, harder, quarter, spending):
    """Chance of a find in a quarter: rises with the root of R&D, falls as ideas get harder."""
    return 1.0 - math.exp(-zeta * math.exp(-harder * quarter / 4.0) * math.sqrt(max(spending, 0.0)))


@rule
def absorptive_capacity(spending, half):
    """Share of what can be read that is understood (Cohen-Levinthal)."""
    return spending / (spending + half)


@rule
def home_government(designer, world):
    """The government whose market a designer calls home."""
    return world.governments[CN] if designer.bloc == 1 else world.governments[US]


@rule
def fund_share(designer):
    """A designer's part of China's design fund. Guess."""
    if designer.index == HUAW:
        return 0.5
    return 0.2 if designer.index == CAMB else 0.3


@rule
def budget_research(designer, world):
    """A firm spends a share of its revenue on R&D, more under threat; the level is sticky."""
    p = world.parameters
    home = home_government(designer, world)
    denial = home.threat if designer.bloc == 1 else 0.0
    size = max(designer.smoothed_revenue, 0.01) / designer.reference_revenue
    usual = designer.rd_base * designer.reference_revenue * math.exp(p.rd_scale * math.log(size))
    investors = 1.0 + INVESTOR_PULL * (designer.posture - 1.0)
    target = designer.rd_effort * usual * (1.0 + p.rd_threat * denial) * investors
    designer.why_threat = p.rd_threat * denial
    designer.why_revenue = math.log(size)
    gap = target - designer.rd
    designer.rd += RD_UP * max(0.0, gap) - RD_DOWN * max(0.0, -gap)
    pay(designer, world.economy, designer.rd)


@rule
def split_research(designer, world):
    """Under threat part of the R&D replaces what was denied, and some of it is lost on the way."""
    p = world.parameters
    home = home_government(designer, world)
    threat = home.threat if designer.bloc == 1 else 0.0
    substitution = p.substitution_base + p.substitution_slope * threat
    useful = 1.0 - p.waste * threat * substitution
    if designer.bloc == 0:
        useful = 1.0 + VISA_PULL * (home.talent_visas - 0.5)
    basic = clip(designer.rd_basic, 0.0, 0.6)
    chips = designer.rd * designer.chip_share * (1.0 - basic)
    if designer.bloc == 1:
        chips += FUND_USE * fund_share(designer) * home.design_fund / 4.0
    software = clip(designer.rd_software, 0.0, 0.6)
    process = clip(designer.rd_process, 0.0, 0.3)
    designer.rd_software_spend = chips * software
    designer.rd_process_spend = chips * process
    designer.rd_basic_spend = designer.rd * basic
    designer.rd_effective = useful * chips * (1.0 - software - process)


@rule
def innovate(designer, world):
    """R&D finds an improvement now and then; basic knowledge makes the finds larger."""
    p = world.parameters
    home = home_government(designer, world)
    chance = find_chance(p.zeta, p.harder, world.economy.quarter, designer.rd_effective)
    if designer.luck_innovate < chance:
        reach = 1.0 + p.basic_reach * home.knowledge / (home.knowledge + p.basic_half)
        designer.arch += p.step_max * reach * designer.luck_step


@rule
def mark_frontier(economy, world):
    """The best design skill there is, before anybody reads it."""
    economy.frontier_arch = 0.0
    for designer in world.designers:
        economy.frontier_arch = max(economy.frontier_arch, designer.arch)


@rule
def absorb(designer, world):
    """A follower reads the frontier, less so when exchange, software and visas are cut."""
    p = world.parameters
    openness = 1.0
    if designer.bloc == 1:
        us = world.governments[US]
        china = world.governments[CN]
        openness = (1.0 - 0.5 * china.threat) * (1.0 - 0.5 * us.eda_control)
        openness = openness * (1.0 + 0.3 * china.talent_return)
    capacity = absorptive_capacity(designer.rd_effective, p.absorb_half)
    gap = max(0.0, world.economy.frontier_arch - designer.arch)
    designer.arch += 2.0 * designer.luck_copy * p.imitation * capacity * openness * gap


@rule
def smooth_revenue(designer, world):
    """Budgets follow revenue with a year's memory."""
    designer.smoothed_revenue += REVENUE_MEMORY * (designer.revenue - designer.smoothed_revenue)
