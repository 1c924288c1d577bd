"""Grades as tables for a spreadsheet, for Canvas and for Moodle: UTF-8, no cell a formula.

Canvas wants Student, ID, SIS User ID, SIS Login ID and Section first, and points possible in the
second line. Moodle lets the teacher map columns; a hyphen says that there is no grade.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from game.classroom.grades import CALIBRATION, MEMO, PARTICIPATION, Student
from game.classroom.memos import memo_text, role_name
from game.classroom.roster import Entry
from game.classroom.state import ClassState
from game.classroom.views.words import said, team_name
from game.language import tr

GENERIC, CANVAS, MOODLE = "generic", "canvas", "moodle"
FORMATS = (GENERIC, CANVAS, MOODLE)
# What makes a spreadsheet take a cell for a formula, in any width, or after a lost sign.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NO_GRADE = "-"

Cell = str | int | float | None
Row = Sequence[Cell]
Roster = Mapping[str, Entry]


def table(rows: Sequence[Row]) -> bytes:
    """Rows as CSV that spreadsheets open rightly and in which no cell is a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([[_cell(one) for one in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return safe(value) if isinstance(value, str) else str(value)


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe is put before it."""
    return f"'{text}" if text.startswith(_FORMULA) and text != NO_GRADE else text


def grades_csv(
    state: ClassState, found: Sequence[Student], kind: str = GENERIC, roster: Roster | None = None
) -> bytes:
    """The grades of a class in a format of FORMATS. Without a roster they name seats only."""
    return table(_RULES[kind](state, found, roster or {}))


# ---- what everybody did

ACTS: tuple[tuple[str, Callable[[Student], Any]], ...] = (
    ("rounds_present", lambda one: one.present),
    ("rounds", lambda one: len(one.rounds)),
    ("proposals", lambda one: one.proposals),
    ("signed", lambda one: one.signed),
    ("seconded", lambda one: one.seconded),
    ("forecasts", lambda one: one.forecasts),
    ("forecasts_right", lambda one: one.right),
    ("brier", lambda one: one.brier),
    ("treaty_acts", lambda one: one.treaty_acts),
    ("statements", lambda one: one.statements),
    ("exit_answer", lambda one: one.exit_answer),
)
POINTS: tuple[tuple[str, Callable[[Student], Any]], ...] = (
    ("participation_of_60", lambda one: _rounded(one.participation)),
    ("calibration_of_20", lambda one: _rounded(one.calibration)),
    ("memo_of_20", lambda one: None),
    ("suggested_of_80", lambda one: _rounded(one.suggested)),
)


def columns(with_roster: bool) -> list[str]:
    """The columns of the generic table."""
    who = ["student_ref", "name", "section"] if with_roster else []
    acts = [name for name, _ in (*ACTS, *POINTS)]
    place = acts.index("participation_of_60")
    return ["seat", *who, "world", "team", "role", *acts[:place], "memo_prompt", *acts[place:]]


def _generic(state: ClassState, found: Sequence[Student], roster: Roster) -> list[Row]:
    rows: list[Row] = [columns(bool(roster))]
    for one in found:
        entry = roster.get(one.seat, Entry(one.seat, ""))
        who = [entry.student_ref, entry.name, entry.section] if roster else []
        role = role_name(one.team, one.role)
        place = [one.world, said(state, team_name(one.team)), said(state, role)]
        acts = [read(one) for _, read in ACTS]
        points = [read(one) for _, read in POINTS]
        rows.append([one.seat, *who, *place, *acts, memo_text(state, one), *points])
    return rows


def _rounded(points: float | None) -> float | None:
    return None if points is None else round(points, 1)


# ---- learning platforms


def _assignments(state: ClassState) -> list[str]:
    lesson = tr(state.lesson.title)
    return [
        tr("{lesson}: taking part", lesson=lesson),
        tr("{lesson}: forecasts", lesson=lesson),
        tr("{lesson}: memo", lesson=lesson),
    ]


def _points(one: Student) -> list[float | None]:
    return [_rounded(one.participation), _rounded(one.calibration), None]


def _canvas(state: ClassState, found: Sequence[Student], roster: Roster) -> list[Row]:
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *_assignments(state)]
    possible: Row = ["Points Possible", "", "", "", "", PARTICIPATION, CALIBRATION, MEMO]
    rows: list[Row] = [head, possible]
    for one in found:
        entry = roster.get(one.seat, Entry(one.seat, "", one.seat))
        reference = entry.student_ref
        who = [entry.called, "", reference, reference, entry.section]
        rows.append([*who, *_points(one)])
    return rows


def _moodle(state: ClassState, found: Sequence[Student], roster: Roster) -> list[Row]:
    rows: list[Row] = [["ID number", "Full name", *_assignments(state)]]
    for one in found:
        entry = roster.get(one.seat, Entry(one.seat, "", one.seat))
        points = [NO_GRADE if p is None else p for p in _points(one)]
        rows.append([entry.student_ref, entry.called, *points])
    return rows


_RULES: dict[str, Callable[[ClassState, Sequence[Student], Roster], list[Row]]] = {
    GENERIC: _generic,
    CANVAS: _canvas,
    MOODLE: _moodle,
}
