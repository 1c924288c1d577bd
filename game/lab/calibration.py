"""How good the runs of history are as forecasts of the recorded facts.

A median near a fact says nothing of the band around it. Here every fact with a tolerance is taken
as the outcome that the runs foretold: where it falls among them (PIT), whether their central bands
hold it, and the continuous ranked probability score (CRPS). Distances are in tolerances, as in
`agents.facts.z_score`, so that facts of different units can be averaged.

Facts are measured, not known. Each figure therefore stands twice: for the runs as they are, and for
the runs widened by the tolerance, read as one standard deviation of measurement.

Source: Gneiting and Katzfuss 2014 (PIT, coverage, CRPS); Saetra et al. 2004 (widening by the error
of measurement); Stephens 1970 (5% point of Kolmogorov's distance); Wilson 1927 (the interval).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from agents.facts import Score, load_facts, observe, z_score
from agents.history import History
from game.predictions import crps_ensemble

BANDS = (50, 80, 90)  # central bands, in percent
ERRORS = 50  # equally likely errors of measurement that each run is widened by
WIDENED = 4_000  # runs that are widened: of more, as many evenly spaced quantiles stand for all
CALIBRATED_NORMAL = 1.0 - 1.0 / math.sqrt(2.0)  # skill of a normal band that is just right
NORMAL_95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Judged:
    """Where the fact falls among the members, 0 to 1, and the CRPS in tolerances."""

    pit: float
    crps: float

    def inside(self, band: int) -> bool:
        """Whether the central band of so many percent holds the fact."""
        return abs(self.pit - 0.5) <= band / 200.0


@dataclass(frozen=True)
class FactForecast:
    """The runs as a forecast of one fact; `crps` in the fact's unit, `error` in tolerances.

    `error` is that of the median alone, which is the CRPS of a forecast without a band.
    """

    score: Score
    crps: float
    error: float
    as_played: Judged
    with_error: Judged

    def told(self) -> dict[str, Any]:
        """As plain values, under the names of the JSON."""
        return {
            "pit": self.as_played.pit,
            "crps": self.crps,
            "crps_scaled": self.as_played.crps,
            **{f"inside_{band}": self.as_played.inside(band) for band in BANDS},
            "pit_with_error": self.with_error.pit,
            "crps_scaled_with_error": self.with_error.crps,
        }


# What stands in the JSON where there is no forecast: shapes, and what cannot be observed.
NOTHING_TOLD = dict.fromkeys(
    [
        "pit",
        "crps",
        "crps_scaled",
        *(f"inside_{band}" for band in BANDS),
        "pit_with_error",
        "crps_scaled_with_error",
    ]
)


def judge(members: np.ndarray, value: float = 0.0) -> Judged:
    """PIT and CRPS of an ensemble. Members equal to the value count half.

    Shape: members (n,).
    """
    pit = float(np.mean(members < value) + 0.5 * np.mean(members == value))
    return Judged(pit, crps_ensemble(members, value))


def widened(members: np.ndarray) -> np.ndarray:
    """Every member with every one of `ERRORS` equally likely normal errors of deviation 1.

    Fixed errors, not drawn ones: equal runs give equal figures. Shapes: members (n,), result
    (min(n, WIDENED) * ERRORS,).
    """
    if len(members) > WIDENED:
        members = np.quantile(members, (np.arange(WIDENED) + 0.5) / WIDENED)
    normal = NormalDist()
    errors = np.array([normal.inv_cdf((k + 0.5) / ERRORS) for k in range(ERRORS)])
    errors /= errors.std()  # the middle of each slice alone would lose 2% of the variance
    return np.asarray(members[:, None] + errors[None, :]).ravel()


def forecast(score: Score, history: History) -> FactForecast | None:
    """The runs as a forecast of a fact; None for shapes and where a run has no value."""
    fact = score.fact
    if score.z is None:
        return None
    values = observe(history, fact.observable, fact.period, fact.unit)
    if not np.isfinite(values).all():
        return None
    distances = np.array([z_score(float(value), fact) for value in values])
    return FactForecast(
        score,
        crps_ensemble(values, fact.value),
        abs(score.z),
        judge(distances),
        judge(widened(distances)),
    )


def wilson(hits: int, count: int) -> tuple[float, float]:
    """A 95% interval for the probability behind so many hits of a count above 0."""
    share, square = hits / count, NORMAL_95**2
    middle = share + square / (2 * count)
    half = NORMAL_95 * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    scale = 1 + square / count
    return max((middle - half) / scale, 0.0), min((middle + half) / scale, 1.0)


def from_uniform(pits: Sequence[float]) -> float:
    """Kolmogorov's distance of the PITs from even ones, 0 to 1."""
    ordered, count = np.sort(pits), len(pits)
    steps = np.arange(count + 1) / count
    return float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))


def five_percent_point(count: int) -> float:
    """The distance that so many independent and even PITs exceed in 5% of cases."""
    return 1.358 / (math.sqrt(count) + 0.12 + 0.11 / math.sqrt(count))


def in_sample(forecasts: Sequence[FactForecast]) -> int:
    """How many of the facts the model was calibrated on, by observable and period."""
    used = {(fact.observable, fact.period) for fact in load_facts() if fact.split == "calibrate"}
    return sum((one.score.fact.observable, one.score.fact.period) in used for one in forecasts)


def summary(forecasts: Sequence[FactForecast]) -> dict[str, Any] | None:
    """All facts together, as plain values; None if there are none."""
    if not forecasts:
        return None
    error = float(np.mean([one.error for one in forecasts]))
    return {
        "facts": len(forecasts),
        "in_sample": in_sample(forecasts),
        "median_only": error,
        "pit_distance_5_percent": five_percent_point(len(forecasts)),
        "as_played": _together([one.as_played for one in forecasts], error),
        "with_error": _together([one.with_error for one in forecasts], error),
    }


def _together(judged: Sequence[Judged], error: float) -> dict[str, Any]:
    crps = float(np.mean([one.crps for one in judged]))
    coverage = []
    for band in BANDS:
        hits = sum(one.inside(band) for one in judged)
        low, high = wilson(hits, len(judged))
        share = hits / len(judged)
        row = {"nominal": band / 100, "inside": hits, "share": share, "low": low, "high": high}
        coverage.append(row)
    return {
        "coverage": coverage,
        "crps_scaled": crps,
        "skill": 1.0 - crps / error if error > 0.0 else None,
        "pit_mean": float(np.mean([one.pit for one in judged])),
        "pit_distance": from_uniform([one.pit for one in judged]),
    }
