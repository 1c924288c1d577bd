"""The experiments that come with the product: read, as large as they say, and open questions."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from game.lab.chunk import play_chunk, task_of
from game.lab.design import points, size
from game.lab.experiment import Experiment
from game.lab.reading import read_experiment
from game.lab.shipped import shipped

NAMES = (
    *("alliance-or-alone", "chip-line", "power-or-node", "stockpile-clock", "subsidy-or-basic"),
    "truce-with-sunset",
)
COLOURS = re.compile(r"\b(adversary|rival|enemy|threat|victory|punish|bully|steal)\b", re.I)


def read(name: str) -> tuple[Path, Experiment]:
    """A shipped experiment and its file."""
    file = shipped()[name]
    return file, read_experiment(file)


def test_six_come_with_the_product() -> None:
    assert tuple(shipped()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_asks_a_question_and_says_what_would_count(name: str) -> None:
    _, experiment = read(name)
    assert len(experiment.title) <= 60
    assert 2 <= len(re.findall(r"[.?](?= |$)", experiment.question)) <= 4
    assert "backfire" in experiment.question.lower()
    assert not COLOURS.search(experiment.title + experiment.question)
    assert experiment.paired
    assert experiment.backfire.outcome in experiment.outcomes


@pytest.mark.parametrize("name", NAMES)
def test_each_says_how_many_runs_it_has(name: str) -> None:
    file, experiment = read(name)
    runs = size(experiment) * experiment.replications
    assert f"= {runs:,} paired runs" in file.read_text(encoding="utf-8").splitlines()[0]
    if name == "chip-line":
        assert runs >= 100_000
    else:
        assert 2_000 <= runs <= 20_000


@pytest.mark.parametrize("name", NAMES)
def test_points_differ_and_backfire_is_open(name: str) -> None:
    """A few runs of each, spread over its design: the criterion is met by some and not by all."""
    _, experiment = read(name)
    few = 1 if len(experiment.factors) > 3 else 4
    if experiment.design.points > 32:
        smaller = replace(experiment.design, points=32)
        experiment = replace(experiment, design=smaller)
    design = points(experiment)
    experiment = replace(experiment, replications=few, paths="none")
    part = play_chunk(task_of(experiment, design, 0))
    table = pq.read_table(io.BytesIO(part.runs)).to_pydict()
    judged = table["backfire"]
    assert 0 < sum(judged) < len(judged)
    values = table[experiment.backfire.outcome]
    assert max(values) - min(values) > 0.01
