"""The debrief: every page can be reached, read and left, by keys and by mouse, at every size."""

import dataclasses
import itertools
import json
from pathlib import Path
from typing import Any

import pygame
import pytest

from game.language import speaking
from game.views.debrief import DebriefView
from game.window.debrief_export import game_files, inlined, page_pictures, plain
from game.window.panels.debrief_lists import EffectList
from game.window.panels.debrief_worlds import QuarterList, SeatList
from game.window.screens.base import Home, Replace, Stage
from game.window.screens.debrief_pages import PAGES
from game.window.screens.end import EndScreen
from game.window.settings import Settings
from tests.game import debrief_samples, view_samples

SIZES = [(1280, 800), (1920, 1080), (1366, 768)]
KEYS = [page.key for page in PAGES]
TREE = Path(__file__).parent / "trees" / "debrief.json"


class Desk(view_samples.SampleDesk):
    """A desk whose game is over."""

    def look(self, make: Any) -> Any:
        """A view of the sample game."""
        return make(debrief_samples.played())


def show(
    page: str = "result", size: tuple[int, int] = (1280, 800), ready: bool = True,
    settings: Settings | None = None,
) -> EndScreen:  # fmt: skip
    """The debrief at a page, drawn."""
    screen = EndScreen(Desk(view_samples.main_view()), debrief_samples.debrief(ready))
    screen.enter(Stage(size, settings or Settings(), keep=False))
    screen.open_page(page)
    draw(screen)
    return screen


def draw(screen: EndScreen) -> pygame.Surface:
    """One frame."""
    surface = pygame.Surface(screen.stage.size)
    screen.advance(0.3)
    screen.draw(surface)
    return surface


def press(screen: EndScreen, key: int) -> Any:
    """Press and release a key."""
    move = screen.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=0))
    screen.handle(pygame.Event(pygame.KEYUP, key=key, mod=0))
    draw(screen)
    return move


def click(screen: EndScreen, point: tuple[int, int]) -> Any:
    """Press and release the mouse at a point."""
    screen.handle(pygame.Event(pygame.MOUSEMOTION, pos=point, rel=(0, 0), buttons=(0, 0, 0)))
    screen.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=point, button=1))
    move = screen.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=point, button=1))
    draw(screen)
    return move


