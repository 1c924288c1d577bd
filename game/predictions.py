"""Forecasts of one number with a band, what came of them, and how good they were.

The score is the continuous ranked probability score, CRPS(F, y) = integral of (F(x) - 1[x >= y])^2
(Matheson and Winkler 1976): the unit is that of the number, and less is better. It equals twice
the mean over levels of the pinball loss of the quantile (Gneiting and Ranjan 2011, eq. 8): with a
few points that mean is an approximation, and with 10%, 50% and 90% the weighted interval score of
Bracher et al. 2021. For an ensemble it is exact: E|X - y| - E|X - X'| / 2 (Gneiting and Raftery
2007, eq. 21).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

PLAYER, FAN = "player", "fan"
BAND = (0.1, 0.9)  # levels that hold 80%
LEVELS = (0.1, 0.5, 0.9)  # what a player says
FAN_LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)  # what is noted of the fan
SHARE = 0.8

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Predicted:
    """A forecast, as it stands in the log of a game: levels and values of a metric in a quarter.

    Units: quarters since 2018Q1. `by` is "player" or "fan".
    """

    made: int
    by: str
    metric: str
    target: int
    points: Points

    @property
    def key(self) -> tuple[int, str, str, int]:
        """What a later forecast of the same replaces."""
        return self.made, self.by, self.metric, self.target

    def value(self, level: float) -> float:
        """The value at a level, between those noted if need be."""
        levels, values = zip(*self.points, strict=True)
        return float(np.interp(level, levels, values))

    def problem(self) -> str:
        """What is wrong with it, or nothing."""
        levels, values = [p[0] for p in self.points], [p[1] for p in self.points]
        if self.by not in (PLAYER, FAN) or self.target < self.made or not self.points:
            return "a forecast needs who made it, a date to come and its points"
        if levels != sorted(set(levels)) or not 0.0 < levels[0] <= levels[-1] < 1.0:
            return "the levels of a forecast must rise between 0 and 1"
        if not np.isfinite(values).all() or values != sorted(values):
            return "the low end of a band cannot lie above its middle, nor that above its high end"
        return ""


@dataclass(frozen=True)
class Settled:
    """A forecast whose date has come, with what came."""

    forecast: Predicted
    value: float

    @property
    def inside(self) -> bool:
        """Whether it came inside the 80% band."""
        low, high = (self.forecast.value(level) for level in BAND)
        return low <= self.value <= high

    @property
    def score(self) -> float:
        """CRPS of the low, middle and high points. Units: those of the metric."""
        points = tuple((level, self.forecast.value(level)) for level in LEVELS)
        return crps_points(points, self.value)

    @property
    def place(self) -> float:
        """Where it came among the points: 0.5 is the middle; beyond the ends, the end."""
        levels, values = zip(*self.forecast.points, strict=True)
        return float(np.interp(self.value, *_rising(values, levels)))


@dataclass(frozen=True)
class Calibration:
    """How one forecaster did. `relative` is the mean score over the fan's on the same questions."""

    by: str
    count: int
    hits: int
    relative: float

    @property
    def share(self) -> float:
        """Share of outcomes inside the 80% band; nan while there is none."""
        return self.hits / self.count if self.count else float("nan")


def _rising(values: Sequence[float], levels: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """Values that rise, with their levels: those of equal values are averaged."""
    known = np.unique(np.asarray(values))
    found = np.asarray(levels)
    return known, np.array([found[np.asarray(values) == value].mean() for value in known])


# ---- scores


def pinball(level: float, quantile: float, value: float) -> float:
    """Loss of a quantile: (value - quantile) times the level, or times the level less one."""
    error = value - quantile
    return level * error if error >= 0.0 else (level - 1.0) * error


def crps_points(points: Iterable[tuple[float, float]], value: float) -> float:
    """CRPS of a few quantiles: twice their mean pinball loss."""
    losses = [pinball(level, quantile, value) for level, quantile in points]
    return 2.0 * sum(losses) / len(losses)


def crps_ensemble(members: np.ndarray, value: float) -> float:
    """CRPS of an ensemble, exact for the distribution that gives each member the same weight.

    Shape: members (n,).
    """
    ordered = np.sort(np.asarray(members, dtype=float))
    count = len(ordered)
    ranks = 2.0 * np.arange(1, count + 1) - count - 1.0
    spread = float((ranks * ordered).sum()) / (count * count)
    return float(np.abs(ordered - value).mean()) - spread


# ---- a game's forecasts


def settle(
    forecasts: Iterable[Predicted], read: Callable[[str, int], float | None]
) -> tuple[Settled, ...]:
    """The forecasts whose date has come. `read` gives a metric in a quarter, None if unplayed."""
    found = []
    for forecast in forecasts:
        value = read(forecast.metric, forecast.target)
        if value is not None and np.isfinite(value):
            found.append(Settled(forecast, value))
    return tuple(found)


def calibrate(settled: Sequence[Settled], by: str) -> Calibration:
    """How a forecaster did on the player's questions, those that both have answered."""
    answers = {one.forecast.key: one for one in settled}
    asked = [one for one in settled if one.forecast.by == PLAYER]
    own, ratios = [], []
    for question in asked:
        made, _, metric, target = question.forecast.key
        mine, fan = (answers.get((made, who, metric, target)) for who in (by, FAN))
        if mine is None:
            continue
        own.append(mine)
        if fan is not None:
            ratios.append((mine.score, fan.score))
    scores = np.array(ratios).reshape(-1, 2)
    scale = scores.mean(axis=1, keepdims=True)
    known = scale[:, 0] > 0.0
    parts = scores[known] / scale[known]
    relative = float(parts[:, 0].sum() / parts[:, 1].sum()) if known.any() else float("nan")
    return Calibration(by, len(own), sum(one.inside for one in own), relative)
