"""What can be observed of a world: gaps, shares, self-sufficiency, divergence (MODEL 3.7)."""

import math

from agents.assembly import HBM_PRICE
from agents.names import (
    CANN,
    CHIP,
    CHIPS,
    CN,
    CNX_STACK,
    CUDA,
    FLAGSHIP,
    HBM,
    HUAW,
    LAYER_COUNT,
    MARKET_CN,
    MARKET_US,
    MODELS,
    NVDA,
    SMIC,
    SOFTWARE,
    TOOL,
    TOOLS,
    US,
    WAFERS,
)
from agents.rule import clip, rule
from agents.scales import GENERATION, OOM_PER_MONTH

HOURS_PER_YEAR_TWH = 8.76  # TWh that a power of 1 GW gives in a year: 24 h times 365
# Points of welfare for a factor e of computing, and what full divergence and full tension
# take away. Game numbers.
WELFARE_SCALE = 10.0
DUPLICATION, FEAR = 0.2, 0.3


@rule
def divergence(a, b):
    """One term of the Jensen-Shannon divergence (base 2) of two shares of one category."""
    m = 0.5 * (a + b)
    total = 0.0
    if a > 1e-12:
        total += 0.5 * a * math.log(a / m)
    if b > 1e-12:
        total += 0.5 * b * math.log(b / m)
    return total / 0.6931471805599453


@rule
def two_way(a, b):
    """Divergence of two blocs that split between two suppliers as (a, 1-a) and (b, 1-b)."""
    return divergence(a, b) + divergence(1.0 - a, 1.0 - b)


@rule
def months_behind(world, performance):
    """Months since the US frontier had a performance (ln), interpolated between quarters."""
    now = world.economy.quarter
    path = world.economy.frontier_path
    back = now
    while back > 0 and path[back] > performance:
        back -= 1
    if back == now:
        return 0.0
    if path[back] > performance:
        return 3.0 * (now - back) + (path[back] - performance) / GENERATION * 30.0
    rise = path[back + 1] - path[back]
    part = (performance - path[back]) / rise if rise > 1e-12 else 0.0
    return 3.0 * (now - back - part)


@rule
def observe(outcome, world):
    """Fill the outcome record of this quarter."""
    observe_firms(outcome, world)
    observe_gaps(outcome, world)
    observe_layers(outcome, world)
    observe_market(outcome, world)
    observe_costs(outcome, world)
    observe_blocs(outcome, world)


@rule
def observe_firms(outcome, world):
    """Per designer, foundry and stack."""
    china = world.markets[MARKET_CN]
    usable = 0.0
    for d in range(len(world.designers)):
        designer = world.designers[d]
        outcome.best_perf[d] = max(designer.perf16[0], designer.perf16[1])
        outcome.units[d] = designer.sold
        outcome.units_cn[d] = china.delivered[d]
        outcome.sales[d] = designer.sales
        outcome.value_cn_by[d] = china.value[d]
        outcome.revenue[d] = designer.revenue
        outcome.rd[d] = designer.rd
        outcome.software[d] = designer.software
        outcome.arch[d] = designer.arch
        usable = china.compute[d] * (0.25 + 0.75 * designer.software)
        outcome.train_compute_cn[d] = usable * designer.software
    for f in range(len(world.foundries)):
        foundry = world.foundries[f]
        outcome.node[f] = foundry.node
        outcome.yield_rate[f] = foundry.yield_rate
        outcome.foundry_revenue[f] = foundry.revenue
        outcome.foundry_champion[f] = foundry.revenue_champion
    for k in range(len(outcome.developers)):
        outcome.developers[k] = 0.0
    people = 0.0
    for pool in world.pools:
        people += pool.headcount
        for k in range(len(outcome.developers)):
            outcome.developers[k] += pool.headcount * pool.share[k]
    sovereign = outcome.developers[CANN] + outcome.developers[CANN + 1]
    outcome.developer_share_sovereign = sovereign / max(people, 1e-9)
    outcome.bottleneck_cn = world.designers[HUAW].bottleneck


