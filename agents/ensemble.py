"""Thousands of worlds at once: the only place with numba's own words.

A world is a row of numbers; the kernel plays rows from a first to a last quarter and writes their
outcomes. Worlds are independent, so chunks and threads change nothing but the time it takes.
"""

import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numba
import numpy as np

from agents import dice, kernel_cache, levers
from agents.dice import quantile_tables, roll_row
from agents.minds import think
from agents.plan import Plan, Plans
from agents.quarter import quarter as play_quarter
from agents.state import World, buyers_of, layout

kernel_cache.use_cache()

# Worlds played in one call, and the most numbers (32 MB) that these may have together.
CHUNK = 32
CHUNK_NUMBERS = 4_000_000


def _play(  # type: ignore[no-untyped-def]
    rows,
    before,
    buyers,
    after,
    outcome_rows,
    runs,
    plan,
    which,
    lever_positions,
    seed,
    agent,
    stream,
    position,
    reach,
    distribution,
    tables,
    first,
    recorded,
    history,
    scratch,
):
    """Play worlds through the quarters of their plans. Shapes: rows (worlds, width), before, buyers
    and after as `Layout.parts` cuts them, plan (plans, quarters, levers), which (worlds,),
    outcome_rows (worlds, outcome width), history (worlds, quarters, outcomes recorded)."""
    for r in range(rows.shape[0]):
        head, tail = before[r], after[r]
        world = World(
            head.parameters,
            head.economy,
            head.governments,
            head.designers,
            head.foundries,
            head.toolmakers,
            head.memory_makers,
            head.markets,
            buyers[r],
            tail.labs,
            tail.pools,
            tail.events,
            tail.deals,
            tail.outcome,
        )
        row = rows[r]
        steps = plan[which[r]]
        for q in range(steps.shape[0]):
            roll_row(
                row,
                scratch,
                first + q,
                runs[r],
                seed,
                agent,
                stream,
                position,
                reach,
                distribution,
                tables,
            )
            think(world)
            for k in range(steps.shape[1]):
                if not np.isnan(steps[q, k]):
                    row[lever_positions[k]] = steps[q, k]
            play_quarter(world)
            for k in range(len(recorded)):
                history[r, q, k] = outcome_rows[r, recorded[k]]


@lru_cache(maxsize=1)
def kernel() -> Callable[..., None]:
    """The compiled kernel: read from disk, or compiled now, which takes about half a minute.

    The signature is given, so that one machine code serves one world and many.
    """
    rows = np.zeros((2, layout(1).width))
    anyhow = [numba.typeof(part).copy(layout="A") for part in layout(1).parts(rows)]
    floats, floats_3d = numba.float64[:, ::1], numba.float64[:, :, ::1]
    ints, words = numba.int64[::1], numba.uint64[::1]
    signature = numba.void(
        floats,
        *anyhow,
        numba.float64[:, :],
        ints,
        numba.float64[:, :, :],
        ints,
        ints,
        numba.int64,
        words,
        words,
        ints,
        ints,
        ints,
        floats,
        numba.int64,
        ints,
        floats_3d,
        numba.uint64[:, ::1],
    )

    def compiled() -> Callable[..., None]:
        # The kernel keeps no array: without numba's runtime no rule counts references to any.
        made: Callable[..., None] = numba.njit(
            signature, nogil=True, error_model="numpy", cache=True, _nrt=False
        )(_play)
        return made

    try:
        return compiled()
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        # A file of the cache is damaged (a power cut, a full disk): compile anew.
        shutil.rmtree(kernel_cache.use_cache(), ignore_errors=True)
        return compiled()


def compiled() -> bool:
    """Whether the kernel is ready in this process."""
    return kernel.cache_info().currsize > 0


def cached() -> bool:
    """Whether a kernel compiled earlier lies on disk for these sources."""
    folder = kernel_cache.use_cache()
    return any(folder.rglob("ensemble._play*.nbc"))


