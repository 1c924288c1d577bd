"""What a face is given: complete, in words, true to the model, for every seat at every stage."""

import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agents.levers import LEVERS, of_seat
from agents.names import MARKET_ROW
from agents.scenario import load as load_scenario
from agents.scenario import scenario_names
from game.assets import asset
from game.forecast import Forecaster, Status, request_of
from game.gamelog import Setup
from game.savegame import play_script
from game.session import Session
from game.viewmodel import MainView
from game.views.choices import scenario_choices
from game.views.ending import end_view
from game.views.main import main_view
from game.views.regions import SPREAD, pool_shares, region_shares, spread_pool
from game.views.words import cost_text, lever_text, signed
from game.views.worlds import world_of
from tests.model_helpers import warm_kernel

WAITING = Status("waiting", "", True)
SEATS = [(name, seat) for name in scenario_names() for seat in load_scenario(name).seats]


def game(scenario: str = "october-seventh", seat: str = "us", quarters: int = 0) -> Session:
    """A game after so many quarters."""
    session = Session(Setup(scenario, seat, 7, True))
    play_script(session, [], quarters)
    return session


def view(session: Session) -> MainView:
    """The main screen without a forecast."""
    return main_view(session, None, WAITING)


def values_in(value: Any) -> Iterator[Any]:
    """Everything in nested frozen values."""
    if is_dataclass(value):
        for field in fields(value):
            yield from values_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from values_in(part)
    else:
        yield value


