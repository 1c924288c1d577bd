"""The points of an experiment: which values its factors take together, and in which order.

Every design but a grid, a list and one at a time is drawn in the unit cube, evenly in each factor.
A factor with levels or whole numbers then takes the level whose bin the coordinate falls in, all
bins alike; a threshold (a lever with a logarithmic scale) is spread evenly in its logarithm.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents.levers import INDEX, LEVERS
from agents.scenario import Scenario
from game.commands.problems import missing_library
from game.lab.experiment import Experiment, Factor, Step
from game.lab.factors import log_scale

SHUFFLED = ("grid", "latin-hypercube", "one-at-a-time")
WHOLE_PATH = "recorded path whole"


@dataclass(frozen=True)
class DesignTable:
    """The points of a design, in the order that its analysis wants.

    `labels` are empty where the design has none; `steps` are orders of a point's own. In one
    replication the points are played in the order of `order`.
    Shapes: values (points, factors) float64; order (points,) int64.
    """

    names: tuple[str, ...]
    values: np.ndarray
    labels: tuple[str, ...]
    steps: tuple[tuple[Step, ...], ...]
    order: np.ndarray


def points(experiment: Experiment) -> DesignTable:
    """The points of an experiment: a function of it alone.

    Raises: CommandError if the library that the design needs is not installed.
    """
    kind = experiment.design.kind
    labels: tuple[str, ...] | None = None
    steps: tuple[tuple[Step, ...], ...] | None = None
    if kind == "grid":
        values = _grid(experiment)
    elif kind == "one-at-a-time":
        values, labels = _one_at_a_time(experiment)
    elif kind == "list":
        values, labels, steps = _list(experiment)
    elif kind == "history":
        values, labels, steps = _history(experiment)
    else:
        values = from_unit(_sampled(experiment), experiment.factors)
    number = len(values)
    order = np.arange(number, dtype=np.int64)
    if kind in SHUFFLED:
        order = np.random.default_rng(experiment.seed).permutation(number).astype(np.int64)
    return DesignTable(
        tuple(factor.name for factor in experiment.factors),
        values,
        ("",) * number if labels is None else labels,
        ((),) * number if steps is None else steps,
        order,
    )


def size(experiment: Experiment) -> int:
    """How many points the experiment has, without laying them out."""
    design, factors = experiment.design, experiment.factors
    if design.kind == "grid":
        return math.prod(len(_levels(factor, design.levels)) for factor in factors)
    if design.kind == "one-at-a-time":
        return 1 + sum(len(_others(factor)) for factor in factors)
    if design.kind == "saltelli":
        return design.points * (2 * len(factors) + 2 if design.second_order else len(factors) + 2)
    if design.kind == "morris":
        return design.points * (len(factors) + 1)
    if design.kind == "list":
        return len(design.given)
    if design.kind == "history":
        return 1 + len(recorded_controls(experiment.scenario))
    return design.points


# In the unit cube


def _sampled(experiment: Experiment) -> np.ndarray:
    kind = experiment.design.kind
    try:
        return SAMPLERS[kind](experiment)
    except ModuleNotFoundError as error:
        raise missing_library(f"a design of kind '{kind}'", str(error.name)) from None


def _latin_hypercube(experiment: Experiment) -> np.ndarray:
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube(d=len(experiment.factors), seed=_generator(experiment))
    return np.asarray(sampler.random(experiment.design.points))


def _sobol(experiment: Experiment) -> np.ndarray:
    from scipy.stats import qmc

    sampler = qmc.Sobol(d=len(experiment.factors), scramble=True, seed=_generator(experiment))
    return np.asarray(sampler.random(experiment.design.points))


def _saltelli(experiment: Experiment) -> np.ndarray:
    from SALib.sample import sobol

    return np.asarray(
        sobol.sample(
            _unit_cube(experiment),
            experiment.design.points,
            calc_second_order=experiment.design.second_order,
            seed=_generator(experiment),
        )
    )


def _morris(experiment: Experiment) -> np.ndarray:
    from SALib.sample import morris

    return np.asarray(
        morris.sample(
            _unit_cube(experiment),
            experiment.design.points,
            num_levels=experiment.design.levels,
            seed=_generator(experiment),
        )
    )


SAMPLERS: dict[str, Callable[[Experiment], np.ndarray]] = {
    "latin-hypercube": _latin_hypercube,
    "sobol": _sobol,
    "saltelli": _saltelli,
    "morris": _morris,
}


def _generator(experiment: Experiment) -> np.random.Generator:
    return np.random.default_rng(experiment.seed)


def _unit_cube(experiment: Experiment) -> dict[str, object]:
    """The problem as SALib wants it, each factor from 0 to 1."""
    names = [factor.name for factor in experiment.factors]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def from_unit(unit: np.ndarray, factors: tuple[Factor, ...]) -> np.ndarray:
    """Coordinates of the unit cube as values of the factors. Shapes: (points, factors)."""
    return np.column_stack([_spread(unit[:, k], factor) for k, factor in enumerate(factors)])


def _spread(unit: np.ndarray, factor: Factor) -> np.ndarray:
    levels = np.array(factor.values)
    if factor.whole and not factor.values:
        levels = np.arange(factor.low, factor.high + 0.5)
    if len(levels):
        return levels[np.minimum((unit * len(levels)).astype(int), len(levels) - 1)]
    if log_scale(factor):
        values = factor.low * (factor.high / factor.low) ** unit
    else:
        values = factor.low + (factor.high - factor.low) * unit
    return np.clip(values, factor.low, factor.high)


# By levels


def _levels(factor: Factor, number: int) -> tuple[float, ...]:
    """The levels of a factor in a grid."""
    if factor.values:
        return factor.values
    if log_scale(factor):
        return tuple(np.geomspace(factor.low, factor.high, number).tolist())
    even = np.linspace(factor.low, factor.high, number)
    return tuple(np.unique(np.floor(even + 0.5) if factor.whole else even).tolist())


def _grid(experiment: Experiment) -> np.ndarray:
    levels = [_levels(factor, experiment.design.levels) for factor in experiment.factors]
    return np.stack(np.meshgrid(*levels, indexing="ij"), axis=-1).reshape(-1, len(levels))


def _others(factor: Factor) -> tuple[float, ...]:
    """The levels at which one factor alone is moved from its usual value."""
    levels = factor.values or (factor.low, factor.high)
    return tuple(level for level in levels if level != factor.usual)


def _one_at_a_time(experiment: Experiment) -> tuple[np.ndarray, tuple[str, ...]]:
    usual = [factor.usual for factor in experiment.factors]
    rows, labels = [usual], ["usual"]
    for k, factor in enumerate(experiment.factors):
        for level in _others(factor):
            rows.append([*usual[:k], level, *usual[k + 1 :]])
            labels.append(f"{factor.name} = {level:g}")
    return np.array(rows, dtype=np.float64), tuple(labels)


# By hand, and as recorded


def _list(
    experiment: Experiment,
) -> tuple[np.ndarray, tuple[str, ...], tuple[tuple[Step, ...], ...]]:
    given = experiment.design.given
    names = [factor.name for factor in experiment.factors]
    values = np.array([[point.values[name] for name in names] for point in given])
    return (
        values.reshape(len(given), len(names)).astype(np.float64),
        tuple(point.name for point in given),
        tuple(point.steps for point in given),
    )


def recorded_controls(scenario: Scenario) -> tuple[Step, ...]:
    """The controls on a scenario's recorded path, each held off while its record lasts.

    A control that the record never puts in force is not among them.
    """
    plan = scenario.base_plan()
    steps: list[Step] = []
    for key in dict.fromkeys(entry["lever"] for entry in scenario.data.get("path", [])):
        lever = LEVERS[key]
        column = plan.values[:, INDEX[key]]
        known = np.flatnonzero(~np.isnan(column))
        if lever.control and len(known) and np.any(column[known] != lever.off):
            first, last = plan.start + int(known[0]), plan.start + int(known[-1])
            steps.append(Step("", key, lever.off, first, None if last == plan.end else last))
    return tuple(steps)


def _history(
    experiment: Experiment,
) -> tuple[np.ndarray, tuple[str, ...], tuple[tuple[Step, ...], ...]]:
    controls = recorded_controls(experiment.scenario)
    labels = (WHOLE_PATH, *(f"without {step.lever}" for step in controls))
    return np.empty((len(labels), 0)), labels, ((), *((step,) for step in controls))
