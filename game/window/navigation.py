"""Where arrow keys lead: the nearest stop in a direction, and all that can be reached so."""

from __future__ import annotations

from collections.abc import Sequence

from game.window.widgets.base import Direction, Widget

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
        x = other.rect.centerx - widget.rect.centerx
        y = other.rect.centery - widget.rect.centery
        along, across = x * right + y * down, abs(x * down) + abs(y * right)
        if other is widget or along <= 0:
            continue
        outside = across > along * _CONE
        cost = along + _ACROSS * across
        if best is None or (outside, cost) < best[:2]:
            best = (outside, cost, other)
    return best[2] if best is not None else None


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
