"""`twostacks validate`: the history run against recorded facts, fact by fact."""

import argparse
from typing import TYPE_CHECKING, Any

from game.commands.model import find_scenario, ready_kernel
from game.commands.output import Progress, print_json, table
from game.commands.parser import Parser, add_json, add_parameters, path, seed, whole
from game.commands.problems import as_sentence, existing_file

if TYPE_CHECKING:
    from agents.facts import Score

SCENARIO = "history"


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("--facts", type=path, metavar="FILE", help="a CSV of your own with the same columns")
    add("--runs", type=whole(1, 100_000), default=200, metavar="N", help="runs to score (200)")
    add("--seed", type=seed, default=7, metavar="N", help="the luck of all runs (7)")
    add(
        "--threads", type=whole(1, 1024), metavar="N", help="threads (all cores); changes no number"
    )
    add_parameters(parser)
    add("--quiet", action="store_true", help="no progress on standard error")
    add_json(parser)
    parser.examples("validate", "validate --json", "validate --facts my_facts.csv --runs 500")


def run(arguments: argparse.Namespace) -> int:
    """Score the facts, print them, and return the exit status."""
    if arguments.facts is not None:
        existing_file(arguments.facts)
    from agents.facts import FactsError, load_facts, score

    with as_sentence(FactsError):
        facts = load_facts(arguments.facts)
    history, twin, checksum = _play(arguments)
    scores = score(facts, history, twin)
    summary = summarise(scores)
    if arguments.json:
        told = {"runs": arguments.runs, "seed": arguments.seed, "checksum": checksum}
        told["parameters_from"] = arguments.parameters
        print_json({**summary, **told})
    else:
        print(text(scores, summary, arguments.runs))
    return 0


def _play(arguments: argparse.Namespace) -> tuple[Any, Any, str]:
    """The history run, its twin, and the checksum of both."""
    from agents.study import run_study

    ready_kernel(arguments.quiet)
    progress = Progress(f"{SCENARIO}, {arguments.runs:,} runs", arguments.quiet)
    try:
        study = run_study(
            find_scenario(SCENARIO),
            arguments.runs,
            arguments.seed,
            doubt=arguments.parameters == "accepted",
            threads=arguments.threads,
            progress=progress.heard,
        )
    finally:
        progress.close()
    return study.history, study.twin, study.checksum()


def summarise(scores: "list[Score]") -> dict[str, Any]:
    """Every score as plain values, and how many hold."""
    seen = [s for s in scores if s.status != "unobservable"]
    measured = [s for s in seen if s.z is not None]
    shapes = [s for s in seen if s.z is None]

    def passed(some: "list[Score]") -> int:
        return sum(s.status == "pass" for s in some)

    return {
        "facts": [
            {
                "id": s.fact.id,
                "fact": s.fact.fact,
                "observable": s.fact.observable,
                "period": s.fact.period,
                "value": s.fact.value,
                "unit": s.fact.unit,
                "tolerance": s.fact.tolerance,
                "tol_kind": s.fact.tol_kind,
                "median": s.median,
                "z": s.z,
                "status": s.status,
                "why": s.why,
            }
            for s in scores
        ],
        "share_within_2": passed(seen) / len(seen) if seen else None,
        "measured": len(measured),
        "measured_within_2": passed(measured),
        "shapes": len(shapes),
        "shapes_passed": passed(shapes),
        "unobservable": len(scores) - len(seen),
    }


def text(scores: "list[Score]", summary: dict[str, Any], runs: int) -> str:
    """The scores as tables: what has a tolerance, shapes, and what cannot be observed."""
    measured = [s for s in scores if s.z is not None]
    shapes = [s for s in scores if s.z is None and s.status != "unobservable"]
    unseen = [s for s in scores if s.status == "unobservable"]
    parts = []
    if measured:
        rows = []
        for s in measured:
            numbers = [_number(s.fact.value), _number(s.median), f"{s.z or 0.0:+.2f}"]
            rows.append([s.fact.id, s.fact.observable, s.fact.period, s.status, *numbers])
        header = ["fact", "observable", "period", "", "recorded", "model's median", "z"]
        parts.append(table(header, rows, left=4))
    if shapes:
        rows = [[s.fact.id, s.status, _short(s.fact.fact), f"{100 * s.median:.0f}%"]
                for s in shapes if s.median is not None]  # fmt: skip
        parts.append(table(["shape", "", "what should happen", "of runs"], rows, left=3))
    if unseen:
        rows = [[s.fact.id, s.fact.observable, s.fact.period, _short(s.why)] for s in unseen]
        parts.append(table(["not seen", "observable", "period", "why"], rows, left=4))
    parts.append(
        f"{summary['measured_within_2']} of {summary['measured']} facts lie within two tolerances "
        f"of the median of {runs:,} runs; {summary['shapes_passed']} of {summary['shapes']} shapes "
        f"hold; {summary['unobservable']} facts cannot be observed in a run."
    )
    return "\n\n".join(parts)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.4g}"


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}..."
