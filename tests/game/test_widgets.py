"""Widgets do the same by mouse and by keys, and every control can be reached."""

import itertools
from argparse import Namespace

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.window.drawing import PanelCache
from game.window.focus import Tree
from game.window.gallery.pages import Gallery
from game.window.painter import Painter
from game.window.widgets import (
    HANDLED,
    Activated,
    Answer,
    Button,
    Changed,
    Choice,
    Column,
    Dialog,
    Dismissed,
    Option,
    Row,
    ScrollArea,
    Select,
    Slider,
    Submitted,
    Table,
    Tabs,
    TextEntry,
    Toggle,
    Widget,
    digits_only,
    place_beside,
)

WINDOW = pygame.Rect(0, 0, 800, 600)
SHIFT = pygame.KMOD_LSHIFT


def tree_of(*widgets: Widget, scale: float = 1.0) -> Tree:
    tree = Tree(Painter(scale), WINDOW)
    tree.extend(widgets)
    return tree


def mouse(tree: Tree, *points: tuple[float, float]) -> list[object]:
    """Press at the first point, move through the others, release at the last."""
    places = [(round(x), round(y)) for x, y in points]
    answers = [tree.handle(pygame.Event(pygame.MOUSEMOTION, pos=places[0]))]
    answers.append(tree.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=places[0], button=1)))
    for place in places[1:]:
        answers.append(tree.handle(pygame.Event(pygame.MOUSEMOTION, pos=place)))
    answers.append(tree.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=places[-1], button=1)))
    return [answer for answer in answers if answer is not None and answer != HANDLED]


def press(tree: Tree, key: int, modifiers: int = 0) -> object:
    return tree.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=modifiers))


def picture(tree: Tree) -> bytes:
    surface = pygame.Surface(WINDOW.size)
    tree.draw(surface)
    return pygame.image.tobytes(surface, "RGB")


def slider(**options: object) -> Slider:
    return Slider("limit", pygame.Rect(20, 100, 200, 36), "Limit", 50, 0, 100, **options)  # type: ignore[arg-type]


def button(identifier: str = "go", x: int = 20, y: int = 20) -> Button:
    return Button(identifier, pygame.Rect(x, y, 120, 36), identifier.title())


# ---- buttons and switches


def test_a_button_answers_click_enter_and_space() -> None:
    tree = tree_of(button())
    assert mouse(tree, (60, 40)) == [Activated("go")]
    assert press(tree, pygame.K_RETURN) == Activated("go")
    assert press(tree, pygame.K_SPACE) == Activated("go")


def test_leaving_a_button_before_release_is_a_change_of_mind() -> None:
    assert mouse(tree_of(button()), (60, 40), (400, 400)) == []


def test_a_disabled_button_does_nothing_but_tells_why() -> None:
    off = Button(
        "go", pygame.Rect(20, 20, 90, 36), "Go", enabled=False, disabled_reason="Nothing changed."
    )
    tree = tree_of(off)
    assert mouse(tree, (60, 40)) == []
    press(tree, pygame.K_TAB)
    assert tree.focused is off
    assert press(tree, pygame.K_RETURN) == HANDLED
    tree.advance(1.0)
    source = tree.hint_source()
    assert source is not None
    assert source.hint == "Nothing changed."
    assert off.node()["description"] == "Nothing changed."


def test_a_toggle_switches_by_mouse_and_key_and_returns_to_the_law() -> None:
    toggle = Toggle("euv", pygame.Rect(20, 20, 240, 28), "Block", False)
    tree = tree_of(toggle)
    assert mouse(tree, (250, 34)) == [Changed("euv", True)]
    assert toggle.pending
    assert press(tree, pygame.K_SPACE) == Changed("euv", False)
    assert press(tree, pygame.K_SPACE) == Changed("euv", True)
    assert press(tree, pygame.K_BACKSPACE) == Changed("euv", False)
    assert not toggle.pending


def test_a_toggle_travels_with_time_and_jumps_with_reduced_motion() -> None:
    tree = tree_of(Toggle("euv", pygame.Rect(20, 20, 240, 28), "Block", False))
    start = picture(tree)
    press(tree, pygame.K_TAB)
    press(tree, pygame.K_SPACE)
    tree.keyboard = False
    tree.focus(None)
    tree.advance(0.06)
    halfway = picture(tree)
    tree.advance(1.0)
    end = picture(tree)
    assert len({start, halfway, end}) == 3
    tree.painter.reduce_motion = True
    tree.focus("euv")
    press(tree, pygame.K_SPACE)
    tree.keyboard = False
    tree.focus(None)
    tree.advance(0.001)
    assert picture(tree) == start


