"""Both engines give the same world: every field, every bit, after every quarter."""

import random

import numpy as np
import pytest

from agents.ecosystem import Ecosystem
from agents.ensemble import play
from agents.levers import LEVERS, ORDER, SEATS
from agents.parameters import PARAMETERS
from agents.plan import Order, Plan
from tests.model_helpers import (
    CORNERS,
    SCENARIOS,
    base_plan,
    bits,
    corner_plan,
    differing,
    opening,
    random_plan,
    scenario,
)

SEEDS = range(20)


def march(row: np.ndarray, plan: Plan, seed: int, run: int, last: int | None = None) -> None:
    """Play one world in both engines and compare every field after every quarter."""
    game = Ecosystem(row, plan, seed=seed, run=run)
    assert not differing(row, game.freeze()), "thaw, then freeze, changes the world"
    rows = row[None, :].copy()
    for quarter in range(plan.start, (plan.end if last is None else last) + 1):
        game.step()
        play(rows, plan, seed, np.array([run]), quarter, quarter)
        mesa = game.freeze()
        if not np.array_equal(bits(mesa), bits(rows[0])):
            raise AssertionError(f"quarter {quarter}: {differing(mesa, rows[0])}")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_recorded_path(name: str, seed: int) -> None:
    march(opening(name), base_plan(name), seed, 31 * seed)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", SCENARIOS)
def test_random_orders_and_held_seats(name: str, seed: int) -> None:
    """Orders of every actor strewn over the game; the seats of a scenario held by turns."""
    seats = scenario(name).seats
    row = opening(name, seat=seats[seed % len(seats)])
    march(row, random_plan(name, seed), seed, seed)


@pytest.mark.parametrize("seat", SEATS)
def test_every_seat_held_without_an_order(seat: str) -> None:
    march(opening("october-seventh", seat=seat), base_plan("october-seventh"), 3, 5)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", SCENARIOS)
def test_with_events(name: str, seed: int) -> None:
    """Events at their usual and at twice their rate; seats held by turns, answers and silence."""
    seats = scenario(name).seats
    plan = base_plan(name) if seed < 2 else random_plan(name, seed)
    plan.hold("world.event_rate", 1.0 + seed % 2)
    for quarter in range(plan.start, plan.end + 1, 2):
        for actor in ("us", "cn", "nvda", "huaw"):
            plan.set(Order(actor, f"{actor}.answer", float((quarter + seed) % 4), quarter))
    march(opening(name, seat=seats[seed % len(seats)]), plan, seed, seed)


@pytest.mark.parametrize("name", SCENARIOS)
def test_without_controls(name: str) -> None:
    march(opening(name, controls=False), base_plan(name).without_controls(), 4, 9)


@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_levers_at_their_ends(name: str, corner: str) -> None:
    """Python raises where a kernel would go on with nan: both must get through."""
    march(opening(name), corner_plan(name, corner), 2, 1)


@pytest.mark.parametrize("key", ORDER)
def test_every_lever_at_both_ends(key: str) -> None:
    """One lever at a time, at its lowest for a year, then at its highest, then off."""
    lever = LEVERS[key]
    plan = base_plan("october-seventh")
    for wait, value in ((0, lever.low), (4, lever.high), (8, lever.off)):
        plan.set(Order(lever.actor, key, value, plan.start + wait))
    march(opening("october-seventh"), plan, 6, 2, last=plan.start + 11)


@pytest.mark.parametrize("draw", range(6))
def test_parameters_at_their_ends(draw: int) -> None:
    luck = random.Random(draw)
    values = {p.name: luck.choice([p.low, p.value, p.high]) for p in PARAMETERS}
    name = SCENARIOS[draw % len(SCENARIOS)]
    march(opening(name, values=values), base_plan(name), draw, draw)


@pytest.mark.parametrize("buyers", [16, 100])
def test_other_numbers_of_buyers(buyers: int) -> None:
    plan = base_plan("october-seventh")
    march(opening("october-seventh", buyers=buyers), plan, 1, 0, last=plan.start + 15)


def test_frozen_and_thawed_on_the_way() -> None:
    """A world that is frozen and thawed into another model goes on as if nothing had happened."""
    name = "october-seventh"
    plan = base_plan(name)
    first = Ecosystem(opening(name), plan, seed=5, run=3)
    for _ in range(10):
        first.step()
    second = Ecosystem(first.freeze(), plan, seed=5, run=3)
    for _ in range(5):
        first.step()
        second.step()
    assert not differing(first.freeze(), second.freeze())
