"""What happened once, as patterns that every calibrated model has to show.

Signs and orders, not sizes: each test plays a few hundred worlds with common luck.
"""

import numpy as np
import pytest

from agents.history import History
from agents.levers import LEVERS
from agents.names import CANN, HUAW, MARKET_CN, NVDA, VARIANT, quarter_index, quarter_name
from agents.plan import Plan
from tests.model_helpers import base_plan, opening, quarters, with_orders, worlds

RUNS = 200


@pytest.fixture(scope="module")
def record() -> History:
    """The years 2018 to 2026 on the recorded path."""
    return worlds("history", runs=RUNS)


def at(history: History, name: str, quarter: str) -> np.ndarray:
    """An outcome in one quarter. Shape: (runs,)."""
    values: np.ndarray = history.column(name)[:, quarter_index(quarter) - history.start]
    return values


def over(history: History, name: str, first: str, last: str) -> np.ndarray:
    """An outcome's mean over quarters. Shape: (runs,)."""
    begin, end = quarter_index(first) - history.start, quarter_index(last) - history.start
    values: np.ndarray = history.column(name)[:, begin : end + 1].mean(axis=1)
    return values


# --- vendors and rules ----------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["2022Q4", "2023Q4"])
def test_a_legal_chip_is_back_one_or_two_quarters_after_a_rule(rule: str) -> None:
    """Source: A800 after one month, H800 after five, H20 after one to four."""
    offers = {}
    for q in quarters(opening("history"), base_plan("history"), 7, 60):
        offers[q.name] = q.after.markets["product"][:, MARKET_CN, NVDA].copy()
    after = [quarter_name(quarter_index(rule) + i) for i in (1, 2)]
    assert np.mean(np.maximum(*(offers[name] for name in after)) >= 0) > 0.9


def test_the_first_rule_brings_a_chip_designed_under_it() -> None:
    """None in the quarter of the rule, everybody's offer two quarters later."""
    played = list(quarters(opening("history"), base_plan("history"), 7, 60))
    offer = {q.name: q.after.markets["product"][:, MARKET_CN, NVDA] for q in played}
    assert np.mean(offer["2022Q4"] == VARIANT) < 0.1
    assert np.mean(offer["2023Q2"] == VARIANT) > 0.9


def test_memory_limits_close_the_market_at_once_and_a_reversal_opens_it(record: History) -> None:
    """April 2025 (H20) and July 2025."""
    before, during = at(record, "imports", "2025Q1"), at(record, "imports", "2025Q2")
    assert np.median(during) < 0.35 * np.median(before)
    assert np.median(at(record, "imports", "2025Q4")) > np.median(during)


# --- stockpiles -----------------------------------------------------------------------------


def expecting(quarter: str | None) -> Plan:
    """The path of October 2022 with a tightening expected in one quarter, or in none."""
    plan = base_plan("october-seventh")
    plan.hold("world.event_tightening", 0.0)
    if quarter is not None:
        plan.pulse("world.event_tightening", 1.0, quarter_index(quarter))
    return plan


def test_an_announced_ban_brings_a_spike_and_then_a_hole() -> None:
    """Paired worlds: memory and dies are bought ahead, and less is bought when the fear is over."""
    bought = {}
    for name, plan in (("calm", expecting(None)), ("alarm", expecting("2024Q2"))):
        row = opening("october-seventh", seat="us")
        flows = []
        for q in quarters(row, plan, 7, 100):
            d = q.after.designers[:, HUAW]
            flows.append(d["hbm_foreign"] + d["hbm_domestic"])
        bought[name] = np.array(flows)
    difference = np.median(bought["alarm"] - bought["calm"], axis=1)
    usual = np.median(bought["calm"], axis=1)
    t = quarter_index("2024Q2") - base_plan("october-seventh").start
    assert np.all(difference[:t] == 0.0)
    assert difference[t] > 0.15 * usual[t], "a spike in the quarter of the announcement"
    assert difference[t + 1 : t + 4].sum() < -0.1 * difference[t], "a hole after it"


# --- who switches first ---------------------------------------------------------------------


def test_state_buyers_switch_before_private_buyers(record: History) -> None:
    """Source: by May 2024 five state buyers asked for H20, more than twelve for 910B."""
    for first, last in (("2023Q3", "2024Q2"), ("2024Q3", "2025Q1")):
        state = over(record, "state_domestic", first, last)
        private = over(record, "private_domestic", first, last)
        assert np.mean(state > private) > 0.95
    half = []
    for name in ("state_domestic", "private_domestic"):
        reached = np.median(record.column(name), axis=0) > 0.5
        half.append(int(np.argmax(reached)) if reached.any() else 10_000)
    assert half[0] <= half[1]


