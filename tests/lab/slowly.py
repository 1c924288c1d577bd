"""An experiment's runs one by one, as a reader of the experiment would play them by hand."""

from dataclasses import replace

import numpy as np

from agents.characters import cast, lead
from agents.ensemble import play_many
from agents.history import History
from agents.levers import INDEX, LEVERS
from agents.parameters import PARAMETERS, accepted
from agents.plan import Order, Plan
from agents.scenario import Scenario, open_row
from game.lab.experiment import Experiment, Step


def scenario_of(experiment: Experiment) -> Scenario:
    """The scenario, as long as it is played."""
    return replace(experiment.scenario, end=experiment.horizon)


def give(plan: Plan, step: Step) -> None:
    """Set a lever and, where the order ends, give it back to what it was."""
    lever = LEVERS[step.lever]
    if not step.first <= plan.end or (step.last is not None and step.last < plan.start):
        return
    column = plan.values[:, INDEX[step.lever]]
    before = column.copy()
    if lever.pulse:
        if step.first >= plan.start:
            plan.set(Order(lever.actor, lever.key, step.value, step.first))
        return
    plan.set(Order(lever.actor, lever.key, step.value, max(step.first, plan.start)))
    if step.last is not None:
        rest = slice(step.last - plan.start + 1, None)
        column[rest] = before[rest]


def plan_of(experiment: Experiment, values: np.ndarray, steps: tuple[Step, ...] = ()) -> Plan:
    """The plan of one point. Shape: values (factors,)."""
    scenario = scenario_of(experiment)
    plan = scenario.base_plan()
    moved = []
    for step in experiment.steps:
        named = [
            (f.kind, round(v))
            for f, v in zip(experiment.factors, values, strict=True)
            if step.name in f.keys
        ]
        delay = sum(value for kind, value in named if kind == "delay")
        lengths = [value for kind, value in named if kind == "length"]
        last = None if step.last is None else step.last + delay
        if lengths:
            last = step.first + delay + lengths[0] - 1
        if not lengths or lengths[0] > 0:
            moved.append(replace(step, first=step.first + delay, last=last))
    for step in sorted(moved, key=lambda step: step.first):
        give(plan, step)
    for factor, value in zip(experiment.factors, values, strict=True):
        for key in factor.keys if factor.kind == "lever" else ():
            first = scenario.start if factor.first is None else factor.first
            give(plan, Step("", key, float(value), first, factor.last))
    for step in sorted(steps, key=lambda step: step.first):
        give(plan, step)
    return plan


def baseline_plan(experiment: Experiment, policy: Plan) -> Plan:
    """The plan of the baseline of a run under this plan."""
    scenario = scenario_of(experiment)
    if experiment.baseline.kind == "twin":
        return scenario.twin_plan(policy)
    plan = scenario.base_plan()
    for step in sorted(experiment.baseline.steps, key=lambda step: step.first):
        give(plan, step)
    return plan


def histories(
    experiment: Experiment, replication: int, values: np.ndarray, steps: tuple[Step, ...] = ()
) -> tuple[History, History]:
    """A run and its baseline, from openings and plans made for them alone."""
    numbers = {}
    if experiment.doubt:
        chosen = accepted()[replication % len(accepted())]
        numbers = {p.name: float(v) for p, v in zip(PARAMETERS, chosen, strict=True)}
    for factor, value in zip(experiment.factors, values, strict=True):
        numbers |= {key: float(value) for key in factor.keys if factor.kind == "parameter"}
    policy = plan_of(experiment, values, steps)
    both = []
    for plan, controls in (
        (policy, True),
        (baseline_plan(experiment, policy), experiment.baseline.kind != "twin"),
    ):
        row = open_row(
            experiment.scenario,
            experiment.buyers,
            controls=controls,
            seat=experiment.seat,
            values=numbers,
        )
        if experiment.characters == "drawn":
            leaders = cast(experiment.seed, held=experiment.seat, game=replication)
            lead(row, leaders, experiment.buyers)
        luck = replication + 1
        played, _ = play_many(row, plan, experiment.seed, 1, first_run=luck, threads=1)
        both.append(History(experiment.scenario.start, played))
    return both[0], both[1]
