"""Charts of a study keep their words inside, apart and readable, whatever the numbers are."""

import re
from collections.abc import Callable
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest

from game.batch.measures import Measure
from game.batch.style import codes
from game.batch.svg import fan
from game.lab.experiment import Factor
from game.lab.pictures import SCALE, picture, png
from game.lab.report.charts_lines import Place, banded, counted, under
from game.lab.report.charts_map import heat_map
from game.lab.report.charts_points import bars
from game.lab.report.charts_tornado import tornado
from game.lab.report.drawn import Chart
from game.lab.report.effects import Swing
from game.lab.report.estimates import Estimate
from game.lab.report.maps import Axis, Grid
from game.lab.report.naming import fitting
from game.lab.report.shapes import SHARE, STEPS, fitted, on_colour, wide
from game.window.theme import contrast, mix, parse_colour

LONG = "a_very_long_name_of_a_factor_that_nobody_would_ever_want_to_read_whole"
SIZES = (0.0, 1e-12, 2e-5, 0.3, 45.0, 98_765.0, 3e7, 4e13)
PLAIN = Measure("outcome", "Outcome & <more>", "bn USD", 2)


def factor(name: str) -> Factor:
    return Factor(name, "lever", ("us.chip_tpp",), 1000.0, 1e6, 1e6, "TPP")


def measure(values: np.ndarray) -> Measure:
    return fitting(PLAIN, values)


def of_tornado(size: float) -> str:
    change = Estimate(-size, -1.5 * size, 0.2 * size)
    swings = [
        Swing(factor(name), (1000.0, 2000.0), (9e5, 1e6), 2 * size, size, change, 0.3)
        for name in (LONG, "x")
    ]
    return tornado(measure(np.array([size])), swings, 1.2 * size, ("lowest fifth", "highest fifth"))


def of_map(size: float) -> str:
    edges = tuple((float(a), float(a + 1)) for a in range(1000, 1008))
    axes = [Axis(factor(name), np.arange(8), edges) for name in (LONG, "y")]
    means = size * np.linspace(-1.0, 1.0, 64).reshape(8, 8)
    means[0, 0] = np.nan
    runs = np.full((8, 8), 123_456)
    runs[0, :2] = 0, 3
    return heat_map(measure(means), Grid(axes[0], axes[1], means, runs), "Mean", True)


def of_bars(size: float) -> str:
    rows = [(LONG, Estimate(size, 0.5 * size, 2 * size)), ("b", Estimate(-size, np.nan, np.nan))]
    return bars(measure(np.array([size])), [*rows, ("never", NEVER)], "Mean", True)


def of_line(size: float) -> str:
    counts = counted([2, 3, 5, 8, 12, 20, 47, 100, 997, 1000])
    found = [NEVER, *(Estimate(size, size - size / n, size + size / n) for n in range(1, 10))]
    return under(banded(measure(np.array([size])), counts, found, "Mean", marks=True), "runs")


def of_fan(size: float) -> str:
    bands = size * np.linspace(-1.0, 1.0, 15).reshape(5, 3)
    return fan(measure(bands), ["2022Q4", "2023Q4", "2025Q2"], bands, None)


NEVER = Estimate(np.nan, np.nan, np.nan)
DRAWN = (of_tornado, of_map, of_bars, of_line, of_fan)


def boxes(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Every text with its left, right, top and bottom."""
    found = []
    for text in ElementTree.fromstring(svg).iter("text"):
        words, size = text.text or "", float(text.attrib["font-size"])
        long = 0.93 * wide(words, size)  # the estimate is on the wide side
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        left = {"start": x, "middle": x - long / 2, "end": x - long}[text.attrib["text-anchor"]]
        found.append((words, left, left + long, y - 0.75 * size, y + 0.1 * size))
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_words_stay_inside_and_apart(draw: Callable[[float], str], size: float) -> None:
    svg = draw(size)
    width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    found = boxes(svg)
    for words, left, right, top, bottom in found:
        assert left >= -1.0, words
        assert right <= width + 1.0, words
        assert top >= 0.0, words
        assert bottom <= height, words
    for one, other in combinations(found, 2):
        beside = one[2] <= other[1] + 0.5 or other[2] <= one[1] + 0.5
        over = one[4] <= other[3] + 0.5 or other[4] <= one[3] + 0.5
        assert beside or over, (one[0], other[0])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_no_place_is_nowhere_and_the_gist_is_said(
    draw: Callable[[float], str], size: float
) -> None:
    svg = draw(size)
    assert not re.search(r'(nan|inf)[",\s]', re.sub(r">[^<]*<", "><", svg).lower())
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert len(root.attrib["aria-label"]) > 10


def test_cells_with_too_few_runs_are_hatched_and_have_no_value() -> None:
    svg = of_map(1.0)
    assert svg.count('fill="url(#') == 2 + 1  # two cells and the legend
    assert svg.count("123.5k") == 62


@pytest.mark.parametrize("light", [True, False])
def test_words_on_every_step_of_colour_can_be_read(light: bool) -> None:
    look = {name: parse_colour(code) for name, code in codes(light).items()}
    for hue in ("sovereign", "incumbent"):
        for step in STEPS:
            ground = mix(look["card"], look[hue], step)
            assert contrast(look[on_colour(step)], ground) >= 4.5, (hue, step)
    for ground in ("background", "panel", "card"):
        for name in ("text", "text_soft", "text_muted", "incumbent", "sovereign"):
            assert contrast(look[name], look[ground]) >= 4.5, (name, ground)


def test_what_is_cut_off_is_marked_and_fits() -> None:
    short = fitted(LONG, 100.0, 13)
    assert short.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert wide(short, 13) <= 100.0
    assert fitted("tools", 100.0, 13) == "tools"


def test_a_picture_needs_no_page_and_is_twice_its_size() -> None:
    chart = Chart("one", "Share & more", "%", "What it shows.", of_bars(0.4))
    for light in (True, False):
        svg = picture(chart, "Two Stacks", light)
        root = ElementTree.fromstring(svg)
        assert "var(" not in svg
        assert codes(light)["card"] in svg
        data = png(svg)
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert int.from_bytes(data[16:20], "big") == SCALE * float(root.attrib["width"])


def test_a_share_is_drawn_from_nothing_to_all() -> None:
    found = [Estimate(0.2, 0.1, 0.9), Estimate(0.3, 0.2, 0.6)]
    svg = banded(SHARE, [Place(0.0, "a"), Place(1.0, "b")], found, "Share")
    assert {"0", "100"} <= {words for words, *_ in boxes(svg)}
