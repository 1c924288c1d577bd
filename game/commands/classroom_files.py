"""Sub-commands of `twostacks classroom` that write files: grades, report, export."""

import argparse
from typing import Any

from game.commands.classroom_logs import (
    add_class,
    add_language,
    as_sentences,
    default_out,
    find,
    find_folder,
    read,
    tell,
    write,
)
from game.commands.parser import Parser, path
from game.commands.problems import CommandError

FORMATS = ("generic", "canvas", "moodle")


def add_grades(parser: Parser) -> None:
    """Declare what `grades` takes."""
    add_class(parser)
    add = parser.add_argument
    add("--format", choices=FORMATS, default="generic", help="for a spreadsheet, Canvas or Moodle")
    add("--out", type=path, metavar="FILE", help="the table (grades-CODE.csv in this folder)")
    add("--memos", type=path, metavar="FILE", help="also write a page of memo prompts, as HTML")
    add("--roster", action="store_true", help="with the students of the class's roster")
    add_language(parser)
    parser.examples(
        "classroom grades last",
        "classroom grades KXR4TM --format canvas --roster --out grades.csv",
        "classroom grades last --memos memos.html --json",
    )


def run_grades(arguments: argparse.Namespace) -> int:
    """Write a table for a grade book."""
    from game.classroom import gradebook, grades, roster
    from game.classroom.languages import spoken
    from game.classroom.memos import memos_page

    found = find(arguments.klass)
    events, state = read(found)
    people = {}
    if arguments.roster:
        people = roster.load(find_folder(arguments.klass))
        if not people:
            raise CommandError(
                f"the class {found.name} has no roster; give one with: "
                f"twostacks classroom roster {found.name} FILE.csv"
            )
    students = grades.students(events)
    out = default_out(arguments, found, "grades", "csv")
    with spoken(arguments.lang or state.settings.language):
        data = gradebook.grades_csv(state, students, arguments.format, people)
        memos = memos_page(state, students).encode() if arguments.memos else b""
    if arguments.memos and arguments.memos.resolve() == out.resolve():
        raise CommandError("--out and --memos need two files")
    write(out, data, found)
    if arguments.memos:
        write(arguments.memos, memos, found)
    told = {
        "class": found.name,
        "file": str(out),
        "format": arguments.format,
        "memos": str(arguments.memos) if arguments.memos else None,
        "roster": bool(people),
        "students": [_grade(one) for one in students],
    }
    return tell(arguments, told, f"{len(students)} students, written to {out}")


def _grade(one: Any) -> dict[str, Any]:
    from game.classroom.gradebook import ACTS, POINTS

    told = {"seat": one.seat, "world": one.world, "team": one.team, "role": one.role}
    return told | {name: read_one(one) for name, read_one in (*ACTS, *POINTS)}


def add_report(parser: Parser) -> None:
    """Declare what `report` takes."""
    add_class(parser)
    parser.add_argument(
        "--out", type=path, metavar="FILE", help="the page (report-CODE.html in this folder)"
    )
    add_language(parser)
    parser.examples(
        "classroom report last", "classroom report KXR4TM --lang zh --out report.html --json"
    )


def run_report(arguments: argparse.Namespace) -> int:
    """Write the whole game on one page."""
    from game.classroom.report import log_checksum, report_page

    found = find(arguments.klass)
    events, state = read(found)
    page = report_page(events, arguments.lang or state.settings.language)
    out = default_out(arguments, found, "report", "html")
    write(out, page.encode(), found)
    told = {
        "class": found.name,
        "file": str(out),
        "lesson": state.settings.lesson,
        "worlds": len(state.game.worlds),
        "rounds": max((len(w.played) for w in state.game.worlds.values()), default=0),
        "flips": len(state.game.flips),
        "checksum": log_checksum(events),
    }
    return tell(arguments, told, f"Written to {out}: open it in a browser, it needs nothing else.")


def add_export(parser: Parser) -> None:
    """Declare what `export` takes."""
    add_class(parser)
    add = parser.add_argument
    add("--out", type=path, required=True, metavar="FILE", help="the file to write")
    add("--dataset", action="store_true", help="a CSV table of every event instead of a log")
    add("--texts", action="store_true", help="keep what students wrote; read it before sharing")
    parser.examples(
        "classroom export last --out class.db",
        "classroom export KXR4TM --dataset --out events.csv",
        "classroom export last --texts --out class.db --json",
    )


def run_export(arguments: argparse.Namespace) -> int:
    """Write the game without persons: a log that replays, or a table."""
    from game.classroom import export

    found = find(arguments.klass)
    events, _ = read(found)
    parent = arguments.out.resolve().parent
    if not parent.is_dir():
        raise CommandError(f"there is no folder '{parent}'")
    without = export.anonymous(events, arguments.texts)
    with as_sentences():
        data = export.dataset(without) if arguments.dataset else export.log_bytes(without, parent)
    write(arguments.out, data, found)
    told = {
        "class": found.name,
        "file": str(arguments.out),
        "kind": "dataset" if arguments.dataset else "log",
        "texts": arguments.texts,
        "events": len(without),
        "bytes": len(data),
    }
    return tell(arguments, told, f"Written to {arguments.out}, without names, codes and dates.")
