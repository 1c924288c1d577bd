"""The tables of a study: what every column means, and a chunk of them as a whole Parquet file."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from agents.kernel_cache import model_version
from agents.names import quarter_name
from game.batch.parquet import texts
from game.batch.summary import data_version
from game.lab.experiment import Experiment
from game.lab.outcomes import Outcome, measured

# What decides a row beside the model: how a chunk is laid out, played and measured.
PLAYERS = ("chunk", "openings", "outcomes", "plans", "tables")
REAL = ("float64", "float32")  # random numbers hardly compress; their bytes, split by place, do


@dataclass(frozen=True)
class Column:
    """A column of a table: `table` is runs or paths, `kind` a type of Parquet or text."""

    table: str
    name: str
    kind: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Text:
    """A column of texts: places in a list of words. Shape: places (rows,) integers."""

    places: np.ndarray
    words: list[str]


@lru_cache(maxsize=1)
def made_by() -> str:
    """The rules and the numbers that a row was made with."""
    return f"{model_version()}-{data_version()}"


@lru_cache(maxsize=1)
def lab_version() -> str:
    """Twelve hexadecimal digits that change with the code that plays and measures a chunk."""
    digest = hashlib.sha256()
    for name in PLAYERS:
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return digest.hexdigest()[:12]


def played_by() -> str:
    """All that decides what a chunk's rows hold beside its task: rules, numbers, the lab's code."""
    return f"{made_by()}-{lab_version()}"


def columns_of(experiment: Experiment) -> list[Column]:
    """Every column of the table of runs, then of the table of paths."""
    return [*_runs_columns(experiment), *_paths_columns(experiment)]


def _runs_columns(experiment: Experiment) -> list[Column]:
    described = [
        ("point", "int32", "-", "place of the point in the design"),
        ("replication", "int32", "-", "how often the design was played before; luck is shared"),
        ("run", "int64", "-", "number of the luck: replication + 1"),
        ("seed", "int64", "-", "seed of the luck"),
        ("parameter_set", "int16", "-", "accepted parameter set; -1 for the calibrated values"),
        ("model", "text", "-", "version of the rules and of the data"),
        ("scenario", "text", "-", "name of the scenario"),
    ]
    for factor in experiment.factors:
        described.append((factor.column, "float64", factor.unit, _what(factor.kind, factor.keys)))
    described += _outcome_columns(experiment, "float64", measured(experiment))
    rule = experiment.backfire
    if any(outcome.name == rule.outcome for outcome in measured(experiment)):
        side = "above" if rule.above else "below"
        described.append(("backfire", "int8", "0/1", f"{rule.outcome} {side} {rule.mark:g}"))
    return [Column("runs", *entry) for entry in described]


def _paths_columns(experiment: Experiment) -> list[Column]:
    if experiment.paths == "none":
        return []
    described = [
        ("point", "int32", "-", "place of the point in the design"),
        ("replication", "int32", "-", "how often the design was played before"),
        ("quarter", "text", "-", "quarter, such as 2023Q4"),
    ]
    described += _outcome_columns(experiment, "float32", followed(experiment))
    return [Column("paths", *entry) for entry in described]


def _outcome_columns(
    experiment: Experiment, kind: str, wanted: list[Outcome]
) -> list[tuple[str, str, str, str]]:
    """Columns at the horizon, each with its baseline's beside it; then the paired ones."""
    described = []
    for outcome in [o for o in wanted if not o.paired]:
        described.append((outcome.name, kind, outcome.unit, outcome.meaning))
        if experiment.paired:
            meaning = f"the same in the baseline '{experiment.baseline.name}'"
            described.append((f"{outcome.name}.baseline", kind, outcome.unit, meaning))
    paired = [o for o in wanted if o.paired]
    return described + [(o.name, kind, o.unit, o.meaning) for o in paired]


def _what(kind: str, keys: tuple[str, ...]) -> str:
    names = ", ".join(keys)
    return {
        "lever": f"value of {names}",
        "parameter": f"value of the model's number {names}",
        "delay": f"how much later the order {names} begins and ends",
        "length": f"how long the order {names} holds",
    }[kind]


def followed(experiment: Experiment) -> list[Outcome]:
    """The outcomes that a table of paths holds: columns of a history."""
    return [outcome for outcome in measured(experiment) if not outcome.paired]


def kept_quarters(experiment: Experiment) -> list[int]:
    """The quarters of the table of paths, counted from 2018Q1: all, or the last of each year and
    the horizon."""
    everyone = range(experiment.scenario.start, experiment.horizon + 1)
    if experiment.paths == "quarters":
        return list(everyone)
    return [q for q in everyone if quarter_name(q).endswith("Q4") or q == experiment.horizon]


def encode(columns: list[Column], values: dict[str, np.ndarray | Text]) -> bytes:
    """A table as a Parquet file of one row group. Equal tables have equal bytes."""
    import pyarrow as pa
    from pyarrow import parquet

    text = pa.dictionary(pa.int16(), pa.string())
    schema = pa.schema(
        [
            pa.field(
                c.name,
                text if c.kind == "text" else getattr(pa, c.kind)(),
                nullable=False,
                metadata={"unit": c.unit, "meaning": c.meaning},
            )
            for c in columns
        ]
    )
    arrays = [_array(pa, c.kind, values[c.name]) for c in columns]
    table = pa.Table.from_arrays(arrays, schema=schema)
    sink = pa.BufferOutputStream()
    real = [c.name for c in columns if c.kind in REAL]
    parquet.write_table(
        table,
        sink,
        row_group_size=max(table.num_rows, 1),
        compression="zstd",
        use_dictionary=[c.name for c in columns if c.kind not in REAL],
        use_byte_stream_split=real,
    )
    return sink.getvalue().to_pybytes()


def _array(pa: Any, kind: str, values: np.ndarray | Text) -> Any:
    # Through buffers: pyarrow would import pandas to look at an array.
    if isinstance(values, Text):
        places = _array(pa, "int16", values.places)
        return pa.DictionaryArray.from_arrays(places, texts(pa, values.words))
    data = np.ascontiguousarray(values, dtype=kind)
    return pa.Array.from_buffers(getattr(pa, kind)(), len(data), [None, pa.py_buffer(data)])
