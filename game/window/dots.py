"""The dots of the map: a lattice over land, each dot owned by a region and held by an ecosystem."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pygame
from numpy.typing import NDArray

from game.window.drawing import disc, shape
from game.window.mapdata import NOWHERE, Array, Projection, map_data
from game.window.theme import COLOURS, ECOSYSTEMS, FLASH_SECONDS, Colour, mix

Ints = NDArray[np.int64]
DOT_COLOURS: tuple[Colour, ...] = (
    *(COLOURS[name] for name in ECOSYSTEMS[:3]),
    mix(COLOURS["uncommitted"], COLOURS["sea"], 0.30),
)
DOT_SHAPES = ("disc", "diamond", "ring", "tick")
CLASSES = len(DOT_COLOURS)
UNDECIDED = CLASSES - 1
_SIZES = 4
_FLASH_LEVELS = 4
_RADII = (0.30, 0.365, 0.42, 0.47)  # parts of the spacing, from a hub's edge to its core
_RADII_WITH_SHAPES = (0.44, 0.46, 0.48, 0.50)
_FADE = (0.20, 0.12, 0.05, 0.0)
_USED_LAND = 0.60  # part of the lattice that carries dots
_SMALLEST_SPACING = 4.4  # pixels at scale 1
_SEED = 11


def largest_remainder(shares: Sequence[float], total: int) -> list[int]:
    """Return whole numbers in proportion to the shares that add up to the total.

    Shares that are negative or not numbers count as 0; if none is left, all go to the last class.
    """
    clean = [share if math.isfinite(share) and share > 0 else 0.0 for share in shares]
    if sum(clean) == 0:
        clean[-1] = 1.0
    exact = [share / sum(clean) * total for share in clean]
    counts = [int(part) for part in exact]
    rest = sorted(range(len(exact)), key=lambda index: counts[index] - exact[index])
    for index in rest[: total - sum(counts)]:
        counts[index] += 1
    return counts


class DotField:
    """Positions, owners and holders of all dots, and the picture of them.

    A dot that changes hands is chosen by a fixed seeded order that favours connected patches, so
    the same sequence of shares always gives the same map.
    """

    def __init__(
        self,
        projection: Projection,
        regions: NDArray[np.uint8],
        base: pygame.Surface,
        scale: float,
        wanted: int,
        shapes: bool,
    ) -> None:
        self.scale = scale
        self.base = base
        self.shapes = shapes
        self._spread(projection, regions, wanted)
        self.held = np.full(len(self.position), UNDECIDED, np.int64)
        self.flash = np.zeros(len(self.position))
        self._near: dict[int, list[int]] = {}
        self._order = self._preferences(projection)
        self._make_sprites()
        self.layer = self._paint_all()

    def _spread(self, projection: Projection, regions: NDArray[np.uint8], wanted: int) -> None:
        """Lay the lattice and give each cell to the nearest hub of its own region."""
        land = int((regions != NOWHERE).sum())
        spacing = math.sqrt(land * _USED_LAND / (0.866 * max(1, wanted)))
        self.spacing = max(spacing, _SMALLEST_SPACING * self.scale)
        cells, owner = _lattice(regions, self.spacing)
        data = map_data()
        hubs = projection.pixels(data.hub_position)
        away = np.hypot(
            cells[:, None, 0] - hubs[None, :, 0], cells[:, None, 1] - hubs[None, :, 1]
        ) / np.sqrt(data.hub_weight)
        away[owner[:, None] != data.hub_region[None, :]] = np.inf
        nearest = away.min(1)
        order = np.argsort(nearest, kind="stable")
        used = order[: min(wanted, int(len(cells) * _USED_LAND))]
        self.position: Array = cells[used]
        self.region: Ints = owner[used]
        rank = np.arange(len(used)) * _SIZES // max(1, len(used))
        self.size: Ints = _SIZES - 1 - rank
        idle = order[len(used) :]
        dot = disc(self.spacing * 0.29, COLOURS["land_dot"])
        half = dot.get_width() / 2 - 0.5
        self.base.fblits([(dot, (x - half, y - half)) for x, y in cells[idle].tolist()])

    def _preferences(self, projection: Projection) -> Array:
        """Return how readily each dot joins each class: patches with a grain. Shape: (n, 4)."""
        generator = np.random.default_rng(_SEED)
        place = self.position / projection.zoom * 2 * math.pi
        result = np.zeros((len(place), CLASSES))
        for column in range(CLASSES):
            for frequency in (9.0, 14.0, 23.0):
                angle, phase = generator.random(2) * 2 * math.pi
                wave = place @ np.array([math.cos(angle), math.sin(angle)]) * frequency
                result[:, column] += np.sin(wave + phase) * 0.5
        return np.asarray(result + generator.normal(0, 0.8, result.shape))

    def _make_sprites(self) -> None:
        """Make the sprites by class, size and flash level, and each dot's corner."""
        radii = _RADII_WITH_SHAPES if self.shapes else _RADII
        self._sprites: list[list[list[pygame.Surface]]] = []
        for colour, kind in zip(DOT_COLOURS, DOT_SHAPES, strict=True):
            rows = []
            for part, fade in zip(radii, _FADE, strict=True):
                faded = mix(colour, COLOURS["sea"], fade)
                row = []
                for level in range(_FLASH_LEVELS):
                    radius = self.spacing * (part + 0.06 * level)
                    bright = mix(faded, (255, 255, 255), level * 0.28)
                    row.append(shape(kind if self.shapes else "disc", radius, bright))
                rows.append([sprite.premul_alpha() for sprite in row])
            self._sprites.append(rows)
        ring = disc(self.spacing * 0.75, COLOURS["sea"], COLOURS["focus"], 1.2 * self.scale)
        self._ring = ring.premul_alpha()
        self._half = [[sprite.get_width() / 2 - 0.5 for sprite in row] for row in self._sprites[0]]
        self._place = self.position.tolist()

    def _stamp(self, index: int, level: int = 0) -> tuple[pygame.Surface, tuple[float, float]]:
        size = int(self.size[index])
        half = self._half[size][level]
        x, y = self._place[index]
        return self._sprites[int(self.held[index])][size][level], (x - half, y - half)

    def _paint_all(self) -> pygame.Surface:
        layer = self.base.copy()
        stamps = [self._stamp(index) for index in range(len(self._place))]
        layer.fblits(stamps, pygame.BLEND_PREMULTIPLIED)
        return layer

    def set_shares(self, shares: Mapping[str, Sequence[float]], animate: bool = True) -> int:
        """Give each named region's dots to the classes in proportion; return how many changed.

        Raises: KeyError for an unknown region, ValueError for a wrong number of shares.
        """
        names = map_data().region_names
        changed: list[int] = []
        for name, parts in shares.items():
            if name not in names:
                raise KeyError(f"no region called {name!r}")
            if len(parts) != CLASSES:
                raise ValueError(f"{name}: expected {CLASSES} shares, got {len(parts)}")
            dots = np.flatnonzero(self.region == names.index(name))
            changed += self._settle(dots, largest_remainder(parts, len(dots)))
        self._repaint(changed)
        if animate:
            self.flash[changed] = FLASH_SECONDS
        return len(changed)

    def _settle(self, dots: Ints, wanted: list[int]) -> list[int]:
        """Move as few dots as possible to reach the wanted counts; return them."""
        surplus = np.bincount(self.held[dots], minlength=CLASSES) - np.array(wanted)
        changed: list[int] = []
        for column in np.flatnonzero(surplus < 0).tolist():
            missing = -int(surplus[column])
            givers = dots[surplus[self.held[dots]] > 0]
            order = np.argsort(-self._order[givers, column], kind="stable")
            for dot in givers[order].tolist():
                if missing == 0:
                    break
                if surplus[self.held[dot]] > 0:
                    surplus[self.held[dot]] -= 1
                    self.held[dot] = column
                    changed.append(dot)
                    missing -= 1
        return changed

    def _repaint(self, changed: list[int]) -> None:
        """Paint the squares around the changed dots, exactly as painting everything would."""
        reach = math.ceil(self.spacing * 0.6) + 2
        before = self.layer.get_clip()
        for index in changed:
            x, y = self._place[index]
            square = pygame.Rect(int(x) - reach, int(y) - reach, 2 * reach + 1, 2 * reach + 1)
            self.layer.set_clip(square)
            self.layer.blit(self.base, square, square)
            stamps = [self._stamp(other) for other in self._touching(index, 2 * reach)]
            self.layer.fblits(stamps, pygame.BLEND_PREMULTIPLIED)
        self.layer.set_clip(before)

    def _touching(self, index: int, distance: int) -> list[int]:
        """Return the dots whose sprites may reach into a dot's square, in painting order."""
        if index not in self._near:
            offset = np.abs(self.position - self.position[index]).max(1)
            self._near[index] = np.flatnonzero(offset <= distance).tolist()
        return self._near[index]

    def advance(self, seconds: float) -> None:
        """Let flashes fade."""
        if self.flash.any():
            self.flash = np.maximum(0.0, self.flash - seconds)

    def draw(self, surface: pygame.Surface, reduce_motion: bool) -> None:
        """Draw all dots on a surface of the map's size."""
        surface.blit(self.layer, (0, 0))
        hot = np.flatnonzero(self.flash > 0)
        if not hot.size:
            return
        if reduce_motion:
            half = self._ring.get_width() / 2 - 0.5
            rings = [(self._ring, (x - half, y - half)) for x, y in self.position[hot].tolist()]
            surface.fblits(rings, pygame.BLEND_PREMULTIPLIED)
            surface.fblits([self._stamp(i) for i in hot.tolist()], pygame.BLEND_PREMULTIPLIED)
            return
        levels = np.ceil(self.flash[hot] / FLASH_SECONDS * (_FLASH_LEVELS - 1)).astype(int)
        stamps = [
            self._stamp(index, min(level, _FLASH_LEVELS - 1))
            for index, level in zip(hot.tolist(), levels.tolist(), strict=True)
        ]
        surface.fblits(stamps, pygame.BLEND_PREMULTIPLIED)

    def counts(self, region: str) -> list[int]:
        """Return how many of a region's dots each class holds."""
        dots = self.region == map_data().region_names.index(region)
        return np.bincount(self.held[dots], minlength=CLASSES).tolist()


def _lattice(regions: NDArray[np.uint8], spacing: float) -> tuple[Array, Ints]:
    """Return the hexagonal lattice's cells on land and their regions."""
    width, height = regions.shape
    rows = []
    for index, y in enumerate(np.arange(spacing, height - spacing, spacing * 0.866)):
        x = np.arange(spacing + (index % 2) * spacing / 2, width - spacing, spacing)
        rows.append(np.stack([x, np.full(len(x), y)], axis=1))
    cells = np.concatenate(rows) if rows else np.empty((0, 2))
    owner = regions[cells[:, 0].astype(int), cells[:, 1].astype(int)]
    return cells[owner != NOWHERE], owner[owner != NOWHERE].astype(np.int64)
