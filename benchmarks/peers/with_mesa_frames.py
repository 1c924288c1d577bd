"""SW-1 in mesa-frames: agents are rows of Polars frames, columns are written by name."""

import os
from multiprocessing import get_context

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # one in each of two processes

from importlib.metadata import version

import numpy as np
import polars
from mesa_frames import AgentSetPolars, ModelDF

from benchmarks.peers import arrays, law
from benchmarks.peers.law import BLOCS, FIRMS, Size, Statistics
from benchmarks.peers.side import CORES


class Firms(AgentSetPolars):  # type: ignore[misc]
    """All sellers."""

    def __init__(self, model: "Economy") -> None:
        super().__init__(model)
        self += polars.DataFrame(
            {
                "unique_id": np.arange(FIRMS),
                "quality": arrays.QUALITY,
                "cash": np.full(FIRMS, law.OPENING_CASH),
                "sales": np.zeros(FIRMS),
                "price": np.zeros(FIRMS),
            }
        )

    def step(self) -> None:
        """Research, then set prices."""
        chance = self.model.random
        spend = law.RESEARCH_SHARE * self["cash"].clip(lower_bound=0.0)
        self["cash"] = self["cash"] - spend
        success = polars.Series(chance.random(FIRMS)) < 1.0 - (-law.RESEARCH_RATE * spend).exp()
        gain = law.QUALITY_GAIN * polars.Series(chance.random(FIRMS)) * success.cast(polars.Float64)
        self["quality"] = self["quality"] * (1.0 + gain)
        share = self["sales"] / self.model.size.buyers
        self["price"] = law.COST * (1.0 + law.MARKUP + law.MARKUP_BY_SHARE * share)

    def account(self) -> None:
        """Be paid for the quarter's sales."""
        profit = arrays.profit(self["price"], self["sales"], self.model.size.buyers)
        self["cash"] = self["cash"] + profit


class Buyers(AgentSetPolars):  # type: ignore[misc]
    """All customers."""

    def __init__(self, model: "Economy") -> None:
        super().__init__(model)
        many = model.size.buyers
        self += polars.DataFrame(
            {
                "unique_id": np.arange(FIRMS, FIRMS + many),
                "bloc": np.arange(many) % BLOCS,
                "firm": model.random.integers(0, FIRMS, many),
            }
        )

    def step(self) -> None:
        """Choose."""
        model = self.model
        quality, price = model.firms["quality"].to_numpy(), model.firms["price"].to_numpy()
        own = arrays.weights(quality, price, model.network, model.quarter)
        bloc, firm_of = self["bloc"].to_numpy(), self["firm"].to_numpy().copy()
        movers, firms = arrays.choose(bloc, firm_of, own, model.random)
        firm_of[movers] = firms
        self["firm"] = polars.Series(firm_of)


class Economy(ModelDF):  # type: ignore[misc]
    """Firms and buyers."""

    def __init__(self, seed: int, size: Size) -> None:
        super().__init__(seed)
        self.size, self.quarter = size, 0
        self.agents += Firms(self)
        self.agents += Buyers(self)
        self.firms = self.get_agents_of_type(Firms)
        self.buyers = self.get_agents_of_type(Buyers)
        self.history: list[np.ndarray] = []
        self.count()

    def count(self) -> None:
        """Who buys from whom."""
        bloc, firm_of = self.buyers["bloc"].to_numpy(), self.buyers["firm"].to_numpy()
        self.sales, self.network = arrays.count(bloc, firm_of)
        self.firms["sales"] = polars.Series(self.sales.astype(float))

    def step(self) -> None:
        """Play one quarter."""
        self.firms.step()
        self.buyers.step()
        self.count()
        self.firms.account()
        quality = self.firms["quality"].to_numpy()
        self.history.append(arrays.record(self.sales, quality, self.size.buyers))
        self.quarter += 1


def play(seed: int, size: Size) -> Statistics:
    """One run."""
    economy = Economy(seed, size)
    for _ in range(size.quarters):
        economy.step()
    concentration = float(((economy.sales / size.buyers) ** 2).sum())
    return [*economy.history[-1].tolist(), concentration]


class MesaFrames:
    """The library has no batch of its own: a pool of processes, kept between batches."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.version = version("mesa_frames")
        self.pool = get_context("spawn").Pool(CORES)  # Polars does not survive a fork
        self.pool.starmap(play, [(0, Size(50, 1))] * CORES, chunksize=1)

    def single(self, seed: int) -> Statistics:
        """One run on one core."""
        return play(seed, self.size)

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Runs shared among processes."""
        seeds = [(seed, self.size) for seed in range(first, first + runs)]
        return self.pool.starmap(play, seeds, chunksize=1)
