"""Whether implementations follow one law: their means of the seven statistics, as z-scores."""

from collections.abc import Mapping

import numpy as np

from benchmarks.peers.law import Statistics

# Largest z-score of a row that agrees. Of some hundred scores of right rows the largest is about
# 2.8 on average, and above this in one table of a hundred and fifty.
LIMIT = 4.0


def z_scores(rows: list[Statistics], reference: list[Statistics]) -> np.ndarray:
    """Distance of the means in standard errors, by the reference's spread, which also serves rows
    of a few runs. Shape: (7,)."""
    ours, theirs = np.array(rows), np.array(reference)
    spread = theirs.std(axis=0, ddof=1)
    error = spread * np.sqrt(1.0 / len(ours) + 1.0 / len(theirs))
    scores: np.ndarray = (ours.mean(axis=0) - theirs.mean(axis=0)) / error
    return scores


def scores_against_others(
    rows: Mapping[str, list[Statistics]], references: tuple[str, ...]
) -> dict[str, np.ndarray]:
    """The z-scores of every implementation against the pooled references other than itself."""
    scores = {}
    for key, mine in rows.items():
        pooled = [row for name in references if name != key for row in rows.get(name, [])]
        scores[key] = z_scores(mine, pooled)
    return scores
