"""The tree of a screen's widgets: focus, mouse, keyboard, tooltips and one modal dialog."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pygame

from game.window.navigation import neighbour, reachable
from game.window.painter import Painter
from game.window.theme import TOOLTIP_SECONDS
from game.window.widgets.base import HANDLED, Direction, Intent, Point, Widget, walk_all
from game.window.widgets.dialog import Dialog
from game.window.widgets.scroll import ScrollArea
from game.window.widgets.tooltip import draw_tooltip

ARROWS: dict[int, Direction] = {
    pygame.K_LEFT: "left",
    pygame.K_RIGHT: "right",
    pygame.K_UP: "up",
    pygame.K_DOWN: "down",
}
GROUP_STEPS = {pygame.K_F5: -1, pygame.K_F6: 1}


def group_of(widget: Widget) -> str:
    """What a control belongs to: what scrolls it, or else the first part of its name."""
    return widget.parent.id if widget.parent is not None else widget.id.partition(".")[0]


class Tree:
    """A screen's widgets. Give it events, seconds and a surface; it answers with intents.

    ``handle`` returns None for an event that no widget used, so that the screen may.
    """

    def __init__(self, painter: Painter, bounds: pygame.Rect) -> None:
        self.painter = painter
        self.bounds = pygame.Rect(bounds)
        self.widgets: list[Widget] = []
        self.dialog: Dialog | None = None
        self.keyboard = False
        self.slack = 0  # pixels beside a control that still count as on it
        self.focused: Widget | None = None
        self.hovered: Widget | None = None
        self._captured: Widget | None = None
        self._before_dialog: Widget | None = None
        self._wanted_focus: str | None = None
        self._resting = 0.0

    # ---- content

    def add(self, widget: Widget) -> Widget:
        """Add a widget on top; it gets the focus back if it had it before ``clear``."""
        widget.attach(self.painter)
        self.widgets.append(widget)
        if self._wanted_focus is not None:
            self._restore_focus()
        return widget

    def extend(self, widgets: Sequence[Widget]) -> None:
        """Add several widgets."""
        for widget in widgets:
            self.add(widget)

    def clear(self) -> None:
        """Remove all widgets but remember the focus, for a screen that builds itself anew."""
        self._wanted_focus = self.focused.id if self.focused is not None else None
        self.widgets = []
        self.focused = self.hovered = self._captured = None

    def inherit(self, other: Tree) -> None:
        """Take over the focus of a tree that this one replaces, once its widget is added."""
        self.keyboard = other.keyboard
        if other.focused is not None:
            self._wanted_focus = other.focused.id

    def _restore_focus(self) -> None:
        for widget in self.all_widgets():
            if widget.id == self._wanted_focus and widget.can_focus:
                self.focus(widget)
                self._wanted_focus = None
                return

    def roots(self) -> list[Widget]:
        """Return what takes events: the dialog if one is open, else every widget."""
        return [self.dialog] if self.dialog is not None else self.widgets

    def all_widgets(self) -> list[Widget]:
        """Return the visible widgets that take events, parents first."""
        return list(walk_all(self.roots()))

    def get(self, identifier: str) -> Widget:
        """Return a widget, wherever it is. Raises: KeyError for an unknown id."""
        roots = [*self.widgets, *([self.dialog] if self.dialog is not None else [])]
        for widget in walk_all(roots):
            if widget.id == identifier:
                return widget
        raise KeyError(identifier)

    def open(self, dialog: Dialog) -> None:
        """Open a modal dialog and give the focus to its first control."""
        if self.dialog is None:
            self._before_dialog = self.focused
        self.dialog = dialog
        dialog.place(self.painter, self.bounds)
        self._captured = None
        self._set_hovered(None, (-1, -1))
        self.focus(next(iter(self.stops()), None))
        dialog.area.scroll_to(0)

    def close(self) -> None:
        """Close the dialog; the focus goes back to where it was."""
        self.dialog = None
        before = self._before_dialog
        self._before_dialog = None
        self.focus(before if before is not None and before.can_focus else None)

    # ---- focus

    def stops(self) -> list[Widget]:
        """Return the widgets that Tab visits, in order."""
        return [widget for widget in self.all_widgets() if widget.can_focus]

    def focus(self, target: Widget | str | None) -> None:
        """Give the focus to a widget or an id, and scroll it into view."""
        widget = self.get(target) if isinstance(target, str) else target
        if self.focused is not None:
            self.focused.focused = self.focused.focus_visible = False
        self.focused = widget
        self._resting = 0.0
        if widget is None:
            return
        widget.focused = True
        widget.focus_visible = self.keyboard
        ancestor = widget.parent
        while ancestor is not None:
            if isinstance(ancestor, ScrollArea):
                ancestor.reveal(widget.rect)
            ancestor = ancestor.parent

    def focus_next(self, steps: int = 1) -> None:
        """Move the focus along the order of the widgets, around the ends."""
        stops = self.stops()
        if stops:
            start = stops.index(self.focused) if self.focused in stops else -(steps > 0)
            self.focus(stops[(start + steps) % len(stops)])

    def focus_group(self, steps: int = 1) -> None:
        """Move the focus to the first control of the next group, around the ends."""
        groups: list[list[Widget]] = []
        for widget in self.stops():
            if groups and group_of(groups[-1][-1]) == group_of(widget):
                groups[-1].append(widget)
            else:
                groups.append([widget])
        if groups:
            here = next((i for i, group in enumerate(groups) if self.focused in group), -1)
            start = here if here >= 0 else -(steps > 0)
            self.focus(groups[(start + steps) % len(groups)][0])

    def move(self, direction: Direction) -> bool:
        """Move the focus in a direction; return whether it moved."""
        self._use_keyboard()
        if self.focused is None or self.focused not in self.stops():
            self.focus_next()
            return self.focused is not None
        target = neighbour(self.stops(), self.focused, direction)
        if target is not None:
            self.focus(target)
        return target is not None

    def _use_keyboard(self) -> None:
        self.keyboard = True
        if self.focused is not None:
            self.focused.focus_visible = True

    # ---- events

    def handle(self, event: pygame.Event) -> Intent | None:
        """Answer an event with an intent, or None if no widget used it."""
        if event.type == pygame.MOUSEMOTION:
            return self._motion(event.pos)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            return self._press(event.pos)
        if event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            return self._release(event.pos)
        if event.type == pygame.MOUSEWHEEL:
            return self._wheel(getattr(event, "precise_y", event.y))
        if event.type == pygame.TEXTINPUT and self.focused is not None:
            return self.focused.insert(event.text)
        if event.type == pygame.KEYDOWN:
            return self.press_key(event.key, getattr(event, "mod", 0))
        return None

    def press_key(self, key: int, modifiers: int = 0) -> Intent | None:
        """Answer a key, as a keyboard or a gamepad sends it."""
        if key == pygame.K_TAB:
            self._use_keyboard()
            self.focus_next(-1 if modifiers & pygame.KMOD_SHIFT else 1)
            return HANDLED
        if key in GROUP_STEPS:
            self._use_keyboard()
            self.focus_group(GROUP_STEPS[key])
            return HANDLED
        receiver: Widget | None = self.focused or self.dialog
        while receiver is not None:
            intent = receiver.key(key, modifiers)
            if intent is not None:
                self._use_keyboard()
                return intent
            receiver = receiver.parent
        if self.dialog is not None and key == pygame.K_ESCAPE:
            return self.dialog.key(key, modifiers)
        if key in ARROWS:
            return HANDLED if self.move(ARROWS[key]) else None
        return HANDLED if self.dialog is not None else None

    def widget_at(self, point: Point) -> Widget | None:
        """Return the topmost widget under a point."""
        hits = [widget for widget in self.all_widgets() if widget.hit(point)]
        return hits[-1] if hits else None

    def _set_hovered(self, widget: Widget | None, point: Point) -> None:
        if widget is not self.hovered:
            self._resting = 0.0
            if self.hovered is not None:
                self.hovered.hovered, self.hovered.pointer = False, None
        self.hovered = widget
        if widget is not None:
            widget.hovered, widget.pointer = True, point

    def _motion(self, point: Point) -> Intent | None:
        if self._captured is not None:
            return self._captured.drag(point)
        self._set_hovered(self.widget_at(point), point)
        return HANDLED if self.dialog is not None else None

    def _near(self, point: Point) -> Point:
        """The point itself, or the nearest one on a control that is within the slack."""
        hit = self.widget_at(point)
        if not self.slack or (hit is not None and hit.can_focus):
            return point
        best, found = float(self.slack), point
        for widget in self.stops():
            box = widget.focus_rect().clip(widget.visible_rect())
            if box.width and box.height:
                x = min(max(point[0], box.left), box.right - 1)
                y = min(max(point[1], box.top), box.bottom - 1)
                away = math.dist((x, y), point)
                if away <= best:
                    best, found = away, (x, y)
        return found

    def _press(self, point: Point) -> Intent | None:
        self.keyboard = False
        point = self._near(point)
        widget = self.widget_at(point)
        self._set_hovered(widget, point)
        if widget is None:
            self.focus(None)
            return HANDLED if self.dialog is not None else None
        self._captured = widget
        widget.pressed = True
        if widget.can_focus or self.focused is not None:
            self.focus(widget if widget.can_focus else None)
        return widget.press(point)

    def _release(self, point: Point) -> Intent | None:
        widget, self._captured = self._captured, None
        if widget is None:
            return HANDLED if self.dialog is not None else None
        widget.pressed = False
        intent = widget.release(self._near(point))
        self._set_hovered(self.widget_at(point), point)
        return intent

    def _wheel(self, steps: float) -> Intent | None:
        receiver = self.hovered
        while receiver is not None:
            intent = receiver.wheel(steps)
            if intent is not None:
                return intent
            receiver = receiver.parent
        return HANDLED if self.dialog is not None else None

    @property
    def cursor(self) -> int:
        """The system cursor that fits what is under the pointer."""
        idle = pygame.SYSTEM_CURSOR_ARROW
        return self.hovered.cursor if self.hovered is not None and self.hovered.enabled else idle

    # ---- frames

    def advance(self, seconds: float) -> None:
        """Move animations and the tooltip's delay on."""
        self._resting += seconds
        for widget in [*self.widgets, *([self.dialog] if self.dialog is not None else [])]:
            widget.advance(seconds)

    def hint_source(self) -> Widget | None:
        """Return the widget whose tooltip is due: under the resting pointer, or focused by key."""
        if self._resting < TOOLTIP_SECONDS or self._captured is not None:
            return None
        source = self.focused if self.keyboard else self.hovered
        return source if source is not None and source.hint else None

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the widgets, the dialog over them and the tooltip over all."""
        for widget in self.widgets:
            if widget.visible:
                widget.draw(surface)
        if self.dialog is not None:
            self.dialog.draw(surface)
        source = self.hint_source()
        if source is not None:
            anchor, locked = source.hint_anchor(), not source.enabled
            draw_tooltip(self.painter, surface, source.hint, anchor, self.bounds, locked)

    # ---- accessibility and tests

    def nodes(self) -> list[dict[str, Any]]:
        """Return the accessibility tree as a flat list."""
        return [widget.node() for widget in self.all_widgets()]

    def reachable(self, start: Widget | str | None = None) -> set[str]:
        """Return the ids that arrow keys reach from a stop, without moving the focus.

        Directions that a control uses itself (left and right on a slider) lead nowhere.
        """
        first = self.get(start) if isinstance(start, str) else start
        return reachable(self.stops(), first)
