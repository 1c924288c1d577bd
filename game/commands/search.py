"""`twostacks search`: policies that hold up for several objectives at once, under uncertainty."""

import argparse
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.commands.batch import find_experiment
from game.commands.discover import share
from game.commands.model import ready_kernel
from game.commands.output import Progress, plain, print_json
from game.commands.parser import Parser, add_json, path, seed, whole
from game.commands.problems import CommandError, need

if TYPE_CHECKING:
    from game.lab.experiment import Experiment
    from game.lab.search import Front, Goal, Judged

FRESH, FEWEST_FRESH = 4, 64  # times the replications, and at least
# What is spent or lost is wanted smaller by anyone who pays it.
COSTS = ("fiscal_cost_cn", "fiscal_cost_us", "revenue")


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("file", type=path, metavar="FILE",
        help="an experiment: a file, or a name from: twostacks batch --list")  # fmt: skip
    add("--out", type=path, metavar="DIR", required=True, help="a new folder for what is found")
    add("--evaluations", type=whole(16, 1_000_000), default=2000, metavar="N",
        help="how many policies to try, about (2000)")  # fmt: skip
    add("--objective", action="append", default=[], metavar="NAME:min|max",
        help="an outcome to lower or to raise; may be given again (away from what the experiment "
        "calls backfire, and costs that it measures lower)")  # fmt: skip
    add("--worst", type=share, default=0.1, metavar="Q",
        help="robust is the value that all but this share of futures are at least as good as (0.1)"
        )  # fmt: skip
    add("--seed", type=seed, metavar="N", help="of luck and of the search (the experiment's)")
    add("--workers", type=whole(1, 4096), metavar="N", help="threads (all cores); change no number")
    add("--quiet", action="store_true", help="no progress on standard error")
    add_json(parser)
    parser.examples(
        "search subsidy-or-basic --out budgets",
        "search power-or-node --out effort --objective denial:min --objective yield_rate[SMIC]:max",
        "search my-experiment.toml --out found --evaluations 500 --worst 0.05 --json",
    )
    parser.epilog = f"{parser.epilog}\n\n{HELP}"


HELP = """Factors of kind lever, delay and length are what a policy decides. Parameters, parameter
sets and luck make the futures that every policy meets, one for each replication of the
experiment. Equal files, seeds and numbers of evaluations find equal policies."""


def run(arguments: argparse.Namespace) -> int:
    """Search, judge, write, print, and return the exit status."""
    need("search", "pymoo", "pyarrow")
    from dataclasses import replace

    from game.batch.whole import try_folder
    from game.lab.reading import read_experiment
    from game.lab.search_words import describe, text

    experiment = read_experiment(find_experiment(arguments.file))
    if arguments.seed is not None:
        experiment = replace(experiment, seed=arguments.seed)
    goals = read_goals(arguments.objective, experiment)
    _check(experiment, arguments.out)
    try_folder(arguments.out)
    ready_kernel(arguments.quiet)
    front, judged, fresh = _found(arguments, experiment, goals)
    document = describe(experiment, goals, front, judged, fresh, arguments.worst)
    _write(arguments.out, document, experiment, goals, front, judged)
    if arguments.json:
        print_json(document)
        return 0
    print(text(document))
    print(f"\nwritten to {arguments.out}: policies.json, policies.csv, {document['pictures'][0]}")
    return 0


def read_goals(words: list[str], experiment: "Experiment") -> "tuple[Goal, ...]":
    """The objectives as given, or those that the experiment itself tells.

    Raises: CommandError naming the nearest.
    """
    from game.lab.outcomes import find, measured
    from game.lab.search import Goal

    if not words:
        rule = experiment.backfire
        own = [outcome.name for outcome in measured(experiment)]
        costs = [name for name in COSTS if name in own and name != rule.outcome]
        return (Goal(rule.outcome, not rule.above), *(Goal(name, False) for name in costs))
    goals: dict[str, Goal] = {}
    for word in words:
        name, _, way = word.rpartition(":")
        if way not in {"min", "max"}:
            raise CommandError(
                f"--objective {word}: say whether less or more is wanted, as in "
                f"{name or way}:min or {name or way}:max"
            )
        try:
            outcome = find(name)
        except KeyError as error:
            raise CommandError(f"--objective {word}: {error.args[0]}") from None
        if outcome.paired and not experiment.paired:
            raise CommandError(f"'{name}' compares with a baseline, and the experiment has none")
        if name in goals:
            raise CommandError(f"--objective {word}: '{name}' is an objective already")
        goals[name] = Goal(name, way == "max")
    return tuple(goals.values())


