"""Saved games: what survives a crash, and what a damaged or foreign file is answered with."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.names import quarter_name
from agents.scenario import load as load_scenario
from agents.scenario import scenario_names
from game import gamelog
from game.gamelog import SessionError, Setup
from game.savegame import load, play_script, replay
from game.session import Session

SETUP = Setup("october-seventh", "us", 7, True)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A game of five quarters with two orders, saved as it went."""
    path = tmp_path / "game.jsonl"
    session = Session(SETUP, autosave=path)
    session.propose(session.order("us.tool_control", 0.8))
    session.end_quarter()
    session.end_quarter()
    session.propose(session.order("us.public_rd", 20.0))
    for _ in range(3):
        session.end_quarter()
    return path


def lines_of(path: Path) -> list[str]:
    """The lines of a file."""
    return path.read_text().splitlines()


def test_game_goes_on_where_it_stopped(saved: Path) -> None:
    """Loaded and played on, it is the game that was never interrupted."""
    whole = Session(SETUP)
    play_script(whole, [order for turn in load(saved).turns for order in turn.orders], 7)
    session = load(saved)
    assert session.now - session.scenario.start == 5
    assert session.notice == ""
    session.end_quarter()
    session.end_quarter()
    assert session.turns[-1].checksum == whole.turns[-1].checksum
    assert replay(saved).quarters == 7


@pytest.mark.parametrize("scenario", scenario_names())
def test_every_scenario_survives_the_way_through_a_file(scenario: str, tmp_path: Path) -> None:
    """Saved as a whole and read back, all rows are the same bits."""
    seats = load_scenario(scenario).seats
    for seat in (seats[0], seats[-1]):
        session = Session(Setup(scenario, seat, 2**40 + 3))
        session.end_quarter()
        session.end_quarter()
        path = tmp_path / f"{seat}.jsonl"
        session.save(path)
        again = load(path, autosave=False)
        assert again.turns == session.turns
        assert again.row.tobytes() == session.row.tobytes()
        assert again.twin_row.tobytes() == session.twin_row.tobytes()


def test_undone_quarters_and_waiting_orders_are_kept(tmp_path: Path) -> None:
    """After loading, what was taken back is still taken back and what waits still waits."""
    path = tmp_path / "game.jsonl"
    session = Session(SETUP, autosave=path)
    session.propose(session.order("us.hbm_control", 1.0))
    session.propose(session.order("us.eda_control", 0.5, session.now + 3))
    session.end_quarter()
    session.end_quarter()
    session.undo()
    session.undo()
    session.withdraw("us.hbm_control")
    session.end_quarter()
    again = load(path)
    assert [turn.orders for turn in again.turns] == [()]
    assert [p.order for p in again.proposals] == [p.order for p in session.proposals]
    assert len(again.proposals) == 1
    assert again.turns == session.turns
    assert replay(path).undone == 2


def test_kill_loses_no_quarter_that_was_acknowledged(tmp_path: Path) -> None:
    """A process that is killed at once after a quarter leaves that quarter on disk."""
    path = tmp_path / "game.jsonl"
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from game.session import Session, Setup\n"
        "s = Session(Setup('october-seventh', 'us', 7), autosave=Path(sys.argv[1]))\n"
        "for i in range(3):\n"
        "    s.propose(s.order('us.diplomacy', 0.5 + i / 10)); t = s.end_quarter()\n"
        "print(t.checksum, flush=True)\n"
        "s.propose(s.order('us.diplomacy', 0.1)); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -9, done.stderr
    session = load(path)
    assert len(session.turns) == 3
    assert session.turns[-1].checksum == done.stdout.strip()


def test_torn_end_is_recovered_to_the_last_whole_quarter(saved: Path) -> None:
    """Wherever the last write was cut off: four quarters are back, it says so, nothing is lost."""
    data = saved.read_bytes()
    last = data.rstrip(b"\n").rfind(b"\n") + 1
    for cut in (last + 1, last + 10, len(data) - 20, len(data) - 2, len(data) - 1):
        saved.write_bytes(data[:cut])
        session = load(saved)
        assert len(session.turns) == 4
        assert f"up to the end of {quarter_name(session.now - 1)}" in session.notice
        copy = saved.with_name(session.notice.split()[-1].rstrip("."))
        assert copy.read_bytes() == data[:cut], "the damaged file is kept as it was"
        session.end_quarter()
        assert replay(saved).quarters == 5
        assert replay(saved).checksum == load(saved, autosave=False).turns[-1].checksum


def test_orders_of_an_unfinished_quarter_are_named_as_lost(saved: Path) -> None:
    """An order without the end of its quarter was never acknowledged."""
    order = json.loads(lines_of(saved)[1])
    order["order"]["quarter"] = "2024Q1"
    saved.write_text(saved.read_text() + json.dumps(order) + "\n")
    session = load(saved)
    assert len(session.turns) == 5
    assert "1 order(s) of the unfinished quarter are lost" in session.notice


