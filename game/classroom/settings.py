"""What a class plays by: made from a lesson and what the teacher wants, and changed later."""

import hashlib
import random
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from agents.scenario import ScenarioError, load
from game.classroom import seating
from game.classroom.events import Settings
from game.classroom.lesson import Lesson, LessonError, find_lesson
from game.language import tr

SHORTEST, LONGEST = 15, 240  # minutes of a slot
MOST_ROUNDS = 12
TALK = ("face", "notes", "free")
NAMES = ("real", "neutral")
# Settings that may change while the game is on; the others only before it begins.
ANY_TIME = (
    "title", "minutes", "rounds", "seconds", "talk", "clocks", "pace", "signatures", "language",
    "names", "treaties", "statements", "ends_at",
)  # fmt: skip


def rounds_for(lesson: Lesson, minutes: int) -> int:
    """How many rounds fit into a slot beside what a lesson has before and after them."""
    begins = next(step.begin for step in lesson.plan if _is_play(step.what))
    ends = next(step.end for step in lesson.plan if _is_play(step.what))
    around = lesson.minutes - (ends - begins)
    room = max(0, minutes - around) * 60
    most = load(lesson.scenario).quarters // lesson.quarters_per_round
    return max(1, min(room // lesson.round_seconds, most, MOST_ROUNDS))


def _is_play(what: str) -> bool:
    return "ounds" in what


def new_settings(lesson: Lesson, students: int = 0, **wanted: Any) -> Settings:
    """The settings of a class. Raises: LessonError for what a lesson cannot be held with."""
    count = students or 30
    minutes = int(wanted.pop("minutes", 0) or lesson.minutes)
    seed = wanted.pop("seed", None)
    made = Settings(
        lesson=lesson.key, scenario=lesson.scenario, minutes=minutes, students=count,
        worlds=int(wanted.pop("worlds", 0) or seating.worlds_for(count, lesson)),
        rounds=int(wanted.pop("rounds", 0) or rounds_for(lesson, minutes)),
        quarters=int(wanted.pop("quarters", 0) or lesson.quarters_per_round),
        seconds=dict(lesson.seconds),
        seed=random.SystemRandom().randrange(1, 1_000_000) if seed is None else int(seed),
        practice=lesson.practice, treaties=lesson.treaties, statements=lesson.statements,
    )  # fmt: skip
    return checked(treated(replace(made, **{k: v for k, v in wanted.items() if v is not None})))


def treated(settings: Settings) -> Settings:
    """The same with a treatment drawn for every world, as evenly as can be.

    Lots are drawn for one pair of worlds after another, so that a world keeps its treatment when
    worlds are added or left out.
    """
    arms = [one.key for one in find_lesson(settings.lesson).treatments]
    if len(arms) < 2 or settings.worlds < 2:
        return replace(settings, treatments={})
    lot = random.Random(hashlib.sha256(f"treatments {settings.seed}".encode()).digest())
    drawn = [arm for _ in seating.NAMES for arm in lot.sample(arms, len(arms))]
    names = seating.NAMES[: settings.worlds]
    return replace(settings, treatments=dict(zip(names, drawn, strict=False)))


def for_people(settings: Settings, people: int) -> Settings:
    """The settings for as many as have come. The number of worlds follows them, unless the teacher
    chose another one than belongs to the number expected."""
    lesson = find_lesson(settings.lesson)
    count = min(max(people, 1), seating.MOST_STUDENTS)
    chosen = settings.worlds != seating.worlds_for(settings.students, lesson)
    worlds = min(settings.worlds, count) if chosen else seating.worlds_for(count, lesson)
    made = replace(settings, students=count, worlds=worlds)
    return made if worlds == settings.worlds else treated(made)


def changed(settings: Settings, wanted: Mapping[str, Any], in_lobby: bool) -> Settings:
    """Settings with some of them changed. Raises: LessonError for what cannot be changed now."""
    for key in wanted:
        if key not in Settings.__struct_fields__ or key == "treatments":  # those are drawn by lot
            raise LessonError(tr("There is no setting {name}.", name=key[:40]))
        if not in_lobby and key not in ANY_TIME:
            raise LessonError(tr("{name} can only be changed before the first round.", name=key))
    made = replace(_of_lesson(settings, wanted), **wanted)
    lesson = find_lesson(made.lesson)
    made = replace(made, lesson=lesson.key)
    if {"students", "lesson"}.intersection(wanted) and "worlds" not in wanted:
        made = replace(made, worlds=seating.worlds_for(made.students, lesson))
    usual = made.rounds == rounds_for(lesson, settings.minutes)
    if in_lobby and "rounds" not in wanted and usual:
        made = replace(made, rounds=rounds_for(lesson, made.minutes))
    if {"students", "lesson", "worlds", "seed"}.intersection(wanted):
        made = treated(made)
    return checked(made)


def _of_lesson(settings: Settings, wanted: Mapping[str, Any]) -> Settings:
    """The settings with those of another lesson, if it is to be another one; people stay."""
    lesson = find_lesson(wanted.get("lesson", settings.lesson))
    if lesson.key == settings.lesson:
        return settings
    made = new_settings(
        lesson, settings.students, minutes=settings.minutes, seed=settings.seed
    )  # fmt: skip
    kept = ("title", "names", "talk", "clocks", "pace", "signatures", "language", "ends_at")
    return replace(made, **{name: getattr(settings, name) for name in kept})


def checked(settings: Settings) -> Settings:
    """The same settings if a class can be held with them. Raises: LessonError."""
    lesson = find_lesson(settings.lesson)
    try:
        most = load(settings.scenario).quarters
    except ScenarioError as error:
        raise LessonError(str(error)) from None
    _within("students", settings.students, 1, seating.MOST_STUDENTS)
    _within("worlds", settings.worlds, 1, min(len(seating.NAMES), settings.students))
    _within("minutes", settings.minutes, SHORTEST, LONGEST)
    _within("quarters", settings.quarters, 1, most)
    _within("rounds", settings.rounds, 1, min(MOST_ROUNDS, most // settings.quarters))
    _within("signatures", settings.signatures, 1, 2)
    if settings.talk not in TALK or settings.names not in NAMES:
        raise LessonError(
            tr("Talk is one of {talk}; names are one of {names}.",
               talk=", ".join(TALK), names=", ".join(NAMES))
        )  # fmt: skip
    if set(settings.seconds) != set(lesson.seconds):
        raise LessonError(tr("Seconds are those of {phases}.", phases=", ".join(lesson.seconds)))
    for phase, seconds in settings.seconds.items():
        _within(f"seconds of {phase}", seconds, 1, 3600)
    return settings


def _within(what: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not low <= value <= high:
        near = min(max(value, low), high)
        raise LessonError(
            tr("{what}: {value} is not from {low} to {high}; the nearest is {near}.",
               what=what, value=value, low=low, high=high, near=near)
        )  # fmt: skip
