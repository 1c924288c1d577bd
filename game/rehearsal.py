"""Plans tried side by side: the same world, the same luck, a few quarters of the compiled kernel.

The runs are numbered from 1: run 0 is the game itself, and a rehearsal must not show what will
happen. Work for `Forecaster.ask`, never for a frame.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from agents import ensemble
from agents.names import MARKET_CN
from agents.plan import Plan
from agents.state import World, buyers_of, layout
from game.session import Session

RUNS = 24
QUARTERS = 4
FIRST_RUN = 1

Stop = Callable[[], bool]


@dataclass(frozen=True)
class Question:
    """A world as it stands, and the plans to be tried from the quarter to be played."""

    row: np.ndarray
    plans: Mapping[str, Plan]
    seed: int
    first: int
    last: int


@dataclass(frozen=True)
class Played:
    """One plan's futures. Shapes: rows (runs, width); compute (runs,), sums over the quarters.

    `compute` is what China's buyers can newly use: chips delivered, each weighed by the maturity of
    its software as laboratories weigh it, smuggled ones included, and compute rented abroad.
    Units: EFLOP/s. `revenue` is the sender firms', bn USD.
    """

    rows: np.ndarray
    compute: np.ndarray
    revenue: np.ndarray


def question(session: Session, plans: Mapping[str, Plan], quarters: int = QUARTERS) -> Question:
    """The question that fits a game as it stands; fewer quarters where fewer are left."""
    last = min(session.now + quarters - 1, session.scenario.end)
    return Question(session.row.copy(), dict(plans), session.setup.seed, session.now, last)


def rehearse(ask: Question, stop: Stop, runs: int = RUNS) -> dict[str, Played] | None:
    """Play every plan with equal luck; None if it is to stop."""
    played = {}
    for name, plan in ask.plans.items():
        if stop():
            return None
        played[name] = _play(ask, plan, runs)
    return played


def _play(ask: Question, plan: Plan, runs: int) -> Played:
    rows = np.repeat(ask.row[None, :], runs, axis=0)
    numbers = np.arange(FIRST_RUN, FIRST_RUN + runs, dtype=np.int64)
    views = layout(buyers_of(rows)).views(rows)
    compute, revenue = np.zeros(runs), np.zeros(runs)
    for quarter in range(ask.first, ask.last + 1):
        ensemble.play(rows, plan, ask.seed, numbers, quarter, quarter)
        compute += new_compute(views)
        revenue += views.outcome["sender_revenue"][:, 0]
    return Played(rows, compute, revenue)


def new_compute(views: World) -> np.ndarray:
    """What China's buyers could newly use in the quarter just played. Shape: (worlds,) EFLOP/s."""
    market = views.markets[:, MARKET_CN]
    fit = 0.25 + 0.75 * views.designers["software"]
    return np.asarray((market["compute_new"] * fit).sum(axis=1) + market["rented"])
