"""How a game may end before its time: hegemony, autonomy, a grand bargain, or a crisis."""

from agents.names import ENDING_CRISIS
from agents.rule import rule


@rule
def judge(economy, world):
    """Note the first ending that has come about."""
    if economy.ending == 0 and economy.tension >= 100.0:
        economy.ending = ENDING_CRISIS
        economy.ended = economy.quarter
    world.outcome.ending = float(economy.ending)
    world.outcome.tension = economy.tension
