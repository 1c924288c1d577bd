"""On which line a key of a TOML text stands: tomllib does not say."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator

# A place in a file: keys, and numbers of entries of lists, such as ("factor", 1, "low").
Place = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'")
_STRING = re.compile(
    r"\"\"\"(?:\\.|[^\\])*?\"{3,5}|'''.*?'{3,5}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'", re.DOTALL
)
_BARE = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> dict[Place, int]:
    """The line of every table, key and entry of a list, counted from 1.

    The text is valid TOML: tomllib has read it before.
    """
    lines: dict[Place, int] = {}
    for place, line in _Scanner(text.replace("\r\n", "\n")).places():
        lines.setdefault(place, line)
    return lines


class _Scanner:
    """Walks a valid text once from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.newlines = [m.start() for m in re.finditer("\n", text)]
        self.tables: dict[Place, int] = {}  # how many tables of a list have begun

    def places(self) -> Iterator[tuple[Place, int]]:
        """Every place with its line, some more than once; the first counts."""
        table: Place = ()
        self._match(_BLANK)
        while self.at < len(self.text):
            line = self._line()
            if self.text[self.at] == "[":
                for place in self._header():
                    table = place
                    yield place, line
            else:
                yield from self._pair(table)
            self._match(_BLANK)

    def _line(self) -> int:
        return bisect_right(self.newlines, self.at - 1) + 1

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"line {self._line()} cannot be read")
        self.at = found.end()
        return found.group()

    def _next_is(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def _keys(self) -> tuple[str, ...]:
        keys: list[str] = []
        while True:
            self._match(_SPACE)
            word = self._match(_KEY)
            keys.append(tomllib.loads(f"key = {word}")["key"] if word[0] in "\"'" else word)
            self._match(_SPACE)
            if not self._next_is("."):
                return tuple(keys)
            self.at += 1

    def _header(self) -> Iterator[Place]:
        """[a.b] or [[a.b]], from its outermost table to itself; of a list the last one is meant."""
        marks = 2 if self._next_is("[[") else 1
        self.at += marks
        keys = self._keys()
        self.at += marks
        place: Place = ()
        for k, key in enumerate(keys):
            place = (*place, key)
            if marks == 2 and k == len(keys) - 1:
                self.tables[place] = self.tables.get(place, 0) + 1
            yield place
            if place in self.tables:
                place = (*place, self.tables[place] - 1)
                yield place

    def _pair(self, table: Place) -> Iterator[tuple[Place, int]]:
        line = self._line()
        place = table
        for key in self._keys():
            place = (*place, key)
            yield place, line
        self.at += 1  # the equals sign
        self._match(_SPACE)
        yield from self._value(place)

    def _value(self, place: Place) -> Iterator[tuple[Place, int]]:
        if self._next_is("["):
            yield from self._entries("]", place)
        elif self._next_is("{"):
            yield from self._entries("}", place)
        else:
            self._match(_STRING if self.text[self.at] in "\"'" else _BARE)

    def _entries(self, end: str, place: Place) -> Iterator[tuple[Place, int]]:
        """What stands in [ ] or { }, with a comma between each two and perhaps after the last."""
        self.at += 1
        number = 0
        while True:
            self._match(_BLANK)
            if self._next_is(","):
                self.at += 1
                number += 1
            elif self._next_is(end):
                self.at += 1
                return
            elif end == "}":
                yield from self._pair(place)
            else:
                yield (*place, number), self._line()
                yield from self._value((*place, number))
