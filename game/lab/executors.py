"""Who plays the chunks: threads, processes or a Dask cluster, each a concurrent.futures Executor.

A chunk is a pure function of its task, so the tables are the same whoever plays it.
"""

import logging
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import contextmanager
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from game.commands.problems import CommandError, nearest, need
from game.lab.chunk import Part, Task, play_chunk
from game.lab.tables import played_by
from game.workers import begin, deaf

KINDS = ("threads", "processes", "dask")
CONNECT_SECONDS = 10

P = ParamSpec("P")
T = TypeVar("T")


class Crew(Executor):
    """Workers that play chunks; `workers` is how many chunks they play at once."""

    workers: int

    def play(self, task: Task) -> Future[Part]:
        """Have a chunk played."""
        return self.submit(play_chunk, task)

    def lost(self, error: BaseException) -> bool:
        """Whether an error tells of a worker that went away, not of the chunk it played."""
        return isinstance(error, (BrokenExecutor, CancelledError))

    def check(self) -> None:
        """See that results can still come. Raises: CommandError if they cannot."""

    def abandon(self) -> None:
        """Stop soon: what is being played is given up."""
        self.shutdown(wait=False, cancel_futures=True)


class Threads(Crew):
    """Threads of this process: the kernel lets them run side by side."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="chunk")
        self._stopping = threading.Event()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a function called by a thread."""
        return self._pool.submit(fn, *args, **kwargs)

    def play(self, task: Task) -> Future[Part]:
        """Have a chunk played; it ends between two blocks when the crew is abandoned."""
        return self.submit(play_chunk, task, self._stopping.is_set)

    def abandon(self) -> None:
        """End after the block of worlds that each thread is playing."""
        self._stopping.set()
        super().abandon()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


class Processes(Crew):
    """Processes of this machine. If one dies, all of them are replaced at the next submission."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, mp_context=context, initializer=_begin_worker)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a function called by a process."""
        with deaf():
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._made()
                return self._pool.submit(fn, *args, **kwargs)

    def abandon(self) -> None:
        """End the processes; nothing is theirs but what they are playing."""
        # From Python 3.14 on: terminate_workers().
        for process in list((self._pool._processes or {}).values()):
            process.terminate()
        self.shutdown(cancel_futures=True)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the processes go."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


class Cluster(Crew):
    """The workers of a Dask cluster."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self.workers = sum(client.nthreads().values())

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a function called by a worker of the cluster."""
        future: Future[T] = self._executor.submit(fn, *args, **kwargs)
        return future

    def play(self, task: Task) -> Future[Part]:
        """Have a chunk played by a worker that has the same model."""
        return self.submit(play_if_same_model, task, played_by())

    def lost(self, error: BaseException) -> bool:
        """Whether a worker went away, or the connection to it."""
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        return super().lost(error) or isinstance(error, (KilledWorker, CommClosedError))

    def check(self) -> None:
        """See that the scheduler is there. Raises: CommandError when it has been gone too long."""
        if self._client.status == "closed":
            raise CommandError(
                "the connection to the Dask scheduler is lost; what is finished stays, and "
                "--resume goes on"
            )

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the cluster go."""
        if self._client.status != "closed":
            self._executor.shutdown(wait=wait and not cancel_futures)


@contextmanager
def make_executor(kind: str, workers: int | None = None, address: str = "") -> Iterator[Crew]:
    """Workers for as long as the context lasts; without a number one for each core.

    `kind` is one of KINDS; `address` is that of a Dask scheduler, such as tcp://10.0.0.5:8786.
    The kernel should be compiled before, so that local workers find it in the cache.
    Raises: CommandError if there is no such kind, no Dask, or no cluster that can play this model.
    """
    if kind not in KINDS:
        raise CommandError(
            f"there is no executor '{kind}'; the nearest is '{nearest(kind, KINDS)}'"
        )
    wanted = workers or cores()
    with _crew(kind, wanted, address) as crew:
        try:
            yield crew
        except BaseException:
            crew.abandon()
            raise
        finally:
            crew.shutdown()


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _crew(kind: str, workers: int, address: str) -> Iterator[Crew]:
    if kind == "threads":
        yield Threads(workers)
    elif kind == "processes":
        yield Processes(workers)
    else:
        with _client(workers, address) as client:
            check_workers(client, address)
            yield Cluster(client)


@contextmanager
def _client(workers: int, address: str) -> Iterator[Any]:
    """A client of the scheduler there, or of a cluster of this machine's own for the purpose."""
    need("a Dask cluster", "distributed")
    dask: Any = import_module("distributed")  # whose own hints are partial
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if not address:
        with deaf():
            cluster = dask.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
        with cluster, dask.Client(cluster) as client:
            client.wait_for_workers(workers)
            yield client
        return
    try:
        client = dask.Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise CommandError(
            f"no Dask scheduler answers at '{address}' ({error}); start one with: dask scheduler"
        ) from None
    with client:
        yield client


def check_workers(client: Any, address: str) -> None:
    """See that a cluster has workers, and that each has this version of the model.

    Raises: CommandError saying which has not.
    """
    if not client.nthreads():
        raise CommandError(
            f"the Dask scheduler at '{address}' has no workers yet; start some with: "
            f"dask worker {address}"
        )
    try:
        versions: dict[str, str] = client.run(played_by)
    except ImportError as error:
        raise CommandError(
            f"the workers of '{address}' cannot import Two Stacks ({error}); install the same "
            "version there"
        ) from None
    for worker, version in versions.items():
        if version != played_by():
            raise CommandError(
                f"the Dask worker {worker} has model {version}, this machine {played_by()}; "
                "install the same version of Two Stacks on both"
            )


def play_if_same_model(task: Task, version: str) -> Part:
    """Play a chunk where the model is of that version: workers may join a cluster at any time.

    Raises: CommandError if it is another.
    """
    if played_by() != version:
        raise CommandError(
            f"a Dask worker has model {played_by()}, this machine {version}; install the same "
            "version of Two Stacks on both"
        )
    return play_chunk(task)


def _begin_worker() -> None:
    """Make a process ready: the kernel from the cache, deaf to Ctrl-C, never left behind."""
    begin()
    from game.commands.model import ready_kernel

    ready_kernel(quiet=True)
