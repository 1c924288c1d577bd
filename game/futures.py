"""Futures of one question: a world played on many times beside its twin, with the same luck.

Each future has a number and luck of its own, so that adding futures never redraws the others.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents import ensemble
from agents.history import columns
from agents.plan import Plan
from game.causes import chip_terms
from game.session import Session
from game.viewmodel import QUANTILES

FIRST_RUN = 1  # run 0 is the game itself: a fan must not contain what will happen
GAP = "gap_generations"


@dataclass(frozen=True)
class Request:
    """A question: how a metric may go on from these two worlds under these two plans."""

    row: np.ndarray
    twin_row: np.ndarray
    plan: Plan
    twin_plan: Plan
    seed: int
    first: int
    last: int
    metric: str = GAP


@dataclass(frozen=True)
class Fan:
    """Futures of a metric, and of the world without controls with the same luck.

    Shapes: paths and twin_paths (futures, quarters), quantiles (len(QUANTILES), quarters), terms
    and twin_terms (causes.TERMS,): means at the horizon. `parity_odds` is the share of futures in
    which the chip gap closes by the horizon; `lead_change` the gap at the horizon with controls
    less without, pair by pair. Shape: (futures,).
    """

    number: int
    request: Request
    quantiles: np.ndarray
    twin_median: np.ndarray
    paths: np.ndarray
    twin_paths: np.ndarray
    parity_odds: float
    twin_parity_odds: float
    lead_change: np.ndarray
    terms: np.ndarray
    twin_terms: np.ndarray
    seconds: float

    @property
    def futures(self) -> int:
        """How many futures it rests on."""
        return len(self.paths)


def request_of(session: Session, metric: str = GAP) -> Request:
    """The question that fits a game as it stands, with its proposals.

    Raises: KeyError if there is no such outcome.
    """
    columns()[metric]
    plan = session.proposed_plan()
    return Request(
        session.row.copy(),
        session.twin_row.copy(),
        plan,
        session.twin_plan(plan),
        session.setup.seed,
        session.now,
        session.scenario.end,
        metric,
    )


class Futures:
    """Futures gathered so far: adding runs never redraws those that are there."""

    def __init__(self, request: Request, stop: Callable[[], bool]) -> None:
        self.request = request
        self.stop = stop
        self.runs = 0
        names = columns()
        self._places = [names[request.metric].place, names[GAP].place]
        self._parts: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
        self._terms: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])

    def add(self, size: int, threads: int | None) -> bool:
        """Play so many more pairs. Returns False if a newer request made them needless."""
        ask = self.request
        played = []
        for row, plan in ((ask.row, ask.plan), (ask.twin_row, ask.twin_plan)):
            history, worlds = ensemble.play_many(
                row,
                plan,
                ask.seed,
                size,
                first=ask.first,
                last=ask.last,
                first_run=FIRST_RUN + self.runs,
                threads=threads or max(1, os.cpu_count() or 1),
                keep_worlds=True,
                stop=self.stop,
            )
            if self.stop():
                return False
            assert worlds is not None
            played.append((history[:, :, self._places].copy(), chip_terms(worlds).mean(axis=0)))
        for side, (part, terms) in enumerate(played):
            self._parts[side].append(part)
            self._terms[side].append(terms * size)
        self.runs += size
        return True

    def fan(self, number: int, seconds: float) -> Fan:
        """The fan of all futures so far."""
        own, twin = (np.concatenate(parts) for parts in self._parts)
        terms, twin_terms = (np.sum(parts, axis=0) / self.runs for parts in self._terms)
        return Fan(
            number=number,
            request=self.request,
            quantiles=np.quantile(own[:, :, 0], QUANTILES, axis=0),
            twin_median=np.median(twin[:, :, 0], axis=0),
            paths=own[:, :, 0],
            twin_paths=twin[:, :, 0],
            parity_odds=float((own[:, :, 1].min(axis=1) <= 0.0).mean()),
            twin_parity_odds=float((twin[:, :, 1].min(axis=1) <= 0.0).mean()),
            lead_change=own[:, -1, 1] - twin[:, -1, 1],
            terms=terms,
            twin_terms=twin_terms,
            seconds=seconds,
        )
