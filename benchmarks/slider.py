"""A hand on a slider: from a proposal to the first and to the thousandth future of the fan."""

import time

from agents.levers import LEVERS
from game.forecast import FIRST, USUAL, Forecaster, request_of
from game.gamelog import Setup
from game.session import Session

NAMES = ("slider_first_seconds", "slider_usual_seconds")
THREADS = 2
LEVER = "us.tool_control"
_NAP = 0.0005  # seconds


def figures(passes: int) -> dict[str, float | None]:
    """Seconds to 100 and to 1,000 futures of the player's own world, the best of so many drags.

    Measured as in a game: twin, law in force and belief as they are, each step a new plan.
    """
    session = Session(Setup("october-seventh", "us", 7))
    low, high = LEVERS[LEVER].low, LEVERS[LEVER].high
    firsts, usuals = [], []
    with Forecaster(most=USUAL, threads=THREADS) as forecaster:
        for number in range(passes + 1):
            # Never the law in force, whose futures are there already.
            value = low + (high - low) * ((number + 1) / (passes + 2) + 0.003)
            session.propose(session.order(LEVER, value))
            request = request_of(session)
            begun = time.perf_counter()
            asked = forecaster.request(request)
            firsts.append(_until(forecaster, asked, FIRST) - begun)
            usuals.append(_until(forecaster, asked, USUAL) - begun)
            forecaster.wait(USUAL)
    return dict(zip(NAMES, (min(firsts[1:]), min(usuals[1:])), strict=True))


def _until(forecaster: Forecaster, asked: int, futures: int) -> float:
    """When the fan of a request has so many futures."""
    while True:
        fan = forecaster.latest()
        if fan is not None and fan.number == asked and fan.futures >= futures:
            return time.perf_counter()
        time.sleep(_NAP)
