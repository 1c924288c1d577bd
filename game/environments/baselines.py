"""What a learner is compared with: the seat's own mind, and a seat that gives no order."""

from dataclasses import replace

import numpy as np

from game.environments.worlds import Game, Worlds

TOGETHER = 512  # worlds in memory at a time


def minds_score(game: Game, runs: np.ndarray, threads: int = 1) -> np.ndarray:
    """Mean points of the first seat of a game, its mind playing. Shape of both: (runs,).

    Who leads the other seats, the luck and the parameters of a run are those that learners meet.
    """
    return _played_out(replace(game, held=False), runs, threads)


def idle_score(game: Game, runs: np.ndarray, threads: int = 1) -> np.ndarray:
    """The same of a seat that is held and given no order; the recorded path goes on as it was."""
    return _played_out(game, runs, threads)


def _played_out(game: Game, runs: np.ndarray, threads: int) -> np.ndarray:
    found = []
    for begin in range(0, len(runs), TOGETHER):
        part = runs[begin : begin + TOGETHER]
        worlds = Worlds(game, len(part), threads=threads)
        everywhere = np.arange(len(part))
        worlds.open(everywhere, part)
        worlds.step(everywhere, quarters=game.quarters)
        found.append(worlds.points(game.seats[0], everywhere).mean(axis=1))
        worlds.close()
    return np.concatenate(found)
