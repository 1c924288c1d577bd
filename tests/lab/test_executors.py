"""Whoever plays the chunks, the tables are the same, byte for byte."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from game.commands.problems import CommandError
from game.lab.chunk import play_chunk, task_of
from game.lab.executors import check_workers, make_executor, play_if_same_model
from game.lab.tables import played_by
from tests.lab.studies import CHUNKS, Asked, contents

pytest.importorskip("distributed")
TABLES = 2 * CHUNKS
signals = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked.of(tmp_path_factory.mktemp("asked") / "small.toml")


@pytest.fixture(scope="module")
def alone(asked: Asked, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The study as one thread plays it."""
    folder = tmp_path_factory.mktemp("alone")
    asked.play(folder, "threads", workers=1)
    return contents(folder)


def kill_one(*_: object) -> None:
    """Kill one of the processes that this one has begun."""
    os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)


def after(runs: int, act: Callable[..., None]) -> Callable[[int, int], None]:
    """Progress that acts once when so many runs are finished."""
    left = [act]

    def heard(done: int, total: int) -> None:
        if done >= runs and left:
            left.pop()()

    return heard


@pytest.mark.parametrize("workers", [2, 5])
def test_threads_change_nothing(
    asked: Asked, alone: dict[str, bytes], tmp_path: Path, workers: int
) -> None:
    played = asked.play(tmp_path, "threads", workers)
    assert contents(tmp_path) == alone
    assert played.runs == 128
    assert len([name for name in alone if "part-" in name]) == TABLES


@signals
def test_processes_change_nothing_even_if_one_is_killed(
    asked: Asked, alone: dict[str, bytes], tmp_path: Path
) -> None:
    played = asked.play(tmp_path, "processes", progress=after(0, kill_one))
    assert contents(tmp_path) == alone
    assert played.runs == 128
    assert played.retries > 0


@signals
def test_a_dask_cluster_changes_nothing_even_if_a_worker_is_killed(
    asked: Asked, alone: dict[str, bytes], tmp_path: Path
) -> None:
    asked.play(tmp_path, "dask", progress=after(0, kill_one))
    assert contents(tmp_path) == alone


def test_what_cannot_play_is_refused_with_a_sentence() -> None:
    with pytest.raises(CommandError, match="nearest is 'processes'"), make_executor("process"):
        pass
    with (
        pytest.raises(CommandError, match="no Dask scheduler answers at 'here'"),
        make_executor("dask", address="here"),
    ):
        pass


class SomeCluster:
    """What a Dask client tells of a cluster."""

    def __init__(self, versions: dict[str, str]) -> None:
        self.versions = versions

    def nthreads(self) -> dict[str, int]:
        return dict.fromkeys(self.versions, 1)

    def run(self, function: Callable[[], Any]) -> dict[str, str]:
        return {worker: version or function() for worker, version in self.versions.items()}


def test_a_cluster_needs_workers_with_the_same_model() -> None:
    check_workers(SomeCluster({"tcp://a": "", "tcp://b": ""}), "tcp://s")
    with pytest.raises(CommandError, match="has no workers yet"):
        check_workers(SomeCluster({}), "tcp://s")
    with pytest.raises(CommandError, match="worker tcp://b has model 0123456789ab"):
        check_workers(SomeCluster({"tcp://a": "", "tcp://b": "0123456789ab"}), "tcp://s")


def test_a_worker_that_joins_later_needs_the_same_model_too(asked: Asked) -> None:
    task = task_of(asked.experiment, asked.design, 0)
    assert play_if_same_model(task, played_by()) == play_chunk(task)
    with pytest.raises(CommandError, match="this machine 0123456789ab"):
        play_if_same_model(task, "0123456789ab")
