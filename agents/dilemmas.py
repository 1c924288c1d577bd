"""Dilemmas: who is asked when, and what a character answers (data/events.toml).

What the answers do stands in `agents/answers.py`.
"""

from agents.names import (
    BURN_SOURCE,
    CAMB,
    CHIP,
    CN,
    CUT_DOWN_CHIP,
    FAILING_CHAMPION,
    HUAW,
    MARKET_CN,
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
    SMUGGLED_PARTS,
    TOOL,
    TRANSIT_CHECK,
    US,
    YIELD_RUMOUR,
)
from agents.rule import clip, rule
from agents.shocks import power_strain
from agents.threat import tool_denial

# How much luck counts beside a character's leaning, which goes from 0 to 1. Guess.
CHOICE_LUCK = 0.6
# Where a hazard's rise with the state begins and how steep it is. Guess.
MINERALS_SLOPE, SOURCE_SLOPE, POWER_SLOPE = 3.0, 3.0, 4.0
POWER_START = 0.5
SECOND_SHARE = 0.2  # of the champion's revenue at which the second champion is safe
SMUGGLED_HALF = 5.0  # k packages a quarter at which a transit state is asked about them


@rule
def expect_in_washington(world):
    """What the US and its firms are asked follows the controls and what gets round them."""
    events = world.events
    us = world.governments[US]
    makers = world.governments[TOOL]
    tools = world.toolmakers[0]
    denied = world.markets[MARKET_CN].legal_advantage
    events[CUT_DOWN_CHIP].hazard = clip(denied, 0.0, 2.0)
    events[REVENUE_SHARE].hazard = clip(denied, 0.0, 1.0) * (0.5 + us.why_lobby)
    short = world.governments[CN].mineral_control * (1.0 - us.mineral_stock)
    events[MINERALS_TRUCE].hazard = MINERALS_SLOPE * short
    events[BURN_SOURCE].hazard = us.pressure * (0.5 + SOURCE_SLOPE * us.insight)
    drift = tools.sales_cn / max(tools.sales, 1e-9) * tool_denial(world)
    drift *= 2.0 * (1.0 - makers.alignment)
    events[QUIET_DEFECTION].hazard = 0.0 if makers.held == 1 else 2.0 * drift
    events[YIELD_RUMOUR].hazard = us.pressure * (1.5 - us.insight)


@rule
def expect_at_home(world):
    """What China, its firms and the allies are asked follows scarcity and US pressure."""
    events = world.events
    us = world.governments[US]
    market = world.markets[MARKET_CN]
    champion = world.designers[HUAW]
    ahead = world.labs[MARKET_US].capability - world.labs[MARKET_CN].capability
    strain = POWER_SLOPE * (power_strain(market) - POWER_START)
    events[POWER_OR_HOMES].hazard = clip(strain, 0.2, 2.0)
    events[OPEN_WEIGHTS].hazard = clip(1.5 - ahead, 0.2, 2.0)
    short = 1.0 if champion.bottleneck > 0.0 else 0.3
    events[SMUGGLED_PARTS].hazard = 2.0 * us.pressure * short
    safe = world.designers[CAMB].revenue / max(SECOND_SHARE * champion.sales, 1e-9)
    events[FAILING_CHAMPION].hazard = clip(1.5 - safe, 0.1, 1.5)
    events[SERVICE_PLEA].hazard = us.tool_control * (0.5 + us.diplomacy)
    seen = market.smuggled / (market.smuggled + SMUGGLED_HALF)
    events[TRANSIT_CHECK].hazard = (0.5 + us.enforcement) * (0.3 + seen)
    events[PLANT_WAIVER].hazard = 0.3 + us.hbm_control + 0.5 * us.tool_control


@rule
def ask(e, quarter, world):
    """Put a dilemma before its seat: 1 if it was put, 0 if that seat has another one open."""
    governments = world.governments
    if e == CUT_DOWN_CHIP:
        return open_dilemma(world.designers[NVDA], e, quarter)
    if e == SMUGGLED_PARTS:
        return open_dilemma(world.designers[HUAW], e, quarter)
    if e in (POWER_OR_HOMES, OPEN_WEIGHTS, FAILING_CHAMPION):
        return open_dilemma(governments[CN], e, quarter)
    if e == SERVICE_PLEA:
        return open_dilemma(governments[TOOL], e, quarter)
    if e == TRANSIT_CHECK:
        return open_dilemma(governments[ROW], e, quarter)
    if e == PLANT_WAIVER:
        return open_dilemma(governments[CHIP], e, quarter)
    return open_dilemma(governments[US], e, quarter)


@rule
def open_dilemma(seat, e, quarter):
    """Note on a seat what it is asked and since when."""
    if seat.dilemma != 0:
        return 0
    seat.dilemma = e + 1
    seat.dilemma_since = quarter
    return 1


@rule
def trait_of(seat, k):
    """A trait by its number in `names.TRAITS`."""
    if k == 0:
        return seat.hawkishness
    if k == 1:
        return seat.patience
    if k == 2:
        return seat.reciprocity
    if k == 3:
        return seat.openness_trait
    if k == 4:
        return seat.risk
    if k == 5:
        return seat.legalism
    return seat.greed if k == 6 else seat.secrecy


@rule
def choose(e, seat, event):
    """A seat without a player takes the choice that its character leans to, with some luck."""
    best = 1
    most = -1.0
    for k in range(3):
        leaning = trait_of(seat, event.leaning[k]) + CHOICE_LUCK * event.luck_event[k + 1]
        if leaning > most:
            most = leaning
            best = k + 1
    return best
