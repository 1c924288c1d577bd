"""Cards of charts: lines over time, whose values the pointer or the keys read off."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import pygame

from game.figures import quarter_text
from game.language import CHINESE, language
from game.viewmodel import ChartView, SeriesView
from game.views.words import money
from game.window.axes import (
    Axis,
    Formatter,
    Frame,
    format_number,
    format_percent,
    format_signed,
)
from game.window.bars import draw_readout
from game.window.charts import Guide, Series, TimeSeries, draw_time_series
from game.window.panels.base import Panel
from game.window.theme import COLOURS, MARKS, Colour, mix
from game.window.widgets.base import Direction


def format_money(value: float) -> str:
    """An amount on an axis. Units: bn USD."""
    return money(value) if language() == CHINESE else f"${format_number(value)}bn"


FORMATS: dict[str, Formatter] = {
    "percent": format_percent,
    "signed": format_signed,
    "number": format_number,
    "money": format_money,
}


def role_colour(role: str) -> Colour:
    """The colour of a role, or that of plain text."""
    return COLOURS.get(role, COLOURS["text_soft"])


def quarter_label(x: float) -> str:
    """A date on an axis as a quarter."""
    return quarter_text(int((x - 2018.0) * 4.0 + 0.5)) if x == x else ""


def series_of(view: ChartView) -> list[Series]:
    """The lines of a chart in the window's own terms; twins are dashed, thinner and behind."""
    lines = sorted(view.series, key=lambda line: not line.dashed)
    return [_series(line) for line in lines]


def _series(line: SeriesView) -> Series:
    colour = role_colour(line.role)
    if line.dashed:
        return Series(
            line.label, line.x, line.y, mix(COLOURS["card"], colour, 0.6), None, True, 1.4
        )
    return Series(line.label, line.x, line.y, colour, MARKS.get(line.role))


class Card(Panel):
    """A card with a title and a subtitle; the picture below follows the pointer."""

    focusable = True

    def title_block(self, canvas: pygame.Surface, title: str, subtitle: str, room: int = 0) -> int:
        """Draw frame and titles; return where the content may start."""
        painter, px = self.painter, self.painter.px
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        width = self.rect.width - 2 * px(16)
        painter.text(canvas, title, px(16), px(25), "label", max_width=width - room)
        if not subtitle:
            return px(36)
        muted = COLOURS["text_muted"]
        painter.text(canvas, subtitle, px(16), px(42), "small", muted, "left", width)
        return px(52)

    def body(self, top: int, bottom: int = 14) -> pygame.Rect:
        """The part of the card below a line."""
        px = self.painter.px
        height = self.rect.height - top - px(bottom)
        return pygame.Rect(px(16), top, self.rect.width - 2 * px(16), max(0, height))


class ChartCard(Card):
    """Lines over time with the twin dashed; the pointer or the keys read values off."""

    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(
        self, identifier: str, rect: pygame.Rect, view: ChartView, big_numbers: bool = True
    ) -> None:
        super().__init__(identifier, rect, view.title)
        self.view = view
        self.big_numbers = big_numbers
        self.frame: Frame | None = None
        self.step: int | None = None

    @property
    def value(self) -> str:
        """The chart in a sentence."""
        return self.view.summary

    def state(self) -> Hashable:
        """The lines, and the date that is read off."""
        return self.view, self._at()

    def _times(self) -> Sequence[float]:
        return next((line.x for line in self.view.series if line.x), ())

    def _at(self) -> int | None:
        """The place in time under the pointer, or the one that the keys have reached."""
        times, point = self._times(), self.local_pointer
        if not times:
            return None
        if point is not None and self.frame is not None:
            if not self.frame.plot.inflate(0, 8).collidepoint(point):
                return None
            x = self.frame.value_at(point[0])
            return min(range(len(times)), key=lambda index: abs(times[index] - x))
        if self.focus_visible and self.step is not None:
            return max(0, len(times) - 1 - self.step)
        return None

    def key(self, key: int, modifiers: int) -> Any:
        """Read off other dates with left and right."""
        move = {pygame.K_LEFT: 1, pygame.K_RIGHT: -1}.get(key)
        if move is None:
            return None
        before = -1 if self.step is None else self.step
        self.step = min(max(0, len(self._times()) - 1), max(0, before + move))
        return super().press((0, 0))

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, view = self.painter, self.view
        top = self.title_block(canvas, view.title, "" if self.big_numbers else view.subtitle)
        if self.big_numbers:
            top = self._paint_numbers(canvas, top)
        percent = view.format == "percent"
        axis = Axis(
            format=FORMATS.get(view.format, format_number),
            include_zero=percent,
            baseline=0.0 if view.format == "signed" else None,
        )
        guides = [Guide(guide.x, guide.label) for guide in view.guides]
        lines = series_of(view)
        chart = TimeSeries(lines, y_axis=axis, guides=guides, legend=False)
        self.frame = draw_time_series(painter, canvas, self.body(top), chart)
        at = self._at()
        if at is not None and self.frame is not None:
            self._paint_readout(canvas, self.frame, at)

    def _paint_numbers(self, canvas: pygame.Surface, top: int) -> int:
        painter, px = self.painter, self.painter.px
        live = [line for line in self.view.series if not line.dashed and line.y][:3]
        if not live:
            return top
        width = (self.rect.width - 2 * px(16)) // max(3, len(live))
        words = FORMATS.get(self.view.format, format_number)
        for index, line in enumerate(live):
            x, colour = px(16) + index * width, role_colour(line.role)
            if line.role in MARKS:
                painter.mark(canvas, line.role, x + px(5), top + px(12), 5)
            painter.text(canvas, words(line.y[-1]), x + px(16), top + px(17), "h3", colour)
            soft, room = COLOURS["text_soft"], width - px(16)
            painter.text(canvas, line.label, x + px(16), top + px(32), "micro", soft, "left", room)
        return top + px(44)

    def _paint_readout(self, canvas: pygame.Surface, frame: Frame, at: int) -> None:
        words = FORMATS.get(self.view.format, format_number)
        rows = []
        for line in self.view.series:
            if at < len(line.y) and line.y[at] == line.y[at]:
                colour = role_colour(line.role)
                shade = mix(COLOURS["raised"], colour, 0.5) if line.dashed else colour
                rows.append((line.label, words(line.y[at]), shade))
        x = self._times()[at]
        if frame.x_limits[0] <= x <= frame.x_limits[1]:
            draw_readout(self.painter, canvas, frame, x, quarter_label(x), rows)
