"""A lean client for measuring: HTTP/1.1 on one kept connection, and a WebSocket that only listens.

The students of a measurement share the machine with the server, so that every millisecond spent
here is missing there.
"""

import asyncio
import base64
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

# Opcodes of RFC 6455.
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
UPGRADED = 101  # HTTP's status


@dataclass(frozen=True)
class Answer:
    """What came back. `at` is when its last byte was here, in seconds since 1970."""

    status: int
    head: bytes
    body: bytes
    at: float

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)

    def header(self, name: str) -> str:
        """A header, or nothing."""
        start = self.head.lower().find(b"\r\n" + name.lower().encode() + b":")
        if start < 0:
            return ""
        line = self.head[start + 2 :].partition(b"\r\n")[0]
        return line.partition(b":")[2].strip().decode("latin-1")


class Line:
    """A connection that asks one thing after another, and is opened again when it was lost.

    `source` is the address that it comes from, `via` the port of a proxy. Raises: OSError when
    there is no server.
    """

    def __init__(self, url: str, source: str = "", via: int = 0) -> None:
        parts = urlsplit(url)
        self.address, self.port = parts.netloc, via or parts.port or 80
        self.source = source
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, body: bytes | None = None,
        headers: Mapping[str, str] | None = None, limit: float = 30.0,
    ) -> Answer:  # fmt: skip
        """Ask once. Raises: OSError, EOFError or TimeoutError if no answer came."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.address}"]
        if body is not None:
            lines += [f"Origin: http://{self.address}", "X-Game: 1"]
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        try:
            async with asyncio.timeout(limit):
                return await self._exchange(head + (body or b""))
        except BaseException:
            self.close()
            raise

    async def _exchange(self, sent: bytes) -> Answer:
        if self._open is None or self._open[0].at_eof():
            self.close()
            source = (self.source, 0) if self.source else None
            self._open = await asyncio.open_connection("127.0.0.1", self.port, local_addr=source)
        reader, writer = self._open
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        found = head.lower().find(b"content-length:")
        length = int(head[found + 15 :].partition(b"\r\n")[0]) if found >= 0 else 0
        body = await reader.readexactly(length) if length else b""
        answer = Answer(status, head, body, time.time())
        if b"connection: close" in head.lower():
            self.close()
        return answer

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


class Feed(asyncio.Protocol):
    """A WebSocket that listens. `heard` gets every message and when its last byte was here."""

    def __init__(self, head: bytes, heard: Callable[[bytes, float], None]) -> None:
        self._head, self._heard = head, heard
        self._data = bytearray()
        self.transport: asyncio.Transport | None = None
        self.opened = asyncio.get_running_loop().create_future()
        self.closed = asyncio.get_running_loop().create_future()
        self.status = 0  # of the answer to the upgrade
        self.code = 0  # why it was closed, if the server said so
        self.silent = False  # answers nothing, like a phone that has gone out of reach

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._head)

    def data_received(self, data: bytes) -> None:
        """Take whole frames out of what came."""
        self._data += data
        if not self.opened.done():
            end = self._data.find(b"\r\n\r\n")
            if end < 0:
                return
            self.status = int(self._data[9:12])
            del self._data[: end + 4]
            self.opened.set_result(self.status)
        while self.status == UPGRADED and self._take():
            pass

    def _take(self) -> bool:
        data = self._data
        if len(data) < 2:
            return False
        length, start = data[1] & 127, 2
        if length == 126:
            length, start = int.from_bytes(data[2:4], "big"), 4
        elif length == 127:
            length, start = int.from_bytes(data[2:10], "big"), 10
        if len(data) < start + length:
            return False
        opcode, body = data[0] & 15, bytes(data[start : start + length])
        del data[: start + length]
        if opcode in (TEXT, BINARY):
            self._heard(body, time.time())
        elif opcode == PING and not self.silent:
            self.send(PONG, body)
        elif opcode == CLOSE:
            self.code = int.from_bytes(body[:2], "big")
            self.close()
        return True

    def send(self, opcode: int, body: bytes) -> None:
        """Send a frame, masked with zeros as the protocol allows."""
        if self.transport is not None:
            self.transport.write(bytes((128 | opcode, 128 | len(body))) + b"\0\0\0\0" + body)

    def connection_lost(self, error: Exception | None) -> None:
        """It is over."""
        for future in (self.opened, self.closed):
            if not future.done():
                future.set_result(0)

    def close(self) -> None:
        """Hang up."""
        if self.transport is not None:
            self.transport.abort()


async def listen(
    url: str, path: str, cookie: str, heard: Callable[[bytes, float], None],
    origin: str = "", source: str = "", via: int = 0,
) -> Feed:  # fmt: skip
    """Open a feed. Raises: OSError if there is no server; ConnectionError if it refuses."""
    parts = urlsplit(url)
    address = parts.netloc
    key = base64.b64encode(os.urandom(16)).decode()
    head = (
        f"GET {path} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        f"Origin: {origin or f'http://{address}'}\r\nCookie: {cookie}\r\n\r\n"
    ).encode("latin-1")
    _, feed = await asyncio.get_running_loop().create_connection(
        lambda: Feed(head, heard), "127.0.0.1", via or parts.port,
        local_addr=(source, 0) if source else None,
    )  # fmt: skip
    status = await feed.opened
    if status != UPGRADED:
        feed.close()
        raise ConnectionRefusedError(f"the feed was refused: {status}")
    return feed