# ---- sliders


def test_mouse_and_keys_give_the_same_value() -> None:
    by_mouse, by_keys = slider(), slider()
    y = 100 + 27
    mouse(tree_of(by_mouse), (by_mouse.x_of(50), y), (by_mouse.x_of(62), y))
    tree = tree_of(by_keys)
    press(tree, pygame.K_TAB)
    press(tree, pygame.K_RIGHT, SHIFT)
    press(tree, pygame.K_RIGHT)
    press(tree, pygame.K_RIGHT)
    assert by_mouse.value == by_keys.value == 62


def test_keys_of_a_slider() -> None:
    bar = slider(law=40)
    tree = tree_of(bar)
    tree.focus(bar)
    assert press(tree, pygame.K_LEFT) == Changed("limit", 49)
    assert press(tree, pygame.K_HOME) == Changed("limit", 0)
    assert press(tree, pygame.K_LEFT) == HANDLED
    assert press(tree, pygame.K_END) == Changed("limit", 100)
    assert press(tree, pygame.K_BACKSPACE) == Changed("limit", 40)
    assert not bar.pending


def test_up_and_down_leave_a_slider_without_changing_it() -> None:
    bar = slider()
    tree = tree_of(button("above", y=20), bar, button("below", y=200))
    tree.focus(bar)
    press(tree, pygame.K_DOWN)
    assert tree.focused is not None
    assert tree.focused.id == "below"
    tree.focus(bar)
    press(tree, pygame.K_UP)
    assert tree.focused.id == "above"
    assert bar.value == 50


def test_a_click_on_the_words_does_not_move_a_slider() -> None:
    bar = slider()
    assert mouse(tree_of(bar), (200, 106)) == []
    assert bar.value == 50


def test_dragging_far_outside_stops_at_the_limits() -> None:
    bar = slider()
    answers = mouse(tree_of(bar), (bar.x_of(50), 127), (5000, 900), (-5000, -900))
    assert answers == [Changed("limit", 100), Changed("limit", 0)]


def test_a_logarithmic_slider_moves_by_equal_ratios() -> None:
    bar = Slider("n", pygame.Rect(0, 0, 200, 36), "Chips", 10, 1, 10_000, logarithmic=True)
    tree = tree_of(bar)
    assert bar.share(100) == pytest.approx(0.5)
    tree.focus(bar)
    values = [float(bar.value)]
    for _ in range(5):
        press(tree, pygame.K_RIGHT)
        values.append(float(bar.value))
    ratios = [after / before for before, after in itertools.pairwise(values)]
    assert max(ratios) / min(ratios) < 1.05
    assert min(ratios) > 1.05
    for _ in range(200):
        press(tree, pygame.K_RIGHT)
    assert bar.value == 10_000


def test_steps_do_not_collect_rounding_dust() -> None:
    bar = Slider("p", pygame.Rect(0, 0, 200, 36), "Rate", 0.0, 0.0, 1.0, 0.1)
    tree = tree_of(bar)
    tree.focus(bar)
    for _ in range(3):
        press(tree, pygame.K_RIGHT)
    assert bar.value == 0.3


def test_a_pending_change_is_visible_and_spoken() -> None:
    tree = tree_of(slider(law=50))
    calm = picture(tree)
    bar = tree.get("limit")
    assert isinstance(bar, Slider)
    bar.set(51)
    assert picture(tree) != calm
    node = bar.node()
    assert (node["role"], node["value"], node["law"], node["text"]) == ("slider", 51, 50, "51")


def test_a_disabled_slider_keeps_its_value() -> None:
    bar = slider(enabled=False, disabled_reason="Needs a law.")
    tree = tree_of(bar)
    assert mouse(tree, (bar.x_of(50), 127), (bar.x_of(90), 127)) == []
    tree.focus(bar)
    for key in (pygame.K_RIGHT, pygame.K_END, pygame.K_BACKSPACE):
        assert press(tree, key) == HANDLED
    assert bar.value == 50


def test_an_impossible_range_is_refused() -> None:
    for low, high, logarithmic in ((5, 5, False), (9, 1, False), (0, 10, True)):
        with pytest.raises(ValueError, match="range"):
            Slider("x", WINDOW, "X", 5, low, high, logarithmic=logarithmic)


# ---- choices, text, tables


STANCES = (Option("open", "Open"), Option("case", "Case by case"), Option("deny", "Deny"))


