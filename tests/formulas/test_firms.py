"""Research, clusters, ecosystems, minds: limits, signs and worked examples of their formulas."""

import csv
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import agents
from agents.government import learn_basics
from agents.lab import GRID_USUAL, SCALE_CHIPS, UTILISATION, build_pod, scale_utilisation
from agents.measure import GENERATION, divergence, months_behind, two_way
from agents.minds import RUNGS, logistic, reasons, rung_in_force, take_rung
from agents.names import MARKET_CN, MARKET_US, US, quarter_index, quarter_name
from agents.research import absorptive_capacity, find_chance
from agents.rule import clip, each, pay

DATA = Path(agents.__file__).parent / "data"


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Finite floats of a range."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


# --- research -------------------------------------------------------------------------------


@given(numbers(0.05, 2.0), numbers(0.0, 0.15), st.integers(0, 80), numbers(0.0, 50.0))
def test_chance_of_a_find(zeta: float, harder: float, quarter: int, spending: float) -> None:
    """A probability; none without money; rises with money, falls as ideas get harder."""
    chance = find_chance(zeta, harder, quarter, spending)
    assert 0.0 <= chance < 1.0 or spending > 20.0
    assert find_chance(zeta, harder, quarter, 0.0) == 0.0
    assert find_chance(zeta, harder, quarter, spending + 1.0) >= chance
    assert find_chance(zeta, harder, quarter + 4, spending) <= chance
    assert find_chance(zeta, harder, quarter, -1.0) == 0.0


def test_research_has_falling_returns_and_the_yearly_decay_of_the_source() -> None:
    """Source: Bloom et al. 2020: research productivity falls 6.8% a year."""
    small = -math.log(1.0 - find_chance(0.6, 0.068, 0, 1.0))
    large = -math.log(1.0 - find_chance(0.6, 0.068, 0, 4.0))
    assert large / small == pytest.approx(2.0)
    later = -math.log(1.0 - find_chance(0.6, 0.068, 4, 1.0))
    assert later / small == pytest.approx(math.exp(-0.068))


@given(numbers(0.0, 100.0), numbers(0.01, 10.0))
def test_absorptive_capacity(spending: float, half: float) -> None:
    value = absorptive_capacity(spending, half)
    assert 0.0 <= value < 1.0 or spending / half > 1e9
    assert absorptive_capacity(spending + 1.0, half) > value or value > 1.0 - 1e-12
    assert absorptive_capacity(half, half) == pytest.approx(0.5)
    assert absorptive_capacity(0.0, half) == 0.0


def a_government(**fields: Any) -> SimpleNamespace:
    """A government without talent programmes and with an empty stock of knowledge."""
    base = {
        "bloc": 4,
        "public_rd": 0.0,
        "basic_share": 1.0,
        "talent_visas": 0.0,
        "talent_return": 0.0,
        "pipeline": [0.0] * 4,
        "knowledge": 0.0,
        "cash": 0.0,
        "deficit": 0.0,
    }
    return SimpleNamespace(**{**base, **fields})


def test_basic_research_pays_late_and_not_less_than_it_cost() -> None:
    """One quarter's money arrives as knowledge after two to four years, most after eight quarters.

    The stock loses a little each quarter, so inflows are what is counted here.
    """
    government = a_government(public_rd=4.0)
    world = SimpleNamespace(designers=[])
    arrived = []
    for _ in range(60):
        before = government.knowledge
        learn_basics(government, world)
        arrived.append(government.knowledge - 0.97 * before)
        government.public_rd = 0.0
    total = sum(arrived)
    assert total == pytest.approx(1.0, rel=1e-3)
    mean_delay = sum(i * part for i, part in enumerate(arrived)) / total
    assert 8.0 <= mean_delay <= 16.0
    assert sum(arrived[:4]) / total < 0.15
    assert sum(arrived[8:]) / total > 0.5


@given(numbers(0.0, 40.0), numbers(0.0, 0.8))
def test_the_stock_of_knowledge_settles(public_rd: float, share: float) -> None:
    """With steady money the stock rises to the flow over the rate of loss."""
    government = a_government(public_rd=public_rd, basic_share=share)
    world = SimpleNamespace(designers=[])
    for _ in range(600):
        learn_basics(government, world)
    assert government.knowledge == pytest.approx(public_rd / 4.0 * share / 0.03, rel=1e-3)


# --- clusters -------------------------------------------------------------------------------


