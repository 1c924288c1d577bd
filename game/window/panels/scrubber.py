"""The way through a game as a line with its quarters: pull the knob, or go by keys."""

from __future__ import annotations

import pygame

from game.figures import quarter_text
from game.language import ntr, tr
from game.recording import Step
from game.window.drawing import blit_centred, disc
from game.window.theme import COLOURS
from game.window.widgets import Intent, Slider
from game.window.widgets.base import Point

HEIGHT = 48
_TRACK = 18


class Scrubber(Slider):
    """A slider over the quarters; a dot marks those in which the player's orders became law."""

    def __init__(self, rect: pygame.Rect, steps: tuple[Step, ...], at: int) -> None:
        last = max(1, len(steps) - 1)
        super().__init__(
            "scrub", rect, tr("Quarter shown"), at, 0, last, 1, law=last,
            format_value=self._words,
        )  # fmt: skip
        self.steps = steps

    def _words(self, value: float) -> str:
        step = self.steps[min(round(value), len(self.steps) - 1)]
        return quarter_text(step.now)

    @property
    def hint(self) -> str:
        """What became law before the quarter shown."""
        step = self.steps[min(round(self.value), len(self.steps) - 1)]
        orders = ntr("{n} order became law", "{n} orders became law", step.orders)
        return f"{self._words(self.value)}: {orders}" if step.orders else ""

    def hint_anchor(self) -> pygame.Rect:
        """The knob."""
        return self.focus_rect()

    def _track_y(self) -> int:
        return self.rect.y + self.painter.px(_TRACK)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw track, quarters, orders, years and knob."""
        painter, px, y = self.painter, self.painter.px, self._track_y()
        tall = px(4)
        track = pygame.Rect(self.rect.x, y - tall // 2, self.rect.width, tall)
        painter.box(surface, track, COLOURS["track"], None, 2)
        done = track.copy()
        done.width = max(tall, round(self.x_of(self.value)) - track.x)
        painter.box(surface, done, painter.accent, None, 2)
        self._draw_steps(surface, y)
        size = px(8) + (px(1) if self.hovered else 0)
        sprite = disc(size, COLOURS["text"], COLOURS["panel"], px(2))
        blit_centred(surface, sprite, self.x_of(self.value), y + 0.5)
        self.draw_ring(surface, 9)

    def _draw_steps(self, surface: pygame.Surface, y: int) -> None:
        painter, px = self.painter, self.painter.px
        free = float(self.rect.x - px(60))
        for step in self.steps:
            x = self.x_of(step.quarters)
            new_year = step.now % 4 == 0
            tall = px(7 if new_year else 4)
            surface.fill(COLOURS["edge"], (round(x), y + px(6), px(1), tall))
            if step.orders:
                dot = disc(3.2 * painter.scale, painter.accent, COLOURS["panel"], px(1))
                blit_centred(surface, dot, x, y - px(11))
            if new_year and x - free >= px(44):
                free = x
                muted, words = COLOURS["text_muted"], str(2018 + step.now // 4)
                painter.text(surface, words, x, y + px(25), "micro", muted, "center")

    def press(self, point: Point) -> Intent | None:
        """Jump to the pointer, wherever on the line it is."""
        self._dragging = self.enabled
        return self._follow(point)
