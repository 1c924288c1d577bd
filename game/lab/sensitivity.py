"""Sensitivity: how much each factor of a design moves an outcome, and how much is luck.

Three methods of SALib, chosen by the design. Saltelli's design allows first and total order indices
(Sobol' 2001; Saltelli and others 2010); Morris's trajectories elementary effects (Morris 1991;
Campolongo and others 2007). For points that were laid out for no method (sobol, latin-hypercube,
grid) there is RBD-FAST (Tarantola and others 2006; with the correction of Tissot and Prieur 2012),
which reads first order indices off the points as they are. It was chosen over SALib's `delta` and
`pawn`, which see more than the variance, because its shares add up with the share that is luck, it
is hardly biased where a factor does nothing, and it says how sure it is. What factors do only
together it does not tell apart: that is in the remainder.

All of them are given the mean over replications of each point. Equal replications have equal luck,
so most of the luck falls out of the differences between points; what is left is told as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from game.commands.problems import CommandError, nearest
from game.lab.variance import Spread, spread

if TYPE_CHECKING:
    from game.lab.results import Results

RESAMPLES = 200
LEVELS = 4  # of Morris's trajectories where the design names none
LEAST_POINTS = {"saltelli": 32, "morris": 4}  # base points, trajectories
LEAST_GIVEN, HARMONICS = 64, 10  # points for RBD-FAST, and what it sums with enough of them
SLIGHT = 0.02  # what factors explain less of single runs' variance than this is next to nothing
MUCH_LUCK = 0.2  # a larger share of luck in the means is worth a warning


@dataclass(frozen=True)
class Method:
    """A method: the columns of its numbers with what they are called, its size first."""

    name: str
    title: str
    columns: dict[str, str]
    size: str
    margin: str


SOBOL = Method(
    "sobol",
    "Sobol' indices: share of the variance between points",
    {
        "total": "total order",
        "total_margin": "±",
        "first": "first order",
        "first_margin": "±",
    },
    "total",
    "total_margin",
)
MORRIS = Method(
    "morris",
    "Elementary effects: change of the outcome over the whole range of a factor",
    {"mu_star": "mean size", "mu_star_margin": "±", "mu": "mean", "sigma": "spread"},
    "mu_star",
    "mu_star_margin",
)
GIVEN = Method(
    "rbd-fast",
    "First order indices from the points as they are (RBD-FAST): share of the variance",
    {"first": "first order", "first_margin": "±"},
    "first",
    "first_margin",
)
METHODS = {
    "saltelli": SOBOL,
    "morris": MORRIS,
    "sobol": GIVEN,
    "latin-hypercube": GIVEN,
    "grid": GIVEN,
}


@dataclass(frozen=True)
class Effect:
    """What one factor does; `clear` where the size is larger than its margin (95%)."""

    factor: str
    numbers: dict[str, float]
    clear: bool


@dataclass(frozen=True)
class Sensitivity:
    """The analysis of one outcome: effects with the largest first; without repetition no spread.

    `remainder` is the share that no single factor explains, for RBD-FAST; `slight` says that the
    factors hardly move the outcome, where they do not.
    """

    outcome: str
    unit: str
    method: Method
    effects: tuple[Effect, ...]
    spread: Spread | None
    remainder: float | None
    warnings: tuple[str, ...]
    slight: str = ""


def sobol_indices(values: np.ndarray, names: tuple[str, ...], base: int, seed: int) -> list[Effect]:
    """First and total order indices. Shapes: values (points,) in the order of Saltelli's design,
    with or without the points for second order."""
    from SALib.analyze import sobol

    second = len(values) == base * (2 * len(names) + 2)
    found = sobol.analyze(
        _problem(names), values, calc_second_order=second, num_resamples=RESAMPLES, seed=seed
    )
    table = {
        "total": found["ST"],
        "total_margin": found["ST_conf"],
        "first": found["S1"],
        "first_margin": found["S1_conf"],
    }
    return _effects(SOBOL, names, table)


def elementary_effects(
    points: np.ndarray, values: np.ndarray, names: tuple[str, ...], levels: int, seed: int
) -> list[Effect]:
    """Morris's mean size, mean and spread of effects, in the outcome's unit.

    Shapes: points (points, factors) in the order of Morris's design, values (points,).
    """
    from SALib.analyze import morris

    found = morris.analyze(
        _problem(names), points, values, num_levels=levels, num_resamples=RESAMPLES, seed=seed
    )
    table = {
        "mu_star": found["mu_star"],
        "mu_star_margin": found["mu_star_conf"],
        "mu": found["mu"],
        "sigma": found["sigma"],
    }
    return _effects(MORRIS, names, table)


def given_data(
    points: np.ndarray, values: np.ndarray, names: tuple[str, ...], seed: int
) -> list[Effect]:
    """First order indices from points of any layout. Shapes: points (points, factors), values
    (points,)."""
    from SALib.analyze import rbd_fast

    # The method sorts by each factor. Points of equal value must not come in an order that follows
    # another factor, as those of a grid do.
    mixed = np.random.default_rng(seed).permutation(len(values))
    # Each harmonic wants some points of its own, in the halves that the margins are taken from too.
    harmonics = min(max(len(values) // 16, 1), HARMONICS)
    found = rbd_fast.analyze(
        _problem(names), points[mixed], values[mixed], M=harmonics, num_resamples=RESAMPLES,
        seed=seed,
    )  # fmt: skip
    return _effects(GIVEN, names, {"first": found["S1"], "first_margin": found["S1_conf"]})


def _problem(names: tuple[str, ...]) -> dict[str, Any]:
    # Bounds do not enter these analyses. SALib refuses some endings of names: it gets its own.
    count = len(names)
    numbered = [f"x{place}" for place in range(count)]
    return {"num_vars": count, "names": numbered, "bounds": [[0.0, 1.0]] * count}


def _effects(method: Method, names: tuple[str, ...], table: dict[str, Any]) -> list[Effect]:
    columns = {name: np.asarray(column, dtype=float) for name, column in table.items()}
    effects = []
    for place, factor in enumerate(names):
        numbers = {name: float(column[place]) for name, column in columns.items()}
        clear = numbers[method.size] > numbers[method.margin]
        effects.append(Effect(factor, numbers, clear))
    return sorted(effects, key=lambda effect: -effect.numbers[method.size])


def analyse(
    outcome: str,
    unit: str,
    kind: str,
    points: np.ndarray,
    table: np.ndarray,
    names: tuple[str, ...],
    size: tuple[int, int],
    seed: int,
) -> Sensitivity:
    """The analysis of one outcome by the method of its design.

    `size` is the number of base points or trajectories, and of levels, of the design. Shapes:
    points (points, factors), table (points, replications), finite and not all equal.
    """
    values, method = table.mean(axis=1), METHODS[kind]
    if method is SOBOL:
        effects = sobol_indices(values, names, size[0], seed)
    elif method is MORRIS:
        effects = elementary_effects(points, values, names, size[1], seed)
    else:
        effects = given_data(points, values, names, seed)
    parts = spread(table)
    remainder = None
    if method is GIVEN:
        remainder = 1.0 - sum(max(effect.numbers["first"], 0.0) for effect in effects)
    told = tuple(_warnings(effects, parts, kind, size[0] or len(values)))
    slight = ""
    if parts is not None and parts.factors < SLIGHT:
        below = "effects below are" if method is MORRIS else "shares below divide"
        slight = (
            f"Factors explain {parts.factors:.1%} of the spread of {outcome}; the {below} next to "
            f"nothing: point means run from {values.min():.4g} to {values.max():.4g} {unit}."
        )
    return Sensitivity(outcome, unit, method, tuple(effects), parts, remainder, told, slight)


def _warnings(effects: list[Effect], parts: Spread | None, kind: str, size: int) -> Iterable[str]:
    """What a reader should know before believing the numbers."""
    least = LEAST_POINTS.get(kind, LEAST_GIVEN)
    what = {"saltelli": "base points", "morris": "trajectories"}.get(kind, "points")
    if size < least:
        yield f"{size} {what} are few for this method; take {least} or more."
    unclear = [effect.factor for effect in effects if not effect.clear]
    if len(unclear) == len(effects):
        yield (
            f"No effect is larger than its margin: these {size} {what} are too few to say which "
            "factor counts, or none does."
        )
    elif unclear:
        yield (
            f"Margin larger than the effect, so it may as well be nothing: {', '.join(unclear)}."
        )
    if parts is None:
        yield (
            "One replication: what is luck and what the factors did cannot be told apart; take "
            "more replications."
        )
    elif parts.leftover > MUCH_LUCK:
        yield (
            f"{parts.leftover:.0%} of the differences between the means of points is luck; more "
            "replications would bring the factors out."
        )


def of_study(
    results: "Results", wanted: tuple[str, ...] = ()
) -> tuple[list[Sensitivity], dict[str, str]]:
    """The analysis of a study's outcomes, and why some of them were left out.

    Without names: the experiment's outcomes and the share of runs that backfire.
    Raises: CommandError if the design is none that a method reads, no replication is whole, or no
    outcome can be analysed.
    """
    experiment, design = results.experiment, results.design
    if experiment.design.kind not in METHODS:
        raise CommandError(
            f"the design of this study is '{experiment.design.kind}', which shows no variance: "
            f"sensitivity reads {', '.join(METHODS)}"
        )
    size = (experiment.design.points, experiment.design.levels or LEVELS)
    found, left_out = [], {}
    for name in wanted or default_outcomes(results):
        table = results.by_point(check_outcome(results, name))
        if table.shape[1] == 0:
            raise CommandError(
                "no replication is whole yet, and points are compared within replications: go on "
                "with twostacks batch .. --resume"
            )
        why = _unfit(table)
        if why:
            left_out[name] = why
            continue
        found.append(
            analyse(
                name, results.units[name], experiment.design.kind, design.values, table,
                design.names, size, experiment.seed or 1,
            )
        )  # fmt: skip
    if not found:
        told = "; ".join(f"{name}: {why}" for name, why in left_out.items())
        raise CommandError(f"nothing to analyse: {told}")
    return found, left_out


def _unfit(table: np.ndarray) -> str:
    """Why the values of an outcome cannot be analysed; empty if they can."""
    lacking = float(np.isnan(table).mean())
    if lacking > 0.0:
        return f"has no value in {100 * lacking:.3g}% of the runs"
    return "" if np.ptp(table.mean(axis=1)) > 0.0 else "has the same mean at every point"


def default_outcomes(results: "Results") -> tuple[str, ...]:
    """The outcomes of a study, and the share of runs that backfire where it is recorded."""
    more = ("backfire",) if "backfire" in results.units else ()
    known = tuple(name for name in results.outcomes if name in results.units)
    return (*known, *more)


def check_outcome(results: "Results", name: str) -> str:
    """The same name if it is an outcome that the study recorded.

    Raises: CommandError naming the nearest.
    """
    keys = {"point", "replication", "run", "seed", "parameter_set", "model", "scenario"}
    known = [n for n in results.units if n not in keys and not n.startswith("factor.")]
    if name not in known:
        raise CommandError(
            f"this study has no outcome '{name}'; the nearest is '{nearest(name, known)}'"
        )
    return name