@given(numbers(1.0, 1e6), numbers(0.0, 1.0), numbers(1.01, 10.0))
def test_utilisation_falls_with_scale_and_rises_with_maturity(
    chips: float, maturity: float, factor: float
) -> None:
    value = scale_utilisation(chips, maturity)
    assert 0.0 <= value <= 1.0
    assert scale_utilisation(chips * factor, maturity) <= value
    assert scale_utilisation(chips, 0.5 * maturity) == pytest.approx(0.5 * value)


def test_utilisation_of_known_runs() -> None:
    """Source: about 0.45 of peak on a thousand chips; 0.3 to 0.45 on sixteen thousand (Llama 3)."""
    assert scale_utilisation(SCALE_CHIPS, 1.0) == pytest.approx(UTILISATION, rel=0.03)
    assert 0.27 <= scale_utilisation(16384.0, 1.0) <= 0.45


@pytest.fixture(scope="module")
def systems() -> dict[str, dict[str, str]]:
    """The clusters that exist, by name."""
    with (DATA / "clusters.csv").open(encoding="utf-8", newline="") as file:
        return {row["system"]: row for row in csv.DictReader(file)}


def test_the_cluster_rule_gives_cloudmatrix_and_nvl72(systems: dict[str, dict[str, str]]) -> None:
    """Fed with the catalogue's chips of 2025Q2, the rule gives both systems and their ratios."""
    with (DATA / "chips.csv").open(encoding="utf-8", newline="") as file:
        chips = {row["chip"]: row for row in csv.DictReader(file)}

    def maker(chip: str) -> SimpleNamespace:
        row = chips[chip]
        return SimpleNamespace(
            watts=[float(row["tdp_w"])], perf16=[float(row["bf16_dense_tflops"])], cluster_scale=1.0
        )

    world = SimpleNamespace(
        economy=SimpleNamespace(quarter=quarter_index("2025Q2")),
        governments=[SimpleNamespace(grid_build=GRID_USUAL)] * 5,
        designers=[maker("GB200 (per GPU)"), None, None, maker("Ascend 910C")],
    )
    pods = {}
    for bloc in (MARKET_US, MARKET_CN):
        lab = SimpleNamespace(bloc=bloc, pod_kw=0.0, pod_chips=0.0, pod_pflops=0.0, optics=0.0)
        build_pod(lab, world)
        pods[bloc] = lab
    here, there = systems["GB200 NVL72"], systems["CloudMatrix 384"]
    for lab, row in ((pods[MARKET_US], here), (pods[MARKET_CN], there)):
        assert lab.pod_kw == pytest.approx(float(row["power_kw"]), rel=0.02)
        assert lab.pod_chips == pytest.approx(float(row["n_accelerators"]), rel=0.03)
        assert lab.pod_pflops == pytest.approx(float(row["bf16_pflops"]), rel=0.03)
    performance = pods[MARKET_CN].pod_pflops / pods[MARKET_US].pod_pflops
    power = pods[MARKET_CN].pod_kw / pods[MARKET_US].pod_kw
    assert performance == pytest.approx(1.67, rel=0.03)
    assert power == pytest.approx(3.9, rel=0.03)
    assert power / performance == pytest.approx(2.3, rel=0.03)
    assert pods[MARKET_CN].pod_chips / pods[MARKET_US].pod_chips == pytest.approx(5.3, rel=0.03)


# --- ecosystems -----------------------------------------------------------------------------


def shares(count: int) -> st.SearchStrategy[list[float]]:
    """Shares that sum to one."""
    raw = st.lists(numbers(0.0, 1.0), min_size=count, max_size=count)
    return raw.filter(lambda x: sum(x) > 0.01).map(lambda x: [v / sum(x) for v in x])


def between(a: list[float], b: list[float]) -> float:
    """The divergence of two splits, summed as the model sums it."""
    return sum(divergence(x, y) for x, y in zip(a, b, strict=True))


@given(shares(5), shares(5))
def test_divergence_is_symmetric_and_between_nothing_and_one(
    a: list[float], b: list[float]
) -> None:
    value = between(a, b)
    assert -1e-12 <= value <= 1.0 + 1e-12
    assert between(b, a) == pytest.approx(value, abs=1e-12)
    assert between(a, a) == pytest.approx(0.0, abs=1e-12)


@given(shares(4), shares(4))
def test_divergence_is_that_of_jensen_and_shannon(a: list[float], b: list[float]) -> None:
    def entropy(p: np.ndarray) -> float:
        positive = p[p > 1e-12]
        return float(-(positive * np.log2(positive)).sum())

    p, q = np.array(a), np.array(b)
    direct = entropy(0.5 * (p + q)) - 0.5 * (entropy(p) + entropy(q))
    assert between(a, b) == pytest.approx(direct, abs=1e-9)


