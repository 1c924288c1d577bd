"""The order of one quarter. Read this page first.

Before it, the engine rolls the dice (fields named luck_...), lets the minds of seats without a
player decide (`minds.think`) and enters the plan's orders (`plan`): what governments and firms set
is then in force. After it, the engine records `world.outcome`.
"""

from agents import (
    assembly,
    buyer,
    deals,
    developer,
    economy,
    ending,
    events,
    foundry,
    government,
    lab,
    ledger,
    market,
    measure,
    offer,
    product,
    research,
    terms,
    threat,
)
from agents.rule import each, rule


@rule
def quarter(world):
    """Play one quarter."""
    # 0 shocks
    events.fade(world)
    events.answer(world)
    events.unfold(world)
    economy.swing_demand(world.economy, world)
    economy.expect_tightening(world.economy, world)
    lab.break_through(world.economy, world)
    each(world.markets, economy.grow_market, world)
    # 1 governments pay for what they set
    each(world.governments, terms.take_effect, world)
    each(world.governments, government.spend_budget, world)
    each(world.governments, government.learn_basics, world)
    # 2 threat and signals
    each(world.governments, threat.feel_threat, world)
    each(world.governments, threat.read_signals, world)
    each(world.governments, threat.gather_intelligence, world)
    each(world.governments, threat.substitute_minerals, world)
    each(world.governments, government.renew_capital, world)
    each(world.governments, deals.note_measures, world)
    each(world.deals, deals.settle, world)
    deals.swing_tension(world.economy, world)
    # 3 firms budget R&D
    each(world.designers, assembly.clear_counters, world)
    each(world.designers, ledger.earn_legacy, world)
    each(world.designers, research.budget_research, world)
    each(world.designers, research.split_research, world)
    # 4 innovation draws
    each(world.designers, research.innovate, world)
    research.mark_frontier(world.economy, world)
    each(world.designers, research.absorb, world)
    each(world.designers, developer.mature_software, world)
    # 5 nodes, tools, plants, yield
    each(world.foundries, foundry.earn_other_revenue, world)
    each(world.foundries, foundry.pay_research, world)
    each(world.toolmakers, foundry.sell_other_tools, world)
    each(world.toolmakers, foundry.improve_tools, world)
    each(world.foundries, foundry.advance_node, world)
    each(world.foundries, foundry.learn_yield, world)
    # 6 dies, memory, packages
    each(world.designers, assembly.open_foundries, world)
    each(world.designers, assembly.plan_output, world)
    each(world.foundries, assembly.order_wafers, world)
    each(world.foundries, assembly.deliver_dies, world)
    each(world.foundries, foundry.build_capacity, world)
    each(world.foundries, assembly.grow_packaging, world)
    each(world.memory_makers, assembly.sell_memory, world)
    each(world.memory_makers, assembly.grow_memory, world)
    each(world.designers, assembly.assemble, world)
    # 7 launches, compliant variants, offers and prices
    each(world.designers, product.launch, world)
    each(world.designers, product.design_variant, world)
    each(world.designers, product.set_prices, world)
    each(world.designers, offer.prepare_stack, world)
    each(world.markets, offer.offer_products, world)
    each(world.markets, offer.compare_frontier, world)
    each(world.markets, market.set_terms, world)
    # 8 buyers choose, rationing, second choice, grey market, rent
    each(world.markets, market.clear_market, world)
    each(world.markets, market.expand_power, world)
    each(world.buyers, buyer.begin_quarter, world)
    each(world.buyers, buyer.evade, world)
    each(world.buyers, buyer.choose, world)
    each(world.markets, market.fit_power, world)
    each(world.designers, market.ration, world)
    each(world.buyers, buyer.choose_again, world)
    each(world.designers, market.ration_again, world)
    each(world.markets, market.fit_power_again, world)
    # 9 deliveries, payments, retirement
    each(world.buyers, buyer.take_delivery, world)
    each(world.markets, market.deliver, world)
    each(world.designers, market.collect, world)
    each(world.markets, market.draw_power, world)
    # 10 developers
    each(world.pools, developer.choose_stack, world)
    # 11 laboratories train
    each(world.labs, lab.build_pod, world)
    each(world.labs, lab.train, world)
    each(world.labs, lab.choose_models, world)
    # 12 ledger and metrics
    each(world.designers, research.smooth_revenue, world)
    each(world.designers, ledger.pay_running_costs, world)
    each(world.designers, ledger.settle_owners, world)
    each(world.foundries, ledger.settle_owners, world)
    each(world.toolmakers, ledger.settle_makers, world)
    each(world.memory_makers, ledger.settle_makers, world)
    measure.observe(world.outcome, world)
    ending.judge(world.economy, world)
    world.economy.quarter += 1
