"""Place labels beside points so that they meet neither each other nor what must stay clear."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

# Sides in order of preference, as parts of the label's size from its centre.
_SIDES = ((1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1))


def candidates(size: tuple[int, int], point: tuple[float, float], gap: int) -> list[pygame.Rect]:
    """Return the places beside a point, best first. Units: pixels."""
    width, height = size
    places = []
    for right, down in _SIDES:
        centre_x = point[0] + right * (width / 2 + gap)
        drop = height / 2 + (gap if right == 0 else gap * 0.4)
        rect = pygame.Rect(0, 0, width, height)
        rect.center = (round(centre_x), round(point[1] + down * drop))
        places.append(rect)
    return places


def place_labels(
    sizes: Sequence[tuple[int, int]],
    points: Sequence[tuple[float, float]],
    bounds: pygame.Rect,
    obstacles: Sequence[pygame.Rect] = (),
    gap: int = 8,
) -> list[pygame.Rect | None]:
    """Return a place for each label, or None for one that fits nowhere; first come, first served.

    Labels keep clear of all points, of each other and of the obstacles, inside the bounds.
    """
    marks = [pygame.Rect(round(x) - 4, round(y) - 4, 9, 9) for x, y in points]
    taken = list(obstacles)
    result: list[pygame.Rect | None] = []
    for size, point in zip(sizes, points, strict=True):
        free = (
            rect
            for rect in candidates(size, point, gap)
            if bounds.contains(rect) and rect.collidelist(taken) < 0 and rect.collidelist(marks) < 0
        )
        place = next(free, None) if bounds.collidepoint(point) else None
        result.append(place)
        if place is not None:
            taken.append(place)
    return result
