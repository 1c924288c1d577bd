"""Predicting a number with a band, and the audit of the fan, as widgets for any screen.

`make_predict` gives the parts. The screen hands each `Changed` to `changed`, and on
`Activated(NOTE)` gives `band()` to the desk; after that it shows the desk's view again.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pygame

from game.language import tr
from game.views.predict import AuditRow, AuditView, PredictView, with_band
from game.window.axes import Axis, Frame, format_number
from game.window.charts import Series, TimeSeries, draw_time_series
from game.window.drawing import PanelCache, blit_centred, disc
from game.window.painter import Painter
from game.window.panels.cards import FORMATS, Card
from game.window.theme import COLOURS, mix
from game.window.widgets import Button, Slider, Widget

LOW, MIDDLE, HIGH, NOTE = "predict.low", "predict.middle", "predict.high", "predict.note"
LEAST_HEIGHT = 320  # pixels at scale 1 that the card with its controls needs
_CONTROLS = 4 * 44 + 8  # pixels at scale 1 of sliders and button


class PredictCard(Card):
    """The question, the number so far, and the band that is being said."""

    def __init__(self, rect: pygame.Rect, view: PredictView) -> None:
        super().__init__("predict", rect, tr("Predict"))
        self.view = view
        self.chart = PanelCache()

    @property
    def value(self) -> str:
        """The question and the band in words."""
        return f"{self.view.question} {self.view.words}"

    def state(self) -> Hashable:
        """The question and the band."""
        return self.view

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the words, and the band beside what has been."""
        painter, px, view = self.painter, self.painter.px, self.view
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        width, soft = self.rect.width - 2 * px(16), COLOURS["text_soft"]
        painter.text(canvas, self.name, px(16), px(25), "label", max_width=width)
        if view.made:
            right = self.rect.width - px(16)
            painter.text(canvas, tr("Noted"), right, px(25), "small", COLOURS["good"], "right")
        top = px(44)
        top += painter.paragraph(canvas, view.question, px(16), top, width, "small", soft, 2)
        top += painter.paragraph(
            canvas, view.words, px(16), top + px(4), width, "small_strong", max_lines=2
        ) - painter.line_height("small_strong")
        foot = self.rect.height - px(_CONTROLS)
        for words in (view.fan_record, view.record):
            if words:
                foot -= px(17)
                muted = COLOURS["text_muted"]
                painter.text(canvas, words, px(16), foot + px(8), "small", muted, "left", width)
        body = pygame.Rect(px(16), top + px(14), width, foot - top - px(22))
        if body.height >= px(60):
            self._paint_band(canvas, body)

    def _paint_band(self, canvas: pygame.Surface, body: pygame.Rect) -> None:
        """The line so far, and the band at its date."""
        view, px = self.view, self.painter.px
        words = FORMATS.get(view.form, format_number)
        line = Series(tr("So far"), view.history_x, view.history, COLOURS["text"])
        reach = Series("", (view.target_x, view.target_x + 0.25), (view.low, view.high),
                       COLOURS["card"], width=0.01)  # fmt: skip
        chart = TimeSeries([reach, line], y_axis=Axis(format=words), legend=False)
        frame = draw_time_series(self.painter, canvas, body, chart)
        if frame is None:
            return
        x = round(frame.x(view.target_x))
        high, middle, low = (round(frame.y(v)) for v in (view.high, view.middle, view.low))
        accent = self.painter.accent
        bar = pygame.Rect(x - px(4), high, px(9), max(px(2), low - high))
        self.painter.box(canvas, bar, mix(COLOURS["card"], accent, 0.5), None, 4)
        self._paint_way(canvas, frame, x, middle)
        blit_centred(canvas, disc(4 * self.painter.scale, accent), x, middle)

    def _paint_way(self, canvas: pygame.Surface, frame: Frame, x: int, y: int) -> None:
        """A dotted way from the present to the middle of the band."""
        view, step = self.view, self.painter.px(6)
        start = frame.x(view.history_x[-1]), frame.y(view.history[-1])
        dot = disc(1.2 * self.painter.scale, self.painter.accent)
        for column in range(round(start[0]) + step, x - step, step):
            share = (column - start[0]) / max(1.0, x - start[0])
            blit_centred(canvas, dot, column, start[1] + (y - start[1]) * share)


