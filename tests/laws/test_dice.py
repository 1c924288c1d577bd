"""Luck: the published generator, the same in both engines, and nobody's moved by others."""

import math
from dataclasses import replace

import numpy as np
import pytest

from agents import dice, state
from agents.dice import (
    DISTRIBUTIONS,
    Dice,
    name_code,
    philox,
    quantile_tables,
    shape_draw,
    streams,
)
from agents.ensemble import play
from agents.plan import Plan
from agents.state import DEFAULT_BUYERS, layout
from tests.model_helpers import bits, opening

# Known answers of Philox4x32-10 of the Random123 library (file kat_vectors): counter, key, result.
PUBLISHED = [
    (
        (0x00000000, 0x00000000, 0x00000000, 0x00000000),
        (0x00000000, 0x00000000),
        (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    ),
    (
        (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
        (0xFFFFFFFF, 0xFFFFFFFF),
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "result"), PUBLISHED)
def test_philox_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], result: tuple[int, ...]
) -> None:
    words = philox(*(np.uint64(word) for word in (*counter, *key)))
    assert tuple(int(word) for word in words) == result
    arrays = philox(*(np.full(3, word, np.uint64) for word in (*counter, *key)))
    assert all(np.all(array == word) for array, word in zip(arrays, result, strict=True))


def rolled_by_the_kernel(seed: int, run: int, quarter: int, buyers: int) -> np.ndarray:
    """The row of a world after the kernel rolled and played one quarter. Shape: (width,)."""
    row = opening("october-seventh", buyers=buyers)[None, :]
    where = layout(buyers)
    position = where.position("economy", 0, "quarter")
    row[0, position : position + 1].view(np.int64)[0] = quarter
    play(row, Plan(quarter, 1), seed, np.array([run]), quarter, quarter)
    return row[0]


@pytest.mark.parametrize("seed", [0, 7, 2**31, 2**40 + 17, 2**62])
@pytest.mark.parametrize(("run", "quarter"), [(0, 0), (1, 19), (999, 40), (2**31 + 5, 71)])
def test_both_engines_roll_the_same_dice(seed: int, run: int, quarter: int) -> None:
    """Every draw, bit by bit: NumPy's row and the kernel's."""
    buyers = 24
    positions, values = Dice(seed).row(buyers, run, quarter)
    played = rolled_by_the_kernel(seed, run, quarter, buyers)
    assert np.array_equal(bits(played[positions]), bits(values))


def test_every_luck_field_is_filled_once() -> None:
    positions, _ = Dice(1).row(DEFAULT_BUYERS, 0, 0)
    wanted = [s.position + i for s in layout(DEFAULT_BUYERS).luck() for i in range(s.field.shape)]
    assert sorted(positions.tolist()) == sorted(wanted)
    assert len(set(wanted)) == len(wanted)


def luck_by_name(buyers: int, seed: int = 7, run: int = 3, quarter: int = 21) -> dict[str, float]:
    """Every draw of a world by the name of its agent and stream."""
    positions, values = Dice(seed).row(buyers, run, quarter)
    at = dict(zip(positions.tolist(), values.tolist(), strict=True))
    return {
        f"{slot.kind}.{slot.member_name}.{slot.field.name}[{i}]": at[slot.position + i]
        for slot in layout(buyers).luck()
        for i in range(slot.field.shape)
    }


@pytest.mark.parametrize("more", [65, 96, 1000])
def test_another_agent_moves_nobodys_luck(more: int) -> None:
    few, many = luck_by_name(64), luck_by_name(more)
    assert len(many) > len(few)
    assert {name: many[name] for name in few} == few


def test_another_agent_moves_nobodys_luck_in_the_kernel() -> None:
    """A newcomer changes what happens, but not the luck of those who were there."""
    few, many = rolled_by_the_kernel(7, 3, 21, 64), rolled_by_the_kernel(7, 3, 21, 65)
    places = {
        (slot.kind, slot.member_name, slot.field.name): slot.position for slot in layout(65).luck()
    }
    for slot in layout(64).luck():
        place = places[(slot.kind, slot.member_name, slot.field.name)]
        for i in range(slot.field.shape):
            assert few[slot.position + i] == many[place + i]


