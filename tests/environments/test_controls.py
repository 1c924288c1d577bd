"""Actions become positions of levers and back."""

import numpy as np
import pytest

from agents.levers import LEVERS, SEATS
from agents.mandate import seats
from game.environments.controls import Controls
from game.environments.sight import BOOKS, PUBLISHED


@pytest.mark.parametrize("seat", SEATS)
def test_ends_are_ends_and_positions_are_steps_of_the_slider(seat: str) -> None:
    controls = Controls(seat)
    lows = np.array([lever.low for lever in controls.levers])
    highs = np.array([lever.high for lever in controls.levers])
    assert np.array_equal(controls.positions(-np.ones(len(controls))), lows)
    assert np.array_equal(controls.positions(np.ones(len(controls))), highs)
    for place in np.linspace(-1.0, 1.0, 41):
        found = controls.positions(np.full(len(controls), place))
        steps = (found - lows) / np.array([lever.step for lever in controls.levers])
        assert steps == pytest.approx(np.round(steps), abs=1e-6)
        assert np.array_equal(controls.positions(controls.actions(found)), found)


def test_deals_and_answers_are_left_out_and_deals_can_be_named() -> None:
    assert not [k for k in Controls("us").keys if LEVERS[k].deal or LEVERS[k].pulse]
    controls = Controls("us", ["us.sign_truce"])
    assert controls.positions(np.array([0.01])) == 1.0
    assert controls.positions(np.array([-0.01])) == 0.0


def test_a_threshold_of_many_orders_of_magnitude_is_read_on_a_logarithm() -> None:
    controls = Controls("us", ["us.chip_tpp"])
    middle = float(controls.positions(np.zeros(1))[0])
    assert middle == pytest.approx(np.sqrt(300.0 * 1_000_000.0), rel=0.01)


def test_every_seat_reads_its_own_books_and_nobody_reads_a_number_twice() -> None:
    assert set(BOOKS) == {"us", "cn", "tool", "chip", "row"} <= set(seats())
    every = [*PUBLISHED, *(name for books in BOOKS.values() for name in books)]
    assert len(set(every)) == len(every)
