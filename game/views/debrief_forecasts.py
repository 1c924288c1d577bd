"""How good the player's predictions were, beside those of the fan on the same questions."""

import math

from game.analysis.metrics import find_metric
from game.language import ntr, tr
from game.predictions import BAND, FAN, LEVELS, PLAYER, SHARE, Calibration, Settled, calibrate
from game.session import Session
from game.views.debrief_parts import ForecastRow
from game.views.fan import metric_text
from game.views.predict import settled_of
from game.views.words import number, percent, quarter_label

LEAST = 4  # predictions that a medal takes
AROUND = 0.15  # how far the share of hits may be from 80% for a medal


def forecast_rows(session: Session) -> tuple[ForecastRow, ...]:
    """Every prediction of the player whose date has come, oldest first."""
    return tuple(_row(one) for one in settled_of(session) if one.forecast.by == PLAYER)


def _row(one: Settled) -> ForecastRow:
    metric = find_metric(one.forecast.metric)
    low, high = (metric_text(metric, one.forecast.value(level)) for level in BAND)
    return ForecastRow(
        quarter=tr("Made in {made}, for {target}", made=quarter_label(one.forecast.made),
                   target=quarter_label(one.forecast.target)),
        label=tr(metric.label),
        said_text=tr("{low} to {high}", low=low, high=high),
        came_text=metric_text(metric, one.value),
        inside=one.inside,
        score_text=number(one.score, 3),
    )  # fmt: skip


def calibration_parts(session: Session) -> tuple[tuple[str, str], ...]:
    """How the player and the fan did: heading and sentence."""
    settled = settled_of(session)
    own, fan = calibrate(settled, PLAYER), calibrate(settled, FAN)
    return (
        (tr("You"), _did(own)),
        (tr("The fan, on the same questions"), _did(fan)),
        (
            tr("How to read it"),
            tr(
                "A band of 80% should hold four outcomes of five: fewer hits mean bands that were "
                "too narrow, more mean bands that were too wide. The score is the continuous "
                "ranked probability score, read off the points {levels}, in the unit of the "
                "number: less is better.",
                levels=", ".join(percent(level) for level in LEVELS),
            ),
        ),
    )


def _did(one: Calibration) -> str:
    if not one.count:
        return tr("No prediction whose date has come.")
    words = ntr(
        "{hits} of {n} outcome inside the 80% band ({share}).",
        "{hits} of {n} outcomes inside the 80% band ({share}).",
        one.count, hits=one.hits, share=percent(one.share),
    )  # fmt: skip
    if math.isfinite(one.relative) and one.by == PLAYER:
        better = tr("Scores {ratio} times those of the fan.", ratio=number(one.relative))
        return f"{words} {better}"
    return words


def medal(session: Session) -> tuple[bool | None, str]:
    """Whether the medal for calibration is earned, and on what condition."""
    own = calibrate(settled_of(session), PLAYER)
    if own.count < LEAST:
        return None, ntr(
            "{n} prediction has come due; it takes {least}.",
            "{n} predictions have come due; it takes {least}.",
            own.count, least=LEAST,
        )  # fmt: skip
    text = tr(
        "{share} of {n} outcomes inside your 80% bands; earned from {low} to {high}.",
        share=percent(own.share), n=own.count, low=percent(SHARE - AROUND),
        high=percent(SHARE + AROUND),
    )  # fmt: skip
    return abs(own.share - SHARE) <= AROUND + 1e-9, text
