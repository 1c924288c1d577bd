"""Beside the ledger's charts: the bar of dates, and what a large chart shows."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from game.language import tr
from game.views.ledger import TWIN, LedgerChart, LedgerView, value_text
from game.window.drawing import blit_centred, disc
from game.window.panels.base import Panel
from game.window.panels.cards import quarter_label, role_colour
from game.window.panels.ledger import STEPS, Cursor
from game.window.theme import COLOURS, mix
from game.window.widgets.base import HANDLED, Direction, Intent, Point


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
        px, dates = self.painter.px, self.view.dates
        left = self.painter.text_width(quarter_label(dates[-1]) if dates else "", "h3") + px(28)
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
        if key in STEPS:
            self.reading.step(STEPS[key] * (4 if modifiers & pygame.KMOD_SHIFT else 1))
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
