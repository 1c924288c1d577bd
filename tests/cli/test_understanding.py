"""`sensitivity` and `discover`: what they print and write of a study, and what they refuse."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from game.briefs import read_brief
from game.lab.results import Results
from tests.cli.conftest import Said
from tests.lab.studies import TEXT, Asked

Call = Callable[..., Said]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished study of 32 points."""
    home = tmp_path_factory.mktemp("study")
    text = TEXT.replace("points = 8", "points = 32").replace("2023Q4", "2024Q4")
    Asked.of(home / "small.toml", text).play(home / "study")
    return home / "study"


def test_sensitivity_prints_a_table_for_every_outcome_and_writes_it(
    twostacks: Call, study: Path
) -> None:
    said = twostacks("sensitivity", str(study))
    assert said.status == 0
    for words in ("capability, generations", "units[NVDA]", "tool_control", "captive_pull",
                  "crossover is left out: it has no value in", "32 points are few"):  # fmt: skip
        assert words in said.out
    document = json.loads((study / "sensitivity.json").read_text())
    assert {entry["outcome"] for entry in document["outcomes"]} >= {"capability", "backfire"}
    for name in document["pictures"]:
        assert (study / name).stat().st_size > 1000
    pictures = [name for name in document["pictures"] if name.endswith(".svg")]
    assert len(pictures) == len(document["outcomes"])
    assert ElementTree.parse(study / pictures[0]).getroot().tag.endswith("svg")
    assert "var(--" not in (study / pictures[0]).read_text()


def test_sensitivity_of_one_outcome_as_json(twostacks: Call, study: Path) -> None:
    document = twostacks("sensitivity", str(study), "--outcome", "capability", "--json").json
    assert document["method"] == "rbd-fast"
    (entry,) = document["outcomes"]
    assert entry["outcome"] == "capability"
    assert entry["unit"] == "generations"
    assert {factor["factor"] for factor in entry["factors"]} == {"tool_control", "captive_pull"}
    shares = entry["variance"]
    assert shares["factors"] + shares["luck"] + shares["luck_by_point"] == pytest.approx(1.0)
    again = twostacks("sensitivity", str(study), "--outcome", "capability", "--json").json
    assert again == document


def quartile(study: Path, name: str) -> str:
    return str(float(np.quantile(Results.open(study).column(name), 0.25)))


def test_discover_prints_the_region_and_writes_it_with_a_brief(
    twostacks: Call, study: Path, tmp_path: Path
) -> None:
    brief = tmp_path / "my-region.toml"
    said = twostacks("discover", str(study), "--below", quartile(study, "capability"),
                     "--brief", str(brief))  # fmt: skip
    assert said.status == 0
    document = json.loads((study / "boxes.json").read_text())
    assert document["verdict"] == "found"
    assert document["base_rate"] == pytest.approx(0.25, abs=0.02)
    assert document["inputs"] == ["tool_control", "captive_pull"]
    (limit,) = document["box"]
    assert limit["input"] == "captive_pull"
    assert limit["high"] is None
    assert document["density"] > 0.3 > document["outside_rate"]
    assert document["said"] in said.out
    assert f"captive_pull at least {limit['low']:g}" in " ".join(said.out.split())
    assert sorted(document["pictures"]) == [
        "pictures/discovery-box.png", "pictures/discovery-box.svg",
        "pictures/discovery-search.png", "pictures/discovery-search.svg",
    ]  # fmt: skip
    for name in document["pictures"]:
        assert (study / name).stat().st_size > 1000
    written = read_brief(brief)
    assert written.statement == document["said"]
    assert (written.conditions[0].key, written.conditions[0].low) == ("captive_pull", limit["low"])


def test_what_does_not_hold_up_becomes_no_brief(
    twostacks: Call, study: Path, tmp_path: Path
) -> None:
    words = ("--outcome", "gap_generations", "--below", quartile(study, "gap_generations"))
    said = twostacks("discover", str(study), *words)
    assert said.status == 0
    assert "No region holds up in which it is more frequent that" in said.out
    before = (study / "boxes.json").read_bytes()
    said = twostacks("discover", str(study), *words, "--brief", str(tmp_path / "a.toml"))
    assert said.status == 2
    assert said.err.startswith("twostacks: there is no brief to write: no region holds up")
    assert not (tmp_path / "a.toml").exists()
    assert (study / "boxes.json").read_bytes() == before


