"""`twostacks classroom flip`: a class's own game beside the same game with one decision changed."""

import argparse
import json
import re
from typing import TYPE_CHECKING, Any

from game.commands.classroom_logs import Found, add_class, add_language, find, read, tell, write
from game.commands.model import ready_kernel
from game.commands.output import plain, table
from game.commands.parser import Parser, path, whole
from game.commands.problems import CommandError, as_sentence, nearest

if TYPE_CHECKING:
    from game.classroom.debrief import Candidate
    from game.classroom.lesson import Decision
    from game.classroom.state import ClassState, Flip

RUNS = 1000


def add_flip(parser: Parser) -> None:
    """Declare what `flip` takes."""
    add_class(parser)
    add = parser.add_argument
    add("move", nargs="?", metavar="MOVE", help="a decision such as A.r3.us.tools; none lists them")
    add("--to", metavar="STEP", help="the step to take instead, by number or name (as before)")
    add("--without-controls", action="store_true", help="the game without the sender's controls")
    add("--world", metavar="W", help="with --without-controls: which world (the first)")
    add("--runs", type=whole(10, 100_000), default=RUNS, metavar="N", help=f"pairs ({RUNS})")
    add("--assume", action="append", default=[], metavar="NAME=VALUE",
        help="play both with another number of the rules; may be given again")  # fmt: skip
    add("--out", type=path, metavar="FILE", help="also write a page (.html) or the numbers (.json)")
    add("--quiet", action="store_true", help="say nothing on standard error")
    add_language(parser)
    parser.examples(
        "classroom flip last",
        "classroom flip KXR4TM A.r3.us.tools --to 0 --runs 1000 --out flip.html",
        "classroom flip class.db --without-controls --assume learning=0.2 --json",
    )


def run_flip(arguments: argparse.Namespace) -> int:
    """Play a class's own game beside the same game with one decision changed."""
    found = find(arguments.klass)
    _, state = read(found)
    if arguments.move is None and not arguments.without_controls:
        return _list(arguments, found, state)
    if arguments.out is not None and arguments.out.suffix not in (".html", ".json"):
        raise CommandError(f"'{arguments.out}' must end in .html or .json")
    change = _change(arguments, state)
    flip = _play(arguments, state, change)
    _write(arguments, found, state, flip)
    return tell(arguments, _told(found, flip), _text(state, flip))


def _told(found: Found, flip: "Flip") -> dict[str, Any]:
    return {"class": found.name, "change": flip.change, **flip.result}


def _candidates(state: "ClassState") -> dict[str, "Candidate"]:
    from game.classroom import debrief

    return {one.key: one for world in state.game.worlds for one in debrief.changes(state, world)}


def _list(arguments: argparse.Namespace, found: Found, state: "ClassState") -> int:
    """Show what can be flipped."""
    from game.classroom.lesson import find_decision
    from game.classroom.views.debrief import candidate_text
    from game.classroom.views.words import said, step_text

    rows: list[dict[str, Any]] = []
    for key, one in _candidates(state).items():
        decision = find_decision(f"{one.seat}.{one.decision}")
        steps = [said(state, step_text(decision, i)) for i in range(len(decision.options))]
        text = said(state, candidate_text(one, False))
        row = {"move": key, "text": text, "before": one.before, "after": one.after}
        rows.append({**row, "steps": steps})
    lines = [
        [r["move"], r["text"], ", ".join(f"{i} {s}" for i, s in enumerate(r["steps"]))]
        for r in rows
    ]
    text = table(["move", "what it was", "steps for --to"], lines, left=3)
    nothing = f"{found.name}: no team has changed anything."
    return tell(arguments, {"class": found.name, "moves": rows}, text if rows else nothing)


def _change(arguments: argparse.Namespace, state: "ClassState") -> dict[str, Any]:
    """What is changed, as a flip of the class has it. Raises: CommandError naming the nearest."""
    assumptions = dict(_assumption(text) for text in arguments.assume)
    if arguments.without_controls:
        if arguments.move is not None or arguments.to is not None:
            raise CommandError("--without-controls changes the whole game; leave MOVE and --to out")
        worlds = list(state.game.worlds)
        world = (arguments.world or worlds[0]).upper()
        if world not in worlds:
            raise CommandError(
                f"there is no world '{arguments.world}'; the nearest is '{nearest(world, worlds)}'"
            )
        return {"world": world, "kind": "controls", "assumptions": assumptions}
    if arguments.world is not None:
        raise CommandError("--world goes with --without-controls; a MOVE names its world")
    one = _find_move(arguments.move, state)
    step = one.before if arguments.to is None else _step(arguments.to, one)
    return {
        "world": one.world, "kind": "decision", "candidate": one.key, "step": step,
        "assumptions": assumptions,
    }  # fmt: skip


