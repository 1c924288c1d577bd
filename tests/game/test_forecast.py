"""Futures in the background: quick, refined, fair to the twin, and out of the window's way."""

import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from agents import ensemble
from agents.characters import of_seat
from agents.levers import LEVERS
from agents.plan import Plan
from agents.study import run_study
from game.compiling import Compiler
from game.forecast import FIRST, USUAL, Fan, Forecaster, Request, request_of
from game.futures import GAP
from game.gamelog import Setup
from game.session import Session, checksum
from game.viewmodel import QUANTILES
from tests.model_helpers import warm_kernel

SLOW = 120.0  # seconds: a busy machine


@pytest.fixture(scope="module")
def session() -> Session:
    """A game after a year, with something proposed."""
    warm_kernel()
    played = Session(Setup("october-seventh", "us", 7))
    for _ in range(4):
        played.end_quarter()
    played.propose(played.order("us.hbm_control", 0.6))
    return played


@pytest.fixture(scope="module")
def fan(session: Session) -> Fan:
    """A fan of a thousand futures."""
    with Forecaster(most=USUAL) as forecaster:
        forecaster.request(request_of(session))
        return forecaster.wait(USUAL, SLOW)


@pytest.fixture
def uncompiled(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """A process without the kernel, and a disk without one; both as the test says."""
    state = {"loaded": False, "on disk": False}

    def load() -> None:
        assert state["on disk"], "compiled in the window's own process"
        state["loaded"] = True

    monkeypatch.setattr(ensemble, "compiled", lambda: state["loaded"])
    monkeypatch.setattr(ensemble, "cached", lambda: state["on disk"])
    monkeypatch.setattr(ensemble, "kernel", load)
    return state


def until(condition: object, seconds: float = 10.0) -> bool:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.005)
    return False


# ---- what a fan says


def test_fan_covers_every_quarter_that_is_left(session: Session, fan: Fan) -> None:
    """From the open quarter to the horizon, in quantiles that do not cross."""
    left = session.scenario.end - session.now + 1
    assert fan.quantiles.shape == (len(QUANTILES), left)
    assert fan.futures == len(fan.twin_paths) == USUAL
    assert np.isfinite(fan.quantiles).all()
    assert (np.diff(fan.quantiles, axis=0) >= 0.0).all()
    assert fan.quantiles[-1, -1] - fan.quantiles[0, -1] > 0.05, "the futures differ"


def test_odds_and_change_are_those_of_the_futures_shown(fan: Fan) -> None:
    """The headline numbers can be counted on the paths."""
    assert fan.parity_odds() == (fan.paths.min(axis=1) <= 0.0).mean()
    assert fan.lead_change == pytest.approx(fan.paths[:, -1] - fan.twin_paths[:, -1])
    assert (fan.terms_of() - fan.terms_of("twin", "own")).sum() == pytest.approx(
        fan.lead_change.mean(), abs=1e-9
    )


def test_first_hundred_come_first_and_are_never_redrawn(session: Session, fan: Fan) -> None:
    """A refined fan holds the futures of the first one, to the last bit."""
    with Forecaster(most=FIRST) as forecaster:
        forecaster.request(request_of(session))
        first = forecaster.wait(FIRST, SLOW)
    assert first.futures == FIRST
    assert np.array_equal(first.paths, fan.paths[:FIRST])
    assert np.array_equal(first.twin_paths, fan.twin_paths[:FIRST])


def test_fan_is_the_models_own_play_and_does_not_hold_the_games_future(session: Session) -> None:
    """Future k is run k of the ensemble; run 0, which the game will take, is not among them."""
    ask = replace(request_of(session), believe=None)
    with Forecaster(most=FIRST) as forecaster:
        forecaster.request(ask)
        fan = forecaster.wait(FIRST, SLOW)
    runs = np.arange(FIRST + 1)
    rows = np.repeat(ask.row[None], len(runs), axis=0)
    history = ensemble.play(rows, ask.plan, ask.seed, runs, ask.first, ask.last)
    from agents.history import History

    gaps = History(ask.first, history).column(GAP)
    assert np.array_equal(fan.paths, gaps[1:])
    assert not (fan.paths == gaps[0]).all(axis=1).any()


