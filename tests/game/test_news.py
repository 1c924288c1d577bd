"""The wire: only what happened in the model, told once, newest first, in neutral words."""

import re

import numpy as np
import pytest

from agents.names import DESIGNERS, FULL_NAMES, quarter_name
from game.gamelog import Setup
from game.savegame import play_script
from game.session import Session
from game.viewmodel import NewsView
from game.views.news import news
from game.views.words import quarter_label
from game.views.worlds import world_of

LOADED = re.compile(r"\b(enemy|evil|victory|defeat|aggressi\w+|punish\w*|cheat\w*|regime)\b", re.I)


def whole_game(seat: str, scenario: str = "october-seventh") -> list[tuple[Session, NewsView]]:
    """Every item of a game, each in the quarter in which it was first on the wire."""
    session = Session(Setup(scenario, seat, 7))
    seen: dict[str, NewsView] = {}
    while not session.over:
        session.end_quarter()
        for item in news(session):
            seen.setdefault(item.key, item)
    return [(session, item) for item in seen.values()]


@pytest.mark.parametrize("seat", ["us", "cn"])
def test_wire_has_something_to_tell_and_tells_it_neutrally(seat: str) -> None:
    """A game of eight years makes news about both sides, without judging either."""
    items = [item for _, item in whole_game(seat)]
    assert len(items) >= 15
    assert {"us", "cn"} <= {item.side for item in items}
    assert len({item.text for item in items}) > len(items) / 2
    for item in items:
        assert item.text
        assert not LOADED.search(item.text)
        assert 1 <= item.importance <= 3


def test_wire_is_of_the_last_year_and_newest_first() -> None:
    """What is older is on the timeline."""
    session = Session(Setup("october-seventh", "us", 7))
    play_script(session, [], 12)
    items = news(session)
    order = [quarter_label(session.now - back) for back in range(1, 6)]
    places = [order.index(item.quarter) for item in items]
    assert places == sorted(places)
    assert len(items) == len({item.key for item in items}), "nothing is told twice"


def test_launches_on_the_wire_are_launches_in_the_model() -> None:
    """Whenever a firm is said to launch a chip, its flagship became that much faster."""
    session = Session(Setup("good-enough", "huaw", 7))
    told = 0
    while not session.over:
        session.end_quarter()
        before, after = (world_of(row) for row in session.rows[-2:])
        label = quarter_label(session.now - 1)
        launched = {
            FULL_NAMES[name]
            for name, was, now in zip(
                DESIGNERS, before.designers["perf16"], after.designers["perf16"], strict=True
            )
            if now[0] > was[0]
        }
        for item in news(session):
            if item.quarter == label and "launches" in item.text:
                told += 1
                assert any(item.text.startswith(name) for name in launched)
    assert told >= 4


def test_order_of_the_player_is_on_the_wire_with_its_numbers() -> None:
    """Law before and after, in the quarter in which it came into force."""
    session = Session(Setup("october-seventh", "us", 7))
    play_script(session, [], 3)
    law = session.law("us.public_rd")
    session.propose(session.order("us.public_rd", 31.0))
    session.end_quarter()
    items = [item for item in news(session) if "Public R&D" in item.text]
    assert len(items) == 1
    assert f"${law:g}bn → $31bn" in items[0].text
    assert items[0].quarter == quarter_label(session.now - 1)
    assert items[0].side == "us"


def test_step_of_the_other_side_is_more_important_than_routine() -> None:
    """A government that holds China's seat reads of new US controls at the head of the wire."""
    session = Session(Setup("history", "cn", 7))
    while quarter_name(session.now) != "2022Q4":
        session.end_quarter()
    session.end_quarter()
    steps = [item for item in news(session) if item.quarter == "Q4 2022" and item.side == "us"]
    assert max(item.importance for item in steps) == 3


def test_reading_the_wire_changes_nothing() -> None:
    """However often it is asked for."""
    session = Session(Setup("october-seventh", "us", 7))
    play_script(session, [], 4)
    before = session.row.copy()
    assert news(session) == news(session)
    assert np.array_equal(before.view(np.int64), session.row.view(np.int64))
