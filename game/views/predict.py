"""Predicting one number with a band, and the audit: where reality fell in last quarter's fan."""

from dataclasses import dataclass, replace

import numpy as np

from game.analysis.metrics import GAP, METRICS, Metric, find_metric
from game.figures import quarter_text
from game.forecast import Fan
from game.futures import OWN
from game.language import mark, ntr, tr
from game.predictions import (
    FAN,
    FAN_LEVELS,
    LEVELS,
    PLAYER,
    Calibration,
    Predicted,
    Settled,
    calibrate,
    settle,
)
from game.session import Session
from game.views.fan import metric_text, past_of
from game.views.words import number
from game.views.worlds import outcomes_of

AHEAD = 3  # quarters after the present one: the number a year on
ASKED = (GAP, "self_sufficiency", "ai_gap_months", "developer_share_sovereign", "sender_revenue")
AUDITED = (GAP, "self_sufficiency", "ai_gap_months", "sender_revenue")
_REACH = {GAP: (2.5, 0.05), "ai_gap_months": (18.0, 0.5)}  # around the present, and the step
_ENOUGH = 4  # predictions before the record says more than it counts


@dataclass(frozen=True)
class PredictView:
    """The question of this quarter as a control: low, middle and high of a band of 80%."""

    question: str
    metric: str
    form: str
    lowest: float
    highest: float
    step: float
    low: float
    middle: float
    high: float
    made: bool
    history_x: tuple[float, ...]
    history: tuple[float, ...]
    target_x: float
    now_text: str
    words: str
    record: str
    fan_record: str
    disabled_reason: str

    def text(self, value: float) -> str:
        """A value of the number asked for."""
        return metric_text(METRICS[self.metric], value)


@dataclass(frozen=True)
class AuditRow:
    """One number of the quarter that was played: `place` runs from 0 (low) to 1 in its fan."""

    key: str
    label: str
    value_text: str
    band_text: str
    place: float
    surprise: bool
    words: str


@dataclass(frozen=True)
class AuditView:
    """Where reality fell in the fan of the quarter before, number by number."""

    title: str
    rows: tuple[AuditRow, ...]
    words: str


# ---- the question


def question(session: Session) -> tuple[Metric, int]:
    """The number asked for this quarter, and the quarter that it is about."""
    metric = find_metric(ASKED[len(session.turns) % len(ASKED)])
    return metric, min(session.now + AHEAD, session.scenario.end)


def predicted(session: Session, low: float, middle: float, high: float) -> Predicted:
    """What a player says about this quarter's question."""
    metric, target = question(session)
    points = tuple(zip(LEVELS, (low, middle, high), strict=True))
    return Predicted(session.now, PLAYER, metric.key, target, points)


def fan_forecasts(session: Session, fan: Fan) -> tuple[Predicted, ...]:
    """What the fan says about this quarter's question, and about the quarter itself."""
    if fan.request.first != session.now or session.over:
        return ()
    metric, target = question(session)
    wanted = [(metric.key, target), *((key, session.now) for key in AUDITED)]
    return tuple(_of_fan(session, fan, key, quarter) for key, quarter in dict.fromkeys(wanted))


def _of_fan(session: Session, fan: Fan, metric: str, quarter: int) -> Predicted:
    values = fan.paths_of(metric, OWN)[:, quarter - session.now]
    points = zip(FAN_LEVELS, np.quantile(values, FAN_LEVELS).tolist(), strict=True)
    return Predicted(session.now, FAN, metric, quarter, tuple(points))


def predict_view(session: Session) -> PredictView:
    """The question with what has been said, or with the present as a first guess."""
    metric, target = question(session)
    past = past_of(session, metric.key)
    said = next(
        (one for one in reversed(session.forecasts)
         if (one.made, one.by, one.metric) == (session.now, PLAYER, metric.key)), None,
    )  # fmt: skip
    lowest, highest, step = _range(metric, past.own)
    now = past.own[-1]
    if said is not None:
        low, middle, high = (said.value(level) for level in LEVELS)
    else:
        guess = (now + side * 0.08 * (highest - lowest) for side in (-1, 0, 1))
        low, middle, high = (round(value / step) * step for value in guess)
    low, middle, high = (min(highest, max(lowest, value)) for value in (low, middle, high))
    settled = settled_of(session)
    return PredictView(
        tr("Where will this number stand at the end of {date}?", date=quarter_text(target)),
        metric.key, metric.form, lowest, highest, step, low, middle, high, said is not None,
        past.x, past.own, 2018.0 + target / 4.0,
        tr("Now: {value}", value=metric_text(metric, now)),
        tr("{label}: {low} to {high}, most likely {middle}", label=tr(metric.label),
           low=metric_text(metric, low), middle=metric_text(metric, middle),
           high=metric_text(metric, high)),
        record_text(calibrate(settled, PLAYER), tr("Your bands")),
        record_text(calibrate(settled, FAN), tr("The fan's bands")),
        tr("The game is over.") if session.over else "",
    )  # fmt: skip


