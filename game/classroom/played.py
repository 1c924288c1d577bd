"""The worlds of a class's game so far, as they follow from its setup and the moves of its rounds.

Run 0 of the seed is the game's own luck. A world is never changed: each round plays copies on.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from agents import ensemble
from agents.history import History
from agents.levers import ACTORS, INDEX, LEVERS, of_seat
from agents.names import TRAITS
from agents.parameters import PARAMETERS
from agents.plan import Order, Plan, check_order, find_lever
from agents.scenario import Scenario, hold_seat, load, open_row
from agents.state import layout
from game.classroom.worlds import Levers, Moves, Setup, WorldError
from game.seats import check_seat
from game.views.worlds import outcomes_of

GAME_RUN = 0
PLAIN_TRAIT = 0.5
REMEMBERED = 64  # games so far: some classes of six worlds


@dataclass(frozen=True, eq=False)
class Played:
    """A game so far. `rows[i]` is the world after i quarters, `twin_rows[i]` its twin's.

    `plan` is what is ordered after the last of the `rounds`.
    """

    setup: Setup
    rounds: tuple[Moves, ...]
    rows: tuple[np.ndarray, ...]
    twin_rows: tuple[np.ndarray, ...]
    plan: Plan

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return load(self.setup.scenario)

    @property
    def now(self) -> int:
        """The quarter to be played next, counted from 2018Q1."""
        return self.scenario.start + len(self.rows) - 1

    @property
    def row(self) -> np.ndarray:
        """The world as it stands. Shape: (width,)."""
        return self.rows[-1]

    @property
    def ended(self) -> int:
        """How the game has ended before its time (`agents.names` ENDING_...), or 0."""
        return ending(self.row, self.setup.buyers)

    @property
    def over(self) -> bool:
        """Whether no quarter is left to play."""
        return self.now > self.scenario.end or self.ended > 0

    @cached_property
    def history(self) -> History:
        """Outcomes of the quarters played, as one run; before the first those of the opening."""
        rows = self.rows[1:] or self.rows
        return History(self.now - len(rows), outcomes_of(np.stack(rows))[None])


def ending(row: np.ndarray, buyers: int) -> int:
    """How a world has ended before its time, or 0. Shape: (width,)."""
    return int(row[layout(buyers).position("outcome", 0, "ending")])


@lru_cache(maxsize=REMEMBERED)
def play(setup: Setup, rounds: tuple[Moves, ...], assumptions: Levers = ()) -> Played:
    """The game after some rounds; a round after its end plays nothing.

    Raises: WorldError or OrderError for moves that cannot be made.
    """
    plan = plan_of(setup, rounds)
    if not rounds:
        row, other = (opening(setup, assumptions, controls=on) for on in (True, False))
        return Played(setup, (), (row,), (other,), plan)
    before = play(setup, rounds[:-1], assumptions)
    first, scenario = before.now, before.scenario
    if before.over:
        return Played(setup, rounds, before.rows, before.twin_rows, before.plan)
    last = min(first + setup.quarters - 1, scenario.end)
    starts = [began(game[-1], before, rounds[-1]) for game in (before.rows, before.twin_rows)]
    own = _advance(starts[0], plan, setup, first, last)
    own = own[: next((i for i, row in enumerate(own, 1) if ending(row, setup.buyers)), len(own))]
    twin = _advance(starts[1], scenario.twin_plan(plan), setup, first, first + len(own) - 1)
    rows, twin_rows = (*before.rows, *own), (*before.twin_rows, *twin)
    return Played(setup, rounds, rows, twin_rows, plan)


def opening(setup: Setup, assumptions: Levers = (), *, controls: bool = True) -> np.ndarray:
    """The world before the first round, its teams' seats held. Shape: (width,).

    Raises: WorldError or SessionError for a seat, a lever or a parameter that does not exist.
    """
    scenario = load(setup.scenario)
    for name, value in assumptions:
        _check_parameter(name, value)
    row = open_row(scenario, setup.buyers, controls=controls, values=dict(assumptions))
    for seat in setup.seats:
        check_seat(scenario, seat)
        hold_seat(row, seat, setup.buyers)
    return row


def _check_parameter(name: str, value: float) -> None:
    known = next((one for one in PARAMETERS if one.name == name), None)
    if known is None:
        raise WorldError(f"the rules have no parameter '{name}'")
    if not known.low <= value <= known.high:
        raise WorldError(f"{name}={value:g} is outside {known.low:g} to {known.high:g}")


def _advance(row: np.ndarray, plan: Plan, setup: Setup, first: int, last: int) -> list[np.ndarray]:
    """The worlds after each quarter."""
    rows: list[np.ndarray] = []
    for quarter in range(first, last + 1):
        world = (rows[-1] if rows else row)[None].copy()
        ensemble.play(world, plan, setup.seed, np.array([GAME_RUN]), quarter, quarter)
        rows.append(world[0])
    return rows


# ---- who decides


def began(row: np.ndarray, game: Played, moves: Moves) -> np.ndarray:
    """A copy of a world at the beginning of a round, with its seats taken. Shape: (width,)."""
    rows = row[None].copy()
    take_seats(rows, game, moves)
    return rows[0]


def take_seats(rows: np.ndarray, game: Played, moves: Moves) -> None:
    """Mark whose teams are there; the minds of the others lead, each by its doctrine.

    Shape: rows (worlds, width), changed in place.
    """
    buyers = game.setup.buyers
    where = layout(buyers)
    away = {seat: dict(traits) for seat, traits, _ in moves.autopilot}
    for seat in game.setup.seats:
        kind, member = ACTORS[seat]
        held = np.int64(0 if seat in away else 1).view(np.float64)
        rows[:, where.position(kind, member, "held")] = held
        for trait in TRAITS if kind in ("governments", "designers") else ():
            place = where.position(kind, member, trait)
            usual = game.rows[0][place]
            rows[:, place] = away[seat].get(trait, PLAIN_TRAIT) if seat in away else usual


# ---- what is ordered


def plan_of(setup: Setup, rounds: tuple[Moves, ...]) -> Plan:
    """The scenario's record, then the orders of every round, then what a treatment holds.

    Raises: WorldError for moves of a seat that no team holds, OrderError for other wrong orders.
    """
    record = load(setup.scenario).base_plan()
    plan = record.copy()
    away: set[str] = set()
    for number, moves in enumerate(rounds):
        first = plan.start + number * setup.quarters
        if first > plan.end:
            break
        _check_seats(setup, moves)
        for seat, _, levers in moves.autopilot:
            if seat not in away:
                _leave(plan, record, seat, levers, first)
        away = {seat for seat, _, _ in moves.autopilot}
        for lever, value in moves.orders:
            plan.set(Order(find_lever(lever).actor, lever, value, first))
    for lever, value in setup.holds:
        check_order(Order(find_lever(lever).actor, lever, value, plan.start), plan.start, plan.end)
        plan.hold(lever, value)
    return plan


def _leave(plan: Plan, record: Plan, seat: str, levers: Levers, first: int) -> None:
    """A team has gone: its orders end, and its doctrine is entered for its mind to go on from."""
    own = [INDEX[lever.key] for lever in of_seat(seat)]
    since = first - plan.start
    plan.values[since:, own] = record.values[since:, own]
    for lever, value in levers:
        check_order(Order(seat, lever, value, first), plan.start, plan.end)
        plan.pulse(lever, value, first)


def _check_seats(setup: Setup, moves: Moves) -> None:
    """Raises: WorldError if a seat that no team holds is to move."""
    ordered = [lever.partition(".")[0] for lever, _ in moves.orders if lever in LEVERS]
    for seat in (*ordered, *(seat for seat, _, _ in moves.autopilot)):
        if seat not in setup.seats:
            raise WorldError(f"no team holds '{seat}'; teams hold {', '.join(setup.seats)}")
