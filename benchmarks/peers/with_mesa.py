"""SW-1 as a Mesa model: agents with methods, a DataCollector, batch_run for many runs.

Tuned: one table for each bloc and quarter. Naive: every buyer that chooses weighs all firms, as a
first version of such a model would.
"""

import inspect
import math
from bisect import bisect
from functools import partial
from typing import Any

import mesa
from mesa.batchrunner import batch_run
from mesa.datacollection import DataCollector

from benchmarks.peers import law
from benchmarks.peers.law import BLOCS, FIRMS, FIRMS_OF_A_BLOC, Size, Statistics
from benchmarks.peers.side import CORES
from benchmarks.peers.weights import tables


class Firm(mesa.Agent):  # type: ignore[misc]
    """A seller."""

    def __init__(self, model: "Economy", index: int) -> None:
        super().__init__(model)
        self.index = index
        self.bloc = index // FIRMS_OF_A_BLOC
        self.quality = law.first_quality(index)
        self.cash = law.OPENING_CASH
        self.sales = 0

    def act(self) -> None:
        """Research, then set the price."""
        spend = law.RESEARCH_SHARE * max(self.cash, 0.0)
        self.cash -= spend
        if self.random.random() < 1.0 - math.exp(-law.RESEARCH_RATE * spend):
            self.quality *= 1.0 + law.QUALITY_GAIN * self.random.random()
        share = self.sales / self.model.buyers
        self.price = law.COST * (1.0 + law.MARKUP + law.MARKUP_BY_SHARE * share)
        self.appeal = (self.quality / self.price) ** 2

    def account(self) -> None:
        """Be paid for the quarter's sales."""
        margin = law.SALES_MARGIN * 2000.0 / self.model.buyers
        self.cash += margin * (self.price - law.COST) * self.sales


class Buyer(mesa.Agent):  # type: ignore[misc]
    """A customer of one firm."""

    def __init__(self, model: "Economy", bloc: int, firm: Firm) -> None:
        super().__init__(model)
        self.bloc, self.firm = bloc, firm

    def choose(self) -> None:
        """With some chance weigh every firm on sale here."""
        if self.random.random() < law.CHOICE_CHANCE:
            firms = self.model.on_sale[self.bloc]
            network = self.model.network[self.bloc]
            weights = [
                firm.appeal
                * math.exp(
                    law.NETWORK_PULL * network[firm.bloc]
                    - (0.0 if firm is self.firm else law.SWITCHING_COST)
                )
                for firm in firms
            ]
            self.firm = self.random.choices(firms, weights)[0]

    def choose_by_table(self) -> None:
        """The same choice from the table of the bloc."""
        if self.random.random() < law.CHOICE_CHANCE:
            sums, bonuses = self.model.tables[self.bloc]
            bonus = bonuses[self.firm.index]
            draw = self.random.random() * (sums[-1] + bonus) - bonus
            if draw >= 0.0:
                self.firm = self.model.firms[min(bisect(sums, draw), FIRMS - 1)]


def _share(model: "Economy", bloc: int) -> float:
    """Share of all buyers that a bloc's firms serve."""
    of_bloc = model.firms[bloc * FIRMS_OF_A_BLOC : (bloc + 1) * FIRMS_OF_A_BLOC]
    return sum(firm.sales for firm in of_bloc) / model.buyers


REPORTERS = {
    **{law.STATISTICS[bloc]: partial(_share, bloc=bloc) for bloc in range(BLOCS)},
    "quality": lambda model: sum(firm.quality for firm in model.firms) / FIRMS,
    "concentration": lambda model: sum((f.sales / model.buyers) ** 2 for f in model.firms),
}


class Economy(mesa.Model):  # type: ignore[misc]
    """Firms and buyers. `rng` is Mesa's newer name of the seed."""

    def __init__(
        self,
        buyers: int = 2000,
        quarters: int = 120,
        tuned: bool = True,
        seed: int | None = None,
        rng: int | None = None,
    ) -> None:
        super().__init__(**({"seed": seed} if rng is None else {"rng": rng}))
        self.buyers, self.quarters, self.tuned, self.quarter = buyers, quarters, tuned, 0
        self.firms = [Firm(self, i) for i in range(FIRMS)]
        for i in range(buyers):
            Buyer(self, i % BLOCS, self.random.choice(self.firms))
        self.of_bloc = [len(range(bloc, buyers, BLOCS)) for bloc in range(BLOCS)]
        self.datacollector = DataCollector(model_reporters=REPORTERS)
        self.count()

    def count(self) -> None:
        """Who buys from whom."""
        served = [[0] * BLOCS for _ in range(BLOCS)]
        for firm in self.firms:
            firm.sales = 0
        for buyer in self.agents_by_type[Buyer]:
            firm = buyer.firm
            firm.sales += 1
            served[buyer.bloc][firm.bloc] += 1
        self.network = [[n / self.of_bloc[bloc] for n in row] for bloc, row in enumerate(served)]

    def step(self) -> None:
        """Play one quarter."""
        self.agents_by_type[Firm].do("act")
        if self.tuned:
            self.tables = tables([f.appeal for f in self.firms], self.network, self.quarter)
            self.agents_by_type[Buyer].do("choose_by_table")
        else:
            self.on_sale = [
                [f for f in self.firms if law.may_buy(bloc, f.bloc, self.quarter)]
                for bloc in range(BLOCS)
            ]
            self.agents_by_type[Buyer].do("choose")
        self.count()
        self.agents_by_type[Firm].do("account")
        self.datacollector.collect(self)
        self.quarter += 1
        self.running = self.quarter < self.quarters


class Mesa:
    """Mesa's own batch_run with two processes."""

    tuned = True

    def __init__(self, size: Size) -> None:
        self.size = size
        self.version = mesa.__version__

    def _parameters(self) -> dict[str, Any]:
        return {"buyers": self.size.buyers, "quarters": self.size.quarters, "tuned": self.tuned}

    def single(self, seed: int) -> Statistics:
        """One run on one core."""
        economy = Economy(**self._parameters(), seed=seed)
        while economy.running:
            economy.step()
        last = economy.datacollector.model_vars
        return [last[name][-1] for name in law.STATISTICS]

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """One batch_run; older Mesa takes seeds as a parameter, newer ones have a word for them."""
        seeds = list(range(first, first + runs))
        newer = "rng" in inspect.signature(batch_run).parameters
        parameters = self._parameters() if newer else {**self._parameters(), "seed": seeds}
        rows = batch_run(
            Economy,
            parameters=parameters,
            number_processes=CORES,
            max_steps=self.size.quarters,
            data_collection_period=-1,
            display_progress=False,
            **({"rng": seeds} if newer else {"iterations": 1}),
        )
        return [[row[name] for name in law.STATISTICS] for row in rows]


class Naive(Mesa):
    """The same without tables."""

    tuned = False