@pytest.mark.parametrize("page", KEYS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_everything_stands_inside_and_apart(page: str, size: tuple[int, int], scale: float) -> None:
    screen = show(page, size, settings=Settings(scale=scale))
    window = pygame.Rect((0, 0), size)
    stops = [widget for widget in screen.tree.stops() if widget.visible_rect().size > (0, 0)]
    for widget in stops:
        assert window.contains(widget.visible_rect()), widget.id
    for one, other in itertools.combinations(stops, 2):
        assert not one.visible_rect().colliderect(other.visible_rect()), (one.id, other.id)


@pytest.mark.parametrize("page", KEYS)
def test_every_page_says_something_that_the_first_does_not(page: str) -> None:
    screen = show(page)
    told = {widget.name for widget in screen.tree.all_widgets()}
    if page != "result":
        assert told - {widget.name for widget in show().tree.all_widgets()}
    words = " ".join(str(w.value) for w in screen.tree.all_widgets() if isinstance(w.value, str))
    assert "{" not in words
    assert "nan" not in words.split()


@pytest.mark.parametrize("page", KEYS)
def test_no_words_are_cut_at_the_usual_size(page: str, cut: list[str]) -> None:
    show(page)
    assert cut == []


def test_numbers_and_page_keys_turn_the_pages() -> None:
    screen = show()
    for index, key in enumerate(KEYS):
        press(screen, pygame.K_1 + index)
        assert screen.page == key
    press(screen, pygame.K_PAGEDOWN)
    assert screen.page == KEYS[0]
    press(screen, pygame.K_PAGEUP)
    assert screen.page == KEYS[-1]


def test_tabs_turn_the_pages_by_mouse_and_by_arrows() -> None:
    screen = show()
    tabs: Any = screen.tree.get("page")
    for index, key in enumerate(KEYS):
        click(screen, tabs.tab_rects()[index].center)
        assert screen.page == key
        tabs = screen.tree.get("page")
    screen.tree.focus("page")
    press(screen, pygame.K_LEFT)
    assert screen.page == KEYS[-2]
    assert screen.tree.focused is not None
    assert screen.tree.focused.id == "page", "the focus stays on the tabs"


@pytest.mark.parametrize("page", ["ghost", "ledger", "cloud", "assumptions"])
def test_a_page_whose_numbers_are_not_there_says_what_is_being_done(page: str) -> None:
    screen = show(page, ready=False)
    assert not screen.complete
    assert "40%" in screen.tree.get("wait").name
    assert show(page).complete


def test_a_turning_point_leads_to_its_quarter() -> None:
    screen = show("timeline")
    turning: Any = screen.tree.get("turning")
    assert turning.keys(), "the sample game has a turning point"
    click(screen, turning.on_window(turning.row_rect(0)).center)
    shown = screen.tree.get("quarter")
    assert isinstance(shown, QuarterList)
    assert shown.shown.x == pytest.approx(float(turning.keys()[0]))
    chosen: Any = screen.tree.get("quarter_choice")
    assert chosen.value == screen.quarter


def test_another_quarter_has_other_numbers() -> None:
    screen = show("timeline")
    shown: Any = screen.tree.get("quarter")
    before = shown.shown
    screen.tree.focus("quarter_choice")
    press(screen, pygame.K_LEFT)
    after: Any = screen.tree.get("quarter")
    assert after.shown != before
    assert after.shown.x == pytest.approx(before.x - 0.25)


def test_the_replay_opens_at_the_quarter_looked_at() -> None:
    screen = show("timeline")
    screen.tree.focus("quarter_choice")
    press(screen, pygame.K_HOME)
    screen.tree.focus("replay")
    move = press(screen, pygame.K_RETURN)
    assert move.screen.name == "replay"
    assert move.screen.at == 1


def test_choosing_a_leader_shows_its_traits() -> None:
    screen = show("truth")
    seats = screen.tree.get("leaders")
    assert isinstance(seats, SeatList)
    screen.tree.focus("leaders")
    press(screen, pygame.K_DOWN)
    traits: Any = screen.tree.get("traits")
    assert traits.seat.key == seats.keys()[1] == screen.leader
    assert traits.seat.character in traits.value


def test_the_ledger_shows_the_metric_chosen_the_largest_effect_first() -> None:
    screen = show("ledger")
    effects = screen.tree.get("effects")
    assert isinstance(effects, EffectList)
    sizes = [abs(row.own) for row in effects.table.rows]
    assert sizes == sorted(sizes, reverse=True)
    before = effects.table.key
    screen.tree.focus("ledger_metric")
    press(screen, pygame.K_RIGHT)
    after: Any = screen.tree.get("effects")
    assert after.table.key == screen.ledger_metric != before


def test_predictions_stand_beside_what_came() -> None:
    view = debrief_samples.debrief().view()
    assert len(view.forecasts) == debrief_samples.QUARTERS - 3
    assert {row.inside for row in view.forecasts} <= {True, False}
    hits = sum(row.inside for row in view.forecasts)
    assert f"{hits} of {len(view.forecasts)} outcomes" in view.calibration[0][1]
    medal = view.medals[0]
    assert medal.earned is (abs(hits / len(view.forecasts) - 0.8) <= 0.15)
    screen = show("forecasts")
    words = screen.tree.get("forecasts").value
    assert view.forecasts[0].came_text in words


def test_buttons_lead_on() -> None:
    screen = show()
    screen.tree.focus("title")
    assert isinstance(press(screen, pygame.K_RETURN), Home)
    screen.tree.focus("seat")
    move = press(screen, pygame.K_RETURN)
    assert isinstance(move, Replace)
    assert move.screen.name == "select"


def test_saving_without_a_folder_says_so() -> None:
    screen = show()
    screen.tree.focus("save")
    press(screen, pygame.K_RETURN)
    assert "Nothing is saved" in screen.notice.words


def test_the_report_is_saved_in_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.window.settings.folder", lambda: tmp_path)
    screen = show()
    screen.stage.keep = True
    for number in ("", "-2"):
        screen.tree.focus("save")
        press(screen, pygame.K_RETURN)
        place = tmp_path / "exports" / f"debrief-october-seventh-us-7{number}"
        assert str(place) in screen.notice.words
        names = {path.name for path in place.iterdir()}
        assert {"report.html", "debrief.json", "game.jsonl"} <= names
        assert len(names) == 3 + len(KEYS)
    assert screen.page == "result"


def test_the_report_holds_every_page_and_every_number() -> None:
    screen = show("cloud")
    pictures = page_pictures(screen)
    assert len(pictures) == len(KEYS)
    assert screen.page == "cloud"
    assert all(data.startswith(b"\x89PNG") for data in pictures.values())
    files = game_files(debrief_samples.played(), pictures)
    html = inlined(files["report.html"], pictures)
    assert html.count("data:image/png;base64,") == len(KEYS)
    assert files["game.jsonl"].count("\n") > debrief_samples.QUARTERS
    numbers = json.loads(json.dumps(plain(screen), allow_nan=False))
    assert len(numbers["debrief"]["cloud"]) == 5
    assert numbers["seat"] == "us"


def test_other_languages_and_names_reach_every_page() -> None:
    with speaking("qps"):
        for page in KEYS:
            screen = show(page)
            words = [str(w.value) for w in screen.tree.all_widgets() if isinstance(w.value, str)]
            assert not any("Points at the end" in line for line in words)


def test_the_tree_of_the_first_page(request: pytest.FixtureRequest) -> None:
    nodes = []
    for page in KEYS:
        screen = show(page)
        nodes += [{k: node[k] for k in ("id", "role", "name")} for node in tree_of(screen)]
    text = json.dumps(nodes, indent=1, ensure_ascii=False) + "\n"
    if request.config.getoption("--update-goldens"):
        TREE.write_text(text, encoding="utf-8")
    assert TREE.read_text(encoding="utf-8") == text


def tree_of(screen: EndScreen) -> list[dict[str, Any]]:
    """The nodes of a screen."""
    return [widget.node() for widget in screen.tree.all_widgets()]


def test_views_are_frozen_values() -> None:
    view = debrief_samples.debrief().view()
    assert isinstance(view, DebriefView)
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.ending = "other"  # type: ignore[misc]
    assert view.state("ghost").ready
