"""`scenarios` and `levers` show every declaration."""

from collections.abc import Callable

from agents.levers import LEVERS
from agents.scenario import scenario_names
from tests.cli.conftest import Said


def test_every_scenario_is_listed(twostacks: Callable[..., Said]) -> None:
    listed = twostacks("scenarios", "--json").json["scenarios"]
    assert [entry["name"] for entry in listed] == scenario_names()
    for entry in listed:
        assert entry["default_seat"] in entry["seats"]
        assert entry["summary"]
    text = twostacks("scenarios").out
    assert all(name in text for name in scenario_names())


def test_every_lever_is_listed_with_all_that_is_declared(twostacks: Callable[..., Said]) -> None:
    listed = {entry["key"]: entry for entry in twostacks("levers", "--json").json["levers"]}
    assert set(listed) == set(LEVERS)
    for key, lever in LEVERS.items():
        entry = listed[key]
        assert (entry["low"], entry["high"], entry["off"]) == (lever.low, lever.high, lever.off)
        assert (entry["unit"], entry["help"], entry["source"]) == (
            lever.unit,
            lever.help,
            lever.source,
        )
    text = twostacks("levers").out
    assert all(key in text for key in LEVERS)


def test_the_levers_of_one_seat(twostacks: Callable[..., Said]) -> None:
    listed = twostacks("levers", "huaw", "--json").json["levers"]
    assert listed
    assert {entry["seat"] for entry in listed} == {"huaw"}
    assert "us." not in twostacks("levers", "huaw").out
