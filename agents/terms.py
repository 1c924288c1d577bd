"""What deals do while they hold: terms that other rules take into account (R32).

Each deal has an `effect` from 0 to 1 that grows while it holds and fades after it; at 0 the rules
that use these terms are what they are without deals, to the last bit.
"""

from agents.names import (
    ACCESS,
    CHIP,
    CN,
    CORRIDOR,
    JOINT_MEMORY,
    JOINT_TOOLS,
    MINERALS,
    PACKAGE,
    ROW,
    TOOL,
    TRUCE,
    US,
)
from agents.rule import clip, pay, rule

# Share of China's counter-measures that a truce lifts (Busan, 30 October 2025: most of the steps of
# that month, not the older ones). Guess.
TRUCE_EASE = 0.75
# Distance to full following that a joint control covers, and share of following that a deal with
# China undoes (Japan and the Netherlands, January to September 2023: order of size). Guess.
JOINT_PULL = 0.5
ASIDE = 0.3
# Part of the toolmakers' lost sales in China that the US pays under joint controls. Guess.
COMPENSATION = 0.5
# Faster growth of allied memory plants with waivers, and with an open Chinese market. Guess.
WAIVER_RISE = 0.25
ACCESS_RISE = 0.25
# Third countries: lean of public buyers, extra computing bought, transit policed or let through.
# Gulf agreements, May 2025: order of size. Guess.
LEAN = 0.3
PACKAGE_DEMAND, CORRIDOR_DEMAND = 0.12, 0.06
POLICED, LET_THROUGH = 0.4, 0.5


@rule
def eased(measure, world):
    """What is left of a Chinese counter-measure while a truce holds."""
    return measure * (1.0 - TRUCE_EASE * world.deals[TRUCE].effect)


@rule
def take_effect(government, world):
    """What deals make of an ally's following, and of the minerals that reach it, this quarter."""
    government.minerals_felt = eased(world.governments[CN].mineral_control, world)
    if government.bloc == TOOL:
        government.minerals_felt *= 1.0 - world.deals[MINERALS].effect
    government.follows = followed(government, world)


@rule
def ban_felt(government, world):
    """China's ban on foreign makers as a government feels it: none where it has market access."""
    ban = eased(world.governments[CN].market_ban, world)
    if government.bloc == CHIP:
        ban *= 1.0 - world.deals[ACCESS].effect
    return ban


@rule
def followed(government, world):
    """How far an ally follows the US controls, deals with either side counted in."""
    joint = 0.0
    apart = 0.0
    if government.bloc == TOOL:
        joint = world.deals[JOINT_TOOLS].effect
        apart = world.deals[MINERALS].effect
    elif government.bloc == CHIP:
        joint = world.deals[JOINT_MEMORY].effect
        apart = world.deals[ACCESS].effect
    elif government.bloc == ROW:
        joint = world.deals[PACKAGE].effect
        apart = world.deals[CORRIDOR].effect
    own = government.alignment
    return clip(own + JOINT_PULL * joint * (1.0 - own) - ASIDE * apart * own, 0.0, 1.0)


@rule
def unserviced(us, world):
    """The US ban on servicing as far as toolmaker states let it stand."""
    return us.service_ban * (1.0 - world.deals[MINERALS].effect)


@rule
def compensate(maker, lost, world):
    """The US pays allied toolmakers part of the sales that joint controls cost them."""
    us = world.governments[US]
    grant = COMPENSATION * world.deals[JOINT_TOOLS].effect * lost
    us.spending += grant
    us.deficit += grant
    us.cash += grant
    pay(us, maker, grant)


@rule
def plants_welcome(world):
    """Faster growth of allied memory plants: US waivers, or an open Chinese market."""
    waivers = WAIVER_RISE * world.deals[JOINT_MEMORY].effect
    return waivers + ACCESS_RISE * world.deals[ACCESS].effect


@rule
def lean(world):
    """Lean of third countries' buyers: to the US stack above 0, to the Chinese below."""
    return LEAN * (world.deals[PACKAGE].effect - world.deals[CORRIDOR].effect)


@rule
def quota_felt(world):
    """US quotas on third countries, lifted for those that take the stack package."""
    return world.governments[US].country_quota * (1.0 - world.deals[PACKAGE].effect)


@rule
def equipped(world):
    """Third countries' spending on computing, as a ratio: either side brings terms of payment."""
    more = PACKAGE_DEMAND * world.deals[PACKAGE].effect
    return 1.0 + more + CORRIDOR_DEMAND * world.deals[CORRIDOR].effect


@rule
def transit(world):
    """Grey trade through third countries, as a ratio: one side has it policed, one waves it on."""
    let_through = LET_THROUGH * world.deals[CORRIDOR].effect
    return 1.0 - POLICED * world.deals[PACKAGE].effect + let_through
