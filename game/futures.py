"""Futures of one question: worlds played on many times beside their twins, with the same luck.

Each future has a number and luck of its own, so that adding futures never redraws the others, and
the futures of two plans can be subtracted one by one. What was played of a world under a plan is
kept: while one lever is dragged, the worlds it does not touch are not played again.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from agents import ensemble
from agents.belief import believed_rows
from agents.plan import Plan
from game.analysis.metrics import GAP, find_metric, recorded_places
from game.causes import chip_terms
from game.opening import Believe
from game.session import Session
from game.viewmodel import QUANTILES

FIRST_RUN = 1  # run 0 is the game itself: a fan must not contain what will happen
OWN, TWIN, LAW, KEPT = "own", "twin", "law", "kept"
SIDES_KEPT = 6  # worlds under a plan whose futures are remembered


@dataclass(frozen=True)
class Request:
    """A question: how the metrics may go on from these two worlds under these plans.

    `law` is the plan without what is proposed, `kept` a plan to compare with; both start from the
    player's own world. `believe` gives the worlds to start from; without it the true one.
    """

    row: np.ndarray
    twin_row: np.ndarray
    plan: Plan
    twin_plan: Plan
    seed: int
    first: int
    last: int
    metric: str = GAP
    law: Plan | None = None
    kept: Plan | None = None
    believe: Believe | None = None

    def sides(self) -> dict[str, tuple[np.ndarray, Plan]]:
        """The worlds and plans to play, by side, the most wanted first."""
        found = {OWN: (self.row, self.plan), TWIN: (self.twin_row, self.twin_plan)}
        if self.law is not None:
            found[LAW] = self.row, self.law
        if self.kept is not None:
            found[KEPT] = self.row, self.kept
        return found


@dataclass(frozen=True)
class Played:
    """Futures of one side. Shapes of each part: records (futures, quarters, outcomes), terms
    (futures, len(causes.TERMS)) of the chip gap at the horizon."""

    records: tuple[np.ndarray, ...] = ()
    terms: tuple[np.ndarray, ...] = ()

    @property
    def runs(self) -> int:
        """How many futures there are."""
        return sum(len(part) for part in self.records)

    def more(self, record: np.ndarray, terms: np.ndarray) -> "Played":
        """These futures and some more."""
        return Played((*self.records, record), (*self.terms, terms))


@dataclass(frozen=True)
class Fan:
    """Futures of every metric, side by side with the same luck.

    Future k of one side has the luck of future k of every other. Not every side may have as many.
    """

    number: int
    request: Request
    sides: dict[str, Played]
    seconds: float
    _kept: dict[tuple[str, str, str], np.ndarray] = field(default_factory=dict, repr=False)

    @property
    def futures(self) -> int:
        """How many futures of the player's own world it rests on."""
        return self.sides[OWN].runs

    @property
    def paired(self) -> int:
        """How many futures every side has."""
        return min(side.runs for side in self.sides.values())

    def has(self, side: str) -> bool:
        """Whether that side was asked for."""
        return side in self.sides

    def paths_of(self, metric: str, side: str = OWN) -> np.ndarray:
        """Every future of a metric. Shape: (futures, quarters)."""
        key = "paths", metric, side
        if key not in self._kept:
            read = find_metric(metric).read
            self._kept[key] = np.concatenate([read(part) for part in self.sides[side].records])
        return self._kept[key]

    def quantiles_of(self, metric: str, side: str = OWN) -> np.ndarray:
        """The bands of a metric. Shape: (len(QUANTILES), quarters)."""
        key = "quantiles", metric, side
        if key not in self._kept:
            self._kept[key] = np.quantile(self.paths_of(metric, side), QUANTILES, axis=0)
        return self._kept[key]

    def median_of(self, metric: str, side: str = OWN) -> np.ndarray:
        """The middle of a metric. Shape: (quarters,)."""
        return np.asarray(self.quantiles_of(metric, side)[QUANTILES.index(0.5)])

    def change_of(self, metric: str, side: str, quarter: int = -1) -> np.ndarray:
        """The player's own world less another side, pair by pair, at a quarter of the fan.

        Shape: (pairs,), as many as both sides have.
        """
        own, other = self.paths_of(metric), self.paths_of(metric, side)
        pairs = min(len(own), len(other))
        return np.asarray(own[:pairs, quarter] - other[:pairs, quarter])

    # ---- the metric asked for, and the chip gap

    @property
    def paths(self) -> np.ndarray:
        """Every future of the metric asked for. Shape: (futures, quarters)."""
        return self.paths_of(self.request.metric)

    @property
    def twin_paths(self) -> np.ndarray:
        """The same without controls."""
        return self.paths_of(self.request.metric, TWIN)

    @property
    def quantiles(self) -> np.ndarray:
        """The bands of the metric asked for. Shape: (len(QUANTILES), quarters)."""
        return self.quantiles_of(self.request.metric)

    @property
    def twin_median(self) -> np.ndarray:
        """The middle one without controls. Shape: (quarters,)."""
        return self.median_of(self.request.metric, TWIN)

    def parity_odds(self, side: str = OWN) -> float:
        """Share of futures in which the chip gap closes by the horizon."""
        return float((self.paths_of(GAP, side).min(axis=1) <= 0.0).mean())

    @property
    def lead_change(self) -> np.ndarray:
        """The gap at the horizon with controls less without, pair by pair. Shape: (pairs,)."""
        return self.change_of(GAP, TWIN)

    def terms_of(self, side: str = OWN, beside: str = TWIN) -> np.ndarray:
        """What the chip gap at the horizon consists of: a mean over the futures that both have.

        Shape: (len(causes.TERMS),).
        """
        pairs = min(self.sides[side].runs, self.sides[beside].runs)
        return np.asarray(np.concatenate(self.sides[side].terms)[:pairs].mean(axis=0))

    def prepared(self) -> "Fan":
        """The same fan with the bands of the metric asked for reckoned already."""
        for side in self.sides:
            self.quantiles_of(self.request.metric, side)
        return self


