"""Folders written whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from game.commands.problems import CommandError


def partial_folder(out: Path) -> Path:
    """Where files are written before they are whole: in `out` if it is there, else beside it."""
    home = out if out.is_dir() else out.resolve().parent
    return home / f".{out.resolve().name}.{os.getpid()}.partial"


def try_folder(out: Path) -> None:
    """See that `out` can be written, by writing.

    Raises: CommandError if it cannot.
    """
    partial = partial_folder(out)
    made = [p for p in (partial, *partial.parents) if not p.exists()]
    try:
        partial.mkdir(parents=True)
    except OSError as error:
        raise CommandError(f"'{out}' cannot be written: {error.strerror or error}") from None
    finally:
        for path in made:
            if path.is_dir():
                path.rmdir()


@contextmanager
def written_whole(out: Path) -> Iterator[Path]:
    """A folder in or beside `out` to write in; its files move to `out` when all of them are whole.

    Raises: CommandError if the disk refuses.
    """
    partial = partial_folder(out)
    try:
        partial.mkdir(parents=True)
        yield partial
        if out.is_dir():
            for file in sorted(partial.iterdir()):
                file.replace(out / file.name)
        else:
            partial.rename(out)
    except OSError as error:
        raise CommandError(f"'{out}' cannot be written: {error.strerror or error}") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
