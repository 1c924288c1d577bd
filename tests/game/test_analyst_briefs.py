"""Analyst briefs in the window: their articles, the present world beside them, and the way in."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pygame
import pytest

from game.brief_words import statement_text
from game.briefs import Brief, briefs, write_brief
from game.forecast import Forecaster
from game.language import speaking
from game.session import Session, Setup
from game.views.analyst_briefs import ABOUT, brief_articles, holding, present
from game.views.articles import LINK, TABLE, Article
from game.views.encyclopaedia import book
from game.window.live import LiveDesk
from game.window.screens.base import Push, Screen, Stage
from game.window.screens.brief import BriefScreen
from game.window.screens.encyclopaedia import EncyclopaediaRoom, EncyclopaediaScreen
from game.window.settings import HOME_VARIABLE, Settings
from tests.game import view_samples as samples


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(Setup("good-enough", "cn"))


def shipped(key: str) -> Brief:
    return next(brief for brief in briefs() if brief.key == key)


def article(key: str, session: Session | None, own: Path | None = None) -> Article:
    now = None if session is None else present(session)
    return next(one for one in brief_articles(own, now) if one.key == key)


def table(one: Article) -> tuple[tuple[str, ...], ...]:
    return next(block.rows for block in one.blocks if block.kind == TABLE)


def show(screen: Screen, size: tuple[int, int] = (1280, 800), scale: float = 1.0) -> Screen:
    screen.enter(Stage(size, Settings(scale=scale), keep=False, library=samples.sample_library()))
    screen.draw(pygame.Surface(size))
    return screen


class SeenDesk(samples.SampleDesk):
    """A desk with a game to look at and nothing computed beside."""

    def __init__(self, session: Session) -> None:
        super().__init__(samples.main_view())
        self.session = session

    def look(self, make: Callable[[Session], Any]) -> Any:
        """A view of the game."""
        return make(self.session)


# ---- articles


def test_a_brief_says_what_was_found_how_often_and_what_speaks_against_it() -> None:
    one = article("brief.chip-line", None)
    texts = [block.text for block in one.blocks]
    assert statement_text(shipped("chip-line")) in texts
    assert "83 of 100 runs" in texts
    assert "35 of 100 runs" in texts
    assert "54 of 100 runs in which it happened lie inside" in texts
    assert "Inside the region it failed to happen in 17 of 100 runs." in texts
    assert "102,400" in texts
    assert any("8a0a0d28575e5638" in block.source for block in one.blocks)
    assert any("absorption of the frontier gap" in block.source for block in one.blocks)


def test_without_a_game_there_are_no_present_values() -> None:
    assert table(article("brief.power-or-node", None)) == (
        ("Condition", "Region"), ("R&D to process (Huawei)", "at least 17%"),
    )  # fmt: skip


def test_the_present_value_stands_beside_each_condition(session: Session) -> None:
    _, power = table(article("brief.power-or-node", session))
    assert power[2:] == (f"{session.law('huaw.rd_process') * 100:.0f}%", "no")
    assert table(article("brief.subsidy-or-basic", session))[1][-1] == "yes"
    assert table(article("brief.chip-line", session))[1][2:] == ("–", "cannot be seen")


def test_a_study_of_another_scenario_is_named_so(session: Session) -> None:
    other = "The study played another scenario than you do: what held there need not hold here."
    texts = [block.text for block in article("brief.chip-line", session).blocks]
    assert other in texts
    assert other not in [b.text for b in article("brief.power-or-node", session).blocks]


def test_only_briefs_of_this_scenario_with_a_visible_condition_hold(
    session: Session, tmp_path: Path
) -> None:
    assert [one.key for one in holding(session)] == ["brief.subsidy-or-basic"]
    assert not holding(Session(Setup("october-seventh", "us")))
    mine = replace(shipped("power-or-node"), key="mine", title="Mine")
    low = replace(mine, conditions=(replace(mine.conditions[0], low=0.0),))
    write_brief(tmp_path / "mine.toml", low)
    assert [one.title for one in holding(session, tmp_path)] == [
        "Mine",
        "Subsidy or basic research?",
    ]


def test_briefs_of_one_s_own_are_listed_and_broken_files_are_named(tmp_path: Path) -> None:
    dated = replace(shipped("power-or-node"), key="mine", title="Mine", scenario="elsewhere")
    held = replace(dated.conditions[0], first="2026Q1", last="2027Q4")
    write_brief(tmp_path / "mine.toml", replace(dated, conditions=(held,)))
    (tmp_path / "broken.toml").write_text("format = 7", encoding="utf-8")
    mine = article("brief.mine", None, tmp_path)
    assert table(mine)[1][0] == "R&D to process (Huawei), Q1 2026 to Q4 2027"
    about = article(ABOUT, None, tmp_path)
    assert "broken.toml is not a brief of this version." in [b.text for b in about.blocks]
    assert "Files that could not be used" not in [b.text for b in article(ABOUT, None).blocks]


def test_a_book_with_briefs_has_their_chapter_their_links_and_their_tables_searched() -> None:
    full = book().with_articles(brief_articles())
    assert ("briefs", "Analyst briefs") in full.chapters
    assert ("briefs", "Analyst briefs") not in book().chapters
    order = [key for key, _ in full.chapters]
    places = [order.index(one.chapter) for one in full.articles]
    assert places == sorted(places)
    found = full.find("brief.power-or-node")
    assert found in full.search("at least 17%")
    assert found is not None
    titles = {block.key: block.text for block in found.blocks if block.kind == LINK}
    assert titles["lever.huaw.rd_process"].startswith("R&D to process")
    assert titles[ABOUT] == "What analyst briefs are"


def test_briefs_speak_chinese() -> None:
    with speaking("zh"):
        one = article("brief.power-or-node", None)
    words = " ".join(block.text + block.label for block in one.blocks)
    assert "runs" not in words
    assert "region" not in words


# ---- in the window


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_every_brief_stands_on_its_page(
    session: Session, size: tuple[int, int], scale: float
) -> None:
    screen = show(EncyclopaediaRoom(SeenDesk(session)), size, scale)
    assert isinstance(screen, EncyclopaediaRoom)
    for brief in briefs():
        screen.reader.open(f"brief.{brief.key}")
        page = screen.reader.page
        for upper, lower in pairwise(page.children):
            assert upper.rect.bottom <= lower.rect.top
            assert upper.rect.right <= page.rect.right


def test_the_table_is_read_out_row_by_row(session: Session) -> None:
    screen = show(EncyclopaediaRoom(SeenDesk(session), "brief.subsidy-or-basic"))
    said = next(node for node in screen.tree.nodes() if node["role"] == "table")
    assert said["name"] == "The region"
    assert "Condition: Design fund (China), Region: at most $5.4bn, In your game:" in said["value"]
    assert said["value"].endswith("Met?: yes")


def test_the_title_s_encyclopaedia_finds_the_player_s_own_briefs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    write_brief(
        tmp_path / "briefs" / "mine.toml", replace(shipped("chip-line"), key="mine", title="Mine")
    )
    screen = EncyclopaediaScreen("brief.mine")
    screen.enter(Stage((1280, 800), Settings(), library=samples.sample_library()))
    assert screen.reader.page.name == "Mine"


@pytest.mark.parametrize("by", ["keys", "mouse"])
def test_the_quarter_s_brief_leads_to_an_analyst_brief_that_holds(
    session: Session, by: str
) -> None:
    desk = LiveDesk(session, Forecaster())
    screen = show(BriefScreen(desk))
    button = screen.tree.get("brief.analysts")
    assert button.name == "Analyst brief: Subsidy or basic research?"
    if by == "keys":
        assert button.id in screen.tree.reachable()
        screen.tree.focus(button)
        move = screen.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0))
    else:
        place = button.rect.center
        screen.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=place, button=1))
        move = screen.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=place, button=1))
    assert isinstance(move, Push)
    assert isinstance(move.screen, EncyclopaediaRoom)
    show(move.screen)
    assert move.screen.reader.page.name == "Subsidy or basic research?"
    desk.close()


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("scale", [0.8, 2.0])
def test_the_way_there_has_room_beside_the_other_buttons(
    session: Session, size: tuple[int, int], scale: float
) -> None:
    desk = LiveDesk(session, Forecaster())
    tree = show(BriefScreen(desk), size, scale).tree
    places = [tree.get(f"brief.{key}").rect for key in ("predict", "analysts", "plan")]
    assert all(one.right < other.left for one, other in pairwise(places))
    desk.close()


def test_nothing_is_offered_where_no_brief_holds() -> None:
    desk = LiveDesk(Session(Setup("october-seventh", "us")), Forecaster())
    ids = [node["id"] for node in show(BriefScreen(desk)).tree.nodes()]
    assert "brief.plan" in ids
    assert "brief.analysts" not in ids
    desk.close()
