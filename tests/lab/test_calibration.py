"""The calibration score: known answers, bands right and wrong, and what `validate` says."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agents.facts import Fact, Score, load_facts
from game.cli import main
from game.lab.calibration import (
    BANDS,
    CALIBRATED_NORMAL,
    FactForecast,
    Judged,
    five_percent_point,
    from_uniform,
    judge,
    summary,
    widened,
    wilson,
)

HEADER = "id,fact,period,observable,value,unit,tol_kind,tolerance\n"


def normal_crps(mean: float, deviation: float, value: float) -> float:
    """CRPS of a normal forecast (Gneiting and Raftery 2007, eq. 5)."""
    w = (value - mean) / deviation
    density = math.exp(-w * w / 2) / math.sqrt(2 * math.pi)
    below = 0.5 * (1 + math.erf(w / math.sqrt(2)))
    return deviation * (w * (2 * below - 1) + 2 * density - 1 / math.sqrt(math.pi))


def forecasts(
    shift: float, stretch: float, facts: int = 400, runs: int = 200
) -> list[FactForecast]:
    """Facts that are drawn as the runs are, once the runs are moved and stretched about them."""
    luck = np.random.default_rng(5)
    fact: Fact = load_facts()[0]
    found = []
    for _ in range(facts):
        members = shift + stretch * luck.standard_normal(runs)
        truth = float(luck.standard_normal())
        distances = members - truth
        score = Score(fact, 0.0, float(np.median(distances)), "pass")
        judged = judge(distances)
        error = abs(float(np.median(distances)))
        found.append(FactForecast(score, judged.crps, error, judged, judge(widened(distances))))
    return found


def shares(of: list[FactForecast], key: str = "as_played") -> list[float]:
    """Shares of the facts inside the bands."""
    told = summary(of)
    assert told is not None
    return [band["share"] for band in told[key]["coverage"]]


def test_a_normal_ensemble_has_the_score_of_the_normal_distribution() -> None:
    members = 0.7 + 1.3 * np.random.default_rng(1).standard_normal(100_000)
    judged = judge(members)
    assert judged.crps == pytest.approx(normal_crps(0.7, 1.3, 0.0), abs=5e-3)
    assert judged.pit == pytest.approx(0.5 * (1 + math.erf(-0.7 / 1.3 / math.sqrt(2))), abs=5e-3)


@pytest.mark.parametrize("runs", [4_000, 100_000])
def test_an_error_of_measurement_widens_a_normal_ensemble_as_it_should(runs: int) -> None:
    members = 0.7 + 1.3 * np.random.default_rng(1).standard_normal(runs)
    wide = widened(members)
    assert wide.var() == pytest.approx(members.var() + 1.0, rel=2e-3)
    exact = normal_crps(members.mean(), math.hypot(members.std(), 1.0), 0.0)
    assert judge(wide).crps == pytest.approx(exact, abs=3e-3)


def test_ties_count_half() -> None:
    assert judge(np.array([-1.0, 0.0, 0.0, 2.0])).pit == 0.5
    assert judge(np.array([0.0])) == Judged(0.5, 0.0)
    assert judge(np.array([1.0, 2.0])).pit == 0.0
    assert not judge(np.array([1.0, 2.0])).inside(90)


def test_bands_hold_what_they_say_when_facts_are_drawn_as_the_runs_are() -> None:
    for share, band in zip(shares(right := forecasts(0.0, 1.0)), BANDS, strict=True):
        low, high = wilson(round(share * len(right)), len(right))
        assert low <= band / 100 <= high
    told = summary(right)
    assert told is not None
    assert told["as_played"]["pit_distance"] < told["pit_distance_5_percent"]
    assert told["as_played"]["skill"] == pytest.approx(CALIBRATED_NORMAL, abs=0.03)
    assert all(np.array(shares(right, "with_error")) > shares(right)), "too wide a band holds more"


@pytest.mark.parametrize(("shift", "stretch"), [(1.5, 1.0), (0.0, 0.2), (0.0, 4.0)])
def test_runs_that_are_off_or_too_sure_or_too_vague_score_worse(
    shift: float, stretch: float
) -> None:
    right, wrong = summary(forecasts(0.0, 1.0)), summary(forecasts(shift, stretch))
    assert right is not None
    assert wrong is not None
    assert wrong["as_played"]["crps_scaled"] > right["as_played"]["crps_scaled"]
    assert wrong["as_played"]["pit_distance"] > wrong["pit_distance_5_percent"]
    covered = wrong["as_played"]["coverage"]
    assert not all(band["low"] <= band["nominal"] <= band["high"] for band in covered)


def test_a_band_too_vague_loses_to_its_own_median() -> None:
    told = summary(forecasts(0.0, 8.0))
    assert told is not None
    assert told["as_played"]["skill"] < 0.0


def test_the_interval_is_that_of_wilson() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20 and 1 of 29.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=1e-4)


def test_the_distance_is_that_of_kolmogorov() -> None:
    from scipy.stats import kstest, kstwo

    pits = np.random.default_rng(3).random(33) ** 2
    assert from_uniform(list(pits)) == pytest.approx(kstest(pits, "uniform").statistic)
    assert five_percent_point(33) == pytest.approx(kstwo.ppf(0.95, 33), rel=5e-3)


def test_facts_of_the_calibration_are_known_by_what_they_measure() -> None:
    one = forecasts(0.0, 1.0, facts=1)[0]
    fact = one.score.fact
    renamed = replace(one, score=replace(one.score, fact=replace(fact, id="X1", fact="mine")))
    later = replace(one, score=replace(one.score, fact=replace(fact, period="2021Q1")))
    told = summary([renamed, later])
    assert told is not None
    assert (told["facts"], told["in_sample"]) == (2, 1)
    assert summary([]) is None


def test_validate_tells_how_good_the_bands_are(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        HEADER
        + "X1,near,2025Q2,gap_gen,1.2,generations,abs,1\n"
        + "X2,far,2026Q1,gap_gen,500,generations,log,0.1\n"
        + "X3,unknown,2025,happiness,1,points,abs,1\n"
    )
    words = ["validate", "--facts", str(own), "--runs", "40", "--quiet"]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    near, far, unseen = told["facts"]
    assert near["inside_90"] is True
    assert 0.0 < near["pit"] < 1.0
    assert near["crps_scaled"] == pytest.approx(near["crps"]), "a tolerance of one generation"
    assert (far["pit"], far["inside_90"]) == (1.0, False)
    assert far["crps_scaled"] > 40.0, "a log tolerance: about ln(500 / 1.2) / 0.1"
    assert {unseen[name] for name in ("pit", "crps", "crps_scaled", "inside_50")} == {None}
    found = told["calibration"]
    assert (found["facts"], found["in_sample"]) == (2, 1), "the gap in 2025Q2 was calibrated on"
    assert main(words) == 0
    text = capsys.readouterr().out
    assert "forecasts of 2 facts" in text
    assert "Outside the 90% band of the runs: X2." in text


def test_validate_has_no_score_where_nothing_is_measured(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEADER + "X3,unknown,2025,happiness,1,points,abs,1\n")
    words = ["validate", "--facts", str(own), "--runs", "2", "--quiet"]
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["calibration"] is None
    assert main(words) == 0
    assert "forecasts of" not in capsys.readouterr().out
