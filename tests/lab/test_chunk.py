"""A chunk is what its runs are one by one, with the same bytes wherever it is played."""

import io
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
import pytest

from agents.history import columns
from agents.names import quarter_name
from agents.parameters import accepted
from game.lab import openings
from game.lab.chunk import (
    StoppedError,
    Task,
    chunk_runs,
    columns_of,
    play_chunk,
    task_of,
    total_runs,
)
from game.lab.experiment import Baseline, Design, Experiment, Factor, Point, Step
from tests.lab.samples import SAMPLE, design, experiment, lever_factor, parameter_factor
from tests.lab.slowly import histories

TOOLS = lever_factor("us.tool_control")
MEMORY = lever_factor("us.hbm_control", first=26)
CUT = Step("cut", "us.hbm_control", 0.9, 21, 30)
WAIT = Factor("wait", "delay", ("cut",), 0.0, 8.0, 0.0, "quarters", whole=True)


def table(content: bytes | None) -> dict[str, list[Any]]:
    from pyarrow import parquet

    assert content is not None
    return parquet.read_table(io.BytesIO(content)).to_pydict()


def first_task(made: Experiment, points: int = 3, steps: Any = None) -> Task:
    """The first chunk of a design of points spread over the factors' ranges."""
    low, high = (np.array([getattr(f, end) for f in made.factors]) for end in ("low", "high"))
    values = low + (high - low) * np.random.default_rng(3).random((points, len(low)))
    whole = np.array([f.whole for f in made.factors], dtype=bool)
    return task_of(made, design(np.where(whole, np.rint(values), values), steps), 0)


CASES = {
    "levers": experiment(factors=(TOOLS, MEMORY)),
    "a history without controls before": experiment("good-enough", factors=(TOOLS,)),
    "the recorded path": experiment("history", factors=(TOOLS,), baseline=Baseline("path", "p")),
    "orders": experiment(
        steps=(CUT,), factors=(WAIT,), baseline=Baseline("orders", "o", (replace(CUT, value=0.1),))
    ),
    "parameters": experiment(
        factors=(parameter_factor("captive_pull"), parameter_factor("sigma"), TOOLS)
    ),
    "parameters of a history without controls": experiment(
        "good-enough", factors=(TOOLS, parameter_factor("sigma")), replications=1
    ),
    "calibrated": experiment(factors=(parameter_factor("sigma"),), doubt=False),
    "characters": experiment(seat="us", characters="drawn", factors=(TOOLS,)),
    "a seat and buyers": experiment(seat="cn", buyers=24, factors=(TOOLS,)),
    "beyond the end": experiment("first-cut", horizon=22, factors=(TOOLS,)),
}


@pytest.mark.parametrize("made", CASES.values(), ids=CASES.keys())
def test_runs_are_those_played_one_by_one(made: Experiment) -> None:
    task = first_task(made)
    part = play_chunk(task)
    runs, paths = table(part.runs), table(part.paths)
    assert runs["run"] == (task.replications + 1).tolist()
    quarters = paths["quarter"][: len(set(paths["quarter"]))]
    for row, (replication, values) in enumerate(zip(task.replications, task.values, strict=True)):
        run, base = histories(made, int(replication), values)
        for name in ("gap_generations", "self_sufficiency"):
            assert runs[name][row] == run.final(name)[0]
            assert runs[f"{name}.baseline"][row] == base.final(name)[0]
            kept = [run.quarters.index(quarter) for quarter in quarters]
            here = slice(row * len(kept), (row + 1) * len(kept))
            assert paths[name][here] == run.column(name)[0, kept].astype(np.float32).tolist()
            other = base.column(name)[0, kept].astype(np.float32).tolist()
            assert paths[f"{name}.baseline"][here] == other
        capability = base.final("gap_generations") - run.final("gap_generations")
        assert runs["capability"][row] == capability[0]
        assert runs["backfire"][row] == (capability[0] > 0.0)
    assert len(set(runs["gap_generations"])) > 2


def test_orders_of_a_point_are_its_own() -> None:
    made = experiment("history", horizon=26)
    steps = ((), (Step("off", "us.chip_tpp", 1e6, 0),), (CUT, replace(CUT, first=24, value=0.2)))
    task = task_of(made, design(np.empty((3, 0)), steps), 0)
    runs = table(play_chunk(task).runs)
    for row in range(3):
        run, base = histories(made, 0, np.empty(0), steps[row])
        assert runs["gap_generations"][row] == run.final("gap_generations")[0]
        assert runs["gap_generations.baseline"][row] == base.final("gap_generations")[0]
    assert len(set(runs["self_sufficiency"][:3])) == 3


def test_many_buyers_are_opened_world_by_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """With more buyers than all openings have memory for, every number stays."""
    made = experiment(buyers=32, characters="drawn", factors=(TOOLS,), replications=4)
    task = first_task(made)
    before = play_chunk(task)
    monkeypatch.setattr(openings, "KEPT_BYTES", 0)
    monkeypatch.setattr("game.lab.chunk.BATCH_BYTES", 2 * openings.world_bytes(32))
    assert play_chunk(task) == before


def test_bytes_are_the_same_in_a_thread_and_after_a_journey() -> None:
    task = first_task(CASES["parameters"])
    before = play_chunk(task)
    sent = pickle.loads(pickle.dumps(task))
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(play_chunk, one) for one in (task, sent)]
        assert [one.result() for one in both] == [before, before]


