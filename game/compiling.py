"""Compiling the kernel in a process of its own: in a thread it would freeze the window."""

import subprocess
import sys
import time
from pathlib import Path

from agents import ensemble


class Compiler:
    """Warms the kernel cache in a process of its own."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0

    def command(self) -> list[str]:
        """What the process runs: the model's own kernel, at low priority where there is one."""
        root = str(Path(ensemble.__file__).resolve().parents[1])
        code = (
            "import os, sys; getattr(os, 'nice', int)(10); "
            f"sys.path.insert(0, {root!r}); from agents import ensemble; ensemble.kernel()"
        )
        return [sys.executable, "-c", code]

    def start(self) -> None:
        """Start it, once."""
        if self.process is None:
            self.started = time.monotonic()
            self.process = subprocess.Popen(
                self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )

    def failure(self) -> str:
        """The last line of what it said on its way out."""
        assert self.process is not None
        errors = self.process.stderr
        said = errors.read().decode(errors="replace").strip() if errors is not None else ""
        return said.rpartition("\n")[2] or f"exit status {self.process.returncode}"

    def stop(self) -> None:
        """End it if it still runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=5)
