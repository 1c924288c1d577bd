"""The same world as Mesa agents: Ecosystem(mesa.Model), one step a quarter.

The rules run here as ordinary Python over agents with plain attributes: a debugger, a coverage tool
and Mesa's own collectors see everything. The fields equal the kernel's, bit for bit.
"""

from typing import Any

import mesa
import numpy as np

from agents import levers
from agents.dice import Dice
from agents.minds import think
from agents.plan import Plan
from agents.quarter import quarter as play_quarter
from agents.state import SINGLES, Layout, World, buyers_of, layout


class Member(mesa.Agent):  # type: ignore[misc]
    """An agent whose attributes are the fields of its kind."""

    def __init__(self, model: "Ecosystem", kind: str, name: str) -> None:
        super().__init__(model)
        self.kind = kind
        self.name = name


class Government(Member):
    """A government: levers, money, threat, knowledge."""


class Firm(Member):
    """A designer, foundry, toolmaker or memory maker."""


class Market(Member):
    """A bloc's market for accelerators."""


class Buyer(Member):
    """A buyer of accelerators."""


class Lab(Member):
    """The best laboratory of a bloc."""


class DeveloperPool(Member):
    """The developers of a bloc."""


class Event(Member):
    """Something that may happen, and what is known of it."""


class Deal(Member):
    """An agreement that two governments may sign, keep, break or let lapse."""


class Record(Member):
    """Parameters, economy or outcome: one of each."""


_CLASSES: dict[str, type[Member]] = {
    "governments": Government,
    "designers": Firm,
    "foundries": Firm,
    "toolmakers": Firm,
    "memory_makers": Firm,
    "markets": Market,
    "buyers": Buyer,
    "labs": Lab,
    "pools": DeveloperPool,
    "events": Event,
    "deals": Deal,
    "parameters": Record,
    "economy": Record,
    "outcome": Record,
}


class Ecosystem(mesa.Model):  # type: ignore[misc]
    """One world in play. `step()` plays a quarter; `freeze()` gives the row, `thaw(row)` takes one.

    Shapes: opening (width,) float64.
    """

    def __init__(self, opening: np.ndarray, plan: Plan, seed: int = 7, run: int = 0) -> None:
        super().__init__(rng=int(seed))
        self.where: Layout = layout(buyers_of(opening[None, :]))
        self.plan = plan
        self.dice = Dice(seed)
        self.run_number = run
        self.world = self._people()
        self._slots = self._attribute_slots()
        self._lever_slots = [
            (self._agents_of(lever.kind)[lever.member], lever.field)
            for lever in levers.LEVERS.values()
        ]
        self.thaw(opening)

    def _people(self) -> World:
        parts: list[Any] = []
        for name, kind in self.where.kinds.items():
            members = [_CLASSES[name](self, name, member) for member in kind.members]
            parts.append(members[0] if name in SINGLES else members)
        return World(*parts)

    def _agents_of(self, kind: str) -> list[Any]:
        part = getattr(self.world, kind)
        return [part] if kind in SINGLES else part

    def _attribute_slots(self) -> dict[int, tuple[Any, str, int]]:
        slots: dict[int, tuple[Any, str, int]] = {}
        for slot in self.where.luck():
            agent = self._agents_of(slot.kind)[slot.member]
            for i in range(slot.field.shape):
                index = i if slot.field.shape > 1 else -1
                slots[slot.position + i] = (agent, slot.field.name, index)
        return slots

    @property
    def quarter(self) -> int:
        """The quarter to be played next, counted from 2018Q1."""
        return int(self.world.economy.quarter)

    def roll(self) -> None:
        """Fill every luck field from the dice of this quarter."""
        positions, values = self.dice.row(self.where.buyers, self.run_number, self.quarter)
        for position, value in zip(positions.tolist(), values.tolist(), strict=True):
            agent, name, index = self._slots[position]
            if index < 0:
                setattr(agent, name, value)
            else:
                getattr(agent, name)[index] = value

    def enact(self) -> None:
        """Enter the plan's orders for this quarter."""
        row = self.plan.values[self.quarter - self.plan.start].tolist()
        for (agent, name), value in zip(self._lever_slots, row, strict=True):
            if value == value:
                setattr(agent, name, value)

    def step(self) -> None:
        """Play one quarter."""
        self.roll()
        think(self.world)
        self.enact()
        play_quarter(self.world)

    def freeze(self) -> np.ndarray:
        """The world as a row. Shape: (width,) float64."""
        row = np.zeros((1, self.where.width))
        views = self.where.views(row)
        for name, kind in self.where.kinds.items():
            records = getattr(views, name)[0]
            for record, agent in zip(records, self._agents_of(name), strict=True):
                for f in kind.fields:
                    record[f.name] = getattr(agent, f.name)
        return row[0]

    def thaw(self, row: np.ndarray) -> None:
        """Take over the state of a row. Shape: (width,) float64."""
        views = self.where.views(row[None, :].copy())
        for name, kind in self.where.kinds.items():
            for record, agent in zip(getattr(views, name)[0], self._agents_of(name), strict=True):
                for f in kind.fields:
                    setattr(agent, f.name, record[f.name].tolist())
