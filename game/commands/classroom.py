"""`twostacks classroom`: a class on the teacher's laptop, and what belongs to it."""

import argparse
import asyncio
import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.commands.classroom_logs import LANGUAGES, add_keep_days, let_go
from game.commands.output import print_json
from game.commands.parser import Parser, add_json, path, seed, whole
from game.commands.problems import CommandError, as_sentence, existing_file, need
from game.language import tr

if TYPE_CHECKING:
    from game.classroom.folder import ClassFolder
    from game.classroom.opened import OpenClass, Plan
    from game.classroom.rehearsal import Rehearsal

LIBRARIES = ("starlette", "uvicorn", "websockets", "msgspec", "jinja2", "segno")
BOTS = 30
# Sub-commands, each with the module that has its `add_` and `run_`.
COMMANDS = {
    "check": ("before", "can a phone reach this machine, and if not, why?"),
    "handouts": ("before", "write everything that a lesson needs on paper"),
    "list": ("keep", "list the classes on this machine"),
    "grades": ("files", "write a table for a grade book"),
    "report": ("files", "write the whole game on one page"),
    "replay": ("replay", "play every round again and check that it comes out the same"),
    "flip": ("flip", "play the class's own game with one decision changed"),
    "export": ("files", "write the game without persons, to share or for research"),
    "roster": ("keep", "join seats with your own list of students"),
    "delete": ("keep", "remove a class, or one student of it"),
}


class SubParser(Parser):
    """The parser of a sub-command: it refuses by itself what it does not know."""

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Read the arguments. Raises: CommandError for one that the sub-command does not know."""
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.refuse(unknown[0])
        return known, []


class SubCommands(argparse._SubParsersAction):  # type: ignore[type-arg]  # no generic at run time
    """The choice of a sub-command, which knows no option that stands before it."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace,
        values: str | Sequence[Any] | None, option_string: str | None = None,
    ) -> None:  # fmt: skip
        """Go on with a sub-command. Raises: CommandError for an option that would be lost."""
        name = values[0] if values else ""
        for one in parser._actions:
            if one.option_strings and getattr(namespace, one.dest, one.default) != one.default:
                option = one.option_strings[-1]
                raise CommandError(
                    f"{option} before '{name}' is for a class that is to be opened; "
                    f"write options of '{name}' behind it"
                )
        super().__call__(parser, namespace, values, option_string)


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    _add_opening(parser)
    commands = parser.add_subparsers(
        dest="what", metavar="COMMAND", title="commands", parser_class=SubParser,
        action=SubCommands,
        description="Without one of these a class is opened. COMMAND --help shows what it takes.",
    )  # fmt: skip
    for name, (module, about) in COMMANDS.items():
        sentence = f"{about.capitalize().rstrip('?')}."
        sub = commands.add_parser(name, help=about, description=sentence)
        getattr(_module(module), f"add_{name}")(sub)
        add_keep_days(sub)
        add_json(sub)


def _module(name: str) -> Any:
    return import_module(f"game.commands.classroom_{name}")


