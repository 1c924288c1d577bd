"""The JSON that README promises is the JSON that the commands print."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.docs.blocks import ROOT, blocks
from tests.docs.shell import needs_the_command, run_in

PROMISED = {
    block.name: json.loads(block.text)
    for block in blocks(ROOT / "README.md")
    if block.language == "json"
}
pytestmark = needs_the_command


def printed(command: str, folder: Path) -> Any:
    """Run a command and read the one JSON object that it prints."""
    return json.loads(run_in(folder, command, "README.md"))


def check_form(promised: Any, real: Any, where: str) -> None:
    """Every promised name is there, with a value of the promised kind."""
    if isinstance(promised, dict):
        assert isinstance(real, dict), where
        for name, value in promised.items():
            assert name in real, f"{where}.{name} is promised and missing"
            check_form(value, real[name], f"{where}.{name}")
    elif isinstance(promised, list):
        assert isinstance(real, list), where
        assert real, f"{where} is empty"
        for item in real:
            check_form(promised[0], item, f"{where}[]")
    elif isinstance(promised, (int, float)):
        assert isinstance(real, (int, float)) or real is None, where
    else:
        assert isinstance(real, type(promised)), where


def test_run_prints_what_is_promised(tmp_path: Path) -> None:
    real = printed("twostacks run good-enough --runs 20 --seed 7 --json", tmp_path)
    check_form(PROMISED["run"], real, "run")
    assert set(real["paired"]) == set(PROMISED["run"]["paired"])
    for spread in (*real["metrics"].values(), *real["paired"].values()):
        assert spread["p05"] <= spread["median"] <= spread["p95"]


def test_equal_input_gives_an_equal_checksum_whatever_the_threads(tmp_path: Path) -> None:
    command = "twostacks run good-enough --runs 100 --seed 7 --json"
    one = printed(f"{command} --threads 1", tmp_path)
    two = printed(f"PYTHONHASHSEED=1 {command} --threads 2", tmp_path)
    other = printed(command.replace("--seed 7", "--seed 8"), tmp_path)
    assert one["checksum"] == two["checksum"] != other["checksum"]


def test_validate_prints_what_is_promised(tmp_path: Path) -> None:
    real = printed("twostacks validate --json", tmp_path)
    check_form(PROMISED["validate"], real, "validate")
    assert {fact["status"] for fact in real["facts"]} <= {"pass", "miss", "unobservable"}
    scored = [fact for fact in real["facts"] if fact["status"] != "unobservable"]
    passed = [fact for fact in scored if fact["status"] == "pass"]
    assert real["share_within_2"] == pytest.approx(len(passed) / len(scored))


@pytest.mark.bench
def test_bench_prints_what_is_promised(tmp_path: Path) -> None:
    real = printed("twostacks bench --json", tmp_path)
    check_form(PROMISED["bench"], real, "bench")
    assert all(isinstance(value, (int, float)) for value in real.values())


@pytest.mark.parametrize(
    "arguments",
    [
        "run nowhere",
        "run october-seventh --runs 2 --set us.tool_contrl=0.4@2023Q1",
        "run october-seventh --runs 2 --set us.tool_control=4@2023Q1",
        "run october-seventh --runs 2 --set us.tool_control=0.4@1999Q1",
        "run october-seventh --runs 2 --plan broken.toml",
        "run october-seventh --runs 2 --plan absent.toml",
        "validate --facts broken.csv",
        "replay absent.json",
    ],
)
def test_wrong_input_gets_a_sentence_and_writes_nothing(arguments: str, tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("[us\ntool_control = ")
    (tmp_path / "broken.csv").write_text("id,observable\nF01,gap_gen\n")
    before = sorted(tmp_path.iterdir())
    command = f"twostacks {arguments} 2>&1"
    said = run_in(tmp_path, command, "README.md", exit_code=2).strip()
    assert said
    assert "Traceback" not in said
    assert sorted(tmp_path.iterdir()) == before
