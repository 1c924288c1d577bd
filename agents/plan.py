"""Policy as data: which lever stands where in which quarter, and the orders that say so."""

import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from agents.levers import ACTOR_NAMES, INDEX, LEVERS, ORDER, Lever
from agents.names import quarter_index, quarter_name


class OrderError(ValueError):
    """An order that cannot be carried out; the text says why and what would be valid."""


@dataclass(frozen=True)
class Order:
    """A move: who sets which lever to what from which quarter on (counted from 2018Q1)."""

    actor: str
    lever: str
    value: float
    quarter: int

    def text(self) -> str:
        """The order as it is written on a command line."""
        return f"{self.lever}={self.value:g}@{quarter_name(self.quarter)}"


def find_lever(key: str) -> Lever:
    """The lever of that key.

    Raises: OrderError naming the nearest lever if there is none.
    """
    if key in LEVERS:
        return LEVERS[key]
    near = difflib.get_close_matches(key, ORDER, n=1, cutoff=0.0)[0]
    raise OrderError(f"there is no lever '{key}'; the nearest is '{near}' (see: twostacks levers)")


def check_order(order: Order, start: int, end: int) -> Order:
    """The same order if it is valid in a game that runs from start to end.

    Raises: OrderError saying what is wrong and the nearest valid choice.
    """
    lever = find_lever(order.lever)
    if lever.actor != order.actor:
        raise OrderError(
            f"{ACTOR_NAMES.get(order.actor, order.actor)} does not hold '{lever.key}'; "
            f"it belongs to {ACTOR_NAMES[lever.actor]} ('{lever.actor}')"
        )
    if not math.isfinite(order.value):
        raise OrderError(f"{lever.key} needs a number, not {order.value}")
    if not lever.low <= order.value <= lever.high:
        near = min(max(order.value, lever.low), lever.high)
        raise OrderError(
            f"{lever.key}={order.value:g} is outside {lever.range_text}; "
            f"the nearest valid value is {near:g}"
        )
    if not start <= order.quarter <= end:
        near_quarter = min(max(order.quarter, start), end)
        raise OrderError(
            f"{quarter_name(order.quarter)} is outside the game, which runs from "
            f"{quarter_name(start)} to {quarter_name(end)}; the nearest quarter is "
            f"{quarter_name(near_quarter)}"
        )
    return order


def parse_order(text: str, start: int) -> Order:
    """Read 'us.tool_control=0.4@2023Q1'; without a quarter it holds from the start.

    Raises: OrderError if the text is not of that form.
    """
    key, equals, rest = text.partition("=")
    value_text, at, quarter_text = rest.partition("@")
    if not equals:
        raise OrderError(f"'{text}' is not an order; write one as us.tool_control=0.4@2023Q1")
    lever = find_lever(key.strip())
    try:
        value = float(value_text)
    except ValueError:
        raise OrderError(
            f"'{value_text}' is not a number for {lever.key} ({lever.range_text})"
        ) from None
    try:
        quarter = quarter_index(quarter_text) if at else start
    except ValueError as error:
        raise OrderError(str(error)) from None
    return Order(lever.actor, lever.key, value, quarter)


@dataclass
class Plan:
    """Every lever in every quarter; not-a-number where the seat's own mind decides.

    Shapes: values (quarters, levers) float64, the first row being quarter `start`.
    """

    start: int
    quarters: int
    values: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))

    def __post_init__(self) -> None:
        if self.values.size == 0:
            self.values = np.full((self.quarters, len(ORDER)), np.nan)

    @property
    def end(self) -> int:
        """The last quarter of the plan."""
        return self.start + self.quarters - 1

    def set(self, order: Order) -> None:
        """Enter an order: it holds from its quarter until a later order changes the lever, or for
        that quarter alone if the lever is a pulse.

        Raises: OrderError if the order is not valid; the plan is then unchanged.
        """
        check_order(order, self.start, self.end)
        if LEVERS[order.lever].pulse:
            self.pulse(order.lever, order.value, order.quarter)
            return
        self.values[order.quarter - self.start :, INDEX[order.lever]] = order.value

    def pulse(self, lever: str, value: float, quarter: int) -> None:
        """Set a lever for one quarter only (events)."""
        if self.start <= quarter <= self.end:
            self.values[quarter - self.start, INDEX[lever]] = value

    def hold(self, lever: str, value: float) -> None:
        """Set a lever for the whole game."""
        self.values[:, INDEX[lever]] = value

    def without_controls(self) -> Self:
        """The same plan with all the sender's restrictions held at off."""
        twin = self.copy()
        for key, lever in LEVERS.items():
            if lever.control:
                twin.hold(key, lever.off)
        return twin

    def cut_off(self, quarter: int) -> Self:
        """The same plan with a total cut-off, allies included, from a quarter on."""
        harsh = self.copy()
        rows = harsh.values[max(0, quarter - self.start) :]
        for key, lever in LEVERS.items():
            if lever.control:
                rows[:, INDEX[key]] = lever.cutoff
        for key in ("tool.alignment", "chip.alignment", "row.alignment"):
            rows[:, INDEX[key]] = 1.0
        return harsh

    def copy(self) -> Self:
        """An independent copy."""
        return type(self)(self.start, self.quarters, self.values.copy())


@dataclass(frozen=True)
class Plans:
    """Several plans side by side, of the levers that any of them sets; worlds name theirs by place.

    Shapes: levers (n,) int64, places in `agents.levers.ORDER`; values (plans, quarters, n) float64,
    not-a-number where the seat's own mind decides.
    """

    start: int
    levers: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, plans: Sequence[Plan]) -> Self:
        """The same plans in one table.

        Raises: ValueError if they do not span the same quarters.
        """
        spans = {(plan.start, plan.quarters) for plan in plans}
        if len(spans) != 1:
            raise ValueError("plans of one table must span the same quarters")
        used = np.zeros(len(ORDER), dtype=bool)
        for plan in plans:
            used |= ~np.isnan(plan.values).all(axis=0)
        places = np.flatnonzero(used)
        return cls(plans[0].start, places, np.stack([plan.values[:, places] for plan in plans]))
