"""Sub-commands of `twostacks classroom` for the day before: check, handouts."""

import argparse
from pathlib import Path

from game.commands.classroom_logs import LANGUAGES
from game.commands.output import print_json
from game.commands.parser import Parser, path, whole
from game.commands.problems import CommandError, as_sentence

PORT, SECONDS = 8000, 120


def add_check(parser: Parser) -> None:
    """Declare what `check` takes."""
    add = parser.add_argument
    add("--port", type=whole(0, 65535), default=PORT, metavar="N", help=f"port ({PORT})")
    add("--seconds", type=whole(1, 3600), default=SECONDS, metavar="N",
        help=f"how long to wait for a phone at most ({SECONDS})")  # fmt: skip
    add("--name", action="append", default=[], metavar="HOST",
        help="a name by which phones reach this machine; may be given again")  # fmt: skip
    add("--only-self", action="store_true", help="look at this machine only; wait for no phone")
    add("--internet", action="store_true", help="ask one name server whether there is an internet")
    parser.examples(
        "classroom check", "classroom check --only-self --json", "classroom check --port 8080"
    )


def run_check(arguments: argparse.Namespace) -> int:
    """Find out whether a phone can reach this machine; 1 if it cannot."""
    from game.classroom.check import run_check as check
    from game.classroom.network import HostError

    with as_sentence(HostError):
        return check(
            arguments.port,
            float(arguments.seconds),
            names=arguments.name,
            as_json=arguments.json,
            only_self=arguments.only_self,
            internet=arguments.internet,
        )


def add_handouts(parser: Parser) -> None:
    """Declare what `handouts` takes."""
    add = parser.add_argument
    add("--lesson", default="A", metavar="L", help="the lesson: A, B or C (A)")
    add("--students", type=whole(1, 200), default=28, metavar="N", help="how many come (28)")
    add("--slot", type=whole(15, 240), metavar="MIN", help="minutes of the lesson (its own)")
    add("--out", type=path, required=True, metavar="DIR", help="the folder for the pages")
    add("--names", choices=("real", "neutral"), default="real", help="names on paper (real)")
    add(
        "--lang",
        choices=LANGUAGES,
        default="en",
        metavar="{en,zh}",
        help="language of the pages (en)",
    )
    parser.examples(
        "classroom handouts --lesson A --students 28 --slot 50 --out kit",
        "classroom handouts --lesson C --names neutral --lang zh --out kit --json",
    )


def run_handouts(arguments: argparse.Namespace) -> int:
    """Write everything that a lesson needs on paper."""
    from game.classroom.handouts import write_kit
    from game.classroom.lesson import LessonError, find_lesson

    out: Path = arguments.out
    if out.exists() and not out.is_dir():
        raise CommandError(f"'{out}' is a file; --out needs a folder")
    with as_sentence(LessonError):
        lesson = find_lesson(arguments.lesson)
        files = write_kit(
            lesson.key, arguments.students, arguments.slot or lesson.minutes, out,
            arguments.names, arguments.lang,
        )  # fmt: skip
    if arguments.json:
        told = {"lesson": lesson.letter, "students": arguments.students, "folder": str(out)}
        print_json({**told, "files": [file.name for file in files]})
    else:
        print(f"{len(files)} files in {out}: open {out / 'index.html'} first.")
    return 0
