"""Passes of all implementations in turn, each in a process of its own.

Other work on a machine only ever adds time, and it comes and goes: so every pass times each
implementation once, and the best pass of each counts.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, cast

from benchmarks.peers.catalogue import ROOT, Entry
from benchmarks.peers.law import Size, Statistics
from benchmarks.peers.side import MissingError

# Each implementation has luck of its own, also where two share a generator.
SEEDS_APART = 1_000_000


@dataclass
class Timed:
    """What one implementation did in all passes."""

    entry: Entry
    version: str
    single_seconds: float = float("inf")
    batch_runs_per_second: float = 0.0
    rows: dict[int, Statistics] = field(default_factory=dict)  # by seed


class Runner:
    """An implementation in a process of its own."""

    def __init__(self, entry: Entry, size: Size, errors: IO[str]) -> None:
        self.entry, self.errors = entry, errors
        words = [entry.place, str(size.buyers), str(size.quarters)]
        self.process = subprocess.Popen(
            [entry.python(), "-m", "benchmarks.peers.worker", *words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )

    def hear(self) -> dict[str, Any]:
        """The next answer. Raises: MissingError if the process has ended."""
        line = cast(IO[str], self.process.stdout).readline()
        if not line:
            self.errors.seek(0)
            last = self.errors.read().strip().splitlines() or ["its process ended"]
            raise MissingError(last[-1])
        answer: dict[str, Any] = json.loads(line)
        if "missing" in answer:
            raise MissingError(answer["missing"])
        return answer

    def ask(self, do: str, first: int, runs: int) -> dict[str, Any]:
        """Have runs played."""
        to = cast(IO[str], self.process.stdin)
        to.write(json.dumps({"do": do, "first": first, "runs": runs}) + "\n")
        to.flush()
        return self.hear()

    def close(self) -> None:
        """End the process."""
        cast(IO[str], self.process.stdin).close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()


@contextmanager
def _runner(entry: Entry, size: Size) -> Iterator[Runner]:
    with tempfile.TemporaryFile("w+") as errors:
        runner = Runner(entry, size, errors)
        try:
            yield runner
        finally:
            runner.close()


def race(
    entries: tuple[Entry, ...],
    size: Size,
    passes: int,
    part: float,
    say: Callable[[str], None],
    apart: int = SEEDS_APART,
) -> tuple[list[Timed], dict[str, str]]:
    """Time all; `part` of each batch in a pass. Returns those that ran, and why others did not."""
    left_out: dict[str, str] = {}
    with ExitStack() as stack:
        running: list[tuple[Runner, Timed]] = []
        for entry in entries:
            say(f"starting {entry.title} ({entry.means})")
            runner = stack.enter_context(_runner(entry, size))
            try:
                running.append((runner, Timed(entry, runner.hear()["version"])))
            except MissingError as problem:
                left_out[f"{entry.title} ({entry.means})"] = str(problem)
        for number in range(passes):
            for do in ("single", "batch"):
                for place, (runner, timed) in enumerate(running):
                    say(f"pass {number + 1} of {passes}: {timed.entry.title}, {do}")
                    whole = timed.entry.singles if do == "single" else timed.entry.batch
                    runs = max(1, round(whole * part))
                    first = (place + 1) * apart + len(timed.rows)
                    _take(timed, do, first, runner.ask(do, first, runs))
        return [timed for _, timed in running], left_out


def _take(timed: Timed, do: str, first: int, found: dict[str, Any]) -> None:
    if do == "single":
        timed.single_seconds = min(timed.single_seconds, found["seconds"])
    else:
        speed = len(found["rows"]) / found["seconds"]
        timed.batch_runs_per_second = max(timed.batch_runs_per_second, speed)
    timed.rows.update(enumerate(found["rows"], start=first))
