"""`twostacks discover`: under which conditions a study's runs backfire."""

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.commands.output import Progress, print_json, table
from game.commands.parser import Parser, add_json, path
from game.commands.problems import CommandError, need
from game.commands.sensitivity import PICTURES, study_of, write_charts, write_document

if TYPE_CHECKING:
    from game.lab.cases import Searched
    from game.lab.discovery import Discovery
    from game.lab.experiment import Backfire
    from game.lab.results import Results

FILE = "boxes.json"
FEW_SETS = 50


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("folder", type=path, metavar="DIR", help="the folder of a study from: twostacks batch")
    add("--outcome", metavar="NAME", help="judge by this outcome (the experiment's own criterion)")
    mark = parser.add_mutually_exclusive_group()
    mark.add_argument("--above", type=number, metavar="X", help="runs in which it is above X (0)")
    mark.add_argument("--below", type=number, metavar="X", help="runs in which it is below X")
    add("--method", choices=("prim", "cart"), default="prim",
        help="peel slices off (prim, the default) or split into a tree (cart)")  # fmt: skip
    add("--min-mass", type=share, default=0.05, metavar="M",
        help="the least share of all runs that a region must hold (0.05)")  # fmt: skip
    add("--parameters", action="store_true",
        help="search the parameter sets of the runs too, not the factors alone")  # fmt: skip
    add("--brief", type=path, metavar="FILE",
        help="write the region as an analyst brief for the game, a TOML file")  # fmt: skip
    add("--quiet", action="store_true", help="no progress on standard error")
    add_json(parser)
    parser.examples(
        "discover study",
        "discover study --outcome autonomy --above 0.1 --method cart",
        "discover study --parameters --json",
        "discover study --brief my-region.toml",
    )


def number(words: str) -> float:
    """Read a finite number."""
    try:
        value = float(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{words}' is not a number") from None
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"'{words}' is not a finite number")
    return value


def share(words: str) -> float:
    """Read a share of the runs."""
    value = number(words)
    if not 0.01 <= value <= 0.5:
        near = min(max(value, 0.01), 0.5)
        raise argparse.ArgumentTypeError(
            f"{value:g} is not from 0.01 to 0.5; the nearest valid value is {near:g}"
        )
    return value


def run(arguments: argparse.Namespace) -> int:
    """Search, write, print, and return the exit status."""
    need("discover", "ema_workbench", "pyarrow")
    if arguments.brief is not None:
        check_brief_file(arguments.brief)
    from game.lab.cases import cases_of
    from game.lab.discovery import discover
    from game.lab.results import Results

    results = Results.open(arguments.folder)
    rule = _rule(arguments, results)
    searched = cases_of(results, rule, arguments.parameters)
    progress = Progress(f"searching {searched.cases.size:,} runs", arguments.quiet)
    try:
        found = discover(
            searched.cases, arguments.method, arguments.min_mass, results.experiment.seed,
            searched.neat, progress.heard,
        )  # fmt: skip
    finally:
        progress.close()
    document = describe(results, searched, found, arguments.min_mass)
    if arguments.brief is not None and found.verdict != "found":
        raise CommandError(f"there is no brief to write: {_lowered(document['said'])}")
    document["pictures"] = _write(arguments, document, searched, found, results)
    if arguments.json:
        print_json(document)
        return 0
    print(text(document))
    if arguments.brief is not None:
        print(f"the brief is in {arguments.brief}")
    return 0


def check_brief_file(file: Path) -> None:
    """See that a brief can be written there, and that nothing else is written over.

    Raises: CommandError.
    """
    from game.briefs import SUFFIX, BriefError, read_brief

    if file.suffix != SUFFIX:
        raise CommandError(f"a brief is a TOML file: name it '{file.with_suffix(SUFFIX)}'")
    if not file.parent.is_dir():
        raise CommandError(f"there is no folder '{file.parent}' for the brief")
    if file.exists():
        try:
            read_brief(file)
        except BriefError as error:
            raise CommandError(
                f"'{file}' is there already and is no brief ({error}); name a new file"
            ) from None


