"""Every screen at several sizes: inside the window, nothing on top of anything, all reachable."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest

from game.window.screens.base import Push, Screen, Stage
from game.window.screens.encyclopaedia import EncyclopaediaRoom
from game.window.screens.end import EndScreen
from game.window.screens.ledger import LedgerScreen
from game.window.screens.main import MainScreen
from game.window.screens.select import SelectScreen
from game.window.screens.title import TitleScreen
from game.window.settings import Settings
from game.window.widgets import Widget
from tests.game import debrief_samples
from tests.game import view_samples as samples

SIZES = [(1280, 800), (1366, 768), (1920, 1080), (2560, 1440)]
TREES = Path(__file__).parent / "trees"
ON_TOP = {"layer"}  # the tabs of the map stand on the map


def _main() -> MainScreen:
    return MainScreen(samples.SampleDesk(samples.main_view()))


def _crowded() -> MainScreen:
    return MainScreen(samples.SampleDesk(samples.main_view(levers=19, state="compiling")))


def _end() -> EndScreen:
    return EndScreen(samples.SampleDesk(samples.main_view()), debrief_samples.debrief())


def _ledger() -> LedgerScreen:
    return LedgerScreen(samples.SampleDesk(samples.main_view()))


def _encyclopaedia() -> EncyclopaediaRoom:
    return EncyclopaediaRoom(samples.SampleDesk(samples.main_view()))


SCREENS: dict[str, Callable[[], Screen]] = {
    "title": TitleScreen, "select": SelectScreen, "main": _main, "crowded": _crowded, "end": _end,
    "ledger": _ledger, "encyclopaedia": _encyclopaedia,
}  # fmt: skip


# Quarters end at once: nothing is shown between them.
PLAIN = Settings(brief=False, animation=False)


def show(name: str, size: tuple[int, int], settings: Settings | None = None) -> Screen:
    """A screen after a few frames, without a model behind it."""
    screen = SCREENS[name]()
    stage = Stage(size, settings or PLAIN, keep=False, library=samples.sample_library())
    if isinstance(screen, SelectScreen):
        screen._preview = lambda: None  # type: ignore[method-assign]
    screen.enter(stage)
    surface = pygame.Surface(size)
    for _ in range(3):
        screen.advance(0.05)
        screen.draw(surface)
    return screen


def covered(screen: Screen) -> list[tuple[str, str]]:
    """Pairs of focusable widgets that stand on each other."""
    stops = [
        w for w in screen.tree.stops() if w.id not in ON_TOP and w.visible_rect().size > (0, 0)
    ]
    return [
        (one.id, other.id)
        for one, other in itertools.combinations(stops, 2)
        if one.visible_rect().colliderect(other.visible_rect()) and other.visible_rect().size[1]
    ]


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_everything_stands_inside_the_window_and_on_nothing_else(
    name: str, size: tuple[int, int]
) -> None:
    screen = show(name, size)
    window = pygame.Rect((0, 0), size)
    for widget in screen.tree.all_widgets():
        shown = widget.visible_rect()
        assert shown.size == (0, 0) or window.contains(shown), widget.id
    assert covered(screen) == []


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("size", [(640, 400), (1024, 640), (3840, 1080)])
def test_odd_windows_hold_every_screen(name: str, size: tuple[int, int]) -> None:
    screen = show(name, size)
    assert covered(screen) == []


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("scale", [0.8, 2.0])
def test_the_interface_can_be_larger_or_smaller(name: str, scale: float) -> None:
    screen = show(name, (1920, 1080), Settings(scale=scale, shapes=True, reduce_motion=True))
    assert covered(screen) == []


@pytest.mark.parametrize("name", SCREENS)
def test_tab_reaches_every_control(name: str) -> None:
    screen = show(name, (1280, 800))
    stops = {widget.id for widget in screen.tree.stops()}
    seen = set()
    for _ in range(len(stops)):
        screen.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0))
        assert screen.tree.focused is not None
        seen.add(screen.tree.focused.id)
    assert seen == stops


@pytest.mark.parametrize("name", SCREENS)
def test_arrows_reach_every_control_from_everywhere(name: str) -> None:
    screen = show(name, (1280, 800))
    stops = {widget.id for widget in screen.tree.stops()}
    for start in ("end", "world", "wire") if name in ("main", "crowded") else ():
        assert screen.tree.reachable(start) == stops
    assert screen.tree.reachable() == stops


@pytest.mark.parametrize("name", ["title", "main", "end", "ledger", "encyclopaedia"])
def test_no_words_are_cut_at_the_usual_size(name: str, cut: list[str]) -> None:
    show(name, (1280, 800))
    assert cut == []


def test_drawing_changes_nothing() -> None:
    screen = show("main", (1280, 800))
    first, second = pygame.Surface((1280, 800)), pygame.Surface((1280, 800))
    screen.draw(first)
    before = tree(screen)
    screen.draw(second)
    assert tree(screen) == before
    assert pygame.image.tobytes(first, "RGB") == pygame.image.tobytes(second, "RGB")


# ---- what a screen reader gets


def tree(screen: Screen) -> list[dict[str, Any]]:
    """The accessibility tree without places and long words."""
    nodes = []
    for node in screen.tree.nodes():
        keep = ("id", "role", "name", "enabled", "focusable")
        nodes.append({key: node[key] for key in keep})
    return nodes


@pytest.mark.parametrize("name", ["title", "select", "main", "end", "ledger", "encyclopaedia"])
def test_the_accessibility_tree_is_the_one_on_file(name: str, request: Any) -> None:
    """Run with --update-goldens to accept a new one."""
    found = [json.dumps(node, ensure_ascii=False) for node in tree(show(name, (1280, 800)))]
    path = TREES / f"{name}.json"
    words = "[\n" + ",\n".join(found) + "\n]\n"
    if request.config.getoption("--update-goldens") or not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(words, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == words


def test_every_focusable_control_has_a_name() -> None:
    for name in SCREENS:
        for widget in show(name, (1280, 800)).tree.stops():
            assert widget.name, widget.id


# ---- hands on the main screen


def press(screen: Screen, key: int, modifiers: int = 0) -> Any:
    """Press a key and let it go."""
    move = screen.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=modifiers))
    screen.handle(pygame.Event(pygame.KEYUP, key=key, mod=modifiers))
    return move


def click(screen: Screen, widget: Widget) -> Any:
    """Click a widget in the middle."""
    spot = widget.focus_rect().center
    screen.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=spot, button=1))
    return screen.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=spot, button=1))


def test_a_slider_proposes_and_a_switch_too() -> None:
    screen = show("main", (1280, 800))
    assert isinstance(screen, MainScreen)
    desk = screen.desk
    assert isinstance(desk, samples.SampleDesk)
    screen.tree.focus("lever.us.tool_control")
    press(screen, pygame.K_RIGHT)
    screen.tree.focus("lever.us.service_ban")
    press(screen, pygame.K_SPACE)
    assert [lever for lever, _ in desk.asked] == ["us.tool_control", "us.service_ban"]
    assert desk.asked[1][1] == 0.0


def test_keys_run_the_clock_and_end_the_game() -> None:
    screen = show("main", (1280, 800))
    assert isinstance(screen, MainScreen)
    press(screen, pygame.K_SPACE)
    assert screen.speed == "normal"
    press(screen, pygame.K_4)
    assert screen.speed == "fastest"
    screen.advance(0.25)
    press(screen, pygame.K_1)
    assert screen.speed == "pause"
    moves = [press(screen, pygame.K_e) for _ in range(3)]
    assert moves[:2] == [None, None]
    assert isinstance(moves[2].screen, EndScreen)


def test_a_key_held_down_ends_one_quarter() -> None:
    screen = show("main", (1280, 800))
    assert isinstance(screen, MainScreen)
    for _ in range(5):
        screen.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_e, mod=0))
    assert isinstance(screen.desk, samples.SampleDesk)
    assert screen.desk.ended == 1


def test_important_news_stop_a_running_clock() -> None:
    screen = show("main", (1280, 800))
    assert isinstance(screen, MainScreen)
    press(screen, pygame.K_4)
    for _ in range(9):
        screen.advance(0.25)
    assert screen.speed == "pause"
    assert screen.notice.words.startswith("Paused.")


def test_the_map_and_the_table_light_each_other() -> None:
    screen = show("main", (1280, 800))
    assert isinstance(screen, MainScreen)
    row = screen.parts.blocs.on_window(screen.parts.blocs.row_rect(2))
    screen.handle(pygame.Event(pygame.MOUSEMOTION, pos=row.center, rel=(0, 0), buttons=(0, 0, 0)))
    screen.advance(0.02)
    assert screen.parts.world.map.hovered == "China"


def test_layers_show_the_twin_world() -> None:
    screen = show("main", (1280, 800))
    assert isinstance(screen, MainScreen)
    mine = screen.parts.world.map.dots.counts("China")
    press(screen, pygame.K_m)
    assert screen.layer == "twin"
    assert screen.parts.world.map.dots.counts("China") != mine
    assert "no controls" in screen.parts.blocs.name


def test_the_menu_leads_to_the_settings_and_f1_to_the_keys() -> None:
    screen = show("main", (1280, 800))
    press(screen, pygame.K_ESCAPE)
    screen.tree.focus("open.settings")
    move = press(screen, pygame.K_RETURN)
    assert isinstance(move, Push)
    assert move.screen.name == "settings"
    press(screen, pygame.K_F1)
    screen.enter(screen.stage)
    assert screen.tree.dialog is not None, "a dialog stays open when the screen is built anew"
    press(screen, pygame.K_ESCAPE)
    assert screen.tree.dialog is None
