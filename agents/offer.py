"""Which chips are on offer where: the law in each market, and what buyers find there (R13, R16)."""

import math

from agents.names import CN, FLAGSHIP, MARKET_CN, MARKET_US, NVDA, US, VARIANT
from agents.rule import clip, rule
from agents.threat import product_caught, total_performance

# Four years of use at 1.25 PUE, in kWh per W (MODEL R16).
LIFETIME_KWH = 4.0 * 8.76 * 1.25
# Staff and porting cost of an immature stack, k USD per chip over its life. Guess.
STAFF_COST = 6.0

# Below this a chip is no use in a data centre (RTX Pro 6000D: 1920 TPP, sold; gaming cards 500).
USEFUL_TPP = 1000.0
# Host, network and rack around one chip, k USD (DGX over its chips, order of size). Guess.
HOST_COST = 5.0
# Fall of the power price per bn USD a year of grid building, and what a larger pod gains in
# training and costs in power (elasticities). Guess.
GRID_RELIEF = 0.008
POD_GAIN = 0.10
POD_POWER = 0.15
# Share of a licence fee that the buyer pays. Guess.
FEE_PASSED_ON = 0.5


@rule
def prepare_stack(designer, world):
    """A designer's stack and pods as buyers weigh them: maturity, and power beside the chips'."""
    pod = math.log(max(designer.cluster_scale, 0.1))
    designer.ln_software = math.log(max(designer.software, 0.02)) + POD_GAIN * pod
    designer.pod_power = math.exp(POD_POWER * pod)


@rule
def chip_worth(designer, k):
    """Rough worth of a product for choosing what to offer: compute and memory alike, ln."""
    return 0.575 * designer.ln_perf[k] + 0.425 * designer.ln_memory[k]


@rule
def best_legal(designer, world, market):
    """The best product a designer may offer in a market, or -1."""
    if designer.bloc == 1:
        listed = world.governments[US].entity_listing
        return FLAGSHIP if market != MARKET_US or listed < 0.3 else -1
    if market != MARKET_CN:
        return FLAGSHIP
    us = world.governments[US]
    best = -1
    worth = -1e9
    for k in range(3):
        if k == VARIANT and designer.perf16[k] <= 1.0:
            continue
        if k == VARIANT and designer.compliant_variants < 0.5:
            continue
        if product_caught(us, designer, k) > 0.0:
            continue
        value = chip_worth(designer, k)
        if value > worth:
            worth = value
            best = k
    if best >= 0 and total_performance(designer.perf16[best], designer.perf8[best]) < USEFUL_TPP:
        best = -1
    return best


@rule
def offer_products(market, world):
    """In every market each designer offers its best legal chip, at a price fees included."""
    p = world.parameters
    us = world.governments[US]
    china = world.governments[CN]
    m = market.bloc
    for d in range(len(world.designers)):
        designer = world.designers[d]
        k = best_legal(designer, world, m)
        market.product[d] = k
        market.legal[d] = 1.0 if k >= 0 else 0.0
        if k < 0:
            continue
        foreign = m == MARKET_CN and designer.bloc == 0
        fee = us.revenue_fee if foreign else 0.0
        market.price[d] = designer.price[k] * (1.0 + FEE_PASSED_ON * fee)
        market.net_price[d] = market.price[d] - fee * designer.price[k]
        market.per_bn[d] = 1000.0 / market.price[d]
        market.home[d] = float(designer.bloc)
        market.perf[d] = designer.perf16[k]
        market.watts[d] = designer.watts[k]
        market.ln_perf[d] = designer.ln_perf[k]
        market.ln_memory[d] = designer.ln_memory[k]
        market.ln_software[d] = designer.ln_software
        power = market.power_price * designer.pod_power
        if m == MARKET_CN:
            power = power * max(0.5, 1.0 - GRID_RELIEF * china.grid_build)
            power = power * (1.0 - 0.5 * china.power_subsidy * designer.bloc)
        energy = designer.watts[k] / 1000.0 * LIFETIME_KWH * power
        staff = STAFF_COST * (1.0 - designer.software) + HOST_COST
        market.ln_cost[d] = math.log(market.price[d] + energy + staff)
        pool = world.pools[m]
        market.network[d] = p.eta * math.log(0.01 + pool.share[designer.stack])


@rule
def compare_frontier(market, world):
    """How far the frontier chip is above the best foreign chip that may be sold here (ln)."""
    market.legal_advantage = 0.0
    market.denied_compute = 0.0
    if market.bloc != MARKET_CN:
        return
    nvidia = world.designers[NVDA]
    best = 0.0
    fastest = 0.0
    for d in range(len(world.designers)):
        designer = world.designers[d]
        if designer.bloc == 0 and market.product[d] >= 0:
            best = max(best, chip_worth(designer, market.product[d]))
            fastest = max(fastest, market.ln_perf[d])
    market.legal_advantage = clip(chip_worth(nvidia, FLAGSHIP) - best, 0.0, 2.5)
    market.denied_compute = clip(nvidia.ln_perf[FLAGSHIP] - fastest, 0.0, 4.0)
