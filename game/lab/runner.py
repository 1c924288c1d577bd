"""Play an experiment chunk by chunk into its folder: few in flight, none lost, none twice."""

import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field

from game.commands import interrupts
from game.commands.problems import CommandError
from game.lab.chunk import Part, task_of
from game.lab.design import DesignTable
from game.lab.executors import Crew
from game.lab.experiment import Experiment
from game.lab.store import Store

RETRIES = 3  # times a chunk is played again whose worker went away
GLANCE_SECONDS = 0.2  # how long Ctrl-C may go unheard


class ChunkFailed(RuntimeError):  # noqa: N818  it reads better in the sentence it ends up in
    """The model itself failed in a chunk; playing it again would fail again."""


@dataclass
class Played:
    """What one call of `run_experiment` did: paired runs, worlds, quarters of worlds, seconds, and
    how often a chunk was played again because its worker went away."""

    runs: int = 0
    worlds: int = 0
    quarters: int = 0
    seconds: float = 0.0
    retries: int = 0


def run_experiment(
    experiment: Experiment,
    design: DesignTable,
    store: Store,
    crew: Crew,
    *,
    limit: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Played:
    """Play the chunks that the store lacks, until it has `limit` runs or all of them.

    `progress` hears (finished runs, runs wanted), several times a second.
    Raises: CommandError if the disk refuses or workers keep going away; ChunkFailed; and whatever
    `progress` raises, such as KeyboardInterrupt. Finished chunks stay in any case.
    """
    queue = _Queue(experiment, design, crew, deque(store.missing(limit)))
    wanted = store.runs_done + sum(map(store.runs_of, queue.waiting))
    played = Played()
    begun = time.monotonic()
    while queue.fill():
        interrupts.check()
        crew.check()
        if progress is not None:
            progress(store.runs_done, wanted)
        for part in queue.finished():
            store.write(part)
            played.runs += part.pairs
            played.worlds += part.worlds
            played.quarters += part.quarters
    if progress is not None:
        progress(store.runs_done, wanted)
    played.seconds = time.monotonic() - begun
    played.retries = queue.lost.total()
    return played


@dataclass
class _Queue:
    """Chunks on their way: a bounded number in flight, the others waiting."""

    experiment: Experiment
    design: DesignTable
    crew: Crew
    waiting: deque[int]
    flying: dict[Future[Part], int] = field(default_factory=dict)
    lost: Counter[int] = field(default_factory=Counter)

    def fill(self) -> bool:
        """Have more chunks played, up to a little over two for each worker; whether any flies."""
        while self.waiting and len(self.flying) < 2 * self.crew.workers + 2:
            number = self.waiting.popleft()
            task = task_of(self.experiment, self.design, number)
            self.flying[self.crew.play(task)] = number
        return bool(self.flying)

    def finished(self) -> list[Part]:
        """The chunks that came back by now, after waiting a moment for the first.

        Raises: ChunkFailed; CommandError if a chunk lost its worker too often.
        """
        came, _ = wait(self.flying, timeout=GLANCE_SECONDS, return_when=FIRST_COMPLETED)
        parts = []
        for future in came:
            number = self.flying.pop(future)
            error = _error(future)
            if error is None:
                parts.append(future.result())
            elif self.crew.lost(error):
                self._again(number, error)
            elif isinstance(error, CommandError):
                raise error
            else:
                told = f"{type(error).__name__}: {error}"
                raise ChunkFailed(f"chunk {number} failed: {told}") from error
        return parts

    def _again(self, number: int, error: BaseException) -> None:
        self.lost[number] += 1
        if self.lost[number] > RETRIES:
            raise CommandError(
                f"chunk {number} lost its worker {self.lost[number]} times "
                f"({type(error).__name__}: {error}), perhaps for want of memory; what is finished "
                "stays, and --resume goes on"
            ) from error
        self.waiting.appendleft(number)


def _error(future: Future[Part]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as cancelled:
        return cancelled
