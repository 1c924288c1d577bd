"""Many worlds of one scenario, stepped together: what every environment is a face of.

A world is a pure function of (luck, run, orders): its run decides its luck, its parameter set (run
modulo their number) and who leads the seats that nobody holds.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from agents.characters import cast, characters, lead
from agents.ensemble import play
from agents.history import columns
from agents.levers import INDEX, positions
from agents.plan import Plan, Plans
from agents.scenario import FEWEST_BUYERS, Scenario, load, open_row, open_rows
from agents.state import DEFAULT_BUYERS, layout
from game.commands.problems import nearest
from game.environments.controls import Controls
from game.environments.points import Record, columns_read, points
from game.seats import check_seat

# Resets draw runs below this number; runs from it on are played only when they are asked for.
HELD_OUT = 1_000_000
# Worlds copied at a time, as where neighbours stand at different quarters: they fit a cache.
TOGETHER = 64


@dataclass(frozen=True)
class Game:
    """What worlds start from. `controls` are those of the seats held; with held=False their minds
    play all the same, which is what a learner is compared with.

    Raises: ScenarioError, SessionError or ValueError, each a sentence with the nearest choice.
    """

    scenario: str
    controls: tuple[Controls, ...]
    buyers: int = DEFAULT_BUYERS
    parameters: str = "accepted"
    characters: str = "drawn"
    luck: int = 7
    quarters_per_step: int = 1
    held: bool = True
    loaded: Scenario = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "loaded", load(self.scenario))
        for controls in self.controls:
            check_seat(self.loaded, controls.seat)
        check_choice("parameters", self.parameters, ("accepted", "calibrated"))
        check_choice("characters", self.characters, ("drawn", "plain"))
        if self.buyers < FEWEST_BUYERS:
            raise ValueError(f"buyers={self.buyers} is too few; take {FEWEST_BUYERS} or more")
        if not 1 <= self.quarters_per_step <= self.loaded.quarters:
            raise ValueError(
                f"quarters_per_step={self.quarters_per_step} is outside 1 to "
                f"{self.loaded.quarters}, the quarters of '{self.scenario}'"
            )

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats held."""
        return tuple(controls.seat for controls in self.controls)

    @property
    def quarters(self) -> int:
        """Quarters of a whole game."""
        return self.loaded.quarters

    def openings(self) -> np.ndarray:
        """The openings that runs take in turn. Shape: (openings, width)."""
        if self.parameters == "accepted":
            return open_rows(self.loaded, self.buyers)
        return open_row(self.loaded, self.buyers)[None, :]


def check_choice(name: str, value: str, choices: Sequence[str]) -> None:
    """Raises: ValueError naming the nearest choice if a value is none of them."""
    if value not in choices:
        raise ValueError(
            f"{name}={value!r} is none of {', '.join(choices)}; "
            f"the nearest is '{nearest(str(value), choices)}'"
        )


def check_runs(wanted: Any, count: int) -> np.ndarray:
    """Runs that were asked for, one number or one for each world. Shape: (count,).

    Raises: ValueError if they are not whole numbers from 0, or not as many.
    """
    given = np.asarray(wanted)
    if given.dtype.kind not in "iu" or (given < 0).any() or given.size not in (1, count):
        raise ValueError(f"options['run'] needs a whole number from 0, or {count} of them")
    return np.array(np.broadcast_to(given.ravel(), (count,)), dtype=np.int64)


