"""An experiment that is stopped, killed or fails loses nothing, and comes out the same."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Any

import pytest

from game.commands.problems import CommandError
from game.lab import runner
from game.lab.chunk import Part, Task, play_chunk, task_of
from game.lab.executors import Threads
from game.lab.runner import RETRIES, ChunkFailed
from tests.lab.studies import TEXT, Asked, contents

ROOT = Path(__file__).resolve().parents[2]
LONG = TEXT.replace("replications = 16", "replications = 256").replace(
    "buyers = 16", "buyers = 200"
)
signals = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    return Asked.of(tmp_path / "small.toml")


def test_a_limit_stops_with_whole_chunks_and_the_rest_follows(asked: Asked, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    first = asked.play(
        tmp_path / "study", limit=40, progress=lambda done, total: heard.append((done, total))
    )
    assert first.runs == 64
    assert heard[0] == (0, 64)
    assert heard[-1] == (64, 64)
    rest = asked.play(tmp_path / "study")
    assert rest.runs == 64
    assert asked.play(tmp_path / "study").runs == 0
    asked.play(tmp_path / "whole")
    assert contents(tmp_path / "study") == contents(tmp_path / "whole")


def test_few_chunks_are_in_flight(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 0
    fill = runner._Queue.fill

    def watched(queue: Any) -> bool:
        nonlocal most
        going = fill(queue)
        most = max(most, len(queue.flying))
        return going

    monkeypatch.setattr(runner._Queue, "fill", watched)
    big = Asked.of(tmp_path / "big.toml", TEXT.replace("replications = 16", "replications = 48"))
    big.play(tmp_path / "study", workers=1)
    assert most == 4


class Failing:
    """Plays chunks, but fails at one of them some times first."""

    def __init__(self, number: int, error: Exception, times: int) -> None:
        self.number, self.error, self.left = number, error, times

    def __call__(self, task: Task, stop: Any = None) -> Part:
        if task.number == self.number and self.left:
            self.left -= 1
            raise self.error
        return play_chunk(task, stop)


def test_a_lost_worker_is_made_good(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.play(tmp_path / "whole")
    failing = Failing(1, BrokenExecutor("gone"), RETRIES)
    monkeypatch.setattr("game.lab.executors.play_chunk", failing)
    played = asked.play(tmp_path / "study")
    assert played.retries == RETRIES
    assert contents(tmp_path / "study") == contents(tmp_path / "whole")


def test_a_chunk_that_always_loses_its_worker_is_given_up(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(1, BrokenExecutor("gone"), RETRIES + 1)
    monkeypatch.setattr("game.lab.executors.play_chunk", failing)
    with pytest.raises(CommandError, match="chunk 1 lost its worker 4 times"):
        asked.play(tmp_path / "study")


def test_a_chunk_in_which_the_model_fails_is_named_at_once(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(1, ZeroDivisionError("a price of nothing"), 1)
    monkeypatch.setattr("game.lab.executors.play_chunk", failing)
    with pytest.raises(ChunkFailed, match="chunk 1 failed: ZeroDivisionError: a price of nothing"):
        asked.play(tmp_path / "study", workers=1)
    assert not [name for name in contents(tmp_path / "study") if "partial" in name]
    asked.play(tmp_path / "study")
    asked.play(tmp_path / "whole")
    assert contents(tmp_path / "study") == contents(tmp_path / "whole")


def test_an_abandoned_crew_plays_nothing_more(asked: Asked) -> None:
    crew, gate = Threads(1), threading.Event()
    crew.submit(gate.wait)
    waiting = crew.play(task_of(asked.experiment, asked.design, 0))
    crew.abandon()
    gate.set()
    assert waiting.cancelled()


def begin(folder: Path, out: Path) -> "subprocess.Popen[str]":
    """Begin a study as a process of its own; come back when two parts of it are there."""
    running = subprocess.Popen(
        [sys.executable, "-m", "game", "batch", "long.toml", "--out", str(out), "--workers", "1"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(list(out.glob("runs/part-*"))) < 2 and running.poll() is None:
        time.sleep(0.01)
    return running


@signals
@pytest.mark.parametrize("sent", ["SIGKILL", "SIGINT"])
def test_a_study_that_is_stopped_half_way_comes_out_the_same(sent: str, tmp_path: Path) -> None:
    asked = Asked.of(tmp_path / "long.toml", LONG)
    running = begin(tmp_path, tmp_path / "study")
    running.send_signal(getattr(signal, sent))
    _, said = running.communicate(timeout=60)
    there = contents(tmp_path / "study")
    assert 2 <= len([name for name in there if name.startswith("runs/part-")]) < 64
    if sent == "SIGINT":
        assert running.returncode == 130, said
        assert not [name for name in there if "partial" in name or "lock" in name]
        assert "of 2,048 runs are finished; go on with: twostacks batch long.toml --out" in said
    rest = asked.play(tmp_path / "study")
    assert 0 < rest.runs < 2048
    asked.play(tmp_path / "whole")
    assert contents(tmp_path / "study") == contents(tmp_path / "whole")
