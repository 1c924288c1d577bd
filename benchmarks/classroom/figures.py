"""Figures with their targets, as a table or as JSON."""

import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_SHOWN = 12  # passes of a figure in the table; JSON has all of them


@dataclass
class Figure:
    """One figure of several passes: `values` in its unit, the load average of each pass beside."""

    name: str
    what: str
    unit: str
    target: float
    values: list[float] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)

    def add(self, value: float) -> None:
        """One more pass."""
        self.values.append(value)
        self.loads.append(load_average())

    @property
    def median(self) -> float:
        """The middle of the passes."""
        return statistics.median(self.values)

    @property
    def met(self) -> bool:
        """Whether the middle pass is within the target."""
        return self.median <= self.target

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "median": self.median, "met": self.met}


def load_average() -> float:
    """How many processes wanted a core in the last minute; 0 where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(share * 1000) // 1000) - 1)]


def p99_ms(seconds: Sequence[float]) -> float:
    """The 99th percentile of times. Units: s to ms."""
    return 1000.0 * percentile(seconds, 0.99)


def table(figures: Sequence[Figure]) -> str:
    """A line for each figure."""
    lines = []
    for one in figures:
        if not one.values:
            continue
        passes = ", ".join(f"{value:.4g}" for value in one.values[:MOST_SHOWN])
        passes += ", ..." if len(one.values) > MOST_SHOWN else ""
        lines.append(
            f"{one.name:<10} {one.median:9.2f} {one.unit:<4} target {one.target:<7g} "
            f"{'met   ' if one.met else 'MISSED'} load {statistics.median(one.loads):4.1f}  "
            f"{one.what} [{passes}]"
        )
    return "\n".join(lines)
