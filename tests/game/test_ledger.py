"""The ledger of charts: its numbers, its cursor, its files, and the pinned chart."""

import csv
import io
import math
from pathlib import Path

import numpy as np
import pygame
import pytest

from agents.history import columns
from game.gamelog import Setup
from game.language import speaking
from game.session import Session
from game.views.ledger import CHANGE, INDEX, LEVEL, LOG, as_csv, in_mode, ledger_view, value_text
from game.window.panels.ledger import LedgerCard
from game.window.panels.ledger_dates import DateBar
from game.window.screens.base import Push, Stage
from game.window.screens.ledger import LedgerScreen
from game.window.screens.main import MainScreen
from game.window.settings import Settings
from tests.game import view_samples as samples

SIZES = [(1280, 800), (1920, 1080)]


@pytest.fixture(scope="module")
def session() -> Session:
    """A game after two quarters in which we spent on research."""
    game = Session(Setup("october-seventh", "us", 7))
    game.propose(game.order("us.public_rd", 20.0))
    game.end_quarter()
    game.end_quarter()
    return game


def show(
    size: tuple[int, int] = (1280, 800), scale: float = 1.0, keep: bool = False
) -> LedgerScreen:
    """The room with made-up charts."""
    screen = LedgerScreen(samples.SampleDesk(samples.main_view()))
    screen.enter(Stage(size, Settings(scale=scale), keep=keep, library=samples.sample_library()))
    draw(screen)
    return screen


def draw(screen: LedgerScreen) -> None:
    screen.draw(pygame.Surface(screen.stage.size))


def key(screen: LedgerScreen, code: int, modifiers: int = 0) -> object:
    move = screen.handle(pygame.Event(pygame.KEYDOWN, key=code, mod=modifiers))
    screen.handle(pygame.Event(pygame.KEYUP, key=code, mod=modifiers))
    draw(screen)
    return move


def point(screen: LedgerScreen, place: tuple[int, int], press: bool = False) -> None:
    screen.handle(pygame.Event(pygame.MOUSEMOTION, pos=place, rel=(0, 0), buttons=(0, 0, 0)))
    if press:
        screen.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=place, button=1))
        screen.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=place, button=1))
    draw(screen)


# ---- numbers


def test_every_line_ends_with_what_the_world_says(session: Session) -> None:
    from game.views.worlds import world_of

    world = world_of(session.row)
    view = ledger_view(session)
    chart = view.chart("gap")
    assert chart is not None
    assert chart.view.now("gap_generations") == world.outcome["gap_generations"]
    yields = view.chart("yield")
    assert yields is not None
    assert yields.view.now("yield_rate[SMIC]") == world.outcome["yield_rate"][1]
    public = view.chart("public_rd")
    assert public is not None
    assert public.view.series[0].y[-1] == 20.0 != public.view.series[1].y[-1] + 1e9
    assert len(view.dates) == len(view.names) == len(chart.view.series[0].y)
    assert view.names[-1] == "2023Q1"


def test_the_twin_is_dashed_and_parts_from_the_game(session: Session) -> None:
    view = ledger_view(session)
    for page in view.pages:
        for chart in page.charts:
            own = [line for line in chart.view.series if not line.dashed]
            twins = {line.key for line in chart.view.series if line.dashed}
            assert twins == {f"{line.key}.twin" for line in own}
    chart = view.chart("threat")
    assert chart is not None
    pressure, twin = chart.view.series[:2]
    assert pressure.y[-1] > twin.y[-1]


def test_most_of_what_is_measured_has_a_line(session: Session) -> None:
    drawn = {
        line.key for p in ledger_view(session).pages for c in p.charts for line in c.view.series
    }
    families = {name.partition("[")[0] for name in columns()}
    shown = {name.partition("[")[0] for name in drawn}
    assert len(families & shown) >= 40


