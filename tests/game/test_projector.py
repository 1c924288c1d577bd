"""The wall of a class in the window: what a room sees, from frames of a class that was played.

The frames are kept in `projector/samples.json.gz`; `python -m game.window.spectator_record FILE`
plays another class for them. `--update-goldens` accepts other pictures and trees.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest

from game.language import later, speak
from game.window import text
from game.window.painter import Painter
from game.window.panels import projector_lobby, world
from game.window.panels.projector_frame import minutes, spaced
from game.window.panels.projector_lobby import QUIET, modules, paint_qr
from game.window.panels.projector_map import HOMES, MapPanel
from game.window.panels.projector_paint import OUTLINES, Wall, WallPanel, seat_colour, sign
from game.window.panels.projector_reveal import FLIP_SECONDS, CardsPanel, CausesPanel
from game.window.screens.base import Prefer, Stage
from game.window.screens.projector import CARDS_SECONDS, ProjectorScreen
from game.window.settings import Settings
from game.window.spectator import Seen
from game.window.spectator_record import Frame, Frames, Still, load
from game.window.spectator_view import wall_view
from game.window.theme import COLOURS, contrast
from tests.game import pictures
from tests.game.test_screens import covered, press, tree

FOLDER = Path(__file__).parent / "projector"
FRAMES: Frames = load(FOLDER / "samples.json.gz")
ALIKE = {"first", "worlds_first", "worlds_brief", "worlds_negotiate", "worlds_reflect", "over"}
MOMENTS = sorted(set(FRAMES) - ALIKE)  # others have the same parts as one of these
SIZES = [(1280, 800), (1920, 1080), (1024, 768)]
KEPT = {"lobby": (1280, 800), "commit": (1280, 800), "flip": (1280, 800)}


class Live(Still):
    """A source whose frame can be replaced."""

    def show(self, frame: Frame, trouble: Any = None) -> None:
        """See another frame."""
        self.seen = Seen(wall_view(frame["parts"]), trouble)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English before and after."""
    speak("en")
    yield
    speak("en")


def frame(name: str, language: str = "en") -> Frame:
    """A frame that may be changed."""
    return copy.deepcopy(FRAMES[name][language])


def show(
    source: Still | str, size: tuple[int, int] = (1280, 800), settings: Settings | None = None,
    seconds: float = 1.2,
) -> ProjectorScreen:  # fmt: skip
    """The screen after a while."""
    screen = ProjectorScreen(Still(frame(source)) if isinstance(source, str) else source)
    screen.enter(Stage(size, settings or Settings(), keep=False))
    run(screen, seconds)
    return screen


def run(screen: ProjectorScreen, seconds: float) -> pygame.Surface:
    """Let time pass; returns the last picture."""
    surface = pygame.Surface(screen.stage.size)
    for _ in range(round(seconds / 0.1)):
        screen.advance(0.1)
        screen.draw(surface)
    return surface


def said(screen: ProjectorScreen) -> str:
    """Everything that a reader of screens gets."""
    return " ".join(str(node["value"]) for node in screen.tree.nodes())


def ids(screen: ProjectorScreen) -> list[str]:
    """The parts of the wall."""
    return [widget.id for widget in screen.tree.widgets]


# ---- every moment of a class


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_everything_stands_inside_the_window_and_on_nothing_else(
    name: str, size: tuple[int, int]
) -> None:
    screen = show(name, size)
    window = pygame.Rect((0, 0), size)
    assert len(screen.tree.widgets) >= 3
    for widget in screen.tree.all_widgets():
        assert window.contains(widget.rect), widget.id
        assert widget.rect.height > 0, widget.id
        assert widget.name, widget.id
    assert covered(screen) == []


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("language", ["en", "zh", "qps"])
def test_what_the_room_reads_is_32_pixels_high(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[tuple[int, str]] = []
    plain = text.draw

    def watch(surface: Any, words: str, position: Any, weight: Any, size: int, *rest: Any) -> int:
        sizes.append((size, words))
        return plain(surface, words, position, weight, size, *rest)

    monkeypatch.setattr(text, "draw", watch)
    speak(language)
    given = "zh" if language == "zh" else "en"
    screen = show(Still(frame(name, given)), (1920, 1080))
    for page in range(1, screen.pages):
        press(screen, pygame.K_PAGEDOWN)
        assert screen.page == page
        run(screen, 0.2)
    assert sizes
    assert min(sizes)[0] >= 32, min(sizes)


# Sentences of students and names of decisions may be longer than a card; labels may not.
SHORT = ("lobby", "first", "commit", "feelings", "flip", "forecasts", "experiment", "exit", "over")


@pytest.mark.parametrize("name", SHORT)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)], ids=["1280", "1920"])
def test_no_words_are_cut(name: str, language: str, size: tuple[int, int], cut: list[str]) -> None:
    speak(language)
    show(Still(frame(name, language)), size)
    assert cut == []


