"""What a player likes: kept as JSON in the user's own folder, and never a reason to fail."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import pygame

HOME_VARIABLE = "TWOSTACKS_HOME"
NAME_PACKS = ("real", "fictional")
SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


@dataclass(frozen=True)
class Settings:
    """Units: scale is a factor on the automatic one; framebuffer is SDL's own acceleration."""

    scale: float = 1.0
    shapes: bool = False
    reduce_motion: bool = False
    names: str = "real"
    pause_on_events: bool = True
    framebuffer: bool = True

    def with_value(self, key: str, value: Any) -> Settings:
        """The settings with one of them changed, if the value is of the right kind."""
        known = {field.name: getattr(self, field.name) for field in fields(self)}
        if key not in known:
            return self
        if isinstance(known[key], bool):
            return replace(self, **{key: value}) if isinstance(value, bool) else self  # type: ignore[arg-type]
        if key == "scale" and isinstance(value, int | float) and value == value:
            return replace(self, scale=min(2.0, max(0.8, float(value))))
        return replace(self, names=value) if key == "names" and value in NAME_PACKS else self


def folder() -> Path | None:
    """The player's own folder for settings and games, or None if there can be none."""
    named = os.environ.get(HOME_VARIABLE)
    try:
        path = Path(named) if named else Path(pygame.system.get_pref_path("TwoStacks", "TwoStacks"))
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError, pygame.error):
        return None
    return path


def load() -> Settings:
    """The saved settings; what cannot be read is as on the first day."""
    place = folder()
    settings = Settings()
    if place is None:
        return settings
    try:
        saved = json.loads((place / "settings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return settings
    for key, value in saved.items() if isinstance(saved, dict) else ():
        settings = settings.with_value(key, value)
    return settings


def save(settings: Settings) -> bool:
    """Write the settings; returns whether that was possible."""
    place = folder()
    if place is None:
        return False
    try:
        (place / "settings.json").write_text(
            json.dumps(asdict(settings), indent=2), encoding="utf-8"
        )
    except OSError:
        return False
    return True


def saved_games() -> list[Path]:
    """Games kept by autosave, newest first."""
    place = folder()
    if place is None or not (place / "games").is_dir():
        return []
    found = []
    for path in (place / "games").glob("*.jsonl"):
        try:
            found.append((path.stat().st_mtime, path))
        except OSError:
            continue
    return [path for _, path in sorted(found, reverse=True)]


def new_game_path(name: str) -> Path | None:
    """A free file for a new game, or None if nothing can be kept."""
    place = folder()
    if place is None:
        return None
    try:
        (place / "games").mkdir(exist_ok=True)
    except OSError:
        return None
    number = 1
    while (path := place / "games" / f"{name}-{number:03d}.jsonl").exists():
        number += 1
    return path
