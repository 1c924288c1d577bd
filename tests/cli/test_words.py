"""Sentences and charts say what the numbers say."""

import math
import re

import numpy as np
import pytest

from game.batch.measures import BACKFIRE, KEY_METRICS, Measure, sentence
from game.batch.summary import paired_band
from game.batch.svg import fan, nice_ticks, number, spread
from game.commands.output import plain, table

CAPABILITY = BACKFIRE[0]


def test_a_sentence_names_the_larger_side() -> None:
    wider = paired_band(np.array([-1.0, -2.0, -1.5, -1.2]))
    assert sentence(CAPABILITY, wider).startswith("In every run the chip gap ended wider")
    narrower = paired_band(np.array([1.0, 2.0, 1.5, -0.2]))
    said = sentence(CAPABILITY, narrower)
    assert said.startswith("In 75% of the runs the chip gap ended narrower")
    assert "spans zero" in said


def test_a_sentence_of_equal_worlds() -> None:
    assert sentence(CAPABILITY, paired_band(np.zeros(5))) == "No run differs from its twin here."


def test_almost_all_is_not_all() -> None:
    values = np.concatenate([np.full(999, -1.0), [0.5]])
    assert "more than 99%" in sentence(CAPABILITY, paired_band(values))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3.2, 7.1), (0.01, 0.011), (5, 5), (0, 8e6)])
def test_ticks_cover_the_range(low: float, high: float) -> None:
    ticks = nice_ticks(low, high)
    assert 2 <= len(ticks) <= 8
    assert ticks[0] <= low + 1e-12
    assert ticks[-1] >= high - 1e-12 * max(1.0, abs(high))


def test_the_numbers_of_ticks_are_plain() -> None:
    values = [0.1 + 0.2, -0.5, 0.0, -1e-17, 12.5, 1000.0, 20_000.0, 3e6]
    shown = ["0.3", "\N{MINUS SIGN}0.5", "0", "0", "12.5", "1,000", "20k", "3M"]
    assert [number(value) for value in values] == shown


@pytest.mark.parametrize("level", [0.0, -2.0, 1e-9, 4000.0])
def test_a_flat_fan_is_drawn(level: float) -> None:
    quarters = [f"{2020 + i // 4}Q{i % 4 + 1}" for i in range(9)]
    drawing = fan(KEY_METRICS[0], quarters, np.full((5, 9), level), np.full(9, level))
    numbers = [float(n) for n in re.findall(r"[-\d.]+(?=[, \"])", "".join(_points(drawing)))]
    assert all(math.isfinite(n) for n in numbers)


def _points(drawing: str) -> list[str]:
    return re.findall(r'points="([^"]*")', drawing)


def test_a_spread_of_zeros_is_drawn() -> None:
    assert "nan" not in spread(CAPABILITY.measure, np.zeros(3))


def test_numbers_are_shown_without_a_negative_zero() -> None:
    measure = Measure("x", "X", "units", 1)
    assert measure.show(-0.01) == "0.0"
    assert measure.show_signed(-0.01) == "0.0"
    assert measure.show_signed(1234.56) == "+1,234.6"


def test_what_is_not_finite_becomes_null() -> None:
    assert plain({"a": math.nan, "b": [math.inf, 1.0], "c": (None, "x")}) == {
        "a": None,
        "b": [None, 1.0],
        "c": [None, "x"],
    }


def test_a_table_is_aligned() -> None:
    lines = table(["name", "value"], [["a", "1"], ["long name", "22"]]).splitlines()
    assert lines[2].endswith("    1")
    assert lines[3].endswith("   22")
