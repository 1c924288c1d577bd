"""A box that was found, as an analyst brief for the game."""

import math
import re
from typing import TYPE_CHECKING

from agents.names import quarter_name
from game.brief_words import statement_text
from game.briefs import Brief, Condition
from game.lab.cases import Searched
from game.lab.discovery import Discovery
from game.lab.experiment import Factor

if TYPE_CHECKING:
    from game.lab.results import Results


def brief_of(results: "Results", searched: Searched, found: Discovery, key: str) -> Brief:
    """The box of a study as a brief of that key; it holds for that study and its model alone."""
    experiment, rule, score = results.experiment, searched.rule, found.score
    conditions = [
        condition
        for name, limits in found.box.items()
        for condition in _conditions(searched.find(name), *limits)
    ]
    brief = Brief(
        key=key,
        title=experiment.title,
        question=experiment.question,
        statement="",
        scenario=experiment.scenario.name,
        horizon=quarter_name(experiment.horizon),
        quarters=experiment.quarters,
        outcome=rule.outcome,
        above=rule.above,
        mark=float(rule.mark),
        baseline=experiment.baseline.kind,
        conditions=tuple(conditions),
        density=round(score.density, 4),
        outside_rate=round(score.outside_rate, 4),
        coverage=round(score.coverage, 4),
        base_rate=round(searched.cases.base_rate, 4),
        runs=searched.cases.size,
        study=str(results.study["fingerprint"])[:16],
        model=f"{results.study['model']}-{results.study['data']}",
    )
    return Brief(**{**vars(brief), "statement": statement_text(brief)})


def _conditions(factor: Factor, low: float, high: float) -> list[Condition]:
    """A factor's limits, once for each lever that it moves; orders begin or end together."""
    keys = factor.keys if factor.kind in ("lever", "parameter") else (", ".join(factor.keys),)
    return [
        Condition(
            factor.kind,
            key,
            float(low) if math.isfinite(low) else None,
            float(high) if math.isfinite(high) else None,
            factor.unit,
            "" if factor.first is None else quarter_name(factor.first),
            "" if factor.last is None else quarter_name(factor.last),
        )
        for key in keys
    ]


def key_of(name: str) -> str:
    """A file's name as the key of a brief: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "brief"
