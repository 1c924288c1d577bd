"""All that the report says in numbers, reckoned once: page, pictures and JSON read from here."""

from dataclasses import dataclass

import numpy as np

from game.lab.outcomes import Outcome
from game.lab.report.convergence import Running, luck_part, pairing_gain, running
from game.lab.report.effects import Swing, swings
from game.lab.report.estimates import Clusters, Estimate, mean, share
from game.lab.report.horizons import Horizons, horizons
from game.lab.report.material import BY_NAME, Material

Bands = tuple[float, float, float, float, float]  # 5, 25, 50, 75, 95% of the runs
QUANTILES = (5.0, 25.0, 50.0, 75.0, 95.0)
NOTHING = Estimate(np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Compared:
    """An outcome: bands of policy and baseline, and what one differs from the other.

    `difference` is the mean over runs with its interval; `pairing` how many times more runs it
    would take without equal luck; `without` the share of runs that have no value.
    """

    outcome: Outcome
    policy: Bands | None
    baseline: Bands | None
    spread: Bands
    difference: Estimate
    above: float
    below: float
    without: float
    pairing: float


@dataclass(frozen=True)
class AtPoint:
    """What a point that has a name shows. For a history: the whole path less this one."""

    label: str
    share: Estimate
    main: Estimate


@dataclass(frozen=True)
class Findings:
    """What the study says. `share_swings` and `main_swings` are of the criterion and of its
    outcome; `points` are empty where points have no names."""

    share: Estimate
    main: Estimate
    compared: tuple[Compared, ...]
    share_swings: tuple[Swing, ...]
    main_swings: tuple[Swing, ...]
    points: tuple[AtPoint, ...]
    horizons: Horizons | None
    running_share: Running
    running_main: Running
    luck_part: float

    @property
    def ranked(self) -> list[Swing]:
        """The factors by how far they move the criterion; if none does, its outcome."""
        if any(s.change.settles(0.0) for s in self.share_swings):
            return list(self.share_swings)
        return list(self.main_swings)


def find(material: Material) -> Findings:
    """Everything the report says of a study."""
    hits = material.hits.astype(np.float64)
    named = material.kind in BY_NAME
    return Findings(
        share=share(material.hits, material.clusters),
        main=average(material, material.main),
        compared=tuple(_compare(material, outcome) for outcome in material.outcomes),
        share_swings=() if named else tuple(swings(material, hits)),
        main_swings=() if named else tuple(swings(material, material.main)),
        points=tuple(_points(material)) if named else (),
        horizons=horizons(material),
        running_share=running(material, hits, shares=True),
        running_main=running(material, material.main, shares=False),
        luck_part=luck_part(material, hits),
    )


def average(material: Material, values: np.ndarray) -> Estimate:
    """Mean over the runs that have a value."""
    known = np.isfinite(values)
    if not known.any():
        return NOTHING
    return mean(values[known], material.clusters.of(known))


def _compare(material: Material, outcome: Outcome) -> Compared:
    values = material.tables.column(outcome.name)
    policy = baseline = None
    if not outcome.paired:
        policy = bands(values)
        if material.experiment.paired:
            beside = material.tables.column(f"{outcome.name}.baseline")
            baseline, values = bands(beside), values - beside
    known = values[np.isfinite(values)]
    return Compared(
        outcome,
        policy,
        baseline,
        bands(values),
        average(material, values),
        float((known > 0.0).mean()) if known.size else np.nan,
        float((known < 0.0).mean()) if known.size else np.nan,
        1.0 - known.size / len(values),
        pairing_gain(material, outcome.name),
    )


def bands(values: np.ndarray) -> Bands:
    """Quantiles of the runs that have a value; nan if none has. Shapes: values (runs,)."""
    known = values[np.isfinite(values)]
    found = np.percentile(known, QUANTILES) if known.size else np.full(5, np.nan)
    low, lower, middle, upper, high = found.tolist()
    return low, lower, middle, upper, high


def _points(material: Material) -> list[AtPoint]:
    """Every named point by itself; for a history, the whole path less each other path."""
    found = []
    main = material.tables.by_point(material.experiment.backfire.outcome)
    for i, label in enumerate(material.labels()):
        here = material.point == i
        if not here.any():
            continue
        by = material.clusters_of(drawn=False).of(here)
        values = main[i]
        if material.kind == "history" and i > 0:
            values = main[0] - main[i]
        found.append(AtPoint(label, share(material.hits[here], by), _over_luck(values)))
    return found


def _over_luck(values: np.ndarray) -> Estimate:
    """Mean over replications. Shapes: values (replications,)."""
    known = values[np.isfinite(values)]
    if not known.size:
        return NOTHING
    return mean(known, Clusters(np.arange(len(known)), None))
