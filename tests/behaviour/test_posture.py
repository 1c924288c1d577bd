"""Public posture of governments: what humility calms, what it costs, and who leaves it alone."""

import numpy as np
import pytest

from agents.history import History
from agents.levers import LEVERS
from agents.names import CN
from agents.state import DEFAULT_BUYERS, layout
from tests.model_helpers import SCENARIOS, base_plan, opening, quarters, worlds

NAME = "october-seventh"
RUNS = 200
SPEAKERS = [key for key, lever in LEVERS.items() if lever.field == "posture"]
STATES = [key for key in SPEAKERS if LEVERS[key].kind == "governments"]


def spoken(key: str, word: float, name: str = NAME) -> History:
    """Games in which one government speaks so from the first quarter on."""
    plan = base_plan(name)
    plan.hold(key, word)
    return worlds(name, plan, RUNS)


def paired(key: str, column: str) -> tuple[float, float]:
    """Loud less humble, same luck: mean over games and quarters, and its standard error."""
    lever = LEVERS[key]
    loud, humble = (spoken(key, word).column(column) for word in (lever.high, lever.low))
    gap = (loud - humble).mean(axis=1)
    return float(gap.mean()), float(gap.std(ddof=1) / np.sqrt(RUNS))


def test_three_governments_and_four_firms_have_a_posture() -> None:
    assert STATES == ["us.posture", "cn.posture", "tool.posture"]
    assert len(SPEAKERS) == 7
    for key in STATES:
        lever = LEVERS[key]
        assert (lever.low, lever.off, lever.high) == (0.3, 1.0, 1.5)
        assert not any((lever.control, lever.pulse, lever.deal))


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_government_opens_neutral(name: str) -> None:
    row = opening(name)
    where = layout(DEFAULT_BUYERS)
    for member in range(len(where.kinds["governments"].members)):
        assert row[where.position("governments", member, "posture")] == 1.0


def test_minds_leave_the_posture_where_it_stands() -> None:
    """Also where a crisis nears, a deal is broken or a cabinet falls."""
    plan = base_plan(NAME)
    plan.pulse("cn.posture", 0.5, plan.start)
    last = list(quarters(opening(NAME), plan, 7, 40))[-1]
    postures = last.after.governments["posture"]
    assert (postures[:, CN] == 0.5).all()
    assert (np.delete(postures, CN, axis=1) == 1.0).all()


@pytest.mark.parametrize("key", ["us.posture", "cn.posture"])
def test_a_loud_side_raises_tension_and_the_other_s_threat(key: str) -> None:
    """Figures: `pytest -s`."""
    for column in ("tension", "threat_cn"):
        gap, error = paired(key, column)
        print(f"{key}: {column} {gap:+.3f} ({error:.3f})")
        assert gap > 5.0 * error


def test_a_humble_china_is_stepped_up_against_less() -> None:
    """The rival reads less into its champion, and feels less of its measures."""
    gap, error = paired("cn.posture", "ladder")
    assert gap > 5.0 * error


def test_crises_are_rarer_under_humble_words() -> None:
    loud, humble = (spoken("us.posture", word).column("tension") for word in (1.5, 0.3))
    assert (humble.max(axis=1) < loud.max(axis=1)).mean() > 0.9


@pytest.mark.parametrize("key", STATES)
def test_loud_words_earn_capital_at_home(key: str) -> None:
    """That is what humility costs; where capital is full, it costs what would have been saved."""
    gap, error = paired(key, f"capital[{key.partition('.')[0].upper()}]")
    print(f"{key}: capital {gap:+.2f} ({error:.2f})")
    assert gap > 5.0 * error


def test_a_neutral_word_said_aloud_is_no_word_at_all() -> None:
    """Holding every government at 1 gives the same games to the last bit."""
    plan = base_plan(NAME)
    for key in STATES:
        plan.hold(key, 1.0)
    assert worlds(NAME, plan, 50).checksum() == worlds(NAME, runs=50).checksum()


def test_the_target_s_threat_rises_later_under_a_humble_sender() -> None:
    """It gets to the same place: a measure is in the end felt for what it is."""
    paths = [spoken("us.posture", word).column("threat_cn").mean(axis=0) for word in (0.3, 1.5)]
    gap = paths[1] - paths[0]
    assert gap.argmax() < len(gap) // 2
    assert gap[-1] < 0.5 * gap.max()
