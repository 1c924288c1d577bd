"""A slider that shows law and proposal: what is in force, and what would change."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Unpack

import pygame

from game.window.axes import MINUS, format_number
from game.window.drawing import blit_centred, disc
from game.window.theme import COLOURS, mix
from game.window.widgets.base import HANDLED, Changed, Common, Direction, Intent, Point, Widget

LOG_STEPS = 100
SLIDER_HEIGHT = 36  # pixels at scale 1
_TRACK = 27  # pixels at scale 1, from the top


def _signed(format_value: Callable[[float], str], change: float) -> str:
    sign = "+" if change > 0 else MINUS
    return sign + format_value(abs(change))


class Slider(Widget):
    """A slider of a lever. A tick marks the law, a bright stretch the pending change.

    With ``logarithmic`` the steps are equal ratios. ``format_value`` writes values and
    ``format_change`` the difference from the law.
    """

    role = "slider"
    focusable = True
    cursor = pygame.SYSTEM_CURSOR_HAND
    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        value: float,
        low: float,
        high: float,
        step: float = 1.0,
        *,
        law: float | None = None,
        format_value: Callable[[float], str] = format_number,
        format_change: Callable[[float], str] | None = None,
        logarithmic: bool = False,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, **common)
        if high <= low or step <= 0 or (logarithmic and low <= 0):
            raise ValueError(f"slider {identifier!r} has an empty or impossible range")
        self.low, self.high, self.step = low, high, step
        self.logarithmic = logarithmic
        self.format_value = format_value
        self.format_change = format_change or (lambda change: _signed(format_value, change))
        self._value = min(high, max(low, value))
        self.law = self._value if law is None else law
        self.quiet = False  # a value that does nothing is drawn without colour
        self._dragging = False

    @property
    def value(self) -> float:
        """The proposed value."""
        return self._value

    @property
    def pending(self) -> bool:
        """Whether the proposal differs from the law."""
        return abs(self._value - self.law) > 1e-9 * max(1.0, abs(self.law))

    def share(self, value: float) -> float:
        """Return where a value lies along the track, from 0 to 1."""
        value = min(self.high, max(self.low, value))
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def _value_at(self, share: float) -> float:
        share = min(1.0, max(0.0, share))
        if self.logarithmic:
            ratio = (self.high / self.low) ** (round(share * LOG_STEPS) / LOG_STEPS)
            return min(self.high, max(self.low, float(f"{self.low * ratio:.3g}")))
        steps = round(share * (self.high - self.low) / self.step)
        return min(self.high, round(self.low + steps * self.step, 10))

    def set(self, value: float) -> Intent:
        """Propose a value, as it is but within the range."""
        value = min(self.high, max(self.low, value))
        if value == self._value:
            return HANDLED
        self._value = value
        return Changed(self.id, value)

    def nudge(self, steps: int) -> Intent:
        """Propose a value some steps away."""
        if self.logarithmic:
            position = self.share(self._value) * LOG_STEPS
            return self.set(self._value_at((round(position) + steps) / LOG_STEPS))
        return self.set(self._value_at(self.share(self._value + steps * self.step)))

    def x_of(self, value: float) -> float:
        """Return the column of a value. Units: pixels."""
        return self.rect.x + self.share(value) * self.rect.width

    def _track_y(self) -> int:
        return self.rect.y + self.painter.px(_TRACK)

    def focus_rect(self) -> pygame.Rect:
        """Return the knob."""
        size = self.painter.px(13)
        box = pygame.Rect(0, 0, size, size)
        box.center = (round(self.x_of(self._value)), self._track_y())
        return box

    def draw(self, surface: pygame.Surface) -> None:
        """Draw name, value, change and track."""
        self._draw_words(surface)
        self._draw_track(surface)
        self.draw_ring(surface, 8)

    def _draw_words(self, surface: pygame.Surface) -> None:
        painter, rect = self.painter, self.rect
        baseline = rect.y + painter.px(13)
        strong = "text" if self.enabled else "text_muted"
        shown = self.format_value(self._value)
        left = rect.right - painter.text_width(shown, "label")
        painter.text(surface, shown, rect.right, baseline, "label", COLOURS[strong], "right")
        if not self.enabled:
            left -= painter.px(16)
            y = rect.y + painter.px(8)
            painter.icon(surface, "lock", left + painter.px(6), y, 12, COLOURS["text_muted"])
        if self.pending:
            change = self.format_change(self._value - self.law)
            width = painter.text_width(change, "micro") + painter.px(12)
            left -= painter.px(8) + width
            pill = pygame.Rect(left, baseline - painter.px(12), width, painter.px(16))
            painter.box(surface, pill, mix(COLOURS["panel"], painter.accent, 0.22), None, 8)
            middle = painter.middle(pill, "micro")
            accent = painter.accent
            painter.text(surface, change, pill.centerx, middle, "micro", accent, "center")
        bright = self.enabled and (self.hovered or self.focused)
        colour = COLOURS["text" if bright else "text_soft" if self.enabled else "text_muted"]
        room = left - rect.x - painter.px(8)
        painter.text(surface, self.name, rect.x, baseline, "body", colour, "left", room)

    def _draw_track(self, surface: pygame.Surface) -> None:
        painter, rect, y = self.painter, self.rect, self._track_y()
        tall = painter.px(4)
        top = y - tall // 2
        x, law_x = self.x_of(self._value), self.x_of(self.law)
        painter.box(surface, pygame.Rect(rect.x, top, rect.width, tall), COLOURS["track"], None, 2)
        accent = painter.accent if self.enabled and not self.quiet else COLOURS["edge"]
        filled = pygame.Rect(rect.x, top, max(tall, round(x - rect.x)), tall)
        painter.box(
            surface, filled, mix(COLOURS["track"], accent, 0.55 if self.pending else 0.9), None, 2
        )
        if self.pending:
            start, stop = sorted((round(x), round(law_x)))
            pygame.draw.rect(surface, accent, (start, top, max(1, stop - start), tall))
            tick = pygame.Rect(0, 0, painter.px(2), painter.px(12))
            tick.center = (round(law_x), y)
            painter.box(surface, tick, COLOURS["text"], None, 1)
        size = painter.px(7) + (painter.px(1) if self.hovered and self.enabled else 0)
        knob = COLOURS["text"] if self.enabled else COLOURS["edge"]
        sprite = disc(size, knob, COLOURS["panel"], painter.px(2))
        blit_centred(surface, sprite, x, y + 0.5)

    def _follow(self, point: Point) -> Intent:
        return self.set(self._value_at((point[0] - self.rect.x) / max(1, self.rect.width)))

    def press(self, point: Point) -> Intent | None:
        """Jump to the pointer, on the track only: the words above are no trap."""
        self._dragging = self.enabled and point[1] >= self._track_y() - self.painter.px(11)
        return self._follow(point) if self._dragging else HANDLED

    def drag(self, point: Point) -> Intent | None:
        """Follow the pointer."""
        return self._follow(point) if self._dragging else HANDLED

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Change with left and right (ten steps with Shift), Home and End; Backspace = law."""
        steps = 10 if modifiers & pygame.KMOD_SHIFT else 1
        moves: dict[int, Callable[[], Intent]] = {
            pygame.K_LEFT: lambda: self.nudge(-steps),
            pygame.K_RIGHT: lambda: self.nudge(steps),
            pygame.K_HOME: lambda: self.set(self.low),
            pygame.K_END: lambda: self.set(self.high),
            pygame.K_BACKSPACE: lambda: self.set(self.law),
        }
        if key not in moves:
            return None
        return moves[key]() if self.enabled else HANDLED

    def node(self) -> dict[str, Any]:
        """Return the node with limits, law and spoken value."""
        spoken = self.format_value(self._value)
        limits = {"low": self.low, "high": self.high, "law": self.law, "text": spoken}
        return super().node() | limits