@pytest.mark.parametrize("method", ["prim", "cart"])
def test_discover_as_json(twostacks: Call, study: Path, method: str) -> None:
    mark = quartile(study, "gap_generations")
    words = ("--outcome", "gap_generations", "--below", mark, "--method", method, "--json")
    document = twostacks("discover", str(study), *words).json
    assert document["method"] == method
    assert document["criterion"]["above"] is False
    assert document["verdict"] in {"found", "weak"}
    for entry in document["box"]:
        assert entry["low"] is not None or entry["high"] is not None
        assert (entry["low"] is None) == (entry["quasi_p_low"] is None)
    assert document["coverage"] - document["mass"] == pytest.approx(document["lead"])
    assert document["halves"]["repeats"] == 10


def test_where_there_is_nothing_to_find_it_says_so(twostacks: Call, study: Path) -> None:
    said = twostacks("discover", str(study), "--above", "1000")
    assert said.status == 0
    assert "In 0 of 512 runs" in said.out
    assert "too few on one side to look for a region" in said.out
    assert json.loads((study / "boxes.json").read_text())["verdict"] == "nothing"


def test_no_picture_of_an_earlier_search_stays(twostacks: Call, study: Path) -> None:
    twostacks("discover", str(study), "--below", quartile(study, "capability"))
    assert list((study / "pictures").glob("discovery-*"))
    said = twostacks("discover", str(study), "--above", "1000")
    assert not list((study / "pictures").glob("discovery-*"))
    assert said.out.rstrip().endswith("written to the study's folder: boxes.json")


def test_what_is_written_may_be_read_by_whom_the_umask_allows(twostacks: Call, study: Path) -> None:
    before = os.umask(0o022)
    try:
        document = twostacks("sensitivity", str(study), "--outcome", "capability", "--json").json
    finally:
        os.umask(before)
    for name in ("sensitivity.json", *document["pictures"]):
        assert (study / name).stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("command", ["sensitivity", "discover"])
def test_a_folder_that_cannot_be_written_is_named(
    twostacks: Call, study: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path.with_name(".partial")))

    monkeypatch.setattr("game.diskfile.replace_file", refuse)
    said = twostacks(command, str(study))
    assert said.status == 2
    assert said.err.splitlines()[-1] == (
        f"twostacks: '{study}' cannot be written: Permission denied"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["discover", "STUDY", "--outcome", "capabilty"], "the nearest is 'capability'"),
        (["discover", "STUDY", "--above", "much"], "'much' is not a number"),
        (["discover", "STUDY", "--above", "nan"], "'nan' is not a finite number"),
        (["discover", "STUDY", "--min-mass", "0.9"], "the nearest valid value is 0.5"),
        (["discover", "STUDY", "--above", "1", "--below", "2"], "not allowed with"),
        (["discover", "STUDY", "--brief", "a.json"], "a brief is a TOML file: name it 'a.toml'"),
        (["discover", "STUDY", "--brief", "no/a.toml"], "there is no folder 'no'"),
        (["discover", "STUDY", "--brief", "STUDY/experiment.toml"], "is there already and is no"),
        (["discover", "nowhere"], "is no folder of a study"),
        (["sensitivity", "nowhere"], "is no folder of a study"),
        (["sensitivity", "STUDY", "--outcome", "capabilty"], "the nearest is 'capability'"),
        (["sensitivity", "STUDY", "--outcome", "seed"], "this study has no outcome 'seed'"),
        (["sensitivity"], "arguments are required: DIR"),
    ],
)
def test_wrong_input_gets_a_sentence(
    twostacks: Call, study: Path, words: list[str], told: str
) -> None:
    said = twostacks(*(word.replace("STUDY", str(study)) for word in words))
    assert said.status == 2
    assert told in said.err
    assert "Traceback" not in said.err
    assert not said.out


def test_a_missing_library_is_a_sentence_with_the_extra(
    twostacks: Call, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.commands.problems.find_spec", lambda name: None)
    for command in ("sensitivity", "discover"):
        said = twostacks(command, str(study))
        assert said.status == 2
        assert "pip install 'two-stacks[batch]'" in said.err
