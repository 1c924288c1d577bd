"""One game in play: the world, the orders, the log, undo, and the twin world without controls.

A game is a pure function of (opening, orders, seed). The live world runs as ordinary Python, so
that play needs no compiler; the kernel gives the same history from the same plan.
"""

import copy
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from agents import kernel_cache
from agents.characters import SHUFFLED, cast, lead
from agents.ecosystem import Ecosystem
from agents.history import History
from agents.levers import ACTORS, INDEX, LEVERS, positions
from agents.plan import Order, OrderError, Plan, check_order, find_lever
from agents.scenario import Scenario, load
from agents.state import layout
from game import gamelog
from game.costs import NO_COST, Cost, Scales
from game.diskfile import append_file, replace_file
from game.figures import quarter_short
from game.gamelog import Ended, Entry, Scheduled, SessionError, Setup, Undone
from game.language import tr
from game.opening import open_world
from game.predictions import Predicted
from game.seats import check_held, check_seat

__all__ = ["Proposal", "Session", "SessionError", "Setup", "Turn", "checksum"]


def checksum(row: np.ndarray) -> str:
    """Sixteen hexadecimal digits over every bit of a world."""
    return hashlib.sha256(np.ascontiguousarray(row).tobytes()).hexdigest()[:16]


@dataclass(frozen=True)
class Proposal:
    """An order that is not law yet, what is law now, and what the order costs this quarter."""

    order: Order
    law: float
    cost: Cost


@dataclass(frozen=True)
class Turn:
    """A quarter that was ended: which orders became law, and the checksums of both worlds after."""

    quarter: int
    orders: tuple[Order, ...]
    checksum: str
    twin_checksum: str


