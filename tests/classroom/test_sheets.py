"""Move sheets: what fits them, the draft of several proposals, what a move sets in the model."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.levers import LEVERS
from agents.plan import Plan
from agents.scenario import load
from game.classroom import sheets
from game.classroom.commands.moves import receipt
from game.classroom.lesson import PRESS, find_decision, find_team, lessons, teams

US = find_team("us").decisions
TOOLS = find_decision("us.tools")  # 0, 20, 40, 60, 80, 100 percent
CHIPS = find_decision("us.chips")  # named options that set four levers
LAW = {"us.tool_control": 0.4}


@pytest.mark.parametrize(
    "wrong", [{"nothing": 1}, {"tools": -1}, {"tools": 6}, {"tools": True}, {"tools": 1.0}]
)
def test_a_move_that_does_not_fit_the_sheet_is_refused_by_name(wrong: dict[str, int]) -> None:
    with pytest.raises(sheets.SheetError, match=f"'{next(iter(wrong))}'"):
        sheets.check(US, wrong)
    assert sheets.check(US, {"tools": 5, "chips": 0}) == {"tools": 5, "chips": 0}


@pytest.mark.parametrize(
    ("steps", "middle"),
    [
        ([3], 3),
        ([1, 5], 1),  # two proposals: the one that is nearer to what is in force
        ([5, 1], 1),
        ([0, 3], 3),
        ([0, 4], 0),  # equally near: the lower
        ([1, 2, 5], 2),
        ([0, 0, 5], 0),
        ([1, 3, 4, 5], 3),
        ([0, 1, 4, 5], 1),
        ([5, 5, 0, 0, 5], 5),
    ],
)
def test_the_draft_is_the_middle_of_the_proposals(steps: list[int], middle: int) -> None:
    for order in set(permutations(steps)):
        given_ = [{"tools": step} for step in order]
        assert sheets.draft(US, given_, LAW) == {"tools": middle}
    assert sheets.spread(TOOLS, given_) == (min(steps), max(steps))


def test_a_decision_that_nobody_proposed_stays_out_of_the_draft() -> None:
    proposals = [{"tools": 1}, {"research": 2}, {}]
    assert sheets.draft(US, proposals, LAW) == {"tools": 1, "research": 2}
    assert sheets.draft(US, [], LAW) == {}
    assert sheets.spread(TOOLS, [{}]) is None


@given(st.lists(st.integers(0, 5), min_size=1, max_size=9), st.integers(0, 5))
def test_nobody_can_pull_a_draft_further_than_the_proposals_of_others(
    steps: list[int], mine: int
) -> None:
    """The median is robust: one more proposal keeps the draft within what was proposed, and a
    majority for a step has it."""
    drafted = sheets.draft(US, [{"tools": s} for s in [*steps, mine]], LAW)["tools"]
    assert drafted in [*steps, mine]
    assert min(*steps, mine) <= drafted <= max(*steps, mine)
    for step in set(steps):
        if 2 * [*steps, mine].count(step) > len(steps) + 1:
            assert drafted == step


def test_the_nearest_step_is_measured_on_each_levers_own_scale() -> None:
    assert [TOOLS.nearest({"us.tool_control": v}) for v in (0.0, 0.29, 0.31, 1.0)] == [0, 1, 2, 5]
    for place, option in enumerate(CHIPS.options):
        assert CHIPS.nearest(option.levers) == place
        assert CHIPS.stands(option.levers, place)
    assert not CHIPS.stands(dict(CHIPS.options[0].levers) | {"us.chip_tpp": 5000}, 0)


def test_every_step_of_every_sheet_is_an_order_that_the_model_takes() -> None:
    for lesson in lessons().values():
        scenario = load(lesson.scenario)
        for seat in lesson.seats():
            for decision in lesson.sheet(seat):
                for step in range(len(decision.options)):
                    plan: Plan = scenario.base_plan()
                    found = sheets.orders(lesson.sheet(seat), {decision.key: step}, plan.start)
                    assert found
                    for order in found:
                        plan.set(order)  # refuses what is out of range or not the actor's
                        assert LEVERS[order.lever].actor == seat


def test_steps_of_a_number_rise() -> None:
    """Treaties cap steps, so a higher step must be more of the same."""
    for team in teams().values():
        for decision in team.decisions:
            values = [list(option.levers.values()) for option in decision.options]
            if len(decision.levers) == 1:
                numbers = [value for (value,) in values]
                assert numbers == sorted(set(numbers)), decision.name


def test_every_decision_has_a_role_of_its_team_and_graves_exist() -> None:
    for team in teams().values():
        roles = {role.key for role in team.roles}
        for decision in team.decisions:
            assert decision.role in roles
            assert decision.grave is None or 0 < decision.grave < len(decision.options)
        assert team.seat == PRESS or roles == {decision.role for decision in team.decisions}


def test_a_receipt_proves_the_move_and_nothing_else() -> None:
    one = receipt({"tools": 3, "chips": 1}, "aa")
    assert one == receipt({"chips": 1, "tools": 3}, "aa")
    assert len(one) == 6
    others = [receipt({"tools": 2, "chips": 1}, "aa"), receipt({"tools": 3, "chips": 1}, "ab")]
    assert one not in others
