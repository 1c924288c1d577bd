"""The diplomacy room: what it says of deals is what the worlds say, and offers are orders."""

import numpy as np
import pygame
import pytest

from agents import deals
from agents.levers import LEVERS
from agents.names import DEALS
from game.gamelog import Setup
from game.session import Session
from game.views.bargains import deal_views, odds_words
from game.views.diplomacy import DiplomacyView, diplomacy_view, ties, way
from game.views.news import IMPORTANT, news
from game.views.promises import BROKEN, LAPSED, RENEWED, SEATS, SIGNED, promises, tension_terms
from game.views.worlds import played, world_of
from game.window.panels.diplomacy import BlocList
from game.window.screens.diplomacy import DiplomacyScreen
from tests.game.test_chain_line_screens import SIZES, click, enter, frames, meeting, press


def game(seat: str = "us", scenario: str = "october-seventh", perfect: bool = True) -> Session:
    return Session(Setup(scenario, seat, 7, perfect=perfect))


def sign(session: Session, deal: str, value: float = 1.0) -> None:
    session.propose(session.order(f"{session.seat}.sign_{deal}", value))


def forced(deal: str, quarters: int = 6) -> Session:
    """A game in which the other side signs too, by the plan."""
    session = game()
    for key in (key for key in LEVERS if key.endswith(f".sign_{deal}")):
        session.plan.hold(key, 1.0)
    for _ in range(quarters):
        session.end_quarter()
    return session


# ---- the ledger of promises


def test_a_deal_kept_is_signed_and_renewed_in_the_ledger() -> None:
    session = forced("joint_tools")
    found = [one for one in promises(session) if one.deal == "joint_tools"]
    assert [one.kind for one in found] == [RENEWED, SIGNED]
    assert found[-1].quarter == session.scenario.start
    assert found[0].quarter == session.scenario.start + deals.TERM
    assert found[0].trust > found[-1].trust


def test_a_broken_deal_names_the_breaker_and_what_followed() -> None:
    session = forced("truce", 2)
    sign(session, "truce", 0.0)
    session.end_quarter()
    last = promises(session)[0]
    assert (last.kind, last.by) == (BROKEN, "us")
    assert last.trust < last.trust_before
    assert "United States" in last.what
    assert f"+{deals.TRUCE_BROKEN:.0f}" in last.consequence
    item = next(one for one in news(session) if one.key.startswith("deal.truce@"))
    assert item.importance == IMPORTANT
    assert "breaks" in item.text


def test_a_deal_that_runs_out_lapses_without_blame() -> None:
    session = forced("package", 4)
    sign(session, "package", 0.0)
    session.end_quarter()
    last = promises(session)[0]
    assert (last.kind, last.by, last.deal) == (LAPSED, "", "package")


# ---- tension


@pytest.mark.parametrize("seat", ["us", "cn"])
def test_what_moved_tension_sums_to_its_change(seat: str) -> None:
    session = game(seat)
    if seat == "us":
        session.propose(session.order("us.hbm_control", 1.0))
    for _ in range(5):
        session.end_quarter()
        before, after = world_of(session.rows[-2]), world_of(session.row)
        terms = tension_terms(before, after)
        change = float(after.economy["tension"]) - float(before.economy["tension"])
        assert sum(term.change for term in terms) == pytest.approx(change, abs=0.3)


def test_a_step_up_is_what_moved_tension() -> None:
    session = game()
    session.propose(session.order("us.hbm_control", 1.0))
    session.end_quarter()
    terms = {one.label: one.change for one in diplomacy_view(session).tension.terms}
    assert terms["New measures of United States"] > 3.0


def test_a_step_counts_as_loudly_as_it_is_spoken_of() -> None:
    found = {}
    for word in (0.6, 1.2):
        session = game()
        session.propose(session.order("us.hbm_control", 0.3))
        session.propose(session.order("us.posture", word))
        session.end_quarter()
        terms = {one.label: one.change for one in diplomacy_view(session).tension.terms}
        found[word] = terms["New measures of United States"]
        assert abs(terms.get("Events, and the ends of the scale", 0.0)) < 0.1
    assert found[1.2] == pytest.approx(2.0 * found[0.6], rel=0.01)


# ---- deals


def test_every_deal_has_both_sides_and_its_own_are_ours_to_sign() -> None:
    session = game("cn")
    views = deal_views(session, world_of(session.row))
    assert set(views) == set(DEALS)
    for deal, view in views.items():
        signers = {key.partition(".")[0] for key in LEVERS if key.endswith(f".sign_{deal}")}
        assert set(view.sides) == signers
        assert bool(view.lever) == ("cn" in signers)
        assert bool(view.disabled_reason) != ("cn" in signers)


def test_an_offer_becomes_law_and_is_withdrawn() -> None:
    session = game("cn")
    deal = deal_views(session, world_of(session.row))["minerals"]
    assert (deal.action, deal.value) == ("Offer", 1.0)
    session.propose(session.order(deal.lever, deal.value))
    assert deal_views(session, world_of(session.row))["minerals"].pending
    session.end_quarter()
    after = deal_views(session, world_of(session.row))["minerals"]
    assert (after.state, after.action, after.value) == ("offered", "Withdraw", 0.0)


def test_breaking_a_deal_is_said_beforehand() -> None:
    session = forced("truce", 2)
    deal = deal_views(session, world_of(session.row))["truce"]
    assert deal.state == "in force"
    assert deal.action == "Break it"
    assert "trust" in deal.warning
    for _ in range(2):
        session.end_quarter()
    deal = deal_views(session, world_of(session.row))["truce"]
    assert deal.action == "Let it lapse"
    assert not deal.warning


