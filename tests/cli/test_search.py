"""`search`: what it prints and writes, and what it refuses."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said
from tests.lab.studies import TEXT

Call = Callable[..., Said]
SMALL = TEXT.replace("replications = 16", "replications = 4")
QUICK = ("search", "small.toml", "--evaluations", "16", "--quiet")


@pytest.fixture(autouse=True)
def small(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALL)


def test_a_search_prints_its_front_and_writes_it(twostacks: Call, tmp_path: Path) -> None:
    words = (*QUICK, "--objective", "capability:min", "--objective", "units[NVDA]:max")
    said = twostacks(*words, "--out", "found")
    assert said.status == 0, said.err
    for part in ("less capability (generations); more units[NVDA]", "the compromise, is nearest",
                 "90% of futures are at least as good as", "captive_pull", "has the least regret",
                 "Tool", "above 0: too good", "64 fresh futures"):  # fmt: skip
        assert part in said.out
    document = json.loads((tmp_path / "found" / "policies.json").read_text())
    rows = list(csv.DictReader((tmp_path / "found" / "policies.csv").open()))
    assert len(rows) == len(document["policies"])
    assert (
        float(rows[0]["factor.tool_control"]) == document["policies"][0]["levers"]["tool_control"]
    )
    assert "units[NVDA].robust.fresh" in rows[0]
    for name in document["pictures"]:
        assert (tmp_path / "found" / name).stat().st_size > 1000
    again = twostacks(*words, "--out", "again", "--workers", "1", "--json")
    assert again.json == document
    assert (tmp_path / "found" / "policies.csv").read_bytes() == (
        tmp_path / "again" / "policies.csv"
    ).read_bytes()


def test_without_objectives_it_goes_away_from_what_the_file_calls_backfire(
    twostacks: Call,
) -> None:
    document = twostacks(*QUICK, "--out", "found", "--json", "--seed", "3").json
    (goal,) = document["objectives"]
    assert (goal["outcome"], goal["wanted"]) == ("capability", "less")
    assert document["seed"] == 3
    assert document["method"] == "NSGA-II"


@pytest.mark.parametrize(
    ("changed", "words", "sentence"),
    [
        ("", ("--objective", "capabilty:min"), "the nearest is 'capability'"),
        ("", ("--objective", "capability"), "capability:min or capability:max"),
        ("", ("--objective", "revenue:min", "--objective", "revenue:max"), "an objective already"),
        ("", ("--objective", "capability:min", "--worst", "0.9"), "the nearest valid value is 0.5"),
        ("", ("--evaluations", "3"), "the nearest valid value is 16"),
        ("", ("--out", "."), "is not empty; name a new folder"),
        ("levers", (), "nothing that a policy decides"),
        ("baseline", ("--objective", "capability:min"), "the experiment has none"),
    ],
)
def test_wrong_input_is_a_sentence(
    twostacks: Call, tmp_path: Path, changed: str, words: tuple[str, ...], sentence: str
) -> None:
    if changed == "levers":
        text = SMALL.replace('[[factor]]\nlever = "us.tool_control"\n', "")
        (tmp_path / "small.toml").write_text(text)
    if changed == "baseline":
        none = '[pairing]\nbaseline = "none"\n\n[design]'
        text = SMALL.replace(', "capability", "crossover"', "")
        text += '[backfire]\noutcome = "gap_generations"\nbelow = 1.0\n'
        (tmp_path / "small.toml").write_text(text.replace("[design]", none, 1))
    said = twostacks("search", "small.toml", "--out", "found", *words)
    assert said.status == 2
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["small.toml"]
