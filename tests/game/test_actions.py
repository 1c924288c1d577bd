"""What keys and pad buttons do: every action once, rebound without losing one, never failing."""

import json
from collections import Counter
from pathlib import Path

import pygame
import pytest

from game.window import actions, settings
from game.window.actions import Bindings, action_of, bindings, find, key_words
from game.window.settings import Settings


def test_no_two_actions_share_a_key_or_a_pad_button() -> None:
    keys = Counter(key for a in actions.actions() if not a.modifiers for key in a.keys)
    pads = Counter(a.pad for a in actions.actions() if a.pad)
    assert [key for key, count in keys.items() if count > 1] == []
    assert [button for button, count in pads.items() if count > 1] == []
    assert set(pads) <= set(actions.PAD_BUTTONS)


def test_every_action_has_its_own_key_until_the_player_says_otherwise() -> None:
    plain = bindings()
    for action in actions.actions():
        for key in action.keys:
            assert plain.own_key(key) == key
        assert plain.words(action.id)
    assert (key_words(pygame.K_e), key_words(pygame.K_F1)) == ("E", "F1")
    assert plain.words("much_less") == "Shift + ←"


def test_a_bound_key_does_what_the_own_key_did_and_the_own_one_nothing() -> None:
    bound = bindings().bind_key("end_quarter", pygame.K_x)
    assert bound.own_key(pygame.K_x) == pygame.K_e
    assert bound.own_key(pygame.K_e) == actions.NO_KEY
    assert bound.words("end_quarter") == "X"
    assert action_of(bound.own_key(pygame.K_x)) == "end_quarter"


def test_a_key_that_is_taken_changes_places() -> None:
    bound = bindings().bind_key("end_quarter", pygame.K_r)
    assert bindings().holder("end_quarter", pygame.K_r) == "revert"
    assert (bound.words("end_quarter"), bound.words("revert")) == ("R", "E")
    assert bound.own_key(pygame.K_e) == pygame.K_r
    again = bound.bind_key("end_quarter", pygame.K_e)
    assert again == bindings()


def test_esc_is_always_the_way_out() -> None:
    assert bindings().bind_key("end_quarter", pygame.K_ESCAPE) == bindings()
    assert find("back").fixed


def test_pad_buttons_change_places_too() -> None:
    bound = bindings().bind_pad("end_quarter", "x")
    assert (bound.pad_of("end_quarter"), bound.pad_of("law")) == ("x", "y")
    action = bound.pad_action("x")
    assert action is not None
    assert action.id == "end_quarter"
    assert bound.pad_action("") is None


@pytest.mark.parametrize(
    "value",
    [
        None, 7, "e", [], {}, {"end_quarter": 5}, {"nonsense": "e"}, {"end_quarter": "no key"},
        {"back": "e"}, [["end_quarter"]], {"end_quarter": "r"}, {"end_quarter": ["x"]},
        {"pause": "x", "layer": "x", "paths": "e"},
    ],
)  # fmt: skip
def test_whatever_a_file_says_every_action_keeps_a_key_of_its_own(value: object) -> None:
    liked = Settings().with_value("keys", value)
    held: Counter[int] = Counter()
    for action in actions.actions():
        if not action.modifiers:
            held.update(liked.bindings.keys_of(action.id))
    assert max(held.values()) == 1
    assert liked.bindings.keys_of("back") == (pygame.K_ESCAPE,)


@pytest.mark.parametrize("value", [None, {"law": "y"}, {"law": "wheel"}, {"menu": ""}, [[1, 2]]])
def test_whatever_a_file_says_no_pad_button_does_two_things(value: object) -> None:
    liked = Settings().with_value("pads", value)
    buttons = [liked.bindings.pad_of(action.id) for action in actions.actions()]
    assert max(Counter(button for button in buttons if button).values()) == 1


def test_bindings_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    bound = bindings().bind_key("end_quarter", pygame.K_r).bind_pad("menu", "guide")
    liked = Settings(keys=bound.keys, pads=bound.pads, volume=0.25, frame_cap=30, ticker=False)
    assert settings.save(liked)
    saved = json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))
    assert saved["volume"] == 0.25
    again = settings.load()
    assert again.bindings == bound
    assert (again.volume, again.frame_cap, again.ticker) == (0.25, 30, False)


@pytest.mark.parametrize(
    "words",
    [
        "", "[]", "null", "{", "\x00", '{"volume": "loud", "scale": null, "frame_cap": 61}',
        '{"volume": NaN, "mute": 1, "language": "tlh", "keys": {"a": {}}, "unknown": 3}',
        '{"volume": 1e999}', "[" * 5000,
    ],
)  # fmt: skip
def test_a_bad_settings_file_is_the_first_day(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    (tmp_path / "settings.json").write_text(words, encoding="utf-8")
    liked = settings.load()
    assert 0.0 <= liked.volume <= 1.0
    assert (liked.scale, liked.frame_cap, liked.mute) == (1.0, 60, False)
    assert liked.bindings == Bindings()
