"""The lessons as data: every file is valid, and a broken one is told what is wrong with it."""

from pathlib import Path

import pytest

from agents.levers import LEVERS
from agents.mandate import mandate
from agents.scenario import load
from game.analysis.metrics import find_metric
from game.classroom.lesson import (
    DATA,
    MOST_DECISIONS,
    PHASES,
    PRESS,
    Lesson,
    LessonError,
    find_decision,
    find_lesson,
    find_team,
    lessons,
    read_lesson,
    teams,
)
from game.classroom.seating import MOST_TEAMS

FILES = sorted((DATA / "lessons").glob("*.toml"))


def test_there_are_three_lessons_found_by_letter_and_by_name() -> None:
    assert [one.letter for one in lessons().values()] == ["A", "B", "C"]
    for lesson in lessons().values():
        assert find_lesson(lesson.letter.lower()) is lesson
        assert find_lesson(lesson.key.upper()) is lesson
    with pytest.raises(LessonError, match="there is no lesson 'cort'; the nearest is 'court'"):
        find_lesson("cort")


@pytest.mark.parametrize("lesson", lessons().values(), ids=lambda one: one.letter)
def test_a_lesson_holds_together(lesson: Lesson) -> None:
    scenario = load(lesson.scenario)
    assert lesson.rounds * lesson.quarters_per_round <= scenario.quarters
    assert tuple(lesson.seconds) == PHASES
    assert 12 <= lesson.least_debrief_minutes <= lesson.debrief_minutes
    # the plan has no gaps, and fills the lesson
    assert lesson.plan[0].begin == 0
    assert lesson.plan[-1].end == lesson.minutes
    assert all(a.end == b.begin for a, b in zip(lesson.plan, lesson.plan[1:], strict=False))
    play = next(step for step in lesson.plan if "ounds" in step.what)
    assert lesson.rounds * lesson.round_seconds <= 60 * (play.end - play.begin)
    assert find_metric(lesson.forecast).key == lesson.forecast
    seats = lesson.seats()[:MOST_TEAMS]
    assert len(seats) == MOST_TEAMS
    for seat in seats:
        assert lesson.sheet(seat), seat
        assert mandate(seat, lesson.scenario), seat


@pytest.mark.parametrize("lesson", lessons().values(), ids=lambda one: one.letter)
def test_what_a_treatment_holds_is_on_nobodys_sheet(lesson: Lesson) -> None:
    """A sheet does not tell how its world is treated."""
    held = {key for one in lesson.treatments for key in one.holds}
    on_sheets = {k for s in lesson.seats() for d in lesson.sheet(s) for k in d.levers}
    assert not held & on_sheets
    for one in lesson.treatments:
        assert set(one.holds) == held  # every arm holds the same levers, each at its own value
        assert lesson.treatment(one.key) is one
        for key, value in one.holds.items():
            assert LEVERS[key].low <= value <= LEVERS[key].high
    if held:
        assert lesson.treatments[0].holds != lesson.treatments[1].holds


def test_lesson_a_asks_three_decisions_of_a_team() -> None:
    lesson = find_lesson("A")
    assert all(len(lesson.sheet(seat)) == 3 for seat in lesson.seats())


def test_teams_have_names_and_shapes_of_their_own() -> None:
    found = list(teams().values())
    assert found[-1].seat == PRESS
    for names in ([t.name for t in found], [t.shape for t in found]):
        assert len(set(names)) == len(names)
    for team in found:
        assert 2 <= len(team.roles) <= 4
        assert all(role.aim.startswith("You") for role in team.roles)
        if team in found[:MOST_TEAMS]:
            assert team.doctrine(team.doctrines[0].key) is team.doctrines[0]
            assert team.doctrine("").key == "plain"
            assert len(team.decisions) <= MOST_DECISIONS * len(team.roles)
        for doctrine in team.doctrines:
            assert all(0.0 <= value <= 1.0 for value in doctrine.traits.values())
            assert all(f"{team.seat}.{key}" in LEVERS for key in doctrine.levers)


def test_a_wrong_name_is_told_the_nearest() -> None:
    for find, name, words in (
        (find_team, "hua", "no team 'hua'; the nearest is 'huaw'"),
        (find_decision, "us.tool", "no decision 'tool'; the nearest is 'tools'"),
        (find_decision, "mars.tools", "no team 'mars'"),
    ):
        with pytest.raises(LessonError, match=words):
            find(name)


BROKEN = [
    ('scenario = "october-seventh"', 'scenario = "october-sevent"', "the nearest"),
    ('scenario = "october-seventh"', "", "'scenario'"),
    ("rounds = 4", "rounds = 40", "40 rounds of 4 quarters do not fit into the 33 quarters"),
    ("rounds = 4", "rounds = 0", "0 rounds of 4 quarters do not fit"),
    ("reflect = 20", "dream = 20", r"\[seconds\] needs exactly brief, negotiate"),
    ('letter = "A"', 'letter = "A"\ncolour = "red"', "colour"),
    ("what = ", "that = ", "'what' is missing"),
    ("rounds = 4", "rounds = = 4", "Invalid value"),
    ('treaties = false', 'treaties = false\ntreatment = [{key="x", title="X", '
     'holds={tool_contrl=1}}]', "no lever 'us.tool_contrl'; the nearest is 'us.tool_control'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), BROKEN)
def test_a_broken_lesson_is_refused_with_its_file_and_a_sentence(
    old: str, new: str, words: str, tmp_path: Path
) -> None:
    text = (DATA / "lessons" / "sanction.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(LessonError, match=words) as caught:
        read_lesson(path)
    assert str(caught.value).startswith("mine.toml: ")


def test_a_lesson_that_is_not_there_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"nothing\.toml: cannot be read"):
        read_lesson(tmp_path / "nothing.toml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_a_lesson_of_its_own_name(path: Path) -> None:
    lesson = read_lesson(path)
    assert lesson.key == path.stem
    assert lessons()[lesson.key] == lesson