def _add_opening(parser: Parser) -> None:
    """Declare what it takes to open a class."""
    add = parser.add_argument
    add("--lesson", default="A", metavar="L", help="the lesson: A, B or C (A)")
    add("--students", type=whole(1, 200), default=30, metavar="N",
        help="how many you expect (30); more or fewer may come")  # fmt: skip
    add("--slot", type=whole(15, 240), metavar="MIN", help="minutes of the lesson")
    add("--rounds", type=whole(1, 12), metavar="N", help="rounds to play; else as many as fit")
    add("--worlds", type=whole(1, 6), metavar="N", help="parallel worlds; else by the head-count")
    add("--names", choices=("real", "neutral"), help="names of countries and firms (real)")
    add("--lang", choices=LANGUAGES, metavar="{en,zh}", help="language of console and wall (en)")
    add("--seed", type=seed, metavar="N", help="the luck of the worlds; else drawn")
    add("--open", metavar="CLASS", help="go on with a class: its code, its folder, or 'last'")
    add("--resume", action="store_true",
        help="go on with the newest class if it has not ended; else open a new one")  # fmt: skip
    add("--port", type=whole(0, 65535), default=8000, metavar="N", help="port (8000)")
    add("--name", action="append", default=[], metavar="HOST",
        help="a name by which phones reach this machine; may be given again")  # fmt: skip
    add("--tls", nargs=2, type=path, metavar=("CERT", "KEY"), help="serve https with these files")
    add("--behind-proxy", action="store_true", help="a proxy in front speaks https (hosted server)")
    add("--local", action="store_true", help="this machine alone can join")
    add("--no-browser", action="store_true", help="open no browser")
    add("--rehearse", action="store_true", help="try a lesson with bots in the seats")
    add("--bots", type=whole(1, 200), default=BOTS, metavar="N", help="bots of a rehearsal (30)")
    add_keep_days(parser)
    add_json(parser)
    parser.examples(
        "classroom",
        "classroom --lesson B --students 28 --slot 75",
        "classroom --rehearse --bots 30 --rounds 6 --no-browser",
        "classroom --open last",
        "classroom grades last",
    )


def run(arguments: argparse.Namespace) -> int:
    """Open a class and serve it, rehearse, or run a sub-command; return the exit status."""
    need("a classroom", *LIBRARIES, extra="classroom")
    let_go(arguments.keep_days)
    if arguments.what is not None:
        module, _ = COMMANDS[arguments.what]
        status: int = getattr(_module(module), f"run_{arguments.what}")(arguments)
        return status
    return _open(arguments)


def _open(arguments: argparse.Namespace) -> int:
    """Open a class and serve it, or rehearse."""
    from game.classroom.fold import FoldError
    from game.classroom.log import LogError

    plan = make_plan(arguments)
    try:
        if arguments.rehearse:
            return _rehearse(arguments, plan)
        _hold(plan, arguments.json)
    except OSError as error:
        why = error.strerror or error
        raise CommandError(
            f"port {plan.port} cannot be used ({why}); name another one with --port"
        ) from None
    except (LogError, FoldError) as error:
        raise CommandError(str(error)) from None
    return 0


def _hold(plan: "Plan", as_json: bool) -> None:
    """Hold a class. As JSON: a line when students can come, and one when all is closed."""
    from game.classroom.checksum import digest
    from game.classroom.opened import announce, open_class

    def told(opened: "OpenClass") -> None:
        told = {"url": opened.url, "code": opened.desk.state.code, "console": opened.link}
        print(json.dumps({**told, "folder": str(opened.folder.path)}), flush=True)

    closed = asyncio.run(open_class(plan, said=told if as_json else announce))
    if as_json:
        state = closed.desk.state
        print(json.dumps({"events": state.seq, "digest": digest(state)}))
    else:
        _say_where(closed)


def _say_where(closed: "OpenClass") -> None:
    if closed.folder.path.exists():
        print(tr("The class is kept in {folder}", folder=str(closed.folder.path)))
    else:
        print(tr("The class is deleted."))


def make_plan(arguments: argparse.Namespace) -> "Plan":
    """How the class is to be opened. Raises: CommandError for what cannot be."""
    from game.classroom.folder import find_class
    from game.classroom.lesson import LessonError, find_lesson
    from game.classroom.opened import Plan
    from game.classroom.settings import new_settings

    _check_hosting(arguments)
    certificate, key = map(str, arguments.tls or ("", ""))
    plan = Plan(
        port=arguments.port, names=arguments.name, certificate=certificate, key=key,
        proxied=arguments.behind_proxy, browser=not arguments.no_browser,
        loopback=arguments.local or arguments.behind_proxy,
    )  # fmt: skip
    if arguments.open:
        plan.folder = find_class(arguments.open)
    elif arguments.resume:
        plan.folder = _unfinished()
    if plan.folder is not None:
        return plan
    students = arguments.bots if arguments.rehearse else arguments.students
    try:
        plan.settings = new_settings(
            find_lesson(arguments.lesson), students, minutes=arguments.slot,
            rounds=arguments.rounds, worlds=arguments.worlds, names=arguments.names,
            language=arguments.lang, seed=arguments.seed,
        )  # fmt: skip
    except LessonError as error:
        raise CommandError(str(error)) from None
    return plan


