"""An experiment file, read and checked: whatever is wrong is said with its line."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

from agents.levers import SEATS
from agents.names import quarter_name
from agents.scenario import FEWEST_BUYERS, Scenario, load, scenario_names
from agents.state import DEFAULT_BUYERS
from game.batch.toml_file import read_toml
from game.commands.problems import CommandError, nearest
from game.lab.experiment import Backfire, Baseline, Experiment, Factor, Step
from game.lab.factors import read_factors
from game.lab.layout import check_size, read_design
from game.lab.lines import Place, lines_of
from game.lab.outcomes import outcomes
from game.lab.steps import Game, read_steps
from game.lab.table import Table

MOST_QUARTERS = 200
MOST_BUYERS = 1_000_000
MOST_REPLICATIONS = 1_000_000
MOST_SEED = 2**63 - 1

KEYS = (
    *("title", "question", "scenario", "horizon", "seat", "buyers", "seed", "replications"),
    *("parameters", "characters", "outcomes", "paths"),
    *("design", "factor", "order", "pairing", "backfire", "point"),
)
BASELINES = ("twin", "path", "none")
DEFAULT_OUTCOMES = (
    *("gap_generations", "ai_gap_months", "self_sufficiency", "divergence", "sender_cumulative"),
    *("capability", "autonomy", "revenue", "ecosystem"),
)
PLAIN_KEYS = (
    *("title", "question", "seat", "buyers", "seed", "replications", "doubt", "characters"),
    "paths",
)


def read_experiment(path: Path) -> Experiment:
    """Read an experiment from a TOML file.

    Raises: CommandError naming file, line and nearest valid choice.
    """
    text, data = read_toml(path, "an experiment")
    try:
        lines = lines_of(text)
    except RecursionError:
        raise CommandError(f"{path.name} is nested too deeply for an experiment") from None
    return _experiment(Table(path.name, lines, (), data), text)


def _experiment(top: Table, text: str) -> Experiment:
    top.allow(KEYS)
    scenario = _scenario(top)
    horizon = top.quarter(
        "horizon", scenario.start + 1, scenario.start + MOST_QUARTERS - 1, scenario.end
    )
    game = Game(scenario, horizon)
    steps = read_steps(top.tables("order"), game, named=True)
    factors = read_factors(top.tables("factor"), game, steps)
    baseline = _baseline(top.table("pairing"), game)
    backfire = _backfire(top, baseline)
    experiment = Experiment(
        title=top.text("title", scenario.title),
        question=top.text("question", ""),
        scenario=scenario,
        horizon=horizon,
        seat=top.choice("seat", SEATS) if "seat" in top else "",
        buyers=top.whole("buyers", FEWEST_BUYERS, MOST_BUYERS, DEFAULT_BUYERS),
        seed=top.whole("seed", 0, MOST_SEED, 7),
        replications=top.whole("replications", 1, MOST_REPLICATIONS, 20),
        doubt=top.choice("parameters", ("accepted", "calibrated"), "accepted") == "accepted",
        characters=cast(Any, top.choice("characters", ("plain", "drawn"), "plain")),
        steps=steps,
        factors=factors,
        design=read_design(top, game, factors),
        baseline=baseline,
        backfire=backfire,
        outcomes=_outcomes(top, baseline, backfire),
        paths=cast(Any, top.choice("paths", ("none", "years", "quarters"), "years")),
        source=text,
    )
    check_size(top, experiment)
    return experiment


def _scenario(top: Table) -> Scenario:
    try:
        return load(top.choice("scenario", scenario_names()))
    except CommandError as error:
        if "scenario" not in top:  # the sentence lists them already
            raise
        names = ", ".join(scenario_names())
        raise CommandError(f"{error} (scenarios are {names})") from None


def _baseline(table: Table, game: Game) -> Baseline:
    table.allow(("baseline", "order"))
    name = table.text("baseline", "twin")
    steps = read_steps(table.tables("order"), game)
    if name in BASELINES:
        if steps:
            raise table.wrong(
                "order", f"the baseline '{name}' has no orders; give it a name of your own"
            )
        return Baseline(cast(Any, name), name)
    if not steps:
        raise table.wrong(
            "baseline",
            f"'{name}' has no orders under [[pairing.order]], so it must be one of "
            f"{', '.join(BASELINES)}; the nearest is '{nearest(name, BASELINES)}'",
        )
    return Baseline("orders", name, steps)


def _backfire(top: Table, baseline: Baseline) -> Backfire:
    table = top.table("backfire")
    table.allow(("outcome", "above", "below"))
    marked = "above" in table or "below" in table
    if baseline.kind == "none" and not ("outcome" in table and marked):
        raise table.wrong(
            (), "without a baseline [backfire] must name an outcome of the run itself, and a mark"
        )
    outcome = table.text("outcome", "capability")
    _known_outcome(table, "outcome", outcome, baseline)
    if not (marked or outcomes()[outcome].paired):
        raise table.wrong(
            "outcome", f"'{outcome}' is of the run itself: say 'above' or 'below' which mark it is"
        )
    if "above" in table and "below" in table:
        raise table.wrong("below", "[backfire] has 'above' or 'below', not both")
    if "below" in table:
        return Backfire(outcome, table.number("below"), above=False)
    return Backfire(outcome, table.number("above", 0.0))


def _outcomes(top: Table, baseline: Baseline, backfire: Backfire) -> tuple[str, ...]:
    """The outcomes that the file names, or the usual ones, and the one that backfire is about."""
    if "outcomes" in top:
        names = top.texts("outcomes")
        for k, name in enumerate(names):
            _known_outcome(top, ("outcomes", k), name, baseline)
    else:
        paired = baseline.kind != "none"
        names = tuple(n for n in DEFAULT_OUTCOMES if paired or not outcomes()[n].paired)
    return names if backfire.outcome in names else (*names, backfire.outcome)


def _known_outcome(table: Table, key: str | Place, name: str, baseline: Baseline) -> None:
    known = outcomes()
    if name not in known:
        raise table.wrong(
            key, f"there is no outcome '{name}'; the nearest is '{nearest(name, known)}'"
        )
    if baseline.kind == "none" and known[name].paired:
        raise table.wrong(
            key, f"'{name}' compares a run with its baseline, and this experiment has none"
        )


def plain_experiment(experiment: Experiment) -> dict[str, Any]:
    """All that decides an experiment's tables, and its title and question, as plain values.

    The text and the place of the file are not among them.
    """
    plain = {key: getattr(experiment, key) for key in PLAIN_KEYS}
    return {
        **plain,
        "scenario": experiment.scenario.name,
        "horizon": quarter_name(experiment.horizon),
        "outcomes": list(experiment.outcomes),
        "steps": [_plain_step(step) for step in experiment.steps],
        "factors": [_plain_factor(factor) for factor in experiment.factors],
        "design": {
            **asdict(replace(experiment.design, given=())),
            "given": [
                {**asdict(point), "steps": [_plain_step(step) for step in point.steps]}
                for point in experiment.design.given
            ],
        },
        "baseline": {
            **asdict(experiment.baseline),
            "steps": [_plain_step(step) for step in experiment.baseline.steps],
        },
        "backfire": asdict(experiment.backfire),
    }


def _plain_step(step: Step) -> dict[str, Any]:
    return {**asdict(step), **_plain_quarters(step.first, step.last)}


def _plain_factor(factor: Factor) -> dict[str, Any]:
    return {
        **asdict(factor),
        "keys": list(factor.keys),
        "values": list(factor.values),
        **_plain_quarters(factor.first, factor.last),
    }


def _plain_quarters(first: int | None, last: int | None) -> dict[str, str | None]:
    return {
        "first": None if first is None else quarter_name(first),
        "last": None if last is None else quarter_name(last),
    }
