"""A line of text to type: names, seeds, room codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

import pygame

from game.window.theme import CARET_SECONDS, COLOURS
from game.window.widgets.base import (
    HANDLED,
    Changed,
    Common,
    Direction,
    Intent,
    Point,
    Submitted,
    Widget,
)


def digits_only(string: str) -> bool:
    """Accept whole numbers."""
    return string.isascii() and string.isdigit()


class TextEntry(Widget):
    """A single line. ``accept`` refuses whole inserted texts; Enter submits.

    Intents: ``Changed(id, text)`` on every edit, ``Submitted(id, text)`` on Enter.
    """

    role = "textbox"
    focusable = True
    cursor = pygame.SYSTEM_CURSOR_IBEAM
    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        text: str = "",
        *,
        placeholder: str = "",
        max_length: int = 40,
        accept: Callable[[str], bool] | None = None,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, **common)
        self.text = text[:max_length]
        self.placeholder = placeholder
        self.max_length = max_length
        self.accept = accept or str.isprintable
        self.caret = len(self.text)
        self._blink = 0.0

    @property
    def value(self) -> str:
        """The typed text."""
        return self.text

    def _edit(self, text: str, caret: int) -> Intent:
        self.caret = min(len(text), max(0, caret))
        self._blink = 0.0
        if text == self.text:
            return HANDLED
        self.text = text
        return Changed(self.id, text)

    def insert(self, string: str) -> Intent | None:
        """Put typed or pasted text at the caret, as far as it fits."""
        string = string[: self.max_length - len(self.text)]
        if not (self.enabled and string and self.accept(string)):
            return HANDLED
        text = self.text[: self.caret] + string + self.text[self.caret :]
        return self._edit(text, self.caret + len(string))

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Edit. Letters are used up here, so that they trigger no shortcut."""
        command = modifiers & (pygame.KMOD_CTRL | pygame.KMOD_META)
        if key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            return Submitted(self.id, self.text) if self.enabled else HANDLED
        if key == pygame.K_v and command:
            return self.insert(_clipboard())
        if not self.enabled:
            return None
        before, after = self.text[: self.caret], self.text[self.caret :]
        edits: dict[int, tuple[str, int]] = {
            pygame.K_BACKSPACE: (before[:-1] + after, self.caret - 1),
            pygame.K_DELETE: (before + after[1:], self.caret),
            pygame.K_LEFT: (self.text, self.caret - 1),
            pygame.K_RIGHT: (self.text, self.caret + 1),
            pygame.K_HOME: (self.text, 0),
            pygame.K_END: (self.text, len(self.text)),
        }
        if key in edits:
            return self._edit(*edits[key])
        return HANDLED if 32 <= key < 127 and not command else None

    def advance(self, seconds: float) -> None:
        """Blink the caret."""
        self._blink = (self._blink + seconds) % (2 * CARET_SECONDS)

    def box(self) -> pygame.Rect:
        """Return the framed part: under the name if the rect is high enough, else all of it."""
        height = self.painter.px(32)
        if self.rect.height < height + self.painter.px(18):
            return pygame.Rect(self.rect)
        return pygame.Rect(self.rect.x, self.rect.bottom - height, self.rect.width, height)

    def focus_rect(self) -> pygame.Rect:
        """Return the framed part."""
        return self.box()

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the name, the frame, the text and the caret."""
        painter, box = self.painter, self.box()
        soft = COLOURS["text_soft" if self.enabled else "text_muted"]
        if box.height < self.rect.height:
            baseline = self.rect.y + painter.px(13)
            painter.text(surface, self.name, box.x, baseline, "body", soft)
        border = painter.accent if self.focused else COLOURS["edge"]
        painter.box(surface, box, COLOURS["sea"], border if self.enabled else COLOURS["line"], 6)
        inner = box.inflate(-2 * painter.px(10), -2)
        before = surface.get_clip()
        surface.set_clip(inner.clip(before))
        shown = self.text or self.placeholder
        ink = COLOURS["text" if self.text and self.enabled else "text_muted"]
        ahead = painter.text_width(self.text[: self.caret], "body")
        shift = max(0, ahead + painter.px(2) - inner.width)
        painter.text(surface, shown, inner.x - shift, painter.middle(box), "body", ink)
        if self.focused and self.enabled and self._blink < CARET_SECONDS:
            tall = painter.px(16)
            caret = (inner.x - shift + ahead, box.centery - tall // 2, painter.px(1), tall)
            pygame.draw.rect(surface, COLOURS["text"], caret)
        surface.set_clip(before)
        self.draw_ring(surface)

    def press(self, point: Point) -> Intent | None:
        """Put the caret where the pointer is."""
        wanted = point[0] - self.box().x - self.painter.px(10)
        distances = [
            abs(self.painter.text_width(self.text[:place], "body") - wanted)
            for place in range(len(self.text) + 1)
        ]
        return self._edit(self.text, distances.index(min(distances)))


def _clipboard() -> str:
    """Return the first line of the clipboard; empty where there is none."""
    try:
        return pygame.scrap.get_text().strip().split("\n")[0]
    except pygame.error:
        return ""
