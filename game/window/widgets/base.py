"""What every widget has, and the intents that widgets answer events with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, Unpack

import pygame

from game.window.painter import Painter

Direction = Literal["left", "right", "up", "down"]
Point = tuple[int, int]


@dataclass(frozen=True)
class Activated:
    """A button, row or choice was pressed."""

    id: str


@dataclass(frozen=True)
class Changed:
    """A widget has a new value."""

    id: str
    value: Any


@dataclass(frozen=True)
class Submitted:
    """A text was confirmed with Enter."""

    id: str
    value: str


@dataclass(frozen=True)
class Dismissed:
    """A dialog was left without a choice."""

    id: str


@dataclass(frozen=True)
class Handled:
    """The event was used up, but nothing follows from it."""


Intent = Activated | Changed | Submitted | Dismissed | Handled
HANDLED = Handled()


class Common(TypedDict, total=False):
    """Keywords that every widget takes."""

    tooltip: str
    enabled: bool
    disabled_reason: str


class Widget:
    """A rectangle with a role, a name and a value. Events in, intents out; it never calls a model.

    ``rect`` is in physical pixels of the window. ``disabled_reason`` explains a disabled control;
    such a control still takes the focus, so that the reason can be read.
    """

    role = "group"
    focusable = False
    cursor = pygame.SYSTEM_CURSOR_ARROW
    own_directions: frozenset[Direction] = frozenset()

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        **common: Unpack[Common],
    ) -> None:
        self.id = identifier
        self.rect = pygame.Rect(rect)
        self.name = name
        self.tooltip = common.get("tooltip", "")
        self.enabled = common.get("enabled", True)
        self.disabled_reason = common.get("disabled_reason", "")
        self.visible = True
        self.hovered = False
        self.focused = False
        self.focus_visible = False
        self.pressed = False
        self.pointer: Point | None = None
        self.parent: Widget | None = None
        self.children: list[Widget] = []
        self.painter = Painter()

    @property
    def value(self) -> Any:
        """The value a screen reader speaks, or None."""
        return None

    @property
    def can_focus(self) -> bool:
        """Whether the keyboard may stop here."""
        return self.focusable and self.visible and (self.enabled or bool(self.disabled_reason))

    @property
    def hint(self) -> str:
        """The tooltip, or the reason why the control is off."""
        return self.tooltip if self.enabled else self.disabled_reason or self.tooltip

    def attach(self, painter: Painter) -> None:
        """Give the widget and its children their painter, and lay them out."""
        self.painter = painter
        self.layout()
        for child in self.children:
            child.parent = self
            child.attach(painter)

    def layout(self) -> None:
        """Place inner parts; called when the painter or the rect changes."""

    def move_by(self, x: int, y: int) -> None:
        """Move the widget and its children. Units: pixels."""
        self.rect.move_ip(x, y)
        for child in self.children:
            child.move_by(x, y)

    def viewport(self) -> pygame.Rect | None:
        """Return the part of the window that clips this widget's children, if any."""
        return None

    def visible_rect(self) -> pygame.Rect:
        """Return the part of the rect that scrolling parents leave visible."""
        shown = pygame.Rect(self.rect)
        ancestor = self.parent
        while ancestor is not None:
            port = ancestor.viewport()
            shown = shown.clip(port) if port is not None else shown
            ancestor = ancestor.parent
        return shown

    def hint_anchor(self) -> pygame.Rect:
        """Return what the tooltip stands beside."""
        return self.visible_rect()

    def hit(self, point: Point) -> bool:
        """Return whether a point of the window is on the visible widget."""
        return self.visible and self.visible_rect().collidepoint(point)

    def walk(self) -> Iterator[Widget]:
        """Yield the visible widget and everything in it, parents first."""
        if self.visible:
            yield self
            for child in self.children:
                yield from child.walk()

    def focus_rect(self) -> pygame.Rect:
        """Return what the focus ring goes around."""
        return self.rect

    def draw_ring(self, surface: pygame.Surface, radius: float = 6) -> None:
        """Draw the focus ring if the keyboard is in use and here."""
        if self.focus_visible:
            self.painter.focus_ring(surface, self.focus_rect(), radius)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the widget."""

    def advance(self, seconds: float) -> None:
        """Move animations on."""

    def press(self, point: Point) -> Intent | None:
        """Answer a mouse button going down."""
        return HANDLED

    def drag(self, point: Point) -> Intent | None:
        """Answer the mouse moving with the button held."""
        return HANDLED

    def release(self, point: Point) -> Intent | None:
        """Answer the mouse button going up."""
        return HANDLED

    def wheel(self, steps: float) -> Intent | None:
        """Answer the mouse wheel; positive is up, None lets a parent answer."""
        return None

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Answer a key; None lets a parent, the focus or the screen answer."""
        return None

    def insert(self, string: str) -> Intent | None:
        """Answer typed text."""
        return None

    def node(self) -> dict[str, Any]:
        """Return the widget as a node of the accessibility tree."""
        result: dict[str, Any] = {
            "id": self.id,
            "role": self.role,
            "name": self.name,
            "value": self.value,
            "rect": tuple(self.visible_rect()),
            "enabled": self.enabled,
            "focusable": self.can_focus,
            "focused": self.focused,
        }
        if self.hint:
            result["description"] = self.hint
        return result


def walk_all(widgets: Sequence[Widget]) -> Iterator[Widget]:
    """Yield widgets and everything in them."""
    for widget in widgets:
        yield from widget.walk()


def approach(current: float, target: float, step: float) -> float:
    """Return the current value moved towards the target by at most a step."""
    if current < target:
        return min(target, current + step)
    return max(target, current - step)
