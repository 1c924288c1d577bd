"""The EMA Workbench drives our model: its samplers, its evaluator, its PRIM."""

import inspect
from pathlib import Path

import numpy as np
import pytest
from ema_workbench import Samplers, SequentialEvaluator, perform_experiments
from ema_workbench.analysis.prim import Prim

from game.lab.experiment import Experiment
from game.lab.reading import read_experiment
from game.lab.results import Results
from game.lab.workbench import NAME, ecosystem_model, identifier, path_quarters, play_point
from tests.lab.studies import TEXT, Asked

MORE = """
[[factor]]
lever = "us.chip_tpp"
low = 1000
high = 100000

[[factor]]
lever = "us.hbm_control"
values = [0, 0.5, 1]

[[factor]]
delay = "cut"
name = "wait"
low = 0
high = 3

[[order]]
name = "cut"
lever = "us.enforcement"
value = 1
quarter = "2022Q4"
"""


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    path = tmp_path_factory.mktemp("experiment") / "a.toml"
    path.write_text(TEXT.replace("replications = 16", "replications = 3") + MORE)
    return read_experiment(path)


def test_factors_become_parameters_and_outcomes_stay_outcomes(experiment: Experiment) -> None:
    model = ecosystem_model(experiment)
    assert model.name == NAME
    kinds = {p.name: type(p).__name__ for p in [*model.uncertainties, *model.levers]}
    assert kinds == {
        "captive_pull": "RealParameter",
        "tool_control": "RealParameter",
        "chip_tpp": "RealParameter",
        "hbm_control": "CategoricalParameter",
        "wait": "IntegerParameter",
    }
    assert [p.name for p in model.uncertainties] == ["captive_pull"]
    names = [outcome.name for outcome in model.outcomes]
    assert names == ["gap_generations", "units_NVDA", "capability", "crossover", "backfire"]
    assert identifier("deals[chip-line]") == "deals_chip_line"
    together = ecosystem_model(experiment, together=True)
    assert not list(together.levers)
    assert len(list(together.uncertainties)) == 5


def test_sample_run_and_prim_work_on_our_model(experiment: Experiment) -> None:
    """The workbench's own flow."""
    model = ecosystem_model(experiment, together=True)
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(
            scenarios=80, uncertainty_sampling=Samplers.LHS
        )
    assert len(experiments) == 80
    assert np.isfinite(outcomes["gap_generations"]).all()
    assert ((outcomes["backfire"] >= 0.0) & (outcomes["backfire"] <= 1.0)).all()
    # A threshold is sampled evenly in its logarithm.
    assert 5_000 < np.median(experiments["chip_tpp"]) < 20_000
    gap = outcomes["gap_generations"]
    hits = (gap > np.median(gap)).astype(float)
    # PRIM puts limits between whole numbers, which a column of whole numbers cannot hold.
    x = experiments.drop(columns=["policy", "model"]).astype({"wait": float})
    more = {"threshold": 0.5} if "threshold" in inspect.signature(Prim).parameters else {}
    box = Prim(x, hits, **more).find_box()
    assert box.density > 0.6
    assert box.density > hits.mean()
    assert box.res_dim >= 1


def test_scenarios_and_policies_are_crossed(experiment: Experiment) -> None:
    experiments, outcomes = perform_experiments(ecosystem_model(experiment), 2, 3)
    assert len(experiments) == 6
    assert experiments["captive_pull"].nunique() == 2
    assert experiments["tool_control"].nunique() == 3
    assert outcomes["capability"].shape == (6,)


def test_a_point_of_the_workbench_is_a_point_of_our_own_studies(tmp_path: Path) -> None:
    asked = Asked.of(tmp_path / "a.toml")
    asked.play(tmp_path / "study")
    results = Results.open(tmp_path / "study")
    function = play_point(asked.experiment, series=True)
    names = results.design.names
    for place in (0, 5):
        values = dict(zip(names, results.design.values[place], strict=True))
        found = function(**values)
        assert found["capability"] == pytest.approx(results.by_point("capability")[place].mean())
        assert found["backfire"] == pytest.approx(results.by_point("backfire")[place].mean())
        path = found["gap_generations_path"]
        assert len(path) == len(path_quarters(asked.experiment))
        assert path[-1] == pytest.approx(found["gap_generations"], rel=1e-5)


def test_what_is_not_given_is_as_usual(experiment: Experiment) -> None:
    function = play_point(experiment)
    usual = {identifier(f.name): f.usual for f in experiment.factors}
    np.testing.assert_equal(function(), function(**usual))
    assert function(tool_control=1.0)["capability"] != function(tool_control=0.0)["capability"]