def test_what_the_other_side_hides_is_an_estimate_and_says_so(session: Session) -> None:
    from game.views.worlds import world_of

    world, view = world_of(session.row), ledger_view(session)
    stores, skill, gap = view.chart("die_store"), view.chart("skill"), view.chart("gap")
    assert stores is not None
    assert skill is not None
    assert gap is not None
    assert stores.view.now("die_stock_cn") != float(world.outcome["die_stock_cn"])
    assert "estimates" in stores.unit
    assert "our services" in stores.definition
    assert skill.view.now("arch[NVDA]") == float(world.designers[0]["arch"])  # our own side
    assert skill.view.now("arch[HUAW]") != float(world.designers[3]["arch"])
    assert "estimates" not in gap.unit
    own, twin = stores.view.series
    start = own.x.index(view.start)
    assert own.y[start] == pytest.approx(twin.y[twin.x.index(view.start)])  # the same error


def test_modes(session: Session) -> None:
    chart = ledger_view(session).chart("revenue")
    assert chart is not None
    start = ledger_view(session).start
    level, line = chart.view, chart.view.series[0]
    assert in_mode(level, LEVEL, start) is level
    changed = in_mode(level, CHANGE, start).series[0]
    assert math.isnan(changed.y[0])
    assert np.allclose(np.cumsum(changed.y[1:]), np.array(line.y[1:]) - line.y[0])
    index = in_mode(level, INDEX, start).series[0]
    assert index.y[line.x.index(start)] == 100.0
    logs = in_mode(level, LOG, start).series[0]
    assert 10.0 ** logs.y[-1] == pytest.approx(line.y[-1])
    gap = ledger_view(session).chart("gap")
    assert gap is not None
    kept = in_mode(gap.view, LOG, start).series
    assert all(v != v or v < 2 for one in kept for v in one.y)


def test_values_in_words(session: Session) -> None:
    view = ledger_view(session)
    share, gap = view.chart("tools"), view.chart("gap")
    assert share is not None
    assert gap is not None
    assert value_text(share.view, 0.256) == "26%"
    assert value_text(share.view, -0.012, CHANGE) == "−1.2 pts"
    assert value_text(gap.view, 0.8) == "+0.80"
    assert value_text(gap.view, math.nan) == "–"
    stores = view.chart("memory_store")
    assert stores is not None
    assert value_text(stores.view, 23456.0) == "23.5k"
    with speaking("zh"):
        assert value_text(stores.view, 23456.0) == "2.35万"


def test_the_numbers_as_csv(session: Session) -> None:
    view = ledger_view(session)
    rows = list(csv.DictReader(io.StringIO(as_csv(view, "gaps"))))
    assert [row["quarter"] for row in rows] == list(view.names)
    chart = view.chart("gap")
    assert chart is not None
    assert float(rows[-1]["gap:gap_generations"]) == chart.view.now("gap_generations")
    assert rows[0]["gap:gap_generations.twin"] == ""  # before the worlds part


# ---- the room


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("large", [False, True])
def test_everything_stands_in_the_window_on_nothing_else(
    size: tuple[int, int], scale: float, large: bool
) -> None:
    screen = show(size, scale)
    if large:
        key_of = screen.cards[0].id
        screen.tree.focus(key_of)
        key(screen, pygame.K_RETURN)
        assert screen.cards[0].large
    window = pygame.Rect((0, 0), size)
    stops = screen.tree.stops()
    for index, widget in enumerate(stops):
        assert window.contains(widget.rect), widget.id
        assert [o.id for o in stops[index + 1 :] if o.rect.colliderect(widget.rect)] == []
    assert screen.tree.reachable() == {stop.id for stop in stops}


def test_the_cursor_under_the_pointer_reads_every_chart() -> None:
    screen = show()
    card = screen.cards[4]
    assert card.frame is not None
    point(screen, card.frame.plot.move(card.rect.topleft).center)
    at = screen.reading.at
    assert at is not None
    date = screen.reading.date
    assert date is not None
    assert all(one.rows(date) for one in screen.cards)
    point(screen, (700, 80))
    assert screen.reading.at is None


