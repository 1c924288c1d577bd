"""Every lever does something: the same worlds and luck, one lever pinned low and then high."""

import numpy as np
import pytest

from agents.history import columns
from agents.levers import LEVERS, SEATS, Lever, of_seat
from tests.model_helpers import base_plan, opening, worlds

RUNS = 100
SCENARIO = "october-seventh"
# What a lever moves by its mere definition is not an effect.
BY_DEFINITION = {"fiscal_cost_us", "fiscal_cost_cn", "cash_total", "ladder"}
# Standard errors of the paired mean, and share of the outcome's spread over runs.
SURE = 5.0
VISIBLE = 0.02

# What the lever's text promises: an outcome and the way it goes from the low to the high end.
PROMISED = {
    "us.chip_tpp": ("imports", 1),
    "us.chip_density": ("imports", 1),
    "us.chip_memory": ("imports", 1),
    "us.foundry_rule": ("gap_generations", 1),
    "us.tool_control": ("cap_adv", -1),
    "us.service_ban": ("node[SMIC]", -1),
    "us.hbm_control": ("hbm_stock_cn", -1),
    "us.enforcement": ("smuggled", -1),
    "us.public_rd": ("best_perf[NVDA]", 1),
    "us.basic_share": ("best_perf[NVDA]", 1),
    "us.fab_subsidy": ("node[TSMC]", 1),
    "us.revenue_fee": ("units_cn[NVDA]", -1),
    "us.posture": ("tension", 1),
    "cn.state_mandate": ("state_domestic", 1),
    "cn.private_guidance": ("private_domestic", 1),
    "cn.import_block": ("imports", -1),
    "cn.tool_rule": ("layer_self_sufficiency[tools]", 1),
    "cn.fab_fund": ("cap_adv", 1),
    "cn.tool_fund": ("layer_self_sufficiency[tools]", 1),
    "cn.memory_fund": ("layer_self_sufficiency[hbm]", 1),
    "cn.basic_share": ("knowledge_cn", 1),
    "cn.open_source": ("layer_self_sufficiency[software]", 1),
    "cn.antitrust": ("imports", -1),
    "cn.mineral_control": ("ally_revenue", -1),
    "cn.posture": ("tension", 1),
    "tool.posture": ("capital[TOOL]", 1),
    "tool.alignment": ("cap_adv", -1),
    "chip.alignment": ("layer_self_sufficiency[hbm]", 1),
    "nvda.rd_effort": ("best_perf[NVDA]", 1),
    "nvda.china_supply": ("units_cn[NVDA]", 1),
    "nvda.compliant_variants": ("imports", 1),
    "nvda.price_factor": ("units[AMD]", 1),
    "nvda.cluster_scale": ("system_gap", 1),
    "huaw.rd_effort": ("best_perf[HUAW]", 1),
    "huaw.rd_software": ("software[HUAW]", 1),
    "huaw.rd_basic": ("knowledge_cn", 1),
    "huaw.price_factor": ("units_cn[HUAW]", -1),
    "huaw.openness": ("software[HUAW]", 1),
    "huaw.cluster_scale": ("cluster_pflops_ratio", 1),
    "huaw.stock_target": ("hbm_stock_cn", 1),
    "huaw.rd_process": ("node[SMIC]", 1),
    "smic.process_effort": ("node[SMIC]", 1),
    "smic.yield_effort": ("yield_rate[SMIC]", 1),
    "smic.capex_effort": ("cap_adv", 1),
    "smic.home_tools": ("layer_self_sufficiency[tools]", 1),
    "tsmc.process_effort": ("node[TSMC]", 1),
    "tsmc.package_effort": ("sender_cumulative", 1),
    "tool.own_control": ("cap_adv", -1),
    "tool.tool_fund": ("node[TSMC]", 1),
    "row.stack_tilt": ("developer_share_sovereign", -1),
    "row.compute_fund": ("compute_market[ROW]", 1),
    "lab_us.algorithm_effort": ("ai_gap_months", 1),
    "lab_us.open_models": ("ai_gap_months", -1),
    "lab_cn.algorithm_effort": ("ai_gap_months", -1),
    "lab_cn.open_models": ("developer_share_sovereign", 1),
    "lab_cn.port_effort": ("software[HUAW]", 1),
}


def effects(key: str, *, cut_off: bool = False) -> dict[str, float]:
    """Outcomes that differ for sure, with the size of the difference in spreads over runs.

    Some levers matter only to a target that is denied parts: `cut_off` plays such a world.
    """
    row = opening(SCENARIO)
    plans = []
    for value in (LEVERS[key].low, LEVERS[key].high):
        plan = base_plan(SCENARIO)
        if cut_off:
            plan = plan.cut_off(plan.start)
        plan.hold(key, value)
        plans.append(plan)
    one, two = (worlds(SCENARIO, plan, RUNS, row=row) for plan in plans)
    found = {}
    for name in columns():
        if name in BY_DEFINITION or name.startswith(f"{LEVERS[key].field}["):
            continue
        if name.startswith("rd[") and LEVERS[key].field.startswith("rd_"):
            continue
        a, b = one.column(name).mean(axis=1), two.column(name).mean(axis=1)
        difference = b - a
        error = difference.std(ddof=1) / np.sqrt(RUNS)
        spread = max(float(a.std()), float(b.std()), 1e-9 * float(np.abs(a).max()), 1e-12)
        size = float(difference.mean()) / spread
        if abs(difference.mean()) > SURE * error and abs(size) >= VISIBLE:
            found[name] = size
    return found


def key_of_history(lever: Lever) -> bool:
    """Whether a lever tells what happened in the world; the deck of events has its own tests."""
    return lever.actor == "world" and lever.field != "event_rate"


def alone(lever: Lever) -> bool:
    """Whether a lever acts by itself: a deal takes two, an answer a question, and intelligence
    changes what a seat believes; these have tests of their own."""
    return not (lever.deal or lever.pulse or lever.field == "intelligence")


@pytest.mark.parametrize(
    "key", [k for k, lever in LEVERS.items() if lever.actor in SEATS and alone(lever)]
)
def test_every_lever_has_a_measurable_effect(key: str) -> None:
    """Some outcome moves, and the promised one moves the promised way."""
    lever = LEVERS[key]
    found = effects(key) or effects(key, cut_off=True)
    assert found, f"{key} ({lever.name}) from {lever.low:g} to {lever.high:g} changes no outcome"
    if key in PROMISED:
        outcome, sign = PROMISED[key]
        if outcome not in found:
            found = effects(key, cut_off=True)
        assert outcome in found, sorted(found, key=lambda name: -abs(found[name]))[:8]
        assert found[outcome] * sign > 0.0, found[outcome]


@pytest.mark.parametrize("seat", SEATS)
def test_every_seat_has_levers(seat: str) -> None:
    assert of_seat(seat)


@pytest.mark.parametrize("key", [k for k, lever in LEVERS.items() if key_of_history(lever)])
def test_events_change_the_world(key: str) -> None:
    assert effects(key)
