"""Charts show the numbers they are given, whatever the numbers are."""

import math
from itertools import pairwise

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.window import axes, plot
from game.window.axes import Axis, nice_ticks, spread
from game.window.bars import Bar, draw_diverging_bars, draw_readout, draw_share_bar, draw_sparkline
from game.window.charts import Fan, Guide, Series, TimeSeries, draw_fan, draw_time_series
from game.window.painter import Painter
from game.window.raster import Canvas, interpolate
from game.window.theme import COLOURS

NAN = math.nan
BACK = COLOURS["card"]
BLUE = COLOURS["incumbent"]
RECT = pygame.Rect(20, 20, 320, 200)
NUMBERS = st.lists(
    st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.integers(-5, 5).map(float)),
    max_size=30,
)
AWKWARD = {
    "empty": [],
    "one": [3.0],
    "constant": [2.0] * 9,
    "zero": [0.0] * 9,
    "negative": [-5.0, -7.0, -6.5],
    "all nan": [NAN] * 5,
    "holes": [NAN, 1.0, NAN, 2.0, 3.0, NAN],
    "tiny": [1e-12, 2e-12, 1e-12],
    "huge": [1e300, -1e300, 1e300],
    "infinite": [math.inf, 1.0, -math.inf],
}


def canvas() -> pygame.Surface:
    surface = pygame.Surface((360, 240))
    surface.fill(BACK)
    return surface


def ink(surface: pygame.Surface) -> np.ndarray:
    """Where a surface differs from the background."""
    return (pygame.surfarray.array3d(surface) != BACK).any(2)


def chart(values: list[float], **options: object) -> TimeSeries:
    places = [2020 + index / 4 for index in range(len(values))]
    return TimeSeries([Series("Line", places, values, BLUE)], **options)  # type: ignore[arg-type]


def inked_box(surface: pygame.Surface) -> pygame.Rect:
    columns, rows = np.nonzero(ink(surface))
    width, height = columns.max() - columns.min() + 1, rows.max() - rows.min() + 1
    return pygame.Rect(int(columns.min()), int(rows.min()), int(width), int(height))


# ---- the rasteriser


def test_a_line_is_drawn_where_its_value_is() -> None:
    picture = Canvas(100, 60, BACK)
    picture.line(np.full(100, 30.0), BLUE, width=2)
    rows = np.flatnonzero(ink(picture.surface()).any(0))
    assert rows.tolist() == [29, 30]


def test_coverage_is_exact_between_pixels() -> None:
    picture = Canvas(10, 20, (0, 0, 0))
    picture.band(np.full(10, 4.25), np.full(10, 6.75), (200, 200, 200))
    column = pygame.surfarray.array3d(picture.surface())[5, :, 0]
    assert column[4:7].tolist() == [150, 200, 150]
    assert column.sum() == 500


def test_holes_stay_empty_and_dashes_have_gaps() -> None:
    curve = np.full(60, 10.0)
    curve[20:30] = NAN
    picture = Canvas(60, 20, BACK)
    picture.line(curve, BLUE)
    shown = ink(picture.surface()).any(1)
    assert shown[:20].all()
    assert not shown[20:30].any()
    assert shown[30:].all()
    dashed = Canvas(60, 20, BACK)
    dashed.line(np.full(60, 10.0), BLUE, dash=(5, 5))
    assert 20 < ink(dashed.surface()).any(1).sum() < 45


def test_curves_outside_the_canvas_are_cut_not_wrapped() -> None:
    picture = Canvas(30, 20, BACK)
    picture.line(np.full(30, -50.0), BLUE)
    picture.band(np.full(30, 400.0), np.full(30, 500.0), BLUE)
    picture.horizontal(-1, BLUE)
    picture.vertical(30, BLUE)
    assert not ink(picture.surface()).any()


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20))
def test_smooth_curves_go_through_the_data_and_never_overshoot(values: list[float]) -> None:
    x = np.arange(len(values), dtype=float)
    at = np.linspace(0, len(values) - 1, 7 * (len(values) - 1) + 1)
    curve = interpolate(x, values, at)
    assert np.allclose(curve[::7], values, atol=1e-6 * max(1.0, np.abs(values).max()))
    slack = 1e-9 * max(1.0, float(np.abs(values).max()))
    for index, (first, second) in enumerate(pairwise(values)):
        between = curve[7 * index : 7 * index + 8]
        assert between.min() >= min(first, second) - slack
        assert between.max() <= max(first, second) + slack


