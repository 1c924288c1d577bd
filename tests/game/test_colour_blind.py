"""Colours as they look without one kind of cone: sides stay apart in every one of them."""

import itertools

import numpy as np
import pytest

from game.window.colour_blind import MATRICES, main, simulate
from game.window.theme import COLOURS

SIDES = ("incumbent", "sovereign", "open")


def lightness_and_hue(colour: np.ndarray) -> np.ndarray:
    """CIE Lab of an sRGB colour under D65."""
    levels = colour / 255
    light = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    rows = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.maximum(np.array(rows) @ light / [0.9505, 1.0, 1.089], 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("kind", MATRICES)
def test_greys_stay_grey(kind: str) -> None:
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    seen = simulate(greys, kind).astype(int)
    assert np.abs(seen - greys).max() <= 1


def test_red_and_green_meet_without_the_middle_cone() -> None:
    red, green = np.array([[190, 60, 40]], np.uint8), np.array([[90, 110, 40]], np.uint8)
    plain = np.linalg.norm(lightness_and_hue(red[0]) - lightness_and_hue(green[0]))
    seen = np.linalg.norm(
        lightness_and_hue(simulate(red, "deutan")[0])
        - lightness_and_hue(simulate(green, "deutan")[0])
    )
    assert seen < plain / 2


@pytest.mark.parametrize("kind", MATRICES)
def test_the_sides_of_the_game_stay_apart(kind: str) -> None:
    for one, other in itertools.combinations(SIDES, 2):
        pair = np.array([COLOURS[one][:3], COLOURS[other][:3]], np.uint8)
        first, second = (lightness_and_hue(colour) for colour in simulate(pair, kind))
        assert np.linalg.norm(first - second) > 15, (one, other)


def test_a_wrong_kind_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["a.png", "b.png", "blue"]) == 2
    assert "protan" in capsys.readouterr().err
    assert main(["not-there.png", "b.png", "deutan"]) == 2
