"""One student taken out of a class: name, word and free texts go from every file, moves stay.

The log of a class is append-only while it is open, so a student erased from the console keeps the
old name in the file until the class is closed. Then the files are written anew; if the program was
killed, when the class is opened again. Pages show nothing of it from the erasing on.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from game.classroom import events as e
from game.classroom import roster
from game.classroom.export import log_bytes, read
from game.classroom.fold import fold
from game.classroom.folder import ClassFolder
from game.classroom.keeping import holding
from game.classroom.record import erased_names, forgotten
from game.commands.problems import CommandError, nearest
from game.diskfile import replace_file


def erase(folder: ClassFolder, seat: str) -> None:
    """Take a student out of a class that nobody has open.

    Raises: OpenError while it is open, CommandError for a seat that there is not, LogError.
    """
    with holding(folder):
        log = read(folder)
        there = [name for name, one in fold(log).members.items() if not one.erased]
        if seat not in there:
            hint = f"; the nearest is '{nearest(seat, there)}'" if there else ""
            raise CommandError(f"the class {folder.code} has no seat '{seat}'{hint}")
        last = log[-1]
        body = e.Erased(seat, f"erased-{last.seq + 1}")
        at = {"seq": last.seq + 1, "actor": e.TEACHER, "seen_by": e.TEACHER, "idem": ""}
        gone = replace(last, **at, body=body)
        _without(folder, [*log, gone])


def sweep(folder: ClassFolder) -> None:
    """Take students who were erased while the class was open out of its files.

    To be called by who holds the class, before it is opened and once it is closed. Raises:
    LogError, CommandError.
    """
    log = read(folder)
    if any(old != new for old, new in erased_names(log).items()):
        _without(folder, log)


def _without(folder: ClassFolder, log: Sequence[e.Event]) -> None:
    """Write the files of a class anew without the names of those who were erased."""
    names = erased_names(log)
    data = log_bytes(forgotten(log), folder.path)
    try:
        _settle(folder.log)
        replace_file(folder.log, data)
        folder.log.chmod(0o600)
        for old in names:
            roster.forget(folder, old)
        _forget_doors(folder.doors, list(names))
    except (OSError, sqlite3.Error) as error:
        raise CommandError(f"'{folder.path}' cannot be written: {error}") from None


def _settle(path: Path) -> None:
    """Bring what a -wal still holds into the file, and remove the -wal."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")


def _forget_doors(path: Path, names: Sequence[str]) -> None:
    """Remove the hashes of some seats, and what lies in the file of older ones."""
    if not path.is_file():
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = ON")
        db.executemany("DELETE FROM secret WHERE member = ?", [(name,) for name in names])
        db.execute("VACUUM")
        db.execute("PRAGMA journal_mode = DELETE")