def test_without_controls_the_fan_and_its_twin_are_one(session: Session) -> None:
    """Equal worlds under equal plans with equal luck differ by exactly nothing."""
    plan = session.plan.copy()
    for key, lever in LEVERS.items():
        if lever.control:
            plan.hold(key, lever.off)
    row = session.row
    ask = Request(row, row, plan, plan, 7, session.now, session.scenario.end)
    with Forecaster(most=FIRST) as forecaster:
        forecaster.request(ask)
        fan = forecaster.wait(FIRST, SLOW)
    assert np.array_equal(fan.paths, fan.twin_paths)
    assert not fan.lead_change.any()


def test_fan_answers_the_hand(session: Session, fan: Fan) -> None:
    """Proposing a total cut-off moves the futures; the twin without controls stays."""
    harsh = session.proposed_plan().cut_off(session.now)
    ask = request_of(session)
    moved = replace(ask, plan=harsh)
    with Forecaster(most=FIRST) as forecaster:
        forecaster.request(moved)
        other = forecaster.wait(FIRST, SLOW)
    assert abs(np.median(other.paths[:, -1]) - np.median(fan.paths[:FIRST, -1])) > 0.05
    assert np.array_equal(other.twin_paths, fan.twin_paths[:FIRST])


def test_other_metrics_keep_the_odds_of_the_gap(session: Session, fan: Fan) -> None:
    """Looking at another number does not change the headline."""
    with Forecaster(most=FIRST) as forecaster:
        forecaster.request(request_of(session, "self_sufficiency"))
        other = forecaster.wait(FIRST, SLOW)
    assert ((other.paths >= 0.0) & (other.paths <= 1.0)).all()
    assert np.array_equal(other.lead_change, fan.lead_change[:FIRST])
    with pytest.raises(KeyError):
        request_of(session, "happiness")


# ---- how it works beside the window


def test_newest_request_wins(session: Session) -> None:
    """After a drag of thirty steps the fan is the one of the last step."""
    ask = request_of(session)

    def at(value: float) -> Plan:
        plan = session.plan.copy()
        plan.set(session.order("us.tool_control", value))
        return plan

    with Forecaster(most=USUAL) as forecaster:
        for value in np.linspace(0.0, 1.0, 30):
            number = forecaster.request(
                Request(ask.row, ask.twin_row, at(float(value)), ask.twin_plan, 7, ask.first,
                        ask.last)
            )  # fmt: skip
            time.sleep(0.005)
        fan = forecaster.wait(FIRST, SLOW)
        assert fan.number == number
        assert not forecaster.status().stale
        assert np.array_equal(fan.request.plan.values, at(1.0).values, equal_nan=True)


def test_older_fan_stays_and_is_called_stale(session: Session) -> None:
    """Until the new one is there, the old one can be drawn, marked."""
    with Forecaster(most=FIRST) as forecaster:
        assert forecaster.latest() is None
        forecaster.request(request_of(session))
        old = forecaster.wait(FIRST, SLOW)
        assert until(lambda: forecaster.status().state == "ready")
        number = forecaster.request(request_of(session))
        kept = forecaster.latest()
        assert kept is not None
        if kept.number != number:
            assert kept is old
            assert forecaster.status().state == "computing"
        assert forecaster.wait(FIRST, SLOW).number == number


def test_live_world_is_never_touched(session: Session) -> None:
    """The game has the same checksums whether anybody looked ahead or not."""
    before = checksum(session.row), checksum(session.twin_row), session.plan.values.tobytes()
    with Forecaster(most=FIRST) as forecaster:
        forecaster.request(request_of(session))
        forecaster.wait(FIRST, SLOW)
    after = checksum(session.row), checksum(session.twin_row), session.plan.values.tobytes()
    assert before == after


