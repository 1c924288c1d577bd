"""What several commands need of the model: a scenario and a seat by name, and the kernel."""

import sys
import time
from typing import TYPE_CHECKING

from game.commands import interrupts
from game.commands.problems import CommandError, as_sentence, nearest

if TYPE_CHECKING:
    from agents.scenario import Scenario


def find_scenario(name: str) -> "Scenario":
    """A scenario by name.

    Raises: CommandError naming the nearest scenario.
    """
    from agents.scenario import ScenarioError, load

    with as_sentence(ScenarioError):
        return load(name)


def check_seat(seat: str, scenario: "Scenario") -> str:
    """The same seat if a player may hold it in a scenario.

    Raises: CommandError naming the nearest seat.
    """
    if seat not in scenario.seats:
        listed = ", ".join(scenario.seats)
        raise CommandError(
            f"'{seat}' is not a seat of {scenario.name}; the nearest is "
            f"'{nearest(seat, scenario.seats)}' (seats: {listed})"
        )
    return seat


def ready_kernel(quiet: bool) -> None:
    """Read the compiled model, or compile it now and say so: it happens once a version."""
    from agents import ensemble, kernel_cache

    if ensemble.compiled():
        return
    first = not ensemble.cached()
    begun = time.monotonic()
    if first and not quiet:
        print(
            "Compiling the model for this machine, about half a minute; this happens once, and\n"
            f"the result is kept in {kernel_cache.cache_root()}.",
            file=sys.stderr,
            flush=True,
        )
    with interrupts.at_once():
        ensemble.kernel()
    if first and not quiet:
        print(f"Compiled in {time.monotonic() - begun:.0f} s.", file=sys.stderr, flush=True)
