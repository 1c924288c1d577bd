"""A plan from the command line and from a TOML file: orders, checked, in the order they hold.

A plan file lists orders, or sets levers by seat, or both:

    [[order]]
    lever = "us.tool_control"
    value = 0.4
    quarter = "2023Q1"

    [us]
    hbm_control = { "2023Q1" = 0.4, "2025Q1" = 0.6 }

Without a quarter an order holds from the first quarter of the scenario.
"""

import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from agents.levers import ACTOR_NAMES, of_seat
from agents.names import quarter_index
from agents.plan import Order, OrderError, check_order, find_lever, parse_order
from agents.scenario import Scenario
from game.batch.toml_file import read_toml
from game.commands.problems import CommandError, as_sentence, nearest

ORDER_KEYS = ("lever", "value", "quarter")


def read_orders(
    settings: Iterable[str], plan_file: Path | None, scenario: Scenario, seat: str
) -> list[Order]:
    """Every order of a plan file and of the command line, by quarter; the command line wins ties.

    Raises: CommandError for an order that is not valid, or not of the seat that the player holds.
    """
    orders = [] if plan_file is None else list(_orders_of_file(plan_file, scenario, seat))
    for text in settings:
        with as_sentence(OrderError):
            orders.append(_checked(parse_order(text, scenario.start), scenario, seat))
    return sorted(orders, key=lambda order: order.quarter)


def _checked(order: Order, scenario: Scenario, seat: str) -> Order:
    if seat and order.actor != seat:
        held = [lever.key for lever in of_seat(seat)]
        raise OrderError(
            f"{ACTOR_NAMES[seat]} ('{seat}') is the seat you hold, and '{order.lever}' belongs to "
            f"{ACTOR_NAMES[order.actor]}; the nearest of your levers is "
            f"'{nearest(order.lever, held)}'"
        )
    return check_order(order, scenario.start, scenario.end)


def _orders_of_file(path: Path, scenario: Scenario, seat: str) -> Iterator[Order]:
    text, data = read_toml(path, "a plan")
    for name, content in data.items():
        if name == "order":
            entries = _order_entries(content, text, path.name)
        elif name in ACTOR_NAMES:
            entries = _seat_entries(name, content, path.name)
        else:
            near = nearest(name, ["order", *ACTOR_NAMES])
            raise CommandError(
                f"{path.name}: '{name}' is neither [[order]] nor a seat; the nearest is '{near}'"
            )
        for where, entry in entries:
            try:
                yield _checked(_order(entry, scenario), scenario, seat)
            except OrderError as error:
                raise CommandError(f"{where}: {error}") from None


def _order_entries(content: Any, text: str, file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(content, list) or not all(isinstance(entry, dict) for entry in content):
        raise CommandError(f"{file}: 'order' must be a list; write each order under [[order]]")
    lines = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if re.match(r"\s*\[\[\s*[\"']?order[\"']?\s*\]\]", line)
    ]
    for number, entry in enumerate(content, start=1):
        line = f" (line {lines[number - 1]})" if len(lines) == len(content) else ""
        yield f"{file}, order {number}{line}", entry


def _seat_entries(seat: str, content: Any, file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(content, dict):
        raise CommandError(f"{file}: '{seat}' must be a table of levers, as in [{seat}]")
    for field, value in content.items():
        where = f"{file}, [{seat}] {field}"
        steps = value if isinstance(value, dict) else {None: value}
        for quarter, number in steps.items():
            entry = {"lever": f"{seat}.{field}", "value": number}
            yield where, entry if quarter is None else {**entry, "quarter": quarter}


def _order(entry: dict[str, Any], scenario: Scenario) -> Order:
    for key in entry:
        if key not in ORDER_KEYS:
            raise OrderError(f"'{key}' is not known; the nearest is '{nearest(key, ORDER_KEYS)}'")
    for key in ("lever", "value"):
        if key not in entry:
            raise OrderError(f"'{key}' is missing; an order has {', '.join(ORDER_KEYS)}")
    lever = find_lever(str(entry["lever"]))
    value = entry["value"]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise OrderError(
            f"{lever.key} needs a number from {lever.low:g} to {lever.high:g} {lever.unit}, "
            f"not {value!r}"
        )
    quarter = scenario.start
    if "quarter" in entry:
        try:
            quarter = quarter_index(str(entry["quarter"]))
        except ValueError as error:
            raise OrderError(str(error)) from None
    try:
        number = float(value)
    except OverflowError:
        number = math.inf  # refused as out of range
    return Order(lever.actor, lever.key, number, quarter)
