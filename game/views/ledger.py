"""The ledger of charts: what can be measured of a game and its twin, quarter by quarter."""

import csv
import io
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from agents.history import columns
from agents.names import quarter_name
from agents.state import World
from game.figures import dollars
from game.language import CHINESE, language, mark, tr
from game.session import Session
from game.viewmodel import ChartView, GuideView, SeriesView
from game.views.believed import as_believed, believed, believed_past
from game.views.charts import RULE_LABEL, RULE_X
from game.views.ledger_charts import PAGES, Chart, Line
from game.views.words import MINUS, percent, quarter_x
from game.views.worlds import played, world_of

LEVEL, CHANGE, INDEX, LOG = "level", "change", "index", "log"
MODES = (
    (LEVEL, mark("Level"), mark("The numbers as they are.")),
    (CHANGE, mark("Change"), mark("The change since the quarter before.")),
    (INDEX, mark("Index"), mark("The quarter in which the game began is 100.")),
    (LOG, mark("Log"), mark("Equal steps are equal factors.")),
)
TWIN = ".twin"


@dataclass(frozen=True)
class LedgerChart:
    """A chart with its definition. `view.series` holds the game's lines and their twins'."""

    view: ChartView
    unit: str
    definition: str
    source: str
    article: str

    @property
    def key(self) -> str:
        """The chart's name in files and settings."""
        return self.view.key


@dataclass(frozen=True)
class LedgerPage:
    """Charts under one tab."""

    key: str
    title: str
    charts: tuple[LedgerChart, ...]


@dataclass(frozen=True)
class LedgerView:
    """Every chart of a game. `dates` are all quarters, in years; the game began at `start`."""

    dates: tuple[float, ...]
    names: tuple[str, ...]
    start: float
    pages: tuple[LedgerPage, ...]

    def chart(self, key: str) -> LedgerChart | None:
        """One chart, or None if there is none of that name."""
        charts = (chart for page in self.pages for chart in page.charts)
        return next((chart for chart in charts if chart.key == key), None)


Values = tuple[float, ...]
Source = Callable[[Line], Values]


def ledger_view(session: Session) -> LedgerView:
    """Every chart of a game so far."""
    quarters, rows = played(session)
    twin_quarters, twin_rows = played(session, twin=True)
    seen = believed(session)
    own = _source(believed_past(session)[1] if seen.guessed else rows)
    twin = _source([as_believed(session, row) for row in twin_rows])
    guessed = {field for _, field in seen.guessed}
    x = tuple(quarter_x(quarter) for quarter in quarters)
    twin_x = tuple(quarter_x(quarter) for quarter in twin_quarters)
    start = quarter_x(session.scenario.start - 1)
    guides = (GuideView(RULE_X, tr(RULE_LABEL)),) if x and x[0] < RULE_X < x[-1] else ()
    pages = []
    for page in PAGES:
        charts = tuple(
            _chart(chart, (x, own), (twin_x, twin), guides, not guessed.isdisjoint(chart.hidden))
            for chart in page.charts
            if all(line.read is not None or line.column in columns() for line in chart.lines)
        )
        pages.append(LedgerPage(page.key, tr(page.title), charts))
    names = tuple(quarter_name(quarter) for quarter in quarters)
    return LedgerView(x, names, start, tuple(pages))


def _source(rows: list[np.ndarray]) -> Source:
    """Reads lines from worlds: each world is taken apart once."""
    worlds: list[World] = [world_of(row) for row in rows]
    outcomes = np.array([_flat(world) for world in worlds])

    def read(line: Line) -> Values:
        if line.read is not None:
            return tuple(line.read(world) for world in worlds)
        return tuple(outcomes[:, columns()[line.column].place].tolist()) if len(worlds) else ()

    return read


def _flat(world: World) -> list[float]:
    """The outcome record as the row of numbers that `columns` counts."""
    record = world.outcome
    numbers: list[float] = []
    for name in record.dtype.names:
        numbers.extend(np.ravel(record[name]).astype(float).tolist())
    return numbers


