"""A class file that somebody else made: whatever it holds, it is read or refused in words."""

import asyncio
import contextlib
import json
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.classroom import fold
from game.classroom import log as class_log
from game.classroom.events import Event, from_json, to_json
from game.classroom.fold import FoldError
from game.classroom.log import EventLog, LogError, Reader
from tests.classroom.classes import open_room

REFUSED = (LogError, FoldError)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20), st.just(10**30), st.just(-1), st.just(""), st.just("A"),
)  # fmt: skip
NAMES = st.text(max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def _recorded() -> list[Event]:
    """The log of a class that bots have played for two rounds, with treaties and a rewind."""

    async def play() -> list[Event]:
        room = await open_room("B", 14, rounds=2, statements=True, talk="free")
        bots = room.bots()
        bots.names = list(room.state.members)
        await room.next()
        for _ in range(60):
            bots.look()
            await room.wait(5.0)
        room.teach("switch", what="door", on=True)
        return room.events

    return asyncio.run(play())


@pytest.fixture(scope="module")
def recorded() -> list[Event]:
    """A log as it should be."""
    return _recorded()


@pytest.fixture(scope="module")
def file(recorded: list[Event], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same as a file."""
    path = tmp_path_factory.mktemp("log") / "log.db"
    with EventLog(path) as log:
        log.append(recorded).result()
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    return path.read_bytes()


def _read(path: Path) -> None:
    """Read a file as everything does that takes one."""
    with Reader(path) as log:
        fold.fold(log.read_after())


def test_the_log_is_worth_poisoning(recorded: list[Event]) -> None:
    kinds = {event.kind for event in recorded}
    assert {"opened", "joined", "phase", "signed", "closed", "resolved", "offered"} <= kinds
    fold.fold(recorded)


def _poisoned(value: Any, luck: random.Random, poison: Any) -> Any:
    """A value with something inside it replaced."""
    if luck.random() < 0.25 or not isinstance(value, dict | list) or not value:
        return poison
    if isinstance(value, list):
        place = luck.randrange(len(value))
        return [*value[:place], _poisoned(value[place], luck, poison), *value[place + 1 :]]
    key = luck.choice([one for one in value if one != "type"] or list(value))
    return {**value, key: _poisoned(value[key], luck, poison)}


@given(seed=st.integers(0, 2**32), poison=VALUES)
def test_poisoned_bodies_are_read_or_refused(recorded: list[Event], seed: int, poison: Any) -> None:
    luck = random.Random(seed)
    log = list(recorded)
    for _ in range(luck.randint(1, 3)):
        place = luck.randrange(len(log))
        body = json.loads(to_json(log[place].body))
        try:
            changed = from_json(json.dumps(_poisoned(body, luck, poison)).encode())
        except ValueError:
            return  # refused where it is read
        log[place] = Event(*(getattr(log[place], f) for f in Event.__struct_fields__[:-1]), changed)
    with contextlib.suppress(FoldError):
        fold.fold(log)


@given(seed=st.integers(0, 2**32))
def test_logs_with_events_left_out_doubled_or_moved_are_read_or_refused(
    recorded: list[Event], seed: int
) -> None:
    luck = random.Random(seed)
    log = [event for event in recorded if luck.random() > 0.1]
    for _ in range(luck.randint(0, 5)):
        one, other = luck.randrange(len(log)), luck.randrange(len(log))
        log[one], log[other] = log[other], log[one]
    again = [
        Event(n, *(getattr(event, f) for f in Event.__struct_fields__[1:]))
        for n, event in enumerate(log, 1)
    ]
    for found in (log, again):
        with contextlib.suppress(FoldError):
            fold.fold(found)


@given(data=st.binary(max_size=200))
def test_bytes_that_are_no_event_are_refused(data: bytes) -> None:
    with pytest.raises((ValueError, RecursionError)):
        from_json(data)


@pytest.mark.parametrize("seed", range(150))
def test_files_with_wrong_bytes_are_read_or_refused(file: bytes, tmp_path: Path, seed: int) -> None:
    luck = random.Random(seed)
    data = bytearray(file)
    for _ in range(luck.choice((1, 3, 30))):
        data[luck.randrange(len(data))] = luck.randrange(256)
    if seed % 5 == 0:
        del data[luck.randrange(len(data)) :]
    path = tmp_path / "log.db"
    path.write_bytes(data)
    with contextlib.suppress(*REFUSED):
        _read(path)


def _altered(file: bytes, path: Path, *changes: str) -> None:
    """The file with SQL applied to it by somebody who knows how."""
    path.write_bytes(file)
    with contextlib.closing(sqlite3.connect(path)) as db:
        for one in ("DROP TRIGGER event_stays", "DROP TRIGGER event_remains", *changes):
            db.execute(one)
        db.commit()


@pytest.mark.parametrize(
    "changes",
    [
        ("DROP TABLE event", "CREATE VIEW event AS SELECT 1 AS seq"),
        ("CREATE TRIGGER mine AFTER INSERT ON event BEGIN SELECT randomblob(1000000000); END",),
        ("CREATE VIEW bomb AS WITH RECURSIVE t(n) AS (SELECT 1 UNION SELECT n+1 FROM t) SELECT 1",),
        ("PRAGMA user_version=99",),
        ("PRAGMA application_id=1",),
    ],
)  # fmt: skip
def test_files_with_tables_of_their_own_are_refused(
    file: bytes, tmp_path: Path, changes: tuple[str, ...]
) -> None:
    path = tmp_path / "log.db"
    _altered(file, path, *changes)
    with pytest.raises(LogError):
        Reader(path)
    with pytest.raises(LogError):  # and nobody goes on with such a class
        EventLog(path)


def test_an_event_has_a_size(file: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_log, "LARGEST_EVENT", 2000)
    path = tmp_path / "log.db"
    path.write_bytes(file)
    with pytest.raises(LogError, match="too big"), Reader(path) as log:
        list(log.read_after())


def test_a_log_has_a_length(file: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_log, "MOST_EVENTS", 10)
    path = tmp_path / "log.db"
    path.write_bytes(file)
    with pytest.raises(LogError, match="more than"), Reader(path) as log:
        list(log.read_after())


@pytest.mark.parametrize(("worlds", "students"), [(10**9, 12), (1, 10**12), (0, 12), (-1, 12)])
def test_a_class_has_a_size(recorded: list[Event], worlds: int, students: int) -> None:
    body = json.loads(to_json(recorded[0].body))
    body["settings"] |= {"worlds": worlds, "students": students}
    first = recorded[0]
    huge = Event(
        first.seq, first.at, first.world, first.round, first.actor, first.seen_by, first.idem,
        from_json(json.dumps(body).encode()),
    )  # fmt: skip
    with pytest.raises(FoldError, match="cannot be held"):
        fold.fold([huge, *recorded[1:]])


@pytest.mark.parametrize(
    "data", [b"", b"SQLite format 3\x00", b"\x80\x04\x95", b"PK\x03\x04", b"\x00" * 4096]
)
def test_what_is_no_log_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "log.db"
    path.write_bytes(data)
    with pytest.raises(LogError):
        _read(path)


def test_nothing_of_the_classroom_unpickles() -> None:
    root = Path(class_log.__file__).parent
    for path in root.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "import pickle" not in text, path
        assert "from pickle" not in text, path
        assert "yaml.load" not in text, path
        assert " eval(" not in text, path
        assert " exec(" not in text, path