@pytest.mark.parametrize("name", MOMENTS)
def test_odd_worlds_and_no_worlds_are_drawn_too(name: str) -> None:
    for worlds in ([], [{}], [{"name": "World A", "numbers": [{}] * 30, "teams": [{}] * 30}] * 6):
        odd = frame(name)
        odd["parts"]["worlds"] = worlds
        assert odd["parts"]["class"]["phase_text"] in said(show(Still(odd), seconds=0.2))
        odd["parts"]["debrief"] = {"stage": odd["parts"]["class"]["stage"]}
        assert odd["parts"]["class"]["phase_text"] in said(show(Still(odd), seconds=0.2))


def test_drawing_changes_nothing() -> None:
    screen = show("commit")
    first, second = pygame.Surface((1280, 800)), pygame.Surface((1280, 800))
    screen.draw(first)
    before = tree(screen)
    screen.draw(second)
    assert tree(screen) == before
    assert pygame.image.tobytes(first, "RGB") == pygame.image.tobytes(second, "RGB")


# ---- the pictures and trees on file


@pytest.mark.parametrize("name", KEPT)
def test_a_moment_looks_as_on_file(
    name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "FOLDER", FOLDER)
    monkeypatch.setattr(pictures, "VERSIONS", FOLDER / "versions.json")
    world._MAPS.clear()  # a map that was drawn before keeps its dots where it can
    screen = show(name, KEPT[name], Settings(reduce_motion=True))
    surface = pygame.Surface(KEPT[name])
    screen.draw(surface)
    pictures.check(surface, name, request.config.getoption("--update-goldens"))


@pytest.mark.parametrize("name", KEPT)
def test_a_reader_of_screens_gets_what_is_on_file(
    name: str, request: pytest.FixtureRequest
) -> None:
    screen = show(name, KEPT[name], Settings(reduce_motion=True))
    keep = ("id", "role", "name", "value", "focusable")
    nodes = [{key: node[key] for key in keep} for node in screen.tree.nodes()]
    words = json.dumps(nodes, ensure_ascii=False, indent=1) + "\n"
    path = FOLDER / f"{name}.json"
    if request.config.getoption("--update-goldens") or not path.exists():
        path.write_text(words, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == words


# ---- the lobby


def test_the_lobby_says_how_to_come_in() -> None:
    words = said(show("lobby"))
    assert "192.168.1.20:8000" in words
    assert "KXR 4TM" in words
    assert "http" not in words, "nobody types that"
    assert "World A" in words
    assert "United States: 4 people." in words


def test_a_closed_door_has_no_code_and_no_qr() -> None:
    shut = frame("lobby")
    shut["parts"]["class"]["open"] = False
    screen = show(Still(shut))
    assert "KXR" not in said(screen)
    assert "The door is closed" in said(screen)
    assert screen.tree.get("wall.join").qr == ()  # type: ignore[attr-defined]


def test_the_qr_leads_to_the_address_with_the_code() -> None:
    import segno

    screen = show("lobby", (1920, 1080))
    rows = screen.tree.get("wall.join").qr  # type: ignore[attr-defined]
    made = segno.make("http://192.168.1.20:8000/j/KXR4TM", error="m", micro=False)
    assert rows == tuple(tuple(map(bool, row)) for row in made.matrix)


def test_the_qr_is_drawn_module_by_module_with_a_quiet_edge() -> None:
    rows = modules("http://192.168.1.20:8000/j/KXR4TM")
    size = 7
    edge = (len(rows) + 2 * QUIET) * size
    surface = pygame.Surface((edge, edge))
    paint_qr(surface, surface.get_rect(), rows)
    for y in range(len(rows) + 2 * QUIET):
        for x in range(len(rows) + 2 * QUIET):
            inside = QUIET <= y < len(rows) + QUIET and QUIET <= x < len(rows) + QUIET
            dark = inside and rows[y - QUIET][x - QUIET]
            found = surface.get_at((x * size + 3, y * size + 3))[:3]
            assert found == (projector_lobby.INK if dark else projector_lobby.PAPER)


def test_without_the_library_the_address_has_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    modules.cache_clear()
    monkeypatch.setattr(projector_lobby, "find_spec", lambda name: None)
    try:
        screen = show("lobby")
        assert screen.tree.get("wall.join").qr == ()  # type: ignore[attr-defined]
        assert "KXR 4TM" in said(screen)
    finally:
        modules.cache_clear()


# ---- the game


def test_the_clock_counts_by_the_servers_time() -> None:
    source = Still(frame("commit"))
    screen = show(source)
    assert "0:42 left" in said(screen)
    source._now = 33.4
    run(screen, 0.1)
    assert "0:09 left" in said(screen)
    source._now = 99.0
    run(screen, 0.1)
    assert "0:00 left" in said(screen)


def test_a_paused_clock_stands_and_says_so() -> None:
    paused = frame("commit")
    paused["parts"]["clock"] = {"ends_at": None, "left": 75.0, "why": ""}
    source = Still(paused)
    screen = show(source)
    source._now = 50.0
    run(screen, 0.1)
    assert "1:15 left Paused" in said(screen)


def test_without_a_clock_none_is_shown() -> None:
    calm = frame("commit")
    calm["parts"]["clock"] = {"ends_at": None, "left": None, "why": ""}
    assert "left" not in said(show(Still(calm)))


def test_who_has_signed_is_shown_and_never_what() -> None:
    words = said(show("commit"))
    teams = FRAMES["commit"]["en"]["parts"]["worlds"][0]["teams"]
    assert {team["signed"] for team in teams} == {True, False}, "the sample has both"
    for team in teams:
        assert f"{team['name']}: {'Signed' if team['signed'] else 'Not yet'}." in words


def test_a_treaty_is_a_line_between_homes() -> None:
    screen = show("negotiate")
    map_panel = screen.tree.get("wall.map")
    assert isinstance(map_panel, MapPanel)
    (route,) = map_panel.routes()
    assert {route.start, route.end} == {"Beijing", "Veldhoven"}
    assert route.kind == "open"
    assert screen.lively
    assert not show("negotiate", settings=Settings(reduce_motion=True)).lively
    assert "“" not in said(screen)
    assert "We ask for talks, and for nothing more." in said(screen)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)], ids=["1280", "1920"])
