"""The fan of futures, its headline numbers, and the terms behind the gap and its change."""

import math
from dataclasses import dataclass

import numpy as np

from game.analysis.metrics import GAP
from game.causes import TERMS, chip_terms
from game.figures import quarter_short
from game.forecast import Fan, Status
from game.language import mark, tr
from game.session import Session
from game.viewmodel import FanView, Headline, Term, WhyView
from game.views.words import number, percent, quarter_x, side_of, signed
from game.views.worlds import outcome, series

HISTORY_QUARTERS = 14
SHOWN_SAMPLES = 40
_TERM_WORDS = {
    "us_skill": (
        mark("US chip design"), mark("What US designers get out of a node and a die."),
    ),
    "us_node": (
        mark("US access to nodes"), mark("The node that the best US package is made on."),
    ),
    "us_dies": (
        mark("US dies a package"), mark("How many dies the best US package joins."),
    ),
    "cn_skill": (
        mark("Chinese chip design"), mark("What Chinese designers get out of a node and a die."),
    ),
    "cn_node": (
        mark("Chinese nodes"), mark("The node that the best Chinese package is made on."),
    ),
    "cn_dies": (
        mark("Chinese dies a package"), mark("How many dies the best Chinese package joins."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Past:
    """The gap so far in both worlds; the twin's is nan before the worlds part."""

    x: tuple[float, ...]
    own: tuple[float, ...]
    twin: tuple[float, ...]


def past_of(session: Session) -> Past:
    """The last quarters of the gap."""
    x, own = series(session, outcome(GAP))
    other = dict(zip(*series(session, outcome(GAP), twin=True), strict=True))
    keep = slice(-HISTORY_QUARTERS, None)
    return Past(x[keep], own[keep], tuple(other.get(date, math.nan) for date in x[keep]))


_Line = tuple[float, ...]
_Lines = tuple[tuple[_Line, ...], tuple[_Line, ...], _Line]
_KEPT: dict[int, tuple[Fan, tuple[float, float], _Lines]] = {}


def _lines(fan: Fan, over: int, now: float, twin: float) -> _Lines:
    """Bands, samples and the twin's median, each begun at the present; kept for the last fan.

    `over` quarters of the fan have been played since it was asked for.
    """
    held = _KEPT.get(0)
    if held is None or held[0] is not fan or held[1] != (now, twin):
        bands = tuple((now, *line) for line in fan.quantiles[:, over:].tolist())
        samples = tuple((now, *path) for path in fan.paths[:SHOWN_SAMPLES, over:].tolist())
        median = (twin, *fan.twin_median[over:].tolist())
        held = _KEPT[0] = fan, (now, twin), (bands, samples, median)
    return held[2]


def fan_view(session: Session, fan: Fan | None, status: Status, past: Past) -> FanView:
    """The fan as it stands; without one, the state of the worker."""
    us = side_of(session.seat) == "us"
    title = tr("Foresight: frontier lead") if us else tr("Foresight: the gap")
    subtitle = tr(
        "Generations ahead of the challenger" if us else "Generations behind the frontier"
    )
    lines: _Lines = ((), (), ())
    dates: tuple[float, ...] = ()
    summary = ""
    if fan is not None:
        over = max(0, session.now - fan.request.first)
        lines = _lines(fan, over, past.own[-1], past.twin[-1])
        coming = range(fan.request.first + over, fan.request.last + 1)
        dates = (past.x[-1], *(quarter_x(quarter) for quarter in coming))
        summary = tr(
            "{futures} futures from here to {last}: the gap ends at {own} generations in the "
            "middle one, without controls at {twin}.",
            futures=number(fan.futures, 0),
            last=quarter_short(fan.request.last),
            own=signed(lines[0][4][-1]),
            twin=signed(lines[2][-1]),
        )
    return FanView(
        GAP, title, subtitle, "signed", status.state, status.text, status.stale,
        fan.futures if fan is not None else 0, past.x, past.own, dates, lines[0],
        past.twin, lines[2], lines[1], summary,
    )  # fmt: skip


def _last_year(session: Session) -> str:
    return str(2018 + session.scenario.end // 4)


def headlines(session: Session, fan: Fan | None) -> tuple[Headline, ...]:
    """Two numbers under the fan; none while there is no fan."""
    if fan is None:
        return ()
    year = _last_year(session)
    odds, change = fan.parity_odds(), float(np.mean(fan.lead_change))
    side = 1 if side_of(session.seat) == "us" else -1
    tone = "neutral" if abs(change) < 0.005 else "good" if change * side > 0 else "bad"
    return (
        Headline(
            "parity", odds, percent(odds), tr("odds of parity\nby {year}", year=year), "neutral",
            tr(
                "Share of futures in which the chip gap closes by {year}; without controls "
                "{twin}.", year=year, twin=percent(fan.parity_odds('twin')),
            ),
        ),
        Headline(
            "change", change, signed(change), tr("gens of lead\nfrom controls"), tone,
            tr(
                "The gap at the horizon with controls less without, pair by pair with the same "
                "luck, on average. The card below takes it apart."
            ),
        ),
    )  # fmt: skip


def _terms(values: np.ndarray) -> tuple[Term, ...]:
    result = []
    for key, value in zip(TERMS, values.tolist(), strict=True):
        label, detail = _TERM_WORDS[key]
        role = "incumbent" if key.startswith("us") else "sovereign"
        result.append(Term(key, tr(label), value, signed(value), role, tr(detail)))
    return tuple(result)


def why(session: Session) -> WhyView:
    """What controls have changed so far, in terms that sum to it."""
    rows = np.stack([session.row, session.twin_row])
    terms = chip_terms(rows)
    change = terms[0] - terms[1]
    return _why(
        change,
        tr("What controls changed so far"),
        tr("Generations of lead, against the ghost world"),
    )


def why_future(session: Session, fan: Fan | None) -> WhyView | None:
    """What controls change by the horizon, in terms that sum to the headline."""
    if fan is None:
        return None
    change = fan.terms_of() - fan.terms_of("twin")
    return _why(
        change,
        tr("What controls change by {year}", year=_last_year(session)),
        tr("Generations of lead, mean of all futures"),
    )


def _why(change: np.ndarray, title: str, subtitle: str) -> WhyView:
    total = float(change.sum())
    return WhyView("gap", title, subtitle, total, signed(total), _terms(change))
