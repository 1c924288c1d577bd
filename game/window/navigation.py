"""Where arrow keys lead: the nearest stop in a direction, and all that can be reached so."""

from __future__ import annotations

from collections.abc import Sequence

from game.window.widgets.base import Direction, Point, Widget

_VECTORS: dict[Direction, tuple[int, int]] = {
    "left": (-1, 0),
    "right": (1, 0),
    "up": (0, -1),
    "down": (0, 1),
}
_CONE = 2.5  # a stop lies in the cone if it is at most so many times farther across than along
_ACROSS = 2.2  # what a pixel across costs, where a pixel along costs 1


def neighbour(stops: Sequence[Widget], widget: Widget, direction: Direction) -> Widget | None:
    """Return the nearest stop in a direction: inside a cone first, else in the half-plane."""
    right, down = _VECTORS[direction]
    best: tuple[bool, float, Widget] | None = None
    for other in stops:
        start, end = _places(widget, other)
        if end is None:
            continue
        x, y = end[0] - start[0], end[1] - start[1]
        along, across = x * right + y * down, abs(x * down) + abs(y * right)
        if other is widget or along <= 0:
            continue
        outside = across > along * _CONE
        cost = along + _ACROSS * across
        if best is None or (outside, cost) < best[:2]:
            best = (outside, cost, other)
    return best[2] if best is not None else None


def _places(widget: Widget, other: Widget) -> tuple[Point, Point | None]:
    """Return where two stops are: scrolled content as it lies, seen from outside as it shows.

    What is scrolled out of view cannot be reached from outside its area: the second is None.
    """
    if _area(widget) is _area(other):
        return widget.rect.center, other.rect.center
    shown = other.visible_rect()
    port = _area(widget)
    limits = port.viewport() if port is not None else None
    start = widget.rect.clamp(limits) if limits is not None else widget.rect
    return start.center, shown.center if shown.height > 0 and shown.width > 0 else None


def _area(widget: Widget) -> Widget | None:
    """Return the nearest scrolling parent."""
    parent = widget.parent
    while parent is not None and parent.viewport() is None:
        parent = parent.parent
    return parent


def reachable(stops: Sequence[Widget], start: Widget | None = None) -> set[str]:
    """Return the ids that arrow keys reach, by default from the first stop.

    Directions that a control uses itself (left and right on a slider) lead nowhere.
    """
    todo = [start] if start is not None else list(stops[:1])
    seen = {widget.id for widget in todo}
    while todo:
        widget = todo.pop()
        for direction in _VECTORS:
            if direction in widget.own_directions:
                continue
            target = neighbour(stops, widget, direction)
            if target is not None and target.id not in seen:
                seen.add(target.id)
                todo.append(target)
    return seen
