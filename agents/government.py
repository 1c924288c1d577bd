"""What governments spend, and how basic research turns into knowledge long after (R4)."""

from agents.names import ALLIED, CN, DOMESTIC, IDM, SMIC, US
from agents.research import fund_share
from agents.rule import clip, pay, rule
from agents.terms import eased

# Basic research passes four stages of three quarters each: it pays after about three years.
# MODEL R4: delay 8 to 16 quarters.
STAGE_RATE = 1.0 / 3.0
# Share of the basic-research stock that loses its use each quarter (R4).
KNOWLEDGE_KEEP = 0.97
# Share of firms' own basic research that becomes common knowledge. Guess.
PRIVATE_SPILLOVER = 0.5
# Political and diplomatic capital: what returns each quarter, what pressure costs. Game numbers.
CAPITAL_BACK = 2.0
CAPITAL_PER_PRESSURE = 60.0
CAPITAL_DIPLOMACY = 3.0
CAPITAL_ENFORCEMENT = 1.0
# What a loud word earns at home and a humble one costs (points/qtr per unit of posture): home
# audiences reward firmness (after Fearon 1994, sign only). A third of what calm returns at the
# most, so that humility is a price and not a ruin. Guess.
CAPITAL_WORD = 1.0


@rule
def spend_budget(government, world):
    """A government's programmes are paid from newly created money: its deficit account."""
    plants = (government.fab_subsidy + government.fab_fund) / 4.0
    tools = government.tool_fund / 4.0
    memory = government.memory_fund / 4.0
    design = government.design_fund / 4.0
    other = (government.public_rd + government.grid_build + government.compute_fund) / 4.0
    other += (government.intelligence + government.mineral_reserve) / 4.0
    government.spending = plants + tools + memory + design + other + government.one_off
    government.one_off = 0.0
    government.deficit += government.spending
    government.cash += government.spending
    pay(government, world.economy, other)
    if government.bloc == CN:
        pay(government, world.foundries[SMIC], plants)
        pay(government, world.toolmakers[DOMESTIC], tools)
        pay(government, world.memory_makers[DOMESTIC], memory)
        for designer in world.designers:
            if designer.bloc == 1:
                pay(government, designer, fund_share(designer) * design)
    else:
        pay(government, world.foundries[IDM], plants)
        pay(government, world.toolmakers[ALLIED], tools)
        pay(government, world.memory_makers[ALLIED], memory)
        pay(government, world.economy, design)


@rule
def learn_basics(government, world):
    """Basic research of the public and of firms becomes knowledge after about three years."""
    flow = government.public_rd / 4.0 * government.basic_share
    bloc = 1 if government.bloc == CN else 0
    if government.bloc == CN or government.bloc == US:
        for designer in world.designers:
            if designer.bloc == bloc:
                flow += PRIVATE_SPILLOVER * designer.rd_basic_spend
    talent = 1.0 + 0.15 * government.talent_visas + 0.15 * government.talent_return
    flow = flow * talent
    for stage in range(4):
        moved = STAGE_RATE * government.pipeline[stage]
        government.pipeline[stage] += flow - moved
        flow = moved
    government.knowledge = KNOWLEDGE_KEEP * government.knowledge + flow


@rule
def renew_capital(government, world):
    """Each new restriction and each ally pressed costs capital; calm and loud words give some."""
    cost = CAPITAL_DIPLOMACY * government.diplomacy + CAPITAL_ENFORCEMENT * government.enforcement
    if government.bloc == US:
        rise = max(0.0, government.pressure - government.last_pressure)
        cost += CAPITAL_PER_PRESSURE * rise
    if government.bloc == CN:
        answers = 1.5 * government.mineral_control + government.antitrust + government.market_ban
        cost += eased(answers, world)
    back = CAPITAL_BACK + CAPITAL_WORD * (government.posture - 1.0)
    government.capital = clip(government.capital + back - cost, 0.0, 100.0)
