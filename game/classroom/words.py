"""Names and words that the server gives: codes, seat names, secret words. Nobody types a name."""

import secrets
from collections.abc import Collection

from game.classroom.lesson import DATA

# 31 signs that nobody mixes up: no I, L, O, 0 or 1. Six of them are 8.9e8 codes.
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6
_WORDS = (DATA / "words.txt").read_text(encoding="utf-8").split("\n\n")
COLOURS, ANIMALS, THINGS = (part.split() for part in _WORDS[:3])


def new_code() -> str:
    """The code of a class."""
    return "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))


def clean_code(text: str) -> str:
    """A code as it was typed, in the form that it was given: spaces and case do not matter."""
    return "".join(text.split()).replace("-", "").upper()


def new_name(taken: Collection[str]) -> str:
    """A seat name, such as amber-otter, that nobody has had yet."""
    free = [f"{c}-{a}" for c in COLOURS for a in ANIMALS if f"{c}-{a}" not in taken]
    return secrets.choice(free)


def new_word() -> str:
    """A secret word to come back with: copper-47."""
    return f"{secrets.choice(THINGS)}-{secrets.randbelow(90) + 10}"


def clean_word(text: str) -> str:
    """A word as it was typed: case, spaces and a missing hyphen do not matter."""
    letters = "".join(sign for sign in text.lower() if sign.isalnum())
    thing = letters.rstrip("0123456789")
    return f"{thing}-{letters[len(thing) :]}"
