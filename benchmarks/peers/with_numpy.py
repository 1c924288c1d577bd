"""SW-1 in NumPy: one run at a time on arrays of buyers, or a stack of runs in every call."""

from multiprocessing import Pool

import numpy as np

from benchmarks.peers import arrays, law
from benchmarks.peers.law import BLOCS, FIRMS, FIRMS_OF_A_BLOC, Size, Statistics
from benchmarks.peers.side import CORES

STACK = 20  # runs in one call


def play(seed: int, size: Size) -> Statistics:
    """One run."""
    chance = np.random.Generator(np.random.SFC64(seed))
    bloc = np.arange(size.buyers) % BLOCS
    quality, cash = arrays.QUALITY.copy(), np.full(FIRMS, law.OPENING_CASH)
    firm_of = chance.integers(0, FIRMS, size.buyers)
    sales, network = arrays.count(bloc, firm_of)
    history = np.empty((size.quarters, BLOCS + 1))
    for quarter in range(size.quarters):
        arrays.research(quality, cash, chance)
        price = arrays.prices(sales, size.buyers)
        own = arrays.weights(quality, price, network, quarter)
        movers, firms = arrays.choose(bloc, firm_of, own, chance)
        firm_of[movers] = firms
        sales, network = arrays.count(bloc, firm_of)
        cash += arrays.profit(price, sales, size.buyers)
        history[quarter] = arrays.record(sales, quality, size.buyers)
    return [*history[-1].tolist(), float(((sales / size.buyers) ** 2).sum())]


def _count(cell: np.ndarray, firm_of: np.ndarray, runs: int) -> tuple[np.ndarray, np.ndarray]:
    """Sales and networks of a stack. Shapes: (runs, firms), (runs, blocs, blocs)."""
    served = np.bincount(cell * FIRMS + firm_of, minlength=runs * BLOCS * FIRMS)
    served = served.reshape(runs, BLOCS, FIRMS)
    network = served.reshape(runs, BLOCS, BLOCS, FIRMS_OF_A_BLOC).sum(3)
    return served.sum(1), network / network.sum(2, keepdims=True)


def play_stack(seed: int, runs: int, size: Size) -> list[Statistics]:
    """Runs that go through the quarters together; their buyers stand one run behind the other."""
    chance = np.random.Generator(np.random.SFC64(seed))
    bloc = np.arange(size.buyers) % BLOCS
    cell = (np.arange(runs)[:, None] * BLOCS + bloc).ravel()
    quality, cash = np.tile(arrays.QUALITY, (runs, 1)), np.full((runs, FIRMS), law.OPENING_CASH)
    firm_of = chance.integers(0, FIRMS, runs * size.buyers)
    sales, network = _count(cell, firm_of, runs)
    history = np.empty((runs, size.quarters, BLOCS + 1))
    for quarter in range(size.quarters):
        arrays.research(quality, cash, chance)
        price = arrays.prices(sales, size.buyers)
        own = arrays.weights(quality, price, network, quarter).reshape(-1, FIRMS)
        movers, firms = arrays.choose(cell, firm_of, own, chance)
        firm_of[movers] = firms
        sales, network = _count(cell, firm_of, runs)
        cash += arrays.profit(price, sales, size.buyers)
        blocs = sales.reshape(runs, BLOCS, FIRMS_OF_A_BLOC).sum(2)
        history[:, quarter, :BLOCS] = blocs / size.buyers
        history[:, quarter, BLOCS] = quality.mean(1)
    concentration = ((sales / size.buyers) ** 2).sum(1)
    rows: list[Statistics] = np.column_stack([history[:, -1], concentration]).tolist()
    return rows


class OneByOne:
    """A pool of processes, each run by itself."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.version = np.__version__

    def single(self, seed: int) -> Statistics:
        """One run on one core."""
        return play(seed, self.size)

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Runs shared among processes."""
        with Pool(CORES) as pool:
            seeds = [(seed, self.size) for seed in range(first, first + runs)]
            return pool.starmap(play, seeds, chunksize=4)


class Stacked(OneByOne):
    """A pool of processes, each with a stack of runs in every call."""

    def single(self, seed: int) -> Statistics:
        """A stack of one."""
        return play_stack(seed, 1, self.size)[0]

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Stacks shared among processes."""
        begins = range(first, first + runs, STACK)
        tasks = [(begin, min(STACK, first + runs - begin), self.size) for begin in begins]
        with Pool(CORES) as pool:
            return [row for rows in pool.starmap(play_stack, tasks, chunksize=1) for row in rows]
