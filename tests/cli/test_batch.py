"""`batch` plays an experiment into a folder, goes on with it, and says what is wrong."""

import errno
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from agents.kernel_cache import model_version
from game.lab.shipped import shipped
from tests.cli.conftest import ROOT, Said
from tests.lab.studies import TEXT, contents

Call = Callable[..., Said]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(TEXT)
    return tmp_path / "small.toml"


def play(twostacks: Call, *words: str) -> Said:
    return twostacks("batch", "small.toml", "--out", "study", "--workers", "2", *words)


def test_a_study_is_played_told_and_gone_on_with(
    twostacks: Call, file: Path, tmp_path: Path
) -> None:
    told = play(twostacks, "--limit", "40", "--json").json
    assert (told["runs"], told["runs_in_all"], told["finished"]) == (64, 128, False)
    assert told["balanced"]
    assert told["played"]["runs"] == 64
    assert told["played"]["worlds"] == 128
    said = play(twostacks)
    assert said.status == 2
    assert "64 of 128 runs; go on with --resume" in said.err
    said = play(twostacks, "--resume")
    assert said.status == 0, said.err
    for words in ("128 paired runs", "Chip gap", "Backfire, here", "64 runs in", "report study"):
        assert words in said.out
    before = contents(tmp_path / "study")
    said = play(twostacks)
    assert said.status == 0
    assert "Nothing to play: the study is finished already." in said.out
    assert contents(tmp_path / "study") == before


def parquet_column(folder: Path, name: str) -> np.ndarray:
    parts = sorted((folder / "runs").glob("*.parquet"))
    return np.concatenate([parquet.read_table(part)[name].to_numpy() for part in parts])


def test_the_summary_is_of_the_tables(twostacks: Call, file: Path, tmp_path: Path) -> None:
    told = play(twostacks, "--json", "--quiet").json
    band = told["outcomes"]["gap_generations"]
    assert band["p05"] <= band["median"] <= band["p95"]
    values = parquet_column(tmp_path / "study", "gap_generations.baseline")
    assert band["baseline"]["median"] == np.median(values)
    assert band["unit"] == "generations"
    never = told["outcomes"]["crossover"]["without_value"]
    assert never > 0
    said = play(twostacks, "--quiet")
    assert f"Crossover: of the runs that have one; {100 * never:.1f}% of runs never do." in said.out
    found = told["backfire"]
    assert found["low"] <= found["share"] <= found["high"]
    assert told["model"] == model_version()


def test_check_says_what_it_takes_and_writes_nothing(
    twostacks: Call, file: Path, tmp_path: Path
) -> None:
    told = twostacks("batch", "small.toml", "--check", "--json", "--workers", "1").json
    assert (told["points"], told["replications"], told["runs"]) == (8, 16, 128)
    assert (told["chunks"], told["chunk_runs"]) == (4, 32)
    assert told["runs_per_second"] > 0
    said = twostacks("batch", "small.toml", "--check")
    assert "128 paired runs, in 4 chunks of 32" in said.out
    assert list(tmp_path.iterdir()) == [file]


def test_the_list_names_every_experiment_that_comes_along(twostacks: Call) -> None:
    told = twostacks("batch", "--list", "--json").json["experiments"]
    assert [entry["name"] for entry in told] == list(shipped())
    assert all(entry["runs"] == entry["points"] * entry["replications"] for entry in told)
    said = twostacks("batch", "--list")
    assert all(entry["question"].split()[0] in said.out for entry in told)
    assert max(map(len, said.out.splitlines())) < 120