@dataclass
class PredictParts:
    """The card with its sliders and its button."""

    card: PredictCard
    sliders: dict[str, Slider]
    note: Button

    def widgets(self) -> list[Widget]:
        """In the order that Tab follows."""
        return [self.card, *self.sliders.values(), self.note]

    def band(self) -> tuple[float, float, float]:
        """What the sliders say: low, middle, high."""
        low, middle, high = (self.sliders[key].value for key in (LOW, MIDDLE, HIGH))
        return low, middle, high

    def show(self, view: PredictView) -> None:
        """Show the question as it stands; a band that is being set stays."""
        if view.metric == self.card.view.metric and view.target_x == self.card.view.target_x:
            view = with_band(view, *self.band())
        else:
            for key, value in ((LOW, view.low), (MIDDLE, view.middle), (HIGH, view.high)):
                self.sliders[key].set(value)
        self.card.view = view
        self.note.name = tr("Change the prediction") if view.made else tr("Note the prediction")

    def changed(self, name: str, value: Any) -> bool:
        """Take a slider's value in and push the others; returns whether it was one of ours."""
        if name not in self.sliders:
            return False
        low, middle, high = self.band()
        if name == LOW:
            middle, high = max(middle, value), max(high, value)
        elif name == HIGH:
            low, middle = min(low, value), min(middle, value)
        else:
            low, high = min(low, value), max(high, value)
        for key, number in ((LOW, low), (MIDDLE, middle), (HIGH, high)):
            self.sliders[key].set(number)
        self.card.view = with_band(self.card.view, low, middle, high)
        return True


def make_predict(painter: Painter, rect: pygame.Rect, view: PredictView) -> PredictParts:
    """The parts inside a rect at least `LEAST_HEIGHT` high. Units: pixels."""
    px = painter.px
    left, width = rect.x + px(16), rect.width - 2 * px(16)
    top = rect.bottom - px(_CONTROLS)
    sliders = {}
    for index, (key, name, value, tip) in enumerate(
        (
            (HIGH, tr("High end"), view.high, tr("One chance in ten that it ends higher")),
            (MIDDLE, tr("Most likely"), view.middle, tr("As likely higher as lower")),
            (LOW, tr("Low end"), view.low, tr("One chance in ten that it ends lower")),
        )
    ):
        place = pygame.Rect(left, top + index * px(42), width, px(36))
        sliders[key] = Slider(
            key, place, name, value, view.lowest, view.highest, view.step, law=value,
            format_value=view.text, enabled=not view.disabled_reason,
            disabled_reason=view.disabled_reason, tooltip=tip,
        )  # fmt: skip
    button = pygame.Rect(left, rect.bottom - px(46), width, px(34))
    words = tr("Change the prediction") if view.made else tr("Note the prediction")
    note = Button(NOTE, button, words, icon="target", enabled=not view.disabled_reason,
                  disabled_reason=view.disabled_reason)  # fmt: skip
    return PredictParts(PredictCard(rect, view), sliders, note)


class AuditCard(Card):
    """Where each number of the last quarter fell between the low and the high end of its fan."""

    def __init__(self, rect: pygame.Rect, view: AuditView) -> None:
        super().__init__("audit", rect, view.title)
        self.view = view

    @property
    def value(self) -> str:
        """The audit in words."""
        rows = (f"{row.label} {row.value_text}: {row.words}" for row in self.view.rows)
        return ". ".join((self.view.words, *rows))

    def state(self) -> Hashable:
        """The audit."""
        return self.view

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        px, view = self.painter.px, self.view
        top = self.title_block(canvas, view.title, view.words) + px(8)
        room = self.rect.height - top - px(12)
        row = min(px(46), room // max(1, len(view.rows)))
        if row < px(34):
            row = px(34)
        for index, one in enumerate(view.rows[: max(0, room // row)]):
            place = pygame.Rect(px(16), top + index * row, self.rect.width - 2 * px(16), row)
            self._paint_row(canvas, one, place)

    def _paint_row(self, canvas: pygame.Surface, row: AuditRow, place: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        line, soft = place.y + px(12), COLOURS["text_soft"]
        value = painter.text_width(row.value_text, "small_strong")
        painter.text(canvas, row.label, place.x, line, "small", soft, "left",
                     place.width - value - px(10))  # fmt: skip
        painter.text(canvas, row.value_text, place.right, line, "small_strong", align="right")
        words = round(place.width * 0.54)
        colour = COLOURS["bad" if row.surprise else "text_muted"]
        painter.text(canvas, row.words, place.x, line + px(16), "micro", colour, "left",
                     words - px(8))  # fmt: skip
        track = pygame.Rect(place.x + words, line + px(9), place.width - words, px(6))
        band = pygame.Rect(track.x + round(track.width * 0.1), track.y,
                           round(track.width * 0.8), track.height)  # fmt: skip
        painter.box(canvas, track, COLOURS["track"], None, 3)
        painter.box(canvas, band, mix(COLOURS["card"], COLOURS["sovereign"], 0.5), None, 3)
        share = 0.1 + 0.8 * row.place
        if row.surprise:
            share = 0.04 if row.place < 0.5 else 0.96
        spot = disc(4 * painter.scale, COLOURS["bad" if row.surprise else "text"], COLOURS["card"],
                    1.5 * painter.scale)  # fmt: skip
        blit_centred(canvas, spot, track.x + share * track.width, track.centery)
