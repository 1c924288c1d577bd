"""Environments for the peers' packages, apart from ours; `make peers` runs this file."""

import subprocess
import sys
from pathlib import Path

from benchmarks.peers.catalogue import ENVIRONMENTS, ROOT


def install(name: str, requirements: str) -> str:
    """Make `.venv-NAME` and fill it; returns why not, or nothing."""
    folder = ROOT / f".venv-{name}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    commands = [
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", "--requirement", requirements],
    ]
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return (done.stderr.strip() or done.stdout.strip()).splitlines()[-1]
    return ""


def main() -> None:
    """Install all; what cannot be installed is said, and left out of the table."""
    here = Path(__file__).parent
    for name, requirements in ENVIRONMENTS.items():
        problem = install(name, str(here / requirements))
        words = f"not complete: {problem}" if problem else "ready"
        print(f".venv-{name} ({requirements}) is {words}", file=sys.stderr)


if __name__ == "__main__":
    main()
