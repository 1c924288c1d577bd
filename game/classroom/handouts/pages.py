"""The pages of a kit: which there are, for whom, how many to print, and what stands on them."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from game.batch.style import font_faces
from game.classroom import treaties
from game.classroom.commands.polls import CERTAINTIES
from game.classroom.handouts import extras, facts, words
from game.classroom.handouts.kit import Kit
from game.classroom.handouts.texts import of_lesson, texts
from game.classroom.lesson import find_team
from game.classroom.templating import templates
from game.classroom.views.words import PHASES
from game.language import mark, tr
from game.views.words import listed

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "handouts"
TEACHER, STUDENT, TABLE, WORLD = "teacher", "student", "table", "world"
FOR_WHOM = {
    TEACHER: mark("for you"),
    STUDENT: mark("one for each student"),
    TABLE: mark("one for each team"),
    WORLD: mark("a few for each world"),
}
# What happens in the parts of a round.
PHASE_TEXTS = {
    "brief": mark("Look at the wall: what is new?"),
    "negotiate": mark("Talk to your team and to others."),
    "commit": mark("Everybody proposes; one signs. Sealed."),
    "reveal": mark("All moves flip together. Why did the numbers move?"),
    "reflect": mark("One forecast for the next round."),
}
NUMBERS = "numbers.json"
NEUTRAL = "neutral"
_DATA = re.compile(r'<data value="([^"]*)" data-from="([^"]*)">([^<]*)</data>')


@dataclass(frozen=True)
class Page:
    """A page: its file, title, and for whom. `prints` is how often it is printed for a class."""

    name: str
    title: str
    whom: str
    prints: Callable[[Kit], int] = lambda kit: 1
    wanted: Callable[[Kit], bool] = lambda kit: True

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.html"


def _each_student(kit: Kit) -> int:
    return kit.settings.students


def _four_on_a_sheet(kit: Kit) -> int:
    return -(-kit.settings.students // 4)


PAGES = (
    Page("index", mark("What is in this kit"), TEACHER),
    Page("lesson-plan", mark("Lesson plan"), TEACHER),
    Page("slides", mark("Slides"), TEACHER),
    Page("sign-in", mark("Sign-in sheet"), TEACHER),
    Page("role-cards", mark("Role cards"), STUDENT),
    Page("table-signs", mark("Table signs"), TABLE),
    Page("move-sheets", mark("Move sheets"), TABLE),
    Page("treaty-sheet", mark("Treaty sheet"), WORLD, lambda kit: 3 * len(kit.worlds),
         lambda kit: kit.lesson.treaties),
    Page("source-page", mark("Source page"), STUDENT, _each_student),
    Page("evidence-cards", mark("Evidence cards"), WORLD, lambda kit: len(kit.worlds),
         lambda kit: bool(kit.lesson.claim)),
    Page("worksheet", mark("Worksheet"), STUDENT, _each_student),
    Page("exit-ticket", mark("Exit tickets"), STUDENT, _four_on_a_sheet),
    Page("glossary", mark("Words"), STUDENT, _each_student),
    Page("rubric", mark("Rubric and weights"), STUDENT, _each_student),
    Page("answer-notes", mark("Answer notes"), TEACHER),
)  # fmt: skip


def pages_of(kit: Kit) -> list[Page]:
    """The pages that a lesson needs, in the order of the index."""
    return [page for page in PAGES if page.wanted(kit)]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates, with texts in the language in force."""
    made = templates(
        TEMPLATES,
        tr=words.say,
        ntr=words.say_counted,
        say=words.say,
        font_faces=Markup(font_faces()),
        find_team=find_team,
        for_whom=FOR_WHOM,
        postures=treaties.postures(),
        limits=treaties,
        extras=extras,
        facts=facts,
        texts=texts(),
        certainties=[round(100 * p) for p in CERTAINTIES],
        of_lesson=of_lesson,
    )
    made.filters["letter"] = lambda place: chr(ord("A") + place - 1)
    return made


def render(page: Page, kit: Kit) -> str:
    """A page of a kit, with the names that the class plays with."""
    phases = {key: (tr(PHASES[key]), tr(text)) for key, text in PHASE_TEXTS.items()}
    cards = listed(tr(card.title) for card in treaties.postures().values())
    template = environment().get_template(page.file)
    html = template.render(
        kit=kit, page=page, title=tr(page.title), language=words.page_language(),
        pages=pages_of(kit), phases=phases, blank=extras.BLANK, cards=cards,
    )  # fmt: skip
    return words.with_made_up_names(html) if kit.settings.names == NEUTRAL else html


def numbers_of(page: str, html: str) -> list[dict[str, Any]]:
    """Every number on a page: how it is written, its value, where it is from, and how often."""
    found = Counter(_DATA.findall(html))
    return [
        {"page": page, "text": unescape(text), "value": unescape(value), "from": unescape(origin),
         "times": times}
        for (value, origin, text), times in found.items()
    ]  # fmt: skip
