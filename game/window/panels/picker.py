"""The choice of the number that a fan shows: its name between two arrows."""

from __future__ import annotations

import pygame

from game.language import tr
from game.viewmodel import FanView, MetricChoice
from game.window.theme import COLOURS
from game.window.widgets import Option, Select

METRIC = "fan.metric"
HEIGHT = 28  # pixels at scale 1


def _options(choices: tuple[MetricChoice, ...]) -> list[Option]:
    return [Option(one.key, one.label, None, one.unit) for one in choices]


class MetricPicker(Select):
    """One metric of several; left and right, the wheel and its two halves lead to others."""

    def __init__(self, rect: pygame.Rect, fan: FanView) -> None:
        options = _options(fan.choices) or [Option(fan.metric, fan.label)]
        super().__init__(METRIC, rect, tr("Number shown"), options, fan.metric, law=fan.metric)

    def show(self, fan: FanView) -> None:
        """Show the metric of a fan."""
        self.options = tuple(_options(fan.choices)) or self.options
        values = [option.value for option in self.options]
        self.index = values.index(fan.metric) if fan.metric in values else 0
        self.law = fan.metric

    def box(self) -> pygame.Rect:
        """The whole of it."""
        return pygame.Rect(self.rect)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the name between the arrows."""
        painter, box = self.painter, self.rect
        lit = self.hovered or self.focus_visible
        border = COLOURS["edge" if lit else "line_strong"]
        painter.box(surface, box, COLOURS["raised" if lit else "card"], border, 6)
        middle, room = painter.middle(box, "small_strong"), box.width - 2 * painter.px(26)
        label = self.options[self.index].label
        painter.text(surface, label, box.centerx, middle, "small_strong", align="center",
                     max_width=room)  # fmt: skip
        for side, icon in ((-1, "chevron-left"), (1, "chevron-right")):
            x = box.centerx + side * (box.width // 2 - painter.px(14))
            painter.icon(surface, icon, x, box.centery, 14, COLOURS["text_soft"])
        self.draw_ring(surface)
