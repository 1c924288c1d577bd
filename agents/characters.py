"""Who leads the seats that no player holds: characters as data, cast by the seed of a game."""

import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from agents.levers import ACTORS, LEVERS, SEATS
from agents.names import TRAITS
from agents.state import layout

FILE = Path(__file__).parent / "data" / "characters.toml"
PLAIN = "plain"
SHUFFLED = "shuffled"
WAYS = (SHUFFLED, PLAIN)


class CharacterError(ValueError):
    """A character that cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Character:
    """A way to lead: traits from 0 to 1 (0.5 is plain) and the habits it starts with."""

    key: str
    name: str
    seats: tuple[str, ...]
    line: str
    traits: Mapping[str, float]
    levers: Mapping[str, float]


@lru_cache(maxsize=1)
def characters() -> dict[str, Character]:
    """Every character by its key, in the order of their indices (the first is 1).

    Raises: CharacterError if the file says something that cannot be.
    """
    found = {}
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["character"]:
        made = Character(**{**row, "seats": tuple(row["seats"])})
        _check(made)
        found[made.key] = made
    return found


def _check(made: Character) -> None:
    if set(made.traits) != set(TRAITS):
        raise CharacterError(f"{made.key} needs exactly the traits {', '.join(TRAITS)}")
    for name, value in made.traits.items():
        if not 0.0 <= value <= 1.0:
            raise CharacterError(f"{made.key}: {name}={value:g} is outside 0 to 1")
    for seat in made.seats:
        for field, value in made.levers.items():
            lever = LEVERS.get(f"{seat}.{field}")
            if lever is None or not lever.low <= value <= lever.high:
                raise CharacterError(f"{made.key}: {seat}.{field}={value:g} cannot be set")


def of_seat(seat: str) -> list[Character]:
    """The characters that may lead a seat."""
    return [one for one in characters().values() if seat in one.seats]


def index_of(character: Character) -> int:
    """Its number in the state of a world."""
    return list(characters()).index(character.key) + 1


def of_index(index: int) -> Character | None:
    """The character of a number in the state; None for the plain one."""
    known = list(characters().values())
    return known[index - 1] if 0 < index <= len(known) else None


def cast(seed: int, held: str = "", game: int = 0) -> dict[str, Character]:
    """Who leads each seat that is not held, drawn from the seed; each seat's draw is its own."""
    chosen = {}
    for seat in SEATS:
        able = of_seat(seat)
        if able and seat != held:
            draw = zlib.crc32(f"{seed}/{game}/{seat}/character".encode())
            chosen[seat] = able[(draw >> 8) % len(able)]
    return chosen


def lead(row: np.ndarray, chosen: Mapping[str, Character], buyers: int) -> None:
    """Put characters in charge of their seats in a world. Shape: row (width,)."""
    where = layout(buyers)
    for seat, character in chosen.items():
        kind, member = ACTORS[seat]
        place = where.position(kind, member, "character")
        row[place : place + 1].view(np.int64)[0] = index_of(character)
        for name, value in (*character.traits.items(), *character.levers.items()):
            row[where.position(kind, member, name)] = value


def leaders(row: np.ndarray, buyers: int) -> dict[str, Character]:
    """Who leads in a world. Shape: row (width,)."""
    where = layout(buyers)
    found = {}
    for seat in SEATS:
        kind, member = ACTORS[seat]
        if of_seat(seat):
            place = where.position(kind, member, "character")
            one = of_index(int(row[place : place + 1].view(np.int64)[0]))
            if one is not None:
                found[seat] = one
    return found
