"""`twostacks levers`: every lever of governments and of firms, from its one declaration."""

import argparse
import textwrap
from typing import TYPE_CHECKING, Any

from game.commands.output import print_json
from game.commands.parser import Parser, add_json
from game.commands.problems import CommandError, nearest

if TYPE_CHECKING:
    from agents.levers import Lever

INDENT = " " * 6


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "seat",
        nargs="?",
        metavar="SEAT",
        help="only the levers of this seat, such as us, cn, tool, huaw, smic or lab_cn; 'world' "
        "lists the events, and an unknown name all seats",
    )
    add_json(parser)
    parser.examples("levers", "levers us", "levers huaw --json")


def run(arguments: argparse.Namespace) -> int:
    """Print the levers and return the exit status."""
    from agents.levers import ACTOR_NAMES, of_seat

    seats = list(ACTOR_NAMES)
    if arguments.seat is not None:
        if arguments.seat not in seats:
            raise CommandError(
                f"there is no seat '{arguments.seat}'; the nearest is "
                f"'{nearest(arguments.seat, seats)}' (seats: {', '.join(seats)})"
            )
        seats = [arguments.seat]
    if arguments.json:
        print_json({"levers": [_entry(lever) for seat in seats for lever in of_seat(seat)]})
        return 0
    print("\n\n".join(_seat_text(seat, ACTOR_NAMES[seat], of_seat(seat)) for seat in seats))
    return 0


def _entry(lever: "Lever") -> dict[str, Any]:
    return {
        "key": lever.key,
        "seat": lever.actor,
        "name": lever.name,
        "group": lever.group,
        "unit": lever.unit,
        "low": float(lever.low),
        "high": float(lever.high),
        "step": float(lever.step),
        "off": float(lever.off),
        "help": lever.help,
        "side_effect": lever.side_effect,
        "source": lever.source,
        "control": lever.control,
    }


def _seat_text(seat: str, name: str, levers: "list[Lever]") -> str:
    lines = [f"{name} ({seat})", "=" * len(f"{name} ({seat})")]
    group = ""
    width = max(len(lever.key) for lever in levers)
    for lever in levers:
        if lever.group != group:
            group = lever.group
            lines += ["", f"  {group}"]
        lines += _lever_text(lever, width)
    return "\n".join(lines)


def _lever_text(lever: "Lever", width: int) -> list[str]:
    unit = "" if lever.unit in {"0-1", "0/1"} else f" {lever.unit}"
    numbers = f"{lever.low:,.10g} to {lever.high:,.10g}{unit}"
    twin = "; a control, off in the twin" if lever.control else ""
    lines = [f"    {lever.key:<{width}}  {numbers:<28}  off {lever.off:,.10g}{twin}"]
    told = [f"{lever.name}. {lever.help}"]
    if lever.side_effect != "-":
        told.append(f"Side effect: {lever.side_effect}")
    told.append(f"Source: {lever.source}")
    for text in told:
        lines += textwrap.wrap(text, 96, initial_indent=INDENT, subsequent_indent=INDENT)
    return lines
