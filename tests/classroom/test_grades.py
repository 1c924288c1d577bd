"""Grades: counted anew from the log by other means, in tables that grade books take."""

import csv
import io
import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.classroom import export, gradebook, grades
from game.classroom.fold import fold
from game.classroom.gradebook import FORMATS, grades_csv, safe, table
from game.classroom.memos import memo_lines, memos_page
from game.classroom.record import forgotten
from game.classroom.roster import Entry
from game.classroom.state import ClassState
from game.language import speaking
from tests.classroom.played_classes import EXIT_TEXT, Played, Table, play

COLUMNS = [
    "seat", "world", "team", "role", "rounds_present", "rounds", "proposals", "signed", "seconded",
    "forecasts", "forecasts_right", "brier", "treaty_acts", "statements", "exit_answer",
    "memo_prompt", "participation_of_60", "calibration_of_20", "memo_of_20", "suggested_of_80",
]  # fmt: skip


def rows_of(data: bytes) -> list[list[str]]:
    """A table as a spreadsheet reads it."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def table_of(played: Played, kind: str = "generic", **more: Any) -> list[dict[str, str]]:
    """The lines of a class's table by column."""
    log = export.read(played.folder)
    head, *rows = rows_of(grades_csv(fold(forgotten(log)), grades.students(log), kind, **more))
    return [dict(zip(head, row, strict=True)) for row in rows]


# ---- counted by other means


class Recount:
    """Counts from the file with nothing of the game's own code: rows of JSON, and one pass."""

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            rows = db.execute("SELECT seq, world, round, actor, body FROM event ORDER BY seq")
            self.events = [(q, w, r, a, json.loads(b)) for q, w, r, a, b in rows]
        self.gone = self._gone()
        self.rounds: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.acts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.exits: dict[str, str] = {}
        self.erased: set[str] = set()
        self.count()

    def _gone(self) -> set[int]:
        gone: set[int] = set()
        safe_until = 0
        for seq, *_, body in self.events:
            if body["type"] == "rewound":
                if body["keep"]:
                    safe_until = seq
                else:
                    gone |= {q for q in range(body["mark"] + 1, seq) if q > safe_until}
        return gone

    def count(self) -> None:
        self.where: dict[str, tuple[str, str]] = {}
        self.here: dict[str, bool] = {}
        self.since: dict[str, int] = {}
        self.phase, self.number = "lobby", 0
        self.pending: dict[str, set[str]] = defaultdict(set)
        for seq, world, _, actor, body in self.events:
            self._people(body)
            if body["type"] == "rewound" and body["keep"]:
                self.pending.clear()
            if seq in self.gone:
                continue
            if body["type"] == "phase":
                self.phase, self.number = body["phase"], body["round"]
            elif body["type"] == "closed" and body["round"]:
                self._close(world, body)
            elif self.number:
                self._act(actor, body)

    def _people(self, body: dict[str, Any]) -> None:
        kind = body["type"]
        if kind == "joined":
            name = body["member"]
            self.where[name], self.here[name] = (body["world"], body["team"]), True
            late = self.phase not in ("lobby", "brief", "negotiate")
            self.since[name] = max(1, self.number + late)
        elif kind == "seated":
            self.where.update({name: tuple(place) for name, place in body["places"].items()})
        elif kind == "presence":
            self.here[body["member"]] = body["here"]
        elif kind == "polled" and body["poll"] == "exit":
            self.exits[body["member"]] = body["answer"]
        elif kind == "erased":
            self.erased.add(body["member"])

    def _act(self, actor: str, body: dict[str, Any]) -> None:
        kind = body["type"]
        if kind in ("proposed", "seconded"):
            self.pending[body["member"]].add(kind)
        elif kind in ("offered", "answered"):
            self.acts[actor]["treaty"] += 1
        elif kind == "said":
            self.acts[actor]["said"] += 1

    def _close(self, world: str, body: dict[str, Any]) -> None:
        for name, (place, team) in self.where.items():
            if place != world or self.since[name] > body["round"]:
                continue
            did = self.pending.pop(name, set())
            move = body["moves"].get(team, {"how": "", "signer": ""})
            signed = move["how"] == "signed" and move["signer"] == name
            idle = self.here[name] and (team == "press" or move["how"] == "entered")
            one = {"here": self.here[name], "signed": signed, "part": bool(did) or signed or idle}
            one |= {kind: kind in did for kind in ("proposed", "seconded")}
            self.rounds[name].append(one)


