"""What is kept where: hashes, in files of the owner alone; no address, no secret in the log."""

import re
import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from game.classroom import words
from game.classroom.doors import DEVICE_CODE_S, DEVICE_TRIES, TEACHER, Doors
from game.classroom.folder import make_folder
from tests.classroom.feeds import opened
from tests.classroom.house import house
from tests.classroom.stand_ins import CODE

ADDRESS = "127.0.0.53"


def test_nothing_secret_and_no_address_reaches_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Things that no file has anyway; the game's own are also parts of "member" or of a name.
    monkeypatch.setattr(words, "THINGS", ["didgeridoo", "knickknack", "quizzmaster"])
    with house(tmp_path) as home:
        seats = [home.join(source=ADDRESS) for _ in range(5)]
        teacher = home.teacher()
        link = home.do(home.doors.teacher_link)
        digits = home.teach(teacher, "device").json["code"]
        for _ in range(3):
            home.post("/api/join", {"code": "ABCDEF"}, source=ADDRESS)
            home.post(
                "/api/rejoin", {"code": CODE, "name": seats[0].name, "word": "x"}, source=ADDRESS
            )
        home.teach(teacher, "switch", what="door", on=True)
        home.post("/api/join", {"code": CODE}, source=ADDRESS)
        home.to_commit(teacher)
        for seat in seats:
            with opened(home, seat, source=ADDRESS) as feed:
                feed.recv(timeout=5.0)
            home.give(seat, "draft", round=1, choices={})
        wall = home.server.door.wall_key
    files = [path for path in home.folder.path.rglob("*") if path.is_file()]
    kept = {path.name: path.read_bytes() for path in files}
    assert "log.db" in kept
    assert "doors.db" in kept
    things = [seat.word.partition("-")[0] for seat in seats]
    tokens = [seat.cookie.partition("=")[2] for seat in seats] + [teacher.partition("=")[2]]
    for name, data in kept.items():
        for secret in (*tokens, link, wall, *things):
            assert secret.encode() not in data, (name, secret)
        # Six digits also come by chance inside a time or a hash; told, they would stand alone.
        assert not re.search(rb"(?<![0-9a-f.])%b(?![0-9a-f.])" % digits.encode(), data), name
        assert ADDRESS.encode() not in data, name
        assert b"127.0.0" not in data, name
    assert not re.search(rb"\b(?:10|192\.168|172\.16)\.\d+\.\d+", b"".join(kept.values()))


def test_only_hashes_of_tokens_and_words_are_kept(tmp_path: Path) -> None:
    doors = Doors(tmp_path / "doors.db")
    token, word = doors.let_in("amber-otter")
    doors.close()
    rows = sqlite3.connect(tmp_path / "doors.db").execute("SELECT * FROM secret").fetchall()
    assert len(rows) == 1
    member, token_hash, word_hash, tries = rows[0]
    assert (member, tries) == ("amber-otter", 0)
    assert re.fullmatch(r"[0-9a-f]{64}", token_hash)
    assert re.fullmatch(r"[0-9a-f]{64}", word_hash)
    assert token not in str(rows)
    assert word not in str(rows)
    again = Doors(tmp_path / "doors.db")  # after a restart
    assert again.member_of(token) == "amber-otter"
    assert again.says_word("amber-otter", word) is True
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="files have no modes there")
def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    with house(tmp_path / "deep" / "classes") as home:
        home.join()
        home.until(lambda: home.folder.last_alive() > 0, "a sign of life")
        modes = {
            path: stat.S_IMODE(path.stat().st_mode)
            for path in (home.folder.path.parent, home.folder.path, *home.folder.path.iterdir())
        }
        assert len(modes) >= 5
        for path, mode in modes.items():
            assert mode == (0o700 if path.is_dir() else 0o600), path


def test_the_teachers_link_works_once(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        link = home.do(home.doors.teacher_link)
        first, second = home.get(f"/t/open/{link}"), home.get(f"/t/open/{link}")
        assert first.cookie.startswith("teacher=")
        assert second.cookie == ""
        assert home.get("/t", first.cookie).status == 200
        assert home.get("/t").status == 403
        link = home.do(home.doors.teacher_link)
        for guess in ("", link[:-1], link + "A", "x" * 5000):
            assert home.get(f"/t/open/{guess}").cookie == ""
        assert home.get(f"/t/open/{link}").cookie.startswith("teacher=")


def test_digits_for_another_device_have_five_tries_and_a_minute(tmp_path: Path) -> None:
    doors = Doors(make_folder(CODE, tmp_path).doors)
    digits = doors.device_code(100.0)
    wrong = f"{(int(digits) + 1) % 1_000_000:06d}"
    for _ in range(DEVICE_TRIES):
        assert doors.use_device_code(wrong, 101.0) is None
    assert doors.use_device_code(digits, 102.0) is None  # five wrong ones make them void
    digits = doors.device_code(200.0)
    assert doors.use_device_code(digits, 200.0 + DEVICE_CODE_S + 1.0) is None
    digits = doors.device_code(300.0)
    token = doors.use_device_code(digits, 301.0)
    assert token is not None
    assert doors.member_of(token) == TEACHER
    assert doors.use_device_code(digits, 302.0) is None  # once
    doors.close()


def test_nobody_but_the_teacher_is_told_the_digits(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        seat = home.join()
        assert home.post("/api/t/device", {}, seat.cookie).status == 403
        digits = home.teach(home.teacher(), "device").json["code"]
        answer = home.post("/api/device", {"code": digits})
        assert home.get("/t", answer.cookie).status == 200
        assert home.post("/api/device", {"code": digits}).status == 403


def test_the_console_never_shows_tokens_or_words(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        seats = [home.join() for _ in range(4)]
        shown = home.get("/api/snapshot?page=console", home.teacher()).body
        for seat in seats:
            assert seat.name.encode() in shown
            assert seat.word.encode() not in shown
            assert seat.cookie.partition("=")[2].encode() not in shown
