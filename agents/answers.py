"""What each answer to a dilemma does; choices are numbered as in data/events.toml.

Points of political capital and of tension, and the sizes below, are guesses. No answer touches a
lever of a held seat.
"""

from agents.names import (
    BURN_SOURCE,
    CAMB,
    CANN,
    CHIP,
    CN,
    CUDA,
    CUT_DOWN_CHIP,
    DOMESTIC,
    FAILING_CHAMPION,
    HUAW,
    MARKET_CN,
    MARKET_ROW,
    MARKET_US,
    MINERALS_TRUCE,
    NVDA,
    OPEN_WEIGHTS,
    PLANT_WAIVER,
    POWER_OR_HOMES,
    QUIET_DEFECTION,
    REVENUE_SHARE,
    ROW,
    SERVICE_PLEA,
    SMIC,
    SMUGGLED_PARTS,
    TOOL,
    TRANSIT_CHECK,
    US,
    YIELD_RUMOUR,
)
from agents.rule import clip, pay, rule
from agents.shocks import (
    lose_output,
    shift_capital,
    shift_leak,
    shift_tension,
    shift_threat,
    sway,
)

# Sizes, in the units of the fields they change: favour (utility), shares, bn USD. Guesses but for
# the fee, which is that of August 2025.
FAVOUR_SOLD, FAVOUR_HELD = 0.35, -0.5
FEE_SHARE = 0.15
TRUCE_MINERALS = 0.5
RESERVE_COST, RESERVE_STOCK = 2.0, 0.12
RESCUE_COST, RESCUE_RESEARCH = 3.0, 0.25
ALLY_PAYMENT = 2.0
COAL_COST = 4.0
# Strength from which the rumour of a rival's yield is true: half of them are. Guess.
RUMOUR_TRUE = 0.65


@rule
def carry_out(e, choice, strength, world):
    """What an answer changes."""
    if e == CUT_DOWN_CHIP:
        answer_cut_down_chip(choice, world)
    elif e == REVENUE_SHARE:
        answer_revenue_share(choice, world)
    elif e == MINERALS_TRUCE:
        answer_minerals_truce(choice, world)
    elif e == BURN_SOURCE:
        answer_burn_source(choice, world)
    elif e == QUIET_DEFECTION:
        answer_quiet_defection(choice, world)
    elif e == YIELD_RUMOUR:
        answer_yield_rumour(choice, strength, world)
    else:
        carry_out_abroad(e, choice, world)


@rule
def carry_out_abroad(e, choice, world):
    """What an answer of China, its champion or an ally changes."""
    if e == POWER_OR_HOMES:
        answer_power_or_homes(choice, world)
    elif e == OPEN_WEIGHTS:
        answer_open_weights(choice, world)
    elif e == SMUGGLED_PARTS:
        answer_smuggled_parts(choice, world)
    elif e == FAILING_CHAMPION:
        answer_failing_champion(choice, world)
    elif e == SERVICE_PLEA:
        answer_service_plea(choice, world)
    elif e == TRANSIT_CHECK:
        answer_transit_check(choice, world)
    elif e == PLANT_WAIVER:
        answer_plant_waiver(choice, world)


@rule
def favour_us_chips(world, change):
    """Chips of US designers are more or less welcome in China for a while."""
    for designer in world.designers:
        if designer.bloc == 0:
            designer.favour = clip(designer.favour + change, -1.5, 1.5)


@rule
def answer_cut_down_chip(choice, world):
    """Nvidia: 1 sells the cut-down chip, 2 holds back, 3 lobbies for a wider licence."""
    nvidia = world.designers[NVDA]
    us = world.governments[US]
    if choice == 1:
        nvidia.favour += FAVOUR_SOLD
        shift_capital(us, -4.0)
        shift_threat(world.governments[CN], -0.02)
    elif choice == 2:
        nvidia.favour += FAVOUR_HELD
        world.designers[HUAW].software = clip(world.designers[HUAW].software + 0.01, 0.0, 1.0)
    else:
        pay(nvidia, world.economy, 0.1)
        nvidia.favour += 0.3 * FAVOUR_SOLD
        shift_capital(us, -8.0)


