"""Who may sit where and give which orders; refusals are sentences with the nearest valid choice."""

import difflib

from agents.levers import ACTOR_NAMES, of_seat
from agents.plan import OrderError, find_lever
from agents.scenario import Scenario
from game.gamelog import SessionError
from game.language import tr


def check_seat(scenario: Scenario, seat: str) -> None:
    """Raises: SessionError if a scenario does not have this seat."""
    if seat not in scenario.seats:
        near = difflib.get_close_matches(seat, scenario.seats, n=1, cutoff=0.0)[0]
        raise SessionError(
            tr(
                "{seat} is not a seat of '{scenario}'; its seats are {seats}, and the nearest is "
                "'{near}'",
                seat=tr(ACTOR_NAMES[seat]) if seat in ACTOR_NAMES else repr(seat),
                scenario=scenario.name,
                seats=", ".join(scenario.seats),
                near=near,
            )
        )


def check_held(key: str, seat: str) -> None:
    """Raises: OrderError if there is no such lever or if the seat does not hold it."""
    lever = find_lever(key)
    if lever.actor != seat:
        keys = [own.key for own in of_seat(seat)]
        name = key.partition(".")[2]
        near = difflib.get_close_matches(f"{seat}.{name}", keys, n=1, cutoff=0.0)[0]
        raise OrderError(
            tr(
                "you hold {own} ('{seat}'); '{lever}' belongs to {actor} ('{key}'). The nearest "
                "lever of yours is '{near}'",
                own=tr(ACTOR_NAMES[seat]),
                seat=seat,
                lever=lever.key,
                actor=tr(ACTOR_NAMES[lever.actor]),
                key=lever.actor,
                near=near,
            )
        )