def _rule(arguments: argparse.Namespace, results: "Results") -> "Backfire":
    """The criterion: the experiment's own unless another one was asked for."""
    from game.lab.experiment import Backfire
    from game.lab.sensitivity import check_outcome

    own = results.experiment.backfire
    if arguments.outcome is None and arguments.above is None and arguments.below is None:
        return Backfire(check_outcome(results, own.outcome), own.mark, own.above)
    outcome = check_outcome(results, arguments.outcome or own.outcome)
    if arguments.below is not None:
        return Backfire(outcome, arguments.below, above=False)
    return Backfire(outcome, 0.0 if arguments.above is None else arguments.above)


def _write(
    arguments: argparse.Namespace,
    document: dict[str, Any],
    searched: "Searched",
    found: "Discovery",
    results: "Results",
) -> list[str]:
    """Write boxes.json, the pictures and the brief; returns the names of the pictures."""
    from game.briefs import write_brief
    from game.lab.briefs import brief_of, key_of
    from game.lab.discovery_chart import charts

    drawn = charts(found, searched, results.experiment.seed)
    where = arguments.folder
    try:
        pictures = write_charts(arguments, document, drawn)
        _remove_others(arguments.folder / PICTURES, pictures)
        write_document(arguments, FILE, {**document, "pictures": pictures})
        if arguments.brief is not None:
            where, key = arguments.brief, key_of(arguments.brief.stem)
            write_brief(arguments.brief, brief_of(results, searched, found, key))
    except OSError as error:
        raise CommandError(f"'{where}' cannot be written: {error.strerror or error}") from None
    return pictures


def _remove_others(folder: Path, written: list[str]) -> None:
    """Remove the pictures of an earlier search that this one did not draw. Raises: OSError."""
    for file in folder.glob("discovery-*"):
        if f"{PICTURES}/{file.name}" not in written:
            file.unlink()


def describe(
    results: "Results", searched: "Searched", found: "Discovery", least_mass: float
) -> dict[str, Any]:
    """What was found as plain values."""
    rule, score, held = searched.rule, found.score, found.held
    return {
        **study_of(results),
        "method": found.method,
        "least_mass": least_mass,
        "criterion": {"outcome": rule.outcome, "above": rule.above, "mark": float(rule.mark),
                      "baseline": results.experiment.baseline.kind},
        "inputs": list(searched.cases.names),
        "parameter_sets": searched.sets or None,
        "cases": int(searched.cases.hits.sum()),
        "base_rate": searched.cases.base_rate,
        "verdict": found.verdict,
        "said": said(results, searched, found),
        "warnings": _warnings(results, searched, found),
        "box": [_limit_entry(searched, found, name) for name in found.box],
        "runs_inside": score.runs,
        "coverage": score.coverage,
        "density": score.density,
        "mass": score.mass,
        "outside_rate": score.outside_rate,
        "lead": score.lead,
        "passed": [
            {"coverage": s.coverage, "density": s.density, "mass": s.mass,
             "limits": {name: [low, high] for name, (low, high) in box.items()}}
            for box, s in found.trail
        ],
        "halves": None if held is None else {
            "repeats": held.repeats, "density": held.density, "base_rate": held.base_rate,
            "lead": held.lead, "share_leading": held.share,
            "limits": [{"input": name, "side": ("low", "high")[end], "share": part}
                       for (name, end), part in sorted(held.limits.items())],
        },
    }  # fmt: skip


def _limit_entry(searched: "Searched", found: "Discovery", name: str) -> dict[str, Any]:
    """The limits of one input: values, quasi-p-values, how often they came up on halves."""
    factor, (low, high) = searched.find(name), found.box[name]
    again = {} if found.held is None else found.held.limits
    return {
        "input": name,
        "kind": factor.kind,
        "keys": list(factor.keys),
        "unit": factor.unit,
        "low": low,
        "high": high,
        "quasi_p_low": found.quasi_p.get((name, 0)),
        "quasi_p_high": found.quasi_p.get((name, 1)),
        "again_low": again.get((name, 0), 0.0) if math.isfinite(low) else None,
        "again_high": again.get((name, 1), 0.0) if math.isfinite(high) else None,
    }


