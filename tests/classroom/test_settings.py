"""What a class plays by: made from a lesson, changed before and during the game."""

from typing import Any

import pytest
from msgspec.structs import asdict, replace

from game.classroom.lesson import LessonError, find_lesson, lessons
from game.classroom.settings import (
    ANY_TIME,
    LONGEST,
    MOST_ROUNDS,
    SHORTEST,
    changed,
    checked,
    for_people,
    new_settings,
    rounds_for,
)
from game.classroom.state import BRIEF, NEGOTIATE
from tests.classroom.classes import in_class, open_room, refused


@pytest.mark.parametrize("lesson", lessons().values(), ids=lambda one: one.letter)
def test_a_lesson_of_its_own_length_is_played_as_its_file_says(lesson: Any) -> None:
    made = new_settings(lesson, 24)
    assert (made.minutes, made.rounds) == (lesson.minutes, lesson.rounds)
    assert (made.practice, made.treaties, made.statements) == (
        lesson.practice, lesson.treaties, lesson.statements,
    )  # fmt: skip
    assert made.seconds == lesson.seconds


def test_more_minutes_never_mean_fewer_rounds() -> None:
    for lesson in lessons().values():
        counts = [rounds_for(lesson, minutes) for minutes in range(SHORTEST, LONGEST + 1)]
        assert counts == sorted(counts)
        assert min(counts) >= 1
        assert max(counts) <= MOST_ROUNDS


def test_luck_is_drawn_anew_unless_it_is_given() -> None:
    lesson = find_lesson("A")
    assert len({new_settings(lesson).seed for _ in range(5)}) > 1
    assert new_settings(lesson, seed=0).seed == 0


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"students": 201}, "students: 201 is not from 1 to 200; the nearest is 200"),
        ({"minutes": 10}, "minutes: 10 is not from 15 to 240; the nearest is 15"),
        ({"worlds": 7}, "worlds: 7 is not from 1 to 6; the nearest is 6"),
        ({"rounds": 13}, "rounds: 13 is not from 1 to 8; the nearest is 8"),
        ({"rounds": 0}, "rounds: 0 is not from 1"),
        ({"signatures": 3}, "signatures: 3 is not from 1 to 2"),
        ({"signatures": True}, "signatures: True is not from 1 to 2"),
        ({"talk": "loud"}, "Talk is one of face, notes, free"),
        ({"names": "silly"}, "names are one of real, neutral"),
        ({"seconds": {"brief": 3}}, "Seconds are those of brief, negotiate"),
        ({"scenario": "nowhere"}, "nowhere"),
        ({"lesson": "Z"}, "there is no lesson 'Z'"),
    ],
)
def test_what_no_class_can_be_held_with_is_refused_with_the_nearest(
    wanted: dict[str, Any], words: str
) -> None:
    base = new_settings(find_lesson("A"), 30, seed=1)
    with pytest.raises(LessonError, match=words):
        changed(base, wanted, in_lobby=True)


def test_each_phase_has_a_length_within_reason() -> None:
    base = new_settings(find_lesson("A"), 30)
    for seconds in (0, 3601):
        with pytest.raises(LessonError, match="seconds of negotiate"):
            checked(replace(base, seconds={**base.seconds, "negotiate": seconds}))


def test_during_the_game_only_what_may_change_does() -> None:
    base = new_settings(find_lesson("B"), 30, seed=1)
    values = asdict(base)
    for name in values:
        if name in ANY_TIME:
            assert changed(base, {name: values[name]}, in_lobby=False) == base
        else:
            with pytest.raises(LessonError, match=r"before the first round|no setting"):
                changed(base, {name: values[name]}, in_lobby=False)
    with pytest.raises(LessonError, match="There is no setting colour"):
        changed(base, {"colour": 1}, in_lobby=True)