def _find_move(word: str, state: "ClassState") -> "Candidate":
    known = _candidates(state)
    if not known:
        raise CommandError("no team has changed anything: there is no decision to flip")
    folded = {key.lower(): one for key, one in known.items()}
    first = next(iter(state.game.worlds)).lower()
    for key in (word.lower(), f"{first}.{word.lower()}"):
        if key in folded:
            return folded[key]
    raise CommandError(
        f"the class did not decide '{word}'; the nearest is '{nearest(word, known)}' "
        "(flip without MOVE lists them)"
    )


def _step(word: str, one: "Candidate") -> int:
    """A step of a decision, by number or by name."""
    from game.classroom.lesson import find_decision
    from game.classroom.views.words import step_text

    decision: Decision = find_decision(f"{one.seat}.{one.decision}")
    names = [step_text(decision, i) for i in range(len(decision.options))]
    by_name = {name.lower(): i for i, name in enumerate(names)}
    step = int(word) if word.isdecimal() else by_name.get(word.lower(), -1)
    if not 0 <= step < len(names):
        listed = ", ".join(f"{i} {name}" for i, name in enumerate(names))
        near = _nearest_step(word, names)
        raise CommandError(f"'{word}' is no step of it: {listed}; the nearest is '{near}'")
    if step == one.after:
        raise CommandError(f"--to {step} is what the class did; choose another step")
    return step


def _nearest_step(word: str, names: list[str]) -> str:
    """The step most like a word: by number where both have one, else by its letters."""
    sizes = {name: _number(name) for name in names}
    wanted = _number(word)
    if wanted is None or None in sizes.values():
        return nearest(word, names)
    return min(names, key=lambda name: abs((sizes[name] or 0.0) - wanted))


def _number(text: str) -> float | None:
    found = re.search(r"\d+(\.\d+)?", text.replace(",", ""))
    return None if found is None else float(found[0])


def _assumption(text: str) -> tuple[str, float]:
    from agents.parameters import PARAMETERS

    name, equals, value = text.partition("=")
    known = {one.name: one for one in PARAMETERS}
    if name not in known:
        raise CommandError(
            f"the rules have no parameter '{name}'; the nearest is '{nearest(name, known)}'"
        )
    one = known[name]
    try:
        number = float(value)
    except ValueError:
        raise CommandError(f"'{text}' needs a number, as in {name}={one.value:g}") from None
    if not equals or not one.low <= number <= one.high:
        edge = one.low if number < one.low else one.high
        raise CommandError(
            f"{name} goes from {one.low:g} to {one.high:g}; the nearest valid value is {edge:g}"
        )
    return name, number


def _play(arguments: argparse.Namespace, state: "ClassState", change: dict[str, Any]) -> "Flip":
    from agents.plan import OrderError
    from game.classroom import debrief, to_model
    from game.classroom.state import Flip
    from game.classroom.worlds import WorldError, flip

    world = change["world"]
    if not state.game.worlds[world].played:
        raise CommandError(f"no round of world {world} counts yet")
    changed = None
    if change["kind"] == "decision":
        one = debrief.find_candidate(state, change["candidate"])
        assert one is not None
        steps = {f"{one.seat}.{one.decision}": change["step"]}
        changed = to_model.changed_history(state, world, one.round, steps)
    ready_kernel(arguments.quiet)
    with as_sentence(WorldError, OrderError):
        result = flip(
            to_model.setup_of(state, world), to_model.history_of(state, world), changed,
            arguments.runs, None, tuple(change["assumptions"].items()),
        )  # fmt: skip
    return Flip(1, change, result)


def _write(arguments: argparse.Namespace, found: Found, state: "ClassState", flip: "Flip") -> None:
    from game.classroom.report import flip_page

    if arguments.out is None:
        return
    if arguments.out.suffix == ".html":
        data = flip_page(state, flip, arguments.lang or state.settings.language)
    else:
        told = plain(_told(found, flip))
        data = json.dumps(told, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    write(arguments.out, data.encode(), found)


def _text(state: "ClassState", flip: "Flip") -> str:
    from game.classroom.report_debrief import flip_part
    from game.classroom.views.words import said

    part = flip_part(state, flip)
    head = ["number at the end", "unit", "median", "middle 80%", "pairs above 0"]
    lines = [
        said(state, part["text"]),
        f"{part['runs']} pairs with equal luck to {part['last']}; as played less changed",
        "",
        table(head, [[said(state, cell) for cell in row] for row in part["rows"]], left=2),
        *([""] if part["backfire"] else []),
        *(said(state, f"{line}.") for line in part["backfire"]),
    ]
    return "\n".join(lines)
