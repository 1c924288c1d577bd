"""`twostacks batch`: play an experiment from a file into a folder of tables."""

import argparse
import math
import shlex
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from game.commands.model import ready_kernel
from game.commands.output import Progress, print_json
from game.commands.parser import Parser, add_json, path, whole
from game.commands.problems import CommandError, existing_file, nearest, need

if TYPE_CHECKING:
    from game.lab.design import DesignTable
    from game.lab.experiment import Experiment
    from game.lab.runner import Played


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("file", type=path, metavar="FILE", nargs="?", help="a file, or a name from --list")
    add("--out", type=path, metavar="DIR", help="the folder for the tables, new or the study's own")
    add("--resume", action="store_true", help="go on with a study that was stopped")
    add(
        "--limit",
        type=whole(1),
        metavar="RUNS",
        help="stop when the study has so many paired runs, in whole chunks; --resume goes on",
    )
    add(
        "--executor",
        choices=("threads", "processes", "dask"),
        help="who plays: threads of this process (the default), processes, or a local Dask "
        "cluster; changes no number",
    )
    add("--workers", type=whole(1, 4096), metavar="N", help="how many of them (all cores)")
    add("--dask", metavar="ADDRESS", help="play on this Dask cluster, such as tcp://10.0.0.5:8786")
    add("--list", action="store_true", help="list the experiments that come with the product")
    add("--check", action="store_true", help="check the file and say what it takes; write nothing")
    add("--quiet", action="store_true", help="no progress on standard error")
    add_json(parser)
    parser.examples(
        "batch --list",
        "batch my-experiment.toml --check",
        "batch my-experiment.toml --out study",
        "batch my-experiment.toml --out study --limit 10000 --executor processes",
        "batch my-experiment.toml --out study --resume --dask tcp://10.0.0.5:8786",
    )


def run(arguments: argparse.Namespace) -> int:
    """Play, check or list, print what came of it, and return the exit status."""
    _check_arguments(arguments)
    if arguments.list:
        _list(arguments.json)
        return 0
    from game.lab.design import points
    from game.lab.reading import read_experiment

    need("--out, which writes Parquet,", "pyarrow")
    experiment = read_experiment(find_experiment(arguments.file))
    design = points(experiment)
    if arguments.check:
        from game.lab.trial import expect, text

        ready_kernel(arguments.quiet)
        expected = expect(experiment, design, **_crew(arguments))
        _print(arguments, expected, text)
        return 0
    from game.lab.summary import text as study_text

    _print(arguments, _play(arguments, experiment, design), study_text)
    return 0


def _print(
    arguments: argparse.Namespace, told: dict[str, Any], text: Callable[[dict[str, Any]], str]
) -> None:
    if arguments.json:
        print_json(told)
    else:
        print(text(told))


def _check_arguments(arguments: argparse.Namespace) -> None:
    if arguments.list:
        return
    if arguments.file is None:
        raise CommandError(
            "batch needs an experiment: a file, or a name from: twostacks batch --list"
        )
    if not arguments.check and arguments.out is None:
        raise CommandError("batch needs --out DIR, the folder for the tables (or --check)")
    if arguments.dask is not None and arguments.executor not in {None, "dask"}:
        raise CommandError(
            f"--dask plays on a Dask cluster, not on {arguments.executor}; leave one of them out"
        )
    if arguments.dask is not None and arguments.workers is not None:
        raise CommandError("the cluster of --dask has workers of its own; leave out --workers")


def find_experiment(file: Path) -> Path:
    """The file of an experiment: a path, or the name of one that comes with the product.

    Raises: CommandError naming the nearest.
    """
    from game.lab.shipped import shipped

    known = shipped()
    if str(file) in known and not file.is_file():
        return known[str(file)]
    if file.exists() or file.suffix or len(file.parts) > 1:
        return existing_file(file)
    raise CommandError(
        f"there is no file '{file}' and no experiment of that name; the nearest is "
        f"'{nearest(file.name, known)}' (see: twostacks batch --list)"
    )


