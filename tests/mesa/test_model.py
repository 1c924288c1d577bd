"""The model by keywords: equal to the compiled one, with Mesa's collector, in Mesa's batches."""

import inspect
import pickle
import subprocess
import sys

import numpy as np
import pytest

from agents.ecosystem import Buyer, Firm
from agents.ensemble import play
from agents.history import History, columns
from agents.levers import LEVERS
from agents.notebook import KEYWORDS, TwoStacks, bands, dataframe, firms
from agents.plan import OrderError
from agents.scenario import ScenarioError, load, open_row
from tests.model_helpers import SCENARIOS, warm_kernel


@pytest.fixture(scope="module", autouse=True)
def kernel() -> None:
    """The compiled model, for the comparisons."""
    warm_kernel()


def kernel_values(model: TwoStacks) -> np.ndarray:
    """The same opening, plan, seed and run on the kernel. Shape: (quarters, outcomes)."""
    rows = model.opening[None, :].copy()
    runs = np.array([model.run_number], dtype=np.int64)
    return play(rows, model.plan, model.seed, runs, model.plan.start, model.plan.end)[0]


def bits(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values).view(np.int64)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"setting": "good-enough", "run": 3},
        {"controls": False},
        {"tool_control": 0.4, "orders": {"us.enforcement": {"2023Q1": 0.4, "2025Q1": 0.8}}},
        {"setting": "history", "buyers": 24, "seed": 11, "parameters": {"sigma": 1.2}},
    ],
    ids=str,
)
def test_the_data_frame_of_a_run_equals_the_kernel_bit_for_bit(given: dict) -> None:
    model = TwoStacks(**given)
    model.run_model()
    frame = model.datacollector.get_model_vars_dataframe()
    expected = kernel_values(model)[: len(frame)]
    assert list(frame.columns) == list(columns())
    assert np.array_equal(bits(frame.to_numpy()), bits(expected))


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("controls", [True, False])
def test_the_opening_is_that_of_the_batches(name: str, controls: bool) -> None:
    model = TwoStacks(setting=name, controls=controls, seat="us")
    expected = open_row(load(name), controls=controls, seat="us")
    assert np.array_equal(bits(model.opening), bits(expected))


def test_a_run_ends_at_the_horizon_and_stays_there() -> None:
    model = TwoStacks()
    model.run_model()
    frame = model.datacollector.get_model_vars_dataframe()
    assert not model.running
    assert model.ending == ""
    assert frame.index[0] == "2022Q4"
    assert frame.index[-1] == "2030Q4"
    assert frame.index.name == "quarter"
    assert frame.attrs["units"]["gap_months"] == "months"
    before = model.freeze()
    model.step()
    assert np.array_equal(bits(model.freeze()), bits(before))
    assert len(model.datacollector.get_model_vars_dataframe()) == len(frame)


def test_a_run_stops_in_the_quarter_of_an_ending() -> None:
    majors = {f"{seat}.sign_bargain": 1.0 for seat in ("us", "cn", "tool", "chip")}
    model = TwoStacks(orders=majors)
    model.run_model()
    assert model.ending == "a grand bargain"
    assert model.quarter <= model.setting.end
    frame = model.datacollector.get_model_vars_dataframe()
    assert (frame["ending"].to_numpy() > 0).tolist() == [False] * (len(frame) - 1) + [True]


def test_a_live_lever_acts_from_the_quarter_on_and_the_kernel_agrees() -> None:
    plain, moved = TwoStacks(), TwoStacks()
    for model in (plain, moved):
        for _ in range(4):
            model.step()
    moved.order("us.tool_control", 1.0)
    assert moved.law("us.tool_control") == 1.0
    for model in (plain, moved):
        model.run_model()
    a, b = (m.datacollector.get_model_vars_dataframe() for m in (plain, moved))
    assert a.iloc[:4].equals(b.iloc[:4])
    assert not a.iloc[4:].equals(b.iloc[4:])
    assert np.array_equal(bits(b.to_numpy()), bits(kernel_values(moved)[: len(b)]))
    with pytest.raises(OrderError, match="outside the game"):
        moved.order("us.tool_control", 0.5)


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_a_lever_by_keyword_is_the_lever_by_key_unless_all_is_as_recorded(keyword: str) -> None:
    lever = LEVERS[KEYWORDS[keyword]]
    by_keyword = TwoStacks(**{keyword: lever.high}).plan.values
    assert np.array_equal(
        by_keyword, TwoStacks(orders={lever.key: lever.high}).plan.values, equal_nan=True
    )
    recorded = TwoStacks().plan.values
    assert not np.array_equal(by_keyword, recorded, equal_nan=True)
    ignored = TwoStacks(as_recorded=True, **{keyword: lever.high}).plan.values
    assert np.array_equal(ignored, recorded, equal_nan=True)


