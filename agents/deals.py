"""Deals between governments: signed, kept, broken or lapsed, and the tension they ease (R31, R33).

A deal is in force while both sides sign it and keep its terms. It lapses after four quarters
unless both sign then; who withdraws earlier, or acts against the terms, breaks it.
"""

import math

from agents.names import (
    ACCESS,
    CN,
    CORRIDOR,
    JOINT_MEMORY,
    JOINT_TOOLS,
    MARKET_CN,
    MINERALS,
    PACKAGE,
    TOOL,
    TRUCE,
    US,
)
from agents.rule import clip, rule

# Quarters until a deal lapses (Busan, 30 October 2025: one year), share of its terms that takes
# hold or fades in a quarter, and what counts as acting against them: a new measure, or a turn of an
# ally. Guess.
TERM = 4
TAKES_HOLD = 0.4
SMALL_STEP, SMALL_TURN = 0.02, 0.2
# Trust: gained by a quarter kept, left after a breach with that partner and with others, and its
# slow return to neither trust nor distrust. Guess.
TRUST_GAIN, TRUST_LEFT, NAME_LEFT, TRUST_FORGETS = 0.06, 0.4, 0.85, 0.02
# Political capital: signing, a quarter kept, breaking. Game numbers.
SIGNING_COST, KEEPING_GAIN, BREAKING_COST = 3.0, 0.3, 10.0
# A broken deal: tension, the victim's threat, and an ally's turn away. Guess.
TRUCE_BROKEN, DEAL_BROKEN = 18.0, 6.0
VICTIM_THREAT, VICTIM_TURN = 0.08, 0.1
# Tension: what a full set of new measures would add, the most that a quarter's steps add, the part
# that steps back take away, and how much more a step weighs at a tension of 100; what standing
# measures add in a quarter; a large seizure, and how far incidents swing it at 100. Set so that
# one game in ten among minds ends in a crisis (MODEL 4.5). Guess. A new measure weighs as many
# times as its government's posture; what is taken back is a deed, whatever is said. Guess.
STEP, MOST_RISE, RELIEF, SPIRAL = 60.0, 28.0, 0.6, 1.8
FRICTION_US, FRICTION_CN = 2.5, 5.5
SEIZURE, MANY_SEIZED, INCIDENT = 3.0, 10.0, 12.0
# What fades in a quarter, and what a deal that is kept takes away. Guess.
TENSION_FADES, TRUCE_CALMS, DEAL_CALMS = 0.12, 2.5, 0.5
# Weights of the measures of each side, by what they stop (as R1 where it has them). Guess.
US_LINE, US_DENSITY, US_MEMORY, US_ENTITY, US_FOUNDRY = 0.25, 0.08, 0.12, 0.10, 0.15
US_TOOLS, US_SERVICE, US_HBM, US_DESIGN, US_CLOUD, US_QUOTA = 0.20, 0.04, 0.15, 0.05, 0.03, 0.03
CN_MINERALS, CN_BAN, CN_PROBES, CN_BLOCK = 0.4, 0.25, 0.15, 0.2
OWN_LICENCES = 0.3
# Where a line stops everything that is sold, and where it stops nothing (levers.toml).
TIGHT_TPP, OPEN_TPP = 300.0, 1000000.0
TIGHT_DENSITY, TIGHT_MEMORY, OPEN_LIMIT = 1.0, 0.5, 1000.0
LINK_LOOPHOLE = 0.7


@rule
def signature(government, k):
    """Whether a government signs deal k: 1.0 or 0.0."""
    if k == TRUCE:
        return government.sign_truce
    if k == JOINT_TOOLS:
        return government.sign_joint_tools
    if k == JOINT_MEMORY:
        return government.sign_joint_memory
    if k == PACKAGE:
        return government.sign_package
    if k == MINERALS:
        return government.sign_minerals
    if k == ACCESS:
        return government.sign_access
    return government.sign_corridor


@rule
def put_signature(government, k, value):
    """Sign deal k, or withdraw."""
    if k == TRUCE:
        government.sign_truce = value
    elif k == JOINT_TOOLS:
        government.sign_joint_tools = value
    elif k == JOINT_MEMORY:
        government.sign_joint_memory = value
    elif k == PACKAGE:
        government.sign_package = value
    elif k == MINERALS:
        government.sign_minerals = value
    elif k == ACCESS:
        government.sign_access = value
    else:
        government.sign_corridor = value


@rule
def strictness(limit, tight, loose):
    """How tight a threshold is on a log scale: 0 where it stops nothing, 1 where it stops all."""
    return clip(math.log(loose / max(limit, tight)) / math.log(loose / tight), 0.0, 1.0)


@rule
def note_measures(government, world):
    """How far a government's measures against the other side go, as the other side counts them."""
    government.last_measures = government.measures
    if government.bloc == US:
        line = strictness(government.chip_tpp, TIGHT_TPP, OPEN_TPP)
        if government.chip_link > 0.0:
            line *= LINK_LOOPHOLE
        limits = US_LINE * line
        limits += US_DENSITY * strictness(government.chip_density, TIGHT_DENSITY, OPEN_LIMIT)
        limits += US_MEMORY * strictness(government.chip_memory, TIGHT_MEMORY, OPEN_LIMIT)
        lists = US_ENTITY * government.entity_listing + US_FOUNDRY * government.foundry_rule
        parts = US_TOOLS * government.tool_control + US_HBM * government.hbm_control
        rest = US_SERVICE * government.service_ban + US_DESIGN * government.eda_control
        rest += US_CLOUD * government.cloud_rule + US_QUOTA * government.country_quota
        government.measures = limits + lists + parts + rest
    elif government.bloc == CN:
        makers = CN_BAN * government.market_ban + CN_PROBES * government.antitrust
        blocks = CN_MINERALS * government.mineral_control + CN_BLOCK * government.import_block
        government.measures = makers + blocks
    else:
        government.measures = OWN_LICENCES * government.own_control


