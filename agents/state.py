"""Where every field stands: the layout of a world, and the records that both engines read.

A world is one row of 8-byte numbers; the agents of a kind are typed views on a stretch of it. The
fields themselves are declared in `agents/fields.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from agents import fields, names
from agents.fields import Field
from agents.parameters import PARAMETERS

DEFAULT_BUYERS = 64


@dataclass(frozen=True)
class Kind:
    """A kind of agent: its members by name, in order, and its fields."""

    name: str
    members: tuple[str, ...]
    fields: tuple[Field, ...]
    dtype: np.dtype[Any] = field(init=False)

    def __post_init__(self) -> None:
        columns = [
            (f.name, "i8" if f.integer else "f8", (f.shape,))
            if f.shape > 1
            else (f.name, "i8" if f.integer else "f8")
            for f in self.fields
        ]
        object.__setattr__(self, "dtype", np.dtype(columns))

    @property
    def width(self) -> int:
        """Numbers in one record."""
        return self.dtype.itemsize // 8

    def offset(self, field_name: str) -> int:
        """Where a field starts inside a record, counted in numbers."""
        fields = self.dtype.fields
        assert fields is not None
        return int(fields[field_name][1]) // 8


class World(NamedTuple):
    """What a rule sees: single agents by name, the others as sequences."""

    parameters: Any
    economy: Any
    governments: Any
    designers: Any
    foundries: Any
    toolmakers: Any
    memory_makers: Any
    markets: Any
    buyers: Any
    labs: Any
    pools: Any
    events: Any
    deals: Any
    outcome: Any


SINGLES = ("parameters", "economy", "outcome")


def _parameters() -> tuple[Field, ...]:
    return tuple(Field(p.name, p.unit, p.meaning) for p in PARAMETERS)


def kinds(buyers: int = DEFAULT_BUYERS) -> dict[str, Kind]:
    """The kinds of agents in the order of `World`, with so many buyers."""
    buyer_names = tuple(f"BUYER{i:07d}" for i in range(buyers))
    table = {
        "parameters": Kind("parameters", ("parameters",), _parameters()),
        "economy": Kind("economy", ("economy",), fields.ECONOMY),
        "governments": Kind("governments", names.GOVERNMENTS, fields.GOVERNMENT),
        "designers": Kind("designers", names.DESIGNERS, fields.DESIGNER),
        "foundries": Kind("foundries", names.FOUNDRIES, fields.FOUNDRY),
        "toolmakers": Kind("toolmakers", names.TOOLMAKERS, fields.TOOLMAKER),
        "memory_makers": Kind("memory_makers", names.MEMORY_MAKERS, fields.MEMORY_MAKER),
        "markets": Kind("markets", names.MARKETS, fields.MARKET),
        "buyers": Kind("buyers", buyer_names, fields.BUYER),
        "labs": Kind("labs", names.MARKETS, fields.LAB),
        "pools": Kind("pools", names.MARKETS, fields.POOL),
        "events": Kind("events", names.EVENTS, fields.EVENT),
        "deals": Kind("deals", names.DEALS, fields.DEAL),
        "outcome": Kind("outcome", ("outcome",), fields.OUTCOME),
    }
    assert tuple(table) == World._fields
    return table


@dataclass(frozen=True)
class Slot:
    """Place of one number in the row of a world."""

    kind: str
    member: int
    member_name: str
    field: Field
    position: int


class Layout:
    """Where everything stands in the row of a world."""

    def __init__(self, buyers: int) -> None:
        self.buyers = buyers
        self.kinds = kinds(buyers)
        self.start: dict[str, int] = {}
        total = 0
        for name, kind in self.kinds.items():
            self.start[name] = total
            total += kind.width * len(kind.members)
        self.width = total

    def position(self, kind: str, member: int, field_name: str) -> int:
        """Index of a field's first number in the row."""
        k = self.kinds[kind]
        return self.start[kind] + member * k.width + k.offset(field_name)

    def slots(self) -> Iterator[Slot]:
        """Every field of every agent."""
        for name, kind in self.kinds.items():
            for member, member_name in enumerate(kind.members):
                for f in kind.fields:
                    where = self.position(name, member, f.name)
                    yield Slot(name, member, member_name, f, where)

    def luck(self) -> list[Slot]:
        """The fields that the dice fill, in order."""
        return [slot for slot in self.slots() if slot.field.draw]

    def views(self, rows: np.ndarray) -> World:
        """Typed views on rows of worlds.

        Shapes: rows (worlds, width) float64; each view (worlds, members), singles (worlds, 1).
        """
        parts = []
        for name, kind in self.kinds.items():
            begin = self.start[name]
            end = begin + kind.width * len(kind.members)
            parts.append(rows[:, begin:end].view(kind.dtype))
        return World(*parts)

    def parts(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same rows as the kernel reads them: all that stands before the buyers as one record
        for each world, the buyers, and all that stands after them.

        Only buyers differ in number from world to world: of everybody else a compiler knows how
        many there are and where. Shapes: rows (worlds, width) float64; the views (worlds,),
        (worlds, buyers), (worlds,).
        """
        kinds = list(self.kinds.values())
        place = list(self.kinds).index("buyers")
        begin, end = self.start["buyers"], self.start[kinds[place + 1].name]
        before = rows[:, :begin].view(_record(kinds[:place]))[:, 0]
        after = rows[:, end:].view(_record(kinds[place + 1 :]))[:, 0]
        return before, rows[:, begin:end].view(kinds[place].dtype), after


def _record(some: list[Kind]) -> np.dtype[Any]:
    """Kinds of agents that stand one behind the other, as one record."""
    return np.dtype(
        [
            (kind.name, kind.dtype) if kind.name in SINGLES else (kind.name, kind.dtype, (n,))
            for kind in some
            for n in (len(kind.members),)
        ]
    )


@lru_cache(maxsize=16)
def layout(buyers: int = DEFAULT_BUYERS) -> Layout:
    """The layout of a world with so many buyers."""
    return Layout(buyers)


def buyers_of(rows: np.ndarray) -> int:
    """How many buyers the worlds of these rows have.

    Raises: ValueError if the rows are not worlds.
    """
    none = layout(0)
    each = layout(1).width - none.width
    buyers, rest = divmod(rows.shape[1] - none.width, each)
    if rest or buyers < 0:
        raise ValueError(f"rows of {rows.shape[1]} numbers are not worlds")
    return buyers