def test_where_chunks_begin_changes_no_run() -> None:
    task = first_task(CASES["levers"], points=5)
    whole = table(play_chunk(task).runs)
    parts = [
        replace(
            task,
            replications=task.replications[begin:end],
            points=task.points[begin:end],
            values=task.values[begin:end],
        )
        for begin, end in ((0, 3), (3, 4), (4, 10))
    ]
    found = [table(play_chunk(part).runs) for part in parts]
    assert whole == {name: list(chain(*(part[name] for part in found))) for name in whole}


def test_runs_are_interleaved_so_that_a_study_is_balanced_wherever_it_stops() -> None:
    made = experiment(factors=(TOOLS,), replications=20)
    points = design([[0.1], [0.2], [0.3]], order=[2, 0, 1])
    assert total_runs(made, points) == 60
    assert chunk_runs(made, 60) == 32
    tasks = [task_of(made, points, number) for number in (0, 1)]
    played = np.concatenate([task.points for task in tasks])
    assert played.tolist() == [2, 0, 1] * 20
    counted = np.concatenate([task.replications for task in tasks])
    assert counted.tolist() == sorted(list(range(20)) * 3)
    assert tasks[1].values.tolist() == [points.values[p].tolist() for p in tasks[1].points]


def test_worlds_in_common_are_played_once() -> None:
    """All points of a replication have one twin: it does not know their controls."""
    task = first_task(experiment(factors=(TOOLS, MEMORY), replications=2), points=6)
    part = play_chunk(task)
    assert part.pairs == 12
    assert part.worlds == 12 + 2
    assert part.quarters == part.worlds * SAMPLE.quarters
    alone = play_chunk(first_task(experiment(factors=(TOOLS,), baseline=Baseline("none", "")), 6))
    assert alone.worlds == 12


def test_leverage_plays_two_more_endings() -> None:
    made = experiment(factors=(TOOLS,), outcomes=("leverage",), replications=1)
    part = play_chunk(first_task(made, points=3))
    assert part.worlds == 2 * (3 + 1)
    assert part.quarters == 4 * made.quarters + 4 * 10
    plain = play_chunk(first_task(replace(made, outcomes=("capability",)), points=3))
    assert table(plain.runs)["capability"] == table(part.runs)["capability"]


def test_without_a_baseline_nothing_is_compared() -> None:
    made = experiment(factors=(TOOLS,), baseline=Baseline("none", ""))
    part = play_chunk(first_task(made))
    names = table(part.runs).keys()
    assert "gap_generations" in names
    assert not {"capability", "backfire", "gap_generations.baseline"} & names
    assert list(table(part.paths)) == [
        "point", "replication", "quarter", "gap_generations", "self_sufficiency"
    ]  # fmt: skip


def test_each_row_says_what_made_it() -> None:
    made = replace(CASES["characters"], replications=1)
    row = {name: values[0] for name, values in table(play_chunk(first_task(made)).runs).items()}
    assert (row["seed"], row["parameter_set"], row["scenario"]) == (7, 0, "october-seventh")
    assert len(row["model"]) == 25
    calibrated = table(play_chunk(first_task(CASES["calibrated"])).runs)
    assert set(calibrated["parameter_set"]) == {-1}
    later = replace(first_task(made), replications=np.full(3, len(accepted()) + 4))
    assert table(play_chunk(later).runs)["parameter_set"] == [4, 4, 4]


@pytest.mark.parametrize("paths", ["none", "years", "quarters"])
def test_paths_hold_the_quarters_that_were_asked_for(paths: str) -> None:
    made = experiment(factors=(TOOLS,), horizon=33, paths=paths, replications=1)
    part = play_chunk(first_task(made, points=1))
    if paths == "none":
        assert part.paths is None
        return
    every = [quarter_name(q) for q in range(made.scenario.start, 34)]
    expected = every if paths == "quarters" else [q for q in every if q[-1] == "4"] + ["2026Q2"]
    assert table(part.paths)["quarter"] == expected


@pytest.mark.parametrize("made", [CASES["parameters"], CASES["orders"]])
def test_every_column_is_described(made: Experiment) -> None:
    from pyarrow import parquet

    part = play_chunk(first_task(made))
    for name, content in (("runs", part.runs), ("paths", part.paths)):
        schema = parquet.read_schema(io.BytesIO(content or b""))
        described = [column for column in columns_of(made) if column.table == name]
        assert schema.names == [column.name for column in described]
        for column, field in zip(described, schema, strict=True):
            assert field.metadata[b"unit"].decode() == column.unit
            assert column.unit
            assert column.meaning


def test_a_chunk_can_be_given_up_between_blocks() -> None:
    asked = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 1

    with pytest.raises(StoppedError):
        play_chunk(first_task(CASES["levers"], points=40), stop)
    assert len(asked) == 2


def test_chunks_are_smaller_where_worlds_or_histories_are_large() -> None:
    assert chunk_runs(SAMPLE, 10**6) == 1024
    assert chunk_runs(SAMPLE, 6400) == 100
    assert chunk_runs(replace(SAMPLE, buyers=1000), 10**6) < 256
    assert chunk_runs(replace(SAMPLE, buyers=10**6), 10**6) == 1
    assert chunk_runs(replace(SAMPLE, outcomes=tuple(columns()), horizon=200), 10**6) < 512


def test_a_task_is_small_however_many_points_the_experiment_has() -> None:
    given = tuple(Point(f"p{k}", {"us.tool_control": k / 5000}) for k in range(5000))
    made = experiment(factors=(TOOLS,), design=Design("list", given=given), replications=1)
    values = np.array([[point.values["us.tool_control"]] for point in given])
    assert len(pickle.dumps(task_of(made, design(values), 0))) < 20_000
