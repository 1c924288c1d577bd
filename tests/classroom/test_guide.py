"""The teacher's guide says what the game does, and says it in plain words."""

import re
from html import unescape
from pathlib import Path

import pytest

from game.classroom import seating
from game.classroom.folder import ALIVE, DOORS, KEPT_DAYS, LOG, ROSTER
from game.classroom.handouts import make_kit
from game.classroom.handouts.kit import Kit
from game.classroom.handouts.texts import of_lesson, texts
from game.classroom.lesson import PHASES, PRESS, find_lesson, lessons
from game.classroom.settings import rounds_for
from game.classroom.views.large_texts import CONSOLE
from game.classroom.views.texts import STUDENT
from game.classroom.views.words import HOW
from game.classroom.views.words import PHASES as PHASE_NAMES
from tests.classroom.kit_pages import ROOT

GUIDE = ROOT / "docs" / "classroom"
CHAPTERS = sorted(GUIDE.glob("*.md"))
HIGHEST_GRADE = 9.0
# Words that chapters put in quotation marks, since they stand on a screen.
ON_SCREEN = {
    "faq.md": ("autopilot", "If your team does not answer"),
    "lesson-a.md": ("If missing",),
    "paper-mode.md": ("Enter move", "Enter it", "If missing"),
    "quick-start.md": ("If your team does not answer", "If missing"),
    "troubleshooting.md": ("Enter move", "Go on", "If missing", "Wall off", "autopilot"),
}
LETTERS = [lesson.letter for lesson in lessons().values()]


def cells(text: str, first: str) -> list[list[str]]:
    """The rows of a table whose first cell reads so, and all after it."""
    lines = text.splitlines()
    begin = next(i for i, line in enumerate(lines) if line.startswith(f"| {first} "))
    rows = []
    for line in lines[begin:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def filled(kit: Kit, line: str) -> str:
    """A line of a script as the printed plan has it, without marks."""
    return unescape(re.sub(r"<[^>]+>", "", str(kit.line(line))))


@pytest.mark.parametrize("letter", LETTERS)
def test_a_lesson_of_the_guide_is_the_printed_one(letter: str) -> None:
    lesson = find_lesson(letter)
    kit = make_kit(letter, 28, lesson.minutes)
    text = (GUIDE / f"lesson-{letter.lower()}.md").read_text(encoding="utf-8")
    for part in kit.schedule.parts:
        assert f"### {part.begin} to {part.end}: {part.text.title}\n" in text
        for line in part.text.say:
            assert f'- "{filled(kit, line)}"\n' in text
        for line in part.text.do:
            assert f"- {filled(kit, line)}\n" in text
    assert f"{kit.schedule.rounds} rounds of {kit.schedule.round_minutes} minutes." in text
    for told in (lesson.aim, lesson.audience, lesson.exit_question, lesson.claim):
        assert told in text
    assert all(one.question in text for one in of_lesson(texts().question, lesson))
    assert all(one.text in text for one in of_lesson(texts().ready, lesson))


def test_the_rounds_that_fit_are_those_of_the_game() -> None:
    rows = cells((GUIDE / "timing.md").read_text(encoding="utf-8"), "45 minutes")
    for slot, *told in rows:
        minutes = int(slot.split()[0])
        fit = [int(cell.split()[0]) for cell in told]
        assert fit == [rounds_for(lesson, minutes) for lesson in lessons().values()], slot


def test_the_parts_of_a_round_are_those_of_the_lessons() -> None:
    rows = cells((GUIDE / "timing.md").read_text(encoding="utf-8"), "Brief")
    told = {name: int(seconds) for name, seconds, _ in rows}
    for lesson in lessons().values():
        assert told == {PHASE_NAMES[phase]: lesson.seconds[phase] for phase in PHASES}


def test_grades_and_rubric_are_those_of_the_kit() -> None:
    text = (GUIDE / "assessment.md").read_text(encoding="utf-8")
    for one in texts().weight:
        assert f"| {one.name.lower()} | {one.percent}% |" in text
    for row in texts().criterion:
        assert cells(text, row.name)[0] == [row.name, *row.levels]
    assert f"About {texts().memo.words} words" in text


def test_there_is_a_press_desk_where_the_guide_says() -> None:
    text = " ".join((GUIDE / "roles.md").read_text(encoding="utf-8").split())
    (told,) = re.findall(r"no press desk at ([\d, and]+) students in a world", text)
    seats = find_lesson("A").seats()
    worlds = {n: seating.sizes(n, 1, seats).worlds[0] for n in range(18, 37)}
    assert [int(n) for n in re.findall(r"\d+", told)] == [
        n for n, teams in worlds.items() if PRESS not in teams
    ]


def test_words_in_quotation_marks_are_those_on_the_screen() -> None:
    """Of the chapters that say what to press or where to look."""
    shown = {*CONSOLE.values(), *STUDENT.values(), *HOW.values()}
    for name, words in ON_SCREEN.items():
        text = " ".join((GUIDE / name).read_text(encoding="utf-8").split())
        for word in words:
            assert f'"{word}"' in text, (name, word)
            assert word in shown, word


def test_what_is_stored_is_what_the_privacy_page_says() -> None:
    text = (GUIDE / "privacy.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in (LOG, DOORS, ROSTER, ALIVE))
    assert f"**{KEPT_DAYS} days**" in text


def test_every_chapter_is_in_the_index() -> None:
    index = (GUIDE / "README.md").read_text(encoding="utf-8")
    assert all(f"({path.name})" in index for path in CHAPTERS if path.name != "README.md")


# ---- plain words


def prose(path: Path) -> str:
    """What is read as sentences: no code, tables, headings or addresses."""
    text = re.sub(r"`[^`]*`|<https?[^>]*>|\]\([^)]*\)", " ", path.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if not line.startswith(("|", "#"))]
    ended = [re.sub(r"([^.!?:\"'*)]) *$", r"\1 ", line) for line in lines]
    return re.sub(r"[*\[\]>-]|\d+\.", " ", "\n".join(ended))


def syllables(word: str) -> int:
    """About how many syllables an English word has."""
    found = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and found > 1
    return max(1, found - (1 if silent else 0))


def grade(text: str) -> float:
    """The school grade that a text asks for (Flesch and Kincaid 1975)."""
    sentences = [one for one in re.split(r"[.!?:]+|\n\s*\n", text) if re.search(r"[a-z]", one)]
    words = re.findall(r"[a-z']+", text.lower())
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_can_be_read_after_nine_years_of_school(path: Path) -> None:
    assert grade(prose(path)) <= HIGHEST_GRADE


def test_the_measure_of_plain_words_tells_them_from_others() -> None:
    plain = "The cat sat on the mat. It was a warm day. Nobody was at home."
    heavy = (
        "Notwithstanding considerable heterogeneity among participating institutions, "
        "implementation necessitates comprehensive organisational reconfiguration."
    )
    assert grade(plain) < 3.0
    assert grade(heavy) > 18.0
