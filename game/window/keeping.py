"""Where this player's games go: a free file for a new one, a copy of one in play under a name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from game import shelf
from game.gamelog import SessionError
from game.language import tr
from game.shelf import ShelfError
from game.window import settings

if TYPE_CHECKING:
    from game.session import Session


def keep_session(session: Session, name: str) -> str:
    """Keep a copy of a game under a name; returns why not, or nothing."""
    folder = settings.games_folder(make=True)
    if folder is None:
        return tr("Nothing can be kept: the folder for games cannot be written.")
    try:
        session.save(shelf.place_of(folder, name))
    except (ShelfError, SessionError) as error:
        return str(error)
    return ""


def fork_path(path: Path, quarter: str) -> Path | None:
    """A free file for a game that is played on from an earlier quarter of another."""
    return settings.new_game_path(f"{path.stem} from {quarter}")