# ---- axes


@given(st.floats(-1e4, 1e4), st.floats(1e-6, 1e9), st.integers(1, 8), st.booleans())
def test_ticks_are_few_round_and_inside(start: float, span: float, most: int, whole: bool) -> None:
    low, high = start * span, start * span + span
    ticks = nice_ticks(low, high, most, whole)
    assert len(ticks) <= most + 1
    room = span * 1e-6 + 1e-9 * max(abs(low), abs(high))
    assert all(low - room <= tick <= high + room for tick in ticks)
    if whole:
        assert all(tick == round(tick) for tick in ticks)
    steps = {f"{b - a:.3g}" for a, b in pairwise(ticks)}
    assert len(steps) <= 1


def test_known_ticks() -> None:
    assert nice_ticks(0, 1, 4) == [0, 0.25, 0.5, 0.75, 1.0]
    assert nice_ticks(2019.2, 2031.5, 6, whole=True) == [2020, 2022, 2024, 2026, 2028, 2030]
    assert nice_ticks(-12, 43, 3) == [0, 20, 40]
    assert nice_ticks(NAN, 1, 3) == []


def test_numbers_are_short_and_have_a_true_minus() -> None:
    assert axes.format_number(1_250_000_000) == "1.25B"
    assert axes.format_number(43_200) == "43.2k"
    assert axes.format_number(2027) == "2027"
    assert axes.format_number(-0.25) == "−0.25"
    assert axes.format_signed(0.3) == "+0.30"
    assert axes.format_signed(-0.3) == "−0.30"
    assert axes.format_percent(0.163) == "16%"
    assert axes.format_year(2027.75) == "2027"
    assert axes.format_number(NAN) == "–"


@given(st.lists(st.floats(0, 100), max_size=8))
def test_end_labels_keep_their_distance_and_order(wanted: list[float]) -> None:
    placed = spread(wanted, 10, 0, 100)
    by_place = sorted(range(len(wanted)), key=lambda index: placed[index])
    for first, second in pairwise(by_place):
        assert placed[second] - placed[first] >= 10 - 1e-9
        assert wanted[first] <= wanted[second]
    assert all(-1e-9 <= place <= 100 + 1e-9 for place in placed)


# ---- time series


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("scale", [1.0, 1.75])
def test_awkward_data_are_drawn_inside_the_rect(name: str, scale: float) -> None:
    surface = canvas()
    draw_time_series(Painter(scale), surface, RECT, chart(AWKWARD[name]))
    assert ink(surface).any()
    assert RECT.inflate(8, 8).contains(inked_box(surface))


@settings(max_examples=60, deadline=None)
@given(NUMBERS, st.integers(0, 360), st.integers(0, 240), st.booleans())
def test_no_data_and_no_size_break_a_chart(
    values: list[float], width: int, height: int, ends: bool
) -> None:
    draw_time_series(
        Painter(), canvas(), pygame.Rect(0, 0, width, height), chart(values, end_labels=ends)
    )


def test_a_higher_value_is_drawn_higher() -> None:
    surface = canvas()
    frame = draw_time_series(Painter(), surface, RECT, chart([1.0, 1.0, 1.0, 9.0], legend=False))
    assert frame is not None
    blue = (np.abs(pygame.surfarray.array3d(surface).astype(int) - BLUE) < 12).all(2)
    left = np.flatnonzero(blue[frame.plot.left + 2])
    right = np.flatnonzero(blue[frame.plot.right - 2])
    assert abs(left.mean() - frame.y(1.0)) < 2
    assert abs(right.mean() - frame.y(9.0)) < 8
    assert left.mean() > right.mean() + 50


def test_frames_turn_columns_back_into_dates() -> None:
    frame = draw_time_series(Painter(), canvas(), RECT, chart([1.0, 2.0, 3.0]))
    assert frame is not None
    for date in (2020.0, 2020.25, 2020.5):
        assert frame.value_at(frame.x(date)) == pytest.approx(date)
    assert frame.value_at(-1e6) == pytest.approx(2020.0)


