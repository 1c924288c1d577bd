"""What an experiment takes, from a trial of a few chunks: time, memory, room on the disk."""

import time
from typing import Any

from agents.names import quarter_name
from game.lab.chunk import Part, chunk_runs, task_of, total_runs
from game.lab.design import DesignTable
from game.lab.executors import make_executor
from game.lab.experiment import Experiment
from game.lab.memory import peak

ENOUGH_SECONDS = 3.0


def expect(experiment: Experiment, design: DesignTable, **crew: Any) -> dict[str, Any]:
    """What the experiment consists of, and what playing it here would take.

    `crew` is who plays, as `game.lab.executors.make_executor` takes it.
    Raises: CommandError if there is no such crew.
    """
    total = total_runs(experiment, design)
    size = chunk_runs(experiment, total)
    chunks = -(-total // size)
    parts, seconds, workers = _played(experiment, design, chunks, crew)
    pairs = sum(part.pairs for part in parts)
    bytes_each = sum(len(part.runs) + len(part.paths or b"") for part in parts) / pairs
    return {
        "title": experiment.title,
        "question": experiment.question,
        "scenario": experiment.scenario.name,
        "horizon": quarter_name(experiment.horizon),
        "quarters": experiment.quarters,
        "buyers": experiment.buyers,
        "design": experiment.design.kind,
        "factors": [factor.name for factor in experiment.factors],
        "points": len(design.values),
        "replications": experiment.replications,
        "runs": total,
        "chunks": chunks,
        "chunk_runs": size,
        "workers": workers,
        "trial_runs": pairs,
        "runs_per_second": pairs / seconds,
        "seconds": total * seconds / pairs,
        "tables_mb": total * bytes_each * 1e-6,
        **peak(),
    }


def _played(
    experiment: Experiment, design: DesignTable, chunks: int, crew: dict[str, Any]
) -> tuple[list[Part], float, int]:
    """Chunks played, the seconds that they took, and by how many workers."""
    with make_executor(**crew) as workers:
        begun = time.monotonic()
        first = workers.play(task_of(experiment, design, 0)).result()
        seconds = time.monotonic() - begun
        together = min(workers.workers, chunks)
        if seconds > ENOUGH_SECONDS:
            return [first], seconds / together, workers.workers
        # Again, now that libraries are loaded, and all workers at once.
        for _ in range(2):
            begun = time.monotonic()
            flying = [workers.play(task_of(experiment, design, k)) for k in range(together)]
            parts = [future.result() for future in flying]
            seconds = time.monotonic() - begun
        return parts, seconds, workers.workers


def text(expected: dict[str, Any]) -> str:
    """What `batch --check` prints."""
    e = expected
    lines = [
        f"{e['title']} ({e['scenario']}, {e['quarters']} quarters to {e['horizon']}, "
        f"{e['buyers']:,} buyers): the file is valid.",
        f"{e['points']:,} points ({e['design']}, {len(e['factors'])} factors) x "
        f"{e['replications']:,} replications = {e['runs']:,} paired runs, in {e['chunks']:,} "
        f"chunks of {e['chunk_runs']:,}.",
        f"Here, with {e['workers']} workers, about {_duration(e['seconds'])} "
        f"({e['runs_per_second']:,.0f} runs/s in a trial of {e['trial_runs']:,}) and "
        f"{_megabytes(e['tables_mb'])} of tables.",
    ]
    if e["peak_memory_mb"] is not None:
        lines.append(f"Memory: about {_megabytes(e['peak_memory_mb'])}.")
    return "\n".join(lines)


def _duration(seconds: float) -> str:
    if seconds < 120.0:
        return f"{max(seconds, 1.0):.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 7200.0 else f"{seconds / 3600.0:.1f} h"


def _megabytes(amount: float) -> str:
    return f"{amount:,.1f} MB" if amount < 10.0 else f"{amount:,.0f} MB"
