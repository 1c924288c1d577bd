"""Facts of the source page, each with its rows of `agents/data/`: date, source, how sure."""

import csv
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from agents.scenario import FOLDER
from game.classroom.handouts.texts import FactText, texts
from game.classroom.handouts.words import number, numbered
from game.classroom.lesson import LessonError
from game.language import tr

DATA = FOLDER.parent / "data"


@dataclass(frozen=True)
class Fact:
    """A fact as it stands on a page. `sure` are codes of `agents/data/README.md`."""

    date: Markup
    text: Markup
    source: str
    sure: str
    prosecution: str
    defence: str


def facts(page: str) -> list[Fact]:
    """The facts of a page, oldest first as in the file."""
    return [_fact(one) for one in texts().fact if page in one.pages]


def _fact(one: FactText) -> Fact:
    rows = [find_row(row) for row in one.rows]
    origin = " + ".join(one.rows)
    when = rows[0].get("date") or rows[0]["period"]
    sources = dict.fromkeys(row["source"] for row in rows)
    return Fact(
        date=number(when, origin, when),
        text=numbered(tr(one.text), origin),
        source="; ".join(sources),
        sure=", ".join(dict.fromkeys(row["confidence"] for row in rows)),
        prosecution=tr(one.prosecution),
        defence=tr(one.defence),
    )


def find_row(place: str) -> dict[str, str]:
    """The row of a file that has these cells. Raises: LessonError unless there is exactly one."""
    file, *cells = place.split("|")
    found = [row for row in _rows(file) if set(cells) <= set(row.values())]
    if len(found) != 1:
        raise LessonError(f"kit.toml: {len(found)} rows are '{place}'; it takes one")
    return found[0]


def find_number(place: str, text: str) -> Markup:
    """A number that a text takes from a row. Raises: LessonError if the row does not have it."""
    if not any(text in cell for cell in find_row(place).values()):
        raise LessonError(f"kit.toml: {text} is not in '{place}'")
    return number(text, place)


@lru_cache(maxsize=8)
def _rows(file: str) -> tuple[dict[str, str], ...]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
