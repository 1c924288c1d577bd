"""The map shows the shares it is given, moves as few dots as it must, and knows its places."""

import time
from itertools import combinations

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.window.dots import largest_remainder
from game.window.labels import place_labels
from game.window.painter import Painter
from game.window.worldmap import Route, WorldMap, hub_names, region_names

SIZE = (640, 320)
ALL_INCUMBENT = dict.fromkeys(region_names(), (1.0, 0.0, 0.0, 0.0))


def world(**options: object) -> WorldMap:
    painter = Painter(
        reduce_motion=bool(options.pop("reduce_motion", False)),
        shapes=bool(options.pop("shapes", False)),
    )
    return WorldMap(*SIZE, painter, dots=1500)


@pytest.fixture(scope="module")
def still_map() -> WorldMap:
    """A map that tests read, or leave as they found it but for its colours."""
    return world()


def picture(shown: WorldMap, seconds: float = 0.0) -> np.ndarray:
    surface = pygame.Surface(SIZE)
    shown.draw(surface, 0, 0, seconds)
    return pygame.surfarray.array3d(surface)


def test_every_region_has_hubs_and_dots() -> None:
    shown = world()
    assert len(region_names()) == 11
    for name in region_names():
        assert sum(shown.dots.counts(name)) > 0, name
    assert {"San Francisco", "Veldhoven", "Hsinchu", "Shenzhen"} <= set(hub_names())


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.integers(0, 500))
def test_dots_follow_shares_to_the_last_dot(shares: list[float], total: int) -> None:
    counts = largest_remainder(shares, total)
    assert sum(counts) == total
    if sum(shares) > 0:
        for share, count in zip(shares, counts, strict=True):
            assert abs(count - share / sum(shares) * total) < 1


def test_bad_shares_count_as_uncommitted() -> None:
    assert largest_remainder([float("nan"), -1.0, 0.0, 0.0], 10) == [0, 0, 0, 10]
    assert largest_remainder([float("nan"), 1.0, 0.0, 1.0], 10) == [0, 5, 0, 5]


def test_only_as_many_dots_change_as_must() -> None:
    shown = world()
    shown.set_shares(ALL_INCUMBENT)
    before = shown.dots.held.copy()
    size = sum(shown.dots.counts("India"))
    moved = shown.set_shares({"India": (0.8, 0.15, 0.05, 0.0)})
    assert moved == size - shown.dots.counts("India")[0]
    assert (shown.dots.held != before).sum() == moved
    assert shown.set_shares({"India": (0.8, 0.15, 0.05, 0.0)}) == 0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.floats(0.01, 1), min_size=4, max_size=4), min_size=1, max_size=5))
def test_the_painted_layer_never_drifts_from_the_dots(steps: list[list[float]]) -> None:
    shown = world()
    for step in steps:
        shown.set_shares({"China": step, "Europe": step[::-1]}, animate=False)
    repainted = pygame.surfarray.array3d(shown.dots._paint_all())
    assert (repainted == pygame.surfarray.array3d(shown.dots.layer)).all()


def test_the_same_history_gives_the_same_map() -> None:
    maps = [world(), world()]
    for shown in maps:
        shown.set_shares(ALL_INCUMBENT)
        shown.set_shares({"China": (0.3, 0.6, 0.05, 0.05)})
    assert (maps[0].dots.held == maps[1].dots.held).all()
    assert (picture(maps[0], 0.2) == picture(maps[1], 0.2)).all()


def test_changed_dots_flash_and_calm_down() -> None:
    shown = world()
    shown.set_shares(ALL_INCUMBENT)
    calm = picture(shown, 0.1)
    assert (picture(shown, 0.1) == calm).all()  # the first colours do not flash
    shown.set_shares({"China": (0.5, 0.5, 0.0, 0.0)})
    start, later = picture(shown, 0.01), picture(shown, 0.35)
    end, after = picture(shown, 0.4), picture(shown, 0.4)
    assert (start != later).any()
    assert (later != end).any()
    assert (end == after).all()
    assert (end != calm).any()


def test_reduced_motion_stands_still_but_marks_changes() -> None:
    shown = world(reduce_motion=True)
    shown.set_shares(ALL_INCUMBENT)
    shown.set_routes([Route("Veldhoven", "Hsinchu")])
    assert (picture(shown, 0.0) == picture(shown, 2.0)).all()
    shown.set_shares({"China": (0.5, 0.5, 0.0, 0.0)})
    first, second, end = picture(shown, 0.05), picture(shown, 0.3), picture(shown, 0.5)
    assert (first == second).all()
    assert (second != end).any()


def test_packets_move_on_open_lines_only() -> None:
    shown = world()
    shown.set_routes([Route("Veldhoven", "Hsinchu")])
    assert (picture(shown, 0.0) != picture(shown, 0.5)).any()
    shown.set_routes([Route("Veldhoven", "Hsinchu", "blocked")])
    blocked = picture(shown, 0.0)
    assert (blocked == picture(shown, 0.5)).all()
    shown.set_routes([])
    assert (blocked != picture(shown)).any()


