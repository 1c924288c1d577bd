"""The printed kit: it fits its class, its slot and the paper, and it is whole or not there."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from game.catalogues import catalogue
from game.classroom import seating
from game.classroom.handouts import make_kit, write_kit
from game.classroom.handouts.texts import texts
from game.classroom.lesson import LessonError, find_lesson, lessons
from game.classroom.settings import new_settings
from game.classroom.state import REFLECT, ClassState, Game
from game.classroom.views.projector import forecast
from game.commands.problems import CommandError
from tests.classroom.kit_pages import (
    CLASSROOM,
    Class,
    lesson_files,
    pages,
    toml,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Keys of kit.toml whose values nobody reads.
NO_TEXTS = {"lesson", "lessons", "kind", "show", "side", "rows", "pages"}
ASKING = ("move-sheets", "slides", "worksheet")  # pages with the numbers that are forecast


# ---- the class


def test_there_is_a_card_a_sign_and_a_sheet_for_everybody(kit: tuple[str, int, int, Path]) -> None:
    letter, students, minutes, out = kit
    lesson = find_lesson(letter)
    sizes = seating.sizes(students, seating.worlds_for(students, lesson), lesson.seats())
    tables = [team for world in sizes.worlds for team in world]
    made, settings = pages(out), new_settings(lesson, students, minutes=minutes)
    rounds = settings.rounds + (1 if lesson.practice else 0)
    assert made["role-cards"].classes["card"] == students
    assert made["table-signs"].classes["sign"] == len(tables)
    moving = [team for team in tables if team != "press"]
    assert made["move-sheets"].classes["sheet"] == len(moving) * rounds
    assert made["move-sheets"].classes["here"] == sum(
        len(lesson.sheet(team)) * rounds for team in moving
    )


def test_a_world_that_signs_treaties_gets_treaty_sheets_and_a_court_gets_evidence(
    kits: dict[Class, Path],
) -> None:
    found = {key[0]: {path.stem for path in out.glob("*.html")} for key, out in kits.items()}
    assert "treaty-sheet" not in found["A"]
    assert "treaty-sheet" in found["B"]
    assert {"treaty-sheet", "evidence-cards"} <= found["C"]
    assert "evidence-cards" not in found["B"]


def test_the_index_leads_to_every_page(kit: tuple[str, int, int, Path]) -> None:
    out = kit[-1]
    linked = re.findall(r'href="([^"]+)"', (out / "index.html").read_text("utf-8"))
    assert set(linked) | {"index.html"} == {path.name for path in out.glob("*.html")}


def test_a_page_asks_nothing_of_the_network(kit: tuple[str, int, int, Path]) -> None:
    for page in kit[-1].glob("*.html"):
        html = page.read_text("utf-8")
        assert "http" not in html.replace("http://www.w3.org/", "")
        assert "<script" not in html
        assert all(url.startswith("data:") for url in re.findall(r"url\(([^)]*)", html))


# ---- forecasts


@pytest.mark.parametrize("minutes", [50, 90])
@pytest.mark.parametrize("letter", [one.letter for one in lessons().values()])
def test_the_kit_asks_for_the_forecasts_that_the_game_asks_for(
    letter: str, minutes: int, tmp_path: Path
) -> None:
    settings = new_settings(find_lesson(letter), 28, minutes=minutes)
    rounds = range(1, settings.rounds + 1)
    on_the_wall = [
        forecast(ClassState(settings, code="", game=Game(phase=REFLECT, round=one)))
        for one in rounds
    ]
    asked = [label for label in on_the_wall if label]
    assert len(asked) == settings.rounds - 1
    write_kit(letter, 28, minutes, tmp_path / "kit")
    html = {name: (tmp_path / "kit" / f"{name}.html").read_text("utf-8") for name in ASKING}
    found = {
        name: [unescape(one) for one in re.findall(r'class="asked">([^<]*)<', page)]
        for name, page in html.items()
    }
    tables = len(make_kit(letter, 28, minutes).moving)
    assert found == {"slides": asked, "worksheet": asked, "move-sheets": asked * tables}
    sheets = html["move-sheets"].split('<section class="sheet')[1:]
    practice = [""] if find_lesson(letter).practice and settings.practice else []
    each = [*practice, *on_the_wall]
    assert len(sheets) == len(each) * tables
    for sheet, label in zip(sheets, each * tables, strict=True):
        assert ('class="asked"' in sheet) == bool(label)
        assert label in unescape(sheet)


# ---- the slot


@pytest.mark.parametrize("letter", [one.letter for one in lessons().values()])
def test_at_its_own_length_a_lesson_goes_by_its_file(letter: str) -> None:
    lesson = find_lesson(letter)
    plan = make_kit(letter, 28, lesson.minutes).schedule
    assert [(p.begin, p.end) for p in plan.parts] == [(s.begin, s.end) for s in lesson.plan]
    assert plan.rounds == lesson.rounds


@pytest.mark.parametrize("letter", [one.letter for one in lessons().values()])
def test_any_slot_is_filled_and_keeps_its_debrief(letter: str) -> None:
    lesson = find_lesson(letter)
    for minutes in range(35, 241):
        plan = make_kit(letter, 6, minutes).schedule
        assert plan.parts[0].begin == 0
        assert plan.parts[-1].end == minutes
        assert all(a.end == b.begin for a, b in zip(plan.parts, plan.parts[1:], strict=False))
        assert plan.debrief_minutes >= lesson.least_debrief_minutes
        assert plan.rounds == new_settings(lesson, 6, minutes=minutes).rounds
        played = next(p for p in plan.parts if p.text.kind == "rounds")
        assert played.minutes == plan.rounds * plan.round_minutes


# ---- names, languages, wrong input


REAL = re.compile(r"China|Chinese|United States|Huawei|Nvidia|Netherlands|Japan|Dutch|\bUS\b")


def test_made_up_names_reach_every_page_and_spare_the_sources(tmp_path: Path) -> None:
    write_kit("B", 28, 75, tmp_path / "kit", names="neutral")
    made = pages(tmp_path / "kit")
    for name, page in made.items():
        assert not REAL.search(page.text), (name, REAL.search(page.text))
    assert "Coalition" in made["role-cards"].text
    assert "United States" in made["answer-notes"].cited


def test_a_kit_in_another_language_leaves_no_text_behind(tmp_path: Path) -> None:
    write_kit("C", 28, 90, tmp_path / "kit", language="qps")
    names = {place.name for place in make_kit("C", 28, 90).places}
    for name, page in pages(tmp_path / "kit").items():
        text = page.text.replace("numbers.json", "").replace("Two Stacks", "")
        words = [w for w in re.findall(r"[\w-]+", text) if w not in names]
        plain = [w for w in words if re.fullmatch(r"[a-z]*[aeiou][a-z]*", w) and len(w) > 3]
        assert plain == [], name
    write_kit("A", 7, 50, tmp_path / "zh", language="zh")
    assert pages(tmp_path / "zh")["slides"].language == "zh-Hans"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"lesson": "D"}, "there is no lesson 'D'"),
        ({"students": 0}, "1 student or more"),
        ({"students": 201}, "from 1 to 200"),
        ({"minutes": 300}, "from 15 to 240"),
        ({"minutes": 15}, "lesson A needs a slot of"),
        ({"names": "other"}, "real, neutral"),
    ],
)
def test_wrong_input_gets_a_sentence_and_writes_nothing(
    wrong: dict[str, Any], said: str, tmp_path: Path
) -> None:
    asked = {"lesson": "A", "students": 28, "minutes": 50} | wrong
    with pytest.raises(LessonError, match=said):
        write_kit(**asked, out=tmp_path / "kit")
    assert list(tmp_path.iterdir()) == []


def test_a_kit_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = Path.write_text

    def full(path: Path, *args: Any, **kwargs: Any) -> int:
        if path.name == "slides.html":
            raise OSError(28, "No space left on device")
        return written(path, *args, **kwargs)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(CommandError, match="No space left"):
        write_kit("A", 7, 50, tmp_path / "kit")
    assert list(tmp_path.iterdir()) == []


def test_writing_again_gives_the_same_files(tmp_path: Path) -> None:
    first = write_kit("C", 28, 90, tmp_path / "one")
    again = write_kit("C", 28, 90, tmp_path / "two")
    assert [p.name for p in first] == [p.name for p in again]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, again, strict=True))
    other = write_kit("C", 28, 90, tmp_path / "one", seed=8)
    assert any(a.read_bytes() != b.read_bytes() for a, b in zip(other, again, strict=True))


# ---- texts


def test_every_lesson_has_the_words_for_each_of_its_steps() -> None:
    for letter, data in lesson_files().items():
        kinds = [one.kind for one in texts().step if one.lesson == letter]
        assert len(kinds) == len(data["plan"])
        assert kinds.count("rounds") == 1
        rounds = data["plan"][kinds.index("rounds")]
        assert rounds["to"] - rounds["from"] == data["rounds"] * sum(data["seconds"].values()) / 60
        assert ("practice" in kinds) == data["practice"]


def test_every_text_of_the_kit_is_translated() -> None:
    def strings(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, one in value.items():
                yield from () if key in NO_TEXTS else strings(one)
        elif isinstance(value, list):
            for one in value:
                yield from strings(one)
        elif isinstance(value, str):
            yield value

    every = list(strings(toml(CLASSROOM / "kit.toml")))
    assert len(every) > 200
    assert [text for text in every if text not in catalogue("zh")] == []


def test_the_weights_add_up_and_the_rubric_is_four_by_five() -> None:
    assert sum(one.percent for one in texts().weight) == 100
    assert [len(one.levels) for one in texts().criterion] == [5, 5, 5, 5]


# ---- paper


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "qps"])
def test_pages_fit_the_paper(browser: "Browser", tmp_path: Path, language: str) -> None:
    """On A4 and Letter nothing sticks out to the side; move sheets and cards end on their page."""
    write_kit("B", 28, 75, tmp_path / "kit", language=language)
    millimetre = 96 / 25.4
    for width, height in ((210 - 24, 297 - 24), (216 - 24, 279 - 24)):
        size = {"width": int(width * millimetre), "height": int(height * millimetre)}
        page = browser.new_page(viewport=size)
        page.emulate_media(media="print")
        for path in sorted((tmp_path / "kit").glob("*.html")):
            page.goto(path.as_uri())
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{path.name} is {wide} px wide"
            if language == "en" and path.stem in ("move-sheets", "role-cards", "table-signs"):
                tall = page.evaluate(
                    "Math.max(...[...document.querySelectorAll('.sheet, .card, .sign')]"
                    ".map(one => one.getBoundingClientRect().height))"
                )
                assert tall <= size["height"], f"{path.name}: {tall} px tall"
        page.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "zh", "qps"])
def test_slides_fit_the_screen(browser: "Browser", tmp_path: Path, language: str) -> None:
    """A slide is one screen of a projector, not more."""
    for letter in lesson_files():
        write_kit(letter, 28, 90, tmp_path / letter, language=language)
        for width, height in ((1280, 720), (1920, 1080), (1280, 800), (1024, 768)):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((tmp_path / letter / "slides.html").as_uri())
            slides = page.evaluate(
                "[...document.querySelectorAll('.slide')].map(one => [one.querySelector('h1, h2')"
                ".textContent, one.getBoundingClientRect().height, one.scrollWidth])"
            )
            assert len(slides) > 10
            for title, tall, wide in slides:
                told = f"{letter}, {title}: {wide} x {tall} of {width} x {height}"
                assert tall <= height + 0.5, told
                assert wide <= width, told
            page.close()
