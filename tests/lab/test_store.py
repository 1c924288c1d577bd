"""The folder of a study is whole at any moment, and belongs to one study and one process."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from game.commands.problems import CommandError
from game.lab import head
from game.lab.chunk import Part, play_chunk, task_of
from game.lab.store import Store, check_folder, opened, part_path
from tests.lab.studies import CHUNKS, TEXT, Asked, contents


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked.of(tmp_path_factory.mktemp("asked") / "small.toml")


@pytest.fixture(scope="module")
def parts(asked: Asked) -> list[Part]:
    return [play_chunk(task_of(asked.experiment, asked.design, k)) for k in range(CHUNKS)]


def begun(folder: Path, asked: Asked, *parts: Part) -> None:
    """A study with these chunks finished."""
    with opened(folder, asked.study, asked.files, resume=True) as store:
        for part in parts:
            store.write(part)


def refused(folder: Path, asked: Asked, resume: bool = False) -> str:
    """What is said when a study is not begun there; the folder stays as it was."""
    before = contents(folder) if folder.is_dir() else None
    with (
        pytest.raises(CommandError) as told,
        opened(folder, asked.study, asked.files, resume=resume),
    ):
        pass
    assert (contents(folder) if folder.is_dir() else None) == before
    return str(told.value)


def test_a_study_is_begun_and_gone_on_with(tmp_path: Path, asked: Asked, parts: list[Part]) -> None:
    folder = tmp_path / "new" / "study"
    begun(folder, asked, parts[2], parts[0])
    assert contents(folder)["experiment.toml"].decode() == TEXT
    assert set(contents(folder)) == {
        "experiment.toml",
        "study.json",
        "design.parquet",
        "columns.csv",
        "README.md",
        *(f"{table}/part-00000{k}.parquet" for table in ("runs", "paths") for k in (0, 2)),
    }
    with opened(folder, asked.study, asked.files, resume=True) as store:
        assert store.missing() == [1, 3]
        assert store.missing(limit=33) == [1]
        assert store.missing(limit=32) == []
        assert store.runs_done == 64


def test_an_unfinished_study_needs_resume_and_a_finished_one_does_not(
    tmp_path: Path, asked: Asked, parts: list[Part]
) -> None:
    begun(tmp_path, asked, parts[0])
    assert "32 of 128 runs; go on with --resume" in refused(tmp_path, asked)
    begun(tmp_path, asked, *parts[1:])
    check_folder(tmp_path, asked.study, asked.files, resume=False)


def test_another_experiment_is_refused_naming_what_differs(
    tmp_path: Path, asked: Asked, parts: list[Part]
) -> None:
    begun(tmp_path / "study", asked, parts[0])
    text = TEXT.replace("replications = 16", "replications = 17").replace("2023Q4", "2024Q1")
    told = refused(tmp_path / "study", Asked.of(tmp_path / "other.toml", text), resume=True)
    assert 'horizon "2023Q4" and "2024Q1"' in told
    assert "replications 16 and 17" in told


@pytest.mark.parametrize(("key", "word"), [("model", "model"), ("fingerprint", "lays out other")])
def test_another_version_is_refused(tmp_path: Path, asked: Asked, key: str, word: str) -> None:
    begun(tmp_path, asked)
    study = json.loads((tmp_path / "study.json").read_text())
    (tmp_path / "study.json").write_text(json.dumps({**study, key: "0123456789ab"}))
    assert word in refused(tmp_path, asked, resume=True)


def test_a_study_is_not_gone_on_with_by_code_that_measures_otherwise(
    tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(tmp_path / "study", asked)
    monkeypatch.setattr(head, "lab_version", lambda: "0123456789ab")
    other = Asked.of(tmp_path / "small.toml")
    assert "lays out other" in refused(tmp_path / "study", other, resume=True)


def test_what_is_no_study_is_left_alone(tmp_path: Path, asked: Asked) -> None:
    (tmp_path / "file").write_text("mine")
    assert "is a file" in refused(tmp_path / "file", asked)
    assert "'file' is there" in refused(tmp_path, asked, resume=True)
    (tmp_path / "file").rename(tmp_path / "experiment.toml")
    assert "'experiment.toml' is there" in refused(tmp_path, asked)
    (tmp_path / "experiment.toml").rename(tmp_path / "study.json")
    assert "damaged" in refused(tmp_path, asked)


def test_an_empty_folder_and_one_stopped_at_its_beginning_are_begun(
    tmp_path: Path, asked: Asked, parts: list[Part]
) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "experiment.toml").write_text(TEXT)
    (tmp_path / ".design.parquet.1.partial").write_bytes(b"half")
    (tmp_path / "runs" / ".part-000000.parquet.1.partial").write_bytes(b"half")
    begun(tmp_path, asked, parts[0])
    assert not [name for name in contents(tmp_path) if "partial" in name]


@pytest.mark.parametrize("table", ["runs", "paths"])
def test_a_damaged_part_is_named_and_missing(
    tmp_path: Path, asked: Asked, parts: list[Part], table: str
) -> None:
    begun(tmp_path, asked, *parts)
    path = part_path(tmp_path, table, 1)
    path.write_bytes(path.read_bytes()[:-100])
    store = Store(tmp_path, asked.study)
    assert store.damaged == [f"{table}/part-000001.parquet"]
    assert store.missing() == [1]


def test_a_full_disk_leaves_whole_parts_only(
    tmp_path: Path, asked: Asked, parts: list[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path, asked.study, asked.files, resume=True) as store:
        store.write(parts[0])
        before = contents(tmp_path)

        def full(handle: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(CommandError, match=r"full; 32 of 128 runs .* --resume"):
            store.write(parts[1])
        assert contents(tmp_path) == before
        monkeypatch.undo()
        store.write(parts[1])
        assert store.missing() == [2, 3]


def test_a_folder_that_cannot_be_written_is_refused(
    tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens = Path.open

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    def only_read(path: Path, mode: str = "r", **how: Any) -> Any:
        return opens(path, mode, **how) if "r" in mode else refuse()

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert "cannot be written: Read-only" in refused(tmp_path / "study", asked)
    monkeypatch.undo()
    begun(tmp_path, asked)
    monkeypatch.setattr(Path, "open", only_read)
    assert "cannot be written: Read-only" in refused(tmp_path, asked)


def test_a_folder_that_cannot_even_be_looked_at_is_refused(tmp_path: Path, asked: Asked) -> None:
    with pytest.raises(CommandError, match="cannot be written: File name too long"):
        check_folder(tmp_path / ("a" * 300), asked.study, asked.files, resume=False)


@pytest.mark.skipif(sys.platform == "win32", reason="no note in the lock there")
def test_a_disk_that_is_full_at_the_beginning_is_said_in_a_sentence(
    tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    assert "cannot be written: No space left" in refused(tmp_path, asked)


HOLD = """
import sys
from pathlib import Path
from game.locking import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_process_at_a_time_and_a_killed_one_lets_go(tmp_path: Path, asked: Asked) -> None:
    begun(tmp_path, asked)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    told = refused(tmp_path, asked, resume=True)
    assert f"process {holder.pid}" in told or sys.platform == "win32"
    holder.kill()
    holder.communicate()
    assert (tmp_path / ".lock").exists()
    begun(tmp_path, asked)
    assert not (tmp_path / ".lock").exists() or sys.platform == "win32"
