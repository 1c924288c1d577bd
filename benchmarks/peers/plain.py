"""SW-1 as plain Python objects without a framework: the floor under every framework of objects."""

import math
import platform
import random
from bisect import bisect
from multiprocessing import Pool

from benchmarks.peers import law
from benchmarks.peers.law import BLOCS, FIRMS, FIRMS_OF_A_BLOC, Size, Statistics
from benchmarks.peers.side import CORES
from benchmarks.peers.weights import tables


class Firm:
    """A seller."""

    __slots__ = ("appeal", "bloc", "cash", "index", "price", "quality", "sales")

    def __init__(self, index: int) -> None:
        self.index = index
        self.bloc = index // FIRMS_OF_A_BLOC
        self.quality = law.first_quality(index)
        self.cash = law.OPENING_CASH
        self.sales = 0

    def act(self, economy: "Economy") -> None:
        """Research, then set the price."""
        spend = law.RESEARCH_SHARE * max(self.cash, 0.0)
        self.cash -= spend
        if economy.random() < 1.0 - math.exp(-law.RESEARCH_RATE * spend):
            self.quality *= 1.0 + law.QUALITY_GAIN * economy.random()
        share = self.sales / economy.size.buyers
        self.price = law.COST * (1.0 + law.MARKUP + law.MARKUP_BY_SHARE * share)
        self.appeal = (self.quality / self.price) ** 2

    def account(self, economy: "Economy") -> None:
        """Be paid for the quarter's sales."""
        margin = law.SALES_MARGIN * 2000.0 / economy.size.buyers
        self.cash += margin * (self.price - law.COST) * self.sales


class Buyer:
    """A customer of one firm."""

    __slots__ = ("bloc", "firm")

    def __init__(self, bloc: int, firm: Firm) -> None:
        self.bloc, self.firm = bloc, firm

    def choose(self, economy: "Economy") -> None:
        """With some chance stay or move, by the table of the bloc."""
        if economy.random() < law.CHOICE_CHANCE:
            sums, bonuses = economy.tables[self.bloc]
            bonus = bonuses[self.firm.index]
            draw = economy.random() * (sums[-1] + bonus) - bonus
            if draw >= 0.0:
                self.firm = economy.firms[min(bisect(sums, draw), FIRMS - 1)]


class Economy:
    """Firms and buyers."""

    def __init__(self, seed: int, size: Size) -> None:
        chance = random.Random(seed)
        self.random = chance.random
        self.size = size
        self.quarter = 0
        self.firms = [Firm(i) for i in range(FIRMS)]
        self.buyers = [Buyer(i % BLOCS, chance.choice(self.firms)) for i in range(size.buyers)]
        self.of_bloc = [len(range(bloc, size.buyers, BLOCS)) for bloc in range(BLOCS)]
        self.history: list[Statistics] = []
        self.count()

    def count(self) -> None:
        """Who buys from whom."""
        served = [[0] * BLOCS for _ in range(BLOCS)]
        for firm in self.firms:
            firm.sales = 0
        for buyer in self.buyers:
            firm = buyer.firm
            firm.sales += 1
            served[buyer.bloc][firm.bloc] += 1
        self.network = [[n / self.of_bloc[bloc] for n in row] for bloc, row in enumerate(served)]

    def step(self) -> None:
        """Play one quarter."""
        for firm in self.firms:
            firm.act(self)
        self.tables = tables([f.appeal for f in self.firms], self.network, self.quarter)
        for buyer in self.buyers:
            buyer.choose(self)
        self.count()
        for firm in self.firms:
            firm.account(self)
        self.quarter += 1
        self.history.append([*self.shares(), sum(f.quality for f in self.firms) / FIRMS])

    def shares(self) -> list[float]:
        """Share of all buyers by bloc of firm."""
        sales = [0] * BLOCS
        for firm in self.firms:
            sales[firm.bloc] += firm.sales
        return [n / self.size.buyers for n in sales]


def play(seed: int, size: Size) -> Statistics:
    """One run."""
    economy = Economy(seed, size)
    for _ in range(size.quarters):
        economy.step()
    return [*economy.history[-1], sum((f.sales / size.buyers) ** 2 for f in economy.firms)]


class Plain:
    """A pool of processes."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.version = f"Python {platform.python_version()}"

    def single(self, seed: int) -> Statistics:
        """One run on one core."""
        return play(seed, self.size)

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Runs shared among processes."""
        with Pool(CORES) as pool:
            seeds = [(seed, self.size) for seed in range(first, first + runs)]
            return pool.starmap(play, seeds, chunksize=1)
