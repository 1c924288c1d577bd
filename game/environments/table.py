"""All seats of a scenario at one table, or some of them (PettingZoo's parallel interface)."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from gymnasium.utils import seeding
from pettingzoo import ParallelEnv

from agents.league import seats_of
from agents.names import quarter_name
from agents.plan import Order
from agents.scenario import load
from agents.state import DEFAULT_BUYERS
from game.environments.controls import Controls
from game.environments.points import public_goals
from game.environments.sight import LIMIT, Sight
from game.environments.vector import VectorSeatEnv
from game.environments.worlds import Game, Worlds, check_choice, check_runs

_METADATA: dict[str, Any] = {"name": "two_stacks_table_v0", "render_modes": ["ansi"]}


class TableEnv(ParallelEnv[str, np.ndarray, np.ndarray]):  # type: ignore[misc]
    """Several seats of one game, each with actions, observations and rewards as in `SeatEnv`.

    `seats` are those that learners hold, by default all of the scenario that have a mandate; the
    others are the model's minds. `levers` chooses the levers of seats by name.
    """

    metadata = _METADATA

    def __init__(
        self,
        scenario: str = "october-seventh",
        seats: Sequence[str] | None = None,
        *,
        levers: Mapping[str, Sequence[str]] | None = None,
        buyers: int = DEFAULT_BUYERS,
        parameters: str = "accepted",
        characters: str = "drawn",
        insight: str = "believed",
        quarters_per_step: int = 1,
        luck: int = 7,
        render_mode: str | None = None,
    ) -> None:
        chosen = seats_of(load(scenario)) if seats is None else tuple(dict.fromkeys(seats))
        for seat in levers or {}:
            check_choice("levers of", seat, chosen)
        held = tuple(Controls(seat, (levers or {}).get(seat)) for seat in chosen)
        self.game = Game(scenario, held, buyers, parameters, characters, luck, quarters_per_step)
        self.controls = {one.seat: one for one in held}
        self.goals = {s: [goal.key for goal in public_goals(s, scenario)] for s in chosen}
        self._sights = {one.seat: Sight(self.game, one, insight) for one in held}
        kept = [name for sight in self._sights.values() for name in sight.columns]
        self.worlds = Worlds(self.game, 1, kept)
        self.possible_agents = list(chosen)
        self.agents: list[str] = []
        self.render_mode = render_mode
        self.observation_spaces = {
            seat: Box(-LIMIT, LIMIT, (len(sight.observations),), np.float32)
            for seat, sight in self._sights.items()
        }
        self.action_spaces = {s: Box(-1.0, 1.0, (len(c),), np.float32)
                              for s, c in self.controls.items()}  # fmt: skip
        self.observation_names = {
            seat: tuple(one.name for one in sight.observations)
            for seat, sight in self._sights.items()
        }
        self._here = np.zeros(1, dtype=np.int64)
        self._points: dict[str, np.ndarray] = {}
        self._set: dict[str, np.ndarray] = {}
        self._orders: list[Order] = []
        self._generator: np.random.Generator | None = None

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, np.ndarray], dict[str, dict[str, Any]]]:
        """Begin a game: run `options["run"]`, or one drawn by the generator that a seed starts."""
        if seed is not None or self._generator is None:
            self._generator, _ = seeding.np_random(seed)
        run = (options or {}).get("run")
        run = VectorSeatEnv.draw_run(self._generator) if run is None else run
        self.worlds.open(self._here, check_runs(run, 1))
        for sight in self._sights.values():
            sight.open(self.worlds, self._here)
        self.agents = list(self.possible_agents)
        self._points = {s: np.zeros((1, len(goals))) for s, goals in self.goals.items()}
        self._set, self._orders = {}, []
        return self._look(), self._infos(())

    def step(
        self, actions: Mapping[str, np.ndarray]
    ) -> tuple[
        dict[str, np.ndarray],
        dict[str, float],
        dict[str, bool],
        dict[str, bool],
        dict[str, dict[str, Any]],
    ]:
        """Give the orders of all seats and play on. All seats leave the table together."""
        if not self.agents:
            raise ValueError("the game is over, or none has begun; reset() begins another")
        positions = {s: self.controls[s].positions(actions[s]) for s in self.agents}
        now = self.game.loaded.start + int(self.worlds.played[0])
        given = [
            order
            for seat in self.agents
            for order in self.controls[seat].orders(now, positions[seat], self._set.get(seat))
        ]
        since = self.worlds.played.copy()
        self.worlds.step(self._here, np.concatenate([positions[s] for s in self.agents])[None, :])
        self._set = positions
        self._orders.extend(given)
        rewards = {}
        for seat, sight in self._sights.items():
            sight.follow(self.worlds, self._here, since)
            before = self._points[seat].mean()
            self._points[seat] = self.worlds.points(seat, self._here)
            rewards[seat] = float(self._points[seat].mean() - before)
        ended, over = bool(self.worlds.ended[0]), bool(self.worlds.over[0])
        told = (
            self._look(),
            rewards,
            dict.fromkeys(self.agents, ended),
            dict.fromkeys(self.agents, over and not ended),
            self._infos(given),
        )
        self.agents = [] if over else self.agents
        return told

    def orders(self) -> tuple[Order, ...]:
        """The orders of all seats since the game began: with its run they are the whole game."""
        return tuple(self._orders)

    def observation_space(self, agent: str) -> Box:
        """The space of a seat's observations."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Box:
        """The space of a seat's actions."""
        return self.action_spaces[agent]

    def render(self) -> str:
        """The game as it stands, in one line."""
        name = quarter_name(self.game.loaded.start + int(self.worlds.played[0]))
        means = ", ".join(f"{s} {points.mean():.1f}" for s, points in self._points.items())
        return f"{self.game.scenario} before {name}, points of 100: {means}"

    def close(self) -> None:
        """Nothing is held that needs letting go."""

    def _look(self) -> dict[str, np.ndarray]:
        return {
            seat: sight.look(self.worlds, self._points[seat])[0]
            for seat, sight in self._sights.items()
        }

    def _infos(self, given: Sequence[Order]) -> dict[str, dict[str, Any]]:
        quarter = quarter_name(self.game.loaded.start + int(self.worlds.played[0]))
        return {
            seat: {
                "run": int(self.worlds.runs[0]),
                "quarter": quarter,
                "points": dict(zip(self.goals[seat], self._points[seat][0].tolist(), strict=True)),
                "orders": tuple(order for order in given if order.actor == seat),
            }
            for seat in self.possible_agents
        }
