"""What one buyer does in a quarter: grey and rented compute, first and second choice, delivery."""

import math

from agents.market import (
    BUST_CHANCE,
    BUST_SHARE,
    CARRY,
    GREY_PREMIUM,
    RENT_PER_PURCHASE,
    RETIRE,
    SPILL_PRIVATE,
    SPILL_STATE,
)
from agents.names import MARKET_CN, NVDA, STATE, US
from agents.rule import clip, rule


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
    buyer.grey_spent = p.smuggling * (1.0 - us.enforcement) * pull * buyer.cash
    buyer.rent_spent = p.offshore * (1.0 - us.cloud_rule) * pull * buyer.cash
    smuggle(buyer, market, world)
    rent(buyer, market, world)
    buyer.money = buyer.cash


@rule
def smuggle(buyer, market, world):
    """Frontier chips come in through third countries at a premium; some are seized."""
    seller = world.designers[NVDA]
    price = seller.price[0] / 1000.0
    units = min(buyer.grey_spent / (price * GREY_PREMIUM), 0.1 * (seller.inventory - seller.sold))
    units = max(0.0, units)
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
    market.smuggled += arrived
    market.seized += units - arrived
    buyer.installed[NVDA] += arrived
    buyer.compute[NVDA] += arrived * seller.perf16[0] / 1000.0
    market.compute_new[NVDA] += arrived * seller.perf16[0] / 1000.0


@rule
def rent(buyer, market, world):
    """Compute is rented from clouds abroad."""
    seller = world.designers[NVDA]
    buyer.cash -= buyer.rent_spent
    world.economy.cash += buyer.rent_spent
    units = buyer.rent_spent / (seller.price[0] / 1000.0)
    market.rented += RENT_PER_PURCHASE * 10.0 * units * seller.perf16[0] / 1000.0


@rule
def choose(buyer, world):
    """A buyer splits its money over chips by what they are worth to it (R15, R17)."""
    p = world.parameters
    market = world.markets[buyer.market]
    train = buyer.train_share
    theta = 0.3 + 0.5 * train
    depth = 0.4 + 0.9 * train
    own = 1.0 / max(buyer.installed_all, 1e-9)
    state = buyer.sector == STATE
    total = 0.0
    for d in range(len(buyer.weight)):
        weight = 0.0
        if market.legal[d] > 0.0:
            worth = (
                theta * (market.ln_perf[d] + depth * market.ln_software[d])
                + (1.0 - theta) * market.ln_memory[d]
                - market.ln_cost[d]
            )
            told = market.penalty_state[d] if state else market.penalty_private[d]
            utility = (
                p.beta * worth
                + market.network[d]
                - buyer.switching * (1.0 - buyer.installed[d] * own)
                - buyer.caution * market.risk[d]
                - told
                + p.taste * buyer.luck_taste[d]
            )
            weight = math.exp(clip(utility, -40.0, 40.0))
        buyer.weight[d] = weight
        total += weight
    scale = 0.0
    if total > 0.0:
        scale = 1.0 / total
    for d in range(len(buyer.weight)):
        if buyer.weight[d] > 0.0:
            buyer.weight[d] = buyer.weight[d] * scale
            market.demand[d] += buyer.weight[d] * buyer.money * 1000.0 / market.price[d]


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
    buyer.spill_money = 0.0
    if open_weight > 1e-12 and unserved > 0.0:
        buyer.spill_money = part * buyer.unserved
        scale = buyer.spill_money / open_weight
        for d in range(len(buyer.weight)):
            if market.spare[d] > 0.0:
                money = buyer.weight[d] * market.spare[d] * scale
                market.spill[d] += money * 1000.0 / market.price[d]


@rule
def take_delivery(buyer, world):
    """Chips arrive, money leaves, old chips retire, half of what is left is kept."""
    market = world.markets[buyer.market]
    open_weight = 0.0
    for d in range(len(buyer.weight)):
        open_weight += buyer.weight[d] * market.spare[d]
    spill = 0.0
    if open_weight > 1e-12:
        spill = buyer.spill_money / open_weight
    spent = 0.0
    everything = 0.0
    for d in range(len(buyer.weight)):
        value = buyer.weight[d] * buyer.money * market.served[d]
        value += buyer.weight[d] * market.spare[d] * spill * market.spill_served[d]
        buyer.installed[d] -= RETIRE * buyer.installed[d]
        buyer.compute[d] -= RETIRE * buyer.compute[d]
        if value > 0.0:
            units = value * 1000.0 / market.price[d]
            buyer.installed[d] += units
            power = units * market.perf[d] / 1000.0
            buyer.compute[d] += power
            market.delivered[d] += units
            market.value[d] += value
            market.compute_new[d] += power
            note_purchase(buyer, market, world.designers[d].bloc, value)
            spent += value
        everything += buyer.installed[d]
        market.installed[d] += buyer.installed[d]
        market.compute[d] += buyer.compute[d]
    buyer.installed_all = everything
    buyer.spent = spent
    left = max(0.0, buyer.cash - spent)
    buyer.returned = (1.0 - CARRY) * left
    buyer.carried = left - buyer.returned
    world.economy.cash += buyer.returned
    buyer.cash -= spent + buyer.returned


@rule
def note_purchase(buyer, market, bloc, value):
    """Count a purchase by who made it and what for."""
    home = value if bloc == 1 else 0.0
    if buyer.sector == STATE:
        market.state_value[0] += value
        market.state_value[1] += home
    else:
        market.private_value[0] += value
        market.private_value[1] += home
    market.train_value[0] += buyer.train_share * value
    market.train_value[1] += buyer.train_share * home
    market.infer_value[0] += (1.0 - buyer.train_share) * value
    market.infer_value[1] += (1.0 - buyer.train_share) * home