def _check(experiment: "Experiment", out: Path) -> None:
    from game.lab.futures import decided

    if not decided(experiment):
        raise CommandError(
            "the experiment has no factor of kind lever, delay or length, so there is nothing that "
            "a policy decides"
        )
    if out.exists() and not out.is_dir():
        raise CommandError(f"'{out}' is a file; --out needs a folder")
    if out.is_dir() and any(not p.name.endswith(".partial") for p in out.iterdir()):
        raise CommandError(f"the folder '{out}' is not empty; name a new folder")


def _found(
    arguments: argparse.Namespace, experiment: "Experiment", goals: "tuple[Goal, ...]"
) -> "tuple[Front, Judged, int]":
    """Search in the experiment's replications, judge in as many times FRESH, and how many."""
    from game.lab.executors import make_executor
    from game.lab.futures import Futures, decided
    from game.lab.search import judge, search

    count = experiment.replications
    fresh = max(FRESH * count, FEWEST_FRESH)
    seen = Futures.drawn(experiment, goals, 0, count)
    unseen = Futures.drawn(experiment, goals, count, fresh)
    expected = arguments.evaluations * count
    done, progress = 0, Progress("search", arguments.quiet, unit="runs")

    def heard(runs: int) -> None:
        nonlocal done
        done += runs
        progress.heard(done, max(expected, done))

    def generation(number: int, of: int) -> None:
        progress.label = f"generation {number + 1} of {of}"

    try:
        with make_executor("threads", arguments.workers) as crew:
            front = search(
                decided(experiment), goals, lambda p: seen.play(p, crew, heard),
                evaluations=arguments.evaluations, worst=arguments.worst, seed=experiment.seed,
                heard=generation,
            )  # fmt: skip
            expected = done + len(front.policies) * fresh
            progress.label = "the front in fresh futures"
            outcomes = unseen.play(front.policies, crew, heard)
    finally:
        progress.close()
    return front, judge(front, outcomes, goals, arguments.worst), fresh


def _write(
    out: Path,
    document: dict[str, Any],
    experiment: "Experiment",
    goals: "tuple[Goal, ...]",
    front: "Front",
    judged: "Judged",
) -> None:
    """Write the tables and the pictures, all of them or none."""
    from game.batch.whole import written_whole
    from game.lab.futures import decided
    from game.lab.outcomes import find
    from game.lab.search_chart import charts

    source = (
        f"Two Stacks: {document['title']} {document['evaluations']:,} policies tried, model "
        f"{document['model']}"
    )
    units = tuple(find(goal.outcome).unit for goal in goals)
    drawn = charts(decided(experiment), front.policies, goals, units, judged, document["tail"])
    with written_whole(out) as folder:
        document["pictures"] = list(_draw(folder, drawn, source))
        told = json.dumps(plain(document), indent=2, allow_nan=False, ensure_ascii=False)
        (folder / "policies.json").write_text(f"{told}\n", encoding="utf-8")
        (folder / "policies.csv").write_text(_csv(document), encoding="utf-8", newline="")


def _draw(folder: Path, drawn: "Iterator[Any]", source: str) -> Iterator[str]:
    from game.lab.pictures import files

    for chart in drawn:
        for name, content in files(chart, source):
            (folder / name).write_bytes(content)
            yield name


def _csv(document: dict[str, Any]) -> str:
    """A row for every policy: levers by name, aims as <outcome>.<aim>.<seen or fresh>."""
    rows = []
    for policy in document["policies"]:
        row = {"policy": policy["policy"]}
        row |= {f"factor.{name}": value for name, value in policy["levers"].items()}
        for when in ("searched", "fresh"):
            for outcome, aims in policy[when].items():
                row |= {f"{outcome}.{aim}.{when}": value for aim, value in aims.items()}
        rows.append({**row, "regret": policy["regret"], "holds": int(policy["holds"])})
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
