"""`python -m benchmarks.scale`: cost of buyers, runs, quarters, developers, in time and memory.

Every cell is played in a process of its own, so that its peak memory is its own.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale_cell import BUYERS, QUARTERS

ROOT = Path(__file__).resolve().parents[1]
THREADS = 2
MANY_BUYERS = (64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_000_000)
MANY_RUNS = (1, 10, 100, 1000, 10_000, 100_000)
ALL_RUNS = 1_000_000
MANY_QUARTERS = (8, 16, 34, 68, 136, 200)
MANY_DEVELOPERS = (1, 2**10, 2**20)  # powers of two: the same digits, another exponent
BUYER_RUNS = 65_536  # buyers in all worlds of a cell together: fewer runs where buyers are many
EXAMPLES = """examples:
  python -m benchmarks.scale             all, some minutes
  python -m benchmarks.scale --quick     the small half of each table
  python -m benchmarks.scale --whole     a million runs are played, not extrapolated
  python -m benchmarks.scale --json > scale.json
"""
Cells = list[dict[str, Any]]


def cell(kind: str, *numbers: int) -> dict[str, Any]:
    """One measurement, in a process of its own."""
    print(f"{kind} {' '.join(f'{n:,}' for n in numbers)}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "benchmarks.scale_cell", kind, *map(str, numbers)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def slope(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Of cost over size on log axes: 1 is linear."""
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


def fit(cells: Cells, size: str, begin: int) -> dict[str, Any]:
    """How linear seconds for one run, or for all runs, are in `size` from `begin` on."""
    some = [c for c in cells if c[size] >= begin]
    sizes = [c[size] for c in some]
    seconds = [c["seconds"] / (1 if size == "runs" else c["runs"]) for c in some]
    each = np.array(seconds) / sizes
    middle = float(np.sqrt(each.min() * each.max()))
    within = float(each.max()) / middle - 1.0
    return {"from": begin, "slope": slope(sizes, seconds), "linear_within": within}


def measure(quick: bool, whole: bool) -> dict[str, Any]:
    """All tables. Quick: without the large end of each."""
    half = 5 if quick else 8
    by_buyers = [
        cell("measure", n, max(1, BUYER_RUNS // n // (4 if quick else 1)), QUARTERS, 1)
        for n in MANY_BUYERS[:half]
    ]
    by_runs = [
        cell("measure", BUYERS, n, QUARTERS, THREADS) for n in MANY_RUNS[: 4 if quick else 6]
    ]
    if whole:
        by_runs.append(cell("measure", BUYERS, ALL_RUNS, QUARTERS, THREADS))
    runs = 64 if quick else 512
    by_quarters = [cell("measure", BUYERS, runs, n, 1) for n in MANY_QUARTERS]
    last = by_runs[-1]
    return {
        "machine": {"cores": os.cpu_count(), "threads": THREADS},
        "buyers": by_buyers,
        "runs": by_runs,
        "quarters": by_quarters,
        "developers": [cell("developers", n) for n in MANY_DEVELOPERS],
        "longest": cell("nothing_breaks", MANY_QUARTERS[-1]),
        "fit_buyers": fit(by_buyers, "buyers", 1024),
        "fit_runs": fit(by_runs, "runs", 100),
        "fit_quarters": fit(by_quarters, "quarters", MANY_QUARTERS[0]),
        "extrapolated_million_seconds": ALL_RUNS / last["runs_per_second"],
    }


def _fit_words(name: str, found: dict[str, Any]) -> str:
    return (
        f"{name}: from {found['from']:,} on slope {found['slope']:.2f} on log axes, "
        f"linear within {found['linear_within']:.0%}."
    )


def _mega(number: float) -> str:
    return f"{number / 1e6:,.3g}" if number < 1e8 else f"{number / 1e6:,.0f}"


def _lines(head: str, rows: list[list[str]]) -> list[str]:
    columns = head.count("|") - 1
    return ["", head, "|" + "---:|" * columns, *(f"| {' | '.join(row)} |" for row in rows)]


def table(found: dict[str, Any]) -> str:
    """The tables as text; they are Markdown, too."""
    lines = _lines(
        "| buyers | one run, ms | ns per buyer and quarter | a world, MB | process at most, MB |",
        [
            [
                f"{c['buyers']:,}",
                f"{1e3 * c['seconds'] / c['runs']:,.3g}",
                f"{c['ns_per_buyer_quarter']:,.0f}",
                _mega(c["world_bytes"]),
                _mega(c["peak_bytes"]),
            ]
            for c in found["buyers"]
        ],
    )
    lines += ["", _fit_words("Buyers", found["fit_buyers"])]
    lines += _lines(
        "| runs | seconds | runs/s | process at most, MB |",
        [
            [
                f"{c['runs']:,}",
                f"{c['seconds']:,.3g}",
                f"{c['runs_per_second']:,.0f}",
                _mega(c["peak_bytes"]),
            ]
            for c in found["runs"]
        ],
    )
    lines += ["", _fit_words("Runs", found["fit_runs"])]
    if found["runs"][-1]["runs"] < ALL_RUNS:
        seconds = found["extrapolated_million_seconds"]
        lines.append(f"A million runs: {seconds:,.0f} s, extrapolated from the last row.")
    lines += _lines(
        "| quarters | one run, ms | us per quarter and core | process at most, MB |",
        [
            [
                f"{c['quarters']:,}",
                f"{1e3 * c['seconds'] * c['threads'] / c['runs']:,.3g}",
                f"{c['us_per_quarter']:,.1f}",
                _mega(c["peak_bytes"]),
            ]
            for c in found["quarters"]
        ],
    )
    longest = found["longest"]
    lines += ["", _fit_words("Quarters", found["fit_quarters"])]
    lines.append(
        f"Outcomes that stop being numbers by quarter {longest['quarters']}: "
        f"{longest['broken_outcomes']}."
    )
    lines += _lines(
        "| developers, times the usual | 256 runs, s | developers found | all else equal |",
        [
            [
                f"{c['factor']:,.0f}",
                f"{c['seconds']:.3g}",
                f"{c['developers_ratio']:,.6g} times",
                "yes" if c["others_equal"] else "NO",
            ]
            for c in found["developers"]
        ],
    )
    return "\n".join(lines[1:])


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="the small half of each table")
    parser.add_argument("--whole", action="store_true", help="play a million runs, minutes more")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args()
    found = measure(chosen.quick, chosen.whole)
    print(json.dumps(found, indent=1) if chosen.json else table(found))


if __name__ == "__main__":
    main()
