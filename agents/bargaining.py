"""What minds think of deals: what each would bring and cost them, and whether they sign (R34).

A wish is the chance in a quarter that a mind without a player signs. Every part of it is kept as a
reason. Traits scale the parts, with 0.5 as plain. Minds sign nothing while `event_rate` is 0, as
in the calibrated history, whose deals are part of its path.
"""

import math

from agents.deals import TERM, put_signature, signature
from agents.names import (
    ACCESS,
    CHIP,
    CN,
    CUDA,
    JOINT_MEMORY,
    JOINT_TOOLS,
    MARKET_ROW,
    MINERALS,
    PACKAGE,
    ROW,
    TOOL,
    TRUCE,
    US,
)
from agents.rule import clip, rule

# Chance to sign of a mind that wants nothing more, steepness, and the score at which it wavers.
MOST_WISH, WISH_SLOPE, WAVER = 0.5, 5.0, 0.45
# Weight of trust above or below half, of tension over 100, and of the other's signature. Guess.
TRUST_WEIGHT, TENSION_WEIGHT, OFFER_WEIGHT = 0.5, 0.5, 0.15
# Chance in a quarter that an offer nobody took up is withdrawn, and that a deal is broken by one
# that would not sign it again (of 27 truces and joint controls in timeline.csv few broke). Guess.
TIRES, BREAKS = 0.3, 0.08
# Quarters before a mind thinks again of a deal that ended. Guess.
PAUSE = 2
# What each side gains from and gives up by a deal. Guess, in units of the wish.
TRUCE_MINERALS, TRUCE_SALES, TRUCE_LEAD = 0.6, 0.4, 0.5
TRUCE_THREAT, TRUCE_SUPPLY, TRUCE_LEVER = 0.6, 0.2, 0.1
JOINT_GAP, JOINT_PRICE = 0.9, 0.15
ALLY_PRESSED, ALLY_AFRAID, ALLY_PAID, ALLY_SALES, ALLY_EXPOSED = 0.5, 0.5, 0.3, 0.5, 0.3
PACKAGE_RIVAL, PACKAGE_BASE, PACKAGE_QUOTA = 1.2, 0.3, 0.1
ROW_COMPUTE, ROW_QUOTA, ROW_FREEDOM = 0.45, 0.3, 0.3
CN_DENIAL, CN_LEVERAGE = 0.8, 0.3
TOOL_MINERALS, TOOL_SALES, TOOL_LOYAL = 4.0, 0.8, 0.4
CN_MEMORY, CN_HOME = 0.7, 0.3
CHIP_BASE, CHIP_BAN, CHIP_LOYAL = 0.4, 0.3, 0.4
CORRIDOR_BASE, CORRIDOR_THREAT, CORRIDOR_PRICE = 0.3, 0.3, 0.1
ROW_CHEAP, ROW_PRESSED = 0.5, 0.5
# The grand bargain: tension, trust in the truce and being ahead on the scale of its wish, the
# chance to sign of one that fully wishes, and the wish below which it withdraws. Guess.
BARGAIN_SLOPE, BARGAIN_WAVER = 8.0, 0.85
BARGAIN_TENSION, BARGAIN_TRUST, BARGAIN_AHEAD = 1.0, 1.0, 0.6
BARGAIN_RATE, BARGAIN_KEEP = 0.4, 0.2


@rule
def plain(value):
    """A trait from 0 to 1 as a factor: 1 for the plain character, 2 at most."""
    return 2.0 * value


@rule
def leaning(x):
    """A chance from a score: one half at 0."""
    return 1.0 / (1.0 + math.exp(-clip(x, -40.0, 40.0)))


@rule
def exposure(world):
    """Share of allied toolmakers' sales that goes to China."""
    maker = world.toolmakers[0]
    return maker.sales_cn / max(maker.sales, 1e-9)


@rule
def gain_of_sender(k, us, world):
    """What a deal brings the US."""
    china = world.governments[CN]
    if k == TRUCE:
        minerals = TRUCE_MINERALS * china.mineral_control * (1.0 - us.mineral_stock)
        return minerals + TRUCE_SALES * us.why_lobby
    if k == JOINT_TOOLS:
        return JOINT_GAP * us.tool_control * (1.0 - world.governments[TOOL].alignment)
    if k == JOINT_MEMORY:
        return JOINT_GAP * us.hbm_control * (1.0 - world.governments[CHIP].alignment)
    rival = 1.0 - world.pools[MARKET_ROW].share[CUDA]
    return PACKAGE_BASE + PACKAGE_RIVAL * rival


@rule
def cost_of_sender(k, us):
    """What a deal costs the US."""
    if k == TRUCE:
        return TRUCE_LEAD * us.why_lead
    return PACKAGE_QUOTA * us.country_quota if k == PACKAGE else JOINT_PRICE


@rule
def gain_of_target(k, china, world):
    """What a deal brings China."""
    us = world.governments[US]
    if k == TRUCE:
        return TRUCE_THREAT * china.threat
    if k == MINERALS:
        return CN_DENIAL * us.tool_control * world.governments[TOOL].alignment
    if k == ACCESS:
        return CN_MEMORY * us.hbm_control * world.governments[CHIP].alignment
    return CORRIDOR_BASE + CORRIDOR_THREAT * china.threat


@rule
def cost_of_target(k, china):
    """What a deal costs China."""
    if k == TRUCE:
        return TRUCE_LEVER * china.measures + TRUCE_SUPPLY * china.why_supply
    if k == MINERALS:
        return CN_LEVERAGE * china.mineral_control
    return CN_HOME * china.why_supply if k == ACCESS else CORRIDOR_PRICE


