"""What a licence line does to what may be sold: the model's own design rule on a scratch copy.

Nothing is estimated: `agents.product.design_variant` is called until the redesign would be on sale,
and `agents.offer.best_legal` says what may then be offered. The live world is never touched.
"""

import math
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from agents import offer, product, threat
from agents.names import FLAGSHIP, MARKET_CN, US
from game.views.scratch import scratch_world

LIMITS = ("chip_tpp", "chip_density", "chip_link", "chip_memory")
OFF = {"chip_tpp": 1e6, "chip_density": 1000.0, "chip_link": 0.0, "chip_memory": 1000.0}
_ALONE = {
    "chip_tpp": ("chip_tpp", "chip_link"),
    "chip_density": ("chip_density",),
    "chip_memory": ("chip_memory",),
}
_KINDS = ("parameters", "economy", "governments", "foundries", "designers")

# The rules carry no types of their own: an agent is a record in one engine, an object in the other.
_caught: Callable[..., float] = threat.caught
_performance: Callable[..., float] = threat.total_performance
_design: Callable[..., None] = product.design_variant
_prices: Callable[..., None] = product.set_prices
_launch: Callable[..., None] = product.launch
_best: Callable[..., int] = offer.best_legal
_worth: Callable[..., float] = offer.chip_worth


@dataclass(frozen=True)
class Specification:
    """What a licence rule looks at. Units: TFLOP/s, mm2, GB/s, TB/s."""

    perf16: float
    perf8: float
    area: float
    link: float
    memory: float

    @property
    def tpp(self) -> float:
        """Total processing performance."""
        return _performance(self.perf16, self.perf8)

    @property
    def density(self) -> float:
        """Total processing performance over die area. Units: TPP/mm2."""
        return self.tpp / max(self.area, 1.0)


@dataclass(frozen=True)
class Offer:
    """What a designer may sell in China once it has redesigned. `product` is -1 for nothing."""

    designer: int
    flagship: Specification
    flagship_caught: bool
    product: int
    chip: Specification | None
    redesigns: bool
    worth: float


def specification(designer: Any, k: int) -> Specification:
    """A designer's product as the rule sees it."""
    return Specification(
        designer.perf16[k],
        designer.perf8[k],
        designer.area[k],
        designer.link[k],
        designer.memory_bandwidth[k],
    )


def reasons(limits: dict[str, float], chip: Specification) -> tuple[str, ...]:
    """Which thresholds catch a chip: the fields, each tried with the others off."""
    found = []
    for name, kept in _ALONE.items():
        alone = SimpleNamespace(**{k: limits[k] if k in kept else OFF[k] for k in LIMITS})
        if _caught(alone, chip.perf16, chip.perf8, chip.area, chip.link, chip.memory) > 0.0:
            found.append(name)
    return tuple(found)


class Workbench:
    """Tries lines on copies of the designers of one world."""

    def __init__(self, row: np.ndarray, settings: dict[tuple[int, str], float]) -> None:
        self._world = scratch_world(row, _KINDS)
        for (member, name), value in settings.items():
            setattr(self._world.designers[member], name, value)

    @property
    def designers(self) -> list[Any]:
        """The designers as they stand. Read only."""
        designers: list[Any] = self._world.designers
        return designers

    def offers(self, limits: dict[str, float]) -> list[Offer]:
        """What every designer may offer in China under a line, redesigns included."""
        world = SimpleNamespace(**vars(self._world))
        world.governments = [deepcopy(one) for one in self._world.governments]
        world.designers = [deepcopy(one) for one in self._world.designers]
        for name, value in limits.items():
            setattr(world.governments[US], name, value)
        return [self._offer(world, d) for d in range(len(world.designers))]

    def _offer(self, world: Any, d: int) -> Offer:
        designer, us = world.designers[d], world.governments[US]
        flagship = specification(designer, FLAGSHIP)
        caught = designer.bloc == 0 and threat.product_caught(us, designer, FLAGSHIP) > 0.0
        before = list(designer.perf16), list(designer.link), list(designer.memory_bandwidth)
        for _ in range(math.ceil(product.REDESIGN_QUARTERS)):
            _design(designer, world)
        redesigns = before != (designer.perf16, designer.link, designer.memory_bandwidth)
        _prices(designer, world)
        k = _best(designer, world, MARKET_CN)
        return Offer(
            designer=d,
            flagship=flagship,
            flagship_caught=bool(caught),
            product=k,
            chip=specification(designer, k) if k >= 0 else None,
            redesigns=bool(redesigns),
            worth=_worth(designer, k) if k >= 0 else -math.inf,
        )

    def next_launch(self, d: int, now: int) -> tuple[int, Specification] | None:
        """When the next flagship is due and what it would be with today's skill and process.

        None if it would not be better enough to be launched.
        """
        world = SimpleNamespace(**vars(self._world))
        world.economy = SimpleNamespace(**vars(self._world.economy))
        designer = deepcopy(self._world.designers[d])
        due = max(now, math.ceil(designer.last_launch + designer.cadence))
        world.economy.quarter = due
        _launch(designer, world)
        if designer.last_launch != due:
            return None
        return due, specification(designer, FLAGSHIP)
