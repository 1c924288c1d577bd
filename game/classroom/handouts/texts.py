"""The words of the kit, from `data/kit.toml`, in the shapes in which pages use them."""

import tomllib
from functools import lru_cache
from typing import Protocol, TypeVar

import msgspec
from msgspec import Struct

from game.classroom.lesson import DATA, Lesson

FILE = DATA / "kit.toml"


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file."""


class StepText(Entry, frozen=True):
    """What a teacher says and does in one step of a lesson. `kind` says how its minutes scale."""

    lesson: str
    kind: str
    title: str
    say: list[str]
    do: list[str]


class ForLessons(Entry, frozen=True):
    """Something that is said in some lessons, by their letters."""

    lessons: list[str]
    text: str


class Slide(Entry, frozen=True):
    """A slide. `show` names what is on it: "lines", or a part of the slides' template."""

    lessons: list[str]
    show: str
    title: str
    lines: list[str] = []


class Question(Entry, frozen=True):
    """A question of the worksheet, with what a teacher may look for."""

    lessons: list[str]
    question: str
    notes: list[str]


class Criterion(Entry, frozen=True):
    """A row of the rubric: its levels from weak to strong."""

    name: str
    levels: list[str]


class Weight(Entry, frozen=True):
    """A part of the grade. Units: percent."""

    name: str
    percent: int
    text: str


class Story(Entry, frozen=True):
    """The story of the source page."""

    title: str
    lines: list[str]


class Reason(Entry, frozen=True):
    """Why a side does what it does, in words that it would accept."""

    side: str
    lines: list[str]


class Line(Entry, frozen=True):
    """One line of a list."""

    text: str


class FactText(Entry, frozen=True):
    """A fact in our own words. `rows` are "file|cell|..." of agents/data/; two ways to read it."""

    rows: list[str]
    pages: list[str]
    text: str
    prosecution: str
    defence: str


class Term(Entry, frozen=True):
    """A word of the glossary."""

    name: str
    text: str


class Memo(Entry, frozen=True):
    """How long a memo is. Units: words."""

    words: int


class Texts(Entry, frozen=True):
    """The whole file."""

    weight: list[Weight]
    memo: Memo
    ready: list[ForLessons]
    step: list[StepText]
    slide: list[Slide]
    question: list[Question]
    criterion: list[Criterion]
    homework: list[ForLessons]
    story: Story
    reason: list[Reason]
    disputed: list[Line]
    left_out: list[Line]
    fact: list[FactText]
    term: list[Term]


class HasLessons(Protocol):
    """Anything that names the lessons it is for."""

    @property
    def lessons(self) -> list[str]:
        """Their letters."""
        ...


Some = TypeVar("Some", bound=HasLessons)


@lru_cache(maxsize=1)
def texts() -> Texts:
    """The words of the kit. Raises: msgspec.ValidationError naming the entry that does not fit."""
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), Texts)


def of_lesson(entries: list[Some], lesson: Lesson) -> list[Some]:
    """Those that are for a lesson."""
    return [one for one in entries if lesson.letter in one.lessons]
