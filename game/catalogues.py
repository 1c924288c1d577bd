"""Catalogues of translated texts, in the format of gettext, and a language made up for tests."""

import re
from functools import lru_cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent / "locale"
_LONGER = 0.4  # some languages need that much more room than English
_ACCENTS = str.maketrans("AEIOUYCNSaeiouycns", "ÂÊÎÖÛÝÇÑŠåéîöûýçñš")
_FIELD = re.compile(r"(\{[^{}]*\})")


def joined(text: str) -> str:
    """A text with every paragraph on one line: how its file was wrapped does not matter."""
    if "\n" not in text:
        return text
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def catalogue_path(code: str) -> Path:
    """Where the texts of a language stand."""
    return FOLDER / code / "LC_MESSAGES" / "twostacks.po"


def read_catalogue(code: str) -> Catalog:
    """The catalogue of a language with everything a translator sees."""
    with catalogue_path(code).open("rb") as file:
        return read_po(file, locale=code)


@lru_cache(maxsize=4)
def catalogue(code: str) -> dict[str, str]:
    """Translations by English text; both forms of a text with a number have one of their own.

    What a translator has not yet translated, or only guessed, is left out.
    """
    texts: dict[str, str] = {}
    for message in read_catalogue(code):
        if not message.id or message.fuzzy:
            continue
        # The languages here have either one form or the two of English.
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        held = message.string or ""
        forms = (held,) if isinstance(held, str) else tuple(held)
        for place, text in enumerate(ids):
            if translated := forms[min(place, len(forms) - 1)]:
                texts[text] = translated
    return texts


@lru_cache(maxsize=4096)
def pseudo(text: str) -> str:
    """English with accents and two fifths longer; what stands in braces is kept."""
    parts = _FIELD.split(text)
    body = "".join(part if _FIELD.fullmatch(part) else part.translate(_ACCENTS) for part in parts)
    padding = round(_LONGER * len(text))
    return body + "".join(" " if i % 6 == 0 else "~" for i in range(padding))