def icons_in(value: Any) -> Iterator[str]:
    """Every icon named in nested frozen values."""
    if is_dataclass(value):
        for field in fields(value):
            part = getattr(value, field.name)
            if field.name == "icon":
                yield part
            else:
                yield from icons_in(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from icons_in(part)


# ---- every seat, every stage


@pytest.mark.parametrize(("scenario", "seat"), SEATS)
def test_every_seat_has_a_complete_screen_from_the_first_quarter_to_the_last(
    scenario: str, seat: str
) -> None:
    """No text shows a missing number, every icon exists, and nothing can be changed."""
    session = Session(Setup(scenario, seat, 7))
    for stop in (0, 1, 5, session.scenario.quarters):
        play_script(session, [], stop - len(session.turns))
        shown = view(session)
        words = [value for value in values_in(shown) if isinstance(value, str)]
        assert not [text for text in words if "nan" in text.split() or "inf" in text.split()]
        assert all(asset(f"icons/{icon}.svg").is_file() for icon in icons_in(shown))
        assert len(shown.stats) >= 4
        assert shown.clock.over == (stop == session.scenario.quarters)
    with pytest.raises(FrozenInstanceError):
        shown.title = "x"  # type: ignore[misc]


@pytest.mark.parametrize(("scenario", "seat"), SEATS)
def test_every_lever_of_the_seat_is_on_the_panel_once(scenario: str, seat: str) -> None:
    """At most twelve are open; each has its range, its help and where the number comes from."""
    panel = view(game(scenario, seat)).policy
    opened = [lever.key for group in panel.groups for lever in group.levers]
    later = [lever.key for group in panel.more for lever in group.levers]
    assert len(opened) <= 12
    shown = [v for v in of_seat(seat) if not (v.deal or v.pulse)]
    assert sorted(opened + later) == sorted(lever.key for lever in shown)
    for key in opened + later:
        lever = panel.lever(key)
        assert (lever.low, lever.high) == (LEVERS[key].low, LEVERS[key].high)
        assert lever.low <= lever.law <= lever.high
        assert lever.help
        assert lever.source
        assert not lever.pending
        assert lever.law_text == lever.proposal_text
    with pytest.raises(KeyError):
        panel.lever("world.event_boom")


def test_views_need_no_window() -> None:
    """The values can be built where there is no display library at all."""
    code = (
        "import sys; sys.modules['pygame'] = None\n"
        "import game.views.main, game.session, game.savegame, game.forecast\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


# ---- the panel


def test_panel_shows_law_against_proposal_and_the_price() -> None:
    """A pending change is marked, priced alone and in sum, and goes when the quarter ends."""
    session = game()
    session.propose(session.order("us.diplomacy", 0.9))
    session.propose(session.order("us.public_rd", 20.0))
    panel = view(session).policy
    lever = panel.lever("us.diplomacy")
    assert (lever.law_text, lever.proposal_text, lever.change_text) == ("30%", "90%", "+60")
    assert lever.pending
    assert lever.capital_cost > 0.0
    assert panel.pending == 2
    assert panel.capital_cost == pytest.approx(lever.capital_cost)
    assert panel.budget_cost == pytest.approx(3.0)
    assert "capital" in panel.cost_text
    assert "$3.00bn" in panel.cost_text
    session.end_quarter()
    after = view(session).policy
    assert after.pending == 0
    assert after.lever("us.diplomacy").law_text == "90%"


def test_planned_move_is_on_the_timeline_at_its_quarter() -> None:
    """An order for next year waits to the right of now."""
    session = game(quarters=2)
    session.propose(session.order("us.hbm_control", 1.0, session.now + 4))
    line = view(session).timeline
    planned = [move for move in line.moves if move.planned]
    assert len(planned) == 1
    assert planned[0].lane == 0
    assert planned[0].x == pytest.approx(line.now_x + 1.0)
    assert "100%" in planned[0].label


def test_thresholds_read_as_limits() -> None:
    """A line that is off says so; a line in force carries its unit."""
    assert lever_text(LEVERS["us.chip_tpp"], 1_000_000.0) == "no limit"
    assert lever_text(LEVERS["us.chip_tpp"], 4800.0) == "4,800 TPP"
    assert lever_text(LEVERS["us.chip_link"], 0.0) == "any link"
    assert lever_text(LEVERS["nvda.compliant_variants"], 1.0) == "on"
    assert lever_text(LEVERS["huaw.stock_target"], 1.0) == "1 quarter"
    assert lever_text(LEVERS["row.stack_tilt"], -0.5) == "−0.50"
    assert signed(-0.001) == "0.00"
    assert signed(-1.5, 1) == "−1.5"
    assert cost_text(0.0, 0.0) == ""


# ---- the map


def test_shares_of_regions_are_shares_and_their_mean_is_the_models_pool() -> None:
    """The nine regions of the third pool, by weight, are the pool itself."""
    assert sum(weight for weight, _ in SPREAD.values()) == pytest.approx(1.0)
    for quarters in (0, 12, 33):
        session = game(quarters=quarters)
        world = world_of(session.row)
        shares = region_shares(world)
        for parts in shares.values():
            assert min(parts) >= 0.0
            assert sum(parts) == pytest.approx(1.0, abs=1e-9)
        mean = sum(weight * np.array(shares[name]) for name, (weight, _) in SPREAD.items())
        assert mean == pytest.approx(np.array(pool_shares(world, MARKET_ROW)), abs=1e-9)


@pytest.mark.parametrize("mean", [(1.0, 0.0, 0.0, 0.0), (0.0, 0.6, 0.4, 0.0), (0.2, 0.3, 0.1, 0.4)])
def test_spreading_holds_for_any_pool(mean: tuple[float, float, float, float]) -> None:
    """Also for a pool in which an ecosystem has nobody."""
    shares = spread_pool(mean)
    total = sum(SPREAD[name][0] * np.array(parts) for name, parts in shares.items())
    assert total == pytest.approx(np.array(mean), abs=1e-9)


def test_map_has_every_region_that_is_drawn() -> None:
    """The keys are those of the map's own data."""
    shown = view(game()).world
    with np.load(asset("world.npz")) as archive:
        assert set(shown.shares) == {str(name) for name in archive["region_names"]}
        hubs = {str(name) for name in archive["hub_names"]}
    assert {end for route in shown.routes for end in (route.start, route.end)} <= hubs
    assert shown.dot_text(4000).startswith("1 dot ≈ ")


def test_regions_tell_the_ecosystems_apart_as_the_years_go() -> None:
    """China turns to its own stack; North America does not."""
    early, late = (view(game(quarters=quarters)).world.shares for quarters in (0, 33))
    assert late["China"][1] > early["China"][1] + 0.05
    assert late["North America"][1] < 0.1
    assert late["Eurasia"][1] > late["Europe"][1]


# ---- charts, causes, stats


def test_charts_end_with_the_world_as_it_stands() -> None:
    """The last point is the model's number; the twin is a dashed line of its own."""
    session = game(quarters=6)
    shown = view(session)
    gaps = shown.chart("gap_generations")
    solid = [line for line in gaps.series if not line.dashed]
    dashed = [line for line in gaps.series if line.dashed]
    assert solid[0].y[-1] == session.history.final("gap_generations")[0]
    assert dashed[0].y[-1] == session.twin_history.final("gap_generations")[0]
    assert solid[0].x[-1] == dashed[0].x[-1] == 2018.0 + (session.now - 1) / 4.0
    stacks = [line.y[-1] for line in shown.chart("developers").series if not line.dashed]
    assert sum(stacks) == pytest.approx(1.0)


def test_charts_begin_before_the_player_does() -> None:
    """A later scenario shows the years that led to it."""
    session = game()
    line = view(session).chart("gap_generations").series[0]
    assert line.x[0] == 2018.0
    assert line.x[-1] == 2022.5


def test_causes_sum_to_the_difference_of_the_two_worlds() -> None:
    """The terms of the card add up to the number that it shows."""
    session = game(quarters=10)
    card = view(session).why
    gap = session.history.final("gap_generations")[0]
    twin = session.twin_history.final("gap_generations")[0]
    assert card.total == pytest.approx(gap - twin, abs=1e-9)
    assert sum(term.value for term in card.terms) == pytest.approx(card.total, abs=1e-9)
    assert abs(card.total) > 0.0


def test_changes_are_since_last_quarter_and_judged_for_the_seat() -> None:
    """A longer US lead is good news for the one and bad news for the other."""
    tones = {}
    for seat in ("us", "cn"):
        session = game("october-seventh", seat, 1)
        while True:
            lead = next(stat for stat in view(session).stats if stat.key == "lead")
            if lead.tone != "neutral":
                break
            session.end_quarter()
        gaps = session.history.column("gap_generations")[0]
        assert lead.value == gaps[-1]
        if len(gaps) > 1:
            assert lead.change == pytest.approx(gaps[-1] - gaps[-2])
        tones[seat] = (lead.tone, lead.change > 0.0)
    assert tones["us"][0] == ("good" if tones["us"][1] else "bad")
    assert tones["cn"][0] == ("bad" if tones["cn"][1] else "good")


def test_answers_on_the_timeline_come_after_the_moves_they_answer() -> None:
    """Links join moves that are shown, in the order of time and across the lanes."""
    session = game(quarters=2)
    session.propose(session.order("us.hbm_control", 1.0))
    session.propose(session.order("us.chip_memory", 1.0))
    play_script(session, [], 8)
    line = view(session).timeline
    moves = {move.key: move for move in line.moves}
    assert {move.lane for move in line.moves} == {0, 1}
    assert line.links
    for link in line.links:
        cause, effect = moves[link.cause], moves[link.effect]
        assert cause.x <= effect.x
        assert (cause.lane, effect.lane) == (0, 1)
        assert link.text
    assert all(line.first_x <= move.x <= line.last_x for move in line.moves)


def test_seats_nobody_holds_say_why_strongest_first() -> None:
    """The player's own seat is not explained to the player."""
    shown = view(game(quarters=4)).reasons
    assert "us" not in {reason.seat for reason in shown}
    assert {"cn", "huaw"} <= {reason.seat for reason in shown}
    for reason in shown:
        weights = [abs(float(text)) for _, text in reason.reasons]
        assert weights == sorted(weights, reverse=True)


def test_another_game_is_not_shown_with_the_views_of_the_last() -> None:
    """Views are kept between frames, but never beyond their own game."""
    for _ in range(5):  # a new game often stands where the old one stood in memory
        ours = {reason.seat for reason in view(game("october-seventh", "us")).reasons}
        theirs = {reason.seat for reason in view(game("october-seventh", "cn")).reasons}
        assert "us" not in ours
        assert "cn" not in theirs


# ---- the fan and the end


def test_fan_and_headlines_are_those_of_the_forecast() -> None:
    """Bands from now on, the odds, and a card whose terms sum to the headline."""
    warm_kernel()
    session = game(quarters=3)
    with Forecaster(most=100) as forecaster:
        forecaster.request(request_of(session))
        fan = forecaster.wait(100, 120.0)
    shown = main_view(session, fan, Status("ready", "", False))
    assert shown.fan.ready
    assert shown.fan.futures == 100
    assert len(shown.fan.bands) == 9
    assert all(len(band) == len(shown.fan.x) for band in shown.fan.bands)
    assert shown.fan.quantile(0.5)[-1] == pytest.approx(fan.quantiles[4, -1])
    assert shown.fan.twin_median[-1] == pytest.approx(fan.twin_median[-1])
    odds, change = shown.headlines
    assert odds.value == fan.parity_odds()
    assert shown.why_future is not None
    assert change.value == pytest.approx(sum(term.value for term in shown.why_future.terms))


def test_without_a_fan_the_screen_says_what_it_waits_for() -> None:
    """While the kernel is compiled the rest of the screen is complete."""
    text = "Preparing the simulation, once: 7 s, about 30 s in all."
    shown = main_view(game(), None, Status("compiling", text, True))
    assert not shown.fan.ready
    assert (shown.fan.state, shown.fan.state_text) == ("compiling", text)
    assert len(shown.fan.history) > 4
    assert shown.headlines == ()
    assert shown.why_future is None


def test_end_gives_the_backfire_vector_with_bands() -> None:
    """Five measures, each with a sentence; bands come with the study of paired worlds."""
    warm_kernel()
    session = game("good-enough", "huaw", 42)
    alone = end_view(session, None, WAITING)
    assert [row.key for row in alone.rows] == [
        "capability",
        "autonomy",
        "revenue",
        "ecosystem",
        "leverage",
    ]
    gap = session.history.final("gap_generations")[0]
    twin = session.twin_history.final("gap_generations")[0]
    assert alone.rows[0].value == pytest.approx(twin - gap)
    assert all(math.isnan(row.low) for row in alone.rows)
    with Forecaster() as forecaster:
        forecaster.request_study(session.scenario, session.plan, 7, "huaw", 40)
        while forecaster.study() is None:
            assert forecaster.status().state != "failed"
    study = forecaster.study()
    full = end_view(session, study, WAITING)
    assert full.futures == 40
    for row in full.rows:
        assert row.low <= row.high
        assert row.sentence.endswith(".")
        assert "%" in row.positive_text
    assert full.checksum == session.turns[-1].checksum
    assert [point.x for point in full.turning_points] == sorted(p.x for p in full.turning_points)
    words = " ".join(text for text in values_in(full) if isinstance(text, str)).lower()
    assert not [word for word in ("victory", "defeat", "you win", "you lose") if word in words]


def test_title_offers_every_scenario_with_its_seats() -> None:
    """Each with its period, what it is about, and a default seat among its seats."""
    choices = scenario_choices()
    assert {choice.key for choice in choices} == set(scenario_names())
    for choice in choices:
        seats = [seat.key for seat in choice.seats]
        assert choice.default_seat in seats
        assert tuple(seats) == load_scenario(choice.key).seats
        assert choice.quarters == load_scenario(choice.key).quarters
        assert choice.summary
        assert choice.briefing
        assert choice.twin
