"""What may never be broken, checked in every quarter of many worlds: money, chips, parts, people.

Each law takes one quarter of many worlds and asserts. The worlds are drawn wide: every scenario,
both recorded and random plans, levers at their ends, parameters at the ends of their ranges.
"""

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from agents.measure import divergence
from agents.names import (
    HUAW,
    MARKET_CN,
    MARKET_US,
    NVDA,
    US,
)
from agents.parameters import PARAMETERS
from agents.state import DEFAULT_BUYERS
from agents.threat import DENSITY_FLOOR_TPP
from tests.model_helpers import (
    CORNERS,
    LAW,
    SCENARIOS,
    Quarter,
    base_plan,
    close,
    corner_plan,
    opening,
    quarters,
    random_plan,
)

RETIRED = 1.0 / 20.0
# Rounding of a quarter's payments (bn USD): far below the 1e-9 of all cash that the law allows.
CENT = 1e-6
Law = Callable[[Quarter], None]


def every(holds: np.ndarray, q: Quarter, what: str) -> None:
    """Assert for every world at once, and say in how many and where it fails."""
    if not np.all(holds):
        where = np.argwhere(~np.atleast_1d(holds))
        raise AssertionError(f"{q.name}: {what}: {len(where)} times, first at {where[0].tolist()}")


def cash_is_neither_made_nor_lost(q: Quarter) -> None:
    """All money less what governments created never changes."""
    total = q.after.outcome["cash_total"][:, 0]
    before = np.zeros(len(total))
    after = np.zeros(len(total))
    for world, into in ((q.before, before), (q.after, after)):
        into += world.economy["cash"][:, 0]
        into += (world.governments["cash"] - world.governments["deficit"]).sum(axis=1)
        kinds = ("designers", "foundries", "toolmakers", "memory_makers", "buyers")
        for kind in kinds:
            into += getattr(world, kind)["cash"].sum(axis=1)
    every(np.abs(after - before) <= CENT, q, "cash before and after the quarter")
    every(close(total, after), q, "cash_total is the sum of all cash")


def governments_only_create_what_they_spend(q: Quarter) -> None:
    """The deficit account grows by the programmes paid from it, and by nothing else."""
    made = q.after.governments["deficit"] - q.before.governments["deficit"]
    scale = np.abs(q.after.governments["deficit"])
    every(close(made, q.after.governments["spending"], scale), q, "money created is money spent")
    every(q.after.governments["spending"] >= 0.0, q, "spending is not negative")


def chips_in_store_add_up(q: Quarter) -> None:
    """Inventory changes by what was made, sold and written off."""
    d = q.after.designers
    store = q.before.designers["inventory"] + d["produced"] - d["sold"] - d["scrapped"]
    scale = q.before.designers["inventory"] + d["produced"]
    every(close(store, d["inventory"], scale), q, "inventory = before + made - sold - scrapped")
    every(d["inventory"] >= 0.0, q, "inventory is not negative")
    every((d["produced"] >= 0.0) & (d["scrapped"] >= 0.0), q, "output is not negative")


def chips_sold_arrive_once(q: Quarter) -> None:
    """What sellers sold is what markets received, smuggled and seized chips included."""
    m = q.after.markets
    arrived = m["delivered"].sum(axis=1)
    arrived[:, NVDA] += m["smuggled"].sum(axis=1) + m["seized"].sum(axis=1)
    every(close(arrived, q.after.designers["sold"]), q, "sold = delivered + smuggled + seized")
    every(m["delivered"] >= 0.0, q, "deliveries are not negative")
    every((m["smuggled"] >= 0.0) & (m["seized"] >= 0.0), q, "the grey market is not negative")