def test_names_of_all_teams_stand_clear_of_each_other_on_the_map(
    language: str, size: tuple[int, int]
) -> None:
    from game.classroom.lesson import teams
    from game.classroom.views.words import team_card

    speak(language)
    full = frame("commit", language)
    cards = [{**team_card(seat), "signed": True, "people": 3} for seat in teams()]
    full["parts"]["worlds"][0]["teams"] = cards
    panel = show(Still(full), size).tree.get("wall.map")
    assert isinstance(panel, MapPanel)
    rects = panel.name_rects()
    assert set(rects) == set(HOMES) == set(teams()) - {"press"}
    for seat, rect in rects.items():
        assert panel.area.contains(rect), seat
        others = [other for key, other in rects.items() if key != seat]
        assert rect.collidelist(others) < 0, seat


def test_cards_lie_face_down_turn_together_and_stay() -> None:
    source = Live(frame("commit"))
    screen = show(source, seconds=0.3)
    source.show(frame("reveal"))
    screen.advance(0.0)
    cards = screen.tree.get("wall.cards")
    assert isinstance(cards, CardsPanel)
    assert cards.turned == 0.0
    before = pygame.Surface((1280, 800))
    screen.draw(before)
    after = run(screen, FLIP_SECONDS + 0.2)
    assert cards.turned == 1.0
    assert pygame.image.tobytes(before, "RGB") != pygame.image.tobytes(after, "RGB")


def test_with_reduced_motion_cards_lie_open_at_once() -> None:
    source = Live(frame("commit"))
    screen = show(source, settings=Settings(reduce_motion=True), seconds=0.3)
    source.show(frame("reveal"))
    screen.advance(0.0)
    cards = screen.tree.get("wall.cards")
    assert isinstance(cards, CardsPanel)
    assert cards.turned == 1.0
    assert not screen.lively


def test_cards_do_not_turn_again_when_somebody_comes_online() -> None:
    source = Live(frame("commit"))
    screen = show(source, seconds=0.3)
    source.show(frame("reveal"))
    run(screen, FLIP_SECONDS + 0.3)
    again = frame("reveal")
    again["parts"]["class"]["online"] += 1
    source.show(again)
    screen.advance(0.0)
    cards = screen.tree.get("wall.cards")
    assert isinstance(cards, CardsPanel)
    assert cards.turned == 1.0


