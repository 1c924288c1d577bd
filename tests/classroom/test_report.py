"""The report: one page that needs nothing else, names nobody, and says what the log says."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from game.classroom import events as e
from game.classroom import export
from game.classroom.debrief import candidates
from game.classroom.fold import fold
from game.classroom.record import EXIT, forgotten
from game.classroom.report import flip_page, log_checksum, report_page
from game.classroom.state import ClassState
from game.classroom.views.words import PUBLIC_NUMBERS, change_text, number_text
from tests.classroom.played_classes import (
    EXIT_TEXT,
    SPOKEN,
    TITLE,
    Played,
    Table,
    only_lobby,
    play,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VOID = {"meta", "br", "img", "link", "hr", "input"}
CONTROLS = ("China", "United States", "Huawei", "Nvidia", "Netherlands")


class Page(HTMLParser):
    """What a page is made of: tags closed, what it would load, headings, tables, pictures, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tables: list[dict[str, int]] = []
        self.pictures: list[dict[str, str]] = []
        self.text: list[str] = []
        self.spoken: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.loads += [given[name] for name in ("src", "data", "srcset") if name in given]
        self.ids += [given["id"]] if "id" in given else []
        if "href" in given:
            (self.links if given["href"].startswith("#") else self.loads).append(given["href"])
        assert tag not in {"script", "link", "iframe", "object", "embed"}
        assert not any(name.startswith("on") for name in given)
        if tag == "table":
            self.tables.append({"caption": 0, "col": 0, "row": 0, "tr": 0})
        if self.tables and tag in ("caption", "tr"):
            self.tables[-1][tag] += 1
        if tag == "th":
            self.tables[-1][given["scope"]] += 1
        if tag == "svg":
            self.pictures.append(given)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "aria-label" in given:
            self.spoken.append(given["aria-label"])
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "link", "iframe"}

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.stack and "cite" not in self.stack:
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.fixture(scope="module")
def log(lesson_on_disk: Played) -> list[e.Event]:
    """The events of the whole lesson."""
    return export.read(lesson_on_disk.folder)


@pytest.fixture(scope="module")
def state(log: list[e.Event]) -> ClassState:
    """What followed from them."""
    return fold(forgotten(log))


@pytest.fixture(scope="module")
def html(log: list[e.Event]) -> str:
    """The page in English."""
    return report_page(log)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    """The same, taken apart."""
    return Page(html)


# ---- a page of its own, for everybody


@pytest.mark.parametrize("language", ["en", "zh", "qps"])
def test_the_page_needs_nothing_else(log: list[e.Event], language: str) -> None:
    html = report_page(log, language)
    page = Page(html)
    assert page.stack == []
    assert page.loads == []
    assert not re.search(r"url\((?!data:)", html)
    assert "http" not in html
    assert set(page.links) <= {f"#{name}" for name in page.ids}
    assert not re.search(r"\b(nan|None|inf)\b", page.words)


def test_it_can_be_read_without_seeing_it(page: Page) -> None:
    assert page.headings.count(1) == 1
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(deeper - level <= 1 for level, deeper in steps)
    for table in page.tables:
        assert table["caption"] == 1
        assert table["col"] >= 2
        assert table["row"] == table["tr"] - 1
    charts = [given for given in page.pictures if given.get("aria-hidden") != "true"]
    assert len(charts) > 12
    assert all(given["role"] == "img" and given["aria-label"] for given in charts)
    assert len(set(page.ids)) == len(page.ids)


def test_languages_differ_and_say_which(log: list[e.Event], html: str) -> None:
    chinese = report_page(log, "zh")
    assert '<html lang="en">' in html
    assert '<html lang="zh-Hans">' in chinese
    assert chinese != html


def test_the_same_log_gives_the_same_page(log: list[e.Event], html: str) -> None:
    assert report_page(log) == html


# ---- what it says


def test_every_number_of_every_round_is_there(state: ClassState, html: str) -> None:
    for world in state.game.worlds.values():
        part = html.partition(f'id="world-{world.name}"')[2].partition("</table>")[0]
        cells = [unescape(re.sub(r"<[^>]+>", " ", c)) for c in re.findall(r"<td>(.*?)</td>", part)]
        told = [" ".join(cell.split()) for cell in cells]
        expected = []
        for key in PUBLIC_NUMBERS:
            assert world.opening is not None
            expected.append(number_text(key, world.opening["numbers"][key]))
            for one in world.played:
                value = number_text(key, one.result["standing"]["numbers"][key])
                twin = number_text(key, one.result["twin"][key][-1])
                expected.append(f"{value} without controls {twin}")
        assert told == expected


