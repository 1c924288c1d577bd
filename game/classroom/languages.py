"""Languages that a student may choose, each by its own name, and the two that only tests speak."""

from collections.abc import Iterator
from contextlib import contextmanager

from game.language import LANGUAGES as SPOKEN
from game.language import PSEUDO, speaking

PSEUDO_RIGHT = "qpr"  # the made-up language once more, written from right to left
LANGUAGES = (*SPOKEN, PSEUDO, PSEUDO_RIGHT)


@contextmanager
def spoken(code: str) -> Iterator[None]:
    """Texts in a language of the classroom inside a with statement."""
    with speaking(PSEUDO if code == PSEUDO_RIGHT else code):
        yield


def direction(code: str) -> str:
    """How a language is written: "ltr" or "rtl"."""
    return "rtl" if code == PSEUDO_RIGHT else "ltr"