def test_after_the_moves_come_the_causes_and_page_up_goes_back() -> None:
    screen = show("reveal", seconds=CARDS_SECONDS + 0.5)
    assert isinstance(screen.tree.get("wall.causes"), CausesPanel)
    press(screen, pygame.K_PAGEUP)
    assert "wall.cards" in ids(screen)
    run(screen, 1.0)
    assert "wall.cards" in ids(screen), "who went back may read"
    press(screen, pygame.K_PAGEDOWN)
    assert "wall.causes" in ids(screen)


def test_a_card_that_nobody_signed_says_how_it_came_to_count() -> None:
    late = frame("reveal")
    card = late["parts"]["worlds"][0]["result"]["cards"][0]
    card |= {"how": "autopilot", "how_text": "autopilot", "moves": []}
    late["parts"]["worlds"][0]["result"]["breaches"] = ["China broke treaty 3"]
    words = said(show(Still(late)))
    assert f"{card['name']} (autopilot): Everything stays as it is." in words
    assert "China broke treaty 3" in words


def test_all_worlds_stand_side_by_side() -> None:
    screen = show("worlds_commit")
    words = said(screen)
    assert ids(screen) == ["wall.head", "wall.worlds", "wall.foot"]
    for one in FRAMES["worlds_commit"]["en"]["parts"]["worlds"]:
        signed = sum(team["signed"] for team in one["teams"])
        assert f"{one['name']}: {signed} of {len(one['teams'])} have signed." in words


# ---- the debrief


def test_every_stage_of_the_debrief_has_its_own_picture() -> None:
    stages = ("feelings", "timeline", "vote", "flip", "forecasts", "experiment", "transfer", "exit")
    parts = {name: ids(show(name))[1] for name in stages}
    assert parts == {name: f"wall.{name}" for name in stages}


def test_a_flip_shows_the_lessons_own_number_first_and_the_others_by_page() -> None:
    screen = show("flip")
    flip = FRAMES["flip"]["en"]["parts"]["debrief"]["flips"][-1]
    own = flip["backfire"][0]
    assert own["label"] in said(screen)
    assert f"In {own['share']} of the futures the stricter controls" in said(screen)
    first = said(screen)
    press(screen, pygame.K_PAGEDOWN)
    assert said(screen) != first
    for _ in range(len(flip["rows"]) - 1):
        press(screen, pygame.K_PAGEDOWN)
    assert said(screen) == first


def test_before_a_flip_the_room_sees_what_it_thinks() -> None:
    guess = FRAMES["flip_guess"]["en"]["parts"]["debrief"]["guess"]["mean"]
    assert f"The class says: with {guess}" in said(show("flip_guess"))


def test_a_guess_names_its_decision_and_stands_beside_that_flip_only() -> None:
    decision = FRAMES["flip_guess"]["en"]["parts"]["debrief"]["guess"]["decision"]
    assert f"The decision with most votes: {decision}" in said(show("flip_guess"))
    other = frame("flip")
    assert "guessed" not in said(show(Still(other)))
    other["parts"]["debrief"]["flips"][-1]["guess"] = {"count": 12, "mean": "62%"}
    words = "The class had guessed 62% for this decision, before it was played (12 guesses)."
    assert words in said(show(Still(other)))


def test_a_long_timeline_has_pages() -> None:
    long = frame("timeline")
    rounds = long["parts"]["debrief"]["rounds"]
    long["parts"]["debrief"]["rounds"] = [{**rounds[0], "round": number} for number in range(1, 8)]
    screen = show(Still(long))
    assert screen.pages == 2
    assert "Round 4," in said(screen)
    assert "Round 5," not in said(screen)
    press(screen, pygame.K_PAGEDOWN)
    assert "Round 7," in said(screen)


# ---- dark, lost, left


def test_b_makes_this_screen_dark_and_light_again() -> None:
    screen = show("commit")
    press(screen, pygame.K_b)
    assert ids(screen) == ["wall.blank"]
    surface = run(screen, 0.2)
    dark = pygame.Surface((1280, 700))
    dark.fill(COLOURS["sea"])
    shown = surface.subsurface((0, 0, 1280, 700))
    assert pygame.image.tobytes(shown, "RGB") == pygame.image.tobytes(dark, "RGB")
    assert "B shows it again" in said(screen)
    press(screen, pygame.K_b)
    assert "wall.map" in ids(screen)