def _list(as_json: bool) -> None:
    from game.lab.shipped import shipped

    entries = [_entry(name, file) for name, file in shipped().items()]
    if as_json:
        print_json({"experiments": entries})
        return
    for e in entries:
        print(f"{e['name']}: {e['title']}")
        size = (
            f"{e['points']:,} points of {len(e['factors'])} factors ({e['design']}) x "
            f"{e['replications']:,} replications = {e['runs']:,} runs"
        )
        for text in (e["question"], size, e["path"]):
            print(fill(text, 98, initial_indent="  ", subsequent_indent="  "))
        print()
    print("to play one: twostacks batch NAME --out DIR; to make your own, start from one of them")


def _entry(name: str, file: Path) -> dict[str, Any]:
    from game.lab.design import size
    from game.lab.reading import read_experiment

    experiment = read_experiment(file)
    return {
        "name": name,
        "title": experiment.title,
        "question": experiment.question,
        "scenario": experiment.scenario.name,
        "design": experiment.design.kind,
        "factors": [factor.name for factor in experiment.factors],
        "points": size(experiment),
        "replications": experiment.replications,
        "runs": size(experiment) * experiment.replications,
        "path": str(file),
    }


def _crew(arguments: argparse.Namespace) -> dict[str, Any]:
    """Who plays, as `make_executor` takes it."""
    kind = arguments.executor or ("dask" if arguments.dask else "threads")
    return {"kind": kind, "workers": arguments.workers, "address": arguments.dask or ""}


def _play(
    arguments: argparse.Namespace, experiment: "Experiment", design: "DesignTable"
) -> dict[str, Any]:
    """Play what is missing of the study, and say what came of it."""
    from game.lab.head import head_files, study_of
    from game.lab.memory import peak
    from game.lab.runner import Played
    from game.lab.store import Store, check_folder, read_study
    from game.lab.summary import summarise

    study, files = study_of(experiment, design), head_files(experiment, design)
    check_folder(arguments.out, study, files, arguments.resume)
    if arguments.resume and read_study(arguments.out) is None:
        print(f"'{arguments.out}' holds no study to go on with: a new one begins", file=sys.stderr)
    there = Store(arguments.out, study)
    for name in there.damaged:
        print(f"{name} is damaged; its chunk is played again", file=sys.stderr)
    played = Played()
    if there.missing(arguments.limit):
        ready_kernel(arguments.quiet)
        played = _play_missing(arguments, experiment, design, study, files)
    told = summarise(arguments.out)
    seconds = played.seconds or math.nan
    told["played"] = {
        **asdict(played),
        "runs_per_second": played.runs / seconds,
        "worlds_per_second": played.worlds / seconds,
    }
    crew = _crew(arguments)
    own_processes = crew["kind"] != "threads" and not crew["address"]
    return {
        **told,
        "executor": crew["kind"],
        "damaged": there.damaged,
        **peak(own_processes and played.runs > 0),
    }


def _play_missing(
    arguments: argparse.Namespace,
    experiment: "Experiment",
    design: "DesignTable",
    study: dict[str, Any],
    files: dict[str, bytes],
) -> "Played":
    """Play the chunks that the folder lacks, with progress on standard error."""
    from game.lab.executors import make_executor
    from game.lab.runner import run_experiment
    from game.lab.store import opened

    with (
        make_executor(**_crew(arguments)) as crew,
        opened(arguments.out, study, files, arguments.resume) as store,
    ):
        progress = Progress(experiment.title, arguments.quiet, unit="runs", before=store.runs_done)
        try:
            return run_experiment(
                experiment, design, store, crew, limit=arguments.limit, progress=progress.heard
            )
        except KeyboardInterrupt:
            progress.close()
            words = ["twostacks", "batch", str(arguments.file), "--out", str(arguments.out)]
            print(
                f"\n{store.runs_done:,} of {study['runs']:,} runs are finished; go on with: "
                f"{shlex.join([*words, '--resume'])}",
                file=sys.stderr,
            )
            raise
        finally:
            progress.close()
            sys.stderr.flush()
