"""The list that joins seats with students: read with care, kept apart, gone without a trace."""

from pathlib import Path

import pytest

from game.classroom import roster
from game.classroom.folder import ClassFolder
from game.classroom.roster import Entry
from game.commands.problems import CommandError

SEATS = ("amber-otter", "navy-lion")
GOOD = 'seat,student_ref,name,section\namber-otter,1234,"Kim, A.",2b\nNavy Lion,77,,\n'


def read(tmp_path: Path, data: bytes | str) -> list[Entry]:
    """A list from a file."""
    path = tmp_path / "students.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return roster.read_csv(path, SEATS)


EXPECTED = [Entry("amber-otter", "1234", "Kim, A.", "2b"), Entry("navy-lion", "77")]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        'student_ref;SEAT;section;name\n1234;amber-otter;2b;"Kim, A."\n77;navy-lion;;\n',
        "seat\tstudent_ref\tname\tsection\namber-otter\t1234\tKim, A.\t2b\n\nnavy-lion\t77\t\t\n",
        GOOD.replace("1234", "  1234 "),
    ],
)
def test_lists_of_every_spreadsheet_are_read(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == EXPECTED


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "needs one column 'seat'"),
        ("seat,name\namber-otter,Kim\n", "needs one column 'student_ref'"),
        ("seat,student_ref,nam\namber-otter,1,K\n", "the nearest is 'name'"),
        ("seat,student_ref\n", "names no student"),
        ("seat,student_ref\namber-oter,1\n", "line 2: the class has no seat 'amber-oter'; the "
         "nearest is 'amber-otter'"),
        ("seat,student_ref\namber-otter,1\nnavy-lion,\n", "line 3: navy-lion has no 'student_ref'"),
        ("seat,student_ref\namber-otter,1\namber otter,2\n", "line 3: seat amber-otter is there"),
        ("seat,student_ref\namber-otter," + "9" * 300, "longer than 200 signs"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        ("seat,student_ref\n" + "x" * 1_000_001, "no list of students"),
        ('seat,student_ref\n"amber-otter' + "x" * 200_000, "is no CSV file"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(CommandError, match=told.replace("(", r"\(")):
        read(tmp_path, text)


@pytest.fixture
def folder(tmp_path: Path) -> ClassFolder:
    """The folder of a class."""
    path = tmp_path / "2026-11-30-KXR4TM"
    path.mkdir()
    return ClassFolder(path)


def test_a_list_is_kept_apart_and_for_its_owner_alone(folder: ClassFolder) -> None:
    assert roster.load(folder) == {}
    assert not folder.roster.exists()
    roster.save(folder, EXPECTED)
    assert list(roster.load(folder).values()) == EXPECTED
    assert folder.roster.stat().st_mode & 0o077 == 0
    roster.save(folder, EXPECTED[:1])
    assert list(roster.load(folder)) == ["amber-otter"]


def test_who_is_taken_out_leaves_no_trace(folder: ClassFolder) -> None:
    roster.save(folder, EXPECTED)
    roster.forget(folder, "amber-otter")
    data = folder.roster.read_bytes()
    assert b"Kim" not in data
    assert b"amber-otter" not in data
    assert list(roster.load(folder)) == ["navy-lion"]
    roster.remove(folder)
    assert list(folder.path.iterdir()) == []
    roster.remove(folder)


def test_a_file_that_is_no_list_is_said_to_be_none(folder: ClassFolder) -> None:
    folder.roster.write_text("hello, this is not a database at all, only a text\n" * 20)
    with pytest.raises(CommandError, match="cannot be used"):
        roster.load(folder)
