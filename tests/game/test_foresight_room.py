"""The foresight room and the card of the fan: read by mouse and keys, compared, taken apart."""

import itertools
from typing import Any

import pygame
import pytest

from game.analysis import tornado, waterfall
from game.analysis.metrics import GAP, known_metrics
from game.forecast import Status
from game.futures import Fan, Futures, Request
from game.gamelog import Setup
from game.window.live import LiveDesk
from game.window.panels.fan_chart import DRAWS, readings
from game.window.panels.picker import METRIC
from game.window.screens.base import Stage
from game.window.screens.foresight import HORIZON, KIND, MODE, QUESTION, ForesightScreen
from game.window.screens.main import MainScreen
from game.window.settings import Settings
from tests.game import view_samples as samples
from tests.game.test_chain_line_screens import AtOnce
from tests.model_helpers import warm_kernel

RUNS = 24
SIZES = [(1280, 800), (1366, 768), (1920, 1080), (2560, 1440), (1024, 640)]


class Oracle(AtOnce):
    """Answers every question before it returns, from a few futures."""

    def __init__(self) -> None:
        super().__init__()
        self.fan: Fan | None = None
        self.stale = False

    def request(self, request: Request) -> int:
        """Play it now."""
        futures = Futures(request, lambda: False)
        for side in futures.sides:
            futures.reach(side, RUNS, RUNS, 1)
        self.asked += 1
        self.fan = futures.fan(self.asked, 0.1)
        return self.asked

    def ask(self, *what: Any) -> int:
        """Do the job now."""
        key, work = what
        self.answers[key] = work(_Leave())
        return 1

    def latest(self) -> Any:
        """The fan of the last question."""
        return self.fan

    def status(self) -> Status:
        """Always ready, perhaps with an older fan."""
        return Status("ready", "", self.stale)


class _Leave:
    def __call__(self) -> bool:
        return False

    def go_on(self) -> None:
        """Never stops."""

    def done(self, part: float, whole: float) -> None:
        """Nobody looks."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few futures of few drivers."""
    warm_kernel()
    monkeypatch.setattr(tornado.drive, "__defaults__", (RUNS, None, None))
    monkeypatch.setattr(waterfall.rerun, "__defaults__", (RUNS, None, None))
    monkeypatch.setattr("game.lookout.PARAMETERS", tornado.PARAMETERS[:3])


def desk_of(scenario: str = "october-seventh", seat: str = "us") -> LiveDesk:
    """A game after a quarter."""
    desk = LiveDesk.new(Setup(scenario, seat, 7), Oracle())  # type: ignore[arg-type]
    desk.end_quarter()
    return desk


def enter(screen: Any, size: tuple[int, int] = (1280, 800), **settings: Any) -> Any:
    """A screen after a few frames."""
    stage = Stage(size, Settings(**settings), keep=False, library=samples.sample_library())
    screen.enter(stage)
    frames(screen)
    return screen


def frames(screen: Any, count: int = 3, seconds: float = 0.11) -> None:
    surface = pygame.Surface(screen.stage.size)
    for _ in range(count):
        screen.advance(seconds)
        screen.draw(surface)


def press(screen: Any, *codes: int) -> None:
    for code in codes:
        screen.handle(pygame.Event(pygame.KEYDOWN, key=code, mod=0))
        screen.handle(pygame.Event(pygame.KEYUP, key=code, mod=0))
    frames(screen, 1)


def click(screen: Any, identifier: str) -> None:
    place = screen.tree.get(identifier).focus_rect().center
    screen.handle(pygame.Event(pygame.MOUSEMOTION, pos=place, rel=(0, 0), buttons=(0, 0, 0)))
    screen.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=place, button=1))
    screen.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=place, button=1))
    frames(screen, 1)


def propose(screen: Any, lever: str, value: float) -> None:
    screen.desk.propose(lever, value)
    frames(screen, 2)


# ---- the room


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_everything_has_its_place(size: tuple[int, int], scale: float) -> None:
    """Inside the window; no two controls on each other but tabs and buttons on their cards."""
    desk = desk_of()
    desk.propose("us.hbm_control", 0.8)
    desk.keep_policy(True)
    desk.refresh()
    screen = enter(ForesightScreen(desk), size, scale=scale)
    window = pygame.Rect((0, 0), size)
    cards = {"why", "drivers", "compare"}
    stops = [w for w in screen.tree.stops() if w.id not in cards and w.visible_rect().height]
    for widget in stops:
        assert window.contains(widget.visible_rect()), widget.id
    for one, other in itertools.combinations(stops, 2):
        assert not one.visible_rect().colliderect(other.visible_rect()), (one.id, other.id)