def test_totals_are_those_of_the_log(played: Played) -> None:
    log = Recount(played.folder.log)
    told = {row["seat"]: row for row in table_of(played)}
    assert set(told) == set(played.seats) - log.erased
    for seat, row in told.items():
        rounds = log.rounds[seat]
        assert int(row["rounds"]) == len(rounds)
        assert int(row["rounds_present"]) == sum(one["here"] for one in rounds)
        for name in ("proposals", "signed", "seconded"):
            key = "proposed" if name == "proposals" else name
            assert int(row[name]) == sum(one[key] for one in rounds), (seat, name)
        assert int(row["treaty_acts"]) == log.acts[seat]["treaty"]
        assert int(row["statements"]) == log.acts[seat]["said"]
        parts = [one["part"] for one in rounds] + [bool(log.exits.get(seat))]
        points = 60.0 * sum(parts) / len(parts)
        assert float(row["participation_of_60"]) == pytest.approx(points, abs=0.051)


def test_forecasts_are_scored_from_what_came(played: Played) -> None:
    """Numbers after a round less numbers before it, read from the results in the log."""
    log = Recount(played.folder.log)
    numbers: dict[tuple[str, int], dict[str, float]] = {}
    said: dict[tuple[str, int], dict[str, Any]] = {}
    settled: dict[str, dict[Any, float]] = defaultdict(dict)
    for seq, world, _, _, body in log.events:
        if seq in log.gone:
            continue
        if body["type"] == "predicted":
            said[body["member"], body["round"]] = {**body, "world": world}
        elif body["type"] == "resolved":
            now = body["result"]["standing"]["numbers"]
            numbers[world, body["round"]] = now
            before = numbers.get((world, body["round"] - 1))
            for (name, number), one in said.items():
                if before and number == body["round"] and one["world"] == world:
                    came = (now[one["item"]] > before[one["item"]]) == one["up"]
                    key = number, one["item"], one["up"], one["p"], came
                    settled[name][key] = (one["p"] - came) ** 2
    rows = {row["seat"]: row for row in table_of(played)}
    assert any(int(row["forecasts"]) for row in rows.values())
    for seat, row in rows.items():
        scores = list(settled[seat].values())
        assert int(row["forecasts"]) == len(scores)
        if scores:
            assert float(row["brier"]) == pytest.approx(sum(scores) / len(scores), abs=0.0006)


def test_who_came_late_or_was_away_is_counted_from_what_was_there(played: Played) -> None:
    rows = {row["seat"]: row for row in table_of(played)}
    usual, away, late = (rows[played.seats[i]] for i in (0, 3, -1))
    # Three rounds, the third played twice; the second taken back and played again.
    assert (usual["rounds"], usual["rounds_present"]) == ("4", "4")
    assert (away["rounds"], away["rounds_present"]) == ("4", "3")
    assert (late["rounds"], late["rounds_present"]) == ("3", "3")
    assert late["participation_of_60"] == "60"


def test_the_practice_does_not_count(kernel: None, tmp_path: Path) -> None:
    async def practice_and_one_round(table: Table) -> None:
        await table.next()
        await table.round()
        await table.next()
        table.afresh()
        await table.round()

    found = play(tmp_path, practice_and_one_round, lesson="A", students=6, rounds=2)
    assert {row["rounds"] for row in table_of(found)} == {"1"}


def test_an_erased_student_is_in_no_table(played: Played) -> None:
    log = export.read(played.folder)
    (erased,) = Recount(played.folder.log).erased
    for kind in FORMATS:
        assert erased not in grades_csv(fold(forgotten(log)), grades.students(log), kind).decode()


# ---- points


@pytest.mark.parametrize(
    ("brier", "points"), [(0.0, 20.0), (0.09, 16.4), (0.25, 10.0), (0.41, 3.6), (0.5, 0.0), (1, 0)]
)
def test_calibration_is_half_for_who_always_says_half_and_half(brier: float, points: float) -> None:
    assert grades.calibration_points(brier) == pytest.approx(points)


def student(forecasts: int, brier: float | None, parts: int) -> grades.Student:
    """A student of four rounds."""
    from game.classroom.events import Move

    one = grades.Student("amber-otter", "A", "us", "trade", "en")
    empty = grades.Round(1, True, False, None, Move({}, "signed"), "us", False, False)
    one.rounds = [replace(empty, number=i, part=i < parts) for i in range(4)]
    one.forecasts, one.brier = forecasts, brier
    return one


def test_suggested_points_leave_the_memo_out() -> None:
    sure = student(3, 0.25, 3)
    assert (sure.participation, sure.calibration, sure.suggested) == (45.0, 10.0, 55.0)