@rule
def answer_revenue_share(choice, world):
    """The US: 1 licenses for a share of sales, 2 refuses, 3 licenses without a fee."""
    us = world.governments[US]
    china = world.governments[CN]
    if choice == 1:
        nvidia = world.designers[NVDA]
        pay(nvidia, us, FEE_SHARE * max(nvidia.sales_cn, 0.0))
        favour_us_chips(world, 0.25)
        shift_capital(us, -6.0)
    elif choice == 2:
        favour_us_chips(world, -0.3)
        shift_threat(china, 0.03)
        shift_tension(world.economy, 2.0)
    else:
        favour_us_chips(world, 0.45)
        shift_capital(us, -12.0)
        shift_threat(china, -0.02)
        shift_tension(world.economy, -2.0)


@rule
def answer_minerals_truce(choice, world):
    """The US: 1 a truce for minerals, 2 no truce, 3 buys and builds substitutes."""
    us = world.governments[US]
    china = world.governments[CN]
    if choice == 1:
        shift_capital(us, -8.0)
        shift_tension(world.economy, -8.0)
        shift_threat(china, -0.04)
        if china.held == 0:
            china.mineral_control *= TRUCE_MINERALS
    elif choice == 2:
        shift_capital(us, 2.0)
        shift_tension(world.economy, 5.0)
        shift_threat(china, 0.02)
    else:
        us.one_off += RESERVE_COST
        pay(us, world.economy, RESERVE_COST)
        for government in world.governments:
            if government.bloc != CN:
                left = 1.0 - government.mineral_stock
                government.mineral_stock += RESERVE_STOCK * left
        shift_tension(world.economy, 2.0)


@rule
def answer_burn_source(choice, world):
    """The US: 1 publishes and loses the source, 2 keeps it, 3 shows it to allies only."""
    us = world.governments[US]
    if choice == 1:
        shift_leak(world.economy, -0.6)
        us.insight *= 0.5
        shift_capital(us, 6.0)
        shift_tension(world.economy, 3.0)
    elif choice == 2:
        us.insight = clip(us.insight + 0.08, 0.0, 1.0)
        shift_leak(world.economy, 0.15)
    else:
        us.insight *= 0.85
        sway(world.governments[TOOL], 0.06)
        sway(world.governments[CHIP], 0.06)


@rule
def answer_quiet_defection(choice, world):
    """The US: 1 exposes the ally, 2 lets it pass, 3 pays for its losses."""
    us = world.governments[US]
    makers = world.governments[TOOL]
    if choice == 1:
        sway(makers, 0.12)
        shift_capital(makers, -10.0)
        shift_capital(us, -4.0)
        shift_tension(world.economy, 3.0)
    elif choice == 2:
        sway(makers, -0.12)
    else:
        us.one_off += ALLY_PAYMENT
        pay(us, world.toolmakers[0], ALLY_PAYMENT)
        sway(makers, 0.08)
        shift_capital(makers, 4.0)


@rule
def answer_yield_rumour(choice, strength, world):
    """The US: 1 acts on a rumour of the rival's yield, 2 waits, 3 asks its services first."""
    us = world.governments[US]
    china = world.governments[CN]
    smic = world.foundries[SMIC]
    if strength >= RUMOUR_TRUE:
        smic.experience *= 1.15
    if choice == 1:
        smic.tool_stock *= 0.5
        lose_output(smic, 0.08)
        shift_capital(us, -8.0)
        shift_threat(china, 0.03)
        shift_tension(world.economy, 4.0)
    elif choice == 2:
        shift_capital(us, 1.0)
    else:
        us.one_off += 0.5
        pay(us, world.economy, 0.5)
        us.insight = clip(us.insight + 0.12, 0.0, 1.0)


@rule
def answer_power_or_homes(choice, world):
    """China: 1 power for chips first, 2 for homes first, 3 for both from coal."""
    china = world.governments[CN]
    market = world.markets[MARKET_CN]
    if choice == 1:
        market.power_capacity *= 1.06
        shift_capital(china, -12.0)
    elif choice == 2:
        market.shortage = clip(market.shortage + 0.5, 0.0, 0.9)
        shift_capital(china, 4.0)
    else:
        china.one_off += COAL_COST
        pay(china, world.economy, COAL_COST)
        market.power_capacity *= 1.03
        shift_capital(china, -2.0)


