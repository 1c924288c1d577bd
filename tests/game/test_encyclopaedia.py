"""The encyclopaedia: what it covers, its links, its search, and how it is read."""

import re
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from agents import belief, characters, mandate
from agents.levers import LEVERS
from game.language import speaking
from game.views.encyclopaedia import FILE, HOME, LINK, SOURCE, TEXT, book
from game.views.ledger_charts import PAGES
from game.window.help import article_of, reader
from game.window.screens.base import Back, Push, Screen, Stage, Teach
from game.window.screens.encyclopaedia import EncyclopaediaRoom, EncyclopaediaScreen
from game.window.screens.ledger import LedgerScreen
from game.window.screens.main import MainScreen
from game.window.screens.title import TitleScreen
from game.window.settings import Settings
from tests.game import view_samples as samples

ROOT = Path(__file__).parents[2]


def room() -> Screen:
    return EncyclopaediaRoom(samples.SampleDesk(samples.main_view()))


SCREENS: dict[str, Callable[[], Screen]] = {"room": room, "alone": EncyclopaediaScreen}


def show(
    screen: Screen, size: tuple[int, int] = (1280, 800), settings: Settings | None = None
) -> Screen:
    screen.enter(Stage(size, settings or Settings(), keep=False, library=samples.sample_library()))
    screen.draw(pygame.Surface(size))
    return screen


def key(screen: Screen, code: int, modifiers: int = 0) -> object:
    move = screen.handle(pygame.Event(pygame.KEYDOWN, key=code, mod=modifiers))
    screen.handle(pygame.Event(pygame.KEYUP, key=code, mod=modifiers))
    screen.draw(pygame.Surface(screen.stage.size))
    return move


# ---- what is in it


def test_every_lever_has_an_article_with_its_words() -> None:
    for lever in LEVERS.values():
        article = book().find(f"lever.{lever.key}")
        assert article is not None, lever.key
        assert lever.help in [block.text for block in article.blocks]
        sources = [block.source for block in article.blocks if block.kind == SOURCE]
        assert lever.source in sources or not lever.source


def test_every_chart_of_the_ledger_has_an_article() -> None:
    for page in PAGES:
        for chart in page.charts:
            article = book().find(f"chart.{chart.key}")
            assert article is not None
            assert article.title == chart.title


def test_every_rule_has_an_assumption_card_with_both_sides() -> None:
    headings = {"Evidence for", "Evidence against", "What the model assumes"}
    for number in range(1, 31):
        article = book().find(f"rule.R{number}")
        assert article is not None, number
        assert headings <= {block.text for block in article.blocks}
        assert article.title.startswith(f"R{number} ")


def test_goals_characters_and_hidden_numbers_have_their_articles() -> None:
    for seat in mandate.seats():
        article = book().find(f"goals.{seat}")
        assert article is not None
        texts = " ".join(block.text for block in article.blocks)
        assert all(goal.text in texts for goal in mandate.all_goals(seat))
    for one in characters.characters().values():
        article = book().find(f"character.{one.key}")
        assert article is not None
        assert one.line in [block.text for block in article.blocks]
    hidden = book().find("play.hidden")
    assert hidden is not None
    headings = [block.text for block in hidden.blocks]
    assert all(one.name in headings for one in belief.hidden())


def test_every_dated_action_is_in_the_history_with_its_source() -> None:
    lines = (ROOT / "agents/data/timeline.csv").read_text(encoding="utf-8").splitlines()[1:]
    blocks = [b for a in book().articles if a.chapter == "timeline" for b in a.blocks]
    dates = {block.label for block in blocks}
    for line in lines:
        assert line.partition(",")[0] in dates
    assert sum(block.kind == SOURCE for block in blocks) >= len(lines)


def test_no_two_articles_share_a_key_and_every_link_leads_somewhere() -> None:
    keys = [key for article in book().articles for key in (article.key, *article.aliases)]
    assert len(keys) == len(set(keys))
    for article in book().articles:
        for block in article.blocks:
            if block.kind == LINK:
                target = book().find(block.key)
                assert target is not None
                assert target.title == block.text
                assert target is not article


