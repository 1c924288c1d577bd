"""Scrolling: a bar, and an area that clips and moves its children."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Unpack

import pygame

from game.window.painter import Painter
from game.window.theme import COLOURS
from game.window.widgets.base import HANDLED, Common, Intent, Point, Widget

WHEEL_STEP = 48  # pixels at scale 1
BAR_WIDTH = 10  # pixels at scale 1
_FIRST = 40  # pixels at scale 1
_SHORTEST_THUMB = 24  # pixels at scale 1


class ScrollBar:
    """How far a long content is scrolled, and the thumb that shows it. Units: pixels."""

    def __init__(self) -> None:
        self.offset = 0
        self.content = 0
        self.view = 0
        self._grip: int | None = None

    @property
    def limit(self) -> int:
        """The largest offset."""
        return max(0, self.content - self.view)

    def move_to(self, offset: float) -> int:
        """Scroll to an offset and return by how much it changed."""
        before = self.offset
        self.offset = round(min(self.limit, max(0, offset)))
        return self.offset - before

    def reveal(self, top: float, bottom: float) -> int:
        """Scroll just enough to show a stretch of the content; return the change."""
        if bottom - top > self.view or top < self.offset:
            return self.move_to(top)
        if bottom > self.offset + self.view:
            return self.move_to(bottom - self.view)
        return 0

    def track(self, painter: Painter, port: pygame.Rect) -> pygame.Rect:
        """Return the bar's place at the right of a viewport."""
        width = painter.px(BAR_WIDTH)
        return pygame.Rect(port.right - width, port.y, width, port.height)

    def thumb(self, painter: Painter, port: pygame.Rect) -> pygame.Rect:
        """Return the thumb's place."""
        track = self.track(painter, port)
        height = max(painter.px(_SHORTEST_THUMB), track.height * self.view // max(1, self.content))
        height = min(height, track.height)
        top = track.y + (track.height - height) * self.offset // max(1, self.limit)
        return pygame.Rect(track.x, top, track.width, height)

    def grab(self, painter: Painter, port: pygame.Rect, point: Point) -> bool:
        """Take hold of the thumb, or jump a page if the track was hit; return whether hit."""
        if self.limit == 0 or not self.track(painter, port).collidepoint(point):
            return False
        thumb = self.thumb(painter, port)
        self._grip = point[1] - thumb.y if thumb.collidepoint(point) else thumb.height // 2
        return True

    def pull(self, painter: Painter, port: pygame.Rect, point: Point) -> int:
        """Move the held thumb under the pointer; return the change of the offset."""
        if self._grip is None:
            return 0
        room = max(1, port.height - self.thumb(painter, port).height)
        return self.move_to((point[1] - self._grip - port.y) / room * self.limit)

    def let_go(self) -> None:
        """Release the thumb."""
        self._grip = None

    @property
    def held(self) -> bool:
        """Whether the thumb is being dragged."""
        return self._grip is not None

    def draw(
        self, painter: Painter, surface: pygame.Surface, port: pygame.Rect, bright: bool
    ) -> None:
        """Draw the thumb if there is anything to scroll."""
        if self.limit:
            slim = self.thumb(painter, port).inflate(-painter.px(4), -painter.px(4))
            colour = COLOURS["edge"] if bright or self.held else COLOURS["line_strong"]
            painter.box(surface, slim, colour, None, 3)


class ScrollArea(Widget):
    """Children in window coordinates, moved and clipped together.

    ``decorate`` draws what lies behind them; it gets the surface and the content's top left.
    An area without focusable children takes the focus itself, so that keys can scroll it.
    """

    role = "scroll_area"

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        children: Sequence[Widget] = (),
        *,
        content_height: int | None = None,
        decorate: Callable[[pygame.Surface, int, int], Any] | None = None,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, **common)
        self.children = list(children)
        for child in self.children:
            child.parent = self
        self.decorate = decorate
        self.bar = ScrollBar()
        self._wanted_height = content_height
        self._measure()

    def add(self, child: Widget) -> Widget:
        """Add a child, placed as if the area were not scrolled."""
        child.parent = self
        child.move_by(0, -self.bar.offset)
        child.attach(self.painter)
        self.children.append(child)
        self._measure()
        return child

    def _measure(self) -> None:
        bottoms = [child.rect.bottom + self.bar.offset for child in self.children]
        needed = max(bottoms, default=self.rect.y) - self.rect.y
        self.bar.content = max(needed, self._wanted_height or 0)
        self.bar.view = self.rect.height
        self.scroll_to(self.bar.offset)

    def attach(self, painter: Painter) -> None:
        """Attach the children, which may change their heights, and measure them."""
        super().attach(painter)
        self._measure()

    @property
    def can_focus(self) -> bool:
        """Only an overflowing area without focusable children is a stop of its own."""
        inner = any(child.can_focus for child in self.children)
        return self.visible and self.bar.limit > 0 and not inner

    @property
    def value(self) -> Any:
        """How far the content is scrolled, from 0 to 1; None if all of it shows."""
        return round(self.bar.offset / self.bar.limit, 3) if self.bar.limit else None

    def viewport(self) -> pygame.Rect | None:
        """Return the clipping rect."""
        return self.rect

    def scroll_to(self, offset: float) -> bool:
        """Scroll the content; return whether anything moved. Units: pixels."""
        return self._shift(self.bar.move_to(offset))

    def _shift(self, change: int) -> bool:
        for child in self.children:
            child.move_by(0, -change)
        return change != 0

    def reveal(self, target: pygame.Rect) -> None:
        """Scroll just enough to show a rect of a child, with a little air."""
        air = self.painter.px(8)
        top = target.top - self.rect.y + self.bar.offset
        if top <= self.painter.px(_FIRST):  # with the first control its heading shows too
            self.scroll_to(0)
            return
        self._shift(self.bar.reveal(max(0, top - air), top + target.height + air))

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the visible part."""
        before = surface.get_clip()
        surface.set_clip(self.rect.clip(before))
        if self.decorate is not None:
            self.decorate(surface, self.rect.x, self.rect.y - self.bar.offset)
        for child in self.children:
            if child.visible and child.rect.inflate(32, 32).colliderect(self.rect):
                child.draw(surface)
        self.bar.draw(self.painter, surface, self.rect, self.hovered)
        surface.set_clip(before)
        self.draw_ring(surface)

    def advance(self, seconds: float) -> None:
        """Move the children's animations on."""
        for child in self.children:
            child.advance(seconds)

    def press(self, point: Point) -> Intent | None:
        """Take the thumb."""
        if self.bar.grab(self.painter, self.rect, point):
            self._shift(self.bar.pull(self.painter, self.rect, point))
        return HANDLED

    def drag(self, point: Point) -> Intent | None:
        """Pull the thumb."""
        self._shift(self.bar.pull(self.painter, self.rect, point))
        return HANDLED

    def release(self, point: Point) -> Intent | None:
        """Let the thumb go."""
        self.bar.let_go()
        return HANDLED

    def wheel(self, steps: float) -> Intent | None:
        """Scroll; at either end a parent may scroll instead."""
        moved = self.scroll_to(self.bar.offset - steps * self.painter.px(WHEEL_STEP))
        return HANDLED if moved else None

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Scroll a page; up and down a step if the area itself has the focus."""
        step, page = self.painter.px(WHEEL_STEP), round(self.rect.height * 0.85)
        moves = {pygame.K_PAGEUP: -page, pygame.K_PAGEDOWN: page}
        if self.focused:
            moves |= {pygame.K_UP: -step, pygame.K_DOWN: step}
        if key not in moves:
            return None
        return HANDLED if self.scroll_to(self.bar.offset + moves[key]) else None
