"""Deals between governments, what they do, and the tension between the blocs."""

from agents.names import CN, US
from agents.rule import clip, rule

# Tension: what a new restriction and a new counter-measure add, and the share that fades. Guess.
TENSION_STEP = 40.0
TENSION_KEEP = 0.95


@rule
def settle(deal, world):
    """Sign, keep, break or let lapse a deal."""
    deal.signed = 0.0


@rule
def swing_tension(economy, world):
    """Tension rises with each step of either side and fades with time."""
    us = world.governments[US]
    rise = max(0.0, us.pressure - us.last_pressure) + 0.05 * world.governments[CN].mineral_control
    economy.tension = clip(TENSION_KEEP * economy.tension + TENSION_STEP * rise, 0.0, 100.0)