def test_keys_alone_reach_everything() -> None:
    """By Tab and by arrows, with a policy kept."""
    desk = desk_of()
    desk.propose("us.hbm_control", 0.8)
    desk.keep_policy(True)
    desk.refresh()
    screen = enter(ForesightScreen(desk))
    stops = {widget.id for widget in screen.tree.stops()}
    assert {METRIC, MODE, HORIZON, QUESTION, KIND, "fan", "why", "drivers", "policy.take"} <= stops
    assert screen.tree.reachable() == stops


def test_the_metric_is_chosen_by_keys_and_by_mouse() -> None:
    """The fan, the why and the drivers are about it; the main screen shows it too."""
    screen = enter(ForesightScreen(desk_of()))
    screen.tree.focus(METRIC)
    press(screen, pygame.K_RIGHT)
    second = known_metrics()[1]
    assert screen.fan.fan.metric == second.key == screen.ahead.fan.metric
    assert second.label in screen.ahead.drivers_subtitle
    click(screen, METRIC)
    assert screen.fan.fan.metric == known_metrics()[2].key
    assert screen.desk.view.fan.metric == known_metrics()[2].key


def test_the_horizon_cuts_the_fan_and_dates_the_effects() -> None:
    """One step to the left: a quarter less."""
    screen = enter(ForesightScreen(desk_of()))
    whole = len(screen.fan.fan.x)
    screen.tree.focus(HORIZON)
    press(screen, pygame.K_LEFT, pygame.K_LEFT)
    assert len(screen.fan.fan.x) == whole - 2
    assert screen.ahead.horizon == screen.ahead.last - 2
    assert screen.ahead.horizon_text in screen.ahead.drivers_subtitle
    press(screen, pygame.K_HOME)
    assert len(screen.fan.fan.x) == 2


def test_a_policy_equals_itself_and_another_does_not() -> None:
    """Keep, change, go back, forget: by clicks."""
    desk = desk_of()
    desk.propose("us.hbm_control", 0.8)
    screen = enter(ForesightScreen(desk))
    click(screen, "policy.keep")
    frames(screen)
    compare = screen.ahead.compare
    assert (compare.mean, compare.half, compare.low, compare.high) == (0.0, 0.0, 0.0, 0.0)
    assert "50%" in compare.share_text
    assert screen.fan.fan.kept_bands == screen.fan.fan.bands
    propose(screen, "us.public_rd", 30.0)
    compare = screen.ahead.compare
    assert compare.a_text != compare.b_text
    assert compare.mean != 0.0
    assert compare.low <= compare.high
    assert compare.half > 0.0
    click(screen, "policy.take")
    frames(screen)
    orders = [proposal.order.lever for proposal in desk.session.proposals]
    assert orders == ["us.hbm_control"]
    assert screen.ahead.compare.mean == 0.0
    click(screen, "policy.forget")
    frames(screen)
    assert not screen.ahead.compare.kept
    assert screen.fan.fan.kept_bands == ()


def test_policy_a_ends_with_its_quarter() -> None:
    """What was kept cannot be proposed for a quarter that is over."""
    desk = desk_of()
    desk.propose("us.hbm_control", 0.8)
    desk.keep_policy(True)
    desk.refresh()
    assert desk.look_ahead().compare.kept
    desk.end_quarter()
    assert not desk.look_ahead().compare.kept


def test_why_answers_three_questions_and_its_terms_sum() -> None:
    """Whatever is shown adds up to the total that is shown."""
    desk = desk_of()
    assert "Nothing is proposed" in _ask(desk, "proposals").why_text
    desk.propose("us.hbm_control", 0.8)
    desk.propose("us.public_rd", 30.0)
    desk.refresh()
    for question in ("proposals", "answers", "controls"):
        for metric in (GAP, "self_sufficiency"):
            desk.choose_metric(metric)
            ahead = _ask(desk, question)
            assert ahead.why is not None
            assert sum(term.value for term in ahead.why.terms) == pytest.approx(
                ahead.why.total, abs=1e-9
            )
            assert len({term.key for term in ahead.why.terms}) == len(ahead.why.terms) <= 8
            assert "same luck" in ahead.why.subtitle


