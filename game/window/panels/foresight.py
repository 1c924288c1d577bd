"""The card of the live fan: futures beside the dashed twin, a badge, and two headline numbers."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from game.language import tr
from game.viewmodel import FanView, Headline
from game.window.axes import Axis, Frame, format_number
from game.window.charts import Fan, Series, TimeSeries, draw_fan, draw_time_series
from game.window.drawing import PanelCache
from game.window.panels.cards import FORMATS, Card
from game.window.theme import COLOURS, Colour, mix


class FanCard(Card):
    """The fan of futures beside the dashed twin; a badge says how many, or what is going on."""

    def __init__(self, rect: pygame.Rect, fan: FanView, headlines: tuple[Headline, ...]) -> None:
        super().__init__("fan", rect, fan.title)
        self.fan = fan
        self.headlines = headlines
        self.sample: int | None = None
        self.chart_cache = PanelCache()
        self.frame: Frame | None = None

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
        if point is not None and point[1] > self.painter.px(50):
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
        """The fan, its numbers and the one future that is drawn over it."""
        return self.fan, self.headlines, self.sample

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
        return tr("{n} futures", n=f"{fan.futures:,}"), COLOURS["sovereign"]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px, fan = self.painter, self.painter.px, self.fan
        words, colour = self.badge()
        width = painter.text_width(words, "micro") + px(26)
        top = self.title_block(canvas, fan.title, fan.subtitle, width + px(4))
        pill = pygame.Rect(self.rect.width - px(14) - width, px(11), width, px(19))
        painter.box(canvas, pill, mix(COLOURS["card"], colour, 0.16), None, 9.5)
        painter.mark(canvas, "incumbent", pill.x + px(11), pill.centery, 2.6, colour=colour)
        baseline = painter.middle(pill, "micro")
        painter.text(canvas, words, pill.x + px(18), baseline, "micro", colour)
        body = self.body(top, 56 if self.headlines else 14)
        if not fan.ready:
            self._paint_waiting(canvas, body)
        else:
            key = fan.x, fan.bands, fan.twin_median, fan.history, self.sample
            self.chart_cache.blit(canvas, "fan", body, key, self._paint_fan)
        for index, headline in enumerate(self.headlines):
            self._paint_headline(canvas, headline, self.headline_rect(index))

    def _paint_fan(self, canvas: pygame.Surface) -> None:
        """Draw the chart on a canvas of its own: it changes less often than the badge."""
        fan, body = self.fan, canvas.get_rect()
        canvas.fill(COLOURS["card"])
        pairs = [(fan.bands[i], fan.bands[-1 - i]) for i in range(len(fan.bands) // 2)]
        signed = fan.format == "signed"
        axis = Axis(
            format=(lambda v: f"{v:+g}".replace("-", "−")) if signed
            else FORMATS.get(fan.format, format_number),
            names={0.0: tr("Parity")} if signed else {},
            baseline=0.0 if signed else None,
        )  # fmt: skip
        sample = fan.samples[self.sample % len(fan.samples)] if (
            self.sample is not None and fan.samples
        ) else ()  # fmt: skip
        chart = Fan(
            fan.history_x, fan.history, fan.x, pairs, fan.bands[len(fan.bands) // 2],
            twin=fan.twin_median, sample=sample, y_axis=axis,
        )  # fmt: skip
        self.frame = draw_fan(self.painter, canvas, body, chart)

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
