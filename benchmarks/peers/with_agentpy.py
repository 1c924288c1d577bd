"""SW-1 in agentpy: AgentLists, and an Experiment on two jobs. Tuned as the Mesa version is."""

import math
import warnings
from bisect import bisect
from collections.abc import Iterator

import agentpy

from benchmarks.peers import law
from benchmarks.peers.law import BLOCS, FIRMS, FIRMS_OF_A_BLOC, Size, Statistics
from benchmarks.peers.side import CORES
from benchmarks.peers.weights import tables

warnings.filterwarnings("ignore", module="agentpy")


class Firm(agentpy.Agent):  # type: ignore[misc]
    """A seller."""

    def setup(self, index: Iterator[int]) -> None:
        """Firms are numbered in the order of their making."""
        self.index = next(index)
        self.bloc = self.index // FIRMS_OF_A_BLOC
        self.quality = law.first_quality(self.index)
        self.cash = law.OPENING_CASH
        self.sales = 0

    def act(self) -> None:
        """Research, then set the price."""
        chance = self.model.random
        spend = law.RESEARCH_SHARE * max(self.cash, 0.0)
        self.cash -= spend
        if chance.random() < 1.0 - math.exp(-law.RESEARCH_RATE * spend):
            self.quality *= 1.0 + law.QUALITY_GAIN * chance.random()
        share = self.sales / self.p.buyers
        self.price = law.COST * (1.0 + law.MARKUP + law.MARKUP_BY_SHARE * share)
        self.appeal = (self.quality / self.price) ** 2

    def account(self) -> None:
        """Be paid for the quarter's sales."""
        margin = law.SALES_MARGIN * 2000.0 / self.p.buyers
        self.cash += margin * (self.price - law.COST) * self.sales


class Buyer(agentpy.Agent):  # type: ignore[misc]
    """A customer of one firm."""

    def setup(self, index: Iterator[int]) -> None:
        """Buyers start with any firm."""
        self.bloc = next(index) % BLOCS
        self.firm = self.model.random.choice(self.model.in_order)

    def choose(self) -> None:
        """With some chance stay or move, by the table of the bloc."""
        model = self.model
        if model.random.random() < law.CHOICE_CHANCE:
            sums, bonuses = model.tables[self.bloc]
            bonus = bonuses[self.firm.index]
            draw = model.random.random() * (sums[-1] + bonus) - bonus
            if draw >= 0.0:
                self.firm = model.in_order[min(bisect(sums, draw), FIRMS - 1)]


class Economy(agentpy.Model):  # type: ignore[misc]
    """Firms and buyers."""

    def setup(self) -> None:
        """Make all agents."""
        self.firms = agentpy.AgentList(self, FIRMS, Firm, index=iter(range(FIRMS)))
        self.in_order = list(self.firms)
        numbers = iter(range(self.p.buyers))
        self.buyers = agentpy.AgentList(self, self.p.buyers, Buyer, index=numbers)
        self.of_bloc = [len(range(bloc, self.p.buyers, BLOCS)) for bloc in range(BLOCS)]
        self.count()

    def count(self) -> None:
        """Who buys from whom."""
        served = [[0] * BLOCS for _ in range(BLOCS)]
        for firm in self.in_order:
            firm.sales = 0
        for buyer in self.buyers:
            firm = buyer.firm
            firm.sales += 1
            served[buyer.bloc][firm.bloc] += 1
        self.network = [[n / self.of_bloc[bloc] for n in row] for bloc, row in enumerate(served)]

    def step(self) -> None:
        """Play one quarter; agentpy counts steps from 1."""
        self.firms.act()
        self.tables = tables([f.appeal for f in self.in_order], self.network, self.t - 1)
        self.buyers.choose()
        self.count()
        self.firms.account()
        for bloc in range(BLOCS):
            of_bloc = self.in_order[bloc * FIRMS_OF_A_BLOC : (bloc + 1) * FIRMS_OF_A_BLOC]
            self.record(law.STATISTICS[bloc], sum(f.sales for f in of_bloc) / self.p.buyers)
        self.record("quality", sum(f.quality for f in self.in_order) / FIRMS)

    def end(self) -> None:
        """Report the last quarter."""
        for name in law.STATISTICS[:-1]:
            self.report(name, self.log[name][-1])
        squares = ((f.sales / self.p.buyers) ** 2 for f in self.in_order)
        self.report("concentration", sum(squares))


class Agentpy:
    """agentpy's own Experiment, two jobs."""

    def __init__(self, size: Size) -> None:
        self.parameters = {"buyers": size.buyers, "steps": size.quarters}
        self.version = agentpy.__version__

    def single(self, seed: int) -> Statistics:
        """One run on one core."""
        economy = Economy({**self.parameters, "seed": seed})
        economy.run(display=False)
        return [economy.reporters[name] for name in law.STATISTICS]

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """An Experiment draws the seeds of its iterations from its own."""
        study = agentpy.Experiment(
            Economy, {**self.parameters, "seed": first}, iterations=runs, record=False
        )
        found = study.run(n_jobs=CORES, display=False, verbose=0).reporters
        rows: list[Statistics] = found[list(law.STATISTICS)].to_numpy().tolist()
        return rows
