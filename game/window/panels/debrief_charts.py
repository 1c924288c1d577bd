"""The charts of the debrief: bands over time, clouds of games, and a leader's traits."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from game.language import tr
from game.viewmodel import ChartView
from game.views.debrief_parts import BandView, CloudView, SeatTruth
from game.window.axes import (
    TIME_AXIS,
    Axis,
    Frame,
    draw_x_labels,
    draw_y_labels,
    format_number,
    y_ticks,
)
from game.window.bars import draw_readout
from game.window.charts import TimeSeries, draw_time_series
from game.window.panels.cards import FORMATS, Card, quarter_label, series_of
from game.window.panels.debrief_cards import Reading
from game.window.panels.mandate import paint_points
from game.window.plot import draw_legend, layout_plot, plot_curve, start_canvas
from game.window.raster import bounds_of
from game.window.theme import COLOURS, Colour, mix
from game.window.widgets import HANDLED, Intent
from game.window.widgets.base import Direction


class BandCard(Card):
    """A line of the game over the band of other lucks; the pointer or the keys read values off."""

    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(self, rect: pygame.Rect, view: BandView) -> None:
        super().__init__(f"band.{view.key}", rect, view.title)
        self.view = view
        self.frame: Frame | None = None
        self.step: int | None = None

    @property
    def value(self) -> str:
        """The line in a sentence."""
        return f"{self.view.subtitle}. {self.view.summary}"

    def state(self) -> Hashable:
        """The line, and the date that is read off."""
        return self.view, self._at()

    def _at(self) -> int | None:
        count, point = len(self.view.x), self.local_pointer
        if point is not None and self.frame is not None:
            if not self.frame.plot.inflate(0, 8).collidepoint(point):
                return None
            x = self.frame.value_at(point[0])
            return min(range(count), key=lambda index: abs(self.view.x[index] - x))
        if self.focus_visible and self.step is not None:
            return max(0, count - 1 - self.step)
        return None

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Read off other dates with left and right."""
        move = {pygame.K_LEFT: 1, pygame.K_RIGHT: -1}.get(key)
        if move is None:
            return None
        before = -1 if self.step is None else self.step
        self.step = min(max(0, len(self.view.x) - 1), max(0, before + move))
        return HANDLED

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        view, painter = self.view, self.painter
        top = self.title_block(canvas, view.title, view.subtitle)
        rect = self.body(top)
        form = FORMATS.get(view.format, format_number)
        axis = Axis(format=form, include_zero=True, baseline=0.0)
        limits = bounds_of([view.own, view.low, view.high])
        ends = bounds_of([view.x])
        if limits is None or ends is None:
            return
        accent = painter.accent
        legend = [
            (tr("Your game"), COLOURS["text"], "line"),
            (tr("5 to 95% of pairs"), mix(COLOURS["card"], accent, 0.45), "band"),
        ]
        self.frame = layout_plot(
            painter, rect, TIME_AXIS.limits(ends, 0.0), axis.limits(limits), axis, legend, []
        )
        if self.frame is None:
            return
        self._paint_lines(canvas, self.frame, axis, accent)
        draw_legend(painter, canvas, rect, self.frame, legend)
        at = self._at()
        if at is not None:
            self._paint_readout(canvas, self.frame, at)

    def _paint_lines(
        self, canvas: pygame.Surface, frame: Frame, axis: Axis, accent: Colour
    ) -> None:
        view, painter = self.view, self.painter
        plot = start_canvas(painter, frame, axis, COLOURS["card"])
        edges = plot_curve(frame, view.x, view.low), plot_curve(frame, view.x, view.high)
        plot.band(*edges, accent, 0.28)
        middle = plot_curve(frame, view.x, view.middle)
        plot.line(middle, mix(accent, COLOURS["text"], 0.3), 1.6 * painter.scale)
        plot.line(plot_curve(frame, view.x, view.own), COLOURS["text"], 2.2 * painter.scale)
        canvas.blit(plot.surface(), frame.plot.topleft)
        ticks = y_ticks(painter, frame.y_limits, frame.plot.height, axis)
        draw_y_labels(painter, canvas, frame, axis, ticks)
        draw_x_labels(painter, canvas, frame, TIME_AXIS, [])

    def _paint_readout(self, canvas: pygame.Surface, frame: Frame, at: int) -> None:
        view = self.view
        write = FORMATS.get(view.format, format_number)
        rows = [
            (tr("Your game"), write(view.own[at]), COLOURS["text"]),
            (tr("Median"), write(view.middle[at]), self.painter.accent),
            (tr("95%"), write(view.high[at]), mix(COLOURS["card"], self.painter.accent, 0.5)),
            (tr("5%"), write(view.low[at]), mix(COLOURS["card"], self.painter.accent, 0.5)),
        ]
        draw_readout(self.painter, canvas, frame, view.x[at], quarter_label(view.x[at]), rows)