@rule
def answer_open_weights(choice, world):
    """China: 1 lets the weights out, 2 keeps them in, 3 licenses them at home only."""
    labs = world.labs
    if choice == 1:
        labs[MARKET_ROW].algorithms += 0.10
        labs[MARKET_US].algorithms += 0.03
        move_developers(world.pools[MARKET_ROW], 0.04)
        shift_capital(world.governments[CN], 3.0)
    elif choice == 2:
        labs[MARKET_CN].algorithms += 0.04
        shift_capital(world.governments[CN], -2.0)
    else:
        move_developers(world.pools[MARKET_CN], 0.04)


@rule
def move_developers(pool, part):
    """Part of a pool's developers moves from the leading stack to the Chinese champion's."""
    moved = part * pool.share[CUDA]
    pool.share[CUDA] -= moved
    pool.share[CANN] += moved


@rule
def answer_smuggled_parts(choice, world):
    """Huawei: 1 takes smuggled parts, 2 refuses them, 3 lets a partner buy where it may."""
    champion = world.designers[HUAW]
    us = world.governments[US]
    if choice == 1:
        shift_leak(world.economy, 0.8)
        shift_capital(us, 6.0)
        shift_tension(world.economy, 3.0)
    elif choice == 2:
        shift_leak(world.economy, -0.3)
        world.foundries[SMIC].experience *= 1.05
    else:
        pay(champion, world.economy, 0.2)
        shift_leak(world.economy, 0.3)
        champion.software = clip(champion.software + 0.005, 0.0, 1.0)


@rule
def answer_failing_champion(choice, world):
    """China: 1 rescues the second champion, 2 lets the market decide, 3 merges it."""
    china = world.governments[CN]
    second = world.designers[CAMB]
    champion = world.designers[HUAW]
    if choice == 1:
        china.one_off += RESCUE_COST
        pay(china, second, RESCUE_COST)
        second.rd += RESCUE_RESEARCH
        shift_capital(china, -2.0)
    elif choice == 2:
        second.rd *= 0.7
        shift_capital(china, 2.0)
    else:
        second.rd *= 0.4
        champion.arch += 0.04
        champion.software = clip(champion.software + 0.01, 0.0, 1.0)
        shift_capital(china, -5.0)


@rule
def answer_service_plea(choice, world):
    """Toolmaker states: 1 stop servicing tools in China, 2 go on, 3 stop by steps."""
    makers = world.governments[TOOL]
    china = world.governments[CN]
    smic = world.foundries[SMIC]
    if choice == 1:
        lose_output(smic, 0.15)
        shift_threat(china, 0.04)
        shift_tension(world.economy, 4.0)
        pay(world.toolmakers[0], world.economy, 0.3)
        shift_capital(makers, -4.0)
    elif choice == 2:
        shift_capital(makers, -8.0)
        shift_capital(world.governments[US], -3.0)
    else:
        lose_output(smic, 0.05)
        shift_threat(china, 0.01)
        smic.domestic_tools = clip(smic.domestic_tools + 0.03, 0.0, 1.0)
        world.toolmakers[DOMESTIC].quality += 0.01 * (1.0 - world.toolmakers[DOMESTIC].quality)
        shift_capital(makers, -3.0)


@rule
def answer_transit_check(choice, world):
    """Third countries: 1 check transit, 2 do not, 3 check in exchange for power and chips."""
    hub = world.governments[ROW]
    us = world.governments[US]
    if choice == 1:
        shift_leak(world.economy, -0.5)
        shift_capital(hub, -6.0)
    elif choice == 2:
        shift_leak(world.economy, 0.4)
        shift_capital(us, -4.0)
        shift_capital(hub, 2.0)
    else:
        shift_leak(world.economy, -0.25)
        world.markets[MARKET_ROW].power_capacity *= 1.05
        us.one_off += 0.5
        pay(us, world.economy, 0.5)
        shift_capital(us, -2.0)


@rule
def answer_plant_waiver(choice, world):
    """Chip states: 1 follow the memory rule for a waiver, 2 decline, 3 ask both sides for time."""
    chips = world.governments[CHIP]
    china = world.governments[CN]
    maker = world.memory_makers[0]
    if choice == 1:
        maker.coming += 0.06 * maker.stacks
        sway(chips, 0.05)
        shift_threat(china, 0.03)
        shift_capital(chips, -5.0)
    elif choice == 2:
        maker.outage = clip(maker.outage + 0.15, 0.0, 0.8)
        sway(chips, -0.10)
        shift_threat(china, -0.02)
    else:
        shift_capital(chips, -4.0)
        shift_tension(world.economy, -1.0)
