"""Draw the line: which chips fall, what vendors make instead, and who gains, by the rules."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

import agents
from agents import product, threat
from agents.levers import LEVERS
from agents.names import MARKET_CN, NVDA, VARIANT, quarter_index
from agents.scenario import load
from game.session import Session, Setup
from game.views.line import LineView, line_view, presets
from game.views.record import recorded_chips
from game.views.redesign import LIMITS, OFF, Specification, Workbench, reasons
from game.views.worlds import world_of

OCTOBER_2022 = {"chip_tpp": 4800.0, "chip_density": 1000.0, "chip_link": 600.0, "chip_memory": 1e3}


@pytest.fixture(scope="module")
def opening() -> Session:
    """The United States on the day of the rule of October 2022."""
    return Session(Setup("october-seventh", "us", 7))


def caught(view: LineView) -> set[str]:
    return {chip.name for chip in view.chips if chip.caught}


def drawn(opening: Session, **limits: float) -> LineView:
    """The room of a seat without the line, which tries these thresholds."""
    session = Session(Setup("october-seventh", "huaw", 7))
    return line_view(session, OCTOBER_2022 | limits)


def test_the_line_of_october_2022_catches_the_a100_and_not_the_a800(opening: Session) -> None:
    view = line_view(opening)
    names = caught(view)
    assert {"A100 40GB", "A100 80GB", "H100 SXM5", "MI250X"} <= names
    assert not names & {"A800", "V100 SXM2 32GB", "P100"}
    assert view.limit("chip_tpp").law == 4800.0
    assert view.limit("chip_link").law == 600.0


def test_the_line_of_october_2023_catches_the_a800_too(opening: Session) -> None:
    line = next(one for one in presets() if one.key == "2023Q4")
    view = drawn(opening, **{key.partition(".")[2]: value for key, value in line.values})
    assert {"A800", "A100 80GB", "H100 SXM5"} <= caught(view)
    why = next(chip.reason_text for chip in view.chips if chip.name == "A800")
    assert "density" in why


def test_raising_the_line_frees_chips_and_only_frees(opening: Session) -> None:
    strict = drawn(opening, chip_link=0.0)
    loose = drawn(opening, chip_link=0.0, chip_tpp=21000.0)
    assert caught(loose) < caught(strict)
    lifted = drawn(opening, chip_tpp=1e6)
    assert caught(lifted) == set()
    assert lifted.freed == lifted.exports - sum(
        not chip.was_caught for chip in lifted.chips if chip.role == "incumbent"
    )
    assert lifted.falls == 0
    assert lifted.freed > 0


def test_home_chips_of_china_need_no_licence(opening: Session) -> None:
    view = drawn(opening, chip_tpp=300.0, chip_link=0.0)
    assert not [chip for chip in view.chips if chip.caught and chip.role == "sovereign"]
    assert all(chip.caught for chip in view.chips if chip.role == "incumbent")


def test_every_reason_is_one_the_rule_knows(opening: Session) -> None:
    limits = {"chip_tpp": 4800.0, "chip_density": 5.92, "chip_link": 0.0, "chip_memory": 1.4}
    law = type("Law", (), limits)
    for chip in recorded_chips():
        seen = Specification(chip.perf16, chip.perf8, chip.area, chip.link, chip.memory)
        falls = threat.caught(law, chip.perf16, chip.perf8, chip.area, chip.link, chip.memory)  # type: ignore[no-untyped-call]
        assert bool(reasons(limits, seen)) == bool(falls), chip.name
        assert reasons(OFF, seen) == ()


def test_sales_that_are_touched_are_those_of_caught_offers(opening: Session) -> None:
    view = line_view(opening)
    market = world_of(opening.row).markets[MARKET_CN]
    assert view.sales == pytest.approx(float(market["value"][:3].sum()))
    assert 0.0 < view.affected <= view.sales
    assert drawn(opening, chip_tpp=1e6).affected == 0.0


def test_the_redesign_shown_is_the_chip_the_model_then_makes() -> None:
    session = Session(Setup("october-seventh", "us", 7))
    shown = {one.key: one for one in line_view(session).redesigns}["NVDA"]
    assert shown.state == "variant"
    assert shown.chip is not None
    for _ in range(2):
        session.end_quarter()
    made = world_of(session.row).designers[NVDA]
    assert float(made["link"][VARIANT]) == pytest.approx(shown.chip.link)
    assert 16.0 * float(made["perf16"][VARIANT]) == pytest.approx(shown.chip.tpp)
    assert float(made["memory_bandwidth"][VARIANT]) == pytest.approx(shown.chip.memory)


def test_a_redesign_stays_under_the_line_it_is_made_for(opening: Session) -> None:
    limits = OCTOBER_2022 | {"chip_link": 0.0, "chip_density": 5.92, "chip_memory": 3.0}
    for offer in Workbench(opening.row, {}).offers(limits):
        if offer.chip is not None and offer.flagship_caught:
            assert reasons(limits, offer.chip) == ()
            assert offer.chip.tpp < offer.flagship.tpp


def test_a_stricter_line_brings_home_chips_within_reach(opening: Session) -> None:
    before = {gain.key: gain.after for gain in drawn(opening, chip_tpp=1e6).gains}
    after = {gain.key: gain.after for gain in drawn(opening, chip_link=0.0, chip_memory=1.0).gains}
    assert all(after[key] >= before[key] for key in before)
    assert any(after[key] > before[key] for key in before)
    nothing = drawn(opening, chip_tpp=300.0, chip_link=0.0, chip_memory=0.5)
    assert all(math.isinf(gain.after) for gain in nothing.gains)


def test_trying_a_line_changes_nothing_in_the_game() -> None:
    session = Session(Setup("good-enough", "huaw", 7))
    row, plan = session.row.copy(), session.plan.values.copy()
    view = line_view(session, {"chip_tpp": 21000.0})
    assert view.trial
    assert not view.held
    assert view.limit("chip_tpp").pending
    assert np.array_equal(session.row, row, equal_nan=True)
    assert np.array_equal(session.plan.values, plan, equal_nan=True)
    assert session.proposals == ()
    shut = line_view(session)
    assert shut.levers[0].disabled_reason
    assert "United States" in shut.disabled_reason


def test_lines_of_the_past_are_those_of_the_record() -> None:
    path = {entry["lever"]: entry["points"] for entry in load("history").data["path"]}
    found = {one.key: dict(one.values) for one in presets()}
    assert found["2022Q4"]["us.chip_tpp"] == path["us.chip_tpp"]["2022Q4"] == 4800.0
    assert found["2022Q4"]["us.chip_link"] == path["us.chip_link"]["2022Q4"] == 600.0
    assert found["2023Q4"]["us.chip_density"] == path["us.chip_density"]["2023Q4"] == 5.92
    assert found["2023Q4"]["us.chip_link"] == 0.0
    assert found["2025Q2"]["us.chip_memory"] == path["us.chip_memory"]["2025Q2"] == 1.4
    assert found["2026Q1"]["us.chip_tpp"] == 21000.0
    assert all(one.source for one in presets() if one.key != "off")
    assert set(found["off"].values()) == {LEVERS[f"us.{name}"].off for name in LIMITS}


def test_the_records_own_figures_are_met() -> None:
    file = Path(agents.__file__).parent / "data" / "chips.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = {row["chip"]: row for row in csv.DictReader(lines)}
    for chip in recorded_chips():
        seen = Specification(chip.perf16, chip.perf8, chip.area, chip.link, chip.memory)
        written = rows[chip.name]
        assert seen.tpp == pytest.approx(float(written["tpp_calc"]), rel=0.01), chip.name
        if written["pd_calc"]:
            assert seen.density == pytest.approx(float(written["pd_calc"]), rel=0.01), chip.name
        else:
            dies = product.dies_allowed(chip.quarter, chip.bloc)
            assert chip.area == dies * 815.0


def test_only_chips_that_are_out_are_shown(opening: Session) -> None:
    shown = {chip.name for chip in line_view(opening).chips if chip.kind == "record"}
    out = {chip.name for chip in recorded_chips() if chip.quarter <= quarter_index("2022Q4")}
    assert shown == out
    assert "H20" not in shown


def test_a_proposal_of_the_holder_is_what_is_drawn(opening: Session) -> None:
    session = Session(Setup("october-seventh", "us", 7))
    session.propose(session.order("us.chip_link", 0.0))
    view = line_view(session)
    assert view.limit("chip_link").pending
    assert "A800" in caught(view)
    assert "A800" not in caught(line_view(opening))
