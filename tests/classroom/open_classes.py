"""A class on this machine that is really served, in a thread of its own."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import httpx

from game.classroom.opened import OpenClass, Plan, open_class

PATIENCE = 60.0


@contextmanager
def served(plan: Plan) -> Iterator[OpenClass]:
    """Serve a class until the with statement ends; whatever goes wrong is raised here."""
    ready: Future[tuple[OpenClass, asyncio.AbstractEventLoop]] = Future()
    ended: Future[OpenClass] = Future()
    plan.browser = False

    def run() -> None:
        def said(opened: OpenClass) -> None:
            ready.set_result((opened, asyncio.get_running_loop()))

        try:
            ended.set_result(asyncio.run(open_class(plan, said=said)))
        except BaseException as error:
            if not ready.done():
                ready.set_exception(error)
            ended.set_exception(error)

    thread = threading.Thread(target=run, name="class", daemon=True)
    thread.start()
    opened, loop = ready.result(PATIENCE)
    try:
        yield opened
    finally:  # also where a test fails: a class that went on would keep the run of tests open
        if not ended.done():
            loop.call_soon_threadsafe(opened.server.stop)
        thread.join(PATIENCE)
    ended.result(PATIENCE)


@contextmanager
def teacher(opened: OpenClass) -> Iterator[httpx.Client]:
    """The teacher's browser, the console open."""
    with httpx.Client(base_url=f"http://localhost:{opened.port}", timeout=PATIENCE) as client:
        path = opened.link[opened.link.index("/t/open/") :]
        assert client.get(path).status_code == 303
        yield client


def own(opened: OpenClass) -> dict[str, str]:
    """What a page of the class sends with a command."""
    return {"origin": f"http://localhost:{opened.port}", "x-game": "1"}