def _range(metric: Metric, past: tuple[float, ...]) -> tuple[float, float, float]:
    """Lowest, highest and step of what may be said."""
    if metric.form == "percent":
        return 0.0, 1.0, 0.01
    if metric.key in _REACH:
        reach, step = _REACH[metric.key]
        middle = round(past[-1] / step) * step
        return middle - reach, middle + reach, step
    top = 10.0 * max(1.0, round(2.5 * max(abs(value) for value in past) / 10.0))
    return 0.0, top, top / 100.0


# ---- the record


def _read(session: Session) -> dict[str, np.ndarray]:
    rows = session.rows[1:]
    if not rows:
        return {}
    record = outcomes_of(np.stack(rows))
    keys = dict.fromkeys((*ASKED, *AUDITED))
    return {key: find_metric(key).read_history(record) for key in keys}


def settled_of(session: Session) -> tuple[Settled, ...]:
    """Every forecast of the game whose date has come."""
    values = _read(session)

    def read(metric: str, quarter: int) -> float | None:
        line, place = values.get(metric), quarter - session.scenario.start
        return float(line[place]) if line is not None and 0 <= place < len(line) else None

    return settle(session.forecasts, read)


def record_text(found: Calibration, whose: str) -> str:
    """How often a forecaster's bands held, in a sentence; empty while nothing has come true."""
    if not found.count:
        return ""
    words = ntr(
        "{whose}: {hits} of {n} held.", "{whose}: {hits} of {n} held.", found.count,
        whose=whose, hits=found.hits,
    )  # fmt: skip
    if found.count < _ENOUGH:
        return words
    return f"{words} {_verdict(found)}"


def _verdict(found: Calibration) -> str:
    """What the share of hits says; bands of 80% should hold four times out of five."""
    expected = 0.8 * found.count
    allowed = 1.3 * float(np.sqrt(found.count * 0.8 * 0.2))
    if found.hits < expected - allowed:
        return tr("Too narrow: bands of 80% should hold four times out of five.")
    if found.hits > expected + allowed:
        return tr("Wider than they need to be.")
    return tr("About right for bands of 80%.")


def calibration_of(session: Session) -> tuple[Calibration, Calibration]:
    """How the player and the fan did on the player's questions."""
    settled = settled_of(session)
    return calibrate(settled, PLAYER), calibrate(settled, FAN)


def score_text(found: Calibration) -> str:
    """The score against the fan's; empty while there is none."""
    if found.relative != found.relative:
        return ""
    return tr("{ratio} times the fan's error", ratio=number(found.relative))


# ---- the audit


def audit_view(session: Session) -> AuditView:
    """Where the last quarter fell in the fan that was drawn before it."""
    played = session.now - 1
    rows = [
        _row(one)
        for one in settled_of(session)
        if one.forecast.by == FAN and one.forecast.made == one.forecast.target == played
    ]
    surprises = sum(row.surprise for row in rows)
    if not rows:
        words = tr("No fan was drawn before the last quarter.")
    elif surprises:
        words = ntr("{n} number left its fan.", "{n} numbers left their fans.", surprises)
    else:
        words = tr("Every number stayed inside its fan.")
    title = tr("How the fan did in {date}", date=quarter_text(max(played, session.scenario.start)))
    return AuditView(title, tuple(rows), words)


_PLACES = (
    (0.05, mark("lower than 95 of 100 futures")),
    (0.25, mark("in the low part of the fan")),
    (0.75, mark("near the middle of the fan")),
    (0.95, mark("in the high part of the fan")),
)


def _row(one: Settled) -> AuditRow:
    metric = find_metric(one.forecast.metric)
    low, high = one.forecast.points[0][1], one.forecast.points[-1][1]
    surprise = not low <= one.value <= high
    place = 0.0 if one.value < low else 1.0 if one.value > high else one.place
    words = next((text for edge, text in _PLACES if place < edge),
                 mark("higher than 95 of 100 futures"))  # fmt: skip
    if not surprise and words == _PLACES[0][1]:
        words = _PLACES[1][1]
    if not surprise and place >= _PLACES[-1][0]:
        words = _PLACES[-1][1]
    return AuditRow(
        metric.key, tr(metric.label), metric_text(metric, one.value),
        tr("{low} to {high}", low=metric_text(metric, low), high=metric_text(metric, high)),
        place, surprise, tr(words),
    )  # fmt: skip


def with_band(view: PredictView, low: float, middle: float, high: float) -> PredictView:
    """The question with another band on its sliders, not noted yet."""
    words = tr("{label}: {low} to {high}, most likely {middle}",
               label=tr(METRICS[view.metric].label), low=view.text(low), middle=view.text(middle),
               high=view.text(high))  # fmt: skip
    return replace(view, low=low, middle=middle, high=high, words=words)
