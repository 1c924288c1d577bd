"""The window's first frame and frame times, measured by the window's own code."""

import subprocess
import sys
from importlib import import_module

NAMES = ("first_frame_warm_seconds", "frame_p50_ms", "frame_p99_ms")


def figures(quick: bool) -> dict[str, float | None]:
    """The window's figures by name; None for each where it cannot be measured, and why."""
    try:
        measured = import_module("game.window.measure").figures(quick=quick)
    except (ImportError, OSError, ValueError, subprocess.SubprocessError) as error:
        print(f"the window cannot be measured: {error}", file=sys.stderr)
        return dict.fromkeys(NAMES)
    return {name: measured[name] for name in NAMES}
