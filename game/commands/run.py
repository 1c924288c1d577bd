"""`twostacks run`: thousands of worlds of a scenario, each beside its twin without controls."""

import argparse
import sys
from typing import TYPE_CHECKING

from game.commands.model import check_seat, find_scenario, ready_kernel
from game.commands.output import Progress, print_json
from game.commands.parser import Parser, add_json, add_parameters, path, seed, whole
from game.commands.problems import CommandError

if TYPE_CHECKING:
    from agents.study import Study
    from game.batch.summary import Request

BUYERS = 64  # agents.state.DEFAULT_BUYERS, which would bring NumPy; a test holds them equal


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("scenario", metavar="SCENARIO", help="a name from: twostacks scenarios")
    add("--runs", type=whole(1), default=1000, metavar="N", help="worlds (1000)")
    add("--seed", type=seed, default=7, metavar="N", help="the luck of all worlds (7)")
    add(
        "--set",
        action="append",
        default=[],
        dest="settings",
        metavar="LEVER=VALUE[@QUARTER]",
        help="hold a lever from a quarter on; may be given again and again",
    )
    add("--plan", type=path, metavar="FILE", help="orders from a TOML file")
    add("--seat", metavar="SEAT", help="a player holds this seat: only its levers may be set")
    add("--buyers", type=whole(12, 20_000), default=BUYERS, metavar="N", help="buyers (64)")
    add(
        "--threads", type=whole(1, 1024), metavar="N", help="threads (all cores); changes no number"
    )
    add_parameters(parser)
    add("--out", type=path, metavar="DIR", help="write Parquet, a report and a summary there")
    add("--quiet", action="store_true", help="no progress on standard error")
    add_json(parser)
    parser.examples(
        "run good-enough --runs 200 --seed 7",
        "run october-seventh --runs 200 --set us.tool_control=0.4@2023Q1",
        "run october-seventh --seat us --plan plan.toml --out study",
        "run history --json",
    )
    parser.epilog = f"{parser.epilog}\n\n{PLAN_HELP}"


PLAN_HELP = """a plan file lists orders, or sets the levers of a seat by quarter, or both:
  [[order]]
  lever = "us.tool_control"
  value = 0.4
  quarter = "2023Q1"

  [us]
  hbm_control = { "2023Q1" = 0.4, "2025Q1" = 0.6 }"""


def run(arguments: argparse.Namespace) -> int:
    """Run the study, write what is asked for, print it, and return the exit status."""
    scenario = find_scenario(arguments.scenario)
    seat = check_seat(arguments.seat, scenario) if arguments.seat is not None else ""
    from game.batch.orders import read_orders
    from game.batch.summary import Request, summarise, text

    orders = read_orders(arguments.settings, arguments.plan, scenario, seat)
    doubt = arguments.parameters == "accepted"
    request = Request(
        scenario, arguments.runs, arguments.seed, seat, arguments.buyers, orders, doubt
    )
    check_memory(request)
    if arguments.out is not None:
        from game.batch.folder import check_folder

        check_folder(arguments.out, request)
    study = play(request, arguments.threads, arguments.quiet)
    summary = summarise(request, study)
    if arguments.out is not None:
        from game.batch.folder import write_study

        write_study(arguments.out, study, summary, request)
    if arguments.json:
        print_json(summary)
        return 0
    print(text(summary, scenario.title))
    if arguments.out is not None:
        print(f"\nwritten to {arguments.out}: open report.html there in a browser")
    return 0


def play(request: "Request", threads: int | None, quiet: bool) -> "Study":
    """Play a study, with progress on standard error."""
    from agents.study import run_study

    ready_kernel(quiet)
    plan = request.scenario.base_plan()
    for order in request.orders:
        plan.set(order)
    progress = Progress(f"{request.scenario.name}, {request.runs:,} runs", quiet)
    try:
        return run_study(
            request.scenario,
            request.runs,
            request.seed,
            plan=plan,
            buyers=request.buyers,
            seat=request.seat,
            doubt=request.doubt,
            threads=threads,
            progress=progress.heard,
        )
    finally:
        progress.close()
        sys.stderr.flush()


def check_memory(request: "Request") -> None:
    """Refuse a study that this machine cannot hold.

    Raises: CommandError naming the most runs that fit.
    """
    from agents.history import columns
    from agents.parameters import accepted
    from agents.state import layout
    from agents.study import BLOCK

    have = 0.7 * _memory_bytes()
    if not have:
        return
    # Two histories and two cut-offs, and once more while their blocks are joined.
    numbers = 5 * request.scenario.quarters * len(columns())
    # The openings under every accepted set, as list, array and copy, for the world and its twin;
    # and a block of worlds.
    sets = len(accepted()) if request.doubt else 1
    worlds = layout(request.buyers).width * (6 * sets + 3 * min(request.runs, BLOCK))
    if 8 * worlds > have:
        raise CommandError(
            f"{request.buyers:,} buyers need about {8e-9 * worlds:.1f} GB for the worlds alone, "
            f"too much here; take fewer buyers or --parameters calibrated"
        )
    most = int((have - 8 * worlds) / (8 * numbers))
    if request.runs > most:
        raise CommandError(
            f"{request.runs:,} runs need about {8e-9 * numbers * request.runs:.1f} GB, more than "
            f"this machine can spare; the most that fit are --runs {max(most, 1)}"
        )


def _memory_bytes() -> int:
    """Physical memory; 0 where the system does not say."""
    import os

    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
