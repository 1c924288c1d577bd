"""The process of one implementation: a line of JSON asks, a line of JSON answers."""

import importlib
import json
import os
import sys
import time
from typing import IO, Any

from benchmarks.peers.law import Size
from benchmarks.peers.side import MissingError, Side


def open_side(place: str, size: Size) -> Side:
    """The implementation at "module:Class". Raises: MissingError."""
    module, name = place.split(":")
    try:
        found = importlib.import_module(f"benchmarks.peers.{module}")
    except ModuleNotFoundError as problem:
        raise MissingError(f"{problem.name} is not installed: `make peers` does that") from None
    side: Side = getattr(found, name)(size)
    return side


def answer(side: Side, task: dict[str, Any]) -> dict[str, Any]:
    """Runs one by one, the fastest counts, or a batch as a whole; with all rows."""
    first, runs = task["first"], task["runs"]
    if task["do"] == "batch":
        begun = time.perf_counter()
        rows = side.ensemble(first, runs)
        return {"seconds": time.perf_counter() - begun, "rows": rows}
    times, rows = [], []
    for seed in range(first, first + runs):
        begun = time.perf_counter()
        rows.append(side.single(seed))
        times.append(time.perf_counter() - begun)
    return {"seconds": min(times), "rows": rows}


def _own_output() -> IO[str]:
    """Our standard output; whatever libraries print goes to the errors."""
    kept = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return kept


def main(place: str, buyers: str, quarters: str) -> None:
    """Serve until the asking side closes the pipe."""
    out = _own_output()

    def say(**words: Any) -> None:
        print(json.dumps(words), file=out, flush=True)

    try:
        side = open_side(place, Size(int(buyers), int(quarters)))
    except MissingError as problem:
        say(missing=str(problem))
        return
    say(version=side.version)
    for line in sys.stdin:
        say(**answer(side, json.loads(line)))


if __name__ == "__main__":
    main(*sys.argv[1:])
