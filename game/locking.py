"""One process at a time in a folder; whoever is killed lets go."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from game.commands.problems import CommandError

LOCK = ".lock"


class HeldError(CommandError):
    """Another process holds a folder; `holder` is its number, or nothing if that is not known."""

    def __init__(self, folder: Path, holder: str) -> None:
        named = f" (process {holder})" if holder else ""
        super().__init__(
            f"another twostacks{named} is at work in '{folder}'; wait for it or name a new folder"
        )
        self.holder = holder


@contextmanager
def as_sentence(folder: Path) -> Iterator[None]:
    """Say what the system has against a folder. Raises: CommandError instead of OSError."""
    try:
        yield
    except OSError as error:
        raise CommandError(f"'{folder}' cannot be written: {error.strerror or error}") from None


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder: the system lets go when this process ends, however it ends.

    Raises: HeldError if another process holds it, CommandError if it cannot be written.
    """
    path = folder / LOCK
    with as_sentence(folder):
        file = _locked(path)
    try:
        if sys.platform != "win32":
            with as_sentence(folder):
                os.ftruncate(file.fileno(), 0)
                os.write(file.fileno(), str(os.getpid()).encode())
        yield
    finally:
        if sys.platform != "win32":
            path.unlink(missing_ok=True)  # before the lock goes: nobody waits for it
        file.close()


def _locked(path: Path) -> IO[str]:
    while True:
        file = path.open("a+", encoding="utf-8")
        try:
            _lock(file)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise HeldError(path.parent, holder) from None
        # Whoever held it before may have removed the file between opening and locking.
        if sys.platform == "win32" or _same_file(file, path):
            return file
        file.close()


def _same_file(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _lock(file: IO[str]) -> None:
    """Lock an open file. Raises: BlockingIOError if another process has."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            raise BlockingIOError from None
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
