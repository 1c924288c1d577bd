"""Forecasts: scores that are right, a log that keeps them, and a record that tells the truth."""

import math
from pathlib import Path

import numpy as np
import pytest

from game import gamelog, savegame
from game.analysis.metrics import GAP
from game.futures import Futures, request_of
from game.gamelog import SessionError, Setup
from game.predictions import (
    FAN,
    LEVELS,
    PLAYER,
    Predicted,
    Settled,
    calibrate,
    crps_ensemble,
    crps_points,
    pinball,
)
from game.session import Session
from game.views.predict import (
    AHEAD,
    audit_view,
    fan_forecasts,
    predict_view,
    predicted,
    question,
    settled_of,
)
from tests.model_helpers import warm_kernel


def said(low: float, middle: float, high: float, by: str = PLAYER, made: int = 20) -> Predicted:
    """A band for the chip gap."""
    return Predicted(made, by, GAP, made, tuple(zip(LEVELS, (low, middle, high), strict=True)))


# ---- scores


def test_ensemble_score_of_a_hand_worked_example() -> None:
    """Members 1, 2 and 4, outcome 3: mean distance 4/3; mean distance of two members 12/9."""
    assert crps_ensemble(np.array([1.0, 2.0, 4.0]), 3.0) == pytest.approx(4 / 3 - 12 / 18)
    assert crps_ensemble(np.array([4.0, 1.0, 2.0]), 3.0) == pytest.approx(2 / 3)
    assert crps_ensemble(np.array([2.5]), 3.0) == 0.5, "one member: the plain error"
    assert crps_ensemble(np.array([2.0, 2.0]), 2.0) == 0.0


@pytest.mark.parametrize("value", [-1.5, 0.0, 0.7, 3.0])
def test_ensemble_score_meets_the_closed_form_of_a_normal(value: float) -> None:
    """sigma (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)), Gneiting and Raftery 2007."""
    from statistics import NormalDist

    mean, sigma = 0.4, 1.7
    normal = NormalDist(mean, sigma)
    count = 4000
    members = np.array([normal.inv_cdf((k + 0.5) / count) for k in range(count)])
    z = (value - mean) / sigma
    unit = NormalDist()
    exact = sigma * (z * (2 * unit.cdf(z) - 1) + 2 * unit.pdf(z) - 1 / math.sqrt(math.pi))
    assert crps_ensemble(members, value) == pytest.approx(exact, abs=2e-3)
    levels = (np.arange(1, 200) / 200).tolist()
    points = [(level, normal.inv_cdf(level)) for level in levels]
    assert crps_points(points, value) == pytest.approx(exact, abs=2e-2)


def test_three_points_give_the_weighted_interval_score() -> None:
    """With 10%, 50% and 90%: (|y - m| / 2 + 0.1 times the interval score) / 1.5."""
    low, middle, high, value = 1.0, 2.0, 4.0, 5.0
    interval = (high - low) + 2 / 0.2 * (value - high)
    weighted = (0.5 * abs(value - middle) + 0.1 * interval) / 1.5
    points = tuple(zip(LEVELS, (low, middle, high), strict=True))
    assert crps_points(points, value) == pytest.approx(weighted)
    assert pinball(0.9, 2.0, 3.0) == pytest.approx(0.9)
    assert pinball(0.9, 3.0, 2.0) == pytest.approx(0.1)


def test_a_sharper_band_in_the_right_place_scores_better() -> None:
    """And a narrow one in the wrong place worse than a wide one."""
    scores = [Settled(said(*band), 1.0).score for band in ((0.9, 1, 1.1), (0.5, 1, 1.5))]
    assert scores[0] < scores[1]
    wrong = [Settled(said(*band), 3.0).score for band in ((0.9, 1, 1.1), (0.0, 1, 3.5))]
    assert wrong[0] > wrong[1]


def test_record_counts_hits_and_compares_with_the_fan() -> None:
    """Of the questions that both answered; equal forecasts have a ratio of one."""
    settled = []
    for made, value in ((20, 1.0), (21, 5.0), (22, 1.2)):
        for by in (PLAYER, FAN):
            settled.append(Settled(said(0.5, 1.0, 1.5, by, made), value))
    settled.append(Settled(said(0.0, 1.0, 2.0, FAN, 23), 1.0))
    player, fan = calibrate(settled, PLAYER), calibrate(settled, FAN)
    assert (player.count, player.hits) == (3, 2)
    assert (fan.count, fan.hits) == (3, 2), "only the player's questions count"
    assert player.relative == pytest.approx(1.0)
    assert math.isnan(calibrate([], PLAYER).relative)
    assert math.isnan(calibrate([], PLAYER).share)


@pytest.mark.parametrize("band", [(2.0, 1.0, 3.0), (1.0, 3.0, 2.0), (1.0, math.nan, 2.0)])
def test_a_band_upside_down_is_refused(band: tuple[float, float, float]) -> None:
    """With a sentence, before anything is noted."""
    session = Session(Setup("october-seventh", "us", 7))
    with pytest.raises(SessionError, match="band"):
        session.predict(predicted(session, *band))
    assert session.forecasts == ()


