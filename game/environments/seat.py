"""One seat of one scenario for a learner (Gymnasium); every other seat is the model's own mind."""

from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy as np

from agents.names import quarter_name
from agents.plan import Order
from agents.state import DEFAULT_BUYERS
from game.environments.vector import SEAT_METADATA, VectorSeatEnv


class SeatEnv(gymnasium.Env[np.ndarray, np.ndarray]):
    """A seat to be played: `VectorSeatEnv` with one world, and the orders that were given.

    An action puts each lever of the seat somewhere between its low end (-1) and its high end (1).
    The reward is the change of the mean points of the seat's public goals, so that an episode's
    rewards add up to its score, 0 to 100 (docs/environments.md).
    """

    metadata = SEAT_METADATA

    def __init__(
        self,
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
        render_mode: str | None = None,
    ) -> None:
        self._worlds = VectorSeatEnv(
            1, scenario, seat, levers=levers, buyers=buyers, parameters=parameters,
            characters=characters, insight=insight, quarters_per_step=quarters_per_step, luck=luck,
            threads=1, render_mode=render_mode,
        )  # fmt: skip
        self.render_mode = render_mode
        self.observation_space = self._worlds.single_observation_space
        self.action_space = self._worlds.single_action_space
        self.game, self.controls = self._worlds.game, self._worlds.controls
        self.observations = self._worlds.observations
        self.observation_names = self._worlds.observation_names
        self._set: np.ndarray | None = None
        self._orders: list[Order] = []

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[np.ndarray, dict[str, Any]]:
        """Begin a game: run `options["run"]`, or one drawn by the generator that a seed starts."""
        super().reset(seed=seed)
        self._set, self._orders = None, []
        run = (options or {}).get("run")
        if run is None:
            run = self._worlds.draw_run(self.np_random)
        seen, _ = self._worlds.reset(options={"run": run})
        return seen[0], self._info(())

    def step(self, action: np.ndarray) -> tuple[np.ndarray, float, bool, bool, dict[str, Any]]:
        """Give the orders of an action and play on.

        Raises: ResetNeeded before the first game and after its end.
        """
        if self._worlds.over[0]:
            raise gymnasium.error.ResetNeeded("the game is over; reset() begins another")
        now = self._now
        positions = self.controls.positions(np.asarray(action))
        given = self.controls.orders(now, positions, self._set)
        seen, reward, ended, truncated, _ = self._worlds.step(np.asarray(action)[None, :])
        self._set = positions
        self._orders.extend(given)
        return seen[0], float(reward[0]), bool(ended[0]), bool(truncated[0]), self._info(given)

    def orders(self) -> tuple[Order, ...]:
        """The orders given since the game began: with its run they are the whole episode."""
        return tuple(self._orders)

    def hold(self) -> np.ndarray:
        """The action that leaves every lever where it stands."""
        return self._worlds.hold()[0]

    def render(self) -> str | None:
        """The game as it stands, in one line."""
        if self.render_mode is None:
            return None
        points = self._info(())["points"]
        mean = sum(points.values()) / len(points)
        goals = ", ".join(f"{key} {value:.0f}" for key, value in points.items())
        where = f"{self.game.seats[0]} in {self.game.scenario}, before {quarter_name(self._now)}"
        return f"{where}: {mean:.1f} of 100 points ({goals})"

    def close(self) -> None:
        """Let everything go."""
        self._worlds.close()

    @property
    def _now(self) -> int:
        """The quarter to be played next, counted from 2018Q1."""
        return self.game.loaded.start + int(self._worlds.worlds.played[0])

    def _info(self, given: Sequence[Order]) -> dict[str, Any]:
        return {
            "run": int(self._worlds.worlds.runs[0]),
            "quarter": quarter_name(self._now),
            "points": dict(
                zip(self._worlds.goals, self._worlds.goal_points[0].tolist(), strict=True)
            ),
            "orders": tuple(given),
        }
