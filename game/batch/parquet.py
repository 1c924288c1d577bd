"""A study as Parquet: every outcome of every run and quarter, and what the columns mean."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from agents.history import History, columns
from agents.names import quarter_name
from agents.parameters import PARAMETERS
from agents.study import PAIRED, Study
from game.batch.summary import Request

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


def write_parquet(folder: Path, study: Study, request: Request) -> None:
    """Write what happened (worlds), what the controls did (paired), and what the runs assumed."""
    worlds = {
        "controls": study.history,
        "twin": study.twin,
        "controls_cut_off": study.cut,
        "twin_cut_off": study.twin_cut,
    }
    units = {name: column.unit for name, column in columns().items()}
    batches = (batch for name, history in worlds.items() for batch in _batches(name, history))
    units = {**{name: unit for name, (_, unit, _) in KEYS.items()}, **units}
    quarters = [quarter_name(i) for i in range(study.history.end + 1)]
    words = {"world": list(WORLDS), "quarter": quarters}
    _write(folder / "worlds.parquet", batches, units, request.values(), words)
    paired: dict[str, np.ndarray] = {"run": np.arange(study.history.runs, dtype=np.int32)}
    paired.update(study.paired())
    units = {"run": "-", **{name: unit for name, (unit, _) in PAIRED.items()}}
    _write(folder / "paired.parquet", [paired], units, request.values(), {})
    taken = {"run": paired["run"]}
    taken.update(zip((p.name for p in PARAMETERS), request.parameters_of_runs().T, strict=True))
    units = {"run": "-", **{p.name: p.unit for p in PARAMETERS}}
    _write(folder / "parameters.parquet", [taken], units, request.values(), {})


def _batches(world: str, history: History) -> Iterator[dict[str, np.ndarray]]:
    quarters = len(history.quarters)
    place = list(WORLDS).index(world)
    for begin in range(0, history.runs, GROUP_RUNS):
        part = history.values[begin : begin + GROUP_RUNS]
        runs = np.arange(begin, begin + len(part), dtype=np.int32)
        batch: dict[str, np.ndarray] = {
            "world": np.full(len(part) * quarters, place, dtype=np.int16),
            "run": np.repeat(runs, quarters),
            "quarter": np.tile(np.arange(quarters) + history.start, len(part)).astype(np.int16),
        }
        for name, column in columns().items():
            batch[name] = part[:, :, column.place].ravel()
        yield batch


def _write(
    path: Path,
    batches: Iterable[dict[str, np.ndarray]],
    units: dict[str, str],
    request: dict[str, Any],
    words: dict[str, list[str]],
) -> None:
    """Write batches as row groups; the columns named in `words` hold places in those lists."""
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {"run": pa.int32(), **dict.fromkeys(words, pa.dictionary(pa.int16(), pa.string()))}
    schema = pa.schema(
        [
            pa.field(name, kinds.get(name, pa.float64()), metadata={"unit": unit})
            for name, unit in units.items()
        ],
        metadata={"two_stacks": json.dumps(request)},
    )

    def column(name: str, values: np.ndarray) -> Any:
        # Through buffers: pyarrow would import pandas to look at an array.
        plain = pa.int16() if name in words else schema.field(name).type
        data = pa.py_buffer(np.ascontiguousarray(values))
        array = pa.Array.from_buffers(plain, len(values), [None, data])
        if name not in words:
            return array
        return pa.DictionaryArray.from_arrays(array, texts(pa, words[name]))

    with parquet.ParquetWriter(path, schema, **STORAGE) as writer:
        for batch in batches:
            arrays = [column(name, batch[name]) for name in units]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def texts(pa: Any, words: list[str]) -> Any:
    """Words as an array of texts: their bytes in a row, and where each begins."""
    encoded = [word.encode() for word in words]
    begins = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(
        len(words), pa.py_buffer(begins), pa.py_buffer(b"".join(encoded))
    )


def columns_csv() -> str:
    """What every column of the files means: file, column, type, unit, meaning."""
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
    write(["parameters.parquet", "run", *KEYS["run"]])
    for p in PARAMETERS:
        write(["parameters.parquet", p.name, "float64", p.unit, p.meaning])
    return out.getvalue()
