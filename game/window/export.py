"""Where pictures and numbers go that a player saves: the user's own folder, never over a file."""

from __future__ import annotations

from pathlib import Path

from game.window import settings


def free_path(name: str, ending: str) -> Path | None:
    """A file that does not exist yet, or None if nothing can be kept."""
    home = settings.folder()
    if home is None:
        return None
    place = home / "exports"
    try:
        place.mkdir(exist_ok=True)
    except OSError:
        return None
    number, path = 1, place / f"{name}.{ending}"
    while path.exists():
        number += 1
        path = place / f"{name}-{number}.{ending}"
    return path
