"""What one buyer does in a quarter: grey and rented compute, first and second choice, delivery."""

import math

from agents.market import (
    BUST_CHANCE,
    BUST_SHARE,
    CARRY,
    DRAWN_FORWARD,
    EVASION_LIMIT,
    GREY_PREMIUM,
    RENT_PER_PURCHASE,
    REPAID,
    RETIRE,
    SPILL_PRIVATE,
    SPILL_STATE,
    power_room,
)
from agents.names import MARKET_CN, NVDA, STATE, US
from agents.rule import clip, rule
from agents.terms import transit


@rule
def begin_quarter(buyer, world):
    """A buyer receives its share of the market's spending, and its oldest chips retire.

    Where a ban is expected Chinese buyers draw spending forward, and miss it afterwards (R21).
    """
    usual = world.markets[buyer.market].budget * buyer.share
    early = 0.0
    if buyer.market == MARKET_CN:
        rush = world.parameters.stockpile * world.economy.expected_tightening
        early = DRAWN_FORWARD * rush * usual
    repaid = min(usual, REPAID * buyer.ahead)
    buyer.ahead += early - repaid
    buyer.budget = usual + early - repaid
    world.economy.cash -= buyer.budget
    buyer.cash += buyer.budget
    keep = 1.0 - RETIRE
    for d in range(len(buyer.installed)):
        buyer.installed[d] *= keep
        buyer.compute[d] *= keep
    buyer.installed_all *= keep


@rule
def evade(buyer, world):
    """Where the frontier is denied, private buyers smuggle some and rent some abroad (R19, R20)."""
    buyer.grey_spent = 0.0
    buyer.rent_spent = 0.0
    buyer.money = buyer.cash
    market = world.markets[buyer.market]
    if buyer.market != MARKET_CN or buyer.sector == STATE or market.denied_compute <= 0.0:
        return
    p = world.parameters
    us = world.governments[US]
    pull = min(2.0, market.denied_compute)
    grey = p.smuggling * (1.0 - us.enforcement) * pull * transit(world)
    grey *= 1.0 + world.economy.grey_leak
    abroad = p.offshore * (1.0 - us.cloud_rule) * pull * world.labs[MARKET_CN].rent_effort
    buyer.grey_spent = min(EVASION_LIMIT, grey) * buyer.cash
    buyer.rent_spent = min(EVASION_LIMIT, abroad) * buyer.cash
    smuggle(buyer, market, world)
    rent(buyer, market, world)
    buyer.money = buyer.cash


@rule
def smuggle(buyer, market, world):
    """Frontier chips come in through third countries at a premium; some are seized."""
    seller = world.designers[NVDA]
    price = seller.price[0] / 1000.0
    units = min(buyer.grey_spent / (price * GREY_PREMIUM), 0.1 * (seller.inventory - seller.sold))
    powered = power_room(market) / max(seller.watts[0], 1.0) - market.smuggled
    units = max(0.0, min(units, powered))
    buyer.grey_spent = units * price * GREY_PREMIUM
    buyer.cash -= buyer.grey_spent
    seller.cash += units * price
    seller.sales += units * price
    seller.sold += units
    world.economy.cash += units * price * (GREY_PREMIUM - 1.0)
    lost = 0.0
    if world.economy.luck_bust < BUST_CHANCE * world.governments[US].enforcement:
        lost = BUST_SHARE
    arrived = units * (1.0 - lost)
    power = arrived * seller.perf16[0] / 1000.0
    buyer.installed[NVDA] += arrived
    buyer.installed_all += arrived
    buyer.compute[NVDA] += power
    market.smuggled += arrived
    market.smuggled_compute += power
    market.seized += units - arrived


@rule
def rent(buyer, market, world):
    """Compute is rented from clouds abroad."""
    seller = world.designers[NVDA]
    buyer.cash -= buyer.rent_spent
    world.economy.cash += buyer.rent_spent
    units = buyer.rent_spent / (seller.price[0] / 1000.0)
    market.rented += RENT_PER_PURCHASE * units * seller.perf16[0] / 1000.0