def said(results: "Results", searched: "Searched", found: "Discovery") -> str:
    """The finding in a sentence, no stronger than the check on halves allows."""
    from game.brief_words import criterion_text
    from game.lab.briefs import brief_of

    rule, cases, score = searched.rule, searched.cases, found.score
    baseline = results.experiment.baseline.kind
    what = criterion_text(rule.outcome, rule.above, rule.mark, baseline)
    if found.verdict == "found":
        return brief_of(results, searched, found, "x").statement
    if found.verdict == "nothing":
        return (
            f"In {int(cases.hits.sum()):,} of {cases.size:,} runs {what}: too few on one side to "
            "look for a region."
        )
    best = f"the best has {score.density:.0%} against {cases.base_rate:.0%} of all runs"
    if not found.box:
        best = "every limit that the search tried turned out to add nothing"
    elif found.held is not None and score.lead >= 0.05:
        best += (
            f", and only {found.held.share:.0%} of the regions found on half of the runs did "
            "better than chance on the other half"
        )
    elif found.held is None:
        best += ", and there are too few points or parameter sets to check it on halves"
    return f"No region holds up in which it is more frequent that {what}: {best}."


def _warnings(results: "Results", searched: "Searched", found: "Discovery") -> list[str]:
    told = []
    if results.experiment.design.kind in {"list", "one-at-a-time", "history"}:
        told.append(
            "The points of this design were chosen, not drawn: a region over them sums up the "
            "list and says little of what lies between."
        )
    if 0 < searched.sets < FEW_SETS:
        told.append(
            f"Only {searched.sets} parameter sets were played: too few to tell one number of the "
            "model from another. More replications play more sets."
        )
    if found.held is None and found.verdict != "nothing":
        told.append("Too few points or parameter sets to check the region on halves of them.")
    return told


def _lowered(words: str) -> str:
    return words[0].lower() + words[1:].rstrip(".")


def text(document: dict[str, Any]) -> str:
    """The finding, its limits, and how far it holds."""
    criterion = document["criterion"]
    side = "above" if criterion["above"] else "below"
    parts = [
        f"{document['title']}: {document['runs']:,} runs, of interest where "
        f"{criterion['outcome']} is {side} {criterion['mark']:g}: {document['cases']:,} "
        f"({document['base_rate']:.0%})",
        document["said"],
    ]
    if document["box"]:
        parts.append(_limits_text(document))
        parts.append(
            f"inside lie {document['mass']:.0%} of all runs (mass) and "
            f"{document['coverage']:.0%} of those of interest (coverage); "
            f"{document['density']:.0%} of the runs inside are of interest (density)"
        )
    if document["halves"] is not None:
        parts.append(_halves_text(document["halves"]))
    parts += document["warnings"]
    drawings = [name for name in document["pictures"] if name.endswith(".svg")]
    parts.append(f"written to the study's folder: {', '.join([FILE, *drawings])}")
    return "\n\n".join(parts)


def _limits_text(document: dict[str, Any]) -> str:
    rows = []
    for entry in document["box"]:
        for side, words in (("low", "at least"), ("high", "at most")):
            if math.isfinite(entry[side]):
                rows.append([
                    entry["input"], words, f"{entry[side]:,.6g}", entry["unit"],
                    _tiny(entry[f"quasi_p_{side}"]), f"{entry[f'again_{side}']:.0%}",
                ])  # fmt: skip
    return table(["region", "", "limit", "unit", "quasi-p", "again on halves"], rows, left=2)


def _tiny(chance: float) -> str:
    return f"{chance:.2g}" if chance >= 1e-9 else "under 1e-9"


def _halves_text(halves: dict[str, Any]) -> str:
    return (
        f"found again on {halves['repeats']} random halves and scored on the other halves: density "
        f"{halves['density']:.0%} against {halves['base_rate']:.0%} of all (medians); better than "
        f"chance in {halves['share_leading']:.0%} of them"
    )