def test_moves_have_their_reasons(log: list[e.Event], state: ClassState, page: Page) -> None:
    hows = {m.how for w in state.game.worlds.values() for r in w.played for m in r.moves.values()}
    assert hows == {"signed", "entered"}
    assert "entered by the teacher" in page.words
    absent = [
        replace(event, body=replace(event.body, moves=_carried(event.body.moves)))
        if isinstance(event.body, e.Closed | e.Resolved)
        else event
        for event in log
    ]
    assert '<span class="tag">as last time</span>' in report_page(absent)
    held = Page(report_page(absent)).words
    assert "Work on the allies lacked a second signature" in held
    assert "Work on the allies was held back by a binding treaty" in held


def _carried(moves: dict[str, e.Move]) -> dict[str, e.Move]:
    """The same as if one team had not answered."""
    us = replace(moves["us"], how="carry", unseconded=("allies",), bound=("allies",))
    return {**moves, "us": us}


def test_treaties_are_told_with_what_became_of_them(page: Page) -> None:
    assert "broken by China in round 2" in page.words
    assert "China broke treaty 1" in page.words
    assert "Secret: known to its parties until the debrief" in page.words
    assert "China does not go further than today: Controls on minerals" in page.words


def test_causes_add_up(state: ClassState, html: str) -> None:
    (table,) = re.findall(
        r"<caption>Why the numbers moved[^<]*</caption>.*?</table>",
        html.partition('id="world-A"')[2].partition("<h3>Round 2")[0], re.DOTALL,
    )  # fmt: skip
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', table)
    moved = state.game.worlds["A"].played[0].result["moved"]
    assert len(rows) == len(moved)
    for (_, cells), (key, terms) in zip(rows, moved.items(), strict=True):
        total = re.findall(r"<td>([^<]*)</td>", cells)[-1]
        assert unescape(total) == change_text(key, sum(value for _, value in terms))


def test_flips_have_their_spread(state: ClassState, page: Page) -> None:
    assert len(state.game.flips) == 2
    for flip in state.game.flips:
        for key in PUBLIC_NUMBERS[:2]:
            told = flip.result["metrics"][key]
            assert f"{round(100 * told['share_above'])}%" in page.words
    assert "World A. The same game without any control" in page.words
    assert f"{state.game.flips[0].result['runs']} pairs of futures" in page.words


def test_the_experiment_says_how_little_it_knows(state: ClassState, page: Page) -> None:
    ends = {
        world.treatment: world.rounds[-1].result["standing"]["numbers"]
        for world in state.game.worlds.values()
    }
    first, second = (one.key for one in state.lesson.treatments[:2])
    difference = ends[first]["tension"] - ends[second]["tension"]
    assert change_text("tension", difference) in page.words
    assert "drawn by lot over 2 worlds" in page.words
    assert "All worlds had the same luck" in page.words
    assert "no interval at all" in page.words


def test_forecasts_and_guesses_are_means(state: ClassState, page: Page) -> None:
    given = [int(answer) for answer in state.polls["guess"].values()]
    assert f"a chance of {round(fmean(given))}%" in page.words
    assert "always says half and half has 0.25" in page.words


def test_a_game_that_was_left_stands_beside_the_last(state: ClassState, page: Page) -> None:
    left = state.episodes[0].game.worlds["A"].rounds[-1].result["standing"]["numbers"]
    now = state.game.worlds["A"].rounds[-1].result["standing"]["numbers"]
    assert "World A after round 3" in page.words
    row = f"US chip revenue {number_text('sender_revenue', left['sender_revenue'])}"
    assert f"{row} {number_text('sender_revenue', now['sender_revenue'])}" in page.words


def test_checksums_are_those_of_the_log(log: list[e.Event], state: ClassState, page: Page) -> None:
    assert log_checksum(forgotten(log)) in page.words
    for world in state.game.worlds.values():
        for one in world.played:
            assert one.result["digest"] in page.words
            assert one.result["model"] in page.words


# ---- what it must not say


def test_it_names_no_seat(lesson_on_disk: Played, html: str) -> None:
    assert not [seat for seat in lesson_on_disk.seats if seat in html]


