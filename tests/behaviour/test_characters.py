"""Who leads a seat changes what it does; the plain character is the calibrated model."""

import numpy as np
import pytest

from agents.characters import cast, characters, lead, leaders, of_seat
from agents.history import columns
from agents.levers import SEATS
from agents.names import TRAITS
from agents.state import DEFAULT_BUYERS
from tests.model_helpers import base_plan, opening, worlds

SCENARIO = "october-seventh"
RUNS = 100


def led(key: str, seat: str) -> dict[str, float]:
    """Mean outcomes at the end of games in which one character leads one seat."""
    row = opening(SCENARIO)
    lead(row, {seat: characters()[key]}, DEFAULT_BUYERS)
    played = worlds(SCENARIO, base_plan(SCENARIO), RUNS, row=row)
    return {name: float(played.column(name)[:, -1].mean()) for name in columns()}


def test_every_side_has_three_characters() -> None:
    for seat in ("us", "cn", "tool", "row", "nvda", "huaw"):
        assert len(of_seat(seat)) >= 3, seat


def test_any_two_characters_of_a_seat_are_clearly_apart() -> None:
    for seat in SEATS:
        able = of_seat(seat)
        for i, one in enumerate(able):
            for other in able[i + 1 :]:
                apart = sum(abs(one.traits[t] - other.traits[t]) for t in TRAITS)
                assert apart >= 1.0, (one.key, other.key)


def test_a_game_is_cast_by_its_seed() -> None:
    assert cast(7, "us") == cast(7, "us")
    assert "us" not in cast(7, "us")
    met = {cast(seed)["cn"].key for seed in range(40)}
    assert met == {one.key for one in of_seat("cn")}
    # A seat that is held moves nobody else's draw.
    assert {s: c for s, c in cast(3).items() if s != "cn"} == cast(3, "cn")


def test_a_world_remembers_who_leads() -> None:
    row = opening(SCENARIO)
    assert leaders(row, DEFAULT_BUYERS) == {}
    lead(row, cast(11), DEFAULT_BUYERS)
    assert leaders(row, DEFAULT_BUYERS) == cast(11)


@pytest.mark.parametrize(
    ("seat", "outcome", "more", "less"),
    [
        ("us", "pressure", "containment_hawk", "dealmaker"),
        ("us", "fiscal_cost_us", "technocrat", "dealmaker"),
        ("cn", "fiscal_cost_cn", "fortress_builder", "open_competitor"),
        ("cn", "knowledge_cn", "long_marcher", "fortress_builder"),
        ("tool", "alignment[TOOL]", "loyal_ally", "free_rider"),
        ("nvda", "value_cn_by[NVDA]", "line_walker", "loyalist"),
        ("huaw", "rd[HUAW]", "moonshot", "fast_follower"),
    ],
)
def test_characters_act_in_character(seat: str, outcome: str, more: str, less: str) -> None:
    assert led(more, seat)[outcome] > led(less, seat)[outcome]


def test_characters_of_a_seat_lead_to_different_worlds() -> None:
    for seat in ("us", "cn"):
        gaps = [led(one.key, seat)["gap_generations"] for one in of_seat(seat)]
        assert np.ptp(gaps) > 0.02, (seat, gaps)
