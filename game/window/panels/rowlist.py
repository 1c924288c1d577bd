"""A card with rows of any height that scroll and can be chosen, drawn by a subclass."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

import pygame

from game.window.panels.base import Panel
from game.window.theme import COLOURS
from game.window.widgets import HANDLED, Changed, Intent
from game.window.widgets.base import Direction, Point
from game.window.widgets.scroll import BAR_WIDTH, WHEEL_STEP, ScrollBar

MARGIN = 16


class RowList(Panel):
    """Rows under a head. Up and down choose; the wheel and the bar scroll.

    A subclass gives `keys`, `words`, the heights at scale 1, and paints. Intent: Changed(id, key).
    """

    role = "list"
    focusable = True
    own_directions: frozenset[Direction] = frozenset()
    row_height: ClassVar[int] = 34
    head_height: ClassVar[int] = 48
    selectable: ClassVar[bool] = True

    def __init__(self, identifier: str, rect: pygame.Rect, name: str) -> None:
        super().__init__(identifier, rect, name)
        self.selected = ""
        self.bar = ScrollBar()

    # ---- what a subclass gives

    def keys(self) -> tuple[str, ...]:
        """The rows, by key."""
        return ()

    def words(self, index: int) -> str:
        """A row in words."""
        return ""

    def paint_head(self, canvas: pygame.Surface) -> None:
        """Draw title and column names."""

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Draw one row."""

    # ---- places

    @property
    def index(self) -> int:
        """The chosen row's place, or -1."""
        keys = self.keys()
        return keys.index(self.selected) if self.selected in keys else -1

    @property
    def value(self) -> str:
        """The chosen row, or every row, in words."""
        if self.index >= 0:
            return self.words(self.index)
        return " ".join(self.words(index) for index in range(len(self.keys())))

    def layout(self) -> None:
        """Measure the rows."""
        self.bar.content = len(self.keys()) * self.painter.px(self.row_height)
        self.bar.view = self.body().height
        self.bar.move_to(self.bar.offset)

    def body(self) -> pygame.Rect:
        """The part with the rows, on the canvas."""
        px = self.painter.px
        top = px(self.head_height)
        return pygame.Rect(px(4), top, self.rect.width - px(8), self.rect.height - top - px(8))

    def row_rect(self, index: int) -> pygame.Rect:
        """Where a row is drawn on the canvas, seen or not."""
        px, body = self.painter.px, self.body()
        tall = px(self.row_height)
        bar = px(BAR_WIDTH) if self.bar.limit else 0
        left = px(MARGIN - 4)
        width = body.width - 2 * left - bar
        return pygame.Rect(body.x + left, body.y + index * tall - self.bar.offset, width, tall)

    # ---- drawing

    def content(self) -> Hashable:
        """What the rows depend on."""
        return ()

    def state(self) -> Hashable:
        """What the picture depends on."""
        return self.content(), self.selected, self.bar.offset, self._over(), self.hovered

    def _over(self) -> int:
        point = self.local_pointer
        return self._at(point) if point is not None and self.selectable else -1

    def _at(self, point: Point) -> int:
        body = self.body()
        if not body.collidepoint(point):
            return -1
        index = (point[1] - body.y + self.bar.offset) // self.painter.px(self.row_height)
        return index if index < len(self.keys()) else -1

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card, the head and the rows that are seen."""
        painter = self.painter
        self.layout()
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        self.paint_head(canvas)
        body, over = self.body(), self._over()
        canvas.set_clip(body)
        for index, key in enumerate(self.keys()):
            rect = self.row_rect(index)
            if rect.colliderect(body):
                self._paint_ground(canvas, rect, index, key, over)
                self.paint_row(canvas, index, rect)
        self.bar.draw(painter, canvas, body, self.hovered)
        canvas.set_clip(None)

    def _paint_ground(
        self, canvas: pygame.Surface, rect: pygame.Rect, index: int, key: str, over: int
    ) -> None:
        px = self.painter.px
        if index:
            canvas.fill(COLOURS["line"], (rect.x, rect.y, rect.width, px(1)))
        if self.selectable and (key == self.selected or index == over):
            chosen = key == self.selected
            place = rect.inflate(2 * px(8), -px(2))
            border = COLOURS["line_strong"] if chosen else None
            self.painter.box(canvas, place, COLOURS["raised"], border, 5)

    # ---- answers

    def choose(self, index: int) -> Intent | None:
        """Choose a row by place and show it; None beyond either end."""
        keys = self.keys()
        if not 0 <= index < len(keys):
            return None
        self.layout()
        tall = self.painter.px(self.row_height)
        self.bar.reveal(index * tall, (index + 1) * tall)
        if keys[index] == self.selected:
            return HANDLED
        self.selected = keys[index]
        return Changed(self.id, self.selected)

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Choose with up, down, Home and End; rows that cannot be chosen scroll."""
        if not self.selectable:
            return self._scroll_by_key(key)
        index, last = self.index, len(self.keys()) - 1
        page = max(1, self.bar.view // self.painter.px(self.row_height) - 1)
        targets = {
            pygame.K_UP: index - 1 if index >= 0 else -1,
            pygame.K_DOWN: index + 1,
            pygame.K_HOME: 0,
            pygame.K_END: last,
            pygame.K_PAGEUP: max(0, index - page),
            pygame.K_PAGEDOWN: min(last, index + page),
        }
        return self.choose(targets[key]) if key in targets else None

    def _scroll_by_key(self, key: int) -> Intent | None:
        tall = self.painter.px(self.row_height)
        steps = {
            pygame.K_UP: -tall, pygame.K_DOWN: tall,
            pygame.K_PAGEUP: -self.bar.view, pygame.K_PAGEDOWN: self.bar.view,
            pygame.K_HOME: -self.bar.content, pygame.K_END: self.bar.content,
        }  # fmt: skip
        if key not in steps:
            return None
        return HANDLED if self.bar.move_to(self.bar.offset + steps[key]) else None

    def press(self, point: Point) -> Intent | None:
        """Choose the row under the pointer, or take the thumb."""
        local = point[0] - self.rect.x, point[1] - self.rect.y
        if self.bar.grab(self.painter, self.body(), local):
            self.bar.pull(self.painter, self.body(), local)
            return HANDLED
        if not self.selectable:
            return HANDLED
        return self.choose(self._at(local)) or HANDLED

    def drag(self, point: Point) -> Intent | None:
        """Pull the thumb."""
        self.bar.pull(self.painter, self.body(), (point[0] - self.rect.x, point[1] - self.rect.y))
        return HANDLED

    def release(self, point: Point) -> Intent | None:
        """Let the thumb go."""
        self.bar.let_go()
        return HANDLED

    def wheel(self, steps: float) -> Intent | None:
        """Scroll."""
        self.layout()
        change = self.bar.move_to(self.bar.offset - steps * self.painter.px(WHEEL_STEP))
        return HANDLED if change else None
