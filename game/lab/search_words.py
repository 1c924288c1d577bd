"""What a search for policies found, as plain values and in words."""

from typing import Any

import numpy as np

from game.commands.output import table
from game.lab.experiment import Experiment, Factor
from game.lab.futures import decided, uncertain
from game.lab.outcomes import find
from game.lab.report.naming import beside, factor_words, level
from game.lab.search import Front, Goal, Judged
from game.lab.tables import made_by

SHOWN = 12  # policies of the table that is printed


def describe(
    experiment: Experiment,
    goals: tuple[Goal, ...],
    front: Front,
    judged: Judged,
    fresh: int,
    worst: float,
) -> dict[str, Any]:
    """The front, its objectives, and what it was judged in."""
    levers = decided(experiment)
    return {
        "title": experiment.title,
        "scenario": experiment.scenario.name,
        "seat": experiment.seat or None,
        "baseline": beside(experiment.baseline) or None,
        "model": made_by(),
        "seed": experiment.seed,
        "method": front.method,
        "generations": front.generations,
        "evaluations": front.evaluations,
        "futures": experiment.replications,
        "fresh_futures": fresh,
        "parameters": "accepted" if experiment.doubt else "calibrated",
        "uncertain": [_factor(factor) for factor in uncertain(experiment)],
        "worst": worst,
        "tail": f"{1.0 - worst:.0%} at least",
        "objectives": [_objective(goal, judged, k) for k, goal in enumerate(goals)],
        "levers": [_factor(factor) for factor in levers],
        "policies": [
            {
                "policy": n + 1,
                "levers": {f.name: float(v) for f, v in zip(levers, values, strict=True)},
                "searched": _aims(goals, front.aims[n]),
                "fresh": _aims(goals, judged.aims[n]),
                "regret": float(judged.regret[n]),
                "holds": bool(judged.holds[n]),
            }
            for n, values in enumerate(front.policies)
        ],
        "compromise": judged.compromise + 1,
        "least_regret": judged.least_regret + 1,
        "compromise_levers": _settings(levers, front.policies[judged.compromise]),
        "warnings": _warnings(experiment, judged, worst),
        "pictures": [],
    }


def _factor(factor: Factor) -> dict[str, Any]:
    return {"factor": factor.name, "kind": factor.kind, "keys": list(factor.keys),
            "unit": factor.unit, "low": factor.low, "high": factor.high,
            "meaning": factor_words(factor)}  # fmt: skip


def _objective(goal: Goal, judged: Judged, place: int) -> dict[str, Any]:
    outcome = find(goal.outcome)
    mean, tail = judged.optimism[place].tolist()
    return {
        "outcome": goal.outcome,
        "unit": outcome.unit,
        "meaning": outcome.meaning,
        "wanted": "more" if goal.larger else "less",
        "optimism": {"mean": mean, "robust": tail},
    }


def _aims(goals: tuple[Goal, ...], aims: np.ndarray) -> dict[str, dict[str, float]]:
    return {
        goal.outcome: {"mean": float(mean), "robust": float(tail)}
        for goal, (mean, tail) in zip(goals, aims, strict=True)
    }


def _settings(levers: tuple[Factor, ...], values: np.ndarray) -> dict[str, str]:
    """What a policy does, lever by lever, in words."""
    return {
        factor.name: f"{factor_words(factor)}: {level(factor, float(value))}"
        for factor, value in zip(levers, values, strict=True)
    }


def _warnings(experiment: Experiment, judged: Judged, worst: float) -> list[str]:
    told = []
    if experiment.replications * worst < 2.0:
        told.append(
            f"The search saw {experiment.replications} futures, few to tell what the worst "
            f"{worst:.0%} are like: more replications in the file make its tail firmer."
        )
    if len(judged.holds) == 1:
        told.append("One policy is best in everything: these objectives are not at odds here.")
    elif not judged.holds.all():
        told.append(
            f"In fresh futures {int(judged.holds.sum())} of {len(judged.holds)} policies are still "
            "beaten by no other; what set the rest apart was luck."
        )
    return told


