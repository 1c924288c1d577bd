"""Every uncertain number of the model: value, prior range, unit, meaning, source.

They stand in `data/parameters.csv`. The values are those of the first calibration against the
facts of 2018 to 2025 (`agents/calibrate.py`); the ranges are what was searched. Where history does
not pin a number down the source says "guess": such numbers are dials, not findings.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "data" / "parameters.csv"
ACCEPTED_FILE = FILE.with_name("accepted.csv")


@dataclass(frozen=True)
class Parameter:
    """One number: the range is the prior range of the calibration."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str


def _read() -> tuple[Parameter, ...]:
    with FILE.open(newline="", encoding="utf-8") as handle:
        return tuple(
            Parameter(
                row["name"],
                float(row["value"]),
                float(row["low"]),
                float(row["high"]),
                row["unit"],
                row["meaning"],
                row["source"],
            )
            for row in csv.DictReader(handle)
        )


PARAMETERS: tuple[Parameter, ...] = _read()


def defaults() -> dict[str, float]:
    """The calibrated value of every parameter."""
    return {p.name: p.value for p in PARAMETERS}


@lru_cache(maxsize=1)
def accepted() -> np.ndarray:
    """The sets that met the facts in the calibration: what history leaves open.

    Shape: (sets, parameters), in the order of PARAMETERS.
    """
    with ACCEPTED_FILE.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.reader(handle))
    columns = [rows[0].index(p.name) for p in PARAMETERS]
    return np.array([[float(row[c]) for c in columns] for row in rows[1:]])
