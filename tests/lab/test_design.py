"""Designs: how their points lie in space, in which order they come, and what they are called."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from SALib.analyze import morris as analyze_morris
from SALib.analyze import sobol as analyze_sobol
from scipy.stats import qmc

from agents.levers import LEVERS
from agents.names import quarter_index
from game.commands.problems import CommandError
from game.lab.design import WHOLE_PATH, DesignTable, log_scale, points, size
from game.lab.experiment import Experiment
from game.lab.reading import read_experiment

ROOT = Path(__file__).resolve().parents[2]

FACTORS = """
[[factor]]
lever = "us.tool_control"
name = "tools"
low = 0.2
high = 0.8

[[factor]]
lever = "us.chip_tpp"
name = "line"
low = 1000
high = 100000

[[factor]]
delay = "cut"
name = "wait"
low = 0
high = 4

[[factor]]
lever = "cn.fab_fund"
name = "fund"
values = [0, 5, 40]

[[order]]
name = "cut"
lever = "us.hbm_control"
value = 1
quarter = "2024Q1"
"""
HEAD = 'scenario = "october-seventh"\nreplications = 3\n[design]\n'
TWO = "".join(f'[[factor]]\nlever = "us.{key}"\n' for key in ("tool_control", "hbm_control"))
KINDS = {
    "grid": 'kind = "grid"\nlevels = 4',
    "latin-hypercube": 'kind = "latin-hypercube"\npoints = 60',
    "sobol": 'kind = "sobol"\npoints = 64',
    "saltelli": 'kind = "saltelli"\npoints = 32',
    "morris": 'kind = "morris"\npoints = 10',
    "one-at-a-time": 'kind = "one-at-a-time"',
}
Read = Callable[..., Experiment]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read an experiment of a kind of design."""

    def make(design: str, factors: str = FACTORS) -> Experiment:
        file = tmp_path / "trial.toml"
        file.write_text(HEAD + design + factors)
        return read_experiment(file)

    return make


def unit(table: DesignTable, experiment: Experiment) -> np.ndarray:
    """The values of factors without levels, back in the unit cube."""
    columns = []
    for factor, values in zip(experiment.factors, table.values.T, strict=True):
        if log_scale(factor):
            columns.append(np.log(values / factor.low) / np.log(factor.high / factor.low))
        elif not factor.whole and not factor.values:
            columns.append((values - factor.low) / (factor.high - factor.low))
    return np.column_stack(columns)


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_one_that_its_factor_takes(kind: str, read: Read) -> None:
    experiment = read(KINDS[kind])
    table = points(experiment)
    assert len(table.values) == size(experiment) == len(table.labels) == len(table.steps)
    assert table.names == ("tools", "line", "wait", "fund")
    for factor, values in zip(experiment.factors, table.values.T, strict=True):
        assert values.min() >= factor.low
        assert values.max() <= factor.high
    assert set(table.values[:, 2]) <= {0.0, 1.0, 2.0, 3.0, 4.0}
    assert set(table.values[:, 3]) <= {0.0, 5.0, 40.0}


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_has_every_point_once_and_keeps_what_analysts_need(kind: str, read: Read) -> None:
    table = points(read(KINDS[kind]))
    assert table.order.dtype == np.int64
    assert sorted(table.order) == list(range(len(table.values)))
    in_place = kind in ("sobol", "saltelli", "morris")
    assert np.array_equal(table.order, np.arange(len(table.values))) == in_place


