"""Supply lines over the map: arcs with moving packets, and blocked lines with a cross."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame

from game.window.drawing import blit_centred, disc, icon
from game.window.mapdata import Array, Projection, map_data
from game.window.theme import COLOURS, PACKET_SPEED, Colour, mix

_TABLE = 256  # stored places along each arc
_PHASES = 4  # sub-pixel positions of a packet's sprite, in each direction
_PACKET_GAP = 26  # pixels at scale 1
ROUTE_COLOURS: dict[str, Colour] = {
    "supply": COLOURS["incumbent"],
    "sovereign": COLOURS["sovereign"],
    "open": COLOURS["open"],
    "blocked": COLOURS["bad"],
}


@dataclass(frozen=True)
class Route:
    """A line between two hubs. ``kind`` is a key of ``ROUTE_COLOURS``; ``flow`` thins packets."""

    start: str
    end: str
    kind: str = "supply"
    flow: float = 1.0


class RouteLayer:
    """The arcs of all routes, drawn once, and their packets, drawn each frame."""

    def __init__(self, projection: Projection, scale: float, routes: Sequence[Route]) -> None:
        self._projection = projection
        self._scale = scale
        self._time = 0.0
        arcs = [(arc, route) for route in routes for arc in self._arcs(route)]
        self._picture = self._draw_arcs(arcs) if arcs else None
        self._load_packets([(arc, route) for arc, route in arcs if route.kind != "blocked"])

    def _arcs(self, route: Route) -> list[Array]:
        """Return the arc, twice if it leaves one side of the map to come back on the other."""
        data, projection = map_data(), self._projection
        ends = [data.hub(route.start), data.hub(route.end)]
        start, end = projection.pixels(data.hub_position[ends])
        across = abs(end[0] - start[0]) > projection.turn / 2
        if across:
            end = end + np.array([math.copysign(projection.turn, start[0] - end[0]), 0.0])
        length = float(np.hypot(*(end - start)))
        lift = np.array([0.0, min(length * 0.24, 78 * self._scale)])
        middle = (start + end) / 2 - lift
        share = np.linspace(0, 1, max(24, int(length / 3)))[:, None]
        rest = 1 - share
        arc: Array = rest * rest * start + 2 * share * rest * middle + share * share * end
        if not across:
            return [arc]
        return [arc, arc - np.array([math.copysign(projection.turn, end[0] - start[0]), 0.0])]

    def _draw_arcs(self, arcs: Sequence[tuple[Array, Route]]) -> pygame.Surface:
        times = 2
        size = (self._projection.width, self._projection.height)
        big = pygame.Surface((size[0] * times, size[1] * times), pygame.SRCALPHA)
        for arc, route in arcs:
            colour = ROUTE_COLOURS[route.kind]
            points = arc * times
            if route.kind == "blocked":
                width = round(times * 1.4 * self._scale)
                for dash in _dashes(points, 8 * times * self._scale, 4.6 * times * self._scale):
                    pygame.draw.lines(big, (*colour, 235), False, dash, max(1, width))
            else:
                width = max(2, round(times * self._scale))
                pygame.draw.lines(big, (*colour, 130), False, points.tolist(), width)
        picture = pygame.transform.smoothscale(big, size).convert_alpha()
        for arc, route in arcs:
            if route.kind == "blocked":
                self._draw_cross(picture, *arc[len(arc) // 2])
        return picture

    def _draw_cross(self, picture: pygame.Surface, x: float, y: float) -> None:
        badge = disc(7.5 * self._scale, COLOURS["sea"], COLOURS["bad"], 1.5 * self._scale)
        blit_centred(picture, badge, x, y)
        blit_centred(picture, icon("x", max(5, round(9 * self._scale)), COLOURS["bad"]), x, y)

    def _load_packets(self, arcs: Sequence[tuple[Array, Route]]) -> None:
        """Scatter packets along the open arcs, by a fixed seed."""
        generator = np.random.default_rng(3)
        kinds = list(ROUTE_COLOURS)
        owner: list[int] = []
        share: list[float] = []
        for index, (arc, route) in enumerate(arcs):
            length = float(np.hypot(*np.diff(arc, axis=0).T).sum())
            count = round(max(2, length / (_PACKET_GAP * self._scale)) * max(0.0, route.flow))
            owner += [index] * count
            share += ((np.arange(count) + generator.random()) / max(1, count)).tolist()
        self._owner = np.array(owner, int)
        self._share = np.array(share)
        self._speed = np.array(
            [1 / max(1.0, float(np.hypot(*np.diff(arc, axis=0).T).sum())) for arc, _ in arcs]
        )
        steps = np.linspace(0, 1, _TABLE)
        self._table = np.array([_resample(arc, steps) for arc, _ in arcs]).reshape(-1, _TABLE, 2)
        colours = [kinds.index(route.kind) for _, route in arcs]
        self._colour = [colours[index] for index in owner]
        radius = 1.7 * self._scale
        shifts = [(x / _PHASES, y / _PHASES) for x in range(_PHASES) for y in range(_PHASES)]
        self._sprites = [
            [
                disc(radius, mix(ROUTE_COLOURS[kind], (255, 255, 255), 0.45), shift=shift)
                .copy()
                .premul_alpha()
                for shift in shifts
            ]
            for kind in kinds
        ]
        self._half = self._sprites[0][0].get_width() / 2

    def advance(self, seconds: float) -> None:
        """Move the packets on."""
        self._time += seconds

    def draw(self, surface: pygame.Surface, reduce_motion: bool) -> None:
        """Draw the arcs, and the packets unless motion is reduced."""
        if self._picture is not None:
            surface.blit(self._picture, (0, 0))
        if reduce_motion or not len(self._owner):
            return
        travelled = self._time * PACKET_SPEED * self._scale * self._speed[self._owner]
        share = (self._share + travelled) % 1.0
        place = self._table[self._owner, (share * (_TABLE - 1)).astype(int)]
        part = ((place % 1.0) * _PHASES).astype(int)
        phase = (part[:, 0] * _PHASES + part[:, 1]).tolist()
        corner = np.floor(place - self._half + 0.5).astype(int).tolist()
        stamps = [
            (self._sprites[colour][which], (x, y))
            for colour, which, (x, y) in zip(self._colour, phase, corner, strict=True)
        ]
        surface.fblits(stamps, pygame.BLEND_PREMULTIPLIED)


def _resample(arc: Array, steps: Array) -> Array:
    along = np.linspace(0, 1, len(arc))
    columns = [np.interp(steps, along, arc[:, column]) for column in (0, 1)]
    return np.stack(columns, axis=1)


def _dashes(points: Array, period: float, on: float) -> list[list[list[float]]]:
    """Return the dashes of a line as short polylines. Units: pixels."""
    along = np.concatenate([[0.0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    result = []
    for start in np.arange(0, along[-1], period):
        steps = np.linspace(start, min(start + on, along[-1]), 6)
        x = np.interp(steps, along, points[:, 0])
        y = np.interp(steps, along, points[:, 1])
        result.append(np.stack([x, y], axis=1).tolist())
    return result