def test_a_select_cycles_both_ways_and_returns_to_the_law() -> None:
    select = Select("s", pygame.Rect(20, 20, 240, 52), "Stance", STANCES, "open")
    tree = tree_of(select)
    tree.focus(select)
    assert press(tree, pygame.K_RIGHT) == Changed("s", "case")
    assert press(tree, pygame.K_RETURN) == Changed("s", "deny")
    assert press(tree, pygame.K_RIGHT) == Changed("s", "open")
    assert press(tree, pygame.K_LEFT) == Changed("s", "deny")
    assert press(tree, pygame.K_BACKSPACE) == Changed("s", "open")
    assert mouse(tree, (40, 60)) == [Changed("s", "deny")]
    assert mouse(tree, (240, 60)) == [Changed("s", "open")]


@pytest.mark.parametrize("look", ["segments", "underline"])
def test_tabs_choose_by_click_and_keys(look: str) -> None:
    tabs = Tabs("t", pygame.Rect(20, 20, 400, 34), "Page", STANCES, "open", look=look)  # type: ignore[arg-type]
    tree = tree_of(tabs, button("below", y=100))
    third = tabs.tab_rects()[2].center
    assert mouse(tree, third) == [Changed("t", "deny")]
    assert press(tree, pygame.K_LEFT) == Changed("t", "case")
    press(tree, pygame.K_DOWN)
    assert tree.focused is not None
    assert tree.focused.id == "below"


def test_tabs_stay_in_a_rect_that_is_too_narrow() -> None:
    tabs = Tabs("t", pygame.Rect(20, 20, 90, 34), "Page", STANCES, "open")
    tree_of(tabs)
    assert all(tabs.rect.contains(rect) for rect in tabs.tab_rects())


def test_typing_editing_and_submitting() -> None:
    entry = TextEntry("seed", pygame.Rect(20, 20, 200, 52), "Seed", accept=digits_only)
    tree = tree_of(entry)
    tree.focus(entry)
    for text in ("4", "x", "27"):
        tree.handle(pygame.Event(pygame.TEXTINPUT, text=text))
    assert entry.value == "427"
    press(tree, pygame.K_LEFT)
    assert press(tree, pygame.K_BACKSPACE) == Changed("seed", "47")
    press(tree, pygame.K_HOME)
    assert press(tree, pygame.K_DELETE) == Changed("seed", "7")
    assert press(tree, pygame.K_RETURN) == Submitted("seed", "7")
    assert press(tree, pygame.K_e) == HANDLED  # letters are typed, never shortcuts


def test_a_text_is_never_longer_than_allowed() -> None:
    entry = TextEntry("name", pygame.Rect(20, 20, 200, 52), "Name", max_length=5)
    tree = tree_of(entry)
    tree.focus(entry)
    tree.handle(pygame.Event(pygame.TEXTINPUT, text="abcdefgh"))
    assert entry.value == "abcde"


def table(rows: int = 40) -> Table:
    content = [Row(f"r{index}", (f"Row {index}", str(index))) for index in range(rows)]
    columns = [Column("Name", 3), Column("Value", 1, "right")]
    return Table("t", pygame.Rect(20, 20, 300, 200), "Table", columns, content)


def test_a_table_follows_its_choice() -> None:
    listing = table()
    tree = tree_of(listing)
    tree.focus(listing)
    for index in range(30):
        assert press(tree, pygame.K_DOWN) == Changed("t", f"r{index}")
        assert listing.body().contains(listing.row_rect(index))
    assert press(tree, pygame.K_RETURN) == Activated("r29")
    assert press(tree, pygame.K_HOME) == Changed("t", "r0")
    assert listing.body().contains(listing.row_rect(0))


def test_a_click_chooses_the_row_under_the_pointer_after_scrolling() -> None:
    listing = table()
    tree = tree_of(listing)
    tree.handle(pygame.Event(pygame.MOUSEMOTION, pos=(100, 150)))
    tree.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=-3, precise_y=-3.0))
    shown = next(i for i in range(40) if listing.row_rect(i).collidepoint((100, 150)))
    assert shown > 5
    assert mouse(tree, (100, 150)) == [Changed("t", f"r{shown}")]


def test_arrows_leave_a_table_at_its_ends() -> None:
    listing = table(3)
    tree = tree_of(button("above", y=-40), listing, button("below", y=300))
    tree.focus(listing)
    for _ in range(3):
        press(tree, pygame.K_DOWN)
    press(tree, pygame.K_DOWN)
    assert tree.focused is not None
    assert tree.focused.id == "below"


def test_an_empty_table_is_drawn_and_ignores_keys() -> None:
    tree = tree_of(table(0))
    picture(tree)
    tree.focus("t")
    assert press(tree, pygame.K_DOWN) is None
    assert mouse(tree, (100, 100)) == []