def test_treatments_are_drawn_and_never_set() -> None:
    base = new_settings(find_lesson("C"), 30, seed=1)
    with pytest.raises(LessonError, match="no setting treatments"):
        changed(base, {"treatments": {}}, in_lobby=True)
    assert changed(base, {"title": "x"}, in_lobby=True).treatments == base.treatments
    assert changed(base, {"worlds": 1}, in_lobby=True).treatments == {}
    six = changed(base, {"students": 200}, in_lobby=True)
    assert sorted(six.treatments.values()) == ["off"] * 3 + ["on"] * 3


def test_worlds_follow_students_and_rounds_follow_minutes_unless_they_were_chosen() -> None:
    base = new_settings(find_lesson("A"), 30)
    assert changed(base, {"students": 118}, in_lobby=True).worlds == 4
    assert changed(base, {"students": 118, "worlds": 2}, in_lobby=True).worlds == 2
    assert changed(base, {"minutes": 75}, in_lobby=True).rounds == rounds_for(find_lesson("A"), 75)
    three = changed(base, {"rounds": 3}, in_lobby=True)
    assert changed(three, {"minutes": 75}, in_lobby=True).rounds == 3
    assert changed(base, {"minutes": 75}, in_lobby=False).rounds == base.rounds


def test_another_lesson_keeps_people_and_takes_everything_else_of_its_own() -> None:
    base = new_settings(
        find_lesson("A"), 26, seed=4, title="Econ", talk="notes", names="neutral", signatures=1
    )
    for letter in "bC":
        lesson = find_lesson(letter)
        made = changed(base, {"lesson": letter}, in_lobby=True)
        own = new_settings(lesson, 26, seed=4, minutes=base.minutes)
        kept = {"title": "Econ", "talk": "notes", "names": "neutral", "signatures": 1}
        assert made == replace(own, **kept)
        assert made.lesson == lesson.key


@pytest.mark.parametrize(
    ("expected", "worlds", "people", "then"),
    [
        (30, None, 30, 1),
        (30, None, 118, 4),
        (118, None, 30, 1),
        (30, 2, 30, 2),  # the teacher chose
        (30, 2, 118, 2),
        (118, 4, 30, 1),  # as many as belong to 118: not chosen
        (30, 5, 3, 3),
        (30, None, 0, 1),
    ],
)
def test_the_number_of_worlds_follows_the_people_unless_it_was_chosen(
    expected: int, worlds: int | None, people: int, then: int
) -> None:
    made = for_people(new_settings(find_lesson("A"), expected, worlds=worlds), people)
    assert (made.worlds, made.students) == (then, max(people, 1))
    assert checked(made) == made


@in_class
async def test_the_teacher_changes_settings_and_everybody_hears_of_it() -> None:
    room = await open_room("A", 12)
    heard: set[str] = set()
    room.desk.changed = heard.update
    room.teach("settings", settings={"title": "Econ 101", "language": "zh"})
    await room.settle()
    assert "public" in heard
    assert room.state.settings.title == "Econ 101"
    await room.to(NEGOTIATE)
    for wrong, words in (
        ({"worlds": 2}, "before the first round"),
        ({"seed": 3}, "before the first round"),
        ({"minutes": "long"}, r"cannot be like that: .*minutes"),
        ({"colour": "red"}, r"cannot be like that: .*colour"),
        ({"minutes": 5}, "the nearest is 15"),
    ):
        with refused(room, words):
            room.teach("settings", settings=wrong)
    before = dict(room.state.settings.seconds)
    room.teach("settings", settings={"seconds": {**before, "commit": 45}, "rounds": 2})
    await room.next()
    assert room.state.clock.remaining(room.time.wall) == 45.0


@in_class
async def test_fewer_rounds_than_were_played_lead_to_the_debrief() -> None:
    room = await open_room("A", 12, practice=False)
    await room.to(BRIEF, 3)
    room.teach("settings", settings={"rounds": 2})
    await room.to("reflect", 3)
    await room.next()
    assert room.phase == "debrief"
