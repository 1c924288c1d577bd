"""What leaves a class: the same game without anybody in it, copies, a table, a kit."""

import csv
import io
import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from game.classroom import events as e
from game.classroom import export, takeaway
from game.classroom.fold import fold
from game.classroom.log import EventLog, Reader
from game.classroom.record import forgotten, undone
from game.classroom.replaying import replay
from game.classroom.state import ClassState
from tests.classroom.played_classes import CODE, EXIT_TEXT, SPOKEN, TITLE, Played


def digests(state: ClassState) -> list[tuple[str, int, str]]:
    """What every round of every world came to."""
    return [
        (name, one.number, one.result["digest"])
        for name, world in state.game.worlds.items()
        for one in world.rounds
    ]


def events_of(data: bytes, folder: Path) -> list[e.Event]:
    """A log file read back."""
    path = folder / "read.db"
    path.write_bytes(data)
    with Reader(path) as reader:
        return list(reader.read_after())


def secrets_of(played: Played) -> list[str]:
    """Everything that tells who sat where, or when."""
    return [*played.seats, *(word for _, word in played.doors.values()), CODE, TITLE]


# ---- without persons


def test_the_game_is_the_same_and_nobody_is_in_it(played: Played, tmp_path: Path) -> None:
    log = export.read(played.folder)
    data = export.log_bytes(export.anonymous(log), tmp_path)
    read = events_of(data, tmp_path)
    state, now = fold(log), fold(read)
    assert digests(now) == digests(state)
    assert now.game.phase == state.game.phase
    assert [len(w.treaties) for w in now.game.worlds.values()] == [
        len(w.treaties) for w in state.game.worlds.values()
    ]
    assert len(now.members) == len(state.members)
    assert now.settings == replace(state.settings, title="")
    found = [word for word in secrets_of(played) if word.encode() in data]
    assert found == []


def test_an_exported_class_replays(played: Played) -> None:
    found = replay(export.anonymous(export.read(played.folder)))
    assert found.rounds == found.same == 10
    assert found.differences == []


def test_times_are_counted_from_the_opening(played: Played) -> None:
    log = export.read(played.folder)
    clock = replace(log[-1], seq=log[-1].seq + 1, body=e.Ticked("resume", log[0].at + 90.0, None))
    without = export.anonymous([*log, clock])
    assert without[0].at == 0.0
    assert all(0.0 <= one.at < 3600.0 for one in without)
    assert isinstance(without[-1].body, e.Ticked)
    assert without[-1].body.ends_at == pytest.approx(90.0, abs=0.001)


def test_what_only_concerns_persons_is_left_out(played: Played) -> None:
    log = export.read(played.folder)
    last, seat = log[-1], played.seats[0]
    bodies = [
        e.Flagged(seat, extra_time=True), e.Spoke(seat, "zh"), e.Knocked("k", seat),
        e.Switched(seat), e.Peeked("us"),
    ]  # fmt: skip
    more = [replace(last, seq=last.seq + i, body=b) for i, b in enumerate(bodies, start=1)]
    kinds = {one.kind for one in export.anonymous([*log, *more])}
    assert kinds.isdisjoint({"flagged", "spoke", "knocked", "switched", "peeked"})
    languages = {
        one.body.language
        for one in export.anonymous([*log, *more])
        if isinstance(one.body, e.Joined)
    }
    assert languages == {"en"}


def test_what_students_wrote_is_kept_only_when_asked_for(played: Played, tmp_path: Path) -> None:
    log = export.read(played.folder)
    for texts in (False, True):
        data = export.log_bytes(export.anonymous(log, texts), tmp_path)
        for text in (EXIT_TEXT, SPOKEN):
            assert (json.dumps(text)[1:-1].encode() in data) is texts


def test_seats_are_numbered_in_an_order_drawn_anew(played: Played) -> None:
    log = export.read(played.folder)

    def order() -> list[str]:
        return [one.body.member for one in export.anonymous(log) if isinstance(one.body, e.Joined)]

    orders = {tuple(order()) for _ in range(5)}
    assert len(orders) > 1
    assert {tuple(sorted(one)) for one in orders} == {tuple(sorted(order()))}


