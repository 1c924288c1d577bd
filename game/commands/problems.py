"""Wrong input, said in one sentence with the nearest valid choice."""

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path


class CommandError(Exception):
    """What a person asked for cannot be done; the text says why and what would be valid."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice most like a word, whatever the case."""
    table = {choice.lower(): choice for choice in choices}
    found = difflib.get_close_matches(word.lower(), table, n=1, cutoff=0.0)
    return table[found[0]]


def need(purpose: str, *libraries: str, extra: str = "batch") -> None:
    """Check that libraries of an extra are installed.

    Raises: CommandError saying what is missing for which purpose, and how to install it.
    """
    for library in libraries:
        if find_spec(library) is None:
            raise missing_library(purpose, library, extra)


def missing_library(purpose: str, library: str, extra: str = "batch") -> CommandError:
    """The error that says so."""
    return CommandError(
        f"{purpose} needs {library}: install the extra '{extra}', as in "
        f"pip install 'two-stacks[{extra}]'"
    )


@contextmanager
def as_sentence(*kinds: type[Exception]) -> Iterator[None]:
    """Turn errors of these kinds, whose texts are sentences already, into a CommandError."""
    try:
        yield
    except kinds as error:
        raise CommandError(str(error)) from None


def existing_file(path: Path) -> Path:
    """The same path if it is a file.

    Raises: CommandError naming the nearest file of that folder.
    """
    if path.is_dir():
        raise CommandError(f"'{path}' is a folder, not a file")
    if not path.exists():
        folder = path.parent if path.parent.is_dir() else Path()
        alike = [p.name for p in folder.iterdir() if p.suffix == path.suffix and p.is_file()]
        found = difflib.get_close_matches(path.name, alike, n=1)
        hint = f"; the nearest is '{folder / found[0]}'" if found else ""
        raise CommandError(f"there is no file '{path}'{hint}")
    return path
