"""What the teacher takes from the console, and the end of a class from there."""

import csv
import io
import re
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from game.classroom import export, keeping, takeaway
from game.classroom.folder import ClassFolder
from game.classroom.log import Reader
from game.classroom.opened import OpenClass, Plan
from game.classroom.record import forgotten
from game.classroom.web import files
from tests.classroom.open_classes import own, served, teacher
from tests.classroom.played_classes import CODE, Played, only_lobby, play

FILES = ("grades.csv", "report.html", "log.db", "kit.zip")


@pytest.fixture(scope="module")
def copy(lesson_on_disk: Played, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A copy of the whole lesson."""
    return lesson_on_disk.moved(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def opened(copy: Played) -> Iterator[OpenClass]:
    """The whole lesson, opened again."""
    with served(Plan(folder=copy.folder, port=0, loopback=True)) as found:
        yield found


@pytest.fixture(scope="module")
def client(opened: OpenClass) -> Iterator[httpx.Client]:
    """The teacher's browser."""
    with teacher(opened) as found:
        yield found


def test_only_the_teacher_gets_them(opened: OpenClass, copy: Played) -> None:
    seat = copy.seats[0]
    token, _ = copy.doors[seat]
    base = f"http://localhost:{opened.port}"
    for cookies in ({}, {f"seat-{seat}": token}, {"teacher": token}, {"wall": "x"}):
        with httpx.Client(base_url=base, cookies=cookies) as somebody:
            for name in FILES:
                answer = somebody.get(f"/t/files/{name}?seat={seat}")
                assert answer.status_code == 403
                assert answer.json() == {"error": "Only the teacher can do this."}
            refused = somebody.post("/api/t/delete", json={"confirm": True}, headers=own(opened))
            assert refused.status_code == 403
    assert copy.folder.log.is_file()


@pytest.mark.parametrize("kind", ["generic", "canvas", "moodle"])
def test_grades_come_in_every_format(client: httpx.Client, kind: str) -> None:
    answer = client.get(f"/t/files/grades.csv?format={kind}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="grades-{CODE}.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[0][0] == {"generic": "seat", "canvas": "Student", "moodle": "ID number"}[kind]
    assert len(rows) > 26


def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(
    client: httpx.Client,
) -> None:
    answer = client.get("/t/files/grades.csv?format=excel")
    assert answer.status_code == 400
    assert answer.json()["error"].endswith("there are generic, canvas, moodle.")


def test_the_report_runs_nothing_and_loads_nothing(client: httpx.Client) -> None:
    answer = client.get("/t/files/report.html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "<h1>" in answer.text
    chinese = client.get("/t/files/report.html?lang=zh").text
    assert '<html lang="zh-Hans">' in chinese


def test_the_log_is_what_is_on_disk_but_for_the_erased(
    client: httpx.Client, copy: Played, tmp_path: Path
) -> None:
    answer = client.get("/t/files/log.db")
    assert answer.headers["content-disposition"] == f'attachment; filename="log-{CODE}.db"'
    path = tmp_path / "log.db"
    path.write_bytes(answer.content)
    with Reader(path) as reader:
        assert list(reader.read_after()) == forgotten(export.read(copy.folder))


def test_the_kit_is_one_zip(client: httpx.Client) -> None:
    answer = client.get("/t/files/kit.zip?lang=zh")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as kit:
        assert set(kit.namelist()) == {takeaway.README, *takeaway.ABOUT}
        assert kit.testzip() is None


def test_pages_do_not_wait_for_a_report(
    client: httpx.Client, opened: OpenClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, enough = threading.Event(), threading.Event()

    def slow(*_: Any) -> str:
        begun.set()
        enough.wait(60.0)
        return "late"

    monkeypatch.setattr(files, "report_page", slow)
    answers: list[str] = []
    reading = threading.Thread(
        target=lambda: answers.append(client.get("/t/files/report.html").text)
    )
    reading.start()
    assert begun.wait(10)
    try:
        assert httpx.get(f"http://localhost:{opened.port}/", timeout=30.0).status_code == 200
        assert answers == []
    finally:
        enough.set()
        reading.join()
    assert answers == ["late"]


def test_a_class_is_not_opened_twice(opened: OpenClass) -> None:
    with (
        pytest.raises(keeping.OpenError, match=f"the class {CODE} is open"),
        served(Plan(folder=opened.folder, port=0, loopback=True)),
    ):
        raise AssertionError("it was opened twice")
    with pytest.raises(keeping.OpenError):
        keeping.delete(opened.folder)


# ---- the end of a class


def is_there(folder: ClassFolder) -> bool:
    """Whether anything of a class is there."""
    return folder.path.exists()


def test_a_class_that_is_over_is_deleted_and_the_server_ends(
    lesson_on_disk: Played, tmp_path: Path
) -> None:
    copy = lesson_on_disk.moved(tmp_path)
    with served(Plan(folder=copy.folder, port=0, loopback=True)) as opened, teacher(opened) as one:
        answer = one.post("/api/t/delete", json={}, headers=own(opened))
        assert (answer.status_code, answer.json()) == (200, {})
        deadline = time.monotonic() + 30
        while is_there(copy.folder) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_there(copy.folder)
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://localhost:{opened.port}/")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_class_that_goes_on_is_deleted_only_if_it_is_confirmed(
    kernel: None, tmp_path: Path
) -> None:
    found = play(tmp_path, only_lobby, lesson="A", students=3)
    plan = Plan(folder=found.folder, port=0, loopback=True)
    with served(plan) as opened, teacher(opened) as one:
        asked = one.post("/api/t/delete", json={}, headers=own(opened))
        assert asked.status_code == 409
        assert re.search("only if you confirm it", asked.json()["error"])
        for body in ({"confirm": "yes"}, {"confirm": True, "more": 1}, []):
            assert one.post("/api/t/delete", json=body, headers=own(opened)).status_code == 400
        foreign = {**own(opened), "origin": "http://evil.example"}
        forged = one.post("/api/t/delete", json={"confirm": True}, headers=foreign)
        assert forged.status_code == 403
        assert is_there(found.folder)
        done = one.post("/api/t/delete", json={"confirm": True}, headers=own(opened))
        assert done.status_code == 200
    assert not is_there(found.folder)