# ---- scrolling


def long_area() -> ScrollArea:
    children = [button(f"b{index}", 30, 30 + 50 * index) for index in range(20)]
    return ScrollArea("area", pygame.Rect(20, 20, 300, 200), "Levers", children)


def test_focus_scrolls_into_view() -> None:
    area = long_area()
    tree = tree_of(area)
    for index in range(20):
        press(tree, pygame.K_TAB)
        assert tree.focused is not None
        assert tree.focused.id == f"b{index}"
        assert area.rect.contains(tree.focused.rect)


def test_the_wheel_scrolls_and_hidden_parts_cannot_be_clicked() -> None:
    area = long_area()
    tree = tree_of(area)
    first = tree.get("b0")
    place = first.rect.center
    tree.handle(pygame.Event(pygame.MOUSEMOTION, pos=place))
    tree.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=-2, precise_y=-2.0))
    assert first.rect.bottom < area.rect.top
    assert tree.widget_at(first.rect.center) is None
    below = tree.get("b10").rect
    assert below.top > area.rect.bottom
    assert tree.widget_at(below.center) is None


def test_the_thumb_can_be_dragged_to_the_end() -> None:
    area = long_area()
    tree = tree_of(area)
    thumb = area.bar.thumb(tree.painter, area.rect)
    mouse(tree, thumb.center, (thumb.centerx, 2000))
    assert area.bar.offset == area.bar.limit > 0
    assert area.rect.contains(tree.get("b19").rect)


def test_drawing_stays_inside_the_area() -> None:
    tree = tree_of(long_area())
    surface = pygame.Surface(WINDOW.size)
    surface.fill((1, 2, 3))
    tree.draw(surface)
    pixels = pygame.surfarray.array3d(surface)
    assert (pixels[20:320, 20:220] != (1, 2, 3)).any()
    pixels[20:320, 20:220] = (1, 2, 3)
    assert (pixels == (1, 2, 3)).all()


# ---- dialogs, tooltips, focus


def event_dialog(**options: object) -> Dialog:
    choices = [Choice("a", "First"), Choice("b", "Second"), Choice("c", "Third", (), False, "No")]
    return Dialog("event", "A move", "What will you do?", choices=choices, **options)  # type: ignore[arg-type]


def test_numbers_choose_and_escape_dismisses() -> None:
    tree = tree_of(button())
    tree.open(event_dialog())
    assert press(tree, pygame.K_2) == Activated("b")
    assert press(tree, pygame.K_3) == HANDLED
    assert press(tree, pygame.K_4) == HANDLED
    assert press(tree, pygame.K_ESCAPE) == Dismissed("event")
    tree.open(event_dialog(dismissible=False))
    assert press(tree, pygame.K_ESCAPE) == HANDLED


def test_nothing_behind_a_dialog_answers() -> None:
    behind = button()
    tree = tree_of(behind)
    tree.focus(behind)
    tree.open(event_dialog())
    assert mouse(tree, behind.rect.center) == []
    for _ in range(8):
        press(tree, pygame.K_TAB)
        assert tree.focused is not behind
    assert "go" not in {node["id"] for node in tree.nodes()}
    tree.close()
    assert tree.focused is behind


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_long_dialog_stays_in_the_window_and_scrolls(scale: float) -> None:
    tree = tree_of(scale=scale)
    body = "A sentence about export controls. " * 120
    dialog = Dialog("long", "Title", body, answers=(Answer("ok", "Go on", "primary"),))
    tree.open(dialog)
    assert WINDOW.contains(dialog.rect)
    assert dialog.area.bar.limit > 0
    assert dialog.rect.contains(tree.get("ok").rect)
    picture(tree)


def test_a_tooltip_waits_and_stays_inside_the_window() -> None:
    words = "A sentence that needs two lines, because it explains a lever in full. " * 2
    corner = Button("c", pygame.Rect(730, 560, 60, 36), "C", tooltip=words)
    tree = tree_of(corner)
    tree.handle(pygame.Event(pygame.MOUSEMOTION, pos=corner.rect.center))
    before = picture(tree)
    tree.advance(0.3)
    assert picture(tree) == before
    tree.advance(0.3)
    assert picture(tree) != before
    tree.handle(pygame.Event(pygame.MOUSEMOTION, pos=(5, 5)))
    assert tree.hint_source() is None


@given(st.integers(-50, 850), st.integers(-50, 650), st.integers(1, 300), st.integers(1, 60))
def test_tooltips_are_placed_in_bounds(x: int, y: int, width: int, height: int) -> None:
    rect = place_beside((220, 70), pygame.Rect(x, y, width, height), WINDOW, 8)
    assert WINDOW.contains(rect)