def play(
    rows: np.ndarray,
    plan: Plan | Plans,
    seed: int,
    runs: np.ndarray,
    first: int,
    last: int,
    history: np.ndarray | None = None,
    places: np.ndarray | None = None,
    which: np.ndarray | None = None,
) -> np.ndarray:
    """Play worlds in place from quarter first to quarter last (counted from 2018Q1).

    `runs` are the numbers whose luck the worlds have, `which` the plan of each world where there
    are several. `places` are the outcomes to record (`agents.history.columns`), by default all.
    Shapes: rows (worlds, width) float64, runs and which (worlds,) int64; returns the outcome
    history (worlds, quarters, outcomes).
    """
    plans = plan if isinstance(plan, Plans) else Plans.of([plan])
    buyers = buyers_of(rows)
    where = layout(buyers)
    s = dice.streams(buyers)
    begin = where.start["outcome"]
    width = where.kinds["outcome"].width
    steps = plans.values[:, first - plans.start : last - plans.start + 1]
    recorded = np.arange(width) if places is None else np.asarray(places, dtype=np.int64)
    if history is None:
        history = np.empty((len(rows), steps.shape[1], len(recorded)))
    kernel()(
        rows,
        *where.parts(rows),
        rows[:, begin : begin + width],
        runs,
        steps,
        np.zeros(len(rows), np.int64) if which is None else which,
        np.array(levers.positions(buyers))[plans.levers],
        seed,
        s.agent,
        s.stream,
        s.position,
        s.reach,
        s.distribution,
        quantile_tables(),
        first,
        recorded,
        history,
        np.empty((4, len(s.agent)), np.uint64),
    )
    return history


@dataclass(frozen=True)
class Chunk:
    """The worlds begin..end of a study, played."""

    begin: int
    end: int


def play_many(
    opening: np.ndarray,
    plan: Plan,
    seed: int,
    runs: int,
    *,
    first: int | None = None,
    last: int | None = None,
    first_run: int = 0,
    threads: int | None = None,
    keep_worlds: bool = False,
    one_each: bool = False,
    places: np.ndarray | None = None,
    progress: Callable[[int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> tuple[np.ndarray, np.ndarray | None]:
    """Play many worlds under one plan, from one opening or from several.

    Run r starts from opening r modulo their number; with one_each from the row of its own.
    Shapes: opening (width,) or (openings, width). Returns the history (runs, quarters, outcomes)
    and, with keep_worlds, the final rows (runs, width). `progress` hears how many runs are done.
    """
    begin_quarter = plan.start if first is None else first
    end_quarter = plan.end if last is None else last
    openings = np.atleast_2d(opening)
    buyers = buyers_of(openings)
    width = layout(buyers).kinds["outcome"].width if places is None else len(places)
    history = np.empty((runs, end_quarter - begin_quarter + 1, width))
    worlds = np.empty((runs, layout(buyers).width)) if keep_worlds else None

    def work(chunk: Chunk) -> int:
        if stop is not None and stop():
            return 0
        size = chunk.end - chunk.begin
        numbers = np.arange(chunk.begin, chunk.end, dtype=np.int64) + first_run
        rows = openings[(numbers - (first_run if one_each else 0)) % len(openings)]
        play(
            rows,
            plan,
            seed,
            numbers,
            begin_quarter,
            end_quarter,
            history[chunk.begin : chunk.end],
            places,
        )
        if worlds is not None:
            worlds[chunk.begin : chunk.end] = rows
        return size

    done = 0
    for size in _in_threads(work, list(_chunks(runs, openings.shape[1])), threads):
        done += size
        if progress is not None:
            progress(done)
    return history, worlds


def _chunks(runs: int, width: int) -> Iterator[Chunk]:
    worlds = max(1, min(CHUNK, CHUNK_NUMBERS // width))
    for begin in range(0, runs, worlds):
        yield Chunk(begin, min(begin + worlds, runs))


def _in_threads(
    work: Callable[[Chunk], int], chunks: list[Chunk], threads: int | None
) -> Iterator[int]:
    workers = threads or os.cpu_count() or 1
    if workers == 1 or len(chunks) == 1:
        yield from map(work, chunks)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(work, chunks)
