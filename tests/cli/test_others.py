"""`validate`, `bench`, `play` without a display, `replay`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.levers import of_seat
from agents.scenario import load, scenario_names
from game.commands.demo import demo_orders
from tests.cli.conftest import Said

HEADER = "id,fact,period,observable,value,unit,tol_kind,tolerance\n"


def test_the_json_of_validate(twostacks: Callable[..., Said]) -> None:
    told = twostacks("validate", "--runs", "8", "--json", "--quiet").json
    for fact in told["facts"]:
        assert {"id", "observable", "period", "value", "median", "z", "status"} <= set(fact)
        assert fact["status"] in {"pass", "miss", "unobservable"}
        if fact["z"] is not None:
            assert fact["status"] == ("pass" if abs(fact["z"]) <= 2.0 else "miss")
    assert 0.0 <= told["share_within_2"] <= 1.0
    seen = told["measured"] + told["shapes"] + told["unobservable"]
    assert seen == len(told["facts"])


def test_facts_of_ones_own(twostacks: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(
        HEADER
        + "X1,a gap,2025Q2,gap_gen,1.2,generations,abs,100\n"
        + "X2,a gap,2025Q2,gap_gen,500,generations,abs,0.1\n"
        + "X3,unknown,2025,happiness,1,points,abs,1\n"
        + "X4,too late,2044,gap_gen,1,generations,abs,1\n"
    )
    told = twostacks("validate", "--facts", "own.csv", "--runs", "4", "--json", "--quiet").json
    states = {fact["id"]: fact["status"] for fact in told["facts"]}
    assert states == {"X1": "pass", "X2": "miss", "X3": "unobservable", "X4": "unobservable"}
    assert told["share_within_2"] == 0.5
    text = twostacks("validate", "--facts", "own.csv", "--runs", "4", "--quiet").out
    assert "happiness" in text
    assert "1 of 2 facts lie within two tolerances" in text


def test_facts_none_of_which_can_be_seen(twostacks: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(HEADER + "X3,unknown,2025,happiness,1,points,abs,1\n")
    told = twostacks("validate", "--facts", "own.csv", "--runs", "2", "--json", "--quiet").json
    assert told["share_within_2"] is None


def test_the_json_of_bench(twostacks: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import model, slider, window

    hand = {"slider_first_seconds": 0.1, "slider_thousand_seconds": 0.2}
    monkeypatch.setattr(slider, "figures", lambda passes: hand)
    for name in ("runs_per_second", "futures_seconds", "mesa_quarter_seconds"):
        monkeypatch.setattr(model, name, lambda *_: 2.0)
    monkeypatch.setattr(model, "worlds_1000_bytes", lambda: 3)
    monkeypatch.setattr(window, "figures", lambda quick: dict.fromkeys(window.NAMES, 1.0))
    told = twostacks("bench", "--json").json
    assert list(told) == [
        "runs_per_second",
        "futures_1000_seconds",
        "futures_100_seconds",
        *hand,
        "mesa_quarter_seconds",
        "first_frame_warm_seconds",
        "frame_p50_ms",
        "frame_p99_ms",
        "worlds_1000_bytes",
        "speedup_over_mesa",
    ]
    assert told["speedup_over_mesa"] == 2.0 * model.QUARTERS * 2.0


@pytest.mark.bench
def test_the_targets_are_met(twostacks: Callable[..., Said]) -> None:
    told = twostacks("bench", "--json").json
    assert told["runs_per_second"] >= 2000
    assert told["futures_1000_seconds"] <= 0.25
    assert told["futures_100_seconds"] <= 0.035
    assert told["mesa_quarter_seconds"] <= 0.005
    assert told["speedup_over_mesa"] >= 50


@pytest.mark.parametrize("name", scenario_names())
def test_the_demonstration_has_moves_for_every_seat(name: str) -> None:
    scenario = load(name)
    for seat in scenario.seats:
        orders = demo_orders(scenario, seat)
        assert orders
        assert {order.lever for order in orders} <= {lever.key for lever in of_seat(seat)}


def test_without_a_display_a_demonstration_is_played_and_replays(
    twostacks: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr("game.commands.demo.draw_pictures", lambda session, folder: [])
    said = twostacks("play", "good-enough", "--seat", "huaw", "--seed", "7")
    assert said.status == 0
    assert "no display" in said.out
    folder = tmp_path / "two-stacks-demo"
    report = (folder / "report.html").read_text()
    assert "http" not in report
    assert "Good Enough" in report
    again = twostacks("replay", str(folder / "demonstration.jsonl"), "--json").json
    assert again["finished"] is True
    assert again["quarters"] == 42
    assert "came out the same" in twostacks("replay", str(folder / "demonstration.jsonl")).out
    assert twostacks("play", "good-enough", "--seat", "huaw").status == 0
    assert {p.name for p in tmp_path.iterdir()} == {"two-stacks-demo"}


def test_a_game_changed_by_hand_does_not_replay(
    twostacks: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr("game.commands.demo.draw_pictures", lambda session, folder: [])
    twostacks("play", "october-seventh")
    log = tmp_path / "two-stacks-demo" / "demonstration.jsonl"
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    order = next(line["order"] for line in lines if "order" in line)
    order["value"] = order["value"] / 2
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    said = twostacks("replay", str(log))
    assert said.status == 2
    assert "changed by hand" in said.err


def test_the_demonstration_takes_no_folder_of_others(
    twostacks: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("mine")
    said = twostacks("play", "--out", "mine")
    assert said.status == 2
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["note.txt"]