@rule
def choose(buyer, world):
    """A buyer splits its money over chips by what they are worth to it (R15, R17).

    Worth is theta ln(P16 S^depth) + (1 - theta) ln(100 bandwidth), less ln(cost); training leans
    on compute and mature software, inference on memory. The market has added up what is the same
    for all buyers in `appeal`.
    """
    p = world.parameters
    market = world.markets[buyer.market]
    theta = 0.3 + 0.5 * buyer.train_share
    compute = p.beta * theta
    software = compute * (0.4 + 0.9 * buyer.train_share)
    memory = p.beta - compute
    loyalty = buyer.switching / max(buyer.installed_all, 1e-9)
    taste, caution, money = p.taste, buyer.caution, buyer.money
    state = buyer.sector == STATE
    for d in range(len(buyer.weight)):
        utility = market.appeal_state[d] if state else market.appeal_private[d]
        utility += compute * market.ln_perf[d] + software * market.ln_software[d]
        utility += memory * market.ln_memory[d] + loyalty * buyer.installed[d]
        utility += taste * buyer.luck_taste[d] - caution * market.risk[d]
        buyer.weight[d] = clip(utility, -60.0, 60.0)
    total = 0.0
    for d in range(len(buyer.weight)):
        weight = 0.0
        if market.legal[d] > 0.0:
            weight = math.exp(buyer.weight[d])
        buyer.weight[d] = weight
        total += weight
    if total <= 0.0:
        return
    scale = 1.0 / total
    for d in range(len(buyer.weight)):
        buyer.weight[d] *= scale
        market.demand[d] += buyer.weight[d] * money * market.per_bn[d]


@rule
def choose_again(buyer, world):
    """Part of the money that found no chips goes to the next best that is left (R18)."""
    market = world.markets[buyer.market]
    unserved = 0.0
    open_weight = 0.0
    for d in range(len(buyer.weight)):
        unserved += buyer.weight[d] * (1.0 - market.served[d])
        open_weight += buyer.weight[d] * market.spare[d]
    part = SPILL_STATE if buyer.sector == STATE else SPILL_PRIVATE
    buyer.unserved = unserved * buyer.money
    buyer.spill_scale = 0.0
    if open_weight > 1e-12 and unserved > 0.0:
        buyer.spill_scale = part * buyer.unserved / open_weight
        for d in range(len(buyer.weight)):
            money = buyer.weight[d] * market.spare[d] * buyer.spill_scale
            market.spill[d] += money * market.per_bn[d]


@rule
def take_delivery(buyer, world):
    """Chips arrive, money leaves, half of what is left is kept."""
    market = world.markets[buyer.market]
    money, scale = buyer.money, buyer.spill_scale
    spent = 0.0
    home = 0.0
    everything = 0.0
    for d in range(len(buyer.weight)):
        value = buyer.weight[d] * (money * market.served[d] + scale * market.spill_part[d])
        units = value * market.per_bn[d]
        buyer.installed[d] += units
        buyer.compute[d] += units * market.perf[d] / 1000.0
        everything += buyer.installed[d]
        market.value[d] += value
        spent += value
        home += value * market.home[d]
    buyer.installed_all = everything
    buyer.spent = spent
    left = max(0.0, buyer.cash - spent)
    buyer.returned = (1.0 - CARRY) * left
    buyer.carried = left - buyer.returned
    world.economy.cash += buyer.returned
    buyer.cash -= spent + buyer.returned
    note_purchase(buyer, market, spent, home)


@rule
def note_purchase(buyer, market, spent, home):
    """Count what was bought by who bought it and what for: all, and of it home chips."""
    if buyer.sector == STATE:
        market.state_value[0] += spent
        market.state_value[1] += home
    else:
        market.private_value[0] += spent
        market.private_value[1] += home
    train = buyer.train_share
    market.train_value[0] += train * spent
    market.train_value[1] += train * home
    market.infer_value[0] += (1.0 - train) * spent
    market.infer_value[1] += (1.0 - train) * home
