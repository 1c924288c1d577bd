"""Whether the year matters: how often the criterion would hold if the study ended earlier."""

from dataclasses import dataclass

import numpy as np

from agents.names import quarter_name
from game.batch.svg import since_first
from game.lab.outcomes import backfired
from game.lab.report.estimates import Estimate, share
from game.lab.report.material import Material
from game.lab.report.naming import PAIRED_FROM
from game.lab.results import numbers
from game.lab.store import part_path
from game.lab.tables import followed, kept_quarters


@dataclass(frozen=True)
class Horizons:
    """The share of runs in which the criterion holds at each kept quarter."""

    quarters: tuple[str, ...]
    shares: tuple[Estimate, ...]

    @property
    def later(self) -> list[tuple[str, Estimate]]:
        """From the second year on: at the start no run differs from its baseline yet."""
        pairs = zip(since_first(self.quarters), self.quarters, self.shares, strict=True)
        return [(quarter, part) for since, quarter, part in pairs if since >= 4]

    @property
    def turns(self) -> bool:
        """Whether another last quarter gives another answer: intervals that do not touch."""
        known = [s for _, s in self.later if s.known]
        return bool(known) and max(s.low for s in known) > min(s.high for s in known)


def horizons(material: Material) -> Horizons | None:
    """Read it from the table of paths; None where that table does not hold it."""
    experiment = material.experiment
    rule = experiment.backfire
    column, sign = PAIRED_FROM.get(rule.outcome, (rule.outcome, 0.0))
    if experiment.paths == "none" or column not in {
        outcome.name for outcome in followed(experiment)
    }:
        return None
    quarters = [quarter_name(q) for q in kept_quarters(experiment)]
    names = [column, f"{column}.baseline"] if sign else [column]
    hits = np.empty((len(quarters), len(material.hits)), bool)
    begin = 0
    for number in material.tables.chunks:
        part_of_paths = part_path(material.folder, "paths", number)
        rows = [numbers(part_of_paths, name).astype(np.float64) for name in names]
        values = sign * (rows[0] - rows[1]) if sign else rows[0]
        part = values.reshape(-1, len(quarters)).T
        hits[:, begin : begin + part.shape[1]] = backfired(rule, part)
        begin += part.shape[1]
    hits[-1] = material.hits  # the study's own answer: paths are stored in fewer digits
    by = material.clusters
    return Horizons(tuple(quarters), tuple(share(row, by) for row in hits))