def test_divergence_of_separate_worlds_is_one() -> None:
    assert between([1.0, 0.0], [0.0, 1.0]) == pytest.approx(1.0)
    assert two_way(1.0, 0.0) == pytest.approx(1.0)
    assert two_way(0.3, 0.3) == pytest.approx(0.0)


@given(numbers(0.0, 1.0), numbers(0.0, 1.0))
def test_divergence_of_two_suppliers(a: float, b: float) -> None:
    assert two_way(a, b) == pytest.approx(two_way(b, a), abs=1e-12)
    assert two_way(a, b) == pytest.approx(two_way(1.0 - a, 1.0 - b), abs=1e-12)


def frontier(path: list[float], quarter: int) -> SimpleNamespace:
    """A world with a path of the frontier."""
    padded = path + [0.0] * (40 - len(path))
    return SimpleNamespace(economy=SimpleNamespace(quarter=quarter, frontier_path=padded))


def test_months_behind_reads_the_path_of_the_frontier() -> None:
    world = frontier([1.0, 2.0, 3.0, 4.0], 3)
    assert months_behind(world, 4.0) == 0.0
    assert months_behind(world, 5.0) == 0.0
    assert months_behind(world, 3.0) == pytest.approx(3.0)
    assert months_behind(world, 2.5) == pytest.approx(4.5)
    assert months_behind(world, 1.0) == pytest.approx(9.0)
    older = months_behind(world, 1.0 - GENERATION)
    assert older == pytest.approx(9.0 + 30.0), "before the path: 30 months a generation"


@given(st.lists(numbers(0.0, 0.5), min_size=5, max_size=30), numbers(-1.0, 6.0), numbers(0.0, 1.0))
def test_better_chips_are_not_further_behind(
    steps: list[float], performance: float, more: float
) -> None:
    path = np.cumsum(steps).tolist()
    world = frontier(path, len(path) - 1)
    behind = months_behind(world, performance)
    assert behind >= 0.0
    assert months_behind(world, performance + more) <= behind + 1e-9


# --- minds and small parts ------------------------------------------------------------------


@pytest.mark.parametrize("rung", range(RUNGS + 1))
def test_every_rung_of_the_ladder_is_recognised(rung: int) -> None:
    """The levers of a rung are read back as that rung."""
    government = SimpleNamespace()
    take_rung(government, float(rung))
    assert rung_in_force(government) == rung


def test_the_ladder_never_loosens_on_the_way_up() -> None:
    fields = ("entity_listing", "foundry_rule", "tool_control", "hbm_control", "enforcement")
    last = [0.0] * len(fields)
    for rung in range(RUNGS + 1):
        government = SimpleNamespace()
        take_rung(government, float(rung))
        now = [getattr(government, field) for field in fields]
        assert all(a <= b for a, b in zip(last, now, strict=True)), rung
        assert all(0.0 <= value <= 1.0 for value in now)
        last = now


@given(numbers(-1e6, 1e6))
def test_the_logistic_function(x: float) -> None:
    assert 0.0 <= logistic(x) <= 1.0
    assert logistic(-x) == pytest.approx(1.0 - logistic(x), abs=1e-12)
    assert logistic(x + 0.1) >= logistic(x)


@given(numbers(-10.0, 10.0), numbers(-5.0, 0.0), numbers(0.0, 5.0))
def test_clip(value: float, low: float, high: float) -> None:
    assert low <= clip(value, low, high) <= high
    if low <= value <= high:
        assert clip(value, low, high) == value


def test_pay_and_each() -> None:
    """Money moves, none is made; every agent acts once, in order."""
    a, b = SimpleNamespace(cash=10.0), SimpleNamespace(cash=1.0)
    pay(a, b, 4.0)
    assert (a.cash, b.cash) == (6.0, 5.0)
    seen: list[int] = []
    each([1, 2, 3], lambda agent, world: seen.append(agent), None)
    assert seen == [1, 2, 3]


def test_reasons_are_sorted_by_weight() -> None:
    agent = SimpleNamespace(why_lead=0.2, why_hawk=0.6, why_event=0.0, why_lobby=-0.9)
    pairs = reasons("US", agent)
    assert [abs(weight) for _, weight in pairs] == [0.9, 0.6, 0.2, 0.0]
    assert all(text for text, _ in pairs)
    assert US == 0


@given(st.integers(0, 400))
def test_names_of_quarters(index: int) -> None:
    assert quarter_index(quarter_name(index)) == index
    assert quarter_index(f" {quarter_name(index).lower()} ") == index


@pytest.mark.parametrize("text", ["2022", "2022Q5", "22Q1", "Q1", "", "2022-Q1", "20222Q1"])
def test_what_is_not_a_quarter(text: str) -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        quarter_index(text)
