"""Words of governments: limits, signs, and that a neutral word changes no bit of any rule."""

import math
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import threat
from agents.deals import MOST_RISE, RELIEF, STEP, swing_tension
from agents.government import CAPITAL_BACK, CAPITAL_WORD, renew_capital
from agents.levers import LEVERS
from agents.names import CN, HUAW, MARKET_CN, NVDA, US
from agents.threat import SAID_SPEED, SEEN_SPEED, feel_threat, read_signals

LEVER = LEVERS["us.posture"]
SHARE = st.floats(0.0, 1.0)
WORD = st.floats(LEVER.low, LEVER.high)
SPEED = st.floats(0.15, 0.6)  # the range of threat_up
GOVERNMENTS = 5


def a_world(**words: float) -> Any:
    """Five governments that speak neutrally, or as told by seat, and nothing that eases anything.

    Units: `words` ratio.
    """
    spoken = [words.get("us", 1.0), words.get("cn", 1.0), words.get("tool", 1.0), 1.0, 1.0]
    governments = [
        SimpleNamespace(
            bloc=bloc, posture=word, threat=0.0, pressure=0.0, last_pressure=0.0, ladder=0.0,
            minerals_felt=0.0, mineral_stock=0.0, market_ban=0.0, rival_capability=5.0,
            measures=0.0, last_measures=0.0, capital=50.0, diplomacy=0.0, enforcement=0.0,
            mineral_control=0.0, antitrust=0.0,
        )
        for bloc, word in enumerate(spoken)
    ]  # fmt: skip
    return SimpleNamespace(
        governments=governments,
        deals=[SimpleNamespace(index=k, effect=0.0, signed=0.0) for k in range(7)],
        designers=[SimpleNamespace(perf16=[300.0], posture=1.0) for _ in range(6)],
        markets=[SimpleNamespace(seized=0.0) for _ in range(MARKET_CN + 1)],
        economy=SimpleNamespace(tension=30.0, event_rate=1.0, luck_incident=0.0),
        parameters=SimpleNamespace(threat_up=0.4, threat_down=0.05),
    )


# ---- threat


def felt(world: Any, bloc: int, pressure: float = 0.0, before: float = 0.0) -> float:
    """The threat that a government feels after a quarter under so much pressure."""
    government = world.governments[bloc]
    government.threat = before
    with (
        patch.object(threat, "control_pressure", return_value=pressure),
        patch.object(threat, "rung_in_force", return_value=0.0),
    ):
        feel_threat(government, world)
    return float(government.threat)


@given(SHARE, SHARE, SPEED)
def test_a_neutral_sender_is_felt_as_before_to_the_last_bit(
    pressure: float, before: float, up: float
) -> None:
    world = a_world()
    world.parameters.threat_up = up
    gap = pressure - before
    expected = before + (up * max(0.0, gap) - 0.05 * max(0.0, -gap))
    assert felt(world, CN, pressure, before) == expected


@given(SHARE, SHARE, WORD, SPEED)
def test_a_sender_s_word_scales_the_rise_and_not_the_fall(
    pressure: float, before: float, word: float, up: float
) -> None:
    """The target never feels more than the pressure, however loud the sender is."""
    worlds = a_world(), a_world(us=word)
    for world in worlds:
        world.parameters.threat_up = up
    plain, coloured = (felt(world, CN, pressure, before) for world in worlds)
    if pressure > before:
        assert coloured - before == pytest.approx(word * (plain - before), abs=1e-12)
        assert before <= coloured <= pressure
    else:
        assert coloured == plain


@given(SHARE, SHARE, SHARE, WORD)
def test_what_others_feel_follows_china_s_word(
    minerals: float, ban: float, before: float, word: float
) -> None:
    """Neutral: as before to the last bit. Louder: no less is felt, and never more than all."""
    found = {}
    for posture in (1.0, word):
        world = a_world(cn=posture)
        world.governments[CN].market_ban = ban
        world.governments[US].minerals_felt = minerals
        found[posture] = felt(world, US, before=before)
    plain = min(1.0, max(0.0, 0.5 * minerals + 0.2 * ban))
    assert found[1.0] == before + 0.3 * (plain - before)
    assert 0.0 <= found[min(found)] <= found[max(found)] <= 1.0


def test_only_the_other_side_s_word_is_felt() -> None:
    loud = a_world(cn=1.5, tool=1.5)
    assert felt(loud, CN, 0.5) == felt(a_world(), CN, 0.5)
    loud = a_world(us=1.5, tool=1.5)
    loud.governments[US].minerals_felt = 0.6
    quiet = a_world()
    quiet.governments[US].minerals_felt = 0.6
    assert felt(loud, US) == felt(quiet, US)


# ---- signals


def believed(reader: int, firm: float, *, performance: float = 300.0, **words: float) -> float:
    """What a government believes of the rival's chip after a quarter (ln TFLOP/s)."""
    world = a_world(**words)
    champion = world.designers[NVDA if reader == CN else HUAW]
    champion.posture, champion.perf16 = firm, [performance]
    read_signals(world.governments[reader], world)
    return float(world.governments[reader].rival_capability)


