"""Ctrl-C that cannot get lost: Python drops the exception when it comes in certain callbacks."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130  # 128 + SIGINT, as a shell counts

_asked = False
_at_once = False


def listen() -> None:
    """Take note of Ctrl-C from now on, besides raising KeyboardInterrupt."""
    signal.signal(signal.SIGINT, _take_note)


def _take_note(number: int, frame: FrameType | None) -> None:
    global _asked
    _asked = True
    if _at_once:
        leave()
    raise KeyboardInterrupt


def check() -> None:
    """Stop if Ctrl-C was pressed. Raises: KeyboardInterrupt."""
    if _asked:
        raise KeyboardInterrupt


@contextmanager
def at_once() -> Iterator[None]:
    """End the process at Ctrl-C while a compiler works that would drop the exception.

    Only where nothing is being written.
    """
    global _at_once
    _at_once = True
    try:
        yield
    finally:
        _at_once = False


def say_stopped() -> None:
    """Say that the person stopped the command."""
    print("\ntwostacks: stopped; every file already written is whole.", file=sys.stderr)


def leave() -> NoReturn:
    """End the process now.

    CPython dies of the signal, whatever the status, if the interrupt came while a module was
    being imported or compiled.
    """
    say_stopped()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)
