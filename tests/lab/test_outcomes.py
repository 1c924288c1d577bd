"""What is measured of a pair of histories, and that it is what a study of the same worlds says."""

import io

import numpy as np
import pytest

from agents.history import columns
from agents.plan import Order
from agents.scenario import load
from agents.study import PAIRED as STUDY_PAIRED
from agents.study import run_study
from game.lab.chunk import play_chunk, task_of
from game.lab.experiment import Backfire, Experiment, Step
from game.lab.outcomes import PAIRED, Recorded, backfired, find, measured, outcomes
from tests.lab.samples import design, experiment

NONE = np.empty(0)


def recorded(name: str, *paths: list[float]) -> Recorded:
    """Worlds of which one column was recorded."""
    values = np.array(paths, dtype=float)[:, :, None]
    return Recorded((name,), values, np.arange(len(values)), NONE)


def compare(name: str, run: Recorded, base: Recorded) -> list[float]:
    found = find(name).compare
    assert found is not None
    return found(run, base).tolist()


def test_the_integral_of_the_lead_is_in_generation_years() -> None:
    run = recorded("gap_generations", [1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 2.0])
    base = recorded("gap_generations", [1.5, 1.5, 2.0, 2.0], [1.0, 1.0, 1.0, 1.0])
    assert compare("lead_integral", run, base) == [0.75, -1.0]


def test_the_crossover_is_the_first_quarter_of_four_that_are_narrower() -> None:
    base = recorded("gap_generations", *[[1.0] * 8] * 4)
    run = recorded(
        "gap_generations",
        [2.0, 0.5, 0.5, 2.0, 0.5, 0.5, 0.5, 0.5],  # once for two quarters, then for good
        [0.5] * 4 + [2.0] * 4,  # narrower from the start on
        [2.0, 2.0, 2.0, 2.0, 2.0, 0.5, 0.5, 0.5],  # three quarters are too few
        [1.0] * 8,  # equal is not narrower
    )
    np.testing.assert_array_equal(compare("crossover", run, base), [4.0, 0.0, np.nan, np.nan])
    few = recorded("gap_generations", [0.5, 0.5])
    assert np.isnan(compare("crossover", few, recorded("gap_generations", [1.0, 1.0]))[0])


def test_denial_is_the_part_of_usable_computing_that_is_missing() -> None:
    run = recorded("compute_market[CN]", [9.0, 30.0], [9.0, 150.0])
    base = recorded("compute_market[CN]", [9.0, 120.0], [9.0, 120.0])
    assert compare("denial", run, base) == [0.75, -0.25]


@pytest.mark.parametrize("name", ["october-seventh", "good-enough"])
def test_paired_outcomes_are_those_of_a_study_to_the_bit(name: str) -> None:
    """Replication k has the luck of a study's run k + 1; calibrated values are the same for all."""
    begin = load(name).start + 3
    made = experiment(
        name,
        doubt=False,
        steps=(Step("cut", "us.hbm_control", 0.7, begin),),
        replications=8,
        outcomes=tuple(STUDY_PAIRED),
    )
    plan = made.scenario.base_plan()
    plan.set(Order("us", "us.hbm_control", 0.7, begin))
    study = run_study(
        made.scenario, 9, made.seed, plan=plan, doubt=False, last=made.horizon, threads=1
    )
    found = runs_of(made)
    for outcome, values in study.paired().items():
        assert found[outcome] == values[1:].tolist(), outcome
        assert len(set(found[outcome])) > 1


def runs_of(made: Experiment) -> dict[str, list[float]]:
    """The table of runs of an experiment of one point."""
    from pyarrow import parquet

    part = play_chunk(task_of(made, design(np.empty((1, 0))), 0))
    return parquet.read_table(io.BytesIO(part.runs)).to_pydict()


def test_every_paired_outcome_of_a_study_has_its_name_and_unit_here() -> None:
    known = {outcome.name: outcome.unit for outcome in PAIRED}
    assert {name: unit for name, (unit, _) in STUDY_PAIRED.items()}.items() <= known.items()


def test_every_column_of_a_history_is_an_outcome_at_the_horizon() -> None:
    assert set(columns()) < set(outcomes())
    assert find("units[NVDA]").unit == columns()["units[NVDA]"].unit
    assert not find("units[NVDA]").paired


def test_a_wrong_name_is_told_with_the_nearest() -> None:
    with pytest.raises(KeyError, match="nearest is 'crossover'"):
        find("crosover")


def test_backfire_is_measured_though_nobody_named_its_outcome() -> None:
    made = experiment(outcomes=("hhi_cn",), backfire=Backfire("denial", 0.0, above=False))
    assert [outcome.name for outcome in measured(made)] == ["hhi_cn", "denial"]


def test_backfire_is_beyond_the_mark_and_never_where_there_is_no_number() -> None:
    values = np.array([-1.0, 0.5, 2.0, np.nan])
    assert backfired(Backfire("capability", 0.5), values).tolist() == [False, False, True, False]
    below = backfired(Backfire("crossover", 0.5, above=False), values)
    assert below.tolist() == [True, False, False, False]
