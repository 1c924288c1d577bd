"""What a study says in short: as plain values (the JSON of `batch`) and as text."""

import shlex
from pathlib import Path
from typing import Any

import numpy as np

from agents.names import quarter_name
from game.commands.output import table
from game.lab.outcomes import Outcome, measured
from game.lab.report.estimates import share
from game.lab.report.material import read
from game.lab.report.naming import criterion, measure_of
from game.lab.results import Results


def summarise(folder: Path) -> dict[str, Any]:
    """The finished runs of a study: how many, the band of every outcome, how often it backfires.

    Raises: CommandError if there is no finished run.
    """
    results = Results.open(folder)
    experiment, study = results.experiment, results.study
    return {
        "title": experiment.title,
        "question": experiment.question,
        "scenario": experiment.scenario.name,
        "horizon": quarter_name(experiment.horizon),
        "baseline": experiment.baseline.name if experiment.paired else None,
        "folder": str(folder),
        "points": study["points"],
        "replications": study["replications"],
        "runs": results.runs,
        "runs_in_all": study["runs"],
        "finished": results.runs == study["runs"],
        "balanced": results.balanced,
        "outcomes": {o.name: _outcome(results, o) for o in measured(experiment)},
        "backfire": _backfire(results),
        "seed": study["seed"],
        "model": study["model"],
        "data": study["data"],
        "fingerprint": study["fingerprint"],
    }


def _outcome(results: Results, outcome: Outcome) -> dict[str, Any]:
    beside = results.experiment.paired and not outcome.paired
    return {
        "unit": outcome.unit,
        **_band(results.column(outcome.name)),
        "baseline": _band(results.column(f"{outcome.name}.baseline")) if beside else None,
    }


def _band(values: np.ndarray) -> dict[str, Any]:
    """Median and 5-95% band of the runs that have a value, and the share that has none."""
    there = values[np.isfinite(values)]
    low, middle, high = np.percentile(there, [5, 50, 95]) if len(there) else [np.nan] * 3
    return {
        "median": float(middle),
        "p05": float(low),
        "p95": float(high),
        "without_value": 1.0 - len(there) / len(values),
    }


def _backfire(results: Results) -> dict[str, Any] | None:
    """How often the experiment's own criterion holds, with its 95% interval."""
    if "backfire" not in results.units:
        return None
    material = read(results)
    found = share(material.hits, material.clusters)
    rule = results.experiment.backfire
    return {
        "outcome": rule.outcome,
        "mark": rule.mark,
        "above": rule.above,
        "criterion": criterion(rule, material.main_measure),
        "share": found.value,
        "low": found.low,
        "high": found.high,
    }


def text(summary: dict[str, Any]) -> str:
    """The lines that `batch` prints of a study."""
    of = "" if summary["finished"] else f" of {summary['runs_in_all']:,}"
    pairs = "runs" if summary["baseline"] is None else "paired runs"
    parts = [
        f"{summary['title']} ({summary['scenario']}), {summary['runs']:,}{of} {pairs}, "
        f"{summary['points']:,} points, seed {summary['seed']}",
        "\n".join([_outcomes_table(summary), *_without_value(summary)]),
    ]
    if not summary["balanced"]:
        parts.append(
            "The points are balanced but for the last replication, which not every point has yet."
        )
    found = summary["backfire"]
    if found is not None:
        span = ""
        if np.isfinite(found["low"]):
            span = f" (95% interval {100 * found['low']:.1f} to {100 * found['high']:.1f}%)"
        parts.append(
            f"Backfire, here {found['criterion']}: in {100 * found['share']:.1f}% of runs{span}."
        )
    parts.append(_performance(summary))
    folder = shlex.quote(summary["folder"])
    parts.append(
        f"The tables are in {folder}; columns.csv there says what each column means.\n"
        f"Next: twostacks report {folder}"
    )
    return "\n\n".join(parts)


def _performance(summary: dict[str, Any]) -> str:
    """What this call of `batch` did, and how fast."""
    played = summary["played"]
    if not played["runs"]:
        done = "finished" if summary["finished"] else f"stopped at {summary['runs']:,} runs"
        return f"Nothing to play: the study is {done} already."
    told = (
        f"{played['runs']:,} runs in {played['seconds']:.1f} s: "
        f"{played['runs_per_second']:,.0f} runs/s, {played['worlds_per_second']:,.0f} worlds/s"
    )
    if played["retries"]:
        told += f"; {played['retries']} chunks played again after losing their worker"
    if summary["peak_memory_mb"] is not None:
        told += f"; at most {summary['peak_memory_mb']:,.0f} MB of memory"
    if summary["worker_memory_mb"] is not None:
        told += f", {summary['worker_memory_mb']:,.0f} MB in the largest worker"
    return f"{told}."


def _without_value(summary: dict[str, Any]) -> list[str]:
    """A line for every outcome that some runs have no value of."""
    return [
        f"{measure_of(name, band['unit'], np.array([band['median']])).title}: of the runs that "
        f"have one; {100 * band['without_value']:.1f}% of runs never do."
        for name, band in summary["outcomes"].items()
        if band["without_value"] > 0.0
    ]


def _outcomes_table(summary: dict[str, Any]) -> str:
    rows = []
    for name, band in summary["outcomes"].items():
        bands = np.array([band["p05"], band["median"], band["p95"]])
        measure = measure_of(name, band["unit"], bands)
        beside = band["baseline"]
        rows.append(
            [
                measure.title,
                measure.unit,
                measure.show(band["median"]),
                f"{measure.show(band['p05'])} to {measure.show(band['p95'])}",
                "" if beside is None else measure.show(beside["median"]),
            ]
        )
    header = [f"At the end of {summary['horizon']}", "unit", "median", "5-95% of runs"]
    return table([*header, "baseline's median"], rows, left=2)
