"""Events and dilemmas: when they come, what is rumoured of them, and what each of them does."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agents import events as events_module
from agents import names
from agents.deck import FILE as DECK_FILE
from agents.deck import TONES, Choice, DeckError, EventCard, card_of, deck, read
from agents.ecosystem import Ecosystem
from agents.ensemble import play, play_many
from agents.fields import EVENT
from agents.history import History, columns
from agents.levers import ACTORS
from agents.plan import Order, Plan
from agents.scenario import load
from agents.state import layout
from tests.model_helpers import SCENARIOS, base_plan, bits, differing, opening, random_plan

SCENARIO = "good-enough"
SHOCKS = names.EVENTS[: names.FIRST_DILEMMA]
DILEMMAS = names.EVENTS[names.FIRST_DILEMMA :]
FADING = {
    "economy": ("grey_leak",),
    "foundries": ("outage",),
    "memory_makers": ("outage", "coming"),
    "markets": ("shortage",),
    "designers": ("favour",),
    "labs": ("optics",),
    "governments": ("one_off",),
}
ICONS = Path(__file__).parents[2] / "assets" / "icons"


def lively(name: str, rate: float = 1.0) -> Plan:
    """The recorded path of a scenario with events at that rate."""
    plan = base_plan(name)
    plan.hold("world.event_rate", rate)
    return plan


def calm_row(seat: str = "") -> np.ndarray:
    """An opening with capital and tension half-way, so that no effect meets an end of its scale."""
    row = opening(SCENARIO, seat=seat)
    views = layout().views(row[None, :])
    views.memory_makers["stacks"][0, 1] = max(views.memory_makers["stacks"][0, 1], 300.0)
    views.governments["capital"][:] = 50.0
    views.economy["tension"][:] = 40.0
    return row


def asked(row: np.ndarray, key: str, *, held: bool = True, strength: float = 0.9) -> np.ndarray:
    """The same world with a dilemma open since the quarter before."""
    row = row.copy()
    views = layout().views(row[None, :])
    kind, member = ACTORS[card_of(key).asks]
    seat = getattr(views, kind)[0, member]
    seat["dilemma"] = names.EVENTS.index(key) + 1
    seat["dilemma_since"] = load(SCENARIO).start - 1
    seat["held"] = int(held)
    views.events[0, names.EVENTS.index(key)]["strength"] = strength
    return row


def answered(row: np.ndarray, key: str, choice: int, runs: int = 60, quarters: int = 12) -> History:
    """Play on with an answer in the first quarter; 0 leaves it to the seat. No other events."""
    plan = lively(SCENARIO, 0.0)
    seat = card_of(key).asks
    if choice:
        plan.set(Order(seat, f"{seat}.answer", float(choice), plan.start))
    history, _ = play_many(row, plan, 7, runs, last=plan.start + quarters - 1)
    return History(plan.start, history)


def moved(one: History, two: History, sure: float = 5.0) -> dict[str, float]:
    """Outcomes that differ for sure between paired runs, with the difference of the means."""
    found = {}
    for name in columns():
        gap = (two.column(name) - one.column(name)).mean(axis=1)
        error = gap.std(ddof=1) / np.sqrt(len(gap))
        scale = float(np.abs(one.column(name)).mean()) + 1e-9
        if abs(gap.mean()) > sure * error and abs(gap.mean()) > 1e-4 * scale:
            found[name] = float(gap.mean())
    return found


# --- no events, no difference


@pytest.mark.parametrize("name", SCENARIOS)
def test_without_events_every_bit_is_as_if_the_deck_did_not_exist(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = random_plan(name, 3)
    plan.hold("world.event_rate", 0.0)
    rows = opening(name)[None, :].copy()
    play(rows, plan, 7, np.array([2]), plan.start, plan.end)
    for rule in ("fade", "answer", "unfold"):
        monkeypatch.setattr(events_module, rule, lambda world: None)
    game = Ecosystem(opening(name), plan, seed=7, run=2)
    for _ in range(plan.quarters):
        game.step()
    apart = [text for text in differing(game.freeze(), rows[0], 99) if ".answer[" not in text]
    assert not apart
    views = layout().views(rows)
    for kind, fields in FADING.items():
        for field in fields:
            assert np.all(getattr(views, kind)[field] == 0.0), f"{kind}.{field}"


# --- how often


def watch(name: str, runs: int, rate: float = 1.0) -> dict[str, np.ndarray]:
    """By event: quarters with a rumour of it, of them false ones, and strikes, over many games."""
    plan = lively(name, rate)
    rows = np.repeat(opening(name)[None, :], runs, axis=0)
    numbers = np.arange(runs, dtype=np.int64)
    size = len(names.EVENTS)
    counts = {key: np.zeros(size) for key in ("true", "false", "silent", "strikes")}
    before = layout().views(rows).events["due"].copy()
    for quarter in range(plan.start, plan.end + 1):
        play(rows, plan, 11, numbers, quarter, quarter)
        events = layout().views(rows).events
        rumoured = events["rumoured"] == quarter
        coming = (before == 0) & (events["due"] > quarter)
        counts["true"] += (rumoured & coming).sum(axis=0)
        counts["false"] += (rumoured & ~coming).sum(axis=0)
        counts["silent"] += (coming & ~rumoured).sum(axis=0)
        counts["strikes"] += (events["struck"] == quarter).sum(axis=0)
        before = events["due"].copy()
    return counts


@pytest.fixture(scope="module")
def thousand() -> dict[str, np.ndarray]:
    return watch(SCENARIO, 1000)


def within(part: float, whole: float, share: float) -> bool:
    """Whether a count is what a share of a whole gives, to four standard deviations."""
    return abs(part - share * whole) <= 4.0 * np.sqrt(whole * share * (1.0 - share))


def test_six_in_ten_events_are_rumoured_and_a_third_of_rumours_are_false(
    thousand: dict[str, np.ndarray],
) -> None:
    true, false, silent = (thousand[key].sum() for key in ("true", "false", "silent"))
    assert true > 1000
    assert within(true, true + silent, 0.6), (true, silent)
    assert within(false, true + false, 1.0 / 3.0), (true, false)


def test_every_event_strikes_in_some_game(thousand: dict[str, np.ndarray]) -> None:
    never = [key for key, n in zip(names.EVENTS, thousand["strikes"], strict=True) if n == 0]
    assert not never


def test_what_is_on_its_way_strikes_one_or_two_quarters_later() -> None:
    """One quarter more only where the seat had another dilemma open."""
    plan = lively(SCENARIO, 2.0)
    rows = np.repeat(opening(SCENARIO)[None, :], 200, axis=0)
    numbers = np.arange(200, dtype=np.int64)
    waits: list[int] = []
    begun = np.zeros((200, len(names.EVENTS)), dtype=np.int64)
    for quarter in range(plan.start, plan.end + 1):
        play(rows, plan, 3, numbers, quarter, quarter)
        events = layout().views(rows).events
        struck = (events["struck"] == quarter) & (begun > 0)
        waits += (quarter - begun[struck]).tolist()
        begun = np.where(events["due"] > 0, np.where(begun > 0, begun, quarter), 0)
    shares = np.bincount(waits) / len(waits)
    assert set(np.flatnonzero(shares)) >= {1, 2}
    assert shares[1] + shares[2] > 0.9
    assert len(shares) <= 8


def test_twice_the_rate_brings_about_twice_the_events() -> None:
    usual, double = (watch("october-seventh", 200, rate)["strikes"].sum() for rate in (0.5, 1.0))
    assert 1.5 < double / usual < 2.2


# --- hazards follow the state


def hazards(row: np.ndarray) -> np.ndarray:
    """The hazard of every event in the next quarter of a world. Shape: (events,)."""
    game = Ecosystem(row, lively(SCENARIO), seed=5, run=0)
    game.roll()
    game.world.economy.event_rate = 1.0
    for event in game.world.events:
        event.luck_event[0] = 1.0
        event.due = 0
    events_module.unfold(game.world)
    return np.array([event.hazard for event in game.world.events])


def change(kind: str, member: int, field: str, value: float, row: np.ndarray) -> np.ndarray:
    """The same world with one field set."""
    row = row.copy()
    views = layout().views(row[None, :])
    getattr(views, kind)[field][0, member] = value
    return row


US, CN, TOOL = names.US, names.CN, names.TOOL
RAISED = [
    ("duv_trick", "governments", CN, "threat", 0.1, 0.9),
    ("duv_trick", "designers", names.HUAW, "rd_process_spend", 0.0, 0.5),
    ("yield_collapse", "foundries", names.SMIC, "domestic_tools", 0.0, 0.9),
    ("memory_advance", "governments", CN, "threat", 0.1, 0.9),
    ("memory_advance", "governments", CN, "memory_fund", 0.0, 10.0),
    ("photonics", "designers", names.HUAW, "cluster_scale", 1.0, 3.0),
    ("efficiency_shock", "markets", names.MARKET_CN, "denied_compute", 0.0, 2.0),
    ("packaging_squeeze", "designers", names.NVDA, "wanted", 500.0, 5000.0),
    ("demand_bust", "economy", 0, "demand_cycle", -0.1, 0.3),
    ("memory_supercycle", "memory_makers", 0, "asked", 100.0, 1e6),
    ("power_shortage", "markets", names.MARKET_US, "power_used", 0.0, 1e4),
    ("cyber_attack", "economy", 0, "tension", 0.0, 90.0),
    ("network_raid", "governments", US, "enforcement", 0.1, 1.0),
    ("network_raid", "markets", names.MARKET_CN, "smuggled", 0.0, 50.0),
    ("cabinet_falls", "governments", TOOL, "capital", 90.0, 10.0),
    ("cut_down_chip", "markets", names.MARKET_CN, "legal_advantage", 0.1, 1.5),
    ("revenue_share", "governments", US, "why_lobby", 0.0, 0.5),
    ("minerals_truce", "governments", CN, "mineral_control", 0.0, 1.0),
    ("burn_source", "governments", US, "insight", 0.0, 0.8),
    ("power_or_homes", "markets", names.MARKET_CN, "power_used", 0.0, 1e4),
    ("open_weights", "labs", names.MARKET_CN, "capability", -9.0, 30.0),
    ("smuggled_parts", "designers", names.HUAW, "bottleneck", 0.0, 2.0),
    ("failing_champion", "designers", names.CAMB, "revenue", 100.0, 0.0),
    ("quiet_defection", "governments", TOOL, "alignment", 1.0, 0.2),
    ("yield_rumour", "governments", US, "insight", 0.9, 0.0),
    ("service_plea", "governments", US, "diplomacy", 0.0, 1.0),
    ("transit_check", "markets", names.MARKET_CN, "smuggled", 0.0, 50.0),
    ("plant_waiver", "governments", US, "hbm_control", 0.0, 1.0),
]


@pytest.mark.parametrize(("key", "kind", "member", "field", "low", "high"), RAISED)
def test_what_raises_a_hazard(
    key: str, kind: str, member: int, field: str, low: float, high: float
) -> None:
    row = calm_row()
    place = names.EVENTS.index(key)
    one = hazards(change(kind, member, field, low, row))[place]
    two = hazards(change(kind, member, field, high, row))[place]
    assert two > one, (one, two)


def test_every_hazard_that_a_state_can_raise_is_tested() -> None:
    assert set(names.EVENTS) - {key for key, *_ in RAISED} == {"earthquake", "election"}


def test_votes_come_every_second_year() -> None:
    row = calm_row()
    place = names.EVENTS.index("election")
    found = [
        hazards(change("economy", 0, "quarter", quarter, row))[place] > 0.0
        for quarter in range(32, 48)
    ]
    assert [32 + i for i, likely in enumerate(found) if likely] == [35, 43]


def test_what_struck_lately_is_less_likely() -> None:
    row = calm_row()
    struck = change("events", 0, "times", 1, row)
    struck = change("events", 0, "struck", load(SCENARIO).start - 2, struck)
    assert 0.0 < hazards(struck)[0] < 0.5 * hazards(row)[0]


# --- what they do


def on_its_way(row: np.ndarray, key: str) -> np.ndarray:
    """The same world with an event that strikes in its first quarter, at full strength."""
    place = names.EVENTS.index(key)
    row = change("events", place, "due", load(SCENARIO).start, row)
    return change("events", place, "strength", 1.0, row)


WORSENED = {
    "duv_trick": ("node[SMIC]", 1),
    "yield_collapse": ("yield_rate[SMIC]", -1),
    "memory_advance": ("layer_self_sufficiency[hbm]", 1),
    "photonics": ("system_gap", -1),
    "efficiency_shock": ("ai_gap_months", -1),
    "packaging_squeeze": ("units[AMD]", -1),
    "demand_bust": ("sender_revenue", -1),
    "memory_supercycle": ("new_compute", -1),
    "power_shortage": ("capability[US]", -1),
    "earthquake": ("foundry_revenue[TSMC]", -1),
    "cyber_attack": ("tension", 1),
    "network_raid": ("smuggled", -1),
    "cabinet_falls": ("alignment[TOOL]", -1),
    "election": ("capital[US]", 1),
}


@pytest.mark.parametrize("key", SHOCKS)
def test_every_shock_does_what_its_text_says(key: str) -> None:
    row = calm_row()
    plan = lively(SCENARIO, 0.0)
    last = plan.start + 7
    one, _ = play_many(row, plan, 7, 60, last=last)
    two, _ = play_many(on_its_way(row, key), plan, 7, 60, last=last)
    found = moved(History(plan.start, one), History(plan.start, two))
    outcome, sign = WORSENED[key]
    assert outcome in found, found
    assert found[outcome] * sign > 0.0


@pytest.mark.parametrize("key", DILEMMAS)
def test_every_choice_of_every_dilemma_has_an_effect_of_its_own(key: str) -> None:
    row = asked(calm_row(), key)
    played = {choice: answered(row, key, choice) for choice in (1, 2, 3)}
    for one, two in ((1, 2), (1, 3), (2, 3)):
        found = moved(played[one], played[two])
        assert len(found) >= 2, f"{one} and {two}: {found}"


@pytest.mark.parametrize("key", DILEMMAS)
def test_a_held_seat_that_says_nothing_gets_the_answer_that_was_announced(key: str) -> None:
    row = asked(calm_row(), key)
    silent, said = (answered(row, key, c, 8) for c in (0, card_of(key).unanswered))
    assert np.array_equal(bits(silent.values), bits(said.values))


def test_an_answer_closes_the_dilemma_and_is_remembered() -> None:
    rows = asked(calm_row(), "minerals_truce")[None, :].copy()
    plan = lively(SCENARIO, 0.0)
    plan.set(Order("us", "us.answer", 3.0, plan.start))
    play(rows, plan, 7, np.array([0]), plan.start, plan.start)
    views = layout().views(rows)
    assert views.governments[0, US]["dilemma"] == 0
    assert views.governments[0, US]["answer"] == 0.0
    assert views.events[0, names.MINERALS_TRUCE]["answered"] == 3


def test_characters_answer_differently() -> None:
    """A seat without a player leans to the choice that its traits name."""
    card = card_of("minerals_truce")
    for place, choice in enumerate(card.choices):
        row = asked(calm_row(), card.key, held=False)
        for trait in names.TRAITS:
            row = change("governments", US, trait, 1.0 if trait == choice.trait else 0.0, row)
        rows = np.repeat(row[None, :], 50, axis=0)
        plan = lively(SCENARIO, 0.0)
        play(rows, plan, 7, np.arange(50, dtype=np.int64), plan.start, plan.start)
        given = layout().views(rows).events["answered"][:, names.MINERALS_TRUCE]
        assert np.all(given == place + 1)


def test_the_plain_character_gives_every_answer_at_times() -> None:
    rows = np.repeat(asked(calm_row(), "burn_source", held=False)[None, :], 200, axis=0)
    plan = lively(SCENARIO, 0.0)
    play(rows, plan, 7, np.arange(200, dtype=np.int64), plan.start, plan.start)
    given = layout().views(rows).events["answered"][:, names.BURN_SOURCE]
    assert np.all(np.bincount(given, minlength=4)[1:] > 30)


def test_no_event_and_no_answer_moves_a_lever_of_a_held_seat() -> None:
    """All seats held and everything that may happen happening: levers stay where they stood."""
    from agents.levers import LEVERS, positions

    row = calm_row()
    for kind, member in {(k, m) for actor, (k, m) in ACTORS.items() if actor != "world"}:
        row = change(kind, member, "held", 1, row)
    places = [p for p, lever in zip(positions(64), LEVERS.values(), strict=True)
              if lever.actor != "world" and not lever.pulse]  # fmt: skip
    plan = Plan(load(SCENARIO).start, 12)
    plan.hold("world.event_rate", 2.0)
    rows = np.repeat(row[None, :], 100, axis=0)
    play(rows, plan, 7, np.arange(100, dtype=np.int64), plan.start, plan.end)
    assert layout().views(rows).events["times"].sum() > 100
    changed = [list(LEVERS)[i] for i, p in enumerate(places) if np.any(rows[:, p] != row[p])]
    assert not changed


# --- what is written


def stated(choice: Choice, pattern: str) -> float | None:
    """The number that a choice's chips state of something."""
    for chip in choice.chips:
        if found := re.search(pattern, chip.text):
            return float(found[1].replace("−", "-"))
    return None