def test_every_parameter_is_a_keyword_with_a_default() -> None:
    given = inspect.signature(TwoStacks).parameters.values()
    assert all(p.kind is p.KEYWORD_ONLY and p.default is not p.empty for p in given)
    assert set(KEYWORDS) <= {p.name for p in given}


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"setting": "october-sevnth"}, ScenarioError, "nearest is 'october-seventh'"),
        ({"tool_control": 4.0}, OrderError, "nearest valid value is 1"),
        ({"orders": {"us.tool_contrl": 0.4}}, OrderError, "nearest is 'us.tool_control'"),
        ({"parameters": {"sigmb": 1.0}}, ScenarioError, "nearest is 'sigma'"),
        ({"seat": "mars"}, ScenarioError, "no seat 'mars'"),
        ({"buyers": 3}, ScenarioError, "12 or more"),
    ],
)
def test_wrong_input_gets_a_sentence(given: dict, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        TwoStacks(**given)


def test_firms_and_buyers_are_collected_on_request() -> None:
    model = TwoStacks(collect_agents=True, buyers=20)
    for _ in range(3):
        model.step()
    noted = model.datacollector.get_agenttype_vars_dataframe(Firm)
    nvidia = noted[noted["name"] == "NVDA"]["revenue"].to_numpy()
    history = model.datacollector.get_model_vars_dataframe()["revenue[NVDA]"].to_numpy()
    assert np.array_equal(nvidia, history)
    assert len(model.datacollector.get_agenttype_vars_dataframe(Buyer)) == 3 * 20
    assert firms(model).loc["Nvidia", "revenue, bn USD/qtr"] == history[-1]


def test_an_ensemble_holds_each_run_and_becomes_tidy_frames() -> None:
    model = TwoStacks(run=5)
    model.run_model()
    history = model.ensemble(8)
    frame = dataframe(history, ["gap_generations", "divergence"])
    one = model.datacollector.get_model_vars_dataframe()["gap_generations"]
    assert frame.loc[5]["gap_generations"].iloc[: len(one)].tolist() == one.tolist()
    assert frame.index.names == ["run", "quarter"]
    assert frame.attrs["units"] == {"gap_generations": "generations", "divergence": "0-1"}
    fan = bands(history, "gap_generations")
    last = history.final("gap_generations")
    assert fan.loc["2030Q4"].tolist() == np.percentile(last, [5, 25, 50, 75, 95]).tolist()
    assert isinstance(history, History)


def test_a_seed_of_none_is_drawn_and_kept() -> None:
    first, second = TwoStacks(seed=None), TwoStacks(seed=None)
    assert first.seed != second.seed
    again = TwoStacks(seed=first.seed)
    for model in (first, again):
        model.step()
    assert np.array_equal(bits(first.freeze()), bits(again.freeze()))


def test_a_model_can_be_pickled_and_goes_on_alike() -> None:
    model = TwoStacks()
    model.step()
    copy = pickle.loads(pickle.dumps(model))
    for each in (model, copy):
        each.step()
    assert np.array_equal(bits(copy.freeze()), bits(model.freeze()))


BATCH = """
import mesa
from agents.notebook import TwoStacks

if __name__ == "__main__":
    rows = mesa.batch_run(
        TwoStacks,
        {"tool_control": [0.0, 0.8], "run": range(2), **SEED},
        data_collection_period=-1,
        display_progress=False,
        # RNG
    )
    for row in rows:
        print(row["tool_control"], row["run"], row["gap_generations"].hex())
"""


def test_mesa_batch_run_gives_what_single_runs_give() -> None:
    """In a process of its own: batch_run sets how every later process of a program starts."""
    import mesa

    by_rng = "rng" in inspect.signature(mesa.batch_run).parameters
    code = BATCH.replace("**SEED", "" if by_rng else "'seed': 7")
    code = code.replace("# RNG", "rng=7" if by_rng else "")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    said = done.stdout.splitlines()
    expected = []
    for tools in (0.0, 0.8):
        for run in (0, 1):
            model = TwoStacks(tool_control=tools, run=run)
            model.run_model()
            gap = model.datacollector.get_model_vars_dataframe()["gap_generations"].iloc[-1]
            expected.append(f"{tools} {run} {float(gap).hex()}")
    assert said == expected