@rule
def stake(government, k):
    """What a deal asks a side not to raise: its measures, or its turn to the other bloc."""
    if k == TRUCE:
        return government.measures
    if government.bloc == US:
        return government.country_quota if k == PACKAGE else 0.0
    if government.bloc == CN:
        return government.import_block if k == ACCESS else 0.0
    if k in (MINERALS, ACCESS, CORRIDOR):
        return government.alignment + government.own_control
    return 1.0 - government.alignment


@rule
def acts_against(deal, government, side):
    """Whether a side has gone further than it had when it signed."""
    room = SMALL_STEP if deal.index == TRUCE or side == 0 else SMALL_TURN
    return stake(government, deal.index) > deal.level[side] + room


@rule
def settle(deal, world):
    """Two signatures put a deal in force; a term, a withdrawal or an act against it ends it."""
    a = world.governments[deal.side_a]
    b = world.governments[deal.side_b]
    now = world.economy.quarter
    yes_a = signature(a, deal.index) > 0.5
    yes_b = signature(b, deal.index) > 0.5
    if deal.signed < 0.5:
        deal.trust += TRUST_FORGETS * (0.5 - deal.trust)
        if yes_a and yes_b:
            conclude(deal, a, b, now)
    elif acts_against(deal, a, 0) or (yes_b and not yes_a and now < deal.expires):
        violate(deal, a, b, world)
    elif acts_against(deal, b, 1) or (yes_a and not yes_b and now < deal.expires):
        violate(deal, b, a, world)
    elif yes_a and yes_b:
        keep(deal, a, b, now)
    else:
        finish(deal, a, b, now, 1)
    deal.effect += TAKES_HOLD * (deal.signed - deal.effect)


@rule
def conclude(deal, a, b, now):
    """A deal comes into force; what each side has set by now is its mark."""
    deal.signed = 1.0
    deal.since = now
    deal.expires = now + TERM
    deal.kept = 0.0
    deal.level[0] = stake(a, deal.index)
    deal.level[1] = stake(b, deal.index)
    a.capital = clip(a.capital - SIGNING_COST, 0.0, 100.0)
    b.capital = clip(b.capital - SIGNING_COST, 0.0, 100.0)


@rule
def keep(deal, a, b, now):
    """A quarter kept builds trust; at the end of its term a deal that both still sign goes on."""
    deal.kept += 1.0
    deal.trust += TRUST_GAIN * (1.0 - deal.trust)
    a.capital = clip(a.capital + KEEPING_GAIN, 0.0, 100.0)
    b.capital = clip(b.capital + KEEPING_GAIN, 0.0, 100.0)
    if now >= deal.expires:
        deal.expires = now + TERM


@rule
def finish(deal, a, b, now, ended_as):
    """A deal ends; minds take back their signatures, players keep theirs until they withdraw."""
    deal.signed = 0.0
    deal.ended = now
    deal.ended_as = ended_as
    if a.held == 0:
        put_signature(a, deal.index, 0.0)
    if b.held == 0:
        put_signature(b, deal.index, 0.0)


@rule
def violate(deal, guilty, victim, world):
    """A broken deal costs the breaker its name and its capital, and turns the other side away."""
    finish(deal, guilty, victim, world.economy.quarter, 2)
    deal.broken += 1.0
    deal.broken_by = guilty.bloc + 1
    for other in world.deals:
        if other.side_a == guilty.bloc or other.side_b == guilty.bloc:
            other.trust *= NAME_LEFT
    deal.trust *= TRUST_LEFT
    guilty.capital = clip(guilty.capital - BREAKING_COST, 0.0, 100.0)
    victim.threat += VICTIM_THREAT * (1.0 - victim.threat)
    rise = TRUCE_BROKEN if deal.index == TRUCE else DEAL_BROKEN
    world.economy.tension = clip(world.economy.tension + rise, 0.0, 100.0)
    if victim.held == 0 and victim.bloc >= TOOL:
        turn = VICTIM_TURN if guilty.bloc == CN else -VICTIM_TURN
        victim.alignment = clip(victim.alignment + turn, 0.0, 1.0)


@rule
def swing_tension(economy, world):
    """Tension rises with each measure, more where words are loud, and falls with time and deals."""
    us = world.governments[US]
    china = world.governments[CN]
    rise = 0.0
    hot = 1.0 + SPIRAL * min(1.0, economy.event_rate) * economy.tension / 100.0
    for government in world.governments:
        change = STEP * (government.measures - government.last_measures)
        rise += government.posture * hot * change if change > 0.0 else RELIEF * change
    rise = clip(rise, -MOST_RISE, MOST_RISE)
    rise += INCIDENT * economy.luck_incident * economy.tension / 100.0
    standing = FRICTION_US * us.measures + FRICTION_CN * china.measures
    seized = SEIZURE * min(1.0, world.markets[MARKET_CN].seized / MANY_SEIZED)
    calm = TENSION_FADES * economy.tension
    for deal in world.deals:
        calm += (TRUCE_CALMS if deal.index == TRUCE else DEAL_CALMS) * deal.signed
    economy.tension = clip(economy.tension + rise + standing + seized - calm, 0.0, 100.0)
