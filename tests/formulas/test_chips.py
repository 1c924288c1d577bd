"""Chips: die yield, dies per wafer, performance, price, and what a rule catches."""

import csv
import math
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agents
from agents.assembly import wafer_price
from agents.foundry import CRITICAL_AREA, ceiling_room, gross_dies, yield_of
from agents.levers import INDEX, LEVERS
from agents.names import quarter_index
from agents.product import cut_down, die_performance, price_line
from agents.scenario import load
from agents.threat import caught, total_performance

DATA = Path(agents.__file__).parent / "data"


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Finite floats of a range."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


@pytest.fixture(scope="module")
def catalogue() -> dict[str, dict[str, str]]:
    """The chips that exist, by name."""
    with (DATA / "chips.csv").open(encoding="utf-8", newline="") as file:
        return {row["chip"]: row for row in csv.DictReader(file)}


# --- yield and dies -------------------------------------------------------------------------


@given(numbers(0.0, 5.0), numbers(0.0, 10.0))
def test_yield_lies_between_the_poisson_and_the_seeds_model(density: float, area: float) -> None:
    """Clustered defects cost fewer dies than scattered ones, and more than fully clustered ones."""
    value = yield_of(density, area)
    defects = density * area
    assert math.exp(-defects) - 1e-12 <= value <= 1.0 / (1.0 + defects) + 1e-12


@given(numbers(0.0, 4.0), numbers(0.01, 9.0), numbers(1e-3, 1.0))
def test_yield_falls_with_defects_and_with_area(density: float, area: float, more: float) -> None:
    assert yield_of(density + more, area) < yield_of(density, area)
    assert yield_of(density, area + more) <= yield_of(density, area)
    assert yield_of(0.0, area) == 1.0


def test_yield_of_an_accelerator_die() -> None:
    """Source: 0.8 defects per cm2 give about 20% (SMIC, 2024); 0.09 give about 75% (TSMC N7)."""
    assert yield_of(0.8, CRITICAL_AREA) == pytest.approx(0.15, abs=0.06)
    assert yield_of(0.09, CRITICAL_AREA) == pytest.approx(0.75, abs=0.04)


def test_gross_dies_of_the_worked_example() -> None:
    """Source: an Ascend die of 665 mm2 gives 78 to 80 gross dies on a 300 mm wafer."""
    assert 78 <= math.floor(gross_dies(665.0)) <= 80


@given(numbers(50.0, 850.0), numbers(1.0, 100.0))
def test_gross_dies_fall_with_area_and_fit_on_the_wafer(area: float, more: float) -> None:
    assert gross_dies(area + more) < gross_dies(area)
    assert gross_dies(area) * area < math.pi * 150.0 * 150.0


# --- node and ceiling -----------------------------------------------------------------------


@given(numbers(-2.2, 3.0), numbers(0.5, 9.0), numbers(0.01, 1.0))
def test_room_below_a_ceiling(node: float, ceiling: float, more: float) -> None:
    """All of it far below, none at the ceiling; less with progress, more with a higher ceiling."""
    room = ceiling_room(node, ceiling)
    assert 0.0 <= room <= 1.0
    assert ceiling_room(node + more, ceiling) <= room
    assert ceiling_room(node, ceiling + more) >= room
    assert ceiling_room(ceiling, ceiling) == pytest.approx(0.0, abs=1e-12)
    assert ceiling_room(ceiling + more, ceiling) == pytest.approx(0.0, abs=1e-12)
    assert ceiling_room(-2.2, ceiling) == 1.0


@given(numbers(3.0, 7.0), numbers(-3.0, 4.0), numbers(0.3, 0.8), numbers(0.1, 0.6))
def test_die_performance_rises_with_skill_and_node(
    arch: float, node: float, omega: float, late: float
) -> None:
    value = die_performance(arch, node, omega, late)
    assert die_performance(arch + 0.1, node, omega, late) == pytest.approx(value + 0.1)
    assert die_performance(arch, node + 0.1, omega, late) > value
    assert die_performance(arch, 0.0, omega, late) == arch


@given(numbers(3.0, 7.0), numbers(0.3, 0.8), numbers(0.1, 0.6))
def test_the_gain_per_node_changes_at_n5_without_a_jump(
    arch: float, omega: float, late: float
) -> None:
    below = die_performance(arch, 1.0 - 1e-9, omega, late)
    above = die_performance(arch, 1.0 + 1e-9, omega, late)
    assert above == pytest.approx(below, abs=1e-8)
    assert die_performance(arch, 1.0, omega, late) - arch == pytest.approx(omega)
    at_n3 = die_performance(arch, 2.0, omega, late)
    assert at_n3 - die_performance(arch, 1.0, omega, late) == pytest.approx(late)