def test_inference_moves_before_training(record: History) -> None:
    """Source: DeepSeek's move to home chips for inference, not for training (2025)."""
    infer = over(record, "infer_domestic", "2024Q1", "2025Q1")
    train = over(record, "train_domestic", "2024Q1", "2025Q1")
    assert np.median(infer - train) > 0.0
    assert np.mean(infer > train) > 0.6


# --- hysteresis -----------------------------------------------------------------------------


def test_lifting_controls_does_not_restore_what_was_lost() -> None:
    """Four years after the end of all controls the ecosystem still differs from one never cut."""
    name = "october-seventh"
    row = opening(name, seat="us")
    lifted, never = base_plan(name), base_plan(name)
    start = quarter_index("2027Q1") - lifted.start
    hard = base_plan(name).cut_off(lifted.start)
    for key, lever in LEVERS.items():
        column = list(LEVERS).index(key)
        if lever.control:
            lifted.values[:start, column] = hard.values[:start, column]
            lifted.values[start:, column] = lever.off
            never.values[:, column] = lever.off
    on, off = worlds(name, lifted, RUNS, row=row), worlds(name, never, RUNS, row=row)
    share = "developer_share_sovereign"
    assert np.mean(on.final(share) > off.final(share)) > 0.95
    assert np.mean(on.final("self_sufficiency") > off.final("self_sufficiency")) > 0.95
    abroad = on.final("value_cn_by[NVDA]") / on.final("value_cn")
    never_cut = off.final("value_cn_by[NVDA]") / off.final("value_cn")
    assert np.mean(abroad < never_cut) > 0.95
    assert np.mean(on.final("threat_cn") > off.final("threat_cn")) > 0.95


def test_threat_rises_faster_than_it_falls() -> None:
    """A year of controls is felt for longer than a year."""
    name = "october-seventh"
    plan = base_plan(name).cut_off(base_plan(name).start)
    column = [i for i, key in enumerate(LEVERS) if LEVERS[key].control]
    off = base_plan(name).without_controls()
    plan.values[4:, column] = off.values[4:, column]
    threat = np.median(worlds(name, plan, 50, seat="us").column("threat_cn"), axis=0)
    rise = threat[3] - np.median(worlds(name, off, 50, seat="us").column("threat_cn")[:, 0])
    fall = threat[3] - threat[7]
    assert 0.0 <= fall < 0.6 * rise


# --- research -------------------------------------------------------------------------------


def test_basic_research_pays_after_two_years_and_not_before() -> None:
    """Paired: all public R&D to basic research from the start, or none of it."""
    name = "october-seventh"
    rich = with_orders(name, "us.public_rd=40", "us.basic_share=0.8")
    poor = with_orders(name, "us.public_rd=40", "us.basic_share=0")
    one, two = worlds(name, rich, 400, seat="us"), worlds(name, poor, 400, seat="us")
    gain = (one.column("arch[NVDA]") - two.column("arch[NVDA]")).mean(axis=0)
    assert gain[-1] > 0.0
    assert gain[4] < 0.03 * gain[-1]
    assert gain[8] < 0.15 * gain[-1]


def test_a_firm_pays_for_basic_research_with_products_today() -> None:
    name = "october-seventh"
    high = worlds(name, with_orders(name, "huaw.rd_basic=0.5"), RUNS)
    none = worlds(name, with_orders(name, "huaw.rd_basic=0"), RUNS)
    early = high.column("arch[HUAW]")[:, 12] - none.column("arch[HUAW]")[:, 12]
    assert early.mean() < 0.0
    assert np.all(high.final("knowledge_cn") > none.final("knowledge_cn"))


def test_a_cut_off_raises_the_intensity_of_research() -> None:
    """Source: Hu, Yang et al.: +16.6% in the following year; Huawei 14% to 25%."""
    name = "october-seventh"
    start = base_plan(name).start
    cut = worlds(name, base_plan(name).cut_off(start), RUNS, seat="us")
    free = worlds(name, base_plan(name).without_controls(), RUNS, seat="us")
    on = (cut.column("rd[HUAW]") / cut.column("revenue[HUAW]"))[:, 3:8].mean(axis=1)
    off = (free.column("rd[HUAW]") / free.column("revenue[HUAW]"))[:, 3:8].mean(axis=1)
    assert np.mean(on > off) > 0.95