def believer(session: Session) -> Believe | None:
    """The worlds as the seat held believes them; None in a game with perfect intelligence."""
    setup = session.setup
    if getattr(setup, "perfect", False):
        return None
    seat, seed = setup.seat, setup.seed

    def rows(row: np.ndarray, first_run: int, runs: int) -> np.ndarray:
        return believed_rows(row, seat, seed, runs, first_run)

    return Believe(f"{seat} {seed}", rows)


def request_of(session: Session, metric: str = GAP, kept: Plan | None = None) -> Request:
    """The question that fits a game as it stands, with its proposals.

    The futures start from what the seat believes, those of the twin with the same errors.
    Raises: KeyError if there is no such metric.
    """
    find_metric(metric)
    plan = session.proposed_plan()
    return Request(
        session.row.copy(),
        session.twin_row.copy(),
        plan,
        session.twin_plan(plan),
        session.setup.seed,
        session.now,
        session.scenario.end,
        metric,
        session.plan.copy() if session.proposals else None,
        kept,
        believer(session),
    )


class Shelf:
    """What was played of each world under each plan; the least used goes first."""

    def __init__(self, most: int = SIDES_KEPT) -> None:
        self._most = most
        self._held: dict[bytes, Played] = {}

    def get(self, key: bytes) -> Played:
        """The futures there are, perhaps none."""
        found = self._held.pop(key, Played())
        self._held[key] = found
        return found

    def put(self, key: bytes, played: Played) -> None:
        """Keep futures; drops those that nobody asked for in a while."""
        self._held.pop(key, None)
        self._held[key] = played
        while len(self._held) > self._most:
            del self._held[next(iter(self._held))]


def _key(request: Request, row: np.ndarray, plan: Plan) -> bytes:
    """What the futures of a side depend on."""
    digest = hashlib.blake2b(digest_size=16)
    steps = plan.values[request.first - plan.start : request.last - plan.start + 1]
    digest.update(np.ascontiguousarray(row).tobytes())
    digest.update(np.ascontiguousarray(steps).tobytes())
    believe = request.believe.key if request.believe is not None else ""
    words = f"{request.seed} {request.first} {request.last} {believe}"
    digest.update(words.encode())
    return digest.digest()


class Futures:
    """Futures gathered so far: adding runs never redraws those that are there."""

    def __init__(
        self, request: Request, stop: Callable[[], bool], shelf: Shelf | None = None
    ) -> None:
        self.request = request
        self.stop = stop
        self.shelf = shelf or Shelf()
        self._sides = request.sides()
        self._keys = {name: _key(request, *side) for name, side in self._sides.items()}
        self._played = {name: self.shelf.get(key) for name, key in self._keys.items()}

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of the question, the most wanted first."""
        return tuple(self._sides)

    def runs(self, side: str = OWN) -> int:
        """How many futures a side has."""
        return self._played[side].runs

    def reach(self, side: str, runs: int, most: int, threads: int | None) -> bool:
        """Play a side on until it has so many futures, at most so many at a time.

        Returns False if a newer request made them needless.
        """
        while self._played[side].runs < runs:
            size = min(most, runs - self._played[side].runs)
            if not self._add(side, size, threads):
                return False
        return True

    def _add(self, side: str, size: int, threads: int | None) -> bool:
        ask, (row, plan) = self.request, self._sides[side]
        first_run = FIRST_RUN + self._played[side].runs
        opening = row if ask.believe is None else ask.believe.rows(row, first_run, size)
        history, worlds = ensemble.play_many(
            opening,
            plan,
            ask.seed,
            size,
            first=ask.first,
            last=ask.last,
            first_run=first_run,
            threads=threads or max(1, os.cpu_count() or 1),
            keep_worlds=True,
            one_each=ask.believe is not None,
            places=recorded_places(),
            stop=self.stop,
        )
        if self.stop():
            return False
        assert worlds is not None
        self._played[side] = self._played[side].more(history, chip_terms(worlds))
        self.shelf.put(self._keys[side], self._played[side])
        return True

    def fan(self, number: int, seconds: float) -> Fan:
        """The fan of all futures so far."""
        return Fan(number, self.request, dict(self._played), seconds).prepared()