def test_with_too_few_forecasts_taking_part_has_their_weight() -> None:
    few = student(2, 0.01, 3)
    assert few.calibration is None
    assert few.suggested == pytest.approx(60.0)  # three quarters of 80


def test_nobody_is_graded_on_rounds_that_were_not_there() -> None:
    nobody = grades.Student("amber-otter", "A", "us", "trade", "en")
    assert (nobody.participation, nobody.suggested) == (None, None)


# ---- tables


def test_the_columns_are_a_contract(played: Played) -> None:
    assert list(table_of(played)[0]) == COLUMNS
    roster = {played.seats[0]: Entry(played.seats[0], "1234", "Kim, A.", "2b")}
    with_roster = table_of(played, roster=roster)
    assert list(with_roster[0]) == ["seat", "student_ref", "name", "section", *COLUMNS[1:]]
    first = next(row for row in with_roster if row["seat"] == played.seats[0])
    assert (first["student_ref"], first["name"], first["section"]) == ("1234", "Kim, A.", "2b")


def test_canvas_gets_its_columns_and_points_possible(played: Played) -> None:
    log = export.read(played.folder)
    roster = {seat: Entry(seat, f"id{i}", f"Name {i}", "2b") for i, seat in enumerate(played.seats)}
    head, possible, *rows = rows_of(
        grades_csv(fold(forgotten(log)), grades.students(log), "canvas", roster)
    )
    assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert possible == ["Points Possible", "", "", "", "", "60", "20", "20"]
    assert len(head) == 8
    assert len(rows) == len(played.seats) - 1
    for row in rows:
        assert row[0].startswith("Name ")
        assert row[2] == row[3]
        assert row[4] == "2b"
        assert 0.0 <= float(row[5]) <= 60.0
        assert row[7] == ""  # the memo is the teacher's


def test_moodle_gets_a_hyphen_where_there_is_no_grade(played: Played) -> None:
    rows = table_of(played, "moodle")
    lesson = "The counterfactual court"
    points = [f"{lesson}: {what}" for what in ("taking part", "forecasts", "memo")]
    assert list(rows[0]) == ["ID number", "Full name", *points]
    assert {row[points[2]] for row in rows} == {"-"}
    assert all(row[points[0]] != "" for row in rows)


def test_the_same_class_gives_the_same_bytes(played: Played) -> None:
    log = export.read(played.folder)
    state = fold(forgotten(log))
    for kind in FORMATS:
        once, again = (grades_csv(state, grades.students(log), kind) for _ in range(2))
        assert once == again


# ---- no cell is a formula

DANGEROUS = tuple("=+-@\t\r\n")


def test_what_a_student_wrote_is_no_formula(played: Played) -> None:
    answers = {row["seat"]: row["exit_answer"] for row in table_of(played)}
    assert answers[played.seats[0]] == f"'{EXIT_TEXT}"


@given(st.text(max_size=20))
def test_any_text_comes_back_and_never_as_a_formula(text: str) -> None:
    (row,) = rows_of(table([[text, "end"]]))
    assert row[0] in (text, f"'{text}")
    assert row[0] == "-" or not row[0].startswith(DANGEROUS)
    assert safe(text).removeprefix("'") == text or text.startswith("'")


# ---- memos


def state_of(played: Played) -> tuple[ClassState, list[grades.Student]]:
    log = export.read(played.folder)
    return fold(forgotten(log)), grades.students(log)


def test_a_memo_prompt_has_the_students_own_moves(played: Played) -> None:
    state, found = state_of(played)
    texts = {one.seat: memo_lines(state, one) for one in found}
    assert all(lines[0].startswith(f"You were {seat}: ") for seat, lines in texts.items())
    assert all("policy memo" in lines[-1] for lines in texts.values())
    assert any("You had proposed this" in line for lines in texts.values() for line in lines)
    late = next(one for one in found if one.seat == played.seats[-1])
    assert not any(line.startswith("Round 1,") for line in texts[late.seat])


def test_the_page_of_memos_has_one_for_each_student(played: Played) -> None:
    state, found = state_of(played)
    html = memos_page(state, found)
    assert html.count('<section class="memo') == len(found)
    assert all(f'id="{one.seat}"' in html for one in found)


def test_a_student_reads_the_memo_prompt_in_the_own_language(played: Played) -> None:
    state, found = state_of(played)
    one = replace(found[0], language="zh")
    with speaking("en"):
        assert memo_lines(state, one) != memo_lines(state, found[0])


def test_formats_are_those_of_the_command() -> None:
    from game.commands.classroom_files import FORMATS as OFFERED

    assert gradebook.FORMATS == OFFERED
