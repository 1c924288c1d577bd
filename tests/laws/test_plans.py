"""Worlds under plans of their own, side by side, play as they do alone."""

import numpy as np
import pytest

from agents.ensemble import play, play_many
from agents.plan import Order, Plan, Plans
from agents.scenario import load, open_row

SEED = 7


def two_plans() -> tuple[Plan, Plan]:
    scenario = load("october-seventh")
    base = scenario.base_plan()
    tighter = base.copy()
    tighter.set(Order("us", "us.tool_control", 0.9, scenario.start + 4))
    return base, tighter


def test_worlds_side_by_side_play_as_alone() -> None:
    scenario = load("october-seventh")
    row = open_row(scenario)
    plans = two_plans()
    which = np.arange(12) % 2
    together = play(
        np.tile(row, (12, 1)),
        Plans.of(plans),
        SEED,
        np.arange(12),
        scenario.start,
        scenario.end,
        which=which,
    )
    alone = [play_many(row, plan, SEED, 12)[0] for plan in plans]
    for number in (0, 1):
        assert np.array_equal(together[which == number], alone[number][which == number])
    assert not np.array_equal(alone[0], alone[1])


def test_a_table_holds_only_levers_that_some_plan_sets() -> None:
    base, tighter = two_plans()
    table = Plans.of([base, tighter])
    assert table.values.shape == (2, base.quarters, len(table.levers))
    assert not np.isnan(table.values).all(axis=(0, 1)).any()


def test_plans_of_other_quarters_do_not_share_a_table() -> None:
    with pytest.raises(ValueError, match="same quarters"):
        Plans.of([Plan(0, 4), Plan(1, 4)])
