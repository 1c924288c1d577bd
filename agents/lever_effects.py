"""What one step of a lever does to any seat's goals: paired games among minds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from agents import mandate
from agents.ensemble import play_many
from agents.history import History
from agents.league import league_rows
from agents.levers import INDEX, LEVERS, Lever, positions
from agents.mandate import Goal
from agents.plan import Plan
from agents.scenario import Scenario, hold_seat
from agents.state import buyers_of, layout

MORE = 6  # times as many games where a few show nothing
INSIGHT = "insight"
SURE = 0.99  # that no effect is called measurable by chance alone, over all goals of one lever


@dataclass(frozen=True)
class Effect:
    """The largest effect of a lever. `change` says how far it was moved to see it.

    `points` is the mean change in points of the goal, beyond 0 and 100 too; `size` the mean change
    of its metric over the spread of that metric from game to game, at most 99; `noise` that mean
    over its standard error, at most 999, and `least` what it must exceed. What moves no goal but
    how well a government sees has the goal "insight".
    """

    lever: str
    change: str
    start: float
    moved: float
    seat: str
    goal: str
    points: float
    size: float
    noise: float
    least: float
    games: int

    @property
    def measurable(self) -> bool:
        """Whether the effect stands above the noise."""
        return abs(self.noise) > self.least


def distinct_goals(scenario: str) -> list[Goal]:
    """Every goal of every seat, each way of reading a metric once."""
    found: dict[tuple[str, str], Goal] = {}
    for seat in mandate.seats():
        for goal in mandate.all_goals(seat, scenario):
            found.setdefault((goal.metric, goal.how), goal)
    return list(found.values())


def moves(lever: Lever, start: float) -> Iterator[tuple[str, float]]:
    """Where a lever may be moved from a value: one step either way first, then further."""
    seen = {start}
    quarter = 0.25 * (lever.high - lever.low)
    choices = (
        ("one step up", start + lever.step),
        ("one step down", start - lever.step),
        ("a quarter of its range up", start + quarter),
        ("a quarter of its range down", start - quarter),
        ("to its upper end", lever.high),
        ("to its lower end", lever.low),
    )
    for words, value in choices:
        inside = min(max(value, lever.low), lever.high)
        if inside not in seen:
            seen.add(inside)
            yield words, inside


class LeverTrial:
    """Paired games of one scenario, in which one lever at a time is moved from quarter two on.

    An answer to a dilemma counts only where a player holds the seat; there it is held.
    """

    def __init__(
        self, scenario: Scenario, games: int, seed: int, threads: int | None = None
    ) -> None:
        self.scenario = scenario
        self.games = games
        self.seed = seed
        self.threads = threads
        self.plan = scenario.base_plan()
        self.goals = distinct_goals(scenario.name)
        self.least = NormalDist().inv_cdf(1.0 - 0.5 * (1.0 - SURE) / len(self.goals))
        _, worlds = play_many(
            league_rows(scenario, games, seed), self.plan, seed, games,
            last=scenario.start, threads=threads, keep_worlds=True,
        )  # fmt: skip
        assert worlds is not None
        self.worlds = worlds
        self._more: LeverTrial | None = None

    @property
    def more(self) -> "LeverTrial":
        """The same with many more games, for effects that a few do not show."""
        if self._more is None:
            self._more = LeverTrial(self.scenario, MORE * self.games, self.seed, self.threads)
        return self._more

    def effect(self, key: str) -> Effect:
        """The effect of the smallest move that is measurable, or of the one that nearly was."""
        lever = LEVERS[key]
        start = self._start(lever)
        base = self._values(lever, start)
        found: Effect | None = None
        for words, value in moves(lever, start):
            mine = self._largest(lever, words, start, value, base)
            if found is None or abs(mine.noise) > abs(found.noise):
                found = mine
            if found.measurable and words.endswith("down"):
                break
        assert found is not None
        return found

    def _start(self, lever: Lever) -> float:
        """Where a lever usually stands after the first quarter; an answer is the first one."""
        if lever.pulse:
            return max(lever.low, lever.step)
        place = positions(buyers_of(self.worlds))[INDEX[lever.key]]
        middle = float(np.median(self.worlds[:, place]))
        return min(max(middle, lever.low), lever.high)

    def _values(self, lever: Lever, value: float) -> np.ndarray:
        """Every goal's metric in every game with a lever held. Shape: (goals, games)."""
        plan: Plan = self.plan.copy()
        plan.values[1:, INDEX[lever.key]] = value
        rows = self.worlds
        if lever.pulse:
            rows = rows.copy()
            for row in rows:
                hold_seat(row, lever.actor, buyers_of(rows))
        values, worlds = play_many(
            rows, plan, self.seed, self.games, first=self.scenario.start + 1,
            threads=self.threads, one_each=True, keep_worlds=True,
        )  # fmt: skip
        assert worlds is not None
        history = History(self.scenario.start + 1, values)
        last = mandate.last_quarters(history)
        read = [mandate.read(history, g.metric, g.how, last) for g in self.goals]
        return np.array([*read, _insight(lever, worlds)])

    def _largest(
        self, lever: Lever, words: str, start: float, value: float, base: np.ndarray
    ) -> Effect:
        change = self._values(lever, value) - base
        mean = change.mean(axis=1)
        error = change.std(axis=1, ddof=1) / np.sqrt(self.games)
        floor = 1e-12 * np.maximum(np.abs(base).max(axis=1), 1.0)
        noise = np.clip(mean / np.maximum(error, floor), -999.0, 999.0)
        noise = np.where(np.abs(mean) > floor, noise, 0.0)
        size = np.clip(mean / np.maximum(base.std(axis=1, ddof=1), floor), -99.0, 99.0)
        clear = (np.abs(noise) > self.least)[:-1]
        goals = np.arange(len(self.goals))
        best = int(np.argmax(np.abs(size[:-1]) * clear)) if clear.any() else -1
        if best < 0 and abs(noise[-1]) <= self.least:
            best = int(goals[np.abs(noise[:-1]).argmax()])
        if best < 0:
            seat, name, points = lever.actor, INSIGHT, 100.0 * float(mean[-1])
        else:
            goal = self.goals[best]
            seat, name = goal.seat, goal.key
            points = 100.0 * float(mean[best]) / (goal.hundred - goal.zero)
        return Effect(
            lever.key, words, start, value, seat, name, points,
            float(size[best]), float(noise[best]), self.least, self.games,
        )  # fmt: skip


def _insight(lever: Lever, worlds: np.ndarray) -> np.ndarray:
    """How well a government sees at the end; nothing for firms. Shape: (games,)."""
    if lever.kind != "governments":
        return np.zeros(len(worlds))
    where = layout(buyers_of(worlds))
    return np.asarray(worlds[:, where.position(lever.kind, lever.member, "insight")])


def lever_effects(
    trial: LeverTrial, levers: list[str], progress: Callable[[int], None] | None = None
) -> list[Effect]:
    """The effect of every one of these levers, with more games where a few do not show it."""
    found = []
    for number, key in enumerate(levers, start=1):
        effect = trial.effect(key)
        found.append(effect if effect.measurable else trial.more.effect(key))
        if progress is not None:
            progress(number)
    return found
