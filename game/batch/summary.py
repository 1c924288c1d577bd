"""What a study says, as plain values (the JSON of `run`) and as a table to read."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from agents import parameters
from agents.history import band, columns
from agents.kernel_cache import model_version
from agents.names import quarter_name
from agents.plan import Order
from agents.scenario import Scenario
from agents.state import DEFAULT_BUYERS
from agents.study import Study
from game.batch.measures import BACKFIRE, KEY_METRICS, sentence
from game.commands.output import table


@dataclass(frozen=True)
class Request:
    """What was asked for: with equal requests every number of a study is equal."""

    scenario: Scenario
    runs: int
    seed: int
    seat: str = ""
    buyers: int = DEFAULT_BUYERS
    orders: list[Order] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        """The request as plain values."""
        return {
            "scenario": self.scenario.name,
            "runs": self.runs,
            "seed": self.seed,
            "seat": self.seat or None,
            "buyers": self.buyers,
            "orders": [
                {"lever": o.lever, "value": o.value, "quarter": quarter_name(o.quarter)}
                for o in self.orders
            ],
            "model": model_version(),
        }


def summarise(request: Request, study: Study) -> dict[str, Any]:
    """The request, the bands of every metric at the horizon, the paired bands, the checksum."""
    return {
        **request.values(),
        "quarters": study.history.quarters,
        "parameters": parameters.defaults(),
        "metrics": {name: band(study.history.final(name)) for name in columns()},
        "twin_metrics": {name: band(study.twin.final(name)) for name in columns()},
        "paired": {name: paired_band(values) for name, values in study.paired().items()},
        "checksum": study.checksum(),
    }


def paired_band(values: np.ndarray) -> dict[str, float]:
    """The band of a paired difference and the shares of runs above and below zero."""
    return {
        **band(values),
        "probability_positive": float((values > 0.0).mean()),
        "probability_negative": float((values < 0.0).mean()),
    }


def text(summary: dict[str, Any], title: str) -> str:
    """The tables and sentences that `run` prints."""
    horizon = summary["quarters"][-1]
    parts = [
        f"{title} ({summary['scenario']}), {summary['runs']:,} runs, seed {summary['seed']}, "
        f"{summary['quarters'][0]} to {horizon}",
        metrics_table(summary),
        "What the controls did: each run less its twin without controls, the same luck in both.\n"
        "Above zero means worse for the sender than no controls.",
        paired_table(summary),
        "\n".join(
            f"{q.measure.title}: {sentence(q, summary['paired'][q.measure.name])}" for q in BACKFIRE
        ),
        f"checksum {summary['checksum']}",
    ]
    return "\n\n".join(parts)


def metrics_table(summary: dict[str, Any]) -> str:
    """The key metrics at the horizon, beside the twin's median."""
    rows = []
    for measure in KEY_METRICS:
        spread, twin = summary["metrics"][measure.name], summary["twin_metrics"][measure.name]
        rows.append(
            [
                measure.title,
                measure.unit,
                measure.show(spread["median"]),
                f"{measure.show(spread['p05'])} to {measure.show(spread['p95'])}",
                measure.show(twin["median"]),
            ]
        )
    header = [f"At the end of {summary['quarters'][-1]}", "unit", "median", "5-95% of runs"]
    return table([*header, "without controls"], rows, left=2)


def paired_table(summary: dict[str, Any]) -> str:
    """The five paired differences."""
    rows = []
    for question in BACKFIRE:
        measure = question.measure
        spread = summary["paired"][measure.name]
        rows.append(
            [
                measure.title,
                measure.unit,
                measure.show_signed(spread["median"]),
                f"{measure.show_signed(spread['p05'])} to {measure.show_signed(spread['p95'])}",
                f"{100 * spread['probability_positive']:.0f}%",
            ]
        )
    header = ["Backfire", "unit", "median", "5-95% of runs", "runs above zero"]
    return table(header, rows, left=2)
