"""`run --out` writes a folder that is whole, documented, self-contained, and never overwritten."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from agents.history import columns
from agents.study import PAIRED
from tests.cli.conftest import ROOT, Said

RUN = ("run", "october-seventh", "--runs", "5", "--buyers", "16", "--quiet")
FILES = {
    "README.md",
    "columns.csv",
    "paired.parquet",
    "parameters.parquet",
    "report.html",
    "summary.json",
    "worlds.parquet",
}
VOID = {"meta", "img", "br"}


@pytest.fixture
def study(twostacks: Callable[..., Said], tmp_path: Path) -> Path:
    """A small study, written."""
    assert twostacks(*RUN, "--set", "us.hbm_control=0.5@2024Q1", "--out", "study").status == 0
    return tmp_path / "study"


def test_the_folder_holds_what_it_says(study: Path) -> None:
    assert {p.name for p in study.iterdir()} == FILES
    assert {p.name for p in study.parent.iterdir()} == {"study"}


def test_the_summary_is_the_json_of_the_command(
    twostacks: Callable[..., Said], study: Path
) -> None:
    told = twostacks(*RUN, "--set", "us.hbm_control=0.5@2024Q1", "--json").json
    assert json.loads((study / "summary.json").read_text()) == told


def test_parquet_holds_every_run_and_agrees_with_the_summary(study: Path) -> None:
    summary = json.loads((study / "summary.json").read_text())
    table = parquet.read_table(study / "worlds.parquet")
    quarters = len(summary["quarters"])
    assert table.num_rows == 2 * 5 * quarters + 2 * 5 * 10
    assert table.column_names == ["world", "run", "quarter", *columns()]
    gap = np.array(table["gap_generations"])
    last = np.array(table["quarter"]) == summary["quarters"][-1]
    here = np.array(table["world"]) == "controls"
    median = float(np.median(gap[here & last]))
    assert median == summary["metrics"]["gap_generations"]["median"]
    paired = parquet.read_table(study / "paired.parquet")
    for name in PAIRED:
        assert np.median(paired[name]) == pytest.approx(summary["paired"][name]["median"])
    assert table.schema.field("gap_generations").metadata == {b"unit": b"generations"}


def test_every_column_is_documented(study: Path) -> None:
    with (study / "columns.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    for name in ("worlds.parquet", "paired.parquet", "parameters.parquet"):
        known = [row["column"] for row in rows if row["file"] == name]
        assert known == parquet.read_schema(study / name).names
    assert all(row["unit"] and row["meaning"] for row in rows)


class _Tags(HTMLParser):
    """Sees that every tag is closed and gathers what a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [value or "" for name, value in attrs if name in {"src", "href", "data"}]
        assert tag != "script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [value or "" for name, value in attrs if name in {"src", "href", "data"}]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_report_needs_nothing_else(study: Path) -> None:
    text = (study / "report.html").read_text()
    tags = _Tags()
    tags.feed(text)
    assert tags.open == []
    assert tags.loads == []
    assert not re.search(r"url\((?!data:)", text)
    assert "http" not in text
    assert "nan" not in re.findall(r'points="[^"]*"', text)
    for part in ("What the controls did", "How to read it", "And what not", "Sources", "checksum"):
        assert part in text
    assert "--set us.hbm_control=0.5@2024Q1" in text
    assert text.count("<svg") > 15


def test_another_study_is_not_overwritten(twostacks: Callable[..., Said], study: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in study.iterdir()}
    said = twostacks(*RUN, "--seed", "8", "--out", "study")
    assert said.status == 2
    assert "not empty" in said.err
    assert {p: p.stat().st_mtime_ns for p in study.iterdir()} == before


def test_the_same_study_may_be_written_again(twostacks: Callable[..., Said], study: Path) -> None:
    (study / "note.txt").write_text("mine")
    before = (study / "summary.json").read_bytes()
    said = twostacks(*RUN, "--set", "us.hbm_control=0.5@2024Q1", "--out", "study")
    assert said.status == 0, said.err
    assert (study / "summary.json").read_bytes() == before
    assert (study / "note.txt").read_text() == "mine"


def test_a_failure_while_writing_leaves_nothing(
    twostacks: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("game.batch.folder.columns_csv", full)
    said = twostacks(*RUN, "--out", "study")
    assert said.status == 2
    assert "No space left" in said.err
    assert not list(tmp_path.iterdir())


def test_an_interrupt_while_writing_leaves_nothing(
    twostacks: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("game.batch.folder.columns_csv", pressed)
    said = twostacks(*RUN, "--out", "study")
    assert said.status == 130
    assert not list(tmp_path.iterdir())


def test_writing_needs_no_window(process: Callable[..., Said], tmp_path: Path) -> None:
    code = (
        "import sys\nfrom game.cli import main\n"
        f"status = main([*{RUN!r}, '--out', 'study'])\n"
        "assert status == 0 and not {'pygame', 'mesa', 'pandas'} & set(sys.modules)\n"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("after", [0.7, 1.5])
def test_an_interrupt_leaves_nothing_half_written(tmp_path: Path, after: float) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "game", "run", "good-enough", "--runs", "20000", "--out", "study"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(after)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="pipes")
def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    for words in ("levers", "run --help", "scenarios --json"):
        command = f"{sys.executable} -m game {words} | head -n 1"
        result = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stderr == ""
