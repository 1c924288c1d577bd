"""`twostacks report`: a page, pictures and a summary of a study that `batch` played."""

import argparse
from typing import Any

from game.commands.output import Progress, print_json
from game.commands.parser import Parser, add_json, path
from game.commands.problems import CommandError, need


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("folder", metavar="DIR", type=path, help="a study, finished or stopped, of twostacks batch")
    add("--out", type=path, metavar="DIR", help="write there instead of beside the tables")
    add(
        "--pictures",
        choices=("light", "dark"),
        default="light",
        help="the ground of the pictures, SVG and PNG (light); the page follows its reader's own",
    )
    add("--quiet", action="store_true", help="no progress on standard error")
    add_json(parser)
    parser.examples(
        "report study",
        "report study --out page --pictures dark",
        "report study --json",
    )
    parser.epilog = (
        f"{parser.epilog}\n\nwrites report.html, which needs nothing else, summary.json and "
        "pictures/; the tables stay as they are"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read the study, write the report, say where it is, and return the exit status."""
    need("a report", "pyarrow", "scipy", "resvg_py")
    from game.lab.report.folder import write_report
    from game.lab.report.material import read
    from game.lab.results import Results

    results = Results.open(arguments.folder)
    out = arguments.out if arguments.out is not None else arguments.folder
    if out.exists() and not out.is_dir():
        raise CommandError(f"'{out}' is a file; --out needs a folder")
    progress = Progress(f"{results.runs:,} runs, pictures", arguments.quiet)
    try:
        light = arguments.pictures == "light"
        summary = write_report(read(results), out, light, progress.heard)
    finally:
        progress.close()
    if arguments.json:
        print_json(summary)
    else:
        print(_text(summary, str(out)))
    return 0


def _text(summary: dict[str, Any], out: str) -> str:
    lines = [f"{summary['title']} ({summary['scenario']}), {summary['runs']:,} runs", ""]
    lines += [*summary["answer"], ""]
    lines.append(
        f"written to {out}: open report.html there in a browser; {len(summary['pictures'])} "
        "pictures as SVG and PNG"
    )
    return "\n".join(lines)
