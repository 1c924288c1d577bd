"""A bad network as a proxy: slow, with requests and answers lost, and without any WebSocket."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """Units: `latency` seconds there and back; `loss` share of requests whose answer is lost."""

    to: int
    latency: float = 3.0
    loss: float = 0.05
    luck: random.Random = field(default_factory=lambda: random.Random(3))
    port: int = 0
    carried: int = 0
    lost: int = 0
    blocked: int = 0
    closing: bool = False
    tasks: "set[asyncio.Task[None]]" = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a client, request by request."""
        inner: asyncio.StreamWriter | None = None
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            back, inner = await asyncio.open_connection("127.0.0.1", self.to)
            while True:
                request = await _message(reader)
                if b"\r\nupgrade: websocket" in request.lower():
                    self.blocked += 1
                    return
                await self._carry(request, inner)
                await self._carry(await _message(back), writer)
        except (OSError, EOFError, _LostError):
            pass  # the client sees a connection that breaks
        except asyncio.CancelledError:
            if not self.closing:
                raise
        finally:
            self.tasks.discard(task)
            for one in (inner, writer):
                if one is not None:
                    one.close()

    async def _carry(self, message: bytes, to: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self.latency / 2)
        if self.luck.random() < self.loss / 2:
            self.lost += 1
            raise _LostError
        self.carried += 1
        to.write(message)


class _LostError(Exception):
    """A message that does not arrive."""


async def _message(reader: asyncio.StreamReader) -> bytes:
    """A whole request or answer. Raises: EOFError at the end."""
    head = await reader.readuntil(b"\r\n\r\n")
    found = head.lower().find(b"content-length:")
    length = int(head[found + 15 :].partition(b"\r\n")[0]) if found >= 0 else 0
    return head + (await reader.readexactly(length) if length else b"")


@contextlib.asynccontextmanager
async def proxy(to: int, latency: float, loss: float) -> AsyncIterator[Proxy]:
    """A proxy in front of a port, until the with statement ends."""
    made = Proxy(to, latency, loss)
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = int(listening.sockets[0].getsockname()[1])
    try:
        yield made
    finally:
        listening.close()
        made.closing = True
        for task in list(made.tasks):
            task.cancel()
        await asyncio.gather(*made.tasks)
