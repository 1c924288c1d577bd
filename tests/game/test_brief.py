"""The brief between two quarters: what a player reads there is what happened in the model."""

import time

import pygame
import pytest

from game.forecast import Forecaster
from game.jobs import Work
from game.session import Session, Setup
from game.views.brief import BriefFacts, brief_view, brief_work, intelligence_view
from game.views.stats import specs_of, stats
from game.window.live import LiveDesk
from game.window.screens.base import Back, Stage
from game.window.screens.brief import BriefScreen
from game.window.settings import Settings
from tests.game import view_samples as samples


def facts(work: Work) -> BriefFacts:
    """The work of a brief, done at once."""

    def wanted() -> bool:
        return False

    done: BriefFacts = work(wanted)  # type: ignore[arg-type]
    return done


@pytest.fixture(scope="module")
def session() -> Session:
    game = Session(Setup("october-seventh", "us"))
    for _ in range(6):
        game.end_quarter()
    return game


def test_before_the_first_quarter_there_is_nothing_to_explain() -> None:
    view = brief_view(Session(Setup("october-seventh", "us")), None)
    assert view.state == "first"
    assert not view.causes
    assert view.news


def test_every_number_of_the_top_bar_is_explained_by_terms_that_sum_to_its_change(
    session: Session,
) -> None:
    found = facts(brief_work(session))
    for move, stat in zip(found.moves, stats(session), strict=True):
        assert move.change == pytest.approx(stat.change, abs=1e-9)
        assert sum(value for _, value in move.terms) == pytest.approx(stat.change, abs=1e-9)
    view = brief_view(session, found)
    assert [cause.key for cause in view.causes] == [spec.key for spec in specs_of("us")]
    assert all(len(cause.terms) <= 4 for cause in view.causes)


def test_three_advisers_speak_and_their_record_is_kept(session: Session) -> None:
    view = brief_view(session, facts(brief_work(session)))
    assert len({one.name for one in view.advisers}) == 3
    assert all("off by" in one.record for one in view.advisers)
    lead = facts(brief_work(session)).counsel
    assert all(one.quarter == session.now + 3 for one in lead)


def test_security_expects_less_of_a_lead_than_the_middle_of_the_futures(session: Session) -> None:
    """The leans are real: with the same futures security reads a lower lead than the median."""
    from dataclasses import replace

    from game.analysis import advice

    plan = session.plan
    args = (session.row, plan, 7, session.now, session.scenario.end)
    us = advice.counsel(*args, "us", 100)[0].value
    cn = advice.counsel(*args, "cn", 100)[0].value
    assert us < cn
    assert replace(advice.ADVISERS[0], lean=0.5).lean == 0.5


def test_what_services_believe_has_a_band_around_a_guess(session: Session) -> None:
    seen = intelligence_view(session)
    assert 3 <= len(seen) <= 9
    assert all("–" in one.band for one in seen)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_brief_fits_its_window_and_enter_goes_on(
    session: Session, size: tuple[int, int]
) -> None:
    with Forecaster() as forecaster:
        screen = BriefScreen(LiveDesk(session, forecaster))
        screen.enter(Stage(size, Settings(), keep=False, library=samples.sample_library()))
        surface = pygame.Surface(size)
        for _ in range(400):
            screen.advance(0.05)
            if not screen.waiting and screen.causes.view.causes:
                break
            time.sleep(0.05)
        screen.draw(surface)
        assert screen.causes.view.causes
        assert all(screen.stage.bounds.contains(w.rect) for w in screen.tree.all_widgets())
        move = screen.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0))
        assert move == Back()
