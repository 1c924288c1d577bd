"""Kits of some classes, and their pages as a reader sees them."""

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, TypeAlias

from game.classroom.handouts import write_kit

Class: TypeAlias = tuple[str, int, int]  # lesson, students, minutes
ROOT = Path(__file__).resolve().parents[2]
CLASSROOM = ROOT / "game" / "classroom" / "data"
CLASSES: list[Class] = [
    ("A", 7, 50), ("A", 28, 75), ("B", 28, 75), ("B", 118, 90), ("C", 28, 90),
]  # fmt: skip
VOID = {"meta", "br", "rect", "circle", "path"}


@dataclass
class Read:
    """What a reader sees of a page: numbers with their origin, other text, elements by class."""

    numbers: list[tuple[str, str, str]] = field(default_factory=list)
    text: str = ""
    cited: str = ""
    classes: Counter[str] = field(default_factory=Counter)
    language: str = ""


class Reader(HTMLParser):
    """Reads a page of the kit."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.read = Read()
        self.feed(html)
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.read.classes.update(found.get("class", "").split())
        if tag == "html":
            self.read.language = found["lang"]
        if tag not in VOID:
            self.open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if "style" in tags:
            return
        if tags and tags[-1] == "data":
            found = self.open[-1][1]
            self.read.numbers.append((found["data-from"], found["value"], data))
        elif "cite" in tags:
            self.read.cited += f"{data}\n"
        else:
            self.read.text += f"{data}\n"


def write_kits(folder: Path) -> dict[Class, Path]:
    """A kit for each class."""
    made = {}
    for letter, students, minutes in CLASSES:
        made[letter, students, minutes] = out = folder / f"{letter}{students}"
        write_kit(letter, students, minutes, out)
    return made


@lru_cache(maxsize=8)
def pages(out: Path) -> dict[str, Read]:
    """Every page of a kit as it is read."""
    return {one.stem: Reader(one.read_text("utf-8")).read for one in sorted(out.glob("*.html"))}


def toml(path: Path) -> dict[str, Any]:
    """A data file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def lesson_files() -> dict[str, dict[str, Any]]:
    """The lessons' files by letter."""
    files = (toml(path) for path in (CLASSROOM / "lessons").glob("*.toml"))
    return {data["letter"]: data for data in files}