def test_a_study_stopped_anywhere_is_balanced(read: Read) -> None:
    table = points(read(KINDS["grid"]))
    number = len(table.values)
    run = np.arange(3 * number)
    played = table.order[run % number]
    for stop in (1, number - 1, number, number + 7, 2 * number, len(run)):
        times = np.bincount(played[:stop], minlength=number)
        assert times.max() - times.min() <= 1
    # Half of a replication shows all levels of a grid, not its first rows.
    half = table.values[played[: number // 2], 0]
    assert np.ptp(np.unique(half, return_counts=True)[1]) < number / 8


def test_a_grid_is_complete(read: Read) -> None:
    table = points(read(KINDS["grid"]))
    levels = [np.unique(column) for column in table.values.T]
    assert [len(column) for column in levels] == [4, 4, 4, 3]
    assert len(np.unique(table.values, axis=0)) == len(table.values) == 4 * 4 * 4 * 3
    assert np.allclose(levels[0], [0.2, 0.4, 0.6, 0.8])
    # A threshold has even steps in its logarithm; whole numbers stay whole.
    assert np.allclose(np.diff(np.log(levels[1])), np.log(100.0) / 3.0)
    assert levels[2].tolist() == [0.0, 1.0, 3.0, 4.0]


def test_a_latin_hypercube_has_one_point_in_every_stratum(read: Read) -> None:
    experiment = read(KINDS["latin-hypercube"])
    table = points(experiment)
    for column in unit(table, experiment).T:
        assert sorted(np.floor(column * 60.0)) == list(range(60))
    # Whole numbers and levels are equally frequent, the ends as well.
    assert np.unique(table.values[:, 2], return_counts=True)[1].tolist() == [12] * 5
    assert np.unique(table.values[:, 3], return_counts=True)[1].tolist() == [20] * 3


def test_sobol_points_fill_the_space_more_evenly_than_chance(read: Read) -> None:
    experiment = read('kind = "sobol"\npoints = 256\n', TWO)
    uneven = qmc.discrepancy(unit(points(experiment), experiment))
    chance = [qmc.discrepancy(np.random.default_rng(seed).random((256, 2))) for seed in range(20)]
    assert uneven < 0.2 * min(chance)


def test_a_threshold_is_spread_evenly_in_its_logarithm(read: Read) -> None:
    table = points(read(KINDS["sobol"]))
    # As many points from 1,000 to 10,000 as from there to 100,000.
    assert (table.values[:, 1] < 10_000.0).sum() == 32


@pytest.mark.parametrize("second", [False, True])
def test_saltelli_points_are_what_the_analysis_expects(second: bool, read: Read) -> None:
    text = f'kind = "saltelli"\npoints = 512\nsecond_order = {str(second).lower()}\n'
    experiment = read(text, TWO)
    table = points(experiment)
    assert len(table.values) == size(experiment) == 512 * (6 if second else 4)
    problem = {"num_vars": 2, "names": list(table.names), "bounds": [[0, 1], [0, 1]]}
    result = analyze_sobol.analyze(
        problem, table.values @ np.array([3.0, 1.0]), calc_second_order=second, seed=1
    )
    # The variance of 3 x + y is 9 parts of one and 1 of the other.
    assert np.allclose(result["S1"], [0.9, 0.1], atol=0.03)
    assert np.allclose(result["ST"], [0.9, 0.1], atol=0.03)


def test_morris_points_are_what_the_analysis_expects(read: Read) -> None:
    experiment = read('kind = "morris"\npoints = 12\n', TWO)
    table = points(experiment)
    assert len(table.values) == size(experiment) == 36
    problem = {"num_vars": 2, "names": list(table.names), "bounds": [[0, 1], [0, 1]]}
    outcome = table.values @ np.array([3.0, -1.0])
    result = analyze_morris.analyze(problem, table.values, outcome, seed=1)
    assert np.allclose(result["mu"], [3.0, -1.0])
    assert np.allclose(result["sigma"], 0.0, atol=1e-9)


def test_every_step_of_a_morris_trajectory_moves_one_factor(read: Read) -> None:
    table = points(read(KINDS["morris"]))
    for trajectory in np.split(table.values, 10):
        moved = np.diff(trajectory, axis=0) != 0.0
        assert moved.sum(axis=0).tolist() == moved.sum(axis=1).tolist() == [1, 1, 1, 1]


def test_one_at_a_time(read: Read) -> None:
    table = points(read(KINDS["one-at-a-time"]))
    usual = [0.5, 10_000.0, 0.0, 5.0]
    assert table.labels == (
        *("usual", "tools = 0.2", "tools = 0.8", "line = 1000", "line = 100000"),
        *("wait = 4", "fund = 0", "fund = 40"),
    )
    assert np.allclose(table.values[0], usual)
    assert ((np.abs(table.values[1:] - table.values[0]) > 1e-9).sum(axis=1) == 1).all()


def test_a_list_has_its_points_and_their_orders(read: Read) -> None:
    text = (
        '[[factor]]\nlever = "us.tool_control"\nname = "tools"\n'
        '[[point]]\nname = "alone"\ntools = 0.5\n'
        '[[point]]\nname = "together"\ntools = 1\n'
        '[[point.order]]\nlever = "tool.alignment"\nvalue = 1\n'
    )
    table = points(read('kind = "list"\n', text))
    assert table.labels == ("alone", "together")
    assert table.values.tolist() == [[0.5], [1.0]]
    assert [[step.lever for step in steps] for steps in table.steps] == [[], ["tool.alignment"]]
    assert table.order.tolist() == [0, 1]


def test_a_list_may_do_without_factors(read: Read) -> None:
    table = points(read('kind = "list"\n', '[[point]]\nname = "as it is"\n'))
    assert table.values.shape == (1, 0)


def test_history_leaves_out_one_recorded_control_after_another(tmp_path: Path) -> None:
    file = tmp_path / "trial.toml"
    file.write_text('scenario = "history"\n[design]\nkind = "history"\n')
    experiment = read_experiment(file)
    table = points(experiment)
    recorded = [entry["lever"] for entry in experiment.scenario.data["path"]]
    controls = [key for key in recorded if LEVERS[key].control]
    # The cloud rule is on record as never in force: there is nothing to leave out.
    controls.remove("us.cloud_rule")
    assert table.labels == (WHOLE_PATH, *(f"without {key}" for key in controls))
    assert table.values.shape == (len(table.labels), 0)
    assert table.steps[0] == ()
    for key, (step,) in zip(controls, table.steps[1:], strict=True):
        assert (step.lever, step.value) == (key, LEVERS[key].off)
        assert (step.first, step.last) == (experiment.scenario.start, None)


def test_a_control_is_left_out_while_it_is_on_record(tmp_path: Path) -> None:
    file = tmp_path / "trial.toml"
    file.write_text('scenario = "october-seventh"\n[design]\nkind = "history"\n')
    steps = points(read_experiment(file)).steps[1:]
    assert [step.lever for (step,) in steps] == ["us.chip_tpp", "us.chip_link", "us.tool_control"]
    assert {(step.first, step.last) for (step,) in steps} == {(quarter_index("2022Q4"),) * 2}


@pytest.mark.parametrize("kind", KINDS)
def test_a_design_depends_on_its_seed_alone(kind: str, read: Read) -> None:
    experiment = read(KINDS[kind])
    one, same = points(experiment), points(experiment)
    assert np.array_equal(one.values, same.values)
    assert np.array_equal(one.order, same.order)
    other = points(replace(experiment, seed=experiment.seed + 1))
    by_level = kind in ("grid", "one-at-a-time")
    assert np.array_equal(one.values, other.values) == by_level
    if by_level:
        assert not np.array_equal(one.order, other.order)


CHECKSUMS = """
import hashlib, sys
from pathlib import Path
from game.lab.design import points
from game.lab.reading import read_experiment
for file in sys.argv[1:]:
    table = points(read_experiment(Path(file)))
    print(hashlib.sha256(table.values.tobytes() + table.order.tobytes()).hexdigest())
"""


def test_another_process_lays_out_the_same_points(tmp_path: Path) -> None:
    for kind, text in KINDS.items():
        (tmp_path / f"{kind}.toml").write_text(HEAD + text + FACTORS)
    answers = [
        subprocess.run(
            [sys.executable, "-c", CHECKSUMS, *sorted(map(str, tmp_path.iterdir()))],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1]
    assert len(set(answers[0].split())) == len(KINDS)


@pytest.mark.parametrize(
    ("kind", "library"), [("sobol", "scipy.stats"), ("morris", "SALib.sample")]
)
def test_a_missing_library_is_named_with_its_extra(
    kind: str, library: str, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = read(KINDS[kind])
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(CommandError, match=r"pip install 'two-stacks\[batch\]'"):
        points(experiment)
    assert points(replace(experiment, design=replace(experiment.design, kind="grid", levels=2)))
