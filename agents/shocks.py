"""Shocks: what makes each likelier, and what it does (data/events.toml; sizes are guesses).

Each changes a little state, which fades or is worked off; none touches a lever of a held seat.
"""

from agents.names import (
    CABINET_FALLS,
    CN,
    CYBER_ATTACK,
    DEMAND_BUST,
    DOMESTIC,
    DUV_TRICK,
    EARTHQUAKE,
    EFFICIENCY_SHOCK,
    ELECTION,
    HUAW,
    MARKET_CN,
    MARKET_US,
    MEMORY_ADVANCE,
    MEMORY_SUPERCYCLE,
    NETWORK_RAID,
    PACKAGING_SQUEEZE,
    PHOTONICS,
    POWER_SHORTAGE,
    SMIC,
    TOOL,
    TSMC,
    US,
    YIELD_COLLAPSE,
)
from agents.rule import clip, rule
from agents.threat import tool_denial

# Sizes at full strength. Node units; shares; OOM; ln. Guesses unless the line says otherwise.
TRICK_NODE = 0.35
COLLAPSE_LOST = 0.30  # of what was learnt about yield
ADVANCE_STACKS = 0.5
OPTICS_HOME, OPTICS_ABROAD = 0.40, 0.15
SHOCK_FOLLOWER, SHOCK_LEADER = 0.30, 0.10
SQUEEZE_PACKAGES = 0.5
BUST_DEMAND = 0.40
SUPERCYCLE_STACKS = 0.35
SHORTAGE_POWER = 0.60
QUAKE_OUTAGE = 0.40
CYBER_OUTAGE, CYBER_TENSION = 0.20, 4.0
RAID_LEAK, RAID_CAPITAL, RAID_TENSION = 0.6, 4.0, 1.0
CABINET_SWAY, CABINET_CAPITAL = 0.20, 12.0
ELECTION_SWING, ELECTION_CAPITAL = 0.40, 15.0
# Where a rise of the hazard with the state begins and how steep it is. Guess.
TRICK_WORK = 4.0
COLLAPSE_BASE, COLLAPSE_TOOLS = 0.5, 1.5
FUND_FULL = 20.0
SQUEEZE_SLOPE, SQUEEZE_START = 2.0, 1.0
BUST_BASE, BUST_CYCLE, BUST_BOOM = 0.5, 2.5, 10.0
POWER_SLOPE, POWER_START = 4.0, 0.6
CYBER_BASE, CYBER_SLOPE = 0.4, 2.5
RAID_BASE, RAID_HALF = 0.2, 5.0
CABINET_BASE, CABINET_COST = 0.5, 1.5
LEAST, MOST = 0.1, 3.0
# The leak of the grey market stays between these, against the usual.
LEAK_LOW, LEAK_HIGH = -0.9, 2.0


@rule
def shift_leak(economy, change):
    """The grey market leaks more or less than usual for a while."""
    economy.grey_leak = clip(economy.grey_leak + change, LEAK_LOW, LEAK_HIGH)


@rule
def shift_tension(economy, change):
    """The blocs come nearer to a crisis, or step back."""
    economy.tension = clip(economy.tension + change, 0.0, 100.0)


@rule
def shift_capital(government, change):
    """A government gains or loses political capital."""
    government.capital = clip(government.capital + change, 0.0, 100.0)


@rule
def shift_threat(government, change):
    """A government feels more or less threatened."""
    government.threat = clip(government.threat + change, 0.0, 1.0)


@rule
def sway(government, change):
    """An ally without a player leans nearer or away; a player's own leaning only costs capital."""
    if government.held == 1:
        shift_capital(government, -20.0 * abs(change))
    else:
        government.alignment = clip(government.alignment + change, 0.0, 1.0)


@rule
def lose_output(foundry, share):
    """Part of a foundry's plants stands still for a while."""
    foundry.outage = clip(foundry.outage + share, 0.0, 0.8)


@rule
def power_strain(market):
    """Share of the power for computing that is drawn already."""
    return market.power_used / max(market.power_capacity, 1e-9)


@rule
def packaging_strain(world):
    """What the US bloc's designers want packaged over what can be."""
    wanted = 0.0
    for designer in world.designers:
        if designer.bloc == 0:
            wanted += designer.wanted
    return wanted / max(world.foundries[TSMC].packages, 1e-9)


@rule
def expect_technology(world):
    """Technical surprises come to those who are pressed and who work on them."""
    events = world.events
    china = world.governments[CN]
    champion = world.designers[HUAW]
    memory = world.memory_makers[DOMESTIC]
    work = 1.0 + TRICK_WORK * champion.rd_process_spend
    events[DUV_TRICK].hazard = 1.5 * china.threat * work
    home = world.foundries[SMIC].domestic_tools
    events[YIELD_COLLAPSE].hazard = COLLAPSE_BASE + COLLAPSE_TOOLS * home
    ready = 1.0 if memory.stacks > 0.0 else 0.0
    events[MEMORY_ADVANCE].hazard = ready * (china.threat + china.memory_fund / FUND_FULL)
    events[PHOTONICS].hazard = 0.5 + 0.5 * champion.cluster_scale
    events[EFFICIENCY_SHOCK].hazard = 0.5 + 0.5 * world.markets[MARKET_CN].denied_compute


