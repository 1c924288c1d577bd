"""Plans of many points at once are what each point's orders say, one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.levers import LEVERS, ORDER
from agents.plan import Plans
from game.lab.experiment import Baseline, Experiment, Factor, Step
from game.lab.plans import PlanTable, baselines, distinct, policies
from tests.lab.samples import experiment, lever_factor
from tests.lab.slowly import baseline_plan, plan_of

# Controls, recorded answers to them, levers that minds hold, a pulse and an event.
KEYS = (
    "us.tool_control",
    "us.chip_tpp",
    "us.fab_subsidy",
    "cn.mineral_control",
    "huaw.posture",
    "us.answer",
    "world.event_boom",
)
START, HORIZON = 8, 24


def whole(plans: Plans, number: int) -> np.ndarray:
    """A plan of a table with all its levers. Shape: (quarters, levers)."""
    values = np.full((plans.values.shape[1], len(ORDER)), np.nan)
    values[:, plans.levers] = plans.values[number]
    return values


def every(table: PlanTable) -> Plans:
    return table.take(np.arange(len(table.values)))


def assert_plans(made: Experiment, values: np.ndarray, steps: list[tuple[Step, ...]]) -> None:
    """Points and their baselines have the plans that are built one by one."""
    table, which = policies(made, values, steps)
    others, of_policy = baselines(made, table)
    for point, row in enumerate(values):
        expected = plan_of(made, row, steps[point] if steps else ())
        found = whole(every(table), which[point])
        np.testing.assert_array_equal(found, expected.values)
        baseline = whole(every(others), of_policy[which[point]])
        np.testing.assert_array_equal(baseline, baseline_plan(made, expected).values)


@st.composite
def orders(draw: st.DrawFn, names: str = "ab") -> Step:
    lever = LEVERS[draw(st.sampled_from(KEYS))]
    first = draw(st.integers(START, HORIZON))
    last = draw(st.none() | st.integers(first, HORIZON + 2))
    value = draw(st.sampled_from([lever.low, lever.off, lever.high]))
    return Step(draw(st.sampled_from(names)), lever.key, value, first, last)


@st.composite
def factors(draw: st.DrawFn) -> Factor:
    kind = draw(st.sampled_from(["lever", "delay", "length"]))
    if kind != "lever":
        return Factor("f", kind, (draw(st.sampled_from("ab")),), 0.0, 6.0, 0.0, "quarters")
    first = draw(st.none() | st.integers(START, HORIZON))
    last = draw(st.none() | st.integers(first or START, HORIZON))
    return lever_factor(draw(st.sampled_from(KEYS)), first=first, last=last)


def one_length_each(found: list[Factor]) -> bool:
    named = [f.keys for f in found if f.kind == "length"]
    return len(named) == len(set(named))


@settings(max_examples=150)
@given(
    st.sampled_from(["history", "first-cut"]),
    st.lists(orders(), max_size=5),
    st.lists(factors(), max_size=4).filter(one_length_each),
    st.lists(st.lists(orders("c"), max_size=2).map(tuple), min_size=3, max_size=3),
    st.sampled_from(["twin", "path", "orders"]),
    st.integers(0, 2**16),
)
def test_plans_of_points_are_those_built_one_by_one(
    scenario: str,
    steps: list[Step],
    varied: list[Factor],
    own: list[tuple[Step, ...]],
    kind: str,
    seed: int,
) -> None:
    made = experiment(
        scenario,
        horizon=HORIZON,
        steps=tuple(steps),
        factors=tuple(varied),
        baseline=Baseline(kind, kind, tuple(steps[:2]) if kind == "orders" else ()),
    )
    low = np.array([factor.low for factor in varied])
    high = np.array([factor.high for factor in varied])
    luck = np.random.default_rng(seed).random((3, len(varied)))
    assert_plans(made, low + (high - low) * luck, own)


def test_a_later_order_holds_and_gives_back_to_the_earlier_one() -> None:
    key = "us.tool_control"
    steps = (
        Step("late", key, 0.9, START + 6, START + 7),
        Step("early", key, 0.2, START + 2, START + 9),
    )
    made = experiment("history", horizon=HORIZON, steps=steps)
    table, _ = policies(made, np.empty((1, 0)))
    found = whole(every(table), 0)[:, ORDER.index(key)]
    recorded = made.scenario.base_plan().values[: made.quarters, ORDER.index(key)]
    begin = START - made.scenario.start
    expected = recorded.copy()
    expected[begin + 2 : begin + 10] = 0.2
    expected[begin + 6 : begin + 8] = 0.9
    np.testing.assert_array_equal(found, expected)


def test_a_delay_moves_an_order_and_a_length_ends_it() -> None:
    key = "cn.mineral_control"
    step = Step("cut", key, LEVERS[key].high, START + 2, START + 3)
    varied = (
        Factor("wait", "delay", ("cut",), 0.0, 8.0, 0.0, "quarters"),
        Factor("length", "length", ("cut",), 0.0, 8.0, 2.0, "quarters"),
    )
    made = experiment("first-cut", horizon=20, steps=(step,), factors=varied)
    values = np.array([[0.0, 2.0], [3.0, 1.0], [0.0, 0.0], [99.0, 4.0]])
    table, which = policies(made, values)
    held = whole(every(table), 0)[:, ORDER.index(key)] == LEVERS[key].high
    begin = START + 2 - made.scenario.start
    assert held.nonzero()[0].tolist() == [begin, begin + 1]
    held = whole(every(table), 1)[:, ORDER.index(key)] == LEVERS[key].high
    assert held.nonzero()[0].tolist() == [begin + 3]
    assert which.tolist() == [0, 1, 2, 2]  # never in force: the same plan


def test_a_path_holds_on_after_the_end_of_its_scenario() -> None:
    made = experiment("history", horizon=60)
    table, _ = policies(made, np.empty((1, 0)))
    found = whole(every(table), 0)[:, ORDER.index("us.tool_control")]
    assert made.scenario.end < 60
    assert len(found) == 61
    recorded = made.scenario.base_plan().values[-1, ORDER.index("us.tool_control")]
    assert (found[made.scenario.quarters :] == recorded).all()


def test_points_that_differ_in_controls_alone_have_one_twin() -> None:
    made = experiment(factors=(lever_factor("us.tool_control"), lever_factor("us.hbm_control")))
    table, which = policies(made, np.random.default_rng(1).random((40, 2)))
    assert len(table.values) == len(set(which)) == 40
    twins, of_policy = baselines(made, table)
    assert len(twins.values) == 1
    assert not of_policy.any()


def test_a_late_cut_off_is_the_one_of_a_plan() -> None:
    made = experiment(
        "history",
        factors=(lever_factor("us.tool_control"), lever_factor("tool.alignment")),
    )
    values = np.array([[0.3, 0.4], [0.8, 0.1]])
    table, which = policies(made, values)
    late = made.horizon - 3
    for point, row in enumerate(values):
        expected = plan_of(made, row).cut_off(late).values
        np.testing.assert_array_equal(whole(every(table.cut_off(late)), which[point]), expected)
    twins, _ = baselines(made, table)
    expected = baseline_plan(made, plan_of(made, values[0])).cut_off(late).values
    np.testing.assert_array_equal(whole(every(twins.cut_off(late)), 0), expected)


@pytest.mark.parametrize("shape", [(0, 3), (4, 0), (5, 2)])
def test_equal_rows_are_told_apart_in_the_order_of_appearance(shape: tuple[int, int]) -> None:
    rows = np.zeros(shape)
    if rows.size:
        rows[2:] = 1.0
    first, which = distinct(rows)
    assert len(which) == len(rows)
    np.testing.assert_array_equal(rows[first][which], rows)
    assert first.tolist() == ([0, 2] if rows.size else [0] * (len(rows) > 0))
