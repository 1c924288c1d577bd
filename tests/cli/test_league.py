"""`twostacks league`: tables and JSON of games among minds."""

from collections.abc import Callable

import pytest

from agents.levers import LEVERS
from tests.cli.conftest import Said
from tests.model_helpers import warm_kernel

Command = Callable[..., Said]


@pytest.fixture(scope="module", autouse=True)
def kernel() -> None:
    """Compile once."""
    warm_kernel()


def test_the_table_names_ends_seats_and_goals(twostacks: Command) -> None:
    said = twostacks("league", "good-enough", "--games", "20", "--quiet")
    assert said.status == 0
    assert "20 games among minds" in said.out
    for words in ("ends: time", "huaw", "A good enough chip", "(secret)", "best", "worst"):
        assert words in said.out


def test_json_and_table_come_from_the_same_games(twostacks: Command) -> None:
    words = ("league", "good-enough", "--games", "20", "--seed", "3", "--quiet", "--json")
    one, two = twostacks(*words).json, twostacks(*words).json
    assert one == two
    entry = one["scenarios"][0]
    assert entry["games"] == 20
    assert sum(entry["endings"].values()) == pytest.approx(1.0)
    assert sum(seat["best"] for seat in entry["seats"]) == pytest.approx(1.0)
    for seat in entry["seats"]:
        for goal in seat["goals"]:
            assert 0.0 <= goal["p05"] <= goal["median"] <= goal["p95"] <= 100.0


def test_levers_are_listed_with_their_largest_effect(
    twostacks: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {key: LEVERS[key] for key in ("us.tool_control", "cn.fab_fund", "cn.answer")}
    monkeypatch.setattr("agents.levers.LEVERS", few)
    entry = twostacks("league", "history", "--levers", "--games", "20", "--quiet", "--json").json[
        "scenarios"
    ][0]
    found = {lever["lever"]: lever["measurable"] for lever in entry["levers"]}
    assert found == {"us.tool_control": True, "cn.fab_fund": True, "cn.answer": False}


def test_wrong_input_is_one_sentence(twostacks: Command) -> None:
    assert "nearest is 'good-enough'" in twostacks("league", "goodenough").err
    assert "from 10" in twostacks("league", "--games", "3").err
