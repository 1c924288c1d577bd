"""SW-1 in AMBER (ambr), its vectorised lane: buyers are columns of a Polars frame."""

import os
import warnings
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import ambr
import numpy as np
from ambr.performance import ParallelRunner

from benchmarks.peers import arrays, law
from benchmarks.peers.law import BLOCS, FIRMS, Size, Statistics
from benchmarks.peers.side import CORES

warnings.filterwarnings("ignore", module="ambr")


class Economy(ambr.Model):  # type: ignore[misc]
    """Firms as arrays, buyers as agents."""

    def setup(self) -> None:
        """Make all agents."""
        self.many = int(self.p["buyers"])
        bloc = np.arange(self.many) % BLOCS
        self.add_agents(self.many, bloc=bloc, firm=self.rng.integers(0, FIRMS, self.many))
        self._quality, self._cash = arrays.QUALITY.copy(), np.full(FIRMS, law.OPENING_CASH)
        self._sales, self._network = arrays.count(bloc, self.agents.firm.to_numpy())

    def step_vectorized(self) -> None:
        """Play one quarter."""
        arrays.research(self._quality, self._cash, self.rng)
        price = arrays.prices(self._sales, self.many)
        own = arrays.weights(self._quality, price, self._network, self.t)
        bloc, firm_of = self.agents.bloc.to_numpy(), self.agents.firm.to_numpy().copy()
        movers, firms = arrays.choose(bloc, firm_of, own, self.rng)
        firm_of[movers] = firms
        self.agents.firm = firm_of
        self._sales, self._network = arrays.count(bloc, firm_of)
        self._cash += arrays.profit(price, self._sales, self.many)

    def update(self) -> None:
        """Record the quarter."""
        found = arrays.record(self._sales, self._quality, self.many).tolist()
        found.append(float(((self._sales / self.many) ** 2).sum()))
        for name, value in zip(law.STATISTICS, found, strict=True):
            self.record_model(name, value)


class Ambr:
    """AMBER's Experiment: run after run on one core."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.version = ambr.__version__

    def _parameters(self, seed: int) -> dict[str, Any]:
        whole = {"buyers": self.size.buyers, "steps": self.size.quarters, "seed": seed}
        return {**whole, "show_progress": False}

    def single(self, seed: int) -> Statistics:
        """One run on one core."""
        found = Economy(self._parameters(seed)).cpu(mode="vectorized").run()
        return _last(found["model"])[0]

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """An Experiment over seeds."""
        fixed = {"buyers": self.size.buyers, "steps": self.size.quarters, "show_progress": False}
        sample = ambr.Sample({"seed": list(range(first, first + runs)), **fixed}, runs)
        return _last(ambr.Experiment(Economy, sample).run()["model"])


class Runner(Ambr):
    """AMBER's ParallelRunner, which starts a process for every run."""

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Runs in two processes at a time."""
        tasks = [self._parameters(seed) for seed in range(first, first + runs)]
        found = ParallelRunner(Economy, n_workers=CORES).run(tasks)
        return [_last(one.result["model"])[0] for one in found]


def _last(frame: Any) -> list[Statistics]:
    """The last quarter of every run in a table of runs."""
    last = frame.filter(frame["t"] == frame["t"].max())
    rows: list[Statistics] = last.select(law.STATISTICS).to_numpy().tolist()
    return rows
