"""The folder of a study: what was asked, which chunks are finished, and never half a table.

A chunk is finished when its part of the runs table stands under its own name; the part of the
paths table is there before it.
"""

import errno
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from game.commands.problems import CommandError
from game.diskfile import replace_file
from game.lab.chunk import Part
from game.lab.head import FORMAT, STUDY
from game.locking import as_sentence, held

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


class Store:
    """A study's folder, held by this process. `done` are the numbers of the finished chunks;
    `damaged` names the parts that were found unreadable, whose chunks count as not finished."""

    def __init__(self, folder: Path, study: Mapping[str, Any]) -> None:
        self.folder = folder
        self.study = study
        self.damaged: list[str] = []
        self.done = {n for n in finished_chunks(folder, study) if self._is_whole(n)}

    def _is_whole(self, number: int) -> bool:
        for table in tables(self.study):
            path = part_path(self.folder, table, number)
            if not _reads(path, self.runs_of(number)):
                self.damaged.append(f"{table}/{path.name}")
                return False
        return True

    def runs_of(self, number: int) -> int:
        """How many paired runs a chunk holds."""
        size: int = self.study["chunk_runs"]
        return min(size, self.study["runs"] - number * size)

    @property
    def runs_done(self) -> int:
        """How many paired runs are finished."""
        return sum(map(self.runs_of, self.done))

    def missing(self, limit: int | None = None) -> list[int]:
        """The chunks still to play, in order, until the study has `limit` runs."""
        wanted = self.study["runs"] if limit is None else min(limit, self.study["runs"])
        chunks = -(-wanted // self.study["chunk_runs"])
        return [number for number in range(chunks) if number not in self.done]

    def write(self, part: Part) -> None:
        """Keep a finished chunk. After it returns, no crash takes the chunk away.

        Raises: CommandError if the disk refuses; the finished chunks stay.
        """
        try:
            if part.paths is not None:
                replace_file(part_path(self.folder, "paths", part.number), part.paths)
            replace_file(part_path(self.folder, "runs", part.number), part.runs)
        except OSError as error:
            raise CommandError(self._refused(error)) from None
        self.done.add(part.number)

    def _refused(self, error: OSError) -> str:
        there = f"{self.runs_done:,} of {self.study['runs']:,} runs are there and whole"
        if error.errno in FULL:
            return (
                f"the disk of '{self.folder}' is full; {there}: free some space and go on with "
                "--resume"
            )
        return f"'{self.folder}' cannot be written: {error.strerror or error}; {there}"


def tables(study: Mapping[str, Any]) -> list[str]:
    """The tables that a study has in parts."""
    return sorted({column["table"] for column in study["columns"]})


def part_path(folder: Path, table: str, number: int) -> Path:
    """Where a chunk's part of a table ("runs" or "paths") lies."""
    return folder / table / f"part-{number:06d}.parquet"


def finished_chunks(folder: Path, study: Mapping[str, Any]) -> list[int]:
    """The numbers of the chunks whose parts stand under their own names, in order."""
    names = {path.name for path in (folder / "runs").glob("part-*.parquet")}
    chunks: int = study["chunks"]
    return [n for n in range(chunks) if part_path(folder, "runs", n).name in names]


def read_study(folder: Path) -> dict[str, Any] | None:
    """What study.json says; None where there is none.

    Raises: CommandError if it cannot be read.
    """
    try:
        study = json.loads((folder / STUDY).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CommandError(
            f"'{folder / STUDY}' cannot be read: {error.strerror or error}"
        ) from None
    except ValueError as error:
        raise CommandError(f"'{folder / STUDY}' is damaged: {error}") from None
    if not isinstance(study, dict) or study.get("format") != FORMAT:
        raise CommandError(f"'{folder / STUDY}' is no study that this version can read")
    return study


@contextmanager
def opened(
    folder: Path, study: Mapping[str, Any], files: Mapping[str, bytes], resume: bool
) -> Iterator[Store]:
    """The store of a study, begun or gone on with; no other process can hold it meanwhile.

    `files` are written beside study.json when the study begins.
    Raises: CommandError if the folder holds anything else, is held, or cannot be written.
    """
    check_folder(folder, study, files, resume)
    with as_sentence(folder):
        for table in tables(study):
            (folder / table).mkdir(parents=True, exist_ok=True)
    with held(folder):
        check_folder(folder, study, files, resume)
        with as_sentence(folder):
            for left_over in folder.glob("**/.*.partial"):
                left_over.unlink()
            if read_study(folder) is None:
                for name, content in files.items():
                    replace_file(folder / name, content)
                text = json.dumps(study, indent=2, allow_nan=False, ensure_ascii=False)
                replace_file(folder / STUDY, f"{text}\n".encode())
        yield Store(folder, study)


def check_folder(
    folder: Path, study: Mapping[str, Any], files: Mapping[str, bytes], resume: bool
) -> None:
    """See that a study can be begun or gone on with there; changes nothing.

    Raises: CommandError saying what stands in the way.
    """
    with as_sentence(folder):
        _check_folder(folder, study, files, resume)


def _check_folder(
    folder: Path, study: Mapping[str, Any], files: Mapping[str, bytes], resume: bool
) -> None:
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"'{folder}' is a file; --out needs a folder")
    known = read_study(folder)
    if known is None:
        _check_empty(folder, files)
        return
    _check_same(folder, known, study)
    there = len(finished_chunks(folder, known))
    if 0 < there < study["chunks"] and not resume:
        runs = min(there * study["chunk_runs"], study["runs"])
        raise CommandError(
            f"'{folder}' holds this study unfinished, about {runs:,} of {study['runs']:,} runs; "
            "go on with --resume, or name a new folder"
        )


def _check_empty(folder: Path, files: Mapping[str, bytes]) -> None:
    """Nothing is there but what a study that was stopped at its very beginning leaves."""
    if not folder.exists():
        return
    for path in sorted(folder.iterdir()):
        ours = path.name.endswith((".partial", ".lock")) and path.name.startswith(".")
        empty = path.is_dir() and path.name in ("runs", "paths") and not _visible(path)
        same = path.name in files and path.is_file() and files[path.name] == path.read_bytes()
        if not (ours or empty or same):
            raise CommandError(
                f"the folder '{folder}' is not empty and holds no study ('{path.name}' is there); "
                "name a new folder"
            )


def _visible(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.name.endswith(".partial")]


def _check_same(folder: Path, known: Mapping[str, Any], study: Mapping[str, Any]) -> None:
    told = in_short(differences(known["experiment"], study["experiment"]))
    if told:
        raise CommandError(
            f"'{folder}' holds another experiment (there and here: {told}); name a new folder"
        )
    for key, what in (("model", "model"), ("data", "data of the model")):
        if known[key] != study[key]:
            raise CommandError(
                f"'{folder}' was begun with another {what} ({known[key]}, here {study[key]}); go "
                "on with that version of Two Stacks, or name a new folder"
            )
    if known["fingerprint"] != study["fingerprint"]:
        raise CommandError(
            f"'{folder}' was begun by another version of Two Stacks or of a library, which lays "
            "out other points or tables; go on with that version, or name a new folder"
        )


def differences(there: Any, here: Any, where: str = "") -> Iterator[str]:
    """What differs between two plain values: the key, what is there, what is here."""
    if isinstance(there, dict) and isinstance(here, dict):
        for key in sorted({*there, *here}):
            yield from differences(there.get(key), here.get(key), f"{where}.{key}".lstrip("."))
    elif isinstance(there, list) and isinstance(here, list) and len(there) == len(here):
        for place, (one, other) in enumerate(zip(there, here, strict=True), start=1):
            yield from differences(one, other, f"{where}[{place}]")
    elif there != here:
        yield f"{where} {_short(there)} and {_short(here)}"


def in_short(differing: Iterable[str]) -> str:
    """The first three differences; empty if there is none."""
    every = list(differing)
    return "; ".join(every[:3]) + ("; and more" if len(every) > 3 else "")


def _short(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return f"{len(value)} entries" if len(value) != 1 else "1 entry"
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


def _reads(path: Path, runs: int) -> bool:
    """Whether a Parquet file has its end, and rows for so many runs."""
    from pyarrow import ArrowException, parquet

    try:
        found: int = parquet.read_metadata(path).num_rows
    except (OSError, ArrowException):
        return False
    return found > 0 and found % runs == 0
