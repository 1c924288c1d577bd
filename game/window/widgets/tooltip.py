"""The tooltip: a few lines beside a control, always inside the window."""

from __future__ import annotations

import pygame

from game.window.painter import Painter
from game.window.theme import COLOURS

_WIDEST = 280  # pixels at scale 1


def place_beside(
    size: tuple[int, int], anchor: pygame.Rect, bounds: pygame.Rect, gap: int
) -> pygame.Rect:
    """Return a rect under, over or beside an anchor: the first place with room, kept in bounds."""
    width, height = size
    middle = anchor.centerx - width // 2
    candidates = [
        pygame.Rect(middle, anchor.bottom + gap, width, height),
        pygame.Rect(middle, anchor.top - gap - height, width, height),
        pygame.Rect(anchor.right + gap, anchor.centery - height // 2, width, height),
        pygame.Rect(anchor.left - gap - width, anchor.centery - height // 2, width, height),
    ]
    clamped = [candidate.clamp(bounds) for candidate in candidates]
    return next((rect for rect in clamped if not rect.colliderect(anchor)), clamped[0])


def draw_tooltip(
    painter: Painter,
    surface: pygame.Surface,
    string: str,
    anchor: pygame.Rect,
    bounds: pygame.Rect,
    locked: bool = False,
) -> pygame.Rect:
    """Draw a tooltip and return its rect; ``locked`` marks the reason of a disabled control."""
    indent = painter.px(20) if locked else 0
    lines = painter.wrap(string, painter.px(_WIDEST) - indent, "small")
    width = max(painter.text_width(line, "small") for line in lines) + indent + painter.px(24)
    step = painter.line_height("small")
    height = step * len(lines) + painter.px(16)
    inside = bounds.inflate(-2 * painter.px(6), -2 * painter.px(6))
    rect = place_beside((width, height), anchor, inside, painter.px(8))
    painter.card(surface, rect, COLOURS["raised"], COLOURS["line_strong"], 6, shadow=True)
    baseline = rect.y + painter.px(20)
    if locked:
        x, y = rect.x + painter.px(19), rect.y + painter.px(16)
        painter.icon(surface, "lock", x, y, 12, COLOURS["text_muted"])
    for index, line in enumerate(lines):
        x = rect.x + painter.px(12) + indent
        painter.text(surface, line, x, baseline + index * step, "small")
    return rect
