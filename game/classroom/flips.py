"""The fan of futures of a class's game, and pairs of futures in which a decision is another one."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from agents.ensemble import play_many
from agents.levers import INDEX, LEVERS, Lever, positions
from agents.plan import Plan
from game.analysis.metrics import Metric, known_metrics, recorded_places
from game.classroom.played import Played, opening, plan_of, play, take_seats
from game.classroom.results import plain
from game.classroom.worlds import Levers, Moves, Setup, WorldError
from game.views.moves import share_of

QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
FIRST_RUN = 1  # run 0 is the game itself
BINS = 24
OWN, OTHER = "own", "other"


def fan(setup: Setup, rounds: tuple[Moves, ...], runs: int) -> dict[str, Any]:
    """The answer of `worlds.futures`."""
    game = play(setup, rounds)
    last = game.now - 1 if game.over else game.scenario.end
    record, _ = play_many(
        game.row, game.plan, setup.seed, runs, first=game.now, last=last, first_run=FIRST_RUN,
        places=recorded_places(),
    )  # fmt: skip
    found = {
        "runs": runs,
        "first": game.now,
        "last": last,
        "quantiles": QUANTILES,
        "metrics": {one.key: _paths(one.read(record)) for one in known_metrics()},
    }
    return dict(plain(found))


# ---- pairs


@dataclass(frozen=True)
class Side:
    """Futures of one world: what they start from, and what is ordered in them.

    `moves` are those of the rounds from the first that differs. Shape: row (width,).
    """

    past: Played
    row: np.ndarray
    plan: Plan
    moves: tuple[Moves, ...]

    def stretches(self, last: int) -> list[tuple[int, int, Moves]]:
        """Quarters that can be played in one go, since the same teams are there: the first round
        alone, then as many as possible."""
        length, begin = self.past.setup.quarters, self.past.now
        starts = [(begin, self.moves[0])]
        for number, moves in enumerate((*self.moves[1:], self.moves[-1]), start=1):
            if number == 1 or moves.autopilot != starts[-1][1].autopilot:
                starts.append((begin + number * length, moves))
        ends = [quarter - 1 for quarter, _ in starts[1:]] + [last]
        found = [(q, min(end, last), m) for (q, m), end in zip(starts, ends, strict=True)]
        return [stretch for stretch in found if stretch[0] <= last]


@dataclass(frozen=True)
class Futures:
    """Futures of a world, played: outcomes, levers after the first round, and the last worlds.

    Shapes: record (runs, quarters, recorded outcomes), levers (runs, levers), rows (runs, width).
    """

    record: np.ndarray
    levers: np.ndarray
    rows: np.ndarray


def play_side(side: Side, runs: int, last: int) -> Futures:
    """Play a world on in so many futures; future k has the luck of run k, whatever is ordered."""
    setup, rows = side.past.setup, side.row[None].copy()
    records: list[np.ndarray] = []
    levers = np.empty((0, 0))
    for first, until, moves in side.stretches(last):
        take_seats(rows, side.past, moves)
        record, worlds = play_many(
            rows, side.plan, setup.seed, runs, first=first, last=until, first_run=FIRST_RUN,
            keep_worlds=True, one_each=len(rows) > 1, places=recorded_places(),
        )  # fmt: skip
        assert worlds is not None
        if not records:
            levers = worlds[:, positions(setup.buyers)]
        records.append(record)
        rows = worlds
    return Futures(np.concatenate(records, axis=1), levers, rows)


def sides(
    setup: Setup,
    rounds: tuple[Moves, ...],
    changed: tuple[Moves, ...] | None,
    assumptions: Levers = (),
) -> tuple[Side, Side]:
    """The class's game and the changed one where they part.

    Raises: WorldError, see `worlds.flip`.
    """
    if changed is not None and len(changed) != len(rounds):
        raise WorldError(f"a changed game needs {len(rounds)} rounds, not {len(changed)}")
    begin = 0
    if changed is not None and rounds:
        pairs = enumerate(zip(rounds, changed, strict=True))
        begin = next((i for i, (own, other) in pairs if own != other), len(rounds) - 1)
    past = play(setup, rounds[:begin], assumptions)
    if past.over:
        raise WorldError(f"the game was over before round {begin + 1}")
    plan, moves = plan_of(setup, rounds), rounds[begin:] or (Moves(),)
    own = Side(past, past.row, plan, moves)
    if changed is None:
        row = opening(setup, assumptions, controls=False)
        return own, Side(past, row, past.scenario.twin_plan(plan), moves)
    return own, Side(past, past.row, plan_of(setup, changed), changed[begin:] or moves)


def compare(
    setup: Setup,
    rounds: tuple[Moves, ...],
    changed: tuple[Moves, ...] | None,
    runs: int,
    last: int | None,
    assumptions: Levers = (),
) -> dict[str, Any]:
    """The answer of `worlds.flip`."""
    own, other = sides(setup, rounds, changed, assumptions)
    first = own.past.now
    until = own.past.scenario.end if last is None else min(last, own.past.scenario.end)
    if until < first:
        raise WorldError("the games part only after the last quarter that is asked for")
    played = play_side(own, runs, until), play_side(other, runs, until)
    rounds_end = own.past.scenario.start + len(rounds) * setup.quarters - 1
    place = min(max(rounds_end, first), until) - first
    found = {
        "runs": runs,
        "first": first,
        "last": until,
        "quantiles": QUANTILES,
        "metrics": {one.key: _metric(one, played, first, place) for one in known_metrics()},
        "backfire": _backfire((own, other), played),
    }
    return dict(plain(found))


def _metric(
    metric: Metric, played: tuple[Futures, Futures], first: int, rounds_end: int
) -> dict[str, Any]:
    """One metric of both worlds; `rounds_end` counts quarters from the first."""
    own, other = (metric.read(side.record) for side in played)
    change = own - other
    counts, edges = _histogram(change[:, -1])
    return {
        "better": metric.better,
        **_spread(change[:, -1]),
        "histogram": {"edges": edges, "counts": counts},
        "rounds_end": {"quarter": first + rounds_end, **_spread(change[:, rounds_end])},
        OWN: _paths(own),
        OTHER: _paths(other),
    }


def _histogram(change: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts and edges of bins; differences that are equal but for rounding fall into one bin.

    The outermost hundredths are counted in the outermost bins: one odd pair would else leave all
    others in a single bin. Shape: (runs,).
    """
    low, high = (float(end) for end in np.quantile(change, (0.01, 0.99)))
    if high - low <= 1e-9 * max(abs(low), abs(high), 1.0):
        low, high = low - 0.5, high + 0.5
    return np.histogram(np.clip(change, low, high), BINS, (low, high))


