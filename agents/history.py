"""What a study recorded: outcomes by run and quarter, by name."""

import difflib
import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from agents import names
from agents.fields import OUTCOME, Field
from agents.names import quarter_name

_MEMBERS = {
    names.DESIGNER_COUNT: names.DESIGNERS,
    names.LAYER_COUNT: names.LAYERS,
    names.STACK_COUNT: names.STACKS,
    len(names.FOUNDRIES): names.FOUNDRIES,
}
_NAMED = {
    "layer_self_sufficiency": names.LAYERS,
    "layer_divergence": names.LAYERS,
    "alignment": names.GOVERNMENTS[names.TOOL :],
    "capital": names.GOVERNMENTS,
    "deals": names.DEALS,
    "compute_market": names.MARKETS,
    "capability": names.MARKETS,
    "developer_by_pool": names.MARKETS,
    "incumbent_by_pool": names.MARKETS,
}


@dataclass(frozen=True)
class Column:
    """One number of the outcome record, by name, unit and meaning."""

    name: str
    unit: str
    meaning: str
    place: int


def _members(f: Field) -> tuple[str, ...]:
    if f.name in _NAMED:
        return _NAMED[f.name]
    return names.DESIGNERS if f.shape == names.DESIGNER_COUNT else _MEMBERS[f.shape]


@lru_cache(maxsize=1)
def columns() -> dict[str, Column]:
    """The columns of a history, such as 'gap_generations' or 'units[NVDA]'."""
    table: dict[str, Column] = {}
    place = 0
    for f in OUTCOME:
        labels = [f.name] if f.shape == 1 else [f"{f.name}[{m}]" for m in _members(f)]
        for label in labels:
            table[label] = Column(label, f.unit, f.meaning, place)
            place += 1
    return table


@dataclass(frozen=True)
class History:
    """Outcomes of many runs. Shapes: values (runs, quarters, columns) float64."""

    start: int
    values: np.ndarray

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.values.shape[0])

    @property
    def quarters(self) -> list[str]:
        """Names of the quarters."""
        return [quarter_name(self.start + i) for i in range(self.values.shape[1])]

    @property
    def end(self) -> int:
        """The last quarter, counted from 2018Q1."""
        return self.start + int(self.values.shape[1]) - 1

    def column(self, name: str) -> np.ndarray:
        """One outcome. Shape: (runs, quarters).

        Raises: KeyError naming the nearest column if there is none of that name.
        """
        if name not in columns():
            near = difflib.get_close_matches(name, columns(), n=1, cutoff=0.0)[0]
            raise KeyError(f"there is no outcome '{name}'; the nearest is '{near}'")
        return self.values[:, :, columns()[name].place]

    def final(self, name: str) -> np.ndarray:
        """One outcome in the last quarter. Shape: (runs,)."""
        return self.column(name)[:, -1]

    def followed_by(self, later: "History") -> "History":
        """This history and the one that continues it."""
        return History(self.start, np.concatenate([self.values, later.values], axis=1))

    def checksum(self) -> str:
        """Sixteen hexadecimal digits over every bit of every outcome."""
        digest = hashlib.sha256(np.ascontiguousarray(self.values).tobytes())
        return digest.hexdigest()[:16]


def band(values: np.ndarray) -> dict[str, float]:
    """Median and 5-95% band of values over runs. Shape: (runs,)."""
    low, middle, high = np.percentile(values, [5, 50, 95])
    return {"median": float(middle), "p05": float(low), "p95": float(high)}