@rule
def observe_gaps(outcome, world):
    """Chip, system and AI gaps."""
    economy = world.economy
    us = 1.0
    cn = 1.0
    us8 = 1.0
    cn8 = 1.0
    for designer in world.designers:
        if designer.bloc == 0:
            us = max(us, designer.perf16[FLAGSHIP])
            us8 = max(us8, designer.perf8[FLAGSHIP])
        else:
            cn = max(cn, designer.perf16[FLAGSHIP])
            cn8 = max(cn8, designer.perf8[FLAGSHIP])
    if economy.quarter < len(economy.frontier_path):
        economy.frontier_path[economy.quarter] = math.log(us)
        outcome.gap_months = months_behind(world, math.log(cn))
    outcome.gap_generations = math.log(us / cn) / GENERATION
    outcome.gap8_generations = math.log(us8 / cn8) / GENERATION
    here = world.labs[MARKET_US]
    there = world.labs[MARKET_CN]
    outcome.system_gap = math.log(here.pod_pflops / there.pod_pflops)
    outcome.cluster_pflops_ratio = there.pod_pflops / here.pod_pflops
    outcome.cluster_watts_ratio = (there.pod_kw / there.pod_pflops) / (
        here.pod_kw / here.pod_pflops
    )
    outcome.ai_gap_months = (here.capability - there.capability) / OOM_PER_MONTH


@rule
def observe_layers(outcome, world):
    """Self-sufficiency of China and divergence of the blocs, layer by layer."""
    observe_supply(outcome, world)
    observe_chips(outcome, world)
    pool = world.pools[MARKET_CN]
    pool_us = world.pools[MARKET_US]
    developers = 0.0
    for k in range(len(pool.share)):
        developers += divergence(pool.share[k], pool_us.share[k])
    store_layer(outcome, SOFTWARE, pool.share[CANN] + pool.share[CANN + 1], developers)
    models = world.labs[MARKET_CN].own_models
    store_layer(outcome, MODELS, models, two_way(models, 0.0))
    total = 0.0
    distance = 0.0
    for k in range(LAYER_COUNT):
        total += outcome.layer_self_sufficiency[k]
        distance += outcome.layer_divergence[k]
    outcome.self_sufficiency = total / LAYER_COUNT
    outcome.divergence = distance / LAYER_COUNT


@rule
def observe_supply(outcome, world):
    """Tools, wafers and HBM: what China's makers bought at home."""
    home = world.toolmakers[1].sales
    tools = home / max(home + world.toolmakers[0].sales_cn, 1e-9)
    dies_home = 0.0
    dies = 0.0
    hbm_home = 0.0
    hbm = 0.0
    for designer in world.designers:
        if designer.bloc == 1:
            dies_home += designer.dies_domestic
            dies += designer.dies_domestic + designer.dies_foreign
            hbm_home += designer.hbm_domestic
            hbm += designer.hbm_domestic + designer.hbm_foreign
    wafers = dies_home / max(dies, 1e-9)
    memory = hbm_home / max(hbm, 1e-9)
    store_layer(outcome, TOOLS, tools, two_way(tools, 0.0))
    store_layer(outcome, WAFERS, wafers, two_way(wafers, 0.0))
    store_layer(outcome, HBM, memory, two_way(memory, 0.0))


@rule
def share_of_sales(part, whole):
    """A part of what was sold; none where less than a dollar was, which is what rounding leaves."""
    return part / whole if whole > 1e-9 else 0.0


@rule
def observe_chips(outcome, world):
    """Accelerators: what Chinese buyers paid to home designers, and how unlike the US they buy."""
    china = world.markets[MARKET_CN]
    america = world.markets[MARKET_US]
    value = 0.0
    home = 0.0
    value_us = 0.0
    for d in range(len(world.designers)):
        value += china.value[d]
        value_us += america.value[d]
        home += china.value[d] * world.designers[d].bloc
    apart = 0.0
    for d in range(len(world.designers)):
        here = share_of_sales(china.value[d], value)
        there = share_of_sales(america.value[d], value_us)
        apart += divergence(here, there)
    store_layer(outcome, CHIPS, share_of_sales(home, value), apart)


@rule
def store_layer(outcome, k, sufficiency, distance):
    """Enter one layer."""
    outcome.layer_self_sufficiency[k] = clip(sufficiency, 0.0, 1.0)
    outcome.layer_divergence[k] = clip(distance, 0.0, 1.0)


