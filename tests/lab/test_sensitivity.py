"""Sensitivity: the methods on functions whose answer is known, and on a study."""

from pathlib import Path

import numpy as np
import pytest
from SALib.sample import latin, morris, sobol
from SALib.test_functions import Ishigami

from game.commands.problems import CommandError
from game.lab.results import Results
from game.lab.sensitivity import (
    Effect,
    analyse,
    elementary_effects,
    given_data,
    of_study,
    sobol_indices,
)
from game.lab.variance import spread
from tests.lab.studies import TEXT, Asked

NAMES = ("a", "b", "c_conf")  # an ending that SALib itself refuses in some methods
PROBLEM = {"num_vars": 3, "names": list(NAMES), "bounds": [[-np.pi, np.pi]] * 3}
# The Ishigami function with a = 7 and b = 0.1 (Ishigami and Homma 1990), worked out by hand.
FIRST = {"a": 0.314, "b": 0.442, "c_conf": 0.0}
TOTAL = {"a": 0.558, "b": 0.442, "c_conf": 0.244}


def by_name(effects: list[Effect]) -> dict[str, dict[str, float]]:
    return {effect.factor: effect.numbers for effect in effects}


@pytest.mark.parametrize("second", [False, True])
def test_sobol_indices_of_a_known_function(second: bool) -> None:
    points = sobol.sample(PROBLEM, 2048, calc_second_order=second, seed=3)
    effects = sobol_indices(Ishigami.evaluate(points), NAMES, 2048, 1)
    assert [effect.factor for effect in effects] == ["a", "b", "c_conf"]
    for name, numbers in by_name(effects).items():
        assert abs(numbers["first"] - FIRST[name]) < 2.0 * numbers["first_margin"] + 0.005
        assert abs(numbers["total"] - TOTAL[name]) < 2.0 * numbers["total_margin"] + 0.005


def test_elementary_effects_are_slopes_over_the_whole_range_of_a_factor() -> None:
    points = morris.sample({**PROBLEM, "bounds": [[0.0, 10.0]] * 3}, 12, num_levels=4, seed=3)
    values = 3.0 * points[:, 0] - 0.5 * points[:, 1]
    effects = elementary_effects(points, values, NAMES, 4, 1)
    assert [effect.factor for effect in effects] == ["a", "b", "c_conf"]
    found = by_name(effects)
    assert found["a"]["mu"] == pytest.approx(30.0)
    assert found["b"]["mu"] == pytest.approx(-5.0)
    assert found["b"]["mu_star"] == pytest.approx(5.0)
    assert found["c_conf"]["mu_star"] == pytest.approx(0.0, abs=1e-9)
    assert found["a"]["sigma"] == pytest.approx(0.0, abs=1e-9)  # no interplay
    assert [effect.clear for effect in effects] == [True, True, False]


def test_given_points_of_a_latin_hypercube_show_the_first_order() -> None:
    points = latin.sample(PROBLEM, 1000, seed=3)
    found = by_name(given_data(points, Ishigami.evaluate(points), NAMES, 1))
    for name, numbers in found.items():
        assert numbers["first"] == pytest.approx(FIRST[name], abs=0.06)


def test_the_order_of_a_grid_does_not_lend_one_factor_the_effect_of_another() -> None:
    levels = np.linspace(0.0, 1.0, 5)
    grid = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3)
    effects = given_data(grid, 3.0 * grid[:, 0] + 2.0 * grid[:, 1], NAMES, 1)
    found = by_name(effects)
    assert found["a"]["first"] == pytest.approx(9 / 13, abs=0.12)
    assert found["b"]["first"] == pytest.approx(4 / 13, abs=0.12)
    assert abs(found["c_conf"]["first"]) < 0.12
    assert not next(effect.clear for effect in effects if effect.factor == "c_conf")


