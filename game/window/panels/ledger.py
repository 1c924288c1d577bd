"""The ledger's parts: a chart with direct labels and a cursor shared by all, and a bar of dates."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

import pygame

from game.language import tr
from game.viewmodel import ChartView, SeriesView
from game.views.ledger import CHANGE, INDEX, LOG, TWIN, LedgerChart, LedgerView, in_mode, value_text
from game.window.axes import MINUS, Axis, Frame, format_number, format_percent
from game.window.charts import Guide, Series, TimeSeries, draw_time_series
from game.window.drawing import blit_centred, disc
from game.window.panels.base import Panel
from game.window.panels.cards import FORMATS, Card, quarter_label, role_colour, series_of
from game.window.theme import COLOURS, mix
from game.window.widgets.base import HANDLED, Activated, Direction, Intent, Point
from game.window.widgets.button import PRESS_KEYS

_STEPS = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}


class Cursor:
    """The date that every chart reads off: under the pointer, or where the keys have put it."""

    def __init__(self, dates: Sequence[float]) -> None:
        self.dates = dates
        self.held: int | None = None
        self.hover: int | None = None

    @property
    def at(self) -> int | None:
        """The place among the dates, or None if nothing is read off."""
        place = self.held if self.hover is None else self.hover
        return None if place is None or not self.dates else min(place, len(self.dates) - 1)

    @property
    def date(self) -> float | None:
        """The date in years."""
        return None if self.at is None else self.dates[self.at]

    def nearest(self, date: float) -> int:
        """The place of the quarter nearest to a date."""
        return min(range(len(self.dates)), key=lambda index: abs(self.dates[index] - date))

    def step(self, quarters: int) -> None:
        """Move by so many quarters; the first step starts at the present."""
        last = len(self.dates) - 1
        start = last + (quarters < 0) if self.at is None else self.at
        self.held, self.hover = min(last, max(0, start + quarters)), None


class LedgerCard(Card):
    """A small or large chart. Enter or a click enlarges it; Shift with left or right reads it."""

    role = "button"
    cursor = pygame.SYSTEM_CURSOR_HAND

    def __init__(
        self, rect: pygame.Rect, chart: LedgerChart, reading: Cursor, start: float, large: bool
    ) -> None:
        super().__init__(f"chart.{chart.key}", rect, chart.view.title)
        self.chart = chart
        self.reading = reading
        self.start = start
        self.large = large
        self.mode = "level"
        self.pinned = False
        self.frame: Frame | None = None
        self._shown: tuple[Hashable, ChartView] | None = None

    @property
    def value(self) -> str:
        """The chart in a sentence."""
        return self.chart.view.summary

    @property
    def hint(self) -> str:
        """What the chart shows, over its title or with the keys."""
        point = self.local_pointer
        if self.large or (point is not None and point[1] > self.painter.px(46)):
            return ""
        return tr(
            "{definition}\nUnit: {unit}.\nSource: {source}.\n"
            "Enter or a click: larger. P: pin to the main screen.",
            definition=self.chart.definition,
            unit=self.chart.unit,
            source=self.chart.source,
        )

    def hint_anchor(self) -> pygame.Rect:
        """The title."""
        return pygame.Rect(self.rect.x, self.rect.y, self.rect.width, self.painter.px(46))

    def shown(self) -> ChartView:
        """The chart in the mode that is chosen."""
        key = self.chart, self.mode
        if self._shown is None or self._shown[0] != key:
            self._shown = key, in_mode(self.chart.view, self.mode, self.start)
        return self._shown[1]

    def state(self) -> Hashable:
        """The chart, how it is shown and whether the pointer is on it."""
        return self.chart, self.mode, self.pinned, self.hovered

    # ---- events

    def date_at(self, point: Point) -> int | None:
        """The place in time under a point of the window."""
        if self.frame is None:
            return None
        x, y = point[0] - self.rect.x, point[1] - self.rect.y
        inside = self.frame.plot.inflate(self.painter.px(8), self.painter.px(16))
        return self.reading.nearest(self.frame.value_at(x)) if inside.collidepoint(x, y) else None

    def release(self, point: Point) -> Intent | None:
        """Enlarge."""
        return Activated(self.id) if self.hit(point) else HANDLED

    def key(self, key: int, modifiers: int) -> Any:
        """Enlarge, or move the shared cursor."""
        if key in PRESS_KEYS:
            return Activated(self.id)
        if key in _STEPS and (self.large or modifiers & pygame.KMOD_SHIFT):
            self.reading.step(_STEPS[key])
            return HANDLED
        return None

    # ---- picture

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card without its readings."""
        painter, px, view = self.painter, self.painter.px, self.shown()
        room = px(20) if self.pinned else 0
        top = self.title_block(canvas, view.title, self._unit(), room)
        if self.hovered and not self.large:
            painter.box(canvas, self.area, None, COLOURS["line_strong"])
        if self.pinned:
            painter.icon(canvas, "flag", self.rect.width - px(22), px(20), 14, painter.accent)
        live = [line for line in view.series if not line.dashed]
        single = len(live) == 1
        lines = [self._named(line, view, single) for line in series_of(view)]
        guides = [Guide(g.x, g.label if self.large else "") for g in view.guides]
        chart = TimeSeries(
            lines, y_axis=self._axis(view), guides=guides, end_labels=True, legend=False,
            empty_label=self._empty(),
        )  # fmt: skip
        self.frame = draw_time_series(painter, canvas, self.body(top, 12), chart)

    def _named(self, line: Series, view: ChartView, single: bool) -> Series:
        """A line with its own name, or its last value where it is alone; twins have none."""
        if line.dashed:
            return replace(line, name="")
        words = value_text(view, self._back(line.y[-1]), self.mode) if single and line.y else ""
        return replace(line, name=words or line.name, width=2.2 if self.large else 1.8)

    def _back(self, value: float) -> float:
        """A drawn value as the number it stands for."""
        return float(10.0**value) if self.mode == LOG and math.isfinite(value) else value

    def _unit(self) -> str:
        if self.mode == INDEX:
            return tr("index, {quarter} = 100", quarter=quarter_label(self.start))
        if self.mode == CHANGE:
            return tr("change since the quarter before, {unit}", unit=self.chart.unit)
        if self.mode == LOG:
            return tr("{unit}, logarithmic", unit=self.chart.unit)
        return self.chart.unit

    def _empty(self) -> str:
        if self.mode == LOG:
            return tr("No logarithm: nothing above zero.")
        if self.mode == INDEX:
            return tr("No index: it began at zero or below.")
        return tr("Nothing yet")

    def _axis(self, view: ChartView) -> Axis:
        if self.mode == LOG:
            percent = view.format == "percent"
            write = format_percent if percent else format_number
            return Axis(format=lambda value: write(10.0**value))
        if self.mode == INDEX:
            return Axis(baseline=100.0)
        if self.mode == CHANGE:
            return Axis(format=_points if view.format == "percent" else _signed, baseline=0.0)
        return Axis(
            format=FORMATS.get(view.format, format_number),
            include_zero=view.format == "percent",
            baseline=0.0 if view.format == "signed" else None,
        )

    # ---- reading

    def draw(self, surface: pygame.Surface) -> None:
        """Show the picture, and over it what the shared cursor reads."""
        super().draw(surface)
        date = self.reading.date
        if date is not None and self.frame is not None:
            rows = self.rows(date)
            low, high = self.frame.x_limits
            if rows and low - 1e-6 <= date <= high + 1e-6:
                self._draw_reading(surface, self.frame, date, rows)

    def rows(self, date: float) -> list[tuple[SeriesView, float, str, str]]:
        """What can be read at a date: the line, its drawn value, its words, its twin's words."""
        view = self.shown()
        twins = {line.key: line for line in view.series if line.dashed}
        found = []
        for line in view.series:
            value = _value_at(line, date)
            if line.dashed or value is None:
                continue
            twin = twins.get(line.key + TWIN)
            other = _value_at(twin, date) if twin is not None else None
            words = "" if other is None else value_text(view, self._back(other), self.mode)
            found.append((line, value, value_text(view, self._back(value), self.mode), words))
        return found

    def _draw_reading(
        self,
        surface: pygame.Surface,
        frame: Frame,
        date: float,
        rows: list[tuple[SeriesView, float, str, str]],
    ) -> None:
        painter, px, plot = self.painter, self.painter.px, frame.plot.move(self.rect.topleft)
        column = self.rect.x + round(frame.x(date))
        line = (column, plot.top, px(1), plot.height)
        surface.fill(COLOURS["text_muted"], line)
        for series, value, _, _ in rows:
            y = self.rect.y + frame.y(value)
            dot = disc(3 * painter.scale, role_colour(series.role), COLOURS["card"])
            blit_centred(surface, dot, column, y)
        style = "small" if self.large else "micro"
        step = painter.line_height(style)
        names = max(painter.text_width(row[0].label, style) for row in rows)
        values = max(painter.text_width(row[2], style) for row in rows)
        twins = max(painter.text_width(row[3], style) for row in rows)
        head = step if self.large else 0
        width = names + values + px(26) + (twins + px(10) if twins else 0)
        box = pygame.Rect(0, 0, width, head + step * len(rows) + px(8))
        right = column + px(8) + width <= self.rect.right - px(4)
        box.x = column + px(8) if right else max(self.rect.x + px(4), column - px(8) - width)
        box.y = min(plot.top, self.rect.bottom - box.height - px(4))
        painter.box(surface, box, COLOURS["raised"], COLOURS["line_strong"], 5, 0.96)
        if self.large:
            strong = "small_strong"
            painter.text(surface, quarter_label(date), box.x + px(8), box.y + px(16), strong)
        for index, (series, _, words, twin) in enumerate(rows):
            base = box.y + px(4) + head + index * step + round(step * 0.76)
            colour = role_colour(series.role)
            painter.text(surface, series.label, box.x + px(8), base, style, colour)
            end = box.x + px(16) + names + values
            painter.text(surface, words, end, base, style, COLOURS["text"], "right")
            muted = COLOURS["text_muted"]
            painter.text(surface, twin, box.right - px(8), base, style, muted, "right")


