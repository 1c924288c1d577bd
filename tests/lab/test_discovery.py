"""Scenario discovery: a planted region is found, noise is not, and halves say which is which."""

import math
from pathlib import Path

import numpy as np
import pytest

from game.commands.problems import CommandError
from game.lab.cases import cases_of
from game.lab.discovery import Cases, Method, discover, quasi_p, score, trimmed, without
from game.lab.experiment import Backfire
from game.lab.results import Results
from tests.lab.studies import TEXT, Asked

METHODS: list[Method] = ["prim", "cart"]


def planted(inside: float, outside: float, points: int = 500, replications: int = 4) -> Cases:
    """Cases with a region x0 > 0.6 and x1 < 0.5 in five inputs, and a chance in and outside it."""
    random = np.random.default_rng(11)
    values = np.repeat(random.random((points, 5)), replications, axis=0)
    region = (values[:, 0] > 0.6) & (values[:, 1] < 0.5)
    hits = random.random(len(values)) < np.where(region, inside, outside)
    groups = np.repeat(np.arange(points), replications)
    return Cases(tuple(f"x{i}" for i in range(5)), values, hits, groups)


@pytest.mark.parametrize("method", METHODS)
def test_a_planted_region_is_found_through_noise(method: Method) -> None:
    cases = planted(inside=0.85, outside=0.2)
    found = discover(cases, method)
    assert found.verdict == "found"
    assert set(found.box) == {"x0", "x1"}
    assert found.box["x0"] == (pytest.approx(0.6, abs=0.06), math.inf)
    assert found.box["x1"] == (-math.inf, pytest.approx(0.5, abs=0.06))
    assert found.score.density == pytest.approx(0.85, abs=0.06)
    assert found.score.outside_rate == pytest.approx(0.2, abs=0.04)
    assert max(found.quasi_p.values()) < 0.001
    assert found.held is not None
    assert found.held.limits["x0", 0] >= 0.9
    assert found.held.density == pytest.approx(0.85, abs=0.1)
    assert len(found.trail) > 1


@pytest.mark.parametrize("method", METHODS)
def test_noise_is_not_called_a_region(method: Method) -> None:
    found = discover(planted(inside=0.3, outside=0.3), method)
    assert found.verdict == "weak"
    assert found.held is not None
    assert found.held.share < 0.9 or found.score.lead < 0.05


@pytest.mark.parametrize("method", METHODS)
def test_one_input_is_enough(method: Method) -> None:
    cases = planted(inside=0.9, outside=0.1)
    hits = cases.values[:, 0] > 0.6
    found = discover(Cases(("x0",), cases.values[:, :1], hits, cases.groups), method)
    assert found.verdict == "found"
    assert found.box["x0"] == (pytest.approx(0.6, abs=0.05), math.inf)


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_where_all_cases_are_alike_nothing_is_searched(rate: float) -> None:
    found = discover(planted(inside=rate, outside=rate))
    assert found.verdict == "nothing"
    assert not found.trail
    assert found.box == {}


def test_few_points_cannot_be_checked_and_are_not_called_found() -> None:
    found = discover(planted(inside=1.0, outside=0.0, points=7, replications=40))
    assert found.verdict != "found"
    assert found.held is None


def test_coverage_density_and_mass_are_what_they_say() -> None:
    values = np.arange(10.0)[:, None]
    cases = Cases(("x",), values, values[:, 0] >= 6.0, np.arange(10))
    found = score({"x": (5.0, math.inf)}, cases)
    assert (found.runs, found.hits) == (5, 4)
    assert found.coverage == 1.0
    assert found.density == pytest.approx(0.8)
    assert found.mass == pytest.approx(0.5)
    assert found.outside_rate == 0.0
    assert found.lead == pytest.approx(0.5)
    # By hand: 4 or more of 5, each with the chance 0.4 of the whole space.
    chance = 5 * 0.4**4 * 0.6 + 0.4**5
    assert quasi_p({"x": (5.0, math.inf)}, ("x", 0), cases) == pytest.approx(chance)


def test_limits_that_add_nothing_are_left_out() -> None:
    cases = planted(inside=0.9, outside=0.1)
    box = {
        "x0": (0.6, math.inf),
        "x1": (-math.inf, 0.5),
        "x2": (0.02, 0.99),
        "x3": (0.01, math.inf),
    }
    assert trimmed(box, cases) == {"x0": (0.6, math.inf), "x1": (-math.inf, 0.5)}
    assert without({"x2": (0.02, 0.99)}, ("x2", 0)) == {"x2": (-math.inf, 0.99)}
    assert without({"x3": (0.01, math.inf)}, ("x3", 0)) == {}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    home = tmp_path_factory.mktemp("study")
    more = '[[factor]]\ndelay = "cut"\nlow = 0\nhigh = 3\n'
    order = '[[order]]\nname = "cut"\nlever = "us.hbm_control"\nvalue = 1\nquarter = "2022Q4"\n'
    Asked.of(home / "a.toml", TEXT + more + order).play(home / "study")
    return Results.open(home / "study")


def test_the_cases_of_a_study_are_its_runs(results: Results) -> None:
    searched = cases_of(results)
    assert searched.cases.names == ("tool_control", "captive_pull", "cut")
    np.testing.assert_array_equal(searched.cases.hits, results.column("backfire") > 0.5)
    np.testing.assert_array_equal(
        searched.cases.values[:, 0], results.column("factor.tool_control")
    )
    gap = results.column("gap_generations")
    other = cases_of(results, Backfire("gap_generations", float(np.median(gap)), above=False))
    np.testing.assert_array_equal(other.cases.hits, gap < np.median(gap))


def test_the_parameter_sets_of_runs_can_be_searched_too(results: Results) -> None:
    searched = cases_of(results, parameters=True)
    assert searched.sets == 16
    assert "captive_pull" in searched.cases.names  # the factor, not the number it takes over
    assert searched.find("captive_pull").keys == ("captive_pull",)
    assert searched.cases.names.count("captive_pull") == 1
    assert "imitation" in searched.cases.names
    np.testing.assert_array_equal(searched.cases.groups, results.column("parameter_set"))


def test_limits_are_rounded_to_what_can_be_read_aloud(results: Results) -> None:
    neat = cases_of(results).neat
    assert neat({"cut": (0.5, 2.5)}) == {"cut": (1.0, 2.0)}
    assert neat({"tool_control": (0.123456, math.inf)}) == {"tool_control": (0.12, math.inf)}
    assert neat({"tool_control": (-math.inf, 0.9)}) == {"tool_control": (-math.inf, 0.9)}


def test_calibrated_parameters_leave_nothing_more_to_search(tmp_path: Path) -> None:
    text = TEXT.replace("replications = 16", 'replications = 2\nparameters = "calibrated"')
    Asked.of(tmp_path / "a.toml", text).play(tmp_path / "study")
    with pytest.raises(CommandError, match="calibrated parameters alone"):
        cases_of(Results.open(tmp_path / "study"), parameters=True)