@settings(max_examples=40, deadline=None)
@given(st.floats(1900, 2100), st.floats(0.1, 200), st.integers(40, 400), st.booleans())
def test_date_labels_neither_overlap_nor_leave_the_plot(
    first: float, span: float, width: int, now: bool
) -> None:
    plot_rect = pygame.Rect(30, 10, width, 80)
    frame = axes.Frame(plot_rect, (first, first + span), (0.0, 1.0))
    special = [first + span / 3] if now else []
    axis = Axis(format=axes.format_year, whole=True, names=dict.fromkeys(special, "Now"))
    rects = axes.draw_x_labels(Painter(), pygame.Surface((460, 140)), frame, axis, special)
    for index, rect in enumerate(rects):
        assert plot_rect.left <= rect.left
        assert rect.right <= plot_rect.right
        assert rect.collidelist(rects[index + 1 :]) < 0
    assert not special or rects


def test_value_labels_do_not_overlap() -> None:
    painter = Painter()
    for height in range(12, 300, 7):
        for high in (1.0, 7.3, 1250.0):
            axis = Axis(names={0.0: "Parity"})
            frame = axes.Frame(pygame.Rect(0, 0, 100, height), (0, 1), (-high / 9, high))
            ticks = axes.y_ticks(painter, frame.y_limits, height, axis)
            rows = sorted(frame.y(tick) for tick in ticks)
            assert all(b - a >= painter.px(11) for a, b in pairwise(rows)), (height, high)


def test_wide_labels_get_a_wide_gutter() -> None:
    surface = canvas()
    axis = Axis(format=lambda value: f"{value:,.0f} wafers a month")
    frame = draw_time_series(Painter(), surface, RECT, chart([1.0, 90000.0], y_axis=axis))
    assert frame is not None
    assert RECT.contains(inked_box(surface))
    assert frame.plot.right < RECT.right - 100


def test_a_legend_that_is_too_wide_breaks_into_rows() -> None:
    names = [f"A rather long name {index}" for index in range(5)]
    entries: plot.Legend = [(name, BLUE, "disc") for name in names]
    rows = plot.legend_rows(Painter(), entries, 320)
    assert [name for row in rows for name, _, _ in row] == names
    assert all(Painter().legend_width(row, "micro") <= 320 for row in rows)
    surface = canvas()
    series = [Series(name, [2020, 2021], [1, 2], BLUE, "disc") for name in names]
    assert draw_time_series(Painter(), surface, RECT, TimeSeries(series)) is not None
    assert RECT.contains(inked_box(surface))


def test_a_guide_outside_the_dates_is_not_drawn() -> None:
    plain, guided = canvas(), canvas()
    line = [1.0, 2.0, 1.5]
    draw_time_series(Painter(), plain, RECT, chart(line))
    draw_time_series(Painter(), guided, RECT, chart(line, guides=[Guide(1990, "Before")]))
    assert pygame.image.tobytes(plain, "RGB") == pygame.image.tobytes(guided, "RGB")


# ---- the fan


def fan(**options: object) -> Fan:
    steps = np.arange(12)
    dates = (2027.5 + steps / 4).tolist()
    middle = 1 - steps * 0.05
    bands = [
        ((middle - 0.1 * steps * k).tolist(), (middle + 0.1 * steps * k).tolist())
        for k in (1.0, 0.5)
    ]
    values: dict[str, object] = {
        "history_x": [2026.5, 2027.0, 2027.5],
        "history": [1.3, 1.1, 1.0],
        "future_x": dates,
        "bands": bands,
        "median": middle.tolist(),
        "twin": (middle + 0.4).tolist(),
    }
    return Fan(**(values | options))  # type: ignore[arg-type]


def test_a_fan_widens_into_the_future() -> None:
    surface = canvas()
    frame = draw_fan(Painter(), surface, RECT, fan(twin=(), legend=False))
    assert frame is not None
    pixels = pygame.surfarray.array3d(surface).astype(int)
    warm = pixels[:, :, 0] - pixels[:, :, 2] > 12
    heights = [
        warm[round(frame.x(date)), frame.plot.top : frame.plot.bottom].sum()
        for date in (2027.0, 2028.0, 2029.0, 2030.0)
    ]
    assert heights[0] == 0
    assert 0 < heights[1] < heights[2] < heights[3]


