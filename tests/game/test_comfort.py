"""What makes play easier: high contrast, shapes, no wire, an easy aim, a question at the end."""

from collections.abc import Iterator
from dataclasses import replace

import pygame
import pytest

from game.viewmodel import ChartView, SeriesView
from game.window import theme
from game.window.bars import draw_share_bar
from game.window.driver import Driver
from game.window.painter import Painter
from game.window.panels.cards import series_of
from game.window.player import Player
from game.window.screens.base import Prefer, Stage
from game.window.screens.main import MainScreen
from game.window.settings import Settings
from tests.game import view_samples as samples

SIZE = (1280, 800)


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    """The usual colours come back after each test."""
    yield
    theme.wear(False)


def make_driver(liked: Settings | None = None) -> Driver:
    """The main screen of a sample game."""
    liked = replace(liked or Settings(), brief=False, animation=False)
    stage = Stage(SIZE, liked, keep=False, library=samples.sample_library())
    player = Player(stage, MainScreen(samples.SampleDesk(samples.main_view())))
    return Driver(player, pygame.Surface(SIZE))


def colours_of(surface: pygame.Surface) -> set[tuple[int, int, int]]:
    """Every colour that a picture holds, looked at here and there."""
    width, height = surface.get_size()
    return {
        tuple(surface.get_at((x, y)))[:3]  # type: ignore[misc]
        for x in range(0, width, 3) for y in range(0, height, 3)
    }  # fmt: skip


def test_high_contrast_reaches_the_whole_screen_at_once() -> None:
    driver = make_driver()
    driver.player.prefer(Prefer("high_contrast", True))
    driver.play(0.1)
    shown = colours_of(driver.surface)
    for name in ("background", "panel", "card"):
        assert theme.COLOURS[name] in shown, name
        assert theme.parse_colour(theme.CODES[name]) not in shown, name
    driver.player.prefer(Prefer("high_contrast", False))
    driver.play(0.1)
    assert theme.parse_colour(theme.CODES["panel"]) in colours_of(driver.surface)


def test_without_the_wire_the_rest_takes_its_place() -> None:
    driver = make_driver()
    with_wire = driver.widget("timeline").rect.bottom
    driver.player.prefer(Prefer("ticker", False))
    driver.play(0.1)
    stops = {widget.id for widget in driver.screen.tree.stops()}
    assert "wire" not in stops
    assert driver.widget("blocs").rect.bottom == SIZE[1]
    assert driver.widget("timeline").rect.bottom >= with_wire


def test_shapes_stand_in_the_bars_of_shares() -> None:
    rect = pygame.Rect(0, 0, 200, 12)
    pictures = []
    for shapes in (False, True):
        surface = pygame.Surface(rect.size)
        draw_share_bar(Painter(shapes=shapes), surface, rect, (0.5, 0.3, 0.19, 0.01))
        pictures.append(surface)
    plain, marked = pictures
    assert plain.get_at((50, 6)) != marked.get_at((50, 6))
    assert plain.get_at((5, 6)) == marked.get_at((5, 6))


def test_every_colour_of_a_line_has_a_shape_of_its_own() -> None:
    dates, values = (2020.0, 2021.0), (0.1, 0.2)
    roles = [*theme.ECOSYSTEMS, "hybrid"]
    lines = tuple(SeriesView(role, role, role, dates, values) for role in roles)
    chart = ChartView("some", "Some", "", "number", lines, (), "")
    shapes = [line.shape for line in series_of(chart)]
    assert None not in shapes
    assert len(set(shapes)) == len(roles)


def press(driver: Driver, point: tuple[int, int]) -> None:
    """Press and release at a point."""
    driver.send(pygame.MOUSEBUTTONDOWN, pos=point, button=1)
    driver.send(pygame.MOUSEBUTTONUP, pos=point, button=1)


@pytest.mark.parametrize(("easy", "opened"), [(False, False), (True, True)])
def test_a_click_beside_a_button_counts_if_wanted(easy: bool, opened: bool) -> None:
    driver = make_driver(Settings(easy_aim=easy))
    gear = driver.widget("menu").rect
    press(driver, (gear.right + 6, gear.centery))
    assert (driver.screen.tree.dialog is not None) is opened
    if easy:
        driver.key("esc")
        press(driver, (gear.right + 14, gear.centery))
        assert driver.screen.tree.dialog is None


def test_a_click_on_one_control_never_counts_for_another() -> None:
    driver = make_driver(Settings(easy_aim=True))
    fast, normal = driver.widget("speed.fast").rect, driver.widget("speed.normal").rect
    press(driver, (normal.right - 1, normal.centery))
    assert driver.screen.speed == "normal"  # type: ignore[attr-defined]
    press(driver, (fast.left, fast.centery))
    assert driver.screen.speed == "fast"  # type: ignore[attr-defined]


def test_a_question_stands_before_the_end_of_a_quarter_if_wanted() -> None:
    driver = make_driver(Settings(confirm_end=True))
    desk = driver.screen.desk  # type: ignore[attr-defined]
    driver.key("e")
    assert desk.ended == 0
    driver.key("esc")
    assert desk.ended == 0
    driver.click("end")
    driver.key("enter")
    assert desk.ended == 1
    assert driver.screen.tree.dialog is None


def test_a_running_clock_asks_nothing() -> None:
    driver = make_driver(Settings(confirm_end=True, pause_on_events=False))
    driver.key("4")
    driver.play(2.5)
    assert driver.screen.desk.ended >= 1  # type: ignore[attr-defined]
