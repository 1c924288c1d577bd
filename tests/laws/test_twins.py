"""Twins: with equal plans nothing differs; who stands where in the row changes nothing."""

import random

import numpy as np
import pytest

from agents.ecosystem import Ecosystem
from agents.ensemble import play_many
from agents.history import columns
from agents.names import quarter_index
from agents.plan import Order, Plan
from agents.scenario import load
from agents.study import run_study
from tests.model_helpers import (
    SCENARIOS,
    base_plan,
    bits,
    opening,
    random_plan,
)


@pytest.mark.parametrize("name", [n for n in SCENARIOS if load(n).twin_since >= load(n).start])
def test_equal_plans_give_differences_of_exactly_zero(name: str) -> None:
    """The null test: the twin plays the same plan from the same opening.

    (A scenario whose twin opens from a history of its own cannot be null; see the next test.)
    """
    own = base_plan(name)
    study = run_study(load(name), 64, 7, plan=own, twin_plan=own.copy())
    assert np.array_equal(bits(study.history.values), bits(study.twin.values))
    assert np.array_equal(bits(study.cut.values), bits(study.twin_cut.values))
    for difference in study.paired().values():
        assert np.all(difference == 0.0)


@pytest.mark.parametrize("name", SCENARIOS)
def test_equal_worlds_stay_equal(name: str) -> None:
    """From one opening, under one plan of random orders, in two batches of different sizes."""
    plan = random_plan(name, 5)
    one, _ = play_many(opening(name), plan, 7, 40)
    two, _ = play_many(opening(name), plan.copy(), 7, 33)
    assert np.array_equal(bits(one[:33]), bits(two))


def test_an_order_changes_nothing_before_its_quarter() -> None:
    """Twins share everything up to the quarter in which their plans part."""
    own = base_plan("october-seventh")
    other = own.copy()
    parting = quarter_index("2026Q2")
    other.set(Order("us", "us.tool_control", 0.0, parting))
    other.set(Order("us", "us.enforcement", 1.0, parting))
    one, _ = play_many(opening("october-seventh"), own, 7, 30)
    two, _ = play_many(opening("october-seventh"), other, 7, 30)
    same = parting - own.start
    assert np.array_equal(bits(one[:, :same]), bits(two[:, :same]))
    assert not np.array_equal(bits(one[:, same:]), bits(two[:, same:]))


def test_an_order_that_repeats_what_stands_changes_nothing() -> None:
    """Entering the value that a lever has already is no move."""
    own = Plan(quarter_index("2018Q1"), 36)
    own.values[:] = base_plan("history").values
    other = own.copy()
    other.set(Order("us", "us.cloud_rule", 0.0, quarter_index("2021Q1")))
    one, _ = play_many(opening("history"), own, 7, 10)
    two, _ = play_many(opening("history"), other, 7, 10)
    assert np.array_equal(bits(one), bits(two))


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_buyers_changes_nothing(name: str, seed: int) -> None:
    """Buyers act in any order, each with its own name and luck: every outcome is the same."""
    plan = base_plan(name) if seed == 0 else random_plan(name, seed)
    usual = Ecosystem(opening(name), plan, seed=seed, run=1)
    shuffled = Ecosystem(opening(name), plan, seed=seed, run=1)
    buyers = list(shuffled.world.buyers)
    random.Random(seed).shuffle(buyers)
    shuffled.world = shuffled.world._replace(buyers=buyers)
    for _ in range(plan.quarters):
        usual.step()
        shuffled.step()
        for label, column in columns().items():
            field = label.partition("[")[0]
            one = np.atleast_1d(getattr(usual.world.outcome, field))
            two = np.atleast_1d(getattr(shuffled.world.outcome, field))
            assert np.allclose(one, two, rtol=1e-9, atol=1e-9), (
                f"{usual.quarter}: {label} ({column.meaning}): {one} {two}"
            )
    for agent, other in zip(usual.world.buyers, sorted(buyers, key=lambda b: b.name), strict=True):
        assert agent.name == other.name
        assert np.allclose(agent.installed, other.installed, rtol=1e-9, atol=1e-9)
