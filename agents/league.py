"""Games that the minds play among themselves: how they end, what every seat reaches, who leads.

`python -m agents.league` writes the values worth 0 and 100 points anew, scenario by scenario, so
that such games earn middling points: `data/mandate_values.csv`.
"""

import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents import mandate, names
from agents.characters import cast, lead
from agents.ensemble import play_many
from agents.history import History
from agents.mandate import Goal
from agents.scenario import Scenario, load, open_row, scenario_names
from agents.state import buyers_of

ENDINGS = ("time", "hegemony", "autonomy", "bargain", "crisis")
GAMES = 500
SEED = 7
# Where games among minds stand on a goal's scale: their median, and the width of the scale against
# the spread of nine games in ten. A player has room above and below. Game numbers.
MEDIAN_POINTS = 45.0
SPREAD = 1.25
LEAST_PART = 0.35  # of the scale in mandates.toml, where the minds' games hardly differ


@dataclass(frozen=True)
class League:
    """Games among minds. `scores` by seat: points of the public goals. Shape: (games, goals)."""

    scenario: Scenario
    seed: int
    history: History
    scores: dict[str, np.ndarray]

    @property
    def games(self) -> int:
        """How many were played."""
        return self.history.runs

    @property
    def means(self) -> np.ndarray:
        """Mean points of every seat's public goals. Shape: (games, seats)."""
        return np.array([table.mean(axis=1) for table in self.scores.values()]).T

    def endings(self) -> dict[str, float]:
        """Share of games by kind of end."""
        last = mandate.last_quarters(self.history)
        codes = self.history.column("ending")[np.arange(self.games), last]
        codes = np.where(codes == 0.0, float(names.ENDING_TIME), codes)
        return {kind: float((codes == k + 1).mean()) for k, kind in enumerate(ENDINGS)}

    def best_share(self) -> dict[str, float]:
        """Share of games in which each seat has the highest mean; ties are shared."""
        return self._share(self.means >= self.means.max(axis=1, keepdims=True))

    def worst_share(self) -> dict[str, float]:
        """Share of games in which each seat has the lowest mean; ties are shared."""
        return self._share(self.means <= self.means.min(axis=1, keepdims=True))

    def _share(self, hit: np.ndarray) -> dict[str, float]:
        part = (hit / hit.sum(axis=1, keepdims=True)).mean(axis=0)
        return dict(zip(self.scores, part.tolist(), strict=True))

    def lead_changes(self) -> np.ndarray:
        """How often the seat with the highest mean changed, counted yearly. Shape: (games,)."""
        ends = mandate.last_quarters(self.history)
        quarters = np.arange(3, self.history.values.shape[1], 4)
        leaders = np.array([self._leader(np.minimum(quarter, ends)) for quarter in quarters])
        counted = quarters[1:, None] <= ends[None, :]
        return np.asarray(((leaders[1:] != leaders[:-1]) & counted).sum(axis=0))

    def _leader(self, until: np.ndarray) -> np.ndarray:
        name = self.scenario.name
        means = [mandate.score(self.history, s, name, last=until).mean(axis=1) for s in self.scores]
        return np.asarray(np.argmax(np.array(means), axis=0))


def seats_of(scenario: Scenario) -> tuple[str, ...]:
    """The seats of a scenario that have a mandate."""
    known = mandate.seats()
    return tuple(seat for seat in scenario.seats if seat in known)


def league_rows(scenario: Scenario, games: int, seed: int) -> np.ndarray:
    """The opening of every game, each with characters of its own. Shape: (games, width)."""
    rows = np.repeat(open_row(scenario)[None, :], games, axis=0)
    buyers = buyers_of(rows)
    for game, row in enumerate(rows):
        lead(row, cast(seed, game=game), buyers)
    return rows


def play_league(
    scenario: Scenario,
    games: int = GAMES,
    seed: int = SEED,
    *,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> League:
    """Play games among minds alone."""
    rows = league_rows(scenario, games, seed)
    values, _ = play_many(
        rows, scenario.base_plan(), seed, games, threads=threads, progress=progress
    )
    history = History(scenario.start, values)
    scores = {s: mandate.score(history, s, scenario.name) for s in seats_of(scenario)}
    return League(scenario, seed, history, scores)


# ---- the values worth 0 and 100 points


def fitted(goal: Goal, values: np.ndarray) -> tuple[float, float]:
    """Values worth 0 and 100 points, so that games among minds earn middling points.

    What cannot be negative, or more than a whole, has no such end. Shape: values (games,).
    """
    low, middle, high = (float(v) for v in np.percentile(values, [5.0, 50.0, 95.0]))
    plain, part = goal.hundred - goal.zero, MEDIAN_POINTS / 100.0
    width = max(SPREAD * (high - low), LEAST_PART * abs(plain))
    width = width if plain > 0.0 else -width
    zero, hundred = middle - part * width, middle + (1.0 - part) * width
    most = 1.0 if goal.unit == "share" else np.inf
    if values.min() >= 0.0:
        for edge in (0.0, most):
            if (zero - edge) * (middle - edge) < 0.0:
                zero, hundred = edge, edge + (middle - edge) / part
            if (hundred - edge) * (middle - edge) < 0.0:
                zero, hundred = edge + (middle - edge) / (1.0 - part), edge
        zero, hundred = (min(max(end, 0.0), most) for end in (zero, hundred))
    digits = 1 - int(np.floor(np.log10(abs(hundred - zero))))
    return round(zero, digits), round(hundred, digits)


def fit_values(games: int = GAMES, seed: int = SEED) -> list[dict[str, object]]:
    """Fitted values of every goal in every scenario, with the points they give."""
    rows: list[dict[str, object]] = []
    for name in scenario_names():
        league = play_league(load(name), games, seed)
        for seat in mandate.seats():
            for goal in mandate.all_goals(seat):
                values = mandate.read(league.history, goal.metric, goal.how)
                zero, hundred = fitted(goal, values)
                rows.append(
                    {"scenario": name, "seat": seat, "goal": goal.key, "zero": zero,
                     "hundred": hundred, "median": float(f"{np.median(values):.4g}"),
                     "games": games}
                )  # fmt: skip
    return rows


def main() -> int:
    """Write `mandate_values.csv`; returns the exit status."""
    rows = fit_values()
    with mandate.VALUES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{mandate.VALUES.name}: {len(rows)} goals")
    return 0


if __name__ == "__main__":
    sys.exit(main())
