"""The log on disk: in order, whole or not at all, and never told of before it is there."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from game.classroom import events as e
from game.classroom.events import Event
from game.classroom.log import EventLog, LogError, Reader

NOW = 1_900_000_000.0


def _event(seq: int, actor: str = "s1", key: str = "") -> Event:
    return Event(seq, NOW + seq, "A", 1, actor, "team:A.us", key, e.Proposed(actor, 1, {"a": seq}))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    """An empty log."""
    with EventLog(tmp_path / "log.db") as made:
        yield made


def _seqs(log: EventLog) -> list[int]:
    with Reader(log.path) as reader:
        return [event.seq for event in reader.read_after()]


def test_what_was_written_is_read_back_as_it_was(log: EventLog) -> None:
    written = [_event(n, key=f"key-{n}") for n in range(1, 6)]
    log.append(written).result(10.0)
    with Reader(log.path) as reader:
        assert list(reader.read_after()) == written
        assert list(reader.read_after(3)) == written[3:]
        assert list(reader.read_after(5)) == []


def test_who_is_told_finds_it_on_disk(log: EventLog) -> None:
    found: list[int] = []
    done = log.append([_event(1)])
    done.add_done_callback(lambda _: found.extend(_seqs(log)))
    done.result(10.0)
    log.append([_event(2)]).result(10.0)
    assert found == [1]


@contextmanager
def _busy(log: EventLog) -> Iterator[None]:
    """Somebody else has the disk: the writer has begun with what there was, and waits."""
    log.append([_event(1)]).result(10.0)  # else the writer may still wait for the lock with it
    with closing(sqlite3.connect(log.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = threading.Event()
        log._db.set_trace_callback(lambda statement: begun.set())
        started = log.append([_event(2)])
        assert begun.wait(10.0)  # what is told to the writer from now on comes after this one
        yield
        other.execute("ROLLBACK")
        started.result(10.0)


def test_two_hundred_moves_cost_a_handful_of_waits(log: EventLog) -> None:
    with _busy(log):
        before = log.commits
        waiting = [log.append([_event(n)]) for n in range(3, 203)]
    for one in waiting:
        one.result(10.0)
    assert _seqs(log) == list(range(1, 203))
    assert log.commits - before <= 3


def test_events_that_belong_together_come_together_or_not_at_all(log: EventLog) -> None:
    log.append([_event(1)]).result(10.0)
    with pytest.raises(LogError):
        log.append([_event(2), _event(3), _event(1)]).result(10.0)
    assert _seqs(log) == [1]


def test_a_key_of_one_actor_is_there_once(log: EventLog) -> None:
    log.append([_event(1, "s1", "key"), _event(2, "s2", "key"), _event(3, "s1")]).result(10.0)
    log.append([_event(4, "s1")]).result(10.0)  # without keys as often as one likes
    with pytest.raises(LogError, match="UNIQUE"):
        log.append([_event(5, "s1", "key")]).result(10.0)


def test_events_are_never_changed_or_removed(log: EventLog) -> None:
    log.append([_event(1)]).result(10.0)
    with sqlite3.connect(log.path) as db:
        for what in ("UPDATE event SET actor = 'me'", "DELETE FROM event"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                db.execute(what)
    assert _seqs(log) == [1]


def test_each_commit_waits_for_the_disk(log: EventLog) -> None:
    assert log._db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert log._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_after_a_refusal_nothing_is_taken_until_somebody_tries_again(log: EventLog) -> None:
    log.append([_event(1)]).result(10.0)
    log._db.execute("PRAGMA query_only=ON")
    for n in (2, 3):
        with pytest.raises(LogError, match="cannot be written"):
            log.append([_event(n)]).result(10.0)
    log._db.execute("PRAGMA query_only=OFF")
    with pytest.raises(LogError):
        log.append([_event(4)]).result(10.0)
    log.recover()
    log.append([_event(2)]).result(10.0)
    assert _seqs(log) == [1, 2]


def test_what_was_queued_before_trying_again_fails_all_the_same(log: EventLog) -> None:
    with _busy(log):
        old = log.append([_event(3)])
        log.recover()
        new = log.append([_event(4)])
    new.result(10.0)
    with pytest.raises(LogError):
        old.result(10.0)
    assert _seqs(log) == [1, 2, 4]


def test_a_full_disk_says_so(log: EventLog) -> None:
    log.append([_event(1)]).result(10.0)
    (pages,) = log._db.execute("PRAGMA page_count").fetchone()
    log._db.execute(f"PRAGMA max_page_count={pages}")
    big = [_event(n) for n in range(2, 2000)]
    with pytest.raises(LogError, match="the disk is full"):
        log.append(big).result(10.0)
    assert _seqs(log) == [1]


def test_a_value_that_cannot_be_kept_is_a_refusal_not_the_end_of_the_writer(log: EventLog) -> None:
    odd = Event(1, NOW, "A", 1, "s1", "x", "", e.Prepared({"what": object()}))
    with pytest.raises(LogError):
        log.append([odd]).result(10.0)
    log.recover()
    log.append([_event(1)]).result(10.0)
    assert _seqs(log) == [1]


def test_closing_writes_what_is_queued(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.db")
    waiting = [log.append([_event(n)]) for n in range(1, 101)]
    log.close()
    assert all(one.done() and one.exception() is None for one in waiting)
    assert not (tmp_path / "log.db-wal").exists()  # closed for good
    assert _seqs(log) == list(range(1, 101))


def test_a_process_that_dies_loses_nothing_that_it_told_of(tmp_path: Path) -> None:
    """It writes, says so, and is gone the same moment, with nothing closed."""
    path = tmp_path / "log.db"
    code = (
        "import os, sys; from pathlib import Path\n"
        "from tests.classroom.test_log import _event; from game.classroom.log import EventLog\n"
        f"log = EventLog(Path({str(path)!r}))\n"
        "for n in range(1, 51):\n"
        "    log.append([_event(n)]).result(10.0); print(n, flush=True)\n"
        "log.append([_event(51)]); os._exit(9)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 9, ended.stderr
    told = [int(line) for line in ended.stdout.split()]
    with EventLog(path) as again:
        kept = [event.seq for event in again.read_after()]
    assert told == list(range(1, 51))
    assert kept[:50] == told
    assert len(kept) in (50, 51)


def test_what_is_no_file_or_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="there is no log"):
        Reader(tmp_path / "nothing.db")
    with pytest.raises(LogError, match="cannot be opened"):
        EventLog(tmp_path / "nowhere" / "log.db")
    with pytest.raises(LogError, match="cannot be opened"):
        EventLog(tmp_path)