class Session:
    """A game in play. `rows[i]` is the world after i quarters, `twin_rows[i]` its twin.

    With `autosave` every ended quarter is on disk before `end_quarter` returns.
    Raises: SessionError or OrderError, each a sentence; the game is then unchanged.
    """

    def __init__(
        self, setup: Setup, orders: Iterable[Order] = (), *, autosave: Path | None = None
    ) -> None:
        self.setup = setup
        self.scenario: Scenario = load(setup.scenario)
        check_seat(self.scenario, setup.seat)
        self.plan = self.scenario.base_plan()
        opening = open_world(self.scenario, setup.buyers, seat=setup.seat)
        other = open_world(self.scenario, setup.buyers, controls=False, seat=setup.seat)
        if setup.characters == SHUFFLED:
            for row in (opening.row, other.row):
                lead(row, cast(setup.seed, setup.seat), setup.buyers)
        self.past, self.twin_past = opening.past, other.past
        self.past_start = opening.past_start
        self.rows: list[np.ndarray] = [opening.row]
        self.twin_rows: list[np.ndarray] = [other.row]
        self.world = Ecosystem(opening.row, self.plan, setup.seed)
        self.twin = Ecosystem(other.row, self.twin_plan(), setup.seed)
        self.turns: list[Turn] = []
        self.entries: list[Entry] = []
        self.notice = ""
        self.autosave: Path | None = None
        self._unsaved = False
        self._past_only = False
        self._plans: list[np.ndarray] = []
        self._pending: dict[tuple[str, int], Order] = {}
        self._scales = Scales(opening.row, self.plan, setup.seat)
        self._costs: dict[tuple[Order, ...], Cost] = {}
        for order in orders:
            self.propose(order)
        if autosave is not None:
            self.start_log(autosave)

    # ---- where the game stands

    @property
    def seat(self) -> str:
        """The seat held."""
        return self.setup.seat

    @property
    def now(self) -> int:
        """The quarter to be played next, counted from 2018Q1; past the end when it is over."""
        return self.scenario.start + len(self.turns)

    @property
    def over(self) -> bool:
        """Whether the last quarter has been played, or the game has ended before its time."""
        return self.now > self.scenario.end or self.ending > 0

    @property
    def ending(self) -> int:
        """How the game has ended before its time (`agents.names` ENDING_...), or 0."""
        return int(self.row[layout(self.setup.buyers).position("outcome", 0, "ending")])

    @property
    def row(self) -> np.ndarray:
        """The world as it stands."""
        return self.rows[-1]

    @property
    def twin_row(self) -> np.ndarray:
        """The twin world as it stands."""
        return self.twin_rows[-1]

    @property
    def history(self) -> History:
        """Outcomes of the quarters played, as one run."""
        return self._history(self.rows)

    @property
    def twin_history(self) -> History:
        """Outcomes of the twin, as one run."""
        return self._history(self.twin_rows)

    def _history(self, rows: list[np.ndarray]) -> History:
        where = layout(self.setup.buyers)
        begin, width = where.start["outcome"], where.kinds["outcome"].width
        values = np.empty((1, len(rows) - 1, width))
        for i, row in enumerate(rows[1:]):
            values[0, i] = row[begin : begin + width]
        return History(self.scenario.start, values)

    def twin_plan(self, plan: Plan | None = None) -> Plan:
        """The plan of the world without controls; it answers what is asked there as here.

        Where the twin's seat has another dilemma open, or none, an answer given here says nothing.
        """
        twin = self.scenario.twin_plan(self.plan if plan is None else plan)
        key = f"{self.seat}.answer"
        if key in INDEX:
            place = layout(self.setup.buyers).position(*ACTORS[self.seat], "dilemma")
            for index, (row, other) in enumerate(zip(self.rows, self.twin_rows, strict=True)):
                if index < twin.quarters and row[place : place + 1].tobytes() != (
                    other[place : place + 1].tobytes()
                ):
                    twin.values[index, INDEX[key]] = np.nan
        return twin

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plan as it stood when each quarter so far, and the open one, was about to begin."""
        start, quarters = self.plan.start, self.plan.quarters
        before = [Plan(start, quarters, values) for values in self._plans]
        return (*before, self.plan.copy())

    def law(self, lever: str) -> float:
        """Where a lever stands unless somebody changes it: the plan of this quarter, or the world.

        Raises: OrderError naming the nearest lever if there is none of that key.
        """
        find_lever(lever)
        if not self.over:
            planned = self.plan.values[self.now - self.plan.start, INDEX[lever]]
            if planned == planned:
                return float(planned)
        return float(self.row[positions(self.setup.buyers)[INDEX[lever]]])

    # ---- proposals

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Orders that are not law yet, by quarter, with what each alone would cost."""
        waiting = sorted(self._pending.values(), key=lambda o: (o.quarter, INDEX[o.lever]))
        return tuple(
            Proposal(order, self.law(order.lever), self._cost((order,))) for order in waiting
        )

    @property
    def cost(self) -> Cost:
        """What this quarter's proposals cost together."""
        due = tuple(o for o in self._pending.values() if o.quarter == self.now)
        return self._cost(due)

    def _cost(self, orders: tuple[Order, ...]) -> Cost:
        if not orders or self.over:
            return NO_COST
        if orders not in self._costs:
            laws = {lever: self.law(lever) for lever in LEVERS}
            self._costs[orders] = self._scales.weigh(orders, laws)
        return self._costs[orders]

    def order(self, lever: str, value: float, quarter: int | None = None) -> Order:
        """An order of the seat held, for this quarter unless another is named."""
        return Order(self.seat, lever, value, self.now if quarter is None else quarter)

    def as_of(self, quarters: int) -> Self:
        """The game as it stood after so many of its quarters, to be looked at only.

        What became law in the quarter that followed is on the table.
        Raises: SessionError if it has not been played so far.
        """
        if not 0 <= quarters <= len(self.turns):
            raise SessionError(
                tr(
                    "{n} quarters have been played, not {wanted}",
                    n=len(self.turns),
                    wanted=quarters,
                )
            )
        past = copy.copy(self)
        past.rows, past.twin_rows = self.rows[: quarters + 1], self.twin_rows[: quarters + 1]
        past.turns = self.turns[:quarters]
        past.plan = self.plan.copy()
        past._pending, past._costs, past.autosave, past._past_only = {}, {}, None, True
        if quarters < len(self.turns):
            past.plan.values[:] = self._plans[quarters]
            past._pending = {(o.lever, o.quarter): o for o in self.turns[quarters].orders}
        past._plans = self._plans[:quarters]
        past.entries = [one for one in self.forecasts if one.made <= past.now]
        past._scales = Scales(past.row, past.plan, self.seat)
        return past

    def _refuse_if_past(self) -> None:
        if self._past_only:
            raise SessionError(tr("this is a look back; play on from here to change what follows"))

    def check(self, order: Order) -> Order:
        """The order if it can be given now. Raises: OrderError or SessionError, a sentence."""
        self._refuse_if_past()
        if self.over:
            last = quarter_short(self.now - 1)
            raise SessionError(tr("the game ended with {last}; no orders are taken", last=last))
        check_held(order.lever, self.seat)
        check_order(order, self.scenario.start, self.scenario.end)
        if order.quarter < self.now:
            raise OrderError(
                tr(
                    "{quarter} is over; the nearest quarter for an order is {now}",
                    quarter=quarter_short(order.quarter),
                    now=quarter_short(self.now),
                )
            )
        return order

    def propose(self, order: Order) -> None:
        """Put an order on the table; it becomes law when its quarter is ended.

        A proposal of what is law anyhow withdraws the proposal.
        """
        self.check(order)
        key = (order.lever, order.quarter)
        if order.quarter == self.now and self._is_law(order):
            self._pending.pop(key, None)
        else:
            self._pending[key] = order

    def _is_law(self, order: Order) -> bool:
        """Whether an order would change nothing, now or later."""
        later = self.plan.values[self.now - self.plan.start :, INDEX[order.lever]]
        steady = bool(np.all(np.isnan(later) | (later == order.value)))
        return steady and order.value == self.law(order.lever)

    def withdraw(self, lever: str, quarter: int | None = None) -> None:
        """Take a proposal back; nothing happens if there is none."""
        self._pending.pop((lever, self.now if quarter is None else quarter), None)

    def withdraw_all(self) -> None:
        """Take every proposal back."""
        self._pending.clear()

    def proposed_plan(self) -> Plan:
        """The plan as it would be with every proposal."""
        plan = self.plan.copy()
        for order in sorted(self._pending.values(), key=lambda o: o.quarter):
            plan.set(order)
        return plan

    # ---- moves

    def end_quarter(self) -> Turn:
        """Make this quarter's proposals law, play the quarter in both worlds, and log it."""
        self._refuse_if_past()
        if self.over:
            last = quarter_short(self.now - 1)
            raise SessionError(tr("the game ended with {last}", last=last))
        quarter = self.now
        due = tuple(proposal.order for proposal in self.proposals)
        due = tuple(order for order in due if order.quarter == quarter)
        self._plans.append(self.plan.values.copy())
        for order in due:
            self.plan.set(order)
            del self._pending[order.lever, order.quarter]
        self.twin.plan = self.twin_plan()
        self.world.step()
        self.twin.step()
        self.rows.append(self.world.freeze())
        self.twin_rows.append(self.twin.freeze())
        turn = Turn(quarter, due, checksum(self.row), checksum(self.twin_row))
        self.turns.append(turn)
        self._moved()
        ended = Ended(quarter, turn.checksum, turn.twin_checksum, self.over)
        self._record([*due, ended, *self._waiting()])
        return turn

    def undo(self) -> None:
        """Take the last quarter back; only in a sandbox. Its orders are proposals again."""
        self._refuse_if_past()
        if not self.setup.sandbox:
            raise SessionError(
                tr("moves are kept in this game; start a sandbox to be able to take quarters back")
            )
        if not self.turns:
            raise SessionError(tr("this is the first quarter; there is nothing to take back"))
        turn = self.turns.pop()
        self.rows.pop()
        self.twin_rows.pop()
        self.plan.values[:] = self._plans.pop()
        self.world.thaw(self.row)
        self.twin.thaw(self.twin_row)
        self._moved()
        self._pending = {(order.lever, order.quarter): order for order in turn.orders} | {
            key: order for key, order in self._pending.items() if order.quarter > turn.quarter
        }
        self._record([Undone(turn.quarter), *self._waiting()])

    def _moved(self) -> None:
        self._costs.clear()
        self._scales.take(self.row)

    def _waiting(self) -> list[Entry]:
        orders = tuple(self._pending.values())
        return [Scheduled(orders)] if orders else []

    # ---- forecasts

    def predict(self, *forecasts: Predicted) -> None:
        """Note forecasts of this quarter in the log; they change nothing in the world.

        Raises: SessionError, a sentence; nothing is noted then.
        """
        self._refuse_if_past()
        if self.over:
            raise SessionError(tr("the game is over; there is nothing left to predict"))
        for forecast in forecasts:
            if forecast.problem():
                raise SessionError(forecast.problem())
            if forecast.made != self.now or forecast.target > self.scenario.end:
                raise SessionError(
                    tr(
                        "a forecast is made in {now} for a quarter up to {last}",
                        now=quarter_short(self.now),
                        last=quarter_short(self.scenario.end),
                    )
                )
        known = set(self.entries)
        fresh: list[Entry] = [forecast for forecast in forecasts if forecast not in known]
        if fresh:
            self._record(fresh)

    @property
    def forecasts(self) -> tuple[Predicted, ...]:
        """Forecasts that stand: the last of each question, without those of undone quarters."""
        standing: dict[tuple[int, str, str, int], Predicted] = {}
        for entry in self.entries:
            if isinstance(entry, Predicted):
                standing.pop(entry.key, None)
                standing[entry.key] = entry
            elif isinstance(entry, Undone):
                standing = {key: one for key, one in standing.items() if key[0] <= entry.quarter}
        return tuple(standing.values())

    # ---- the log

    def log_lines(self) -> list[dict[str, Any]]:
        """The whole log, with what is on the table as a last line."""
        entries = [*self.entries, *self._waiting()]
        header = gamelog.write_header(self.setup, kernel_cache.model_version())
        return [header, *(gamelog.write_entry(entry) for entry in entries)]

    def save(self, path: Path) -> None:
        """Write the game as a whole; an iron game is written to its own file only.

        Raises: SessionError; an older file is then untouched.
        """
        if self.setup.iron and self.autosave not in (None, path):
            raise SessionError(tr("this game is kept in one place only; no copy is made of it"))
        try:
            replace_file(path, gamelog.to_bytes(self.log_lines()))
        except OSError as error:
            why = error.strerror or error
            raise SessionError(
                tr("{path}: cannot be written ({why})", path=path, why=why)
            ) from None

    def start_log(self, path: Path) -> None:
        """Save every quarter to a new file from now on. Raises: SessionError if it exists."""
        if path.exists():
            raise SessionError(
                tr("{path} exists; choose another name, or load it to play on", path=path)
            )
        self.save(path)
        self.autosave = path

    def _record(self, entries: list[Entry]) -> None:
        """Keep entries; they are on disk when this returns, or `notice` says why not."""
        self.entries.extend(e for e in entries if not isinstance(e, Scheduled))
        if self.autosave is None:
            return
        try:
            if self._unsaved:
                self.save(self.autosave)
                self._unsaved, self.notice = False, ""
            else:
                lines = (gamelog.write_entry(entry) for entry in entries)
                append_file(self.autosave, gamelog.to_bytes(lines))
        except (OSError, SessionError) as error:
            self._unsaved = True
            self.notice = tr(
                "Not saved: {error}. The game goes on; it is saved again next quarter.",
                error=error,
            )