def chips_in_use_add_up(q: Quarter) -> None:
    """In every market a twentieth retires and what was delivered or smuggled in is added."""
    buyers = q.before.buyers
    for market in range(3):
        here = (buyers["market"] == market)[:, :, None]
        old = np.where(here, buyers["installed"], 0.0).sum(axis=1)
        new = np.where(here, q.after.buyers["installed"], 0.0).sum(axis=1)
        came = q.after.markets["delivered"][:, market, :].copy()
        came[:, NVDA] += q.after.markets["smuggled"][:, market]
        every(close(new, old * (1.0 - RETIRED) + came), q, f"in use in market {market}")
        shown = q.after.markets["installed"][:, market, :]
        every(close(new, shown), q, f"the market's count of chips in use, market {market}")
    total = q.after.buyers["installed"].sum(axis=2)
    every(close(total, q.after.buyers["installed_all"]), q, "all chips of a buyer")


def compute_in_use_adds_up(q: Quarter) -> None:
    """Compute in use follows the same law as chips in use."""
    for market in range(3):
        here = (q.before.buyers["market"] == market)[:, :, None]
        old = np.where(here, q.before.buyers["compute"], 0.0).sum(axis=1)
        new = np.where(here, q.after.buyers["compute"], 0.0).sum(axis=1)
        came = q.after.markets["compute_new"][:, market, :]
        every(close(new, old * (1.0 - RETIRED) + came), q, f"compute in use in market {market}")


def parts_add_up(q: Quarter) -> None:
    """Banks of dies and memory change by what was bought and what assembly used (Leontief)."""
    old, new = q.before.designers, q.after.designers
    dies = new["dies_foreign"] + new["dies_domestic"]
    used = new["produced"] * old["dies"][:, :, 0]
    scale = old["die_bank"] + dies
    every(close(old["die_bank"] + dies - used, new["die_bank"], scale), q, "dies")
    stacks = new["hbm_foreign"] + new["hbm_domestic"]
    used = new["produced"] * old["stacks"][:, :, 0]
    scale = old["hbm_bank"] + stacks
    every(close(old["hbm_bank"] + stacks - used, new["hbm_bank"], scale), q, "HBM stacks")
    for bank, bought in (("die_bank", dies), ("hbm_bank", stacks)):
        every(new[bank] >= -LAW * (old[bank] + bought), q, f"{bank} is not negative")
    every(new["dies_leaked"] <= new["dies_foreign"] * (1.0 + 1e-9) + 1e-12, q, "leaked dies")


def makers_sell_what_they_can_make(q: Quarter) -> None:
    """Foundries and memory makers sell no more than their capacity of the quarter's beginning."""
    sold = q.after.memory_makers["sold"]
    received = q.after.designers["hbm_foreign"] + q.after.designers["hbm_domestic"]
    every(close(sold.sum(axis=1), received.sum(axis=1)), q, "stacks sold are stacks received")
    every(sold <= q.before.memory_makers["stacks"] * (1.0 + 1e-9), q, "HBM within capacity")
    made = q.after.foundries["wafers_ai"]
    can = q.before.foundries["capacity"] * 3.0 * q.before.foundries["ai_share"]
    every(made <= can * (1.0 + 1e-9) + 1e-12, q, "wafers within capacity")


def buyers_money_adds_up(q: Quarter) -> None:
    """Budget and carry-in are spent, smuggled with, rented with, carried or given back."""
    b = q.after.buyers
    had = q.before.buyers["cash"] + b["budget"]
    used = b["spent"] + b["grey_spent"] + b["rent_spent"] + b["carried"] + b["returned"]
    every(close(had, used), q, "a buyer's money")
    every(close(b["cash"], b["carried"], had), q, "what is kept is what is carried")
    every(b["cash"] >= -1e-9 * (1.0 + had), q, "no buyer is in debt")
    every((b["spent"] >= 0.0) & (b["returned"] >= 0.0), q, "flows are not negative")
    spent = b["spent"].sum(axis=1)
    paid = q.after.markets["value"].sum(axis=(1, 2))
    every(close(spent, paid), q, "what buyers paid is what markets counted")


