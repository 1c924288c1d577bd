"""What is deleted is gone with every byte that tells who sat where; nothing goes by mistake."""

import asyncio
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from game.classroom import erasing, events, export, keeping, opened, roster
from game.classroom.doors import Doors, digest
from game.classroom.fold import fold
from game.classroom.folder import ClassFolder, classes, make_folder
from game.classroom.log import EventLog
from game.classroom.report import report_page
from game.classroom.roster import Entry
from game.commands.problems import CommandError
from tests.classroom.played_classes import CODE, EXIT_TEXT, TITLE, Played
from tests.classroom.stand_ins import StandIn

DAY = 86400.0


def holding_bytes(home: Path, word: str) -> list[str]:
    """The files of a home that hold a word."""
    data = word.encode()
    return [str(p) for p in home.rglob("*") if p.is_file() and data in p.read_bytes()]


def traces(played: Played) -> list[str]:
    """What must not remain: seats, hashes of tokens and words, the roster, texts, the title."""
    found = [*played.seats, TITLE, "Kim-1234", EXIT_TEXT[:12]]
    for token, word in played.doors.values():
        found += [token, word, digest(token), digest(word)]
    return found


@pytest.fixture
def home(played: Played) -> Path:
    """The home of a class with a roster, its log read and its doors open a moment ago."""
    state = fold(export.read(played.folder))
    here = [name for name, one in state.members.items() if not one.erased]
    roster.save(played.folder, [Entry(name, "Kim-1234") for name in here])
    Doors(played.folder.doors).let_in(here[0])  # not closed: leaves its -wal, as a crash does
    return played.folder.path.parent.parent


def test_after_delete_no_byte_of_it_remains(played: Played, home: Path) -> None:
    before = [word for word in traces(played) if holding_bytes(home, word)]
    assert len(before) > 2 * len(played.seats)  # seats, and the hashes of tokens and words
    names = {p.name for p in played.folder.path.iterdir()}
    assert {"log.db", "doors.db", "roster.db", "doors.db-wal", "log.db-shm"} <= names
    keeping.delete(played.folder)
    assert [word for word in traces(played) if holding_bytes(home, word)] == []
    assert list((home / "classes").iterdir()) == []


def test_what_is_deleted_was_overwritten_first(played: Played, home: Path) -> None:
    kept = home / "kept.db"
    os.link(played.folder.log, kept)
    keeping.delete(played.folder)
    assert set(kept.read_bytes()) == {0}


def test_a_class_that_is_open_stays(played: Played) -> None:
    with keeping.holding(played.folder):
        assert keeping.is_open(played.folder)
        with pytest.raises(keeping.OpenError, match=f"the class {CODE} is open in process"):
            keeping.delete(played.folder)
        with pytest.raises(keeping.OpenError):
            erasing.erase(played.folder, played.seats[0])
        with pytest.raises(keeping.OpenError), keeping.holding(played.folder):
            raise AssertionError("it was opened twice")
        later = played.folder.last_used() + 365 * DAY
        assert keeping.let_go(30, now=later) == ([], [])
    assert not keeping.is_open(played.folder)
    assert played.folder.log.is_file()
    keeping.delete(played.folder)


@pytest.mark.parametrize("name", ["my-documents", "2026-11-30", "2026-11-30-KXR4TM-copy"])
def test_a_folder_that_is_no_class_is_never_removed(
    played: Played, tmp_path: Path, name: str
) -> None:
    place = tmp_path / name
    place.mkdir()
    (place / "log.db").write_bytes(played.folder.log.read_bytes())
    (place / "thesis.txt").write_text("years of work")
    with pytest.raises(CommandError, match="not named like the folder of a class"):
        keeping.delete(ClassFolder(place))
    assert (place / "thesis.txt").read_text() == "years of work"


# ---- after thirty days


def test_a_class_goes_thirty_days_after_its_last_use(played: Played, home: Path) -> None:
    used = played.folder.last_used()
    assert keeping.goes_at(played.folder) == used + 30 * DAY
    assert keeping.let_go(30, now=used + 29.9 * DAY) == ([], [])
    assert keeping.let_go(0, now=used + 9999 * DAY) == ([], [])
    assert keeping.goes_at(played.folder, 0) is None
    gone, problems = keeping.let_go(30, now=used + 30.1 * DAY)
    assert [one.code for one in gone] == [CODE]
    assert problems == []
    assert [word for word in traces(played) if holding_bytes(home, word)] == []


def test_reading_a_class_does_not_make_it_younger(played: Played) -> None:
    old = 1_700_000_000.0
    for file in played.folder.path.iterdir():
        os.utime(file, (old, old))
    log = export.read(played.folder)
    export.log_bytes(log, played.folder.path)
    assert played.folder.last_used() == old
    played.folder.touch()
    assert played.folder.last_used() > old


