"""The ledger's charts: direct labels, and a cursor that all of them share."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

import pygame

from game.language import tr
from game.viewmodel import ChartView, SeriesView
from game.views.ledger import CHANGE, INDEX, LOG, TWIN, LedgerChart, in_mode, value_text
from game.window.axes import MINUS, Axis, Frame, format_number, format_percent
from game.window.charts import Guide, Series, TimeSeries, draw_time_series
from game.window.drawing import blit_centred, disc
from game.window.panels.cards import FORMATS, Card, quarter_label, role_colour, series_of
from game.window.theme import COLOURS
from game.window.widgets.base import HANDLED, Activated, Intent, Point
from game.window.widgets.button import PRESS_KEYS

STEPS = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}


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
        if key in STEPS and (self.large or modifiers & pygame.KMOD_SHIFT):
            self.reading.step(STEPS[key])
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
