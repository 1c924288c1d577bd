"""The world map's geometry: land, regions and hubs in pixels of one map size."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.assets import asset
from game.window.theme import COLOURS, Colour, mix

Array = NDArray[np.float64]
NOWHERE = 255
_LARGE = 1600  # pixels: wider maps are oversampled twice instead of three times
_CUT_ACROSS = 1.03  # the map may be so much wider than its frame: no hub is cut off
_CUT_DOWN = 1.08  # and so much higher


@dataclass(frozen=True)
class MapData:
    """The built map file. Units: map widths; ``aspect`` is height over width."""

    points: Array
    offsets: NDArray[np.int32]
    ring_region: NDArray[np.int16]
    ring_is_hole: NDArray[np.int8]
    region_names: tuple[str, ...]
    aspect: float
    width_degrees: float
    hub_position: Array
    hub_weight: Array
    hub_region: NDArray[np.int16]
    hub_names: tuple[str, ...]
    graticule: Array
    graticule_offsets: NDArray[np.int32]

    def hub(self, name: str) -> int:
        """Return a hub's index. Raises: KeyError for an unknown name."""
        if name not in self.hub_names:
            raise KeyError(f"no hub called {name!r}")
        return self.hub_names.index(name)


@functools.cache
def map_data() -> MapData:
    """Return the map, read once."""
    with np.load(asset("world.npz")) as archive:
        return MapData(
            points=archive["points"].astype(float),
            offsets=archive["offsets"],
            ring_region=archive["ring_region"],
            ring_is_hole=archive["ring_is_hole"],
            region_names=tuple(str(name) for name in archive["region_names"]),
            aspect=float(archive["aspect"]),
            width_degrees=float(archive["width_degrees"]),
            hub_position=archive["hub_position"].astype(float),
            hub_weight=archive["hub_weight"].astype(float),
            hub_region=archive["hub_region"],
            hub_names=tuple(str(name) for name in archive["hub_names"]),
            graticule=archive["graticule"].astype(float),
            graticule_offsets=archive["graticule_offsets"],
        )


def region_names() -> tuple[str, ...]:
    """Return the names of the map's regions."""
    return map_data().region_names


def hub_names() -> tuple[str, ...]:
    """Return the names of the map's hubs."""
    return map_data().hub_names


class Projection:
    """The map fitted into a frame, cut a little at its empty rims; beyond it lies sea."""

    def __init__(self, width: int, height: int) -> None:
        data = map_data()
        self.width, self.height = width, height
        self.zoom = min(width * _CUT_ACROSS, height / data.aspect * _CUT_DOWN)
        self.left = (width - self.zoom) / 2
        self.top = (height - self.zoom * data.aspect) / 2
        self.turn = self.zoom * 360 / data.width_degrees

    def pixels(self, points: Array) -> Array:
        """Return pixel positions. Shapes: (n, 2)."""
        return points * self.zoom + np.array([self.left, self.top])

    def rings(self, times: int = 1) -> list[tuple[int, bool, list[list[float]]]]:
        """Return (region, is hole, corners) of every ring, in oversampled pixels."""
        data = map_data()
        pixels = self.pixels(data.points) * times
        spans = zip(data.offsets[:-1], data.offsets[1:], strict=True)
        return [
            (int(region), bool(hole), pixels[start:stop].tolist())
            for region, hole, (start, stop) in zip(
                data.ring_region, data.ring_is_hole, spans, strict=True
            )
        ]

    def region_picture(self) -> NDArray[np.uint8]:
        """Return each pixel's region, or ``NOWHERE`` at sea. Shape: (width, height)."""
        picture = pygame.Surface((self.width, self.height), depth=24)
        picture.fill((NOWHERE, 0, 0))
        for holes in (False, True):
            for region, is_hole, corners in self.rings():
                if is_hole == holes and len(corners) > 2:
                    pygame.draw.polygon(picture, (NOWHERE if holes else region, 0, 0), corners)
        return np.ascontiguousarray(pygame.surfarray.array3d(picture)[:, :, 0])

    def base_picture(self, scale: float) -> pygame.Surface:
        """Return sea, graticule and land, antialiased by oversampling."""
        times = 3 if self.width <= _LARGE else 2
        big = pygame.transform.scale(self._sea(), (self.width * times, self.height * times))
        data, grid = map_data(), mix(COLOURS["sea"], COLOURS["line"], 0.42)
        lines = self.pixels(data.graticule) * times
        for start, stop in zip(data.graticule_offsets, data.graticule_offsets[1:], strict=False):
            pygame.draw.lines(big, grid, False, lines[start:stop].tolist(), times - 1)
        rings = self.rings(times)
        for holes, fill in ((False, COLOURS["land"]), (True, COLOURS["sea"])):
            for _, is_hole, corners in rings:
                if is_hole == holes:
                    pygame.draw.polygon(big, fill, corners)
        coast = mix(COLOURS["land"], COLOURS["line_strong"], 0.75)
        for _, _, corners in rings:
            pygame.draw.lines(big, coast, True, corners, max(2, int(times * scale * 0.8)))
        return pygame.transform.smoothscale(big, (self.width, self.height)).convert()

    def _sea(self) -> pygame.Surface:
        """Return the sea: a faint light in the middle, dithered so that it does not band."""
        x = np.linspace(-1, 1, self.width)[:, None, None]
        y = np.linspace(-1, 1, self.height)[None, :, None]
        light = np.clip(1 - (x * x * 0.55 + y * y * 0.75), 0, 1)
        sea = np.array(COLOURS["sea"]) * 0.8 + np.array([6, 10, 18]) * light + 1.5
        sea = sea + np.random.default_rng(0).normal(0, 0.35, (self.width, self.height, 1))
        return pygame.surfarray.make_surface(sea.clip(0, 255).astype(np.uint8))

    def outline(self, region: int, scale: float, colour: Colour) -> tuple[pygame.Surface, int, int]:
        """Return a region's bright outline with its corner's x and y."""
        times = 2
        rings = [ring for owner, _, ring in self.rings() if owner == region]
        corners = np.concatenate([np.array(ring) for ring in rings])
        low = np.maximum(np.floor(corners.min(0)) - 3, 0).astype(int)
        high = np.minimum(np.ceil(corners.max(0)) + 3, (self.width, self.height)).astype(int)
        size = np.maximum(high - low, 1)
        big = pygame.Surface((size * times).tolist(), pygame.SRCALPHA)
        big.fill((*colour, 0))
        for ring in rings:
            points = ((np.array(ring) - low) * times).tolist()
            pygame.draw.polygon(big, (*colour, 26), points)
            pygame.draw.lines(big, (*colour, 215), True, points, max(2, round(times * scale)))
        small = pygame.transform.smoothscale(big, size.tolist())
        return small, int(low[0]), int(low[1])
