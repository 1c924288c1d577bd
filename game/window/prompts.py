"""What the buttons of a gamepad do, along the foot of the window while one is taken up."""

from __future__ import annotations

import pygame

from game.language import mark, tr
from game.window.actions import pad_words
from game.window.painter import Painter
from game.window.theme import COLOURS

SECONDS = 6.0
_SHOWN = (
    ("press", mark("Press")), ("back", mark("Back")), ("next_group", mark("Next group")),
    ("end_quarter", mark("End the quarter")), ("menu", mark("Menu")), ("help", mark("Buttons")),
)  # fmt: skip


class PadPrompts:
    """Shown for some seconds after a pad has taken over from another device."""

    def __init__(self) -> None:
        self.left = 0.0

    def take_up(self, pad: bool) -> None:
        """A pad was taken up, or laid down."""
        self.left = SECONDS if pad else 0.0

    def advance(self, seconds: float) -> None:
        """Let the prompts go."""
        self.left = max(0.0, self.left - seconds)

    def draw(self, painter: Painter, surface: pygame.Surface) -> None:
        """Draw the buttons with what they do."""
        if self.left <= 0.0:
            return
        px, held = painter.px, painter.bindings
        pairs = [(pad_words(held.pad_of(action)), tr(words)) for action, words in _SHOWN]
        caps = [max(px(24), painter.text_width(cap, "small_strong") + px(14)) for cap, _ in pairs]
        texts = [painter.text_width(words, "small") for _, words in pairs]
        gap = px(18)
        width = sum(caps) + sum(texts) + len(pairs) * px(8) + (len(pairs) - 1) * gap + 2 * px(16)
        box = pygame.Rect(0, 0, width, px(34))
        box.midbottom = surface.get_width() // 2, surface.get_height() - px(1)
        painter.card(surface, box, COLOURS["raised"], COLOURS["line_strong"], 17, shadow=True)
        x = box.x + px(16)
        for (cap, words), wide, text in zip(pairs, caps, texts, strict=True):
            key = pygame.Rect(x, box.centery - px(12), wide, px(24))
            painter.box(surface, key, COLOURS["card"], COLOURS["edge"], 12)
            middle = painter.middle(key, "small_strong")
            painter.text(surface, cap, key.centerx, middle, "small_strong", None, "center")
            x += wide + px(8)
            painter.text(surface, words, x, painter.middle(box, "small"), "small")
            x += text + gap
