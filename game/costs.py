"""What orders cost in political capital and money, read off the model's own rules.

A scratch world takes the state of the live one; levers are set on it and the rules that charge
for them are called. Nothing is estimated and the live world is never touched.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from agents import foundry, government, research, threat
from agents.ecosystem import Ecosystem
from agents.levers import ACTORS, LEVERS
from agents.plan import Order, Plan

# The rules that charge a government for its levers.
_CHARGES: tuple[Callable[[Any, Any], Any], ...] = (
    government.spend_budget,
    threat.feel_threat,
    government.renew_capital,
)
_BUDGET: Callable[[Any, Any], Any] = research.budget_research
_LEVEL = 50.0  # capital is set to the middle of its range, so that its limits hide no cost


@dataclass(frozen=True)
class Cost:
    """Units: capital in points this quarter, budget in bn USD this quarter."""

    capital: float
    budget: float


NO_COST = Cost(0.0, 0.0)


class Scales:
    """Weighs orders of one seat in the world as it stands."""

    def __init__(self, row: np.ndarray, plan: Plan, seat: str) -> None:
        self._world = Ecosystem(row, plan)
        self._seat = seat
        self.take(row)

    def take(self, row: np.ndarray) -> None:
        """Weigh in this world, and with the laws given next, from now on."""
        self._row = row.copy()
        self._base: Cost | None = None

    def weigh(self, orders: Iterable[Order], laws: dict[str, float]) -> Cost:
        """What these orders add this quarter to what the law in force costs anyhow."""
        chosen = {order.lever: order.value for order in orders}
        if self._base is None:
            self._base = self._charge(laws)
        base = self._base
        changed = self._charge({**laws, **chosen})
        return Cost(base.capital - changed.capital, changed.budget - base.budget)

    def _charge(self, levers: dict[str, float]) -> Cost:
        """Capital left and money spent this quarter under these levers."""
        self._world.thaw(self._row)
        world = self._world.world
        for key, value in levers.items():
            setattr(_agent(world, key), LEVERS[key].field, value)
        kind, member = ACTORS[self._seat]
        agent = getattr(world, kind)[member]
        if kind == "designers":
            _BUDGET(agent, world)
            return Cost(0.0, agent.rd + agent.lobbying / 4.0)
        if kind == "foundries":
            foundry.pay_research(agent, world)
            return Cost(0.0, agent.research)
        if kind == "labs":
            return NO_COST  # a laboratory's choices cost computing, which the fan shows
        agent.capital = _LEVEL
        for charge in _CHARGES:
            charge(agent, world)
        return Cost(agent.capital, agent.spending)


def _agent(world: Any, key: str) -> Any:
    lever = LEVERS[key]
    part = getattr(world, lever.kind)
    return part if lever.kind == "economy" else part[lever.member]
