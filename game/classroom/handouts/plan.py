"""The minutes of a lesson in a slot of any length.

The game says how many rounds fit (`settings.rounds_for`). The other steps keep their minutes, and
odd ones go to the debrief. In a slot too short for that the practice is left out first; then steps
shrink, the debrief never below the lesson's least.
"""

from dataclasses import dataclass

from game.classroom.events import Settings
from game.classroom.handouts.texts import StepText, texts
from game.classroom.lesson import Lesson, LessonError

PRACTICE, ROUNDS, DEBRIEF = "practice", "rounds", "debrief"
LEAST_STEP_MINUTES = 2


@dataclass(frozen=True)
class Part:
    """A step of the lesson in this slot. Units: minutes from the beginning."""

    text: StepText
    begin: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.end - self.begin


@dataclass(frozen=True)
class Schedule:
    """A lesson in a slot: its parts in order, and how many rounds count."""

    minutes: int
    rounds: int
    round_minutes: int
    practice: bool
    parts: tuple[Part, ...]

    @property
    def debrief_minutes(self) -> int:
        """What the debrief has in all."""
        return sum(part.minutes for part in self.parts if part.text.kind == DEBRIEF)


def schedule(lesson: Lesson, settings: Settings) -> Schedule:
    """A lesson in the slot of a class.

    Raises: LessonError saying how long a slot must be.
    """
    minutes, each = settings.minutes, -(-lesson.round_seconds // 60)
    shrunk = min(1.0, minutes / lesson.minutes)
    tries = ((settings.practice, 1.0), (False, 1.0), (False, shrunk), (False, 0.0))
    for practice, scale in tries:
        lengths = _lengths(lesson, practice, scale, settings.rounds * each)
        if sum(lengths) <= minutes:
            break
    else:
        raise LessonError(f"lesson {lesson.letter} needs a slot of {sum(lengths)} minutes or more")
    lengths[_longest_debrief(lesson, lengths)] += minutes - sum(lengths)
    parts, begin = [], 0
    for text, length in zip(_texts(lesson), lengths, strict=True):
        if length:
            parts.append(Part(text, begin, begin + length))
        begin += length
    return Schedule(minutes, settings.rounds, each, practice, tuple(parts))


def _lengths(lesson: Lesson, practice: bool, scale: float, rounds: int) -> list[int]:
    """The minutes of every step of the lesson's file; `rounds` are the minutes of all rounds."""
    fixed = {ROUNDS: rounds} | ({} if practice else {PRACTICE: 0})
    found = []
    for text, step in zip(_texts(lesson), lesson.plan, strict=True):
        planned = step.end - step.begin
        least = min(planned, LEAST_STEP_MINUTES)
        shrunk = planned if text.kind == PRACTICE else max(least, round(planned * scale))
        found.append(fixed.get(text.kind, shrunk))
    debriefs = [
        length for length, text in zip(found, _texts(lesson), strict=True) if text.kind == DEBRIEF
    ]
    found[_longest_debrief(lesson, found)] += max(0, lesson.least_debrief_minutes - sum(debriefs))
    return found


def _longest_debrief(lesson: Lesson, lengths: list[int]) -> int:
    places = [place for place, text in enumerate(_texts(lesson)) if text.kind == DEBRIEF]
    return max(places, key=lambda place: lengths[place])


def _texts(lesson: Lesson) -> tuple[StepText, ...]:
    found = tuple(one for one in texts().step if one.lesson == lesson.letter)
    if len(found) != len(lesson.plan):
        raise LessonError(f"kit.toml has no step for each step of lesson {lesson.letter}")
    return found
