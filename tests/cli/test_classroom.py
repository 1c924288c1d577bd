"""`twostacks classroom` and its sub-commands: what they write, refuse and delete."""

import csv
import io
import json
import os
import re
import shlex
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from game.classroom import events as e
from game.classroom import export, keeping
from game.classroom.fold import fold
from game.classroom.folder import KEPT_DAYS, ClassFolder
from game.classroom.log import Reader
from game.commands import classroom, classroom_logs
from game.commands.parser import Parser
from tests.classroom.played_classes import CODE, Played, only_lobby, play, whole_lesson
from tests.cli.conftest import ROOT, Said
from tests.model_helpers import warm_kernel

Call = Callable[..., Said]
TEXT = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
DAY = 86400.0


@pytest.fixture(scope="session")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A whole lesson, played once."""
    warm_kernel()
    return play(tmp_path_factory.mktemp("lesson"), whole_lesson, rounds=3)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where classes lie: beside the folder in which commands run."""
    path = tmp_path.parent / f"{tmp_path.name}-home"
    monkeypatch.setenv("TWOSTACKS_HOME", str(path))
    return path


@pytest.fixture
def played(lesson: Played, home: Path) -> Played:
    """A copy of the lesson in that home."""
    return lesson.moved(home)


def content(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, but for what reading a log leaves beside it."""
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and not p.name.endswith(("-shm", "-wal"))
    }


def run(twostacks: Call, line: str) -> Said:
    """Run a sub-command."""
    return twostacks("classroom", *line.split())


# ---- wrong input

WRONG = [
    ("grade last", "the nearest is 'grades'"),
    ("--lessen B", "the nearest is '--lesson'"),
    ("--lesson D", "there is no lesson 'D'"),
    ("--students 0", "the nearest valid value is 1"),
    ("--rehearse --resume --no-browser", "--rehearse plays in a class of its own"),
    ("--keep-days 0 list", "write options of 'list' behind it"),
    ("--students 12 handouts --out kit", "write options of 'handouts' behind it"),
    ("--json grades last", "write options of 'grades' behind it"),
    ("--keep-days -1", "the nearest valid value is 0"),
    ("--open ZZZZZZ", f"the nearest is '{CODE}'"),
    ("--open last --resume", "give one of them"),
    ("--behind-proxy", "--name class.example.edu"),
    ("--behind-proxy --name a.example --tls note.txt note.txt", "leave out --tls"),
    ("--name not/a/name", "is not a name of a host"),
    ("--tls absent.crt note.txt", "there is no file 'absent.crt'"),
    ("--tls note.txt note.txt", "no certificate and key"),
    ("check --port 70000", "the nearest valid value is 65535"),
    ("check --seconds 0", "the nearest valid value is 1"),
    ("check --name bad/name --only-self --port 0", "is not a name of a host"),
    ("check --prt 80", "the nearest is '--port'"),
    ("handouts --lesson A", "--out"),
    ("handouts --lesson D --out kit", "there is no lesson 'D'"),
    ("handouts --slot 5 --out kit", "the nearest valid value is 15"),
    ("handouts --names mine --out kit", "the nearest is 'neutral'"),
    ("handouts --out note.txt", "is a file; --out needs a folder"),
    ("list now", "one word too many"),
    ("list --jsn", "the nearest is '--json'"),
    ("grades", "CLASS"),
    ("grades KXR4TN", f"the nearest is '{CODE}'"),
    ("grades note.txt", "is not the log of a class"),
    ("grades last --format excel", "choose from"),
    ("grades last --roster", f"twostacks classroom roster {CODE} FILE.csv"),
    ("grades last --out .", "is a folder; --out needs a file"),
    ("grades last --out nowhere/grades.csv", "there is no folder 'nowhere'"),
    ("grades last --out a.csv --memos a.csv", "need two files"),
    ("grades last --lang de", "the nearest is"),
    ("report last more", "one word too many"),
    ("report last --out nowhere/report.html", "there is no folder 'nowhere'"),
    ("report broken.db", "is not the log of a class"),
    ("replay LAST", "there is no class 'LAST'"),
    ("replay absent.db", "there is no class 'absent.db'"),
    ("flip last A.r1.cn.basc", "the nearest is 'A.r1.cn.basic'"),
    ("flip last A.r1.cn.basic --to 9", "0 5%, 1 15%"),
    ("flip last A.r1.cn.basic --to 26%", "the nearest is '25%'"),
    ("flip last A.r1.cn.basic --to 2", "is what the class did"),
    ("flip last A.r1.cn.basic --runs 3", "the nearest valid value is 10"),
    ("flip last A.r1.cn.basic --assume lerning=1", "the nearest is 'learning'"),
    ("flip last A.r1.cn.basic --assume learning", "needs a number"),
    ("flip last A.r1.cn.basic --assume learning=900", "the nearest valid value is"),
    ("flip last A.r1.cn.basic --out flip.pdf", "must end in .html or .json"),
    ("flip last A.r1.cn.basic --out nowhere/flip.html", "there is no folder 'nowhere'"),
    ("flip last A.r1.cn.basic --without-controls", "leave MOVE and --to out"),
    ("flip last --without-controls --world Z", "there is no world 'Z'"),
    ("flip last A.r1.cn.basic --world A", "a MOVE names its world"),
    ("export last", "--out"),
    ("export last --out nowhere/class.db", "there is no folder"),
    ("export last --out .", "is a folder"),
    ("roster last absent.csv", "there is no file 'absent.csv'"),
    ("roster last note.txt", "needs one column 'seat'"),
    ("roster last note.txt --remove", "a file or --remove, not both"),
    ("roster alone.db", "is a log alone"),
    ("delete ZZZZZZ --yes", f"the nearest is '{CODE}'"),
    ("delete last", "add --yes"),
    ("delete last --seat amber-oter --yes", "has no seat 'amber-oter'"),
    ("delete alone.db --yes", "is a log alone"),
    ("delete mine --yes", "not named like the folder of a class"),
]


@pytest.mark.parametrize(("line", "part"), WRONG, ids=[line for line, _ in WRONG])
def test_wrong_input(
    twostacks: Call, played: Played, home: Path, tmp_path: Path, line: str, part: str
) -> None:
    (tmp_path / "note.txt").write_text("mine")
    (tmp_path / "broken.db").write_bytes(b"SQLite format 3\0" + bytes(200))
    (tmp_path / "alone.db").write_bytes(export.log_bytes(export.read(played.folder), tmp_path))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "log.db").write_bytes(b"x")
    before = content(tmp_path), content(home)
    said = twostacks("classroom", *shlex.split(line))
    assert said.status == 2
    assert said.out == ""
    assert part in said.err
    assert said.err.startswith("twostacks: ")
    assert said.err.count("\n") == 1
    assert (content(tmp_path), content(home)) == before


def test_without_a_class_the_folder_is_named(twostacks: Call, home: Path) -> None:
    said = twostacks("classroom", "grades", "last")
    assert said.status == 2
    assert f"there is no class in '{home / 'classes'}'" in said.err
    assert twostacks("classroom", "list").out == f"There is no class in '{home / 'classes'}'.\n"


def test_a_missing_library_is_named_with_its_extra(
    twostacks: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.commands.problems.find_spec", lambda name: None)
    said = twostacks("classroom", "list")
    assert said.status == 2
    assert "pip install 'two-stacks[classroom]'" in said.err


# ---- help


@pytest.mark.parametrize("name", classroom.COMMANDS)
def test_every_sub_command_has_a_help_with_examples_that_parse(twostacks: Call, name: str) -> None:
    said = twostacks("classroom", name, "--help")
    assert said.status == 0
    shown = [shlex.split(line) for line in said.out.splitlines() if "  twostacks " in line]
    assert shown
    for words in shown:
        assert words[:3] == ["twostacks", "classroom", name]
        parser = Parser(prog="twostacks classroom")
        classroom.add_arguments(parser)
        assert parser.parse_args(words[2:]).what == name
    assert "--keep-days" in said.out
    assert "--json" in said.out
    assert name in twostacks("classroom", "--help").out


# ---- what they write


def test_grades_are_written_and_told(twostacks: Call, played: Played, tmp_path: Path) -> None:
    said = twostacks("classroom", "grades", "last", "--memos", "memos.html")
    assert (said.status, said.err) == (0, "")
    assert said.out == f"26 students, written to grades-{CODE}.csv\n"
    rows = list(csv.DictReader((tmp_path / f"grades-{CODE}.csv").open(encoding="utf-8-sig")))
    told = twostacks("classroom", "grades", CODE.lower(), "--out", "a.csv", "--json").json
    assert [row["seat"] for row in rows] == [one["seat"] for one in told["students"]]
    assert all(seat["seat"] in (tmp_path / "memos.html").read_text() for seat in told["students"])
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / f"grades-{CODE}.csv").read_bytes()


def test_a_roster_goes_into_a_table_only_when_it_is_asked_for(
    twostacks: Call, played: Played, tmp_path: Path
) -> None:
    (tmp_path / "students.csv").write_text(f"seat,student_ref\n{played.seats[0]},Kim-1234\n")
    told = twostacks("classroom", "roster", "last", "students.csv", "--json").json
    assert (told["seats"], told["known"]) == (26, 1)
    assert played.seats[0] not in told["without_student"]
    commands = (
        "grades last --out plain.csv", "report last", "export last --out class.db",
        "export last --dataset --out events.csv",
    )  # fmt: skip
    for line in commands:
        assert twostacks("classroom", *line.split()).status == 0
    (tmp_path / "students.csv").unlink()
    assert not [name for name, data in content(tmp_path).items() if b"Kim-1234" in data]
    assert run(twostacks, "grades last --roster --format canvas").status == 0
    assert "Kim-1234" in (tmp_path / f"grades-{CODE}.csv").read_text()
    assert twostacks("classroom", "list", "--json").json["classes"][0]["roster"] is True
    assert twostacks("classroom", "roster", "last", "--remove").status == 0
    assert not played.folder.roster.exists()


def test_the_report_is_in_the_language_asked_for(
    twostacks: Call, played: Played, tmp_path: Path
) -> None:
    assert twostacks("classroom", "report", "last").status == 0
    assert run(twostacks, "report last --lang zh --out zh.html").status == 0
    assert '<html lang="en">' in (tmp_path / f"report-{CODE}.html").read_text()
    assert '<html lang="zh-Hans">' in (tmp_path / "zh.html").read_text()


def test_an_exported_class_is_one_for_every_command_that_reads(
    twostacks: Call, played: Played, tmp_path: Path
) -> None:
    assert twostacks("classroom", "export", str(played.folder.path), "--out", "class.db").out
    keeping.delete(played.folder)
    assert run(twostacks, "replay class.db --quiet").status == 0
    assert twostacks("classroom", "grades", "class.db").out.endswith("grades-class.csv\n")
    assert twostacks("classroom", "report", "./class.db").status == 0
    assert "A.r1.cn.basic" in twostacks("classroom", "flip", "class.db").out
    seats = [seat for seat in played.seats if seat in (tmp_path / "grades-class.csv").read_text()]
    assert seats == []


def test_nothing_is_written_into_the_class_itself(twostacks: Call, played: Played) -> None:
    for name in ("log.db", "grades.csv"):
        path = str(played.folder.path / name)
        said = twostacks("classroom", "export", "last", "--out", path)
        assert said.status == 2
        assert "lies in the folder of the class" in said.err
    with Reader(played.folder.log) as reader:
        assert next(iter(reader.read_after())).body.code == CODE  # type: ignore[union-attr]


# ---- replay and flip


def test_a_replay_says_that_all_came_out_the_same(twostacks: Call, played: Played) -> None:
    told = twostacks("classroom", "replay", "last", "--quiet", "--json").json
    assert (told["rounds"], told["same"], told["differences"]) == (10, 10, [])
    assert told["model_then"] == [told["model_now"]]
    text = twostacks("classroom", "replay", "last", "--quiet").out
    assert text.startswith(f"{CODE}: 10 of 10 rounds came out the same")


def changed_log(played: Played, tmp_path: Path, **change: Any) -> Path:
    """The log of a class with another result of the second round of world B."""
    log = [
        replace(one, body=replace(one.body, **{k: v(one.body) for k, v in change.items()}))
        if isinstance(one.body, e.Resolved) and (one.world, one.body.round) == ("B", 3)
        else one
        for one in export.read(played.folder)
    ]
    path = tmp_path / "changed.db"
    path.write_bytes(export.log_bytes(log, tmp_path))
    return path


def test_a_replay_says_which_round_differs(twostacks: Call, played: Played, tmp_path: Path) -> None:
    path = changed_log(
        played, tmp_path, result=lambda body: {**body.result, "digest": "f" * 16, "model": "old"}
    )
    said = twostacks("classroom", "replay", path.name, "--quiet", "--json")
    assert said.status == 1
    assert [(one["world"], one["round"], one["what"]) for one in said.json["differences"]] == [
        ("B", 3, "digest"), ("B", 3, "digest"),  # the third round, and its fork
    ]  # fmt: skip
    assert said.json["same"] == 8
    text = twostacks("classroom", "replay", path.name, "--quiet").out
    assert "World B, round 3 (event " in text
    assert f"{'f' * 16} in the log" in text
    assert "The class was played with model old; this one is " in text


def test_a_replay_notices_orders_that_do_not_follow_from_the_moves(
    twostacks: Call, played: Played, tmp_path: Path
) -> None:
    path = changed_log(played, tmp_path, orders=lambda body: (*body.orders, ("us.research", 1.0)))
    said = twostacks("classroom", "replay", path.name, "--quiet", "--json")
    assert said.status == 1
    assert {one["what"] for one in said.json["differences"]} == {"orders"}


def test_a_flip_writes_a_page_and_numbers(twostacks: Call, played: Played, tmp_path: Path) -> None:
    line = "flip last A.r1.cn.basic --runs 20 --quiet"
    said = twostacks("classroom", *line.split(), "--out", "flip.html")
    assert said.status == 0
    assert "Round 1, China: Share to basic research, from 15% to 25%; instead: 15%" in said.out
    assert "20 pairs with equal luck" in said.out
    assert "<h1>World A. Round 1, China" in (tmp_path / "flip.html").read_text()
    told = twostacks("classroom", *line.split(), "--out", "flip.json", "--json").json
    assert told == json.loads((tmp_path / "flip.json").read_text())
    assert told["change"]["step"] == 1
    by_name = twostacks("classroom", *line.split(), "--to", "40%", "--json").json
    assert by_name["change"]["step"] == 3
    short = twostacks("classroom", *line.replace("A.r1", "R1").split(), "--json").json
    assert short["metrics"] == told["metrics"]
    other = twostacks("classroom", *line.split(), "--assume", "learning=0.2", "--json").json
    assert other["metrics"] != told["metrics"]
    assert other["change"]["assumptions"] == {"learning": 0.2}


def test_the_moves_that_can_be_flipped_are_listed(twostacks: Call, played: Played) -> None:
    told = twostacks("classroom", "flip", "last", "--json").json
    one = next(move for move in told["moves"] if move["move"] == "A.r1.cn.basic")
    assert (one["before"], one["after"]) == (1, 2)
    assert one["steps"][one["after"]] == "25%"
    text = twostacks("classroom", "flip", "last").out
    assert all(move["move"] in text for move in told["moves"])


def test_a_class_that_has_not_begun_is_told_to_have_no_moves(twostacks: Call, home: Path) -> None:
    warm_kernel()
    play(home, only_lobby, lesson="A", students=3)
    assert "no team has changed anything" in twostacks("classroom", "flip", "last").out
    assert "no round has been resolved yet" in twostacks("classroom", "replay", "last").out
    said = twostacks("classroom", "flip", "last", "--without-controls")
    assert said.status == 2
    assert "no round of world A counts yet" in said.err


# ---- list and delete


def test_the_list_says_when_a_class_goes(twostacks: Call, played: Played) -> None:
    (one,) = twostacks("classroom", "list", "--json").json["classes"]
    assert (one["code"], one["lesson"], one["students"], one["rounds"]) == (CODE, "C", 26, 3)
    goes = classroom_logs.day(played.folder.last_used() + 30 * DAY)
    assert one["deleted_on"] == goes
    text = twostacks("classroom", "list").out
    assert CODE in text
    assert goes in text
    assert "never" in twostacks("classroom", "list", "--keep-days", "0").out


def test_the_list_shows_a_class_that_is_open_and_one_that_cannot_be_read(
    twostacks: Call, played: Played, home: Path
) -> None:
    broken = home / "classes" / "2026-11-30-BBBBBB"
    broken.mkdir()
    (broken / "log.db").write_bytes(b"not a log")
    with keeping.holding(played.folder):
        told = twostacks("classroom", "list", "--json").json["classes"]
        assert {one["code"]: one["open"] for one in told} == {CODE: True, "BBBBBB": False}
        problem = next(one["problem"] for one in told if one["code"] == "BBBBBB")
        assert "is not the log of a class" in problem
        assert "is not the log of a class" in twostacks("classroom", "list").out
        refused = twostacks("classroom", "delete", CODE, "--yes")
        assert refused.status == 2
        assert f"the class {CODE} is open in process {os.getpid()}" in refused.err
        opened = twostacks("classroom", "--open", CODE, "--no-browser", "--port", "0", "--local")
        assert opened.status == 2
        assert f"the class {CODE} is open" in opened.err
    assert twostacks("classroom", "delete", "BBBBBB", "--yes").status == 0
    assert not broken.exists()


def test_a_class_is_deleted_at_once(twostacks: Call, played: Played, home: Path) -> None:
    said = twostacks("classroom", "delete", "last", "--yes")
    assert said.out == f"Deleted: everything of the class {CODE}.\n"
    assert content(home) == {}


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "gone"), [(CODE.lower(), True), ("yes", False), ("", False)])
def test_who_is_asked_types_the_code(
    twostacks: Call, played: Played, monkeypatch: pytest.MonkeyPatch, typed: str, gone: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(f"{typed}\n"))
    said = twostacks("classroom", "delete", "last")
    assert (said.status == 0) is gone
    assert played.folder.path.exists() is not gone


def test_one_student_is_erased(twostacks: Call, played: Played, home: Path) -> None:
    seat = played.seats[1]
    told = twostacks("classroom", "delete", "last", "--seat", seat, "--yes", "--json").json
    assert told["seat"] == seat
    assert not [name for name, data in content(home).items() if seat.encode() in data]
    assert twostacks("classroom", "replay", "last", "--quiet").status == 0
    assert twostacks("classroom", "grades", "last").out.startswith("25 students")


def make_old(folder: ClassFolder, days: float) -> None:
    """A class as if nobody had used it for so long."""
    then = folder.last_used() - days * DAY
    for file in folder.path.iterdir():
        os.utime(file, (then, then))


@pytest.mark.parametrize("line", ["list --json", "handouts --out kit --json", "check --only-self"])
def test_what_lies_too_long_is_deleted_by_any_command_in_one_line(
    twostacks: Call, played: Played, home: Path, line: str
) -> None:
    make_old(played.folder, 31)
    assert "Deleted" not in twostacks("classroom", *line.split(), "--keep-days", "32").err
    assert played.folder.path.exists()
    assert "Deleted" not in twostacks("classroom", *line.split(), "--keep-days", "0").err
    said = twostacks("classroom", *line.split())
    told = [text for text in said.err.splitlines() if text.startswith("Deleted")]
    assert told == [f"Deleted after 30 days without use: {CODE} ({played.folder.path.name[:10]})"]
    assert content(home) == {}


def test_a_class_goes_at_the_start_of_another(
    twostacks: Call, played: Played, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_old(played.folder, 31)
    monkeypatch.setattr("game.commands.classroom._hold", lambda plan, as_json: None)
    said = twostacks("classroom", "--no-browser")
    assert said.status == 0
    assert CODE in said.err
    assert content(home) == {}


def test_the_days_are_those_of_the_folder() -> None:
    assert classroom_logs.KEPT_DAYS == KEPT_DAYS


# ---- going on


def test_resume_goes_on_with_a_class_that_has_not_ended(
    twostacks: Call, lesson: Played, home: Path
) -> None:
    def plan(*words: str) -> Any:
        parser = Parser(prog="twostacks classroom")
        classroom.add_arguments(parser)
        return classroom.make_plan(parser.parse_args(list(words)))

    assert plan("--resume").folder is None
    over = lesson.moved(home)
    assert plan("--resume").folder is None  # it is over: a new one begins
    keeping.delete(over.folder)
    warm_kernel()
    found = play(home, only_lobby, lesson="A", students=3)
    assert plan("--resume").folder == found.folder
    assert plan("--resume").settings is None


# ---- docs/json.md


def section(name: str) -> str:
    """The part of the document on a sub-command."""
    parts = re.split(r"\n#{2,3} ", TEXT)
    return next(part for part in parts if f"`classroom {name}`" in part.split("\n")[0])


def first_column(text: str) -> set[str]:
    rows = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


DOCUMENTED = {
    "grades": "grades last --json",
    "report": "report last --json",
    "replay": "replay last --quiet --json",
    "flip": "flip last --without-controls --runs 20 --quiet --json",
    "export": "export last --out class.db --json",
    "roster": "roster last --json",
    "delete": "delete last --yes --json",
}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_name_is_documented(twostacks: Call, played: Played, name: str) -> None:
    told = twostacks("classroom", *DOCUMENTED[name].split()).json
    assert set(told) == first_column(section(name))


def test_every_name_inside_is_documented(twostacks: Call, played: Played) -> None:
    (entry,) = twostacks("classroom", "list", "--json").json["classes"]
    assert set(entry) == first_column(section("list"))
    (student, *_) = twostacks("classroom", "grades", "last", "--json").json["students"]
    named = set(re.findall(r"\w+", section("grades")))
    assert set(student) <= named
    flips = section("flip")
    moves = twostacks("classroom", "flip", "last", "--json").json
    assert set(moves) <= set(re.findall(r"\w+", flips))
    assert all(name in flips for name in moves["moves"][0])
    state = fold(export.read(played.folder))
    (held_on,) = (one.name for one in state.game.worlds.values() if one.treatment == "on")
    line = f"flip last --world {held_on} --without-controls --runs 20 --quiet --json"
    told = twostacks("classroom", *line.split()).json
    names = set(re.findall(r"\w+", flips))
    assert set(told["metrics"]["tension"]) <= names
    assert set(told["change"]) <= names
    assert set(told["backfire"]) <= names
    kit = twostacks("classroom", "handouts", "--out", "kit", "--json").json
    checked = twostacks("classroom", "check", "--only-self", "--port", "0", "--json").json
    both = set(re.findall(r"\w+", section("check")))
    assert set(kit) | set(checked) | set(checked["findings"][0]) <= both


def test_a_dataset_has_the_columns_that_the_document_names(
    twostacks: Call, played: Played, tmp_path: Path
) -> None:
    told = run(twostacks, "export last --dataset --out events.csv --json").json
    with closing((tmp_path / "events.csv").open(encoding="utf-8-sig", newline="")) as lines:
        rows = list(csv.reader(lines))
    assert len(rows) == told["events"] + 1
    assert all(f"`{name}`" in section("export") for name in rows[0])


# ---- rehearsals


def test_a_rehearsal_is_not_the_last_class_where_one_was_held(twostacks: Call, home: Path) -> None:
    line = "--rehearse --bots 6 --rounds 1 --no-browser --json --port 0"
    said = twostacks("classroom", *line.split())
    assert said.status == 0, said.err
    assert json.loads(said.out)["problem"] == ""
    (rehearsal,) = json.loads(twostacks("classroom", "list", "--json").out)["classes"]
    assert rehearsal["rehearsal"]
    replayed = json.loads(twostacks("classroom", "replay", "last", "--json").out)
    assert replayed["class"] == rehearsal["code"]
    held = play(home, only_lobby, rounds=1)
    replayed = json.loads(twostacks("classroom", "replay", "last", "--json").out)
    assert replayed["class"] == held.folder.code
    make_old(ClassFolder(Path(rehearsal["folder"])), 31)
    twostacks("classroom", "list")
    assert not Path(rehearsal["folder"]).exists()
