"""Folders written whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from game.commands.problems import CommandError


@contextmanager
def written_whole(out: Path) -> Iterator[Path]:
    """A folder beside `out` to write in; its files move to `out` when all of them are whole.

    Raises: CommandError if the disk refuses.
    """
    partial = out.resolve().parent / f".{out.resolve().name}.{os.getpid()}.partial"
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
