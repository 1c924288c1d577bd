"""Sounds: the same numbers everywhere, no clipping, no seam; and who calls for which."""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from game.window import synthesis
from game.window.driver import Driver
from game.window.player import Player
from game.window.screens.base import Prefer, Stage
from game.window.screens.main import MainScreen
from game.window.settings import Settings
from game.window.sound import Ears, Mixer, device_likely
from game.window.widgets import Activated, Changed
from tests.game import view_samples as samples

SIZE = (1280, 800)


@pytest.mark.parametrize("name", synthesis.EFFECTS)
def test_effects_are_short_whole_and_end_in_silence(name: str) -> None:
    sound = synthesis.effect(name)
    assert sound.dtype == np.int16
    assert sound.shape[1] == 2
    assert 0.04 <= len(sound) / synthesis.RATE <= 2.0
    peak = np.abs(sound.astype(int)).max()
    assert 3000 <= peak <= 0.45 * synthesis.LOUDEST
    assert np.abs(sound[-1]).max() == 0
    assert np.abs(sound[0]).max() < 400
    assert sound.tobytes() == synthesis.effect(name).tobytes()


def test_no_two_effects_sound_the_same() -> None:
    marks = {hashlib.sha256(synthesis.effect(name)).hexdigest() for name in synthesis.EFFECTS}
    assert len(marks) == len(synthesis.EFFECTS)


@pytest.mark.parametrize("level", [0, synthesis.LEVELS - 1])
def test_the_music_has_no_seam_and_never_clips(level: int) -> None:
    loop = synthesis.music(level).astype(int)
    assert loop.shape == (synthesis.RATE * synthesis.LOOP_SECONDS, 2)
    assert np.abs(loop).max() <= 0.45 * synthesis.LOUDEST
    inside = np.abs(np.diff(loop, axis=0)).max()
    assert np.abs(loop[0] - loop[-1]).max() <= inside
    around = np.concatenate([loop[-2:], loop[:2]])
    bend = np.abs(np.diff(around, 2, axis=0)).max()
    assert bend <= np.abs(np.diff(loop, 2, axis=0)).max()


def test_the_voices_drift_apart_with_the_ecosystems() -> None:
    together, apart = (synthesis.music(level) for level in (0, synthesis.LEVELS - 1))
    alike = [np.corrcoef(loop[::7, 0], loop[::7, 1])[0, 1] for loop in (together, apart)]
    assert alike[0] > 0.99
    assert alike[1] < 0.4
    loudness = [np.sqrt((loop.astype(float) ** 2).mean()) for loop in (together, apart)]
    assert 0.7 < loudness[0] / loudness[1] < 1.4, "no level is much louder than another"


def test_levels_follow_the_index() -> None:
    last = synthesis.LEVELS - 1
    index = [-1.0, 0.0, 0.5, 1.0, 7.0, float("nan")]
    assert [synthesis.level_of(value) for value in index] == [0, 0, 2, last, last, 0]
    with pytest.raises(ValueError, match="levels 0 to"):
        synthesis.music(synthesis.LEVELS)


# ---- what calls for them


