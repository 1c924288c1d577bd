"""What the sub-commands of `twostacks classroom` share: classes by name, logs, written files."""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.commands.output import print_json
from game.commands.parser import Parser, whole
from game.commands.problems import CommandError

if TYPE_CHECKING:
    from game.classroom.events import Event
    from game.classroom.folder import ClassFolder
    from game.classroom.state import ClassState

KEPT_DAYS = 30  # as in game/classroom/folder.py, which a help text need not import
LANGUAGES = ("en", "zh", "qps")  # the last is made up, and for tests only


@dataclass(frozen=True)
class Found:
    """A class by its log. `folder` is nothing for a log that lies alone, as an exported one."""

    name: str
    log: Path
    folder: "ClassFolder | None"


def add_class(parser: Parser) -> None:
    """Let a sub-command take a class."""
    parser.add_argument(
        "klass",
        metavar="CLASS",
        help="a class: its code, its folder, a log file, or 'last' for the newest",
    )


def add_keep_days(parser: Parser) -> None:
    """Let a command say for how long classes are kept."""
    parser.add_argument(
        "--keep-days", type=whole(0, 36500), default=KEPT_DAYS, metavar="N",
        help=f"delete classes that nobody has used for N days ({KEPT_DAYS}); 0 keeps all",
    )  # fmt: skip


def add_language(parser: Parser) -> None:
    """Let a sub-command choose the language of what it writes."""
    parser.add_argument(
        "--lang", choices=LANGUAGES, metavar="{en,zh}",
        help="language of the file (the class's own)",
    )  # fmt: skip


def let_go(days: int) -> None:
    """Delete what has lain for too long, and say so in one line on standard error."""
    from game.classroom import keeping

    gone, problems = keeping.let_go(days)
    if gone:
        names = ", ".join(f"{one.code} ({one.path.name[:10]})" for one in gone)
        print(f"Deleted after {days} days without use: {names}", file=sys.stderr)
    for problem in problems:
        print(f"Not deleted: {problem}", file=sys.stderr)


def find(word: str) -> Found:
    """A class by code, folder, path or "last"; or the log file of one.

    Raises: CommandError naming the nearest.
    """
    from game.classroom.folder import LOG, find_class

    file = Path(word).expanduser()
    if file.is_file() and file.name != LOG:
        return Found(file.name, file, None)
    folder = find_class(word)
    if not folder.log.is_file():
        raise CommandError(f"the class {folder.code} has no log: '{folder.log}' is not there")
    return Found(folder.code, folder.log, folder)


def find_folder(word: str) -> "ClassFolder":
    """A class with all of its files. Raises: CommandError for a log file that lies alone."""
    found = find(word)
    if found.folder is None:
        raise CommandError(f"'{word}' is a log alone; name a class by its code or folder")
    return found.folder


@contextmanager
def as_sentences() -> Iterator[None]:
    """Turn what is wrong with a log or a disk into a CommandError."""
    import sqlite3

    from game.classroom.fold import FoldError
    from game.classroom.log import LogError

    try:
        yield
    except (LogError, FoldError, sqlite3.Error) as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        where = f"'{error.filename}': " if error.filename else ""
        raise CommandError(f"{where}{error.strerror or error}") from None


def read(found: Found) -> "tuple[list[Event], ClassState]":
    """The events of a class, and what follows from them; erased students have new names.

    Raises: CommandError if the log cannot be read.
    """
    from game.classroom.fold import fold
    from game.classroom.log import Reader
    from game.classroom.record import forgotten

    with as_sentences(), Reader(found.log) as reader:
        events = forgotten(reader.read_after())
        return events, fold(events)


def write(path: Path, data: bytes, found: Found) -> None:
    """Write a file as a whole. Raises: CommandError if it cannot be, or is one of the class."""
    from game.diskfile import replace_file

    if found.folder is not None and found.folder.path.resolve() in path.resolve().parents:
        raise CommandError(f"'{path}' lies in the folder of the class; write it elsewhere")
    if path.is_dir():
        raise CommandError(f"'{path}' is a folder; --out needs a file")
    if not path.parent.is_dir():
        raise CommandError(f"there is no folder '{path.parent}'")
    try:
        replace_file(path, data)
    except OSError as error:
        raise CommandError(f"'{path}' cannot be written: {error.strerror or error}") from None


def default_out(arguments: argparse.Namespace, found: Found, stem: str, ending: str) -> Path:
    """Where a file goes: as asked for, or under the name of the class in this folder."""
    if arguments.out is not None:
        return Path(arguments.out)
    return Path(f"{stem}-{Path(found.name).stem}.{ending}")


def day(seconds: float) -> str:
    """A day of the local calendar: 2026-11-30."""
    return time.strftime("%Y-%m-%d", time.localtime(seconds))


def tell(arguments: argparse.Namespace, told: dict[str, Any], text: str) -> int:
    """Print what was done, as JSON or in words; the exit status."""
    if arguments.json:
        print_json(told)
    else:
        print(text)
    return 0
