"""Colours can be read, and the scale follows the window."""

import itertools
import re
from collections.abc import Iterator

import pytest

from game.window import theme
from game.window.theme import COLOURS, STYLES, contrast


@pytest.fixture
def high_contrast() -> Iterator[None]:
    """The colours of high contrast, for one test."""
    theme.wear(True)
    yield
    theme.wear(False)


@pytest.mark.parametrize("name", theme.TEXT_COLOURS)
@pytest.mark.parametrize("surface", theme.SURFACES)
def test_text_colours_can_be_read_on_every_surface(name: str, surface: str) -> None:
    assert contrast(COLOURS[name], COLOURS[surface]) >= 4.5


@pytest.mark.usefixtures("high_contrast")
@pytest.mark.parametrize("surface", theme.SURFACES)
def test_high_contrast_reads_better_everywhere(surface: str) -> None:
    for name in theme.TEXT_COLOURS:
        plain = contrast(theme.parse_colour(theme.CODES[name]),
                         theme.parse_colour(theme.CODES[surface]))  # fmt: skip
        assert contrast(COLOURS[name], COLOURS[surface]) >= max(4.5, plain), name
    for name in ("text", "text_soft", "text_muted"):
        assert contrast(COLOURS[name], COLOURS[surface]) >= 10.0, name
    for name in ("edge", "line_strong", "focus", "bad", "good", "warn"):
        assert contrast(COLOURS[name], COLOURS[surface]) >= 3.0, name


@pytest.mark.usefixtures("high_contrast")
def test_high_contrast_keeps_the_colours_of_data_and_the_ink() -> None:
    for name in (*theme.ECOSYSTEMS, "hybrid", "bad", "good", "warn"):
        assert COLOURS[name] == theme.parse_colour(theme.CODES[name])
    for fill in ("text", "text_soft", "incumbent", "sovereign", "open"):
        assert contrast(COLOURS["ink"], COLOURS[fill]) >= 7.0


def test_a_dress_is_taken_off_again() -> None:
    before = dict(COLOURS)
    theme.wear(True)
    assert COLOURS["background"] == (0, 0, 0)
    theme.wear(False)
    assert before == COLOURS


@pytest.mark.parametrize("fill", ["text", "text_soft", "incumbent", "sovereign", "open"])
def test_ink_can_be_read_on_filled_buttons(fill: str) -> None:
    assert contrast(COLOURS["ink"], COLOURS[fill]) >= 4.5


def test_outlines_of_controls_stand_out() -> None:
    for surface in ("panel", "card"):
        assert contrast(COLOURS["edge"], COLOURS[surface]) >= 3.0
        assert contrast(COLOURS["focus"], COLOURS[surface]) >= 10.0


def test_contrast_of_the_extremes() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21.0)
    assert contrast((90, 90, 90), (90, 90, 90)) == pytest.approx(1.0)


def test_ecosystems_differ_in_lightness_and_shape_not_only_in_hue() -> None:
    for first, second in itertools.combinations(theme.ECOSYSTEMS, 2):
        assert contrast(COLOURS[first], COLOURS[second]) >= 1.25, (first, second)
    shapes = [theme.MARKS[name] for name in theme.ECOSYSTEMS]
    assert len(set(shapes)) == len(shapes)


def test_no_text_is_smaller_than_eleven_pixels() -> None:
    assert min(style.size for style in STYLES.values()) >= 11
    assert all(style.line > style.size for style in STYLES.values())


@pytest.mark.parametrize(
    ("size", "user", "expected"),
    [
        ((1280, 800), 1.0, 1.0),
        ((1440, 810), 1.0, 1.0),
        ((1920, 1080), 1.0, 21 / 16),
        ((3840, 2160), 1.0, 2.5),
        ((7680, 4320), 1.0, 2.5),
        ((1280, 800), 2.0, 2.0),
        ((1280, 800), 0.8, 13 / 16),
    ],
)
def test_scale_follows_window_and_wish(size: tuple[int, int], user: float, expected: float) -> None:
    assert theme.automatic_scale(*size, user) == pytest.approx(expected)


def test_css_carries_the_same_colours() -> None:
    css = theme.css_variables()
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", css))
    assert {name.replace("-", "_"): theme.parse_colour(code) for name, code in found.items()} == {
        name.lower(): colour for name, colour in COLOURS.items()
    }
