"""Events and dilemmas in the window: dialogs, answers, news, and where each answer leads."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from agents import names
from agents.deck import card_of
from agents.levers import ACTORS
from agents.state import layout
from game.gamelog import Setup
from game.jobs import Leave
from game.session import Session
from game.views.dilemma_futures import dilemma_futures, futures_key, futures_work
from game.views.events import asked_of, event_news, open_dilemma, struck
from game.views.milestones import milestones
from game.views.news import news
from game.views.worlds import world_of
from game.window.driver import Driver, DriverError
from game.window.live import LiveDesk
from game.window.panels.answers import AnswerFans
from game.window.player import Player
from game.window.screens.base import Stage
from game.window.screens.main import MainScreen
from game.window.settings import Settings
from tests.game.test_app_game import NoForecast

SIZE = (1280, 800)
TREE = Path(__file__).parent / "trees" / "dilemma.json"


def new_game(seat: str = "us") -> Session:
    """A game of its own."""
    session = Session(Setup("good-enough", seat, 7, sandbox=True))
    session.rows[-1] = session.rows[-1].copy()
    return session


def asked(seat: str = "us", key: str = "minerals_truce") -> Session:
    """A game whose seat has a dilemma open."""
    session = new_game(seat)
    views = layout().views(session.rows[-1][None, :])
    kind, member = ACTORS[seat]
    getattr(views, kind)[0, member]["dilemma"] = names.EVENTS.index(key) + 1
    session.world.thaw(session.rows[-1])
    return session


def coming(session: Session, *keys: str) -> Session:
    """The same game with events that strike when the quarter ends."""
    views = layout().views(session.rows[-1][None, :])
    for key in keys:
        views.events[0, names.EVENTS.index(key)]["due"] = session.now
        views.events[0, names.EVENTS.index(key)]["strength"] = 1.0
    session.world.thaw(session.rows[-1])
    return session


def at_table(session: Session, **wishes: Any) -> Driver:
    """The main screen of a game, without futures."""
    settings = Settings(animation=False, brief=False, **wishes)
    stage = Stage(SIZE, settings, keep=False)
    desk = LiveDesk(session, NoForecast())  # type: ignore[arg-type]
    return Driver(Player(stage, MainScreen(desk)), pygame.Surface(SIZE))


def dialog_of(driver: Driver) -> str:
    """The id of the open dialog, or nothing."""
    found = driver.screen.tree.dialog
    return found.id if found is not None else ""


# --- views


def test_a_dilemma_shows_its_choices_and_what_silence_means() -> None:
    view = open_dilemma(asked())
    card = card_of("minerals_truce")
    assert view is not None
    assert [one.label for one in view.choices] == [one.label for one in card.choices]
    assert [one.number for one in view.choices if one.unanswered] == [card.unanswered]
    assert card.choices[card.unanswered - 1].label in view.note
    assert all(one.chips for one in view.choices)
    assert card.precedent in view.source


def test_an_answer_on_the_table_is_shown_and_can_be_changed() -> None:
    session = asked()
    for number in (1.0, 3.0):
        session.propose(session.order("us.answer", number))
        view = open_dilemma(session)
        assert view is not None
        assert [one.number for one in view.choices if one.given] == [number]
    session.end_quarter()
    world = world_of(session.row)
    assert asked_of(world, "us") is None
    assert world.events[names.MINERALS_TRUCE]["answered"] == 3
    assert open_dilemma(session) is None


def test_an_answer_and_its_game_are_the_same_after_undo_and_replay() -> None:
    session = asked()
    session.propose(session.order("us.answer", 1.0))
    first = session.end_quarter()
    session.undo()
    assert open_dilemma(session) is not None
    assert session.end_quarter().checksum == first.checksum


def test_nobody_else_sees_the_dilemma_of_a_seat() -> None:
    session = new_game("cn")
    views = layout().views(session.rows[-1][None, :])
    views.governments[0, names.US]["dilemma"] = names.MINERALS_TRUCE + 1
    assert open_dilemma(session) is None


def test_what_struck_is_told_once_and_stands_on_the_wire() -> None:
    session = coming(asked(), "demand_bust", "earthquake")
    assert struck(session) == ()
    session.end_quarter()
    told = {view.key for view in struck(session)}
    assert told >= {"demand_bust", "earthquake"}
    keys = {item.key for item in news(session)}
    assert {f"{key}@{session.now - 1}" for key in told} <= keys
    session.end_quarter()
    assert "demand_bust" not in {view.key for view in struck(session)}


def test_answers_of_others_are_news_unless_they_are_secret() -> None:
    session = new_game("cn")
    views = layout().views(session.rows[-1][None, :])
    views.governments[0, names.US]["dilemma"] = names.MINERALS_TRUCE + 1
    views.designers[0, names.HUAW]["dilemma"] = names.SMUGGLED_PARTS + 1
    session.world.thaw(session.rows[-1])
    session.end_quarter()
    before, after = (world_of(row) for row in session.rows)
    told = event_news(session.now - 1, before, after, "cn")
    keys = {item.key.partition("@")[0] for _, item in told}
    assert "answer.minerals_truce" in keys
    assert "answer.smuggled_parts" not in keys


def test_a_rumour_is_news_of_its_quarter_whether_true_or_not() -> None:
    before, after = world_of(asked().row.copy()), world_of(asked().row.copy())
    after.events[names.EARTHQUAKE]["rumoured"] = 40
    told = {item.key: item.text for _, item in event_news(40, before, after, "us")}
    assert card_of("earthquake").rumour in told["rumour.earthquake@40"]
    assert event_news(41, before, after, "us") == []


def test_milestones_are_news() -> None:
    before = world_of(asked().row.copy())
    after = world_of(asked().row.copy())
    assert milestones(40, before, after) == []
    before.foundries[names.SMIC]["node"], after.foundries[names.SMIC]["node"] = 0.9, 1.1
    before.designers[names.HUAW]["bottleneck"] = 1.0
    after.designers[names.HUAW]["bottleneck"] = 2.0
    before.markets[names.MARKET_CN]["seized"] = 0.0
    after.markets[names.MARKET_CN]["seized"] = 3.0
    after.toolmakers[names.DOMESTIC]["euv"] = 1.0
    found = {item.key.partition("@")[0] for _, item in milestones(40, before, after)}
    assert found == {"node.SMIC", "bottleneck", "seized", "euv"}


# --- futures of the answers


def test_futures_of_answers_are_paired_and_depend_on_the_answer() -> None:
    session = asked()
    view = open_dilemma(session)
    assert view is not None

    class Free(Leave):
        def __init__(self) -> None:
            pass

        def __call__(self) -> bool:
            return False

        def done(self, part: float, whole: float) -> None:
            pass

    found = futures_work(session, view)(Free())
    silent = next(place for place, one in enumerate(view.choices) if one.unanswered)
    assert np.all(found.changes[silent] == 0.0)
    others = [place for place in range(3) if place != silent]
    assert all(abs(found.changes[place, 1]) > 0.5 for place in others)  # tension
    shown = dilemma_futures(session, found)
    assert len(shown.choices) == 3
    assert "(" not in shown.choices[silent].second_text
    assert all("(" in shown.choices[place].second_text for place in others)


def test_futures_are_asked_for_anew_when_other_proposals_change() -> None:
    session = asked()
    view = open_dilemma(session)
    assert view is not None
    one = futures_key(session, view)
    session.propose(session.order("us.answer", 1.0))
    assert futures_key(session, view) == one
    session.propose(session.order("us.public_rd", 19.0))
    assert futures_key(session, view) != one


# --- the window


def test_a_dilemma_opens_by_itself_and_is_answered_by_its_number() -> None:
    session = asked()
    driver = at_table(session)
    driver.turn(0.02)
    assert dialog_of(driver) == "dilemma"
    driver.key("3")
    assert dialog_of(driver) == ""
    assert [(p.order.lever, p.order.value) for p in session.proposals] == [("us.answer", 3.0)]


def test_a_dilemma_can_be_put_off_and_opened_again_by_key_button_and_menu() -> None:
    session = asked()
    driver = at_table(session)
    driver.turn(0.02)
    driver.click("dialog.close")
    driver.play(0.3)
    assert dialog_of(driver) == ""
    driver.key("q")
    assert dialog_of(driver) == "dilemma"
    driver.key("esc")
    driver.click("dilemma")
    assert dialog_of(driver) == "dilemma"
    driver.key("esc")
    driver.key("esc")
    driver.click("open.dilemma")
    assert dialog_of(driver) == "dilemma"
    driver.click("choice.1")
    assert [p.order.value for p in session.proposals] == [1.0]


def test_the_fan_is_that_of_the_answer_pointed_at_or_focused() -> None:
    driver = at_table(asked())
    driver.turn(0.02)
    fans = driver.widget("dilemma.futures")
    assert isinstance(fans, AnswerFans)
    driver.hover("choice.3")
    assert fans.at == 2
    driver.move((2, 2))
    driver.key("down")
    assert fans.at == 1


def test_taking_proposals_back_takes_the_answer_back() -> None:
    session = asked()
    driver = at_table(session)
    driver.turn(0.02)
    driver.key("1")
    assert driver.widget("dilemma").name == "Your answer"
    driver.key("r")
    driver.turn(0.02)
    assert session.proposals == ()
    assert driver.widget("dilemma").name == "A question for you"


def test_events_are_told_one_after_another_then_the_question() -> None:
    session = coming(asked("us", "burn_source"), "demand_bust", "earthquake", "minerals_truce")
    driver = at_table(session)
    driver.turn(0.02)
    driver.key("esc")
    driver.key("e")
    seen = []
    for _ in range(8):
        driver.turn(0.02)
        dialog = driver.screen.tree.dialog
        if dialog is None:
            break
        seen.append(dialog.name)
        if dialog.id == "dilemma":
            break
        driver.key("enter")
    assert seen[-1] == card_of("minerals_truce").title
    assert {card_of("demand_bust").title, card_of("earthquake").title} <= set(seen[:-1])


def test_mere_events_keep_quiet_if_wanted_but_a_question_never_does() -> None:
    session = coming(asked("us", "burn_source"), "demand_bust", "minerals_truce")
    driver = at_table(session, pause_on_events=False)
    driver.turn(0.02)
    driver.key("esc")
    driver.key("e")
    driver.turn(0.02)
    assert dialog_of(driver) == "dilemma"


def test_a_running_clock_stops_for_a_question() -> None:
    session = coming(new_game(), "minerals_truce")
    driver = at_table(session)
    driver.key("4")
    driver.play(3.0)
    assert dialog_of(driver) == "dilemma"
    assert driver.screen.speed == "pause"  # type: ignore[attr-defined]
    assert len(session.turns) == 1


def test_a_script_opens_the_question_or_says_that_there_is_none() -> None:
    driver = at_table(asked())
    driver.put_off()
    driver.dialog("dilemma")
    assert dialog_of(driver) == "dilemma"
    calm = at_table(new_game())
    with pytest.raises(DriverError, match="no dialog 'dilemma' now"):
        calm.dialog("dilemma")


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
def test_every_choice_can_be_reached_at_every_scale(scale: float) -> None:
    for key, seat in (("minerals_truce", "us"), ("cut_down_chip", "nvda")):
        session = asked(seat, key)
        driver = at_table(session, scale=scale)
        driver.turn(0.02)
        driver.click("choice.3")
        assert [p.order.value for p in session.proposals] == [3.0]


def test_the_tree_of_the_dialog(request: pytest.FixtureRequest) -> None:
    driver = at_table(asked())
    driver.turn(0.02)
    dialog = driver.screen.tree.dialog
    assert dialog is not None
    found = json.loads(json.dumps([_plain(one) for one in driver.screen.tree.stops()]))
    if request.config.getoption("--update-goldens"):
        TREE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(TREE.read_text(encoding="utf-8"))


def _plain(widget: Any) -> dict[str, Any]:
    return {"id": widget.id, "role": widget.role, "name": widget.name}
