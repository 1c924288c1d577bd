"""Choices among named options: a cycler and tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, Unpack

import pygame

from game.window.drawing import blit_centred, disc
from game.window.theme import COLOURS
from game.window.widgets.base import HANDLED, Changed, Common, Direction, Intent, Point, Widget
from game.window.widgets.button import PRESS_KEYS


class Option(NamedTuple):
    """A value with its name, an optional icon and a sentence for the tooltip."""

    value: Any
    label: str
    icon: str | None = None
    tooltip: str = ""


class _Chooser(Widget):
    """What the cycler and the tabs share: one of several options."""

    focusable = True
    cursor = pygame.SYSTEM_CURSOR_HAND
    own_directions: frozenset[Direction] = frozenset({"left", "right"})
    wraps = False

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        options: Sequence[Option],
        value: Any,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, **common)
        if not options:
            raise ValueError(f"{identifier!r} has no options")
        self.options = tuple(options)
        values = [option.value for option in self.options]
        self.index = values.index(value) if value in values else 0

    @property
    def value(self) -> Any:
        """The chosen value."""
        return self.options[self.index].value

    @property
    def hint(self) -> str:
        """The chosen option's own sentence, if it has one."""
        own = self.options[self.index].tooltip
        return own if self.enabled and own else super().hint

    def choose(self, index: int) -> Intent:
        """Choose by position."""
        count = len(self.options)
        index = index % count if self.wraps else min(count - 1, max(0, index))
        if index == self.index:
            return HANDLED
        self.index = index
        return Changed(self.id, self.value)

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Choose with left, right, Home and End."""
        last = len(self.options) - 1
        targets = {
            pygame.K_LEFT: self.index - 1,
            pygame.K_RIGHT: self.index + 1,
            pygame.K_HOME: 0,
            pygame.K_END: last,
        }
        if key not in targets:
            return None
        return self.choose(targets[key]) if self.enabled else HANDLED

    def node(self) -> dict[str, Any]:
        """Return the node with the option's name and place."""
        place = {"text": self.options[self.index].label, "index": self.index}
        return super().node() | place | {"count": len(self.options)}


