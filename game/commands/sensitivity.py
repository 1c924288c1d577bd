"""`twostacks sensitivity`: which factors of a study move an outcome, and how much is luck."""

import argparse
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from game.commands.output import plain, print_json, table
from game.commands.parser import Parser, add_json, path
from game.commands.problems import CommandError, need

if TYPE_CHECKING:
    from game.lab.report.drawn import Chart
    from game.lab.results import Results
    from game.lab.sensitivity import Sensitivity
    from game.lab.variance import Spread

FILE = "sensitivity.json"
PICTURES = "pictures"


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("folder", type=path, metavar="DIR", help="the folder of a study from: twostacks batch")
    add(
        "--outcome",
        action="append",
        default=[],
        metavar="NAME",
        help="an outcome, or backfire; may be given again (all that the study names)",
    )
    add_json(parser)
    parser.examples(
        "sensitivity study",
        "sensitivity study --outcome capability --outcome backfire",
        "sensitivity study --json",
    )
    parser.epilog = f"{parser.epilog}\n\n{METHODS_HELP}"


METHODS_HELP = f"""the method follows from the design of the study:
  saltelli                      first and total order indices (Sobol')
  morris                        elementary effects (Morris)
  sobol, latin-hypercube, grid  first order indices from the points as they are (RBD-FAST)
It writes {FILE} and a picture of each outcome into the folder of the study."""


def run(arguments: argparse.Namespace) -> int:
    """Analyse, write, print, and return the exit status."""
    need("sensitivity", "SALib", "pyarrow")
    from game.lab.results import Results
    from game.lab.sensitivity import of_study

    results = Results.open(arguments.folder)
    found, left_out = of_study(results, tuple(dict.fromkeys(arguments.outcome)))
    document = describe(results, found, left_out)
    document["pictures"] = _write(arguments, document, found)
    if arguments.json:
        print_json(document)
        return 0
    print(text(document, found))
    return 0


def _write(
    arguments: argparse.Namespace, document: dict[str, Any], found: "list[Sensitivity]"
) -> list[str]:
    from game.lab.sensitivity_chart import charts

    try:
        pictures = write_charts(arguments, document, charts(found))
        write_document(arguments, FILE, {**document, "pictures": pictures})
    except OSError as error:
        why = error.strerror or error
        raise CommandError(f"'{arguments.folder}' cannot be written: {why}") from None
    return pictures


def write_charts(
    arguments: argparse.Namespace, document: dict[str, Any], charts: "Iterable[Chart]"
) -> list[str]:
    """Write charts as SVG, and as PNG where resvg is installed, into the folder of the study.

    Returns their paths as seen from there.

    Raises: OSError.
    """
    from game.diskfile import replace_file
    from game.lab.pictures import files

    source = f"Two Stacks: {document['title']} {document['runs']:,} runs, model {document['model']}"
    written = []
    for chart in charts:
        for name, content in files(chart, source):
            replace_file(arguments.folder / PICTURES / name, content)
            written.append(f"{PICTURES}/{name}")
    return written


def write_document(arguments: argparse.Namespace, name: str, document: dict[str, Any]) -> None:
    """Write a document into the folder of the study. Raises: OSError."""
    from game.diskfile import replace_file

    told = json.dumps(plain(document), indent=2, allow_nan=False, ensure_ascii=False)
    replace_file(arguments.folder / name, f"{told}\n".encode())


def study_of(results: "Results") -> dict[str, Any]:
    """Which study it is, and how much of it was there."""
    return {
        "title": results.experiment.title,
        "scenario": results.experiment.scenario.name,
        "study": results.study["fingerprint"],
        "model": f"{results.study['model']}-{results.study['data']}",
        "design": results.experiment.design.kind,
        "points": results.study["points"],
        "runs": results.runs,
    }


def describe(
    results: "Results", found: "list[Sensitivity]", left_out: dict[str, str]
) -> dict[str, Any]:
    """The analysis as plain values."""
    return {
        **study_of(results),
        "replications": int(results.by_point(found[0].outcome).shape[1]),
        "method": found[0].method.name,
        "outcomes": [_entry(one) for one in found],
        "left_out": [{"outcome": name, "why": why} for name, why in left_out.items()],
    }


def _entry(one: "Sensitivity") -> dict[str, Any]:
    return {
        "outcome": one.outcome,
        "unit": one.unit,
        "factors": [{"factor": e.factor, **e.numbers, "clear": e.clear} for e in one.effects],
        "remainder": one.remainder,
        "variance": None if one.spread is None else vars(one.spread),
        "warnings": [*([one.slight] if one.slight else []), *one.warnings],
    }


def text(document: dict[str, Any], found: "list[Sensitivity]") -> str:
    """A table and the words for every outcome."""
    head = (
        f"{document['title']}: {document['runs']:,} runs, {document['points']:,} points "
        f"({document['design']}), {document['replications']} whole replications\n"
        f"{found[0].method.title}"
    )
    parts = [head, *(_outcome_text(one) for one in found)]
    parts += [f"{e['outcome']} is left out: it {e['why']}." for e in document["left_out"]]
    parts.append(f"written to the study's folder: {FILE}, {PICTURES}/sensitivity-*.svg")
    return "\n\n".join(parts)


def _outcome_text(one: "Sensitivity") -> str:
    columns = one.method.columns
    header = [f"{one.outcome}, {one.unit}", *columns.values(), ""]
    rows = [
        [e.factor, *(f"{e.numbers[name]:.3g}" for name in columns),
         "" if e.clear else "not clear of its margin"]
        for e in one.effects
    ]  # fmt: skip
    parts = [*([one.slight, ""] if one.slight else []), table(header, rows)]
    if one.remainder is not None:
        told = f"factors together and what luck is left: {one.remainder:.2f} of the variance"
        if one.remainder < 0.0:
            told = f"the shares add up to {1.0 - one.remainder:.2f}: above 1 is error of estimation"
        parts.append(told)
    if one.spread is not None:
        parts.append(_spread_text(one.spread))
    return "\n".join([*parts, *one.warnings])


def _spread_text(spread: "Spread") -> str:
    return (
        f"variance over single runs: factors {spread.factors:.0%}; luck and parameters, the same "
        f"at all points, {spread.luck:.0%}; what they do differently by point "
        f"{spread.luck_by_point:.0%}"
    )