def _chart(
    chart: Chart,
    own: tuple[Values, Source],
    twin: tuple[Values, Source],
    guides: tuple[GuideView, ...],
    guess: bool,
) -> LedgerChart:
    unit = tr("{unit}; estimates", unit=tr(chart.unit)) if guess else tr(chart.unit)
    lines = []
    for number, line in enumerate(chart.lines):
        key = line.column or f"{chart.key}.{number}"
        lines.append(SeriesView(key, tr(line.label), line.role, own[0], own[1](line)))
        label = tr("{line}, no controls", line=tr(line.label))
        lines.append(SeriesView(f"{key}{TWIN}", label, line.role, twin[0], twin[1](line), True))
    view = ChartView(chart.key, tr(chart.title), unit, chart.form, tuple(lines), guides, "")
    definition = tr(chart.definition)
    if guess:
        hidden = tr("What the other side hides is shown as our services take it to be.")
        definition = f"{definition} {hidden}"
    words = [f"{s.label} {value_text(view, s.y[-1])}" for s in lines if not s.dashed and s.y]
    return LedgerChart(
        replace(view, summary="; ".join(words)),
        unit,
        definition,
        tr(chart.source),
        chart.article,
    )


# ---- values in words and in other modes


def value_text(view: ChartView, value: float, mode: str = LEVEL) -> str:
    """A value of a chart in few characters."""
    if not math.isfinite(value):
        return "–"
    if mode == INDEX:
        return f"{value:,.0f}".replace("-", MINUS)
    if view.format == "percent":
        if mode != CHANGE:
            return percent(value)
        return tr("{n} pts", n=f"{value * 100:+.1f}".replace("-", MINUS))
    sign = "+" if mode == CHANGE or view.format == "signed" else ""
    if view.format == "money" and mode != CHANGE:
        size = abs(value)
        minus = MINUS if value < 0 else ""
        return minus + dollars(size, ",.0f" if size >= 100 else ".1f" if size >= 10 else ".2f")
    return _short(value, sign)


# From which size on, in which unit, by which sign: as few digits as can be.
_LARGE = ((1e6, 1e6, "M"), (1e4, 1e3, "k"))
_LARGE_CHINESE = ((1e8, 1e8, "亿"), (1e4, 1e4, "万"))


def _short(value: float, sign: str) -> str:
    size = abs(value)
    units = _LARGE_CHINESE if language() == CHINESE else _LARGE
    unit, suffix = next(((unit, word) for least, unit, word in units if size >= least), (1.0, ""))
    if suffix:
        text = f"{value / unit:{sign}.3g}{suffix}"
    elif size >= 100:
        text = f"{value:{sign},.0f}"
    else:
        text = f"{value:{sign}.{2 if size < 10 else 1}f}"
    return text.replace("-", MINUS)


def in_mode(view: ChartView, mode: str, start: float) -> ChartView:
    """A chart with its lines as changes, as an index or in logarithms of ten.

    Lines that cannot be shown so (no logarithm, no index of nothing) are left out.
    """
    if mode == LEVEL:
        return view
    makers = {CHANGE: _changes, INDEX: lambda line: _index(line, start), LOG: _logarithms}
    made = (replace(line, y=makers[mode](line)) for line in view.series)
    kept = tuple(line for line in made if any(math.isfinite(value) for value in line.y))
    return replace(view, series=kept)


def _changes(line: SeriesView) -> Values:
    steps = (after - before for before, after in zip(line.y, line.y[1:], strict=False))
    return (math.nan, *steps) if line.y else ()


def _index(line: SeriesView, start: float) -> Values:
    pairs = zip(line.x, line.y, strict=True)
    base = next((y for x, y in pairs if x >= start - 1e-6), math.nan)
    if not base > 1e-9:
        return tuple(math.nan for _ in line.y)
    return tuple(value / base * 100 for value in line.y)


def _logarithms(line: SeriesView) -> Values:
    return tuple(math.log10(value) if value > 1e-9 else math.nan for value in line.y)


# ---- export


def as_csv(view: LedgerView, page: str = "") -> str:
    """The numbers of a page (or of all) as CSV: one row a quarter, two columns a line."""
    lines: list[tuple[str, SeriesView]] = []
    for one in view.pages:
        if page in ("", one.key):
            lines += [(chart.key, line) for chart in one.charts for line in chart.view.series]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["quarter", *(f"{key}:{line.key}" for key, line in lines)])
    tables = [dict(zip(line.x, line.y, strict=True)) for _, line in lines]
    for x, name in zip(view.dates, view.names, strict=True):
        values = (table.get(x, math.nan) for table in tables)
        writer.writerow([name, *("" if math.isnan(value) else repr(value) for value in values)])
    return text.getvalue()
