"""Writing files so that a crash at any moment loses nothing that was acknowledged."""

import os
import secrets
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make a new or renamed name in a folder last; some systems cannot, and need not."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file as a whole: after a crash there is the old one or the new one, never a half.

    Who may read it follows the umask, as for any file.

    Raises: OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with partial.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def append_file(path: Path, data: bytes) -> None:
    """Append to a file and wait until it is on disk. Raises: OSError."""
    with path.open("ab") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def keep_copy(path: Path) -> Path:
    """Copy a file beside itself under a free name, such as game.damaged-1.jsonl."""
    number = 1
    while True:
        copy = path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")
        try:
            with copy.open("xb") as file:
                file.write(path.read_bytes())
                file.flush()
                os.fsync(file.fileno())
            return copy
        except FileExistsError:
            number += 1