STATED = {
    r"(?<!US )(?i:political capital) ([−+][\d.]+)": "capital",
    r"US political capital ([−+][\d.]+)": "capital[US]",
    r"(?i:tension) ([−+][\d.]+)": "tension",
}


@pytest.mark.parametrize("key", DILEMMAS)
def test_chips_state_what_an_answer_costs(key: str) -> None:
    """Points of political capital and tension, and public money, are what the chips say."""
    card = card_of(key)
    row = asked(calm_row(card.asks), key)
    start = load(SCENARIO).start
    without, _ = play_many(calm_row(card.asks), lively(SCENARIO, 0.0), 7, 4, last=start)
    calm = History(start, without)
    seat = card.asks.upper() if card.asks.upper() in names.GOVERNMENTS else ""
    for number, choice in enumerate(card.choices, 1):
        after = answered(row, key, number, 4, 1)
        for pattern, column in STATED.items():
            name = f"capital[{seat}]" if column == "capital" else column
            if column == "capital" and not seat:
                continue
            gap = (after.column(name) - calm.column(name)).mean()
            if column == "capital[US]" and seat == "US":
                continue
            said = stated(choice, pattern) or 0.0
            if (key, number, column) == ("minerals_truce", 1, "tension"):
                assert gap <= said  # minerals that flow again calm things further
                continue
            # The quarter itself moves both a little further, and some tension fades in it.
            fades = 0.25 if column == "tension" else 0.06
            near = pytest.approx(said, rel=fades, abs=0.6)
            assert gap == near, f"{choice.label}: {name}"
        money = stated(choice, r"Costs \$([\d.]+)bn")
        if money and seat in {"US", "CN"}:
            spent = f"fiscal_cost_{seat.lower()}"
            assert (after.column(spent) - calm.column(spent)).mean() == pytest.approx(money)


