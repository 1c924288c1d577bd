"""Sub-commands of `twostacks classroom` on the classes that lie here: list, roster, delete."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.commands.classroom_logs import (
    add_class,
    as_sentences,
    day,
    find,
    find_folder,
    read,
    tell,
)
from game.commands.output import table
from game.commands.parser import Parser, path
from game.commands.problems import CommandError

if TYPE_CHECKING:
    from game.classroom.folder import ClassFolder


def add_list(parser: Parser) -> None:
    """Declare what `list` takes."""
    parser.examples("classroom list", "classroom list --keep-days 0 --json")


def run_list(arguments: argparse.Namespace) -> int:
    """Show the classes on this machine."""
    from game.classroom.folder import classes_folder, kept

    rows = [_entry(folder, arguments.keep_days) for folder in kept()]
    header = ["class", "day", "lesson", "students", "rounds", "phase", "size", "deleted on"]
    lines = [
        [
            row["code"], row["day"], _what(row), str(row["students"]),
            str(row["rounds"]), "open" if row["open"] else row["phase"],
            f"{row['bytes'] / 1e6:.1f} MB", row["deleted_on"] or "never",
        ]
        for row in rows
    ]  # fmt: skip
    text = table(header, lines, left=3) if rows else f"There is no class in '{classes_folder()}'."
    return tell(arguments, {"classes": rows}, text)


def _what(row: dict[str, Any]) -> str:
    """The lesson, or why it cannot be read."""
    lesson = f"{row['lesson']}, rehearsal" if row["rehearsal"] else row["lesson"]
    return row["problem"] or lesson


def _entry(folder: "ClassFolder", keep_days: int) -> dict[str, Any]:
    from game.classroom import keeping
    from game.classroom.folder import rehearsals_folder

    goes = keeping.goes_at(folder, keep_days)
    told: dict[str, Any] = {
        "code": folder.code,
        "day": folder.path.name[:10],
        "lesson": "",
        "students": 0,
        "worlds": 0,
        "rounds": 0,
        "phase": "",
        "bytes": sum(p.stat().st_size for p in folder.path.rglob("*") if p.is_file()),
        "deleted_on": None if goes is None else day(goes),
        "open": keeping.is_open(folder),
        "roster": folder.roster.is_file(),
        "rehearsal": folder.path.parent == rehearsals_folder(),
        "folder": str(folder.path),
        "problem": "",
    }
    try:
        _, state = read(find(str(folder.path)))
    except CommandError as problem:
        return {**told, "problem": str(problem)}
    worlds = state.game.worlds.values()
    return {
        **told,
        "lesson": state.lesson.letter,
        "students": sum(1 for one in state.members.values() if not one.erased),
        "worlds": len(worlds),
        "rounds": max((len(world.played) for world in worlds), default=0),
        "phase": state.game.phase,
    }


def add_roster(parser: Parser) -> None:
    """Declare what `roster` takes."""
    add_class(parser)
    add = parser.add_argument
    add("file", nargs="?", type=path, metavar="FILE.csv",
        help="a list: columns seat and student_ref, and if wanted name and section")  # fmt: skip
    add("--remove", action="store_true", help="remove the list that the class has")
    parser.examples(
        "classroom roster KXR4TM students.csv",
        "classroom roster last --remove",
        "classroom roster last --json",
    )


def run_roster(arguments: argparse.Namespace) -> int:
    """Keep a list of students beside a class, show what it covers, or remove it."""
    from game.classroom import roster

    folder = find_folder(arguments.klass)
    if arguments.remove and arguments.file is not None:
        raise CommandError("roster takes a file or --remove, not both")
    _, state = read(find(arguments.klass))
    seats = [name for name, one in state.members.items() if not one.erased]
    if arguments.remove:
        roster.remove(folder)
    elif arguments.file is not None:
        roster.save(folder, roster.read_csv(arguments.file, seats))
    known = roster.load(folder)
    missing = [seat for seat in seats if seat not in known]
    told = {
        "class": folder.code,
        "seats": len(seats),
        "known": len(known),
        "without_student": missing if known else seats,
    }
    text = f"{len(known)} of {len(seats)} seats have a student."
    if known and missing:
        text += f" Without one: {', '.join(missing)}"
    return tell(arguments, told, text)


def add_delete(parser: Parser) -> None:
    """Declare what `delete` takes."""
    add_class(parser)
    add = parser.add_argument
    add("--seat", metavar="SEAT", help="erase one student only; moves stay those of the team")
    add("--yes", action="store_true", help="do not ask")
    parser.examples("classroom delete last", "classroom delete KXR4TM --yes --json",
                    "classroom delete KXR4TM --seat amber-otter")  # fmt: skip


def run_delete(arguments: argparse.Namespace) -> int:
    """Remove a class with everything that it holds, or one student of it."""
    from game.classroom import erasing, keeping

    folder = _folder_to_delete(arguments.klass)
    what = f"seat {arguments.seat} of" if arguments.seat else "everything of"
    if not arguments.yes:
        _ask(f"Delete {what} the class {folder.code} of {folder.path.name[:10]}", folder.code)
    with as_sentences():
        if arguments.seat:
            erasing.erase(folder, arguments.seat)
        else:
            keeping.delete(folder)
    told = {"class": folder.code, "folder": str(folder.path), "seat": arguments.seat}
    return tell(arguments, told, f"Deleted: {what} the class {folder.code}.")


def _folder_to_delete(word: str) -> "ClassFolder":
    """A class, even one without a log that can be read."""
    from game.classroom.folder import find_class

    return find_folder(word) if Path(word).expanduser().is_file() else find_class(word)


def _ask(question: str, code: str) -> None:
    """Have the code typed. Raises: CommandError if it is not, or nobody can be asked."""
    if not sys.stdin.isatty():
        raise CommandError("nobody is there to confirm it; add --yes")
    if input(f"{question}? Type {code} to go on: ").strip().upper() != code:
        raise CommandError("nothing was deleted")
