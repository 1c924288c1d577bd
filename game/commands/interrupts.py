"""Ctrl-C that cannot get lost: Python drops the exception when it comes in certain callbacks."""

import signal
from types import FrameType

_asked = False


def listen() -> None:
    """Take note of Ctrl-C from now on, besides raising KeyboardInterrupt."""
    signal.signal(signal.SIGINT, _take_note)


def _take_note(number: int, frame: FrameType | None) -> None:
    global _asked
    _asked = True
    raise KeyboardInterrupt


def check() -> None:
    """Stop if Ctrl-C was pressed. Raises: KeyboardInterrupt."""
    if _asked:
        raise KeyboardInterrupt
