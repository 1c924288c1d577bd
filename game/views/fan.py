"""The fan of futures, its headline numbers, and the terms behind the gap and its change."""

import math
from dataclasses import dataclass

import numpy as np

from agents.names import quarter_name
from game.analysis.metrics import GAP, Metric, find_metric, known_metrics
from game.causes import TERMS, chip_terms
from game.forecast import Fan, Status
from game.futures import KEPT, LAW, OWN, TWIN
from game.gamelog import Setup
from game.language import mark, tr
from game.session import Session
from game.viewmodel import FanView, Headline, MetricChoice, Term, WhyView
from game.views.words import (
    money,
    number,
    percent,
    quarter_x,
    side_of,
    signed,
)
from game.views.worlds import outcomes_of, played

HISTORY_QUARTERS = 14
SHOWN_SAMPLES = 40
_TERM_WORDS = {
    "us_skill": (mark("US chip design"), mark("What US designers get out of a node and a die.")),
    "us_node": (mark("US access to nodes"), mark("The node that the best US package is made on.")),
    "us_dies": (mark("US dies a package"), mark("How many dies the best US package joins.")),
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

_Line = tuple[float, ...]


@dataclass(frozen=True)
class Past:
    """A metric so far in both worlds; the twin's is nan before the worlds part."""

    x: _Line
    own: _Line
    twin: _Line


@dataclass(frozen=True)
class _Lines:
    """What is drawn of a fan, each line begun at the present."""

    x: _Line
    bands: tuple[_Line, ...]
    twin: _Line
    law: _Line
    kept: tuple[_Line, ...]
    samples: tuple[_Line, ...]
    twin_samples: tuple[_Line, ...]
    law_samples: tuple[_Line, ...]


_NO_LINES = _Lines((), (), (), (), (), (), (), ())
_PAST: dict[tuple[Setup, int, str, str], Past] = {}
_KEPT: dict[int, tuple[Fan, tuple[str, float, float, int], _Lines]] = {}


# ---- numbers in words


def metric_text(metric: Metric, value: float) -> str:
    """A value of a metric."""
    write = {"percent": percent, "money": money, "signed": signed}.get(metric.form, number)
    return write(value)


def metric_change_text(metric: Metric, change: float, scale: float = 1.0) -> str:
    """A change of a metric, with its sign, in as many digits as changes of this scale need."""
    if metric.form == "percent":
        return tr("{n} pts", n=signed(change * 100, _digits(scale * 100, 1)))
    return signed(change, _digits(scale, 1 if metric.form == "money" else 2))


def _digits(scale: float, least: int) -> int:
    """Decimals that show two figures of numbers of a scale; what is tiny stays tiny."""
    if not 1e-4 <= abs(scale) < math.inf:
        return least
    return max(least, math.ceil(1 - math.log10(abs(scale)) - 1e-9))


def tone_of(metric: Metric, change: float, seat: str) -> str:
    """Whether a change is good for the side of a seat."""
    good = change * metric.better * (1 if side_of(seat) == "us" else -1)
    still = not metric_change_text(metric, change).strip("+−0. pts")
    return "neutral" if still or not good else "good" if good > 0 else "bad"


def metric_choices() -> tuple[MetricChoice, ...]:
    """The metrics that a fan can show."""
    return tuple(
        MetricChoice(metric.key, tr(metric.label), tr(metric.unit)) for metric in known_metrics()
    )


# ---- the fan


def past_of(session: Session, key: str = GAP) -> Past:
    """The last quarters of a metric; reckoned once a quarter."""
    at = session.turns[-1].checksum if session.turns else ""
    place = session.setup, session.now, at, key
    if place not in _PAST:
        if any(held[:3] != place[:3] for held in _PAST):
            _PAST.clear()
        _PAST[place] = _past(session, find_metric(key))
    return _PAST[place]


def _past(session: Session, metric: Metric) -> Past:
    own, twin = (_record(session, metric, other) for other in (False, True))
    x = tuple(own)[-HISTORY_QUARTERS:]
    return Past(x, tuple(own[date] for date in x), tuple(twin.get(date, math.nan) for date in x))


def _record(session: Session, metric: Metric, twin: bool) -> dict[float, float]:
    """Values by date."""
    quarters, rows = played(session, twin=twin)
    quarters, rows = quarters[-HISTORY_QUARTERS:], rows[-HISTORY_QUARTERS:]
    if not rows:
        return {}
    values = metric.read_history(outcomes_of(np.stack(rows)))
    return {quarter_x(q): v for q, v in zip(quarters, values.tolist(), strict=True)}


def _lines(fan: Fan, metric: str, over: int, now: float, twin: float) -> _Lines:
    """What is drawn, kept for the last fan. `over` quarters of it have been played since."""
    place = metric, now, twin, over
    held = _KEPT.get(0)
    if held is None or held[0] is not fan or held[1] != place:
        first = fan.request.first
        coming = range(first + over, fan.request.last + 1)
        x = (quarter_x(first + over - 1), *(quarter_x(quarter) for quarter in coming))
        lines = _Lines(
            x,
            tuple((now, *line) for line in fan.quantiles_of(metric)[:, over:].tolist()),
            (twin, *fan.median_of(metric, TWIN)[over:].tolist()),
            (now, *fan.median_of(metric, LAW)[over:].tolist()) if fan.has(LAW) else (),
            tuple((now, *line) for line in fan.quantiles_of(metric, KEPT)[:, over:].tolist())
            if fan.has(KEPT) else (),
            _samples(fan, metric, OWN, over, now),
            _samples(fan, metric, TWIN, over, twin),
            _samples(fan, metric, LAW, over, now),
        )  # fmt: skip
        held = _KEPT[0] = fan, place, lines
    return held[2]


def _samples(fan: Fan, metric: str, side: str, over: int, now: float) -> tuple[_Line, ...]:
    if not fan.has(side):
        return ()
    paths = fan.paths_of(metric, side)[:SHOWN_SAMPLES, over:].tolist()
    return tuple((now, *path) for path in paths)


def fan_view(session: Session, fan: Fan | None, status: Status, metric: str = GAP) -> FanView:
    """The fan of a metric as it stands; without one, the state of the worker."""
    past, shown = past_of(session, metric), find_metric(metric)
    lines = _NO_LINES
    if fan is not None:
        over = max(0, session.now - fan.request.first)
        lines = _lines(fan, metric, over, past.own[-1], past.twin[-1])
    return FanView(
        metric, tr("Foresight"), tr(shown.unit), shown.form, status.state, status.text,
        status.stale, fan.futures if fan is not None else 0, past.x, past.own, lines.x,
        lines.bands, past.twin, lines.twin, lines.samples,
        _summary(fan, shown, lines) if fan is not None else "",
        label=tr(shown.label), law_median=lines.law, kept_bands=lines.kept,
        twin_samples=lines.twin_samples, law_samples=lines.law_samples,
        choices=metric_choices(), seconds=fan.seconds if fan is not None else 0.0,
    )  # fmt: skip


def _summary(fan: Fan, metric: Metric, lines: _Lines) -> str:
    words = tr(
        "{label}, {futures} futures to {date}: the middle one ends at {value}, without controls "
        "at {twin}.",
        label=tr(metric.label),
        futures=f"{fan.futures:,}",
        date=quarter_name(fan.request.last),
        value=metric_text(metric, lines.bands[4][-1]),
        twin=metric_text(metric, lines.twin[-1]),
    )
    if not lines.law:
        return words
    law = tr("Under the law in force at {value}.", value=metric_text(metric, lines.law[-1]))
    return f"{words} {law}"


def headlines(session: Session, fan: Fan | None, metric: str = GAP) -> tuple[Headline, ...]:
    """Two numbers under the fan; none while there is no fan."""
    if fan is None:
        return ()
    return _first_headline(session, fan, find_metric(metric)), _change(session, fan, metric)


def _first_headline(session: Session, fan: Fan, metric: Metric) -> Headline:
    year = quarter_name(session.scenario.end)[:4]
    if metric.key != GAP:
        value = float(fan.median_of(metric.key)[-1])
        return Headline(
            "middle", value, metric_text(metric, value),
            tr("in the middle\nfuture, {year}", year=year), "neutral",
            tr("Half of the futures end above, half below; {low} to {high} holds nine of ten.",
               low=metric_text(metric, float(fan.quantiles_of(metric.key)[0, -1])),
               high=metric_text(metric, float(fan.quantiles_of(metric.key)[-1, -1]))),
        )  # fmt: skip
    odds = fan.parity_odds()
    return Headline(
        "parity", odds, percent(odds), tr("odds of parity\nby {year}", year=year), "neutral",
        tr("Share of futures in which the chip gap closes by {year}; without controls {odds}.",
           year=year, odds=percent(fan.parity_odds(TWIN))),
    )  # fmt: skip


def _change(session: Session, fan: Fan, key: str) -> Headline:
    """What the proposals change by the horizon, or the controls where nothing is proposed."""
    metric = find_metric(key)
    side = LAW if fan.has(LAW) else TWIN
    change = float(np.mean(fan.change_of(key, side)))
    if side == LAW:
        label = tr("by {year} from\nyour proposals", year=quarter_name(session.scenario.end)[:4])
        words = tr(
            "At the horizon, with your proposals less under the law in force: pair by pair with "
            "the same luck, on average."
        )
    else:
        label = (
            tr("gens of lead\nfrom controls") if key == GAP else tr("from controls,\non average")
        )
        words = tr(
            "At the horizon, with controls less without: pair by pair with the same luck, on "
            "average. The card below takes the chip gap apart."
        )
    text = metric_change_text(metric, change)
    return Headline("change", change, text, label, tone_of(metric, change, session.seat), words)


# ---- the terms of the chip gap


def _terms(values: np.ndarray) -> tuple[Term, ...]:
    result = []
    for key, value in zip(TERMS, values.tolist(), strict=True):
        label, detail = (tr(text) for text in _TERM_WORDS[key])
        role = "incumbent" if key.startswith("us") else "sovereign"
        result.append(Term(key, label, value, signed(value), role, detail))
    return tuple(result)


def why(session: Session) -> WhyView:
    """What controls have changed so far, in terms that sum to it."""
    terms = chip_terms(np.stack([session.row, session.twin_row]))
    return _why(
        terms[0] - terms[1],
        tr("What controls changed so far"),
        tr("Generations of lead, against the ghost world"),
    )


def why_future(session: Session, fan: Fan | None) -> WhyView | None:
    """What the proposals change by the horizon, or the controls where nothing is proposed."""
    if fan is None:
        return None
    year = quarter_name(session.scenario.end)[:4]
    side = LAW if fan.has(LAW) else TWIN
    if side == LAW:
        title = tr("What your proposals change by {year}", year=year)
    else:
        title = tr("What controls change by {year}", year=year)
    change = fan.terms_of(OWN, side) - fan.terms_of(side, OWN)
    return _why(change, title, tr("Generations of lead, mean of all futures"))


def _why(change: np.ndarray, title: str, subtitle: str) -> WhyView:
    total = float(change.sum())
    return WhyView("gap", title, subtitle, total, signed(total), _terms(change))
