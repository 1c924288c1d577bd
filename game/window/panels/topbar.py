"""The top bar: where the game stands, the seat's numbers, and the clock's buttons."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from game.language import mark, tr
from game.viewmodel import Clock, MainView, Stat
from game.window.drawing import emblem
from game.window.painter import Painter
from game.window.panels.base import Panel
from game.window.theme import COLOURS, Colour
from game.window.widgets import Button

HEIGHT = 56
NAMES_WIDTH = 296
SPEEDS = (
    ("pause", "pause", mark("Pause (Space or 1)")),
    ("normal", "play", mark("A quarter every eight seconds (2)")),
    ("fast", "fast-forward", mark("A quarter every four seconds (3)")),
    ("fastest", "zap", mark("A quarter every two seconds (4)")),
)
_TONES = {"good": "good", "bad": "bad", "neutral": "text_muted"}


def tone_colour(tone: str) -> Colour:
    """The colour of a change that is good, bad or neither for the seat."""
    return COLOURS[_TONES.get(tone, "text_muted")]


class TopBar(Panel):
    """The bar itself: sign, scenario, and how far the game has come."""

    background = "panel"

    def __init__(self, rect: pygame.Rect, left: int, view: MainView) -> None:
        super().__init__("topbar", rect, "Two Stacks")
        self.view = view
        self.left = left
        self.quarter_share = 0.0

    def state(self) -> Hashable:
        """The words, and how far the quarter has come."""
        return (
            self.view.scenario,
            self.view.seat_name,
            self.view.clock,
            round(self.quarter_share, 2),
        )

    def clock_rect(self) -> pygame.Rect:
        """Where the date stands."""
        px = self.painter.px
        return pygame.Rect(self.rect.width - px(348), 0, px(110), self.rect.height)

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw sign, names and date."""
        painter, px = self.painter, self.painter.px
        sign = emblem(px(30))
        canvas.blit(sign, (px(19), (self.rect.height - sign.get_height()) // 2))
        room = self.left - px(60) - px(8)
        painter.text(canvas, "TWO STACKS", px(60), px(26), "h3", max_width=room)
        muted = COLOURS["text_muted"]
        painter.text(canvas, self.view.scenario, px(60), px(44), "small", muted, "left", room)
        self._paint_clock(canvas, self.view.clock)
        line = pygame.Rect(0, self.rect.height - px(1), self.rect.width, px(1))
        canvas.fill(COLOURS["line"], line)

    def _paint_clock(self, canvas: pygame.Surface, clock: Clock) -> None:
        painter, px, area = self.painter, self.painter.px, self.clock_rect()
        painter.text(canvas, clock.label, area.right, px(29), "h3", align="right")
        bar = pygame.Rect(area.right - px(84), px(38), px(84), px(3))
        painter.box(canvas, bar, COLOURS["track"], None, 1.5)
        done = bar.copy()
        done.width = max(px(2), round(bar.width * min(1.0, clock.progress)))
        painter.box(canvas, done, COLOURS["text"], None, 1.5)
        if self.quarter_share > 0:
            under = pygame.Rect(bar.x, px(44), round(bar.width * self.quarter_share), px(2))
            painter.box(canvas, under, painter.accent, None, 1)


class StatTile(Panel):
    """One number with its change; a tooltip says what it is."""

    role = "status"
    focusable = True
    background = "panel"

    def __init__(self, rect: pygame.Rect, stat: Stat, first: bool) -> None:
        super().__init__(f"stat.{stat.key}", rect, stat.label, tooltip=stat.help)
        self.stat = stat
        self.first = first

    @property
    def value(self) -> str:
        """The number with its change."""
        return f"{self.stat.text} {self.stat.change_text}".strip()

    def show(self, stat: Stat) -> None:
        """Show another number."""
        self.stat, self.tooltip = stat, stat.help

    def state(self) -> Hashable:
        """The number."""
        return self.stat

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw label, number and change."""
        painter, px, stat = self.painter, self.painter.px, self.stat
        room = self.rect.width - px(18)
        if not self.first:
            canvas.fill(COLOURS["line"], (0, px(6), px(1), self.rect.height - 2 * px(6)))
        left = px(16)
        muted = COLOURS["text_muted"]
        painter.text(canvas, stat.label, left, px(14), "micro", muted, "left", room)
        used = painter.text(canvas, stat.text, left, px(34), "h3", max_width=room)
        colour = tone_colour(stat.tone)
        rest = room - used - px(6)
        painter.text(
            canvas, stat.change_text, left + used + px(6), px(34), "body_strong", colour,
            "left", rest,
        )  # fmt: skip


def tile_widths(painter: Painter, stats: tuple[Stat, ...], room: int) -> list[int]:
    """Widths for the numbers: what each needs, and an equal part of what is left over."""
    px = painter.px
    numbers = [
        painter.text_width(stat.text, "h3")
        + px(6)
        + painter.text_width(stat.change_text, "body_strong")
        + px(26)
        for stat in stats
    ]
    labels = [painter.text_width(stat.label, "micro") + px(26) for stat in stats]
    needs = [max(pair) for pair in zip(numbers, labels, strict=True)]
    if sum(needs) > room:  # a shortened label is better than a shortened number
        needs = numbers
    spare = (room - sum(needs)) // max(1, len(needs))
    if spare >= 0:
        return [need + spare for need in needs]
    return [max(px(40), need * room // sum(needs)) for need in needs]


def speed_buttons(painter_scale: float, right: int, top: int) -> list[Button]:
    """The clock's four buttons, right-aligned at a place. Units: pixels."""
    size, gap = round(32 * painter_scale), round(2 * painter_scale)
    left = right - len(SPEEDS) * size - (len(SPEEDS) - 1) * gap
    return [
        Button(
            f"speed.{key}",
            pygame.Rect(left + index * (size + gap), top, size, size),
            tr(words),
            kind="segment",
            icon=icon,
            icon_only=True,
            selected=index == 0,
        )
        for index, (key, icon, words) in enumerate(SPEEDS)
    ]


class SpeedFrame(Panel):
    """The frame around the clock's buttons."""

    background = "panel"

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the frame."""
        self.painter.box(canvas, self.area, COLOURS["background"], COLOURS["line"], 8)
