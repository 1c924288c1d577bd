"""The window around the screens: settings, names, scripts, the stack of screens."""

import json
from pathlib import Path

import pygame
import pytest

from game.renaming import FICTIONAL, FICTIONAL_CHINESE, rename, rename_text
from game.window import settings
from game.window.driver import Driver, DriverError
from game.window.player import Player
from game.window.screens.base import Prefer, Stage
from game.window.screens.main import MainScreen
from game.window.screens.title import TitleScreen
from game.window.script import ScriptError, follow, read_script
from tests.game import view_samples as samples

SIZE = (1280, 800)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A player's own folder."""
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def driver() -> Driver:
    """A game in play without a model."""
    at_once = settings.Settings(brief=False, animation=False)
    stage = Stage(SIZE, at_once, keep=False, library=samples.sample_library())
    screen = MainScreen(samples.SampleDesk(samples.main_view()))
    return Driver(Player(stage, screen), pygame.Surface(SIZE))


# ---- settings


def test_settings_come_back(home: Path) -> None:
    liked = settings.Settings().with_value("scale", 1.5).with_value("shapes", True)
    assert settings.save(liked)
    assert settings.load() == liked


@pytest.mark.parametrize("text", ["", "{", "[]", '{"scale": "big", "names": 3, "other": 1}', "\0"])
def test_broken_settings_are_those_of_the_first_day(home: Path, text: str) -> None:
    home.mkdir()
    (home / "settings.json").write_text(text, encoding="utf-8")
    assert settings.load() == settings.Settings()


def test_a_folder_that_cannot_be_made_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path / "file" / "below"))
    assert settings.load() == settings.Settings()
    assert not settings.save(settings.Settings())
    assert settings.games_folder() is None
    assert settings.new_game_path("game") is None


def test_new_games_take_free_names(home: Path) -> None:
    first = settings.new_game_path("october-us")
    assert first is not None
    first.write_text("x")
    second = settings.new_game_path("october-us")
    assert second is not None
    assert first != second
    assert settings.games_folder() == first.parent


def test_values_out_of_range_are_brought_back() -> None:
    plain = settings.Settings()
    assert plain.with_value("scale", 9).scale == 2.0
    assert plain.with_value("scale", float("nan")) == plain
    assert plain.with_value("names", "other") == plain
    assert plain.with_value("unknown", 1) == plain


def test_a_preference_is_shown_at_once_and_kept(home: Path) -> None:
    stage = Stage(SIZE, keep=True, library=samples.sample_library())
    player = Player(stage, MainScreen(samples.SampleDesk(samples.main_view())))
    player.prefer(Prefer("shapes", True))
    assert stage.painter.shapes
    assert json.loads((home / "settings.json").read_text())["shapes"] is True


# ---- made-up names


def test_made_up_names_replace_words_and_leave_keys_alone() -> None:
    assert rename_text("Nvidia sells to China; the US waits") == (
        "Verdant sells to Dominion; the Coalition waits"
    )
    view = samples.main_view()
    named = rename(view, "fictional")
    assert named.seat_name == "Coalition"
    assert [region.key for region in named.world.regions] == list(samples.REGIONS)
    assert [lever.key for lever in named.policy.groups[0].levers] == [
        lever.key for lever in view.policy.groups[0].levers
    ]
    assert rename(view, "real") is view


def test_made_up_names_are_not_renamed_again() -> None:
    for name in (*FICTIONAL.values(), *FICTIONAL_CHINESE.values()):
        assert rename_text(name) == name


# ---- the stack of screens


def test_screens_come_and_go() -> None:
    stage = Stage(SIZE, keep=False, library=samples.sample_library())
    driver = Driver(Player(stage, TitleScreen()), pygame.Surface(SIZE))
    driver.click("scenarios")
    assert driver.screen.name == "select"
    driver.screen._preview = lambda: None  # type: ignore[attr-defined]
    driver.key("esc")
    assert driver.screen.name == "title"
    driver.key("esc")
    assert not driver.player.running


def test_a_resized_window_keeps_the_game_and_the_focus(driver: Driver) -> None:
    driver.screen.tree.keyboard = True
    driver.screen.tree.focus("lever.us.public_rd")
    driver.player.resize((1920, 1080))
    assert driver.screen.tree.focused is not None
    assert driver.screen.tree.focused.id == "lever.us.public_rd"
    assert driver.screen.tree.focused.focus_visible


def test_menu_and_help_open_and_close(driver: Driver) -> None:
    for key, dialog in (("f1", "keys"), ("esc", "menu")):
        driver.key(key)
        assert driver.screen.tree.dialog is not None
        assert driver.screen.tree.dialog.id == dialog
        driver.key("esc")
        assert driver.screen.tree.dialog is None


def test_the_last_quarter_leads_to_the_end_and_home_to_the_title(driver: Driver) -> None:
    driver.end_quarters(9)
    assert driver.screen.name == "end"
    driver.click("title")
    assert driver.screen.name == "title"


# ---- scripts


def test_a_script_moves_levers_and_takes_pictures(driver: Driver, tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text(
        "[[step]]\nset = { lever = 'us.tool_control', value = 0.7 }\n"
        "[[step]]\nhover = 'China'\n[[step]]\nkey = 'm'\n[[step]]\nwait = 0.5\n"
        "[[step]]\nprefer = { shapes = true }\n[[step]]\nshot = 'one.png'\n"
        "[[step]]\nend_quarter = 3\n[[step]]\nshot = 'two.png'\n",
        encoding="utf-8",
    )
    follow(driver, read_script(script), tmp_path, "script.toml")
    assert driver.screen.name == "end"
    assert (tmp_path / "one.png").stat().st_size > 10_000
    assert (tmp_path / "two.png").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"clck": "end"}, "the nearest is 'click'"),
        ({"click": "ende"}, "the nearest is 'end'"),
        ({"click": 3}, "needs an id"),
        ({"set": {"lever": "us.tool_control", "value": 7}}, "the nearest valid value is 1"),
        ({"set": {"lever": "us.tool_controll", "value": 0.5}}, "us.tool_control"),
        ({"set": 4}, "needs a lever and a value"),
        ({"key": "entr"}, "the nearest is 'enter'"),
        ({"screen": "mian"}, "the nearest is 'main'"),
        ({"wait": -1}, "needs a number"),
        ({"size": "big"}, "write one as 1280x800"),
        ({"click": "a", "wait": 1}, "exactly one key"),
    ],
)
def test_a_wrong_step_is_a_sentence_with_its_number(
    driver: Driver, tmp_path: Path, step: dict[str, object], words: str
) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps([{"wait": 0.1}, step]), encoding="utf-8")
    with pytest.raises(ScriptError, match="step 2") as caught:
        follow(driver, read_script(script), tmp_path, "script.json")
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["", "[", "[]", "3", '{"steps": 4}'])
def test_a_file_that_is_no_script_is_a_sentence(tmp_path: Path, text: str) -> None:
    script = tmp_path / "script.json"
    script.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError, match=r"script\.json"):
        read_script(script)


def test_a_button_that_is_off_cannot_be_clicked(driver: Driver) -> None:
    revert = driver.widget("revert")
    revert.enabled, revert.disabled_reason = False, "Nothing has changed."
    with pytest.raises(DriverError, match="Nothing has changed"):
        driver.click("revert")
