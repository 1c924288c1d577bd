"""The server as a process of its own, in a folder that is thrown away."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

ROOT = Path(__file__).parents[2]
START_S = 60.0
MIB = 1024.0 * 1024.0


class NoServerError(RuntimeError):
    """The server did not come up, or ended by itself; the text is what it said."""


@dataclass
class Server:
    """The command `twostacks classroom` with a home of its own.

    `url`, `code`, `console` and `folder` are what it says when students can come. After a kill
    `start` goes on with the same class at the same port.
    """

    home: Path
    options: Sequence[str] = ()
    variables: dict[str, str] = field(default_factory=dict)
    url: str = ""
    code: str = ""
    console: str = ""
    folder: Path = Path()
    port: int = 0
    via: int = 0  # the port of a proxy that students go through, if there is one
    process: "subprocess.Popen[str] | None" = None

    def start(self) -> float:
        """Start it, or go on with the class. Returns when it said so, in seconds since 1970.

        Raises: NoServerError with what it said instead.
        """
        self.process = subprocess.Popen(
            self.command(), cwd=ROOT, text=True,
            env={**os.environ, "TWOSTACKS_HOME": str(self.home), **self.variables},
            stdout=subprocess.PIPE, stderr=(self.home / "errors.txt").open("a"),
        )  # fmt: skip
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        began = time.time()
        if not line:
            self.process.wait()
            raise NoServerError(self.errors())
        told = json.loads(line)
        self.url, self.code, self.console = told["url"], told["code"], told["console"]
        self.folder = Path(told["folder"])
        self.port = urlsplit(self.url).port or 0
        return began

    def command(self) -> list[str]:
        """What starts it, or goes on."""
        going_on = ["--open", str(self.folder)] if self.code else list(self.options)
        command = [sys.executable, "-m", "game", "classroom", "--json", "--local", "--no-browser"]
        return [*command, "--port", str(self.port), *going_on]

    async def start_in_thread(self) -> float:
        """`start`, while the event loop goes on."""
        return await asyncio.to_thread(self.start)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self, how: int = signal.SIGINT, limit: float = 20.0) -> tuple[float, dict[str, Any]]:
        """End it as Ctrl-C does: how long that took, and the digest that it says last. Units: s."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=limit)
        took = time.monotonic() - began
        lines = said.strip().splitlines()
        return took, json.loads(lines[-1]) if lines else {}

    def errors(self) -> str:
        """What it said on standard error, in all its lives."""
        return (self.home / "errors.txt").read_text(encoding="utf-8")

    # ---- what it takes

    def itself(self) -> psutil.Process:
        """The server's process."""
        assert self.process is not None
        return psutil.Process(self.process.pid)

    def model(self) -> psutil.Process | None:
        """The model's process, which is its largest child."""
        children = self.itself().children(recursive=True)
        return max(children, key=lambda one: one.memory_info().rss, default=None)

    def memory(self) -> dict[str, float]:
        """Memory in use by the server and by the model. Units: MiB."""
        model = self.model()
        return {
            "server": self.itself().memory_info().rss / MIB,
            "model": 0.0 if model is None else model.memory_info().rss / MIB,
        }

    def files(self) -> int:
        """Open files and sockets of the server."""
        return self.itself().num_fds() if hasattr(psutil.Process, "num_fds") else 0


@contextlib.contextmanager
def server(*options: str, **variables: str) -> Iterator[Server]:
    """A server that is running, and gone with everything in the end."""
    with tempfile.TemporaryDirectory(prefix="two-stacks-class-") as folder:
        made = Server(Path(folder), options, variables)
        try:
            made.start()
            yield made
        finally:
            if made.process is not None and made.process.poll() is None:
                made.kill()
