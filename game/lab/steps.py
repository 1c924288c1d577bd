"""The [[order]] tables of an experiment file: levers at a value from a quarter to another."""

from dataclasses import dataclass

from agents.levers import Lever
from agents.names import quarter_name
from agents.plan import Order, OrderError, check_order, find_lever
from agents.scenario import Scenario
from game.lab.experiment import Step
from game.lab.table import Table

ORDER_KEYS = ("lever", "value", "quarter", "until")


@dataclass(frozen=True)
class Game:
    """From which quarter to which an experiment plays a scenario."""

    scenario: Scenario
    last: int

    @property
    def first(self) -> int:
        """Its first quarter, counted from 2018Q1."""
        return self.scenario.start


def read_steps(tables: list[Table], game: Game, named: bool = False) -> tuple[Step, ...]:
    """The orders of a list of tables, in the order of the file.

    Raises: CommandError for an order that is not valid.
    """
    steps: list[Step] = []
    names: set[str] = set()
    for table in tables:
        table.allow((*ORDER_KEYS, "name") if named else ORDER_KEYS)
        lever = find(table, "lever", table.text("lever", None, "an order sets a lever"))
        value = table.number("value", None, f"{lever.key} takes {lever.range_text}")
        first = table.quarter("quarter", game.first, game.last, game.first)
        _in_range(table, "value", lever, value, game)
        last = until(table, first, game)
        if lever.pulse:
            last = one_quarter(table, lever.key, first)
        name = table.text("name", "")
        if name and name in names:
            raise table.wrong("name", f"two orders are named '{name}'; give each its own name")
        names.add(name)
        steps.append(Step(name, lever.key, value, first, last))
    return tuple(steps)


def find(table: Table, key: str, text: str) -> Lever:
    """The lever that a key of a table names.

    Raises: CommandError naming the nearest lever.
    """
    try:
        return find_lever(text)
    except OrderError as error:
        raise table.wrong(key, str(error)) from None


def _in_range(table: Table, key: str, lever: Lever, value: float, game: Game) -> None:
    try:
        check_order(Order(lever.actor, lever.key, value, game.first), game.first, game.last)
    except OrderError as error:
        raise table.wrong(key, str(error)) from None


def one_quarter(table: Table, lever: str, first: int) -> int:
    """The last quarter of an order that holds for one quarter only.

    Raises: CommandError if the table says until when.
    """
    if "until" in table:
        raise table.wrong("until", f"{lever} holds for one quarter only: leave out 'until'")
    return first


def until(table: Table, first: int, game: Game) -> int | None:
    """The last quarter that a table names; None if it names none.

    Raises: CommandError if it is not in the game, or before the first quarter.
    """
    if "until" not in table:
        return None
    last = table.quarter("until", game.first, game.last)
    if last < first:
        raise table.wrong(
            "until",
            f"'until' is {quarter_name(last)}, before the beginning in {quarter_name(first)}",
        )
    return last
