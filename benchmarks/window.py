"""The window's first frame and frame times, measured by the window's own code."""

from importlib import import_module
from importlib.util import find_spec

NAMES = ("first_frame_warm_seconds", "frame_p50_ms", "frame_p99_ms")


def figures(quick: bool) -> dict[str, float | None]:
    """The window's figures by name; None for each while there is no window to measure."""
    if find_spec("game.window.measure") is None:
        return dict.fromkeys(NAMES)
    measured = import_module("game.window.measure").figures(quick=quick)
    return {name: measured[name] for name in NAMES}
