"""The head of a study's folder: what was asked, the points, what the columns mean."""

import csv
import hashlib
import io
import json
from dataclasses import asdict
from typing import Any

import numpy as np

from agents.kernel_cache import model_version
from game.batch.summary import data_version
from game.commands.output import plain
from game.lab.chunk import chunk_runs, total_runs
from game.lab.design import DesignTable
from game.lab.experiment import Experiment
from game.lab.reading import plain_experiment
from game.lab.tables import Column, Text, columns_of, encode, lab_version

FORMAT = 1
STUDY = "study.json"
SOURCE = "experiment.toml"
DESIGN = "design.parquet"

README = """# A study of Two Stacks

| file | what it holds |
|---|---|
| experiment.toml | the experiment as it was given |
| study.json | the same in full, with every default; how many runs; the versions of the model |
| design.parquet | the points of the design: what each holds |
| runs/ | one row for each paired run: point, luck, dials, every outcome and its baseline |
| paths/ | the outcomes quarter by quarter, if the experiment keeps them |
| columns.csv | type, unit and meaning of every column |

The parts of a table are read as one, for example `SELECT * FROM 'runs/*.parquet'` in DuckDB. Every
part is whole. In this folder, `twostacks batch experiment.toml --out . --resume` goes on with a
study that was stopped, and `twostacks report .` makes a page of it.
"""


def study_of(experiment: Experiment, design: DesignTable) -> dict[str, Any]:
    """The value of study.json: equal for equal tables, so that a study is never mixed with another.

    `fingerprint` is over all of it.
    """
    total = total_runs(experiment, design)
    size = chunk_runs(experiment, total)
    study: dict[str, Any] = {
        "experiment": asked_of(experiment),
        "points": len(design.values),
        "replications": experiment.replications,
        "runs": total,
        "chunk_runs": size,
        "chunks": -(-total // size),
        "model": model_version(),
        "data": data_version(),
        "lab": lab_version(),
        "seed": experiment.seed,
        "design": _digest(design.values.tobytes(), design.order.tobytes()),
        "columns": [asdict(column) for column in columns_of(experiment)],
    }
    print_of_all = _digest(json.dumps(study, sort_keys=True, allow_nan=False).encode())
    # Through JSON and back, so that it equals what is read from the file.
    return {"format": FORMAT, "fingerprint": print_of_all, **json.loads(json.dumps(study))}


def asked_of(experiment: Experiment) -> dict[str, Any]:
    """An experiment as study.json holds it: with every default."""
    asked: dict[str, Any] = json.loads(json.dumps(plain(plain_experiment(experiment))))
    return asked


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def head_files(experiment: Experiment, design: DesignTable) -> dict[str, bytes]:
    """The files beside study.json, by name."""
    return {
        SOURCE: experiment.source.encode(),
        "README.md": README.encode(),
        "columns.csv": _columns_csv([*columns_of(experiment), *_design_columns(experiment)]),
        DESIGN: encode(_design_columns(experiment), _design_values(experiment, design)),
    }


def _design_columns(experiment: Experiment) -> list[Column]:
    keys = [
        Column("design", "point", "int32", "-", "place of the point in the design"),
        Column("design", "label", "text", "-", "name of the point, where it has one"),
    ]
    runs = {column.name: column for column in columns_of(experiment) if column.table == "runs"}
    factors = [runs[factor.column] for factor in experiment.factors]
    return keys + [Column("design", c.name, c.kind, c.unit, c.meaning) for c in factors]


def _design_values(experiment: Experiment, design: DesignTable) -> dict[str, np.ndarray | Text]:
    words, places = np.unique(design.labels, return_inverse=True)
    values: dict[str, np.ndarray | Text] = {
        "point": np.arange(len(design.values)),
        "label": Text(places, words.tolist()),
    }
    columns = [factor.column for factor in experiment.factors]
    values.update(zip(columns, design.values.T, strict=True))
    return values


def _columns_csv(columns: list[Column]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["table", "column", "type", "unit", "meaning"])
    writer.writerows([c.table, c.name, c.kind, c.unit, c.meaning] for c in columns)
    return out.getvalue().encode()
