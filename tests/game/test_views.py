"""The views of a game say what the worlds say."""

import math

import numpy as np
import pytest

from agents.history import columns
from agents.levers import LEVERS
from game.analysis.metrics import GAP, recorded_places
from game.forecast import Status
from game.futures import Fan, Played, request_of
from game.session import Session, Setup
from game.viewmodel import MainView
from game.views.choices import scenario_choices
from game.views.ending import end_view
from game.views.main import main_view
from game.views.worlds import world_of

WAITING = Status("waiting", "", True)


def played(scenario: str, seat: str, quarters: int) -> Session:
    """A game some quarters on."""
    session = Session(Setup(scenario, seat, 7))
    for _ in range(quarters):
        session.end_quarter()
    return session


def made_up_fan(session: Session) -> Fan:
    """A fan of eight futures."""
    request = request_of(session)
    length = request.last - request.first + 1
    paths = np.arange(8.0)[:, None] * np.linspace(0.0, 0.1, length)[None, :]
    terms = np.array([3.0, 1.0, 0.5, -2.0, -0.8, -0.3])
    other = np.array([3.0, 1.0, 0.5, -2.2, -1.0, -0.3])
    change = float((terms - other).sum())
    place = recorded_places().tolist().index(columns()[GAP].place)
    sides = {}
    for side, gap, parts in (("own", paths, terms), ("twin", paths - change, other)):
        record = np.zeros((8, length, len(recorded_places())))
        record[:, :, place] = gap
        sides[side] = Played((record,), (np.repeat(parts[None], 8, axis=0),))
    return Fan(1, request, sides, 0.1)


@pytest.fixture(scope="module")
def session() -> Session:
    return played("october-seventh", "us", 8)


@pytest.fixture(scope="module")
def view(session: Session) -> MainView:
    return main_view(session, made_up_fan(session), WAITING)


def test_the_terms_sum_to_the_number_that_is_shown(view: MainView, session: Session) -> None:
    rows = world_of(session.row), world_of(session.twin_row)
    own, twin = (float(world.outcome["gap_generations"]) for world in rows)
    assert view.why.total == pytest.approx(own - twin, abs=1e-9)
    assert sum(term.value for term in view.why.terms) == pytest.approx(view.why.total, abs=1e-12)
    assert view.why_future is not None
    change = next(line for line in view.headlines if line.key == "change")
    assert view.why_future.total == pytest.approx(change.value, abs=1e-9)


def test_the_fan_begins_where_the_world_stands(view: MainView, session: Session) -> None:
    gap = float(world_of(session.row).outcome["gap_generations"])
    assert view.fan.history[-1] == gap
    assert {line[0] for line in view.fan.bands} == {gap}
    assert view.fan.x[0] == view.fan.history_x[-1]
    assert len(view.fan.x) == len(view.fan.bands[0]) == len(view.fan.twin_median)


@pytest.mark.parametrize(
    ("scenario", "seat", "quarters"),
    [
        ("history", "us", 0),
        ("history", "cn", 3),
        ("good-enough", "huaw", 2),
        ("good-enough", "nvda", 0),
    ],
)
def test_every_scenario_and_seat_has_a_view(scenario: str, seat: str, quarters: int) -> None:
    session = played(scenario, seat, quarters)
    view = main_view(session, None, WAITING)
    assert view.seat == seat
    assert all(len(line.x) == len(line.y) > 0 for chart in view.charts for line in chart.series)
    for region in view.world.regions:
        assert sum(region.shares) == pytest.approx(1.0)
    assert view.headlines == ()
    assert view.why_future is None


def test_an_older_fan_goes_on_from_the_present() -> None:
    session = played("october-seventh", "us", 2)
    fan = made_up_fan(session)
    session.end_quarter()
    shown = main_view(session, fan, WAITING).fan
    assert shown.x[0] == shown.history_x[-1]
    assert list(shown.x) == sorted(set(shown.x))
    assert {len(line) for line in (*shown.bands, *shown.samples)} == {len(shown.x)}


def test_moves_and_news_happened(view: MainView, session: Session) -> None:
    first, last = view.timeline.first_x, view.timeline.now_x
    for move in view.timeline.moves:
        assert move.planned or first <= move.x < last
    keys = [move.key for move in view.timeline.moves]
    assert len(keys) == len(set(keys))
    for link in view.timeline.links:
        assert link.cause in keys
        assert link.effect in keys
    names = [item.key for item in view.news]
    assert len(names) == len(set(names))
    assert all(item.text for item in view.news)


def test_a_proposal_is_planned_and_then_done() -> None:
    session = played("october-seventh", "us", 2)
    session.propose(session.order("us.hbm_control", 0.8))
    planned = [m for m in main_view(session, None, WAITING).timeline.moves if m.planned]
    assert [move.label for move in planned] == ["HBM control → 80%"]
    session.end_quarter()
    moves = main_view(session, None, WAITING).timeline.moves
    assert not any(move.planned for move in moves)
    assert any(move.label == "HBM control 0% → 80%" for move in moves)


def test_the_end_tells_every_measure_in_a_sentence() -> None:
    session = played("october-seventh", "cn", 33)
    assert session.over
    plain = end_view(session, None, WAITING)
    keys = ["capability", "autonomy", "revenue", "ecosystem", "leverage"]
    assert [row.key for row in plain.rows] == keys
    assert plain.futures == 0
    assert all(math.isnan(row.low) for row in plain.rows)
    study = {key: np.linspace(-1.0, 3.0, 41) for key in keys}
    full = end_view(session, study, WAITING)
    assert full.futures == 41
    for row in full.rows:
        assert row.low < row.high
        assert row.sentence.endswith(".")
        assert row.positive_text
    assert full.rows[-1].text == "+1.0 months"
    assert len(full.turning_points) <= 5


def test_scenarios_offer_seats_with_their_levers() -> None:
    for choice in scenario_choices():
        assert choice.default_seat in [seat.key for seat in choice.seats]
        for seat in choice.seats:
            held = [lever for lever in LEVERS.values() if lever.actor == seat.key]
            assert seat.levers == len(held)
            assert seat.summary
