"""A real short game with made-up findings, so that pages can be drawn without a compiled model."""

import functools
from collections.abc import Hashable
from typing import Any

import numpy as np

from game.debrief.assumptions import MEASURES, Dial, dials
from game.debrief.cloud import Cloud
from game.debrief.ghost import LINES, Backfire, Ghost, Line
from game.debrief.ledger import Worth, measured, moves_made
from game.debrief.record import record_of
from game.gamelog import Setup
from game.jobs import Progress, Work
from game.predictions import LEVELS, Predicted
from game.session import Session
from game.views.debrief import CLOUD, DIALS, GHOST, LEDGER, Debrief
from game.views.predict import question

QUARTERS = 9


@functools.cache
def played() -> Session:
    """A game of nine quarters with two orders."""
    session = Session(Setup("october-seventh", "us", 7, True, characters="shuffled"))
    session.propose(session.order("us.tool_control", 0.9))
    for quarter in range(QUARTERS):
        if quarter == 3:
            session.propose(session.order("us.public_rd", 20.0))
        metric, target = question(session)
        for who, half in (("player", 0.1), ("fan", 0.3)):
            values = (1.0 - half, 1.0, 1.0 + half)
            points = tuple(zip(LEVELS, values, strict=True))
            session.predict(Predicted(session.now, who, metric.key, target, points))
        session.end_quarter()
    return session


def _line(seed: int, quarters: int) -> Line:
    rng = np.random.default_rng(seed)
    runs = rng.normal(0.2, 0.3, (50, quarters)).cumsum(axis=1)
    band = np.percentile(runs, [5, 50, 95], axis=0)
    return Line(np.arange(19, 19 + quarters), runs[0], band)


@functools.cache
def findings() -> dict[str, Any]:
    """Findings of every job."""
    rng = np.random.default_rng(5)
    record = record_of(played())
    lines = {key: _line(k, QUARTERS) for k, (key, *_) in enumerate(LINES)}
    backfire = {
        "chip_lead": Backfire(25, 0.4, (22, 25, 27)), "ai_lead": Backfire(-1, 0.0, None)
    }  # fmt: skip
    width = len(measured()) + 1
    worths = [
        Worth(made, change[1], np.sort(change, axis=0))
        for made in moves_made(record)
        for change in [rng.normal(0.0, 1.0, (3, width))]
    ]
    own = record.points(record.history)[0]
    points = rng.uniform(0.0, 100.0, (500, len(own)))
    turned = [
        Dial(parameter, question, band[:, 1], np.sort(band, axis=1))
        for parameter, question in dials()
        for band in [rng.normal(0.3, 0.6, (3, 3, len(MEASURES)))]
    ]
    return {
        GHOST: Ghost(lines, backfire, 500, 100),
        CLOUD: Cloud(points, own, rng.uniform(5.0, 60.0, 500), 20.0),
        LEDGER: worths,
        DIALS: turned,
    }


def debrief(ready: bool = True) -> Debrief:
    """A debrief whose findings are there, or are still being computed."""

    def ask(key: Hashable, work: Work) -> None:
        """Nothing is computed."""

    def answer(key: Hashable) -> Any:
        assert isinstance(key, tuple)
        return findings()[key[1]] if ready else None

    def look(key: Hashable) -> Progress | None:
        return None if ready else Progress("working", 0.4)

    return Debrief(played(), ask, answer, look)
