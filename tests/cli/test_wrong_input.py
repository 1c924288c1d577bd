"""Wrong input gets one sentence with the nearest valid choice, status 2, and writes nothing."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said

RUN = "run october-seventh --runs 2 --out study"
FILES = {
    "broken.toml": "[us\ntool_control = ",
    "unknown.toml": '[[order]]\nlever = "us.tool_control"\nvalue = 1\n\n'
    '[[order]]\nlever = "us.tool_contrl"\nvalue = 1\n',
    "key.toml": '[[order]]\nlever = "us.tool_control"\nvalu = 1\n',
    "text.toml": '[[order]]\nlever = "us.tool_control"\nvalue = "much"\n',
    "true.toml": "[us]\ntool_control = true\n",
    "quarter.toml": '[us]\ntool_control = { "2023" = 0.2 }\n',
    "late.toml": '[us]\ntool_control = { "2044Q1" = 0.2 }\n',
    "seat.toml": "[uk]\ntool_control = 0.2\n",
    "list.toml": "order = 3\n",
    "missing.toml": "[[order]]\nvalue = 3\n",
    "other.toml": "[cn]\nfab_fund = 3\n",
    "huge.toml": f"[us]\ntool_control = 1{'0' * 400}\n",
    "digits.toml": f"[us]\ntool_control = 1{'0' * 5000}\n",
    "deep.toml": f"us = {'[' * 5000}",
    "zero.csv": "id,fact,period,observable,value,unit,tol_kind,tolerance\n\n"
    "F01,a,2022,gap_gen,0,generations,rel,1\n",
    "short.csv": "id,observable\nF01,gap_gen\n",
    "wrong.csv": "id,fact,period,observable,value,unit,tol_kind,tolerance\n"
    "F01,a,2022,gap_gen,many,generations,abs,1\n",
    "game.jsonl": '{"kind": "something else"}\n',
}
CASES = [
    ("rum", "'run'"),
    ("run nowhere", "nearest is"),
    ("run october-seven", "'october-seventh'"),
    ("run", "SCENARIO"),
    ("run history more", "one word too many"),
    ("run history --run 3", "'--runs'"),
    ("run history --runs 0", "nearest valid value is 1"),
    ("run history --runs many", "not a whole number"),
    ("run history --runs 1000000000", "the most that fit"),
    ("run history --seed -1", "nearest valid value is 0"),
    ("run history --parameters best", "accepted"),
    ("run history --buyers 0", "nearest valid value is 12"),
    (f"{RUN} --set us.tool_control=0.4@", "not a quarter"),
    (f"{RUN} --set us.tool_contrl=0.4@2023Q1", "'us.tool_control'"),
    (f"{RUN} --set us.tool_control=4@2023Q1", "nearest valid value is 1"),
    (f"{RUN} --set us.tool_control=nan", "needs a number"),
    (f"{RUN} --set us.tool_control=high", "not a number"),
    (f"{RUN} --set us.tool_control=0.4@1999Q1", "2022Q4"),
    (f"{RUN} --set us.tool_control=0.4@2023Q5", "not a quarter"),
    (f"{RUN} --set us.tool_control", "not an order"),
    (f"{RUN} --seat uss", "'us'"),
    (f"{RUN} --seat us --set cn.fab_fund=3", "'us.fab_subsidy'"),
    (f"{RUN} --seat us --set world.event_boom=1", "Events"),
    (f"{RUN} --seat us --plan other.toml", "China"),
    (f"{RUN} --plan absent.toml", "no file"),
    (f"{RUN} --plan unknwn.toml", "'unknown.toml'"),
    (f"{RUN} --plan .", "folder"),
    (f"{RUN} --plan broken.toml", "line"),
    (f"{RUN} --plan unknown.toml", "order 2 (line 5)"),
    (f"{RUN} --plan key.toml", "'value'"),
    (f"{RUN} --plan text.toml", "needs a number"),
    (f"{RUN} --plan huge.toml", "needs a number"),
    (f"{RUN} --plan digits.toml", "not valid TOML"),
    (f"{RUN} --plan deep.toml", "not valid TOML"),
    (f"{RUN} --plan true.toml", "needs a number"),
    (f"{RUN} --plan quarter.toml", "not a quarter"),
    (f"{RUN} --plan late.toml", "2030Q4"),
    (f"{RUN} --plan seat.toml", "'us'"),
    (f"{RUN} --plan list.toml", "[[order]]"),
    (f"{RUN} --plan missing.toml", "'lever' is missing"),
    ("run history --runs 2 --out broken.toml", "needs a folder"),
    ("run history --runs 2 --out .", "not empty"),
    ("levers uk", "'us'"),
    ("levers --jsn", "'--json'"),
    ("validate --facts absent.csv", "no file"),
    ("validate --facts short.csv", "row 1"),
    ("validate --facts zero.csv", "row 3, column 'value'"),
    ("validate --facts wrong.csv", "row 2, column 'value'"),
    ("replay absent.jsonl", "no file"),
    ("replay game.jsonl", "line 1"),
    ("play nowhere", "nearest is"),
    ("play good-enough --seat hauw", "'huaw'"),
    ("play --seat huaw", "needs a scenario"),
    ("play good-enough --tutorial", "its own scenario"),
    ("play --size big", "1280x800"),
    ("play --size 10x10", "640x400"),
    ("play --script absent.txt --shot a.png", "no file"),
    ("play --shot picture.jpg", ".png"),
    ("play --shot nowhere/picture.png", "no folder"),
    ("bench --fast", "nearest is"),
]


@pytest.mark.parametrize(("line", "part"), CASES, ids=[line for line, _ in CASES])
def test_wrong_input(twostacks: Callable[..., Said], tmp_path: Path, line: str, part: str) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    before = {p: p.read_bytes() for p in tmp_path.iterdir()}
    said = twostacks(*line.split())
    assert said.status == 2
    assert said.out == ""
    assert part in said.err
    assert said.err.startswith("twostacks: ")
    assert said.err.count("\n") == 1
    assert {p: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_wrong_input_leaves_no_traceback(process: Callable[..., Said]) -> None:
    said = process("run", "history", "--set", "us.tool_contrl=1")
    assert said.status == 2
    assert "Traceback" not in said.err


def test_out_without_pyarrow_names_the_extra(
    twostacks: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr("game.commands.problems.find_spec", lambda name: None)
    said = twostacks("run", "history", "--runs", "2", "--out", "study")
    assert said.status == 2
    assert "two-stacks[batch]" in said.err
    assert not list(tmp_path.iterdir())
