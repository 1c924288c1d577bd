"""The game beside its ghost, the world without controls, over many pairs with the same luck.

Five lines over time: denial, autonomy, sender's cost, and the months that the lead was lengthened
by, in chips and in AI. Autonomy is a stress test: both worlds are cut off for a year, every year.
"""

from dataclasses import dataclass

import numpy as np

from agents.ensemble import play_many
from agents.history import columns
from agents.plan import Plan
from game.debrief.record import Record, Stop, bands, replay
from game.language import mark

PAIRS = 500
STRESS_PAIRS = 100
YEAR = 4
# Months by which a lead must be shorter to count: what rounding alone may do is left out.
LEAST = 0.1
LINES = (
    ("denial", mark("Denial"), mark("Share of usable computing kept from China"), "percent"),
    ("autonomy", mark("Autonomy gained"),
     mark("What a total cut-off would leave China, against no controls"),
     "percent"),
    ("cost", mark("Sender's cost"),
     mark("Share of a year's sales lost by US and allied firms"), "percent"),
    ("chip_lead", mark("Chip lead gained"),
     mark("Months by which the lead in chips is longer"), "number"),
    ("ai_lead", mark("AI lead gained"),
     mark("Months by which the lead in AI is longer"), "number"),
)  # fmt: skip
LEADS = ("chip_lead", "ai_lead")
_NEEDED = ("compute_market[CN]", "sender_revenue", "gap_months", "ai_gap_months")
_FLOW = ("new_compute", "new_compute_share")


@dataclass(frozen=True)
class Line:
    """A difference of two worlds over time. Shapes: quarters and own (n,), band (3, n)."""

    quarters: np.ndarray
    own: np.ndarray
    band: np.ndarray


@dataclass(frozen=True)
class Backfire:
    """When a lead became shorter than in the ghost world, four quarters running.

    `own` is the quarter in the game itself, or -1; `chance` the share of pairs in which it came;
    `dates` their 5%, 50% and 95% points, or nothing if there are none.
    """

    own: int
    chance: float
    dates: tuple[int, int, int] | None


@dataclass(frozen=True)
class Ghost:
    """The five lines by key, the backfire of either lead, and on how many pairs they rest."""

    lines: dict[str, Line]
    backfire: dict[str, Backfire]
    pairs: int
    stress_pairs: int


def ghost(
    record: Record, pairs: int = PAIRS, stress_pairs: int = STRESS_PAIRS, stop: Stop | None = None
) -> Ghost:
    """Compare the game with its ghost."""
    with_controls = replay(record, record.rows[0], record.plan, pairs, stop=stop)
    without = replay(record, record.twin_rows[0], record.twin_plan, pairs, stop=stop)
    places = [columns()[name].place for name in _NEEDED]
    compute, sales, chips, models = (with_controls[:, :, p] for p in places)
    compute_0, sales_0, chips_0, models_0 = (without[:, :, p] for p in places)
    quarters = np.arange(record.first, record.last + 1)
    differences = {
        "denial": 1.0 - compute / np.maximum(compute_0, 1e-9),
        "cost": 1.0 - _trailing(sales) / np.maximum(_trailing(sales_0), 1e-9),
        "chip_lead": chips - chips_0,
        "ai_lead": models - models_0,
    }
    lines = {key: Line(quarters, d[0], bands(d)) for key, d in differences.items()}
    lines["autonomy"] = stress(record, stress_pairs, stop)
    found = {key: backfire(differences[key], record.first) for key in LEADS}
    return Ghost(lines, found, pairs, stress_pairs)


def _trailing(values: np.ndarray) -> np.ndarray:
    """Sums over the last year, or over what there is of it. Shape: as values."""
    total = np.cumsum(values, axis=1)
    total[:, YEAR:] = total[:, YEAR:] - total[:, :-YEAR].copy()
    return total


def backfire(gained: np.ndarray, first: int) -> Backfire:
    """The first of four quarters running in which a lead is shorter. Shape: (pairs, quarters)."""
    shorter = gained < -LEAST
    if shorter.shape[1] < YEAR:
        return Backfire(-1, 0.0, None)
    windows = np.lib.stride_tricks.sliding_window_view(shorter, YEAR, axis=1)
    spells: np.ndarray = np.all(windows, axis=2)
    happened: np.ndarray = np.any(spells, axis=1)
    dates = first + spells.argmax(axis=1)
    own = int(dates[0]) if happened[0] else -1
    if not happened.any():
        return Backfire(own, 0.0, None)
    low, middle, high = np.percentile(dates[happened], [5, 50, 95], method="nearest")
    return Backfire(own, float(happened.mean()), (int(low), int(middle), int(high)))


# ---- the stress test


def stress(record: Record, pairs: int, stop: Stop | None = None) -> Line:
    """New computing left to China in a year of total cut-off, as a share; less without controls."""
    kept = [
        _kept(record, rows[0], plan, pairs, stop)
        for rows, plan in (
            (record.rows, record.plan),
            (record.twin_rows, record.twin_plan),
        )
    ]
    dates = stress_dates(record)
    gained = kept[0] - kept[1]
    if not dates:
        return Line(np.array([]), np.array([]), np.zeros((3, 0)))
    return Line(np.array(dates), gained[0], bands(gained))


def stress_dates(record: Record) -> list[int]:
    """The quarters before which everything is cut off: yearly, with a year left to play."""
    return list(range(record.first, record.last - YEAR + 2, YEAR))


def _kept(record: Record, row: np.ndarray, plan: Plan, pairs: int, stop: Stop | None) -> np.ndarray:
    """Share of a year's new computing that is left under a cut-off. Shape: (pairs, dates)."""
    rows = np.repeat(row[None], pairs, axis=0)
    found = []
    for date in stress_dates(record):
        free, after = _year(record, rows, plan, date, stop)
        cut, _ = _year(record, rows, plan.cut_off(date), date, stop)
        found.append(np.clip(cut / np.maximum(free, 1e-9), 0.0, 1.0))
        rows = after
    return np.array(found).T if found else np.zeros((pairs, 0))


def _year(
    record: Record, rows: np.ndarray, plan: Plan, first: int, stop: Stop | None
) -> tuple[np.ndarray, np.ndarray]:
    """China's new computing in a year, and the worlds after it. Shape: (pairs,), (pairs, width)."""
    places = [columns()[name].place for name in _FLOW]
    values, worlds = play_many(
        rows,
        plan,
        record.seed,
        len(rows),
        first=first,
        last=first + YEAR - 1,
        keep_worlds=True,
        one_each=True,
        places=np.array(places),
        stop=stop,
    )
    assert worlds is not None
    return (values[:, :, 0] * values[:, :, 1]).sum(axis=1), worlds
