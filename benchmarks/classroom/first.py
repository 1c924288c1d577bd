"""How soon after the installation the first student has a seat: a new environment, cold caches."""

import asyncio
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.classroom.figures import Figure
from benchmarks.classroom.phones import Student, Teacher
from benchmarks.classroom.process import ROOT, Server


@dataclass
class Installed(Server):
    """A server from an installation of its own, started as a teacher does."""

    def command(self) -> list[str]:
        """What a teacher types, and words for a program; 8000 may be taken here."""
        return [str(self.home / "venv" / "bin" / "twostacks"), "classroom", "--json", "--port", "0"]


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Install and start, then join and begin.

    Raises: subprocess.CalledProcessError if it cannot be installed, NoServerError if not started.
    """
    install = Figure("C1 install", "a new environment with the classroom in it (network)", "s", 90)
    seat = Figure("C1 seat", "from the command to the first student with a seat", "s", 90)
    begin = Figure("C1 begin", "from the command to a class that can begin", "s", 90)
    with tempfile.TemporaryDirectory(prefix="two-stacks-class-") as folder:
        home = Path(folder)
        began = time.monotonic()
        say("installing")
        venv.create(home / "venv", with_pip=True)
        python = home / "venv" / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", f"{ROOT}[classroom]"],
            check=True, stdout=sys.stderr,
        )  # fmt: skip
        install.add(time.monotonic() - began)
        cold = {"NUMBA_CACHE_DIR": str(home / "numba"), "XDG_CACHE_HOME": str(home / "cache")}
        server = Installed(home, variables=cold)
        say("starting")
        began = time.monotonic()
        try:
            server.start()
            asyncio.run(_join(server, began, seat, begin))
        finally:
            server.kill()
    return [install, seat, begin]


async def _join(server: Server, began: float, seat: Figure, begin: Figure) -> None:
    student, teacher = Student(server), Teacher(server)
    await student.join()
    seat.add(time.monotonic() - began)
    await teacher.open()
    await teacher.begin()
    begin.add(time.monotonic() - began)
    student.line.close()
    teacher.line.close()
