"""Who sits where by name, if the teacher wants that: a file of its own, never exported by default.

The game knows seats such as amber-otter. A teacher may join them with students by a CSV file; what
it says is kept in `roster.db` beside the class, and goes into grades only where it is asked for.
"""

import csv
import io
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from game.classroom.folder import ClassFolder
from game.commands.problems import CommandError, existing_file, nearest

LARGEST = 1_000_000  # bytes of a list
LONGEST = 200  # signs of a cell
SEAT, STUDENT = "seat", "student_ref"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS roster (
    seat TEXT PRIMARY KEY, student_ref TEXT NOT NULL, name TEXT NOT NULL, section TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True)
class Entry:
    """A student in a seat: by a reference such as a number or login; name and section if given."""

    seat: str
    student_ref: str
    name: str = ""
    section: str = ""

    @property
    def called(self) -> str:
        """The name, or the reference without one."""
        return self.name or self.student_ref


COLUMNS = tuple(field.name for field in fields(Entry))


def read_csv(path: Path, seats: Collection[str]) -> list[Entry]:
    """A list of students for the seats of a class: columns seat and student_ref, and if wanted
    name and section, in any order, under a header.

    Raises: CommandError naming the line and what would be valid.
    """
    header, *rows = _rows(path)
    for needed in (SEAT, STUDENT):
        if header.count(needed) != 1:
            raise CommandError(f"'{path}' needs one column '{needed}' in its first line")
    for column in header:
        if column not in COLUMNS:
            raise CommandError(
                f"'{path}' has a column '{column}'; the nearest is '{nearest(column, COLUMNS)}'"
            )
    found: dict[str, Entry] = {}
    for line, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            entry = _entry(f"'{path}', line {line}", dict(zip(header, row, strict=False)), seats)
            if entry.seat in found:
                raise CommandError(f"'{path}', line {line}: seat {entry.seat} is there twice")
            found[entry.seat] = entry
    if not found:
        raise CommandError(f"'{path}' names no student")
    return list(found.values())


def _rows(path: Path) -> list[list[str]]:
    """The header in small letters, and the lines after it."""
    text = _text(path)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets differ by country
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise CommandError(f"'{path}' is no CSV file: {error}") from None
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    return [header, *rows[1:]]


def _text(path: Path) -> str:
    data = existing_file(path).read_bytes()
    if len(data) > LARGEST:
        raise CommandError(f"'{path}' is larger than {LARGEST:,} bytes: no list of students")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"'{path}' is not UTF-8; save it as CSV in UTF-8") from None


def _entry(where: str, row: Mapping[str, str], seats: Collection[str]) -> Entry:
    cells = {key: " ".join(row.get(key, "").split()) for key in COLUMNS}
    too_long = [key for key, cell in cells.items() if len(cell) > LONGEST]
    if too_long:
        raise CommandError(f"{where}: '{too_long[0]}' is longer than {LONGEST} signs")
    seat = "-".join(cells[SEAT].lower().replace("-", " ").split())
    if seat not in seats:
        hint = f"; the nearest is '{nearest(seat, seats)}'" if seats else ""
        raise CommandError(f"{where}: the class has no seat '{cells[SEAT]}'{hint}")
    if not cells[STUDENT]:
        raise CommandError(f"{where}: {seat} has no '{STUDENT}'")
    return Entry(**{**cells, SEAT: seat})


# ---- kept beside the class


def save(folder: ClassFolder, entries: Collection[Entry]) -> None:
    """Keep a list instead of the one before. Raises: CommandError if the disk refuses."""
    with _opened(folder) as db:
        db.execute("DELETE FROM roster")
        db.executemany("INSERT INTO roster VALUES (?, ?, ?, ?)", map(astuple, entries))


def load(folder: ClassFolder) -> dict[str, Entry]:
    """The list of a class by seat; nothing if the teacher has given none.

    Raises: CommandError if it cannot be read.
    """
    if not folder.roster.is_file():
        return {}
    with _opened(folder) as db:
        rows = db.execute("SELECT seat, student_ref, name, section FROM roster").fetchall()
    return {row[0]: Entry(*row) for row in rows}


def remove(folder: ClassFolder) -> None:
    """Remove the list of a class. Raises: CommandError if the disk refuses."""
    if folder.roster.is_file():
        with _opened(folder) as db:
            db.execute("DELETE FROM roster")
        try:
            folder.roster.unlink()
        except OSError as error:
            raise CommandError(f"'{folder.roster}' cannot be removed: {error.strerror}") from None


def forget(folder: ClassFolder, seat: str) -> None:
    """Take one student out of the list. Raises: CommandError if the disk refuses."""
    if folder.roster.is_file():
        with _opened(folder) as db:
            db.execute("DELETE FROM roster WHERE seat = ?", (seat,))


@contextmanager
def _opened(folder: ClassFolder) -> Iterator[sqlite3.Connection]:
    """The file of the list, in a transaction. What is taken out is overwritten."""
    try:
        folder.roster.touch(mode=0o600)
        with closing(sqlite3.connect(folder.roster)) as db:
            db.execute("PRAGMA secure_delete = ON")
            with db:
                db.executescript(_SCHEMA)
                yield db
    except (sqlite3.Error, OSError) as error:
        raise CommandError(f"'{folder.roster}' cannot be used: {error}") from None
