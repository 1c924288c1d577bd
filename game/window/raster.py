"""Antialiased curves of y over pixel columns: exact coverage per column, vectorised.

A curve is one y per column, in pixels from the canvas top; NaN leaves its column empty.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pygame
from numpy.typing import ArrayLike, NDArray

from game.window.theme import Colour

Array = NDArray[np.float64]
Dash = tuple[int, int]
_FINE = 0.5  # pixels between the points of a dash
_STEEPEST = 3.0  # a stroke is widened at most so many times on steep slopes


def finite_runs(values: Array) -> list[slice]:
    """Return the stretches without NaN or infinity."""
    mask = np.concatenate([[False], np.isfinite(values), [False]])
    edges = np.flatnonzero(mask[1:] != mask[:-1])
    pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [slice(start, stop) for start, stop in pairs]


def monotone_slopes(x: Array, y: Array) -> Array:
    """Return slopes for a cubic that never overshoots its data (Fritsch and Carlson 1980)."""
    secant = np.diff(y) / np.diff(x)
    slope = np.concatenate([secant[:1], (secant[:-1] + secant[1:]) / 2, secant[-1:]])
    turns = np.concatenate([[False], secant[:-1] * secant[1:] <= 0, [False]])
    slope[turns] = 0.0
    limit = 3 * np.minimum(
        np.abs(np.concatenate([secant[:1], secant])), np.abs(np.concatenate([secant, secant[-1:]]))
    )
    return np.asarray(np.clip(slope, -limit, limit))


def _cubic(x: Array, y: Array, at: Array) -> Array:
    """Return the monotone cubic through the points; ``x`` increases strictly."""
    slope = monotone_slopes(x, y)
    index = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    span = x[index + 1] - x[index]
    t = (at - x[index]) / span
    rise = y[index + 1] - y[index]
    first, last = slope[index] * span, slope[index + 1] * span
    bend = (first + last - 2 * rise) * t * t * t + (3 * rise - 2 * first - last) * t * t
    return np.asarray(bend + first * t + y[index])


@np.errstate(over="ignore", invalid="ignore")
def interpolate(x: ArrayLike, y: ArrayLike, at: ArrayLike) -> Array:
    """Return smooth values at new places; NaN outside the data and across its gaps."""
    places, values = np.asarray(x, float), np.asarray(y, float)
    count = min(len(places), len(values))
    wanted = np.asarray(at, float)
    result = np.full(wanted.shape, np.nan)
    order = np.argsort(places[:count], kind="stable")
    places, values = places[:count][order], values[:count][order]
    for run in finite_runs(np.where(np.isfinite(places), values, np.nan)):
        keep = np.concatenate([[True], np.diff(places[run]) > 0])
        run_x, run_y = places[run][keep], values[run][keep]
        inside = (wanted >= run_x[0] - 1e-9) & (wanted <= run_x[-1] + 1e-9)
        if len(run_x) == 1:
            result[inside] = run_y[0]
        else:
            result[inside] = _cubic(run_x, run_y, wanted[inside])
    return result


class Canvas:
    """A picture in floating point that curves are blended into. Units: pixels."""

    def __init__(self, width: int, height: int, background: Colour) -> None:
        self.width, self.height = max(1, width), max(1, height)
        self._planes = [np.full((self.width, self.height), c, np.float32) for c in background]
        self._rows = np.arange(self.height, dtype=np.float32)[None, :]

    def _cover(self, top: Array, bottom: Array, colour: Colour, alpha: float, left: int) -> None:
        """Blend a colour between two curves, touching only rows that can change."""
        start, stop = max(0, -left), min(len(top), self.width - left)
        if stop <= start:
            return
        top, bottom = top[start:stop], bottom[start:stop]
        drawn = np.isfinite(top) & np.isfinite(bottom)
        if not drawn.any():
            return
        above = np.where(drawn, np.clip(top, -4, self.height + 4), 0).astype(np.float32)
        below = np.where(drawn, np.clip(bottom, -4, self.height + 4), 0).astype(np.float32)
        first = max(0, int(above[drawn].min()) - 1)
        last = min(self.height, int(below[drawn].max()) + 2)
        if last <= first:
            return
        rows = self._rows[:, first:last]
        coverage = np.minimum(below[:, None], rows + 1)
        coverage -= np.maximum(above[:, None], rows)
        np.clip(coverage, 0, 1, out=coverage)
        coverage *= (drawn * alpha).astype(np.float32)[:, None]
        self._blend((slice(left + start, left + stop), slice(first, last)), coverage, colour)

    def _blend(
        self,
        where: tuple[slice, slice] | tuple[slice, int] | tuple[int, slice],
        coverage: NDArray[np.float32] | float,
        colour: Colour,
    ) -> None:
        """Mix a colour into a part of the picture."""
        for plane, channel in zip(self._planes, colour, strict=True):
            part = plane[where]
            part += coverage * (np.float32(channel) - part)

    def band(
        self, low: ArrayLike, high: ArrayLike, colour: Colour, alpha: float = 1.0, left: int = 0
    ) -> None:
        """Fill between two curves."""
        first, second = np.asarray(low, float), np.asarray(high, float)
        top, bottom = np.minimum(first, second), np.maximum(first, second)
        self._cover(top, bottom, colour, alpha, left)

    @np.errstate(over="ignore", invalid="ignore")
    def line(
        self,
        y: ArrayLike,
        colour: Colour,
        width: float = 2.0,
        alpha: float = 1.0,
        left: int = 0,
        dash: Dash | None = None,
    ) -> None:
        """Stroke a curve; ``dash`` is (on, off), measured along the curve."""
        curve = np.asarray(y, float)
        if dash is not None:
            self._dashes(curve, colour, width, alpha, left, dash)
            return
        slope = np.zeros_like(curve)
        for run in finite_runs(curve):
            if run.stop - run.start > 1:
                slope[run] = np.abs(np.gradient(curve[run]))
        half = width / 2 * np.minimum(np.sqrt(1 + slope * slope), _STEEPEST)
        top, bottom = _reach(curve)
        self._cover(top - half, bottom + half, colour, alpha, left)

    def _dashes(
        self, curve: Array, colour: Colour, width: float, alpha: float, left: int, dash: Dash
    ) -> None:
        """Stroke dashes of equal length, however steep the curve is: discs along its path."""
        curve = np.clip(curve, -2 * self.height, 3 * self.height)
        parts = [_along(curve[run], run.start, dash, width) for run in finite_runs(curve)]
        if not parts:
            return
        x = np.concatenate([part[0] for part in parts]) + left
        y = np.concatenate([part[1] for part in parts])
        radius = width / 2
        reach = int(np.ceil(radius + 1))
        spots = np.arange(-reach, reach + 1)
        columns_, rows = np.floor(x).astype(int), np.floor(y).astype(int)
        ink = np.zeros((self.width, self.height), np.float32)
        for across in spots:
            for down in spots:
                i, j = columns_ + across, rows + down
                inside = (i >= 0) & (i < self.width) & (j >= 0) & (j < self.height)
                away = np.hypot(i + 0.5 - x, j + 0.5 - y)
                cover = np.clip(radius + 0.5 - away, 0, 1) * inside
                seen = cover > 0
                np.maximum.at(ink, (i[seen], j[seen]), cover[seen].astype(np.float32))
        if not ink.any():
            return
        first, last = max(0, int(rows.min()) - reach), min(self.height, int(rows.max()) + reach + 1)
        self._blend((slice(None), slice(first, last)), alpha * ink[:, first:last], colour)

    def area(self, y: ArrayLike, colour: Colour, alpha: float, left: int = 0) -> None:
        """Fill below a curve, fading to nothing at the bottom."""
        curve = np.asarray(y, float)
        start, stop = max(0, -left), min(len(curve), self.width - left)
        if stop <= start:
            return
        curve = curve[start:stop]
        drawn = np.isfinite(curve)
        fade = np.linspace(alpha, 0, self.height)[None, :]
        below = np.clip(self._rows + 1 - np.where(drawn, curve, 0)[:, None], 0, 1)
        coverage = (below * fade * drawn[:, None]).astype(np.float32)
        self._blend((slice(left + start, left + stop), slice(None)), coverage, colour)

    def horizontal(self, y: float, colour: Colour, alpha: float = 1.0) -> None:
        """Draw a hairline across; outside the canvas nothing."""
        if np.isfinite(y) and 0 <= round(y) < self.height:
            self._blend((slice(None), round(y)), alpha, colour)

    def vertical(
        self, x: float, colour: Colour, alpha: float = 1.0, dash: Dash | None = None
    ) -> None:
        """Draw a hairline down; outside the canvas nothing."""
        if np.isfinite(x) and 0 <= round(x) < self.width:
            mask = np.full(self.height, alpha, np.float32)
            if dash is not None:
                mask *= np.arange(self.height) % sum(dash) < dash[0]
            self._blend((round(x), slice(None)), mask, colour)

    def surface(self) -> pygame.Surface:
        """Return the picture."""
        pixels = np.stack(self._planes, axis=2)
        return pygame.surfarray.make_surface(pixels.clip(0, 255).astype(np.uint8))


def _along(curve: Array, start: int, dash: Dash, width: float) -> tuple[Array, Array]:
    """Return points a fraction of a pixel apart that lie on the dashes, which have round ends."""
    x = np.arange(start, start + len(curve)) + 0.5
    length = np.concatenate([[0.0], np.cumsum(np.hypot(1.0, np.diff(curve)))])
    at = np.arange(0.0, length[-1] + _FINE, _FINE)
    at = at[at % sum(dash) <= max(_FINE, dash[0] - width / 2)]
    return np.interp(at, length, x), np.interp(at, length, curve)


def _reach(curve: Array) -> tuple[Array, Array]:
    """Return how far up and down each column must reach to meet its neighbours half-way."""
    before, after = np.roll(curve, 1), np.roll(curve, -1)
    before[:1], after[-1:] = curve[:1], curve[-1:]
    middles = [np.where(np.isfinite(side), (curve + side) / 2, curve) for side in (before, after)]
    return (
        np.minimum(curve, np.minimum(*middles)),
        np.maximum(curve, np.maximum(*middles)),
    )


def columns(first: float, last: float, width: int) -> Array:
    """Return the values at each of ``width`` columns from the first to the last."""
    return np.linspace(first, last, max(1, width))


def bounds_of(values: Sequence[ArrayLike]) -> tuple[float, float] | None:
    """Return the smallest and largest finite number, or None where there is none."""
    finite = [np.asarray(array, float).ravel() for array in values]
    everything = np.concatenate([array[np.isfinite(array)] for array in finite] or [np.empty(0)])
    if everything.size == 0:
        return None
    return float(everything.min()), float(everything.max())
