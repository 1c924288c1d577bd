"""From what a class has decided to what the model is asked: setups, orders, changed histories."""

from collections.abc import Mapping

from game.classroom import ladder, sheets, treaties
from game.classroom.events import Move
from game.classroom.lesson import PRESS, find_decision, find_team
from game.classroom.seating import MOST_TEAMS
from game.classroom.state import ClassState, Round, WorldState
from game.classroom.worlds import Moves, Setup

_ANY_QUARTER = 0  # orders of a round are entered in its first quarter, whichever that is


def setup_of(state: ClassState, world: str) -> Setup:
    """What a world starts from. Every team's seat is held; who is away is led by its mind."""
    treatment = state.lesson.treatment(state.game.worlds[world].treatment)
    return Setup(
        scenario=state.settings.scenario,
        seats=state.lesson.seats()[:MOST_TEAMS],
        seed=state.settings.seed,
        quarters=state.settings.quarters,
        holds=tuple(treatment.holds.items()) if treatment is not None else (),
    )


def orders_of(state: ClassState, world: WorldState, moves: Mapping[str, Move]) -> dict[str, float]:
    """What the moves of a round set, treaties and public words included: lever to value."""
    number = state.game.round
    found = {}
    for seat, move in moves.items():
        given = sheets.orders(state.sheet(seat), move.choices, _ANY_QUARTER)
        given += treaties.posture_orders(seat, move.posture, _ANY_QUARTER)
        found.update({order.lever: order.value for order in given})
    for order in treaties.deal_orders(world, number, _ANY_QUARTER):
        found[order.lever] = order.value
    return found


def moves_of(state: ClassState, moves: Mapping[str, Move], orders: Mapping[str, float]) -> Moves:
    """A round as the model takes it."""
    seats = state.lesson.seats()[:MOST_TEAMS]
    away = [s for s in seats if s not in moves or moves[s].how == ladder.AUTOPILOT]
    led = {s: find_team(s).doctrine(moves[s].doctrine if s in moves else "") for s in away}
    autopilot = tuple(
        (
            seat,
            tuple(doctrine.traits.items()),
            tuple((f"{seat}.{key}", value) for key, value in doctrine.levers.items()),
        )
        for seat, doctrine in led.items()
    )
    return Moves(tuple(orders.items()), autopilot)


def history_of(state: ClassState, world: str) -> tuple[Moves, ...]:
    """The rounds of a world so far."""
    return tuple(_again(state, one) for one in state.game.worlds[world].rounds)


def _again(state: ClassState, one: Round) -> Moves:
    return moves_of(state, one.moves, dict(one.orders))


def changed_history(
    state: ClassState, world: str, number: int, changes: Mapping[str, int]
) -> tuple[Moves, ...]:
    """The same rounds with some decisions of one round taken otherwise: `seat.decision` to a step.

    A later round that only confirmed what had been decided confirms the change instead; one that
    decided something else decides it here too.
    """
    rounds = state.game.worlds[world].rounds
    place = next(i for i, one in enumerate(rounds) if one.number == number)
    given = [dict(one.orders) for one in rounds]
    for name, step in changes.items():
        decision = find_decision(name)
        before = {key: given[place].get(key) for key in decision.levers}
        given[place].update(decision.options[step].levers)
        for later in given[place + 1 :]:
            again = {key: later.get(key) for key in decision.levers}
            if any(value is not None and value != before[key] for key, value in again.items()):
                break
            for key in decision.levers:
                later.pop(key, None)
    return tuple(
        moves_of(state, one.moves, orders) for one, orders in zip(rounds, given, strict=True)
    )


def teams_playing(world: WorldState) -> list[str]:
    """The seats of a world that teams hold."""
    return [seat for seat in world.teams if seat != PRESS]
