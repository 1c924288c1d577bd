"""The training example runs, reports, and with its usual budget beats the seat's own mind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def trained(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the example as a reader would, from the root of the project."""
    command = [sys.executable, "examples/train_a_seat.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_example_reports_learner_mind_and_idle_seat() -> None:
    done = trained("--quick", "--json", "--scenario", "draw-the-line", "--seat", "nvda")
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    for who in ("learner", "mind", "idle"):
        for measure in ("mean", "median"):
            value, low, high = report[who][measure]
            assert 0.0 <= low <= value <= high <= 100.0
    assert 0.0 <= report["better_than_mind"] <= 1.0
    assert report["learner"] != report["mind"] != report["idle"]


def test_a_seat_that_is_not_there_is_said_in_a_sentence() -> None:
    done = trained("--quick", "--scenario", "draw-the-line", "--seat", "huaw")
    assert done.returncode == 2
    assert "is not a seat of 'draw-the-line'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_the_learner_beats_the_median_of_the_minds() -> None:
    report = json.loads(trained("--json", "--quiet").stdout)
    assert report["learner"]["median"][1] > report["mind"]["median"][2]
    assert report["learner"]["median"][1] > report["idle"]["median"][2]
    assert report["better_than_mind"] > 0.5
