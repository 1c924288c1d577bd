"""Lesson A from the first code to the saved files: scripted students, real pages, short clocks."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from game.classroom.views.words import PHASES, STAGES
from game.cli import main
from tests.classroom.browser.conftest import MakeGuest, OpenRoom
from tests.classroom.browser.people import (
    all_sign,
    check_quiet,
    press_next,
    propose,
    seat_all,
    teacher,
    wall,
)
from tests.classroom.browser.room import Room

pytestmark = pytest.mark.browser

SHORT = {"brief": 2, "negotiate": 2, "commit": 90, "reveal": 2, "reflect": 120}
ROUNDS = 4


def in_phase(room: Room, number: int, phase: str) -> None:
    """The clock brings a part of a round without anybody's help."""
    room.wait(lambda state: (state.game.round, state.game.phase) == (number, phase))


def play(room: Room, number: int, console: Page, phones: dict[str, Page]) -> None:
    """A round: everybody proposes, whoever has the pen signs, everybody looks ahead, and the
    teacher goes on.
    """
    in_phase(room, number, "commit")
    for page in phones.values():
        propose(page)
    all_sign(room, phones)
    in_phase(room, number, "reflect")
    if 0 < number < ROUNDS:
        for place, page in enumerate(phones.values()):
            page.locator(".choice", has_text=("Higher", "Lower")[place % 2]).click()
            page.locator(".choice", has_text=("50%", "70%", "90%")[place % 3]).click()
            expect(page.locator("main")).to_contain_text("Saved.")
    expect(console.locator("header h1")).to_contain_text(PHASES["reflect"])
    console.locator(".con-bar .large").click()


def debrief(room: Room, console: Page, screen: Page, phones: dict[str, Page]) -> None:
    """Feelings, timeline, the vote, one decision changed, forecasts, the world, the exit ticket."""

    def onward(stage: str) -> None:
        press_next(console, STAGES[stage])

    room.wait(lambda state: state.game.stage == "feelings")
    for page in phones.values():
        page.locator("label.pick", has_text="surprised").click()
    expect(screen.locator("main")).to_contain_text("surprised")
    onward("timeline")
    expect(screen.locator("header h1")).to_contain_text("round by round")
    onward("vote")
    for page in phones.values():
        page.locator("label.pick").first.click()
    room.wait(lambda state: len(state.polls.get("vote", {})) == len(phones))
    onward("flip")
    console.get_by_role("button", name="Play it", exact=True).click()
    room.wait(lambda state: bool(state.game.flips), seconds=120)
    expect(screen.locator("main")).to_contain_text("1,000 pairs", timeout=30_000)
    for stage in ("forecasts", "transfer", "exit"):
        onward(stage)
    for page in phones.values():
        page.locator("textarea").fill("The harm came first, the adaptation last; buyers paid.")
        page.locator("form button.go").click()
    room.wait(lambda state: len(state.polls.get("exit", {})) == len(phones))
    press_next(console, PHASES["over"])
    room.wait(lambda state: state.game.phase == "over")


def test_lesson_a_with_scripted_students_and_what_it_leaves(
    open_room: OpenRoom, guest: MakeGuest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = open_room("A", 8, practice=True, seconds=SHORT, rounds=ROUNDS)
    desk, projector = guest(1280, 720), guest(1920, 1080)
    console, screen = teacher(desk, room), wall(projector, room)
    guests = [guest() for _ in range(8)]
    phones = seat_all(guests, room)
    console.locator(".con-bar .large").click()
    for number in range(ROUNDS + 1):
        play(room, number, console, phones)
    debrief(room, console, screen, phones)
    played = room.do(lambda d: d.state.game.worlds["A"].played)
    assert [one.number for one in played] == [1, 2, 3, 4]
    assert all(m.how == "signed" for one in played for s, m in one.moves.items() if m.present)

    console.locator("summary", has_text="Save").click()
    with console.expect_download() as saved:
        console.get_by_text("Everything in one file").click()
    files = zipfile.ZipFile(saved.value.path())
    report = next(name for name in files.namelist() if name.endswith("report.html"))
    told = files.read(report).decode()
    assert "Does a sanction bite?" in told
    assert "1,000" in told
    grades = next(name for name in files.namelist() if name.endswith(".csv"))
    rows = list(csv.DictReader(io.StringIO(files.read(grades).decode("utf-8-sig"))))
    assert {row["seat"] for row in rows} == set(phones)
    replay = files.extract("replay.db", tmp_path)
    check_quiet([desk, projector, *guests])
    folder = room.opened.folder.path
    room.close()
    for kept in (str(folder), replay):
        assert main(["classroom", "replay", kept, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["same"] == told["rounds"] == 1 + ROUNDS  # and the practice
        assert told["differences"] == []