# ---- the log


@pytest.fixture
def played(tmp_path: Path) -> tuple[Session, Path]:
    """A sandbox with a prediction in each of three quarters, kept on disk."""
    path = tmp_path / "game.log"
    session = Session(Setup("october-seventh", "us", 7, True), autosave=path)
    for quarter in range(3):
        session.predict(predicted(session, 0.2, 0.5 + quarter, 3.0))
        session.propose(session.order("us.hbm_control", 0.1 * (quarter + 1)))
        session.end_quarter()
    return session, path


def test_forecasts_are_kept_and_change_nothing(played: tuple[Session, Path]) -> None:
    """The same game without them has the same checksums; a replay has the same forecasts."""
    session, path = played
    silent = Session(Setup("october-seventh", "us", 7, True))
    for quarter in range(3):
        silent.propose(silent.order("us.hbm_control", 0.1 * (quarter + 1)))
        silent.end_quarter()
    assert [turn.checksum for turn in session.turns] == [turn.checksum for turn in silent.turns]
    loaded = savegame.load(path)
    assert loaded.forecasts == session.forecasts
    assert len(loaded.forecasts) == 3
    assert savegame.replay(path).checksum == silent.turns[-1].checksum


def test_the_last_word_of_a_quarter_counts(played: tuple[Session, Path]) -> None:
    """A changed mind replaces the forecast; the same again is not written twice."""
    session, path = played
    session.predict(predicted(session, 0.0, 1.0, 2.0))
    session.predict(predicted(session, 0.1, 1.0, 2.0))
    before = path.read_bytes()
    session.predict(predicted(session, 0.1, 1.0, 2.0))
    assert path.read_bytes() == before
    standing = [one for one in savegame.load(path).forecasts if one.made == session.now]
    assert [one.value(0.1) for one in standing] == [0.1]


def test_undoing_a_quarter_forgets_what_was_said_after_it(played: tuple[Session, Path]) -> None:
    """What was said in the quarter that is open again still stands."""
    session, path = played
    first = session.now
    session.predict(predicted(session, 0.0, 1.0, 2.0))
    session.undo()
    made = [one.made for one in session.forecasts]
    assert first not in made
    assert session.now in made
    assert [one.made for one in savegame.load(path).forecasts] == made


@pytest.mark.parametrize(
    ("old", "new"), [('"by": "player"', '"by": "nobody"'), ('"points": [[0.1', '"points": [[7.1')]
)
def test_forecasts_changed_by_hand_are_named_with_their_line(
    played: tuple[Session, Path], old: str, new: str
) -> None:
    """A sentence, and the file stays as it is."""
    _, path = played
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(SessionError, match="line 2"):
        savegame.load(path)


def test_older_logs_without_forecasts_are_read(played: tuple[Session, Path]) -> None:
    """Nothing else of the format has changed."""
    session, path = played
    lines = [line for line in path.read_text().splitlines() if '"predicted"' not in line]
    log = gamelog.parse(("\n".join(lines) + "\n").encode())
    again = savegame.play_log(log, path)
    assert again.turns == session.turns
    assert again.forecasts == ()


# ---- questions, records and the audit


def test_every_quarter_asks_one_number_a_year_ahead() -> None:
    """The chip gap first; never beyond the end of the game."""
    session = Session(Setup("october-seventh", "us", 7))
    metric, target = question(session)
    assert (metric.key, target) == (GAP, session.now + AHEAD)
    view = predict_view(session)
    assert not view.made
    assert view.lowest <= view.low < view.middle < view.high <= view.highest
    session.predict(predicted(session, view.low, view.middle, view.high))
    assert predict_view(session).made
    session.end_quarter()
    assert question(session)[0].key != GAP


def test_audit_says_where_reality_fell() -> None:
    """Noted from the fan before the quarter, judged by the quarter itself."""
    warm_kernel()
    session = Session(Setup("october-seventh", "us", 7))
    assert audit_view(session).rows == ()
    futures = Futures(request_of(session), lambda: False)
    for side in futures.sides:
        futures.reach(side, 60, 60, 1)
    fan = futures.fan(1, 0.0)
    forecasts = fan_forecasts(session, fan)
    assert {one.by for one in forecasts} == {FAN}
    assert forecasts[0].target == session.now + AHEAD
    session.predict(*forecasts)
    session.end_quarter()
    assert fan_forecasts(session, fan) == (), "a fan of an earlier quarter is not noted"
    rows = audit_view(session).rows
    assert len(rows) == 4
    for row in rows:
        values = fan.paths_of(row.key)[:, 0]
        settled = next(one for one in settled_of(session) if one.forecast.metric == row.key)
        same = np.isclose(values, settled.value, rtol=1e-9)
        rank = float((values < settled.value)[~same].sum() + 0.5 * same.sum()) / len(values)
        assert row.place == pytest.approx(rank, abs=0.12)
        if 0.1 < rank < 0.9:
            assert not row.surprise
        assert "fan" in row.words or "futures" in row.words
