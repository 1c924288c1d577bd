"""Run what the documents show, as a reader would: from a shell, in some other folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT

SECONDS = 120
OUTER = {"DISPLAY", "WAYLAND_DISPLAY", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"}
PARTS = ("scenarios", "levers", "run", "validate", "play", "bench", "replay")
needs_the_command = pytest.mark.skipif(
    not all((ROOT / "game" / "commands" / f"{part}.py").exists() for part in PARTS),
    reason="not every command is there yet",
)


def environment() -> dict[str, str]:
    """Give the shell our environment's programs, no display, and nothing of an outer make."""
    kept = {name: value for name, value in os.environ.items() if name not in OUTER}
    kept["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]])
    kept["SDL_VIDEODRIVER"] = kept["SDL_AUDIODRIVER"] = "dummy"
    return kept


def run_in(folder: Path, command: str, where: str, exit_code: int = 0) -> str:
    """Run one command, check how it ends, and return what it printed to standard output."""
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={**environment(), "TWOSTACKS_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert result.returncode == exit_code, f"{where}: {command}\n{result.stdout}\n{result.stderr}"
    return result.stdout
