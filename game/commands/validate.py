"""`twostacks validate`: the history run against recorded facts, fact by fact, and its bands."""

import argparse
from textwrap import fill
from typing import TYPE_CHECKING, Any

from game.commands.model import find_scenario, ready_kernel
from game.commands.output import Progress, print_json, table
from game.commands.parser import Parser, add_json, add_parameters, path, seed, whole
from game.commands.problems import as_sentence, existing_file

if TYPE_CHECKING:
    from agents.facts import Score
    from game.lab.calibration import FactForecast

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
    from game.lab import calibration

    with as_sentence(FactsError):
        facts = load_facts(arguments.facts)
    history, twin, checksum = _play(arguments)
    scores = score(facts, history, twin)
    forecasts = [calibration.forecast(s, history) for s in scores]
    summary = summarise(scores, forecasts)
    if arguments.json:
        told = {"runs": arguments.runs, "seed": arguments.seed, "checksum": checksum}
        told["parameters_from"] = arguments.parameters
        print_json({**summary, **told})
    else:
        print(text(scores, summary, arguments.runs))
        if summary["calibration"] is not None:
            print(f"\n{calibration_text(summary)}")
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


def summarise(scores: "list[Score]", forecasts: "list[FactForecast | None]") -> dict[str, Any]:
    """Every score as plain values, how many hold, and how good the bands are."""
    from game.lab import calibration

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
                **(calibration.NOTHING_TOLD if forecast is None else forecast.told()),
            }
            for s, forecast in zip(scores, forecasts, strict=True)
        ],
        "share_within_2": passed(seen) / len(seen) if seen else None,
        "measured": len(measured),
        "measured_within_2": passed(measured),
        "shapes": len(shapes),
        "shapes_passed": passed(shapes),
        "unobservable": len(scores) - len(seen),
        "calibration": calibration.summary([f for f in forecasts if f is not None]),
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


def calibration_text(summary: dict[str, Any]) -> str:
    """How good the runs are as forecasts of the facts, as a table and what to make of it."""
    from game.lab.calibration import CALIBRATED_NORMAL

    told = summary["calibration"]
    count = told["facts"]
    rows = []
    for name, key in (("the runs", "as_played"), ("with error", "with_error")):
        part = told[key]
        shares = [_coverage(band) for band in part["coverage"]]
        skill = "-" if part["skill"] is None else f"{100 * part['skill']:+.0f}%"
        rows.append([name, *shares, f"{part['crps_scaled']:.2f}", skill])
        rows[-1].append(f"{part['pit_distance']:.2f}")
    bands = [f"in {100 * band['nominal']:.0f}% band" for band in told["as_played"]["coverage"]]
    header = [f"forecasts of {count} facts", *bands, "CRPS", "skill", "PIT distance"]
    notes = (
        "In brackets 95% intervals. With error: the runs widened by each fact's tolerance, read as "
        "one standard deviation of measurement. CRPS in tolerances, less is better; the median "
        f"alone scores {told['median_only']:.2f}. Skill: what the band takes off that (a normal "
        f"band that is just right: {100 * CALIBRATED_NORMAL:.0f}%). PIT distance from even: above "
        f"{told['pit_distance_5_percent']:.2f} in 5% of cases if the bands are right and the facts "
        "independent, which they are not quite."
    )
    outside = [fact["id"] for fact in summary["facts"] if fact["inside_90"] is False]
    missed = f"Outside the 90% band of the runs: {', '.join(outside) or 'none'}."
    parts = (missed, notes, _held_out(told["in_sample"], count))
    return "\n\n".join([table(header, rows), *(fill(part, 100) for part in parts)])


def _coverage(band: dict[str, float]) -> str:
    low, high = 100 * band["low"], 100 * band["high"]
    return f"{100 * band['share']:.0f}% ({low:.0f}-{high:.0f})"


def _held_out(used: int, count: int) -> str:
    """Whether the figures say anything about facts that the model has not seen."""
    if used:
        return (
            f"The model was calibrated on {used} of the {count} facts: this says how well the "
            "bands fit the record, not how good forecasts are. Facts held out: --facts FILE."
        )
    return "The model was calibrated on none of these facts."


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.4g}"


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}..."
