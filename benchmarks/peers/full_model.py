"""The full model of this project: its compiled ensemble, and the same world as Mesa agents."""

from multiprocessing import get_context

import mesa
import numba
import numpy as np

from agents.ecosystem import Ecosystem
from agents.ensemble import kernel, play_many
from agents.scenario import load, open_row
from agents.state import layout
from benchmarks.peers.law import Size, Statistics
from benchmarks.peers.side import CORES

SEED = 7
QUARTERS = 34  # 2018Q1 to 2026Q2


def play_agents(run: int, buyers: int) -> Statistics:
    """One history as Mesa agents: every outcome of its last quarter."""
    scenario = load("history")
    world = Ecosystem(open_row(scenario, buyers), scenario.base_plan(), SEED, run)
    for _ in range(QUARTERS):
        world.step()
    outcome: Statistics = (
        layout(buyers).views(world.freeze()[None, :]).outcome[0].view("f8").tolist()
    )
    return outcome


class Kernel:
    """`play_many`, as everything in the product uses it; every outcome of every quarter is kept."""

    def __init__(self, size: Size) -> None:
        self.buyers = size.buyers
        self.version = f"numba {numba.__version__}"
        kernel()

    def _play(self, first: int, runs: int, threads: int) -> list[Statistics]:
        scenario = load("history")
        history, _ = play_many(
            open_row(scenario, self.buyers),
            scenario.base_plan(),
            SEED,
            runs,
            last=scenario.start + QUARTERS - 1,
            first_run=first,
            threads=threads,
        )
        rows: list[Statistics] = history[:, -1].tolist()
        return rows

    def single(self, seed: int) -> Statistics:
        """One history on one core."""
        return self._play(seed, 1, 1)[0]

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Histories in threads."""
        return self._play(first, runs, CORES)


class Agents:
    """The Mesa version in a pool of processes, kept between batches."""

    def __init__(self, size: Size) -> None:
        self.buyers = size.buyers
        self.version = f"Mesa {mesa.__version__}"
        self.pool = get_context("spawn").Pool(CORES)
        self.ensemble(0, CORES)

    def single(self, seed: int) -> Statistics:
        """One history on one core."""
        return play_agents(seed, self.buyers)

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Histories shared among processes."""
        tasks = [(run, self.buyers) for run in range(first, first + runs)]
        return self.pool.starmap(play_agents, tasks, chunksize=1)


def same_bits(one: list[Statistics], other: list[Statistics]) -> bool:
    """Whether two lists of worlds are equal to the last bit, also where they hold no number."""
    return np.array(one).tobytes() == np.array(other).tobytes()
