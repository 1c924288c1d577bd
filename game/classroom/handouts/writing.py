"""A kit made for a class in a slot, and written into a folder."""

import json
from pathlib import Path

from game.batch.whole import written_whole
from game.classroom.handouts.kit import Kit
from game.classroom.handouts.pages import NUMBERS, numbers_of, pages_of, render
from game.classroom.handouts.plan import schedule
from game.classroom.handouts.roster import seat
from game.classroom.lesson import LessonError, find_lesson
from game.classroom.settings import new_settings
from game.language import ENGLISH, speaking

SEED = 7  # of names on paper and of the sides of a court


def make_kit(
    lesson: str, students: int, minutes: int, names: str = "real", seed: int = SEED
) -> Kit:
    """A kit for a class in a slot, with the settings that the game itself would take.

    Raises: LessonError naming what cannot be: the lesson, the head-count, the slot or the names.
    """
    one = find_lesson(lesson)
    if students < 1:
        raise LessonError(f"a kit is for 1 student or more, not {students}")
    settings = new_settings(one, students, minutes=minutes, names=names, seed=seed)
    return Kit(one, settings, schedule(one, settings), seat(settings))


def write_kit(
    lesson: str,
    students: int,
    minutes: int,
    out: Path,
    names: str = "real",
    language: str = ENGLISH,
    seed: int = SEED,
) -> list[Path]:
    """Write the kit of a lesson into a folder, whole or not at all; the files in it.

    Raises: LessonError as `make_kit`; ValueError for a language that there is not; CommandError
    if the folder cannot be written.
    """
    kit = make_kit(lesson, students, minutes, names, seed)
    with speaking(language):
        pages = {page.file: render(page, kit) for page in pages_of(kit)}
    numbers = [row for file, html in pages.items() for row in numbers_of(file, html)]
    told = {
        "lesson": kit.lesson.key,
        "scenario": kit.lesson.scenario,
        "students": students,
        "minutes": minutes,
        "numbers": numbers,
    }
    pages[NUMBERS] = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    with written_whole(out) as folder:
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8")
    return [out / name for name in pages]
