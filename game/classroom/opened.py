"""A class on this machine from the first word to Ctrl-C: folder, model, server, browser."""

import asyncio
import contextlib
import socket
import webbrowser
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from game.classroom import erasing, keeping, network, words
from game.classroom.desk import Desk
from game.classroom.doors import Doors
from game.classroom.events import Settings
from game.classroom.folder import ClassFolder, make_folder
from game.classroom.model import Model
from game.classroom.web.server import ClassServer, make_server, serve
from game.language import tr


@dataclass
class Plan:
    """How a class is to be opened: a new one by its settings, or one to go on with by its folder.

    Port 0 takes any free one. `names` are host names by which phones may reach this machine.
    """

    settings: Settings | None = None
    folder: ClassFolder | None = None
    port: int = 8000
    names: Sequence[str] = ()
    certificate: str = ""
    key: str = ""
    proxied: bool = False
    browser: bool = True
    loopback: bool = False
    page: str = ""  # what the browser opens instead of the console
    home: Path | None = None  # where a new class is kept, if not beside the others


@dataclass
class OpenClass:
    """A class that is open: what runs, and where."""

    folder: ClassFolder
    desk: Desk
    server: ClassServer
    port: int
    url: str
    link: str


Announcement = Callable[[OpenClass], None]
Beside = Callable[[OpenClass], Coroutine[Any, Any, None]]


async def open_class(
    plan: Plan, beside: Beside | None = None, said: Announcement | None = None
) -> OpenClass:
    """Open a class and serve it until stopped, or until what runs beside it is done.

    `said` tells whoever began it where everything is; without it the teacher is told in words.
    Returns the class as it was closed.
    Raises: OSError if the port is taken; LogError or FoldError for a class that cannot be read;
    OpenError for one that another program has open.
    """
    found = [] if plan.loopback else network.usable(network.addresses())
    sockets = _listen(plan, found)
    port = int(sockets[0].getsockname()[1])
    model = Model()
    async with _running(plan, model) as (folder, desk, doors):
        url = _url(plan, found, port)
        hosts = network.hosts(found, port, plan.names)
        secure = bool(plan.certificate or plan.proxied)
        server = ClassServer(desk, doors, url, hosts, secure=secure)
        link = f"{_own_url(plan, url, port)}/t/open/{doors.teacher_link()}"
        opened = OpenClass(folder, desk, server, port, url, link)
        made = make_server(
            server.app(), certificate=plan.certificate, key=plan.key, proxied=plan.proxied
        )
        server.stop = lambda: setattr(made, "should_exit", True)
        side: list[asyncio.Task[None]] = []

        def ready() -> None:
            (said or announce)(opened)
            if plan.browser:
                webbrowser.open(link + plan.page)
            if beside is not None:
                side.append(asyncio.ensure_future(beside(opened)))
                side[0].add_done_callback(lambda _: setattr(made, "should_exit", True))

        await serve(made, sockets, ready)
        for task in side:
            task.cancel()
        await asyncio.gather(*side, return_exceptions=True)
    if server.deleting:
        keeping.delete(folder)
    return opened


@contextlib.asynccontextmanager
async def _running(plan: Plan, model: Model) -> AsyncIterator[tuple[ClassFolder, Desk, Doors]]:
    """Folder, desk and doors, held while they are open and closed in the end whatever happens."""
    folder = plan.folder or make_folder(words.new_code(), plan.home)
    with keeping.holding(folder):
        if plan.folder is not None:
            erasing.sweep(folder)  # the program may have been killed before it could
            desk = Desk.reopen(folder, model)
        else:
            assert plan.settings is not None
            desk = Desk.open(folder, plan.settings, model)
        doors = Doors(folder.doors)
        warming = asyncio.create_task(model.warm())
        try:
            yield folder, desk, doors
        finally:
            warming.cancel()
            await asyncio.gather(warming, return_exceptions=True)
            await desk.close()
            doors.close()
            model.close()
        erasing.sweep(folder)


def _listen(plan: Plan, found: Sequence[network.Address]) -> list[socket.socket]:
    if plan.loopback:
        return [socket.create_server(("127.0.0.1", plan.port), backlog=256)]
    return network.listen(plan.port, found)


def _url(plan: Plan, found: Sequence[network.Address], port: int) -> str:
    """What students type."""
    scheme = "https" if plan.certificate or plan.proxied else "http"
    if plan.names:
        name = plan.names[0]
        bare = ":" in name or plan.proxied
        return f"{scheme}://{name}" if bare else f"{scheme}://{name}:{port}"
    if not found:
        return f"{scheme}://localhost:{port}"
    return found[0].url(port).rstrip("/").replace("http:", f"{scheme}:", 1)


def _own_url(plan: Plan, url: str, port: int) -> str:
    """Where the teacher's browser opens the console: here, or where a certificate holds."""
    if plan.proxied or (plan.certificate and plan.names):
        return url.rstrip("/")
    return f"{'https' if plan.certificate else 'http'}://localhost:{port}"


def announce(opened: OpenClass) -> None:
    """Tell the teacher where everything is."""
    code = opened.desk.state.code
    print(tr("Students type  {url}  and the code  {code}", url=opened.url, code=code))
    print(tr("Your console   {link}   (this link works once)", link=opened.link))
    print(tr("Ctrl-C ends the class. Everything is kept."), flush=True)