@rule
def gain_of_ally(k, ally, world):
    """What a deal brings an ally or a third country."""
    us = world.governments[US]
    if k in (JOINT_TOOLS, JOINT_MEMORY):
        pressed = ALLY_PRESSED * us.diplomacy + ALLY_AFRAID * ally.threat
        return pressed + ALLY_PAID * us.tool_control
    if k == PACKAGE:
        return ROW_COMPUTE + ROW_QUOTA * us.country_quota
    if k == MINERALS:
        return TOOL_MINERALS * ally.mineral_cost + TOOL_SALES * exposure(world)
    if k == ACCESS:
        return CHIP_BASE + CHIP_BAN * world.governments[CN].market_ban
    return ROW_CHEAP * (1.0 - ally.alignment) + ROW_QUOTA * us.country_quota


@rule
def cost_of_ally(k, ally, world):
    """What a deal costs an ally or a third country."""
    us = world.governments[US]
    if k in (JOINT_TOOLS, JOINT_MEMORY):
        exposed = 1.0 - ally.mineral_stock
        answer = ALLY_EXPOSED * world.governments[CN].mineral_control * exposed
        return ALLY_SALES * exposure(world) + answer
    if k == PACKAGE:
        return ROW_FREEDOM * (1.0 - ally.alignment)
    if k == MINERALS:
        return TOOL_LOYAL * ally.alignment + ALLY_PRESSED * us.diplomacy
    if k == ACCESS:
        return CHIP_LOYAL * ally.alignment + ALLY_PRESSED * us.diplomacy
    return ROW_PRESSED * us.diplomacy


@rule
def other_way(deal, world):
    """Whether the ally is bound by the deal that pulls the other way: 1.0 or 0.0."""
    k = deal.index
    if k == TRUCE:
        return 0.0
    return world.deals[k + 3 if k <= PACKAGE else k - 3].signed


@rule
def weigh(deal, side, own, other, world):
    """Note a side's reasons for and against a deal, and return its wish to sign."""
    k = deal.index
    if own.bloc == US:
        deal.why_gain[side] = gain_of_sender(k, own, world)
        deal.why_cost[side] = -cost_of_sender(k, own)
    elif own.bloc == CN:
        deal.why_gain[side] = gain_of_target(k, own, world)
        deal.why_cost[side] = -cost_of_target(k, own)
    else:
        deal.why_gain[side] = gain_of_ally(k, own, world)
        deal.why_cost[side] = -cost_of_ally(k, own, world)
    fear = TENSION_WEIGHT * world.economy.tension / 100.0
    deal.why_tension[side] = fear if k == TRUCE else 0.5 * fear
    deal.why_trust[side] = TRUST_WEIGHT * (deal.trust - 0.5)
    deal.why_offer[side] = OFFER_WEIGHT * signature(other, k)
    if other_way(deal, world) > 0.5 and side == 1:
        return 0.0
    score = deal.why_gain[side] * plain(own.greed) + deal.why_cost[side] * plain(own.hawkishness)
    score += deal.why_tension[side] * plain(own.patience) + deal.why_trust[side]
    score += deal.why_offer[side] * plain(own.reciprocity)
    return MOST_WISH * leaning(WISH_SLOPE * (score - WAVER))


@rule
def sign_or_not(deal, side, own, wish, world):
    """A mind offers, keeps, breaks or lets lapse as its wish and its luck say."""
    now = world.economy.quarter
    luck = deal.luck_deal[side]
    content = wish / MOST_WISH
    if deal.signed > 0.5:
        breaking = BREAKS * (1.0 - content) * (1.0 - content) * plain(own.risk)
        breaking *= 2.0 - plain(own.reciprocity)
        stays = luck < content if now >= deal.expires else luck >= breaking
        put_signature(own, deal.index, 1.0 if stays else 0.0)
    elif deal.ended > 0 and now - deal.ended <= PAUSE:
        put_signature(own, deal.index, 0.0)
    elif luck < wish:
        put_signature(own, deal.index, 1.0)
    elif luck > 1.0 - TIRES * (1.0 - content):
        put_signature(own, deal.index, 0.0)


@rule
def consider(deal, world):
    """Both sides of a deal make up their minds."""
    a = world.governments[deal.side_a]
    b = world.governments[deal.side_b]
    deal.wish_a = weigh(deal, 0, a, b, world)
    deal.wish_b = weigh(deal, 1, b, a, world)
    if a.held == 0:
        sign_or_not(deal, 0, a, deal.wish_a, world)
    if b.held == 0:
        sign_or_not(deal, 1, b, deal.wish_b, world)


@rule
def ahead(government, world):
    """How far ahead a government sees its own side, 0 to 1."""
    if government.bloc == US:
        return 1.0 - government.why_lead
    return government.why_supply if government.bloc == CN else 0.0


@rule
def consider_bargain(government, world):
    """The grand bargain: wished for in high tension, on a trusted truce, nobody far ahead."""
    if government.bloc == ROW:
        return
    truce = world.deals[TRUCE]
    government.why_bargain[0] = BARGAIN_TENSION * world.economy.tension / 100.0
    government.why_bargain[1] = BARGAIN_TRUST * truce.trust * min(1.0, truce.kept / TERM)
    government.why_bargain[2] = -BARGAIN_AHEAD * ahead(government, world)
    score = government.why_bargain[0] * plain(government.patience) + government.why_bargain[1]
    score += government.why_bargain[2] * plain(government.hawkishness)
    government.wish_bargain = leaning(BARGAIN_SLOPE * (score - BARGAIN_WAVER))
    if government.held == 1:
        return
    if government.luck_bargain < BARGAIN_RATE * government.wish_bargain:
        government.sign_bargain = 1.0
    elif government.wish_bargain < BARGAIN_KEEP:
        government.sign_bargain = 0.0