def test_the_ring_shows_only_after_keys() -> None:
    tree = tree_of(button(), button("other", y=100))
    mouse(tree, (60, 40))
    assert tree.focused is not None
    assert not tree.focused.focus_visible
    press(tree, pygame.K_TAB)
    assert tree.focused.id == "other"
    assert tree.focused.focus_visible


def test_tab_goes_round_in_both_directions() -> None:
    tree = tree_of(button("a"), button("b", y=80), button("c", y=140))
    seen = []
    for _ in range(4):
        press(tree, pygame.K_TAB)
        assert tree.focused is not None
        seen.append(tree.focused.id)
    assert seen == ["a", "b", "c", "a"]
    press(tree, pygame.K_TAB, SHIFT)
    assert tree.focused.id == "c"


def test_focus_survives_a_rebuild() -> None:
    tree = tree_of(button("a"), button("b", y=80))
    tree.focus("b")
    tree.clear()
    tree.extend([button("b", y=200), button("a", y=300)])
    assert tree.focused is tree.get("b")


def test_unused_keys_are_left_to_the_screen() -> None:
    tree = tree_of(button())
    tree.focus("go")
    assert press(tree, pygame.K_F1) is None
    assert press(tree, pygame.K_e) is None


def gallery(page: str, size: tuple[int, int], scale: float = 1.0) -> Gallery:
    options = Namespace(
        page=page,
        scale=scale,
        focus="",
        hover="",
        dialog=None,
        shapes=False,
        reduce_motion=False,
        dots=600,
    )
    return Gallery(options, size)


def test_arrows_and_tab_reach_every_control_of_the_gallery() -> None:
    tree = gallery("widgets", (1280, 800)).tree
    everything = {widget.id for widget in tree.stops()}
    assert len(everything) > 20
    assert tree.reachable() == everything
    seen = set()
    for _ in range(len(everything)):
        press(tree, pygame.K_TAB)
        assert tree.focused is not None
        seen.add(tree.focused.id)
    assert seen == everything


def test_every_control_has_a_role_a_name_and_a_place() -> None:
    nodes = gallery("widgets", (1280, 800)).tree.nodes()
    focusable = [node for node in nodes if node["focusable"]]
    assert len({node["id"] for node in nodes}) == len(nodes)
    assert all(node["name"] and node["role"] != "group" for node in focusable)


@pytest.mark.parametrize("page", ["widgets", "charts", "map"])
def test_the_gallery_is_drawn_the_same_twice(page: str) -> None:
    pictures = []
    for _ in range(2):
        shown, surface = gallery(page, (1280, 800)), pygame.Surface((1280, 800))
        shown.advance(0.1)
        shown.draw(surface)
        pictures.append(pygame.image.tobytes(surface, "RGB"))
    assert pictures[0] == pictures[1]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.integers(0, 1279), st.integers(0, 799)),
            st.sampled_from(
                [
                    pygame.K_TAB,
                    pygame.K_RETURN,
                    pygame.K_LEFT,
                    pygame.K_RIGHT,
                    pygame.K_UP,
                    pygame.K_DOWN,
                    pygame.K_HOME,
                    pygame.K_END,
                    pygame.K_PAGEDOWN,
                ]
            ),
        ),
        max_size=20,
    )
)
def test_random_input_keeps_the_gallery_whole(steps: list[tuple[int, int] | int]) -> None:
    shown = gallery("widgets", (1280, 800))
    stops = {widget.id for widget in shown.tree.stops()}
    for step in steps:
        if isinstance(step, tuple):
            mouse(shown.tree, step)
        else:
            press(shown.tree, step)
        shown.advance(0.02)
    shown.draw(pygame.Surface((1280, 800)))
    assert {widget.id for widget in shown.tree.stops()} == stops
    limit = shown.tree.get("limit")
    assert isinstance(limit, Slider)
    assert 0 <= limit.value <= 100


def test_a_panel_is_drawn_again_only_when_its_key_changes() -> None:
    cache, surface, drawn = PanelCache(), pygame.Surface((80, 40)), []
    place = pygame.Rect(10, 5, 60, 30)
    for key in (1, 1, 2, 2, 1):
        cache.blit(surface, "p", place, key, lambda canvas, key=key: drawn.append(key))
    assert drawn == [1, 2, 1]
    cache.blit(surface, "p", place.inflate(-4, 0), 1, lambda canvas: drawn.append("size"))
    assert drawn[-1] == "size"
