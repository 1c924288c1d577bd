"""The world around the agents: demand for AI computing, its boom and its cycle."""

import math

from agents.names import MARKET_CN, MARKET_ROW, ROW, US
from agents.rule import rule
from agents.terms import equipped

# Share of a demand swing that lasts into the next quarter, and its size (ln). MODEL 3.6, guess.
CYCLE_KEEP = 0.8
CYCLE_SIZE = 0.08
# Chance per quarter that the boom starts once the breakthrough is there. One case: guess.
BOOM_CHANCE = 0.6
# Quarters in which the early growth of AI spending fades by 1/e. Fitted to 2018-2022.
EARLY_FADE = 24.0


@rule
def swing_demand(economy, world):
    """Demand for AI computing swings slowly, and booms once after a breakthrough."""
    p = world.parameters
    economy.demand_cycle = CYCLE_KEEP * economy.demand_cycle + CYCLE_SIZE * economy.luck_cycle
    economy.boom = economy.boom * math.exp(-1.0 / p.boom_fade)
    ripe = economy.jump_happened > 0.0 and economy.luck_boom < BOOM_CHANCE
    by_chance = economy.event_boom == 0.0 and ripe
    if economy.boom_started == 0.0 and (economy.event_boom > 0.0 or by_chance):
        economy.boom_started = 1.0
        economy.boom = p.boom_growth


@rule
def expect_tightening(economy, world):
    """Buyers expect tighter controls when the scenario says so or when a plan leaks."""
    leaked = 0.0
    if economy.luck_leak < 0.5:
        leaked = world.governments[US].escalation_chance
    economy.expected_tightening = max(economy.event_tightening, leaked)


@rule
def grow_market(market, world):
    """Spending on accelerators grows with the trend and with the boom."""
    p = world.parameters
    economy = world.economy
    early = p.growth_early * math.exp(-economy.quarter / EARLY_FADE)
    boom = economy.boom
    if market.bloc == MARKET_CN:
        boom = boom * p.boom_cn
    market.level = market.level * math.exp(p.growth_late + early + boom)
    market.budget = market.level * math.exp(economy.demand_cycle)
    if market.bloc == MARKET_ROW:
        market.budget *= equipped(world)
        market.budget += world.governments[ROW].compute_fund / 4.0
