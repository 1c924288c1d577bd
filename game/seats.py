"""Who may sit where and give which orders; refusals are sentences with the nearest valid choice."""

import difflib

from agents.levers import ACTOR_NAMES, of_seat
from agents.plan import OrderError, find_lever
from agents.scenario import Scenario
from game.gamelog import SessionError


def check_seat(scenario: Scenario, seat: str) -> None:
    """Raises: SessionError if a scenario does not have this seat."""
    if seat not in scenario.seats:
        near = difflib.get_close_matches(seat, scenario.seats, n=1, cutoff=0.0)[0]
        raise SessionError(
            f"{ACTOR_NAMES.get(seat, repr(seat))} is not a seat of '{scenario.name}'; its seats "
            f"are {', '.join(scenario.seats)}, and the nearest is '{near}'"
        )


def check_held(key: str, seat: str) -> None:
    """Raises: OrderError if there is no such lever or if the seat does not hold it."""
    lever = find_lever(key)
    if lever.actor != seat:
        keys = [own.key for own in of_seat(seat)]
        name = key.partition(".")[2]
        near = difflib.get_close_matches(f"{seat}.{name}", keys, n=1, cutoff=0.0)[0]
        raise OrderError(
            f"you hold {ACTOR_NAMES[seat]} ('{seat}'); '{lever.key}' belongs to "
            f"{ACTOR_NAMES[lever.actor]} ('{lever.actor}'). The nearest lever of yours is '{near}'"
        )