def test_what_students_wrote_is_text_and_only_what_was_let_through(html: str) -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt; China will build its own" in html
    assert SPOKEN not in html
    assert "never shown" not in html


def test_exit_tickets_are_counted_and_not_told(state: ClassState, html: str) -> None:
    written = [text for text in state.polls[EXIT].values() if text.strip()]
    assert len(written) > 1
    assert any(EXIT_TEXT in text for text in written)
    assert not [text for text in written if text in unescape(html)]
    assert EXIT_TEXT.partition("<")[0] not in unescape(html)
    assert f"<p>{len(written)} students wrote one. What they say is in the table" in html


def test_an_erased_student_has_written_nothing(log: list[e.Event], state: ClassState) -> None:
    (gone,) = [one.body.member for one in log if isinstance(one.body, e.Erased)]
    count = sum(1 for text in state.polls[EXIT].values() if text.strip())
    last = log[-1]
    said = replace(last, seq=last.seq - 1, actor=gone, body=e.Polled(gone, EXIT, "my own words"))
    assert f"<p>{count} students wrote one." in report_page([*log[:-2], said, last])
    assert f"<p>{count + 1} students wrote one." in report_page([*log[:-2], said])


def test_one_of_a_kind_is_not_told_in_the_plural(log: list[e.Event], html: str) -> None:
    opened = log[0]
    assert isinstance(opened.body, e.Opened)
    one = next(event for event in log if isinstance(event.body, e.Joined))
    assert isinstance(one.body, e.Joined)
    settings = replace(opened.body.settings, worlds=1)
    small = [
        replace(opened, body=replace(opened.body, settings=settings)),
        replace(one, body=replace(one.body, world="A", bot=False)),
    ]
    alone = report_page(small)
    for text in ("<li>{} student", "<li>{} world"):
        assert f"{text.format(1)}</li>" in alone
    assert "<li>2 worlds</li>" in html


def test_a_move_that_is_still_sealed_is_not_in_it(kernel: None, tmp_path: Path) -> None:
    async def stops_before_the_reveal(table: Table) -> None:
        await table.next()
        await table.round()
        await table.next()
        while table.desk.state.game.phase != "commit":
            await table.next()
        for _ in range(3):
            table.bots.look()

    found = play(tmp_path, stops_before_the_reveal, students=12, rounds=3)
    events = export.read(found.folder)
    assert any(isinstance(one.body, e.Signed) and one.round == 2 for one in events)
    words = Page(report_page(events)).words
    assert "Round 1, " in words
    assert "Round 2, " not in words


def test_made_up_names_are_kept_to(log: list[e.Event]) -> None:
    opened = log[0]
    assert isinstance(opened.body, e.Opened)
    settings = replace(opened.body.settings, names="neutral", title="")
    neutral = [replace(opened, body=replace(opened.body, settings=settings)), *log[1:]]
    page = Page(report_page(neutral))
    for name in CONTROLS:
        assert name not in page.words
        assert not [label for label in page.spoken if name in label]
    assert "Dominion" in page.words
    assert "Coalition" in page.words


# ---- other classes


def test_a_class_that_has_not_begun_has_a_report(kernel: None, tmp_path: Path) -> None:
    found = play(tmp_path, only_lobby, lesson="A", students=3)
    page = Page(report_page(export.read(found.folder)))
    assert "No round of this world counts." in page.words
    assert "The class changed no decision." in page.words
    assert "Nobody wrote one." in page.words
    assert TITLE in page.words


def test_one_flip_makes_a_page_of_its_own(state: ClassState) -> None:
    flip = state.game.flips[0]
    html = flip_page(state, flip)
    page = Page(html)
    assert page.loads == []
    assert page.headings.count(1) == 1
    one = next(c for c in candidates(state, "A") if c.key == flip.change["candidate"])
    assert f"Round {one.round}, " in page.words


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_breaks_no_rule_of_accessibility(
    browser: "Browser", log: list[e.Event], tmp_path: Path, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    file = tmp_path / "report.html"
    file.write_text(report_page(log, language), encoding="utf-8")
    for scheme, width in (("light", 1280), ("dark", 360)):
        view = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        asked: list[str] = []
        view.on("request", lambda request, asked=asked: asked.append(request.url))
        view.goto(file.as_uri())
        rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
        found = Axe().run(view, options={"runOnly": rules})
        assert found.violations_count == 0, found.generate_report()
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        view.close()
