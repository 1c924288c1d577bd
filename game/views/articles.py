"""What an article of the encyclopaedia is made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from game.language import mark

HEADING, TEXT, BULLET, ROW, LINK, SOURCE, BADGE, TABLE = (
    "heading", "text", "bullet", "row", "link", "source", "badge", "table",
)  # fmt: skip
CHAPTERS = (
    ("play", mark("How to play")),
    ("levers", mark("Levers")),
    ("measures", mark("What is measured")),
    ("events", mark("Events and dilemmas")),
    ("actors", mark("Who is who")),
    ("goals", mark("Goals and characters")),
    ("rules", mark("How the model works")),
    ("briefs", mark("Analyst briefs")),
    ("glossary", mark("Glossary")),
    ("timeline", mark("History 2018–2026")),
    ("sources", mark("Sources and licences")),
)
BADGES = {
    "strong": mark("Evidence for the rule's form: strong"),
    "mixed": mark("Evidence for the rule's form: mixed"),
    "weak": mark("Evidence for the rule's form: weak"),
}


@dataclass(frozen=True)
class Block:
    """A piece of an article. A link leads to the article `key`; `source` keeps its own names; a
    table has a head and rows, its name is `label`."""

    kind: str
    text: str = ""
    label: str = ""
    key: str = ""
    source: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Article:
    """An article. `aliases` are further keys that open it."""

    key: str
    chapter: str
    title: str
    blocks: tuple[Block, ...]
    aliases: tuple[str, ...] = ()
    english: str = ""  # its title in English, by which it is found in every language

    @property
    def words(self) -> str:
        """All that can be searched, in small letters."""
        cells = (cell for block in self.blocks for row in block.rows for cell in row)
        parts = (f"{b.label} {b.text} {b.source}" for b in self.blocks if b.kind != LINK)
        return " ".join((self.title, self.english, *parts, *cells)).lower()


def see(keys: Iterable[str]) -> list[Block]:
    """Links to other articles; their titles are filled in when all are known."""
    return [Block(LINK, key=key) for key in keys]