class Heard:
    """A voice that remembers."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.divergence = -1.0
        self.settings = Settings()
        self.closed = False

    def tune(self, settings: Settings) -> None:
        """Remember."""
        self.settings = settings

    def play(self, name: str) -> None:
        """Remember."""
        self.calls.append(name)

    def diverge(self, divergence: float) -> None:
        """Remember."""
        self.divergence = divergence

    def close(self) -> None:
        """Remember."""
        self.closed = True


class Moving(samples.SampleDesk):
    """A desk whose view goes on with each quarter."""

    def end_quarter(self) -> Any:
        """The next view, with the same news."""
        view, clock = self.view, self.view.clock
        self.view = replace(view, clock=replace(clock, progress=clock.progress + 0.1))
        return super().end_quarter()


def make_driver() -> tuple[Driver, Heard]:
    """The main screen of a sample game with a voice that remembers."""
    liked = Settings(brief=False, animation=False)
    stage = Stage(SIZE, liked, keep=False, library=samples.sample_library())
    voice = Heard()
    player = Player(stage, MainScreen(Moving(samples.main_view())), voice)
    return Driver(player, pygame.Surface(SIZE)), voice


def test_controls_tick_and_a_quarter_rings() -> None:
    driver, voice = make_driver()
    driver.screen.tree.focus("lever.us.tool_control")
    driver.key("right")
    assert voice.calls == ["tick"]
    driver.click("speed.pause")
    assert voice.calls == ["tick", "select"]
    driver.key("e")
    assert "bell" in voice.calls
    assert set(voice.calls) <= set(synthesis.EFFECTS)


def test_volumes_reach_the_voice_at_once() -> None:
    driver, voice = make_driver()
    driver.player.prefer(Prefer("music", 0.1, rebuild=False))
    assert voice.settings.music == 0.1
    driver.player.close()
    assert voice.closed


def test_a_control_that_is_pulled_ticks_now_and_then() -> None:
    ears = Ears()
    driver, _ = make_driver()
    for _ in range(10):
        ears.hear(Changed("lever.x", 1.0))
    assert ears.watch(driver.screen, 0.01) == ["tick"]
    ears.hear(Changed("lever.x", 2.0))
    assert ears.watch(driver.screen, 0.06) == []
    ears.hear(Changed("lever.x", 3.0))
    ears.hear(Activated("end"))
    assert ears.watch(driver.screen, 0.01) == ["tick", "select"]


def test_what_a_quarter_brought_is_heard() -> None:
    driver, _ = make_driver()
    ears, desk = Ears(), driver.screen.desk  # type: ignore[attr-defined]
    ears.watch(driver.screen, 0.0)
    view = desk.view
    later = replace(view.clock, progress=view.clock.progress + 0.1)

    def after(**changes: Any) -> list[str]:
        desk.view = view
        ears.watch(driver.screen, 0.0)
        desk.view = replace(view, clock=later, **changes)
        return ears.watch(driver.screen, 0.0)

    stats = tuple(replace(stat, change=1.0, tone="good") for stat in view.stats)
    assert after(stats=stats)[-1] == "good"
    stats = tuple(replace(stat, change=-1.0, tone="bad") for stat in view.stats)
    assert after(stats=stats)[-1] == "bad"
    news = (replace(view.news[0], key="new@9", importance=3), *view.news)
    assert after(news=news, stats=stats)[-1] == "event"
    assert "bell" in after()
    desk.view = view
    assert ears.watch(driver.screen, 0.0) == [], "a quarter taken back is silent"


# ---- the device


@pytest.fixture
def mixer() -> Iterator[Mixer]:
    """A mixer on the dummy device."""
    made = Mixer(Settings())
    yield made
    made.close()


def test_the_device_is_opened_late_and_follows_the_settings(mixer: Mixer) -> None:
    assert mixer.open is None
    mixer.play("bell")
    mixer.wait()
    assert mixer.open
    mixer.play("bell")
    mixer.diverge(0.0)
    mixer.wait()
    mixer.diverge(0.0)
    assert pygame.mixer.Channel(1).get_busy() or pygame.mixer.Channel(0).get_busy()
    mixer.tune(Settings(volume=0.5, music=0.5))
    assert pygame.mixer.Channel(0).get_volume() == pytest.approx(0.25, abs=0.02)
    mixer.tune(Settings(mute=True))
    mixer.diverge(0.0)
    assert not pygame.mixer.Channel(0).get_busy()
    assert not pygame.mixer.Channel(1).get_busy()


def test_a_muted_game_opens_no_device() -> None:
    for quiet in (Settings(mute=True), Settings(volume=0.0), Settings(effects=0.0, music=0.0)):
        mixer = Mixer(quiet)
        mixer.play("bell")
        mixer.diverge(1.0)
        assert mixer.open is None
        mixer.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only there the attempt would be heard of")
def test_no_device_is_tried_where_there_can_be_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SDL_AUDIODRIVER", "PULSE_SERVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    if not any(Path("/dev/snd").glob("pcm*p")):
        assert not device_likely()
    (tmp_path / "pipewire-0").touch()
    assert device_likely()


def test_a_machine_without_a_device_is_silent(
    mixer: Mixer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> None:
        raise pygame.error("no device")

    monkeypatch.setattr(pygame.mixer, "init", fail)
    mixer.play("bell")
    mixer.wait()
    assert mixer.open is False
    for _ in range(3):
        mixer.play("bell")
        mixer.diverge(1.0)
        mixer.tune(Settings(volume=0.1))
    assert mixer.open is False
