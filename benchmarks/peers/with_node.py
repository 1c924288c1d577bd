"""SW-1 in JavaScript on Node, sw1.mjs: this side asks it over a pipe."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import IO, cast

from benchmarks.peers.law import Size, Statistics
from benchmarks.peers.side import CORES, MissingError

SOURCE = Path(__file__).with_name("sw1.mjs")
WARM_RUNS = 8  # Node compiles what it has run a few times


class Node:
    """A process of Node, kept open, with a worker thread for each core."""

    def __init__(self, size: Size) -> None:
        node = shutil.which("node")
        if node is None:
            raise MissingError("there is no node here")
        self.size = size
        done = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
        self.version = done.stdout.strip().lstrip("v")
        self.process = subprocess.Popen(
            [node, str(SOURCE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._ask(0, WARM_RUNS, 0)
        self.ensemble(0, CORES * WARM_RUNS)

    def _ask(self, first: int, runs: int, threads: int) -> list[Statistics]:
        task = {"first": first, "runs": runs, "threads": threads}
        task |= {"buyers": self.size.buyers, "quarters": self.size.quarters}
        to, back = cast(IO[str], self.process.stdin), cast(IO[str], self.process.stdout)
        to.write(json.dumps(task) + "\n")
        to.flush()
        rows: list[Statistics] = json.loads(back.readline())
        return rows

    def single(self, seed: int) -> Statistics:
        """One run on one core."""
        return self._ask(seed, 1, 0)[0]

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Runs shared among worker threads."""
        return self._ask(first, runs, CORES)