def test_the_node_from_a100_to_h100() -> None:
    """Source: at equal skill N7 to N5 is about a factor of 1.8."""
    gain = die_performance(5.7, 1.0, 0.59, 0.35) - die_performance(5.7, 0.0, 0.59, 0.35)
    assert math.exp(gain) == pytest.approx(1.8, rel=0.02)


# --- prices ---------------------------------------------------------------------------------

ANCHORS = ("V100 SXM2 32GB", "A100 80GB", "H100 SXM5", "B200", "GB200 (per GPU)", "H20")


@pytest.mark.parametrize("chip", ANCHORS)
def test_the_price_line_runs_through_the_catalogue(
    chip: str, catalogue: dict[str, dict[str, str]]
) -> None:
    """The line falls within the band of prices reported for the chips it was drawn through."""
    row = catalogue[chip]
    line = 1000.0 * price_line(math.log(float(row["bf16_dense_tflops"])))
    assert 0.95 * float(row["price_low"]) <= line <= 1.05 * float(row["price_high"])


@given(numbers(1.0, 1e5), numbers(1.01, 3.0))
def test_prices_rise_more_slowly_than_performance(performance: float, factor: float) -> None:
    dearer = price_line(math.log(performance * factor)) / price_line(math.log(performance))
    assert 1.0 < dearer < factor


def test_wafer_prices() -> None:
    """Source: CSET 2020 for N7; the follower charges 40 to 50% more (FT 2024)."""
    assert wafer_price(0.0, 0.0) == pytest.approx(9.346, rel=0.01)
    assert 1.4 <= wafer_price(0.0, 1.0) / wafer_price(0.0, 0.0) <= 1.5
    assert wafer_price(1.0, 0.0) == pytest.approx(16.988, rel=0.2)
    assert wafer_price(2.0, 0.0) > wafer_price(1.0, 0.0) > wafer_price(0.0, 0.0)


# --- what a rule catches --------------------------------------------------------------------


def law_of(quarter: str) -> SimpleNamespace:
    """The chip rule in force in a quarter of the record."""
    plan = load("history").base_plan()
    row = plan.values[quarter_index(quarter) - plan.start]
    fields = ("chip_tpp", "chip_density", "chip_link", "chip_memory")
    return SimpleNamespace(**{field: float(row[INDEX[f"us.{field}"]]) for field in fields})


def needs_licence(law: SimpleNamespace, row: dict[str, str]) -> bool:
    """Whether a chip of the catalogue needs a licence."""
    value = caught(
        law,
        float(row["bf16_dense_tflops"]),
        float(row["fp8_dense_tflops"] or 0.0),
        float(row["die_area_mm2_total"]),
        float(row["link_gbps"] or 0.0),
        float(row["mem_bw_tbps"]),
    )
    assert value in (0.0, 1.0)
    return value == 1.0


@pytest.mark.parametrize(
    ("chip", "quarter", "banned"),
    [
        ("A100 80GB", "2022Q3", False),
        ("A100 40GB", "2022Q4", True),
        ("A100 80GB", "2022Q4", True),
        ("H100 SXM5", "2022Q4", True),
        ("MI250X", "2022Q4", True),
        ("A800", "2022Q4", False),
        ("H800 SXM5", "2022Q4", False),
        ("H800 SXM5", "2023Q3", False),
        ("V100 SXM2 32GB", "2022Q4", False),
        ("A800", "2023Q4", True),
        ("H800 SXM5", "2023Q4", True),
        ("H20", "2023Q4", False),
        ("L20", "2023Q4", False),
        ("MI300X", "2024Q1", True),
        ("MI308X", "2024Q2", False),
        ("H20", "2025Q1", False),
        ("H20", "2025Q2", True),
        ("MI308X", "2025Q2", True),
        ("L20", "2025Q2", False),
        ("H20", "2025Q3", False),
        ("RTX Pro 6000D", "2025Q3", False),
        ("H200 SXM", "2025Q4", True),
        ("H200 SXM", "2026Q1", False),
        ("MI325X", "2026Q1", False),
        ("B200", "2026Q1", True),
        ("GB200 (per GPU)", "2026Q1", True),
        ("Rubin R200", "2026Q3", True),
    ],
)
def test_real_chips_under_real_rules(
    chip: str, quarter: str, banned: bool, catalogue: dict[str, dict[str, str]]
) -> None:
    assert needs_licence(law_of(quarter), catalogue[chip]) == banned


def test_total_performance_of_the_catalogue(catalogue: dict[str, dict[str, str]]) -> None:
    """The definition of the rule gives the values computed beside every chip."""
    for name, row in catalogue.items():
        if row["tpp_calc"] and row["bf16_dense_tflops"]:
            perf8 = float(row["fp8_dense_tflops"] or 0.0)
            tpp = total_performance(float(row["bf16_dense_tflops"]), perf8)
            assert tpp == pytest.approx(float(row["tpp_calc"]), rel=0.01), name


