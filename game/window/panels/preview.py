"""A sample of the window on the settings: how words, bars and lines look with what is chosen."""

from __future__ import annotations

import math
from collections.abc import Hashable

import pygame

from game.language import tr
from game.viewmodel import ECOSYSTEMS, ecosystem_names
from game.window.axes import Axis, format_percent
from game.window.bars import ECOSYSTEM_FILLS, draw_share_bar
from game.window.charts import Series, TimeSeries, draw_time_series
from game.window.panels.cards import Card
from game.window.theme import COLOURS, MARKS

HEIGHT = 216
_SHARES = ((0.46, 0.12, 0.16, 0.26), (0.18, 0.52, 0.12, 0.18), (0.30, 0.22, 0.30, 0.18))


class Preview(Card):
    """Words at the left, bars in the middle, lines at the right. The numbers mean nothing."""

    role = "img"
    focusable = False

    def __init__(self, rect: pygame.Rect) -> None:
        super().__init__("preview", rect, tr("So it looks"))

    def state(self) -> Hashable:
        """Whatever the settings change."""
        return self.painter.shapes, COLOURS["card"], self.painter.scale

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the sample."""
        px = self.painter.px
        top = self.title_block(canvas, self.name, tr("An example; the numbers mean nothing."))
        third = (self.rect.width - 4 * px(16)) // 3
        for number, draw in enumerate((self._words, self._bars, self._lines)):
            left = px(16) + number * (third + px(16))
            draw(canvas, pygame.Rect(left, top + px(6), third, self.rect.height - top - px(20)))

    def _words(self, canvas: pygame.Surface, area: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        painter.text(canvas, tr("A heading"), area.x, area.y + px(18), "h3", max_width=area.width)
        words = tr("Words that are read at length stand in this size and colour.")
        tall = painter.paragraph(canvas, words, area.x, area.y + px(44), area.width, max_lines=3)
        y, muted = area.y + px(50) + tall, COLOURS["text_muted"]
        painter.text(
            canvas, tr("Remarks are small."), area.x, y, "small", muted, "left", area.width
        )
        for number, (words, tone, icon) in enumerate(
            ((tr("Gain"), "good", "trending-up"), (tr("Loss"), "bad", "trending-down"))
        ):
            x = area.x + number * (area.width // 2)
            painter.chip(canvas, words, x, y + px(12), COLOURS[tone], icon)

    def _bars(self, canvas: pygame.Surface, area: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        entries = [
            (name, fill, MARKS[key] if painter.shapes else "square")
            for name, key, fill in zip(ecosystem_names(), ECOSYSTEMS, ECOSYSTEM_FILLS, strict=True)
        ]
        for number in range(0, len(entries), 2):
            for place, entry in enumerate(entries[number : number + 2]):
                x = area.x + place * (area.width // 2)
                painter.legend(canvas, [entry], x, area.y + px(18 + 10 * number))
        for number, shares in enumerate(_SHARES):
            bar = pygame.Rect(area.x, area.y + px(56 + 26 * number), area.width, px(12))
            draw_share_bar(painter, canvas, bar, shares)

    def _lines(self, canvas: pygame.Surface, area: pygame.Rect) -> None:
        years = [2020 + step / 4 for step in range(25)]
        lines = [
            Series(name, years, [base + slope * (y - 2020) + 0.03 * math.sin(4 * y) for y in years],
                   COLOURS[key], MARKS[key])
            for name, key, base, slope in zip(
                ecosystem_names(), ECOSYSTEMS[:3], (0.7, 0.08, 0.22), (-0.05, 0.07, -0.02),
                strict=False,
            )
        ]  # fmt: skip
        axis = Axis(format=format_percent, include_zero=True)
        draw_time_series(self.painter, canvas, area, TimeSeries(lines, y_axis=axis, legend=False))
