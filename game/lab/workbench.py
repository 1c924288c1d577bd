"""Our model as one of the EMA Workbench's own: sampled, run and searched by its tools.

    from ema_workbench import perform_experiments
    model = ecosystem_model(read_experiment(path), together=True)
    experiments, outcomes = perform_experiments(model, scenarios=200)

Factors that set a lever, or say when an order begins and how long it holds, are the model's levers;
numbers of the rules are its uncertainties; or all are uncertainties together. One experiment of
the workbench is one point: all its replications beside their baselines in one call of the kernel,
with the luck and the parameter sets that the lab's own studies have.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from game.lab.chunk import Task, play_chunk
from game.lab.discovery import quiet_import
from game.lab.experiment import Experiment, Factor
from game.lab.factors import log_scale
from game.lab.outcomes import measured
from game.lab.tables import followed, kept_quarters

NAME = "TwoStacks"  # the workbench wants letters and digits


def ecosystem_model(experiment: Experiment, *, together: bool = False, series: bool = False) -> Any:
    """An experiment as a Model of the workbench; its design is not used, its factors are.

    With `together` every factor is an uncertainty, so that all are sampled as one space; otherwise
    scenarios and policies are sampled apart and crossed.

    Outcomes are the means over replications at the horizon, by the names of `identifier`, and
    `backfire`, the share of replications in which the experiment's criterion holds. With `series`
    also the mean path of every outcome that is followed over time, as `<name>_path`, one value for
    each kept quarter (`path_quarters`).
    """
    with quiet_import():
        from ema_workbench import Model, ScalarOutcome, TimeSeriesOutcome

    model = Model(NAME, function=play_point(experiment, series))
    uncertain = [f for f in experiment.factors if together or f.kind == "parameter"]
    model.uncertainties = [parameter_of(factor) for factor in uncertain]
    model.levers = [parameter_of(f) for f in experiment.factors if f not in uncertain]
    names = [identifier(outcome.name) for outcome in measured(experiment)]
    paths = [f"{identifier(outcome.name)}_path" for outcome in followed(experiment)]
    model.outcomes = [ScalarOutcome(name) for name in [*names, *_criterion(experiment)]]
    if series and experiment.paths != "none":
        model.outcomes.extend([TimeSeriesOutcome(name) for name in paths])
    return model


def _criterion(experiment: Experiment) -> list[str]:
    known = {outcome.name for outcome in measured(experiment)}
    return ["backfire"] if experiment.backfire.outcome in known else []


def identifier(name: str) -> str:
    """A name as Python and the workbench take it: 'units[NVDA]' becomes 'units_NVDA'."""
    return "".join(c if c.isalnum() else "_" for c in name).strip("_")


def parameter_of(factor: Factor) -> Any:
    """A factor as a parameter of the workbench: levels as categories, whole numbers as integers,
    thresholds spread evenly in their logarithm."""
    with quiet_import():
        from ema_workbench import CategoricalParameter, IntegerParameter, RealParameter

    name = identifier(factor.name)
    if factor.values:
        return CategoricalParameter(name, list(factor.values), default=factor.usual)
    if factor.whole:
        return IntegerParameter(name, int(factor.low), int(factor.high), default=int(factor.usual))
    if log_scale(factor) and factor.low > 0.0:
        from scipy.stats import loguniform

        spread = loguniform(factor.low, factor.high)
        return RealParameter.from_dist(name, spread, default=factor.usual)
    return RealParameter(name, factor.low, factor.high, default=factor.usual)


def path_quarters(experiment: Experiment) -> list[int]:
    """The quarters of a mean path, counted from 2018Q1."""
    return kept_quarters(experiment)


def play_point(experiment: Experiment, series: bool = False) -> Callable[..., dict[str, Any]]:
    """The function of the model: values of factors by name, usual where not given, to outcomes."""
    bare = replace(experiment, design=replace(experiment.design, given=()), source="")
    if not series:
        bare = replace(bare, paths="none")
    names = [identifier(factor.name) for factor in bare.factors]
    count = bare.replications

    def function(**values: Any) -> dict[str, Any]:
        point = [
            float(values.get(name, factor.usual))
            for name, factor in zip(names, bare.factors, strict=True)
        ]
        table = np.tile(np.array(point, dtype=np.float64), (count, 1))
        nowhere = np.zeros(count, dtype=np.int64)
        task = Task(bare, 0, np.arange(count, dtype=np.int64), nowhere, table)
        part = play_chunk(task)
        return _means(bare, part.runs, part.paths)

    return function


def _means(experiment: Experiment, runs: bytes, paths: bytes | None) -> dict[str, Any]:
    """Means over replications; of values that some runs do not have, over those that have one."""
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(runs))
    found: dict[str, Any] = {}
    for name in [outcome.name for outcome in measured(experiment)] + _criterion(experiment):
        values = table.column(name).to_numpy().astype(np.float64)
        known = values[np.isfinite(values)]
        found[identifier(name)] = float(known.mean()) if known.size else float("nan")
    if paths is not None:
        table = parquet.read_table(io.BytesIO(paths))
        for outcome in followed(experiment):
            values = table.column(outcome.name).to_numpy().astype(np.float64)
            by_run = values.reshape(experiment.replications, -1)
            found[f"{identifier(outcome.name)}_path"] = by_run.mean(axis=0)
    return found