class Select(_Chooser):
    """A cycler: the name, and under it (or beside it in low rects) the option between arrows."""

    role = "combobox"
    wraps = True

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        options: Sequence[Option],
        value: Any,
        *,
        law: Any = None,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, options, value, **common)
        self.law = self.value if law is None else law

    @property
    def pending(self) -> bool:
        """Whether the choice differs from the law."""
        return bool(self.value != self.law)

    def box(self) -> pygame.Rect:
        """Return the framed part with the option."""
        height = self.painter.px(30)
        if self.rect.height >= height + self.painter.px(18):
            return pygame.Rect(self.rect.x, self.rect.bottom - height, self.rect.width, height)
        width = round(self.rect.width * 0.56)
        height = min(height, self.rect.height)
        top = self.rect.centery - height // 2
        return pygame.Rect(self.rect.right - width, top, width, height)

    def focus_rect(self) -> pygame.Rect:
        """Return the framed part."""
        return self.box()

    def draw(self, surface: pygame.Surface) -> None:
        """Draw name, option, arrows and one dot per option."""
        painter, box = self.painter, self.box()
        stacked = box.width == self.rect.width
        colour = COLOURS["text_soft" if self.enabled else "text_muted"]
        room = self.rect.width if stacked else box.x - self.rect.x - painter.px(12)
        baseline = self.rect.y + painter.px(13) if stacked else painter.middle(self.rect)
        used = painter.text(surface, self.name, self.rect.x, baseline, "body", colour, "left", room)
        if self.pending:
            dot = disc(3 * painter.scale, painter.accent)
            blit_centred(
                surface, dot, self.rect.x + used + painter.px(10), baseline - painter.px(4)
            )
        border = COLOURS["edge" if self.hovered and self.enabled else "line_strong"]
        painter.box(surface, box, COLOURS["card"], border, 6)
        option = self.options[self.index]
        ink = COLOURS["text" if self.enabled else "text_muted"]
        inner = box.width - 2 * painter.px(30)
        raised = box.move(0, -painter.px(2)) if len(self.options) > 1 else box
        middle = painter.middle(raised, "small_strong")
        painter.text(
            surface, option.label, box.centerx, middle, "small_strong", ink, "center", inner
        )
        for side, name in ((-1, "chevron-left"), (1, "chevron-right")):
            x = box.centerx + side * (box.width // 2 - painter.px(15))
            painter.icon(surface, name, x, box.centery, 14, colour)
        self._draw_dots(surface, box)
        self.draw_ring(surface)

    def _draw_dots(self, surface: pygame.Surface, box: pygame.Rect) -> None:
        """Show how many options there are, which is chosen and which is law."""
        painter, count = self.painter, len(self.options)
        gap = painter.px(8)
        if count < 2 or count * gap > box.width - painter.px(60):
            return
        left = box.centerx - (count - 1) * gap / 2
        for index, option in enumerate(self.options):
            colour = COLOURS["line_strong"]
            if option.value == self.law:
                colour = COLOURS["text_muted"]
            if index == self.index:
                colour = painter.accent if self.enabled else COLOURS["edge"]
            sprite = disc(1.6 * painter.scale, colour)
            blit_centred(surface, sprite, left + index * gap, box.bottom - painter.px(5))

    def release(self, point: Point) -> Intent | None:
        """Go back on the left third of the box, forward elsewhere."""
        box = self.box()
        if not (self.enabled and box.collidepoint(point) and self.hit(point)):
            return HANDLED
        back = point[0] < box.x + box.width / 3
        return self.choose(self.index + (-1 if back else 1))

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Also Enter and Space go forward, and Backspace goes back to the law."""
        if key in PRESS_KEYS:
            return self.choose(self.index + 1) if self.enabled else HANDLED
        if key == pygame.K_BACKSPACE:
            values = [option.value for option in self.options]
            known = self.enabled and self.law in values
            return self.choose(values.index(self.law)) if known else HANDLED
        return super().key(key, modifiers)


class Tabs(_Chooser):
    """Tabs in one focus stop. ``look`` is a framed row of segments, or words underlined."""

    role = "tablist"

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        options: Sequence[Option],
        value: Any,
        *,
        look: Literal["segments", "underline"] = "segments",
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, options, value, **common)
        self.look = look

    def natural_width(self) -> int:
        """Return the width that fits every name. Units: pixels."""
        return sum(self._widths()) + 2 * self.painter.px(4)

    def _widths(self) -> list[int]:
        widths = []
        for option in self.options:
            icon = self.painter.px(22) if option.icon else 0
            widths.append(
                self.painter.text_width(option.label, "small_strong") + icon + self.painter.px(28)
            )
        return widths

    def tab_rects(self) -> list[pygame.Rect]:
        """Return the place of every tab: natural widths, squeezed if they do not fit."""
        inset = self.painter.px(4) if self.look == "segments" else 0
        room = self.rect.width - 2 * inset
        widths = self._widths()
        squeeze = min(1.0, room / sum(widths))
        x = float(self.rect.x + inset)
        rects = []
        for width in widths:
            left, right = round(x), round(x + width * squeeze)
            top, height = self.rect.y + inset, self.rect.height - 2 * inset
            rects.append(pygame.Rect(left, top, right - left, height))
            x += width * squeeze
        return rects

    def focus_rect(self) -> pygame.Rect:
        """Return the chosen tab."""
        return self.tab_rects()[self.index]

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the tabs."""
        painter, rects = self.painter, self.tab_rects()
        if self.look == "segments":
            frame = pygame.Rect(self.rect)
            frame.width = rects[-1].right + painter.px(4) - frame.x
            painter.box(surface, frame, COLOURS["panel"], COLOURS["line"], 8, 0.94)
        else:
            line = (self.rect.x, self.rect.bottom - 1, self.rect.width, 1)
            pygame.draw.rect(surface, COLOURS["line"], line)
        for index, (option, rect) in enumerate(zip(self.options, rects, strict=True)):
            over = self.pointer is not None and rect.collidepoint(self.pointer)
            self._draw_tab(surface, option, rect, index == self.index, over)
        self.draw_ring(surface, 5)

    def _draw_tab(
        self, surface: pygame.Surface, option: Option, rect: pygame.Rect, chosen: bool, over: bool
    ) -> None:
        painter = self.painter
        if self.look == "segments" and (chosen or over):
            fill, border = (COLOURS["track"], COLOURS["line_strong"]) if chosen else (None, None)
            painter.box(surface, rect, fill or COLOURS["raised"], border, 5)
        elif self.look == "underline" and chosen:
            tall = painter.px(2)
            pygame.draw.rect(
                surface, painter.accent, (rect.x, rect.bottom - tall, rect.width, tall)
            )
        ink = COLOURS["text" if chosen or over else "text_soft"]
        icon = painter.px(22) if option.icon else 0
        room = rect.width - painter.px(12) - icon
        width = min(room, painter.text_width(option.label, "small_strong"))
        left = rect.centerx - (width + icon) / 2
        if option.icon:
            painter.icon(surface, option.icon, left + painter.px(8), rect.centery, 16, ink)
        baseline = painter.middle(rect, "small_strong")
        painter.text(
            surface, option.label, left + icon, baseline, "small_strong", ink, "left", room
        )

    def hit(self, point: Point) -> bool:
        """Return whether a tab is under the point."""
        return super().hit(point) and any(rect.collidepoint(point) for rect in self.tab_rects())

    def press(self, point: Point) -> Intent | None:
        """Choose the tab under the pointer."""
        for index, rect in enumerate(self.tab_rects()):
            if self.enabled and rect.collidepoint(point):
                return self.choose(index)
        return HANDLED
