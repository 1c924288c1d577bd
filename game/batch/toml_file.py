"""A TOML file that a person wrote: its text and its contents, or a sentence."""

import tomllib
from pathlib import Path
from typing import Any

from game.commands.problems import CommandError, existing_file

MOST_BYTES = 4_000_000


def read_toml(path: Path, kind: str) -> tuple[str, dict[str, Any]]:
    """The text of a file and what it says; `kind` names what it should be, such as 'a plan'.

    Raises: CommandError if it cannot be read, is too large, or is not TOML in UTF-8.
    """
    text = _text_of(path, kind)
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib's own error is a ValueError
        raise CommandError(f"{path.name} is not valid TOML: {error}") from None


def _text_of(path: Path, kind: str) -> str:
    existing_file(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path.name} is larger than {MOST_BYTES:,} bytes: not {kind}")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"{path.name} is not a text in UTF-8") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from None