def in_range(key: str) -> st.SearchStrategy[float]:
    """Values a lever may take."""
    return numbers(LEVERS[key].low, LEVERS[key].high)


LAWS = st.builds(
    lambda tpp, density, link, memory: SimpleNamespace(
        chip_tpp=tpp, chip_density=density, chip_link=link, chip_memory=memory
    ),
    in_range("us.chip_tpp") | st.sampled_from([1600.0, 4800.0, 21000.0]),
    in_range("us.chip_density") | st.sampled_from([3.2, 5.92]),
    in_range("us.chip_link") | st.sampled_from([0.0, 600.0]),
    in_range("us.chip_memory") | st.sampled_from([1.4, 6.5]),
)
CHIPS = st.tuples(
    numbers(10.0, 2e4),
    st.sampled_from([0.0, 1.0, 2.0]),
    numbers(100.0, 3200.0),
    numbers(0.0, 4000.0),
    numbers(0.05, 40.0),
)


@given(LAWS, CHIPS, numbers(1.0, 3.0))
def test_a_better_chip_of_the_same_size_is_caught_as_well(
    law: SimpleNamespace, chip: tuple[float, ...], factor: float
) -> None:
    perf, eight, area, link, memory = chip
    plain = caught(law, perf, perf * eight, area, link, memory)
    better = caught(law, perf * factor, perf * eight * factor, area, link * factor, memory * factor)
    assert better >= plain


@given(LAWS, CHIPS, numbers(1.0, 10.0))
def test_a_looser_rule_catches_no_more(
    law: SimpleNamespace, chip: tuple[float, ...], factor: float
) -> None:
    perf, eight, area, link, memory = chip
    looser = SimpleNamespace(
        chip_tpp=law.chip_tpp * factor,
        chip_density=law.chip_density * factor,
        chip_link=law.chip_link * factor,
        chip_memory=law.chip_memory * factor,
    )
    after = caught(looser, perf, perf * eight, area, link, memory)
    assert after <= caught(law, perf, perf * eight, area, link, memory)


def a_designer(chip: tuple[float, ...]) -> SimpleNamespace:
    """A designer whose flagship is that chip."""
    perf, eight, area, link, memory = chip
    return SimpleNamespace(
        perf16=[perf, 1.0, 0.0],
        perf8=[perf * eight, 1.0, 0.0],
        memory_bandwidth=[memory, 0.1, 0.0],
        link=[link, 10.0, 0.0],
        watts=[700.0, 300.0, 0.0],
        area=[area, 500.0, 0.0],
        dies=[1.0, 1.0, 1.0],
        stacks=[5.0, 4.0, 4.0],
        price=[30.0, 10.0, 0.0],
    )


@given(LAWS, CHIPS)
def test_a_variant_is_legal_and_no_better_than_the_flagship(
    law: SimpleNamespace, chip: tuple[float, ...]
) -> None:
    """Whatever the rule and the flagship, the chip designed under the line is under the line."""
    firm = a_designer(chip)
    if caught(law, chip[0], chip[0] * chip[1], chip[2], chip[3], chip[4]) == 0.0:
        return
    cut_down(firm, law)
    variant = (firm.perf16[2], firm.perf8[2], firm.area[2], firm.link[2], firm.memory_bandwidth[2])
    if law.chip_memory > 0.0:
        assert caught(law, *variant) == 0.0
    for field in (firm.perf16, firm.perf8, firm.link, firm.memory_bandwidth):
        assert 0.0 <= field[2] <= field[0]
    assert firm.watts[2] > 0.0


def test_the_variants_of_the_record(catalogue: dict[str, dict[str, str]]) -> None:
    """Under the rule of 2022 only the link is cut (H800); under that of 2023 performance (H20)."""
    row = catalogue["H100 SXM5"]
    h100 = (
        float(row["bf16_dense_tflops"]),
        2.0,
        float(row["die_area_mm2_total"]),
        float(row["link_gbps"]),
        float(row["mem_bw_tbps"]),
    )
    firm = a_designer(h100)
    cut_down(firm, law_of("2022Q4"))
    assert firm.perf16[2] == firm.perf16[0]
    assert firm.link[2] == pytest.approx(float(catalogue["H800 SXM5"]["link_gbps"]), rel=0.1)
    cut_down(firm, law_of("2023Q4"))
    assert firm.perf16[2] == pytest.approx(float(catalogue["H20"]["bf16_dense_tflops"]), rel=0.05)
    assert firm.memory_bandwidth[2] == firm.memory_bandwidth[0]
