"""A run depends on its opening, its plan and its dice, and on nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from agents import ensemble
from agents.ensemble import play, play_many
from agents.scenario import load
from agents.study import run_study
from tests.model_helpers import SCENARIOS, base_plan, bits, opening, random_plan

ROOT = Path(__file__).parents[2]

SCRIPT = """
import hashlib
import numpy as np
from agents.ecosystem import Ecosystem
from agents.ensemble import play_many
from agents.scenario import load
from agents.study import run_study
from tests.model_helpers import opening, random_plan

row = opening("october-seventh")
plan = random_plan("october-seventh", 1)
history, rows = play_many(row, plan, 7, 40, keep_worlds=True)
game = Ecosystem(row, plan, seed=7, run=39)
for _ in range(plan.quarters):
    game.step()
assert np.array_equal(game.freeze().view(np.int64), rows[39].view(np.int64))
print(hashlib.sha256(history.tobytes() + rows.tobytes()).hexdigest())
print(run_study(load("good-enough"), 8, 7).checksum())
"""


def in_a_fresh_process(**told: str) -> str:
    """Run the script in a process with those environment variables."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_hash_seed_changes_nothing() -> None:
    opening("october-seventh")  # the kernel is on disk before the others look for it
    outputs = {
        in_a_fresh_process(PYTHONHASHSEED=seed, NUMBA_NUM_THREADS=threads)
        for seed, threads in (("0", "1"), ("4242", "2"))
    }
    assert len(outputs) == 1


def test_what_numpy_makes_of_the_processor_changes_nothing() -> None:
    """Its powers and exponentials are other ones with AVX-512; worlds must not depend on them."""
    opening("october-seventh")
    extra = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    plain = in_a_fresh_process(NPY_DISABLE_CPU_FEATURES=" ".join(extra))
    assert plain == in_a_fresh_process()


@pytest.mark.parametrize("name", SCENARIOS)
def test_threads_change_nothing(name: str) -> None:
    row, plan = opening(name), random_plan(name, 2)
    one, worlds_one = play_many(row, plan, 7, 150, threads=1, keep_worlds=True)
    for threads in (2, 5):
        two, worlds_two = play_many(row, plan, 7, 150, threads=threads, keep_worlds=True)
        assert np.array_equal(bits(one), bits(two))
        assert worlds_one is not None
        assert worlds_two is not None
        assert np.array_equal(bits(worlds_one), bits(worlds_two))


@pytest.mark.parametrize("chunk", [1, 7, 32, 1000])
def test_the_chunk_size_changes_nothing(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    row, plan = opening("october-seventh"), base_plan("october-seventh")
    whole, _ = play_many(row, plan, 9, 65, threads=2)
    monkeypatch.setattr(ensemble, "CHUNK", chunk)
    parts, _ = play_many(row, plan, 9, 65, threads=2)
    assert np.array_equal(bits(whole), bits(parts))


def test_a_run_does_not_depend_on_how_many_there_are() -> None:
    row, plan = opening("good-enough"), base_plan("good-enough")
    many, _ = play_many(row, plan, 7, 70)
    few, _ = play_many(row, plan, 7, 5)
    assert np.array_equal(bits(many[:5]), bits(few))
    last, _ = play_many(row, plan, 7, 1, first_run=69)
    assert np.array_equal(bits(many[69]), bits(last[0]))


def test_a_game_may_be_played_in_parts() -> None:
    """Quarter by quarter, or in two halves: the same history and the same world."""
    row, plan = opening("october-seventh"), base_plan("october-seventh")
    runs = np.arange(6)
    whole = np.repeat(row[None, :], 6, axis=0)
    at_once = play(whole, plan, 3, runs, plan.start, plan.end)
    halves = np.repeat(row[None, :], 6, axis=0)
    middle = plan.start + 11
    first = play(halves, plan, 3, runs, plan.start, middle)
    second = play(halves, plan, 3, runs, middle + 1, plan.end)
    assert np.array_equal(bits(whole), bits(halves))
    assert np.array_equal(bits(at_once), bits(np.concatenate([first, second], axis=1)))


def test_the_opening_is_not_touched() -> None:
    row, plan = opening("october-seventh"), base_plan("october-seventh")
    copy, steps = row.copy(), plan.values.copy()
    play_many(row, plan, 7, 40)
    assert np.array_equal(bits(row), bits(copy))
    assert np.array_equal(bits(plan.values), bits(steps))


def test_a_study_repeats_itself() -> None:
    """The same checksum for the same inputs, whatever the threads; another for another seed."""
    first = run_study(load("october-seventh"), 40, 7, threads=1).checksum()
    assert run_study(load("october-seventh"), 40, 7, threads=2).checksum() == first
    assert run_study(load("october-seventh"), 40, 8).checksum() != first
