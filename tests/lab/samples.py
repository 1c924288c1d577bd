"""Small experiments by hand, for the tests of the lab."""

from dataclasses import replace
from typing import Any

import numpy as np

from agents.levers import LEVERS
from agents.parameters import PARAMETERS
from agents.scenario import load
from game.lab.design import DesignTable
from game.lab.experiment import Backfire, Baseline, Design, Experiment, Factor

SAMPLE = Experiment(
    title="A sample",
    question="What does a line do?",
    scenario=load("october-seventh"),
    horizon=35,  # 2026Q4
    seat="",
    buyers=64,
    seed=7,
    replications=2,
    doubt=True,
    characters="plain",
    steps=(),
    factors=(),
    design=Design("list"),
    baseline=Baseline("twin", "twin"),
    backfire=Backfire("capability", 0.0),
    outcomes=("gap_generations", "self_sufficiency", "capability"),
    paths="years",
    source="",
)


def experiment(scenario: str = "october-seventh", **changes: Any) -> Experiment:
    """The sample, on a scenario, with other fields changed."""
    found = load(scenario)
    horizon = changes.pop("horizon", min(found.end, found.start + 16))
    return replace(SAMPLE, scenario=found, horizon=horizon, **changes)


def lever_factor(key: str, **changes: Any) -> Factor:
    """A lever over its whole range."""
    lever = LEVERS[key]
    made = Factor(key, "lever", (key,), lever.low, lever.high, lever.low, lever.unit)
    return replace(made, **changes)


def parameter_factor(name: str, **changes: Any) -> Factor:
    """A number of the model over its prior range."""
    p = next(p for p in PARAMETERS if p.name == name)
    return replace(Factor(name, "parameter", (name,), p.low, p.high, p.value, p.unit), **changes)


def design(values: Any, steps: Any = None, order: Any = None) -> DesignTable:
    """A table of points with these values of the factors; in their order unless told."""
    table = np.asarray(values, dtype=float)
    places = np.arange(len(table)) if order is None else np.asarray(order)
    names = tuple(f"f{k}" for k in range(table.shape[1]))
    own = ((),) * len(table) if steps is None else steps
    return DesignTable(names, table, ("",) * len(table), own, places)
