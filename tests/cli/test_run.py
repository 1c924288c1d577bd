"""The JSON of `run` is a contract; equal input gives equal output, whatever the threads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agents.history import columns
from agents.parameters import defaults
from agents.state import DEFAULT_BUYERS
from game.commands.parser import Parser
from game.commands.run import add_arguments
from tests.cli.conftest import Said

BACKFIRE = {"capability", "autonomy", "revenue", "ecosystem", "leverage"}
SMALL = ("run", "october-seventh", "--runs", "6", "--buyers", "16", "--quiet", "--json")


def test_the_json_of_run(twostacks: Callable[..., Said]) -> None:
    said = twostacks("run", "good-enough", "--runs", "12", "--seed", "7", "--json", "--quiet")
    told = said.json
    assert (told["scenario"], told["runs"], told["seed"]) == ("good-enough", 12, 7)
    assert (told["quarters"][0], told["quarters"][-1], len(told["quarters"])) == (
        "2025Q3",
        "2035Q4",
        42,
    )
    assert told["parameters"] == defaults()
    assert set(told["metrics"]) == set(columns())
    assert set(told["paired"]) == BACKFIRE
    assert len(told["checksum"]) == 16
    for spread in (*told["metrics"].values(), *told["paired"].values()):
        assert spread["p05"] <= spread["median"] <= spread["p95"]
    for spread in told["paired"].values():
        assert 0.0 <= spread["probability_positive"] <= 1.0
    assert said.err == ""


def test_the_table_of_run(twostacks: Callable[..., Said]) -> None:
    said = twostacks("run", "history", "--runs", "4", "--buyers", "16")
    assert said.status == 0
    assert "At the end of 2026Q4" in said.out
    for name in BACKFIRE:
        assert f"\n{name.capitalize()}: " in said.out
    assert "checksum " in said.out


def test_threads_change_nothing(twostacks: Callable[..., Said]) -> None:
    many = ("run", "october-seventh", "--runs", "70", "--buyers", "16", "--quiet", "--json")
    one = twostacks(*many, "--threads", "1").json
    assert one == twostacks(*many, "--threads", "3").json
    assert one["checksum"] != twostacks(*many, "--seed", "8").json["checksum"]


def test_the_hash_seed_changes_nothing(process: Callable[..., Said]) -> None:
    first, second = (process(*SMALL, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first.status == 0, first.err
    assert first.out == second.out


def test_orders_count_by_quarter_not_by_place(
    twostacks: Callable[..., Said], tmp_path: Path
) -> None:
    early, late = "us.tool_control=0.2@2023Q1", "us.tool_control=0.9@2025Q1"
    forward = twostacks(*SMALL, "--set", early, "--set", late).json
    backward = twostacks(*SMALL, "--set", late, "--set", early).json
    (tmp_path / "list.toml").write_text(
        '[[order]]\nlever = "us.tool_control"\nvalue = 0.9\nquarter = "2025Q1"\n'
        '[[order]]\nlever = "us.tool_control"\nvalue = 0.2\nquarter = "2023Q1"\n'
    )
    (tmp_path / "table.toml").write_text(
        '[us]\ntool_control = { "2023Q1" = 0.2, "2025Q1" = 0.9 }\n'
    )
    assert forward == backward
    assert forward == twostacks(*SMALL, "--plan", "list.toml").json
    assert forward == twostacks(*SMALL, "--plan", "table.toml").json
    assert forward["checksum"] != twostacks(*SMALL, "--set", early).json["checksum"]


def test_the_command_line_wins_over_the_plan_file(
    twostacks: Callable[..., Said], tmp_path: Path
) -> None:
    (tmp_path / "plan.toml").write_text("[us]\ntool_control = 0.2\n")
    both = twostacks(*SMALL, "--plan", "plan.toml", "--set", "us.tool_control=0.9").json
    alone = twostacks(*SMALL, "--set", "us.tool_control=0.9").json
    assert both["checksum"] == alone["checksum"]


def test_the_parameters_of_the_runs(twostacks: Callable[..., Said]) -> None:
    doubt, one = twostacks(*SMALL).json, twostacks(*SMALL, "--parameters", "calibrated").json
    assert (doubt["parameter_sets"], one["parameter_sets"]) == (6, 1)
    assert doubt["checksum"] != one["checksum"]
    for name, spread in one["parameter_bands"].items():
        assert spread["p05"] == spread["p95"] == one["parameters"][name]
    assert any(s["p05"] < s["p95"] for s in doubt["parameter_bands"].values())


def test_a_held_seat_has_no_mind_of_its_own(twostacks: Callable[..., Said]) -> None:
    free, held = twostacks(*SMALL).json, twostacks(*SMALL, "--seat", "us").json
    assert held["seat"] == "us"
    assert held["checksum"] != free["checksum"]


@pytest.mark.parametrize("value", ["0.35", "1e-1", "0"])
def test_values_are_read_as_numbers(twostacks: Callable[..., Said], value: str) -> None:
    told = twostacks(*SMALL, "--set", f"us.tool_control={value}").json
    assert told["orders"] == [
        {"lever": "us.tool_control", "value": float(value), "quarter": "2022Q4"}
    ]


def test_the_default_of_buyers_is_that_of_the_model() -> None:
    parser = Parser(prog="twostacks run")
    add_arguments(parser)
    assert parser.parse_args(["history"]).buyers == DEFAULT_BUYERS