class Worlds:
    """Worlds in play, each at a quarter of its own. Nothing here is a loop over worlds but casting.

    Shapes: rows (worlds, width); runs, played (quarters so far), last (the quarter in which the
    game stands, or ended), ended (worlds,); outcome (worlds, kept), columns named by `kept`.
    """

    def __init__(self, game: Game, count: int, kept: Sequence[str] = (), threads: int = 1) -> None:
        read = [name for seat in game.seats for name in columns_read(seat, game.scenario)]
        self.game, self.count = game, count
        self.kept = tuple(dict.fromkeys([*read, "ending", *kept]))
        self._scored = len(dict.fromkeys([*read, "ending"]))
        where = layout(game.buyers)
        self._openings = game.openings()
        self._places = np.array([columns()[name].place for name in self.kept], dtype=np.int64)
        self._record_at = where.start["outcome"] + self._places
        self._leaders = _patches(game, where.width)
        self._held = [where.position(c.levers[0].kind, c.levers[0].member, "held")
                      for c in game.controls if game.held]  # fmt: skip
        self._steps = _Steps(game)
        self.rows = np.zeros((count, where.width))
        self.runs = np.zeros(count, dtype=np.int64)
        self.played = np.zeros(count, dtype=np.int64)
        self.last = np.zeros(count, dtype=np.int64)
        self.ended = np.zeros(count, dtype=bool)
        self.outcome = np.zeros((count, len(self.kept)))
        self._history = np.zeros((self._scored, count, game.quarters))
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    # ---- moves

    def open(self, places: np.ndarray, runs: np.ndarray) -> None:
        """Begin games anew. Shapes: places and runs (worlds to open,)."""
        for begin in range(0, len(places), TOGETHER):  # no second copy of all worlds
            part = slice(begin, begin + TOGETHER)
            self.rows[places[part]] = self._openings[runs[part] % len(self._openings)]
        self.rows[places[:, None], self._held] = np.int64(1).view(np.float64)
        self._cast(places, runs)
        self.runs[places] = runs
        self.played[places], self.last[places], self.ended[places] = 0, 0, False
        self.outcome[places] = self.rows[places[:, None], self._record_at]

    def step(
        self,
        places: np.ndarray,
        settings: np.ndarray | None = None,
        quarters: int | None = None,
    ) -> None:
        """Play worlds on, with the levers held at `settings`, or as the plan has them.

        A game that ends within the step is read at its end. Shapes: places (n,) in ascending
        order; settings (n, levers of all seats held, in their order).
        """
        if self._pool is None or len(places) < 2 * self._threads:
            self._advance(places, settings, quarters)
            return
        parts = np.array_split(np.arange(len(places)), self._threads)
        jobs = [
            self._pool.submit(
                self._advance, places[p], None if settings is None else settings[p], quarters
            )
            for p in parts
        ]
        for job in jobs:
            job.result()

    def points(self, seat: str, places: np.ndarray) -> np.ndarray:
        """Points of a seat's public goals were the games to end now. Shape: (places, goals)."""
        stored = self._history if len(places) == self.count else self._history[:, places]
        record = Record(self.game.loaded.start, np.moveaxis(stored, 0, 2), self.kept)
        return points(record, seat, self.game.scenario, self.last[places])

    @property
    def over(self) -> np.ndarray:
        """Whether games have ended or reached their horizon. Shape: (worlds,)."""
        return self.ended | (self.played >= self.game.quarters)

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown()

    # ---- how

    def _cast(self, places: np.ndarray, runs: np.ndarray) -> None:
        """Put characters in charge of the seats that nobody holds, each run its own."""
        if not self._leaders:
            return
        held = set(self.game.seats) if self.game.held else set()
        chosen: dict[tuple[str, str], list[int]] = {}
        for place, run in zip(places.tolist(), runs.tolist(), strict=True):
            for seat, character in cast(self.game.luck, game=run).items():
                if seat not in held:
                    chosen.setdefault((seat, character.key), []).append(place)
        for who, led in chosen.items():
            at, values = self._leaders[who]
            self.rows[np.array(led)[:, None], at] = values

    def _advance(
        self, places: np.ndarray, settings: np.ndarray | None, quarters: int | None
    ) -> None:
        most = self.game.quarters_per_step if quarters is None else quarters
        stand = self.played[places]
        for played in np.unique(stand).tolist():
            chosen = np.flatnonzero(stand == played)
            until = min(most, self.game.quarters - played)
            neighbours = places[chosen[-1]] - places[chosen[0]] == len(chosen) - 1
            size = len(chosen) if neighbours else TOGETHER
            for begin in range(0, len(chosen), size):
                part = chosen[begin : begin + size]
                own = None if settings is None else settings[part]
                self._play(places[part], played, until, own)

    def _play(
        self, places: np.ndarray, played: int, quarters: int, settings: np.ndarray | None
    ) -> None:
        """Play worlds that stand at the same quarter: in place where they are neighbours."""
        neighbours = places[-1] - places[0] == len(places) - 1
        rows = self.rows[places[0] : places[-1] + 1] if neighbours else self.rows[places]
        first = self.game.loaded.start + played
        plans = self._steps.plans(played, quarters, settings, len(places))
        which = np.arange(len(places)) if settings is not None else None
        heard = play(
            rows, plans, self.game.luck, self.runs[places], first, first + quarters - 1,
            places=self._places, which=which,
        )  # fmt: skip
        if not neighbours:
            self.rows[places] = rows
        self._note(places, played, heard)

    def _note(self, places: np.ndarray, played: int, heard: np.ndarray) -> None:
        """Keep what a step recorded. Shape: heard (places, quarters, kept)."""
        quarters = heard.shape[1]
        ending = heard[:, :, self.kept.index("ending")] > 0.0
        ended = ending.any(axis=1)
        at = np.where(ended, ending.argmax(axis=1), quarters - 1)
        self._history[:, places, played : played + quarters] = np.moveaxis(
            heard[:, :, : self._scored], 2, 0
        )
        self.outcome[places] = heard[np.arange(len(places)), at]
        self.played[places] = played + quarters
        self.last[places] = played + at
        self.ended[places] = ended


class _Steps:
    """The recorded path with the levers of the seats held entered, as plans of a few quarters."""

    def __init__(self, game: Game) -> None:
        base: Plan = game.loaded.base_plan()
        own = [INDEX[key] for c in game.controls for key in c.keys] if game.held else []
        recorded = np.flatnonzero(~np.isnan(base.values).all(axis=0)).tolist()
        levers = list(dict.fromkeys([*own, *recorded]))
        self._start, self._levers = base.start, np.array(levers, dtype=np.int64)
        self._base = base.values[:, levers]
        self._own = len(own)

    def plans(self, played: int, quarters: int, settings: np.ndarray | None, worlds: int) -> Plans:
        """The plans of worlds for some quarters: one each, or one for all without settings."""
        steps = self._base[None, played : played + quarters]
        if settings is not None:
            steps = np.repeat(steps, worlds, axis=0)
            steps[:, :, : self._own] = settings[:, None, :]
        return Plans(self._start + played, self._levers, steps)


def _patches(game: Game, width: int) -> dict[tuple[str, str], tuple[np.ndarray, np.ndarray]]:
    """Where in a row a character stands, and as what: by (seat, character)."""
    found: dict[tuple[str, str], tuple[np.ndarray, np.ndarray]] = {}
    if game.characters == "drawn":
        for character in characters().values():
            for seat in character.seats:
                probe = np.full(width, np.nan)
                lead(probe, {seat: character}, game.buyers)
                at = np.flatnonzero(~np.isnan(probe))
                found[seat, character.key] = at, probe[at]
    return found


def lever_places(game: Game, controls: Controls) -> np.ndarray:
    """Where the levers of a seat stand in the row of a world. Shape: (levers,)."""
    everywhere = positions(game.buyers)
    return np.array([everywhere[INDEX[key]] for key in controls.keys], dtype=np.int64)
