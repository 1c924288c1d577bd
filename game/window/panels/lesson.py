"""What the lesson draws: a card with words and buttons, or a line when it stands aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from game.language import tr
from game.tutorial import Step
from game.window.painter import Painter
from game.window.theme import COLOURS
from game.window.widgets import Button, Widget

_WIDE = 380  # of the bubble, at scale 1


@dataclass(frozen=True)
class Place:
    """Where a lesson stands, and whether it may go on."""

    step: int
    steps: int
    may_go_on: bool


class Bubble(Widget):
    """The card with the words of a step."""

    role = "dialog"

    def __init__(self, rect: pygame.Rect, step: Step, count: str) -> None:
        super().__init__("lesson", rect, step.title)
        self.words = step.text
        self.count = count
        self.note = ""

    @property
    def value(self) -> str:
        """The words."""
        return f"{self.words} {self.note}".strip()

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the card."""
        painter, px, rect = self.painter, self.painter.px, self.rect
        painter.card(surface, rect, COLOURS["raised"], COLOURS["line_strong"], 12, shadow=True)
        left, room = rect.x + px(20), rect.width - px(40)
        muted = COLOURS["text_muted"]
        used = painter.text(
            surface, self.count, rect.right - px(20), rect.y + px(30), "small", muted, "right"
        )
        painter.text(surface, self.name, left, rect.y + px(30), "h3", max_width=room - used - px(8))
        y = rect.y + px(56)
        y += painter.paragraph(surface, self.words, left, y, room, "body", COLOURS["text"])
        if self.note:
            painter.text(surface, self.note, left, y + px(4), "small", painter.accent, "left", room)


class Banner(Widget):
    """A line of words at the foot of the window."""

    role = "status"

    def __init__(self, rect: pygame.Rect, words: str, taken: int) -> None:
        super().__init__("lesson.banner", rect, words)
        self.taken = taken

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the line."""
        painter, px = self.painter, self.painter.px
        painter.card(surface, self.rect, COLOURS["raised"], COLOURS["line_strong"], 10, shadow=True)
        painter.icon(surface, "graduation-cap", self.rect.x + px(24), self.rect.centery, 16)
        room = self.rect.width - px(44) - self.taken
        baseline = painter.middle(self.rect)
        left = self.rect.x + px(42)
        painter.text(surface, self.name, left, baseline, "body", max_width=room + px(20))


def bubble_widgets(
    painter: Painter,
    bounds: pygame.Rect,
    hole: pygame.Rect | None,
    step: Step,
    place: Place,
    note: str,
    lit: Sequence[pygame.Rect] = (),
) -> list[Widget]:
    """The card beside a control (or in the middle), with its buttons."""
    px, wide = painter.px, _wide(painter)
    lines = painter.wrap(step.text, wide - px(40), "body")
    tall = px(112) + len(lines) * painter.line_height("body") + px(20 if note else 0)
    rect = pygame.Rect(0, 0, wide, tall)
    if hole is None:
        rect.center = bounds.center
    else:
        inside = bounds.inflate(-2 * px(10), -2 * px(10))
        rect = _beside(rect.size, hole, inside, px(14), lit)
    count = tr("{step} of {steps}", step=place.step + 1, steps=place.steps)
    bubble = Bubble(rect, step, count)
    bubble.note = note
    return [bubble, *_buttons(painter, rect, place)]


def _wide(painter: Painter) -> int:
    """The width of the card: enough for its three buttons in any language."""
    words = (tr("Leave the lesson"), tr("Back"), tr("Finish"))
    needed = sum(painter.text_width(one, "label") + painter.px(36) for one in words)
    return max(painter.px(_WIDE), needed + painter.px(52))


def _buttons(painter: Painter, rect: pygame.Rect, place: Place) -> list[Widget]:
    px = painter.px
    y, tall = rect.bottom - px(48), px(34)
    words = tr("Finish") if place.step + 1 == place.steps else tr("Next")
    width = max(px(88), painter.text_width(words, "label") + px(36))
    forward = pygame.Rect(rect.right - px(16) - width, y, width, tall)
    back_words, leave_words = tr("Back"), tr("Leave the lesson")
    width = painter.text_width(back_words, "label") + px(28)
    back = pygame.Rect(forward.x - px(8) - width, y, width, tall)
    width = painter.text_width(leave_words, "label") + px(28)
    leave = pygame.Rect(rect.x + px(12), y, width, tall)
    return [
        Button("lesson.next", forward, words, kind="primary", enabled=place.may_go_on,
               disabled_reason=tr("First do what the card says.")),
        Button("lesson.back", back, back_words, enabled=place.step > 0,
               disabled_reason=tr("This is the first step.")),
        Button("lesson.leave", leave, leave_words),
    ]  # fmt: skip


def banner_widgets(painter: Painter, bounds: pygame.Rect, words: str) -> list[Widget]:
    """A line at the foot of the window while the lesson stands aside."""
    px, leave = painter.px, tr("Leave the lesson")
    room = painter.text_width(leave, "label") + px(28)
    width = min(bounds.width, painter.text_width(words, "body") + room + px(70))
    rect = pygame.Rect(0, 0, width, px(38))
    rect.midbottom = bounds.centerx, bounds.bottom
    place = pygame.Rect(rect.right - room - px(6), rect.y + px(4), room, px(30))
    return [Banner(rect, words, room + px(16)), Button("lesson.leave", place, leave)]


def _beside(
    size: tuple[int, int],
    hole: pygame.Rect,
    bounds: pygame.Rect,
    gap: int,
    lit: Sequence[pygame.Rect],
) -> pygame.Rect:
    """The place beside the hole that hides least of what is lit; in its corner if it fills all."""
    width, height = size
    middle, level = hole.centerx - width // 2, hole.centery - height // 2
    corners = (
        (middle, hole.bottom + gap),
        (middle, hole.top - gap - height),
        (hole.right + gap, level),
        (hole.left - gap - width, level),
    )
    places = [pygame.Rect(corner, size).clamp(bounds) for corner in corners]
    free = [place for place in places if not place.colliderect(hole)]
    if not free:
        corner = pygame.Rect((0, 0), size)
        corner.bottomright = hole.right - gap, hole.bottom - gap
        return corner.clamp(bounds)
    return min(free, key=lambda place: sum(_area(place.clip(rect)) for rect in lit))


def _area(rect: pygame.Rect) -> int:
    return rect.width * rect.height