def text(document: dict[str, Any]) -> str:
    """The front as a table, the marked policies, and how far to trust them."""
    count = len(document["policies"])
    parts = [
        f"{document['title']}: {document['evaluations']:,} policies tried in "
        f"{document['generations']} generations ({document['method']}), each in the same "
        f"{document['futures']} futures; {_counted(count)} beaten by no other",
        _robust_text(document),
        _front_text(document),
        _compromise_text(document),
        _optimism_text(document),
        *document["warnings"],
    ]
    return "\n\n".join(parts)


def _counted(count: int) -> str:
    return "1 is" if count == 1 else f"{count} are"


def _robust_text(document: dict[str, Any]) -> str:
    names = [f"{o['wanted']} {o['outcome']} ({o['unit']})" for o in document["objectives"]]
    doubt = "luck"
    if document["parameters"] == "accepted":
        doubt += ", parameter sets that meet the record"
    if document["uncertain"]:
        doubt += ", " + ", ".join(entry["factor"] for entry in document["uncertain"])
    return (
        f"wanted: {'; '.join(names)}\n"
        f"robust: the value that {1.0 - document['worst']:.0%} of futures are at least as good as; "
        f"futures differ in {doubt}\n"
        "which way is wanted is the question's, not the model's: it weighs no side's aims"
    )


def _front_text(document: dict[str, Any]) -> str:
    shown = _chosen(document)
    levers = [entry["factor"] for entry in document["levers"]]
    columns = []
    for entry in document["objectives"]:
        columns += [(entry["outcome"], "mean"), (entry["outcome"], "robust")]
    header = ["policy", "", *levers]
    header += [outcome if aim == "mean" else aim for outcome, aim in columns] + ["regret"]
    rows = []
    for policy in shown:
        row = [str(policy["policy"]), _mark(document, policy["policy"])]
        row += [f"{policy['levers'][name]:.3g}" for name in levers]
        row += [f"{policy['fresh'][outcome][aim]:.4g}" for outcome, aim in columns]
        rows.append([*row, f"{policy['regret']:.2f}"])
    total = len(document["policies"])
    few = f" ({len(shown)} of {total})" if len(shown) < total else ""
    return (
        f"policies{few}, means and robust values in {document['fresh_futures']} fresh futures\n\n"
        + table(header, rows, left=2)
    )


def _mark(document: dict[str, Any], number: int) -> str:
    marks = [word for word, key in (("compromise", "compromise"), ("least regret", "least_regret"))
             if document[key] == number]  # fmt: skip
    return ", ".join(marks)


def _chosen(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The marked policies, and others evenly along the front."""
    policies = document["policies"]
    kept = {document["compromise"], document["least_regret"]}
    room = min(SHOWN, len(policies))
    for place in np.linspace(1, len(policies), room).round().astype(int).tolist():
        if len(kept) < room:
            kept.add(place)
    return [policy for policy in policies if policy["policy"] in kept]


def _compromise_text(document: dict[str, Any]) -> str:
    lines = [
        f"policy {document['compromise']}, the compromise, is nearest to the best of every "
        "objective at once:"
    ]
    lines += [f"  {name}: {words}" for name, words in document["compromise_levers"].items()]
    regret = document["policies"][document["least_regret"] - 1]["regret"]
    lines.append(
        f"policy {document['least_regret']} has the least regret: in no future does it give away "
        f"more than {regret:.0%} of an objective's range against the best policy for that future"
    )
    return "\n".join(lines)


def _optimism_text(document: dict[str, Any]) -> str:
    told = []
    for entry in document["objectives"]:
        mean, tail = entry["optimism"]["mean"], entry["optimism"]["robust"]
        told.append(
            f"{entry['outcome']} {_signed(mean)} in the mean, {_signed(tail)} in the robust value"
        )
    return (
        "the search saw its own front better than fresh futures do, by (above 0: too good; by "
        "picking, and by the luck of its few futures): " + "; ".join(told)
    )


def _signed(value: float) -> str:
    return f"{value:+.3g}" if abs(value) > 1e-9 else "0"
