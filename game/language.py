"""The language that texts are shown in: English in the code, others in catalogues.

`tr("Ends in {n} quarters", n=3)` looks the English text up in the catalogue of the language in
force and fills in the names in braces. Texts from data files are looked up the same way. The
language belongs to the running context, so that one process can serve several readers; a thread
starts in English.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

ENGLISH = "en"
CHINESE = "zh"
PSEUDO = "qps"  # longer, accented English: shows what was left out and what does not fit
LANGUAGES = {ENGLISH: "English", CHINESE: "中文"}  # each by its own name
CODES = (*LANGUAGES, PSEUDO)
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language() -> str:
    """The language in force, such as 'en' or 'zh'."""
    return _language.get()


def speak(code: str) -> None:
    """Use a language from now on, in this context. Raises: ValueError for an unknown one."""
    _language.set(_known(code))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Use a language inside a with statement. Raises: ValueError for an unknown one."""
    token = _language.set(_known(code))
    try:
        yield
    finally:
        _language.reset(token)


def _known(code: str) -> str:
    if code not in CODES:
        raise ValueError(f"no language '{code}'; there are {', '.join(CODES)}")
    return code


@dataclass(frozen=True)
class Sentence:
    """A text that a worker's thread leaves behind: put into words by whoever reads it."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return tr(self.text, **self.values)


NOTHING_SAID = Sentence("")


def later(text: str, **values: Any) -> Sentence:
    """A text to be put into words later, in the language of its reader."""
    return Sentence(text, values)


def mark(text: str) -> str:
    """The same text: tells the collector of texts that a table's literal is shown through `tr`."""
    return text


def tr(text: str, **values: Any) -> str:
    """A text in the language in force, with what stands in braces filled in."""
    code = _language.get()
    if code != ENGLISH and text:
        text = _translated(code, text)
    return text.format(**values) if values else text


def ntr(one: str, many: str, n: float, **values: Any) -> str:
    """The form of a text that fits the number n; `{n}` is filled in like any other name."""
    return tr(one if n == 1 else many, n=n, **values)


def _translated(code: str, text: str) -> str:
    # English costs nothing: catalogues and their reader are imported when first needed.
    from game.catalogues import catalogue, joined, pseudo

    return pseudo(text) if code == PSEUDO else catalogue(code).get(joined(text), text)
