"""How a picture looks without one kind of cone: `python -m game.window.colour_blind IN OUT KIND`.

Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.0, on linear light.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from game.window import png

MATRICES = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Pixels = NDArray[np.uint8]


def simulate(pixels: Pixels, kind: str) -> Pixels:
    """The same picture as it looks to somebody. Shapes: any, with red, green, blue last.

    Raises: KeyError if there is no such kind.
    """
    seen = _linear(pixels) @ np.array(MATRICES[kind], np.float32).T
    return _screen(np.clip(seen, 0.0, 1.0))


def simulate_file(source: Path, target: Path, kind: str) -> None:
    """The same for a file."""
    surface = pygame.image.load(source)
    pixels = pygame.surfarray.array3d(surface)
    png.save(pygame.surfarray.make_surface(simulate(pixels, kind)), target)


def _linear(pixels: Pixels) -> NDArray[np.float32]:
    """Light of sRGB values, 0 to 1."""
    levels = np.arange(256) / 255
    curve = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    return curve.astype(np.float32)[pixels]


def _screen(light: NDArray[np.float32]) -> Pixels:
    """The sRGB values of light."""
    curved = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.round(curved * 255).astype(np.uint8)


def main(arguments: list[str]) -> int:
    """Write the simulation of a picture; returns the exit status."""
    if len(arguments) != 3 or arguments[2] not in MATRICES:
        print(f"usage: IN.png OUT.png {'|'.join(MATRICES)}", file=sys.stderr)
        return 2
    try:
        simulate_file(Path(arguments[0]), Path(arguments[1]), arguments[2])
    except (OSError, pygame.error) as error:
        print(f"colour_blind: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
