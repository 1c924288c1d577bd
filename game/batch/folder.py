"""The folder that a study is written to: whole or not at all, and never over another study."""

import json
from pathlib import Path
from typing import Any

from agents.study import Study
from game.batch.parquet import columns_csv, write_parquet
from game.batch.report import study_report
from game.batch.summary import Request
from game.batch.whole import try_folder, written_whole
from game.commands.output import plain
from game.commands.problems import CommandError, need

SUMMARY = "summary.json"

README = """# A study of Two Stacks

| file | what it holds |
|---|---|
| report.html | the study to read, in any browser, without the network |
| summary.json | what was asked for, the bands of every metric at the horizon, the checksum |
| worlds.parquet | every outcome: one row for each world, run and quarter |
| paired.parquet | the five differences between each run and its twin |
| parameters.parquet | the parameters that each run took |
| columns.csv | type, unit and meaning of every column |

`world` is `controls` (the plan as given), `twin` (the same luck, no controls), or one of these
with a total cut-off ten quarters before the end, from which `leverage` is read. Equal `run` means
equal luck.
"""


def check_folder(out: Path, request: Request) -> None:
    """See that a study can be written there before it is run.

    Raises: CommandError if the folder holds anything but the same study, or cannot be made.
    """
    need("--out, which writes Parquet,", "pyarrow")
    if out.exists() and not out.is_dir():
        raise CommandError(f"'{out}' is a file; --out needs a folder")
    if (
        out.is_dir()
        and any(not p.name.endswith(".partial") for p in out.iterdir())
        and not _same(out / SUMMARY, request)
    ):
        raise CommandError(
            f"the folder '{out}' is not empty and holds no study of the same scenario, runs, seed, "
            "seat, buyers, orders, parameters and model; name a new folder"
        )
    try_folder(out)


def _same(summary: Path, request: Request) -> bool:
    try:
        known = json.loads(summary.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    wanted = plain(request.values())
    return isinstance(known, dict) and all(known.get(key) == wanted[key] for key in wanted)


def write_study(out: Path, study: Study, summary: dict[str, Any], request: Request) -> None:
    """Write Parquet, report, summary and what the columns mean."""
    with written_whole(out) as folder:
        write_parquet(folder, study, request)
        (folder / "report.html").write_text(study_report(study, summary), encoding="utf-8")
        (folder / "columns.csv").write_text(columns_csv(), encoding="utf-8")
        (folder / "README.md").write_text(README, encoding="utf-8")
        text = json.dumps(plain(summary), indent=2, allow_nan=False, ensure_ascii=False)
        (folder / SUMMARY).write_text(text + "\n", encoding="utf-8")