def _check_hosting(arguments: argparse.Namespace) -> None:
    """Raises: CommandError for options of a hosted class that do not go together."""
    from game.classroom.network import HostError, hosts

    with as_sentence(HostError):
        hosts((), arguments.port, arguments.name)
    if arguments.behind_proxy and not arguments.name:
        raise CommandError("--behind-proxy needs the public name, as in --name class.example.edu")
    if arguments.behind_proxy and arguments.tls:
        raise CommandError("behind a proxy the proxy speaks https; leave out --tls")
    if arguments.tls:
        _check_certificate(*arguments.tls)
    if arguments.open and arguments.resume:
        raise CommandError("--open names a class and --resume takes the newest; give one of them")
    if arguments.rehearse and (arguments.open or arguments.resume):
        raise CommandError("--rehearse plays in a class of its own; leave out --open and --resume")


def _check_certificate(certificate: Path, key: Path) -> None:
    """Raises: CommandError for files that make no https."""
    import ssl

    existing_file(certificate), existing_file(key)
    try:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", None) or error
        raise CommandError(
            f"'{certificate}' and '{key}' are no certificate and key: {why}"
        ) from None


def _unfinished() -> "ClassFolder | None":
    """The newest class, if it has not ended."""
    from game.classroom.folder import classes
    from game.classroom.state import OVER
    from game.commands.classroom_logs import find, read

    newest = next(iter(classes()), None)
    if newest is None:
        return None
    _, state = read(find(str(newest.path)))
    return None if state.game.phase == OVER else newest


def _rehearse(arguments: argparse.Namespace, plan: "Plan") -> int:
    """A lesson with bots: with the three screens in a browser, or unattended."""
    from game.classroom.bots import Bots
    from game.classroom.folder import rehearsals_folder
    from game.classroom.opened import OpenClass, open_class
    from game.classroom.rehearsal import SHORT, Rehearsal, rehearse

    plan.loopback, plan.page, plan.home = True, "?then=rehearsal", rehearsals_folder()
    if plan.browser:

        async def fill(opened: OpenClass) -> None:
            room = Bots(opened.desk)
            room.join(arguments.bots)
            await room.play()

        _say_where(asyncio.run(open_class(plan, fill)))
        return 0
    from msgspec.structs import replace

    assert plan.settings is not None
    plan.settings = replace(plan.settings, seconds=dict(SHORT), pace=False)
    plan.port = 0 if arguments.port == 8000 else arguments.port
    done = Rehearsal()

    async def beside(opened: OpenClass) -> None:
        await rehearse(opened, arguments.bots, done)

    if arguments.json:
        asyncio.run(open_class(plan, beside, lambda opened: None))
        print_json(_plain(done))
    else:
        _say_where(asyncio.run(open_class(plan, beside)))
        print(_text(done))
    return 1 if done.problem else 0


def _plain(done: "Rehearsal") -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(done)


def _text(done: "Rehearsal") -> str:
    lines = [
        f"{done.students} bots played {done.rounds} rounds in {done.seconds:.0f} s: "
        f"{done.signed} of {done.moves} moves signed, {done.forecasts} forecasts, "
        f"{done.flips} decision changed in the debrief.",
    ]
    lines += [f"  {s.page:<8} {s.messages} messages" for s in done.screens]
    return "\n".join([*lines, done.problem] if done.problem else lines)