def test_study_of_a_whole_game_gives_the_backfire_vector(session: Session) -> None:
    """Paired differences by name, so many of each."""
    with Forecaster() as forecaster:
        assert forecaster.study() is None
        forecaster.request_study(session.scenario, session.plan, 7, "us", 20)
        assert until(lambda: forecaster.study() is not None, SLOW)
        study = forecaster.study()
    assert study is not None
    assert set(study) == {"capability", "autonomy", "revenue", "ecosystem", "leverage"}
    assert all(len(values) == 20 and np.isfinite(values).all() for values in study.values())


def test_a_study_is_of_the_game_that_was_played(session: Session) -> None:
    """Led by the same characters, and read in the quarter in which it ended."""
    last = session.scenario.start + 5
    led = {"cn": of_seat("cn")[0], "tool": of_seat("tool")[0]}
    plain, own = (
        run_study(session.scenario, 3, 7, plan=session.plan, seat="us", last=last, leaders=chosen)
        for chosen in (None, led)
    )
    assert len(plain.history.quarters) == len(own.history.quarters) == 6
    assert own.cut.end == own.history.end == last
    assert not np.array_equal(plain.history.values, own.history.values)


def test_closing_stops_the_worker_at_once(session: Session) -> None:
    """Even in the middle of four thousand futures."""
    forecaster = Forecaster()
    forecaster.request(request_of(session))
    forecaster.wait(FIRST, SLOW)
    began = time.monotonic()
    forecaster.close()
    assert time.monotonic() - began < 2.0
    assert not forecaster._thread.is_alive()


# ---- the first start, without a compiled kernel


def test_compiles_in_another_process_and_says_so(
    uncompiled: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state can be shown; afterwards the kernel is read from disk, not compiled here."""
    monkeypatch.setattr(
        Compiler, "command", lambda _: [sys.executable, "-c", "import time; time.sleep(0.6)"]
    )
    with Forecaster() as forecaster:
        forecaster.warm()
        assert until(lambda: forecaster.status().state == "compiling")
        assert "about 30 s" in forecaster.status().text
        uncompiled["on disk"] = True
        assert until(lambda: uncompiled["loaded"])
        assert until(lambda: forecaster.status().state == "ready")


def test_compiler_that_fails_is_named_and_the_game_goes_on(
    uncompiled: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last line of its complaint is in the sentence."""
    code = "import sys; sys.exit('no space left on device')"
    monkeypatch.setattr(Compiler, "command", lambda _: [sys.executable, "-c", code])
    played = Session(Setup("october-seventh", "us", 7))
    with Forecaster() as forecaster:
        forecaster.request(request_of(played))
        assert until(lambda: forecaster.status().state == "failed")
        assert "no space left on device. Play goes on." in forecaster.status().text
        with pytest.raises(RuntimeError, match="no space left"):
            forecaster.wait(FIRST, 1.0)
        played.end_quarter()


def test_closing_ends_the_compiler_too(
    uncompiled: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving the window leaves no process behind."""
    monkeypatch.setattr(
        Compiler, "command", lambda _: [sys.executable, "-c", "import time; time.sleep(60)"]
    )
    forecaster = Forecaster()
    forecaster.warm()
    assert until(lambda: forecaster.compiler.process is not None)
    began = time.monotonic()
    forecaster.close()
    assert time.monotonic() - began < 5.0
    process = forecaster.compiler.process
    assert process is not None
    assert process.poll() is not None
    assert not uncompiled["loaded"]


def test_compiler_compiles_this_model() -> None:
    """What runs beside is the kernel of the very sources that the window runs."""
    command = Compiler().command()
    assert command[0] == sys.executable
    assert "ensemble.kernel()" in command[-1]
    root = str(ensemble.__file__).rpartition("agents")[0].rstrip("/\\")
    assert repr(root) in command[-1]
