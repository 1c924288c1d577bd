"""The folder of kept games: listing, naming, copying, deleting; iron games; looking back."""

import json
import os
from pathlib import Path

import pytest

from game import savegame, shelf
from game.gamelog import SessionError, Setup
from game.session import Session
from game.shelf import ShelfError

SETUP = Setup("october-seventh", "us", 7)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two games: three quarters of a sandbox, then one quarter of an iron game."""
    session = Session(Setup("october-seventh", "us", 7, True), autosave=tmp_path / "first.jsonl")
    session.propose(session.order("us.tool_control", 0.8))
    for _ in range(4):
        session.end_quarter()
    session.undo()
    iron = Session(Setup("good-enough", "huaw", 3, iron=True), autosave=tmp_path / "iron.jsonl")
    iron.end_quarter()
    os.utime(tmp_path / "first.jsonl", (1000, 1000))
    os.utime(tmp_path / "iron.jsonl", (2000, 2000))
    return tmp_path


def test_the_list_says_what_each_game_is(folder: Path) -> None:
    iron, first = shelf.kept_games(folder)
    assert (first.name, first.scenario, first.seat) == ("first", "october-seventh", "us")
    assert (first.quarters, first.quarter, first.sandbox) == (3, "2023Q2", True)
    assert (iron.scenario, iron.seat, iron.iron, iron.quarters) == ("good-enough", "huaw", True, 1)
    assert first.size == first.path.stat().st_size
    assert shelf.last_game(folder) == iron


def test_what_is_no_game_has_a_sentence_and_is_never_gone_on_with(folder: Path) -> None:
    for name, data in {
        "a": b"", "b": b"[" * 3000, "c": b"\xff\xfe\x00", "d": b'{"kind": "chess"}\n', "e": b"{}",
    }.items():  # fmt: skip
        (folder / f"{name}.jsonl").write_bytes(data)
        os.utime(folder / f"{name}.jsonl", (9000, 9000))
    (folder / "f.jsonl").mkdir()
    (folder / "notes.txt").write_text("mine")
    (folder / "first.damaged-1.jsonl").write_bytes(b"{")
    games = shelf.kept_games(folder)
    assert len(games) == 8
    assert {game.name for game in games if game.problem} == set("abcdef")
    last = shelf.last_game(folder)
    assert last is not None
    assert last.name == "iron"
    assert shelf.kept_games(folder / "nothing") == shelf.kept_games(None) == []


def test_a_torn_line_is_passed_over(folder: Path) -> None:
    path = folder / "first.jsonl"
    path.write_bytes(path.read_bytes() + b'{"ended": "2023')
    assert shelf.glance(path).quarters == 3


def test_names_are_made_fit_for_files_and_never_taken_twice(folder: Path) -> None:
    game = shelf.glance(folder / "first.jsonl")
    path = shelf.rename(game, " My/first:  game?. ")
    assert path.name == "My first game.jsonl"
    assert not game.path.exists()
    again = shelf.glance(path)
    assert shelf.rename(again, "My first game") == path
    with pytest.raises(ShelfError, match="IRON already"):
        shelf.rename(again, "IRON")
    for name in ("", "  ", "///", "...", "x.damaged-3"):
        with pytest.raises(ShelfError, match="at least one letter"):
            shelf.rename(again, name)
    assert shelf.rename(again, "第一局").name == "第一局.jsonl"


def test_a_copy_is_another_game_and_the_first_goes_on(folder: Path) -> None:
    game = shelf.glance(folder / "first.jsonl")
    path = shelf.copy(game, "before the deal")
    assert path.read_bytes() == game.path.read_bytes()
    session = savegame.load(path)
    session.end_quarter()
    assert shelf.glance(game.path).quarters == 3
    assert shelf.glance(path).quarters == 4


def test_deleting_deletes_one_file(folder: Path) -> None:
    game = shelf.glance(folder / "first.jsonl")
    shelf.delete(game)
    assert [one.name for one in shelf.kept_games(folder)] == ["iron"]
    with pytest.raises(ShelfError, match="cannot be deleted"):
        shelf.delete(game)


def test_an_iron_game_is_kept_in_one_place_and_takes_nothing_back(folder: Path) -> None:
    path = folder / "iron.jsonl"
    session = savegame.load(path)
    assert session.setup.iron
    with pytest.raises(SessionError, match="sandbox"):
        session.undo()
    with pytest.raises(SessionError, match="one place only"):
        session.save(folder / "copy.jsonl")
    with pytest.raises(SessionError, match="one place only"):
        savegame.fork(session, 1, folder / "copy.jsonl")
    with pytest.raises(ShelfError, match="one place only"):
        shelf.copy(shelf.glance(path), "copy")
    assert not (folder / "copy.jsonl").exists()
    session.end_quarter()
    assert savegame.replay(path).quarters == 2
    assert shelf.rename(shelf.glance(path), "renamed").exists()


def test_a_header_that_wants_both_is_refused(folder: Path) -> None:
    path = folder / "iron.jsonl"
    lines = path.read_text().splitlines()
    header = json.loads(lines[0])
    header["sandbox"] = True
    path.write_text("\n".join([json.dumps(header), *lines[1:]]) + "\n")
    with pytest.raises(SessionError, match=r"line 1: .*not both"):
        savegame.load(path)


def test_a_file_from_before_iron_games_is_a_normal_game(folder: Path) -> None:
    path = folder / "first.jsonl"
    lines = path.read_text().splitlines()
    header = json.loads(lines[0])
    del header["iron"]
    path.write_text("\n".join([json.dumps(header), *lines[1:]]) + "\n")
    assert not savegame.load(path).setup.iron


# ---- looking back


def test_a_look_back_is_the_game_as_it_stood() -> None:
    session = Session(SETUP)
    plain = [Session(SETUP) for _ in range(3)]
    for quarter in range(4):
        if quarter == 2:
            session.propose(session.order("us.tool_control", 0.9))
        session.end_quarter()
        for number, other in enumerate(plain):
            if quarter < number:
                other.end_quarter()
    for number, other in enumerate(plain):
        past = session.as_of(number)
        assert past.now == other.now
        assert past.row.tobytes() == other.row.tobytes()
        assert past.twin_row.tobytes() == other.twin_row.tobytes()
        assert past.law("us.tool_control") == other.law("us.tool_control")
    assert [p.order.value for p in session.as_of(2).proposals] == [0.9]
    assert session.as_of(4).turns == session.turns


def test_a_look_back_changes_nothing() -> None:
    session = Session(Setup("october-seventh", "us", 7, True))
    for _ in range(3):
        session.end_quarter()
    before = session.row.tobytes(), session.plan.values.tobytes(), list(session.turns)
    past = session.as_of(1)
    for move in (past.end_quarter, past.undo, lambda: past.propose(past.order("us.diplomacy", 1))):
        with pytest.raises(SessionError, match="look back"):
            move()
    for wrong in (-1, 4):
        with pytest.raises(SessionError, match="3 quarters have been played"):
            session.as_of(wrong)
    assert before == (session.row.tobytes(), session.plan.values.tobytes(), session.turns)
    session.end_quarter()
    assert len(session.turns) == 4


def test_playing_on_from_earlier_is_a_sandbox_with_the_same_past(tmp_path: Path) -> None:
    session = Session(SETUP)
    for value in (0.7, 0.8, 0.9):
        session.propose(session.order("us.tool_control", value))
        session.end_quarter()
    path = tmp_path / "from earlier.jsonl"
    other = savegame.fork(session, 2, path)
    assert other.setup.sandbox
    assert [t.checksum for t in other.turns] == [t.checksum for t in session.turns[:2]]
    other.end_quarter()
    assert other.turns[-1].checksum != session.turns[-1].checksum
    assert savegame.replay(path).checksum == other.turns[-1].checksum
    assert len(session.turns) == 3
