"""Buttons and switches."""

from __future__ import annotations

from typing import Any, Literal, Unpack

import pygame

from game.window.drawing import blit_centred, disc, icon
from game.window.theme import COLOURS, TOGGLE_SECONDS, Colour, mix
from game.window.widgets.base import (
    HANDLED,
    Activated,
    Changed,
    Common,
    Intent,
    Point,
    Widget,
    approach,
)

Kind = Literal["primary", "accent", "ghost", "segment", "danger"]
PRESS_KEYS = (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE)
WHITE: Colour = (255, 255, 255)


class Button(Widget):
    """A button. ``selected`` marks the current one of a row of segments.

    An icon alone is drawn with ``icon_only``; the name is then spoken and shown as a tooltip.
    """

    role = "button"
    focusable = True
    cursor = pygame.SYSTEM_CURSOR_HAND

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        *,
        kind: Kind = "ghost",
        icon: str | None = None,
        icon_only: bool = False,
        selected: bool = False,
        **common: Unpack[Common],
    ) -> None:
        if icon_only:
            common.setdefault("tooltip", name)
        super().__init__(identifier, rect, name, **common)
        self.kind: Kind = kind
        self.icon = icon
        self.icon_only = icon_only
        self.selected = selected

    @property
    def value(self) -> Any:
        """Whether a segment is the current one."""
        return self.selected if self.kind == "segment" else None

    def colours(self) -> tuple[Colour | None, Colour | None, Colour]:
        """Return fill, border and text colour for the present state."""
        lift = 0.0 if not self.enabled else 0.3 if self.pressed else 0.18 if self.hovered else 0.0
        if not self.enabled:
            plain = self.kind in ("ghost", "segment")
            line = None if self.icon_only else COLOURS["line"]
            return None if plain else COLOURS["raised"], line, COLOURS["text_muted"]
        if self.kind == "primary":
            return mix(COLOURS["text"], COLOURS["text_soft"], lift), None, COLOURS["ink"]
        if self.kind == "accent":
            return mix(self.painter.accent, WHITE, lift), None, COLOURS["ink"]
        if self.kind == "danger":
            base = mix(COLOURS["panel"], COLOURS["bad"], 0.14 + lift * 0.6)
            return base, mix(COLOURS["panel"], COLOURS["bad"], 0.6), COLOURS["text"]
        return self._quiet_colours()

    def _quiet_colours(self) -> tuple[Colour | None, Colour | None, Colour]:
        bright = COLOURS["text"] if self.selected or self.hovered else COLOURS["text_soft"]
        if self.selected:
            return COLOURS["track"], COLOURS["line_strong"], bright
        if self.hovered:
            fill = COLOURS["track"] if self.pressed else COLOURS["raised"]
            return fill, COLOURS["line_strong"] if self.kind == "ghost" else None, bright
        framed = self.kind == "ghost" and not self.icon_only
        return None, COLOURS["line_strong"] if framed else None, bright

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the button."""
        fill, border, ink = self.colours()
        if fill is not None or border is not None:
            self.painter.box(surface, self.rect, fill, border, 6)
        style = "small_strong" if self.kind == "segment" else "label"
        icon_width = self.painter.px(16) if self.icon else 0
        label = "" if self.icon_only else self.name
        gap = self.painter.px(8) if icon_width and label else 0
        room = max(0, self.rect.width - icon_width - gap - self.painter.px(16))
        width = min(self.painter.text_width(label, style), room)
        left = self.rect.centerx - (icon_width + gap + width) / 2
        if self.icon:
            tint = COLOURS["bad"] if self.kind == "danger" and self.enabled else ink
            middle = left + icon_width / 2
            self.painter.icon(surface, self.icon, middle, self.rect.centery, 16, tint)
        baseline = self.painter.middle(self.rect, style)
        text_left = left + icon_width + gap
        self.painter.text(surface, label, text_left, baseline, style, ink, "left", room)
        self.draw_ring(surface)

    def release(self, point: Point) -> Intent | None:
        """Activate if the button is released over the widget."""
        return Activated(self.id) if self.hit(point) and self.enabled else HANDLED

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Activate with Enter or Space."""
        if key not in PRESS_KEYS:
            return None
        return Activated(self.id) if self.enabled else HANDLED


class Toggle(Widget):
    """A switch with its name on the left. ``law`` is the value in force, for a pending mark."""

    role = "switch"
    focusable = True
    cursor = pygame.SYSTEM_CURSOR_HAND

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        on: bool,
        *,
        law: bool | None = None,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, **common)
        self.on = on
        self.law = on if law is None else law
        self._travel = 1.0 if on else 0.0

    @property
    def value(self) -> bool:
        """Whether the switch is on."""
        return self.on

    @property
    def pending(self) -> bool:
        """Whether the value differs from the law."""
        return self.on != self.law

    def set(self, on: bool) -> Intent:
        """Switch; the knob travels unless motion is reduced."""
        if on == self.on:
            return HANDLED
        self.on = on
        return Changed(self.id, on)

    def advance(self, seconds: float) -> None:
        """Move the knob towards its end."""
        step = 1.0 if self.painter.reduce_motion else seconds / TOGGLE_SECONDS
        self._travel = approach(self._travel, 1.0 if self.on else 0.0, step)

    def focus_rect(self) -> pygame.Rect:
        """Return the switch itself."""
        width, height = self.painter.px(34), self.painter.px(18)
        left, top = self.rect.right - width, self.rect.centery - height // 2
        return pygame.Rect(left, top, width, height)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the name and the switch."""
        painter, knob_box = self.painter, self.focus_rect()
        lit = self.enabled and (self.on or self.hovered)
        colour = COLOURS["text" if lit else "text_soft" if self.enabled else "text_muted"]
        room = self.rect.width - painter.px(34 + 28)
        baseline = painter.middle(self.rect, "body")
        used = painter.text(surface, self.name, self.rect.x, baseline, "body", colour, "left", room)
        if self.pending:
            dot = disc(3 * painter.scale, painter.accent)
            blit_centred(surface, dot, self.rect.x + used + painter.px(10), self.rect.centery)
        if not self.enabled:
            left = knob_box.x - painter.px(14)
            painter.icon(surface, "lock", left, self.rect.centery, 12, COLOURS["text_muted"])
        self._draw_switch(surface, knob_box)
        self.draw_ring(surface, 9)

    def _draw_switch(self, surface: pygame.Surface, box: pygame.Rect) -> None:
        painter = self.painter
        share = round(self._travel * 8) / 8
        accent = painter.accent if self.enabled else COLOURS["edge"]
        fill = mix(COLOURS["track"], accent, share)
        border = mix(COLOURS["edge"], accent, share)
        painter.box(surface, box, fill, border, 9)
        size = (box.height - painter.px(6)) / 2
        x = box.x + painter.px(3) + size + self._travel * (box.width - box.height)
        knob = COLOURS["ink"] if self._travel > 0.5 else COLOURS["text_soft"]
        blit_centred(surface, disc(size, knob), x, box.centery)
        if self._travel > 0.5:
            blit_centred(surface, icon("check", painter.px(9), accent), x, box.centery)

    def release(self, point: Point) -> Intent | None:
        """Switch if the mouse is released over the widget."""
        return self.set(not self.on) if self.hit(point) and self.enabled else HANDLED

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Switch with Enter or Space; Backspace goes back to the law."""
        if key == pygame.K_BACKSPACE:
            return self.set(self.law) if self.enabled else HANDLED
        if key not in PRESS_KEYS:
            return None
        return self.set(not self.on) if self.enabled else HANDLED
