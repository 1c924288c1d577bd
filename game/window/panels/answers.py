"""Where each answer leads: the fan of the answer at hand, and two numbers of each beside it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pygame

from game.language import tr
from game.views.dilemma_futures import ChoiceFan, DilemmaFutures
from game.window import charts
from game.window.axes import Axis, format_signed
from game.window.panels.base import Panel
from game.window.theme import COLOURS
from game.window.widgets import Widget

_HEIGHT = 148  # pixels at scale 1
_TABLE = 336
_ROW = 24


class AnswerFans(Panel):
    """The futures of a dilemma's answers; the card that is pointed at or focused is drawn."""

    background = "panel"

    def __init__(self, view: DilemmaFutures, chosen: int) -> None:
        super().__init__("dilemma.futures", pygame.Rect(0, 0, 0, 0), tr("Where each answer leads"))
        self.view = view
        self.cards: Sequence[Widget] = ()
        self.chosen = chosen

    @property
    def at(self) -> int:
        """The answer that is looked at, from 0."""
        for place, card in enumerate(self.cards):
            if card.hovered:
                return place
        for place, card in enumerate(self.cards):
            if card.focused:
                return place
        return self.chosen

    @property
    def value(self) -> str:
        """Both numbers of every answer, in words."""
        if not self.view.choices:
            return self.waiting
        view = self.view
        return "; ".join(
            f"{place}: {view.gap_label} {one.gap_text}, {view.second_label} {one.second_text}"
            for place, one in enumerate(view.choices, start=1)
        )

    @property
    def waiting(self) -> str:
        """Why there is nothing to show."""
        return self.view.problem or tr("The futures of each answer are being played.")

    @property
    def hint(self) -> str:
        """What is compared."""
        return self.view.note

    def layout(self) -> None:
        """Take a height of its own."""
        self.rect.height = self.painter.px(_HEIGHT)

    def state(self) -> Hashable:
        """The futures and the answer at hand."""
        return self.view, self.at

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the fan and the table."""
        painter, px = self.painter, self.painter.px
        line = pygame.Rect(0, px(4), self.rect.width, px(1))
        canvas.fill(COLOURS["line"], line)
        if not self.view.choices:
            middle = self.rect.height // 2
            painter.paragraph(canvas, self.waiting, px(4), middle, self.rect.width - px(8), "small")
            return
        table = min(px(_TABLE), self.rect.width // 2)
        plot = pygame.Rect(0, px(34), self.rect.width - table - px(18), self.rect.height - px(36))
        words = tr("{metric}: median and 80% band", metric=self.view.gap_label)
        muted = COLOURS["text_muted"]
        painter.text(canvas, words, 0, px(24), "small", muted, "left", plot.width)
        self._paint_fan(canvas, plot)
        self._paint_table(canvas, pygame.Rect(self.rect.width - table, 0, table, self.rect.height))

    def _paint_fan(self, canvas: pygame.Surface, plot: pygame.Rect) -> None:
        view, at = self.view, self.at
        here = view.choices[at]
        others = [one for place, one in enumerate(view.choices) if place != at]
        ghost = COLOURS["text_muted"]
        chart = charts.Fan(
            history_x=(), history=(), future_x=view.x, bands=[(here.low, here.high)],
            median=here.median, paths=[(one.median, ghost, None) for one in others],
            colour=self.painter.accent, legend=False,
            y_axis=Axis(format=format_signed), now_label="",
        )  # fmt: skip
        charts.draw_fan(self.painter, canvas, plot, chart, COLOURS["panel"])

    def _paint_table(self, canvas: pygame.Surface, area: pygame.Rect) -> None:
        painter, px, view = self.painter, self.painter.px, self.view
        muted = COLOURS["text_muted"]
        first, second = area.x + round(area.width * 0.52), area.right - px(8)
        painter.text(canvas, view.end, area.x, px(24), "small", muted)
        room = first - area.x - painter.text_width(view.end, "small") - px(6)
        painter.text(canvas, view.gap_label, first, px(24), "small", muted, "right", room)
        painter.text(
            canvas, view.second_label, second, px(24), "small", muted, "right",
            second - first - px(8),
        )  # fmt: skip
        for place, one in enumerate(view.choices):
            row = pygame.Rect(area.x, px(38) + place * px(_ROW + 6), area.width, px(_ROW))
            self._paint_row(canvas, row, place, one, (first, second))

    def _paint_row(
        self,
        canvas: pygame.Surface,
        row: pygame.Rect,
        place: int,
        one: ChoiceFan,
        columns: tuple[int, int],
    ) -> None:
        painter, px = self.painter, self.painter.px
        lit = place == self.at
        if lit:
            painter.box(canvas, row, COLOURS["raised"], COLOURS["line_strong"], 5)
        middle = painter.middle(row, "small_strong")
        ink = COLOURS["text" if lit else "text_soft"]
        painter.text(canvas, str(place + 1), row.x + px(10), middle, "small_strong", ink)
        for text, right in zip((one.gap_text, one.second_text), columns, strict=True):
            painter.text(canvas, text, right, middle, "small_strong", ink, "right")
