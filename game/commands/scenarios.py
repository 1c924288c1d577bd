"""`twostacks scenarios`: what there is to play and to run."""

import argparse
import textwrap
from typing import Any

from game.commands.output import print_json
from game.commands.parser import Parser, add_json


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add_json(parser)
    parser.examples("scenarios", "scenarios --json")


def run(arguments: argparse.Namespace) -> int:
    """Print the scenarios and return the exit status."""
    from agents.names import quarter_name
    from agents.scenario import describe, load, scenario_names

    listed: list[dict[str, Any]] = []
    for name in scenario_names():
        scenario = load(name)
        listed.append(
            {
                **describe(scenario),
                "briefing": scenario.briefing,
                "twin_since": quarter_name(scenario.twin_since),
            }
        )
    if arguments.json:
        print_json({"scenarios": listed})
        return 0
    print("\n\n".join(_paragraph(entry) for entry in listed))
    return 0


def _paragraph(entry: dict[str, Any]) -> str:
    seats = ", ".join(
        f"{seat} (default)" if seat == entry["default_seat"] else seat for seat in entry["seats"]
    )
    rows = [
        ("", entry["summary"]),
        ("quarters", f"{entry['start']} to {entry['end']}, {entry['quarters']} quarters"),
        ("seats", seats),
        ("twin", f"{entry['twin']} Apart since {entry['twin_since']}."),
    ]
    lines = [f"{entry['name']}: {entry['title']}"]
    for label, text in rows:
        first = f"  {label:<10}" if label else "  "
        lines += textwrap.wrap(
            text,
            96,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_on_hyphens=False,
        )
    return "\n".join(lines)
