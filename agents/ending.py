"""How a game may end before its time: hegemony, autonomy, a grand bargain, or a crisis (R35)."""

from agents.names import (
    CHIP,
    CHIPS,
    ENDING_AUTONOMY,
    ENDING_BARGAIN,
    ENDING_CRISIS,
    ENDING_HEGEMONY,
    TOOLS,
    US,
)
from agents.rule import rule

# Share of developers that one ecosystem has to have in every market, and for how many quarters; the
# mean of China's four hardware layers, and for how many (docs/adr/0016). Game numbers.
LEADING, LEADING_QUARTERS = 0.75, 4.0
AUTARKIC, AUTARKIC_QUARTERS = 0.85, 2.0
CRISIS = 100.0


@rule
def leads_everywhere(outcome):
    """Whether one bloc's stack has nearly all developers in every market."""
    incumbent = 1.0
    challenger = 1.0
    for k in range(len(outcome.incumbent_by_pool)):
        incumbent = min(incumbent, outcome.incumbent_by_pool[k])
        challenger = min(challenger, outcome.developer_by_pool[k])
    return max(incumbent, challenger) >= LEADING


@rule
def supplied_at_home(outcome):
    """China's self-sufficiency in what a cut-off could stop: tools, wafers, memory and chips."""
    total = 0.0
    for k in range(TOOLS, CHIPS + 1):
        total += outcome.layer_self_sufficiency[k]
    return total / (CHIPS - TOOLS + 1.0)


@rule
def all_sign(world):
    """Whether all four majors sign the grand bargain in this quarter."""
    signed = 0.0
    for k in range(US, CHIP + 1):
        signed += world.governments[k].sign_bargain
    return signed > 3.5


@rule
def count_streaks(economy, outcome):
    """Quarters in a row of leadership and of autonomy; leadership from the start does not count."""
    leads = leads_everywhere(outcome)
    if not leads:
        economy.dominance = 0.0
    elif economy.dominance >= 0.0:
        economy.dominance += 1.0
    if supplied_at_home(outcome) >= AUTARKIC:
        economy.autarky += 1.0
    else:
        economy.autarky = 0.0


@rule
def judge(economy, world):
    """Note the first ending that has come about; the calibrated history has none."""
    outcome = world.outcome
    if economy.event_rate > 0.0:
        count_streaks(economy, outcome)
        if economy.ending == 0:
            economy.ending = ending_now(economy, world)
            if economy.ending > 0:
                economy.ended = economy.quarter
    outcome.ending = float(economy.ending)
    outcome.tension = economy.tension


@rule
def ending_now(economy, world):
    """The ending that comes about in this quarter: 0 none."""
    if economy.tension >= CRISIS:
        return ENDING_CRISIS
    if all_sign(world):
        return ENDING_BARGAIN
    if economy.dominance >= LEADING_QUARTERS:
        return ENDING_HEGEMONY
    if economy.autarky >= AUTARKIC_QUARTERS:
        return ENDING_AUTONOMY
    return 0
