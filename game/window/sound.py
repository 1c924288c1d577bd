"""What is heard: the effects that intents and quarters call for, and the device that plays them.

The device is opened late, in a thread, and never again after it has failed: a machine without
sound is as good as any other.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pygame

from game.window import synthesis
from game.window.settings import Settings
from game.window.widgets import Activated, Changed, Dismissed, Intent, Submitted

if TYPE_CHECKING:
    from game.viewmodel import MainView
    from game.window.screens.base import Screen

TICK_REST = 0.05  # seconds between ticks of a control that is pulled
FADE = 3000  # milliseconds from one level of the music to the next
IMPORTANT = 3
_MUSIC_CHANNELS = 2


class Voice(Protocol):
    """Something that plays sounds."""

    def tune(self, settings: Settings) -> None:
        """Take the volumes."""
        ...

    def play(self, name: str) -> None:
        """Play an effect."""
        ...

    def diverge(self, divergence: float) -> None:
        """Let the music follow the ecosystems."""
        ...

    def close(self) -> None:
        """Fall silent."""
        ...


class Silence:
    """Plays nothing: for scripts, pictures and tests."""

    def tune(self, settings: Settings) -> None:
        """Nothing."""

    def play(self, name: str) -> None:
        """Nothing."""

    def diverge(self, divergence: float) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class Ears:
    """Finds out what is to be heard: from intents, and from the game that a screen shows."""

    def __init__(self) -> None:
        self.divergence = 0.0
        self._calls: list[str] = []
        self._rest = 0.0
        self._desk: object = None
        self._view: MainView | None = None

    def hear(self, intent: Intent) -> None:
        """Take what a widget answered."""
        if isinstance(intent, Changed):
            if self._rest <= 0.0:
                self._rest = TICK_REST
                self._calls.append("tick")
        elif isinstance(intent, Activated | Submitted | Dismissed):
            self._calls.append("select")

    def watch(self, screen: Screen, seconds: float) -> list[str]:
        """The effects that are due; a game that moved on by a quarter rings."""
        self._rest -= seconds
        desk = getattr(screen, "desk", None)
        view: MainView | None = getattr(desk, "view", None)
        if view is not None and view is not self._view:
            if desk is self._desk and self._view is not None:
                self._calls += _of_quarter(self._view, view)
            self._desk, self._view = desk, view
            self.divergence = _divergence(view)
        calls, self._calls = self._calls, []
        return calls


def _of_quarter(before: MainView, now: MainView) -> list[str]:
    """What a quarter that was played sounds like; nothing if it is the same one, or an undo."""
    if now.clock.progress <= before.clock.progress:
        return []
    calls = ["commit", "bell"] if before.policy.pending else ["bell"]
    known = {item.key for item in before.news}
    if any(item.key not in known and item.importance >= IMPORTANT for item in now.news):
        return [*calls, "event"]
    tones = [stat.tone for stat in now.stats if stat.change]
    for tone, other in (("good", "bad"), ("bad", "good")):
        if tones.count(tone) >= 3 and other not in tones:
            return [*calls, tone]
    return calls


def _divergence(view: MainView) -> float:
    """How far the ecosystems have parted, from 0 to 1; 0 while that is not known."""
    for chart in view.charts:
        for line in chart.series:
            if line.key == "divergence" and line.y:
                return line.y[-1]
    return 0.0


def device_likely() -> bool:
    """Whether opening a device may succeed: on Linux trying without one prints a page of errors."""
    if sys.platform != "linux" or "SDL_AUDIODRIVER" in os.environ or "PULSE_SERVER" in os.environ:
        return True
    cards = Path("/dev/snd")
    sockets = Path(os.environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}"))
    servers = (sockets / "pulse" / "native", sockets / "pipewire-0")
    return any(cards.glob("pcm*p")) or any(server.exists() for server in servers)


class Mixer:
    """The sound device, with what was computed for it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.level = 0
        self.open: bool | None = None  # None until it was tried
        self._sounds: dict[str | int, Any] = {}
        self._asked: set[str | int] = set()
        self._thread: threading.Thread | None = None
        self._playing: int | None = None
        self._turn = 0
        self._closed = False

    @property
    def silent(self) -> bool:
        """Whether there is nothing to hear anyhow."""
        wish = self.settings
        return wish.mute or wish.volume <= 0.0 or (wish.effects <= 0.0 and wish.music <= 0.0)

    def tune(self, settings: Settings) -> None:
        """Take the volumes at once."""
        if settings == self.settings:
            return
        self.settings = settings
        if self.open:
            self._set_volumes()

    def _set_volumes(self) -> None:
        quiet = 0.0 if self.settings.mute else self.settings.volume
        for number in range(_MUSIC_CHANNELS):
            pygame.mixer.Channel(number).set_volume(quiet * self.settings.music)
        for key, sound in self._sounds.items():
            if isinstance(key, str):
                sound.set_volume(quiet * self.settings.effects)

    def play(self, name: str) -> None:
        """Play an effect, if it has been computed by now."""
        if self.silent or not self._ready():
            return
        sound = self._sounds.get(name)
        if sound is not None:
            sound.play()

    def diverge(self, divergence: float) -> None:
        """Let the music follow the ecosystems, softly, a level at a time."""
        self.level = synthesis.level_of(divergence)
        if self.silent or self.settings.music <= 0.0 or not self._ready():
            if self.open and self._playing is not None and self.silent:
                self._stop_music()
            return
        if self.level == self._playing:
            return
        sound = self._sounds.get(self.level)
        if sound is None:
            self._compute(self.level)
            return
        fade = FADE if self._playing is not None else FADE // 2
        pygame.mixer.Channel(self._turn).fadeout(FADE)
        self._turn = 1 - self._turn
        pygame.mixer.Channel(self._turn).play(sound, loops=-1, fade_ms=fade)
        self._playing = self.level
        self._set_volumes()

    def _stop_music(self) -> None:
        for number in range(_MUSIC_CHANNELS):
            pygame.mixer.Channel(number).stop()
        self._playing = None

    # ---- beside

    def _ready(self) -> bool:
        """Whether the device is open; the first call has it opened."""
        if self.open is None and self._thread is None:
            self._begin(self._open)
        return bool(self.open)

    def _begin(self, work: Callable[[], None]) -> None:
        self._thread = threading.Thread(target=work, name="sound", daemon=True)
        self._thread.start()

    def _open(self) -> None:
        """Open the device and compute the effects."""
        if not device_likely():
            self.open = False
            return
        try:
            pygame.mixer.init(synthesis.RATE, -16, 2, 512)
            pygame.mixer.set_num_channels(12)
            pygame.mixer.set_reserved(_MUSIC_CHANNELS)
            for name in synthesis.EFFECTS:
                self._sounds[name] = pygame.mixer.Sound(buffer=synthesis.effect(name).tobytes())
            self._set_volumes()
        except (pygame.error, NotImplementedError):
            self.open = False  # no device, or one that knows no such format
        else:
            self.open = not self._closed

    def _compute(self, level: int) -> None:
        """Compute a level of the music, once."""
        busy = self._thread is not None and self._thread.is_alive()
        if level not in self._asked and not busy:
            self._asked.add(level)
            self._begin(lambda: self._make(level))

    def _make(self, level: int) -> None:
        samples = synthesis.music(level).tobytes()
        try:
            self._sounds[level] = pygame.mixer.Sound(buffer=samples)
        except pygame.error:
            self.open = False  # the device has gone

    def wait(self, seconds: float = 20.0) -> None:
        """Wait for what is done beside. For tests."""
        if self._thread is not None:
            self._thread.join(seconds)

    def close(self) -> None:
        """Fall silent and give the device back."""
        self._closed = True
        self.wait(2.0)
        if self.open:
            self.open = False
            pygame.mixer.quit()