# ---- copies


def test_a_copy_is_the_log_while_it_is_written(played: Played, tmp_path: Path) -> None:
    log = export.read(played.folder)
    with EventLog(played.folder.log) as written:
        going = threading.Event()

        def write() -> None:
            for i in range(1, 200):
                body = e.Nudged("us")
                written.append([replace(log[-1], seq=log[-1].seq + i, idem="", body=body)]).result()
                going.set()

        writer = threading.Thread(target=write)
        writer.start()
        going.wait(10)
        copies = [export.read(played.folder) for _ in range(5)]
        writer.join()
    for copy in copies:
        assert copy[: len(log)] == log
        assert [one.seq for one in copy] == list(range(1, len(copy) + 1))
    assert len(copies[0]) > len(log)


def test_a_copy_holds_nothing_of_a_round_before_its_reveal(played: Played) -> None:
    log = export.read(played.folder)
    phases = [
        (place, one.body.phase) for place, one in enumerate(log) if isinstance(one.body, e.Phase)
    ]
    moves = [place for place, one in enumerate(log) if one.kind in ("proposed", "signed", "closed")]
    assert moves
    for move in moves:
        began = [place for place, phase in phases if phase == "brief"]  # or gone back to
        began += [place for place, one in enumerate(log) if isinstance(one.body, e.Rewound)]
        assert len(export.unsealed(log[: move + 1])) <= max(p for p in began if p < move)
    for place, phase in phases:
        if phase in ("reveal", "debrief"):
            assert export.unsealed(log[: place + 1]) == log[: place + 1]
    assert export.unsealed(log) == log


def test_a_copy_is_one_file_that_leaves_nothing_behind(played: Played, tmp_path: Path) -> None:
    before = {p.name for p in played.folder.path.iterdir()}
    data = export.log_bytes(export.read(played.folder), played.folder.path)
    left = {p.name for p in played.folder.path.iterdir()} - before
    assert left <= {"log.db-wal", "log.db-shm"}
    path = tmp_path / "copy.db"
    path.write_bytes(data)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        with pytest.raises(sqlite3.IntegrityError, match="never removed"):
            db.execute("DELETE FROM event")


# ---- the table


def test_the_table_has_a_line_for_every_event(played: Played) -> None:
    without = export.anonymous(export.read(played.folder))
    text = export.dataset(without).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == export.COLUMNS
    assert [int(row["seq"]) for row in rows] == [one.seq for one in without]
    details: list[dict[str, Any]] = [json.loads(row["detail"]) for row in rows]
    assert all("type" not in one for one in details)
    gone = undone(without)
    assert gone
    assert {int(row["seq"]) for row in rows if row["stands"] == "0"} == gone
    results = [one for row, one in zip(rows, details, strict=True) if row["kind"] == "resolved"]
    assert all("tension" in one["result"]["numbers"] for one in results)
    assert all("headlines" not in one["result"] for one in results)
    proposers = {row["actor"]: row["team"] for row in rows if row["kind"] == "proposed"}
    assert all(team for team in proposers.values())
    assert not [word for word in secrets_of(played) if word in text]


# ---- the kit


def test_the_kit_has_everything_and_says_what_it_is(played: Played, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(takeaway.kit(played.folder, "en"))) as kit:
        files = {name: kit.read(name) for name in kit.namelist()}
    assert set(files) == {takeaway.README, *takeaway.ABOUT}
    about = files[takeaway.README].decode("utf-8-sig")
    assert all(name in about for name in takeaway.ABOUT)
    assert files["grades.csv"].startswith(b"\xef\xbb\xbfseat,")
    assert b"<h1>" in files["report.html"]
    assert b"<h1>" in files["memos.html"]
    read = events_of(files["replay.db"], tmp_path)
    assert digests(fold(read)) == digests(fold(export.read(played.folder)))
    shared = [files[name] for name in ("report.html", "replay.db", "events.csv")]
    for seat in played.seats:
        assert not any(seat.encode() in data for data in shared)
    state = fold(forgotten(export.read(played.folder)))
    here = [name for name, one in state.members.items() if not one.erased]
    assert all(name.encode() in files["grades.csv"] for name in here)
