"""Events: how they draw near, are rumoured, strike, and fade (data/events.toml).

A hazard is rate x usual hazard x what the state makes of it. An event that is on its way strikes in
the next quarter or the one after; most are rumoured before, and some rumours are false.
"""

from agents.answers import carry_out
from agents.dilemmas import ask, choose, expect_at_home, expect_in_washington
from agents.names import FIRST_DILEMMA
from agents.rule import clip, rule
from agents.shocks import (
    expect_markets,
    expect_politics,
    expect_technology,
    strike_markets,
    strike_politics,
    strike_technology,
)

# Share of events that are rumoured before they strike, and of rumours that are false.
RUMOURED = 0.6
FALSE_RUMOURS = 1.0 / 3.0
# Quarters until an event is as likely again as if it had never struck. Game number.
REST = 8.0
# Largest hazard of one event, least strength. Game numbers.
HAZARD_MOST = 0.5
STRENGTH_LEAST = 0.3
# What is left of an effect after a quarter: broken plants, memory sold elsewhere, leaks, power,
# favour of a chip, lead of optical pods. Guess.
KEEP_OUTAGE, KEEP_MEMORY, KEEP_LEAK = 0.45, 0.7, 0.8
KEEP_POWER, KEEP_FAVOUR, KEEP_OPTICS = 0.6, 0.85, 0.97


@rule
def fade(world):
    """What events did wears off."""
    world.economy.grey_leak *= KEEP_LEAK
    for foundry in world.foundries:
        foundry.outage *= KEEP_OUTAGE
    for maker in world.memory_makers:
        maker.outage *= KEEP_MEMORY
    for market in world.markets:
        market.shortage *= KEEP_POWER
    for designer in world.designers:
        designer.favour *= KEEP_FAVOUR
    for lab in world.labs:
        lab.optics *= KEEP_OPTICS


@rule
def answer(world):
    """Carry out the answers to open dilemmas, and close them."""
    for government in world.governments:
        close_dilemma(government, world)
    for designer in world.designers:
        close_dilemma(designer, world)
    for e in range(FIRST_DILEMMA, len(world.events)):
        event = world.events[e]
        if event.pending == 1:
            event.pending = 0
            carry_out(e, event.answered, event.strength, world)


@rule
def close_dilemma(seat, world):
    """A player's answer counts, or its default; a seat without a player follows its character."""
    given = seat.answer
    seat.answer = 0.0
    if seat.dilemma == 0:
        return
    e = seat.dilemma - 1
    event = world.events[e]
    event.answered = event.unanswered
    if seat.held == 0:
        event.answered = choose(e, seat, event)
    elif given >= 1.0 and given <= 3.0:
        event.answered = int(given)
    event.pending = 1
    seat.dilemma = 0


@rule
def unfold(world):
    """Let events draw near, be rumoured, and strike."""
    quarter = world.economy.quarter
    rate = world.economy.event_rate
    if rate > 0.0:
        expect_technology(world)
        expect_markets(world)
        expect_politics(world)
        expect_in_washington(world)
        expect_at_home(world)
    for e in range(len(world.events)):
        event = world.events[e]
        if event.hazard > 0.0:
            rested = 1.0
            if event.times > 0:
                rested = clip((quarter - event.struck) / REST, 0.0, 1.0)
            event.hazard = clip(rate * event.usual * rested * event.hazard, 0.0, HAZARD_MOST)
            if event.due == 0:
                draw_near(event, quarter)
        if event.due > 0 and event.due <= quarter:
            strike(e, event, world)


@rule
def draw_near(event, quarter):
    """Luck puts an event on its way, rumoured or not, or lets a false rumour of it go round."""
    luck = event.luck_event
    false_rumours = RUMOURED * FALSE_RUMOURS / (1.0 - FALSE_RUMOURS)
    if luck[0] < event.hazard:
        event.due = quarter + 1 if luck[3] < 0.5 else quarter + 2
        event.strength = STRENGTH_LEAST + (1.0 - STRENGTH_LEAST) * luck[2]
        if luck[1] < RUMOURED:
            event.rumoured = quarter
    elif luck[0] < event.hazard * (1.0 + false_rumours):
        event.rumoured = quarter


@rule
def strike(e, event, world):
    """An event happens; one that asks a seat waits while that seat has another one open."""
    quarter = world.economy.quarter
    if e >= FIRST_DILEMMA:
        if ask(e, quarter, world) == 0:
            return
    else:
        strike_technology(e, event.strength, world)
        strike_markets(e, event.strength, world)
        strike_politics(e, event.strength, event.luck_event[3], world)
    event.due = 0
    event.struck = quarter
    event.times += 1