def _value_at(line: SeriesView, date: float) -> float | None:
    for x, y in zip(line.x, line.y, strict=False):
        if abs(x - date) < 1e-6:
            return y if math.isfinite(y) else None
    return None


def _signed(value: float) -> str:
    text = format_number(value)
    return f"+{text}" if value > 0 else text


def _points(value: float) -> str:
    return f"{value * 100:+.3g}".replace("-", MINUS) if value else "0"


class DateBar(Panel):
    """All quarters on one line; the pointer or the arrows move the cursor of every chart."""

    role = "slider"
    focusable = True
    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(self, rect: pygame.Rect, view: LedgerView, reading: Cursor) -> None:
        super().__init__("dates", rect, tr("Date that the charts read off"))
        self.view = view
        self.reading = reading
        self.tooltip = tr("Left and right: a quarter. Home and End: first and last.")

    @property
    def value(self) -> str:
        """The date."""
        date = self.reading.date
        return "" if date is None else quarter_label(date)

    def state(self) -> Hashable:
        """The dates, and where the cursor stands."""
        return self.view.dates, self.view.start, self.reading.at

    def _track(self) -> pygame.Rect:
        px = self.painter.px
        left = px(108)
        return pygame.Rect(left, px(14), self.rect.width - left - px(16), px(4))

    def _x(self, place: int) -> int:
        track, last = self._track(), max(1, len(self.view.dates) - 1)
        return track.x + round(track.width * place / last)

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the line, its years, where the game began, and the cursor."""
        painter, px, track = self.painter, self.painter.px, self._track()
        at, dates = self.reading.at, self.view.dates
        words = quarter_label(dates[-1 if at is None else at]) if dates else ""
        ink = COLOURS["text_muted" if at is None else "text"]
        painter.text(canvas, words, 0, track.centery + px(5), "h3", ink)
        painter.box(canvas, track, COLOURS["track"], None, 2)
        taken = -1
        for place, date in enumerate(dates):
            if abs(date - round(date)) > 1e-6:
                continue
            label, x = f"{round(date)}", self._x(place)
            width = painter.text_width(label, "micro")
            if x - width // 2 > taken and x + width // 2 <= self.rect.width:
                muted = COLOURS["text_muted"]
                painter.text(canvas, label, x, track.bottom + px(16), "micro", muted, "center")
                taken = x + width // 2 + px(8)
            canvas.fill(COLOURS["line_strong"], (x, track.y - px(3), px(1), px(10)))
        if dates and self.view.start >= dates[0] - 1e-6:
            begun = self._x(self.reading.nearest(self.view.start))
            part = pygame.Rect(begun, track.y, track.right - begun, track.height)
            painter.box(canvas, part, mix(COLOURS["track"], painter.accent, 0.55), None, 2)
        if at is not None:
            knob = disc(7 * painter.scale, COLOURS["text"], COLOURS["background"], 2)
            blit_centred(canvas, knob, self._x(at), track.centery)

    def focus_rect(self) -> pygame.Rect:
        """The line."""
        return self.on_window(self._track().inflate(self.painter.px(16), self.painter.px(18)))

    def press(self, point: Point) -> Intent | None:
        """Put the cursor under the pointer."""
        return self.drag(point)

    def drag(self, point: Point) -> Intent | None:
        """Take the cursor along."""
        track = self._track()
        share = (point[0] - self.rect.x - track.x) / max(1, track.width)
        last = len(self.view.dates) - 1
        self.reading.held = min(last, max(0, round(share * last)))
        self.reading.hover = None
        return HANDLED

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Move the cursor; with Shift a year."""
        if key in _STEPS:
            self.reading.step(_STEPS[key] * (4 if modifiers & pygame.KMOD_SHIFT else 1))
            return HANDLED
        if key in (pygame.K_HOME, pygame.K_END):
            self.reading.held = 0 if key == pygame.K_HOME else len(self.view.dates) - 1
            self.reading.hover = None
            return HANDLED
        if key == pygame.K_BACKSPACE:
            self.reading.held = self.reading.hover = None
            return HANDLED
        return None


