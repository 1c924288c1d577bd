"""The card of the live fan: futures of a number beside the dashed twin, and what they say."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pygame

from game.figures import quarter_text
from game.language import mark, tr
from game.viewmodel import FanView, Headline
from game.window.axes import Axis, Frame, format_number
from game.window.bars import draw_readout
from game.window.charts import Series, TimeSeries, draw_fan, draw_time_series
from game.window.drawing import PanelCache
from game.window.panels.cards import Card
from game.window.panels.fan_chart import BANDS, Limits, fan_axis, fan_chart, readings
from game.window.panels.picker import HEIGHT, MetricPicker
from game.window.theme import COLOURS, Colour, mix
from game.window.widgets.base import Direction

_BADGES = (
    mark("no forecast"), mark("preparing"), mark("computing"), mark("waiting"), mark("updating"),
)  # fmt: skip


class FanCard(Card):
    """The fan of futures beside the dashed twin; a badge says how many, or what is going on.

    With ``picks`` the card offers the other metrics. ``mode`` shows the bands, or one future after
    another; the pointer or the arrow keys read values off.
    """

    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(
        self, rect: pygame.Rect, fan: FanView, headlines: tuple[Headline, ...], picks: bool = True
    ) -> None:
        super().__init__("fan", rect, fan.title)
        self.headlines = headlines
        self.sample: int | None = None
        self.mode = BANDS
        self.chart_cache = PanelCache()
        self.frame: Frame | None = None
        self.step: int | None = None
        self._limits: Limits | None = None
        self._fan = fan
        self.picker: MetricPicker | None = None
        if picks and fan.choices:
            self.picker = MetricPicker(pygame.Rect(rect), fan)
            self.children = [self.picker]

    @property
    def fan(self) -> FanView:
        """The fan that is shown."""
        return self._fan

    @fan.setter
    def fan(self, fan: FanView) -> None:
        self._fan = fan
        if self.picker is not None:
            self.picker.show(fan)

    def layout(self) -> None:
        """Place the choice of the metric under the title."""
        if self.picker is not None:
            px = self.painter.px
            place = pygame.Rect(0, px(34), self.rect.width - 2 * px(16), px(HEIGHT))
            self.picker.rect = place.move(self.rect.x + px(16), self.rect.y)

    @property
    def value(self) -> str:
        """The fan in a sentence, or what is going on."""
        return self.fan.summary or self.fan.state_text

    @property
    def hint(self) -> str:
        """What the headline under the pointer means."""
        found = self._headline()
        if found is not None:
            return self.headlines[found].help
        point = self.local_pointer
        if self._at() is not None or (point is not None and point[1] > self.painter.px(34)):
            return ""  # the chart itself must not be covered
        return self.fan.summary or self.fan.state_text

    def _headline(self) -> int | None:
        point = self.local_pointer
        if point is None:
            return None
        places = [self.headline_rect(index) for index in range(len(self.headlines))]
        return next((i for i, rect in enumerate(places) if rect.collidepoint(point)), None)

    def hint_anchor(self) -> pygame.Rect:
        """The headline under the pointer, or the card's title."""
        found = self._headline()
        if found is not None:
            return self.on_window(self.headline_rect(found))
        return self.visible_rect()

    def state(self) -> Hashable:
        """The fan, its numbers, the future that is drawn over it, and what is read off."""
        return self.fan, self.headlines, self.sample, self.mode, self._at()

    # ---- reading values off

    def _dates(self) -> tuple[float, ...]:
        """Every date of the chart: what has been, then what may come."""
        past = self.fan.history_x
        return (*past[:-1], *self.fan.x) if self.fan.x else past

    def _at(self) -> int | None:
        """The date under the pointer, or the one that the keys have reached."""
        dates, point, frame = self._dates(), self.local_pointer, self.frame
        if not self.fan.ready or frame is None or not dates:
            return None
        if point is not None:
            if not frame.plot.inflate(0, 8).collidepoint(point):
                return None
            x = frame.value_at(point[0])
            return min(range(len(dates)), key=lambda index: abs(dates[index] - x))
        if self.focus_visible and self.step is not None:
            return min(len(dates) - 1, max(0, self.step))
        return None

    def key(self, key: int, modifiers: int) -> Any:
        """Read other dates off with left and right, Home and End."""
        last = len(self._dates()) - 1
        now = len(self.fan.history_x) - 1 if self.step is None else min(last, self.step)
        jump = 4 if modifiers & pygame.KMOD_SHIFT else 1
        moves = {pygame.K_LEFT: now - jump, pygame.K_RIGHT: now + jump, pygame.K_HOME: 0,
                 pygame.K_END: last}  # fmt: skip
        if key not in moves or not self.fan.ready:
            return None
        self.step = min(last, max(0, moves[key]))
        return super().press((0, 0))

    # ---- drawing

    def headline_rect(self, index: int) -> pygame.Rect:
        """Where a number under the fan stands on the canvas."""
        px = self.painter.px
        needs = [self._headline_width(headline) for headline in self.headlines]
        spare = max(0, self.rect.width - 2 * px(16) - sum(needs))
        gap = spare // (len(needs) - 1) if len(needs) > 1 else 0
        left = px(16) + sum(needs[:index]) + min(gap, px(40)) * index
        height = px(40)
        return pygame.Rect(left, self.rect.height - height - px(10), needs[index], height)

    def _headline_width(self, headline: Headline) -> int:
        """The number, and its words in two lines."""
        painter, lines = self.painter, headline.label.split("\n")
        words = max(painter.text_width(line, "micro") for line in lines)
        return painter.text_width(headline.text, "h2") + painter.px(10) + words

    def badge(self) -> tuple[str, Colour]:
        """The words on the badge and their colour."""
        fan = self.fan
        if fan.state == "failed":
            return tr("no forecast"), COLOURS["bad"]
        if fan.state in ("compiling", "loading"):
            return tr("preparing"), COLOURS["text_soft"]
        if not fan.ready:
            words = tr("computing" if fan.state == "computing" else "waiting")
            return words, COLOURS["text_soft"]
        if fan.stale:
            return tr("updating"), COLOURS["text_soft"]
        return self._count(fan.futures), COLOURS["sovereign"]

    def _count(self, futures: int) -> str:
        return tr("{n} futures", n=f"{futures:,}")

    def _badge_width(self) -> int:
        """Wide enough for anything the badge may say, so that the heading never moves."""
        words = [self._count(4000), *(tr(badge) for badge in _BADGES)]
        return max(self.painter.text_width(word, "micro") for word in words) + self.painter.px(26)

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        px, fan = self.painter.px, self.fan
        width = self._badge_width()
        subtitle = "" if self.picker is not None else fan.subtitle
        top = self.title_block(canvas, fan.title, subtitle, width + px(4))
        if self.picker is not None:
            top = px(34 + HEIGHT + 8)
        self._paint_badge(canvas, width)
        body = self.body(top, 56 if self.headlines else 14)
        if not fan.ready:
            self._paint_waiting(canvas, body)
        else:
            self.chart_cache.blit(canvas, "fan", body, self._chart_state(), self._paint_fan)
        for index, headline in enumerate(self.headlines):
            self._paint_headline(canvas, headline, self.headline_rect(index))
        at = self._at()
        if at is not None and self.frame is not None and fan.ready:
            x, rows = self._dates()[at], readings(fan, at)
            if rows and self.frame.x_limits[0] <= x <= self.frame.x_limits[1]:
                draw_readout(
                    self.painter, canvas, self.frame, x, quarter_text(round((x - 2018.0) * 4)), rows
                )

    def _paint_badge(self, canvas: pygame.Surface, width: int) -> None:
        painter, px = self.painter, self.painter.px
        words, colour = self.badge()
        pill = pygame.Rect(self.rect.width - px(14) - width, px(11), width, px(19))
        painter.box(canvas, pill, mix(COLOURS["card"], colour, 0.16), None, 9.5)
        painter.mark(canvas, "incumbent", pill.x + px(11), pill.centery, 2.6, colour=colour)
        baseline = painter.middle(pill, "micro")
        painter.text(canvas, words, pill.x + px(18), baseline, "micro", colour)

    def draw(self, surface: pygame.Surface) -> None:
        """Show the picture, and the choice of the metric on it."""
        super().draw(surface)
        if self.picker is not None:
            self.picker.draw(surface)

    def _chart_state(self) -> Hashable:
        fan = self.fan
        return (
            fan.metric, fan.x, fan.bands, fan.twin_median, fan.law_median, fan.kept_bands,
            fan.history, self.sample, self.mode,
        )  # fmt: skip

    def _paint_fan(self, canvas: pygame.Surface) -> None:
        """Draw the chart on a canvas of its own: it changes less often than the badge."""
        canvas.fill(COLOURS["card"])
        axis, self._limits = fan_axis(self.fan, self._limits)
        chart = fan_chart(self.fan, self.mode, self.sample, axis)
        frame = draw_fan(self.painter, canvas, canvas.get_rect(), chart)
        top = self.rect.height - canvas.get_height() - self.painter.px(56 if self.headlines else 14)
        if frame is not None:
            place = frame.plot.move(self.painter.px(16), top)
            frame = Frame(place, frame.x_limits, frame.y_limits)
        self.frame = frame

    def _paint_waiting(self, canvas: pygame.Surface, body: pygame.Rect) -> None:
        """Show what has been and say what the fan waits for."""
        painter, px, fan = self.painter, self.painter.px, self.fan
        chart_body = pygame.Rect(body.x, body.y, body.width, max(0, body.height - px(50)))
        line = Series(tr("So far"), fan.history_x, fan.history, COLOURS["text"])
        muted = COLOURS["text_muted"]
        twin = Series(tr("No controls"), fan.history_x, fan.twin_history, muted, None, True, 1.4)
        lines = [twin, line] if len(fan.twin_history) == len(fan.history_x) else [line]
        chart = TimeSeries(lines, y_axis=Axis(format=format_number), legend=True)
        draw_time_series(painter, canvas, chart_body, chart)
        words = fan.state_text or tr("The fan appears as soon as the first futures are there.")
        y, width = chart_body.bottom + px(18), body.width - px(24)
        painter.icon(canvas, "hourglass", body.x + px(8), y - px(4), 14, COLOURS["text_muted"])
        soft = COLOURS["text_soft"]
        painter.paragraph(canvas, words, body.x + px(24), y, width, "small", soft, 3)

    def _paint_headline(
        self, canvas: pygame.Surface, headline: Headline, rect: pygame.Rect
    ) -> None:
        painter, px = self.painter, self.painter.px
        colour = COLOURS[{"good": "good", "bad": "bad"}.get(headline.tone, "sovereign")]
        used = painter.text(canvas, headline.text, rect.x, rect.bottom - px(10), "h2", colour)
        left = rect.x + used + px(8)
        room = max(px(40), rect.right - left + px(4))
        soft = COLOURS["text_soft"]
        lines = painter.wrap(headline.label, room, "micro")[:2]
        y = rect.bottom - px(10) - (px(13) if len(lines) > 1 else px(4))
        for index, line in enumerate(lines):
            painter.text(canvas, line, left, y + index * px(13), "micro", soft, "left", room)
