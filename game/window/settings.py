"""What a player likes: kept as JSON in the user's own folder, and never a reason to fail."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import pygame

from game.language import CHINESE, CODES, ENGLISH
from game.window.actions import Bindings, Changes, bindings, clean_keys, clean_pads

HOME_VARIABLE = "TWOSTACKS_HOME"
NAME_PACKS = ("real", "fictional")
FRAME_CAPS = (30, 60, 90, 120)  # frames a second
SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


@dataclass(frozen=True)
class Settings:
    """What a player likes.

    `framebuffer` is SDL's own acceleration, `brief` the page before each quarter, `animation` the
    pictures while a quarter is played, `easy_aim` a click beside a control that still counts.
    Units: scale is a factor on the automatic one; volumes from 0 to 1; frames a second.
    """

    scale: float = 1.0
    shapes: bool = False
    reduce_motion: bool = False
    names: str = "real"
    language: str = ENGLISH
    pause_on_events: bool = True
    framebuffer: bool = True
    fullscreen: bool = False
    frame_cap: int = 60
    high_contrast: bool = False
    ticker: bool = True
    easy_aim: bool = False
    brief: bool = True
    animation: bool = True
    confirm_end: bool = False
    tutorial_done: bool = False
    lesson_step: str = ""
    mute: bool = False
    volume: float = 0.6
    effects: float = 0.8
    music: float = 0.4
    keys: Changes = ()
    pads: Changes = ()

    def with_value(self, key: str, value: Any) -> Settings:
        """The settings with one of them changed, if the value is of the right kind."""
        fits: Callable[[Any], Any] | None = _FITS.get(key)
        if fits is None:
            known = {field.name: getattr(self, field.name) for field in fields(self)}
            fits = _truth if isinstance(known.get(key), bool) else None
        new = fits(value) if fits is not None else None
        changes: dict[str, Any] = {} if new is None else {key: new}
        return replace(self, **changes)

    @property
    def bindings(self) -> Bindings:
        """The keys and pad buttons in force."""
        return bindings(self.keys, self.pads)


def _truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _within(low: float, high: float) -> Callable[[Any], float | None]:
    def fit(value: Any) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            return None
        return float(min(high, max(low, value)))

    return fit


def _one_of(*known: Any) -> Callable[[Any], Any]:
    def fit(value: Any) -> Any:
        plain = isinstance(value, str | int | float) and not isinstance(value, bool)
        return value if plain and value in known else None

    return fit


_FITS: dict[str, Callable[[Any], Any]] = {
    "scale": _within(SCALES[0], SCALES[-1]),
    "volume": _within(0.0, 1.0),
    "effects": _within(0.0, 1.0),
    "music": _within(0.0, 1.0),
    "names": _one_of(*NAME_PACKS),
    "lesson_step": lambda value: value if isinstance(value, str) and len(value) <= 40 else None,
    "language": _one_of(*CODES),
    "frame_cap": _one_of(*FRAME_CAPS),
    "keys": clean_keys,
    "pads": clean_pads,
}


def folder() -> Path | None:
    """The player's own folder for settings and games, or None if there can be none."""
    named = os.environ.get(HOME_VARIABLE)
    try:
        path = Path(named) if named else Path(pygame.system.get_pref_path("TwoStacks", "TwoStacks"))
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError, pygame.error):
        return None
    return path


def system_language() -> str:
    """Chinese where the system prefers it, and English everywhere else."""
    preferred = pygame.system.get_pref_locales()
    first = preferred[0]["language"] if preferred else ""
    return CHINESE if first == CHINESE else ENGLISH


def load() -> Settings:
    """The saved settings; what cannot be read is as on the first day."""
    place = folder()
    settings = Settings(language=system_language())
    if place is None:
        return settings
    try:
        saved = json.loads((place / "settings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return settings
    for key, value in saved.items() if isinstance(saved, dict) else ():
        settings = settings.with_value(key, value)
    return settings


def save(settings: Settings) -> bool:
    """Write the settings; returns whether that was possible."""
    place = folder()
    if place is None:
        return False
    fresh = place / f"settings.{os.getpid()}.part"
    try:
        fresh.write_text(json.dumps(asdict(settings), indent=2), encoding="utf-8")
        fresh.replace(place / "settings.json")
    except OSError:
        return False
    return True


def games_folder(make: bool = False) -> Path | None:
    """Where games are kept; None if there is no such place, even when it was to be made."""
    place = folder()
    if place is None:
        return None
    games = place / "games"
    try:
        if make:
            games.mkdir(exist_ok=True)
    except OSError:
        return None
    return games if games.is_dir() else None


def new_game_path(name: str) -> Path | None:
    """A free file for a new game, or None if nothing can be kept."""
    games = games_folder(make=True)
    if games is None:
        return None
    number = 1
    while (path := games / f"{name}-{number:03d}.jsonl").exists():
        number += 1
    return path