@pytest.mark.parametrize(
    "hole", ["history_x", "history", "future_x", "bands", "median", "twin", "law", "paths"]
)
def test_a_fan_lives_without_any_part(hole: str) -> None:
    surface = canvas()
    draw_fan(Painter(), surface, RECT, fan(**{hole: []}))
    assert RECT.inflate(8, 8).contains(inked_box(surface))


@pytest.mark.parametrize("name", AWKWARD)
def test_a_fan_of_awkward_numbers(name: str) -> None:
    values = AWKWARD[name]
    surface = canvas()
    draw_fan(Painter(), surface, RECT, fan(median=values, bands=[(values, values)], twin=values))
    assert RECT.inflate(8, 8).contains(inked_box(surface))


def test_an_empty_fan_says_so() -> None:
    surface = canvas()
    nothing = fan(history=[], median=[], bands=[], twin=[])
    assert draw_fan(Painter(), surface, RECT, nothing) is None
    assert ink(surface).any()


# ---- bars and sparklines


def test_share_bars_are_in_proportion() -> None:
    surface = canvas()
    colours = [(250, 0, 0), (0, 250, 0), (0, 0, 250)]
    bar = pygame.Rect(20, 20, 200, 10)
    draw_share_bar(Painter(), surface, bar, (1, 2, 1), colours)
    row = pygame.surfarray.array3d(surface)[20:220, 25]
    counts = [(row == colour).all(1).sum() for colour in colours]
    assert counts == pytest.approx([50, 100, 50], abs=2)


@given(st.lists(st.floats(), max_size=6), st.integers(-2, 60))
@settings(deadline=None)
def test_share_bars_take_any_numbers(shares: list[float], width: int) -> None:
    surface = canvas()
    draw_share_bar(Painter(), surface, pygame.Rect(20, 20, width, 10), shares)
    if width > 0:
        assert pygame.Rect(20, 20, width, 10).contains(inked_box(surface))


def test_diverging_bars_point_to_their_side() -> None:
    surface = canvas()
    bars = [Bar("Up", 0.4), Bar("Down", -0.2), Bar("None", 0.0), Bar("Unknown", NAN)]
    draw_diverging_bars(Painter(), surface, RECT, bars)
    pixels = pygame.surfarray.array3d(surface)
    up = np.flatnonzero((pixels == COLOURS["bad"]).all(2).any(1))
    down = np.flatnonzero((pixels == COLOURS["incumbent"]).all(2).any(1))
    assert down.max() < up.min()
    assert np.ptp(up) == pytest.approx(2 * np.ptp(down), abs=4)
    assert RECT.contains(inked_box(surface))


@pytest.mark.parametrize("name", AWKWARD)
def test_sparklines_take_awkward_data(name: str) -> None:
    surface = canvas()
    draw_sparkline(Painter(), surface, RECT, AWKWARD[name], BLUE)
    drawn = ink(surface).any()
    assert drawn == any(math.isfinite(value) for value in AWKWARD[name])
    if drawn:
        assert RECT.inflate(6, 6).contains(inked_box(surface))


def test_a_readout_stays_beside_its_cursor_inside_the_plot() -> None:
    frame = axes.Frame(pygame.Rect(20, 20, 300, 150), (0.0, 1.0), (0.0, 1.0))
    for place in (0.0, 0.3, 0.7, 1.0):
        box = draw_readout(Painter(), canvas(), frame, place, "Q3 2027", [("Open", "12%", BLUE)])
        assert frame.plot.left <= box.left
        assert box.right <= frame.plot.right
        assert not box.collidepoint(round(frame.x(place)), box.centery)


def test_a_low_chart_gives_its_room_to_the_line_not_to_the_legend() -> None:
    low = pygame.Rect(20, 20, 320, 80)
    series = [Series(name, [2020, 2021], [1, 2], BLUE, "disc") for name in ("One", "Two")]
    frame = draw_time_series(Painter(), canvas(), low, TimeSeries(series))
    tall = draw_time_series(Painter(), canvas(), RECT, TimeSeries(series))
    assert frame is not None
    assert tall is not None
    assert frame.plot.height >= 56
    assert low.bottom - frame.plot.bottom < RECT.bottom - tall.plot.bottom