def test_articles_have_titles_of_their_own_inside_a_chapter() -> None:
    for chapter, _ in book().chapters:
        titles = [article.title for article in book().articles if article.chapter == chapter]
        assert titles
        assert len(titles) == len(set(titles)), chapter


def test_numbers_of_the_model_are_those_of_its_description() -> None:
    """What the articles quote of the model's results stands in MODEL.md."""
    description = (ROOT / "MODEL.md").read_text(encoding="utf-8").replace("\n", " ")
    article = book().find("rule.backfire")
    assert article is not None
    text = " ".join(block.text for block in article.blocks)
    table = re.findall(r"\| (capability|autonomy|revenue|ecosystem) \|[^|]*\| ([+-][\d.]+)",
                       description)  # fmt: skip
    for name, value in table:
        size = value.strip("+-")
        shown = f"{float(size) * 100:.0f} points" if name == "autonomy" else size
        assert shown in text, name
    node = book().find("rule.R7")
    assert node is not None
    quoted = re.search(r"by ([+-][\d.]+) nodes \(median; 5 to 95%: (-[\d.]+) to (\+[\d.]+)\)",
                       description)  # fmt: skip
    assert quoted is not None
    body = " ".join(block.text for block in node.blocks).replace("−", "-")
    assert all(number in body for number in quoted.groups())


def test_articles_speak_the_language_in_force() -> None:
    with speaking("qps"):
        title = book().articles[0].title
    assert title != book().articles[0].title


# ---- search


def test_search_finds_titles_first_and_wants_every_word() -> None:
    found = book().search("yield")
    assert found[0].title.startswith("Yield")
    assert all("yield" in article.words for article in found)
    both = book().search("smic capacity")
    assert both
    assert all("smic" in a.words and "capacity" in a.words for a in both)
    assert book().search("xyzzy") == ()
    assert book().search("  ") == book().articles


# ---- reading


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_it_stands_in_the_window_and_every_control_is_reached(
    name: str, size: tuple[int, int], scale: float
) -> None:
    screen = show(SCREENS[name](), size, Settings(scale=scale))
    window = pygame.Rect((0, 0), size)
    stops = screen.tree.stops()
    for index, widget in enumerate(stops):
        shown = widget.visible_rect()
        assert shown.size == (0, 0) or window.contains(shown), widget.id
        for other in stops[index + 1 :]:
            assert not other.visible_rect().colliderect(shown) or not shown.height, other.id
    assert screen.tree.reachable() == {stop.id for stop in stops}


def test_no_line_of_text_is_cut_or_leaves_the_page() -> None:
    screen = show(room())
    assert isinstance(screen, EncyclopaediaRoom)
    painter, page = screen.stage.painter, screen.reader.page
    for article in screen.reader.book.articles:
        screen.reader.open(article.key)
        for widget in page.children:
            assert page.rect.x <= widget.rect.x
            assert widget.rect.right <= page.rect.right - painter.px(10), (article.key, widget.name)
        tops = [widget.rect.top for widget in page.children]
        bottoms = [widget.rect.bottom for widget in page.children]
        assert all(top >= bottom for top, bottom in zip(tops[1:], bottoms, strict=False))


def test_up_and_down_turn_the_page() -> None:
    screen = show(room())
    assert isinstance(screen, EncyclopaediaRoom)
    screen.tree.focus("articles")
    key(screen, pygame.K_DOWN)
    assert screen.reader.page.name == screen.reader.book.articles[1].title
    key(screen, pygame.K_END)
    assert screen.reader.page.name == screen.reader.book.articles[-1].title
    assert screen.reader.list.bar.offset > screen.reader.list.bar.limit * 0.95


