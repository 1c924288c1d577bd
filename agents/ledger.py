"""Firms' other business, owners and debt: where money enters and leaves (laws of MODEL 3.8)."""

import math

from agents.names import HUAW, SMIC
from agents.rule import clip, pay, rule

# Growth of firms' other revenue (1/qtr; annual reports 2018-2024, order of size).
LEGACY_GROWTH = 0.012
# Speed at which other revenue meets its new level after a shock (1/qtr).
LEGACY_SPEED = 0.5
# Node at which a home foundry can again serve phones, and the width of the recovery (node;
# the Mate 60 came with N+2 in 2023Q3).
PHONE_NODE = -0.1
PHONE_WIDTH = 1.1
# Operating cost outside R&D and parts, share of revenue. Guess.
OPERATING_COST = 0.18
LEGACY_COST = 0.60
# Owners take what a firm holds beyond this many quarters of R&D and parts. Guess.
CUSHION = 4.0


@rule
def earn_legacy(designer, world):
    """Phones, networks and games bring revenue; without a foundry part of it is lost."""
    p = world.parameters
    designer.legacy_potential = designer.legacy_potential * math.exp(LEGACY_GROWTH)
    denied = 0.0
    if designer.index == HUAW:
        back = clip((world.foundries[SMIC].node - PHONE_NODE) / PHONE_WIDTH, 0.0, 1.0)
        denied = p.legacy_loss * (1.0 - designer.access) * (1.0 - 0.7 * back)
    target = designer.legacy_potential * (1.0 - denied)
    designer.legacy_revenue += LEGACY_SPEED * (target - designer.legacy_revenue)
    pay(world.economy, designer, designer.legacy_revenue)


@rule
def pay_running_costs(designer, world):
    """Wages, marketing and parts of the other business are paid to the rest of the economy."""
    lobbying = designer.lobbying / 4.0
    cost = OPERATING_COST * designer.sales + LEGACY_COST * designer.legacy_revenue
    pay(designer, world.economy, cost + lobbying)


@rule
def settle_owners(firm, world):
    """Owners take a firm's surplus and lend it what it lacks."""
    cushion = CUSHION * firm_need(firm)
    if firm.cash > cushion:
        surplus = 0.5 * (firm.cash - cushion)
        repaid = min(firm.debt, surplus)
        firm.debt -= repaid
        pay(firm, world.economy, surplus)
    elif firm.cash < 0.0:
        loan = -firm.cash
        firm.debt += loan
        pay(world.economy, firm, loan)


@rule
def firm_need(firm):
    """Money a firm needs in a quarter, bn USD."""
    return 0.25 * firm.revenue + 0.05


@rule
def settle_makers(maker, world):
    """Tool and memory makers pay their own costs and owners."""
    if maker.cash > 2.0:
        pay(maker, world.economy, 0.8 * (maker.cash - 2.0))