@pytest.mark.parametrize("card", deck(), ids=[card.key for card in deck()])
def test_every_card_is_complete(card: EventCard) -> None:
    texts = [card.title, card.text, card.rumour, card.usual_source, card.raised_by, card.effect]
    texts += [card.precedent, card.precedent_date, card.precedent_source]
    assert all(text.strip() for text in texts)
    assert 2 <= len(re.findall(r"[.!?](?:\s|$)", card.text)) <= 4, card.text
    assert re.match(r"(19|20)\d\d", card.precedent_date)
    icons = [card.icon, *(chip.icon for c in card.choices for chip in c.chips)]
    assert all((ICONS / f"{icon}.svg").is_file() for icon in icons), icons
    if card.is_dilemma:
        assert card.question.endswith("?")
        assert len({choice.label for choice in card.choices}) == 3
        assert len({choice.trait for choice in card.choices}) == 3
        for choice in card.choices:
            assert 2 <= len(choice.chips) <= 3
            assert {chip.tone for chip in choice.chips} <= set(TONES)


def test_the_deck_is_large_enough_and_asks_both_sides() -> None:
    assert len(SHOCKS) >= 10
    assert len(DILEMMAS) >= 8
    assert {card.asks for card in deck() if card.is_dilemma} == {
        "us", "cn", "nvda", "huaw", "tool", "chip", "row",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('key = "duv_trick"', 'key = "trick"', "order"),
        ("usual = 0.020", "usual = 2.0", "usual chance"),
        ('asks = "nvda"', 'asks = "smic"', "cannot answer"),
        ('trait = "greed"', 'trait = "envy"', "no character"),
        ('tone = "good"', 'tone = "nice"', "none of good"),
        ("unanswered = 2", "unanswered = 4", "takes answer 4"),
        ("[[event]]", "[event", "cannot be read"),
        ('rumour = "Engineers', 'rumor = "Engineers', "rumor"),
    ],
)
def test_a_wrong_deck_is_refused_with_a_sentence(old: str, new: str, says: str) -> None:
    text = DECK_FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DeckError, match=says):
        read(text.replace(old, new, 1))


def test_the_rules_have_a_place_for_what_the_deck_says() -> None:
    fields: dict[str, Any] = {f.name: f for f in EVENT}
    views = layout().views(opening(SCENARIO)[None, :])
    for place, card in enumerate(deck()):
        assert views.events[0, place]["usual"] == card.usual
        assert views.events[0, place]["unanswered"] == card.unanswered
    assert fields["leaning"].shape == 3
