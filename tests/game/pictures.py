"""Compares a picture with the one on file: the same pixels, or so near that nobody sees a change.

Where the same versions draw as did then, not one pixel may have changed by more than rounding.
Other versions may set a letter's edge a little differently: there only what covers more counts.
"""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pygame

from game.window import png

FOLDER = Path(__file__).parent / "goldens"
VERSIONS = FOLDER / "versions.json"
STRONG = 24  # of 255, in any channel: a pixel that has changed
MOST_STRONG = 0.001  # of all pixels
TILE, STEP = 32, 16  # pixels: tiles overlap, so that no change hides on an edge
MOST_TILE = 6.0  # of 255: mean difference of a tile's worst channel


@dataclass(frozen=True)
class Difference:
    """How far two pictures are apart."""

    exact: bool
    strong: float  # share of pixels that changed by more than STRONG
    tile: float  # largest mean difference of a tile of 32 pixels

    def seen(self, same_versions: bool = True) -> bool:
        """Whether it is more than another way to draw the same."""
        most = 0.0 if same_versions else MOST_STRONG
        return self.strong > most or self.tile > MOST_TILE


def pixels(surface: pygame.Surface) -> np.ndarray:
    """Height, width, channel; 0 to 255."""
    width, height = surface.get_size()
    return np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8).reshape(height, width, 3)


def compare(one: np.ndarray, other: np.ndarray) -> Difference:
    """How far two pictures are apart; of other sizes they are as far as can be."""
    if one.shape != other.shape:
        return Difference(False, 1.0, 255.0)
    if np.array_equal(one, other):
        return Difference(True, 0.0, 0.0)
    worst = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2).astype(float)
    return Difference(False, float((worst > STRONG).mean()), _worst_tile(worst))


def _worst_tile(worst: np.ndarray) -> float:
    """The largest mean of all tiles."""
    height, width = worst.shape
    size = min(TILE, height, width)
    total = np.zeros((height + 1, width + 1))
    total[1:, 1:] = worst.cumsum(0).cumsum(1)
    y, x = np.arange(0, height - size + 1, STEP), np.arange(0, width - size + 1, STEP)
    low, high = np.ix_(y, x), np.ix_(y + size, x + size)
    across, down = np.ix_(y, x + size), np.ix_(y + size, x)
    sums = total[high] - total[across] - total[down] + total[low]
    return float(sums.max() / (size * size))


def versions() -> dict[str, str]:
    """What draws here."""
    return {"pygame-ce": pygame.ver, "SDL": ".".join(map(str, pygame.get_sdl_version()))}


def check(surface: pygame.Surface, name: str, update: bool) -> None:
    """Compare with the picture on file, or put it there."""
    path = FOLDER / f"{name}.png"
    if update or not path.exists():
        FOLDER.mkdir(exist_ok=True)
        if not path.exists() or not compare(pixels(pygame.image.load(path)), pixels(surface)).exact:
            png.save(surface, path)
            VERSIONS.write_text(json.dumps(versions(), indent=2) + "\n", encoding="utf-8")
        return
    golden, actual = pixels(pygame.image.load(path)), pixels(surface)
    found = compare(golden, actual)
    drawn = json.loads(VERSIONS.read_text(encoding="utf-8"))
    if not found.seen(same_versions=drawn == versions()):
        return
    folder = Path(tempfile.mkdtemp(prefix="twostacks-golden-"))
    png.save(surface, folder / f"{name}_actual.png")
    if golden.shape == actual.shape:
        apart = np.abs(golden.astype(np.int16) - actual).max(axis=2)
        shown = np.where(apart[..., None] > 0, [255, 80, 80], golden // 4).astype(np.uint8)
        png.save(pygame.surfarray.make_surface(shown.swapaxes(0, 1)), folder / f"{name}_diff.png")
    raise AssertionError(
        f"{name}: {found.strong:.2%} of the pixels changed, worst tile {found.tile:.1f}; "
        f"see {folder}. Drawn here with {versions()}, on file with {drawn}. "
        "If the change is meant: --update-goldens"
    )