def test_another_stream_moves_nobodys_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field of luck added to an agent, in front of all others, leaves their draws alone."""
    before = luck_by_name(16)
    table = state.kinds(16)
    old = table["designers"]
    newcomer = replace(old.fields[0], name="luck_newcomer", draw="uniform", shape=1, integer=False)
    table["designers"] = state.Kind(old.name, old.members, (newcomer, *old.fields))
    monkeypatch.setattr(state, "kinds", lambda buyers: table)
    larger = state.Layout(16)
    monkeypatch.setattr(dice, "layout", lambda buyers: larger)
    streams.cache_clear()
    try:
        positions, values = Dice(7).row(16, 3, 21)
    finally:
        streams.cache_clear()
    at = dict(zip(positions.tolist(), values.tolist(), strict=True))
    after = {
        f"{slot.kind}.{slot.member_name}.{slot.field.name}[{i}]": at[slot.position + i]
        for slot in larger.luck()
        for i in range(slot.field.shape)
    }
    assert len(after) == len(before) + len(old.members)
    assert {name: after[name] for name in before} == before


def test_names_do_not_collide() -> None:
    """Two agents or two streams with one code would share their luck."""
    s = streams(2000)
    pairs = set(zip(s.agent.tolist(), s.stream.tolist(), strict=True))
    assert len(pairs) == len(s.agent)
    assert name_code("luck_boom#0") == name_code("luck_boom#0") != name_code("luck_jump#0")


def test_other_seeds_runs_and_quarters_have_other_luck() -> None:
    base = Dice(7).row(64, 3, 21)[1]
    others = [Dice(8).row(64, 3, 21), Dice(7 + 2**32).row(64, 3, 21)]
    others += [Dice(7).row(64, 4, 21), Dice(7).row(64, 3, 22), Dice(7).row(64, 21, 3)]
    for _, values in others:
        assert np.mean(values == base) < 0.01
        assert abs(np.corrcoef(values, base)[0, 1]) < 0.15


MOMENTS = {
    "uniform": (0.5, math.sqrt(1.0 / 12.0)),
    "normal": (0.0, 1.0),
    "gumbel": (0.5772156649, math.pi / math.sqrt(6.0)),
    "beta": (2.0 / 7.0, math.sqrt(10.0 / (49.0 * 8.0))),
}


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_draws_have_the_moments_of_their_distribution(distribution: str) -> None:
    kind = {
        position: DISTRIBUTIONS.index(slot.field.draw)
        for slot in layout(200).luck()
        for position in range(slot.position, slot.position + slot.field.shape)
    }
    drawn = []
    for run in range(60):
        for quarter in range(12):
            positions, values = Dice(3).row(200, run, quarter)
            mine = [kind[p] == DISTRIBUTIONS.index(distribution) for p in positions.tolist()]
            drawn.append(values[np.array(mine)])
    values = np.concatenate(drawn)
    mean, deviation = MOMENTS[distribution]
    error = deviation / math.sqrt(len(values))
    assert values.mean() == pytest.approx(mean, abs=5.0 * error + 0.002)
    assert values.std() == pytest.approx(deviation, rel=0.02 + 5.0 / math.sqrt(len(values)))
    if distribution in {"uniform", "beta"}:
        assert 0.0 <= values.min() < values.max() <= 1.0


def test_neighbouring_quarters_and_runs_are_not_correlated() -> None:
    rows = np.array([Dice(5).row(64, run, quarter)[1] for run in range(40) for quarter in range(5)])
    table = rows.reshape(40, 5, -1)
    centred = table - table.mean(axis=(0, 1))
    scale = (centred * centred).mean()
    assert abs((centred[1:] * centred[:-1]).mean() / scale) < 0.02
    assert abs((centred[:, 1:] * centred[:, :-1]).mean() / scale) < 0.02


def test_a_word_becomes_a_quantile_of_the_table() -> None:
    """Monotone in the word, inside the table at both ends."""
    for table in quantile_tables():
        words = [np.uint64(w) for w in (0, 1, 2**16, 2**31, 2**32 - 2, 2**32 - 1)]
        draws = [shape_draw(word, table) for word in words]
        assert draws == sorted(draws)
        assert draws[0] == table[0]
        assert draws[-1] == pytest.approx(table[-1], rel=1e-5)


@pytest.mark.parametrize("buyers", [12, 64, 1000])
def test_streams_follow_the_layout_agent_by_agent(buyers: int) -> None:
    """One stream for every four numbers of a luck field, named by its agent and its field; those
    of four numbers come first, and so on."""
    wanted = [
        (
            name_code(f"{slot.kind}.{slot.member_name}"),
            name_code(f"{slot.field.name}#{first // 4}"),
            slot.position + first,
            min(4, slot.field.shape - first),
            DISTRIBUTIONS.index(slot.field.draw),
        )
        for slot in layout(buyers).luck()
        for first in range(0, slot.field.shape, 4)
    ]
    wanted.sort(key=lambda stream: -stream[3])
    s = streams(buyers)
    found = zip(s.agent, s.stream, s.position, s.count, s.distribution, strict=True)
    assert [tuple(map(int, one)) for one in found] == wanted
