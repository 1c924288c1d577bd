"""Classes are kept for a while and then let go; one program at a time has a class open.

A class that is open is never deleted: its folder is held. What is deleted is overwritten first.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from game import locking
from game.classroom.folder import KEPT_DAYS, ClassFolder, is_class, outdated
from game.commands.problems import CommandError


class OpenError(CommandError):
    """A class that another program has open; the text says which."""


@contextmanager
def holding(folder: ClassFolder) -> Iterator[None]:
    """Hold a class while it is open. Raises: OpenError if somebody else has it open already."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locking.held(folder.path))
        except locking.HeldError as error:
            who = f" in process {error.holder}" if error.holder else ""
            raise OpenError(f"the class {folder.code} is open{who}; end it there first") from None
        yield


def is_open(folder: ClassFolder) -> bool:
    """Whether a program has a class open."""
    if not (folder.path / locking.LOCK).exists():
        return False
    try:
        with holding(folder):
            return False
    except OpenError:
        return True


def delete(folder: ClassFolder) -> None:
    """Remove a class with everything that it holds.

    Raises: OpenError while it is open, CommandError if it is no folder of a class, or stays.
    """
    if not is_class(folder.path):
        raise CommandError(
            f"'{folder.path}' is not named like the folder of a class, such as 2026-11-30-KXR4TM; "
            "remove it by hand"
        )
    with holding(folder):
        pass  # nobody has it open; some systems remove no file that is held
    try:
        folder.delete()
    except OSError as error:
        raise CommandError(
            f"'{folder.path}' cannot be removed: {error.strerror or error}"
        ) from None


def let_go(
    days: float = KEPT_DAYS, home: Path | None = None, now: float | None = None
) -> tuple[list[ClassFolder], list[str]]:
    """Delete the classes that have lain for longer than they are kept; 0 days keep all.

    Returns what was deleted, and a sentence for each that could not be. What is open stays.
    """
    gone: list[ClassFolder] = []
    problems: list[str] = []
    for folder in list(outdated(days, home, now)) if days else []:
        try:
            delete(folder)
        except OpenError:
            continue
        except CommandError as error:
            problems.append(str(error))
        else:
            gone.append(folder)
    return gone, problems


def goes_at(folder: ClassFolder, days: float = KEPT_DAYS) -> float | None:
    """When a class will be deleted if nobody uses it, in seconds since 1970; 0 days keep it."""
    return folder.last_used() + 86400.0 * days if days else None
