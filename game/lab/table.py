"""A table of an experiment file, read key by key; what is wrong is said with its line."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agents.names import quarter_index, quarter_name
from game.commands.problems import CommandError, nearest
from game.lab.lines import Place


@dataclass(frozen=True)
class Table:
    """One table of a file: `entries` are its keys, `place` where it stands.

    Every reader below raises CommandError naming the file, the line and the nearest valid choice.
    A default of None makes a key necessary.
    """

    file: str
    lines: Mapping[Place, int]
    place: Place
    entries: dict[str, Any]

    def wrong(self, key: str | Place, text: str) -> CommandError:
        """The error to raise for a key, or for an entry of a list, of this table."""
        place = (*self.place, key) if isinstance(key, str) else (*self.place, *key)
        while place and place not in self.lines:
            place = place[:-1]
        return CommandError(f"{self.file}, line {self.lines.get(place, 1)}: {text}")

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def allow(self, keys: Iterable[str]) -> None:
        """Refuse any other key."""
        known = tuple(keys)
        for key in self.entries:
            if key not in known:
                near = nearest(key, known)
                raise self.wrong(key, f"'{key}' is not known here; the nearest is '{near}'")

    def _need(self, key: str, meaning: str = "") -> Any:
        if key not in self.entries:
            raise self.wrong((), f"'{key}' is missing{meaning and f': {meaning}'}")
        return self.entries[key]

    def text(self, key: str, default: str | None = None, meaning: str = "") -> str:
        """A text that is not empty."""
        if default is not None and key not in self:
            return default
        value = self._need(key, meaning)
        if not isinstance(value, str):
            raise self.wrong(key, f"'{key}' needs a text in quotation marks, not {_shown(value)}")
        if not value.strip():
            raise self.wrong(key, f"'{key}' is empty")
        return " ".join(value.split())

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """One of several words."""
        known = tuple(choices)
        word = self.text(key, default, f"one of {', '.join(known)}" if len(known) < 20 else "")
        if word not in known:
            raise self.wrong(
                key, f"'{key}' cannot be '{word}'; the nearest is '{nearest(word, known)}'"
            )
        return word

    def number(self, key: str, default: float | None = None, meaning: str = "") -> float:
        """A number."""
        if default is not None and key not in self:
            return default
        return self._number(key, self._need(key, meaning))

    def _number(self, key: str | Place, value: Any) -> float:
        name = key if isinstance(key, str) else key[0]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.wrong(key, f"'{name}' needs a number, not {_shown(value)}")
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise self.wrong(key, f"'{name}' needs a number, not {_shown(value)}")
        return number

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers."""
        value = self._need(key)
        if not isinstance(value, list):
            raise self.wrong(key, f"'{key}' needs a list of numbers, such as [0, 1]")
        return tuple(self._number((key, k), entry) for k, entry in enumerate(value))

    def whole(
        self, key: str, low: int, high: int, default: int | None = None, meaning: str = ""
    ) -> int:
        """A whole number from low to high."""
        if default is not None and key not in self:
            return default
        value = self._need(key, meaning)
        bounds = f"'{key}' needs a whole number from {low:,} to {high:,}"
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(key, f"{bounds}, not {_shown(value)}")
        if not low <= value <= high:
            near = min(max(value, low), high)
            raise self.wrong(key, f"{bounds}, not {_shown(value)}; the nearest is {near:,}")
        return value

    def truth(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.entries.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, f"'{key}' needs true or false, not {_shown(value)}")
        return value

    def quarter(self, key: str, first: int, last: int, default: int | None = None) -> int:
        """A quarter such as 2023Q1, counted from 2018Q1."""
        if default is not None and key not in self:
            return default
        text = self.text(key, None, "a quarter such as 2023Q1")
        try:
            quarter = quarter_index(text)
        except ValueError as error:
            raise self.wrong(key, str(error)) from None
        if not first <= quarter <= last:
            near = min(max(quarter, first), last)
            raise self.wrong(
                key,
                f"'{key}' must lie from {quarter_name(first)} to {quarter_name(last)}, and {text} "
                f"does not; the nearest is {quarter_name(near)}",
            )
        return quarter

    def texts(self, key: str) -> tuple[str, ...]:
        """A text, or a list of texts without repetition."""
        value = self._need(key)
        if isinstance(value, str):
            return (self.text(key),)
        if not isinstance(value, list) or not value:
            raise self.wrong(key, f"'{key}' needs a text or a list of texts, not {_shown(value)}")
        for k, entry in enumerate(value):
            if not isinstance(entry, str):
                raise self.wrong((key, k), f"'{key}' needs texts, not {_shown(entry)}")
            if entry in value[:k]:
                raise self.wrong((key, k), f"'{entry}' stands twice in '{key}'")
        return tuple(value)

    def table(self, key: str) -> "Table":
        """The table of that name; an empty one if there is none."""
        value = self.entries.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"'{key}' is a table: write it under [{key}]")
        return Table(self.file, self.lines, (*self.place, key), value)

    def tables(self, key: str) -> list["Table"]:
        """The tables of that list; none if there is none."""
        value = self.entries.get(key, [])
        title = ".".join([*(part for part in self.place if isinstance(part, str)), key])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.wrong(key, f"'{key}' is a list of tables: write each under [[{title}]]")
        return [
            Table(self.file, self.lines, (*self.place, key, k), entry)
            for k, entry in enumerate(value)
        ]


def _shown(value: Any) -> str:
    """A value as a person would recognise it, cut if long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int) and abs(value) >= 10**15:
        return "a number so large"
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