def shares_sum_to_one(q: Quarter) -> None:
    """Shares of spending, of developers and of a buyer's choice; nothing outside 0 to 1."""
    w = q.after
    for market in range(3):
        here = w.buyers["market"] == market
        total = np.where(here, w.buyers["share"], 0.0).sum(axis=1)
        every(close(total, np.ones_like(total)), q, f"buyers' shares in market {market}")
    chosen = w.buyers["weight"].sum(axis=2)
    every(close(chosen, np.ones_like(chosen)) | (chosen == 0.0), q, "a buyer's choice")
    every(w.buyers["weight"] >= 0.0, q, "a choice is not negative")
    people = w.pools["share"].sum(axis=2)
    every(close(people, np.ones_like(people)), q, "developers' shares")
    every(w.pools["share"] >= 0.0, q, "developers' shares are not negative")
    for field in ("served", "spare", "willing", "legal", "power_room"):
        value = w.markets[field]
        every((value >= 0.0) & (value <= 1.0 + 1e-12), q, f"markets.{field} between 0 and 1")
    for field in (
        "self_sufficiency", "layer_self_sufficiency", "divergence", "layer_divergence",
        "new_compute_share", "tool_share_cn", "hhi_cn", "hhi_world", "state_domestic",
        "private_domestic", "train_domestic", "infer_domestic", "developer_share_sovereign",
        "threat_cn", "pressure", "software", "yield_rate",
    ):  # fmt: skip
        value = w.outcome[field]
        every((value >= 0.0) & (value <= 1.0 + 1e-9), q, f"outcome.{field} between 0 and 1")


def people_grow_as_stated(q: Quarter) -> None:
    """Developers are only made by growth towards those who could be; nobody is lost in a move."""
    old, new = q.before.pools, q.after.pools
    every(new["headcount"] >= old["headcount"] * (1.0 - 1e-12), q, "developers do not vanish")
    every(new["headcount"] <= new["reachable"], q, "no more developers than people")
    by_stack = (new["headcount"][:, :, None] * new["share"]).sum(axis=1)
    shown = q.after.outcome["developers"][:, 0, :]
    every(close(by_stack, shown), q, "developers by stack")


def power_suffices(q: Quarter) -> None:
    """Accelerators draw no more power than there is."""
    m = q.after.markets
    every(m["power_used"] <= m["power_capacity"] * (1.0 + 1e-9), q, "power used within capacity")
    every(m["power_used"] >= 0.0, q, "power used is not negative")


def nothing_illegal_is_sold_openly(q: Quarter) -> None:
    """Every chip delivered in China by a US firm was under the lines in force."""
    w = q.after
    us = w.governments[:, US]
    tpp_line, density_line = us["chip_tpp"], us["chip_density"]
    link_line, memory_line = us["chip_link"], us["chip_memory"]
    runs = np.arange(len(us))
    for d in range(w.designers.shape[1]):
        firm = w.designers[:, d]
        if d < HUAW:
            sold = w.markets["delivered"][:, MARKET_CN, d] > 0.0
            k = np.clip(w.markets["product"][:, MARKET_CN, d], 0, 2)
            tpp = np.maximum(16.0 * firm["perf16"][runs, k], 8.0 * firm["perf8"][runs, k])
            density = tpp / np.maximum(firm["area"][runs, k], 1.0)
            line = (tpp >= tpp_line) & (firm["link"][runs, k] >= link_line)
            dense = (tpp >= DENSITY_FLOOR_TPP) & (density >= density_line)
            memory = firm["memory_bandwidth"][runs, k] >= memory_line
            every(~(sold & (line | dense | memory)), q, f"legal sales in China by designer {d}")
            offered = w.markets["product"][:, MARKET_CN, d] >= 0
            every(~sold | offered, q, f"sales in China without an offer, designer {d}")
        else:
            sold = w.markets["delivered"][:, MARKET_US, d] > 0.0
            listed = us["entity_listing"] >= 0.3
            every(~(sold & listed), q, f"listed designer {d} sells in the US")


def every_number_is_a_number(q: Quarter) -> None:
    """No nan and no infinity, anywhere in the world."""
    for kind, records in zip(q.after._fields, q.after, strict=True):
        for field in records.dtype.names:
            every(np.isfinite(records[field]), q, f"{kind}.{field} is a finite number")


