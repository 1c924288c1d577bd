"""A study as Parquet: every outcome of every run and quarter, and what the columns mean."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from agents.history import History, columns
from agents.study import PAIRED, Study
from game.commands.problems import CommandError

# Random numbers hardly compress; their bytes, split by place, do a little.
STORAGE: dict[str, Any] = {
    "compression": "zstd",
    "use_dictionary": ["world", "quarter"],
    "use_byte_stream_split": True,
}
GROUP_RUNS = 2000  # runs in one row group: bounds the memory of writing

WORLDS = {
    "controls": "the world as the plan has it",
    "twin": "its twin without controls, with the same luck",
    "controls_cut_off": "the same with a total cut-off ten quarters before the end",
    "twin_cut_off": "the twin with that cut-off",
}
KEYS = {
    "world": ("text", "-", "; ".join(f"{name}: {text}" for name, text in WORLDS.items())),
    "run": ("int32", "-", "number of the run; equal numbers have equal luck in every world"),
    "quarter": ("text", "-", "quarter, such as 2023Q1"),
}


def need_pyarrow() -> None:
    """Check that Parquet can be written.

    Raises: CommandError naming the extra to install.
    """
    if find_spec("pyarrow") is None:
        raise CommandError(
            "--out writes Parquet, which needs pyarrow: install the extra 'batch', as in "
            "pip install 'two-stacks[batch]'"
        )


def write_parquet(folder: Path, study: Study, request: dict[str, Any]) -> None:
    """Write worlds.parquet (run by run, quarter by quarter) and paired.parquet (run by run)."""
    worlds = {
        "controls": study.history,
        "twin": study.twin,
        "controls_cut_off": study.cut,
        "twin_cut_off": study.twin_cut,
    }
    units = {name: column.unit for name, column in columns().items()}
    batches = (batch for name, history in worlds.items() for batch in _batches(name, history))
    _write(folder / "worlds.parquet", batches, {**_key_units(KEYS), **units}, request)
    paired: dict[str, Any] = {"run": np.arange(study.history.runs, dtype=np.int32)}
    paired.update(study.paired())
    units = {"run": "-", **{name: unit for name, (unit, _) in PAIRED.items()}}
    _write(folder / "paired.parquet", iter([paired]), units, request)


def _key_units(keys: dict[str, tuple[str, str, str]]) -> dict[str, str]:
    return {name: unit for name, (_, unit, _) in keys.items()}


def _batches(world: str, history: History) -> Iterator[dict[str, Any]]:
    names = np.array(history.quarters)
    for begin in range(0, history.runs, GROUP_RUNS):
        part = history.values[begin : begin + GROUP_RUNS]
        runs = np.arange(begin, begin + len(part), dtype=np.int32)
        batch: dict[str, Any] = {
            "world": [world] * (len(part) * len(names)),
            "run": np.repeat(runs, len(names)),
            "quarter": np.tile(names, len(part)),
        }
        for name, column in columns().items():
            batch[name] = part[:, :, column.place].ravel()
        yield batch


def _write(
    path: Path, batches: Iterator[dict[str, Any]], units: dict[str, str], request: dict[str, Any]
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    def typed(name: str) -> Any:
        text = pa.dictionary(pa.int16(), pa.string())
        return {"world": text, "quarter": text, "run": pa.int32()}.get(name, pa.float64())

    schema = pa.schema(
        [pa.field(name, typed(name), metadata={"unit": unit}) for name, unit in units.items()],
        metadata={"two_stacks": json.dumps(request)},
    )
    with parquet.ParquetWriter(path, schema, **STORAGE) as writer:
        for batch in batches:
            arrays = [pa.array(batch[name], type=_storage(pa, schema, name)) for name in units]
            writer.write_table(pa.Table.from_arrays(_cast(arrays, schema), schema=schema))


def _storage(pa: Any, schema: Any, name: str) -> Any:
    """The plain type of a column before it is made a dictionary."""
    kind = schema.field(name).type
    return pa.string() if pa.types.is_dictionary(kind) else kind


def _cast(arrays: list[Any], schema: Any) -> list[Any]:
    return [array.cast(field.type) for array, field in zip(arrays, schema, strict=True)]


def columns_csv() -> str:
    """What every column of both files means: file, column, type, unit, meaning."""
    out = io.StringIO()
    write: Callable[[list[str]], Any] = csv.writer(out, lineterminator="\n").writerow
    write(["file", "column", "type", "unit", "meaning"])
    for name, (kind, unit, meaning) in KEYS.items():
        write(["worlds.parquet", name, kind, unit, meaning])
    for name, column in columns().items():
        write(["worlds.parquet", name, "float64", column.unit, column.meaning])
    write(["paired.parquet", "run", *KEYS["run"]])
    for name, (unit, meaning) in PAIRED.items():
        write(["paired.parquet", name, "float64", unit, meaning])
    return out.getvalue()
