"""Thousands of worlds for one learner, stepped together (Gymnasium's vector interface)."""

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium.error import ResetNeeded
from gymnasium.spaces import Box
from gymnasium.utils import seeding
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from agents.scenario import load
from agents.state import DEFAULT_BUYERS
from game.environments.controls import Controls
from game.environments.points import public_goals
from game.environments.sight import LIMIT, Observation, Sight
from game.environments.worlds import HELD_OUT, Game, Worlds, check_runs, lever_places

SEAT_METADATA: dict[str, Any] = {"render_modes": ["ansi"], "render_fps": 4}
_METADATA: dict[str, Any] = {"autoreset_mode": AutoresetMode.NEXT_STEP, **SEAT_METADATA}


class VectorSeatEnv(VectorEnv[np.ndarray, np.ndarray, np.ndarray]):
    """A seat to be played in many worlds at once; each behaves as a `SeatEnv` of its own would.

    World i of reset(seed=s) is that of a SeatEnv with reset(seed=s + i). A game that is over is
    opened anew by the next step, whose reward is 0 and whose action is not used (NEXT_STEP).
    """

    metadata = _METADATA

    def __init__(
        self,
        num_envs: int = 64,
        scenario: str = "october-seventh",
        seat: str | None = None,
        *,
        levers: Sequence[str] | None = None,
        buyers: int = DEFAULT_BUYERS,
        parameters: str = "accepted",
        characters: str = "drawn",
        insight: str = "believed",
        quarters_per_step: int = 1,
        luck: int = 7,
        threads: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        self.closed = True  # until there is something to close, should an argument be refused
        if render_mode not in (None, "ansi"):
            raise ValueError(f"render_mode={render_mode!r} is none of None, 'ansi'")
        self.render_mode = render_mode
        chosen = load(scenario).default_seat if seat is None else seat
        self.controls = Controls(chosen, levers)
        self.game = Game(scenario, (self.controls,), buyers, parameters, characters, luck,
                         quarters_per_step)  # fmt: skip
        self.goals = tuple(goal.key for goal in public_goals(chosen, scenario))
        self.sight = Sight(self.game, self.controls, insight)
        self.worlds = Worlds(
            self.game, num_envs, self.sight.columns, threads or os.cpu_count() or 1
        )
        self.num_envs = num_envs
        self.observations: tuple[Observation, ...] = self.sight.observations
        self.observation_names = tuple(one.name for one in self.observations)
        self.single_observation_space = Box(-LIMIT, LIMIT, (len(self.observations),), np.float32)
        self.single_action_space = Box(-1.0, 1.0, (len(self.controls),), np.float32)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.goal_points = np.zeros((num_envs, len(self.goals)))
        self._all = np.arange(num_envs)
        self._generators: list[np.random.Generator] = []
        self._opened = False
        self.closed = False

    # ---- moves

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[np.ndarray, dict[str, Any]]:
        """Begin a game in every world: of the runs `options["run"]` (one number, or one for each
        world), or of runs drawn by the generators that a seed starts.

        Raises: ValueError if a run is not a whole number from 0.
        """
        super().reset(seed=seed)
        if seed is not None:
            self._generators = [seeding.np_random(seed + i)[0] for i in range(self.num_envs)]
        wanted = (options or {}).get("run")
        runs = self._drawn(self._all) if wanted is None else check_runs(wanted, self.num_envs)
        self._open(self._all, runs)
        self._opened = True
        return self._look(), self._info()

    def step(
        self, actions: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """Play every game on, and open those anew that were over.

        Raises: ResetNeeded before the first reset; ValueError if actions do not fit their space.
        """
        if not self._opened:
            raise ResetNeeded("reset() begins the games")
        if np.shape(actions) != self.action_space.shape:
            raise ValueError(f"actions of shape {self.action_space.shape} are needed, "
                             f"not {np.shape(actions)}")  # fmt: skip
        over = self.worlds.over
        settings = self.controls.positions(actions)
        before = self.goal_points.mean(axis=1)
        playing = np.flatnonzero(~over)
        if len(playing):
            since = self.worlds.played[playing]
            self.worlds.step(playing, settings[playing])
            self.sight.follow(self.worlds, playing, since)
            self.goal_points[playing] = self.worlds.points(self.controls.seat, playing)
        if over.any():
            again = np.flatnonzero(over)
            self._open(again, self._drawn(again))
            before[again] = 0.0
        rewards = self.goal_points.mean(axis=1) - before
        ended = self.worlds.ended.copy()
        return self._look(), rewards, ended, self.worlds.over & ~ended, self._info()

    def hold(self) -> np.ndarray:
        """The actions that leave every lever where it stands. Shape: (worlds, levers)."""
        return self.controls.actions(self.worlds.rows[:, lever_places(self.game, self.controls)])

    def render(self) -> tuple[str, ...] | None:
        """Every game in one line."""
        if self.render_mode is None:
            return None
        means = self.goal_points.mean(axis=1).tolist()
        return tuple(f"run {run}, {played} quarters: {mean:.1f} of 100 points" for run, played, mean
                     in zip(self.worlds.runs, self.worlds.played, means, strict=True))  # fmt: skip

    def close_extras(self, **_: Any) -> None:
        """Let the threads go."""
        self.worlds.close()

    @property
    def over(self) -> np.ndarray:
        """Whether games are over, or none has begun. Shape: (worlds,)."""
        return self.worlds.over if self._opened else np.ones(self.num_envs, dtype=bool)

    # ---- runs

    @staticmethod
    def draw_run(generator: np.random.Generator) -> int:
        """A run for a learner; those held out are never drawn."""
        return int(generator.integers(1, HELD_OUT))

    def _drawn(self, places: np.ndarray) -> np.ndarray:
        if not self._generators:
            first = int(self.np_random.integers(2**31))
            self._generators = [seeding.np_random(first + i)[0] for i in range(self.num_envs)]
        return np.array([self.draw_run(self._generators[place]) for place in places.tolist()])

    # ---- what is told

    def _open(self, places: np.ndarray, runs: np.ndarray) -> None:
        self.worlds.open(places, runs)
        self.sight.open(self.worlds, places)
        self.goal_points[places] = 0.0

    def _look(self) -> np.ndarray:
        return self.sight.look(self.worlds, self.goal_points)

    def _info(self) -> dict[str, Any]:
        return {
            "run": self.worlds.runs.copy(),
            "quarter": self.game.loaded.start + self.worlds.played,
            "points": {key: self.goal_points[:, k].copy() for k, key in enumerate(self.goals)},
        }