def _spread(change: np.ndarray) -> dict[str, float]:
    """The middle and the width of differences. Shape: (runs,)."""
    low, middle, high = np.quantile(change, (0.1, 0.5, 0.9))
    return {"median": middle, "p10": low, "p90": high, "share_above": _share_above(change)}


def _share_above(change: np.ndarray) -> float:
    return float((change > 0.0).mean() + 0.5 * (change == 0.0).mean())


def _paths(values: np.ndarray) -> list[list[float]]:
    """Quantiles by quarter, with as many digits as a drawing needs. Shape: (runs, quarters)."""
    return [[float(f"{x:.6g}") for x in line] for line in np.quantile(values, QUANTILES, axis=0)]


# ---- whether a control backfires


def _backfire(pair: tuple[Side, Side], played: tuple[Futures, Futures]) -> dict[str, Any] | None:
    """How often the target ends better with the stricter controls than without them."""
    levers = [lever for lever in _changed(*pair) if lever.control]
    strict = [
        sum(_strictness(lever, side.levers[:, INDEX[lever.key]]) for lever in levers)
        for side in played
    ]
    if not levers or abs(strict[0] - strict[1]) < 1e-9:
        return None
    own_is_stricter = strict[0] > strict[1]
    with_move, without = played if own_is_stricter else (played[1], played[0])
    return {
        "levers": [lever.key for lever in levers],
        "with_move": OWN if own_is_stricter else OTHER,
        "share": {
            one.key: _share_above(
                one.better * (one.read(without.record)[:, -1] - one.read(with_move.record)[:, -1])
            )
            for one in known_metrics()
            if one.better
        },
    }


def _changed(own: Side, other: Side) -> list[Lever]:
    """The levers that are ordered otherwise, or decided by somebody else."""
    since = own.past.now - own.plan.start
    mine, theirs = (side.plan.values[since:] for side in (own, other))
    same = ((mine == theirs) | (np.isnan(mine) & np.isnan(theirs))).all(axis=0)
    away = [
        {seat for seat, _, _ in moves.autopilot} ^ {seat for seat, _, _ in changed.autopilot}
        for moves, changed in zip(own.moves, other.moves, strict=True)
    ]
    swapped = set().union(*away)
    return [
        lever for lever in LEVERS.values()
        if not same[INDEX[lever.key]] or lever.actor in swapped
    ]  # fmt: skip


def _strictness(lever: Lever, stands: np.ndarray) -> float:
    """How far a control stands on its way from off to a total cut-off, on average: 0 to 1.

    A lever whose two ends are the same, as the link threshold's, says nothing. Shape: (runs,).
    """
    off, cutoff = share_of(lever, lever.off), share_of(lever, lever.cutoff)
    if off == cutoff:
        return 0.0
    values, counts = np.unique(stands, return_counts=True)
    shares = [(share_of(lever, value) - off) / (cutoff - off) for value in values]
    return float(np.average(shares, weights=counts))
