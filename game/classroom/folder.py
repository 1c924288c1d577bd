"""Where classes lie on the teacher's disk: one folder for each, with nothing of it anywhere else.

log.db      the events; what replays, reports and exports read
doors.db    hashes of tokens and words; never exported
roster.db   names of students, only if the teacher has given any; never exported
alive       touched every second while the server runs: how long an outage was
"""

import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from game.commands.problems import CommandError, nearest

HOME_VARIABLE = "TWOSTACKS_HOME"
LOG, DOORS, ROSTER, ALIVE = "log.db", "doors.db", "roster.db", "alive"
KEPT_DAYS = 30
_DAY = 86400.0
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-[A-Z2-9]{6}")


def classes_folder() -> Path:
    """The folder of all classes: `classes` in TWOSTACKS_HOME, or in .twostacks at home."""
    home = os.environ.get(HOME_VARIABLE)
    return (Path(home) if home else Path.home() / ".twostacks") / "classes"


def rehearsals_folder() -> Path:
    """Where rehearsals are kept: they are nobody's class."""
    return classes_folder().with_name("rehearsals")


@dataclass(frozen=True)
class ClassFolder:
    """The folder of one class."""

    path: Path

    @property
    def log(self) -> Path:
        """The events."""
        return self.path / LOG

    @property
    def doors(self) -> Path:
        """Hashes of tokens and words."""
        return self.path / DOORS

    @property
    def roster(self) -> Path:
        """Names, if the teacher has given any."""
        return self.path / ROSTER

    @property
    def code(self) -> str:
        """The code of the class."""
        return self.path.name[-6:]

    def touch(self) -> None:
        """Say that the server runs. Raises: OSError."""
        (self.path / ALIVE).touch(mode=0o600)

    def last_alive(self) -> float:
        """When the server last ran, in seconds since 1970; 0 if it never did."""
        try:
            return (self.path / ALIVE).stat().st_mtime
        except OSError:
            return 0.0

    def last_used(self) -> float:
        """When anything last happened in it. Reading leaves an empty -wal and does not count."""
        stats = [p.stat() for p in self.path.glob("*.db*") if not p.name.endswith("-shm")]
        written = [stat.st_mtime for stat in stats if stat.st_size]
        return max(self.last_alive(), *(written or [self.path.stat().st_mtime]))

    def delete(self) -> None:
        """Remove the class with everything that it holds. Raises: OSError."""
        for file in sorted(self.path.rglob("*")):
            if file.is_file():
                _overwrite(file)
        shutil.rmtree(self.path)


def _overwrite(file: Path) -> None:
    """Replace what a file holds before it goes; best effort on disks that write elsewhere."""
    size = file.stat().st_size
    with file.open("r+b") as data:
        data.write(b"\0" * size)
        data.flush()
        os.fsync(data.fileno())


def make_folder(code: str, home: Path | None = None, now: float | None = None) -> ClassFolder:
    """A new folder that only its owner can read. Raises: CommandError if it cannot be made."""
    day = time.strftime("%Y-%m-%d", time.localtime(time.time() if now is None else now))
    path = (home or classes_folder()) / f"{day}-{code}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.mkdir(mode=0o700)
    except OSError as error:
        raise CommandError(f"'{path}' cannot be made: {error.strerror or error}") from None
    return ClassFolder(path)


def classes(home: Path | None = None) -> list[ClassFolder]:
    """Every class there is, the newest first."""
    folder = home or classes_folder()
    if not folder.is_dir():
        return []
    found = [p for p in folder.iterdir() if p.is_dir() and _NAME.fullmatch(p.name)]
    found.sort(key=lambda p: (-ClassFolder(p).last_used(), p.name))
    return [ClassFolder(path) for path in found]


def kept(home: Path | None = None) -> list[ClassFolder]:
    """Every class there is, the newest first, then the rehearsals."""
    return classes(home) if home else [*classes(), *classes(rehearsals_folder())]


def is_class(path: Path) -> bool:
    """Whether a folder is named like that of a class."""
    return _NAME.fullmatch(path.resolve().name) is not None


def find_class(word: str, home: Path | None = None) -> ClassFolder:
    """A class by code, by folder name or by path; "last" is the newest, and a rehearsal only where
    no class was held.

    Raises: CommandError naming the nearest.
    """
    path = Path(word).expanduser()
    if path.is_file() and path.name == LOG:
        return ClassFolder(path.parent)
    if (path / LOG).is_file():
        return ClassFolder(path)
    known = kept(home)
    if word == "last" and known:
        return known[0]
    for one in known:
        if word.upper() in (one.code, one.path.name.upper()):
            return one
    if not known:
        raise CommandError(f"there is no class in '{home or classes_folder()}'")
    near = nearest(word, [one.code for one in known])
    raise CommandError(f"there is no class '{word}'; the nearest is '{near}'")


def outdated(
    days: float = KEPT_DAYS, home: Path | None = None, now: float | None = None
) -> Iterator[ClassFolder]:
    """The classes, and rehearsals, that have lain for longer than they are kept."""
    until = (time.time() if now is None else now) - days * _DAY
    return (one for one in kept(home) if one.last_used() < until)