def test_a_line_over_the_pacific_leaves_the_map_instead_of_crossing_it() -> None:
    shown = world()
    bare = picture(shown)
    shown.set_routes([Route("Tokyo", "San Francisco", flow=0.0)])
    changed = np.flatnonzero((picture(shown) != bare).any(2).any(1))
    tokyo, francisco = shown.hub_position("Tokyo")[0], shown.hub_position("San Francisco")[0]
    assert changed.size
    assert not ((changed > francisco + 3) & (changed < tokyo - 3)).any()


def test_shapes_tell_ecosystems_apart_without_colour() -> None:
    """In grey, two halves of a region look alike as discs of one lightness, not as shapes."""
    shown = world(shapes=True)
    shown.set_shares(ALL_INCUMBENT)
    sprites = [
        pygame.surfarray.array_alpha(shown.dots._sprites[kind][3][0]).astype(int)
        for kind in range(4)
    ]
    for first, second in combinations(sprites, 2):
        assert np.abs(first - second).sum() > 0.15 * max(first.sum(), second.sum())


@pytest.mark.parametrize(
    ("hub", "region"),
    [
        ("Denver", "North America"),
        ("Beijing", "China"),
        ("Bengaluru", "India"),
        ("Seoul", "Chip Belt"),
        ("Hsinchu", "Chip Belt"),
        ("Singapore", "ASEAN"),
        ("Riyadh", "Gulf & Levant"),
        ("Sao Paulo", "Latin America"),
        ("Moscow", "Eurasia"),
        ("Nairobi", "Africa & other"),
        ("Berlin", "Europe"),
        ("Sydney", "Oceania"),
    ],
)
def test_the_pointer_finds_regions(still_map: WorldMap, hub: str, region: str) -> None:
    assert still_map.region_at(*still_map.hub_position(hub)) == region


def test_the_open_sea_and_outside_are_nowhere(still_map: WorldMap) -> None:
    x, y = still_map.hub_position("Lima")
    assert still_map.region_at(x - 60, y) is None
    assert still_map.region_at(-5, 10) is None
    assert still_map.region_at(10_000, 10) is None


def test_hover_lights_the_region_up() -> None:
    shown = world()
    calm = picture(shown)
    shown.hovered = "Oceania"
    changed = (picture(shown) != calm).any(2)
    box = shown.region_bounds("Oceania").inflate(120, 120)
    columns, rows = np.nonzero(changed)
    assert len(columns) > 100
    assert columns.min() > box.left - 60
    assert rows.min() > box.top - 60


def test_labels_meet_neither_each_other_nor_what_stays_clear() -> None:
    shown = world()
    clear = pygame.Rect(0, 0, 260, 60)
    shown.set_labels(hub_names(), [clear])
    rects = shown.label_rects()
    assert len(rects) > 20
    for rect in rects.values():
        assert shown.rect.contains(rect)
        assert not rect.colliderect(clear)
    assert not any(first.colliderect(second) for first, second in combinations(rects.values(), 2))


def test_the_most_important_label_wins() -> None:
    points = [(100.0, 100.0), (101.0, 100.0)]
    bounds = pygame.Rect(90, 90, 60, 20)
    places = place_labels([(30, 16)] * 2, points, bounds)
    assert places[0] is not None
    assert places[1] is None


def test_unknown_names_are_refused(still_map: WorldMap) -> None:
    with pytest.raises(KeyError, match="Atlantis"):
        still_map.set_shares({"Atlantis": (1, 0, 0, 0)})
    with pytest.raises(ValueError, match="4"):
        still_map.set_shares({"India": (1, 0)})
    with pytest.raises(KeyError, match="Atlantis"):
        still_map.set_routes([Route("Atlantis", "Tokyo")])
    with pytest.raises(KeyError, match="Atlantis"):
        still_map.set_labels(["Atlantis"])


def test_a_map_partly_outside_its_surface_is_cut(still_map: WorldMap) -> None:
    surface = pygame.Surface(SIZE)
    still_map.draw(surface, 300, 200)
    assert pygame.surfarray.array3d(surface)[400:, 250:].any()
    assert not pygame.surfarray.array3d(surface)[:300].any()


@pytest.mark.parametrize("size", [(1098, 516), (652, 339), (500, 900), (2200, 700)])
def test_no_important_hub_is_cut_off_in_any_frame(size: tuple[int, int]) -> None:
    shown = WorldMap(*size, Painter(), dots=300)
    for hub in ("San Francisco", "Seattle", "Hsinchu", "Tokyo", "Sydney"):
        x, y = shown.hub_position(hub)
        assert 4 < x < size[0] - 4, hub
        assert 4 < y < size[1] - 4, hub


@pytest.mark.bench
def test_a_frame_of_4000_dots_is_cheap() -> None:
    shown = WorldMap(1098, 516, Painter(21 / 16), dots=4000)
    shown.set_shares(ALL_INCUMBENT)
    shown.set_routes([Route("Veldhoven", "Hsinchu"), Route("Hsinchu", "San Francisco")])
    surface = pygame.Surface((1098, 516))
    spent = []
    for _ in range(60):
        start = time.process_time()
        shown.draw(surface, 0, 0, 1 / 60)
        spent.append(time.process_time() - start)
    assert sorted(spent)[6] < 0.003