@rule
def expect_markets(world):
    """Market shocks follow strain: full plants, a long boom, full grids."""
    events = world.events
    economy = world.economy
    squeeze = SQUEEZE_SLOPE * packaging_strain(world) - SQUEEZE_START
    events[PACKAGING_SQUEEZE].hazard = clip(squeeze, LEAST, MOST)
    bust = BUST_BASE + BUST_CYCLE * economy.demand_cycle + BUST_BOOM * economy.boom
    events[DEMAND_BUST].hazard = clip(bust, LEAST, MOST)
    memory = world.memory_makers[0]
    events[MEMORY_SUPERCYCLE].hazard = clip(memory.asked / max(memory.stacks, 1e-9), LEAST, MOST)
    strain = max(power_strain(world.markets[MARKET_US]), power_strain(world.markets[MARKET_CN]))
    events[POWER_SHORTAGE].hazard = clip(POWER_SLOPE * (strain - POWER_START), LEAST, MOST)
    events[EARTHQUAKE].hazard = 1.0


@rule
def expect_politics(world):
    """Attacks come with tension, raids with police work, new cabinets with worn-out ones."""
    events = world.events
    us = world.governments[US]
    makers = world.governments[TOOL]
    smuggled = world.markets[MARKET_CN].smuggled
    events[CYBER_ATTACK].hazard = CYBER_BASE + CYBER_SLOPE * world.economy.tension / 100.0
    caught = smuggled / (smuggled + RAID_HALF)
    events[NETWORK_RAID].hazard = us.enforcement * (RAID_BASE + 2.0 * caught)
    worn = 1.0 - makers.capital / 100.0
    events[CABINET_FALLS].hazard = CABINET_BASE + CABINET_COST * (worn + tool_denial(world)) / 2.0
    # A vote comes in the last quarter of every second year; whether it turns is open.
    turn = world.economy.quarter % 8
    events[ELECTION].hazard = 0.5 + (1.0 - us.capital / 100.0) if turn == 3 else 0.0


@rule
def strike_technology(e, strength, world):
    """What a technical surprise changes."""
    smic = world.foundries[SMIC]
    labs = world.labs
    if e == DUV_TRICK:
        smic.node += TRICK_NODE * strength
    elif e == YIELD_COLLAPSE:
        smic.experience *= 1.0 - COLLAPSE_LOST * strength
        lose_output(smic, 0.5 * COLLAPSE_LOST * strength)
    elif e == MEMORY_ADVANCE:
        home = world.memory_makers[DOMESTIC]
        home.coming += ADVANCE_STACKS * strength * home.stacks
    elif e == PHOTONICS:
        labs[MARKET_CN].optics += OPTICS_HOME * strength
        labs[MARKET_US].optics += OPTICS_ABROAD * strength
    elif e == EFFICIENCY_SHOCK:
        labs[MARKET_CN].algorithms += SHOCK_FOLLOWER * strength
        labs[MARKET_US].algorithms += SHOCK_LEADER * strength


@rule
def strike_markets(e, strength, world):
    """What a market shock or the ground changes."""
    if e == PACKAGING_SQUEEZE:
        world.foundries[TSMC].packages *= 1.0 - SQUEEZE_PACKAGES * strength
    elif e == DEMAND_BUST:
        world.economy.demand_cycle -= BUST_DEMAND * strength
        world.economy.boom *= 1.0 - 0.5 * strength
    elif e == MEMORY_SUPERCYCLE:
        maker = world.memory_makers[0]
        maker.outage = clip(maker.outage + SUPERCYCLE_STACKS * strength, 0.0, 0.8)
    elif e == POWER_SHORTAGE:
        for market in world.markets:
            strained = clip(2.0 * power_strain(market), 0.2, 1.0)
            part = SHORTAGE_POWER * strength * strained
            market.shortage = clip(market.shortage + part, 0.0, 0.9)
    elif e == EARTHQUAKE:
        lose_output(world.foundries[TSMC], QUAKE_OUTAGE * strength)


@rule
def strike_politics(e, strength, luck, world):
    """What an attack, a raid or a change of office changes; luck says which way."""
    us = world.governments[US]
    economy = world.economy
    if e == CYBER_ATTACK:
        hit = SMIC if luck < 0.5 else TSMC
        lose_output(world.foundries[hit], CYBER_OUTAGE * strength)
        shift_tension(economy, CYBER_TENSION * strength)
    elif e == NETWORK_RAID:
        shift_leak(economy, -RAID_LEAK * strength)
        shift_capital(us, RAID_CAPITAL * strength)
        shift_tension(economy, RAID_TENSION)
    elif e == CABINET_FALLS:
        sway(world.governments[TOOL], -CABINET_SWAY * strength)
        shift_capital(world.governments[TOOL], -CABINET_CAPITAL * strength)
    elif e == ELECTION:
        swing = (2.0 * luck - 1.0) * strength
        shift_capital(us, ELECTION_CAPITAL * abs(swing))
        if us.held == 0:
            us.hawkishness = clip(us.hawkishness + ELECTION_SWING * swing, 0.0, 1.0)
            us.reciprocity = clip(us.reciprocity - ELECTION_SWING * swing, 0.0, 1.0)
