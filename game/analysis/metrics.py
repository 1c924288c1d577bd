"""The numbers that a fan can be drawn of: where they stand in the record and how they are written.

A metric is one outcome of the record, or one divided by another. `better` says for which side a
rise is good news: 1 for the sender's, -1 for the challenger's, 0 where the model takes no side.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from agents.history import columns
from game.language import mark

GAP = "gap_generations"
_TINY = 1e-9


@dataclass(frozen=True)
class Metric:
    """A number over time. `form` is "percent", "number", "signed" or "money"."""

    key: str
    label: str
    unit: str
    form: str
    better: int
    outcomes: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Whether the model records what it needs."""
        return all(name in columns() for name in self.outcomes)

    def read(self, recorded: np.ndarray) -> np.ndarray:
        """Its values. Shapes: recorded (..., len(recorded_places())), returns (...)."""
        return self._of([recorded[..., _index(name)] for name in self.outcomes])

    def read_history(self, values: np.ndarray) -> np.ndarray:
        """Its values in a whole record. Shapes: values (..., columns), returns (...)."""
        return self._of([values[..., columns()[name].place] for name in self.outcomes])

    def _of(self, parts: list[np.ndarray]) -> np.ndarray:
        if len(parts) == 1:
            return parts[0]
        return parts[0] / np.maximum(parts[1], _TINY)


def _metric(
    key: str, label: str, unit: str, form: str, better: int, *outcomes: str
) -> tuple[str, Metric]:
    return key, Metric(key, label, unit, form, better, outcomes or (key,))


METRICS: dict[str, Metric] = dict(
    (
        _metric(GAP, mark("Chip gap"),
                mark("Generations that the best US package is ahead"), "signed", 1),
        _metric("ai_gap_months", mark("AI gap"),
                mark("Months that the best US laboratory is ahead"), "number", 1),
        _metric("self_sufficiency", mark("China's self-sufficiency"),
                mark("China's own share of six layers, on average"), "percent", -1),
        _metric("developer_share_sovereign", mark("Developers on Chinese stacks"),
                mark("Share of the world's AI developers"), "percent", -1),
        _metric("divergence", mark("Divergence of the ecosystems"),
                mark("0: one ecosystem, 1: nothing in common"), "number", 0),
        _metric("sender_revenue", mark("US chip revenue"),
                mark("bn USD a quarter, with allied toolmakers"), "money", 1),
        _metric("champion_share", mark("Huawei's share of the Chinese market"),
                mark("Share of what accelerators sell for in China"), "percent", -1,
                "value_cn_by[HUAW]", "value_cn"),
        _metric("new_compute_share", mark("China's share of new compute"),
                mark("Share of the compute delivered in the quarter"), "percent", -1),
        _metric("cluster_pflops_ratio", mark("Chinese pod over US pod"),
                mark("Largest pods, computing speed, ratio"), "number", -1),
        _metric("ally_revenue", mark("Allied revenue"),
                mark("Toolmakers and memory makers, bn USD a quarter"), "money", 0),
        _metric("threat_cn", mark("Threat that China perceives"),
                mark("0 to 1"), "number", 0),
        _metric("nvda_revenue", mark("Nvidia's revenue"), mark("bn USD a quarter"), "money", 1,
                "revenue[NVDA]"),
        _metric("huaw_revenue", mark("Huawei's revenue from chips"), mark("bn USD a quarter"),
                "money", -1, "revenue[HUAW]"),
        _metric("tension", mark("Tension"),
                mark("0: calm, 100: the crisis that ends the game"), "number", 0),
        _metric("welfare", mark("World welfare"), mark("0 to 100"), "number", 0),
    )
)  # fmt: skip


@lru_cache(maxsize=1)
def known_metrics() -> tuple[Metric, ...]:
    """The metrics that the model records, in the order in which they are offered."""
    return tuple(metric for metric in METRICS.values() if metric.known)


def find_metric(key: str) -> Metric:
    """A metric that the model records. Raises: KeyError if there is none of that key."""
    found = METRICS.get(key)
    if found is None or not found.known:
        raise KeyError(key)
    return found


@lru_cache(maxsize=1)
def _recorded() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for metric in known_metrics() for name in metric.outcomes))


@lru_cache(maxsize=64)
def _index(name: str) -> int:
    return _recorded().index(name)


@lru_cache(maxsize=1)
def recorded_places() -> np.ndarray:
    """Where the outcomes that metrics need stand in the record: the `places` of `play_many`."""
    return np.array([columns()[name].place for name in _recorded()], dtype=np.int64)