def test_poor_intelligence_has_words_and_good_has_numbers() -> None:
    assert odds_words(0.3, 0.1) == "likely"
    assert odds_words(0.01, 0.1) == "unlikely"
    assert "%" in odds_words(0.3, 0.5)
    assert odds_words(0.3, 1.0) == "30% a quarter"
    blind, seeing = game(perfect=False), game(perfect=True)
    assert deal_views(seeing, world_of(seeing.row))["truce"].odds_text == "Not known yet"
    for session in (blind, seeing):
        session.end_quarter()
        session.end_quarter()
    one, two = (deal_views(s, world_of(s.row))["truce"] for s in (blind, seeing))
    assert not one.reasons
    assert "not known" in one.reasons_text
    assert two.reasons
    assert "%" in two.odds_text


def test_ties_are_shares_and_ways_end_where_they_are() -> None:
    session = game()
    worlds = [world_of(row) for row in played(session)[1]]
    for seat in SEATS:
        for world in worlds:
            assert all(0.0 <= tie <= 1.0 for tie in ties(seat, world))
        assert len(way(seat, worlds)) == 9
    x, y = way("cn", worlds)[-1]
    assert np.allclose((x, y), ties("cn", worlds[-1]))


def test_the_bargain_counts_signatures() -> None:
    session = game("cn")
    session.propose(session.order("cn.sign_bargain", 1.0))
    assert diplomacy_view(session).bargain.pending
    session.end_quarter()
    bargain = diplomacy_view(session).bargain
    assert next(one for one in bargain.signers if one.seat == "cn").signs


# ---- the screen


ROOMS = [("diplomacy", "us"), ("diplomacy", "huaw")]


@pytest.mark.parametrize(("room", "seat"), ROOMS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_stands_on_anything(room: str, seat: str, size: tuple[int, int]) -> None:
    screen = enter(room, seat, size)
    window = pygame.Rect((0, 0), size)
    stops = [w for w in screen.tree.stops() if w.id != "bargain"]  # a card with its button
    assert meeting(stops) == []
    assert all(window.contains(w.visible_rect()) for w in screen.tree.all_widgets())


@pytest.mark.parametrize("seat", ["us", "huaw"])
@pytest.mark.parametrize("scale", [0.8, 2.0])
def test_the_room_can_be_larger_or_smaller(seat: str, scale: float) -> None:
    screen = enter("diplomacy", seat, (1920, 1080), scale)
    stops = [w for w in screen.tree.stops() if w.id != "bargain"]  # a card with its button
    assert meeting(stops) == []
    assert screen.detail.rect.height > 40 * screen.stage.painter.scale
    assert screen.tension.rect.height > 60 * screen.stage.painter.scale


@pytest.mark.parametrize("seat", ["us", "huaw", "nvda"])
def test_tab_and_arrows_reach_every_control(seat: str) -> None:
    screen = enter("diplomacy", seat)
    stops = {widget.id for widget in screen.tree.stops()}
    seen = set()
    for _ in range(len(stops)):
        press(screen, pygame.K_TAB)
        assert screen.tree.focused is not None
        seen.add(screen.tree.focused.id)
    assert seen == stops


def room(screen: DiplomacyScreen) -> DiplomacyView:
    return screen.room


def test_drawing_changes_nothing() -> None:
    screen = enter("diplomacy")
    before = screen.tree.nodes()
    frames(screen, 2)
    assert screen.tree.nodes() == before
    assert screen.desk.session.proposals == ()


def test_an_offer_is_proposed_and_taken_back_by_mouse() -> None:
    screen = enter("diplomacy")
    deal = screen.deal
    click(screen, "deal.act")
    found = [p.order for p in screen.desk.session.proposals]
    assert [(one.lever, one.value) for one in found] == [(f"us.sign_{deal}", 1.0)]
    click(screen, "deal.act")
    assert screen.desk.session.proposals == ()


def test_an_offer_is_proposed_by_keys_alone() -> None:
    screen = enter("diplomacy")
    while screen.tree.focused is None or screen.tree.focused.id != "deals":
        press(screen, pygame.K_TAB)
    press(screen, pygame.K_DOWN)
    deal = screen.deal
    while screen.tree.focused is None or screen.tree.focused.id != "deal.act":
        press(screen, pygame.K_TAB)
    press(screen, pygame.K_RETURN)
    found = {p.order.lever for p in screen.desk.session.proposals}
    assert found == {f"us.sign_{deal}"}
    assert deal != "truce"


def test_choosing_a_government_shows_its_deals() -> None:
    screen = enter("diplomacy")
    blocs: BlocList = screen.blocs
    place = blocs.on_window(blocs.row_rect(2)).center
    screen.handle(pygame.Event(pygame.MOUSEMOTION, pos=place, rel=(0, 0), buttons=(0, 0, 0)))
    screen.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=place, button=1))
    screen.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=place, button=1))
    assert screen.chosen == "tool"
    assert {row.id for row in screen.deals.rows} == {"joint_tools", "minerals"}
    assert screen.plane.chosen == "tool"


def test_a_firm_reads_and_lobbies() -> None:
    screen = enter("diplomacy", "huaw")
    assert not screen.act.enabled
    assert screen.act.disabled_reason
    assert screen.slider is None
    desk = Session(Setup("october-seventh", "nvda", 7))
    assert diplomacy_view(desk).lobbying is not None


def test_the_letter_opens_the_room() -> None:
    from game.window.actions import action_of

    assert action_of(pygame.K_d) == "room.diplomacy"