@pytest.mark.parametrize("size", [0.0, 3.0])
def test_factors_that_hardly_move_an_outcome_are_called_so(size: float) -> None:
    points = latin.sample(PROBLEM, 200, seed=3)
    luck = np.random.default_rng(5).normal(0.0, 1.0, (1, 50))
    values = size * points[:, :1] + 1e-4 * points[:, 1:2] + luck
    found = analyse("gap", "generations", "sobol", points, values, NAMES, (0, 4), 1)
    assert bool(found.slight) == (size == 0.0)
    if found.slight:
        assert found.slight.startswith("Factors explain 0.0% of the spread of gap; the shares")
        assert found.slight.endswith(" generations.")


def test_the_spread_of_single_runs_is_told_apart() -> None:
    random = np.random.default_rng(5)
    points, luck = random.normal(0.0, 2.0, (400, 1)), random.normal(0.0, 1.0, (1, 300))
    table = points + luck + random.normal(0.0, 1.0, (400, 300))
    found = spread(table)
    assert found is not None
    assert found.factors == pytest.approx(4 / 6, abs=0.05)
    assert found.luck == pytest.approx(1 / 6, abs=0.04)
    assert found.luck_by_point == pytest.approx(1 / 6, abs=0.04)
    assert found.leftover == pytest.approx(1 / 300 / 4, rel=0.2)
    assert spread(table[:, :1]) is None
    assert spread(np.ones((4, 4))) is None


def test_a_sample_too_small_for_its_margins_is_said_to_be() -> None:
    random = np.random.default_rng(5)
    points = random.uniform(size=(30, 3))
    noise = random.normal(size=(30, 2))
    told = " ".join(analyse("x", "-", "latin-hypercube", points, noise, NAMES, (30, 0), 1).warnings)
    assert "30 points are few" in told
    assert "No effect is larger than its margin" in told
    assert "% of the differences between the means of points is luck" in told
    told = " ".join(
        analyse("x", "-", "latin-hypercube", points, noise[:, :1], NAMES, (30, 0), 1).warnings
    )
    assert "One replication" in told


SALTELLI = TEXT.replace('kind = "sobol"', 'kind = "saltelli"').replace(
    "replications = 16", "replications = 2"
)
MORRIS = TEXT.replace('kind = "sobol"', 'kind = "morris"').replace(
    "replications = 16", "replications = 2"
)


@pytest.mark.parametrize(("text", "method"), [(SALTELLI, "sobol"), (MORRIS, "morris")])
def test_a_study_is_analysed_by_the_method_of_its_design(
    tmp_path: Path, text: str, method: str
) -> None:
    Asked.of(tmp_path / "a.toml", text).play(tmp_path / "study")
    found, left_out = of_study(Results.open(tmp_path / "study"))
    assert {one.method.name for one in found} == {method}
    names = [one.outcome for one in found]
    assert {"gap_generations", "capability"} <= set(names)
    assert "crossover" in left_out
    for one in found:
        assert {effect.factor for effect in one.effects} == {"tool_control", "captive_pull"}
        sizes = [effect.numbers[one.method.size] for effect in one.effects]
        assert sizes == sorted(sizes, reverse=True)
        assert all(np.isfinite(list(effect.numbers.values())).all() for effect in one.effects)


def test_what_cannot_be_analysed_is_refused_with_a_sentence(tmp_path: Path) -> None:
    listed = TEXT.partition("[design]")[0].replace("replications = 16", "replications = 2") + (
        '[design]\nkind = "list"\n[[point]]\nname = "as it was"\n[[point]]\nname = "again"\n'
    )
    Asked.of(tmp_path / "list.toml", listed).play(tmp_path / "list")
    with pytest.raises(CommandError, match="design of this study is 'list'"):
        of_study(Results.open(tmp_path / "list"))
    Asked.of(tmp_path / "a.toml", SALTELLI).play(tmp_path / "study")
    results = Results.open(tmp_path / "study")
    with pytest.raises(CommandError, match="no outcome 'capabilty'; the nearest is 'capability'"):
        of_study(results, ("capabilty",))
    with pytest.raises(CommandError, match="nothing to analyse: crossover: has no value in"):
        of_study(results, ("crossover",))
