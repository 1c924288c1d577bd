"""The event log on disk: append-only, and on disk before anybody hears that it is.

SQLite in WAL mode with `synchronous=FULL`. One thread writes; whatever was queued while it was busy
goes into the next transaction, so that two hundred signatures cost a handful of waits for the disk.
"""

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import lru_cache
from pathlib import Path
from typing import Self

import msgspec

from game.classroom.events import Event, from_json, to_json
from game.language import Sentence, later

FORMAT = 1
_APPLICATION = 0x54535443  # "TSTC"
_SCHEMA = """
CREATE TABLE event (
    seq INTEGER PRIMARY KEY, at REAL NOT NULL, world TEXT NOT NULL, round INTEGER NOT NULL,
    kind TEXT NOT NULL, actor TEXT NOT NULL, seen_by TEXT NOT NULL, idem TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_once ON event (actor, idem) WHERE idem <> '';
CREATE TRIGGER event_stays BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_remains BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
"""
_FULL = later("the disk is full")
# What a file that somebody else made may hold: bytes of one event, and events.
LARGEST_EVENT = 4 * 1024 * 1024
MOST_EVENTS = 1_000_000
_INSERT = "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FIND = "SELECT seq FROM event WHERE actor = ? AND idem = ? AND idem <> ''"
_SELECT = "SELECT seq, at, world, round, actor, seen_by, idem, body FROM event WHERE seq > ?"


# A row: number, time, world, round, actor, audience, key, body.
_Row = tuple[int, float, str, int, str, str, str, bytes]


class LogError(RuntimeError):
    """The log cannot be written or read; the text says why."""


class Reader:
    """A log to be read only, also while a server writes it, and whoever made the file.

    Raises: LogError if it is none.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise LogError(f"there is no log '{path}'")
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            self._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_EVENT)
            self._db.execute("PRAGMA trusted_schema=OFF")
            _check_format(self._db)
            _check_tables(self._db)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise LogError(f"'{path}' is not the log of a class: {error}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def read_after(self, seq: int = 0) -> Iterator[Event]:
        """The events after one, in order. Raises: LogError for one that cannot be read."""
        return _events(self._db, seq)


def _events(db: sqlite3.Connection, seq: int) -> Iterator[Event]:
    number = seq
    try:
        for count, row in enumerate(db.execute(f"{_SELECT} ORDER BY seq", (seq,))):
            if count >= MOST_EVENTS:
                raise LogError(f"the log has more than {MOST_EVENTS:,} events")
            number, at, world, round_number, actor, seen_by, idem, body = msgspec.convert(row, _Row)
            yield Event(number, at, world, round_number, actor, seen_by, idem, from_json(body))
    except sqlite3.Error as error:
        raise LogError(f"the log cannot be read: {error}") from None
    except (ValueError, RecursionError) as error:
        raise LogError(f"the event after {number} of the log cannot be read: {error}") from None


@lru_cache(maxsize=1)
def _own_tables() -> list[tuple[str, str, str]]:
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.executescript(_SCHEMA)
        return _tables(db)


def _tables(db: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()


def _check_tables(db: sqlite3.Connection) -> None:
    """No view passes for the events, and no trigger of somebody else's waits."""
    if _tables(db) != _own_tables():
        raise sqlite3.DatabaseError("its tables are not those of a class")


def _check_format(db: sqlite3.Connection) -> None:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION:
        raise sqlite3.DatabaseError("it says nothing of Two Stacks")
    if version != FORMAT:
        raise sqlite3.DatabaseError(f"it has format {version}; this version reads {FORMAT}")


class EventLog:
    """The log of a class, to be written by this process alone.

    `append` returns at once; its future is done when the events are on disk. If the disk refuses,
    every append from there on fails until `recover` is called.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._failed: LogError | None = None
        self._era = 0
        self.commits = 0
        try:
            fresh = not path.exists()
            path.touch(mode=0o600)
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._prepare(fresh)
            self._finder = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            raise LogError(f"'{path}' cannot be opened: {error}") from None
        self._thread = threading.Thread(target=self._write, name="event log", daemon=True)
        self._thread.start()

    def _prepare(self, fresh: bool) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        if fresh:
            self._db.execute(f"PRAGMA application_id={_APPLICATION}")
            self._db.execute(f"PRAGMA user_version={FORMAT}")
        _check_format(self._db)
        if fresh:
            self._db.executescript(_SCHEMA)
        _check_tables(self._db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, events: Sequence[Event]) -> "Future[None]":
        """Queue events that belong together. The future fails with LogError if that fails."""
        job = _Job(events, self._era)
        self._queue.put(job)
        return job.done

    def read_after(self, seq: int = 0) -> list[Event]:
        """The events on disk after one. Only while nothing is being appended."""
        return list(_events(self._db, seq))

    def find(self, actor: str, key: str) -> int | None:
        """The event on disk that an actor gave with a key. Raises: LogError."""
        try:
            found = self._finder.execute(_FIND, (actor, key)).fetchone()
        except sqlite3.Error as error:
            raise LogError(_words(error)) from None
        return None if found is None else int(found[0])

    def recover(self) -> None:
        """Try again after the disk refused; what is still queued from before fails all the same."""
        self._era += 1
        self._failed = None

    def close(self) -> None:
        """Write what is queued and close the file."""
        self._queue.put(None)
        self._thread.join()
        self._finder.close()
        self._db.close()

    # ---- in the thread

    def _write(self) -> None:
        closing = False
        while not closing:
            jobs = [self._queue.get()]
            while not self._queue.empty():
                jobs.append(self._queue.get())
            closing = None in jobs
            self._commit([job for job in jobs if job is not None])

    def _commit(self, jobs: "list[_Job]") -> None:
        failed = self._failed or LogError(_FULL)
        taken = {job for job in jobs if self._failed is None and job.era == self._era}
        if taken:
            try:
                self._insert(job.events for job in jobs if job in taken)
            except Exception as error:  # whatever it is, nobody may hear that these are on disk
                failed = self._failed = LogError(_words(error))
                taken = set()
        for job in jobs:
            if job in taken:
                job.done.set_result(None)
            else:
                job.done.set_exception(failed)

    def _insert(self, groups: Iterable[Sequence[Event]]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for events in groups:
                self._db.executemany(_INSERT, map(_row, events))
            self._db.execute("COMMIT")
            self.commits += 1
        except Exception:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise


class _Job:
    def __init__(self, events: Sequence[Event], era: int) -> None:
        self.events, self.era = events, era
        self.done: Future[None] = Future()


def _row(event: Event) -> tuple[object, ...]:
    return (
        event.seq, event.at, event.world, event.round, event.kind, event.actor, event.seen_by,
        event.idem, to_json(event.body),
    )  # fmt: skip


def _words(error: Exception) -> Sentence | str:
    """What the disk said."""
    text = str(error)
    if "full" in text:
        return _FULL
    return later("the file cannot be written") if "readonly" in text else text