def test_a_class_that_is_being_opened_is_not_taken_for_an_old_one(tmp_path: Path) -> None:
    folder = make_folder("AAAAAA", tmp_path)  # no file in it yet
    assert keeping.let_go(30, tmp_path) == ([], [])
    assert classes(tmp_path) == [folder]


def test_one_that_cannot_be_deleted_does_not_keep_the_others(
    played: Played, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_folder("BBBBBB", home / "classes", now=played.folder.last_used())
    (other.path / "log.db").write_bytes(b"x")
    remove: Callable[[ClassFolder], None] = ClassFolder.delete

    def stubborn(folder: ClassFolder) -> None:
        if folder.code == CODE:
            raise PermissionError(13, "Permission denied")
        remove(folder)

    monkeypatch.setattr(ClassFolder, "delete", stubborn)
    gone, problems = keeping.let_go(30, now=played.folder.last_used() + 31 * DAY)
    assert [one.code for one in gone] == ["BBBBBB"]
    assert len(problems) == 1
    assert "cannot be removed: Permission denied" in problems[0]


# ---- one student


def test_an_erased_student_is_in_no_file_and_the_game_is_the_same(
    played: Played, home: Path
) -> None:
    seat = played.seats[0]  # who wrote the exit ticket
    before = fold(export.read(played.folder))
    roster.save(played.folder, [Entry(seat, "Kim-1234"), Entry(played.seats[1], "77")])
    token, word = played.doors[seat]
    erasing.erase(played.folder, seat)
    for trace in (seat, "Kim-1234", EXIT_TEXT[:12], digest(token), digest(word)):
        assert holding_bytes(home, trace) == []
    after = fold(export.read(played.folder))
    for name, world in before.game.worlds.items():
        now = after.game.worlds[name]
        assert [r.result["digest"] for r in now.rounds] == [
            r.result["digest"] for r in world.rounds
        ]
        assert [list(r.moves) for r in now.rounds] == [list(r.moves) for r in world.rounds]
    assert list(roster.load(played.folder)) == [played.seats[1]]
    assert len(after.members) == len(before.members)
    assert EXIT_TEXT[:12] not in report_page(export.read(played.folder))
    with closing(Doors(played.folder.doors)) as doors:
        assert doors.member_of(token) is None
        assert doors.member_of(played.doors[played.seats[1]][0]) == played.seats[1]


def test_who_was_erased_in_the_console_leaves_the_files_at_the_end(
    played: Played, home: Path
) -> None:
    log = export.read(played.folder)
    (gone,) = [one.body.member for one in log if isinstance(one.body, events.Erased)]
    assert holding_bytes(home, gone)
    erasing.sweep(played.folder)
    assert holding_bytes(home, gone) == []
    size = played.folder.log.stat().st_size
    erasing.sweep(played.folder)
    assert played.folder.log.stat().st_size == size


class Awake(StandIn):
    """The stand-in as the model of a program that has just begun."""

    async def warm(self) -> None:
        """It is awake."""

    def close(self) -> None:
        """Nothing to close."""


def test_after_a_crash_who_was_erased_leaves_the_files_before_the_class_goes_on(
    played: Played, home: Path
) -> None:
    log = export.read(played.folder)
    (gone,) = [one.body.member for one in log if isinstance(one.body, events.Erased)]
    assert holding_bytes(home, gone)

    async def again() -> None:
        plan = opened.Plan(folder=played.folder)
        async with opened._running(plan, Awake()) as (_, desk, _):  # type: ignore[arg-type]
            assert holding_bytes(home, gone) == []
            assert gone not in repr(desk.state)

    asyncio.run(again())
    assert fold(export.read(played.folder)).seq >= log[-1].seq


def test_a_class_goes_on_after_a_student_was_erased(played: Played) -> None:
    erasing.erase(played.folder, played.seats[0])
    log = export.read(played.folder)
    with EventLog(played.folder.log) as written:
        more = events.Event(log[-1].seq + 1, 1.0, "*", 3, "server", "public", "", events.Closing())
        written.append([more]).result()
    assert fold(export.read(played.folder)).seq == log[-1].seq + 1
    assert played.folder.log.stat().st_mode & 0o077 == 0


def test_a_seat_that_there_is_not_is_said_with_the_nearest(played: Played) -> None:
    before = played.folder.log.read_bytes()
    with pytest.raises(CommandError, match=f"the nearest is '{played.seats[1]}'"):
        erasing.erase(played.folder, played.seats[1][:-1])
    assert played.folder.log.read_bytes() == before
