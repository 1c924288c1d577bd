"""Developers choose stacks, and stacks mature with their developers (R22, R23)."""

import math

from agents.names import CANN, CN, CUDA, MARKET_CN, MARKET_ROW, MARKET_US, OPEN, ROW
from agents.rule import clip, rule

# Developers' response to the installed base and to maturity (R22).
BASE_POWER = 0.8
MATURITY_PULL = 1.2
# Pull of an open stack and of a firm's word (R27: humility costs developers). Guess.
OPEN_PULL = 0.3
SAID_PULL = 0.2
# Pull of home stacks in China where the state opens code and orders at home (Ascend developers 1.5
# million in 2023, 4 million in 2025, self-reported). Guess.
PUBLIC_PULL = 0.3
ORDER_PULL = 1.5
# Pull of open Chinese models on the stacks that they are tuned for, at home and abroad. Guess.
MODEL_PULL = 0.3
# Growth of people who could work with accelerators, and speed at which they start (1/qtr). Guess.
REACH_GROWTH = 0.015
START_SPEED = 0.03
# Maturity a stack can reach, and the parts of its push (R23 halved, with the firm's own spending
# as root of bn USD a quarter beside them: fitted).
MATURITY_LIMIT = 0.97
PUSH_BASE, PUSH_DEVELOPERS, PUSH_OPEN = 0.075, 0.8, 0.125
PUSH_PORT = 0.15  # a laboratory's own work on a second stack; guess
PUSH_THREAT, PUSH_PUBLIC, PUSH_SPENDING = 0.25, 0.1, 0.15


@rule
def choose_stack(pool, world):
    """A twentieth of developers choose anew each quarter, towards what runs around them."""
    p = world.parameters
    market = world.markets[pool.bloc]
    installed = 0.0
    for d in range(len(market.installed)):
        installed += market.installed[d]
    total = 0.0
    for k in range(len(pool.share)):
        base = 0.0
        maturity = 0.0
        for designer in world.designers:
            if designer.stack == k:
                base += market.installed[designer.index]
                said = SAID_PULL * (designer.posture - 1.0) + OPEN_PULL * designer.openness
                maturity = max(maturity, MATURITY_PULL * designer.software + said)
        part = base / max(installed, 1e-9)
        pool.pull[k] = math.exp(BASE_POWER * math.log(part + 0.003) + maturity)
        if pool.bloc == MARKET_CN and k >= CANN:
            china = world.governments[CN]
            pool.pull[k] *= 1.0 + PUBLIC_PULL * china.open_source + ORDER_PULL * china.state_mandate
        if k >= CANN:
            pool.pull[k] *= 1.0 + MODEL_PULL * world.labs[MARKET_CN].open_models
        if pool.bloc == MARKET_ROW and k == OPEN:
            pool.pull[k] *= 1.0 + PUBLIC_PULL * world.governments[ROW].open_source
        total += pool.pull[k]
    for k in range(len(pool.share)):
        pool.share[k] += p.developer_turn * (pool.pull[k] / total - pool.share[k])
    pool.reachable += REACH_GROWTH * pool.reachable
    pool.headcount += START_SPEED * (pool.reachable - pool.headcount)


@rule
def mature_software(designer, world):
    """A stack matures with its developers, its spending, its openness and, at home, with threat."""
    p = world.parameters
    pool = world.pools[designer.bloc]
    developers = pool.share[designer.stack]
    push = PUSH_BASE + PUSH_DEVELOPERS * developers + PUSH_OPEN * designer.openness
    if designer.bloc == 1:
        china = world.governments[CN]
        push += PUSH_THREAT * china.threat + PUSH_PUBLIC * china.open_source
    if designer.stack != CUDA:  # laboratories port to the stack that is not the incumbent's
        lab = world.labs[MARKET_CN if designer.bloc == 1 else MARKET_US]
        push += PUSH_PORT * lab.port_effort
    push += PUSH_SPENDING * math.sqrt(max(designer.rd_software_spend, 0.0))
    room = max(0.0, MATURITY_LIMIT - designer.software)
    designer.software = clip(designer.software + p.software_rate * push * room, 0.0, 1.0)