def counts_stay_sane(q: Quarter) -> None:
    """Prices, performance, watts and capacities are positive where something is offered."""
    w = q.after
    offered = w.markets["product"] >= 0
    for field in ("price", "net_price", "perf", "watts"):
        every(~offered | (w.markets[field] > 0.0), q, f"markets.{field} is positive")
    every(w.designers["perf16"][:, :, 0] > 0.0, q, "every flagship computes")
    every(w.foundries["capacity"] >= 0.0, q, "capacity is not negative")
    every(w.designers["rd"] >= 0.0, q, "R&D is not negative")
    every((w.governments["capital"] >= 0.0) & (w.governments["capital"] <= 100.0), q, "capital")
    every((w.governments["threat"] >= 0.0) & (w.governments["threat"] <= 1.0), q, "threat")
    every((w.governments["alignment"] >= 0.0) & (w.governments["alignment"] <= 1.0), q, "alignment")
    every(w.economy["quarter"][:, 0] == q.before.economy["quarter"][:, 0] + 1, q, "one quarter on")


LAWS: tuple[Law, ...] = (
    cash_is_neither_made_nor_lost,
    governments_only_create_what_they_spend,
    chips_in_store_add_up,
    chips_sold_arrive_once,
    chips_in_use_add_up,
    compute_in_use_adds_up,
    parts_add_up,
    makers_sell_what_they_can_make,
    buyers_money_adds_up,
    shares_sum_to_one,
    people_grow_as_stated,
    power_suffices,
    nothing_illegal_is_sold_openly,
    every_number_is_a_number,
    counts_stay_sane,
)


def check(played: Iterator[Quarter]) -> None:
    """Hold every quarter to every law; report each broken law once, where it first breaks."""
    broken: dict[str, str] = {}
    for q in played:
        for law in LAWS:
            if law.__name__ not in broken:
                try:
                    law(q)
                except AssertionError as error:
                    broken[law.__name__] = str(error)
    assert not broken, "\n" + "\n".join(f"{name}: {text}" for name, text in broken.items())


def wide_openings(name: str, count: int) -> np.ndarray:
    """Openings with parameters drawn at or between the ends of their ranges."""
    luck = random.Random(f"parameters {name}")
    rows = []
    for i in range(count):
        values = {}
        for p in PARAMETERS:
            part = luck.choice([0.0, 1.0]) if i < count // 2 else luck.random()
            values[p.name] = p.low + part * (p.high - p.low)
        rows.append(opening(name, values=values))
    return np.array(rows)


@pytest.mark.parametrize("name", SCENARIOS)
class TestLaws:
    """Every law in every scenario, in every quarter."""

    def test_on_the_recorded_path(self, name: str) -> None:
        check(quarters(opening(name), base_plan(name), 7, 24))

    def test_without_controls(self, name: str) -> None:
        plan = base_plan(name).without_controls()
        check(quarters(opening(name, controls=False), plan, 11, 12))

    @pytest.mark.parametrize("seed", range(6))
    def test_under_random_orders(self, name: str, seed: int) -> None:
        check(quarters(opening(name), random_plan(name, seed), seed, 12))

    @pytest.mark.parametrize("rate", [1.0, 2.0])
    def test_with_events(self, name: str, rate: float) -> None:
        plan = base_plan(name)
        plan.hold("world.event_rate", rate)
        check(quarters(opening(name), plan, 13, 60))

    @pytest.mark.parametrize("corner", CORNERS)
    def test_with_levers_at_their_ends(self, name: str, corner: str) -> None:
        check(quarters(opening(name), corner_plan(name, corner), 3, 8))

    def test_with_parameters_at_their_ends(self, name: str) -> None:
        check(quarters(wide_openings(name, 16), base_plan(name), 5, 16))


def test_divergence_is_the_law_that_the_outcome_obeys() -> None:
    """The index is 0 for equal shares and 1 for disjoint ones."""
    assert divergence(0.4, 0.4) == 0.0
    assert divergence(1.0, 0.0) + divergence(0.0, 1.0) == pytest.approx(1.0)


def test_the_default_world_has_at_least_64_buyers() -> None:
    """The laws were checked on worlds of the size that is played."""
    assert DEFAULT_BUYERS >= 64