def test_arrows_move_the_cursor() -> None:
    screen = show()
    screen.tree.focus("dates")
    key(screen, pygame.K_LEFT)
    key(screen, pygame.K_LEFT)
    dates = screen.ledger.dates
    assert screen.reading.date == dates[-2]
    key(screen, pygame.K_HOME)
    assert screen.reading.date == dates[0]
    bar = screen.tree.get("dates")
    assert isinstance(bar, DateBar)
    assert bar.value == "Q1 2022"
    screen.tree.focus(screen.cards[0].id)
    key(screen, pygame.K_RIGHT, pygame.KMOD_SHIFT)
    assert screen.reading.date == dates[1]
    value = screen.cards[0].rows(dates[1])[0]
    assert value[1] == screen.cards[0].chart.view.series[0].y[1]


def test_a_chart_is_enlarged_and_small_again() -> None:
    screen = show()
    name = screen.cards[2].chart.key
    point(screen, screen.cards[2].rect.center, press=True)
    assert [card.chart.key for card in screen.cards] == [name]
    key(screen, pygame.K_ESCAPE)
    assert len(screen.cards) == 9
    assert screen.tree.focused is not None
    assert screen.tree.focused.id == f"chart.{name}"


def test_modes_and_pages_change_what_is_drawn() -> None:
    screen = show()
    before = pygame.image.tobytes(_picture(screen), "RGB")
    screen.tree.focus("mode")
    key(screen, pygame.K_RIGHT)
    assert {card.mode for card in screen.cards} == {CHANGE}
    assert pygame.image.tobytes(_picture(screen), "RGB") != before
    screen.tree.focus("page")
    key(screen, pygame.K_RIGHT)
    assert [card.chart.key for card in screen.cards] == ["few", "two"]
    assert {card.mode for card in screen.cards} == {CHANGE}


def _picture(screen: LedgerScreen) -> pygame.Surface:
    surface = pygame.Surface(screen.stage.size)
    screen.draw(surface)
    return surface


def test_charts_are_painted_once_while_the_cursor_moves() -> None:
    screen = show()
    before = [card.cache.redraws for card in screen.cards]
    screen.tree.focus("dates")
    for _ in range(5):
        key(screen, pygame.K_LEFT)
    assert [card.cache.redraws for card in screen.cards] == before


def test_a_pinned_chart_stands_on_the_main_screen() -> None:
    screen = show()
    screen.tree.focus(screen.cards[1].id)
    key(screen, pygame.K_p)
    assert screen.desk.pinned == screen.cards[1].chart.key
    assert screen.cards[1].pinned
    main = MainScreen(screen.desk)
    main.enter(screen.stage)
    assert main.parts.chart.view == screen.cards[1].chart.view
    screen.tree.focus(screen.cards[1].id)
    key(screen, pygame.K_p)
    assert screen.desk.pinned == ""


def test_files_are_written_beside_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOSTACKS_HOME", str(tmp_path))
    screen = show(keep=True)
    for name in ("save.csv", "save.csv", "save.png"):
        screen.tree.focus(name)
        key(screen, pygame.K_RETURN)
    files = sorted(path.name for path in (tmp_path / "exports").iterdir())
    assert len(files) == 3
    assert [name.rsplit(".")[-1] for name in files] == ["csv", "csv", "png"]
    assert files[-1] in screen.notice.words
    picture = pygame.image.load(str(tmp_path / "exports" / files[-1]))
    assert picture.get_size() == screen.body.size


def test_nothing_is_written_where_nothing_is_kept() -> None:
    screen = show(keep=False)
    screen.tree.focus("save.csv")
    key(screen, pygame.K_RETURN)
    assert screen.notice.words == "Nothing is saved in this window."


def test_a_letter_leads_to_another_room() -> None:
    main = MainScreen(samples.SampleDesk(samples.main_view()))
    main.enter(Stage((1280, 800), Settings(), keep=False, library=samples.sample_library()))
    move = main.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_g, mod=0))
    assert isinstance(move, Push)
    assert isinstance(move.screen, LedgerScreen)


def test_the_definition_is_in_the_tooltip_of_the_title() -> None:
    screen = show()
    card = screen.cards[0]
    assert isinstance(card, LedgerCard)
    point(screen, (card.rect.x + 30, card.rect.y + 20))
    assert "What it shows." in card.hint
    assert "A source." in card.hint
    point(screen, card.rect.center)
    assert card.hint == ""
