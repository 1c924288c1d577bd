"""SW-1 in C with OpenMP: sw1.c, built for this machine and called as a library."""

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.peers.law import BLOCS, Size, Statistics
from benchmarks.peers.side import CORES, MissingError

SOURCE = Path(__file__).with_name("sw1.c")
# What -ffast-math allows, one by one: that flag itself would link code that makes the whole process
# round the smallest numbers to zero.
FAST = (
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fno-signed-zeros",
    "-ffinite-math-only",
    "-fassociative-math",
    "-freciprocal-math",
)
FLAGS = ("-O3", "-march=native", *FAST, "-fopenmp", "-shared", "-fPIC")


def build() -> ctypes.CDLL:
    """The library, compiled now, which takes a second. Raises: MissingError without a compiler."""
    compiler = shutil.which("gcc")
    if compiler is None:
        raise MissingError("there is no gcc here")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "sw1.so"
        command = [compiler, *FLAGS, str(SOURCE), "-o", str(target), "-lm"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise MissingError(f"gcc cannot build it: {done.stderr.strip().splitlines()[-1]}")
        return ctypes.CDLL(str(target))


class Native:
    """Our side of the library."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.library = build()
        self.version = subprocess.run(
            ["gcc", "-dumpfullversion"], capture_output=True, text=True, check=True
        ).stdout.strip()

    def ensemble(self, first: int, runs: int, threads: int = CORES) -> list[Statistics]:
        """Runs shared among threads by OpenMP."""
        history = np.empty((runs, self.size.quarters, BLOCS + 1))
        concentration = np.empty(runs)
        self.library.sw1_ensemble(
            ctypes.c_int64(first),
            runs,
            self.size.buyers,
            self.size.quarters,
            threads,
            ctypes.c_void_p(history.ctypes.data),
            ctypes.c_void_p(concentration.ctypes.data),
        )
        return np.column_stack([history[:, -1], concentration]).tolist()

    def single(self, seed: int) -> Statistics:
        """One run on one core."""
        return self.ensemble(seed, 1, threads=1)[0]
