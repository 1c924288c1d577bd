"""The [design] and the [[point]] tables of an experiment file: how its points are laid out."""

from typing import cast

from agents.scenario import load, scenario_names
from game.lab.design import recorded_controls, size
from game.lab.experiment import Design, DesignKind, Experiment, Factor, Point
from game.lab.factors import POINT_KEYS
from game.lab.steps import Game, read_steps
from game.lab.table import Table

MOST_POINTS = 1_000_000
MOST_RUNS = 10_000_000  # playing is bounded in memory, but reading holds whole columns
# What each kind of design takes beside its kind.
DESIGN_KEYS: dict[str, tuple[str, ...]] = {
    "grid": ("levels",),
    "latin-hypercube": ("points",),
    "sobol": ("points",),
    "saltelli": ("points", "second_order"),
    "morris": ("points", "levels"),
    "one-at-a-time": (),
    "list": (),
    "history": (),
}
LEVELS = {"grid": 5, "morris": 4}
POINTS_MEAN = {
    "latin-hypercube": "how many points",
    "sobol": "how many points, a power of two",
    "saltelli": "the base sample, a power of two; it becomes so many times (factors + 2) points",
    "morris": "how many trajectories, of one point more than there are factors",
}


def read_design(top: Table, game: Game, factors: tuple[Factor, ...]) -> Design:
    """The design that a file asks for.

    Raises: CommandError for what the kind of design does not take, or lacks.
    """
    if "design" not in top:
        raise top.wrong((), f"[design] is missing: its kind is one of {', '.join(DESIGN_KEYS)}")
    table = top.table("design")
    kind = cast(DesignKind, table.choice("kind", DESIGN_KEYS))
    _design_keys(table, kind)
    given = read_points(top.tables("point"), game, factors) if kind == "list" else ()
    if kind != "list" and "point" in top:
        raise top.wrong("point", f"[[point]] is for a design of kind 'list', not '{kind}'")
    if kind == "list" and not given:
        raise table.wrong("kind", "a design of kind 'list' needs its points under [[point]]")
    if kind == "history":
        _history(top, table, game)
    elif kind != "list" and not factors:
        raise table.wrong("kind", f"a design of kind '{kind}' needs one [[factor]] or more")
    points = _number_of_points(table, kind) if "points" in DESIGN_KEYS[kind] else 0
    levels = table.whole("levels", 2, 1_000, LEVELS[kind]) if kind in LEVELS else 0
    if kind == "morris" and levels % 2:
        raise table.wrong(
            "levels", f"a Morris design needs an even number of levels, such as {levels + 1}"
        )
    return Design(kind, points, levels, given, table.truth("second_order", False))


def _design_keys(table: Table, kind: str) -> None:
    """Refuse what a design of this kind does not take."""
    every = dict.fromkeys(key for keys in DESIGN_KEYS.values() for key in keys)
    table.allow(("kind", *every))
    for key in every:
        if key in table and key not in DESIGN_KEYS[kind]:
            takers = ", ".join(k for k, keys in DESIGN_KEYS.items() if key in keys)
            raise table.wrong(
                key, f"a design of kind '{kind}' has no '{key}'; these kinds have: {takers}"
            )


def _number_of_points(table: Table, kind: str) -> int:
    points = table.whole("points", 1, MOST_POINTS, None, POINTS_MEAN[kind])
    if kind in ("sobol", "saltelli") and points & (points - 1):
        below = 1 << (points.bit_length() - 1)
        raise table.wrong(
            "points",
            f"Sobol' points fill the space evenly only in powers of two, and {points:,} is none; "
            f"take {below:,} or {2 * below:,}",
        )
    return points


def _history(top: Table, table: Table, game: Game) -> None:
    for key in ("factor", "order"):
        if top.entries.get(key):
            raise top.wrong(
                key, f"a design of kind 'history' replays the recorded path: no [[{key}]]"
            )
    if not recorded_controls(game.scenario):
        near = [name for name in scenario_names() if recorded_controls(load(name))]
        raise table.wrong(
            "kind",
            f"{game.scenario.name} has no recorded controls to replay; these scenarios have: "
            f"{', '.join(near)}",
        )


def check_size(top: Table, experiment: Experiment) -> None:
    """Refuse a design, or a study, that is too large.

    Raises: CommandError with the number of points or of runs.
    """
    points = size(experiment)
    design = top.table("design")
    if points > MOST_POINTS:
        raise design.wrong(
            "points" if "points" in design else "kind",
            f"this design has {points:,} points, more than {MOST_POINTS:,}; take fewer levels, "
            f"fewer factors or another kind",
        )
    runs = points * experiment.replications
    if runs > MOST_RUNS:
        raise top.wrong(
            "replications",
            f"{points:,} points and {experiment.replications:,} replications are {runs:,} runs, "
            f"more than {MOST_RUNS:,}; the nearest number of replications is "
            f"{MOST_RUNS // points:,}",
        )


def read_points(tables: list[Table], game: Game, factors: tuple[Factor, ...]) -> tuple[Point, ...]:
    """The points of a list.

    Raises: CommandError for a point without a name, or that does not set every factor.
    """
    points: dict[str, Point] = {}
    for table in tables:
        table.allow((*POINT_KEYS, *(factor.name for factor in factors)))
        name = table.text("name", None, "every point has one")
        if name in points:
            raise table.wrong("name", f"two points are named '{name}'; give each its own name")
        values = {}
        for factor in factors:
            value = table.number(factor.name, None, f"point '{name}' sets every factor")
            if not factor.low <= value <= factor.high:
                near = min(max(value, factor.low), factor.high)
                raise table.wrong(
                    factor.name,
                    f"{value:g} is outside the range of {factor.name}, {factor.low:g} to "
                    f"{factor.high:g} {factor.unit}; the nearest valid value is {near:g}",
                )
            if factor.whole and value != round(value):
                raise table.wrong(factor.name, f"{factor.name} takes whole numbers, not {value:g}")
            values[factor.name] = value
        points[name] = Point(name, values, read_steps(table.tables("order"), game))
    return tuple(points.values())