@given(st.floats(1.0, 20000.0), WORD)
def test_beside_a_neutral_government_a_champion_s_word_counts_alone(
    performance: float, firm: float
) -> None:
    seen = math.log(performance)
    said = seen + math.log(firm)
    expected = 5.0 + SEEN_SPEED * (seen - 5.0)
    expected += SAID_SPEED * (said - expected)
    for reader in (US, CN):
        assert believed(reader, firm, performance=performance) == expected


@given(WORD, WORD)
def test_a_government_s_word_multiplies_its_champion_s(firm: float, word: float) -> None:
    """The reader's own word and that of an ally change nothing."""
    both = max(firm * word, 0.05)
    assert believed(US, firm, cn=word) == pytest.approx(believed(US, both), abs=1e-12)
    assert believed(CN, firm, us=word) == pytest.approx(believed(CN, both), abs=1e-12)
    assert believed(US, firm, us=word, tool=word) == believed(US, firm)
    assert believed(US, 1.5, cn=0.5) < believed(US, 1.5)


# ---- tension


def swung(seat: str, change: float, word: float, tension: float = 30.0) -> float:
    """Tension after a quarter in which one seat's measures changed by so much."""
    world = a_world(**{seat: word})
    world.economy.tension = tension
    speaker = world.governments[LEVERS[f"{seat}.posture"].member]
    speaker.measures, speaker.last_measures = max(0.0, change), max(0.0, -change)
    swing_tension(world.economy, world)
    return float(world.economy.tension)


@given(st.sampled_from(["us", "cn", "tool"]), st.floats(0.0, 0.1), WORD)
def test_new_measures_weigh_as_loud_as_they_are_spoken_of(
    seat: str, step: float, word: float
) -> None:
    """In proportion, up to the most that a quarter's steps may add."""
    still = swung(seat, 0.0, word)
    plain, coloured = swung(seat, step, 1.0), swung(seat, step, word)
    standing = plain - STEP * step * (1.0 + 1.8 * 0.3)  # what measures add by standing
    most = min(MOST_RISE, word * (plain - standing))
    assert coloured - standing == pytest.approx(most, abs=1e-9)
    assert still == swung(seat, 0.0, 1.0)


@given(st.floats(0.001, 1.0), WORD, st.floats(0.0, 100.0))
def test_what_is_taken_back_is_a_deed_whatever_is_said(
    step: float, word: float, tension: float
) -> None:
    assert swung("us", -step, word, tension) == swung("us", -step, 1.0, tension)
    relief = swung("us", 0.0, word, 90.0) - swung("us", -0.1, word, 90.0)
    assert relief == pytest.approx(RELIEF * STEP * 0.1)


@given(st.floats(0.0, 1.0), st.floats(0.0, 100.0))
def test_a_neutral_word_leaves_tension_to_the_last_bit(step: float, tension: float) -> None:
    hot = 1.0 + 1.8 * min(1.0, 1.0) * tension / 100.0
    change = STEP * (step - 0.0)
    rise = min(MOST_RISE, hot * change) if change > 0.0 else 0.0
    rise += 12.0 * 0.0 * tension / 100.0
    standing = 2.5 * step + 5.5 * 0.0
    expected = min(100.0, max(0.0, tension + rise + standing + 0.0 - 0.12 * tension))
    assert swung("us", step, 1.0, tension) == expected


# ---- capital


def renewed(bloc: int, word: float, **fields: float) -> float:
    """Political capital after a quarter."""
    world = a_world()
    government = world.governments[bloc]
    government.posture = word
    for name, value in fields.items():
        setattr(government, name, value)
    renew_capital(government, world)
    return float(government.capital)


@given(st.integers(0, GOVERNMENTS - 1), WORD, st.floats(0.0, 0.5))
def test_loud_words_earn_capital_and_humble_ones_cost_it(
    bloc: int, word: float, effort: float
) -> None:
    """Less than calm gives back, so that a humble government at peace still recovers."""
    plain = renewed(bloc, 1.0, diplomacy=effort)
    gain = renewed(bloc, word, diplomacy=effort) - plain
    assert gain == pytest.approx(CAPITAL_WORD * (word - 1.0))
    assert renewed(bloc, LEVER.low) > 50.0
    assert CAPITAL_WORD * (1.0 - LEVER.low) < 0.5 * CAPITAL_BACK


@given(st.floats(0.0, 100.0), SHARE, SHARE)
def test_a_neutral_word_leaves_capital_to_the_last_bit(
    capital: float, diplomacy: float, enforcement: float
) -> None:
    cost = 3.0 * diplomacy + 1.0 * enforcement
    expected = min(100.0, max(0.0, capital + CAPITAL_BACK - cost))
    fields = {"capital": capital, "diplomacy": diplomacy, "enforcement": enforcement}
    assert renewed(2, 1.0, **fields) == expected


@given(WORD)
def test_capital_stays_on_its_scale(word: float) -> None:
    assert renewed(2, word, capital=100.0) <= 100.0
    assert renewed(2, word, capital=0.0, diplomacy=1.0, enforcement=1.0) == 0.0
