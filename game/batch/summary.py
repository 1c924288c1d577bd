"""What a study says, as plain values (the JSON of `run`) and as a table to read."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from agents import parameters
from agents.history import band, columns
from agents.kernel_cache import model_version
from agents.names import quarter_name
from agents.parameters import PARAMETERS
from agents.plan import Order
from agents.scenario import Scenario
from agents.state import DEFAULT_BUYERS
from agents.study import Study
from game.batch import words
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
    doubt: bool = True

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
            "parameters_from": "accepted" if self.doubt else "calibrated",
            "model": model_version(),
            "data": data_version(),
        }

    @property
    def parameter_sets(self) -> int:
        """How many sets of parameters the runs take."""
        return min(self.runs, len(parameters.accepted())) if self.doubt else 1

    def parameters_of_runs(self) -> np.ndarray:
        """The parameters of every run. Shape: (runs, parameters), in the order of PARAMETERS."""
        if not self.doubt:
            return np.tile(list(parameters.defaults().values()), (self.runs, 1))
        sets = parameters.accepted()
        return sets[np.arange(self.runs) % len(sets)]


def data_version() -> str:
    """Twelve hexadecimal digits that change with any number of the model's data files."""
    digest = hashlib.sha256()
    home = parameters.FILE.parent
    for file in sorted([*home.glob("*.csv"), *(home.parent / "scenarios").glob("*.toml")]):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def summarise(request: Request, study: Study) -> dict[str, Any]:
    """The request, the bands of every metric at the horizon, the paired bands, the checksum."""
    return {
        **request.values(),
        "quarters": study.history.quarters,
        "parameters": parameters.defaults(),
        "parameter_sets": request.parameter_sets,
        "parameter_bands": {
            p.name: band(values)
            for p, values in zip(PARAMETERS, request.parameters_of_runs().T, strict=True)
        },
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
        words.spread(summary["parameter_sets"]),
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
