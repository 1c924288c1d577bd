"""A TOML file that a person wrote: its text and its contents, or a sentence."""

import re
import tomllib
from pathlib import Path
from typing import Any

from game.commands.problems import CommandError, existing_file

MOST_BYTES = 4_000_000
_BARE_WORD = re.compile(r"[^=\"'#]+=\s*(?!(?:true|false|inf|nan)\b)[A-Za-z]")


def read_toml(path: Path, kind: str) -> tuple[str, dict[str, Any]]:
    """The text of a file and what it says; `kind` names what it should be, such as 'a plan'.

    Raises: CommandError if it cannot be read, is too large, or is not TOML in UTF-8.
    """
    text = _text_of(path, kind)
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib's own error is a ValueError
        hint = _hint(text, str(error))
        raise CommandError(f"{path.name} is not valid TOML: {error}{hint}") from None


def _hint(text: str, error: str) -> str:
    """What is most likely meant where a word stands without quotation marks."""
    found = re.search(r"at line (\d+)", error)
    line = text.split("\n")[int(found[1]) - 1] if found else ""
    return "; texts stand in quotation marks" if _BARE_WORD.match(line) else ""


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