def test_the_teacher_makes_the_wall_dark() -> None:
    source = Live(frame("commit"))
    screen = show(source)
    dark = frame("commit")
    dark["parts"]["class"]["blank"] = True
    source.show(dark)
    run(screen, 0.2)
    assert ids(screen) == ["wall.blank"]
    assert "The teacher has made the wall dark." in said(screen)
    source.show(frame("commit"))
    run(screen, 0.2)
    assert "wall.map" in ids(screen)


def test_a_lost_connection_and_its_return_are_said_in_words() -> None:
    source = Live(frame("commit"))
    screen = show(source)
    seen = source.seen
    source.seen = Seen(seen.view, later("Nothing answers at {host}.", host="teacher:8000"), 1.0)
    run(screen, 0.2)
    assert "No connection. Nothing answers at teacher:8000." in said(screen)
    assert "wall.map" in ids(screen), "the last picture stays"
    source.seen = Seen(seen.view, None, 9.0)
    run(screen, 0.2)
    assert "Connected again." in said(screen)
    run(screen, 5.0)
    assert "Connected again." not in said(screen)


def test_the_wall_gives_no_commands_and_esc_opens_a_menu() -> None:
    screen = show("commit")
    for key in (pygame.K_e, pygame.K_SPACE, pygame.K_RETURN, pygame.K_RIGHT, pygame.K_q):
        assert press(screen, key) is None
    assert press(screen, pygame.K_F11) == Prefer("fullscreen", True)
    press(screen, pygame.K_ESCAPE)
    assert screen.tree.dialog is not None
    source = Live(frame("reveal"))
    screen.source = source
    run(screen, 0.2)
    assert screen.tree.dialog is not None, "a menu stays open while the class goes on"


def test_tab_reaches_every_part() -> None:
    screen = show("commit")
    stops = {widget.id for widget in screen.tree.stops()}
    assert {"wall.head", "wall.map", "wall.board", "wall.numbers", "wall.foot"} <= stops
    seen = set()
    for _ in stops:
        press(screen, pygame.K_TAB)
        assert screen.tree.focused is not None
        seen.add(screen.tree.focused.id)
    assert seen == stops
    screen.advance(0.1)
    source = Live(frame("commit"))
    source.show({**frame("commit"), "v": 99})
    focused = screen.tree.focused.id
    screen.source = source
    run(screen, 0.1)
    assert screen.tree.focused is not None
    assert screen.tree.focused.id == focused, "the focus stays when the feed changes"


def test_the_spectator_speaks_the_windows_language_and_is_closed() -> None:
    told: list[str] = []

    class Ear(Still):
        def speak(self, language: str) -> None:
            told.append(language)

        def close(self) -> None:
            told.append("closed")

    screen = show(Ear(frame("lobby")), settings=Settings(language="zh"))
    screen.leave()
    assert told[0] == "zh"
    assert told[-1] == "closed"


# ---- what it is drawn with


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.0, "0:00"), (9.6, "0:10"), (102, "1:42"), (1e9, "99:59")]
)
def test_a_time_is_written_in_minutes(seconds: float, words: str) -> None:
    assert minutes(seconds) == words


def test_a_code_is_written_in_halves() -> None:
    assert (spaced("KXR4TM"), spaced("AB"), spaced("")) == ("KXR 4TM", "AB", "")


def test_every_team_has_a_shape_of_its_own_and_a_colour_that_is_seen() -> None:
    from game.classroom.lesson import teams

    shapes = [team.shape for team in teams().values()]
    assert set(shapes) - {"circle"} == set(OUTLINES)
    masks = set()
    for seat, team in teams().items():
        assert contrast(seat_colour(seat), COLOURS["card"]) >= 4.5, seat
        masks.add(pygame.image.tobytes(sign(team.shape, 18, (255, 255, 255)), "RGBA"))
    assert len(masks) == len(shapes)


def test_the_wall_fits_its_type_to_the_window() -> None:
    wall = Wall.of(Painter(), (1920, 1080))
    assert wall.px(32) == 32
    assert Wall.of(Painter(), (960, 540)).px(32) == 16
    assert Wall.of(Painter(), (3840, 1080)).unit == 1.0
    assert wall.fitting("x" * 400, 100, (90, 60, 32)) == 32


def test_a_panel_is_painted_again_only_when_it_says_something_else() -> None:
    source = Live(frame("commit"))
    screen = show(source, seconds=0.5)
    head = screen.tree.get("wall.head")
    assert isinstance(head, WallPanel)
    count = head.cache.redraws
    run(screen, 0.5)
    assert head.cache.redraws == count
    source._now = 30.0
    run(screen, 0.2)
    assert head.cache.redraws == count + 1
