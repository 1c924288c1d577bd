"""The rooms of the supply chain and of the line: placed, reachable, and moved by mouse and keys."""

import itertools
from collections.abc import Callable
from typing import Any

import pygame
import pytest

from game.gamelog import Setup
from game.views.chain_measures import Effects
from game.window.live import LiveDesk
from game.window.rooms import open_room
from game.window.screens.base import Replace, Stage
from game.window.screens.chain import ChainScreen
from game.window.screens.line import LineScreen
from game.window.screens.room import RoomScreen
from game.window.settings import Settings
from game.window.widgets import CardPanel, Widget
from tests.game import view_samples as samples
from tests.game.test_app_game import NoForecast

SIZES = [(1280, 800), (1366, 768), (1920, 1080), (2560, 1440), (640, 400), (1024, 640)]


class AtOnce(NoForecast):
    """Does every job when it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[Any, Any] = {}

    def ask(self, *what: Any) -> int:
        """Do the job now."""
        key, work = what
        self.answers[key] = work(lambda: False)
        return 1

    def answer(self, key: Any) -> Any:
        """What the job gave."""
        return self.answers.get(key)


def enter(
    room: str,
    seat: str = "us",
    size: tuple[int, int] = (1280, 800),
    scale: float = 1.0,
    forecast: NoForecast | None = None,
) -> Any:
    """A room of a real game, after a few frames."""
    scenario = "october-seventh" if seat == "us" else "good-enough"
    desk = LiveDesk.new(Setup(scenario, seat, 7), forecast or NoForecast())  # type: ignore[arg-type]
    screen = open_room(room, desk)
    screen.enter(Stage(size, Settings(scale=scale), keep=False, library=samples.sample_library()))
    frames(screen)
    return screen


def frames(screen: RoomScreen, count: int = 3) -> None:
    surface = pygame.Surface(screen.stage.size)
    for _ in range(count):
        screen.advance(0.05)
        screen.draw(surface)


def press(screen: RoomScreen, code: int, modifiers: int = 0) -> None:
    screen.handle(pygame.Event(pygame.KEYDOWN, key=code, mod=modifiers))
    screen.handle(pygame.Event(pygame.KEYUP, key=code, mod=modifiers))
    frames(screen, 1)


def drag(screen: RoomScreen, start: tuple[int, int], end: tuple[int, int]) -> None:
    move = {"rel": (0, 0), "buttons": (1, 0, 0)}
    screen.handle(pygame.Event(pygame.MOUSEMOTION, pos=start, **move))
    screen.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=start, button=1))
    for step in range(1, 9):
        x = start[0] + (end[0] - start[0]) * step // 8
        y = start[1] + (end[1] - start[1]) * step // 8
        screen.handle(pygame.Event(pygame.MOUSEMOTION, pos=(x, y), **move))
    screen.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=end, button=1))
    frames(screen, 1)


def click(screen: RoomScreen, identifier: str) -> None:
    centre = screen.tree.get(identifier).rect.center
    drag(screen, centre, centre)


def meeting(widgets: list[Widget]) -> list[tuple[str, str]]:
    return [
        (one.id, other.id)
        for one, other in itertools.combinations(widgets, 2)
        if one.rect.colliderect(other.rect)
    ]


ROOMS: list[tuple[str, str]] = [("chain", "us"), ("chain", "huaw"), ("line", "us"), ("line", "cn")]


@pytest.mark.parametrize(("room", "seat"), ROOMS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_stands_on_anything(room: str, seat: str, size: tuple[int, int]) -> None:
    screen = enter(room, seat, size)
    window = pygame.Rect((0, 0), size)
    stops = [w for w in screen.tree.stops() if w.id != "chain.pods"]
    assert meeting(stops) == []
    assert all(window.contains(w.visible_rect()) for w in screen.tree.all_widgets())
    cards = [w for w in screen.tree.all_widgets() if isinstance(w, CardPanel) or w.role == "img"]
    assert meeting([w for w in cards if w.id != "world"]) == []
    assert all(card.rect.height > 60 * screen.stage.painter.scale for card in cards)


@pytest.mark.parametrize(("room", "seat"), ROOMS)
@pytest.mark.parametrize("scale", [0.8, 2.0])
def test_the_rooms_can_be_larger_or_smaller(room: str, seat: str, scale: float) -> None:
    screen = enter(room, seat, (1920, 1080), scale)
    stops = [w for w in screen.tree.stops() if w.id != "chain.pods"]
    assert meeting(stops) == []


@pytest.mark.parametrize(("room", "seat"), ROOMS)
def test_tab_and_arrows_reach_every_control(room: str, seat: str) -> None:
    screen = enter(room, seat)
    stops = {widget.id for widget in screen.tree.stops()}
    seen = set()
    for _ in range(len(stops)):
        press(screen, pygame.K_TAB)
        assert screen.tree.focused is not None
        seen.add(screen.tree.focused.id)
    assert seen == stops
    assert screen.tree.reachable() == stops


@pytest.mark.parametrize(("room", "seat"), ROOMS)
def test_drawing_changes_nothing(room: str, seat: str) -> None:
    screen = enter(room, seat)
    before = screen.tree.nodes()
    frames(screen, 2)
    assert screen.tree.nodes() == before
    assert screen.desk.session.proposals == ()


# ---- the line


def proposals(screen: LineScreen) -> dict[str, float]:
    return {p.order.lever: p.order.value for p in screen.desk.session.proposals}  # type: ignore[attr-defined]


def grip(screen: LineScreen, lever: str) -> tuple[int, int]:
    """A point of the window on a line of the chart."""
    chart, scale = screen.chart, screen.chart.scale()
    if lever == "chip_tpp":
        x = scale.x(screen.line.limit(lever).proposal)
        return chart.rect.x + round(x), chart.rect.y + scale.plot.centery + 40
    y = scale.y(screen.line.limit(lever).proposal)
    return chart.rect.x + scale.plot.right - 60, chart.rect.y + round(y)


def test_dragging_the_line_keys_and_slider_make_the_same_proposal() -> None:
    by_chart, by_keys, by_slider = (enter("line") for _ in range(3))
    start = grip(by_chart, "chip_tpp")
    drag(by_chart, start, (start[0] - 60, start[1]))
    wanted = proposals(by_chart)
    assert set(wanted) == {"us.chip_tpp"}
    assert wanted["us.chip_tpp"] < 4800.0
    slider = by_keys.sliders["chip_tpp"]
    by_keys.tree.focus(slider)
    for _ in range(40):
        if proposals(by_keys) == wanted:
            break
        press(by_keys, pygame.K_LEFT)
    assert proposals(by_keys) == wanted
    slider = by_slider.sliders["chip_tpp"]
    knob, y = slider.focus_rect().center
    drag(by_slider, (knob, y), (round(slider.x_of(wanted["us.chip_tpp"])), y))
    assert proposals(by_slider) == wanted
    views = [screen.line.falls for screen in (by_chart, by_keys, by_slider)]
    assert len(set(views)) == 1


@pytest.mark.parametrize(
    ("axis", "lever"), [("density", "chip_density"), ("memory", "chip_memory")]
)
def test_the_line_of_each_axis_can_be_dragged_in_from_the_edge(axis: str, lever: str) -> None:
    screen = enter("line")
    while screen.axis != axis:
        screen.tree.focus("line.axis")
        press(screen, pygame.K_RIGHT)
    start = grip(screen, lever)
    before = screen.line.falls
    drag(screen, start, (start[0], start[1] + 150))
    assert set(proposals(screen)) == {f"us.{lever}"}
    assert screen.line.falls > before
    drag(screen, grip(screen, lever), (start[0], screen.chart.rect.y + 4))
    assert proposals(screen) == {}  # back at the edge: no limit, as the law has it


def test_a_line_of_the_past_is_taken_over_whole_and_given_back() -> None:
    screen = enter("line")
    click(screen, "preset.2023Q4")
    assert proposals(screen) == {"us.chip_density": 5.92, "us.chip_link": 0.0}
    assert any(chip.name == "A800" and chip.caught for chip in screen.line.chips)
    click(screen, "preset.law")
    assert proposals(screen) == {}


def test_what_if_moves_the_line_on_the_chart_and_nothing_in_the_game() -> None:
    screen = enter("line", "cn")
    assert not screen.sliders["chip_tpp"].enabled
    start = grip(screen, "chip_tpp")
    drag(screen, start, (start[0] + 80, start[1]))
    assert screen.trial is None
    click(screen, "line.trial")
    falls = screen.line.falls
    click(screen, "preset.off")
    assert screen.line.falls == 0 < falls
    assert screen.desk.session.proposals == ()
    click(screen, "line.trial")
    assert screen.line.falls == falls


def test_the_lists_name_what_falls_and_who_gains() -> None:
    screen = enter("line")
    names = [row.cells[0].text for row in screen.falls.rows]
    assert "H100 SXM5" in names
    assert "A800" not in names
    press(screen, pygame.K_TAB)
    screen.tree.focus(screen.falls)
    press(screen, pygame.K_DOWN)
    assert screen.chart.current is not None
    assert screen.chart.current.key == screen.falls.selected
    screen.tree.focus("line.tab")
    press(screen, pygame.K_RIGHT)
    assert {row.id for row in screen.gains.rows} == {"HUAW", "CAMB", "CNX"}


def test_a_year_ahead_is_played_with_and_without_the_line() -> None:
    screen = enter("line", forecast=AtOnce())
    screen.tree.focus("line.tab")
    press(screen, pygame.K_END)
    assert screen.effects.rows == ()
    click(screen, "preset.2023Q4")
    frames(screen, 3)
    rows = {row.id: row.cells for row in screen.effects.rows}
    assert set(rows) == {"home", "compute", "revenue", "threat"}
    assert rows["compute"][3].startswith("−")
    assert not screen.waiting


# ---- the chain


def test_a_stage_is_explained_by_pointer_and_by_keys() -> None:
    screen = enter("chain", "huaw")
    box = screen.tree.get("stage.models")
    screen.handle(
        pygame.Event(pygame.MOUSEMOTION, pos=box.rect.center, rel=(0, 0), buttons=(0, 0, 0))
    )
    frames(screen, 1)
    assert screen.detail.stage.key == "models"
    screen.tree.focus("stage.models")
    screen.handle(pygame.Event(pygame.MOUSEMOTION, pos=(2, 2), rel=(0, 0), buttons=(0, 0, 0)))
    press(screen, pygame.K_LEFT)
    assert screen.detail.stage.key == "software"
    assert [box.chosen for box in screen.boxes].count(True) == 1


def test_the_chokepoints_come_when_they_are_played() -> None:
    waiting = enter("chain", "huaw")
    assert waiting.waiting
    assert all(not stage.choke_text for stage in waiting.chain.stages)
    assert waiting.chain.state_text in waiting.subtitle.name
    screen = enter("chain", "huaw", forecast=AtOnce())
    assert not screen.waiting
    assert screen.chain.state == "ready"
    assert screen.chain.stage("hbm").choke_text == "already"


def test_the_slider_of_clusters_proposes_and_shows_its_effect() -> None:
    screen = enter("chain", "huaw", forecast=AtOnce())
    screen.tree.focus(screen.slider)
    for _ in range(4):
        press(screen, pygame.K_RIGHT)
    frames(screen, 3)
    session = screen.desk.session
    assert [(p.order.lever, p.order.value) for p in session.proposals] == [
        ("huaw.cluster_scale", 2.0)
    ]
    curve = screen.pods.pods.champion
    assert curve.proposal.power == pytest.approx(2.0 * curve.law.power)
    assert screen.chain.stage("cluster").effects


def test_a_letter_leads_from_room_to_room() -> None:
    makers: dict[int, Callable[..., object]] = {pygame.K_c: ChainScreen, pygame.K_l: LineScreen}
    for room, letter in (("chain", pygame.K_l), ("line", pygame.K_c)):
        screen = enter(room)
        move = screen.handle(pygame.Event(pygame.KEYDOWN, key=letter, mod=0))
        assert isinstance(move, Replace)
        assert isinstance(move.screen, makers[letter])  # type: ignore[arg-type]


def test_made_up_names_hide_the_real_ones() -> None:
    for room in ("chain", "line"):
        screen = enter(room)
        screen.stage.settings = Settings(names="fictional")
        screen.enter(screen.stage)
        frames(screen)
        words = " ".join(str(node) for node in screen.tree.nodes())
        assert "Nvidia" not in words
        assert "Huawei" not in words


def test_effects_are_plain_numbers() -> None:
    screen = enter("chain", "huaw", forecast=AtOnce())
    (found,) = screen.desk.forecaster.answers.values()
    assert isinstance(found[1], Effects)
