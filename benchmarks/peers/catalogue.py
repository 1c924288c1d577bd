"""Who runs: every implementation, where it lives, and how much of it a pass times."""

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = {
    "peers": "requirements.txt",
    "frames": "requirements-frames.txt",  # pins an older NumPy than the others take
}


@dataclass(frozen=True)
class Entry:
    """One row of the table."""

    key: str
    title: str
    place: str  # module and class
    means: str  # what plays its batches
    singles: int  # runs timed one by one in a pass
    batch: int  # runs of the batch in a pass
    environment: str = ""  # one of ENVIRONMENTS, or ours

    def python(self) -> str:
        """The interpreter that has its packages."""
        for folder in ("bin", "Scripts"):
            for name in ("python", "python.exe"):
                found = ROOT / f".venv-{self.environment}" / folder / name
                if self.environment and found.exists():
                    return str(found)
        return sys.executable


OURS = "ours"
REFERENCES = (OURS, "c", "numpy-stacked")  # fast, and written apart: what others must agree with

SW1 = (
    Entry(OURS, "Two Stacks' style", "ours:Ours", "2 threads", 40, 1000),
    Entry("c", "C -O3, OpenMP", "native:Native", "2 threads", 40, 1000),
    Entry("node", "Node, typed arrays", "with_node:Node", "2 worker threads", 20, 300),
    Entry("numpy", "NumPy, run by run", "with_numpy:OneByOne", "2 processes", 8, 120),
    Entry("numpy-stacked", "NumPy, 20 runs a call", "with_numpy:Stacked", "2 processes", 8, 240),
    Entry("plain", "Python objects", "plain:Plain", "2 processes", 3, 40),
    Entry("mesa", "Mesa, tuned", "with_mesa:Mesa", "batch_run, 2 processes", 3, 24),
    Entry("mesa-naive", "Mesa, naive", "with_mesa:Naive", "batch_run, 2 processes", 1, 6),
    Entry(
        "frames",
        "mesa-frames",
        "with_mesa_frames:MesaFrames",
        "2 processes",
        2,
        12,
        "frames",
    ),
    Entry("agentpy", "agentpy", "with_agentpy:Agentpy", "Experiment, 2 jobs", 2, 16, "peers"),
    Entry("amber", "AMBER", "with_ambr:Ambr", "Experiment, 1 core", 6, 40, "peers"),
    Entry("amber-2", "AMBER", "with_ambr:Runner", "ParallelRunner, 2 processes", 1, 4, "peers"),
    Entry("jax", "JAX, on the CPU", "with_jax:Jax", "vmap, 25 runs a call", 8, 100, "peers"),
)

FULL = (
    Entry(OURS, "Two Stacks, compiled", "full_model:Kernel", "2 threads", 8, 400),
    Entry("mesa", "the same as Mesa agents", "full_model:Agents", "2 processes", 1, 8),
)