def _change(number: int, old: str, new: str) -> Callable[[list[str]], list[str]]:
    def change(lines: list[str]) -> list[str]:
        assert old in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(old, new)
        return lines

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_change(2, "0.8", "0.7"), r"line 3: .*changed by hand"),
        (_change(2, "0.8", "7"), r"line 2: .*outside 0 to 1"),
        (_change(2, "0.8", "NaN"), r"line 2 cannot be read: NaN"),
        (_change(2, "0.8", "Infinity"), r"line 2 cannot be read: Infinity"),
        (_change(2, "0.8", '"x"'), r"line 2 cannot be read"),
        (
            _change(2, "us.tool_control", "us.tool_contrl"),
            r"line 2: .*nearest is 'us.tool_control'",
        ),
        (_change(2, "us.tool_control", "cn.tool_fund"), r"line 2: .*belongs to China"),
        (_change(3, "2022Q4", "2023Q1"), r"line 3: .*a line is missing or stands twice"),
        (_change(3, "2022Q4", "soon"), r"line 3 cannot be read: 'soon' is not a quarter"),
        (_change(3, '"checksum": "', '"checksum": "0'), r"line 3: .*Restore the file from a copy"),
        (_change(3, "{", "["), r"line 3 cannot be read"),
        (_change(1, "two-stacks game", "chess"), r"line 1 does not say"),
        (_change(1, '"format": 1', '"format": 99'), r"format 99; this version reads format 1"),
        (_change(1, '"seed": 7', '"seed": -7'), r"line 1: seed must be a whole number"),
        (_change(1, '"seed": 7', '"seed": true'), r"line 1: seed must be a whole number"),
        (_change(1, "october-seventh", "november"), r"line 1: there is no scenario 'november'"),
        (_change(1, '"us"', '"moon"'), r"line 1: .*is not a seat"),
        (lambda lines: [*lines[:2], *lines[3:]], r"a line is missing or stands twice"),
        (lambda lines: lines[1:], r"line 1 does not say"),
    ],
)
def test_changed_file_is_answered_with_the_line_and_never_touched(
    saved: Path, change: Callable[[list[str]], list[str]], says: str
) -> None:
    """Whatever was edited: a sentence with the line, and the file as it was."""
    saved.write_text("\n".join(change(lines_of(saved))) + "\n")
    before = saved.read_bytes()
    for read in (load, replay):
        with pytest.raises(SessionError, match=says):
            read(saved)
    assert saved.read_bytes() == before
    assert [p.name for p in saved.parent.iterdir()] == ["game.jsonl"]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"[1, 2]\n", b"{}\n", b"\xff\xfe{}", b"[" * 9000],
)
def test_foreign_files_are_answered_with_a_sentence(tmp_path: Path, data: bytes) -> None:
    """Not a saved game: a sentence with the file's name."""
    path = tmp_path / "picture.png"
    path.write_bytes(data)
    with pytest.raises(SessionError, match=r"picture\.png: .*(line 1|empty)"):
        load(path)
    assert path.read_bytes() == data


def test_missing_file_and_folder_are_answered_with_a_sentence(tmp_path: Path) -> None:
    """Neither can be read."""
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(SessionError, match="cannot be read"):
            load(path)


def test_game_of_another_model_says_which(saved: Path) -> None:
    """A world that comes out otherwise under another model is no hand's work, and can be played."""
    lines = lines_of(saved)
    header = json.loads(lines[0])
    header["model"] = "0123456789ab"
    ended = json.loads(lines[2])
    ended["checksum"] = "0" * 16
    saved.write_text(
        "\n".join([json.dumps(header), lines[1], json.dumps(ended), *lines[3:]]) + "\n"
    )
    with pytest.raises(SessionError, match="saved with model 0123456789ab, this is model"):
        load(saved)
    session = load(saved, verify=False)
    assert len(session.turns) == 5
    assert replay(saved).quarters == 5, "played on, it is a game of this model"


def test_new_game_never_replaces_an_old_one(saved: Path) -> None:
    """A name that is taken is refused."""
    before = saved.read_bytes()
    with pytest.raises(SessionError, match="exists; choose another name"):
        Session(SETUP, autosave=saved)
    assert saved.read_bytes() == before


def test_full_disk_does_not_end_the_game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that it could not save, plays on, and saves everything as soon as it can."""
    path = tmp_path / "game.jsonl"
    session = Session(SETUP, autosave=path)
    session.end_quarter()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("game.session.append_file", full)
        patch.setattr("game.session.replace_file", full)
        session.end_quarter()
        assert "Not saved" in session.notice
        assert "No space left" in session.notice
        session.end_quarter()
    session.end_quarter()
    assert session.notice == ""
    assert replay(path).quarters == 4


def test_save_that_fails_leaves_the_old_file(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash while a whole file is written loses neither the old file nor leaves litter."""
    before = saved.read_bytes()

    def crash(_: int) -> None:
        raise OSError(5, "Input/output error")

    session = load(saved, autosave=False)
    session.end_quarter()
    monkeypatch.setattr("game.diskfile.os.fsync", crash)
    with pytest.raises(SessionError, match="cannot be written"):
        session.save(saved)
    assert saved.read_bytes() == before
    assert [p.name for p in saved.parent.iterdir()] == ["game.jsonl"]


def test_replay_says_what_the_file_holds(saved: Path) -> None:
    """Quarters, orders, checksum and outcome."""
    played = replay(saved)
    assert (played.quarters, played.orders, played.undone) == (5, 2, 0)
    assert (played.first, played.last, played.finished) == ("2022Q4", "2023Q4", False)
    assert played.checksum == json.loads(lines_of(saved)[-1])["checksum"]
    assert played.outcome["gap_generations"] > 0.0
    assert len(played.history_checksum) == 16


def test_log_is_read_from_its_own_lines(saved: Path) -> None:
    """Reading and writing a log are inverse."""
    log = gamelog.read_file(saved)
    lines = [gamelog.write_header(log.setup, log.model)]
    lines += [gamelog.write_entry(entry) for entry in log.entries]
    assert gamelog.to_bytes(lines) == saved.read_bytes()


def test_script_with_a_wrong_order_plays_nothing() -> None:
    """All orders are looked at before the first quarter."""
    session = Session(SETUP)
    good = session.order("us.diplomacy", 0.9)
    bad = session.order("us.diplomacy", 9.0, session.now + 3)
    with pytest.raises(ValueError, match="outside 0 to 1"):
        play_script(session, [good, bad])
    assert session.turns == []
    assert session.proposals == ()
