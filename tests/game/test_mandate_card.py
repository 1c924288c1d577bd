"""The mandate card: what a player is asked to reach, in words and bars."""

import itertools

import pygame
import pytest

from agents import mandate
from agents.levers import ACTOR_NAMES
from agents.scenario import load
from game.gamelog import Setup
from game.language import speaking
from game.savegame import play_script
from game.session import Session
from game.viewmodel import MandateView
from game.views.goals import goal_view
from game.views.mandate import mandate_view
from game.window.painter import Painter
from game.window.panels.mandate import HEIGHT, MandateCard


def game(seat: str = "us", quarters: int = 3, seed: int = 7) -> Session:
    """A game after so many quarters."""
    session = Session(Setup("october-seventh", seat, seed, True))
    play_script(session, [], quarters)
    return session


@pytest.fixture(scope="module")
def view() -> MandateView:
    """The mandate of a game after three quarters."""
    return mandate_view(game())


def card(view: MandateView, scale: float = 1.0) -> MandateCard:
    """The card at a scale, drawn once."""
    rect = pygame.Rect(0, 0, round(308 * scale), round(HEIGHT * scale))
    found = MandateCard(rect, view)
    found.attach(Painter(scale))
    found.draw(pygame.Surface(rect.size))
    return found


def test_points_are_those_of_the_score(view: MandateView) -> None:
    session = game()
    secret = mandate.draw_secret("us", 7)
    expected = mandate.score(session.history, "us", "october-seventh", secret)[0]
    assert [goal.points for goal in view.goals] == pytest.approx(expected.tolist())
    assert [goal.secret for goal in view.goals] == [False, False, False, True]
    assert view.goals[-1].key == secret
    assert view.seat_name == ACTOR_NAMES["us"]


def test_the_world_as_found_has_points_too() -> None:
    fresh = mandate_view(game(quarters=0))
    assert not fresh.played
    assert fresh.note == "Points of the world as you found it"
    assert all(0.0 <= goal.points <= 100.0 for goal in fresh.goals)


@pytest.mark.parametrize("name", ["october-seventh", "good-enough"])
def test_every_seat_has_goals_in_words(name: str) -> None:
    for seat in load(name).seats:
        for goal in (goal_view(g, g.zero, 0.0) for g in mandate.all_goals(seat, name)):
            assert goal.full_text != goal.none_text
            assert "{" not in goal.full_text + goal.how_text + goal.why


def test_the_secret_goal_opens_by_key_and_by_mouse(view: MandateView) -> None:
    found = card(view)
    secret = view.goals[-1].text
    assert secret not in found.value
    found.key(pygame.K_RETURN, 0)
    assert secret in found.value
    assert secret in found.hint
    found.press((10, 10))
    found.release((10, 10))
    assert secret not in found.value
    assert secret not in found.hint


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_goals_stand_below_each_other_inside_the_card(view: MandateView, scale: float) -> None:
    found = card(view, scale)
    rows = [found.row_rect(index) for index in range(4)]
    assert all(found.area.contains(row) for row in rows)
    assert all(one.bottom <= two.top for one, two in itertools.pairwise(rows))


def test_opening_the_secret_changes_the_picture(view: MandateView) -> None:
    found, surface = card(view), pygame.Surface((308, HEIGHT))
    found.draw(surface)
    before = pygame.image.tobytes(surface, "RGB")
    found.key(pygame.K_SPACE, 0)
    found.draw(surface)
    assert pygame.image.tobytes(surface, "RGB") != before


def test_longer_words_stay_words() -> None:
    with speaking("qps"):
        found = mandate_view(game())
    assert all(goal.text for goal in found.goals)
    assert found.note != "Points if the game ended now"
