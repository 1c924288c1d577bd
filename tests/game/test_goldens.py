"""Pictures of screens against those on file: what looks different by accident is found here.

The pictures show views that are kept beside them, so the model may change without touching them.
`--update-goldens` accepts new ones; `python -m tests.game.record_views` keeps new views.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from game.language import speak
from game.window.painter import Painter
from game.window.panels import world
from game.window.screens.base import Screen, Stage
from game.window.screens.brief import BriefScreen
from game.window.screens.chain import ChainScreen
from game.window.screens.diplomacy import DiplomacyScreen
from game.window.screens.encyclopaedia import EncyclopaediaRoom
from game.window.screens.end import EndScreen
from game.window.screens.foresight import ForesightScreen
from game.window.screens.ledger import LedgerScreen
from game.window.screens.line import LineScreen
from game.window.screens.main import MainScreen
from game.window.screens.select import SelectScreen
from game.window.screens.settings import SettingsScreen
from game.window.screens.title import TitleScreen
from game.window.settings import Settings
from tests.game import pictures
from tests.game import view_samples as samples
from tests.game.frozen import FrozenDebrief, FrozenDesk, FrozenEnd
from tests.game.record_views import FOLDER

SIZE = (1280, 800)


@pytest.fixture(autouse=True)
def no_map_of_before() -> None:
    """A map that was drawn before keeps its dots where it can: start from none."""
    world._MAPS.clear()


def frozen(name: str, language: str = "en") -> Any:
    """A desk that answers from a file."""
    return FrozenDesk(FOLDER / f"{name}_{language}.json.gz")


def debrief() -> EndScreen:
    """The first page of the debrief."""
    desk: Any = FrozenEnd(FOLDER / "end_en.json.gz")
    return EndScreen(desk, FrozenDebrief(desk.frozen["debrief"]))  # type: ignore[arg-type]


def menu(language: str) -> MainScreen:
    """The main screen with the menu open."""
    screen = MainScreen(frozen("main", language))
    screen._dialog = "menu"
    return screen


STATES: dict[str, tuple[str, Callable[[], Screen]]] = {
    "title": ("en", TitleScreen),
    "select": ("en", SelectScreen),
    "main": ("en", lambda: MainScreen(frozen("main"))),
    "main_zh": ("zh", lambda: MainScreen(frozen("main", "zh"))),
    "menu": ("en", lambda: menu("en")),
    "menu_zh": ("zh", lambda: menu("zh")),
    "brief": ("en", lambda: BriefScreen(frozen("brief"))),
    "chain": ("en", lambda: ChainScreen(frozen("chain"))),
    "line": ("en", lambda: LineScreen(frozen("line"))),
    "diplomacy": ("en", lambda: DiplomacyScreen(frozen("diplomacy"))),
    "foresight": ("en", lambda: ForesightScreen(frozen("foresight"))),
    "ledger": ("en", lambda: LedgerScreen(samples.SampleDesk(samples.main_view()))),
    "encyclopaedia": ("en", lambda: EncyclopaediaRoom(samples.SampleDesk(samples.main_view()))),
    "settings": ("en", SettingsScreen),
    "end": ("en", debrief),
}


@pytest.fixture
def spoken() -> Iterator[Callable[[str], None]]:
    """Speak a language for one test."""
    yield speak
    speak("en")


def show(screen: Screen, language: str) -> pygame.Surface:
    """A screen after a fixed time."""
    settings = Settings(brief=False, animation=False, language=language)
    stage = Stage(SIZE, settings, keep=False, library=samples.sample_library())
    if isinstance(screen, SelectScreen):
        screen._preview = lambda: None  # type: ignore[method-assign]
    screen.enter(stage)
    surface = pygame.Surface(SIZE)
    for _ in range(24):
        screen.advance(0.05)
    screen.draw(surface)
    return surface


@pytest.mark.parametrize("name", STATES)
def test_a_screen_looks_as_on_file(
    name: str, spoken: Callable[[str], None], request: pytest.FixtureRequest
) -> None:
    language, make = STATES[name]
    spoken(language)
    pictures.check(show(make(), language), name, request.config.getoption("--update-goldens"))


def test_a_picture_on_file_shows_more_than_a_surface() -> None:
    for name in STATES:
        golden = pictures.pixels(pygame.image.load(pictures.FOLDER / f"{name}.png"))
        assert golden.shape == (SIZE[1], SIZE[0], 3)
        assert len(np.unique(golden.reshape(-1, 3), axis=0)) > 50, name


def test_the_folder_stays_small_and_holds_nothing_else() -> None:
    on_file = {path.stem for path in pictures.FOLDER.glob("*.png")}
    assert on_file == set(STATES)
    assert sum(path.stat().st_size for path in pictures.FOLDER.rglob("*.*")) < 4_000_000


# ---- the comparer itself


def written(words: str, style: str, colour: str = "text") -> np.ndarray:
    """A line of text on a card's colour, in the middle of a whole window."""
    from game.window.theme import COLOURS

    surface = pygame.Surface(SIZE)
    surface.fill(COLOURS["card"])
    Painter(1.0, COLOURS["incumbent"]).text(surface, words, 205, 333, style, COLOURS[colour])
    return pictures.pixels(surface)


@pytest.mark.parametrize("style", ["micro", "small", "body", "label", "h2"])
@pytest.mark.parametrize(("before", "after"), [("3", "8"), ("5", "6"), ("1", "7"), ("0", "9")])
def test_one_changed_digit_is_seen(style: str, before: str, after: str) -> None:
    one, other = written(f"$18{before}.4bn", style), written(f"$18{after}.4bn", style)
    assert pictures.compare(one, other).seen()


def test_what_nobody_sees_passes(tmp_path: Path) -> None:
    one = written("Chip performance line", "body")
    near = np.clip(one.astype(int) + np.random.default_rng(3).integers(-3, 4, one.shape), 0, 255)
    assert not pictures.compare(one, near.astype(np.uint8)).seen()
    assert pictures.compare(one, one.copy()).exact


def test_other_versions_may_draw_edges_a_little_differently_but_not_other_things() -> None:
    surface = pygame.image.load(pictures.FOLDER / "main.png")
    plain = pictures.pixels(surface)
    softer = (plain.astype(int) * 15 + np.roll(plain, 1, axis=1)) // 16
    assert not pictures.compare(plain, softer.astype(np.uint8)).seen(same_versions=False)
    surface.fill((200, 60, 60), (600, 300, 24, 24))
    assert pictures.compare(plain, pictures.pixels(surface)).seen(same_versions=False)


def test_a_moved_line_and_another_size_are_seen() -> None:
    one = written("Chip performance line", "body")
    assert pictures.compare(one, np.roll(one, 1, axis=1)).seen()
    assert pictures.compare(one, one[:, :-1]).seen()


def test_a_failure_names_the_pictures_it_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "FOLDER", tmp_path)
    monkeypatch.setattr(pictures, "VERSIONS", tmp_path / "versions.json")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    surface = pygame.Surface((64, 64))
    pictures.check(surface, "black", update=False)
    pictures.check(surface, "black", update=False)
    surface.fill((90, 90, 90), (8, 8, 20, 20))
    with pytest.raises(AssertionError, match=r"see .*twostacks-golden-"):
        pictures.check(surface, "black", update=False)
    assert len(list(tmp_path.glob("*/black_*.png"))) == 2
    pictures.check(surface, "black", update=True)
    pictures.check(surface, "black", update=False)