class AboutChart(Panel):
    """The large chart's definition, unit, source and last values."""

    background = "background"

    def __init__(self, rect: pygame.Rect, chart: LedgerChart) -> None:
        super().__init__("about", rect, chart.view.title)
        self.chart = chart

    @property
    def value(self) -> str:
        """The definition."""
        return self.chart.definition

    def state(self) -> Hashable:
        """The chart."""
        return self.chart

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the words, then a row for each line."""
        painter, px = self.painter, self.painter.px
        painter.card(canvas, self.area)
        left, width = px(18), self.rect.width - px(36)
        y = px(30)
        for head, words in (
            (tr("What it shows"), self.chart.definition),
            (tr("Unit"), self.chart.unit),
            (tr("Source"), self.chart.source),
        ):
            painter.text(canvas, head, left, y, "small_strong", COLOURS["text_muted"])
            y += px(20)
            y += painter.paragraph(canvas, words, left, y, width, "body") + px(10)
        painter.text(canvas, tr("Now"), left, y, "small_strong", COLOURS["text_muted"])
        words = tr("No controls")
        painter.text(canvas, words, left + width, y, "small_strong", COLOURS["text_muted"], "right")
        y += px(22)
        view = self.chart.view
        twins = {line.key: line for line in view.series if line.dashed}
        for line in view.series:
            if line.dashed or not line.y or y > self.rect.height - px(14):
                continue
            twin = twins.get(line.key + TWIN)
            colour = role_colour(line.role)
            room = width - px(150)
            painter.text(canvas, line.label, left, y, "body", colour, "left", room)
            now = value_text(view, line.y[-1])
            painter.text(canvas, now, left + width - px(74), y, "body_strong", align="right")
            if twin is not None and twin.y:
                other, muted = value_text(view, twin.y[-1]), COLOURS["text_muted"]
                painter.text(canvas, other, left + width, y, "body", muted, "right")
            y += px(22)
