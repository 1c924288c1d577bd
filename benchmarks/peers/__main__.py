"""`python -m benchmarks.peers`: SW-1 in many hands and our full model twice, side by side."""

import argparse
import json
import os
import platform
import sys
from typing import Any

from benchmarks.peers.agreement import LIMIT, scores_against_others
from benchmarks.peers.catalogue import FULL, OURS, REFERENCES, SW1
from benchmarks.peers.full_model import QUARTERS, same_bits
from benchmarks.peers.law import Size
from benchmarks.peers.race import Timed, race

EXAMPLES = """examples:
  python -m benchmarks.peers                    all, some minutes
  python -m benchmarks.peers --quick            small batches and two passes
  python -m benchmarks.peers --only c mesa      some rows beside ours
  python -m benchmarks.peers --json > peers.json
"""


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _row(timed: Timed, ours: Timed) -> dict[str, Any]:
    """One line of the table; a ratio above 1 says how many times as fast ours is."""
    return {
        "key": timed.entry.key,
        "title": timed.entry.title,
        "version": timed.version,
        "means": timed.entry.means,
        "single_ms": 1000.0 * timed.single_seconds,
        "single_ratio": timed.single_seconds / ours.single_seconds,
        "runs_per_second": timed.batch_runs_per_second,
        "runs_ratio": ours.batch_runs_per_second / timed.batch_runs_per_second,
        "runs_played": len(timed.rows),
    }


def compare(passes: int, part: float, only: list[str]) -> dict[str, Any]:
    """SW-1 with its gate: the ratio of a row that does not agree is withheld."""
    chosen = tuple(e for e in SW1 if not only or e.key in {*only, *REFERENCES})
    size = Size()
    timed, left_out = race(chosen, size, passes, part, _say)
    by_key = {one.entry.key: one for one in timed}
    rows = []
    found = {key: list(one.rows.values()) for key, one in by_key.items()}
    scores = scores_against_others(found, REFERENCES)
    agree = {key: float(abs(z).max()) <= LIMIT for key, z in scores.items()}
    for key, one in by_key.items():
        row = _row(one, by_key[OURS])
        row |= {"z": [round(float(z), 2) for z in scores[key]], "agrees": agree[key]}
        if not (agree[key] and agree[OURS]):
            row |= {"single_ratio": None, "runs_ratio": None}
        rows.append(row)
    workload = {"buyers": size.buyers, "quarters": size.quarters, "agent_steps": size.agent_steps}
    return {"workload": workload, "rows": rows, "left_out": left_out}


def compare_full(passes: int, part: float) -> dict[str, Any]:
    """The full model, compiled and as Mesa agents; the ratio counts if the worlds are the same."""
    buyers = 64
    timed, _ = race(FULL, Size(buyers, QUARTERS), passes, part, _say, apart=0)
    ours, agents = timed
    common = sorted(set(ours.rows) & set(agents.rows))
    equal = same_bits([ours.rows[r] for r in common], [agents.rows[r] for r in common])
    row = _row(agents, ours)
    return {
        "buyers": buyers,
        "quarters": QUARTERS,
        "ours_runs_per_second": ours.batch_runs_per_second,
        "mesa_runs_per_second": agents.batch_runs_per_second,
        "ratio": row["runs_ratio"] if equal else None,
        "single_ratio": row["single_ratio"] if equal else None,
        "worlds_compared": len(common),
        "bit_equal": equal,
    }


def _ratio(value: float | None) -> str:
    return "withheld" if value is None else f"{value:,.3g}"


def table(found: dict[str, Any]) -> str:
    """The table as text; it is Markdown, too."""
    lines = [
        "| implementation | one run, ms | ours : it | runs/s, 2 cores | ours : it | batch by "
        "| runs | largest z | |",
        "|---|---:|---:|---:|---:|---|---:|---:|---|",
    ]
    for row in sorted(found["rows"], key=lambda r: -r["runs_per_second"]):
        largest = max(row["z"], key=abs)
        cells = (
            f"{row['title']} ({row['version']})",
            f"{row['single_ms']:,.3g}",
            _ratio(row["single_ratio"]),
            f"{row['runs_per_second']:,.3g}",
            _ratio(row["runs_ratio"]),
            row["means"],
            f"{row['runs_played']:,}",
            f"{largest:+.1f}",
            "agrees" if row["agrees"] else "DOES NOT AGREE",
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines += [f"\nLeft out: {title}: {why}." for title, why in found["left_out"].items()]
    full = found["full_model"]
    lines.append(
        f"\nFull model, {full['buyers']} buyers, {full['quarters']} quarters, 2 cores: "
        f"{full['ours_runs_per_second']:,.0f} runs/s compiled, {full['mesa_runs_per_second']:.3g} "
        f"as Mesa agents: {_ratio(full['ratio'])} times. {full['worlds_compared']} "
        f"worlds compared: {'equal to the last bit' if full['bit_equal'] else 'NOT EQUAL'}."
    )
    return "\n".join(lines)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="small batches and two passes")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--passes", type=int, default=0, help="passes; the best of each counts")
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        choices=[e.key for e in SW1],
        metavar="ROW",
        help="rows beside ours: " + ", ".join(e.key for e in SW1 if e.key != OURS),
    )
    chosen = parser.parse_args()
    passes = max(0, chosen.passes) or (2 if chosen.quick else 5)
    part = 0.2 if chosen.quick else 1.0
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    found = {
        "machine": {
            "cores": os.cpu_count(),
            "load_before": load,
            "python": platform.python_version(),
        },
        "passes": passes,
        **compare(passes, part, chosen.only),
        "full_model": compare_full(passes, part),
    }
    print(json.dumps(found, indent=1) if chosen.json else table(found))


if __name__ == "__main__":
    main()
