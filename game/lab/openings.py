"""The openings of the runs of a chunk: parameters, characters, the seat that orders alone move."""

from functools import lru_cache
from threading import Lock

import numpy as np

from agents import parameters
from agents.characters import cast, lead
from agents.scenario import Scenario, openings
from agents.state import layout
from game.lab.experiment import Experiment
from game.lab.plans import distinct

# Openings of all accepted sets are kept where they take no more memory than this.
KEPT_BYTES = 128_000_000
_making = Lock()


def world_bytes(buyers: int) -> int:
    """Memory of one world, bytes."""
    return 8 * layout(buyers).width


def opened(
    experiment: Experiment,
    replications: np.ndarray,
    values: np.ndarray,
    *,
    controls: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Openings, equal ones once, and which of them each run has. The rows are not to be written to.

    Shapes: replications (runs,), values (runs, factors); returns (openings, width) and (runs,).
    """
    varied = [f.kind == "parameter" for f in experiment.factors]
    own = values[:, np.array(varied, dtype=bool)]
    sets = parameter_sets(experiment, replications)
    drawn = experiment.characters == "drawn"
    few = world_bytes(experiment.buyers) * len(parameters.accepted()) <= KEPT_BYTES
    if few and not own.shape[1] and not drawn:
        return _kept(experiment, controls), np.maximum(sets, 0)
    leaders = replications if drawn else np.zeros_like(replications)
    first, which = distinct(np.column_stack([sets, leaders, own]))
    if few and not own.shape[1]:
        rows = _kept(experiment, controls)[np.maximum(sets[first], 0)]
    else:
        numbers = _numbers(experiment, sets[first], own[first])
        rows = openings(
            experiment.scenario,
            numbers,
            experiment.buyers,
            controls=controls,
            seat=experiment.seat,
        )
    if drawn:
        for row, game in zip(rows, replications[first].tolist(), strict=True):
            chosen = cast(experiment.seed, held=experiment.seat, game=game)
            lead(row, chosen, experiment.buyers)
    return rows, which


def parameter_sets(experiment: Experiment, replications: np.ndarray) -> np.ndarray:
    """The accepted parameter set of each run, -1 for the calibrated values. Shape: (runs,)."""
    if experiment.doubt:
        return replications % len(parameters.accepted())
    return np.full_like(replications, -1)


def _numbers(experiment: Experiment, sets: np.ndarray, own: np.ndarray) -> np.ndarray:
    """The model's numbers under sets and factors. Shape: (openings, parameters)."""
    calibrated = list(parameters.defaults().values())
    known = np.vstack([parameters.accepted(), calibrated])  # the last is set -1
    numbers = known[sets]
    names = [p.name for p in parameters.PARAMETERS]
    factors = [f for f in experiment.factors if f.kind == "parameter"]
    for factor, column in zip(factors, own.T, strict=True):
        for key in factor.keys:
            numbers[:, names.index(key)] = column
    return numbers


def _kept(experiment: Experiment, controls: bool) -> np.ndarray:
    # One thread makes them, the others wait for it.
    with _making:
        return _made(
            experiment.scenario, experiment.buyers, controls, experiment.seat, experiment.doubt
        )


@lru_cache(maxsize=2)  # with and without controls before the start
def _made(scenario: Scenario, buyers: int, controls: bool, seat: str, doubt: bool) -> np.ndarray:
    """The openings of all sets, or of the calibrated values alone. Shape: (sets, width)."""
    calibrated = np.array([list(parameters.defaults().values())])
    numbers = parameters.accepted() if doubt else calibrated
    rows = openings(scenario, numbers, buyers, controls=controls, seat=seat)
    rows.setflags(write=False)
    return rows
