"""The games that are kept in a folder: listed, named, copied and thrown away. Nothing is played.

Only the text of each file is read here, without the model, so that the first screen can name the
last game at once. Whether a game's quarters hold is found out when it is opened.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from game.diskfile import replace_file
from game.language import tr

KIND = "two-stacks game"
SUFFIX = ".jsonl"
LARGEST = 20_000_000  # bytes
LONGEST = 48  # letters of a name
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_DAMAGED = re.compile(r"\.damaged-\d+$")


class ShelfError(ValueError):
    """Something that cannot be done with a kept game; the text says why."""


@dataclass(frozen=True)
class KeptGame:
    """A file of the folder. `quarter` is the last one played, such as 2024Q1, or nothing.

    A file that cannot be read has a `problem`, a sentence, and little else.
    """

    path: Path
    scenario: str = ""
    seat: str = ""
    quarter: str = ""
    quarters: int = 0
    sandbox: bool = False
    iron: bool = False
    finished: bool = False
    size: int = 0  # bytes
    saved_at: float = 0.0  # seconds since 1970
    problem: str = ""

    @property
    def name(self) -> str:
        """What the player calls it."""
        return self.path.stem


def kept_games(folder: Path | None) -> list[KeptGame]:
    """Every game of a folder, the last one saved first; copies of damaged files are left out."""
    if folder is None:
        return []
    try:
        paths = [path for path in folder.iterdir() if path.suffix == SUFFIX]
    except OSError:
        return []
    games = [glance(path) for path in paths if not _DAMAGED.search(path.stem)]
    return sorted(games, key=lambda game: (-game.saved_at, game.name))


def last_game(folder: Path | None) -> KeptGame | None:
    """The game to go on with: the last one saved that is not at its end and can be read."""
    games = kept_games(folder)
    return next((game for game in games if not game.problem and not game.finished), None)


def glance(path: Path) -> KeptGame:
    """What the text of a file says of the game in it."""
    try:
        about = path.stat()
        if about.st_size > LARGEST:
            return KeptGame(path, size=about.st_size, saved_at=about.st_mtime,
                            problem=tr("It is far too large for a saved game."))  # fmt: skip
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        return KeptGame(path, problem=tr("It cannot be read ({why}).", why=_why(error)))
    header = _object(lines[0])
    if header.get("kind") != KIND:
        return KeptGame(path, size=about.st_size, saved_at=about.st_mtime,
                        problem=tr("It is not a game of Two Stacks."))  # fmt: skip
    if not all(isinstance(header.get(key), str) for key in ("scenario", "seat", "model")):
        return KeptGame(path, size=about.st_size, saved_at=about.st_mtime,
                        problem=tr("Its first line is damaged."))  # fmt: skip
    played = _quarters(lines[1:])
    last = played[-1] if played else {}
    return KeptGame(
        path, str(header.get("scenario", "")), str(header.get("seat", "")),
        str(last.get("ended", "")), len(played), header.get("sandbox") is True,
        header.get("iron") is True, last.get("last") is True, about.st_size, about.st_mtime,
    )  # fmt: skip


def _why(error: OSError) -> str:
    return error.strerror or str(error)


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _quarters(lines: Iterable[bytes]) -> list[dict[str, Any]]:
    """The quarters that were ended and not taken back, oldest first."""
    played: list[dict[str, Any]] = []
    for line in lines:
        if line.startswith(b'{"ended"'):
            played.append(_object(line))
        elif line.startswith(b'{"undone"') and played:
            played.pop()
    return [line for line in played if line]


def clean_name(name: str) -> str:
    """A name as a file can carry it. Raises: ShelfError if there is nothing left of it."""
    words = " ".join(_FORBIDDEN.sub(" ", name).split()).strip(". ")[:LONGEST].strip(". ")
    if not words or _DAMAGED.search(words):
        raise ShelfError(tr("Type a name with at least one letter or digit."))
    return words


def place_of(folder: Path, name: str) -> Path:
    """The file of a new name. Raises: ShelfError if there is one already."""
    path = folder / f"{clean_name(name)}{SUFFIX}"
    taken = {one.name.casefold() for one in folder.glob(f"*{SUFFIX}")}
    if path.name.casefold() in taken:
        raise ShelfError(
            tr("There is a game called {name} already; choose another name.", name=path.stem)
        )
    return path


def rename(game: KeptGame, name: str) -> Path:
    """Give a game another name; returns its new file. Raises: ShelfError."""
    if clean_name(name) == game.name:
        return game.path
    path = place_of(game.path.parent, name)
    try:
        return game.path.rename(path)
    except OSError as error:
        raise ShelfError(tr("It cannot be renamed ({why}).", why=_why(error))) from None


def copy(game: KeptGame, name: str) -> Path:
    """Keep a copy under a name. Raises: ShelfError, for an iron game too."""
    if game.iron:
        raise ShelfError(tr("This game is kept in one place only; no copy is made of it."))
    path = place_of(game.path.parent, name)
    try:
        replace_file(path, game.path.read_bytes())
    except OSError as error:
        raise ShelfError(tr("It cannot be copied ({why}).", why=_why(error))) from None
    return path


def delete(game: KeptGame) -> None:
    """Throw a game away. Raises: ShelfError."""
    try:
        game.path.unlink()
    except OSError as error:
        raise ShelfError(tr("It cannot be deleted ({why}).", why=_why(error))) from None