@rule
def observe_market(outcome, world):
    """Shares, concentration, imports, evasion, new compute."""
    china = world.markets[MARKET_CN]
    value = 0.0
    world_value = 0.0
    new_cn = 0.0
    new = 0.0
    imports = 0.0
    for d in range(len(world.designers)):
        value += china.value[d]
        if world.designers[d].bloc == 0:
            imports += china.value[d]
        for market in world.markets:
            world_value += market.value[d]
            new += market.compute_new[d]
        new_cn += china.compute_new[d]
    hhi = 0.0
    hhi_world = 0.0
    for d in range(len(world.designers)):
        share = china.value[d] / max(value, 1e-9)
        hhi += share * share
        paid = 0.0
        for market in world.markets:
            paid += market.value[d]
        share = paid / max(world_value, 1e-9)
        hhi_world += share * share
    outcome.hhi_cn = hhi
    outcome.hhi_world = hhi_world
    outcome.value_cn = value
    outcome.imports = imports
    outcome.smuggled = china.smuggled
    outcome.new_compute = new
    outcome.new_compute_share = new_cn / max(new, 1e-9)
    outcome.state_domestic = china.state_value[1] / max(china.state_value[0], 1e-9)
    outcome.private_domestic = china.private_value[1] / max(china.private_value[0], 1e-9)
    outcome.train_domestic = china.train_value[1] / max(china.train_value[0], 1e-9)
    outcome.infer_domestic = china.infer_value[1] / max(china.infer_value[0], 1e-9)
    outcome.variant_legal = 1.0 if china.product[NVDA] == 2 else 0.0
    outcome.buyer_loss_cn = china.legal_advantage


@rule
def observe_costs(outcome, world):
    """Revenues, fiscal cost, power, stocks, and the money that must add up."""
    china = world.governments[CN]
    us = world.governments[US]
    sender = world.toolmakers[0].sales
    for designer in world.designers:
        if designer.bloc == 0:
            sender += designer.sales
    outcome.sender_revenue = sender
    outcome.sender_cumulative += sender
    memory = world.memory_makers[0].sold * HBM_PRICE / 1000.0
    memory *= 1.0 + world.governments[CHIP].mineral_cost
    outcome.ally_revenue = world.toolmakers[0].sales + memory
    outcome.tool_share_cn = world.toolmakers[0].sales_cn / max(world.toolmakers[0].sales, 1e-9)
    outcome.threat_cn = china.threat
    outcome.pressure = us.pressure
    outcome.ladder = us.ladder
    outcome.power_used_cn = world.markets[MARKET_CN].power_used * HOURS_PER_YEAR_TWH
    outcome.power_used_us = world.markets[MARKET_US].power_used * HOURS_PER_YEAR_TWH
    outcome.fiscal_cost_us = us.spending
    outcome.fiscal_cost_cn = china.spending
    outcome.knowledge_cn = china.knowledge
    outcome.cap_adv = world.foundries[SMIC].capacity
    stock = 0.0
    dies = 0.0
    for designer in world.designers:
        if designer.bloc == 1:
            stock += designer.hbm_bank
            dies += designer.die_bank
    outcome.hbm_stock_cn = stock
    outcome.die_stock_cn = dies
    outcome.cash_total = all_cash(world)


@rule
def observe_blocs(outcome, world):
    """Governments, deals, and what each market has."""
    for k in range(len(outcome.capital)):
        outcome.capital[k] = world.governments[k].capital
    for k in range(len(outcome.alignment)):
        outcome.alignment[k] = world.governments[TOOL + k].follows
    for k in range(len(outcome.deals)):
        outcome.deals[k] = world.deals[k].signed
    for k in range(len(outcome.compute_market)):
        market = world.markets[k]
        usable = market.rented
        for d in range(len(market.compute)):
            usable += market.compute[d] * (0.25 + 0.75 * world.designers[d].software)
        outcome.compute_market[k] = usable
        outcome.capability[k] = world.labs[k].capability
        pool = world.pools[k]
        outcome.developer_by_pool[k] = pool.share[CANN] + pool.share[CNX_STACK]
        outcome.incumbent_by_pool[k] = pool.share[CUDA]
    outcome.welfare = welfare(outcome, world)


@rule
def welfare(outcome, world):
    """World welfare: computing for those who need it, less waste on doing things twice, less fear.

    Ten times the logarithm of usable TFLOP/s for each person who could work with them, averaged
    over people, so that a doubling for the poorest counts as much as one for the richest.
    """
    people = 0.0
    total = 0.0
    for k in range(len(outcome.compute_market)):
        here = world.pools[k].reachable
        people += here
        total += here * math.log(1.0 + outcome.compute_market[k] / max(here, 1e-9))
    useful = WELFARE_SCALE * total / max(people, 1e-9)
    waste = 1.0 - DUPLICATION * outcome.divergence
    return useful * waste * (1.0 - FEAR * world.economy.tension / 100.0)


@rule
def all_cash(world):
    """All money less the money that governments created, bn USD: constant (law 1)."""
    total = world.economy.cash
    for government in world.governments:
        total += government.cash - government.deficit
    for designer in world.designers:
        total += designer.cash
    for foundry in world.foundries:
        total += foundry.cash
    for maker in world.toolmakers:
        total += maker.cash
    for maker in world.memory_makers:
        total += maker.cash
    for buyer in world.buyers:
        total += buyer.cash
    return total