class CloudCard(Reading):
    """A histogram of the minds' games by points, with a line where this game is."""

    def __init__(self, rect: pygame.Rect, view: CloudView) -> None:
        super().__init__(f"cloud.{view.key}", rect, view.title)
        self.view = view

    @property
    def value(self) -> str:
        """The cloud in words."""
        return f"{self.view.subtitle}. {self.view.own_text}, {self.view.below_text}."

    def state(self) -> Hashable:
        """The cloud."""
        return self.view

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px, view = self.painter, self.painter.px, self.view
        top = self.title_block(canvas, view.title, view.subtitle)
        plot = self.body(top + px(26), 30)
        if plot.height < px(20):
            return
        most, count = max(view.counts) or 1, len(view.counts)
        x = plot.x + round(plot.width * min(100.0, max(0.0, view.own)) / 100.0)
        for index, games in enumerate(view.counts):
            left = plot.x + round(plot.width * index / count)
            right = plot.x + round(plot.width * (index + 1) / count) - px(2)
            tall = round(plot.height * games / most)
            if games:
                bar = pygame.Rect(left, plot.bottom - max(px(2), tall), right - left,
                                  max(px(2), tall))  # fmt: skip
                painter.box(canvas, bar, mix(COLOURS["card"], painter.accent, 0.5), None, 2)
        canvas.fill(COLOURS["edge"], (plot.x, plot.bottom, plot.width, px(1)))
        canvas.fill(COLOURS["text"], (x - px(1), plot.y - px(4), px(2), plot.height + px(4)))
        self._paint_words(canvas, plot, x)

    def _paint_words(self, canvas: pygame.Surface, plot: pygame.Rect, x: int) -> None:
        painter, px, view = self.painter, self.painter.px, self.view
        words = f"{view.own_text} · {view.below_text}"
        wide = painter.text_width(words, "small_strong")
        left = min(max(plot.x, x - wide // 2), max(plot.x, plot.right - wide))
        painter.text(canvas, words, left, plot.y - px(10), "small_strong", max_width=plot.width)
        for value in (0, 25, 50, 75, 100):
            at = plot.x + round(plot.width * value / 100)
            align = {0: "left", 100: "right"}.get(value, "center")
            painter.text(canvas, str(value), at, plot.bottom + px(16), "micro",
                         COLOURS["text_muted"], align)  # type: ignore[arg-type]  # fmt: skip


class ReasonsCard(Reading):
    """Why a seat acted as it did: its reasons in full words, and their weights over time."""

    def __init__(self, rect: pygame.Rect, view: ChartView) -> None:
        super().__init__(view.key, rect, view.title)
        self.view = view

    @property
    def value(self) -> str:
        """The reasons in words."""
        named = ", ".join(line.label for line in self.view.series)
        return f"{named}. {self.view.summary}"

    def state(self) -> Hashable:
        """The weights."""
        return self.view

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the reasons, one a line, and the chart below them."""
        painter, px = self.painter, self.painter.px
        top = self.title_block(canvas, self.view.title, "")
        room = self.rect.width - 2 * px(16)
        lines = series_of(self.view)
        for line in lines:
            painter.box(canvas, pygame.Rect(px(16), top + px(4), px(14), px(3)), line.colour)
            painter.text(canvas, line.name, px(38), top + px(10), "small", COLOURS["text_soft"],
                         max_width=room - px(22))  # fmt: skip
            top += px(17)
        axis = Axis(format=format_weight, include_zero=True, baseline=0.0)
        chart = TimeSeries(lines, y_axis=axis, legend=False)
        draw_time_series(painter, canvas, self.body(top + px(4), 12), chart)


def format_weight(value: float) -> str:
    """A weight on an axis."""
    return f"{value:.2g}".replace("-", "−")


class TraitsCard(Reading):
    """Who led a seat: a line about it, and its traits against the plain character."""

    def __init__(self, rect: pygame.Rect, seat: SeatTruth) -> None:
        super().__init__("traits", rect, seat.name)
        self.seat = seat

    @property
    def value(self) -> str:
        """The character in words."""
        traits = ", ".join(f"{trait.label} {trait.value:.2f}" for trait in self.seat.traits)
        return f"{self.seat.character}. {self.seat.line} {traits}"

    def state(self) -> Hashable:
        """The character."""
        return self.seat

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px, seat = self.painter, self.painter.px, self.seat
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        left, room = px(16), self.rect.width - 2 * px(16)
        title = f"{seat.name} · {seat.character}"
        painter.text(canvas, title, left, px(25), "label", max_width=room)
        used = painter.paragraph(canvas, seat.line, left, px(44), room, "small",
                                 COLOURS["text_soft"], 2)  # fmt: skip
        if not seat.traits:
            return
        columns = 2
        rows = -(-len(seat.traits) // columns)
        top = px(38) + used
        tall = min(px(26), (self.rect.height - top - px(8)) // rows)
        wide = (room - px(24)) // columns
        for index, trait in enumerate(seat.traits):
            x = left + (index // rows) * (wide + px(24))
            rect = pygame.Rect(x, top + (index % rows) * tall, wide, tall)
            middle = painter.middle(rect, "small")
            painter.text(canvas, trait.label, rect.x, middle, "small", COLOURS["text_soft"],
                         max_width=round(wide * 0.55))  # fmt: skip
            bar = pygame.Rect(rect.x + round(wide * 0.58), rect.centery - px(4),
                              round(wide * 0.42), px(8))  # fmt: skip
            paint_points(painter, canvas, bar, 100.0 * trait.value)