def test_a_shipped_experiment_goes_by_its_name(twostacks: Call, tmp_path: Path) -> None:
    name = "alliance-or-alone"
    words = ("batch", name, "--out", name, "--limit", "1", "--quiet", "--json")
    told = twostacks(*words).json
    assert told["runs"] == told["played"]["runs"] > 0
    assert (tmp_path / name / "experiment.toml").read_bytes() == shipped()[name].read_bytes()
    assert twostacks(*words, "--resume").json["played"]["runs"] == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "needs an experiment"),
        ("small.toml", "needs --out"),
        ("smal.toml --out study", "the nearest is 'small.toml'"),
        ("aliance --out study", "the nearest is 'alliance-or-alone'"),
        ("small.toml --out small.toml", "is a file"),
        ("small.toml --out mine", "is not empty and holds no study"),
        ("small.toml --out study --executor dusk", "dask"),
        ("small.toml --out study --executor threads --dask tcp://x:1", "leave one of them out"),
        ("small.toml --out study --dask tcp://x:1 --workers 2", "leave out --workers"),
        ("small.toml --out study --dask nowhere", "no Dask scheduler answers at 'nowhere'"),
        ("small.toml --out study --limit 0", "nearest valid value is 1"),
        ("wrong.toml --out study", "wrong.toml, line 5"),
    ],
)
def test_wrong_input_gets_a_sentence_and_writes_nothing(
    twostacks: Call, file: Path, tmp_path: Path, words: str, sentence: str
) -> None:
    (tmp_path / "wrong.toml").write_text(TEXT.replace("replications = 16", "replications = 0"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("mine")
    before = contents(tmp_path)
    said = twostacks("batch", *words.split())
    assert said.status == 2
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert contents(tmp_path) == before


def test_a_full_disk_is_a_sentence_and_resume_goes_on(
    twostacks: Call, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, sync = [12], os.fsync

    def nearly_full(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(handle)

    monkeypatch.setattr(os, "fsync", nearly_full)
    said = play(twostacks, "--quiet")
    assert said.status == 2
    assert "is full" in said.err
    assert "--resume" in said.err
    assert not [name for name in contents(tmp_path / "study") if "partial" in name]
    monkeypatch.undo()
    os.chdir(tmp_path)
    assert play(twostacks, "--quiet", "--resume").status == 0
    shutil.copytree(tmp_path / "study", tmp_path / "first")
    shutil.rmtree(tmp_path / "study")
    assert play(twostacks, "--quiet").status == 0
    assert contents(tmp_path / "study") == contents(tmp_path / "first")


def test_resume_without_a_study_says_that_a_new_one_begins(
    twostacks: Call, file: Path, tmp_path: Path
) -> None:
    said = play(twostacks, "--quiet", "--resume", "--limit", "1")
    assert said.status == 0
    assert said.err == "'study' holds no study to go on with: a new one begins\n"
    assert play(twostacks, "--quiet", "--resume", "--limit", "1").err == ""


def test_a_limit_within_a_replication_is_told(twostacks: Call, file: Path) -> None:
    file.write_text(TEXT.replace("points = 8", "points = 64"))
    told = play(twostacks, "--quiet", "--limit", "1", "--json").json
    said = play(twostacks, "--quiet", "--limit", "1", "--resume")
    whole = "balanced but for the last replication" not in said.out
    assert (told["balanced"], whole) == (False, False)
    said = play(twostacks, "--quiet", "--resume")
    assert "balanced but for" not in said.out


def test_a_damaged_part_is_named_and_played_again(
    twostacks: Call, file: Path, tmp_path: Path
) -> None:
    assert play(twostacks, "--quiet").status == 0
    before = contents(tmp_path / "study")
    part = tmp_path / "study" / "runs" / "part-000002.parquet"
    part.write_bytes(part.read_bytes()[:1000])
    said = play(twostacks, "--quiet")
    assert said.status == 0
    assert "runs/part-000002.parquet is damaged; its chunk is played again" in said.err
    assert contents(tmp_path / "study") == before


def test_every_name_of_the_json_is_documented(twostacks: Call, file: Path) -> None:
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = next(part for part in text.split("\n## ") if part.startswith("`batch`"))
    play_, check, entry = section.split("\n### ")
    assert documented(play_) == set(play(twostacks, "--json").json)
    assert documented(check) == set(twostacks("batch", "small.toml", "--check", "--json").json)
    assert documented(entry) == set(twostacks("batch", "--list", "--json").json["experiments"][0])


def documented(section: str) -> set[str]:
    rows = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_batch_needs_no_window(process: Call, tmp_path: Path, file: Path) -> None:
    said = process("batch", "small.toml", "--out", "study", "--workers", "1", "--json")
    assert said.json["finished"]
    assert str(ROOT) not in (tmp_path / "study" / "study.json").read_text()