def _ask(desk: LiveDesk, question: str) -> Any:
    return desk.look_ahead(question=question)


def test_drivers_are_ranked_and_filtered() -> None:
    """Levers alone, unknowns alone, and each with words about both its ends."""
    screen = enter(ForesightScreen(desk_of()))
    screen.desk.choose_metric("self_sufficiency")
    screen.tree.focus(KIND)
    press(screen, pygame.K_RIGHT)
    kinds = {driver.kind for driver in screen.ahead.drivers}
    assert kinds == {"lever"}
    for driver in screen.ahead.drivers:
        assert "give or take" in driver.detail
    press(screen, pygame.K_RIGHT)
    assert {driver.kind for driver in screen.ahead.drivers} == {"parameter"}


def test_draws_show_one_future_after_another_unless_motion_is_reduced() -> None:
    """Every 0.4 seconds; with reduced motion the first one stays."""
    moving, still = (
        enter(ForesightScreen(desk_of()), reduce_motion=reduced) for reduced in (False, True)
    )
    for screen in (moving, still):
        screen.tree.focus(MODE)
        press(screen, pygame.K_RIGHT)
        assert screen.fan.mode == DRAWS
        frames(screen, 12)
    assert moving.fan.sample > 1
    assert moving.lively
    assert not still.fan.sample
    assert not still.lively


# ---- the card of the fan


def test_the_fan_reads_the_same_by_mouse_and_by_keys() -> None:
    """The date under the pointer, or the one that the arrows have reached."""
    screen = enter(ForesightScreen(desk_of()))
    card = screen.fan
    frame = card.frame
    dates = card._dates()
    at = len(dates) - 5
    place = card.rect.x + round(frame.x(dates[at])), card.rect.y + frame.plot.centery
    screen.handle(pygame.Event(pygame.MOUSEMOTION, pos=place, rel=(0, 0), buttons=(0, 0, 0)))
    frames(screen, 1)
    assert card._at() == at
    rows = readings(card.fan, at)
    medians = [value for label, value, _ in rows if label == "Median"]
    index = at - (len(card.fan.history_x) - 1)
    assert medians == [f"{card.fan.bands[4][index]:+.2f}".replace("-", "−")]
    away = pygame.Event(pygame.MOUSEMOTION, pos=(2, 2), rel=(0, 0), buttons=(0, 0, 0))
    screen.handle(away)
    assert card._at() is None
    screen.tree.keyboard = True
    screen.tree.focus("fan")
    press(screen, pygame.K_END, pygame.K_LEFT, pygame.K_LEFT, pygame.K_LEFT, pygame.K_LEFT)
    assert card._at() == at


def test_the_law_in_force_is_a_third_line_only_while_something_is_proposed() -> None:
    """And it starts where the fan starts."""
    desk = desk_of()
    assert desk.view.fan.law_median == ()
    desk.propose("us.tool_control", 1.0)
    desk.refresh()
    fan = desk.view.fan
    assert len(fan.law_median) == len(fan.x)
    assert fan.law_median[0] == fan.bands[4][0]
    assert fan.law_median != fan.bands[4]


def test_the_heading_stays_while_the_fan_is_updated() -> None:
    """The badge changes its words, not its place."""
    screen = enter(MainScreen(desk_of()))
    card, oracle = screen.parts.fan, screen.desk.forecaster
    width, words = card._badge_width(), card.badge()[0]
    oracle.stale = True
    frames(screen, 1)
    assert card.badge()[0] == "updating" != words
    assert card._badge_width() == width


def test_limits_hold_while_a_lever_moves_a_little() -> None:
    """So that the lines move, not the axis; another metric has limits of its own."""
    desk = desk_of()
    screen = enter(MainScreen(desk))
    limits = screen.parts.fan._limits
    propose(screen, "us.public_rd", 4.0)
    assert screen.parts.fan._limits == limits
    screen.tree.focus(METRIC)
    press(screen, pygame.K_RIGHT)
    assert screen.parts.fan.fan.metric == known_metrics()[1].key
    assert screen.parts.fan._limits != limits


def test_the_main_screen_is_reached_by_arrows_with_the_choice_of_metric() -> None:
    """The picker stands on its card and is a stop of its own."""
    screen = enter(MainScreen(desk_of()))
    stops = {widget.id for widget in screen.tree.stops()}
    assert METRIC in stops
    assert screen.tree.reachable("end") == stops