def test_the_champions_intensity_peaks_after_the_loss_of_its_foundry(record: History) -> None:
    """Source: annual reports: 14.1% (2018), 25.1% (2022), 20.8% (2024)."""
    intensity = np.median(record.column("rd[HUAW]") / record.column("revenue[HUAW]"), axis=0)
    year = {y: intensity[4 * (y - 2018) : 4 * (y - 2018) + 4].mean() for y in range(2018, 2026)}
    assert year[2022] > 1.3 * year[2019]
    assert max(year, key=lambda y: year[y]) in (2021, 2022, 2023)
    assert year[2024] < year[2022]


# --- scarcity and size ----------------------------------------------------------------------


def test_the_bottleneck_moves_from_the_foundry_to_memory(record: History) -> None:
    """Source: foundry 2020 to 2023, then yield, then HBM from 2025 on."""
    code = record.column("bottleneck_cn")
    start = quarter_index("2020Q4") - record.start
    middle = quarter_index("2024Q1") - record.start
    late = quarter_index("2025Q1") - record.start
    assert (code[:, start:middle] == 1.0).mean() > (code[:, start:middle] == 2.0).mean()
    assert (code[:, late:] == 2.0).mean() > (code[:, late:] == 1.0).mean()


def test_the_paper_gap_was_small_when_the_champion_was_cut_off(record: History) -> None:
    """Source: Ascend 910 against V100 and A100: about zero in 2019 and 2020, above 0.3 by 2025."""
    assert np.median(at(record, "gap_generations", "2020Q3")) < 0.5
    assert np.median(at(record, "gap_generations", "2025Q2")) > 0.3


def test_the_follower_learns_and_the_leader_leads(record: History) -> None:
    node = np.median(record.column("node[SMIC]"), axis=0)
    assert np.all(np.diff(node) >= 0.0)
    good = np.median(record.column("yield_rate[SMIC]"), axis=0)
    assert good[-1] > 1.3 * good[quarter_index("2020Q4") - record.start]
    assert np.all(at(record, "node[TSMC]", "2026Q4") > at(record, "node[SMIC]", "2026Q4"))


def test_enforcement_and_smuggling_go_opposite_ways() -> None:
    name = "october-seventh"
    strict = worlds(name, with_orders(name, "us.enforcement=1"), RUNS, seat="us")
    loose = worlds(name, with_orders(name, "us.enforcement=0"), RUNS, seat="us")
    assert strict.column("smuggled").sum() < loose.column("smuggled").sum()
    assert loose.column("smuggled").sum() > 0.0


def test_both_governments_can_close_the_market() -> None:
    """The sender by its rules, the target at its customs: foreign chips lose their place."""
    name = "october-seventh"
    both = [with_orders(name, "cn.import_block=1"), base_plan(name).cut_off(base_plan(name).start)]
    free = worlds(name, base_plan(name).without_controls(), 60, seat="us").column("imports")
    for plan in both:
        closed = worlds(name, plan, 60, seat="us").column("imports")
        assert np.mean(closed[:, 4:].sum(axis=1) < 0.5 * free[:, 4:].sum(axis=1)) > 0.95


def test_clusters_trade_power_for_performance(record: History) -> None:
    """Source: CloudMatrix 384 against NVL72: 1.67 times the performance, 2.3 times the W/FLOP."""
    assert np.median(at(record, "cluster_watts_ratio", "2025Q2")) > 1.3
    wide = worlds("good-enough", with_orders("good-enough", "huaw.cluster_scale=4"), 60)
    usual = worlds("good-enough", with_orders("good-enough", "huaw.cluster_scale=1"), 60)
    ratio = wide.final("cluster_pflops_ratio") / usual.final("cluster_pflops_ratio")
    assert np.median(ratio) == pytest.approx(4.0, rel=0.2)


def test_developers_follow_the_installed_base() -> None:
    """Without foreign chips the sovereign stacks gain developers at home."""
    name = "october-seventh"
    closed = worlds(name, with_orders(name, "cn.import_block=1"), 60)
    open_ = worlds(name, with_orders(name, "cn.import_block=0"), 60)
    stack = "developers[CANN]"
    assert CANN == 2
    assert np.mean(closed.final(stack) > open_.final(stack)) > 0.9