def test_typing_searches_and_enter_reads() -> None:
    screen = show(EncyclopaediaScreen())
    assert isinstance(screen, EncyclopaediaScreen)
    screen.tree.focus("search")
    screen.handle(pygame.Event(pygame.TEXTINPUT, text="gallium"))
    listed = screen.reader.list.articles
    assert 0 < len(listed) < 20
    key(screen, pygame.K_RETURN)
    assert screen.reader.page.name == listed[0].title
    assert screen.tree.focused is screen.reader.list


def test_links_are_followed_by_keys_and_by_mouse_and_backspace_returns() -> None:
    screen = show(room())
    assert isinstance(screen, EncyclopaediaRoom)
    screen.tree.focus("articles")
    key(screen, pygame.K_RETURN)
    link = screen.tree.focused
    assert link is not None
    assert link.role == "link"
    title = link.name
    key(screen, pygame.K_RETURN)
    assert screen.reader.page.name == title
    key(screen, pygame.K_BACKSPACE)
    assert screen.reader.key == HOME
    link = next(child for child in screen.reader.page.children if child.role == "link")
    place = link.rect.center
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        screen.handle(pygame.Event(kind, pos=place, button=1))
    assert screen.reader.page.name == title


def test_the_article_stays_open_when_the_window_changes() -> None:
    screen = show(room())
    assert isinstance(screen, EncyclopaediaRoom)
    screen.reader.open("rule.R9")
    show(screen, (1920, 1080))
    assert screen.reader.page.name == "R9 Yield"


def test_names_are_made_up_where_that_is_wanted_but_sources_stay() -> None:
    screen = show(room(), settings=Settings(names="fictional"))
    assert isinstance(screen, EncyclopaediaRoom)
    article = screen.reader.book.find("actor.huaw")
    assert article is not None
    assert article.title == "Lotus"
    texts = " ".join(b.text for a in screen.reader.book.articles for b in a.blocks)
    assert "Nvidia" not in texts
    assert any("Nvidia" in b.source for a in screen.reader.book.articles for b in a.blocks)


# ---- ways in


def test_f1_opens_the_article_of_the_control_at_hand() -> None:
    main = show(MainScreen(samples.SampleDesk(samples.main_view())))
    lever = next(w for w in main.tree.stops() if w.id.startswith("lever."))
    main.tree.focus(lever)
    move = key(main, pygame.K_F1)
    assert isinstance(move, Push)
    assert isinstance(move.screen, EncyclopaediaRoom)
    show(move.screen)
    found = book().find(lever.id)
    assert found is not None
    assert move.screen.reader.page.name == found.title
    assert isinstance(key(move.screen, pygame.K_ESCAPE), Back)


def test_f1_without_a_control_shows_the_keys() -> None:
    main = show(MainScreen(samples.SampleDesk(samples.main_view())))
    assert key(main, pygame.K_F1) is None
    assert main.tree.dialog is not None


def test_the_title_and_the_ledger_lead_to_it() -> None:
    title = show(TitleScreen())
    title.tree.focus("encyclopaedia")
    move = key(title, pygame.K_RETURN)
    assert isinstance(move, Push)
    assert isinstance(move.screen, EncyclopaediaScreen)
    desk = samples.SampleDesk(samples.main_view())
    ledger = show(LedgerScreen(desk, "few"))
    ledger.tree.focus("article")
    move = key(ledger, pygame.K_RETURN)
    assert isinstance(move, Push)
    assert isinstance(reader(None), EncyclopaediaScreen)


def test_the_lesson_is_offered_in_both() -> None:
    for name in SCREENS:
        screen = show(SCREENS[name]())
        screen.tree.focus("lesson")
        assert isinstance(key(screen, pygame.K_RETURN), Teach)


def test_what_help_names_exists() -> None:
    from game.window import help as helper

    for key_of in helper._ARTICLES.values():
        assert book().find(key_of) is not None, key_of
    assert article_of(None) == ""


def test_texts_are_short_paragraphs_in_one_file() -> None:
    assert FILE.parent.name == "data"
    for article in book().articles:
        for block in article.blocks:
            if block.kind == TEXT:
                assert len(block.text) < 600, article.key
